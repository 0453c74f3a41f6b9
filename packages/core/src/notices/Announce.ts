/**
 * Computes the announcements of a district by the notice rules of its model: from its events, and from work that is due
 * or late. An announcement says who must be notified of what. This module is pure: the same district always has the
 * same announcements, so they can also be computed only to look at them.
 *
 * Work that is due or late is announced by day: on the day on which a rung of the escalation ladder (the roles that are
 * notified one after another) is reached, for cases that were due or late at the beginning of the day. So the hour at
 * which announcements are computed makes no difference, and the announcements of a missed day can be computed on the
 * next day.
 *
 * A group of people gets less information than a single recipient: no flat, no case number, and no announcement about
 * confidential playbooks.
 */
import { type CaseState, isOpen, type Opened } from "../casework/Case.ts"
import { evolve as evolveCase, initial as unopened } from "../casework/CaseDecider.ts"
import { authority } from "../casework/CaseAuthority.ts"
import * as CaseView from "../casework/CaseView.ts"
import * as Coverage from "../coverage/Coverage.ts"
import type { CoverageRule } from "../coverage/CoverageRule.ts"
import { addPeriod, type Calendar } from "../kernel/Calendar.ts"
import { add, type Day } from "../kernel/Day.ts"
import type { Period } from "../kernel/Period.ts"
import type { Param, Text } from "../kernel/Text.ts"
import * as District from "../district/District.ts"
import type { Happened } from "../district/Journal.ts"
import type { Model } from "../model/Model.ts"
import type { ArgumentName, Happening, NoticeRule } from "../model/NoticeRule.ts"
import { type Actor, mandatesOn } from "../place/Actor.ts"
import type { ActorId, BuildingId, CaseId, HouseholdId, ResidentId, RoleId, RuleId } from "../place/Id.ts"
import {
  id as subjectId,
  kind as subjectKind,
  resident as residentSubject,
  type Subject
} from "../place/Subject.ts"
import { mask } from "../ports/Masking.ts"
import type { Capabilities } from "../ports/Notifier.ts"
import * as Option from "effect/Option"
import { startOf } from "../kernel/TimeZone.ts"

/**
 * One announcement: a notice that still has to be worded and delivered.
 *
 * @category models
 */
export interface Announcement {
  readonly rule: RuleId
  readonly role: RoleId
  readonly recipient: ActorId
  readonly urgent: boolean
  readonly on: Day
  /** When the announced event happened: milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  /**
   * What is announced, as a text that is unique in the district: the position of an entry, or a case and a rung of its
   * escalation ladder (a role that is notified because a deadline is late). This text, the rule and the recipient
   * together are the idempotency key of the notice.
   */
  readonly about: string
  readonly arguments: Readonly<Partial<Record<ArgumentName, Param>>>
  /**
   * Whether a due day in the announcement was counted without complete calendar data (it is provisional). The notice
   * then says so, in addition to the text of the rule.
   */
  readonly provisional: boolean
}

/** Who reads the notices of a channel: a single recipient, or a group. */
export type Audience = Capabilities["audience"]

/** A district with its model, and the audience of the channel. */
interface Scene {
  readonly district: District.District
  readonly model: Model
  readonly audience: Audience
}

/**
 * Whether cases of this playbook may be announced to the audience (a single recipient, or a group) at all. Confidential
 * playbooks are not announced to groups.
 */
const mayHear = ({ audience, model }: Scene, { playbook }: Opened): boolean =>
  audience === "one" || !model.noticeHours.confidential.includes(playbook)

// -------------------------------------------------------------------------------------------------------- recipients

const holding = ({ actors }: District.District, role: RoleId, on: Day): ReadonlyArray<Actor> =>
  [...actors.values()].filter((actor) => mandatesOn(actor, on).some((mandate) => mandate.role === role))

