/**
 * The screen 上门 (my round): the doors of today in walking order, and at each door four buttons. Every button is the button
 * of a plain form, so the screen works without a script. With the script of this screen and the PIN of the device, it works
 * without a line, too.
 */
import { startOf } from "@liulinhui/core/Calendar"
import { add, fromIso, toIso } from "@liulinhui/core/Day"
import type { RuleId } from "@liulinhui/core/Id"
import { type Markup, markup, verbatim } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Frame from "../Frame.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { goneFrom, meanwhile, type Meanwhile } from "./Contest.ts"
import { coverageNow, type Door, doorsOf, listedOf, roundNow, type Visit } from "./Doors.ts"
import { capacity } from "./RoundLimits.ts"
import { script, withoutLine, worker } from "./RoundFiles.ts"
import { devicePanel } from "./DevicePanel.ts"
import { isOutcome, type Listed, listedIn, type Outcome, outcomes, requestOf } from "./Touch.ts"

/** The text on a door. */
const doorName = (moment: Moment, { place, visits: [first] }: Door): string =>
  place === undefined
    ? moment.say("round.noDoor", { subject: first.subject })
    : [place.label, ...(place.unit === undefined ? [] : [place.unit])].join(" ")

const last = (moment: Moment, visits: ReadonlyArray<Visit>): ReadonlyArray<string> => {
  const { say } = moment
  const attempts = visits.flatMap(({ attempt }) => attempt ?? [])
  const attempt = attempts.toSorted((a, b) => b.on - a.on || b.source - a.source)[0]
  const reached = visits.flatMap((visit) => visit.last ?? []).toSorted((a, b) => b - a)[0]
  return [
    reached === undefined ? say("round.never") : say("round.last", { on: reached }),
    ...(attempt === undefined
      ? []
      : [
          say("round.attempt", {
            on: attempt.on,
            outcome: say(`round.was.${attempt.outcome}`),
            again: attempt.again
          })
        ])
  ]
}

const button = (moment: Moment, outcome: Outcome, people: number): Markup =>
  markup`<button name="outcome" value="${outcome}" class="${outcome === "reached" ? "reached" : "plain"}">${
    outcome === "reached" && people > 1
      ? moment.say("round.allReached", { n: people })
      : moment.say(`round.${outcome}`)
  }</button>`

/** The form of a touch. Its id is the same however often it is sent, so sending it twice records once. */
const touchForm = (
  moment: Moment,
  {
    door,
    id,
    visits
  }: { readonly door: string; readonly id: string; readonly visits: ReadonlyArray<Listed> },
  inside: Markup
): Markup => markup`<form method="post" action="${moment.home}/round" class="touch">
<input type="hidden" name="id" value="${id}">
<input type="hidden" name="door" value="${verbatim(door)}">
<input type="hidden" name="on" value="${toIso(moment.on)}">
<input type="hidden" name="visits" value="${verbatim(JSON.stringify(visits))}">
${inside}
</form>`

const numberOf = (subject: string): string => subject.replace(/^[a-z]+:/u, "")

/** What is rarer than one touch: only some of the people at the door, or a day that was agreed. */
const more = (moment: Moment, door: string, id: string, visits: ReadonlyArray<Listed>): Markup => {
  const { say } = moment
  const single = visits.length > 1 ? visits.filter(({ kinds }) => kinds.length > 0) : []
  const day = `${id}-day`
  return markup`<details><summary>${say("round.more")}</summary><div class="inside">
${single.map((visit, n) =>
  touchForm(
    moment,
    { door, id: `${id}-${n}`, visits: [visit] },
    markup`<button name="outcome" value="reached" class="plain">${say("round.onlyOne", { number: numberOf(visit.subject) })}</button>`
  )
)}
${touchForm(
  moment,
  { door, id: `${id}-again`, visits },
  markup`<label for="${day}">${say("round.againOn")}</label>
<input id="${day}" class="field" type="date" name="again" required min="${toIso(add(moment.on, 1))}">
<button name="outcome" value="next-time" class="plain">${say("round.agree")}</button>`
)}
</div></details>`
}

const doorItem = (moment: Moment, door: Door, n: number): Markup => {
  const { fresh, model, say } = moment
  const name = doorName(moment, door)
  const visits = door.visits.map((visit) => listedOf(model, visit))
  const rules: ReadonlyArray<RuleId> = [...new Set(door.visits.flatMap((visit) => visit.rules))]
  const needsProof = visits.some(({ proven }) => proven.length > 0)
  const reachable = visits.filter(({ kinds }) => kinds.length > 0).length
  const id = `${fresh}-${n}`
  return markup`<li class="door" data-subjects="${verbatim(JSON.stringify(visits.map(({ subject }) => subject)))}">
<h3>${name}</h3>
<p>${say("round.why", { rules: rules.map((rule) => nameOf(moment, "rule", rule)) })}</p>
<p class="hint">${last(moment, door.visits).join(" ")}</p>
${needsProof ? markup`<p class="hint">${say("round.needsProof")}</p>` : null}
${touchForm(
  moment,
  { door: name, id, visits },
  markup`<div class="touches" role="group" aria-label="${say("round.at", { door: name })}">${outcomes
    .filter((outcome) => outcome !== "reached" || reachable > 0)
    .map((outcome) => button(moment, outcome, reachable))}</div>`
)}
${more(moment, name, id, visits)}
</li>`
}

const doorList = (moment: Moment, doors: ReadonlyArray<Door>, from: number): Markup =>
  markup`<ol class="doors">${doors.map((door, n) => doorItem(moment, door, from + n))}</ol>`

