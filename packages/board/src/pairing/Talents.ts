/** Capable residents: proposing people for open cases and teams, and the proposals with their reasons. */
import type { ActorId } from "@liulinhui/core/Id"
import type { ProposalId } from "@liulinhui/core/Pairing"
import type { Answer } from "@liulinhui/core/Question"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import { Reason } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { casePath, placeOf } from "../cases/CaseWords.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { accepted, form, mistaken, requested, type Show, textIn } from "../Sending.ts"
import { button, newId, outcomes, overruling, paths, rejecting, statusOf, tabs } from "./ProposalWords.ts"

type Plans = Answer<"AskTalentPlans">
type Open = Plans["open"][number]
type Task = Open["tasks"][number]
type Lines = Answer<"AskCases">["cases"]

const here = paths.talents
const otherPath = `${here}/other` as const

/** What a task is: a case at its place, or the team of a group. */
const taskName = (moment: Moment, { case: id, group }: Task, cases: Lines): string => {
  const { say } = moment
  if (id === undefined) return say("talents.team", { group: nameOf(moment, "group", group) })
  const line = cases.find((one) => one.case === id)
  return line === undefined
    ? nameOf(moment, "case", id)
    : say("talents.case", {
        place: placeOf(moment, line),
        playbook: nameOf(moment, "playbook", line.playbook)
      })
}

const whyPath = ({ home }: Moment, fields: Readonly<Record<string, string>>): string =>
  `${home}${here}/why?${new URLSearchParams(fields).toString()}`

/** Why a person is proposed: in words, with the points behind a disclosure. */
const reasons = ({ say }: Moment, { byCriterion, points }: Open["pairs"][number]): Part =>
  markup`<details><summary>${say("pairing.points", { n: points })}</summary><ul class="inside">${Object.entries(
    byCriterion
  ).flatMap(([criterion, n]) =>
    n === 0 ? [] : [markup`<li>${say("talents.because", { criterion })}: ${say("talents.n", { n })}</li>`]
  )}</ul></details>`

const task = (moment: Moment, one: Open, each: Task, cases: Lines): Markup => {
  const { say } = moment
  const name = taskName(moment, each, cases)
  const own = one.pairs.filter(({ task: of }) => of === each.task)
  return markup`<li><h3>${each.case === undefined ? name : markup`<a href="${casePath(moment, { case: each.case })}">${name}</a>`}</h3>
<p class="hint">${say("talents.needs", { people: each.people, minutes: each.minutes })}</p>
${own.map((pair) => markup`<p><b>${moment.personOf(pair.talent)}</b></p>${reasons(moment, pair)}`)}
<p><a class="more" href="${whyPath(moment, { proposal: one.proposal, task: each.task })}">${say("companions.whyNotOther")}</a></p></li>`
}

const proposal = (moment: Moment, one: Open, cases: Lines, sent: URLSearchParams | undefined): Markup => {
  const { home, mayDo, say } = moment
  const own = sent?.get("proposal") === one.proposal ? sent : undefined
  return markup`<section class="proposal" aria-label="${say("pairing.proposal", { proposal: one.proposal })}">
<h2>${say("pairing.last", { proposal: one.proposal, status: statusOf(moment, one.status) })}</h2>
<p>${say("talents.how", { unique: String(one.unique), gap: one.unproven?.gap ?? "_" })}</p>
${
  mayDo("ConfirmTalent")
    ? markup`<p class="hint">${say("pairing.yours")}</p>
<div class="go">${button(moment, here, { act: "confirm", name: say("pairing.confirm"), proposal: one.proposal })}
<a class="button plain" href="${home}${otherPath}?${new URLSearchParams({ proposal: one.proposal }).toString()}">${say("talents.other")}</a></div>
${rejecting(moment, here, one.proposal, own)}`
    : null
}
<ul class="tasks">${one.tasks.map((each) => task(moment, one, each, cases))}</ul></section>`
}

/** The largest number of cases that the form offers. */
const most = 60

const minutesField = (moment: Moment, id: string, sent: URLSearchParams | undefined): Markup =>
  markup`<label class="question" for="${id}">${moment.say("talents.minutes")}</label>
<input class="field" id="${id}" name="minutes" inputmode="numeric" required value="${sent?.get("minutes") ?? "60"}">`

