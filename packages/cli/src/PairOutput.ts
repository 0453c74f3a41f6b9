/** What both kinds of pairing return: a failure with its reasons, JSON, and the result of a check. */
import * as Console from "effect/Console"
import { CommandFailed } from "./CommandFailed.ts"

/** A failure of the command, with one reason on each line. */
export const refused = (...lines: ReadonlyArray<string>): CommandFailed =>
  new CommandFailed({ message: lines.join("\n") })

/** Prints a value as JSON. */
export const printJson = (value: unknown) => Console.log(JSON.stringify(value, null, 2))

/** The result of `--verify`: all mistakes of the plan in words, and the parts of the plan that were not checked. */
export interface Verdict {
  readonly flaws: ReadonlyArray<string>
  readonly notChecked: ReadonlyArray<string>
}
