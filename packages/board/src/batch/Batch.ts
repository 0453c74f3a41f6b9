/**
 * Taking the same step on several cases. What is entered once counts for all chosen cases, and each case can have
 * separate answers. Each case is accepted or refused as a whole, and a refusal stops no other case.
 */
import * as Days from "@liulinhui/core/Day"
import type { Answer } from "@liulinhui/core/Question"
import type * as Problem from "@liulinhui/http/Problem"
import { markup, type Part, trusted, verbatim } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import { Reason } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { casePath, placeOf } from "../cases/CaseWords.ts"
import * as Frame from "../Frame.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Batched, Page, Screen, Sent } from "../Screen.ts"
import * as Answers from "../steps/Answers.ts"
import * as Controls from "../steps/Controls.ts"

type Task = Answer<"AskToday">["tasks"][number]

/** The largest number of cases on the page. */
const most = 50

/** A step that the reader can take now on several cases of one version of a playbook. */
interface Group {
  readonly playbook: string
  readonly version: number
  readonly step: string
  readonly tasks: ReadonlyArray<Task>
}

/** The steps that the reader can take now on several cases. */
const groupsOf = (tasks: ReadonlyArray<Task>): ReadonlyArray<Group> => {
  const groups = Map.groupBy(
    tasks.flatMap((task) => task.steps.map((step) => ({ task, step }))),
    ({ step, task: { playbook, version } }) => `${playbook}@${version}/${step}`
  )
  return [...groups.values()].flatMap((found) => {
    const [first] = found
    if (first === undefined || found.length < 2) return []
    const { playbook, version } = first.task
    return [{ playbook, version, step: first.step, tasks: found.map(({ task }) => task) }]
  })
}

/** The path of the page of a batch. */
const batchPath = ({ home }: Pick<Moment, "home">, { playbook, step, version }: Group): string =>
  `${home}/batch/${encodeURIComponent(playbook)}/${version}/${encodeURIComponent(step)}`

/** The links to the steps that can be taken on several cases. */
export const batchLinks = (moment: Moment, tasks: ReadonlyArray<Task>): Part => {
  const groups = groupsOf(tasks)
  return groups.length === 0
    ? null
    : markup`<details class="screen"><summary>${moment.say("batch.several")}</summary><ul class="kinds">${groups.map(
        (group) =>
          markup`<li><a href="${batchPath(moment, group)}">${moment.say("batch.link", { step: stepOf(moment, group), n: group.tasks.length })}</a></li>`
      )}</ul></details>`
}

const stepOf = (moment: Moment, group: Pick<Group, "playbook" | "step" | "version">): string =>
  nameOf(moment, "step", group.step, moment.playbookOf(group))

/** A batch that is being made. */
interface Batch extends Group {
  readonly questions: ReadonlyArray<Answers.Question>
}

const batchIn = (moment: Moment): Result.Result<Batch, QuestionRefused> =>
  Result.map(moment.ask({ _tag: "AskToday" }), ({ tasks }) => {
    const { params } = moment
    const [playbook, step, version] = [
      params["playbook"] ?? "",
      params["step"] ?? "",
      Number(params["version"])
    ]
    const compiled = moment.playbookOf({ playbook, version })
    const fields = Object.hasOwn(compiled?.playbook.steps ?? {}, step)
      ? (compiled?.playbook.steps[step]?.evidence ?? {})
      : {}
    return {
      playbook,
      step,
      version,
      tasks: tasks
        .filter((task) => task.playbook === playbook && task.version === version && task.steps.includes(step))
        .slice(0, most),
      questions: Object.entries(fields).map(([id, field]) => ({ id, field, place: "all" }))
    }
  })

/** The questions for one case. Their answers may be missing: then those for all cases count. */
const ownQuestions = (
  { questions }: Batch,
  { case: id }: Pick<Task, "case">
): ReadonlyArray<Answers.Question> =>
  questions.map(({ field, id: question }) => ({ id: `${id}.${question}`, field, place: id }))

