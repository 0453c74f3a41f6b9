/**
 * Facts that were written down late, in the history of a case: without what the clock did before it knew of them, as the
 * case was known on a day, and those that people had overtaken.
 */
import type { Day } from "../kernel/Day.ts"
import { clock } from "../place/Actor.ts"
import { type CaseEvent, writtenOn } from "./Case.ts"

/** An event of a case, and what belongs to it. */
interface Entry {
  readonly event: CaseEvent
}

const isByClock = ({ _tag }: CaseEvent): boolean => _tag === "DeadlineLapsed" || _tag === "DueRecounted"

const isAside = ({ _tag }: CaseEvent): boolean => _tag === "FactAside" || _tag === "Noted"

/**
 * The entries without what the clock did and a late fact undid. Folding them results in the same state.
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
      if (isByClock(before) && before.on >= event.on) kept.splice(at, 1)
    }
  }
  return kept
}

/** The entries that had been written down by the end of a day. `undefined`: all. */
export const knownBy = <E extends Entry>(
  entries: ReadonlyArray<E>,
  known: Day | undefined
): ReadonlyArray<E> =>
  known === undefined ? entries : entries.filter(({ event }) => writtenOn(event) <= known)

/**
 * The facts of a case that people had overtaken when they were written down, until somebody goes on with the case, or notes
 * on it: each has the entry that is in the way.
 *
 * @category questions
 */
export const asides = <E extends Entry>(entries: ReadonlyArray<E>): ReadonlyArray<E> => {
  const settled = entries.findLastIndex(
    ({ event }) => event._tag !== "FactAside" && !isByClock(event) && event.by !== clock.id
  )
  return entries.slice(settled + 1).filter(({ event }) => event._tag === "FactAside")
}
