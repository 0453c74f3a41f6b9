/**
 * Why another branch does not lead a group, what fewer changes of the pairing would cost, and the form with which people
 * decide on other pairs.
 */
import type { Answer } from "@liulinhui/core/Question"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import { Reason } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { form, mistaken, requested, type Show, textIn } from "../Sending.ts"
import { pairName } from "./Pairing.ts"
import { overruling, paths } from "./ProposalWords.ts"

const here = paths.pairing

const back = ({ home, say }: Moment): Markup =>
  markup`<p class="go"><a class="button plain" href="${home}${here}">${say("pairing.back")}</a></p>`

const pairsIn = (moment: Moment, pairs: ReadonlyArray<{ readonly branch: string; readonly group: string }>) =>
  pairs.map((pair) => pairName(moment, pair))

const reasonItems = ({ names, words }: Moment, reasons: ReadonlyArray<Reason.Tagged>): Part =>
  markup`<ul>${reasons.map((reason) => markup`<li>${Reason.say(words, reason, names)}</li>`)}</ul>`

/** The answer to the question why a pair is not proposed. */
const answer = (moment: Moment, why: Answer<"AskWhyNot">): Part => {
  const { say } = moment
  const ban =
    "ban" in why && why.ban !== undefined
      ? markup`<p>${say("pairing.why.banned", { ban: why.ban })}</p>`
      : null
  switch (why._tag) {
    case "InPlan":
      return markup`<p>${say("pairing.why.inPlan", { pin: why.pin ?? "_" })}</p>`
    case "UnknownPair":
      return markup`<p>${say("pairing.why.unknown")}</p>`
    case "Impossible":
      return markup`${ban}<p>${say("pairing.why.impossible")}</p>${reasonItems(moment, why.reasons)}`
    case "Costs":
      return markup`${ban}<p>${say("pairing.why.costs", { points: Math.abs(why.points), more: String(why.points < 0), changes: why.plan.changes })}</p>
<dl class="sum"><dt>${say("pairing.why.gone")}</dt><dd>${moment.words.list(pairsIn(moment, why.gone))}</dd>
<dt>${say("pairing.why.come")}</dt><dd>${moment.words.list(pairsIn(moment, why.come))}</dd></dl>`
  }
}

const whyPage = (moment: Moment, group: string, branch: string): Result.Result<Page, never> => {
  const { home, model, say } = moment
  const asked =
    branch === ""
      ? undefined
      : moment.ask({
          _tag: "AskWhyNot",
          // The casts are safe: a text that is no id is an unknown branch or group, which the question refuses.
          branch: branch as (typeof model.branches)[number]["id"],
          group: group as (typeof model.groups)[number]["id"]
        })
  return Result.succeed({
    title: say("pairing.whyNot"),
    body: markup`<article><h2>${nameOf(moment, "group", group)}</h2>
${asked === undefined ? markup`<p class="hint">${say("pairing.why.choose")}</p>` : null}
${
  asked === undefined
    ? null
    : markup`<section class="step" role="status"><h3>${pairName(moment, { branch, group })}</h3>${Result.match(
        asked,
        {
          onSuccess: (why) => answer(moment, why),
          onFailure: ({ reasons }) => reasonItems(moment, reasons)
        }
      )}</section>`
}
<ul class="kinds">${model.branches.map(
      ({ id }) =>
        markup`<li><a href="${home}${here}/why?${new URLSearchParams({ group, branch: id }).toString()}"${id === branch ? trusted(' aria-current="true"') : null}>${nameOf(moment, "branch", id)}</a></li>`
    )}</ul>
${back(moment)}</article>`
  })
}

/** The screen with the answer why a branch does not lead a group. */
export const whyNotPair: Screen = {
  path: `${here}/why`,
  show: (moment) => whyPage(moment, moment.query.get("group") ?? "", moment.query.get("branch") ?? "")
}

const because = (moment: Moment, { because: why }: Answer<"AskTrade">["ends"][number]): string =>
  moment.say("pairing.ends", {
    because: why._tag,
    ban: why._tag === "Banned" ? why.ban : "_",
    goal: why._tag === "Costs" ? nameOf(moment, "goal", why.goal) : "_",
    lost: why._tag === "Costs" ? why.lost : 0
  })

