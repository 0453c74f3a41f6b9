/**
 * The two ways to begin a session: with an invitation, which binds a new device (or adds an actor to a device that is
 * signed in), and with the PIN of a device that is bound.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Value from "effect/Redacted"
import * as Address from "./Address.ts"
import * as Attempts from "./Attempts.ts"
import { bindingKey } from "./Attempts.ts"
import { committed, type Ground, record, recorded } from "./Ground.ts"
import { flawOf } from "./Pin.ts"
import type { Place } from "./Records.ts"
import * as Records from "./Records.ts"
import * as Secret from "./Secret.ts"
import * as Sessions from "./Sessions.ts"
import { PinTooSimple, SignInRefused } from "./SignInError.ts"

/**
 * Who signs in from where: the network address (empty if it is not known), and the token of the session that the caller
 * still has.
 */
export interface From {
  readonly address: string
  readonly earlier?: Redacted.Redacted | undefined
}

/** The tokens of a person who has signed in. The device token is missing if the device has one already. */
export interface Entered {
  readonly session: Redacted.Redacted
  readonly device?: Redacted.Redacted
}

const refused = Effect.suspend(() => Effect.fail(new SignInRefused()))

/** Refuses a sign-in, and records the attempt. The places are those of the device, if it is known. */
const refuse = Effect.fnUntraced(function* (
  ground: Ground,
  event: Records.AuditEvent,
  address: string,
  at: number,
  device?: Records.Found<Records.Device>
) {
  const entry = { at, event, address: Address.shortened(address) }
  const entries = device === undefined ? [] : Records.entriesFor(device.value, entry)
  yield* record(ground, ...(entries.length === 0 ? [entry] : entries))
  return yield* refused
})

/** Proves that the caller knows the PIN of a device. The attempt is counted before the PIN is checked. */
const proven = Effect.fnUntraced(function* (
  ground: Ground,
  device: Redacted.Redacted,
  pin: Redacted.Redacted,
  address: string
) {
  const now = yield* Clock.currentTimeMillis
  yield* Attempts.begin(ground, address, now)
  const key = Secret.keyOf(device)
  const found = key === undefined ? undefined : yield* Attempts.beginOn(ground, key, address, now)
  const isRight = yield* ground.pins.verify(pin, device, found?.value.pin)
  if (found === undefined || !isRight) {
    const isLocked = found !== undefined && found.value.locked > now
    return yield* refuse(ground, isLocked ? "DeviceLocked" : "SignInRefused", address, now, found)
  }
  yield* Attempts.forgive(ground, address, now)
  return found
})

/**
 * Begins a session on a device that is bound, with its PIN. The session has a new token, and the session that the caller
 * still had ends, so that nobody can choose the token of another person (session fixation).
 *
 * @category operations
 */
export const withPin = Effect.fnUntraced(function* (
  ground: Ground,
  { device, pin }: { readonly device: Redacted.Redacted; readonly pin: Redacted.Redacted },
  { address, earlier }: From
) {
  const { key } = yield* proven(ground, device, pin, address)
  const now = yield* Clock.currentTimeMillis
  const decide = Effect.gen(function* () {
    const found = yield* Records.find(ground.store, Records.device, key, now)
    if (found === undefined) return yield* refused
    const { token, change } = yield* Sessions.begin(ground, key, now)
    const { value } = found
    const entries = Records.entriesFor(value, {
      at: now,
      event: "SignedIn",
      address: Address.shortened(address)
    })
    return {
      changes: [
        Records.put(
          Records.device,
          key,
          { ...value, used: now, wrong: 0, locked: 0 },
          { expires: now + ground.settings.device, seen: found }
        ),
        change,
        ...(yield* Sessions.endingEarlier(ground, earlier, now)),
        ...(yield* Effect.forEach(entries, (entry) => recorded(ground, entry)))
      ],
      result: { session: token }
    }
  })
  const entered: Entered = yield* committed(ground, decide)
  // Records that have expired are deleted little by little, with each sign-in.
  yield* ground.store.sweep(now, 100)
  return entered
})

/** What a person enters to use an invitation. */
export interface Accepting {
  readonly invitation: Redacted.Redacted
  readonly pin: Redacted.Redacted
  /** How the person calls the device, such as `my phone`. */
  readonly name: string
  /**
   * The token of the device, if the actor is added to a device that is bound already. Then `pin` is the PIN of this
   * device. Default: a new device is bound.
   */
  readonly device?: Redacted.Redacted | undefined
}

/** The invitation of a token. Fails if it is unknown, used, expired, or for an actor who cannot act today. */
const openInvitation = Effect.fnUntraced(function* (
  ground: Ground,
  token: Redacted.Redacted,
  address: string,
  now: number
) {
  const key = Secret.keyOf(token)
  const found =
    key === undefined ? undefined : yield* Records.find(ground.store, Records.invitation, key, now)
  if (found === undefined || !(yield* ground.standing.canAct(found.value))) {
    return yield* refuse(ground, "InvitationRefused", address, now)
  }
  return found
})

