/**
 * Starts and ends access: invitations, and the devices that an actor can sign in with. An actor who may grant all mandates
 * of a person makes an invitation for this person. An operator (who runs the system) can do the same.
 */
import { type IdentityUnavailable, NotSignedIn } from "@liulinhui/core/Identity"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { bindingKey } from "./Attempts.ts"
import { endAll } from "./Calendars.ts"
import { type By, byOf, committed, type Ground, record, recorded } from "./Ground.ts"
import type { Place } from "./Records.ts"
import * as Records from "./Records.ts"
import * as Secret from "./Secret.ts"
import { AccessNotYours } from "./SignInError.ts"

export type { By } from "./Ground.ts"

/** An invitation for a person. Its token is shown once, and never again. */
export interface Issued extends Place {
  readonly token: Redacted.Redacted
  /** The instant from which it is not accepted any more, in milliseconds since 1970. */
  readonly expires: number
}

/**
 * A device that an actor can sign in with.
 *
 * @category models
 */
export interface KnownDevice {
  readonly id: string
  readonly name: string
  /** When the device was bound to the actor, and when it was last used, in milliseconds since 1970. */
  readonly since: number
  readonly used: number
}

/** Refuses an operation, and records the attempt in the audit. */
const refuse = (ground: Ground, by: By, place: Place, at: number) =>
  Effect.andThen(
    record(ground, { at, event: "NotAllowed", ...place, ...byOf(by) }),
    Effect.fail(new AccessNotYours())
  )

/**
 * Makes an invitation with which a person can bind one device to an actor, once. Open invitations for the same actor are
 * not valid any more. Fails with `AccessNotYours` if the inviting actor may not grant every mandate of the actor, or if
 * the actor has no mandate in force.
 *
 * @category operations
 */
export const invite = Effect.fnUntraced(function* (ground: Ground, by: By, { actor, district }: Place) {
  const place = { district, actor }
  const { random, settings, standing, store } = ground
  const now = yield* Clock.currentTimeMillis
  const isAllowed = yield* by === undefined ? standing.canAct(place) : standing.mayInvite(by, place)
  if (!isAllowed) return yield* refuse(ground, by, place, now)
  const token = yield* Secret.make(random)
  const key = Secret.keyOf(token) ?? ""
  const expires = now + settings.invitation
  const decide = Effect.gen(function* () {
    const open = yield* Records.ofOwner(store, Records.invitation, Records.ownerOf(place), now)
    return {
      changes: [
        ...open.map((each) => Records.drop(Records.invitation, each)),
        Records.put(
          Records.invitation,
          key,
          { ...place, issued: now },
          { owner: Records.ownerOf(place), expires }
        ),
        yield* recorded(ground, { at: now, event: "Invited", ...place, ...byOf(by) })
      ],
      result: undefined
    }
  })
  yield* committed(ground, decide)
  return { ...place, token, expires } satisfies Issued
})

/** The devices that can sign in as an actor. */
const bindingsOf = Effect.fnUntraced(function* ({ store }: Ground, place: Place, now: number) {
  const bindings = yield* Records.ofOwner(store, Records.binding, Records.ownerOf(place), now)
  const found = yield* Effect.forEach(bindings, (binding) =>
    Effect.map(Records.find(store, Records.device, binding.value.device, now), (device) => ({
      binding,
      device
    }))
  )
  // A device that was not used for a long time has expired. The records that list it are deleted here.
  const stale = found.flatMap(({ binding, device }) =>
    device === undefined ? [Records.drop(Records.binding, binding)] : []
  )
  if (stale.length > 0) yield* store.commit(stale)
  return found.flatMap(({ device }) => (device === undefined ? [] : [device]))
})

/** The devices that an actor can sign in with, the latest used first. The caller must be allowed to see them. */
export const devicesOfActor = (ground: Ground, place: Place, now: number) =>
  Effect.map(bindingsOf(ground, place, now), (found) =>
    found
      .flatMap(({ key, value }) =>
        value.actors
          .filter(({ actor, district }) => actor === place.actor && district === place.district)
          .map(({ since }) => ({ key, id: value.id, name: value.name, since, used: value.used }))
      )
      .toSorted((a, b) => b.used - a.used)
  )

