/**
 * What an event of the registry results in elsewhere in the district. If a person leaves, companion pairs and exclusions
 * end, and ballots of the dead do not count. If the departure is undone, they are restored.
 */
import * as Companion from "../companions/Companion.ts"
import type { Exclusion } from "../coverage/Exclusion.ts"
import * as ExclusionDecider from "../coverage/ExclusionDecider.ts"
import type { Day } from "../kernel/Day.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import type { ActorId, ResidentId } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import * as OpenedPoll from "../polls/OpenedPoll.ts"
import * as PollDecider from "../polls/PollDecider.ts"
import { resident as residentSubject } from "../place/Subject.ts"
import { type Asking, type Change, change } from "./Context.ts"
import type { Dated } from "./Dated.ts"
import type { ModelSlice } from "./ModelContext.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** The slices (parts) of a district that decisions on the registry read. */
export type RegistryWorld = RegistrySlice &
  MandateSlice &
  ModelSlice & {
    readonly companions: Companion.Companions
    readonly exclusions: ReadonlyArray<Exclusion>
    readonly polls: ReadonlyMap<OpenedPoll.PollId, OpenedPoll.OpenedPoll>
    readonly companionEvents: ReadonlyArray<Companion.CompanionEvent>
    readonly exclusionEvents: ReadonlyArray<{ readonly event: ExclusionDecider.ExclusionEvent }>
  }

/** The events that a request on the registry may cause. */
export type RegistryOutcome =
  | Registry.RegistryEvent
  | Companion.CompanionEvent
  | ExclusionDecider.ExclusionEvent
  | OpenedPoll.PollEvent

/** For events that are caused by a person's departure: their actor and their days. */
interface Ends extends Dated {
  readonly by: ActorId
}

/** The actors who are the given resident. (An actor's record may name the resident who the actor is.) */
const actorsWho = ({ district }: Asking<MandateSlice>, resident: ResidentId): ReadonlyArray<ActorId> =>
  [...district.actors.values()].flatMap((actor) => (actor.resident === resident ? [actor.id] : []))

const latest = (one: Day, other: Day): Day => (one < other ? other : one)

/**
 * The companion pairs that end when a person leaves the district: the pair in which the person is the elder, and the
 * pairs in which the person is the volunteer.
 */
const pairsEnded = (
  asking: Asking<RegistryWorld>,
  resident: ResidentId,
  { by, on, recorded }: Ends
): ReadonlyArray<Companion.CompanionEvent> => {
  const volunteers = actorsWho(asking, resident)
  return [...asking.district.companions].flatMap(([elder, { since, volunteer }]) =>
    elder === resident || volunteers.includes(volunteer)
      ? [
          {
            _tag: "CompanionReleased" as const,
            volunteer,
            elder,
            // If a companion pair began after the stay of one of its people had ended, the pair ends on its first day,
            // so that it was never in force.
            on: latest(on, since),
            by,
            ...(recorded === undefined || recorded === latest(on, since) ? {} : { recorded })
          }
        ]
      : []
  )
}

/** The exclusions from coverage rules that end when a person leaves the district. */
const exclusionsEnded = (
  { district }: Asking<RegistryWorld>,
  resident: ResidentId,
  { by, on, recorded }: Ends
): ReadonlyArray<ExclusionDecider.ExclusionEvent> => {
  const subject = residentSubject(resident)
  return district.exclusions.flatMap((known) => {
    const from = latest(on, known.on)
    return known.subject !== subject || (known.until !== undefined && known.until < from)
      ? []
      : [
          {
            _tag: "ExclusionLifted" as const,
            rule: known.rule,
            subject,
            on: from,
            by,
            ...(recorded === undefined || recorded === from ? {} : { recorded })
          }
        ]
  })
}

/**
 * The events that restore what a departure ended, when the departure is undone: the companion pairs, if the volunteer
 * can still take the elder, and the exclusions from coverage rules.
 */