/** The actors who have a role, with a mandate that covers a case. */
const near = ({ district }: Scene, role: RoleId, state: Opened, on: Day): ReadonlyArray<Actor> => {
  const context = District.contextOf(district, state, on)
  const people = [
    { role, scope: "group" as const },
    { role, scope: "building" as const }
  ]
  return holding(district, role, on).filter(
    (by) => authority(people, { by, context, on }, state).length === 0
  )
}

/** A recipient, and the role because of which the recipient is notified. */
interface Listener {
  readonly role: RoleId
  readonly recipient: ActorId
}

/** The actor who opened a case. Empty if this actor has no mandate any more. */
const reporterOf = ({ district }: Scene, { id }: Opened, on: Day): ReadonlyArray<Listener> => {
  const opener = district.cases.get(id)?.entries[0]?.event.by
  const actor = opener === undefined ? undefined : district.actors.get(opener)
  const role = actor === undefined ? undefined : mandatesOn(actor, on)[0]?.role
  return actor === undefined || role === undefined ? [] : [{ role, recipient: actor.id }]
}

/** All recipients of a notice rule. Each recipient is listed only once. */
const listeners = (
  scene: Scene,
  { reporter, to }: NoticeRule,
  state: Opened | undefined,
  on: Day,
  more: ReadonlyArray<RoleId> = []
): ReadonlyArray<Listener> => {
  const { district } = scene
  const holders = [...new Set([...more, ...to])].flatMap((role) =>
    (state === undefined ? holding(district, role, on) : near(scene, role, state, on)).map(
      (actor): Listener => ({ role, recipient: actor.id })
    )
  )
  const notified = new Set(holders.map(({ recipient }) => recipient))
  return reporter !== true || state === undefined
    ? holders
    : [...holders, ...reporterOf(scene, state, on).filter(({ recipient }) => !notified.has(recipient))]
}

// --------------------------------------------------------------------------------------------------------- arguments

/**
 * The place of a subject (a person or place), so that a visitor can find it. It never contains the name of a person.
 * For an audience that is a group, it is only the building.
 */
const placeOf = ({ audience, district: { registry } }: Scene, subject: Subject): ReadonlyArray<string> => {
  const id = subjectId(subject)
  const household = (flat: HouseholdId): ReadonlyArray<string> => {
    const found = registry.households.get(flat)
    return found === undefined
      ? []
      : [...building(found.building), ...(audience === "one" ? [found.unit] : [])]
  }
  const building = (of: BuildingId): ReadonlyArray<string> => {
    const found = registry.buildings.get(of)
    return found === undefined ? [] : [found.label]
  }
  switch (subjectKind(subject)) {
    case "district":
      return []
    case "building":
      return building(id as BuildingId)
    case "household":
      return household(id as HouseholdId)
    case "resident": {
      const found = registry.residents.get(id as ResidentId)
      return found === undefined ? [] : household(found.household)
    }
  }
}

/** The place of a case, in the words on the doors. If the case has no particular place, the name of the district. */
const placeOfCase = (scene: Scene, { subjects }: Opened): string | Text => {
  const places = subjects.map((subject) => placeOf(scene, subject).join(" ")).filter((place) => place !== "")
  return places[0] ?? scene.model.name
}

const argumentsOfCase = (
  scene: Scene,
  state: Opened,
  stage: string,
  step?: string
): Announcement["arguments"] => {
  const { audience, district, model } = scene
  const playbook = District.playbookOf(district, state)?.playbook
  const group = model.groups.find(({ id }) => id === state.group)
  return {
    district: model.name,
    // People choose the ids of cases, so an id may contain the number of a flat. The id is masked for a group.
    case: audience === "one" ? state.id : mask(state.id, [state.id]),
    place: placeOfCase(scene, state),
    kind: playbook?.name ?? state.playbook,
    stage: playbook?.stages[stage]?.name ?? stage,
    ...(step === undefined ? {} : { step: playbook?.steps[step]?.name ?? step }),
    // A group that was removed from the model may still have cases. Then the id of the group is used as its name.
    group: group?.name ?? state.group
  }
}

// ------------------------------------------------------------------------------------------------- what has happened

