/**
 * The calendar of an actor: the deadlines and patrols of the cases on which the actor can act, the rounds of the actor, and the
 * polls that the actor may see. The entries come from the questions of core, so they follow the mandates of the actor.
 *
 * A calendar leaves this server: it is copied to telephones and to the services behind them. So an entry names kinds of cases
 * and buildings, and never a person, a flat, or what people wrote.
 */
import { startOf } from "@liulinhui/core/Calendar"
import { add, type Day } from "@liulinhui/core/Day"
import type { District } from "@liulinhui/core/District"
import type { ActorId, BuildingId, CaseId, RuleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import type { PlaybookId } from "@liulinhui/core/Playbook"
import { ask } from "@liulinhui/core/Question"
import type { Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { hash } from "node:crypto"
import type { Calendar, Event } from "./ICalendar.ts"

/** What an actor asks: on which day, and at which instant. */
interface Asking {
  readonly by: ActorId
  readonly on: Day
  readonly now: number
}

/** What the entries of a district are made from. */
interface Scene {
  readonly state: District
  readonly model: Model
  readonly asking: Asking
  readonly words: Texts.Words
}

/** How many visits a round has, as on the board. */
const capacity = 20

/** For how many days an app still shows a poll that has closed. */
const shownAfter = 7

/** The id of an entry. It shows nothing of the thing that the entry is about, because an id can contain a door. */
const uidOf = ({ model }: Scene, ...parts: ReadonlyArray<string>): string =>
  `${hash("sha256", JSON.stringify([model.id, ...parts]), "hex").slice(0, 32)}@liulinhui`

const placeOf = ({ state: { registry }, words }: Scene, buildings: ReadonlyArray<BuildingId>): string =>
  words.list(buildings.map((id) => registry.buildings.get(id)?.label ?? id))

const playbookName = ({ model, words }: Scene, id: PlaybookId): string => {
  const name = model.playbooks.get(id)?.playbook.name
  return name === undefined ? id : words.text(name)
}

const deadlines = (scene: Scene): ReadonlyArray<Event> => {
  const { asking, state, words } = scene
  const today = ask(state, asking, { _tag: "AskToday" })
  if (Result.isFailure(today)) return []
  return today.success.tasks.flatMap(({ buildings, case: id, deadlines: due, playbook }) =>
    due.map((deadline): Event => ({
      uid: uidOf(scene, "deadline", id, deadline.of),
      summary: words.say("calendar.due", {
        of: deadline.of,
        playbook: playbookName(scene, playbook),
        place: placeOf(scene, buildings)
      }),
      ...(deadline.provisional ? { description: words.say("calendar.provisional") } : {}),
      at: deadline.at === undefined ? { from: deadline.due, until: deadline.due } : { instant: deadline.at }
    }))
  )
}

/** The last day on which visits still count for a coverage rule. Default: today, if the rule has no period. */
const lastDays = ({ asking, state }: Scene, rules: ReadonlyArray<RuleId>): ReadonlyMap<RuleId, Day> => {
  if (rules.length === 0) return new Map()
  const found = ask(state, asking, { _tag: "AskCoverage", rules })
  return new Map(
    (Result.isFailure(found) ? [] : found.success).map(({ rule, window }) => [
      rule,
      window === undefined || window.until < asking.on ? asking.on : window.until
    ])
  )
}

const rounds = (scene: Scene): ReadonlyArray<Event> => {
  const { asking, model, state, words } = scene
  const round = ask(state, asking, { _tag: "AskRound", capacity })
  if (Result.isFailure(round)) return []
  const { later, visits } = round.success
  const byRule = new Map<RuleId, number>()
  for (const { rules } of visits) for (const rule of rules) byRule.set(rule, (byRule.get(rule) ?? 0) + 1)
  const until = lastDays(scene, [...byRule.keys()])
  const ofRules = [...byRule].map(([rule, count]): Event => {
    const day = until.get(rule) ?? asking.on
    const name = model.coverage.get(rule)?.name
    return {
      uid: uidOf(scene, "round", asking.by, rule),
      summary: words.say("calendar.round", { rule: name === undefined ? rule : words.text(name), count }),
      at: { from: day, until: day }
    }
  })
  const agreed = later.map(({ attempt, place, subject }): Event => {
    const day = attempt?.again ?? add(asking.on, 1)
    return {
      uid: uidOf(scene, "agreed", asking.by, subject),
      summary: words.say("calendar.agreed", { place: place.label ?? place.building ?? "" }),
      at: { from: day, until: day }
    }
  })
  return [...ofRules, ...agreed]
}

const caseIn = ({ state }: Scene, id: CaseId) => {
  const found = state.cases.get(id)?.state
  return found?._tag === "Opened" ? found : undefined
}

const polls = (scene: Scene): ReadonlyArray<Event> => {
  const { asking, state, words } = scene
  return [...state.polls.keys()].flatMap((id): ReadonlyArray<Event> => {
    const poll = ask(state, asking, { _tag: "AskPoll", poll: id })
    if (Result.isFailure(poll)) return []
    const { case: of, closes, opens } = poll.success
    const found = caseIn(scene, of)
    if (found === undefined || add(closes, shownAfter) < asking.on) return []
    return [
      {
        uid: uidOf(scene, "poll", id),
        summary: words.say("calendar.poll", {
          playbook: playbookName(scene, found.playbook),
          place: placeOf(scene, found.buildings)
        }),
        at: { from: opens, until: closes }
      }
    ]
  })
}

/** The calendar of an actor. `undefined` if the district has adopted no model. */
export const calendarOf = (state: District, asking: Asking, words: Texts.Words): Calendar | undefined => {
  const { model } = state
  if (model === undefined) return undefined
  const scene = { state, model, asking, words }
  return {
    name: words.text(model.name),
    timeZone: model.timeZone,
    // The same entries are the same text for a whole day, so that an app that asks again need not load them.
    stamp: startOf(asking.on, model.timeZone),
    events: [...deadlines(scene), ...rounds(scene), ...polls(scene)]
  }
}