/** The answers that count for a case: its own, or else those for all cases. */
const answersOf = (batch: Batch, task: Pick<Task, "case">, form: URLSearchParams) => {
  const own = ownQuestions(batch, task)
  return batch.questions.map((question, index) => {
    const of = own[index]
    const answer = of === undefined ? undefined : Answers.answerOf(of, form)
    const isOwn = answer !== undefined && answer._tag !== "None"
    return { question, answer: isOwn ? answer : Answers.answerOf(question, form) }
  })
}

const chosenIn = ({ tasks }: Batch, form: URLSearchParams): ReadonlyArray<Task> =>
  tasks.filter((task) => form.getAll("case").includes(task.case))

/** Why a form cannot be sent. Empty if it can. */
const mistakesIn = (moment: Moment, batch: Batch, form: URLSearchParams): ReadonlyArray<string> => {
  const { names, say, words } = moment
  const chosen = chosenIn(batch, form)
  const missing = chosen.flatMap((task) =>
    answersOf(batch, task, form).flatMap(({ answer, question }) => {
      if (Answers.isEnough(question, answer)) return []
      const _tag = answer._tag === "None" ? "EvidenceMissing" : "EvidenceMalformed"
      const { label, type } = question.field
      const reason = Reason.say(words, { _tag, field: words.text(label), type }, names)
      return [say("batch.reason", { place: placeOf(moment, task), reason })]
    })
  )
  return [
    ...(chosen.length === 0 ? [say("batch.chooseOne")] : []),
    ...(Answers.dayOf(form) === undefined ? [say("day.impossible")] : []),
    ...missing
  ]
}

/** Several questions on one page. A file is kept for one case, so the files of a batch are not kept. */
const asked = (moment: Moment, questions: ReadonlyArray<Answers.Question>, form: URLSearchParams): Part => {
  const here = { ...moment, keepsFiles: false }
  return questions.map(
    (question) => markup`<div class="asked">${Controls.ask(here, question, form, signersOf(moment))}</div>`
  )
}

const own = (moment: Moment, batch: Batch, task: Task, form: URLSearchParams): Part => {
  const { say } = moment
  const questions = ownQuestions(batch, task)
  const isFilled = questions.some((question) => Answers.answerOf(question, form)._tag !== "None")
  const isChosen = form.has("at") ? form.getAll("case").includes(task.case) : true
  return markup`<li><label class="choice"><input type="checkbox" name="case" value="${task.case}"${isChosen ? trusted(" checked") : null}><span>${placeOf(moment, task)}</span></label>
${
  questions.length === 0
    ? null
    : markup`<details${isFilled ? trusted(" open") : null}><summary>${say("batch.own")}</summary><p class="hint">${say("batch.ownHint")}</p>${asked(moment, questions, form)}</details>`
}</li>`
}

/** Several cases have no common signer but the actor. Other signers are entered. */
const signersOf = (moment: Moment): ReadonlyArray<Controls.Signer> => [
  { id: moment.actor, name: moment.personOf(moment.actor) }
]

/** The results of a batch: which cases are done, and why the others are not. */
const results = (moment: Moment, batch: Batch, { outcomes }: Batched): Part => {
  const { say } = moment
  const refused = outcomes.flatMap(({ case: id, problem }) =>
    problem === undefined ? [] : [{ case: id, problem }]
  )
  const done = outcomes.length - refused.length
  const placeOfCase = (id: Task["case"]): string =>
    Result.match(moment.ask({ _tag: "AskCase", case: id }), {
      onSuccess: (found) => placeOf(moment, found),
      onFailure: () => id
    })
  return [
    done === 0
      ? null
      : markup`<p class="done" role="status">${say("batch.done", { step: stepOf(moment, batch), n: done })}</p>`,
    refused.length === 0
      ? null
      : markup`<div class="failure" role="alert"><h2>${say("batch.refused", { n: refused.length })}</h2><ul>${refused.map(
          ({ case: id, problem }) =>
            markup`<li><a class="more" href="${casePath(moment, { case: id })}">${placeOfCase(id)}</a><ul>${wordsOf(problem).map((words) => markup`<li>${words}</li>`)}</ul></li>`
        )}</ul></div>`
  ]
}

