/**
 * Reads of a district. The reads that wait at the same moment share one look at the ledger. So a server with many readers
 * does not query its store for each of them.
 */
import type * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Cache from "effect/Cache"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { DistrictUnknown, StoreError } from "../GovernanceError.ts"
import { type Cell, type Districts, modelOf, refresh } from "./Districts.ts"

/** A function of a district, of today's date in its time zone, and of the present instant. */
export type Question<A> = (district: District.District, today: Day, now: number) => A

/** A district as it is now, or the reason why it cannot be read. */
type Found = Exit.Exit<
  { readonly state: District.District; readonly today: Day; readonly now: number },
  DistrictUnknown | StoreError
>

/** A read that waits for a district. It is called once. */
export type Reader = (found: Found) => void

/** Calls all readers that wait, with the newest state of the district. */
const serve = Effect.fnUntraced(function* (districts: Districts, district: DistrictId, cell: Cell) {
  // A read that begins after this look at the ledger may have to see later entries, so it waits for the next look.
  const { readers } = cell
  cell.readers = []
  const read = refresh(districts, district, cell).pipe(
    Effect.andThen(Effect.suspend(() => modelOf(districts, district, cell.draft))),
    Effect.map(({ now, on }) => ({ state: cell.draft, today: on, now }))
  )
  const result = yield* Effect.exit(read)
  for (const reader of readers) reader(result)
})

/** Reads a district with all entries that were in its ledger when the read began. */
export const read = <A>(
  districts: Districts,
  district: DistrictId,
  question: Question<A>
): Effect.Effect<A, DistrictUnknown | StoreError> =>
  // A reader that is in the list is served, even if its fiber is interrupted at once: others may count on the server.
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(Cache.get(districts.cells, district), (cell) => {
      const answer = Deferred.makeUnsafe<A, DistrictUnknown | StoreError>()
      cell.readers.push((found) => Deferred.doneUnsafe(answer, answerOf(found, question)))
      const waits = restore(Deferred.await(answer))
      if (cell.readers.length > 1) return waits
      // The server is a separate fiber, so that the readers do not depend on the one that was first. It starts in a later
      // turn of the event loop, and so it serves all readers that arrive in this turn.
      const server = cell.lock.withPermits(1)(serve(districts, district, cell))
      return Effect.andThen(Effect.forkDetach(server), waits)
    })
  )

/** The answer of a question. A mistake of the question is a defect of its reader alone. */
const answerOf = <A>(found: Found, question: Question<A>): Exit.Exit<A, DistrictUnknown | StoreError> => {
  if (Exit.isFailure(found)) return Exit.failCause(found.cause)
  const { now, state, today } = found.value
  try {
    return Exit.succeed(question(state, today, now))
  } catch (cause) {
    return Exit.die(cause)
  }
}
