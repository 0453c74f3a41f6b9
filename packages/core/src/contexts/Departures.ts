/**
 * What depends on a person's stay in the district, and so ends with a death or a departure: companion pairs, exclusions
 * from coverage rules, and the person's part in polls. Every decision that meets a departure uses these functions, so that
 * the order in which facts are recorded makes no difference. When a departure is undone, only what it had ended is
 * restored, and nothing that people had ended.
 */
import * as Companion from "../companions/Companion.ts"
import type { Exclusion } from "../coverage/Exclusion.ts"
import * as ExclusionDecider from "../coverage/ExclusionDecider.ts"
import { mostIn } from "../companions/Companions.ts"
import { add, type Day } from "../kernel/Day.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import type { Model } from "../model/Model.ts"
import { clock } from "../place/Actor.ts"
import { isPaired, type PairFact } from "../place/Facts.ts"
import type { ActorId, ResidentId } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import * as OpenedPoll from "../polls/OpenedPoll.ts"
import * as PollDecider from "../polls/PollDecider.ts"
import { type Asking, type Change, change, type Ground } from "./Context.ts"
import { type RegistrySlice, residentOf } from "./RegistrySlice.ts"

/** The slices (parts) of a district in which something ends with a person's stay. */
export type StayWorld = RegistrySlice &
  MandateSlice & {
    readonly pairs: ReadonlyArray<PairFact>
    readonly companions: Companion.Companions
    readonly companionEvents: ReadonlyArray<Companion.CompanionEvent>
    readonly exclusions: ReadonlyArray<Exclusion>
    readonly exclusionEvents: ReadonlyArray<ExclusionDecider.ExclusionEntry>
    readonly polls: ReadonlyMap<OpenedPoll.PollId, OpenedPoll.OpenedPoll>
  }

/** The events in other contexts that a departure causes. */
export type StayEvent = Companion.CompanionEvent | ExclusionDecider.ExclusionEvent | OpenedPoll.PollEvent

const latest = (one: Day, other: Day): Day => (one < other ? other : one)

/** The day on which a caused event takes effect, and the day of recording if that is another day. */
const daysOf = (on: Day, recorded: Day): { readonly on: Day; readonly recorded?: Day } =>
  recorded === on ? { on } : { on, recorded }

const recordOf = ({ registry }: RegistrySlice, resident: ResidentId): ResidentId =>
  Registry.recordOf(registry.merged, resident)

/**
 * The first day after `on` on which a resident is not in the district any more, by the departures that are on record now.
 * `undefined` if the resident has not left since.
 */
const departureAfter = (self: RegistrySlice, resident: ResidentId, on: Day): Day | undefined => {
  const record = recordOf(self, resident)
  const found = Registry.inEffect(self.registryEvents.all).find(
    (event) => event._tag === "ResidentLeft" && event.resident === record && event.on > on
  )
  return found?.on
}

/**
 * The actors who are the given resident. (The record of an actor may contain the id of the resident who is this actor.)
 */
const actorsWho = (self: RegistrySlice & Pick<MandateSlice, "actors">, resident: ResidentId) =>
  [...self.actors.values()].flatMap((actor) =>
    actor.resident !== undefined && recordOf(self, actor.resident) === recordOf(self, resident)
      ? [actor.id]
      : []
  )

// ------------------------------------------------------------------------------------------------------ companion pairs

/** The event that ends a pair because of a departure. A pair that began after that was never in force. */
const release = (
  { elder, from, volunteer }: PairFact,
  gone: ResidentId,
  { by, left, today }: { readonly by: ActorId; readonly left: Day; readonly today: Day }
): Companion.CompanionEvent => ({
  _tag: "CompanionReleased",
  volunteer,
  elder,
  ...daysOf(latest(left, from), today),
  by,
  gone
})

const isInForceFrom = ({ from, until }: PairFact, on: Day): boolean =>
  until === undefined || (until >= on && until >= from)

/** The events that end the companion pairs of a person who left on a day: as an elder, and as one of the volunteers. */
const pairsEnded = (
  { district, on: today }: Asking<StayWorld>,
  { resident, volunteers }: { readonly resident: ResidentId; readonly volunteers: ReadonlyArray<ActorId> },
  { by, left }: { readonly by: ActorId; readonly left: Day }
): ReadonlyArray<Companion.CompanionEvent> =>
  district.pairs.flatMap((pair) =>
    (pair.elder === resident || volunteers.includes(pair.volunteer)) && isInForceFrom(pair, left)
      ? [release(pair, resident, { by, left, today })]
      : []
  )

/**
 * The events that end new pairs of a volunteer and an elder, if one of them has left since the first day of the pair.
 * `staying`: a person who has not left, although a departure is still on record.
 */
