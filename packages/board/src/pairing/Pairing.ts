/**
 * Pairing: which branch leads which group. The page has the pairs in force, the last proposal with its reasons, the forms
 * to decide on it, and the history of all proposals.
 */
import type { Answer } from "@liulinhui/core/Question"
import { groundOf } from "@liulinhui/report"
import { type Markup, markup, type Part } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { accepted, form, mistaken, requested, type Show, textIn } from "../Sending.ts"
import { radio } from "../steps/Controls.ts"
import { button, newId, outcomes, paths, rejecting, statusOf, tabs } from "./ProposalWords.ts"

type Found = Answer<"AskPairing">
type Story = Found["stories"][number]
type Pair = Story["plan"]["pairs"][number]

const here = paths.pairing

/** The name of a pair. */
export const pairName = (
  moment: Moment,
  { branch, group }: { readonly branch: string; readonly group: string }
): string =>
  moment.say("pairing.pair", {
    branch: nameOf(moment, "branch", branch),
    group: nameOf(moment, "group", group)
  })

/** The pairs in force: each group with the branches that lead it. */
const inForce = (moment: Moment, { inForce: pairs, terms }: Found): Markup => {
  const { say } = moment
  const since = terms.at(-1)?.since
  const groups = Map.groupBy(pairs, ({ group }) => group)
  return markup`<section aria-labelledby="force"><h2 id="force">${say("pairing.inForce")}</h2>
${since === undefined ? markup`<p class="empty-why">${say("pairing.noneInForce")}</p>` : markup`<p class="progress">${say("pairing.since", { on: since })}</p>`}
<ul class="tasks">${[...groups].map(
    ([group, led]) =>
      markup`<li><h3>${nameOf(moment, "group", group)}</h3><p>${say("pairing.ledBy", { branches: led.map(({ branch }) => nameOf(moment, "branch", branch)) })}</p></li>`
  )}</ul></section>`
}

/** Why a pair has points: one sentence a criterion, the most important first. The points are behind a disclosure. */
const reasons = (moment: Moment, pair: Pair): Part => {
  const { model, say, words } = moment
  const parts = Object.entries(pair.byCriterion)
    .filter(([, points]) => points !== 0)
    .toSorted(([, a], [, b]) => b - a)
  return markup`<ul>${pair.pinned ? markup`<li>${say("pairing.pinned")}</li>` : null}${parts.map(
    ([criterion]) =>
      markup`<li>${say("pairing.reasonOf", {
        criterion: nameOf(moment, "criterion", criterion),
        because: groundOf(words, model, criterion, pair)
      })}</li>`
  )}</ul>
<details><summary>${say("pairing.points", { n: pair.points })}</summary><ul class="inside">${parts.map(
    ([criterion, points]) =>
      markup`<li>${say("pairing.pointsOf", { criterion: nameOf(moment, "criterion", criterion), n: points })}</li>`
  )}</ul></details>`
}

const whyPath = ({ home }: Moment, group: string): string =>
  `${home}${here}/why?${new URLSearchParams({ group }).toString()}`

const pairItem = (moment: Moment, pair: Pair): Markup => markup`<li>
<h3>${pairName(moment, pair)}</h3>
${reasons(moment, pair)}
<p><a class="more" href="${whyPath(moment, pair.group)}">${moment.say("pairing.whyNotOther")}</a></p>
</li>`

/** What the reader can decide about a proposal now. */
const decisions = (moment: Moment, { proposal, steps }: Story, sent: URLSearchParams | undefined): Part => {
  const { home, mayDo, model, say } = moment
  const status = steps.at(-1)?.status
  if (status === "proposed" && mayDo("ConfirmPairing")) {
    return markup`<h3>${say("pairing.decide")}</h3>
<p class="hint">${say("pairing.yours")}</p>
<div class="go">${button(moment, here, { act: "confirm", name: say("pairing.confirm"), proposal })}
<a class="button plain" href="${home}${here}/other">${say("pairing.other")}</a></div>
${rejecting(moment, here, proposal, sent)}`
  }
  if ((status === "confirmed" || status === "overruled") && mayDo("EnterPairingIntoForce")) {
    const cases = ["follow", "stay"] as const
    return form(
      moment,
      here,
      "enter",
      markup`<input type="hidden" name="proposal" value="${proposal}">
<fieldset><legend>${say("pairing.openCases")}</legend>${cases.map((one) =>
        radio("openCases", one, say(`pairing.openCases.${one}`), one === model.pairing.openCases)
      )}</fieldset><p class="go"><button>${say("pairing.enter")}</button></p>`
    )
  }
  return null
}

