/**
 * The addresses of calendars. A calendar app cannot sign in, so the address itself is the secret: it has a token of 32 random
 * bytes, and the store has only its hash. An address shows the calendar of one actor, as long as the actor can act.
 */
import type { IdentityUnavailable } from "@liulinhui/core/Identity"
import type { Language } from "@liulinhui/core/Text"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type By, byOf, committed, type Ground, record, recorded } from "./Ground.ts"
import * as Records from "./Records.ts"
import type { Place } from "./Records.ts"
import * as Secret from "./Secret.ts"
import { AccessNotYours } from "./SignInError.ts"

/** How many addresses an actor has at most. A further one ends the one that was used longest ago. */
const most = 10

/** An address records its last use at most once in this time, in milliseconds. */
const touch = 86_400_000

const Stored = Schema.Struct({
  ...Records.Place.fields,
  id: Schema.String,
  /** The language of the calendar, because a calendar app does not state one. */
  language: Schema.String,
  made: Schema.Int,
  used: Schema.Int
})

const stored = Records.kindOf("calendar", Stored)

/**
 * An address of a calendar: its id, and when it was made and last used, in milliseconds since 1970. The address itself is
 * shown once.
 *
 * @category models
 */
export interface KnownCalendar {
  readonly id: string
  readonly since: number
  readonly used: number
}

/** The actor whose calendar an address shows, and its language. */
export interface Shown {
  readonly place: Place
  readonly language: Language
}

/**
 * The addresses of the calendars of actors. An actor may see and end the own ones. Those of another actor may be seen and
 * ended by who may grant every mandate of that actor, and by an operator.
 *
 * @category models
 */
export interface CalendarsShape {
  /** Makes an address for the calendar of an actor, who must be the caller. */
  readonly give: (
    place: Place,
    language: Language
  ) => Effect.Effect<{ readonly id: string; readonly token: Redacted.Redacted }, IdentityUnavailable>
  readonly of: (
    by: By,
    place: Place
  ) => Effect.Effect<ReadonlyArray<KnownCalendar>, AccessNotYours | IdentityUnavailable>
  /** Ends one address, or all. It is effective with the next request. */
  readonly end: (
    by: By,
    place: Place,
    id?: string
  ) => Effect.Effect<void, AccessNotYours | IdentityUnavailable>
  /** Whose calendar a token shows. `undefined` if it is unknown or was ended, or if the actor cannot act today. */
  readonly shownBy: (token: Redacted.Redacted) => Effect.Effect<Shown | undefined, IdentityUnavailable>
}

const addressesOf = ({ store }: Pick<Ground, "store">, place: Place, now: number) =>
  Effect.map(Records.ofOwner(store, stored, Records.ownerOf(place), now), (found) =>
    found.toSorted((a, b) => b.value.used - a.value.used)
  )

/** Ends all addresses of an actor. The caller must have the right to do so. */
export const endAll = (
  ground: Pick<Ground, "random" | "settings" | "store">,
  { actor, district }: Place,
  by: By,
  id?: string
): Effect.Effect<number, IdentityUnavailable> =>
  committed(
    ground,
    Effect.gen(function* () {
      const place = { district, actor }
      const now = yield* Clock.currentTimeMillis
      const all = yield* addressesOf(ground, place, now)
      const chosen = id === undefined ? all : all.filter(({ value }) => value.id === id)
      if (chosen.length === 0) return { changes: [], result: 0 }
      const entry = { at: now, event: "CalendarEnded", ...place, ...byOf(by) } as const
      return {
        changes: [...chosen.map((one) => Records.drop(stored, one)), yield* recorded(ground, entry)],
        result: chosen.length
      }
    })
  )

/** Makes the operations on addresses of calendars. */
export const make = (ground: Ground): CalendarsShape => {
  const { random, settings, standing, store } = ground

  /** Fails, and records the attempt, unless the caller may see and end the addresses of an actor. */
  const allowed = Effect.fnUntraced(function* (by: By, { actor, district }: Place) {
    const place = { district, actor }
    if (by === undefined || by === actor || (yield* standing.mayRevoke(by, place))) return
    const at = yield* Clock.currentTimeMillis
    yield* record(ground, { at, event: "NotAllowed", ...place, by })
    return yield* new AccessNotYours()
  })

  return {
    give: Effect.fn("Calendars.give")(function* ({ actor, district }, language) {
      const place = { district, actor }
      const now = yield* Clock.currentTimeMillis
      const token = yield* Secret.make(random)
      const id = yield* Secret.makeId(random)
      yield* committed(
        ground,
        Effect.gen(function* () {
          const before = yield* addressesOf(ground, place, now)
          const value = { ...place, id, language, made: now, used: now }
          const kept = { owner: Records.ownerOf(place), expires: now + settings.device }
          return {
            changes: [
              ...before.slice(most - 1).map((one) => Records.drop(stored, one)),
              Records.put(stored, Secret.keyOf(token) ?? "", value, kept),
              yield* recorded(ground, { at: now, event: "CalendarGiven", ...place })
            ],
            result: undefined
          }
        })
      )
      return { id, token }
    }),
    of: Effect.fn("Calendars.of")(function* (by, place) {
      yield* allowed(by, place)
      const all = yield* addressesOf(ground, place, yield* Clock.currentTimeMillis)
      return all.map(({ value: { id, made, used } }): KnownCalendar => ({ id, since: made, used }))
    }),
    end: Effect.fn("Calendars.end")(function* (by, place, id) {
      yield* allowed(by, place)
      const ended = yield* endAll(ground, place, by, id)
      if (id !== undefined && ended === 0) return yield* new AccessNotYours()
    }),
    shownBy: Effect.fn("Calendars.shownBy")(function* (token) {
      const now = yield* Clock.currentTimeMillis
      const key = Secret.keyOf(token)
      const found = key === undefined ? undefined : yield* Records.find(store, stored, key, now)
      if (key === undefined || found === undefined) return undefined
      const { owner, value } = found
      const place = { district: value.district, actor: value.actor }
      if (!(yield* standing.canAct(place))) return undefined
      if (now - value.used >= touch) {
        const kept = { owner, expires: now + settings.device, seen: found }
        // Another process may do it at the same time.
        yield* store.commit([Records.put(stored, key, { ...value, used: now }, kept)])
      }
      return { place, language: value.language }
    })
  }
}