export const pairsCut = (
  { district, on: today }: Asking<RegistrySlice & Pick<MandateSlice, "actors">>,
  pairs: ReadonlyArray<PairFact>,
  { by, staying }: { readonly by: ActorId; readonly staying?: ResidentId }
): ReadonlyArray<Companion.CompanionEvent> =>
  pairs.flatMap((pair) => {
    const [first] = [pair.elder, district.actors.get(pair.volunteer)?.resident]
      .flatMap((person) => (person === undefined ? [] : [recordOf(district, person)]))
      .flatMap((resident) => {
        const left = resident === staying ? undefined : departureAfter(district, resident, pair.from)
        return left === undefined || !isInForceFrom(pair, left) ? [] : [{ resident, left }]
      })
      .toSorted((one, other) => one.left - other.left)
    return first === undefined ? [] : [release(pair, first.resident, { by, left: first.left, today })]
  })

/** The events that end the pairs of an actor, after it became known that the actor is a resident who has left. */
export const pairsOfVolunteerGone = (
  asking: Pick<Asking<StayWorld>, "district" | "on">,
  { actor, resident }: { readonly actor: ActorId; readonly resident: ResidentId },
  by: ActorId
): ReadonlyArray<Companion.CompanionEvent> => {
  const { district, on: today } = asking
  const record = recordOf(district, resident)
  const left = district.registry.residents.get(record)?.left?.on
  return left === undefined
    ? []
    : district.pairs.flatMap((pair) =>
        pair.volunteer === actor && isInForceFrom(pair, left)
          ? [release(pair, record, { by, left, today })]
          : []
      )
}

/**
 * The changes that end the pairs of actors who are residents who have left, as a model that is adopted on the day `on` says.
 * An actor whom a request has linked to a resident stays that resident.
 *
 * @category decisions
 */
export const endedByModel = (
  district: StayWorld & Ground,
  { actors }: Pick<Model, "actors">,
  on: Day
): ReadonlyArray<Change<Companion.CompanionEvent>> => {
  const events = [...actors.values()].flatMap(({ id, resident: stated }) => {
    const resident = district.actorLinks.get(id) ?? stated
    return resident === undefined
      ? []
      : pairsOfVolunteerGone({ district, on }, { actor: id, resident }, clock.id)
  })
  return change({ district }, Companion.stream, events)
}

/**
 * Whether a pair leaves its elder one companion at a time, and its volunteer no more elders than `most`. A volunteer who had
 * more before the day `released` may have as many again.
 */
const fits = (
  pairs: ReadonlyArray<PairFact>,
  { elder, from, until, volunteer }: PairFact,
  { most, released }: { readonly most: number; readonly released: Day }
): boolean => {
  const overlaps = (other: PairFact): boolean =>
    isInForceFrom(other, from) && (until === undefined || other.from <= until)
  const days = [from, ...pairs.flatMap((other) => (other.from > from ? [other.from] : []))]
  const load = (day: Day): number =>
    pairs.filter((other) => other.volunteer === volunteer && isPaired(other, day)).length
  const permitted = Math.max(most, load(add(released, -1)))
  return (
    pairs.filter((other) => other.elder === elder && overlaps(other)).length <= 1 &&
    days.every((day) => (until !== undefined && day > until) || load(day) <= permitted)
  )
}

/**
 * The events that restore the companion pairs that a departure had ended, after the departure is undone. A pair is not
 * restored if the elder has another companion, or the volunteer no place.
 */
const pairsRestored = (
  asking: Asking<StayWorld>,
  { left, resident }: { readonly left: Day; readonly resident: ResidentId },
  by: ActorId
): ReadonlyArray<Companion.CompanionEvent> => {
  const { district, on } = asking
  const most = mostIn(asking.model.companions)
  const added: Array<Companion.CompanionEvent> = []
  for (const event of Companion.withoutUndone(district.companionEvents)) {
    if (event._tag !== "CompanionReleased" || event.gone !== resident || event.on < left) continue
    const { elder, on: released, volunteer } = event
    const back = { _tag: "CompanionReinstated" as const, volunteer, elder, released, on, by }
    const pairOf = (pairs: ReadonlyArray<PairFact>): PairFact | undefined =>
      pairs.findLast((pair) => pair.elder === elder && pair.volunteer === volunteer && pair.from <= released)
    const before = [...district.companionEvents, ...added, back]
    const pair = pairOf(Companion.fold(before).pairs)
    // The other person of the pair may have left in the meantime.
    const cut = pair === undefined ? [] : pairsCut(asking, [pair], { by, staying: resident })
    const { pairs } = Companion.fold([...before, ...cut])
    const restored = pairOf(pairs)
    if (restored === undefined || fits(pairs, restored, { most, released })) added.push(back, ...cut)
  }
  return added
}

/**
 * After two records of a person were merged, the companion of the duplicate becomes the companion of the person, unless
 * the person already has one.
 */
const pairsMerged = (
  { district, on }: Asking<StayWorld>,
  { into, resident }: { readonly into: ResidentId; readonly resident: ResidentId },
  by: ActorId
): ReadonlyArray<Companion.CompanionEvent> => {
  const volunteer = district.companions.get(resident)?.volunteer
  if (volunteer === undefined) return []
  return [
    { _tag: "CompanionReleased", volunteer, elder: resident, on, by },
    ...(district.companions.has(into)
      ? []
      : [{ _tag: "CompanionAssigned" as const, volunteer, elder: into, on, by }])
  ]
}

