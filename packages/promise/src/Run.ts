/** Running effects as promises. */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"

/**
 * The value of an exit. Throws its error; or the reason of the signal if that interrupted it; or the defect.
 */
export const valueOf = <A, E>(exit: Exit.Exit<A, E>, signal: AbortSignal | undefined): A => {
  if (Exit.isSuccess(exit)) return exit.value
  if (Cause.hasInterruptsOnly(exit.cause) && signal?.aborted === true) throw signal.reason
  throw Cause.squash(exit.cause)
}
