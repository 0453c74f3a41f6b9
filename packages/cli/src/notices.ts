/** `liulinhui notices`: what people are told. */
import * as Command from "effect/cli/Command"
import { printNotice } from "./print.ts"

/**
 * @category commands
 */
export const notices = Command.make("notices").pipe(
  Command.withDescription("What people are told"),
  Command.withSubcommands([printNotice])
)
