/**
 * The electorate of a vote, and the ballots that are entered from paper. The page says of each owner whether a ballot was
 * entered, and never how the owner voted. A ballot that was entered wrongly is withdrawn with a reason.
 */
import * as Days from "@liulinhui/core/Day"
import { Opinion } from "@liulinhui/core/Poll"
import type { Answer } from "@liulinhui/core/Question"
import type * as Problem from "@liulinhui/http/Problem"
import { markup, type Part, trusted, verbatim } from "@liulinhui/report/Markup"
import { PollCount } from "@liulinhui/texts"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Frame from "../Frame.ts"
import type { Moment } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { radio } from "../steps/Controls.ts"
import { doorsOf, kindOf, type Vote, voteIn, votePath, votePathWithin, whenOf, whereOf } from "./VoteWords.ts"

type Elector = Answer<"AskElectorate">["electors"][number]

/** A vote with its electorate, for those who may record its ballots. */
interface Electorate {
  readonly vote: Vote
  readonly electors: ReadonlyArray<Elector>
}

const asked = (moment: Moment): Result.Result<Electorate, QuestionRefused> =>
  Result.gen(function* () {
    const poll = voteIn(moment)
    const { electors } = yield* moment.ask({ _tag: "AskElectorate", poll })
    return { vote: yield* moment.ask({ _tag: "AskPoll", poll }), electors }
  })

const ballotPath = (moment: Moment, vote: Vote, { owner }: Pick<Elector, "owner">): string =>
  `${votePath(moment, vote)}/ballots/${encodeURIComponent(owner)}`

const nameOfOwner = (moment: Moment, { owner, units }: Elector): string =>
  moment.say("ballots.owner", { owner, doors: doorsOf(moment, units) })

/** The largest number of owners on the page. A search finds the others. */
const most = 100

const done = (moment: Moment, { electors, vote }: Electorate): Part => {
  const { query, say } = moment
  const elector = electors.find(({ owner }) => owner === query.get("done"))
  if (elector === undefined) return null
  const what = elector.ballot === "cast" ? "ballots.done" : "ballots.withdrawn"
  return markup`<p class="done" role="status">${say(what, { owner: nameOfOwner(moment, elector) })}
${elector.ballot === "cast" ? markup` <a class="more" href="${ballotPath(moment, vote, elector)}">${say("ballots.undo")}</a>` : null}</p>`
}

const row = (moment: Moment, vote: Vote, elector: Elector): Part => {
  const { say } = moment
  const { area, ballot, unknown } = elector
  const isIn = ballot === "cast"
  return markup`<li><h2>${nameOfOwner(moment, elector)}</h2>
<p class="hint">${PollCount.squareMetres(area)}${unknown === undefined ? null : ` ${say("votes.unknownAreas", { n: unknown.length })}`}</p>
<p>${say(`ballots.${ballot}`)}</p>
<a class="button${isIn ? trusted(" plain") : null}" href="${ballotPath(moment, vote, elector)}">${say(isIn ? "ballots.correct" : "ballots.enter")}</a></li>`
}

const list = (moment: Moment, found: Electorate): Page => {
  const { query, say } = moment
  const { electors, vote } = found
  const path = `${votePath(moment, vote)}/ballots`
  const search = (query.get("search") ?? "").trim().slice(0, 100)
  const isAll = query.get("which") === "all"
  const shown = electors.filter(
    (elector) =>
      (isAll || search !== "" || elector.ballot !== "cast") &&
      nameOfOwner(moment, elector).toLowerCase().includes(search.toLowerCase())
  )
  const kind = (which: "all" | "open", name: "ballots.all" | "ballots.open"): Part =>
    markup`<li><a href="${path}${which === "all" ? "?which=all" : ""}"${(which === "all") === isAll ? trusted(' aria-current="true"') : null}>${say(name)}</a></li>`
  return {
    title: say("ballots"),
    body: [
      done(moment, found),
      markup`<p><a class="more" href="${votePath(moment, vote)}"><b>${whereOf(moment, vote)}</b></a> ${kindOf(moment, vote)}</p>
<p class="due">${whenOf(moment, vote)}</p>
<p class="progress">${say("votes.cast", { ballots: vote.ballots, electors: vote.electors })}</p>
<ul class="kinds">${kind("open", "ballots.open")}${kind("all", "ballots.all")}</ul>
<form method="get" action="${path}" class="filter" role="search"><div><label for="search">${say("ballots.search")}</label><input type="search" id="search" name="search" value="${search}"></div><button>${say("cases.find")}</button></form>`,
      shown.length === 0
        ? markup`<p class="empty-why">${say(search === "" ? "ballots.complete" : "ballots.noMatch")}</p>`
        : markup`<ul class="tasks">${shown.slice(0, most).map((elector) => row(moment, vote, elector))}</ul>`,
      shown.length > most
        ? markup`<p class="hint">${say("ballots.more", { n: shown.length - most })}</p>`
        : null
    ]
  }
}

