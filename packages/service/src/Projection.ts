/**
 * Views of an embedder's own: folds over a district's entries that are kept, and so survive a restart. A catch-up folds
 * only what has been written since the last one, page by page, and keeps what it has come to with every page.
 *
 * - Kept or not, a view is what a fold from nothing gives: it can be dropped at any time, and any number of processes may
 *   catch it up at once. Who is late goes on from what another has kept.
 * - It is folded anew by itself where its version is another than the one that was kept, where what was kept cannot be
 *   read any more, and where it is ahead of the ledger, which is then another one than it was folded from.
 * - It is kept in clear, and outlives the erasure of a person. So a fold sees entries without what is sealed in them.
 */
import * as Journal from "@liulinhui/core/district/Journal"
import * as Sealing from "@liulinhui/core/district/Sealing"
import type { DistrictId } from "@liulinhui/core/place/Id"
import { type Entry, Ledger, type LedgerUnavailable, limits } from "@liulinhui/core/ports/Ledger"
import { type Kept, type Mark, Views } from "@liulinhui/core/ports/Views"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/**
 * What makes a view.
 *
 * @category models
 */
export interface Options<S> {
  /** Its name, of its own within a district. */
  readonly name: string
  /** An integer from 1. Give it another one whenever `fold`, `initial` or the meaning of the state changes. */
  readonly version: number
  /** The state before the first entry. */
  readonly initial: S
  /** The state after one entry more. Pure: it changes nothing of the state that it is given, and asks no clock. */
  readonly fold: (state: S, happened: Journal.Happened, entry: Entry) => S
  /** How the state is written as JSON, and read. */
  readonly codec: Schema.Codec<S, unknown>
  /** Entries that are read and kept at a time; 10,000, which is the most, unless stated. */
  readonly page?: number
}

/**
 * A state and the position of the last entry in it; 0 before the first.
 *
 * @category models
 */
export interface View<S> {
  readonly state: S
  readonly position: number
}

/**
 * A view over any district.
 *
 * @category models
 */
export interface Projection<S> {
  /** Folds what has been written up to this moment, keeps it, and gives it. */
  readonly catchUp: (
    district: DistrictId
  ) => Effect.Effect<View<S>, LedgerUnavailable | Journal.EntryUnreadable, Ledger | Views>
  /** The view as it is kept, without a look at the ledger; nothing where this version has kept none. */
  readonly read: (district: DistrictId) => Effect.Effect<Option.Option<View<S>>, LedgerUnavailable, Views>
  /** The view as it stands, then as it stands whenever there were new entries. It never ends, and holds one page. */
  readonly follow: (
    district: DistrictId
  ) => Stream.Stream<View<S>, LedgerUnavailable | Journal.EntryUnreadable, Ledger | Views>
}

/** A view in the hands of a process, and what that has last seen in the store. */
interface Cursor<S> extends View<S> {
  readonly seen: Option.Option<Mark>
}

const markOf = ({ position, version }: Mark): Mark => ({ position, version })

/**
 * A view from a fold.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/place/Id"
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

  /** What is kept, where this version has kept it, not beyond a position, and it can be read. */
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
    // Read after the view, so that it is not behind one that others are catching up.
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

  /** Keeps a view, unless another process of this version was faster: then what that has kept is taken. */
  const keep = Effect.fnUntraced(function* (district: DistrictId, cursor: Cursor<S>) {
    const views = yield* Views
    const next: Kept = { version, position: cursor.position, state: encode(cursor.state) }
    let seen = cursor.seen
    // Each time round, another has put something: somebody always comes through.
    while (!(yield* views.put(district, name, seen, next))) {
      const kept = yield* views.get(district, name)
      const found = readable(kept, Number.POSITIVE_INFINITY)
      if (Option.isSome(found)) return found.value
      seen = Option.map(kept, markOf)
    }
    return { ...cursor, seen: Option.some(markOf(next)) }
  })

  const foldAll = (before: S, entries: ReadonlyArray<Entry>): Result.Result<S, Journal.EntryUnreadable> => {
    let state = before
    for (const entry of entries) {
      const open = Sealing.withoutSeals(entry)
      if (Result.isFailure(open)) return Result.fail(open.failure)
      const happened = Journal.decodeClear(open.success)
      if (Result.isFailure(happened)) return Result.fail(happened.failure)
      state = fold(state, happened.success, open.success)
    }
    return Result.succeed(state)
  }

  const advance = Effect.fnUntraced(function* (district: DistrictId, from: Cursor<S>, head: number) {
    const ledger = yield* Ledger
    let cursor = from
    while (cursor.position < head) {
      const entries = yield* ledger.read(district, cursor.position, page)
      const position = entries.at(-1)?.position
      if (position === undefined) break
      const state = yield* Effect.fromResult(foldAll(cursor.state, entries))
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

  /** Waits for entries after a view, and folds them. */
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
