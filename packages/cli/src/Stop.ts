/**
 * The request of the operating system or of a person to stop (Ctrl+C, or `SIGTERM`). Most commands are interrupted by it. A
 * command that runs until it is stopped, such as a server, waits for it, and then ends with success.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

export interface Stop {
  /** Waits until a stop is requested. */
  readonly requested: Effect.Effect<void>
  /** Requests a stop. Returns whether a command has waited for it. */
  readonly request: () => boolean
}

export const make = (): Stop => {
  const waiting = new Set<() => void>()
  return {
    requested: Effect.callback<void>((resume) => {
      const go = () => resume(Effect.void)
      waiting.add(go)
      return Effect.sync(() => void waiting.delete(go))
    }),
    request: () => {
      const wasAwaited = waiting.size > 0
      for (const go of waiting) go()
      return wasAwaited
    }
  }
}

/** The stop of this process. Default: a stop that is never requested. */
export const Stop = Context.Reference<Stop>("@liulinhui/cli/Stop", { defaultValue: make })
