import { TaggedError } from "@liulinhui/core/Failure"
import * as Schema from "effect/Schema"

/**
 * A command has failed. The message states the reason and what the user must do.
 *
 * @category errors
 */
export class CommandFailed extends TaggedError<CommandFailed>()(
  "CommandFailed",
  {
    message: Schema.String,
    /**
     * The exit code, for scripts. 1: the command has found something wrong, or a request was refused. 2: the command
     * was used wrongly. 3: the command cannot work in this environment, for example because a store or keys are
     * unavailable. Default: 1.
     */
    exit: Schema.optionalKey(Schema.Literals([1, 2, 3]))
  },
  ({ message }) => message
) {}
