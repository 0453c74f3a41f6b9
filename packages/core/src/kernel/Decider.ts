/**
 * The shape of everything that decides: a state folded from events, and a pure function from that state and a command
 * to new events or to every reason why not (Jérémie Chassaing, "Functional Event Sourcing Decider", 2021).
 */
import type * as Result from "effect/Result"
import type { Reasons } from "./Rule.ts"

/**
 * @category models
 */
export interface Decider<State, Command, Event, Reason> {
  readonly initial: State
  readonly decide: (state: State, command: Command) => Result.Result<ReadonlyArray<Event>, Reasons<Reason>>
  readonly evolve: (state: State, event: Event) => State
  /** The same as `evolve` for one event after the other, where many at once can be had for less. */
  readonly evolveAll?: (state: State, events: Iterable<Event>) => State
}

/**
 * The state after events, from `state` or from the beginning.
 *
 * @category operations
 */
export const replay = <State, Command, Event, Reason>(
  decider: Decider<State, Command, Event, Reason>,
  events: Iterable<Event>,
  state: State = decider.initial
): State => {
  if (decider.evolveAll !== undefined) return decider.evolveAll(state, events)
  let current = state
  for (const event of events) current = decider.evolve(current, event)
  return current
}
