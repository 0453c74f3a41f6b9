/** The context of retention: erases personal data after the time for which they may be kept. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isOpen } from "../casework/CaseState.ts"
import {
  type IntakeEvent,
  type IntakeSlice,
  leading,
  type Report,
  streamOf as reportStream
} from "../intake/Intake.ts"
import type { Day } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { objections, refuse, verdict } from "../kernel/Rule.ts"
import { type ActorEvent } from "../mandates/ActorNames.ts"
import { type MandateSlice, streamOf } from "../mandates/Mandates.ts"
import {
  type Expired,
  type Purpose,
  type Retention,
  RetentionEvent,
  type RetentionRefusal,
  retentionStated,
  rules,
  stream,
  termOf
} from "../retention/Retention.ts"
import { mandatesOn, type Scope } from "../place/Actor.ts"
import { ActorId, type CaseId, type HouseholdId, ReportId, ResidentId } from "../place/Id.ts"
import { inEffect, type RegistryEvent, type Stay } from "../place/Registry.ts"
import { hasRecordsOf } from "../place/ScopeContent.ts"
import { decider, stream as registryStream } from "../place/RegistryDecider.ts"
import type { RegistryRefusal } from "../place/RegistryRefusal.ts"
import {
  building as buildingSubject,
  household as householdSubject,
  resident as residentSubject,
  type Subject
} from "../place/Subject.ts"
import type { ActorSlice } from "./ActorContext.ts"
import type { CaseworkSlice } from "./CaseworkSlice.ts"
import type { ContactSlice } from "./ContactContext.ts"
import {
  all,
  type Asking,
  type Change,
  change,
  type Decision,
  type Ground,
  make,
  type RequestOf
} from "./Context.ts"
import { format, type ModelSlice } from "./ModelContext.ts"
import type { PollSlice } from "./PollContext.ts"
import { inLaterFormat } from "./RegistryContext.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** The slices (parts) of a district from which the rules of retention are decided. */
export type RetentionWorld = ActorSlice &
  CaseworkSlice &
  ContactSlice &
  Ground &
  IntakeSlice &
  MandateSlice &
  ModelSlice &
  PollSlice &
  RegistrySlice

// ----------------------------------------------------------------------------------- personal data and their purposes

/** A period in which a resident lived in a household. `until` is the first day after this period. */
interface Housed {
  readonly household: HouseholdId
  readonly from: Day
  readonly until?: Day
}

const residentIn = (event: RegistryEvent): ResidentId | undefined => {
  if (event._tag === "ResidentEntered") return event.resident.id
  return "resident" in event ? event.resident : undefined
}

/** The households in which each resident has lived, in the order of time. */
const housedIn = (events: ReadonlyArray<RegistryEvent>): ReadonlyMap<ResidentId, ReadonlyArray<Housed>> => {
  const found = new Map<ResidentId, Array<Housed>>()
  for (const event of inEffect(events)) {
    const resident = residentIn(event)
    if (resident === undefined) continue
    const own = found.get(resident) ?? []
    found.set(resident, own)
    const before = own.at(-1)
    const end = () => {
      if (before !== undefined && before.until === undefined)
        own.splice(-1, 1, { ...before, until: event.on })
    }
    if (event._tag === "ResidentEntered" || event._tag === "ResidentMoved") {
      const household = event._tag === "ResidentMoved" ? event.household : event.resident.household
      end()
      own.push({ household, from: event.on })
    } else if (event._tag === "ResidentLeft") end()
  }
  return found
}

/** The personal data of a district, arranged so that the purposes of each person's data can be found. */
interface Held {
  readonly world: RetentionWorld
  readonly housed: ReadonlyMap<ResidentId, ReadonlyArray<Housed>>
  /** The days of the contacts with each subject (person or place). */
  readonly contacts: ReadonlyMap<Subject, ReadonlyArray<Day>>
  /** The cases about each subject (person or place). */
  readonly cases: ReadonlyMap<Subject, ReadonlyArray<CaseId>>
  /** The last day of each poll on a case. The key is the case. */
  readonly polls: ReadonlyMap<CaseId, ReadonlyArray<Day>>
}

const grouped = <K, V>(pairs: Iterable<readonly [K, V]>): ReadonlyMap<K, ReadonlyArray<V>> => {
  const found = new Map<K, Array<V>>()
  for (const [key, value] of pairs) {
    const own = found.get(key)
    if (own === undefined) found.set(key, [value])
    else own.push(value)
  }
  return found
}

const heldIn = (world: RetentionWorld): Held => ({
  world,
  housed: housedIn(world.registryEvents.all),
  contacts: grouped(world.contacts.all.map(({ on, subject }) => [subject, on] as const)),
  cases: grouped(
    [...world.cases].flatMap(([id, { state }]) =>
      state._tag === "Opened" ? state.subjects.map((subject) => [subject, id] as const) : []
    )
  ),
  polls: grouped([...world.polls.values()].map((poll) => [poll.case, poll.closes] as const))
})

