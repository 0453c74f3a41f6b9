/**
 * The shape of every decider. A decider has a state that is computed (folded) from events. It also has a pure function
 * that takes the state and a command, and returns new events, or all reasons against the command (Jérémie Chassaing,
 * "Functional Event Sourcing Decider", 2021).
 */
import type * as Result from "effect/Result"
import type { DecisionRefused, Tagged } from "./Rule.ts"

/**
 * @category models
 */
export interface Decider<State, Command, Event, Reason extends Tagged> {
  readonly initial: State
  readonly decide: (
    state: State,
    command: Command
  ) => Result.Result<ReadonlyArray<Event>, DecisionRefused<Reason>>
  readonly evolve: (state: State, event: Event) => State
  /**
   * Applies many events to a state at once. The result must be the same as applying the events one by one with
   * `evolve`. Define this function only if it is faster than that.
   */
  readonly evolveAll?: (state: State, events: Iterable<Event>) => State
}

/**
 * Computes a state from events: applies the events one by one. Starts from `state`. Default: the initial state.
 *
 * @category operations
 */
export const replay = <State, Command, Event, Reason extends Tagged>(
  decider: Decider<State, Command, Event, Reason>,
  events: Iterable<Event>,
  state: State = decider.initial
): State => {
  if (decider.evolveAll !== undefined) return decider.evolveAll(state, events)
  let current = state
  for (const event of events) current = decider.evolve(current, event)
  return current
}