const accepted = (place: Place, device: string, at: number, address: string): Records.AuditEntry => ({
  at,
  event: "InvitationUsed",
  district: place.district,
  actor: place.actor,
  device,
  address: Address.shortened(address)
})

/** The record that lists a device under an actor. */
const bound = (place: Place, id: string, device: string) => ({
  key: bindingKey(place, id),
  value: { district: place.district, actor: place.actor, device },
  // A binding is valid as long as its device.
  at: { owner: Records.ownerOf(place), expires: Number.MAX_SAFE_INTEGER }
})

/** Binds a new device. If two devices use one invitation at the same time, one of them is refused. */
const onNewDevice = Effect.fnUntraced(function* (
  ground: Ground,
  { invitation, name, pin }: Accepting,
  { address, earlier }: From
) {
  const reason = flawOf(Value.value(pin))
  if (reason !== undefined) return yield* new PinTooSimple({ reason })
  const now = yield* Clock.currentTimeMillis
  yield* Attempts.begin(ground, address, now)
  const found = yield* openInvitation(ground, invitation, address, now)
  const { actor, district } = found.value
  const device = yield* Secret.make(ground.random)
  const key = Secret.keyOf(device) ?? ""
  const id = yield* Secret.makeId(ground.random)
  const hashed = yield* ground.pins.hash(pin, device, yield* Secret.makeId(ground.random))
  const { change, token } = yield* Sessions.begin(ground, key, now)
  const binding = bound({ district, actor }, id, key)
  const isFirst = yield* ground.store.commit([
    Records.drop(Records.invitation, found),
    Records.put(
      Records.device,
      key,
      {
        id,
        name,
        pin: hashed,
        actors: [{ district, actor, since: now }],
        made: now,
        used: now,
        wrong: 0,
        locked: 0
      },
      { expires: now + ground.settings.device }
    ),
    Records.put(Records.binding, binding.key, binding.value, binding.at),
    change,
    ...(yield* Sessions.endingEarlier(ground, earlier, now)),
    yield* recorded(ground, accepted({ district, actor }, id, now, address))
  ])
  if (!isFirst) return yield* refuse(ground, "InvitationRefused", address, now)
  yield* Attempts.forgive(ground, address, now)
  const entered: Entered = { session: token, device }
  return entered
})

/** Adds the actor of an invitation to a device. It replaces another actor of the same district on this device. */
const onKnownDevice = Effect.fnUntraced(function* (
  ground: Ground,
  { device, invitation, pin }: Accepting & { readonly device: Redacted.Redacted },
  { address, earlier }: From
) {
  const { key } = yield* proven(ground, device, pin, address)
  const now = yield* Clock.currentTimeMillis
  yield* Attempts.begin(ground, address, now)
  const decide = Effect.gen(function* () {
    const open = yield* openInvitation(ground, invitation, address, now)
    const { actor, district } = open.value
    const found = yield* Records.find(ground.store, Records.device, key, now)
    if (found === undefined) return yield* refused
    const { value } = found
    const before = value.actors.find((one) => one.district === district)
    const replaced =
      before === undefined
        ? undefined
        : yield* Records.find(ground.store, Records.binding, bindingKey(before, value.id), now)
    const binding = bound({ district, actor }, value.id, key)
    const isSame = before?.actor === actor
    const { change, token } = yield* Sessions.begin(ground, key, now)
    const actors = [
      ...value.actors.filter((one) => one !== before),
      { district, actor, since: isSame ? before.since : now }
    ]
    return {
      changes: [
        Records.drop(Records.invitation, open),
        Records.put(
          Records.device,
          key,
          { ...value, actors, used: now, wrong: 0, locked: 0 },
          { expires: now + ground.settings.device, seen: found }
        ),
        ...(replaced === undefined || isSame ? [] : [Records.drop(Records.binding, replaced)]),
        ...(isSame && replaced !== undefined
          ? []
          : [Records.put(Records.binding, binding.key, binding.value, binding.at)]),
        change,
        ...(yield* Sessions.endingEarlier(ground, earlier, now)),
        yield* recorded(ground, accepted({ district, actor }, value.id, now, address))
      ],
      result: { session: token }
    }
  })
  const entered: Entered = yield* committed(ground, decide)
  yield* Attempts.forgive(ground, address, now)
  return entered
})

/**
 * Uses an invitation, and begins a session. The invitation is not valid any more afterwards.
 *
 * Fails with `SignInRefused` if the invitation is unknown, used or expired, or if the actor cannot act today. Fails with
 * `PinTooSimple` if the PIN for a new device may not be chosen.
 *
 * @category operations
 */
export const withInvitation = (ground: Ground, accepting: Accepting, from: From) => {
  const { device } = accepting
  return device === undefined
    ? onNewDevice(ground, accepting, from)
    : onKnownDevice(ground, { ...accepting, device }, from)
}
