/**
 * Snapshots: the stored states of districts. A process that loads a district begins with its snapshot, and applies only
 * the entries after it.
 *
 * - A snapshot is never trusted. It is encrypted and bound to its place. It counts only if it has the version of this
 *   library, and if the ledger has the same hash at its position. Otherwise the district is computed from all entries.
 * - A snapshot that cannot be read or written changes nothing: no operation fails because of it, and no operation needs
 *   write access for it.
 * - A snapshot contains personal data in encrypted form. Its key is destroyed by the next erasure, before the erasure is
 *   acknowledged. A state that this process computed before an erasure is not stored any more, because it may contain
 *   values that later readers must not see: the next process computes the district from all entries once.
 */
import * as District from "@liulinhui/core/District"
import { Snapshot } from "@liulinhui/core/District"
import type { DistrictId } from "@liulinhui/core/Id"
import type { LedgerShape } from "@liulinhui/core/Ledger"
import { ofSnapshots, Owner, type VaultShape } from "@liulinhui/core/Vault"
import type { Kept, Mark, ViewsShape } from "@liulinhui/core/Views"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** When the state of a district is stored. */
export interface Rule {
  /** After how many entries since the last snapshot. */
  readonly entries: number
  /** After a load that took this many milliseconds. */
  readonly millis: number
}

/** The rule if nothing else is stated. */
export const usual: Rule = { entries: 1000, millis: 100 }

/** The stores of snapshots, and the rule when they are written. */
export interface Snapshots {
  readonly ledger: LedgerShape
  readonly rule: Rule
  readonly vault: VaultShape
  readonly views: ViewsShape
}

/** A stored snapshot. */
export interface Loaded {
  /** The state of the district. `none` if the snapshot does not count. */
  readonly draft: Option.Option<District.Draft>
  /** The mark of the stored snapshot. It is needed to replace the snapshot. */
  readonly seen: Mark
}

/** The name of the view with the encrypted state. Views with `~` in front belong to the library. */
const stateView = "~state"

/** The name of the view that describes the snapshot. It is small, so that it can be read often. */
const aboutView = "~snapshot"

/** The stored text of a snapshot: the encrypted state, its owner, and the hash of the entry at its position. */
const Stored = Schema.fromJsonString(Schema.Struct({ hash: Schema.String, of: Owner, sealed: Schema.String }))
const decode = Schema.decodeEffect(Stored)
const encode = Schema.encodeSync(Stored)

/** When a snapshot was written, in milliseconds since 1970-01-01T00:00Z, and how many characters it has. */
const About = Schema.fromJsonString(Schema.Struct({ at: Schema.Number, size: Schema.Int }))
const decodeAbout = Schema.decodeOption(About)
const encodeAbout = Schema.encodeSync(About)

/**
 * How many milliseconds a reader waits at most to store a snapshot, for example while other processes write. If the
 * snapshot took longer to make, it may also take longer to store: a large state on a slow machine is stored, too.
 */
const patience = 500

const placeOf = (district: DistrictId, { position, version }: Mark, hash: string): string =>
  `${district}/snapshot/${version}/${position}/${hash}`

const markOf = ({ position, version }: Kept): Mark => ({ position, version })

/** The hash of the entry at a position. `none` if there is no such entry. */
const hashAt = (ledger: LedgerShape, district: DistrictId, position: number) =>
  Effect.map(ledger.read(district, position - 1, 1), ([entry]) =>
    entry?.position === position ? Option.some(entry.hash) : Option.none()
  )

/** A failure about a snapshot is written to the log, and the operation continues without the snapshot. */
const logged =
  (message: string, district: DistrictId) =>
  <A, E>(effect: Effect.Effect<Option.Option<A>, E>): Effect.Effect<Option.Option<A>> =>
    Effect.catchCause(effect, (cause) =>
      Effect.as(
        Effect.annotateLogs(Effect.logDebug(message, cause), { "liulinhui.district": district }),
        Option.none<A>()
      )
    )