/** The screen with the electorate of a vote. */
export const ballots: Screen = {
  path: "/votes/:poll/ballots",
  show: (moment) => Result.map(asked(moment), (found) => list(moment, found))
}

/** What a page shows above its form: why it cannot be sent, or why it was refused. */
interface Above {
  readonly form: URLSearchParams
  readonly mistakes?: ReadonlyArray<string>
  readonly problem?: Problem.Problem
}

const opinions = ["agree", "against", "abstain"] as const

const choices = ({ say }: Moment, name: string, chosen: string | null): Part =>
  opinions.map((one) => radio(name, one, say(`votes.${one}`), chosen === one))

const text = (id: string, label: string, form: URLSearchParams): Part =>
  markup`<p><label for="${id}">${label}</label></p><input class="field" id="${id}" name="${id}" maxlength="200" autocomplete="off" value="${verbatim(form.get(id) ?? "")}">`

/** The form for a ballot on paper. */
const casting = (moment: Moment, { closes, opens }: Vote, { form }: Above): Part => {
  const { on, say } = moment
  const last = Math.min(on, closes) as Days.Day
  const isByOther = ["proxy", "authority", "stated", "heirs"].some((field) => (form.get(field) ?? "") !== "")
  return markup`<input type="hidden" name="what" value="cast">
<fieldset><legend>${say("ballots.opinion")}</legend>${choices(moment, "opinion", form.get("opinion"))}</fieldset>
<p><label class="question" for="on">${say("ballots.on")}</label></p>
<input class="field" type="date" id="on" name="on" min="${Days.toIso(opens)}" max="${Days.toIso(last)}" value="${verbatim(form.get("on") ?? Days.toIso(last))}" required>
<details${isByOther ? trusted(" open") : null}><summary>${say("ballots.byOther")}</summary>
<p class="hint">${say("ballots.proxyHint")}</p>
${text("proxy", say("ballots.proxy"), form)}
${text("authority", say("ballots.authority"), form)}
<fieldset><legend class="hint">${say("ballots.stated")}</legend>${choices(moment, "stated", form.get("stated"))}</fieldset>
${text("heirs", say("ballots.heirs"), form)}</details>
<div class="go"><button>${say("ballots.cast.button")}</button>`
}

/** The form with which a ballot is withdrawn that was entered wrongly. */
const withdrawing = (
  { say }: Moment,
  { form }: Above
): Part => markup`<input type="hidden" name="what" value="withdraw">
<p>${say("ballots.cast")}</p>
<p><label class="question" for="reason">${say("ballots.reason")}</label></p>
<p class="hint" id="hint">${say("ballots.reasonHint")}</p>
<textarea class="field" id="reason" name="reason" rows="3" maxlength="500" required aria-describedby="hint">
${verbatim(form.get("reason") ?? "")}</textarea>
<div class="go"><button>${say("ballots.withdraw")}</button>`

