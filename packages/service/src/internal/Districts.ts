/**
 * The districts that are kept in memory. The state of each district is computed (folded) from its ledger when it is
 * needed. Only one fiber at a time uses it.
 */
import * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import { remembering } from "@liulinhui/core/Calendar"
import type { Model } from "@liulinhui/core/Model"
import type { DistrictId } from "@liulinhui/core/Id"
import { ofSnapshots, type Owner, Vault, type VaultShape } from "@liulinhui/core/Vault"
import {
  type Entry,
  Ledger,
  type LedgerShape,
  limits,
  Portable,
  type Receipt,
  type VersionConflict
} from "@liulinhui/core/Ledger"
import { type Mark, Views, type ViewsShape } from "@liulinhui/core/Views"
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Semaphore from "effect/Semaphore"
import { DistrictIncomplete, DistrictUnknown, type StoreError } from "../GovernanceError.ts"
import * as Seals from "../Seals.ts"
import * as Snapshots from "./Snapshots.ts"
import type { Gathering } from "./Gathering.ts"
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
  /** The reads that wait for the next look at the ledger. `undefined` if no read waits. */
  gathering: Gathering | undefined
  /** How many times in a row this process has used the district without finding entries of another process. */
  calm: number
  /** The position of the last snapshot that this process has loaded or tried to store, or 0. */
  kept: number
  /** The snapshot that is stored, as far as this process knows it. */
  seen: Option.Option<Mark>
}

/** All districts of a process: the stores that contain them, and the districts that are in memory. */
export interface Districts {
  /**
   * The erasures whose keys this process could not destroy yet. For each district: the owners of these keys, with the
   * position of the erasure. The keys are destroyed as soon as the vault can be written again.
   */
  readonly unfinished: Map<DistrictId, Map<Owner, number>>
  /** Whether an append fails if the district has entries that the decision has not seen: see `Options.fenced`. */
  readonly fenced: boolean
  /** The largest number of events that one append of an import has. A larger import is written in parts. */
  readonly partSize: number
  readonly ledger: LedgerShape
  readonly vault: VaultShape
  readonly cells: Cache.Cache<DistrictId, Cell>
  /** Returns the date in a time zone at the given time, which is in milliseconds since 1970. */
  readonly dayAt: (instant: number, timeZone: string) => Day
  /** The store of views, in which a district is marked while it is restored. `none` if the program has no such store. */
  readonly views: Option.Option<ViewsShape>
  /** The store of snapshots. `undefined` if no snapshots are used. */
  readonly snapshots: Snapshots.Snapshots | undefined
  /**
   * The states that may contain values of erased people, because they were computed before the keys of these people were
   * destroyed. They are not stored as snapshots.
   */
  readonly outdated: WeakSet<District.Draft>
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

/**
 * @param capacity how many districts are kept in memory. The least recently used one is dropped first.
 * @param rule when snapshots are stored. `undefined` if no snapshots are used. They also need the service `Views`.
 * @param fenced whether an append fails if the district has entries that the decision has not seen
 */
export const make = Effect.fnUntraced(function* (
  capacity: number,
  partSize: number,
  rule: Snapshots.Rule | undefined,
  fenced: boolean
) {
  const ledger = yield* Ledger
  const vault = yield* Vault
  const views = yield* Effect.serviceOption(Views)
  const cells = yield* Cache.make({
    capacity,
    lookup: (_: DistrictId) =>
      Effect.sync((): Cell => ({
        draft: District.draft(),
        lock: Semaphore.makeUnsafe(1),
        waiting: new Set(),
        gathering: undefined,
        calm: calmAgain,
        kept: 0,
        seen: Option.none()
      }))
  })
  const districts: Districts = {
    fenced,
    partSize,
    ledger,
    vault,
    cells,
    dayAt: remembering(),
    unfinished: new Map(),
    views,
    snapshots:
      rule === undefined || Option.isNone(views) ? undefined : { ledger, vault, views: views.value, rule },
    outdated: new WeakSet()
  }
  return districts
})

/**
 * Destroys keys, and removes each from the map. They are destroyed at the same time, because some key stores encrypt all
 * other keys again, once for all destructions of a moment.
 */
const destroyEach = (vault: VaultShape, district: DistrictId, left: Map<Owner, number>) =>
  Effect.forEach(
    [...left.keys()],
    (owner) => Effect.map(vault.destroy(district, owner), () => left.delete(owner)),
    { concurrency: "unbounded", discard: true }
  )

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
    yield* destroyEach(vault, district, left)
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
  const left = unfinished.get(district) ?? new Map<Owner, number>()
  const due = new Map([...left].filter(([, position]) => position >= first && position <= last))
  const owners = [...due.keys()]
  yield* Effect.ensuring(
    destroyEach(vault, district, due),
    Effect.sync(() => owners.forEach((owner) => due.has(owner) || left.delete(owner)))
  )
})