const proposing = (moment: Moment, { all }: Plans, cases: Lines, sent: URLSearchParams | undefined): Part => {
  const { mayDo, model, on, say } = moment
  if (!mayDo("ProposeTalent")) return null
  const id = markup`<input type="hidden" name="proposal" value="${newId(
    on,
    all.map((one) => one.proposal)
  )}">`
  const chosen = new Set(sent?.getAll("case") ?? [])
  const isOpen = (act: string): Part => (sent?.get("act") === act ? trusted(" open") : null)
  return markup`<h2>${say("talents.propose")}</h2>
${
  cases.length === 0
    ? null
    : markup`<details${isOpen("cases")}><summary>${say("talents.forCases")}</summary><div class="inside">${form(
        moment,
        here,
        "cases",
        markup`${id}<fieldset><legend>${say("talents.whichCases")}</legend>${cases
          .slice(0, most)
          .map(
            (line) =>
              markup`<label class="choice"><input type="checkbox" name="case" value="${line.case}"${chosen.has(line.case) ? trusted(" checked") : null}><span>${say("talents.case", { place: placeOf(moment, line), playbook: nameOf(moment, "playbook", line.playbook) })}</span></label>`
          )}</fieldset>
${minutesField(moment, "minutes-cases", sent)}<p class="go"><button>${say("talents.compute")}</button></p>`
      )}</div></details>`
}
<details${isOpen("team")}><summary>${say("talents.forTeam")}</summary><div class="inside">${form(
    moment,
    here,
    "team",
    markup`${id}<fieldset><legend>${say("talents.whichTeam")}</legend>${model.groups.map(
      (group, n) =>
        markup`<label class="choice"><input type="radio" name="team" value="${group.id}"${(sent?.get("team") ?? "") === group.id || (n === 0 && sent?.get("team") == null) ? trusted(" checked") : null}><span>${nameOf(moment, "group", group.id)}</span></label>`
    )}</fieldset>
<label class="question" for="people">${say("talents.people")}</label>
<input class="field" id="people" name="people" inputmode="numeric" required value="${sent?.get("people") ?? "1"}">
${minutesField(moment, "minutes-team", sent)}<p class="go"><button>${say("talents.compute")}</button></p>`
  )}</div></details>`
}

const read = (moment: Moment) =>
  Result.gen(function* () {
    const plans = yield* moment.ask({ _tag: "AskTalentPlans" })
    const { cases } = yield* moment.ask({ _tag: "AskCases", which: "open" })
    return { plans, cases }
  })

const show: Show = (moment, sent) =>
  Result.map(read(moment), ({ cases, plans }): Page => {
    const { say } = moment
    return {
      title: say("talents"),
      body: [
        accepted(moment, outcomes(moment)),
        tabs(moment, "talents"),
        plans.open.map((one) => proposal(moment, one, cases, sent)),
        plans.open.length === 0 ? markup`<p class="empty-why">${say("talents.none")}</p>` : null,
        proposing(moment, plans, cases, sent)
      ]
    }
  })

/** The number in a field. A text that is no number stays a text, which the service refuses with its path. */
const numberIn = (sent: URLSearchParams, name: string): number | string => {
  const text = textIn(sent, name).normalize("NFKC")
  return /^\d{1,6}$/u.test(text) ? Number(text) : text
}

const wanted = (act: string, sent: URLSearchParams) => {
  const minutes = numberIn(sent, "minutes")
  return act === "team"
    ? [{ team: textIn(sent, "team"), people: numberIn(sent, "people"), minutes }]
    : sent.getAll("case").map((id) => ({ case: id, minutes }))
}

const requestOf = (act: string, sent: URLSearchParams) => {
  const proposal = textIn(sent, "proposal")
  switch (act) {
    case "cases":
    case "team":
      return { _tag: "ProposeTalent", proposal, wanted: wanted(act, sent) }
    case "confirm":
      return { _tag: "ConfirmTalent", proposal }
    case "reject":
      return { _tag: "RejectTalent", proposal, reason: textIn(sent, "reason") }
    default:
      return undefined
  }
}

const send = (moment: Moment, sent: URLSearchParams): Sent => {
  const act = textIn(sent, "act")
  const request = requestOf(act, sent)
  if (request === undefined) return mistaken(moment, moment.say("talents"), here)
  const done = request._tag === "ProposeTalent" ? "propose" : act
  return requested({ id: textIn(sent, "command"), request, next: `${here}?done=${done}` }, sent, show)
}

/** The screen of capable residents. */
export const talents: Screen = {
  path: here,
  show: (moment) => show(moment),
  send: (moment, sent) => Result.succeed(send(moment, sent))
}

// -------------------------------------------------------------------------------------------------- why not, overruling

const back = ({ home, say }: Moment): Markup =>
  markup`<p class="go"><a class="button plain" href="${home}${here}">${say("talents.back")}</a></p>`

