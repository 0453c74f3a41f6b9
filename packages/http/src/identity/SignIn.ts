/**
 * Signing in without any other system: a personal invitation binds a device, and a PIN begins a session on this device.
 * Everything is kept in the identity store, so that several processes share it.
 */
import { type Caller, Identity, IdentityStore, type IdentityUnavailable } from "@liulinhui/core/Identity"
import type { NotSignedIn } from "@liulinhui/core/Identity"
import type { DistrictId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Context from "effect/Context"
import { SecureRandom } from "effect/crypto"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Access from "./Access.ts"
import type { By, Issued, KnownDevice } from "./Access.ts"
import * as Calendars from "./Calendars.ts"
import type { CalendarsShape } from "./Calendars.ts"
import * as Entering from "./Entering.ts"
import type { Accepting, Entered, From } from "./Entering.ts"
import type { Ground } from "./Ground.ts"
import { type Cost, make as makePins, usualCost } from "./Pin.ts"
import type { AuditEntry, Place } from "./Records.ts"
import * as Records from "./Records.ts"
import * as Secret from "./Secret.ts"
import * as Sessions from "./Sessions.ts"
import { type Settings, usual } from "./Settings.ts"
import { AccessNotYours, type PinTooSimple, type SignInRefused, type TooManyAttempts } from "./SignInError.ts"
import * as Standing from "./Standing.ts"

export type { By, Issued, KnownDevice } from "./Access.ts"
export type { CalendarsShape, KnownCalendar, Shown } from "./Calendars.ts"
export type { Accepting, Entered, From } from "./Entering.ts"
export { Cost, type Flaw, flawOf, usualCost } from "./Pin.ts"
export { AuditEntry, AuditEvent, Place } from "./Records.ts"
export { type Settings, usual, waitAfter } from "./Settings.ts"
export { AccessNotYours, PinTooSimple, SignInRefused, TooManyAttempts } from "./SignInError.ts"

/** A device of the person who asks. */
export interface OwnDevice extends KnownDevice {
  /** Whether it is the device that the person uses now. */
  readonly isThis: boolean
  /** The actors that both devices can sign in as. */
  readonly actors: ReadonlyArray<Place>
}

/**
 * Who is signed in with a token.
 *
 * @category models
 */
export interface SignedIn {
  readonly device: { readonly id: string; readonly name: string }
  /** The actors that the person can act as today: at most one in each district. */
  readonly actors: ReadonlyArray<Place>
  /** The new token of the session, if it was time for one. The earlier token expires soon. */
  readonly token?: Redacted.Redacted
}

/**
 * @category models
 */
export interface SignInShape {
  readonly invite: (by: By, place: Place) => Effect.Effect<Issued, AccessNotYours | IdentityUnavailable>
  readonly withInvitation: (
    accepting: Accepting,
    from: From
  ) => Effect.Effect<Entered, PinTooSimple | SignInRefused | TooManyAttempts | IdentityUnavailable>
  readonly withPin: (
    proof: { readonly device: Redacted.Redacted; readonly pin: Redacted.Redacted },
    from: From
  ) => Effect.Effect<Entered, SignInRefused | TooManyAttempts | IdentityUnavailable>
  readonly whoIs: (
    token: Redacted.Redacted,
    district: DistrictId
  ) => Effect.Effect<Caller, NotSignedIn | IdentityUnavailable>
  /**
   * Who is signed in with a token, in all districts. From time to time, it replaces the token of the session, unless
   * `rotates` is `false`: for a caller that could not use the new token.
   */
  readonly me: (
    token: Redacted.Redacted,
    options?: { readonly rotates: boolean }
  ) => Effect.Effect<SignedIn, NotSignedIn | IdentityUnavailable>
  readonly signOut: (token: Redacted.Redacted) => Effect.Effect<void, IdentityUnavailable>
  /**
   * Whether a device may sign in as an actor, with its PIN. A front end asks this to delete what it keeps on a device that
   * was revoked.
   */
  readonly knows: (device: Redacted.Redacted, place: Place) => Effect.Effect<boolean, IdentityUnavailable>
  /** The devices of the person, the latest used first. */
  readonly myDevices: (
    token: Redacted.Redacted
  ) => Effect.Effect<ReadonlyArray<OwnDevice>, NotSignedIn | IdentityUnavailable>
  /** Ends the access of one of the person's devices, which may be the one in use. */
  readonly revokeMine: (
    token: Redacted.Redacted,
    device: string
  ) => Effect.Effect<void, AccessNotYours | NotSignedIn | IdentityUnavailable>
  readonly devicesOf: (
    by: By,
    place: Place
  ) => Effect.Effect<ReadonlyArray<KnownDevice>, AccessNotYours | IdentityUnavailable>
  /** Ends the access of an actor, on one device or on all. Returns the number of devices. */
  readonly revoke: (
    by: By,
    place: Place,
    device?: string
  ) => Effect.Effect<number, AccessNotYours | IdentityUnavailable>
  /** The addresses of the calendars of actors. */
  readonly calendars: CalendarsShape
  /** The audit of a district, for an operator. It checks no authority. */
  readonly audit: (district: DistrictId) => Effect.Effect<ReadonlyArray<AuditEntry>, IdentityUnavailable>
}

/**
 * Signing in as an Effect service, which {@link layer} provides.
 *
 * @category services
 */
export class SignIn extends Context.Service<SignIn, SignInShape>()("@liulinhui/http/SignIn") {}

/** The devices of the person with a session: all devices that can sign in as one of the person's actors. */
const ownDevices = Effect.fnUntraced(function* (ground: Ground, token: Redacted.Redacted) {
  const { device } = yield* Sessions.live(ground, token)
  const now = yield* Clock.currentTimeMillis
  const own = new Map<string, OwnDevice & { readonly key: string }>()
  for (const { actor, district } of device.value.actors) {
    const place = { district, actor }
    for (const one of yield* Access.devicesOfActor(ground, place, now)) {
      const before = own.get(one.key)
      own.set(one.key, {
        ...one,
        since: Math.min(one.since, before?.since ?? one.since),
        isThis: one.key === device.key,
        actors: [...(before?.actors ?? []), place]
      })
    }
  }
  return [...own.values()].toSorted((a, b) => b.used - a.used)
})

const shapeOf = (ground: Ground): SignInShape => ({
  invite: (by, place) => Access.invite(ground, by, place),
  withInvitation: (accepting, from) => Entering.withInvitation(ground, accepting, from),
  withPin: (proof, from) => Entering.withPin(ground, proof, from),
  whoIs: (token, district) => Sessions.whoIs(ground, token, district),
  me: (token, { rotates } = { rotates: true }) =>
    Effect.gen(function* () {
      const found = yield* Sessions.live(ground, token)
      const { actors, id, name } = found.device.value
      const places = actors.map(({ actor, district }) => ({ district, actor }))
      const acting = yield* Effect.filter(places, ground.standing.canAct)
      if (acting.length === 0) return yield* Access.notSignedIn
      const next = rotates ? yield* Sessions.rotated(ground, found) : undefined
      return { device: { id, name }, actors: acting, ...(next === undefined ? {} : { token: next }) }
    }),
  signOut: (token) => Sessions.end(ground, token),
  knows: (device, { actor, district }) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const key = Secret.keyOf(device)
      const found =
        key === undefined ? undefined : yield* Records.find(ground.store, Records.device, key, now)
      return found?.value.actors.some((one) => one.actor === actor && one.district === district) === true
    }),
  myDevices: (token) =>
    Effect.map(ownDevices(ground, token), (own) =>
      own.map(({ actors, id, isThis, name, since, used }) => ({ id, name, since, used, isThis, actors }))
    ),
  revokeMine: (token, device) =>
    Effect.gen(function* () {
      const own = yield* ownDevices(ground, token)
      const chosen = own.find(({ id }) => id === device)
      if (chosen === undefined) return yield* new AccessNotYours()
      yield* Effect.forEach(chosen.actors, (place) => Access.unbind(ground, chosen.key, place, place.actor), {
        discard: true
      })
    }),
  devicesOf: (by, place) => Access.devicesOf(ground, by, place),
  revoke: (by, place, device) => Access.revoke(ground, by, place, device),
  calendars: Calendars.make(ground),
  audit: (district) => Access.auditOf(ground, district)
})

/**
 * Provides signing in, and the port `Identity` that uses it.
 *
 * @param options.settings how long things are valid, and how many attempts are allowed; default: {@link usual}
 * @param options.cost the cost of the hash of a PIN; default: {@link usualCost}
 * @category layers
 */
export const layer = (
  options: { readonly settings?: Settings; readonly cost?: Cost } = {}
): Layer.Layer<SignIn | Identity, never, IdentityStore | Governance | SecureRandom.SecureRandom> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const shape = shapeOf({
        store: yield* IdentityStore,
        random: yield* SecureRandom.SecureRandom,
        pins: makePins(options.cost ?? usualCost),
        standing: Standing.make(yield* Governance),
        settings: options.settings ?? usual
      })
      return Context.empty().pipe(
        Context.add(SignIn, shape),
        Context.add(Identity, { whoIs: ({ token }, district) => shape.whoIs(token, district) })
      )
    })
  )
