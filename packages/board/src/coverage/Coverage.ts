/**
 * Coverage: what was promised to whom, how much of it is done on a day, and by building who is still missing. The counts are
 * for the whole district; the lists have only the people whom the reader may see.
 */
import type { Day } from "@liulinhui/core/Day"
import * as Days from "@liulinhui/core/Day"
import type { RuleId } from "@liulinhui/core/Id"
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"
import { accepted } from "../Sending.ts"
import { ahead, doorOf, excuseLink } from "./RuleWork.ts"

type Standing = Answer<"AskCoverage">[number]
type Gap = Standing["gaps"][number]

const rulePath = ({ home }: Moment, rule: RuleId, on: Day | undefined): string =>
  `${home}/coverage/${encodeURIComponent(rule)}${on === undefined ? "" : `?on=${Days.toIso(on)}`}`

/** The day that the reader asks about. `undefined` for today. */
const dayIn = ({ on, query }: Moment): Day | undefined => {
  const day = Option.getOrUndefined(Days.fromIso(query.get("on") ?? ""))
  return day === on ? undefined : day
}

const dayForm = ({ on, say }: Moment, path: string, asked: Day | undefined): Part =>
  markup`<form method="get" action="${path}" class="filter">
<div><label for="on">${say("coverage.on")}</label><input type="date" id="on" name="on" value="${Days.toIso(asked ?? on)}"></div>
<button>${say("coverage.show")}</button>
</form>`

const figures = ({ say, words }: Moment, { counts, ratio, standing }: Standing): Part => {
  const isMet = standing === "not-met" ? "due late" : "due"
  return markup`<p class="ratio"><b>${say("coverage.ratio", { reached: ratio.reached, of: ratio.of })}</b> <span class="${isMet}">${words.say(`word.standing.${standing}`)}</span></p>
<meter min="0" max="${ratio.of === 0 ? 1 : ratio.of}" value="${ratio.of === 0 ? 1 : ratio.reached}">${say("coverage.ratio", { reached: ratio.reached, of: ratio.of })}</meter>
<p class="hint">${say("coverage.counts", { missing: counts.missing, excluded: counts.excluded, unknown: counts.unknown })}</p>`
}

const period = ({ say, words }: Moment, { window }: Standing): Part =>
  window === undefined
    ? null
    : markup`<p class="hint">${say("coverage.window", { from: words.day(window.from), until: words.day(window.until) })}</p>`

const card = (moment: Moment, one: Standing, asked: Day | undefined): Part =>
  markup`<li${one.standing === "not-met" ? trusted(' class="late"') : null}>
<h2><a href="${rulePath(moment, one.rule, asked)}">${nameOf(moment, "rule", one.rule)}</a></h2>
${figures(moment, one)}
${period(moment, one)}
</li>`

const list = (moment: Moment, all: ReadonlyArray<Standing>, asked: Day | undefined): Page => {
  const { home, on, say, words } = moment
  return {
    title: say("coverage"),
    body: [
      dayForm(moment, `${home}/coverage`, asked),
      markup`<p class="progress">${say("coverage.asOf", { day: words.day(asked ?? on) })}</p>`,
      all.length === 0
        ? markup`<p class="empty-why">${say("coverage.none")}</p>`
        : markup`<ul class="tasks">${all.map((one) => card(moment, one, asked))}</ul>`
    ]
  }
}

const gap = (moment: Moment, rule: RuleId, one: Gap): Part => {
  const { say, words } = moment
  return markup`<li>${say("coverage.gap", {
    who: doorOf(moment, one),
    last: one.last === undefined ? "_" : words.day(one.last),
    wants: one.wants === undefined || one.wants === 1 ? "_" : one.wants
  })}${excuseLink(moment, rule, one)}</li>`
}

/** The missing people, by building. */
const gaps = (moment: Moment, { counts, gaps: all, rule: of }: Standing): Part => {
  const { say } = moment
  const hidden = counts.missing - all.length
  const parts = Map.groupBy(all, ({ place }) => place.building ?? "")
  return markup`<section aria-labelledby="gaps"><h2 id="gaps">${say("coverage.gaps", { n: counts.missing })}</h2>
${hidden > 0 ? markup`<p class="hint">${say("coverage.hidden", { n: hidden })}</p>` : null}
${[...parts].map(([building, members]) => {
  const name = building === "" ? say("coverage.nowhere") : nameOf(moment, "building", building)
  return markup`<details class="part"${parts.size === 1 ? trusted(" open") : null}><summary><h3>${say("coverage.building", { building: name, n: members.length })}</h3></summary><ul>${members.map((one) => gap(moment, of, one))}</ul></details>`
})}</section>`
}

const rule = (moment: Moment, one: Standing, asked: Day | undefined): Page => {
  const { home, on, say, words } = moment
  return {
    title: nameOf(moment, "rule", one.rule),
    body: markup`<article>${accepted(moment, { excuse: say("rule.done") })}
${dayForm(moment, rulePath(moment, one.rule, undefined), asked)}
<p class="progress">${say("coverage.asOf", { day: words.day(asked ?? on) })}</p>
${figures(moment, one)}
${period(moment, one)}
${asked === undefined ? ahead(moment, one.rule) : null}
${gaps(moment, one)}
<p class="screen"><a class="button plain" href="${home}/coverage">${say("coverage.back")}</a></p>
</article>`
  }
}

const question = (asked: Day | undefined, rules: ReadonlyArray<RuleId>) => ({
  _tag: "AskCoverage" as const,
  rules,
  ...(asked === undefined ? {} : { on: asked })
})

/** The screen with all coverage rules. */
export const coverage: Screen = {
  path: "/coverage",
  link: { name: "coverage", isFor: ({ may, model }) => model.coverage.size > 0 && may("AskCoverage") },
  show: (moment) => {
    const asked = dayIn(moment)
    return Result.map(moment.ask(question(asked, [])), (all) => list(moment, all, asked))
  }
}

/** The screen of one coverage rule. */
export const oneRule: Screen = {
  path: "/coverage/:rule",
  show: (moment) => {
    const asked = dayIn(moment)
    // The cast is safe: a text that is no id is an unknown rule, which the question refuses.
    const id = (moment.params["rule"] ?? "") as RuleId
    return Result.map(moment.ask(question(asked, [id])), ([one]) =>
      one === undefined ? list(moment, [], asked) : rule(moment, one, asked)
    )
  }
}
