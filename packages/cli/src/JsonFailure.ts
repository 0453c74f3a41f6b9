/**
 * Prints the failure of a command as JSON. A command with `--json` whose request is refused prints its problems itself. But
 * it can also fail before: a file cannot be read, a flag is wrong. A program that reads standard output must get an object
 * in these cases, too.
 */
import type { Language } from "@liulinhui/core/Text"
import * as Cause from "effect/Cause"
import * as CliError from "effect/cli/CliError"
import type * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Schema from "effect/Schema"
import { printProblems } from "./Envelope.ts"
import { complaint } from "./ExitCodes.ts"
import { mistake } from "./Help.ts"

/** The name of the subcommand that the arguments call, such as `case step`. Empty if they call none. */
const calledBy = (root: Command.Command.Any, args: ReadonlyArray<string>): string => {
  const path: Array<string> = []
  let at = root
  for (const arg of args.filter((each) => !each.startsWith("-"))) {
    const next = at.subcommands.flatMap(({ commands }) => commands).find(({ name }) => name === arg)
    if (next === undefined) break
    path.push(next.name)
    at = next
  }
  return path.join(" ")
}

const problemsOf = (
  exit: Exit.Failure<unknown, unknown>,
  language: Language
): ReadonlyArray<Schema.JsonObject> => {
  const error = Cause.squash(exit.cause)
  if (CliError.isCliError(error)) {
    const errors = error._tag === "ShowHelp" ? error.errors : [error]
    return errors.map((each) => ({ _tag: each._tag, text: mistake(language, each) }))
  }
  const isTagged = typeof error === "object" && error !== null && "_tag" in error
  return [{ _tag: isTagged ? String(error._tag) : "Failed", text: complaint(exit, language) ?? "" }]
}

/**
 * Runs a command. If it was called with `--json` and fails without any output, its problems are printed in the envelope. An
 * interrupted command prints nothing.
 */
export const asJson =
  (root: Command.Command.Any, args: ReadonlyArray<string>, language: Language) =>
  <A, E, R>(command: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    args.includes("--json")
      ? Effect.flatMap(Console.Console, (console) => {
          let isPrinted = false
          const watched: Console.Console = Object.assign(Object.create(console), {
            log: (...parts: ReadonlyArray<unknown>) => {
              isPrinted = true
              console.log(...parts)
            }
          })
          return command.pipe(
            Effect.provideService(Console.Console, watched),
            Effect.onExit((exit) =>
              isPrinted || Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)
                ? Effect.void
                : printProblems(calledBy(root, args), problemsOf(exit, language))
            )
          )
        })
      : command
