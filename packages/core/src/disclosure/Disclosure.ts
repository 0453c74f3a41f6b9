/**
 * Reading what is personal: who opened what of whom, and for which purpose. To open needs a role that may, within whose
 * mandate the resident or the case lies; what is sensitive needs a stated purpose as well (PIPL Arts 6, 28). In an
 * emergency whoever holds any mandate may take access for a short time, with a reason, and the secretary is told. Every
 * opening is an entry, written before anything is opened.
 */
import * as Schema from "effect/Schema"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { personal } from "../kernel/Personal.ts"
import { objections, type Rule, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import type { Scope } from "../place/Actor.ts"
import { buildingOf } from "../place/Facts.ts"
import { ActorId, type BranchId, type BuildingId, CaseId, type GroupId, ResidentId } from "../place/Id.ts"
import type { Registry } from "../place/Registry.ts"
import { resident as residentSubject } from "../place/Subject.ts"

/** The stream of a district that holds its openings. */
export const stream: StreamId = StreamId.make("disclosures")

/** How many days an emergency lasts, counted from its own. */
export const emergencyDays = 2

const Words = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))
const opening = { on: DayFromIso, by: ActorId }
const about = { resident: Schema.optionalKey(ResidentId), case: Schema.optionalKey(CaseId) }

/** How much is opened: what is personal, or what is sensitive as well. */
export const Extent = Schema.Literals(["personal", "sensitive"])
export type Extent = typeof Extent.Type

/**
 * What happens on the stream `disclosures`. One of `resident` and `case` says of whom or what; words are absent once the
 * resident was erased.
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
  /** Until the last day `until`, the actor may open everything of this resident or case. */
  EmergencyAccessTaken: {
    ...opening,
    ...about,
    until: DayFromIso,
    reason: Schema.optionalKey(personal(Words))
  }
})
export type DisclosureEvent = typeof DisclosureEvent.Type

/** Of whom or what. */
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
 * Why nothing is opened.
 *
 * @category refusals
 */
export type DisclosureRefusal =
  | { readonly _tag: "NothingOnRecord"; readonly about: string }
  | { readonly _tag: "PersonErased"; readonly resident: ResidentId }
  | { readonly _tag: "OutOfReach"; readonly about: string }
  | { readonly _tag: "PurposeMissing" }

/** An emergency in force. */
export interface Emergency {
  readonly by: ActorId
  readonly about: string
  readonly until: Day
}

/** What an opening looks at. */
export interface DisclosureState {
  readonly registry: Registry
  /** Where a case is and which group leads it. `undefined` if there is no such case. */
  readonly caseOf: (
    id: CaseId
  ) => { readonly buildings: ReadonlyArray<BuildingId>; readonly group: GroupId } | undefined
  readonly emergencies: ReadonlyArray<Emergency>
  /** The scopes within which the actor's mandates give a role that may open. */
  readonly scopes: ReadonlyArray<Scope>
  readonly branchesOf: (building: BuildingId) => ReadonlyArray<BranchId>
}

/** A text for what an opening is about, the same for the same: `resident/r-17`, `case/c-3`. */
export const aboutText = (self: { readonly resident?: ResidentId; readonly case?: CaseId }): string =>
  self.resident === undefined ? `case/${self.case}` : `resident/${self.resident}`

type Question<C extends DisclosureCommand = DisclosureCommand> = readonly [DisclosureState, C]
type Open = Extract<DisclosureCommand, { _tag: "OpenPersonal" }>

const isEmergency = ({ emergencies }: DisclosureState, { about, by, on }: DisclosureCommand): boolean =>
  emergencies.some((taken) => taken.by === by && taken.about === aboutText(about) && on <= taken.until)

const onRecord: Rule<Question, DisclosureRefusal> = {
  name: "what is opened is about a resident or a case on record",
  objections: ([{ caseOf, registry }, { about }]) => {
    if ("case" in about) {
      return caseOf(about.case) === undefined ? [{ _tag: "NothingOnRecord", about: aboutText(about) }] : []
    }
    const stay = registry.residents.get(about.resident)
    if (stay === undefined) return [{ _tag: "NothingOnRecord", about: aboutText(about) }]
    return stay.erased === true ? [{ _tag: "PersonErased", resident: about.resident }] : []
  }
}

/** Where the resident lives, or what the case is about. */
const buildingsOf = ({ caseOf, registry }: DisclosureState, about: About): ReadonlyArray<BuildingId> => {
  if ("case" in about) return caseOf(about.case)?.buildings ?? []
  const building = buildingOf(registry, residentSubject(about.resident))
  return building === undefined ? [] : [building]
}

const covers = (state: DisclosureState, scope: Scope, about: About): boolean => {
  if ("district" in scope) return true
  const buildings = buildingsOf(state, about)
  if ("building" in scope) return buildings.includes(scope.building)
  if ("branch" in scope) {
    return buildings.some((building) => state.branchesOf(building).includes(scope.branch))
  }
  // A group's mandate is for its cases, not for everybody who lives where it works.
  return "case" in about && state.caseOf(about.case)?.group === scope.group
}

const withinReach: Rule<Question<Open>, DisclosureRefusal> = {
  name: "whoever opens holds a mandate that reaches the resident or the case, or has taken emergency access",
  objections: ([state, command]) =>
    isEmergency(state, command) || state.scopes.some((scope) => covers(state, scope, command.about))
      ? []
      : [{ _tag: "OutOfReach", about: aboutText(command.about) }]
}

const purposeStated: Rule<Question<Open>, DisclosureRefusal> = {
  name: "what is sensitive is opened for a stated purpose",
  source: "PIPL Art. 28",
  objections: ([state, command]) =>
    command.extent === "personal" || command.purpose !== undefined || isEmergency(state, command)
      ? []
      : [{ _tag: "PurposeMissing" }]
}

/** The rules of disclosure. */
export const rules: ReadonlyArray<Rule<Question<Open>, DisclosureRefusal>> = [
  onRecord,
  withinReach,
  purposeStated
]

/**
 * The entry that an opening leaves, or every reason against it.
 *
 * @category decisions
 */
export const decide = (state: DisclosureState, command: DisclosureCommand) => {
  const { about, by, on } = command
  if (command._tag === "TakeEmergencyAccess") {
    const { reason } = command
    const until = add(on, emergencyDays - 1)
    return verdict<ReadonlyArray<DisclosureEvent>, DisclosureRefusal>(
      objections([onRecord], [state, command]),
      [{ _tag: "EmergencyAccessTaken", on, by, ...about, until, reason }]
    )
  }
  const { extent, purpose } = command
  // Whoever it is out of reach of learns that, and nothing else.
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

/** The emergencies after one more event. Those that are over are let go when the next is taken. */
export const evolve = (
  emergencies: ReadonlyArray<Emergency>,
  event: DisclosureEvent
): ReadonlyArray<Emergency> => {
  if (event._tag !== "EmergencyAccessTaken") return emergencies
  const { by, on, until } = event
  return [...emergencies.filter((taken) => taken.until >= on), { by, about: aboutText(event), until }]
}