/** The state in a stored snapshot. `none` if it does not count, for example because the ledger has another hash. */
const opened = Effect.fnUntraced(function* (
  { ledger, vault }: Snapshots,
  district: DistrictId,
  mark: Mark,
  state: Kept["state"]
) {
  const { hash, of, sealed } = yield* decode(state)
  const inLedger = yield* hashAt(ledger, district, mark.position)
  if (!Option.contains(inLedger, hash)) return Option.none<District.Draft>()
  const [text = Option.none()] = yield* vault.open(district, [
    { place: placeOf(district, mark, hash), sealed: { sealed, of: [of] } }
  ])
  return Option.map(text, Snapshot.read)
})

/**
 * Loads a district from its snapshot. `none` if none is stored. If the stored snapshot does not count, its state is
 * missing: then the district is computed from all its entries, and the next snapshot replaces the stored one.
 */
export const load = Effect.fn("Snapshots.load")(
  function* (snapshots: Snapshots, district: DistrictId) {
    const found = yield* snapshots.views.get(district, stateView)
    if (Option.isNone(found)) return Option.none<Loaded>()
    const seen = markOf(found.value)
    const draft =
      seen.version === Snapshot.version
        ? yield* opened(snapshots, district, seen, found.value.state).pipe(
            logged("a snapshot cannot be opened", district)
          )
        : Option.none<District.Draft>()
    return Option.some<Loaded>({ draft, seen })
  },
  (effect, _, district) => effect.pipe(logged("a snapshot cannot be read", district))
)

/** Replaces a view if this is still the stored one, or if an older one is stored. */
const put = Effect.fnUntraced(function* (
  views: ViewsShape,
  district: DistrictId,
  name: string,
  seen: Option.Option<Mark>,
  next: Kept
) {
  if (yield* views.put(district, name, seen, next)) return markOf(next)
  const there = Option.map(yield* views.get(district, name), markOf)
  const isNewer = Option.exists(
    there,
    ({ position, version }) => version === next.version && position >= next.position
  )
  return !isNewer && (yield* views.put(district, name, there, next))
    ? markOf(next)
    : Option.getOrUndefined(there)
})

/**
 * Stores the state of a district. `seen` is the mark of the stored snapshot, as far as it is known. Returns the mark of
 * the snapshot that is stored now. `none` if nothing could be stored.
 */
export const take = Effect.fn("Snapshots.take")(
  function* (
    { ledger, vault, views }: Snapshots,
    district: DistrictId,
    draft: District.Draft,
    seen: Option.Option<Mark>
  ) {
    const began = yield* Clock.currentTimeMillis
    const mark = { version: Snapshot.version, position: draft.position }
    const hash = yield* hashAt(ledger, district, draft.position)
    if (Option.isNone(hash)) return Option.none<Mark>()
    const place = placeOf(district, mark, hash.value)
    const of = ofSnapshots(District.lastErasure(draft))
    const [one] = yield* vault.seal(district, [{ place, owners: [of], text: Snapshot.write(draft) }])
    if (one === undefined) return Option.none<Mark>()
    const state = encode({ hash: hash.value, of, sealed: one.sealed })
    const at = yield* Clock.currentTimeMillis
    return yield* Effect.gen(function* () {
      const stored = yield* put(views, district, stateView, seen, { ...mark, state })
      const about = encodeAbout({ at, size: state.length })
      if (stored?.position === mark.position) {
        yield* put(views, district, aboutView, seen, { ...mark, state: about })
      }
      return Option.fromUndefinedOr(stored)
    }).pipe(Effect.timeout(Math.max(patience, at - began)))
  },
  (effect, _, district) => effect.pipe(logged("a snapshot cannot be stored", district))
)

/** Deletes the snapshot of a district after an erasure: its key is destroyed, so it cannot be read any more. */
export const drop = ({ views }: Snapshots, district: DistrictId): Effect.Effect<void> =>
  Effect.forEach([stateView, aboutView], (name) => views.drop(district, name), { discard: true }).pipe(
    Effect.timeout(patience),
    Effect.asSome,
    logged("a snapshot cannot be deleted", district),
    Effect.asVoid
  )

/** Describes the stored snapshot of a district. `none` if no snapshot is stored, or if it has another version. */
export const about = (views: ViewsShape, district: DistrictId) =>
  Effect.map(views.get(district, aboutView), (found) =>
    found.pipe(
      Option.filter(({ version }) => version === Snapshot.version),
      Option.flatMap(({ position, state }) => Option.map(decodeAbout(state), (one) => ({ ...one, position })))
    )
  )
