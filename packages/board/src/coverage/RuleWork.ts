/**
 * What people do about a coverage rule: see how it goes on, hand out the next round of visits, and excuse somebody for a
 * reason that the rule allows.
 */
import type { RuleId } from "@liulinhui/core/Id"
import type { Answer } from "@liulinhui/core/Question"
import { type Markup, markup, type Part } from "@liulinhui/report/Markup"
import { Place } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { form, mistaken, requested, type Show, textIn } from "../Sending.ts"
import { radio } from "../steps/Controls.ts"

type Gap = Answer<"AskCoverage">[number]["gaps"][number]

/** The rule in the address. */
const ruleIn = ({ params }: Pick<Moment, "params">): RuleId =>
  // The cast is safe: a text that is no id is an unknown rule, which the questions refuse.
  (params["rule"] ?? "") as RuleId

const rulePath = (rule: string): string => `/coverage/${encodeURIComponent(rule)}`

/** The door of a member. */
export const doorOf = (
  moment: Moment,
  { id, place, subject }: Pick<Gap, "id" | "place" | "subject">
): string => {
  if (subject !== undefined) return nameOf(moment, "subject", subject)
  return place.building === undefined
    ? id
    : Place.say(moment.words, { building: place.label ?? place.building, unit: place.unit })
}

/** The reasons of a rule for which the reader may excuse somebody. */
const reasonsOf = ({ mayDo, model, roles }: Moment, rule: RuleId) =>
  mayDo("GrantExclusion")
    ? Object.entries(model.coverage.get(rule)?.exclude ?? {}).filter(([, { grantedBy }]) =>
        grantedBy.some((role) => roles.includes(role))
      )
    : []

/** The link with which a missing member is excused. `null` if that is not possible. */
export const excuseLink = (moment: Moment, rule: RuleId, { subject }: Gap): Part =>
  subject === undefined || reasonsOf(moment, rule).length === 0
    ? null
    : markup` <a class="more" href="${moment.home}${rulePath(rule)}/excuse?${new URLSearchParams({ subject }).toString()}">${moment.say("rule.excuse")}</a>`

/** How the rule goes on at the present pace, and the link to the next round. It is of today, so an earlier day has none. */
export const ahead = (moment: Moment, rule: RuleId): Part => {
  const { home, may, say, words } = moment
  return Result.match(moment.ask({ _tag: "AskForecast", rule }), {
    onFailure: () => null,
    onSuccess: ({
      metOn,
      pace,
      short
    }) => markup`<section aria-labelledby="ahead"><h2 id="ahead">${say("rule.ahead")}</h2>
<p>${say("rule.forecast", { short, met: metOn === undefined ? "_" : words.day(metOn) })}</p>
${pace.days === 0 ? null : markup`<p class="hint">${say("rule.pace", { gained: pace.gained, days: pace.days })}</p>`}
${may("AskNextRound") && short > 0 ? markup`<p class="go screen"><a class="button" href="${home}${rulePath(rule)}/next">${say("rule.next")}</a></p>` : null}</section>`
  })
}

// ----------------------------------------------------------------------------------------------------------- next round

/** The number of visits of each person if the reader does not state one. */
const usualCapacity = 20

const capacityIn = ({ query }: Moment): number => {
  const stated = Number((query.get("capacity") ?? "").normalize("NFKC"))
  return Number.isInteger(stated) && stated >= 1 && stated <= 1000 ? stated : usualCapacity
}

const visit = (moment: Moment, one: Answer<"AskNextRound">["lists"][number]["visits"][number]): Markup =>
  markup`<li>${doorOf(moment, one)}${one.again ? markup` <span class="hint">${moment.say("rule.again")}</span>` : null}</li>`