const step = (moment: Moment, { by, on, reason, status }: Story["steps"][number]): Markup =>
  markup`<li><time>${moment.words.day(on)}</time> ${moment.say("pairing.step", {
    status: statusOf(moment, status),
    by: moment.personOf(by),
    reason: reason ?? "_"
  })}</li>`

const story = (moment: Moment, { overruled, proposal, steps }: Story): Markup =>
  markup`<h3>${moment.say("pairing.proposal", { proposal })}</h3><ul class="story">${steps.map((one) => step(moment, one))}</ul>
${overruled === undefined ? null : markup`<p>${moment.say("pairing.instead", { pairs: overruled.pairs.map((pair) => pairName(moment, pair)) })}</p>`}`

const proposed = (moment: Moment, one: Story, sent: URLSearchParams | undefined): Markup => {
  const { home, say } = moment
  const { plan } = one
  return markup`<section aria-labelledby="last"><h2 id="last">${say("pairing.last", { proposal: one.proposal, status: statusOf(moment, one.steps.at(-1)?.status ?? "proposed") })}</h2>
<p>${say(one.automated ? "pairing.computed" : "pairing.byHand", { unique: String(plan.unique) })}</p>
${decisions(moment, one, sent)}
<ul class="tasks">${plan.pairs.map((pair) => pairItem(moment, pair))}</ul>
<p class="go"><a class="button plain" href="${home}${here}/trade">${say("pairing.trade")}</a></p></section>`
}

const proposing = (moment: Moment, { stories }: Found): Part => {
  const { mayDo, on, say } = moment
  const isDecided = stories.at(-1)?.steps.at(-1)?.status !== "proposed"
  if (!isDecided || !mayDo("ProposePairing")) return null
  const proposal = newId(
    on,
    stories.map((one) => one.proposal)
  )
  return markup`<p class="hint">${say("pairing.proposeHint")}</p>${button(moment, here, { act: "propose", name: say("pairing.propose"), plain: stories.length > 0, proposal })}`
}

const page = (moment: Moment, found: Found, sent: URLSearchParams | undefined): Page => {
  const { say } = moment
  const last = found.stories.at(-1)
  return {
    title: say("pairing"),
    body: [
      accepted(moment, outcomes(moment)),
      tabs(moment, "pairing"),
      last === undefined ? null : proposed(moment, last, sent),
      proposing(moment, found),
      inForce(moment, found),
      found.stories.length === 0
        ? null
        : markup`<section aria-labelledby="history"><h2 id="history">${say("pairing.history")}</h2>${found.stories.toReversed().map((one) => story(moment, one))}</section>`
    ]
  }
}

const show: Show = (moment, sent) =>
  Result.map(moment.ask({ _tag: "AskPairing" }), (found) => page(moment, found, sent))

const tags = {
  propose: "ProposePairing",
  confirm: "ConfirmPairing",
  reject: "RejectPairing",
  enter: "EnterPairingIntoForce"
} as const

const isAct = (act: string): act is keyof typeof tags => Object.hasOwn(tags, act)

const send = (moment: Moment, sent: URLSearchParams): Sent => {
  const act = textIn(sent, "act")
  if (!isAct(act)) return mistaken(moment, moment.say("pairing"), here)
  const openCases = textIn(sent, "openCases")
  const request = {
    _tag: tags[act],
    proposal: textIn(sent, "proposal"),
    ...(act === "reject" ? { reason: textIn(sent, "reason") } : {}),
    ...(act === "enter" && openCases !== "" ? { openCases } : {})
  }
  return requested({ id: textIn(sent, "command"), request, next: `${here}?done=${act}` }, sent, show)
}

/** The screen of the pairing. */
export const pairing: Screen = {
  path: here,
  link: { name: "pairing", isFor: ({ may }) => may("AskPairing") },
  show: (moment) => show(moment),
  send: (moment, sent) => Result.succeed(send(moment, sent))
}
