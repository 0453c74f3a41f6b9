/**
 * The Elderly Companion scheme: which volunteer looks after which elder. An elder has one companion at a time. The model
 * limits how many elders a volunteer looks after, and a volunteer may have offered fewer. `companions/Companions` computes the best pairs. This module decides
 * commands on pairs of a volunteer and an elder.
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { given } from "../kernel/OptionalKey.ts"
import { hidden, sensitive } from "../kernel/Personal.ts"
import { inOrder } from "../kernel/Recorded.ts"
import { type DecisionRefused, makeFor, objections, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { isPaired, type PairFact } from "../place/Facts.ts"
import { ActorId, ResidentId } from "../place/Id.ts"
import { isPresent, type Registry } from "../place/Registry.ts"

/** The stream that contains the events of a district's companion pairs (a volunteer and an elder). */
export const stream = StreamId.make("companions")

/**
 * The maximum number of elders of one volunteer if the model does not state any (Shanghai's Elderly Companion scheme
 * allows one to five).
 */
export const mostElders = 5

const pair = { volunteer: ActorId, elder: ResidentId }

/**
 * An elder, and the volunteer who was chosen as the elder's companion. If `volunteer` is missing, no companion was
 * chosen.
 */
export const CompanionChoice = Schema.Struct({
  elder: ResidentId,
  volunteer: Schema.optionalKey(ActorId)
})
export interface CompanionChoice extends Schema.Schema.Type<typeof CompanionChoice> {}

const Words = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))

const event = {
  volunteer: ActorId,
  elder: hidden(ResidentId),
  on: DayFromIso,
  by: ActorId,
  /** The day on which the event was recorded. Missing if this is the day of the event. */
  recorded: Schema.optionalKey(DayFromIso)
}

/** @category events */
export const CompanionEvent = Schema.TaggedUnion({
  CompanionAssigned: event,
  /** `gone`: the resident whose death or departure ended the pair. Missing if people ended it. */
  CompanionReleased: { ...event, gone: Schema.optionalKey(hidden(ResidentId)) },
  /**
   * A pair had been ended on the day `released`, because a person had left the district. The departure was entered by
   * mistake, so the pair continues as if it had not ended.
   */
  CompanionReinstated: { ...event, released: DayFromIso },
  /**
   * The elder or the volunteer does not want the other person. The pair of these two is not proposed again, unless
   * people assign it.
   */
  CompanionRefused: { ...event, reason: Schema.optionalKey(sensitive(Words)) }
})
export type CompanionEvent = typeof CompanionEvent.Type

/** @category commands */
export const CompanionCommand = Schema.TaggedUnion({
  /** Assigns companions to elders. Either all pairs in the command are assigned, or none. */
  AssignCompanions: { pairs: Schema.NonEmptyArray(Schema.Struct(pair)), on: DayFromIso, by: ActorId },
  ReleaseCompanion: { elder: ResidentId, on: DayFromIso, by: ActorId },
  /**
   * The elder or the volunteer refuses the other person. If the two are a pair, the pair ends. It will not be proposed
   * again (PIPL Art. 24).
   */
  RefuseCompanion: { ...pair, on: DayFromIso, by: ActorId, reason: sensitive(Words) },
  /**
   * Replaces the present companions of elders with other companions, or removes them. Either all changes are made, or
   * none.
   */
  RearrangeCompanions: {
    before: Schema.Array(Schema.Struct(pair)),
    pairs: Schema.Array(CompanionChoice),
    on: DayFromIso,
    by: ActorId
  }
})
export type CompanionCommand = typeof CompanionCommand.Type

/**
 * Why a command on companions of elders is refused.
 *
 * @category refusals
 */
