/**
 * Decides who may open (decrypt and read) sealed personal data. Records who opened the data of which person, and for
 * which purpose. To open data, an actor needs a role with this authority, and a mandate whose scope includes the
 * resident or the case. For sensitive data, the actor must also state a purpose (PIPL Arts 6, 28). In an emergency, an
 * actor without such a role may take access for a short time, if the actor's mandate includes the place. The actor must
 * state a reason, and may do this only a few times. The secretary is notified. Every disclosure is recorded as an entry
 * before any data are opened.
 */
import * as Schema from "effect/Schema"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { hidden, personal } from "../kernel/Personal.ts"
import { makeFor, objections, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import type { EmergencyAccess } from "./EmergencyAccess.ts"
import { type Areas, hasBuilding } from "../place/ScopeContent.ts"
import type { Scope } from "../place/Actor.ts"
import { buildingOf } from "../place/Facts.ts"
import { ActorId, type BuildingId, CaseId, type GroupId, ResidentId } from "../place/Id.ts"
import type { Registry } from "../place/Registry.ts"
import { resident as residentSubject } from "../place/Subject.ts"

/** The stream of a district that contains its disclosures (records of who opened personal data). */
export const stream: StreamId = StreamId.make("disclosures")

/** For how many days an emergency access is valid, including the first day. */
export const emergencyDays = 2

const Words = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))
const opening = { on: DayFromIso, by: ActorId }
const about = {
  resident: Schema.optionalKey(hidden(ResidentId)),
  case: Schema.optionalKey(hidden(CaseId))
}

/** Which data an actor opens: only personal data, or sensitive data as well. */
export const Extent = Schema.Literals(["personal", "sensitive"])
export type Extent = typeof Extent.Type

/**
 * The events of the stream `disclosures` (who opened personal data). Each event has either `resident` or `case`. The
 * texts (purpose and reason) are missing after the resident was erased.
 *
 * @category events
 */
export const DisclosureEvent = Schema.TaggedUnion({
  PersonalOpened: {
    ...opening,
    ...about,
    extent: Extent,
    emergency: Schema.Boolean,
    purpose: Schema.optionalKey(personal(Words))
  },
  /** Emergency access: until the day `until` (included), the actor may open all data of this resident or case. */
  EmergencyAccessTaken: {
    ...opening,
    ...about,
    until: DayFromIso,
    reason: Schema.optionalKey(personal(Words))
  }
})
export type DisclosureEvent = typeof DisclosureEvent.Type

/** The resident or the case whose data are opened. */
export const About = Schema.Union([Schema.Struct({ resident: ResidentId }), Schema.Struct({ case: CaseId })])
export type About = typeof About.Type

/** @category commands */
export type DisclosureCommand =
  | {
      readonly _tag: "OpenPersonal"
      readonly on: Day
      readonly by: ActorId
      readonly about: About
      readonly extent: Extent
      readonly purpose?: string
    }
  | {
      readonly _tag: "TakeEmergencyAccess"
      readonly on: Day
      readonly by: ActorId
      readonly about: About
      readonly reason: string
    }

/**
 * Why a request to open personal data is refused.
 *
 * @category refusals
 */
export type DisclosureRefusal =
  | { readonly _tag: "NothingOnRecord"; readonly about: string }
  | { readonly _tag: "PersonErased"; readonly resident: ResidentId }
  | { readonly _tag: "OutOfReach"; readonly about: string }
  | { readonly _tag: "PurposeMissing" }
  /** The reason is too short to say what happened. */
  | { readonly _tag: "EmergencyNotStated" }
  /** The actor has already taken emergency access `most` times within the last `days` days. */
  | { readonly _tag: "EmergencyTooOften"; readonly most: number; readonly days: number }

/** The emergency access of an actor to personal data, with its last day. */
export interface Emergency {
  readonly by: ActorId
  readonly about: string
  readonly until: Day
}

/** The fact that an actor took emergency access: which actor, and on which day. */
export interface Taking {
  readonly by: ActorId
  readonly on: Day
}

