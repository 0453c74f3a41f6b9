/**
 * The shape of every decider. A decider has a state that is folded from events, and a pure function from the state and
 * a command to new events, or to all reasons against the command (Jérémie Chassaing, "Functional Event Sourcing
 * Decider", 2021).
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
   * Applies many events to a state at once. The result must be the same as applying `evolve` to one event after the
   * other. Define this function if it is faster.
   */
  readonly evolveAll?: (state: State, events: Iterable<Event>) => State
}

/**
 * Folds events into a state: applies one event after the other. Starts from `state`, default: the initial state.
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
