/**
 * The districts that are kept in memory. The state of each district is computed (folded) from its ledger when it is
 * needed. Only one fiber at a time uses it.
 */
import * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import { remembering } from "@liulinhui/core/Calendar"
import type { Model } from "@liulinhui/core/Model"
import type { DistrictId } from "@liulinhui/core/Id"
import { type Owner, Vault, type VaultShape } from "@liulinhui/core/Vault"
import { Ledger, type LedgerShape, limits, type Receipt, type VersionConflict } from "@liulinhui/core/Ledger"
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { DistrictUnknown, type StoreError } from "../GovernanceError.ts"
import * as Seals from "../Seals.ts"
import type { Waiting } from "./Waiting.ts"

/**
 * A district in memory, and its lock. A fiber must have the lock to read the district, to decide on its requests, or to
 * apply entries to it.
 */
export interface Cell {
  draft: District.Draft
  readonly lock: Semaphore.Semaphore
  /** The submissions that wait for this district, in the order of their arrival. */
  readonly waiting: Set<Waiting>
  /** How many times in a row this process has used the district without finding entries of another process. */
  calm: number
}

/** All districts of a process: the stores that contain them, and the districts that are in memory. */
export interface Districts {
  /**
   * The erasures whose keys this process could not destroy yet. For each district: the owners of these keys, with the
   * position of the erasure. The keys are destroyed as soon as the vault can be written again.
   */
  readonly unfinished: Map<DistrictId, Map<Owner, number>>
  /** The largest number of events that one append of an import has. A larger import is written in parts. */
  readonly partSize: number
  readonly ledger: LedgerShape
  readonly vault: VaultShape
  readonly cells: Cache.Cache<DistrictId, Cell>
  /** Returns the date in a time zone at the given time, which is in milliseconds since 1970. */
  readonly dayAt: (instant: number, timeZone: string) => Day
}

/**
 * After finding entries of another process, waiting submissions do not share appends any more. They share them again
 * after this process has used the district this many times in a row without finding such entries.
 */
export const calmAgain = 16

/**
 * For how many milliseconds the decision on one command is repeated while other processes append to the same district.
 */
const patience = 10_000

/** @param capacity how many districts are kept in memory. The least recently used one is dropped first. */
export const make = Effect.fnUntraced(function* (capacity: number, partSize: number) {
  const cells = yield* Cache.make({
    capacity,
    lookup: (_: DistrictId) =>
      Effect.sync((): Cell => ({
        draft: District.draft(),
        lock: Semaphore.makeUnsafe(1),
        waiting: new Set(),
        calm: calmAgain
      }))
  })
  const districts: Districts = {
    partSize,
    ledger: yield* Ledger,
    vault: yield* Vault,
    cells,
    dayAt: remembering(),
    unfinished: new Map()
  }
  return districts
})

/**
 * Destroys the keys of erased owners that still exist. The process that wrote an erasure may have ended before it
 * destroyed the key. So every reader checks this. Usually the key is destroyed already, and nothing is written. If the
 * destruction fails, this is logged and remembered, but the reader does not fail, because reading a district must not
 * require write access to the keys.
 */
const destroyLeft = Effect.fnUntraced(function* (
  { unfinished, vault }: Districts,
  district: DistrictId,
  erased: ReadonlyMap<Owner, number>
) {
  const left = new Map(erased)
  yield* Effect.gen(function* () {
    for (const owner of yield* vault.destroyed(district, [...left.keys()])) left.delete(owner)
    for (const owner of left.keys()) {
      yield* vault.destroy(district, owner)
      left.delete(owner)
    }
  }).pipe(
    Effect.catch(({ message }) =>
      Effect.annotateLogs(Effect.logWarning("the keys of erased residents are not destroyed yet"), {
        "liulinhui.district": district,
        "liulinhui.reason": message
      })
    )
  )
  if (left.size > 0) unfinished.set(district, left)
  else unfinished.delete(district)
})