const wordsOf = ({ reasons, title }: Problem.Problem): ReadonlyArray<string> =>
  reasons.length === 0 ? [title] : reasons.map(({ words }) => words)

/** What a page shows above its form. */
interface Above {
  readonly form: URLSearchParams
  readonly mistakes?: ReadonlyArray<string>
  readonly problem?: Problem.Problem
  readonly batched?: Batched
}

const page = (moment: Moment, batch: Batch, { batched, form, mistakes = [], problem }: Above): Page => {
  const { fresh, home, on, say } = moment
  const { questions, tasks } = batch
  const today = Days.toIso(on)
  const status = mistakes.length > 0 ? 422 : problem?.status
  return {
    title: stepOf(moment, batch),
    ...(status === undefined ? {} : { status }),
    body: markup`<div class="step">
${batched === undefined ? null : results(moment, batch, batched)}
${problem === undefined ? null : Frame.problem(problem)}${Frame.mistakes(moment, mistakes)}
${
  tasks.length === 0
    ? markup`<p class="empty-why">${say("batch.empty")}</p><p><a class="button" href="${home}/today">${say("batch.back")}</a></p>`
    : markup`<form method="post" action="${batchPath(moment, batch)}" enctype="multipart/form-data">
<input type="hidden" name="command" value="${verbatim(batched === undefined ? (form.get("command") ?? fresh) : fresh)}"><input type="hidden" name="at" value="batch">
${questions.length === 0 ? null : markup`<section aria-labelledby="all"><h2 id="all">${say("batch.all")}</h2>${asked(moment, questions, form)}</section>`}
<p><label class="question" for="on">${say("day")}</label></p><input class="field" type="date" id="on" name="on" max="${today}" required value="${verbatim(form.get("on") ?? today)}">
<fieldset><legend>${say("batch.cases")}</legend><ul class="tasks">${tasks.map((task) => own(moment, batch, task, form))}</ul></fieldset>
<div class="go"><button>${say("batch.confirm")}</button><a class="button plain" href="${home}/today">${say("cancel")}</a></div></form>`
}</div>`
  }
}

/** The screen with which a step is taken on several cases. */
export const batch: Screen = {
  path: "/batch/:playbook/:version/:step",
  show: (moment) =>
    Result.map(batchIn(moment), (self) => page(moment, self, { form: new URLSearchParams() })),
  send: (moment, form) =>
    Result.map(batchIn(moment), (self): Sent => {
      // After all cases are done, the same form again returns their results: the ids of the cases are in the form.
      const isRepeated = chosenIn(self, form).length === 0 && form.getAll("case").length > 0
      const mistakes = isRepeated ? [] : mistakesIn(moment, self, form)
      if (mistakes.length > 0) return { _tag: "Shown", page: page(moment, self, { form, mistakes }) }
      const day = Answers.dayOf(form)
      return {
        _tag: "Batch",
        id: form.get("command") ?? "",
        cases: form.getAll("case").slice(0, most),
        request: (id) => {
          const answers = answersOf(self, { case: id as Task["case"] }, form)
          const evidence = Object.fromEntries(
            answers.flatMap(({ answer, question }) =>
              answer._tag === "Value" ? [[question.id, answer.value]] : []
            )
          )
          return {
            _tag: "TakeStep",
            case: id,
            step: self.step,
            ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
            ...(day === undefined || day === moment.on ? {} : { on: Days.toIso(day) })
          }
        },
        done: (later, batched) =>
          Result.map(batchIn(later), (again) => page(later, again, { form, batched })),
        refused: (later, problem) =>
          Result.map(batchIn(later), (again) => page(later, again, { form, problem }))
      }
    })
}
