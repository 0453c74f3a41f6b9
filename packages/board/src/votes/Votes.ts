/**
 * The votes of owners: a list, and one vote with its exact count and with what is still needed. No page says how an owner has
 * voted, and a result is announced only when it is final.
 */
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import { PollCount } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { casePath } from "../cases/CaseWords.ts"
import type { Moment } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"
import {
  countOf,
  doorsOf,
  kindOf,
  resultOf,
  testsOf,
  type Vote,
  voteIn,
  votePath,
  whenOf,
  whereOf
} from "./VoteWords.ts"

const pollsOf = (moment: Moment): ReadonlyArray<Vote> =>
  Result.match(moment.ask({ _tag: "AskPolls" }), { onSuccess: ({ polls }) => polls, onFailure: () => [] })

const item = (moment: Moment, vote: Vote): Part => {
  const { electors, ballots } = vote
  return markup`<li>
<h2><a href="${votePath(moment, vote)}">${whereOf(moment, vote)}</a></h2>
<p>${kindOf(moment, vote)}</p>
<p class="due">${whenOf(moment, vote)}</p>
<p>${resultOf(moment, vote)}</p>
<p class="hint">${moment.say("votes.cast", { ballots, electors })}</p>
</li>`
}

/** The screen with all votes. */
export const votes: Screen = {
  path: "/votes",
  link: {
    name: "votes",
    isFor: (moment) =>
      moment.model.pollRules.size > 0 && (moment.may("AskElectorate") || pollsOf(moment).length > 0)
  },
  show: (moment) =>
    Result.map(moment.ask({ _tag: "AskPolls" }), ({ polls }) => ({
      title: moment.say("votes"),
      body:
        polls.length === 0
          ? markup`<p class="empty-why">${moment.say("votes.empty")}</p>`
          : markup`<ul class="tasks">${polls.map((vote) => item(moment, vote))}</ul>`
    }))
}

/** How many more ballots decide the vote. */
const needed = ({ say, words }: Moment, { tally }: Vote): Part => {
  const sentences = tally === undefined ? [] : PollCount.sayFewest(words, tally)
  return sentences.length === 0
    ? null
    : markup`<section aria-labelledby="needed"><h2 id="needed">${say("votes.needed")}</h2>
<ul>${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul></section>`
}

/** The units whose area must still be entered, because the result depends on it. */
const areas = (moment: Moment, { tally }: Vote): Part =>
  tally === undefined || tally.areasNeeded.length === 0
    ? null
    : markup`<p class="due late">${moment.say("votes.areasNeeded", { doors: doorsOf(moment, tally.areasNeeded) })}</p>`

const links = (moment: Moment, vote: Vote): Part => {
  const { say } = moment
  const path = votePath(moment, vote)
  const mayRecord = Result.isSuccess(moment.ask({ _tag: "AskElectorate", poll: vote.poll }))
  return markup`<p class="go screen">${mayRecord ? markup`<a class="button" href="${path}/ballots">${say("votes.record")}</a>` : null}
${vote.final ? markup`<a class="button${mayRecord ? trusted(" plain") : null}" href="${path}/announcement">${say("votes.announce")}</a>` : null}
<a class="button plain" href="${casePath(moment, vote)}">${say("step.toCase")}</a>
<a class="button plain" href="${moment.home}/votes">${say("votes.all")}</a></p>`
}

const page = (moment: Moment, vote: Vote): Page => {
  const { say } = moment
  const { ballots, electors } = vote
  return {
    title: say("vote"),
    body: markup`<article>
<p class="question">${whereOf(moment, vote)}</p>
<p>${kindOf(moment, vote)}</p>
<p class="due">${whenOf(moment, vote)}</p>
<p class="standing">${resultOf(moment, vote)}</p>
<p class="hint">${say("votes.cast", { ballots, electors })}</p>
<meter min="0" max="${electors}" value="${ballots}">${say("votes.cast", { ballots, electors })}</meter>
${areas(moment, vote)}
${needed(moment, vote)}
<section aria-labelledby="tests"><h2 id="tests">${say("votes.tests")}</h2>${testsOf(moment, vote)}</section>
${countOf(moment, vote)}
${links(moment, vote)}
</article>`
  }
}

/** The screen of one vote. */
export const oneVote: Screen = {
  path: "/votes/:poll",
  show: (moment) =>
    Result.map(moment.ask({ _tag: "AskPoll", poll: voteIn(moment) }), (vote) => page(moment, vote))
}

/** The announcement of a result, for the notice board: one sheet of A4, with counts only. */
const sheet = (moment: Moment, vote: Vote): Page => {
  const { model, on, say, words } = moment
  const { ballots, closes, electors, opens } = vote
  return {
    title: say("votes.announcement"),
    body: markup`<article class="sheet">
<p>${say("votes.announced", { kind: kindOf(moment, vote), where: whereOf(moment, vote), opens, closes })}</p>
<p class="standing">${resultOf(moment, vote)}</p>
<p>${say("votes.cast", { ballots, electors })}</p>
${testsOf(moment, vote)}
${countOf(moment, vote)}
<p class="sign">${say("votes.signed", { district: words.text(model.name) })}<br>${words.day(on)}</p>
<p class="screen"><a class="button plain" href="${votePath(moment, vote)}">${say("votes.back")}</a></p>
</article>`
  }
}

const tooEarly = (moment: Moment, vote: Vote): Page => ({
  title: moment.say("votes.announcement"),
  status: 409,
  body: markup`<p class="empty-why">${moment.say("votes.tooEarly", { closes: vote.closes })}</p>
<p><a class="button plain" href="${votePath(moment, vote)}">${moment.say("votes.back")}</a></p>`
})

/** The screen with the announcement of a result. Until the result is final, there is nothing to announce. */
export const announcement: Screen = {
  path: "/votes/:poll/announcement",
  show: (moment) =>
    Result.map(moment.ask({ _tag: "AskPoll", poll: voteIn(moment) }), (vote) =>
      vote.final ? sheet(moment, vote) : tooEarly(moment, vote)
    )
}