const ballotPage = (moment: Moment, vote: Vote, elector: Elector, above: Above): Page => {
  const { fresh, say } = moment
  const { form, mistakes = [], problem } = above
  const isReused = problem?.reasons.some(({ code }) => code === "CommandIdReused") === true
  const command = isReused ? fresh : (form.get("command") ?? fresh)
  return {
    title: say("ballot"),
    status: mistakes.length > 0 ? 422 : (problem?.status ?? 200),
    body: markup`<div class="step"><p><b>${nameOfOwner(moment, elector)}</b></p>
<p>${whereOf(moment, vote)} ${kindOf(moment, vote)}</p>
${problem === undefined ? null : Frame.problem(problem)}${Frame.mistakes(moment, mistakes)}
<form method="post" action="${ballotPath(moment, vote, elector)}">
<input type="hidden" name="command" value="${verbatim(command)}">
${elector.ballot === "cast" ? withdrawing(moment, above) : casting(moment, vote, above)}
<a class="button plain" href="${votePath(moment, vote)}/ballots">${say("cancel")}</a></div>
</form></div>`
  }
}

const electorIn = ({ electors }: Electorate, { params }: Moment): Elector | undefined =>
  electors.find(({ owner }) => owner === params["owner"])

const unknown = (moment: Moment, vote: Vote): Page => ({
  title: moment.say("ballot"),
  status: 404,
  body: markup`<p class="empty-why">${moment.say("ballots.unknown")}</p>
<p><a class="button plain" href="${votePath(moment, vote)}/ballots">${moment.say("ballots")}</a></p>`
})

const isOpinion = (sent: string | null): sent is Opinion => opinions.some((one) => one === sent)

/** The request of a form, or why it cannot be sent. */
const requestOf = (
  { say }: Moment,
  { poll }: Vote,
  { owner }: Elector,
  form: URLSearchParams
): Result.Result<Schema.JsonObject, ReadonlyArray<string>> => {
  const field = (name: string): string => (form.get(name) ?? "").trim()
  if (field("what") === "withdraw") {
    const reason = field("reason")
    return reason === ""
      ? Result.fail([say("ballots.reasonMissing")])
      : Result.succeed({ _tag: "WithdrawBallot", poll, owner, reason })
  }
  const [opinion, on, stated] = [form.get("opinion"), field("on"), form.get("stated")]
  const [by, authority, heirs] = [field("proxy"), field("authority"), field("heirs")]
  const mistakes = [
    ...(isOpinion(opinion) ? [] : [say("ballots.opinionMissing")]),
    ...(on === "" ? [say("day.impossible")] : []),
    ...(by === "" && (authority !== "" || isOpinion(stated)) ? [say("ballots.proxyMissing")] : [])
  ]
  if (mistakes.length > 0 || !isOpinion(opinion)) return Result.fail(mistakes)
  return Result.succeed({
    _tag: "CastBallot",
    poll,
    owner,
    opinion,
    on,
    ...(by === ""
      ? {}
      : {
          proxy: { by, ...(authority === "" ? {} : { authority }), ...(isOpinion(stated) ? { stated } : {}) }
        }),
    ...(heirs === "" ? {} : { heirs })
  })
}

/** The screen with which the ballot of one owner is entered, or withdrawn. */
export const ballot: Screen = {
  path: "/votes/:poll/ballots/:owner",
  show: (moment) =>
    Result.map(asked(moment), (found) => {
      const elector = electorIn(found, moment)
      return elector === undefined
        ? unknown(moment, found.vote)
        : ballotPage(moment, found.vote, elector, { form: new URLSearchParams() })
    }),
  send: (moment, form) =>
    Result.map(asked(moment), (found): Sent => {
      const { vote } = found
      const elector = electorIn(found, moment)
      if (elector === undefined) return { _tag: "Shown", page: unknown(moment, vote) }
      return Result.match(requestOf(moment, vote, elector, form), {
        onFailure: (mistakes): Sent => ({
          _tag: "Shown",
          page: ballotPage(moment, vote, elector, { form, mistakes })
        }),
        onSuccess: (request): Sent => ({
          _tag: "Request",
          id: form.get("command") ?? "",
          request,
          next: `${votePathWithin(vote.poll)}/ballots?${new URLSearchParams({ done: elector.owner }).toString()}`,
          refused: (later, problem) =>
            Result.map(asked(later), (again) => {
              const now = electorIn(again, later) ?? elector
              return ballotPage(later, again.vote, now, { form, problem })
            })
        })
      })
    })
}