/** The facts from which a request to open personal data is decided. */
export interface DisclosureState {
  readonly registry: Registry
  /**
   * Returns the buildings of a case and the group that is responsible for it. `undefined` if the case does not exist.
   */
  readonly caseOf: (
    id: CaseId
  ) => { readonly buildings: ReadonlyArray<BuildingId>; readonly group: GroupId } | undefined
  readonly emergencies: ReadonlyArray<Emergency>
  /** The scopes (parts of the district) of those mandates of the actor whose role may open personal data. */
  readonly scopes: ReadonlyArray<Scope>
  /** The scopes of all mandates of the actor. */
  readonly allScopes: ReadonlyArray<Scope>
  readonly areas: Areas
  /** All emergency accesses that were ever taken, also those that have ended. */
  readonly takings: ReadonlyArray<Taking>
  readonly limit: EmergencyAccess
}

/** The resident or the case as a text, so that it can be compared: `resident/r-17`, `case/c-3`. */
export const aboutText = (self: { readonly resident?: ResidentId; readonly case?: CaseId }): string =>
  self.resident === undefined ? `case/${self.case}` : `resident/${self.resident}`

type Question<C extends DisclosureCommand = DisclosureCommand> = readonly [DisclosureState, C]
type Open = Extract<DisclosureCommand, { _tag: "OpenPersonal" }>
type Take = Extract<DisclosureCommand, { _tag: "TakeEmergencyAccess" }>

const isEmergency = ({ emergencies }: DisclosureState, { about, by, on }: DisclosureCommand): boolean =>
  emergencies.some((taken) => taken.by === by && taken.about === aboutText(about) && on <= taken.until)

const onRecord = makeFor<Question, DisclosureRefusal>()({
  id: "disclosure-on-record",
  name: "only data of a resident or a case on record are opened",
  reasons: ["NothingOnRecord", "PersonErased"],
  objections: ([{ caseOf, registry }, { about }]) => {
    if ("case" in about) {
      return caseOf(about.case) === undefined ? [{ _tag: "NothingOnRecord", about: aboutText(about) }] : []
    }
    const stay = registry.residents.get(about.resident)
    if (stay === undefined) return [{ _tag: "NothingOnRecord", about: aboutText(about) }]
    return stay.erased === true ? [{ _tag: "PersonErased", resident: about.resident }] : []
  }
})

/** The building in which the resident lives, or the buildings of the case. */
const buildingsOf = ({ caseOf, registry }: DisclosureState, about: About): ReadonlyArray<BuildingId> => {
  if ("case" in about) return caseOf(about.case)?.buildings ?? []
  const building = buildingOf(registry, residentSubject(about.resident))
  return building === undefined ? [] : [building]
}

const covers = (state: DisclosureState, scope: Scope, about: About): boolean => {
  if ("district" in scope) return true
  // A mandate for a group covers the cases of the group. Only in an emergency, it also covers the residents of its
  // buildings: see `reachesInEmergency`.
  if ("group" in scope) return "case" in about && state.caseOf(about.case)?.group === scope.group
  return buildingsOf(state, about).some((building) => hasBuilding(scope, building, state.areas))
}

/**
 * Whether a scope includes a place in an emergency. In an emergency, the scope of a group also includes the residents
 * of the buildings in which the group works.
 */
const reachesInEmergency = (state: DisclosureState, scope: Scope, about: About): boolean =>
  covers(state, scope, about) ||
  buildingsOf(state, about).some((building) => hasBuilding(scope, building, state.areas))

const withinReach = makeFor<Question<Open>, DisclosureRefusal>()({
  id: "disclosure-within-reach",
  name: "the actor has a mandate that reaches the resident or the case, or has taken emergency access",
  reasons: ["OutOfReach"],
  objections: ([state, command]) =>
    isEmergency(state, command) || state.scopes.some((scope) => covers(state, scope, command.about))
      ? []
      : [{ _tag: "OutOfReach", about: aboutText(command.about) }]
})

const purposeStated = makeFor<Question<Open>, DisclosureRefusal>()({
  id: "disclosure-purpose",
  name: "sensitive data are opened for a stated purpose",
  source: "PIPL Art. 28",
  reasons: ["PurposeMissing"],
  objections: ([state, command]) =>
    command.extent === "personal" || command.purpose !== undefined || isEmergency(state, command)
      ? []
      : [{ _tag: "PurposeMissing" }]
})

