/**
 * Limits on attempts to sign in. Each attempt is counted before it is checked, so that many attempts at the same time
 * are not more than the limit. A right PIN takes its count back.
 *
 * There are two limits. An address may make some refused attempts within a time. A device must wait after some wrong PINs
 * in a row, each time longer, and is forgotten at last. The second limit does not depend on addresses, so an attacker
 * gains nothing by using many of them.
 */
import type { IdentityUnavailable } from "@liulinhui/core/Identity"
import * as Effect from "effect/Effect"
import * as Address from "./Address.ts"
import { committed, type Ground, recorded } from "./Ground.ts"
import * as Records from "./Records.ts"
import { waitAfter } from "./Settings.ts"
import { TooManyAttempts } from "./SignInError.ts"

/** The seconds until an instant, at least 1. */
export const secondsUntil = (instant: number, now: number): number =>
  Math.max(1, Math.ceil((instant - now) / 1000))

/** If the address of a caller is not known, its attempts are not counted: all such callers would share one limit. */
const ifKnown = <E>(address: string, counting: Effect.Effect<void, E>): Effect.Effect<void, E> =>
  address === "" ? Effect.void : counting

/**
 * Counts an attempt of an address. Fails if the address has made too many refused attempts.
 *
 * @param purpose what is counted, if it is not signing in. Each purpose has its own count.
 * @category operations
 */
export const begin = (
  ground: Pick<Ground, "store"> & {
    readonly settings: Pick<Ground["settings"], "attemptsOfAddress" | "window">
  },
  address: string,
  now: number,
  purpose = ""
): Effect.Effect<void, TooManyAttempts | IdentityUnavailable> =>
  ifKnown(
    address,
    committed(
      ground,
      Effect.gen(function* () {
        const { attemptsOfAddress, window } = ground.settings
        const key = `${purpose}${Address.keyOf(address)}`
        const found = yield* Records.find(ground.store, Records.attempts, key, now)
        const { count, since } = found?.value ?? { count: 0, since: now }
        if (count >= attemptsOfAddress) {
          // If the clock went back, the count began in the future. Nobody waits longer than the window.
          const end = Math.min(since, now) + window
          return yield* new TooManyAttempts({ retryAfter: secondsUntil(end, now) })
        }
        const next = { count: count + 1, since: Math.min(since, now) }
        const place = { expires: next.since + window }
        return {
          changes: [
            Records.put(Records.attempts, key, next, found === undefined ? place : { ...place, seen: found })
          ],
          result: undefined
        }
      })
    )
  )

/**
 * Takes the count of an attempt back, because it was accepted.
 *
 * @param purpose what was counted: see {@link begin}
 * @category operations
 */
export const forgive = (
  ground: Pick<Ground, "store">,
  address: string,
  now: number,
  purpose = ""
): Effect.Effect<void, IdentityUnavailable> =>
  ifKnown(
    address,
    committed(
      ground,
      Effect.gen(function* () {
        const key = `${purpose}${Address.keyOf(address)}`
        const found = yield* Records.find(ground.store, Records.attempts, key, now)
        if (found === undefined || found.value.count === 0) return { changes: [], result: undefined }
        const next = { ...found.value, count: found.value.count - 1 }
        return {
          changes: [Records.put(Records.attempts, key, next, { expires: found.expires, seen: found })],
          result: undefined
        }
      })
    )
  )

/** The changes that forget a device, with the records that list it under its actors. */
const forgetting = (
  { store }: Ground,
  found: Records.Found<Records.Device>,
  now: number
): Effect.Effect<ReadonlyArray<ReturnType<typeof Records.drop>>, IdentityUnavailable> =>
  Effect.map(
    Effect.forEach(found.value.actors, (place) =>
      Records.find(store, Records.binding, bindingKey(place, found.value.id), now)
    ),
    (bindings) => [
      Records.drop(Records.device, found),
      ...bindings.flatMap((binding) =>
        binding === undefined ? [] : [Records.drop(Records.binding, binding)]
      )
    ]
  )

/** The key of the record that lists a device under an actor. */
export const bindingKey = (place: Records.Place, device: string): string =>
  `${Records.ownerOf(place)}/${device}`

/**
 * Counts an attempt on a device, as if the PIN were wrong. Returns the device, or `undefined` if it is unknown or was
 * forgotten. Fails if the device must wait.
 *
 * @category operations
 */
export const beginOn = (
  ground: Ground,
  key: string,
  address: string,
  now: number
): Effect.Effect<Records.Found<Records.Device> | undefined, TooManyAttempts | IdentityUnavailable> =>
  committed(
    ground,
    Effect.gen(function* () {
      const { attempts, longestWait } = ground.settings
      const found = yield* Records.find(ground.store, Records.device, key, now)
      if (found === undefined) return { changes: [], result: undefined }
      const { value } = found
      if (value.wrong >= attempts) {
        const entries = Records.entriesFor(value, {
          at: now,
          event: "DeviceForgotten",
          address: Address.shortened(address)
        })
        return {
          changes: [
            ...(yield* forgetting(ground, found, now)),
            ...(yield* Effect.forEach(entries, (entry) => recorded(ground, entry)))
          ],
          result: undefined
        }
      }
      // If the clock went back, the lock may end far in the future. Nobody waits longer than the longest time.
      if (value.locked > now && value.locked <= now + longestWait) {
        return yield* new TooManyAttempts({ retryAfter: secondsUntil(value.locked, now) })
      }
      const wrong = value.wrong + 1
      const wait = waitAfter(ground.settings, wrong)
      const next = { ...value, wrong, locked: wait === 0 ? 0 : now + wait }
      const { expires, version } = found
      return {
        changes: [Records.put(Records.device, key, next, { expires, seen: found })],
        result: { ...found, value: next, version: version + 1 }
      }
    })
  )
