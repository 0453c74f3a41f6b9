/**
 * Facts of a district that are computed once for each state, and not for each visit. They are kept beside the state: if an
 * entry follows, if a day begins, or if the words change, they are computed again. They are dropped together with the state.
 */
import type { Day } from "@liulinhui/core/Day"
import type { District } from "@liulinhui/core/District"
import type { RoleId } from "@liulinhui/core/Id"
import { type Facts, factsOf } from "@liulinhui/report"
import type { Texts } from "@liulinhui/texts"

/** Those for whom the facts are: everybody with a role, or a public hall. */
export type Readers = RoleId | "hall"

/** The facts of one state on one day. */
interface Kept {
  /** The position of the last entry. Every change of a district, also of its model, is an entry. */
  readonly position: number
  readonly on: Day
  readonly texts: Texts.Texts
  readonly facts: Map<Readers, Facts | undefined>
}

const states = new WeakMap<District, Kept>()

const keptOf = (state: District, on: Day, texts: Texts.Texts): Kept => {
  const kept = states.get(state)
  if (kept !== undefined && kept.position === state.position && kept.on === on && kept.texts === texts) {
    return kept
  }
  const fresh: Kept = { position: state.position, on, texts, facts: new Map() }
  states.set(state, fresh)
  return fresh
}

/**
 * The facts of a district on a day, for its readers, from the first day of the district on. `undefined` if there are no facts
 * for these readers.
 */
export const factsNow = (
  state: District,
  on: Day,
  readers: Readers,
  texts: Texts.Texts
): Facts | undefined => {
  const { facts } = keptOf(state, on, texts)
  if (!facts.has(readers)) {
    facts.set(readers, factsOf(state, { from: state.began ?? on, asOf: on, readers, texts }))
  }
  return facts.get(readers)
}