/**
 * Whether a resident lived in a household on at least one day from `first` to `last`. If `last` is `undefined`, the
 * period has no end.
 */
const livedThere = ({ from, until }: Housed, first: Day, last: Day | undefined): boolean =>
  (last === undefined || from <= last) && (until === undefined || first < until)

/** The purposes for which the data of a case and of its polls are kept. */
const purposesOfCase = ({ polls, world }: Held, id: CaseId): ReadonlyArray<Purpose> => {
  const state = world.cases.get(id)?.state
  if (state?._tag !== "Opened") return []
  const { ending } = state
  return [
    isOpen(state) || ending === undefined ? { kind: "cases" } : { kind: "cases", ended: ending.on },
    ...(polls.get(id) ?? []).map((ended): Purpose => ({ kind: "polls", ended }))
  ]
}

/**
 * The purposes for which the sealed (encrypted) data about a resident are kept, without the purposes of the registry.
 */
const purposesOfRecord = (held: Held, record: ResidentId): ReadonlyArray<Purpose> => {
  const own = residentSubject(record)
  const homes = held.housed.get(record) ?? []
  const contacts = [
    ...(held.contacts.get(own) ?? []),
    ...homes.flatMap((home) =>
      (held.contacts.get(householdSubject(home.household)) ?? []).filter((on) => livedThere(home, on, on))
    )
  ]
  const cases = new Set([
    ...(held.cases.get(own) ?? []),
    ...homes.flatMap((home) =>
      (held.cases.get(householdSubject(home.household)) ?? []).filter((id) => {
        const state = held.world.cases.get(id)?.state
        return state?._tag === "Opened" && livedThere(home, state.opened, state.ending?.on)
      })
    )
  ])
  return [
    ...contacts.map((ended): Purpose => ({ kind: "contacts", ended })),
    ...[...cases].flatMap((id) => purposesOfCase(held, id))
  ]
}

/**
 * The purposes for which the texts of a report are kept: until the report is decided, and until its case has ended. The
 * decision on the report into which it was merged counts for it, too.
 */
const purposesOfReport = (held: Held, report: Report): ReadonlyArray<Purpose> => {
  const { decided } = leading(held.world, report)
  if (decided === undefined) return [{ kind: "reports" }]
  if (decided._tag !== "Accepted") return [{ kind: "reports", ended: decided.on }]
  const state = held.world.cases.get(decided.case)?.state
  const ended = state?._tag === "Opened" ? state.ending?.on : undefined
  return [{ kind: "reports", ...given("ended", ended) }]
}

/** All records of one person: the record of the resident, and the records that were merged into it. */
const recordsOf = (self: RegistrySlice, resident: ResidentId): ReadonlyArray<ResidentId> => [
  resident,
  ...[...self.registry.merged].flatMap(([from, into]) => (into === resident ? recordsOf(self, from) : []))
]

/**
 * The last day of the last mandate of an actor, as a purpose of keeping data. `ended` is missing if a mandate has no
 * end. `undefined` if the actor has no mandates.
 */
const lastMandate = (mandates: ReadonlyArray<{ readonly until?: Day }>): Purpose | undefined => {
  const [first, ...others] = mandates.map(({ until }) => until)
  if (mandates.length === 0) return undefined
  const last = others.reduce(
    (one, other) => (one === undefined || other === undefined ? undefined : one < other ? other : one),
    first
  )
  return last === undefined ? { kind: "actors" } : { kind: "actors", ended: last }
}

/**
 * The people whose data must be erased by a day, as far as is known now, sorted by id. The data of residents must be
 * erased only after the residents have died or moved away.
 *
 * @category questions
 */
export const expiredOn = (world: RetentionWorld, retention: Retention, on: Day): ReadonlyArray<Expired> => {
  const { actors, erased, erasedActors, registry, versions } = world
  const held = heldIn(world)
  const residents = [...registry.residents.values()].flatMap(({ id, left }: Stay): ReadonlyArray<Expired> => {
    if (left === undefined || erased.has(id)) return []
    const term = termOf(retention, [
      { kind: "residents", ended: left.on },
      ...recordsOf(world, id).flatMap((record) => purposesOfRecord(held, record))
    ])
    return term === undefined || on < term.due ? [] : [{ resident: id, ...term }]
  })
  const others = [...actors.values()].flatMap(({ id, mandates, resident }): ReadonlyArray<Expired> => {
    const isSealed = (versions.get(streamOf(id)) ?? 0) > 0
    if (resident !== undefined || erasedActors.has(id) || !isSealed) return []
    const purpose = lastMandate(mandates)
    const term = purpose === undefined ? undefined : termOf(retention, [purpose])
    return term === undefined || on < term.due ? [] : [{ actor: id, ...term }]
  })
  const byId = (one: Expired, other: Expired): number => {
    const [a, b] = [one, other].map(({ actor, report, resident }) => `${resident ?? actor ?? report}`)
    return a === undefined || b === undefined || a === b ? 0 : a < b ? -1 : 1
  }
  const reports = [...world.reports.values()].flatMap((report): ReadonlyArray<Expired> => {
    const term = report.erased === true ? undefined : termOf(retention, purposesOfReport(held, report))
    return term === undefined || on < term.due ? [] : [{ report: report.id, ...term }]
  })
  return [...residents.toSorted(byId), ...others.toSorted(byId), ...reports.toSorted(byId)]
}

