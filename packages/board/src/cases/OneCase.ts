/** One case: its stage and deadlines, what the reader can do now, who can do what next, where it comes from, and its history. */
import { type CaseEvent, history as eventsOf } from "@liulinhui/core/Case"
import type { ActorId, CaseId } from "@liulinhui/core/Id"
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part } from "@liulinhui/report/Markup"
import { CaseDeadline, CaseSentence, Names } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { filesOf } from "../files/CaseFiles.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"
import { standardName, standardSteps } from "../steps/StandardStep.ts"
import type { WordId } from "../Speech.ts"
import { votesOf } from "../votes/OpenVote.ts"
import { caseItem } from "./CaseItem.ts"
import { caseIn, casePath, dueOf, placeOf, stageOf, stepPath } from "./CaseWords.ts"

type Found = Answer<"AskCase">

/** The largest number of people that are named for a step. */
const mostNamed = 4

/** The name of the step that the reader has just taken. `undefined` if the reader has not just taken a step. */
const takenStep = (moment: Moment, found: Found): string | undefined => {
  const [step, also] = [moment.query.get("done"), moment.query.get("also")]
  if (also !== null) return standardName(moment, also)
  const playbook = moment.playbookOf(found)
  return step === null || !Object.hasOwn(playbook?.playbook.steps ?? {}, step)
    ? undefined
    : nameOf(moment, "step", step, playbook)
}

/** That a step was taken, for the person who is sent to the case afterwards. */
const done = (moment: Moment, found: Found): Part => {
  const step = takenStep(moment, found)
  return step === undefined
    ? null
    : markup`<p class="done" role="status">${moment.say("step.done", { step })}</p>`
}

const deadlines = (moment: Moment, found: Found): Part => {
  const playbook = moment.playbookOf(found)
  return [
    found.deadlines.map((one) => {
      const words = dueOf(moment, found, one)
      return words === undefined ? null : markup`<p class="${one.passed ? "due late" : "due"}">${words}</p>`
    }),
    playbook === undefined
      ? null
      : (found.resting ?? []).map(
          (clock) => markup`<p class="due">${CaseDeadline.sayResting(moment.words, clock, playbook)}</p>`
        )
  ]
}

const steps = (moment: Moment, found: Found): Part => {
  const { say } = moment
  const playbook = moment.playbookOf(found)
  const others = standardSteps(moment, found)
  if (found.outcome !== undefined) return null
  return markup`<section aria-labelledby="steps"><h2 id="steps">${say("case.can")}</h2>
${
  found.steps.length === 0
    ? markup`<p>${say("case.cannot")}</p>`
    : markup`<p class="go">${found.steps.map((step) => markup`<a class="button" href="${stepPath(moment, found, step)}">${nameOf(moment, "step", step, playbook)}</a> `)}</p>`
}
${others.length === 0 ? null : markup`<p class="go">${others.map(({ name, path }) => markup`<a class="button plain" href="${path}">${name}</a> `)}</p>`}</section>`
}

const people = (moment: Moment, actors: ReadonlyArray<ActorId>): string => {
  const named = actors.slice(0, mostNamed).map(moment.personOf)
  return moment.say("case.people", { people: named, more: actors.length - named.length })
}

/** Who can take which step next, in people's names. */
const next = (moment: Moment, found: Found, takers: ReadonlyMap<string, ReadonlyArray<ActorId>>): Part =>
  takers.size === 0 || found.outcome !== undefined
    ? null
    : markup`<section aria-labelledby="next"><h2 id="next">${moment.say("case.next")}</h2>
<dl class="sum">${[...takers].map(
        ([step, actors]) =>
          markup`<dt>${nameOf(moment, "step", step, moment.playbookOf(found))}</dt><dd>${people(moment, actors)}</dd>`
      )}</dl></section>`

