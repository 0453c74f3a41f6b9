import * as Data from "effect/Data"

/**
 * What a failed command means for a script: a finding or a refusal (1), wrong usage (2), or an environment in which the
 * command cannot work, such as a store or keys that cannot be used (3).
 */
export type ExitCode = 1 | 2 | 3

/**
 * A command cannot do what it is asked; the message says why and what to do.
 *
 * @category errors
 */
export class CommandFailed extends Data.TaggedError("CommandFailed")<{
  readonly message: string
  /** Default: 1. */
  readonly exit?: ExitCode
}> {}