export type CompanionRefusal =
  | { readonly _tag: "ElderUnknown"; readonly elder: ResidentId }
  | { readonly _tag: "ElderHasCompanion"; readonly elder: ResidentId; readonly volunteer: ActorId }
  | { readonly _tag: "ElderHasNoCompanion"; readonly elder: ResidentId }
  | { readonly _tag: "ElderTwice"; readonly elder: ResidentId }
  /** The volunteer is a resident who has died or left the district. */
  | { readonly _tag: "VolunteerGone"; readonly volunteer: ActorId }
  /** The companion of the elder has changed since the new companions were computed. */
  | { readonly _tag: "CompanionChanged"; readonly elder: ResidentId }
  | {
      readonly _tag: "TooManyElders"
      readonly volunteer: ActorId
      readonly elders: number
      readonly most: number
    }

/** The companion of an elder, and the first day of the pair. */
export interface Companionship {
  readonly volunteer: ActorId
  readonly since: Day
}

/** The companion of each elder who has one. */
export type Companions = ReadonlyMap<ResidentId, Companionship>

/**
 * The pairs that the elder or the volunteer has refused, with the reason. The reason is missing if the elder's data
 * were erased.
 */
export type CompanionRefusals = ReadonlyArray<Pair & { readonly reason?: string }>

/** The data from which a command on companions of elders is decided. */
export interface CompanionState {
  readonly companions: Companions
  /** The registry on the day of the command. */
  readonly registry: Registry
  /**
   * All pairs of a volunteer and an elder, also those that have ended. They are needed if the day of the command is
   * before the day of other entries.
   */
  readonly pairs?: ReadonlyArray<PairFact>
  /** Whether a volunteer is a resident who has died or left by the day of the command. Default: no volunteer has. */
  readonly isGone?: (volunteer: ActorId) => boolean
  /** The maximum number of elders of a volunteer. Default: {@link mostElders} for every volunteer. */
  readonly limitOf?: (volunteer: ActorId) => number
  /**
   * Whether the day of the command is before today. Then pairs that began after the day of the command can prevent it.
   */
  readonly isLate?: boolean
}

type Pair = Pick<CompanionChoice, "elder"> & { readonly volunteer: ActorId }

/** The number of elders of each volunteer. */
const eldersOf = (companions: Companions): Map<ActorId, number> => {
  const counts = new Map<ActorId, number>()
  for (const { volunteer } of companions.values()) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
  return counts
}

/** The pairs of a volunteer and an elder that are in force on a day or at any time after it. */
const from = (pairs: ReadonlyArray<PairFact>, on: Day): ReadonlyArray<PairFact> =>
  pairs.filter(({ from, until }) => until === undefined || (until >= on && until >= from))

/** The maximum number of elders that a volunteer has at the same time, on a day or after it. */
const mostFrom = (pairs: ReadonlyArray<PairFact>, volunteer: ActorId, on: Day): number => {
  const own = from(pairs, on).filter((pair) => pair.volunteer === volunteer)
  const days = [on, ...own.map((pair) => (pair.from > on ? pair.from : on))]
  return Math.max(...days.map((day) => own.filter((pair) => isPaired(pair, day)).length))
}

/** The companion of an elder on a day. */
const companionOn = (
  { companions, isLate, pairs = [] }: CompanionState,
  elder: ResidentId,
  on: Day
): { readonly volunteer: ActorId } | undefined =>
  isLate === true ? pairs.find((pair) => pair.elder === elder && isPaired(pair, on)) : companions.get(elder)

/** The input of the rules for assigning companions: the new pairs, and the companions that do not change. */
export interface Assignment {
  readonly companions: Companions
  readonly registry: Registry
  readonly pairs: ReadonlyArray<Pair>
  readonly on: Day
  /** The number of elders of each volunteer, without the new pairs. Default: counted from `companions`. */
  readonly elders?: ReadonlyMap<ActorId, number>
  readonly isGone?: CompanionState["isGone"]
  readonly limitOf?: CompanionState["limitOf"]
}

/**
 * Makes the input of the rules for new pairs of a volunteer and an elder that begin on a day. If the day is in the
 * past, pairs that began after it also prevent a new pair, because an elder has one companion at a time.
 */