/** One compromise: its changes and its points, and what each change more has gained. */
const compromise = (
  moment: Moment,
  plan: Answer<"AskTrade">["plans"][number],
  before: Answer<"AskTrade">["plans"][number] | undefined
): Markup => {
  const { say } = moment
  const gain =
    before === undefined
      ? undefined
      : (plan.total - before.total) / Math.max(1, plan.changes - before.changes)
  return markup`<li><h2>${say("pairing.changes", { n: plan.changes })}</h2>
<p>${say("pairing.total", { n: plan.total })}${gain === undefined ? null : markup` ${say("pairing.gain", { n: gain })}`}</p>
<details><summary>${say("pairing.pairsOf")}</summary><ul class="inside">${pairsIn(moment, plan.pairs).map((name) => markup`<li>${name}</li>`)}</ul></details></li>`
}

/** The screen with the compromises between points and changes. */
export const trade: Screen = {
  path: `${here}/trade`,
  show: (moment) =>
    Result.map(moment.ask({ _tag: "AskTrade" }), ({ ends, plans, proposal }): Page => {
      const { say } = moment
      return {
        title: say("pairing.trade"),
        body: markup`<p class="progress">${say("pairing.proposal", { proposal })}</p>
<p>${say("pairing.tradeHint")}</p>
<ul class="tasks">${plans.map((plan, n) => compromise(moment, plan, plans[n - 1]))}</ul>
<h2>${say("pairing.endsHead")}</h2>
${ends.length === 0 ? markup`<p>${say("pairing.endsNone")}</p>` : markup`<ul>${ends.map((one) => markup`<li>${pairName(moment, one)}: ${because(moment, one)}</li>`)}</ul>`}
${back(moment)}`
      }
    })
}

// ----------------------------------------------------------------------------------------------------------- overruling

const keyOf = ({ branch, group }: { readonly branch: string; readonly group: string }): string =>
  `${branch} ${group}`

const otherPath = `${here}/other` as const

const showOther: Show = (moment, sent) =>
  Result.map(moment.ask({ _tag: "AskPairing" }), ({ stories }): Page => {
    const { model, say } = moment
    const last = stories.at(-1)
    if (last === undefined) {
      return {
        title: say("pairing.other"),
        status: 404,
        body: [markup`<p>${say("pairing.noneInForce")}</p>`, back(moment)]
      }
    }
    const chosen = new Set(sent?.getAll("pair") ?? last.plan.pairs.map(keyOf))
    return {
      title: say("pairing.other"),
      body: markup`<p>${say("pairing.otherHint")}</p>
${form(
  moment,
  otherPath,
  "overrule",
  markup`${model.groups.map(
    ({ id: group }) =>
      markup`<fieldset><legend>${nameOf(moment, "group", group)}</legend>${model.branches.map(
        ({ id: branch }) => {
          const key = keyOf({ branch, group })
          return markup`<label class="choice"><input type="checkbox" name="pair" value="${key}"${chosen.has(key) ? trusted(" checked") : null}><span>${nameOf(moment, "branch", branch)}</span></label>`
        }
      )}</fieldset>`
  )}${overruling(moment, last.proposal, sent)}`
)}${back(moment)}`
    }
  })

const sendOther = (moment: Moment, sent: URLSearchParams): Sent => {
  if (textIn(sent, "act") !== "overrule") return mistaken(moment, moment.say("pairing.other"), otherPath)
  const pairs = sent.getAll("pair").map((pair) => {
    const [branch = "", group = ""] = pair.split(" ")
    return { branch, group }
  })
  const request = {
    _tag: "OverrulePairing",
    proposal: textIn(sent, "proposal"),
    pairs,
    reason: textIn(sent, "reason")
  }
  return requested({ id: textIn(sent, "command"), request, next: `${here}?done=overrule` }, sent, showOther)
}

/** The screen with which people decide on other pairs. */
export const otherPairs: Screen = {
  path: otherPath,
  show: (moment) => showOther(moment),
  send: (moment, sent) => Result.succeed(sendOther(moment, sent))
}
