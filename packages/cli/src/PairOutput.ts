/** What both kinds of pairing return: a failure with its reasons, and the result of a check. */
import { CommandFailed } from "./CommandFailed.ts"

/** A failure of the command, with one reason on each line. */
export const refused = (...lines: ReadonlyArray<string>): CommandFailed =>
  new CommandFailed({ message: lines.join("\n") })

/** The result of `--verify`: all mistakes of the plan in words, and the parts of the plan that were not checked. */
export interface Verdict {
  readonly flaws: ReadonlyArray<string>
  readonly notChecked: ReadonlyArray<string>
}