const assignment = (state: CompanionState, pairs: ReadonlyArray<Pair>, on: Day): Assignment => {
  const { companions, isGone, isLate, limitOf, pairs: history = [], registry } = state
  const volunteers = { ...given("isGone", isGone), ...given("limitOf", limitOf) }
  if (isLate !== true) return { companions, registry, pairs, on, ...volunteers }
  return {
    ...volunteers,
    companions: new Map(
      from(history, on).map((pair) => [pair.elder, { volunteer: pair.volunteer, since: pair.from }] as const)
    ),
    registry,
    pairs,
    on,
    elders: new Map(pairs.map(({ volunteer }) => [volunteer, mostFrom(history, volunteer, on)] as const))
  }
}

const ruleOfAssigning = makeFor<Assignment, CompanionRefusal>()

const livesHere = ({ registry }: Pick<CompanionState, "registry">, elder: ResidentId, on: Day): boolean => {
  const resident = registry.residents.get(elder)
  return resident !== undefined && isPresent(resident, on)
}

const oneEach = ruleOfAssigning({
  id: "companion-one-each",
  name: "an elder who lives in the district has one companion at a time",
  reasons: ["ElderUnknown", "ElderHasCompanion", "ElderTwice"],
  objections: ({ companions, on, pairs, registry }) => {
    const seen = new Set<ResidentId>()
    return pairs.flatMap(({ elder }) => {
      const companion = companions.get(elder)
      const isRepeated = seen.has(elder)
      seen.add(elder)
      return [
        ...(livesHere({ registry }, elder, on) ? [] : [{ _tag: "ElderUnknown" as const, elder }]),
        ...(companion === undefined
          ? []
          : [{ _tag: "ElderHasCompanion" as const, elder, volunteer: companion.volunteer }]),
        ...(isRepeated ? [{ _tag: "ElderTwice" as const, elder }] : [])
      ]
    })
  }
})

const capacityHolds = ruleOfAssigning({
  id: "companion-capacity-holds",
  name: "a volunteer looks after no more elders than the model permits and the volunteer has offered",
  source: "Elderly Companion scheme (老伙伴计划): one volunteer to five elders at most",
  reasons: ["TooManyElders"],
  objections: ({ companions, elders: before, limitOf = () => mostElders, pairs }) => {
    const counts = before === undefined ? eldersOf(companions) : new Map(before)
    for (const { volunteer } of pairs) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
    return [...new Set(pairs.map(({ volunteer }) => volunteer))].flatMap((volunteer) => {
      const elders = counts.get(volunteer) ?? 0
      const most = limitOf(volunteer)
      return elders > most ? [{ _tag: "TooManyElders" as const, volunteer, elders, most }] : []
    })
  }
})

const volunteerPresent = ruleOfAssigning({
  id: "companion-volunteer-present",
  name: "a companion is a volunteer who has neither died nor left the district",
  reasons: ["VolunteerGone"],
  objections: ({ isGone, pairs }) =>
    [...new Set(pairs.map(({ volunteer }) => volunteer))].flatMap((volunteer) =>
      isGone?.(volunteer) === true ? [{ _tag: "VolunteerGone" as const, volunteer }] : []
    )
})

export interface OnCommand<Tag extends CompanionCommand["_tag"]> {
  readonly state: CompanionState
  readonly command: Extract<CompanionCommand, { readonly _tag: Tag }>
}

const hasCompanion = makeFor<OnCommand<"ReleaseCompanion">, CompanionRefusal>()({
  id: "companion-to-release",
  name: "only an elder with a companion is released from one",
  reasons: ["ElderHasNoCompanion"],
  objections: ({ command: { elder, on }, state }) =>
    companionOn(state, elder, on) === undefined ? [{ _tag: "ElderHasNoCompanion", elder }] : []
})

