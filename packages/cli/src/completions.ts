/** The command `liulinhui completions SHELL`: prints the script with which a shell completes commands and flags. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

/**
 * Makes the command that prints the completions for all commands.
 *
 * @category commands
 */
export const completionsOf = (whole: () => Promise<Command.Command.Any>) =>
  Command.make(
    "completions",
    {
      shell: Argument.Literals("shell", ["bash", "zsh", "fish", "powershell"]).pipe(
        Argument.withDescription("The shell; its documentation says where completions are kept")
      )
    },
    Effect.fn(function* ({ shell }) {
      const command = yield* Effect.promise(whole)
      yield* Console.log(Completions.generate("liulinhui", shell, Completions.fromCommand(command)))
    })
  ).pipe(Command.withDescription("Print the completions for a shell"))