/**
 * The devices that an actor can sign in with, for an actor who may end this access.
 *
 * @category queries
 */
export const devicesOf = Effect.fnUntraced(function* (ground: Ground, by: By, place: Place) {
  const now = yield* Clock.currentTimeMillis
  const isAllowed = by === undefined || (yield* ground.standing.mayRevoke(by, place))
  if (!isAllowed) return yield* refuse(ground, by, place, now)
  const found = yield* devicesOfActor(ground, place, now)
  return found.map(({ id, name, since, used }): KnownDevice => ({ id, name, since, used }))
})

/**
 * Takes an actor off a device. The sessions of the device then do not work for this actor any more. A device without
 * actors is forgotten.
 */
export const unbind = (
  ground: Ground,
  key: string,
  place: Place,
  by: By
): Effect.Effect<void, IdentityUnavailable> =>
  committed(
    ground,
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const found = yield* Records.find(ground.store, Records.device, key, now)
      if (found === undefined) return { changes: [], result: undefined }
      const { value } = found
      const actors = value.actors.filter(
        ({ actor, district }) => actor !== place.actor || district !== place.district
      )
      if (actors.length === value.actors.length) return { changes: [], result: undefined }
      const binding = yield* Records.find(ground.store, Records.binding, bindingKey(place, value.id), now)
      return {
        changes: [
          actors.length === 0
            ? Records.drop(Records.device, found)
            : Records.put(Records.device, key, { ...value, actors }, { expires: found.expires, seen: found }),
          ...(binding === undefined ? [] : [Records.drop(Records.binding, binding)]),
          yield* recorded(ground, {
            at: now,
            event: "AccessRevoked",
            district: place.district,
            actor: place.actor,
            device: value.id,
            ...byOf(by)
          })
        ],
        result: undefined
      }
    })
  )

/**
 * Ends the access of an actor: on one device if its id is stated, otherwise on all devices, together with the open
 * invitation and the addresses of the actor's calendar. It is effective with the next request. Fails with `AccessNotYours` if the caller may not grant every
 * mandate of the actor, or if there is no such actor or device.
 *
 * @category operations
 */
export const revoke = Effect.fnUntraced(function* (
  ground: Ground,
  by: By,
  { actor, district }: Place,
  device?: string
) {
  const place = { district, actor }
  const now = yield* Clock.currentTimeMillis
  const isAllowed = by === undefined || (yield* ground.standing.mayRevoke(by, place))
  if (!isAllowed) return yield* refuse(ground, by, place, now)
  const known = yield* devicesOfActor(ground, place, now)
  const chosen = device === undefined ? known : known.filter(({ id }) => id === device)
  if (device !== undefined && chosen.length === 0) return yield* refuse(ground, by, place, now)
  if (device === undefined) {
    yield* committed(
      ground,
      Effect.map(Records.ofOwner(ground.store, Records.invitation, Records.ownerOf(place), now), (open) => ({
        changes: open.map((each) => Records.drop(Records.invitation, each)),
        result: undefined
      }))
    )
    yield* endAll(ground, place, by)
  }
  yield* Effect.forEach(chosen, ({ key }) => unbind(ground, key, place, by), { discard: true })
  return chosen.length
})

/**
 * The audit of a district, the oldest entry first: invitations, sign-ins, refusals and revocations. The caller must be
 * allowed to see it.
 *
 * @category queries
 */
export const auditOf = Effect.fnUntraced(function* ({ store }: Ground, district: Place["district"]) {
  const now = yield* Clock.currentTimeMillis
  const entries = yield* Records.ofOwner(store, Records.audit, district, now)
  return entries.map(({ value }) => value)
})

/** The error of a caller who is not signed in. */
export const notSignedIn: Effect.Effect<never, NotSignedIn> = Effect.suspend(() =>
  Effect.fail(new NotSignedIn())
)