const aboutAnElder = makeFor<OnCommand<"RefuseCompanion">, CompanionRefusal>()({
  id: "companion-refused-by-resident",
  name: "a companion is refused for an elder who lives in the district",
  source: "PIPL Art. 24",
  reasons: ["ElderUnknown"],
  objections: ({ command: { elder, on }, state }) =>
    livesHere(state, elder, on) ? [] : [{ _tag: "ElderUnknown", elder }]
})

const isUnchanged = makeFor<OnCommand<"RearrangeCompanions">, CompanionRefusal>()({
  id: "companion-unchanged",
  name: "companions are replaced only as long as they are those from which the plan was computed",
  reasons: ["CompanionChanged"],
  objections: ({ command: { before, pairs }, state: { companions } }) => {
    const had = new Map(before.map(({ elder, volunteer }) => [elder, volunteer]))
    return pairs.flatMap(({ elder }) =>
      companions.get(elder)?.volunteer === had.get(elder)
        ? []
        : [{ _tag: "CompanionChanged" as const, elder }]
    )
  }
})

/**
 * The rules in force for companions. The keys are the kinds of command. A command that rearranges companions must
 * follow the rules for assigning, too.
 *
 * @category rules
 */
export const rules = {
  assign: [oneEach, capacityHolds, volunteerPresent],
  release: [hasCompanion],
  refuse: [aboutAnElder],
  rearrange: [isUnchanged]
} as const

/**
 * Decides a command on companions: returns its events, or all reasons why it is refused.
 *
 * @category decisions
 */
export const decide: Decider<CompanionState, CompanionCommand, CompanionEvent, CompanionRefusal>["decide"] = (
  state,
  command
) => {
  const { by, on } = command
  switch (command._tag) {
    case "AssignCompanions":
      return verdict(
        objections(rules.assign, assignment(state, command.pairs, on)),
        command.pairs.map(({ elder, volunteer }) => ({
          _tag: "CompanionAssigned" as const,
          volunteer,
          elder,
          on,
          by
        }))
      )
    case "ReleaseCompanion": {
      const { elder } = command
      const companion = companionOn(state, elder, on)
      return verdict<ReadonlyArray<CompanionEvent>, CompanionRefusal>(
        objections(rules.release, { state, command }),
        companion === undefined
          ? []
          : [{ _tag: "CompanionReleased", volunteer: companion.volunteer, elder, on, by }]
      )
    }
    case "RefuseCompanion": {
      const { elder, reason, volunteer } = command
      const ended = companionOn(state, elder, on)?.volunteer === volunteer
      return verdict<ReadonlyArray<CompanionEvent>, CompanionRefusal>(
        objections(rules.refuse, { state, command }),
        [
          ...(ended ? [{ _tag: "CompanionReleased" as const, volunteer, elder, on, by }] : []),
          { _tag: "CompanionRefused", volunteer, elder, reason, on, by }
        ]
      )
    }
    case "RearrangeCompanions":
      return rearranged(state, command)
  }
}

const rearranged = (
  state: CompanionState,
  command: Extract<CompanionCommand, { _tag: "RearrangeCompanions" }>
): Result.Result<ReadonlyArray<CompanionEvent>, DecisionRefused<CompanionRefusal>> => {
  const { by, on, pairs } = command
  const { companions } = state
  const changed = pairs.filter(({ elder, volunteer }) => companions.get(elder)?.volunteer !== volunteer)
  const kept = new Map(companions)
  for (const { elder } of changed) kept.delete(elder)
  const made = changed.flatMap(({ elder, volunteer }) =>
    volunteer === undefined ? [] : [{ elder, volunteer }]
  )
  return verdict<ReadonlyArray<CompanionEvent>, CompanionRefusal>(
    [
      ...objections(rules.rearrange, { state, command }),
      ...objections(rules.assign, assignment({ ...state, companions: kept }, made, on))
    ],
    [
      ...changed.flatMap(({ elder }) => {
        const before = companions.get(elder)
        return before === undefined
          ? []
          : [{ _tag: "CompanionReleased" as const, volunteer: before.volunteer, elder, on, by }]
      }),
      ...made.map((pair) => ({ _tag: "CompanionAssigned" as const, ...pair, on, by }))
    ]
  )
}

