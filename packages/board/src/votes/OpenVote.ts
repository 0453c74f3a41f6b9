/**
 * Opening a vote of owners on a case, for buildings in which each flat has one owner. For other buildings, the owners are
 * listed with the command `poll open`.
 */
import * as Days from "@liulinhui/core/Day"
import type * as Problem from "@liulinhui/http/Problem"
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part, verbatim } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Result from "effect/Result"
import { caseIn, casePath, placeOf } from "../cases/CaseWords.ts"
import * as Frame from "../Frame.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import { radio } from "../steps/Controls.ts"
import { kindOf, type Vote, votePath, votePathWithin, whenOf } from "./VoteWords.ts"

type Found = Answer<"AskCase">

/** The kinds of vote on which steps of the case depend. */
const kindsOf = (moment: Moment, found: Found): ReadonlyArray<string> => {
  const steps = [...(moment.playbookOf(found)?.steps.values() ?? [])]
  return [...new Set(steps.flatMap(({ step }) => step.gate?.poll ?? []))]
}

const pollsOf = (moment: Moment, { case: id }: Found): ReadonlyArray<Vote> =>
  Result.match(moment.ask({ _tag: "AskPolls", case: id }), {
    onSuccess: ({ polls }) => polls,
    onFailure: () => []
  })

const openPath = (moment: Moment, found: Found): string => `${casePath(moment, found)}/vote`

/** The votes on a case, with the button that opens one. Empty if its playbook has no votes. */
export const votesOf = (moment: Moment, found: Found): Part => {
  const { may, say } = moment
  const polls = pollsOf(moment, found)
  const isPossible = found.outcome === undefined && may("AskElectorate") && kindsOf(moment, found).length > 0
  return polls.length === 0 && !isPossible
    ? null
    : markup`<section aria-labelledby="votes"><h2 id="votes">${say("votes")}</h2>
${polls.map((vote) => markup`<p><a class="more" href="${votePath(moment, vote)}">${kindOf(moment, vote)}</a> ${whenOf(moment, vote)}</p>`)}
${isPossible ? markup`<p class="go"><a class="button plain" href="${openPath(moment, found)}">${say("votes.open")}</a></p>` : null}</section>`
}

/** The flats of the buildings of a case. */
const flatsOf = (moment: Moment, { buildings }: Found): ReadonlyArray<string> =>
  buildings.flatMap((building) =>
    Result.match(moment.ask({ _tag: "AskRegistry", building }), {
      onSuccess: (all) => all.flatMap(({ households }) => households.map(({ id }) => id as string)),
      onFailure: () => []
    })
  )

/** The id of the next vote on a case: that of the case, with a number. */
const nextId = (moment: Moment, found: Found): string =>
  `${found.case.slice(0, 56)}-${pollsOf(moment, found).length + 1}`

interface Above {
  readonly form: URLSearchParams
  readonly mistakes?: ReadonlyArray<string>
  readonly problem?: Problem.Problem
}

const page = (moment: Moment, found: Found, { form, mistakes = [], problem }: Above): Page => {
  const { fresh, on, say } = moment
  const kinds = kindsOf(moment, found)
  const chosen = form.get("rules") ?? (kinds.length === 1 ? kinds[0] : undefined)
  const isReused = problem?.reasons.some(({ code }) => code === "CommandIdReused") === true
  return {
    title: say("votes.open"),
    status: mistakes.length > 0 ? 422 : (problem?.status ?? 200),
    body: markup`<div class="step"><p><a class="more" href="${casePath(moment, found)}"><b>${placeOf(moment, found)}</b></a></p>
${problem === undefined ? null : Frame.problem(problem)}${Frame.mistakes(moment, mistakes)}
<form method="post" action="${openPath(moment, found)}">
<input type="hidden" name="command" value="${verbatim(isReused ? fresh : (form.get("command") ?? fresh))}">
<input type="hidden" name="poll" value="${verbatim(form.get("poll") ?? nextId(moment, found))}">
<fieldset><legend>${say("votes.kind")}</legend>${kinds.map((kind) => radio("rules", kind, nameOf(moment, "poll rules", kind), chosen === kind))}</fieldset>
<p><label class="question" for="closes">${say("votes.closes")}</label></p>
<input class="field" type="date" id="closes" name="closes" min="${Days.toIso(on)}" required value="${verbatim(form.get("closes") ?? "")}">
<p>${say("votes.everyFlat", { n: flatsOf(moment, found).length })}</p>
<div class="go"><button>${say("votes.open")}</button><a class="button plain" href="${casePath(moment, found)}">${say("cancel")}</a></div>
</form></div>`
  }
}

/** The screen with which a vote is opened on a case. */
export const openVote: Screen = {
  path: "/cases/:case/vote",
  show: (moment) =>
    Result.map(moment.ask({ _tag: "AskCase", case: caseIn(moment) }), (found) =>
      page(moment, found, { form: new URLSearchParams() })
    ),
  send: (moment, form) => {
    const asked = (later: Moment): Result.Result<Found, QuestionRefused> =>
      later.ask({ _tag: "AskCase", case: caseIn(later) })
    return Result.map(asked(moment), (found): Sent => {
      const { say } = moment
      const [rules, closes] = [form.get("rules") ?? "", (form.get("closes") ?? "").trim()]
      const mistakes = [
        ...(kindsOf(moment, found).includes(rules) ? [] : [say("votes.kindMissing")]),
        ...(closes === "" ? [say("day.impossible")] : [])
      ]
      if (mistakes.length > 0) return { _tag: "Shown", page: page(moment, found, { form, mistakes }) }
      // A form that is sent twice opens one vote: the id is from the form.
      const poll = form.get("poll") ?? nextId(moment, found)
      return {
        _tag: "Request",
        id: form.get("command") ?? "",
        request: {
          _tag: "OpenPoll",
          poll,
          case: found.case,
          rules,
          closes,
          units: flatsOf(moment, found).map((unit) => ({ unit, owner: unit }))
        },
        next: votePathWithin(poll),
        refused: (later, problem) =>
          Result.map(asked(later), (again) => page(later, again, { form, problem }))
      }
    })
  }
}