interface News {
  readonly happening: Happening
  readonly state?: Opened
  readonly stage?: string
  readonly step?: string
  readonly more?: Announcement["arguments"]
}

/** The news that a resident has died or left: each open case about the resident. Its keepers decide how it goes on. */
const casesOf = (district: District.District, resident: ResidentId): ReadonlyArray<News> =>
  District.openCases(district).flatMap((state) =>
    state.subjects.includes(residentSubject(resident))
      ? [{ happening: "person-gone", state, stage: state.stage }]
      : []
  )

/** What the entry means for people: which of the happenings that can be announced it contains. */
const newsOf = (district: District.District, happened: Happened, stream: string): ReadonlyArray<News> => {
  const { event } = happened
  if (event._tag === "ResidentLeft") return casesOf(district, event.resident)
  const news = firstNews(district, happened, stream)
  if (news === undefined) return []
  const { happening, stage, state } = news
  const ending =
    state !== undefined && stage !== undefined && (happening === "step-taken" || happening === "case-lapsed")
      ? District.playbookOf(district, state)?.playbook.stages[stage]
      : undefined
  return ending?.outcome === undefined
    ? [news]
    : [news, { ...news, happening: "case-ended", more: { outcome: ending.name } }]
}

const firstNews = (
  district: District.District,
  { context, event }: Happened,
  stream: string
): News | undefined => {
  if (context === "pairing") {
    switch (event._tag) {
      case "PairingProposed":
        return { happening: "pairing-proposed", more: { count: event.plan.pairs.length } }
      case "PairingEnteredIntoForce":
        return { happening: "pairing-in-force", more: { count: event.pairs.length } }
      default:
        return undefined
    }
  }
  if (context === "disclosure") {
    return event._tag === "EmergencyAccessTaken"
      ? { happening: "emergency-access", more: { who: event.by } }
      : undefined
  }
  if (context !== "case") return undefined
  const id = stream.slice("case-".length) as CaseId
  const state = Option.getOrUndefined(District.findCase(district, id))
  if (state === undefined) return undefined
  switch (event._tag) {
    case "CaseOpened":
      return { happening: "case-opened", state, stage: event.stage, more: count(event.lineage?.relapses) }
    case "StepTaken":
      return { happening: "step-taken", state, stage: event.to ?? event.from, step: event.step }
    case "StepRefused":
      return {
        happening: "step-refused",
        state,
        stage: state.stage,
        step: event.step,
        more: { count: event.reasons.length }
      }
    case "DeadlineLapsed":
      return {
        happening: "case-lapsed",
        state,
        stage: event.to ?? event.from,
        step: event.step,
        more: { due: event.passed }
      }
    case "CaseReopened":
      return event.relapse
        ? {
            happening: "case-relapsed",
            state,
            stage: event.to,
            ...(event.step ? { step: event.step } : {}),
            more: count(event.relapses)
          }
        : undefined
    default:
      return undefined
  }
}

const count = (relapses: number | undefined): Announcement["arguments"] => ({ count: relapses ?? 0 })

const matches = (rule: NoticeRule, { happening, state, step }: News): boolean =>
  rule.on === happening &&
  (rule.playbooks === undefined || (state !== undefined && rule.playbooks.includes(state.playbook))) &&
  (rule.steps === undefined || (step !== undefined && rule.steps.includes(step)))

/** The roles of the keepers of a case, if the news is for them to decide on. */
const keepersOf = ({ district }: Scene, { happening, state }: News): ReadonlyArray<RoleId> =>
  happening !== "person-gone" || state === undefined
    ? []
    : (District.playbookOf(district, state)?.keepers.map(({ role }) => role) ?? [])

/** The announcements of one notice rule, one for each recipient. */
const announcements = (
  rule: RuleId,
  { urgent = false }: NoticeRule,
  notified: ReadonlyArray<Listener>,
  what: Pick<Announcement, "about" | "arguments" | "at" | "on"> & Partial<Pick<Announcement, "provisional">>
): ReadonlyArray<Announcement> =>
  notified.map(({ recipient, role }) => ({ rule, role, recipient, urgent, provisional: false, ...what }))