/** The present companions after one more event. */
export const evolve = (companions: Companions, event: CompanionEvent): Companions => {
  if (event._tag === "CompanionReinstated") return companions
  // A refusal ends the pair, also if the pair was recorded only after the refusal.
  if (event._tag === "CompanionRefused" && companions.get(event.elder)?.volunteer !== event.volunteer) {
    return companions
  }
  const next = new Map(companions)
  if (event._tag === "CompanionAssigned") {
    next.set(event.elder, { volunteer: event.volunteer, since: event.on })
  } else next.delete(event.elder)
  return next
}

/** The refused pairs after one more event. If people assign a refused pair, it is not a refused pair any more. */
const evolveRefusals = (refusals: CompanionRefusals, event: CompanionEvent): CompanionRefusals => {
  if (event._tag === "CompanionReleased" || event._tag === "CompanionReinstated") return refusals
  const { elder, volunteer } = event
  const others = refusals.filter((each) => each.elder !== elder || each.volunteer !== volunteer)
  return event._tag === "CompanionRefused"
    ? [...others, { elder, volunteer, ...(event.reason === undefined ? {} : { reason: event.reason }) }]
    : others
}

/** The list of all pairs with their first and last days, after one more event. */
const evolvePairs = (pairs: ReadonlyArray<PairFact>, event: CompanionEvent): ReadonlyArray<PairFact> => {
  switch (event._tag) {
    case "CompanionAssigned":
      return [...pairs, { volunteer: event.volunteer, elder: event.elder, from: event.on }]
    case "CompanionReleased":
    case "CompanionRefused":
      return pairs.map((pair) =>
        pair.elder === event.elder &&
        pair.until === undefined &&
        (event._tag === "CompanionReleased" || pair.volunteer === event.volunteer)
          ? { ...pair, until: (event.on - 1) as Day }
          : pair
      )
    case "CompanionReinstated":
      return pairs
  }
}

/**
 * The state of the companion scheme, computed from its events: the present companions, the refused pairs, and all pairs
 * with their first and last days.
 */
export interface Folded {
  readonly companions: Companions
  readonly companionRefusals: CompanionRefusals
  readonly pairs: ReadonlyArray<PairFact>
}

/** The state of the companion scheme before the first event. */
export const unfolded: Folded = { companions: new Map(), companionRefusals: [], pairs: [] }

/** The state of the companion scheme after one more event, which happened after the other events. */
export const next = ({ companionRefusals, companions, pairs }: Folded, event: CompanionEvent): Folded => ({
  companions: evolve(companions, event),
  companionRefusals: evolveRefusals(companionRefusals, event),
  pairs: evolvePairs(pairs, event)
})

/**
 * Leaves out the events that ended a pair because a person left the district, if that departure was later undone as a
 * mistake.
 *
 * @category operations
 */
export const withoutUndone = (events: ReadonlyArray<CompanionEvent>): ReadonlyArray<CompanionEvent> => {
  const left = [...events]
  for (const event of events) {
    if (event._tag !== "CompanionReinstated") continue
    const { elder, released, volunteer } = event
    const at = left.findIndex(
      (one) =>
        one._tag === "CompanionReleased" &&
        one.gone !== undefined &&
        one.elder === elder &&
        one.volunteer === volunteer &&
        one.on === released
    )
    if (at >= 0) left.splice(at, 1)
  }
  return left
}

/**
 * Computes the state of the companion scheme from events, in the order of the days on which they happened.
 *
 * @category operations
 */
export const fold = (events: ReadonlyArray<CompanionEvent>): Folded =>
  inOrder(withoutUndone(events)).reduce(next, unfolded)