/**
 * The people whose data must be erased by a day and may be erased by the actor. An actor with a mandate for a building
 * may erase the data of its residents. For the data of other people, a mandate for the whole district is required.
 */
export const dueFor = (
  { actor, district, model, on: today }: Asking<RetentionWorld>,
  on: Day = today
): ReadonlyArray<Expired> => {
  const { retention } = model
  if (retention === undefined) return []
  const scopes = mandatesOn(actor, today).flatMap(({ role, scope }): ReadonlyArray<Scope> =>
    model.roles.get(role)?.may.includes("erasure") === true ? [scope] : []
  )
  const subjectOf = ({ report, resident }: Expired): Subject | undefined => {
    if (resident !== undefined) return residentSubject(resident)
    const building = report === undefined ? undefined : district.reports.get(report)?.building
    return building === undefined ? undefined : buildingSubject(building)
  }
  const reaches = (expired: Expired): boolean => {
    const subject = subjectOf(expired)
    return scopes.some((scope) =>
      subject === undefined ? "district" in scope : hasRecordsOf(scope, subject, model, district.registry)
    )
  }
  return expiredOn(district, retention, on).filter(reaches)
}

// ------------------------------------------------------------------------------------------------------------ deciding

const requests = {
  /** Permanently erases the data of people whose retention period is over. Default: the data of all such people. */
  EraseExpired: {
    residents: Schema.optionalKey(Schema.NonEmptyArray(ResidentId)),
    actors: Schema.optionalKey(Schema.NonEmptyArray(ActorId)),
    reports: Schema.optionalKey(Schema.NonEmptyArray(ReportId))
  }
}

type Event = RetentionEvent | RegistryEvent | ActorEvent | IntakeEvent
type Reason = RetentionRefusal | RegistryRefusal | { readonly _tag: "FormatNeeded"; readonly format: number }

const basis = "no-longer-needed"

const decide = (
  asking: Asking<RetentionWorld>,
  { actors, reports, residents }: RequestOf<typeof requests>
): Decision<Event, Reason> => {
  const { actor: asker, district, model, on } = asking
  if (district.format < format) return refuse(inLaterFormat, { _tag: "FormatNeeded", format })
  if (model.retention === undefined) return refuse(retentionStated, { _tag: "RetentionUnset" })
  const by = asker.id
  const due = dueFor(asking)
  const people = [...(residents ?? []), ...(actors ?? []), ...(reports ?? [])]
  return Result.flatMap(verdict(objections(rules, { people, due }), due), (): Decision<Event, Reason> => {
    const wanted =
      people.length === 0
        ? due
        : due.filter(({ actor, report, resident }) =>
            people.some((person) => person === resident || person === actor || person === report)
          )
    const [first, ...others] = wanted
    if (first === undefined) return Result.succeed([])
    const applied: Event = { _tag: "RetentionApplied", on, by, erased: [first, ...others] }
    return Result.map(
      all<Event, RegistryRefusal>(
        wanted.map(({ actor, report, resident }): Decision<Event, RegistryRefusal> => {
          if (resident !== undefined) {
            const command = { _tag: "EraseResident" as const, on, by, resident, basis } as const
            return Result.map(decider.decide(district.registry, command), (events) =>
              change<Event>(asking, registryStream, events)
            )
          }
          if (report !== undefined) {
            return Result.succeed(
              change<Event>(asking, reportStream(report), [{ _tag: "ReportErased", on, by, report, basis }])
            )
          }
          return Result.succeed(
            actor === undefined
              ? []
              : change<Event>(asking, streamOf(actor), [{ _tag: "ActorErased", on, by, actor, basis }])
          )
        })
      ),
      (changes): ReadonlyArray<Change<Event>> => {
        const [registry, rest] = [
          changes.filter(({ stream }) => stream === registryStream),
          changes.filter(({ stream }) => stream !== registryStream)
        ]
        return [
          ...change(asking, stream, [applied]),
          // Only one change for each stream, because a change states the expected version of its stream.
          ...change(
            asking,
            registryStream,
            registry.flatMap(({ events }) => events)
          ),
          ...rest
        ]
      }
    )
  })
}

// These events change no state here: the erasures are in the slices (parts) of the registry and the actors.
const apply = (): undefined => undefined

/** @category contexts */
export const retentionContext = make({
  id: "retention",
  events: RetentionEvent,
  opens: true,
  initial: (): object => ({}),
  apply,
  requests,
  authorities: {
    // If the request lists no people, it is about the people within the scope of the actor's mandates.
    EraseExpired: { may: "erasure", about: ({ residents = [] }) => residents.map(residentSubject) }
  },
  rules: [retentionStated, ...rules, inLaterFormat],
  decide
})