/**
 * If this process could not destroy the keys for the erasures in a receipt before, this function tries again, and fails
 * if this fails, too. Call it before the caller is notified that the erasure succeeded.
 */
export const finishErasures = Effect.fnUntraced(function* (
  { unfinished, vault }: Districts,
  district: DistrictId,
  { first, last }: Receipt
) {
  const left = unfinished.get(district)
  for (const [owner, position] of left ?? []) {
    if (position < first || position > last) continue
    yield* vault.destroy(district, owner)
    left?.delete(owner)
  }
})

/**
 * Applies the ledger entries that this process has not applied yet, no matter which process wrote them: all of them, or
 * those up to a position that is known to exist.
 */
export const catchUp = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  until = Number.POSITIVE_INFINITY
) {
  const { ledger, unfinished, vault } = districts
  const erased = new Map(unfinished.get(district))
  while (draft.position < until) {
    const page = yield* ledger.read(district, draft.position, limits.page)
    // A page of large entries can contain fewer entries than requested. So only an empty page means that the end of the
    // ledger is reached.
    if (page.length === 0) break
    const readable = yield* Seals.open(vault, district, page)
    for (const entry of readable) {
      const { event } = yield* Effect.fromResult(District.apply(draft, entry))
      for (const owner of District.ownersErasedBy(draft, event)) erased.set(owner, entry.position)
    }
  }
  if (erased.size > 0) yield* destroyLeft(districts, district, erased)
})

/** Removes the state of a district from memory. Before its next use, the state is computed again. */
export const forget = (cell: Cell): void => {
  cell.draft = District.draft()
  cell.calm = 0
}

/**
 * Applies new entries of other processes to the district, and counts how many times in a row there were no such
 * entries.
 */
export const refresh = Effect.fnUntraced(function* (districts: Districts, district: DistrictId, cell: Cell) {
  const before = cell.draft.position
  yield* catchUp(districts, district, cell.draft)
  cell.calm = before > 0 && cell.draft.position > before ? 0 : cell.calm + 1
})

/** Takes the lock of the district, applies all new entries to the district, and runs a function on it. */
export const withDistrict = <A, E>(
  districts: Districts,
  district: DistrictId,
  run: (draft: District.Draft) => Effect.Effect<A, E>
): Effect.Effect<A, E | StoreError> =>
  Effect.flatMap(Cache.get(districts.cells, district), (cell) =>
    cell.lock.withPermits(1)(Effect.flatMap(refresh(districts, district, cell), () => run(cell.draft)))
  )

/**
 * Returns the model in force, the present instant, and today's date in the model's time zone. Fails if the district has
 * not adopted a model.
 */
export const modelOf = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  { model }: District.District
) {
  if (model === undefined) return yield* new DistrictUnknown({ district })
  const now = yield* Clock.currentTimeMillis
  return { model, on: districts.dayAt(now, model.timeZone), now }
})

/** Returns today's date in the time zone of the model. */
export const todayIn = ({ dayAt }: Districts, { timeZone }: Model): Effect.Effect<Day> =>
  Effect.map(Clock.currentTimeMillis, (instant) => dayAt(instant, timeZone))

const isConflict = (error: unknown): error is VersionConflict =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "VersionConflict"

/**
 * Runs a function on the district. If another process has appended entries in the meantime, applies these entries and
 * runs the function again. This is repeated for some seconds at most.
 */
export const retrying = <A, E>(
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  attempt: Effect.Effect<A, E | VersionConflict>
): Effect.Effect<A, E | VersionConflict | StoreError> =>
  Effect.flatMap(Clock.currentTimeMillis, (began) => {
    const isInTime = Effect.map(Clock.currentTimeMillis, (now) => now - began < patience)
    const mayRetry = Effect.andThen(catchUp(districts, district, draft), isInTime)
    return Effect.retry(
      Effect.suspend(() => attempt),
      { while: (error) => isConflict(error) && mayRetry }
    )
  })