/**
 * The announcements about an entry. The state of the district must already include the entry.
 *
 * @category policy
 */
export const ofEntry = (
  district: District.District,
  happened: Happened,
  { at, position, stream }: { readonly at: number; readonly position: number; readonly stream: string },
  audience: Audience = "one"
): ReadonlyArray<Announcement> => {
  const { model } = district
  if (model === undefined) return []
  const scene: Scene = { district, model, audience }
  const { event } = happened
  // Who is notified depends on the day of writing: a death may be entered late.
  const on = event._tag === "ResidentLeft" ? (event.recorded ?? event.on) : event.on
  return newsOf(district, happened, stream).flatMap((news) => {
    const { happening, more, stage, state, step } = news
    if (state !== undefined && !mayHear(scene, state)) return []
    return [...model.notices].flatMap(([rule, notice]) =>
      matches(notice, news)
        ? announcements(rule, notice, listeners(scene, notice, state, on, keepersOf(scene, news)), {
            on,
            at,
            about: happening === "person-gone" ? `${position}/${state?.id}` : String(position),
            arguments: {
              district: model.name,
              day: on,
              ...(state === undefined ? {} : argumentsOfCase(scene, state, stage ?? state.stage, step)),
              ...more
            }
          })
        : []
    )
  })
}

// -------------------------------------------------------------------------------------------------- what a day brings

/** The state of a case at the beginning of a day. */
const atDawn = ({ entries, state }: District.CaseFile, on: Day): CaseState => {
  const last = entries.at(-1)
  return last === undefined || last.event.on < on
    ? state
    : entries.reduce<CaseState>(
        (before, { event }) => (event.on < on ? evolveCase(before, event) : before),
        unopened
      )
}

/**
 * Whether a reminder of a due day must be sent on a given day: the first day on which the time left until the due day
 * is at most the given period. If the calendar has no data for a year, working days are counted without these data. The
 * reminder may then be sent on another day, but it is sent.
 */
const comesWithin = (calendar: Calendar, on: Day, due: Day, before: Period | undefined): boolean => {
  if (before === undefined) return on === due
  const reach = (from: Day): Day => addPeriod(calendar, from, before).value
  return reach(on) >= due && reach(add(on, -1)) < due
}

type DayRule = readonly [RuleId, NoticeRule]

const rulesOn = (model: Model, happening: Happening): ReadonlyArray<DayRule> =>
  [...model.notices].filter(([, { on }]) => on === happening)

/** The announcements about one open case on a day. */
const ofCaseOnDay = (
  scene: Scene,
  state: Opened,
  { due, late }: { readonly due: ReadonlyArray<DayRule>; readonly late: ReadonlyArray<DayRule> },
  on: Day,
  at: number
): ReadonlyArray<Announcement> => {
  const { district } = scene
  const playbook = District.playbookOf(district, state)
  if (playbook === undefined) return []
  const meant = ([, { playbooks }]: DayRule): boolean =>
    playbooks === undefined || playbooks.includes(state.playbook)
  const known = () => ({ ...argumentsOfCase(scene, state, state.stage), day: on })
  const calendar = District.calendarOn(district, on)
  const rungs = late.some(meant)
    ? CaseView.rungs(state, playbook, calendar).filter(({ day }) => day === on)
    : []
  const coming = due.some(meant) ? CaseView.deadlines(state, playbook, calendar, on) : []
  return [
    ...rungs.flatMap(({ due: last, provisional, tell }) =>
      late.filter(meant).flatMap(([rule, notice]) =>
        announcements(rule, notice, listeners(scene, notice, state, on, [tell]), {
          on,
          at,
          about: `${state.id}/${last}/${on}`,
          arguments: { ...known(), due: last, late: on - last },
          provisional
        })
      )
    ),
    ...coming.flatMap(({ due: last, left, of, provisional }) =>
      due
        .filter(meant)
        .filter(
          ([, notice]) =>
            (notice.of === undefined || notice.of.includes(of)) &&
            comesWithin(calendar, on, last, notice.before)
        )
        .flatMap(([rule, notice]) =>
          announcements(rule, notice, listeners(scene, notice, state, on), {
            on,
            at,
            about: `${state.id}/${of}/${last}/${on}`,
            arguments: { ...known(), due: last, left },
            provisional
          })
        )
    )
  ]
}

