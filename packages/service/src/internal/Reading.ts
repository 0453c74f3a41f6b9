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
import * as Fiber from "effect/Fiber"
import type { DistrictUnknown, StoreError } from "../GovernanceError.ts"
import { type Cell, type Districts, modelOf, refresh } from "./Districts.ts"
import type { Found, Gathering, Reader } from "./Gathering.ts"

/** A function of a district, of today's date in its time zone, and of the present instant. */
export type Question<A> = (district: District.District, today: Day, now: number) => A

/** Looks at the ledger, and calls all readers of a gathering with the newest state of the district. */
const serve = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  cell: Cell,
  { readers }: Gathering
) {
  // A read that begins after this look at the ledger may have to see later entries, so it waits for the next look.
  cell.gathering = undefined
  const read = refresh(districts, district, cell).pipe(
    Effect.andThen(Effect.suspend(() => modelOf(districts, district, cell.draft))),
    Effect.map(({ now, on }) => ({ state: cell.draft, today: on, now }))
  )
  const found = yield* Effect.exit(read)
  for (const reader of readers) reader(found)
})

/** Takes an interrupted reader out of its gathering. If nobody is left, nothing is looked at any more. */
const leave = (cell: Cell, gathering: Gathering, reader: Reader): Effect.Effect<void> =>
  Effect.suspend(() => {
    gathering.readers.delete(reader)
    if (gathering.readers.size > 0 || gathering.server === undefined) return Effect.void
    if (cell.gathering === gathering) cell.gathering = undefined
    return Fiber.interrupt(gathering.server)
  })

/** Reads a district with all entries that were in its ledger when the read began. */
export const read = <A>(
  districts: Districts,
  district: DistrictId,
  question: Question<A>
): Effect.Effect<A, DistrictUnknown | StoreError> =>
  // The server of a gathering is started together with its first reader, even if this reader is interrupted at once.
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const cell = yield* Cache.get(districts.cells, district)
      const answer = Deferred.makeUnsafe<A, DistrictUnknown | StoreError>()
      const reader: Reader = (found) => Deferred.doneUnsafe(answer, answerOf(found, question))
      const isFirst = cell.gathering === undefined
      const gathering = (cell.gathering ??= { readers: new Set(), server: undefined })
      gathering.readers.add(reader)
      if (isFirst) {
        // The server is a separate fiber, so that the readers do not depend on the one that was first. It starts in a later
        // turn of the event loop, and so it serves all readers that arrive in this turn.
        const server = cell.lock.withPermits(1)(serve(districts, district, cell, gathering))
        gathering.server = yield* Effect.forkDetach(server)
      }
      return yield* Effect.onInterrupt(restore(Deferred.await(answer)), () => leave(cell, gathering, reader))
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
