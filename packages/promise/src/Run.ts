/** Runs effects as promises. */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"

/**
 * Returns the value of an exit (the result of an effect). If the effect failed, throws its error. If the signal
 * interrupted it, throws the reason of the signal. If the effect died, throws the defect.
 */
export const valueOf = <A, E>(exit: Exit.Exit<A, E>, signal: AbortSignal | undefined): A => {
  if (Exit.isSuccess(exit)) return exit.value
  if (Cause.hasInterruptsOnly(exit.cause) && signal?.aborted === true) throw signal.reason
  throw Cause.squash(exit.cause)
}
