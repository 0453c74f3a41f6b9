/**
 * Computes the announcements of a district by the notice rules of its model: from its events, and from work that is due
 * or late. An announcement says who must be notified of what. This module is pure: the same district always has the
 * same announcements. So they can also be computed without sending anything, for example as a preview.
 *
 * Work that is due or late is announced by day. For each day, the state of the cases at the beginning of the day
 * counts. A role is notified on the day on which its rung of the escalation ladder (the list of roles that are notified
 * one after another) is reached. So the result does not depend on the hour at which announcements are computed, and the
 * announcements of a missed day can be computed on the next day.
 *
 * A group of people gets less information than a single recipient: no flat, no case number, and no announcement about
 * confidential playbooks.
 */
import { type CaseState, isOpen, type Opened } from "../casework/CaseState.ts"
import { evolve as evolveCase, initial as unopened } from "../casework/CaseDecider.ts"
import * as CaseView from "../casework/CaseView.ts"
import * as Coverage from "../coverage/Coverage.ts"
import type { CoverageRule } from "../coverage/CoverageRule.ts"
import { addPeriod, type Calendar } from "../kernel/Calendar.ts"
import { add, type Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import type { Period } from "../kernel/Period.ts"
import * as District from "../district/District.ts"
import type { Happened } from "../district/Journal.ts"
import type { Model } from "../model/Model.ts"
import type { Happening, NoticeRule } from "../model/NoticeRule.ts"
import type { RoleId, RuleId } from "../place/Id.ts"
import { type Announcement, type Audience, mayHear, type Scene } from "./Announcement.ts"
import { argumentsOfCase, argumentsOfReport } from "./CaseArguments.ts"
import { type News, newsOf } from "./News.ts"
import { type Listener, listeners, listenersOfReport } from "./Recipients.ts"
import { momentAt, startOf } from "../kernel/TimeZone.ts"
import { walkersOf } from "./Walkers.ts"

// ------------------------------------------------------------------------------------------------- what has happened

const matches = (rule: NoticeRule, { happening, report, state, step }: News): boolean => {
  const playbook = (state ?? report)?.playbook
  return (
    rule.on === happening &&
    (rule.playbooks === undefined || (playbook !== undefined && rule.playbooks.includes(playbook))) &&
    (rule.steps === undefined || (step !== undefined && rule.steps.includes(step)))
  )
}

/**
 * The roles of a case's keepers (the people who manage it), if they have to decide because of this news. Otherwise
 * empty.
 */
const keepersOf = ({ district }: Scene, { happening, state }: News): ReadonlyArray<RoleId> =>
  happening !== "person-gone" || state === undefined
    ? []
    : (District.playbookOf(district, state)?.keepers.map(({ role }) => role) ?? [])

/** The recipients of a notice rule about a news. */
const notifiedOf = (scene: Scene, notice: NoticeRule, news: News, on: Day): ReadonlyArray<Listener> =>
  news.report === undefined
    ? listeners(scene, notice, news.state, on, keepersOf(scene, news))
    : listenersOfReport(scene, notice, news.report, on)

/** The announcements of one notice rule: one announcement for each recipient. */
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
  // For a departure or death, the day of recording decides who is notified, because a death may be recorded late.
  const on = event._tag === "ResidentLeft" ? (event.recorded ?? event.on) : event.on
  return newsOf(district, happened, stream).flatMap((news) => {
    const { happening, more, report, stage, state, step } = news
    const about = state ?? report
    if (about !== undefined && !mayHear(scene, about)) return []
    return [...model.notices].flatMap(([rule, notice]) =>
      matches(notice, news)
        ? announcements(rule, notice, notifiedOf(scene, notice, news, on), {
            on,
            at,
            about: happening === "person-gone" ? `${position}/${state?.id}` : String(position),
            arguments: {
              district: model.name,
              day: on,
              ...(state === undefined ? {} : argumentsOfCase(scene, state, stage ?? state.stage, step)),
              ...(report === undefined ? {} : argumentsOfReport(scene, report)),
              ...more
            }
          })
        : []
    )
  })
}

// ------------------------------------------------------------------------------------------ the announcements of a day

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
 * is at most the given period. If the calendar has no data for a year, working days are counted without holidays that
 * are not known. The reminder may then be sent on a different day, but it is always sent.
 */
