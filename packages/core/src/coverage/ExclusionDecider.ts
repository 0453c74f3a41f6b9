/**
 * Decides commands that grant or lift exclusions. A coverage rule lists the reasons for which a member may be excluded,
 * and the roles that may grant an exclusion. When an exclusion is granted, the entry records the actor. An exclusion
 * can be lifted (ended) before its last day.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { hidden } from "../kernel/Personal.ts"
import { inOrder } from "../kernel/Recorded.ts"
import { makeFor, objections, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { goneSince, isKnown } from "../place/Contact.ts"
import { ActorId, ResidentId, RoleId, RuleId } from "../place/Id.ts"
import type { Registry } from "../place/Registry.ts"
import { Subject } from "../place/Subject.ts"
import { type CoverageRule, ReasonId } from "./CoverageRule.ts"
import { type Exclusion, holds } from "./Exclusion.ts"

/** The stream that contains all exclusions of a district: who is not counted under a coverage rule. */
export const stream = StreamId.make("exclusions")

const excluded = { rule: RuleId, subject: Subject, on: DayFromIso, by: ActorId }
/** `recorded` is the day on which the event was recorded, if this is not the day on which it happened. */
const event = {
  ...excluded,
  rule: hidden(RuleId),
  subject: hidden(Subject),
  recorded: Schema.optionalKey(DayFromIso)
}

/** @category events */
export const ExclusionEvent = Schema.TaggedUnion({
  ExclusionGranted: { ...event, reason: hidden(ReasonId), until: Schema.optionalKey(DayFromIso) },
  /** `gone`: the resident whose death or departure ended the exclusion. Missing if people ended it. */
  ExclusionLifted: { ...event, gone: Schema.optionalKey(hidden(ResidentId)) },
  /**
   * An exclusion had been lifted (ended) on the day `lifted`, because the person had left the district. The departure
   * was a mistake, so the exclusion continues as if it had not been lifted.
   */
  ExclusionReinstated: { ...event, lifted: DayFromIso }
})
export type ExclusionEvent = typeof ExclusionEvent.Type

/**
 * The commands on exclusions. `roles` are the roles that the actor has on the day of the command. @category commands
 */
export const ExclusionCommand = Schema.TaggedUnion({
  GrantExclusion: {
    ...excluded,
    reason: ReasonId,
    until: Schema.optionalKey(DayFromIso),
    roles: Schema.Array(RoleId)
  },
  LiftExclusion: { ...excluded, roles: Schema.Array(RoleId) }
})
export type ExclusionCommand = typeof ExclusionCommand.Type
type Grant = Extract<ExclusionCommand, { _tag: "GrantExclusion" }>
type Lift = Extract<ExclusionCommand, { _tag: "LiftExclusion" }>

/**
 * Why a command to grant or lift an exclusion is refused.
 *
 * @category refusals
 */
export type ExclusionRefusal =
  | { readonly _tag: "RuleUnknown"; readonly rule: RuleId }
  | { readonly _tag: "SubjectUnknown"; readonly subject: Subject }
  /** The person had died or left, or the place had ended, on the day `since`. */
  | { readonly _tag: "SubjectGone"; readonly subject: Subject; readonly on: Day; readonly since: Day }
  | { readonly _tag: "ReasonNotAllowed"; readonly reason: ReasonId; readonly allowed: ReadonlyArray<string> }
  | { readonly _tag: "MayNotGrant"; readonly reason: ReasonId; readonly roles: ReadonlyArray<string> }
  | { readonly _tag: "EndsBeforeItBegins"; readonly on: Day; readonly until: Day }
  | { readonly _tag: "AlreadyExcluded"; readonly subject: Subject; readonly since: Day }
  | { readonly _tag: "NotExcluded"; readonly subject: Subject }

/** The data from which commands to grant or lift exclusions are decided. */
export interface ExclusionState {
  readonly rules: ReadonlyMap<RuleId, CoverageRule>
  readonly registry: Registry
  readonly exclusions: ReadonlyArray<Exclusion>
}

/** The exclusion that is valid for a subject (person or place) under a coverage rule on a day. */
const standing = (
  { exclusions, rules }: ExclusionState,
  { on, rule, subject }: Pick<Exclusion, "rule" | "subject" | "on">
): Exclusion | undefined => {
  const asked = rules.get(rule)
  return asked === undefined
    ? undefined
    : exclusions.find((known) => known.subject === subject && holds(known, asked, on))
}

const known = makeFor<readonly [ExclusionState, ExclusionCommand], ExclusionRefusal>()({
  id: "exclusion-known",
  name: "an exclusion is from a rule of the model, for a subject in the registry",
  reasons: ["RuleUnknown", "SubjectUnknown"],
  objections: ([{ registry, rules }, { rule, subject }]) => [
    ...(rules.has(rule) ? [] : [{ _tag: "RuleUnknown" as const, rule }]),
    ...(isKnown(registry, subject) ? [] : [{ _tag: "SubjectUnknown" as const, subject }])
  ]
})

const allowed = makeFor<readonly [ExclusionState, Grant], ExclusionRefusal>()({
  id: "exclusion-allowed",
  name: "an exclusion has a reason that the rule allows, granted by a role that the rule names",
  reasons: ["ReasonNotAllowed", "MayNotGrant"],
  objections: ([{ rules }, { reason, roles, rule }]) => {
    const reasons = rules.get(rule)?.exclude ?? {}
    const found = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined
    if (!rules.has(rule)) return []
    if (found === undefined) return [{ _tag: "ReasonNotAllowed", reason, allowed: Object.keys(reasons) }]
    return found.grantedBy.some((role) => roles.includes(role))
      ? []
      : [{ _tag: "MayNotGrant", reason, roles: found.grantedBy }]
  }
})

