/**
 * Who should hear what: from what happened in a district, and from what is late in it, to announcements by the model's
 * notice rules. Pure: the same district gives the same announcements, so they can be asked for without sending any.
 *
 * What is late is told by days: on the day that a rung is reached, if the case stood so when the day began. So it makes
 * no difference at what hour somebody looks, and a day that nobody looked is made up for on the next.
 */
import { type CaseState, isOpen, type Opened } from "@liulinhui/core/casework/Case"
import { evolve as evolveCase, initial as unopened } from "@liulinhui/core/casework/CaseDecider"
import { authority } from "@liulinhui/core/casework/CaseRules"
import * as CaseView from "@liulinhui/core/casework/CaseView"
import { add, type Day } from "@liulinhui/core/kernel/Day"
import type { Text } from "@liulinhui/core/kernel/Text"
import * as District from "@liulinhui/core/model/District"
import type { Happened } from "@liulinhui/core/model/Journal"
import type { Model } from "@liulinhui/core/model/Model"
import type { ArgumentName, Happening, NoticeRule } from "@liulinhui/core/model/NoticeRule"
import { type Actor, mandatesOn } from "@liulinhui/core/place/Actor"
import type {
  ActorId,
  BuildingId,
  CaseId,
  HouseholdId,
  ResidentId,
  RoleId,
  RuleId
} from "@liulinhui/core/place/Id"
import { id as subjectId, kind as subjectKind, type Subject } from "@liulinhui/core/place/Subject"
import type { Param } from "@liulinhui/texts"
import * as Option from "effect/Option"

/**
 * One notice to be worded and delivered.
 *
 * @category models
 */
export interface Announcement {
  readonly rule: RuleId
  readonly role: RoleId
  readonly recipient: ActorId
  readonly urgent: boolean
  readonly on: Day
  /** What it is about, unique in the district: a position, or a case with its rung. With rule and recipient, a key. */
  readonly about: string
  readonly arguments: Readonly<Partial<Record<ArgumentName, Param>>>
}

// -------------------------------------------------------------------------------------------------------- recipients

const holding = (model: Model, role: RoleId, on: Day): ReadonlyArray<Actor> =>
  [...model.actors.values()].filter((actor) => mandatesOn(actor, on).some((mandate) => mandate.role === role))

/** The holders of a role whose mandate reaches a case. */
const near = (
  { district, model }: Readonly<{ district: District.District; model: Model }>,
  role: RoleId,
  state: Opened,
  on: Day
): ReadonlyArray<Actor> => {
  const context = District.contextOf(district, state, on)
  const people = [
    { role, scope: "group" as const },
    { role, scope: "building" as const }
  ]
  return holding(model, role, on).filter((by) => authority(people, { by, context, on }, state).length === 0)
}

// --------------------------------------------------------------------------------------------------------- arguments

const same = (text: string): Text => ({ zh: text, en: text })

/** Where a subject is, as one finds it: never whom one finds there. */
const placeOf = ({ registry }: District.District, subject: Subject): ReadonlyArray<Text> => {
  const id = subjectId(subject)
  const household = (flat: HouseholdId): ReadonlyArray<Text> => {
    const found = registry.households.get(flat)
    return found === undefined ? [] : [...building(found.building), same(found.unit)]
  }
  const building = (of: BuildingId): ReadonlyArray<Text> => {
    const found = registry.buildings.get(of)
    return found === undefined ? [] : [same(found.label)]
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

const joined = (texts: ReadonlyArray<Text>): Text => ({
  zh: texts.map(({ zh }) => zh).join(" "),
  en: texts.map(({ en }) => en).join(" ")
})

/** The place of a case, in the words that stand on the doors. The district itself where it is about no single place. */
export const placeOfCase = (district: District.District, { subjects }: Opened): Text => {
  const places = subjects.map((subject) => joined(placeOf(district, subject))).filter(({ zh }) => zh !== "")
  return places[0] ?? district.model?.name ?? same("")
}

const argumentsOfCase = (
  district: District.District,
  model: Model,
  state: Opened,
  stage: string,
  step?: string
): Announcement["arguments"] => {
  const playbook = District.playbookOf(district, state)?.playbook
  const group = model.groups.find(({ id }) => id === state.group)
  const stepName = step === undefined ? undefined : playbook?.steps[step]?.name
  return {
    district: model.name,
    case: state.id,
    place: placeOfCase(district, state),
    ...(playbook === undefined
      ? {}
      : { kind: playbook.name, stage: playbook.stages[stage]?.name ?? same(stage) }),
    ...(stepName === undefined ? {} : { step: stepName }),
    ...(group === undefined ? {} : { group: group.name })
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

/** What an entry tells, if anything. */
const newsOf = (
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

/**
 * What an entry that was folded into the district announces.
 *
 * @category policy
 */
export const ofEntry = (
  district: District.District,
  happened: Happened,
  { position, stream }: { readonly position: number; readonly stream: string }
): ReadonlyArray<Announcement> => {
  const { model } = district
  const news = model === undefined ? undefined : newsOf(district, happened, stream)
  if (model === undefined || news === undefined) return []
  const { on } = happened.event
  const { state } = news
  return [...model.notices].flatMap(([rule, notice]) =>
    matches(notice, news)
      ? notice.to.flatMap((role) =>
          (state === undefined ? holding(model, role, on) : near({ district, model }, role, state, on)).map(
            (recipient): Announcement => ({
              rule,
              role,
              recipient: recipient.id,
              urgent: notice.urgent ?? false,
              on,
              about: String(position),
              arguments: {
                district: model.name,
                day: on,
                ...(state === undefined
                  ? {}
                  : argumentsOfCase(district, model, state, news.stage ?? state.stage, news.step)),
                ...news.more
              }
            })
          )
        )
      : []
  )
}

// ------------------------------------------------------------------------------------------------------- what is late

/** A case as it stood when a day began. */
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
 * What is announced of work that is late on a day: each rung of an escalation ladder on the day that it is reached.
 *
 * @category policy
 */
export const ofDay = (district: District.District, on: Day): ReadonlyArray<Announcement> => {
  const { model } = district
  if (model === undefined) return []
  const rules = [...model.notices].filter(([, { on: happening }]) => happening === "case-overdue")
  if (rules.length === 0) return []
  return [...district.cases.values()].flatMap((file) => {
    const state = atDawn(file, on)
    if (!isOpen(state)) return []
    const playbook = District.playbookOf(district, state)
    if (playbook === undefined) return []
    return CaseView.rungs(state, playbook, model.calendar)
      .filter((rung) => rung.day === on)
      .flatMap(({ due, tell }) =>
        rules
          .filter(([, rule]) => rule.playbooks === undefined || rule.playbooks.includes(state.playbook))
          .flatMap(([rule, notice]) =>
            [...new Set([tell, ...notice.to])].flatMap((role) =>
              near({ district, model }, role, state, on).map((recipient): Announcement => ({
                rule,
                role,
                recipient: recipient.id,
                urgent: notice.urgent ?? false,
                on,
                about: `${state.id}/${due}/${on}`,
                arguments: {
                  ...argumentsOfCase(district, model, state, state.stage),
                  day: on,
                  due,
                  late: on - due
                }
              }))
            )
          )
      )
  })
}

/** Everything that is announced of days after one and up to another. */
export const ofDays = (district: District.District, after: Day, until: Day): ReadonlyArray<Announcement> => {
  const announcements: Array<Announcement> = []
  for (let on = add(after, 1); on <= until; on = add(on, 1)) announcements.push(...ofDay(district, on))
  return announcements
}