/**
 * The coverage rules that were met at the end of the day before yesterday, but were not met at the end of yesterday.
 */
const fallen = ({ district, model }: Scene, on: Day, watched: ReadonlyArray<DayRule>) => {
  const ids = new Set(watched.flatMap(([, { coverage = [] }]) => coverage))
  const answers = (rules: ReadonlyArray<CoverageRule>, day: Day) =>
    rules.length === 0 ? [] : Coverage.evaluateAll(rules, District.factsOn(district, day), day)
  const short = answers(
    [...model.coverage.values()].filter(({ id }) => ids.has(id)),
    add(on, -1)
  ).filter(({ standing }) => standing === "not-met")
  // On most days, all coverage rules are met. Then the coverage of the day before is not computed.
  const before = answers(
    short.flatMap(({ rule }) => model.coverage.get(rule) ?? []),
    add(on, -2)
  )
  const met = new Set(before.flatMap(({ rule, standing }) => (standing === "met" ? [rule] : [])))
  return short.filter(({ rule }) => met.has(rule))
}

/**
 * The announcements of a day: cases that have become so late that another role must be notified on that day, deadlines
 * that become due, and coverage rules that are not met any more.
 *
 * @category policy
 */
export const ofDay = (
  district: District.District,
  on: Day,
  audience: Audience = "one"
): ReadonlyArray<Announcement> => {
  const { model } = district
  if (model === undefined) return []
  const scene: Scene = { district, model, audience }
  const at = startOf(on, model.timeZone)
  const rules = { due: rulesOn(model, "case-due"), late: rulesOn(model, "case-overdue") }
  const watched = rulesOn(model, "coverage-fell")
  return [
    ...(rules.due.length + rules.late.length === 0
      ? []
      : [...district.cases.values()].flatMap((file) => {
          const state = atDawn(file, on)
          return isOpen(state) && mayHear(scene, state) ? ofCaseOnDay(scene, state, rules, on, at) : []
        })),
    ...fallen(scene, on, watched).flatMap(({ counts, rule: coverage }) =>
      watched
        .filter(([, notice]) => notice.coverage?.includes(coverage))
        .flatMap(([rule, notice]) =>
          announcements(rule, notice, listeners(scene, notice, undefined, on), {
            on,
            at,
            about: `${coverage}/${on}`,
            arguments: {
              district: model.name,
              day: on,
              coverage: model.coverage.get(coverage)?.name ?? coverage,
              missing: counts.missing,
              count: counts.eligible
            }
          })
        )
    )
  ]
}

/** The announcements of all days after the day `after`, up to and including the day `until`. */
export const ofDays = (
  district: District.District,
  after: Day,
  until: Day,
  audience: Audience = "one"
): ReadonlyArray<Announcement> => {
  const announced: Array<Announcement> = []
  for (let on = add(after, 1); on <= until; on = add(on, 1)) announced.push(...ofDay(district, on, audience))
  return announced
}

/**
 * The announcements about notices that a channel could not deliver.
 *
 * @category policy
 */
export const ofUndelivered = (
  district: District.District,
  undelivered: { readonly channel: string; readonly count: number; readonly on: Day; readonly at: number }
): ReadonlyArray<Announcement> => {
  const { model } = district
  if (model === undefined) return []
  const { at, channel, count, on } = undelivered
  return rulesOn(model, "notice-undelivered").flatMap(([rule, notice]) =>
    announcements(rule, notice, listeners({ district, model, audience: "one" }, notice, undefined, on), {
      on,
      at,
      about: `undelivered/${channel}/${at}`,
      arguments: { district: model.name, day: on, channel, count }
    })
  )
}