const notGone = makeFor<readonly [ExclusionState, Grant], ExclusionRefusal>()({
  id: "exclusion-subject-not-gone",
  name: "no exclusion begins after its person has died or left, or its place has ended",
  reasons: ["SubjectGone"],
  objections: ([{ registry }, { on, subject }]) => {
    const since = goneSince(registry, subject)
    return since === undefined || on < since ? [] : [{ _tag: "SubjectGone", subject, on, since }]
  }
})

/** Another exclusion of the same subject that begins after the exclusion that is being granted, and before its end. */
const following = (
  { exclusions }: ExclusionState,
  { on, rule, subject, until }: Grant
): Exclusion | undefined =>
  exclusions.find(
    (known) =>
      known.rule === rule &&
      known.subject === subject &&
      known.on > on &&
      (until === undefined || known.on <= until) &&
      (known.until === undefined || known.until >= known.on)
  )

const once = makeFor<readonly [ExclusionState, Grant], ExclusionRefusal>()({
  id: "exclusion-once",
  name: "no subject is excluded twice at once, and no exclusion ends before it begins",
  reasons: ["AlreadyExcluded", "EndsBeforeItBegins"],
  objections: ([state, grant]) => {
    const { on, subject, until } = grant
    const before = standing(state, grant) ?? following(state, grant)
    return [
      ...(before === undefined ? [] : [{ _tag: "AlreadyExcluded" as const, subject, since: before.on }]),
      ...(until !== undefined && until < on ? [{ _tag: "EndsBeforeItBegins" as const, on, until }] : [])
    ]
  }
})

const thereIsOne = makeFor<readonly [ExclusionState, Lift], ExclusionRefusal>()({
  id: "exclusion-to-lift",
  name: "only a valid exclusion can be lifted",
  reasons: ["NotExcluded"],
  objections: ([state, lift]) =>
    standing(state, lift) === undefined ? [{ _tag: "NotExcluded", subject: lift.subject }] : []
})

/** The rules in force for exclusions. The keys are the kinds of command: to grant or to lift (end) an exclusion. */
export const rules = { grant: [known, notGone, allowed, once], lift: [known, thereIsOne] } as const

/**
 * Decides a command to grant or lift an exclusion: returns its events, or all reasons why it is refused.
 *
 * @category decisions
 */
export const decide = (state: ExclusionState, command: ExclusionCommand) => {
  const { by, on, rule, subject } = command
  switch (command._tag) {
    case "GrantExclusion": {
      const { reason, until } = command
      const ends = until === undefined ? {} : { until }
      return verdict<ReadonlyArray<ExclusionEvent>, ExclusionRefusal>(
        objections(rules.grant, [state, command]),
        [{ _tag: "ExclusionGranted", rule, subject, reason, on, by, ...ends }]
      )
    }
    case "LiftExclusion":
      return verdict<ReadonlyArray<ExclusionEvent>, ExclusionRefusal>(
        objections(rules.lift, [state, command]),
        [{ _tag: "ExclusionLifted", rule, subject, on, by }]
      )
  }
}

/** The list of exclusions after one more event. `position` is the ledger position of its entry. */
export const evolve = (
  exclusions: ReadonlyArray<Exclusion>,
  event: ExclusionEvent,
  source: number
): ReadonlyArray<Exclusion> => {
  switch (event._tag) {
    case "ExclusionGranted": {
      const { on, reason, rule, subject, until } = event
      return [...exclusions, { rule, subject, reason, on, source, ...(until === undefined ? {} : { until }) }]
    }
    case "ExclusionReinstated":
      return exclusions
    case "ExclusionLifted":
      // The last day of the exclusion is the day before it was lifted.
      return exclusions.map((known) =>
        known.rule === event.rule &&
        known.subject === event.subject &&
        known.on <= event.on &&
        (known.until === undefined || known.until >= event.on)
          ? { ...known, until: (event.on - 1) as Day }
          : known
      )
  }
}

/** An event about an exclusion, with the position of its ledger entry. */
export interface ExclusionEntry {
  readonly event: ExclusionEvent
  readonly position: number
}

/**
 * Leaves out the entries that lifted an exclusion because a person left the district, if that departure was later
 * undone as a mistake.
 *
 * @category operations
 */
export const withoutUndone = (entries: ReadonlyArray<ExclusionEntry>): ReadonlyArray<ExclusionEntry> => {
  const left = [...entries]
  for (const { event } of entries) {
    if (event._tag !== "ExclusionReinstated") continue
    const at = left.findIndex(
      ({ event: one }) =>
        one._tag === "ExclusionLifted" &&
        one.gone !== undefined &&
        one.rule === event.rule &&
        one.subject === event.subject &&
        one.on === event.lifted
    )
    if (at >= 0) left.splice(at, 1)
  }
  return left
}

/**
 * Computes the list of exclusions from entries. The events are applied in the order of the days on which they happened.
 *
 * @category operations
 */
export const fold = (entries: ReadonlyArray<ExclusionEntry>): ReadonlyArray<Exclusion> =>
  inOrder(
    withoutUndone(entries).map(({ event, position }) => ({
      on: event.on,
      event,
      position
    }))
  ).reduce<ReadonlyArray<Exclusion>>((known, { event, position }) => evolve(known, event, position), [])