/** The same vault. It adds the owners of all values that it decrypts to a set. */
const watched = (vault: VaultShape, opened: Set<Owner>): VaultShape => ({
  ...vault,
  open: (district, items) =>
    Effect.tap(vault.open(district, items), (texts) =>
      Effect.sync(() => {
        for (const [n, { sealed }] of items.entries()) {
          if (Option.isSome(texts[n] ?? Option.none())) for (const owner of sealed.of) opened.add(owner)
        }
      })
    )
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
  const { ledger, outdated, snapshots, unfinished, vault } = districts
  const isFirst = draft.position === 0
  const opened = new Set<Owner>()
  const erased = new Map(unfinished.get(district))
  let erasing: Entry["commandId"] | undefined
  while (draft.position < until) {
    const page = yield* ledger.read(district, draft.position, limits.page)
    // A page of large entries can contain fewer entries than requested. So only an empty page means that the end of the
    // ledger is reached.
    if (page.length === 0) break
    const readable = yield* Seals.open(isFirst ? watched(vault, opened) : vault, district, page)
    for (const entry of readable) {
      // The position is used only for the first erasure of an append, and finding it walks over all erased people.
      const isFirstErasure = District.isErasure(entry) && entry.commandId !== erasing
      const before = isFirstErasure ? District.lastErasure(draft) : 0
      const { event } = yield* Effect.fromResult(District.apply(draft, entry))
      const owners = District.ownersErasedBy(draft, event)
      for (const owner of owners) erased.set(owner, entry.position)
      if (owners.length === 0) continue
      // A state never ends between two entries of one append. So one key is destroyed for all erasures of an append.
      if (entry.commandId !== erasing) erased.set(ofSnapshots(before), entry.position)
      erasing = entry.commandId
      if (!isFirst || owners.some((owner) => opened.has(owner))) outdated.add(draft)
    }
  }
  if (erased.size > 0) yield* destroyLeft(districts, district, erased)
  if (erasing !== undefined && !isFirst && snapshots !== undefined) yield* Snapshots.drop(snapshots, district)
})

/** Removes the state of a district from memory. Before its next use, the state is computed again. */
export const forget = (cell: Cell): void => {
  cell.draft = District.draft()
  cell.calm = 0
}

/** Fails if the ledger has only a part of the district, because its restore from a file was stopped. */
const complete = Effect.fnUntraced(function* ({ ledger, views }: Districts, district: DistrictId) {
  if (Option.isNone(views)) return
  const stopped = yield* Portable.stopped(ledger, views.value, district)
  if (Option.isSome(stopped)) return yield* new DistrictIncomplete({ district, ...stopped.value })
})

/** Loads the district from its snapshot if it is not in memory. */
const load = Effect.fnUntraced(function* (districts: Districts, district: DistrictId, cell: Cell) {
  const { snapshots } = districts
  if (snapshots === undefined || cell.draft.position > 0) return
  const loaded = yield* Snapshots.load(snapshots, district)
  if (Option.isNone(loaded)) return
  const { draft, seen } = loaded.value
  cell.seen = Option.some(seen)
  if (Option.isNone(draft)) return
  cell.draft = draft.value
  cell.kept = seen.position
  // The keys of erased people do not exist, unless an older copy of the keys was put back.
  const erased = District.ownersErased(draft.value)
  if (erased.size > 0) yield* destroyLeft(districts, district, erased)
})

/** Stores a snapshot of the district if the rule says so. `millis` is how long the load took, or 0 if none was needed. */
const keep = Effect.fnUntraced(function* (
  { outdated, snapshots, unfinished }: Districts,
  district: DistrictId,
  cell: Cell,
  millis: number
) {
  const { draft, kept } = cell
  if (snapshots === undefined || draft.position === kept) return
  const { rule } = snapshots
  if (draft.position - kept < rule.entries && millis < rule.millis) return
  if (outdated.has(draft) || unfinished.has(district)) return
  // If the snapshot cannot be stored, it is tried again after as many entries.
  cell.kept = draft.position
  cell.seen = yield* Snapshots.take(snapshots, district, draft, cell.seen)
})

/**
 * Applies new entries of other processes to the district, and counts how many times in a row there were no such
 * entries. A district that is not in memory is loaded before.
 */
export const refresh = Effect.fnUntraced(function* (districts: Districts, district: DistrictId, cell: Cell) {
  const before = cell.draft.position
  const isLoaded = before > 0
  const began = yield* Clock.currentTimeMillis
  if (!isLoaded) yield* complete(districts, district)
  yield* load(districts, district, cell)
  yield* catchUp(districts, district, cell.draft)
  cell.calm = isLoaded && cell.draft.position > before ? 0 : cell.calm + 1
  yield* keep(districts, district, cell, isLoaded ? 0 : (yield* Clock.currentTimeMillis) - began)
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
