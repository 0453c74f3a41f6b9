import * as Data from "effect/Data"

/**
 * The exit code of a failed command, for scripts: 1 for findings or a refusal, 2 for wrong usage, 3 for an environment
 * in which the command cannot work, such as a store or keys that are unavailable.
 */
export type ExitCode = 1 | 2 | 3

/**
 * A command has failed. The message states the reason and what the user must do.
 *
 * @category errors
 */
export class CommandFailed extends Data.TaggedError("CommandFailed")<{
  readonly message: string
  /** The exit code. Default: 1. */
  readonly exit?: ExitCode
}> {}
