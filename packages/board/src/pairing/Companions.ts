/**
 * Companions of elders: the pairs that the reader may see, and the proposals with their reasons, on which people decide.
 */
import type { ActorId, ResidentId } from "@liulinhui/core/Id"
import type { ProposalId } from "@liulinhui/core/Pairing"
import type { Answer } from "@liulinhui/core/Question"
import { type Markup, markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { accepted, form, mistaken, requested, type Show, textIn } from "../Sending.ts"
import { radio } from "../steps/Controls.ts"
import { button, newId, outcomes, overruling, paths, rejecting, statusOf, tabs } from "./ProposalWords.ts"

type Plans = Answer<"AskCompanionPlans">
type Open = Plans["open"][number]

const here = paths.companions
const otherPath = `${here}/other` as const

const elderName = (moment: Moment, elder: string): string => nameOf(moment, "resident", elder)

const whyPath = ({ home }: Moment, proposal: string, elder: string): string =>
  `${home}${here}/why?${new URLSearchParams({ proposal, elder }).toString()}`

/** A pair of a proposal with its reasons, by the volunteer. */
const proposedPair = (moment: Moment, proposal: string, pair: Open["pairs"][number]): Markup => {
  return markup`<li>${moment.say("companions.elder", {
    elder: elderName(moment, pair.elder),
    near: String(pair.sameBuilding),
    kept: String(pair.kept)
  })} <a class="more" href="${whyPath(moment, proposal, pair.elder)}">${moment.say("companions.whyNotOther")}</a></li>`
}

const ending = (moment: Moment, { pairs }: Open, one: NonNullable<Open["ends"]>[number]): Markup => {
  const now = pairs.find(({ elder }) => elder === one.elder)?.volunteer
  return markup`<li>${moment.say("companions.ends", {
    volunteer: moment.personOf(one.volunteer),
    elder: elderName(moment, one.elder),
    because: one.because,
    now: now === undefined ? "_" : moment.personOf(now)
  })}</li>`
}

const listed = (heading: string, items: ReadonlyArray<Part>): Part =>
  items.length === 0 ? null : markup`<h3>${heading}</h3><ul>${items}</ul>`

const proposal = (moment: Moment, one: Open, sent: URLSearchParams | undefined): Markup => {
  const { home, mayDo, say } = moment
  const byVolunteer = Map.groupBy(one.pairs, ({ volunteer }) => volunteer)
  return markup`<section class="proposal" aria-label="${say("pairing.proposal", { proposal: one.proposal })}">
<h2>${say("pairing.last", { proposal: one.proposal, status: statusOf(moment, one.status) })}</h2>
<p>${say("companions.counts", { pairs: one.pairs.length, kept: one.pairs.filter(({ kept }) => kept).length, without: one.without.length, unique: String(one.unique) })}</p>
${
  mayDo("ConfirmCompanions")
    ? markup`<p class="hint">${say("pairing.yours")}</p>
<div class="go">${button(moment, here, { act: "confirm", name: say("pairing.confirm"), proposal: one.proposal })}
<a class="button plain" href="${home}${otherPath}?${new URLSearchParams({ proposal: one.proposal }).toString()}">${say("companions.other")}</a></div>
${rejecting(moment, here, one.proposal, sent)}`
    : null
}
${listed(
  say("companions.endsHead"),
  (one.ends ?? []).map((each) => ending(moment, one, each))
)}
${listed(
  say("companions.withoutHead"),
  one.without.map(
    (elder) =>
      markup`<li>${elderName(moment, elder)} <a class="more" href="${whyPath(moment, one.proposal, elder)}">${say("companions.whyNotOther")}</a></li>`
  )
)}
<h3>${say("companions.pairsHead")}</h3>
${[...byVolunteer].map(
  ([volunteer, pairs]) =>
    markup`<details class="part"><summary>${say("companions.of", { volunteer: moment.personOf(volunteer), n: pairs.length })}</summary><ul class="inside">${pairs.map((pair) => proposedPair(moment, one.proposal, pair))}</ul></details>`
)}</section>`
}

const proposing = (moment: Moment, { all, open }: Plans): Part => {
  const { mayDo, on, say } = moment
  if (open.length > 0 || !mayDo("ProposeCompanions")) return null
  return markup`<p class="hint">${say("companions.proposeHint")}</p>${button(moment, here, {
    act: "propose",
    name: say("companions.propose"),
    proposal: newId(
      on,
      all.map((one) => one.proposal)
    )
  })}`
}

/** The pairs that are in force and within the reader's reach, by the volunteer. */
const current = (moment: Moment, pairs: Answer<"AskCompanions">): Markup => {
  const { say, words } = moment
  return markup`<section aria-labelledby="now"><h2 id="now">${say("companions.now", { n: pairs.length })}</h2>
${
  pairs.length === 0
    ? markup`<p class="empty-why">${say("companions.none")}</p>`
    : [...Map.groupBy(pairs, ({ volunteer }) => volunteer)].map(
        ([volunteer, own]) =>
          markup`<details class="part"><summary>${say("companions.of", { volunteer: moment.personOf(volunteer), n: own.length })}</summary><ul class="inside">${own.map(
            ({ elder, since }) =>
              markup`<li>${say("companions.sinceOf", { elder: elderName(moment, elder), since: words.day(since) })}</li>`
          )}</ul></details>`
      )
}</section>`
}

const show: Show = (moment, sent) =>
  Result.gen(function* () {
    const { may, say } = moment
    const pairs = yield* moment.ask({ _tag: "AskCompanions" })
    const plans = may("AskCompanionPlans")
      ? yield* moment.ask({ _tag: "AskCompanionPlans" })
      : { all: [], open: [] }
    return {
      title: say("companions"),
      body: [
        accepted(moment, outcomes(moment)),
        tabs(moment, "companions"),
        plans.open.map((one) => proposal(moment, one, sent)),
        proposing(moment, plans),
        current(moment, pairs)
      ]
    }
  })

const tags = {
  propose: "ProposeCompanions",
  confirm: "ConfirmCompanions",
  reject: "RejectCompanions"
} as const

const isAct = (act: string): act is keyof typeof tags => Object.hasOwn(tags, act)

const send = (moment: Moment, sent: URLSearchParams): Sent => {
  const act = textIn(sent, "act")
  if (!isAct(act)) return mistaken(moment, moment.say("companions"), here)
  const request = {
    _tag: tags[act],
    proposal: textIn(sent, "proposal"),
    ...(act === "reject" ? { reason: textIn(sent, "reason") } : {})
  }
  return requested({ id: textIn(sent, "command"), request, next: `${here}?done=${act}` }, sent, show)
}

/** The screen of the companions. */
export const companions: Screen = {
  path: here,
  show: (moment) => show(moment),
  send: (moment, sent) => Result.succeed(send(moment, sent))
}

// -------------------------------------------------------------------------------------------------------------- why not

const back = ({ home, say }: Moment): Markup =>
  markup`<p class="go"><a class="button plain" href="${home}${here}">${say("companions.back")}</a></p>`

const answer = (moment: Moment, why: Answer<"AskWhyNotCompanion">): string =>
  moment.say("companions.why", {
    why: why._tag,
    goal: why._tag === "Costs" ? why.goal : "_",
    reason: why._tag === "Refused" ? (why.reason ?? "_") : "_"
  })

/** The page if the proposal was decided meanwhile, or is out of reach. */
const gone = (moment: Moment, title: string): Page => ({
  title,
  status: 404,
  body: [markup`<p>${moment.say("pairing.gone")}</p>`, back(moment)]
})

/** The screen with the answer why an elder does not get a volunteer. */
export const whyNotCompanion: Screen = {
  path: `${here}/why`,
  show: (moment) =>
    Result.gen(function* () {
      const { home, query, say } = moment
      const [id, elder, volunteer] = ["proposal", "elder", "volunteer"].map((name) => query.get(name) ?? "")
      const { open } = yield* moment.ask({ _tag: "AskCompanionPlans" })
      const one = open.find(({ proposal: known }) => known === id)
      if (one === undefined) return gone(moment, say("companions.whyNot"))
      const why =
        volunteer === ""
          ? undefined
          : yield* moment.ask({
              _tag: "AskWhyNotCompanion",
              proposal: one.proposal,
              // The casts are safe: the question answers `Unknown` for a text that is no id.
              volunteer: volunteer as ActorId,
              elder: elder as ResidentId
            })
      return {
        title: say("companions.whyNot"),
        body: markup`<h2>${elderName(moment, elder ?? "")}</h2>
${why === undefined ? markup`<p class="hint">${say("companions.chooseOther")}</p>` : markup`<p role="status"><b>${moment.personOf(volunteer as ActorId)}</b>: ${answer(moment, why)}</p>`}
<ul class="kinds">${one.volunteers.map(
          (each) =>
            markup`<li><a href="${home}${here}/why?${new URLSearchParams({ proposal: one.proposal, elder: elder ?? "", volunteer: each.id }).toString()}"${each.id === volunteer ? trusted(' aria-current="true"') : null}>${moment.personOf(each.id)}</a></li>`
        )}</ul>${back(moment)}`
      }
    })
}

// ----------------------------------------------------------------------------------------------------------- overruling

const eldersOf = ({ pairs, without }: Open): ReadonlyArray<ResidentId> =>
  [...pairs.map(({ elder }) => elder), ...without].toSorted()

/** First page: the elders for whom people choose somebody else. */
const choosing = (moment: Moment, one: Open): Markup => markup`<p>${moment.say("companions.chooseElders")}</p>
<form method="get" action="${moment.home}${otherPath}" class="step"><input type="hidden" name="proposal" value="${one.proposal}">
${eldersOf(one).map(
  (elder) =>
    markup`<label class="choice"><input type="checkbox" name="elder" value="${elder}"><span>${elderName(moment, elder)}</span></label>`
)}
<p class="go"><button>${moment.say("next")}</button></p></form>`

/** The value of the button for no companion. It is the id of no actor. */
const nobody = "-"

/** Second page: somebody else for each of these elders, and why. */
const instead = (
  moment: Moment,
  one: Open,
  elders: ReadonlyArray<ResidentId>,
  sent: URLSearchParams | undefined
): Markup =>
  form(
    moment,
    otherPath,
    "overrule",
    markup`${elders.map((elder) => {
      const now = one.pairs.find((pair) => pair.elder === elder)?.volunteer ?? nobody
      const chosen = sent?.get(`for.${elder}`) ?? now
      return markup`<fieldset><legend>${elderName(moment, elder)}</legend><input type="hidden" name="elder" value="${elder}">
${one.volunteers.map(({ id }) => radio(`for.${elder}`, id, moment.personOf(id), chosen === id))}
${radio(`for.${elder}`, nobody, moment.say("companions.nobody"), chosen === nobody)}</fieldset>`
    })}${overruling(moment, one.proposal, sent)}`
  )

const showOther: Show = (moment, sent) =>
  Result.map(moment.ask({ _tag: "AskCompanionPlans" }), ({ open }): Page => {
    const { query, say } = moment
    const fields = sent ?? query
    const one = open.find(({ proposal: id }) => id === (fields.get("proposal") ?? ""))
    if (one === undefined) return gone(moment, say("companions.other"))
    const wanted = new Set(fields.getAll("elder"))
    const elders = eldersOf(one).filter((elder) => wanted.has(elder))
    return {
      title: say("companions.other"),
      body: [elders.length === 0 ? choosing(moment, one) : instead(moment, one, elders, sent), back(moment)]
    }
  })

const sendOther = (moment: Moment, sent: URLSearchParams): Sent => {
  if (textIn(sent, "act") !== "overrule") return mistaken(moment, moment.say("companions.other"), here)
  const request = {
    _tag: "OverruleCompanions",
    // The cast is safe: the service reads the request strictly.
    proposal: textIn(sent, "proposal") as ProposalId,
    pairs: sent.getAll("elder").map((elder) => {
      const volunteer = textIn(sent, `for.${elder}`)
      return volunteer === nobody ? { elder } : { elder, volunteer }
    }),
    reason: textIn(sent, "reason")
  }
  return requested({ id: textIn(sent, "command"), request, next: `${here}?done=overrule` }, sent, showOther)
}

/** The screen with which people choose other companions. */
export const otherCompanions: Screen = {
  path: otherPath,
  show: (moment) => showOther(moment),
  send: (moment, sent) => Result.succeed(sendOther(moment, sent))
}
