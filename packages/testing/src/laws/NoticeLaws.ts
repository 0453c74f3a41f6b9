/** Laws of notices: who is notified of what, when, and what a group may read. */
import { caseOf, type Opened } from "@liulinhui/core/Case"
import * as Calendar from "@liulinhui/core/Calendar"
import * as District from "@liulinhui/core/District"
import type { CaseId, RoleId, RuleId } from "@liulinhui/core/Id"
import { mandatesOn } from "@liulinhui/core/Actor"
import * as Notice from "@liulinhui/core/Notice"
import type { Announcement } from "@liulinhui/core/Notice"
import * as Registry from "@liulinhui/core/Registry"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import type { Life, OfModel } from "../OfModel.ts"
import { type Law, law } from "./Law.ts"
import { modelOf } from "./ModelOf.ts"

/** The functions that the laws check. Default: those of the library. */
export interface NoticeFunctions {
  readonly ofEntry?: typeof Notice.ofEntry
  readonly ofDay?: typeof Notice.ofDay
  readonly when?: typeof Notice.when
}

/** An announcement, with the district as it was then. */
interface Heard {
  readonly district: District.District
  readonly announcement: Announcement
  /** The case that is announced. `undefined` if the announcement is about something else. */
  readonly state: Opened | undefined
}

type Problems = (heard: ReadonlyArray<Heard>) => ReadonlyArray<string>

/** Everything that is announced in a life, in order. */
const announcedIn = (
  mine: OfModel,
  { plan }: Life,
  audience: Notice.Audience,
  { ofDay, ofEntry }: Required<NoticeFunctions>
): ReadonlyArray<Heard> => {
  const heard: Array<Heard> = []
  const openedIn = (district: District.District, id: CaseId | undefined): Opened | undefined =>
    id === undefined ? undefined : Option.getOrUndefined(District.findCase(district, id))
  mine.again(plan, {
    entry: (district, happened, at) => {
      const state = openedIn(district, caseOf(at.stream))
      for (const announcement of ofEntry(district, happened, at, audience)) {
        heard.push({ district, announcement, state })
      }
    },
    day: (district, on) => {
      for (const announcement of ofDay(district, on, audience)) {
        // The cast is safe: if the text before the first slash is not the id of a case, no case is found.
        const id = announcement.about.split("/")[0] as CaseId | undefined
        heard.push({ district, announcement, state: openedIn(district, id) })
      }
    }
  })
  return heard
}

const twice =
  ({ model }: OfModel): Problems =>
  (heard) => {
    const seen = new Map<string, string>()
    return heard.flatMap(({ announcement: { about, recipient, rule } }) => {
      const happening = model.notices.get(rule)?.on
      const key = `${happening}/${about}/${recipient}`
      const before = seen.get(key)
      seen.set(key, rule)
      // A stand-in is reported only for a model that has no people.
      const isPerson = model.actors.size === 0 || model.actors.has(recipient)
      return before === undefined || before === rule || !isPerson
        ? []
        : [`notice rules "${before}" and "${rule}": both notify ${recipient} of one event (${happening})`]
    })
  }

/** The roles that may be notified: those of the rule, of the ladders of the playbooks, and the keepers of cases. */
const rolesFor = ({ model }: OfModel, rule: RuleId): ReadonlySet<RoleId> | undefined => {
  const found = model.notices.get(rule)
  if (found === undefined) return new Set()
  // The reporter and the people who walk the round are notified whatever their roles are.
  if (found.reporter === true || found.walkers === true) return undefined
  const ladders = [...model.playbooks.values()].flatMap(({ keepers, playbook: { patrol, stages } }) => [
    ...(found.on === "case-overdue"
      ? [...Object.values(stages).flatMap(({ escalate = [] }) => escalate), ...(patrol?.escalate ?? [])].map(
          ({ tell }) => tell
        )
      : []),
    ...(found.on === "person-gone" ? keepers.map(({ role }) => role) : [])
  ])
  return new Set([...found.to, ...ladders])
}