const rule = makeFor<Question<Take>, DisclosureRefusal>()

const isOnRecord = ({ caseOf, registry }: DisclosureState, about: About): boolean =>
  "case" in about ? caseOf(about.case) !== undefined : registry.residents.has(about.resident)

const emergencyWithinReach = rule({
  id: "emergency-within-reach",
  name: "emergency access is taken to a resident or a case that a mandate of the actor reaches",
  reasons: ["OutOfReach"],
  // If the id does not exist, the reason is the same. So the answer does not reveal which ids exist.
  objections: ([state, { about }]) =>
    isOnRecord(state, about) && state.allScopes.some((scope) => reachesInEmergency(state, scope, about))
      ? []
      : [{ _tag: "OutOfReach", about: aboutText(about) }]
})

// A reason must contain at least four different Chinese characters, such as 无人应门, or two different words.
const saysSomething = (reason: string): boolean => {
  const characters = new Set(reason.match(/\p{Script=Han}/gu))
  const words = new Set(reason.toLowerCase().match(/[\p{L}\p{M}]{2,}/gu))
  return characters.size >= 4 || (characters.size === 0 && words.size >= 2)
}

const emergencyStated = rule({
  id: "emergency-stated",
  name: "the reason for emergency access says what happened: at least four Chinese characters, or two words",
  reasons: ["EmergencyNotStated"],
  objections: ([, { reason }]) => (saysSomething(reason) ? [] : [{ _tag: "EmergencyNotStated" }])
})

const emergencyIsRare = rule({
  id: "emergency-rare",
  name: "an actor takes emergency access no more often than the model allows",
  source: "PIPL Art. 6",
  reasons: ["EmergencyTooOften"],
  objections: ([{ limit, takings }, { by, on }]) => {
    const first = add(on, 1 - limit.days)
    const count = takings.filter((taking) => taking.by === by && taking.on >= first).length
    return count < limit.most ? [] : [{ _tag: "EmergencyTooOften", ...limit }]
  }
})

/** The rules in force for opening personal data. */
export const rules = [
  onRecord,
  withinReach,
  purposeStated,
  emergencyWithinReach,
  emergencyStated,
  emergencyIsRare
] as const

/**
 * Decides on a request to open personal data: returns the event that records it, or all reasons against it.
 *
 * @category decisions
 */
export const decide = (state: DisclosureState, command: DisclosureCommand) => {
  const { about, by, on } = command
  if (command._tag === "TakeEmergencyAccess") {
    const { reason } = command
    const until = add(on, emergencyDays - 1)
    // If the place is not covered by the actor's mandates, return only this reason, so that nothing else is revealed.
    const away = objections([emergencyWithinReach], [state, command])
    return verdict<ReadonlyArray<DisclosureEvent>, DisclosureRefusal>(
      away.length > 0
        ? away
        : [
            ...objections([onRecord], [state, command]),
            ...objections([emergencyStated, emergencyIsRare], [state, command])
          ],
      [{ _tag: "EmergencyAccessTaken", on, by, ...about, until, reason }]
    )
  }
  const { extent, purpose } = command
  // If the actor's mandates do not cover the resident or the case, return only this reason. Other reasons would reveal
  // something about the resident or the case.
  const beyond = objections([withinReach], [state, command])
  return verdict<ReadonlyArray<DisclosureEvent>, DisclosureRefusal>(
    beyond.length > 0 ? beyond : objections([onRecord, purposeStated], [state, command]),
    [
      {
        _tag: "PersonalOpened",
        on,
        by,
        ...about,
        extent,
        emergency: isEmergency(state, command),
        ...(purpose === undefined ? {} : { purpose })
      }
    ]
  )
}

/**
 * Returns the list of emergency accesses to personal data after one more event. Expired accesses are removed from the
 * list when another one is taken.
 */
export const evolve = (
  emergencies: ReadonlyArray<Emergency>,
  event: DisclosureEvent
): ReadonlyArray<Emergency> => {
  if (event._tag !== "EmergencyAccessTaken") return emergencies
  const { by, on, until } = event
  return [...emergencies.filter((taken) => taken.until >= on), { by, about: aboutText(event), until }]
}
