/**
 * Stored projections. Use a projection if your program needs a value that is computed from all entries of a district,
 * such as a count, and should not process all entries again after each restart. You write the fold, a function that
 * adds one entry to the state. The result is called the view. It is stored: the state, and the position of the last
 * entry that it includes. `catchUp` folds only the new entries, page by page, and stores the view after each page.
 *
 * - A view is always the same as if it were computed from all entries. So you can delete it at any time, and any number
 *   of processes may catch up at the same time. A slower process continues from the view that a faster process has
 *   stored.
 * - A view is computed again from the first entry if the stored view has another version, cannot be decoded any more,
 *   or includes more entries than the ledger has. In the last case, it was made from another ledger.
 * - A view is not encrypted, and it is not deleted when a resident is erased. So the fold gets the entries without
 *   their encrypted values.
 */
import * as District from "@liulinhui/core/District"
import { Journal, Sealing } from "@liulinhui/core/District"
import { type DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Entry, Ledger, type LedgerUnavailable, limits } from "@liulinhui/core/Ledger"
import { type Kept, type Mark, Views } from "@liulinhui/core/Views"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/**
 * The definition of a projection.
 *
 * @category models
 */
export interface Options<S> {
  /** The name of the stored view. No other view of the district may have this name. */
  readonly name: string
  /**
   * The version of the projection: an integer from 1. Increase it whenever you change `fold`, `initial` or the meaning
   * of the state.
   */
  readonly version: number
  /** The state of the view before the first entry. */
  readonly initial: S
  /**
   * Returns the state after one more entry. The function must be pure: it must not change `state` and must not read a
   * clock.
   */
  readonly fold: (state: S, happened: Journal.Happened, entry: Entry) => S
  /** The schema that encodes the state as JSON and decodes it. */
  readonly codec: Schema.Codec<S, unknown>
  /** The number of entries that are read before the view is stored. Default and maximum: 10,000. */
  readonly page?: number
}

/**
 * A view: a state, and the position of the last entry that it includes. Position 0 means that it includes no entry.
 *
 * @category models
 */
export interface View<S> {
  readonly state: S
  readonly position: number
}

/**
 * A projection: computes a view of any district from its ledger. Made by {@link make}.
 *
 * @category models
 */
export interface Projection<S> {
  /** Adds all new entries of a district to the view, stores the view, and returns it. */
  readonly catchUp: (
    district: DistrictId
  ) => Effect.Effect<View<S>, LedgerUnavailable | Journal.EntryUnreadable, Ledger | Views>
  /** Returns the stored view without reading the ledger. `none` if no view of this version is stored. */
  readonly read: (district: DistrictId) => Effect.Effect<Option.Option<View<S>>, LedgerUnavailable, Views>
  /**
   * Returns the current view, and then a new view each time the district has new entries. The stream never ends. It
   * keeps one page of entries in memory.
   */
  readonly follow: (
    district: DistrictId
  ) => Stream.Stream<View<S>, LedgerUnavailable | Journal.EntryUnreadable, Ledger | Views>
}

/**
 * A view in memory, and the mark (version) of the stored view that this process saw last. This mark is needed to
 * replace the stored view.
 */
interface Cursor<S> extends View<S> {
  readonly seen: Option.Option<Mark>
}

/**
 * The stream with the parts of an import that an entry completes. A large import is written in parts, which take effect
 * with this entry. `undefined` for any other entry.
 *
 * @category getters
 */
export const partsOf = ({ data, type }: Entry): StreamId | undefined =>
  type === "ImportCompleted" && typeof data === "object" && data !== null && "parts" in data
    ? StreamId.make(String(data.parts))
    : undefined

const markOf = ({ position, version }: Mark): Mark => ({ position, version })

/**
 * Makes a projection from its name, its version, and the fold that computes its state.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/Id"
 * import * as Projection from "@liulinhui/service/Projection"
 * import * as StorageMemory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const casesOpened = Projection.make({
 *   name: "cases-opened",
 *   version: 1,
 *   initial: 0,
 *   fold: (count, { event }) => (event._tag === "CaseOpened" ? count + 1 : count),
 *   codec: Schema.Int
 * })
 * const view = casesOpened.catchUp(DistrictId.make("wan-liu"))
 * assert.deepEqual(await Effect.runPromise(Effect.provide(view, StorageMemory.layer)), { state: 0, position: 0 })
 * ```
 * @category constructors
 */
