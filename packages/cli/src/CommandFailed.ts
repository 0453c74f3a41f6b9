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
     * The exit code, for scripts: 1 if the command has found something wrong or a request was refused, 2 for wrong
     * usage, 3 for an environment in which the command cannot work, such as a store or keys that are unavailable.
     * Default: 1.
     */
    exit: Schema.optionalKey(Schema.Literals([1, 2, 3]))
  },
  ({ message }) => message
) {}