const restored = (
  asking: Asking<RegistryWorld>,
  resident: ResidentId,
  left: Day,
  by: ActorId
): ReadonlyArray<Change<RegistryOutcome>> => {
  const { district, on } = asking
  const volunteers = actorsWho(asking, resident)
  const loads = Companion.eldersOf(district.companions)
  const pairs = district.companionEvents.flatMap((event) => {
    if (event._tag !== "CompanionReleased" || event.on < left) return []
    const { elder, volunteer } = event
    const load = loads.get(volunteer) ?? 0
    const isOfStay = elder === resident || volunteers.includes(volunteer)
    if (!isOfStay || district.companions.has(elder) || load >= Companion.mostElders) return []
    loads.set(volunteer, load + 1)
    return [{ _tag: "CompanionReinstated" as const, volunteer, elder, released: event.on, on, by }]
  })
  const subject = residentSubject(resident)
  const exclusions = district.exclusionEvents.flatMap(({ event }) =>
    event._tag === "ExclusionLifted" && event.subject === subject && event.on >= left
      ? [{ _tag: "ExclusionReinstated" as const, rule: event.rule, subject, lifted: event.on, on, by }]
      : []
  )
  return [
    ...change<RegistryOutcome>(asking, Companion.stream, pairs),
    ...change<RegistryOutcome>(asking, ExclusionDecider.stream, exclusions)
  ]
}

/**
 * After two records of a person were merged, the companion of the duplicate becomes the companion of the person, unless
 * the person already has one.
 */
const pairsMerged = (
  { district, on }: Asking<RegistryWorld>,
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

/** When each resident of a registry died. */
export const deathsIn =
  ({ merged, residents }: Registry.Registry): PollDecider.Deaths =>
  (id) => {
    const left = residents.get(Registry.recordOf(merged, id))?.left
    return left?.departure === "died" ? left.on : undefined
  }

/** When each resident died, as known after one more event. */
const deathsAfter = (
  { district }: Asking<RegistryWorld>,
  event: Extract<Registry.RegistryEvent, { readonly _tag: "DepartureUndone" | "ResidentLeft" }>
): PollDecider.Deaths => {
  const { merged } = district.registry
  const before = deathsIn(district.registry)
  const died = event._tag === "ResidentLeft" && event.departure === "died" ? event.on : undefined
  return (resident) => (Registry.recordOf(merged, resident) === event.resident ? died : before(resident))
}

/** The changes of polls after a death, or after a death was undone. A poll that is over stays as it was counted. */
const pollsAfter = (
  asking: Asking<RegistryWorld>,
  events: typeof PollDecider.ballotsOfTheDead | typeof PollDecider.ballotsRestored,
  deaths: PollDecider.Deaths,
  by: ActorId
): ReadonlyArray<Change<RegistryOutcome>> =>
  [...asking.district.polls.values()].flatMap((poll) =>
    poll.closes < asking.on
      ? []
      : change<RegistryOutcome>(
          asking,
          OpenedPoll.stream(poll.id),
          events(poll, deaths, { by, on: asking.on })
        )
  )

/** The changes in other parts of the district that events of the registry cause. */
export const follows = (
  asking: Asking<RegistryWorld>,
  events: ReadonlyArray<Registry.RegistryEvent>,
  ends: Ends
): ReadonlyArray<Change<RegistryOutcome>> =>
  events.flatMap((event) => {
    switch (event._tag) {
      case "ResidentLeft":
        return [
          ...change<RegistryOutcome>(asking, Companion.stream, pairsEnded(asking, event.resident, ends)),
          ...change<RegistryOutcome>(
            asking,
            ExclusionDecider.stream,
            exclusionsEnded(asking, event.resident, ends)
          ),
          ...pollsAfter(asking, PollDecider.ballotsOfTheDead, deathsAfter(asking, event), ends.by)
        ]
      case "DepartureUndone":
        return [
          ...restored(asking, event.resident, event.left, ends.by),
          ...pollsAfter(asking, PollDecider.ballotsRestored, deathsAfter(asking, event), ends.by)
        ]
      case "ResidentsMerged":
        return change<RegistryOutcome>(asking, Companion.stream, pairsMerged(asking, event, ends.by))
      default:
        return []
    }
  })