export const make = <S>({
  codec,
  fold,
  initial,
  name,
  page = limits.page,
  version
}: Options<S>): Projection<S> => {
  const text = Schema.fromJsonString(Schema.toCodecJson(codec))
  const decode = Schema.decodeOption(text)
  const encode = Schema.encodeSync(text)

  /**
   * Decodes the stored view. Returns `none` if the view has another version, includes entries after `head` (the last
   * position of the ledger), or cannot be decoded.
   */
  const readable = (kept: Option.Option<Kept>, head: number): Option.Option<Cursor<S>> =>
    kept.pipe(
      Option.filter((one) => one.version === version && one.position <= head),
      Option.flatMap((one) =>
        Option.map(decode(one.state), (state) => ({
          state,
          position: one.position,
          seen: Option.some(markOf(one))
        }))
      )
    )

  const begin = Effect.fnUntraced(function* (district: DistrictId) {
    const views = yield* Views
    const kept = yield* views.get(district, name)
    // The head (the last position) of the ledger must be read after the view. Otherwise, another process could append
    // entries and store a view in between, and the view would include entries after this head.
    const { position: head } = yield* (yield* Ledger).head(district)
    const found = readable(kept, head)
    if (Option.isNone(found) && Option.isSome(kept)) {
      yield* Effect.annotateLogs(Effect.logDebug("a view is folded anew"), {
        "liulinhui.district": district,
        "liulinhui.view": name
      })
    }
    const cursor = Option.getOrElse(found, (): Cursor<S> => ({
      state: initial,
      position: 0,
      seen: Option.map(kept, markOf)
    }))
    return { cursor, head }
  })

  /**
   * Stores a view. If another process with the same version was faster, returns the view that the other process has
   * stored.
   */
  const keep = Effect.fnUntraced(function* (district: DistrictId, cursor: Cursor<S>) {
    const views = yield* Views
    const next: Kept = { version, position: cursor.position, state: encode(cursor.state) }
    let seen = cursor.seen
    // Storing a view (`put`) fails only if another process has stored one in the meantime. So in every round at least
    // one process makes progress.
    while (!(yield* views.put(district, name, seen, next))) {
      const kept = yield* views.get(district, name)
      const found = readable(kept, Number.POSITIVE_INFINITY)
      if (Option.isSome(found)) return found.value
      seen = Option.map(kept, markOf)
    }
    return { ...cursor, seen: Option.some(markOf(next)) }
  })

  const foldOne = (state: S, entry: Entry): Result.Result<S, Journal.EntryUnreadable> =>
    Result.flatMap(Sealing.withoutSeals(entry), (open) =>
      Result.map(Journal.decodeClear(open), (happened) => fold(state, happened, open))
    )

  /** Folds entries. The parts of an import are folded only with the entry that completes the import. */
  const foldAll = Effect.fnUntraced(function* (before: S, entries: ReadonlyArray<Entry>) {
    let state = before
    for (const entry of entries) {
      if (District.hasParts(entry.stream)) continue
      const parts = partsOf(entry)
      if (parts !== undefined) {
        const ledger = yield* Ledger
        for (let version = 0; ;) {
          const some = yield* ledger.readStream(entry.district, parts, version, limits.page)
          if (some.length === 0) break
          for (const part of some) state = yield* Effect.fromResult(foldOne(state, part))
          version += some.length
        }
      }
      state = yield* Effect.fromResult(foldOne(state, entry))
    }
    return state
  })

  const advance = Effect.fnUntraced(function* (district: DistrictId, from: Cursor<S>, head: number) {
    const ledger = yield* Ledger
    let cursor = from
    while (cursor.position < head) {
      const entries = yield* ledger.read(district, cursor.position, page)
      const position = entries.at(-1)?.position
      if (position === undefined) break
      const state = yield* foldAll(cursor.state, entries)
      cursor = yield* keep(district, { ...cursor, state, position })
    }
    return cursor
  })

  const start = (district: DistrictId) =>
    Effect.flatMap(begin(district), ({ cursor, head }) => advance(district, cursor, head)).pipe(
      Effect.withSpan("Projection.catchUp", {
        attributes: { "liulinhui.district": district, "liulinhui.view": name }
      })
    )

  /** Waits until the ledger has entries after the view, and adds them to the view. */
  const goOn = Effect.fnUntraced(function* (district: DistrictId, from: Cursor<S>) {
    const ledger = yield* Ledger
    let cursor = from
    while (cursor.position === from.position) {
      yield* ledger.changed(district, from.position)
      cursor = yield* advance(district, from, (yield* ledger.head(district)).position)
    }
    return cursor
  })

  const viewOf = ({ position, state }: Cursor<S>): View<S> => ({ state, position })

  return {
    catchUp: (district) => Effect.map(start(district), viewOf),
    read: (district) =>
      Effect.map(
        Views.use((views) => views.get(district, name)),
        (kept) => Option.map(readable(kept, Number.POSITIVE_INFINITY), viewOf)
      ),
    follow: (district) =>
      Stream.unfold(Option.none<Cursor<S>>(), (before) =>
        Effect.map(
          Option.match(before, { onNone: () => start(district), onSome: (from) => goOn(district, from) }),
          (cursor) => [viewOf(cursor), Option.some(cursor)] as const
        )
      )
  }
}