/** The screen with the next round of visits: a list for each person, to hand out on paper. */
export const nextRound: Screen = {
  path: "/coverage/:rule/next",
  show: (moment) => {
    const { home, say } = moment
    const rule = ruleIn(moment)
    const capacity = capacityIn(moment)
    return Result.map(moment.ask({ _tag: "AskNextRound", rule, capacity }), ({ left, lists }): Page => ({
      title: say("rule.next"),
      body: markup`<p class="progress">${nameOf(moment, "rule", rule)} · ${moment.words.day(moment.on)}</p>
<form method="get" action="${home}${rulePath(rule)}/next" class="filter"><div><label for="capacity">${say("rule.capacity")}</label>
<input type="number" id="capacity" name="capacity" min="1" max="1000" value="${capacity}"></div><button>${say("coverage.show")}</button></form>
${lists.length === 0 ? markup`<p class="empty-why">${say("rule.nobody")}</p>` : null}
${lists.map(
  ({ visits, walker }) =>
    markup`<section class="sheet"><h2>${moment.personOf(walker)}</h2><p>${say("rule.visits", { n: visits.length })}</p><ol>${visits.map((one) => visit(moment, one))}</ol></section>`
)}
${left.length === 0 ? null : markup`<section><h2>${say("rule.left", { n: left.length })}</h2><ul>${left.map((one) => markup`<li>${doorOf(moment, one)}</li>`)}</ul></section>`}
<p class="screen go"><a class="button plain" href="${home}${rulePath(rule)}">${say("back")}</a></p>`
    }))
  }
}

// -------------------------------------------------------------------------------------------------------------- excuses

const excusePath = (rule: string): string => `${rulePath(rule)}/excuse`

const absent = (moment: Moment): Page => ({
  title: moment.words.say("http.notFound"),
  status: 404,
  body: markup`<p class="empty-why">${moment.words.say("http.notFound")}</p>`
})

/** The member in a form, if the rule misses it and the reader may see it. */
const memberOf = (moment: Moment, subject: string) =>
  Result.map(moment.ask({ _tag: "AskCoverage", rules: [ruleIn(moment)] }), ([standing]) =>
    standing?.gaps.find((one) => one.subject === subject)
  )

const showExcuse: Show = (moment, sent) =>
  Result.map(memberOf(moment, (sent ?? moment.query).get("subject") ?? ""), (member): Page => {
    const { home, model, say, words } = moment
    const rule = ruleIn(moment)
    if (member?.subject === undefined || reasonsOf(moment, rule).length === 0) return absent(moment)
    const reasons = Object.entries(model.coverage.get(rule)?.exclude ?? {})
    const chosen = sent?.get("reason") ?? reasons[0]?.[0]
    return {
      title: say("rule.excuse"),
      body: markup`<h2>${doorOf(moment, member)}</h2><p>${say("rule.excuseHint", { rule: nameOf(moment, "rule", rule) })}</p>
${form(
  moment,
  excusePath(rule),
  "excuse",
  markup`<input type="hidden" name="subject" value="${member.subject}">
<fieldset><legend>${say("rule.reason")}</legend>${reasons.map(([id, { name }]) => radio("reason", id, words.text(name), id === chosen))}</fieldset>
<label class="question" for="until">${say("rule.until")}</label>
<input class="field" type="date" id="until" name="until" value="${sent?.get("until") ?? ""}">
<p class="go"><button>${say("rule.excuse")}</button>
<a class="button plain" href="${home}${rulePath(rule)}">${say("cancel")}</a></p>`
)}`
    }
  })

const sendExcuse = (moment: Moment, sent: URLSearchParams): Sent => {
  const rule = ruleIn(moment)
  if (textIn(sent, "act") !== "excuse") return mistaken(moment, moment.say("rule.excuse"), rulePath(rule))
  const until = textIn(sent, "until")
  const request = {
    _tag: "GrantExclusion",
    rule,
    subject: textIn(sent, "subject"),
    reason: textIn(sent, "reason"),
    ...(until === "" ? {} : { until })
  }
  const next = `${rulePath(rule)}?done=excuse`
  return requested({ id: textIn(sent, "command"), request, next }, sent, showExcuse)
}

/** The screen with which a missing member is excused. */
export const excuse: Screen = {
  path: "/coverage/:rule/excuse",
  show: (moment) => showExcuse(moment),
  send: (moment, sent) => Result.succeed(sendExcuse(moment, sent))
}