const comesWithin = (calendar: Calendar, on: Day, due: Day, before: Period | undefined): boolean => {
  if (before === undefined) return on === due
  const reach = (from: Day): Day => addPeriod(calendar, from, before).value
  return reach(on) >= due && reach(add(on, -1)) < due
}

/**
 * A due day as an argument of a text. If the deadline passes at an instant, the day with the time of day as its fraction:
 * the text then shows the hour.
 */
const dueOf = ({ model }: Scene, due: Day, at: Instant | undefined): number =>
  at === undefined ? due : momentAt(at, model.timeZone)

/**
 * The recipients of a rule about work that is due: the walkers, if the rule is for them and somebody walks to the case,
 * or else the holders of its roles.
 */
const dueListeners = (scene: Scene, notice: NoticeRule, state: Opened, on: Day): ReadonlyArray<Listener> => {
  const walkers = notice.walkers === true ? walkersOf(scene, state, on) : []
  return walkers.length > 0 ? walkers : listeners(scene, notice, state, on)
}

type DayRule = readonly [RuleId, NoticeRule]

/** Returns the facts about coverage as of the end of a day. */
type FactsOn = ReturnType<typeof District.factsBy>

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
    ...rungs.flatMap(({ at: instant, due: last, provisional, tell }) =>
      late.filter(meant).flatMap(([rule, notice]) =>
        announcements(rule, notice, listeners(scene, notice, state, on, [tell]), {
          on,
          at,
          about: `${state.id}/${last}/${on}`,
          arguments: { ...known(), due: dueOf(scene, last, instant), late: on - last },
          provisional
        })
      )
    ),
    ...coming.flatMap(({ at: instant, due: last, left, of, provisional }) =>
      due
        .filter(meant)
        .filter(
          ([, notice]) =>
            (notice.of === undefined || notice.of.includes(of)) &&
            comesWithin(calendar, on, last, notice.before)
        )
        .flatMap(([rule, notice]) =>
          announcements(rule, notice, dueListeners(scene, notice, state, on), {
            on,
            at,
            about: `${state.id}/${of}/${last}/${on}`,
            arguments: { ...known(), due: dueOf(scene, last, instant), left },
            provisional
          })
        )
    )
  ]
}

/**
 * The coverage rules that were met at the end of the day before yesterday, but were not met at the end of yesterday.
 */
const fallen = ({ model }: Scene, factsOn: FactsOn, on: Day, watched: ReadonlyArray<DayRule>) => {
  const ids = new Set(watched.flatMap(([, { coverage = [] }]) => coverage))
  const answers = (rules: ReadonlyArray<CoverageRule>, day: Day) =>
    rules.length === 0 ? [] : rules.map(Coverage.onDay(factsOn(day), day).count)
  const short = answers(
    [...model.coverage.values()].filter(({ id }) => ids.has(id)),
    add(on, -1)
  ).filter(({ standing }) => standing === "not-met")
  // Usually, all coverage rules are met. Then the coverage at the end of the day before yesterday does not have to be
  // computed.
  const before = answers(
    short.flatMap(({ rule }) => model.coverage.get(rule) ?? []),
    add(on, -2)
  )
  const met = new Set(before.flatMap(({ rule, standing }) => (standing === "met" ? [rule] : [])))
  return short.filter(({ rule }) => met.has(rule))
}

const announcedOn = (scene: Scene, factsOn: FactsOn, on: Day): ReadonlyArray<Announcement> => {
  const { district, model } = scene
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
    ...fallen(scene, factsOn, on, watched).flatMap(({ counts, rule: coverage }) =>
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
): ReadonlyArray<Announcement> => ofDays(district, add(on, -1), on, audience)

/** The announcements of all days after the day `after`, up to and including the day `until`. */
export const ofDays = (
  district: District.District,
  after: Day,
  until: Day,
  audience: Audience = "one"
): ReadonlyArray<Announcement> => {
  const { model } = district
  if (model === undefined) return []
  const factsOn = District.factsBy(district)
  const announced: Array<Announcement> = []
  for (let on = add(after, 1); on <= until; on = add(on, 1)) {
    announced.push(...announcedOn({ district, model, audience }, factsOn, on))
  }
  return announced
}

/**
 * The announcements that report notices that a channel could not deliver.
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