const unasked =
  (mine: OfModel): Problems =>
  (heard) =>
    heard.flatMap(({ announcement: { on, recipient, rule }, district }) => {
      const roles = rolesFor(mine, rule)
      const actor = district.actors.get(recipient)
      const held = actor === undefined ? [] : mandatesOn(actor, on).map(({ role }) => role)
      return held.some((role) => roles?.has(role) ?? true)
        ? []
        : [`notice rule "${rule}": notifies ${recipient}, who has none of its roles`]
    })

const disturbing =
  ({ model }: OfModel, when: typeof Notice.when): Problems =>
  (heard) => {
    const { digests, quiet } = model.noticeHours
    if (quiet === undefined) return []
    const [from, until] = [Calendar.minuteOf(quiet.from), Calendar.minuteOf(quiet.until)]
    return heard.flatMap(({ announcement: { at, rule, urgent } }) => {
      const { digest: named, night = false } = model.notices.get(rule) ?? {}
      const digest = named === undefined ? undefined : digests[named]?.at
      if (night) return []
      // The announcement is tried at several hours of its day, of which some are quiet.
      return [0, 5, 10, 15, 20].flatMap((hour) => {
        const sent = when(at + hour * 3_600_000, {
          timeZone: model.timeZone,
          urgent,
          night,
          quiet,
          ...(digest === undefined ? {} : { digest })
        })
        const time = Calendar.timeAt(sent, model.timeZone)
        const minute = Calendar.minuteOf(time)
        const isQuiet = from <= until ? minute >= from && minute < until : minute >= from || minute < until
        return isQuiet
          ? [`notice rule "${rule}": is sent in the quiet hours from ${quiet.from} to ${quiet.until}`]
          : []
      })
    })
  }

/** The numbers of the flats that a case is about. */
const flatsOf = ({ registry }: District.District, { subjects }: Opened): ReadonlyArray<string> =>
  [...registry.households.values()].flatMap((home) =>
    subjects.includes(Registry.household(home.id)) ? [home.unit] : []
  )

const revealing =
  ({ model }: OfModel): Problems =>
  (heard) =>
    heard.flatMap(({ announcement: { arguments: words, rule }, district, state }) => {
      if (state === undefined) return []
      const place = String(words.place).split(" ")
      const about = `notice rule "${rule}": a group reads`
      return [
        ...(model.noticeHours.confidential.includes(state.playbook)
          ? [`${about} of a case of "${state.playbook}", which is confidential`]
          : []),
        ...(words.case === state.id ? [`${about} the number of a case of "${state.playbook}"`] : []),
        ...(flatsOf(district, state).some((flat) => place.includes(flat))
          ? [`${about} the flat of a case of "${state.playbook}"`]
          : [])
      ]
    })

/**
 * The laws of the notices of a model. They follow lives of cases, and look at every announcement. To check your announcer,
 * pass its functions.
 *
 * @category laws
 */
export const noticeLaws = (
  document: Schema.Json,
  { ofDay = Notice.ofDay, ofEntry = Notice.ofEntry, when = Notice.when }: NoticeFunctions = {}
): ReadonlyArray<Law> => {
  const mine = modelOf(document)
  const functions = { ofDay, ofEntry, when }
  const of = (id: string, name: string, audience: Notice.Audience, problems: Problems): Law =>
    law(id, name, mine.lives(), (life) => problems(announcedIn(mine, life, audience, functions)))
  return [
    of("nobody-twice", "nobody is notified of one event by two rules", "one", twice(mine)),
    of("nobody-unasked", "only people with a role that the model names are notified", "one", unasked(mine)),
    of(
      "quiet-hours",
      "no notice is sent in the quiet hours, unless its rule says so",
      "one",
      disturbing(mine, when)
    ),
    of(
      "group-hears-less",
      "a group reads nothing confidential, and no flat or number of a case",
      "group",
      revealing(mine)
    )
  ]
}