// ----------------------------------------------------------------------------------------------------------- exclusions

/** The exclusions from coverage rules that end when a person leaves the district. */
const exclusionsEnded = (
  { district, on: today }: Asking<StayWorld>,
  { left, resident }: { readonly left: Day; readonly resident: ResidentId },
  by: ActorId
): ReadonlyArray<ExclusionDecider.ExclusionEvent> =>
  district.exclusions.flatMap((known) => {
    const { rule, subject, until } = known
    const from = latest(left, known.on)
    return residentOf(district, subject) !== resident || (until !== undefined && until < from)
      ? []
      : [{ _tag: "ExclusionLifted" as const, rule, subject, ...daysOf(from, today), by, gone: resident }]
  })

/** The events that end a new exclusion, if its person has left since its first day. */
export const exclusionCut = (
  { district, on: today }: Asking<RegistrySlice>,
  { by, on, rule, subject, until }: Extract<ExclusionDecider.ExclusionEvent, { _tag: "ExclusionGranted" }>
): ReadonlyArray<ExclusionDecider.ExclusionEvent> => {
  const resident = residentOf(district, subject)
  const left = resident === undefined ? undefined : departureAfter(district, resident, on)
  return resident === undefined || left === undefined || (until !== undefined && until < left)
    ? []
    : [{ _tag: "ExclusionLifted", rule, subject, ...daysOf(left, today), by, gone: resident }]
}

const exclusionsRestored = (
  { district, on }: Asking<StayWorld>,
  { left, resident }: { readonly left: Day; readonly resident: ResidentId },
  by: ActorId
): ReadonlyArray<ExclusionDecider.ExclusionEvent> =>
  ExclusionDecider.withoutUndone(district.exclusionEvents).flatMap(({ event }) =>
    event._tag === "ExclusionLifted" && event.gone === resident && event.on >= left
      ? [
          {
            _tag: "ExclusionReinstated" as const,
            rule: event.rule,
            subject: event.subject,
            lifted: event.on,
            on,
            by
          }
        ]
      : []
  )

// ---------------------------------------------------------------------------------------------------------------- polls

/** A function that returns when a resident of the registry died. */
export const deathsIn =
  ({ merged, residents }: Registry.Registry): PollDecider.Deaths =>
  (id) => {
    const left = residents.get(Registry.recordOf(merged, id))?.left
    return left?.departure === "died" ? left.on : undefined
  }

/** When each resident died, including what one more event changes. */
const deathsAfter = (
  { registry }: RegistrySlice,
  event: Extract<Registry.RegistryEvent, { readonly _tag: "DepartureUndone" | "ResidentLeft" }>
): PollDecider.Deaths => {
  const before = deathsIn(registry)
  const died = event._tag === "ResidentLeft" && event.departure === "died" ? event.on : undefined
  return (resident) =>
    Registry.recordOf(registry.merged, resident) === event.resident ? died : before(resident)
}

/**
 * The changes of polls after a death, or after a death was undone. The result of a poll that is over does not change.
 */
const pollsAfter = (
  asking: Asking<StayWorld>,
  events: typeof PollDecider.ballotsOfTheDead | typeof PollDecider.ballotsRestored,
  deaths: PollDecider.Deaths,
  by: ActorId
): ReadonlyArray<Change<StayEvent>> =>
  [...asking.district.polls.values()].flatMap((poll) =>
    poll.closes < asking.on
      ? []
      : change<StayEvent>(asking, OpenedPoll.stream(poll.id), events(poll, deaths, { by, on: asking.on }))
  )

// ------------------------------------------------------------------------------------------------------------- together

/**
 * The changes in other parts of the district that events of the registry cause: what ends with a departure, and what is
 * restored when a departure is undone.
 */
export const follows = (
  asking: Asking<StayWorld>,
  events: ReadonlyArray<Registry.RegistryEvent>,
  by: ActorId
): ReadonlyArray<Change<StayEvent>> =>
  events.flatMap((event) => {
    switch (event._tag) {
      case "ResidentLeft": {
        const { on: left, resident } = event
        const volunteers = actorsWho(asking.district, resident)
        return [
          ...change<StayEvent>(
            asking,
            Companion.stream,
            pairsEnded(asking, { resident, volunteers }, { by, left })
          ),
          ...change<StayEvent>(
            asking,
            ExclusionDecider.stream,
            exclusionsEnded(asking, { left, resident }, by)
          ),
          ...pollsAfter(asking, PollDecider.ballotsOfTheDead, deathsAfter(asking.district, event), by)
        ]
      }
      case "DepartureUndone":
        return [
          ...change<StayEvent>(asking, Companion.stream, pairsRestored(asking, event, by)),
          ...change<StayEvent>(asking, ExclusionDecider.stream, exclusionsRestored(asking, event, by)),
          ...pollsAfter(asking, PollDecider.ballotsRestored, deathsAfter(asking.district, event), by)
        ]
      case "ResidentsMerged":
        return change<StayEvent>(asking, Companion.stream, pairsMerged(asking, event, by))
      default:
        return []
    }
  })
