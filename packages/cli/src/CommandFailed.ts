import * as Data from "effect/Data"

/**
 * A command cannot do what it is asked; the message says why and what to do.
 *
 * @category errors
 */
export class CommandFailed extends Data.TaggedError("CommandFailed")<{ readonly message: string }> {}