const list = (
  moment: Moment,
  answer: { readonly visits: ReadonlyArray<Visit>; readonly later: ReadonlyArray<Visit> }
): Markup => {
  const { on, say } = moment
  const doors = doorsOf(answer.visits)
  const later = doorsOf(answer.later)
  return markup`<h2>${say("round.head", { day: on, n: doors.length })}</h2>
${doors.length === 0 ? markup`<p class="empty-why">${say("round.empty")}</p>` : doorList(moment, doors, 0)}
${later.length === 0 ? null : markup`<h2>${say("round.later", { n: later.length })}</h2>${doorList(moment, later, doors.length)}`}`
}

/** How long the day of the district still lasts, in milliseconds. The device counts from when it gets the page. */
const leftOf = ({ model, now, on }: Moment): number => startOf(add(on, 1), model.timeZone) - now

/** The path of the board: what is before the district in the path of the district. */
const baseOf = ({ home }: Moment): string => home.slice(0, home.lastIndexOf("/d/"))

const show = (moment: Moment): Result.Result<Page, QuestionRefused> =>
  Result.map(moment.ask({ _tag: "AskRound", capacity }), (answer) => {
    const { actor, district, query, say } = moment
    return {
      title: say("round"),
      script,
      body: markup`${query.has("done") ? markup`<p class="done" role="status">${say("round.done")}</p>` : null}
${devicePanel(moment, baseOf(moment), { owner: `${district}/${actor}`, district, left: leftOf(moment) })}
<div id="doors">${list(moment, answer)}</div>`
    }
  })

const mistake = (moment: Moment): Page => ({
  title: moment.say("round"),
  status: 400,
  body: markup`<div class="failure" role="alert"><h2>${moment.words.say("http.malformed")}</h2></div>
<p><a class="more" href="${moment.home}/round">${moment.say("round.back")}</a></p>`
})

/** What somebody else has recorded for the visits since the list was made. */
const found = (
  moment: Moment,
  visits: ReadonlyArray<Listed>
): Result.Result<ReadonlyArray<Meanwhile>, QuestionRefused> =>
  Result.gen(function* () {
    const round = roundNow(yield* moment.ask({ _tag: "AskRound", capacity }))
    const isRule = (rule: string): rule is RuleId => moment.model.coverage.has(rule as RuleId)
    const rules = [...new Set(goneFrom(visits, round).flatMap((visit) => visit.rules))].filter(isRule)
    if (rules.length === 0) return meanwhile(visits, round, [])
    return meanwhile(visits, round, coverageNow(yield* moment.ask({ _tag: "AskCoverage", rules })))
  })

/** What a form says about a touch. */
interface Fields {
  readonly id: string
  readonly door: string
  readonly on: string
  readonly outcome: Outcome
  readonly again: string
  readonly visits: ReadonlyArray<Listed>
}

const fieldsIn = (form: URLSearchParams): Fields | undefined => {
  const [outcome, visits] = [form.get("outcome"), listedIn(form.get("visits") ?? "")]
  if (!isOutcome(outcome) || visits === undefined) return undefined
  const field = (name: string): string => form.get(name) ?? ""
  return { id: field("id"), door: field("door"), on: field("on"), outcome, again: field("again"), visits }
}

const meanwhileLine = ({ say, words }: Moment, one: Meanwhile): string =>
  one._tag === "Reached"
    ? say("round.meanwhileReached")
    : say("round.triedOn", {
        on: Option.match(fromIso(one.on), { onNone: () => one.on, onSome: words.day }),
        outcome: say(`round.was.${one.outcome}`)
      })

/** Asks whether the touch is recorded although somebody else has recorded something. */
const contested = (
  moment: Moment,
  { again, door, id, outcome, visits }: Fields,
  others: ReadonlyArray<Meanwhile>
): Page => {
  const { home, say } = moment
  return {
    title: say("round"),
    status: 409,
    body: markup`<div class="failure" role="alert"><h2>${say("round.contested", { door })}</h2>
<ul>${[...new Set(others.map((one) => meanwhileLine(moment, one)))].map((line) => markup`<li>${line}</li>`)}</ul></div>
${touchForm(
  moment,
  { door, id, visits },
  markup`<input type="hidden" name="again" value="${verbatim(again)}"><input type="hidden" name="sure" value="yes">
<button name="outcome" value="${outcome}">${say("round.insist", { outcome: say(`round.${outcome}`) })}</button>`
)}
<p><a class="more" href="${home}/round">${say("round.drop")}</a></p>`
  }
}

const send = (moment: Moment, form: URLSearchParams): Result.Result<Sent, QuestionRefused> => {
  const fields = fieldsIn(form)
  if (fields === undefined) return Result.succeed({ _tag: "Shown", page: mistake(moment) })
  const { again, id, on, outcome, visits } = fields
  const request = requestOf({ outcome, on, visits, ...(again === "" ? {} : { again }) })
  const accepted: Sent = {
    _tag: "Request",
    // Another button of the same form is another touch, and so has another id.
    id: `${id}-${outcome}`,
    // The cast is safe: the request is plain data.
    request: request as unknown as Schema.JsonObject,
    next: "/round?done",
    refused: (later, problem) =>
      Result.map(show(later), (page) => ({ ...page, body: [Frame.problem(problem), page.body] }))
  }
  if (form.get("sure") !== null) return Result.succeed(accepted)
  return Result.map(found(moment, visits), (others): Sent =>
    others.length === 0 ? accepted : { _tag: "Shown", page: contested(moment, fields, others) }
  )
}

/** The screen. */
export const round: Screen = {
  path: "/round",
  link: { name: "round", isFor: ({ may }) => may("AskRound") },
  show,
  send,
  files: [script, worker],
  openPages: [withoutLine]
}
