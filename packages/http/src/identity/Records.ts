/**
 * The records of signing in, as they are kept in the identity store: their schemas, and functions that read them and make
 * changes of them.
 */
import { type IdentityStoreShape, IdentityUnavailable, type RecordChange } from "@liulinhui/core/Identity"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Pin from "./Pin.ts"

/** An actor of a district. A person can be another actor in another district. */
export const Place = Schema.Struct({ district: DistrictId, actor: ActorId })
export interface Place extends Schema.Schema.Type<typeof Place> {}

/** The owner under which the records of an actor are listed. An id contains no slash. */
export const ownerOf = ({ actor, district }: Place): string => `${district}/${actor}`

const instant = Schema.Int

/** An open invitation. Its key is the hash of its token. */
const Invitation = Schema.Struct({ ...Place.fields, issued: instant })

/** An actor that a device can sign in as, and since when. */
const Bound = Schema.Struct({ ...Place.fields, since: instant })

/** A device, such as a telephone. Its key is the hash of its token. */
const Device = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  pin: Pin.Hashed,
  /** The actors that the person is: at most one in each district. */
  actors: Schema.Array(Bound),
  made: instant,
  used: instant,
  /** How many wrong PINs were entered since the last right one. */
  wrong: Schema.Int,
  /** Until this instant, no PIN is accepted. */
  locked: instant
})
export interface Device extends Schema.Schema.Type<typeof Device> {}

/** Lists a device under its actor, with the key of the device. */
const Binding = Schema.Struct({ ...Place.fields, device: Schema.String })

/** A session. Its key is the hash of its token. */
const Session = Schema.Struct({
  id: Schema.String,
  /** The key of the device. */
  device: Schema.String,
  /** When the person signed in. */
  made: instant,
  /** When this token was made. */
  rotated: instant,
  used: instant,
  /** Whether the session already has a later token. */
  replaced: Schema.Boolean
})
export interface Session extends Schema.Schema.Type<typeof Session> {}

/** How many attempts of an address were refused since an instant. */
const Attempts = Schema.Struct({ count: Schema.Int, since: instant })

/** The kinds of entries of the audit. */
export const AuditEvent = Schema.Literals([
  "Invited",
  "InvitationUsed",
  "InvitationRefused",
  "SignedIn",
  "SignInRefused",
  "DeviceLocked",
  "DeviceForgotten",
  "SignedOut",
  "AccessRevoked",
  "CalendarGiven",
  "CalendarEnded",
  "NotAllowed"
])
export type AuditEvent = typeof AuditEvent.Type

/**
 * An entry of the audit: a sign-in, or an attempt that was refused. It contains no secret and no full network address.
 *
 * @category models
 */
export const AuditEntry = Schema.Struct({
  at: instant,
  event: AuditEvent,
  district: Schema.optionalKey(DistrictId),
  actor: Schema.optionalKey(ActorId),
  /** The actor who did it, if this is another actor. Missing if an operator did it. */
  by: Schema.optionalKey(ActorId),
  /** The id of the device. It is not secret. */
  device: Schema.optionalKey(Schema.String),
  /** The shortened network address. */
  address: Schema.optionalKey(Schema.String)
})
export interface AuditEntry extends Schema.Schema.Type<typeof AuditEntry> {}

/** The entries of the audit about an event on a device: one for each of its actors. */
export const entriesFor = (
  { actors, id }: Pick<Device, "actors" | "id">,
  event: Pick<AuditEntry, "at" | "event" | "address">
): ReadonlyArray<AuditEntry> =>
  actors.map(({ actor, district }) => ({ ...event, district, actor, device: id }))

/** A kind of record: its name in the store, and how its value is written. */
export interface Kind<A> {
  readonly kind: string
  readonly read: (text: string) => Effect.Effect<A, IdentityUnavailable>
  readonly write: (value: A) => string
}

/** Makes a kind of record. */
export const kindOf = <A, I>(kind: string, schema: Schema.Codec<A, I>): Kind<A> => {
  const json = Schema.fromJsonString(schema)
  const encode = Schema.encodeSync(json)
  const decode = Schema.decodeUnknownEffect(json)
  return {
    kind,
    read: (text) =>
      Effect.mapError(
        decode(text),
        () =>
          new IdentityUnavailable({
            operation: `read a record of the kind "${kind}"`,
            reason: "a later version of the library wrote it, or it was changed: use the newest version",
            retryable: false
          })
      ),
    write: encode
  }
}

export const invitation = kindOf("invitation", Invitation)
export const device = kindOf("device", Device)
export const binding = kindOf("binding", Binding)
export const session = kindOf("session", Session)
export const attempts = kindOf("attempts", Attempts)
export const audit = kindOf("audit", AuditEntry)

/** A record that was read. */
export interface Found<A> {
  readonly key: string
  readonly version: number
  readonly owner: string
  readonly expires: number
  readonly value: A
}

/** Reads a record. `undefined` if the record does not exist, or if it has expired. */
export const find = <A>(
  store: IdentityStoreShape,
  { kind, read }: Kind<A>,
  key: string,
  now: number
): Effect.Effect<Found<A> | undefined, IdentityUnavailable> =>
  Effect.flatMap(store.get({ kind, key }), (found) => {
    if (Option.isNone(found)) return Effect.undefined
    const { expires, owner, value, version } = found.value
    // An expired record is deleted at once. So it does not become valid again if the clock of the machine goes back.
    if (expires <= now) {
      return Effect.as(store.commit([{ kind, key, seen: version, next: undefined }]), undefined)
    }
    return Effect.map(read(value), (decoded) => ({ key, version, owner, expires, value: decoded }))
  })

const page = 100

/** Reads the records of an owner that have not expired. */
export const ofOwner = <A>(
  store: IdentityStoreShape,
  { kind, read }: Kind<A>,
  owner: string,
  now: number
): Effect.Effect<ReadonlyArray<Found<A>>, IdentityUnavailable> =>
  Effect.gen(function* () {
    const all: Array<Found<A>> = []
    for (let after = "", isMore = true; isMore;) {
      const records = yield* store.list(kind, owner, after, page)
      for (const { expires, key, value, version } of records) {
        after = key
        if (expires > now) all.push({ key, version, owner, expires, value: yield* read(value) })
      }
      isMore = records.length === page
    }
    return all
  })

/** A change that writes a record: a new one, or one that was read before. */
export const put = <A>(
  { kind, write }: Kind<A>,
  key: string,
  value: A,
  {
    expires,
    owner = "",
    seen
  }: { readonly owner?: string; readonly expires: number; readonly seen?: Found<A> }
): RecordChange => ({
  kind,
  key,
  seen: seen?.version ?? 0,
  next: { owner, value: write(value), expires }
})

/** A change that deletes a record that was read before. */
export const drop = <A>({ kind }: Kind<A>, { key, version }: Found<A>): RecordChange => ({
  kind,
  key,
  seen: version,
  next: undefined
})