const gone = (moment: Moment, title: string): Page => ({
  title,
  status: 404,
  body: [markup`<p>${moment.say("pairing.gone")}</p>`, back(moment)]
})

/** The answer why a person is not proposed. */
const answer = (moment: Moment, why: Answer<"AskWhyNotTalent">): Part => {
  const { names, say, words } = moment
  const isCost = why._tag === "Costs" || why._tag === "CostsUnproven"
  const told = "reasons" in why ? why.reasons : []
  return markup`<p>${say("talents.why", {
    why: why._tag,
    points: isCost ? (why._tag === "Costs" ? why.points : why.atMost) : 0
  })}</p>${told.length === 0 ? null : markup`<ul>${told.map((reason) => markup`<li>${Reason.find(words, "exclusion", reason, names) ?? Reason.say(words, reason, names)}</li>`)}</ul>`}`
}

/** The screen with the answer why a person is not proposed for a task. */
export const whyNotTalent: Screen = {
  path: `${here}/why`,
  show: (moment) =>
    Result.gen(function* () {
      const { query, say } = moment
      const { cases, plans } = yield* read(moment)
      const one = plans.open.find(({ proposal: id }) => id === query.get("proposal"))
      const each = one?.tasks.find(({ task: id }) => id === query.get("task"))
      if (one === undefined || each === undefined) return gone(moment, say("companions.whyNot"))
      const talent = query.get("talent") ?? ""
      const why =
        talent === ""
          ? undefined
          : yield* moment.ask({
              _tag: "AskWhyNotTalent",
              proposal: one.proposal,
              // The cast is safe: the question answers `Unknown` for a text that is no id.
              talent: talent as ActorId,
              task: each.task
            })
      return {
        title: say("companions.whyNot"),
        body: markup`<h2>${taskName(moment, each, cases)}</h2>
${why === undefined ? markup`<p class="hint">${say("companions.chooseOther")}</p>` : markup`<div role="status"><p><b>${moment.personOf(talent as ActorId)}</b></p>${answer(moment, why)}</div>`}
<ul class="kinds">${one.talents.map(
          (id) =>
            markup`<li><a href="${whyPath(moment, { proposal: one.proposal, task: each.task, talent: id })}"${id === talent ? trusted(' aria-current="true"') : null}>${moment.personOf(id)}</a></li>`
        )}</ul>${back(moment)}`
      }
    })
}

const showOther: Show = (moment, sent) =>
  Result.map(read(moment), ({ cases, plans }): Page => {
    const { query, say } = moment
    const id = (sent ?? query).get("proposal")
    const one = plans.open.find(({ proposal: known }) => known === id)
    if (one === undefined) return gone(moment, say("talents.other"))
    const chosen = new Set(sent?.getAll("pair") ?? one.pairs.map(({ talent, task: of }) => `${talent} ${of}`))
    return {
      title: say("talents.other"),
      body: markup`<p>${say("talents.otherHint")}</p>${form(
        moment,
        otherPath,
        "overrule",
        markup`${one.tasks.map(
          (each) =>
            markup`<fieldset><legend>${taskName(moment, each, cases)}</legend><p class="hint">${say("talents.needs", { people: each.people, minutes: each.minutes })}</p>${one.talents.map(
              (talent) => {
                const key = `${talent} ${each.task}`
                return markup`<label class="choice"><input type="checkbox" name="pair" value="${key}"${chosen.has(key) ? trusted(" checked") : null}><span>${moment.personOf(talent)}</span></label>`
              }
            )}</fieldset>`
        )}${overruling(moment, one.proposal, sent)}`
      )}${back(moment)}`
    }
  })

const sendOther = (moment: Moment, sent: URLSearchParams): Sent => {
  if (textIn(sent, "act") !== "overrule") return mistaken(moment, moment.say("talents.other"), here)
  const request = {
    _tag: "OverruleTalent",
    // The cast is safe: the service reads the request strictly.
    proposal: textIn(sent, "proposal") as ProposalId,
    pairs: sent.getAll("pair").map((pair) => {
      const [talent = "", of = ""] = pair.split(" ")
      return { talent, task: of }
    }),
    reason: textIn(sent, "reason")
  }
  return requested({ id: textIn(sent, "command"), request, next: `${here}?done=overrule` }, sent, showOther)
}

/** The screen with which people choose other residents. */
export const otherTalents: Screen = {
  path: otherPath,
  show: (moment) => showOther(moment),
  send: (moment, sent) => Result.succeed(sendOther(moment, sent))
}
