/**
 * Sessions: what a token is worth. A session belongs to a device, and the device has its actors. So a device that was
 * revoked ends its sessions with the next request, in all processes.
 */
import type { Caller, IdentityUnavailable, NotSignedIn, RecordChange } from "@liulinhui/core/Identity"
import { SessionId } from "@liulinhui/core/Identity"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { notSignedIn } from "./Access.ts"
import { committed, type Ground, recorded } from "./Ground.ts"
import type { Device, Found, Session } from "./Records.ts"
import * as Records from "./Records.ts"
import * as Secret from "./Secret.ts"

/** A session that is valid now, and its device. */
export interface Live {
  readonly session: Found<Session>
  readonly device: Found<Device>
}

const expiryOf = ({ settings }: Ground, made: number, now: number): number =>
  Math.min(now + settings.idle, made + settings.absolute)

/** Makes a new session of a device: its token, and the change that stores it. */
export const begin = Effect.fnUntraced(function* (ground: Ground, device: string, now: number) {
  const token = yield* Secret.make(ground.random)
  const id = SessionId.make(yield* Secret.makeId(ground.random))
  const session = { id, device, made: now, rotated: now, used: now, replaced: false }
  const change = Records.put(Records.session, Secret.keyOf(token) ?? "", session, {
    owner: device,
    expires: expiryOf(ground, now, now)
  })
  return { token, change }
})

/** Records the use of a session and its device, at most once a minute. Another process may do it at the same time. */
const touch = (ground: Ground, { device, session }: Live, now: number) => {
  const { used } = session.value
  const { settings, store } = ground
  if (now - used < settings.touch || session.value.replaced) return Effect.void
  const changes = [
    Records.put(
      Records.session,
      session.key,
      { ...session.value, used: now },
      { owner: session.owner, expires: expiryOf(ground, session.value.made, now), seen: session }
    ),
    Records.put(
      Records.device,
      device.key,
      { ...device.value, used: now },
      { expires: now + settings.device, seen: device }
    )
  ]
  return Effect.asVoid(store.commit(changes))
}

/**
 * The session of a token, with its device. Fails with `NotSignedIn` if the token is unknown, expired or revoked.
 *
 * @category queries
 */
export const live = Effect.fnUntraced(function* (ground: Ground, token: Redacted.Redacted) {
  const now = yield* Clock.currentTimeMillis
  const key = Secret.keyOf(token)
  if (key === undefined) return yield* notSignedIn
  const session = yield* Records.find(ground.store, Records.session, key, now)
  // If the clock went back before the session began, its times cannot be trusted. The person signs in again.
  if (session === undefined || session.value.made > now + ground.settings.skew) return yield* notSignedIn
  const device = yield* Records.find(ground.store, Records.device, session.value.device, now)
  if (device === undefined) return yield* notSignedIn
  const found = { session, device }
  yield* touch(ground, found, now)
  return found
})

/**
 * The actor of a district that a token is signed in as. Fails with `NotSignedIn` if there is no such session, if the
 * person is not an actor of the district, or if the actor cannot act today.
 *
 * @category queries
 */
export const whoIs = (
  ground: Ground,
  token: Redacted.Redacted,
  district: DistrictId
): Effect.Effect<Caller, NotSignedIn | IdentityUnavailable> =>
  Effect.gen(function* () {
    const { device, session } = yield* live(ground, token)
    const place = device.value.actors.find((one) => one.district === district)
    if (place === undefined || !(yield* ground.standing.canAct(place))) return yield* notSignedIn
    return { district, actor: place.actor, session: SessionId.make(session.value.id) }
  })

/**
 * Replaces the token of a session, if its token is old enough. The earlier token is accepted for a short time, for requests
 * that are on their way. Returns the new token. `undefined` if the session keeps its token.
 *
 * @category operations
 */
export const rotated = Effect.fnUntraced(function* (ground: Ground, { session }: Live) {
  const { random, settings, store } = ground
  const now = yield* Clock.currentTimeMillis
  if (session.value.replaced || now - session.value.rotated < settings.rotation) return undefined
  const token = yield* Secret.make(random)
  // The use of the session may have been recorded since it was read.
  const seen = yield* Records.find(store, Records.session, session.key, now)
  if (seen === undefined || seen.value.replaced) return undefined
  const next = { ...seen.value, rotated: now, used: now }
  const isDone = yield* store.commit([
    Records.put(Records.session, Secret.keyOf(token) ?? "", next, {
      owner: seen.owner,
      expires: expiryOf(ground, next.made, now)
    }),
    Records.put(
      Records.session,
      seen.key,
      { ...seen.value, replaced: true },
      { owner: seen.owner, expires: Math.min(seen.expires, now + settings.overlap), seen }
    )
  ])
  return isDone ? token : undefined
})

/** The changes that end a session: all its tokens. */
const ending = Effect.fnUntraced(function* (
  ground: Ground,
  { owner, value: { id } }: Found<Session>,
  now: number
) {
  const all = yield* Records.ofOwner(ground.store, Records.session, owner, now)
  return all.filter(({ value }) => value.id === id).map((one) => Records.drop(Records.session, one))
})

/** The changes that end the session that a caller had before it signed in anew. Empty if there was none. */
export const endingEarlier = Effect.fnUntraced(function* (
  ground: Ground,
  earlier: Redacted.Redacted | undefined,
  now: number
) {
  const key = earlier === undefined ? undefined : Secret.keyOf(earlier)
  if (key === undefined) return []
  const found = yield* Records.find(ground.store, Records.session, key, now)
  return found === undefined ? [] : yield* ending(ground, found, now)
})

/**
 * Ends a session. Ending it again changes nothing.
 *
 * @category operations
 */
export const end = (ground: Ground, token: Redacted.Redacted): Effect.Effect<void, IdentityUnavailable> =>
  committed(
    ground,
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const key = Secret.keyOf(token)
      const session =
        key === undefined ? undefined : yield* Records.find(ground.store, Records.session, key, now)
      if (session === undefined) {
        const changes: ReadonlyArray<RecordChange> = []
        return { changes, result: undefined }
      }
      const device = yield* Records.find(ground.store, Records.device, session.value.device, now)
      const entries =
        device === undefined ? [] : Records.entriesFor(device.value, { at: now, event: "SignedOut" })
      const audited = yield* Effect.forEach(entries, (entry) => recorded(ground, entry))
      return { changes: [...(yield* ending(ground, session, now)), ...audited], result: undefined }
    })
  )
