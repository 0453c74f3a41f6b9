/** `liulinhui completions SHELL`: what a shell needs to complete commands and flags. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

/**
 * The command that prints the completions of a whole command.
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