/** A case that this case comes from, with a link if the reader may see it. */
const other = (moment: Moment, id: CaseId): Part => {
  const found = moment.ask({ _tag: "AskCase", case: id })
  return Result.isFailure(found)
    ? moment.say("case.elsewhere")
    : markup`<a class="more" href="${casePath(moment, found.success)}">${moment.say("case.linked", {
        place: placeOf(moment, found.success),
        playbook: nameOf(moment, "playbook", found.success.playbook)
      })}</a>`
}

/** Where a case comes from: the case that it belongs to, and the first case if the problem came back. */
const lineage = (moment: Moment, { entries }: Found): Part => {
  const opened = entries.flatMap(({ event }) => (event._tag === "CaseOpened" ? [event] : []))[0]
  const from = [
    ...(opened?.parent === undefined ? [] : [["case.parent", opened.parent] as const]),
    ...(opened?.lineage === undefined ? [] : [["case.first", opened.lineage.first] as const])
  ]
  return from.length === 0
    ? null
    : markup`<section aria-labelledby="lineage"><h2 id="lineage">${moment.say("case.lineage")}</h2>
<dl class="sum">${from.map(([name, id]) => markup`<dt>${moment.say(name)}</dt><dd>${other(moment, id)}</dd>`)}</dl></section>`
}

/** The cases that come from a case: those opened under it, and those about the same problem, which came back. */
const offspring = (moment: Moment, { children, later }: Found): Part => {
  const section = (id: string, name: WordId, cases: Found["children"]): Part =>
    cases.length === 0
      ? null
      : markup`<section aria-labelledby="${id}"><h2 id="${id}">${moment.say(name, { n: cases.length })}</h2>
<ul class="tasks">${cases.map((one) => caseItem(moment, one))}</ul></section>`
  return [section("children", "case.children", children), section("later", "case.later", later)]
}

const history = (moment: Moment, found: Found): Part => {
  const { model, names, say, words } = moment
  const playbook = moment.playbookOf(found)
  const all = playbook === undefined ? names : Names.firstOf(Names.ofPlaybook(playbook.playbook), names)
  const own = found.entries.map(({ event }) => event)
  // Files of events in another district stay there.
  const [events, isOwn] = [eventsOf(own), new Set<CaseEvent>(own)]
  const mayOpen = moment.mayOpen(found.case)
  return markup`<section aria-labelledby="history"><h2 id="history">${say("case.history")}</h2>
<ol class="story">${CaseSentence.timeline(own).map((sentence, at) => {
    const event = events[at]
    const files = event === undefined || !isOwn.has(event) ? null : filesOf(moment, found, event, mayOpen)
    return markup`<li><time>${words.day(sentence.on)}</time> <span>${CaseSentence.say(words, sentence, all, model.timeZone)}</span>${files}</li>`
  })}</ol></section>`
}

const page = (moment: Moment, found: Found): Page => {
  const { say } = moment
  return {
    title: say("case"),
    body: markup`<article>
${done(moment, found)}
<p class="question">${placeOf(moment, found)}</p>
<p>${say("case.what", { playbook: nameOf(moment, "playbook", found.playbook), stage: stageOf(moment, found) })}</p>
<p>${say("case.group", { group: nameOf(moment, "group", found.group) })}</p>
${found.outcome === undefined ? null : markup`<p>${say("case.outcome", { outcome: nameOf(moment, "outcome", found.outcome) })}</p>`}
${found.relapses === 0 ? null : markup`<p>${say("case.relapses", { n: found.relapses })}</p>`}
${deadlines(moment, found)}
${steps(moment, found)}
${votesOf(moment, found)}
${next(moment, found, moment.takersOf(found))}
${lineage(moment, found)}
${offspring(moment, found)}
${history(moment, found)}
</article>`
  }
}

/** The screen of one case. */
export const oneCase: Screen = {
  path: "/cases/:case",
  show: (moment) =>
    Result.map(moment.ask({ _tag: "AskCase", case: caseIn(moment) }), (found) => page(moment, found))
}
