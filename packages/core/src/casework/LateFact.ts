/**
 * Helps to read the history of a case that contains facts recorded late. It finds three things: the automatic events
 * that such a fact has undone, the entries that were known on a given day, and the late facts that could not change the
 * case any more.
 */
import type { Day } from "../kernel/Day.ts"
import { type CaseEvent } from "./Case.ts"
import { writtenOn } from "./CaseState.ts"
import { isNotBefore } from "./internal/CaseFold.ts"

/** An event of a case. The caller may add more data, such as the event's position in the ledger. */
interface Entry {
  readonly event: CaseEvent
}

/** An event of a case, with its position in the ledger. */
interface PositionedEntry extends Entry {
  readonly position: number
}

const isByClock = ({ _tag }: CaseEvent): boolean => _tag === "DeadlineLapsed" || _tag === "DueRecounted"

const isAside = ({ _tag }: CaseEvent): boolean =>
  _tag === "FactAside" || _tag === "FactSettled" || _tag === "Noted"

/**
 * Leaves out the automatic events that a late fact has undone, and the event that undid them. The remaining entries
 * result in the same state of the case.
 *
 * @category histories
 */
export const withoutUndone = <E extends Entry>(entries: ReadonlyArray<E>): ReadonlyArray<E> => {
  if (entries.every(({ event }) => event._tag !== "LapsesUndone")) return entries
  const kept: Array<E> = []
  for (const entry of entries) {
    const { event } = entry
    if (event._tag !== "LapsesUndone") {
      kept.push(entry)
      continue
    }
    for (let at = kept.length - 1; at >= 0; at--) {
      const before = kept[at]?.event
      if (before === undefined || (!isByClock(before) && !isAside(before))) break
      if (isByClock(before) && isNotBefore(before, event)) kept.splice(at, 1)
    }
  }
  return kept
}

/** The entries of a case that were recorded by the end of the day `known`. If `known` is `undefined`, all entries. */
export const knownBy = <E extends Entry>(
  entries: ReadonlyArray<E>,
  known: Day | undefined
): ReadonlyArray<E> =>
  known === undefined ? entries : entries.filter(({ event }) => writtenOn(event) <= known)

/**
 * The facts of a case that were put aside, because people had already acted on the case when the facts were recorded.
 * Facts that a keeper (a person who manages the case) has settled are left out.
 *
 * @category questions
 */
export const asides = <E extends PositionedEntry>(entries: ReadonlyArray<E>): ReadonlyArray<E> => {
  const settled = new Set(entries.flatMap(({ event }) => (event._tag === "FactSettled" ? [event.entry] : [])))
  return entries.filter(({ event, position }) => event._tag === "FactAside" && !settled.has(position))
}
