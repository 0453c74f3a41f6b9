/** Laws of deciders: pure decisions, and folding that is the same however it is done. */
import { type Decider, replay, type Tagged } from "@liulinhui/core/Rule"
import * as Result from "effect/Result"
import fc from "fast-check"
import { type Law, law } from "./Law.ts"

/** How values are compared and shown. */
export interface DeciderLawOptions<Command> {
  /** How a command is named in findings. Default: its `_tag`. */
  readonly nameOf?: (command: Command) => string
  /** The maximum number of commands of a history. Default: 20. */
  readonly commands?: number
}

const text = (value: unknown): string => fc.stringify(value)

const tagOf = (command: unknown): string =>
  typeof command === "object" && command !== null && "_tag" in command ? String(command._tag) : text(command)

/**
 * The laws of a decider that you write, for histories of generated commands: a decision is repeatable, neither deciding
 * nor folding changes a state, and all ways of folding events have the same result.
 *
 * @category laws
 */
export const deciderLaws = <State, Command, Event, Reason extends Tagged>(
  decider: Decider<State, Command, Event, Reason>,
  command: fc.Arbitrary<Command>,
  { commands: most = 20, nameOf = tagOf }: DeciderLawOptions<Command> = {}
): ReadonlyArray<Law> => {
  const { decide, evolve, initial } = decider
  const histories = fc.array(command, { maxLength: most })
  /** Follows a history, and asks at each command whether something is wrong. */
  const follow =
    (problem: (state: State, command: Command) => string | undefined) =>
    (history: ReadonlyArray<Command>): ReadonlyArray<string> => {
      let state = initial
      for (const each of history) {
        const found = problem(state, each)
        if (found !== undefined) return [`${nameOf(each)}: ${found}`]
        state = Result.getOrElse(decide(state, each), (): ReadonlyArray<Event> => []).reduce(evolve, state)
      }
      return []
    }
  const outcome = (state: State, each: Command): string => {
    const decided = decide(state, each)
    return text(Result.isSuccess(decided) ? decided.success : decided.failure.reasons)
  }
  return [
    law(
      "decision-repeatable",
      "the same state and command always have the same decision",
      histories,
      follow((state, each) =>
        outcome(state, each) === outcome(state, each) ? undefined : "is decided in two ways"
      )
    ),
    law(
      "decision-changes-nothing",
      "to decide a command does not change the state",
      histories,
      follow((state, each) => {
        const before = text(state)
        decide(state, each)
        return text(state) === before ? undefined : "changes the state while it is decided"
      })
    ),
    law(
      "event-changes-nothing",
      "to fold an event returns a new state, and does not change the old one",
      histories,
      follow((state, each) => {
        const before = text(state)
        Result.getOrElse(decide(state, each), (): ReadonlyArray<Event> => []).reduce(evolve, state)
        return text(state) === before ? undefined : "its events change the state before them"
      })
    ),
    law(
      "refusal-has-reasons",
      "a refusal has at least one reason, each with a tag",
      histories,
      follow((state, each) => {
        const decided = decide(state, each)
        if (Result.isSuccess(decided)) return undefined
        const reasons: ReadonlyArray<Reason> = decided.failure.reasons
        return reasons.length > 0 && reasons.every(({ _tag }) => _tag !== "")
          ? undefined
          : "is refused without a reason"
      })
    ),
    law(
      "folds-agree",
      "to fold events at once is the same as to fold them one by one",
      histories,
      (history) => {
        const events: Array<Event> = []
        let state = initial
        for (const each of history) {
          const made = Result.getOrElse(decide(state, each), (): ReadonlyArray<Event> => [])
          events.push(...made)
          state = made.reduce(evolve, state)
        }
        return text(replay(decider, events)) === text(state)
          ? []
          : [`the fold of all ${events.length} events has another result`]
      }
    )
  ]
}
