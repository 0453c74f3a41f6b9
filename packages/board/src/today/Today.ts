/**
 * Today: what the reader can do now, the late and urgent tasks first, and what waits for a decision of the reader. An empty
 * screen says why it is empty.
 */
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import * as Result from "effect/Result"
import { batchLinks } from "../batch/Batch.ts"
import { casePath, dueOf, placeOf, stageOf, stepPath } from "../cases/CaseWords.ts"
import { icon, manifest } from "../Install.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen } from "../Screen.ts"

type Tasks = Answer<"AskToday">
type Task = Tasks["tasks"][number]
type Decision = Tasks["decisions"][number]

/** The largest number of tasks on the page. The others are behind a link. */
const most = 60

const isLate = ({ deadlines }: Task): boolean => deadlines.some(({ passed }) => passed)

/** The due day of a task, with what is left of its period. */
const due = (moment: Moment, task: Task): Part => {
  const [first] = task.deadlines
  const words = first === undefined ? undefined : dueOf(moment, task, first)
  return words === undefined
    ? null
    : markup`<p class="${first?.passed === true ? "due late" : "due"}">${words}</p>`
}

/** The button of a task. If several steps are possible, it leads to the case, where the reader chooses one. */
const button = (moment: Moment, one: Task): Part => {
  const [first, ...others] = one.steps
  if (first === undefined) return null
  const name = nameOf(moment, "step", first, moment.playbookOf(one))
  return others.length === 0
    ? markup`<a class="button" href="${stepPath(moment, one, first)}">${name}</a>`
    : markup`<a class="button" href="${casePath(moment, one)}#steps">${moment.say("today.choose", { n: one.steps.length })}</a>`
}

const task = (moment: Moment, one: Task): Part => {
  const { say } = moment
  return markup`<li${isLate(one) ? trusted(' class="late"') : null}>
<h3><a href="${casePath(moment, one)}">${placeOf(moment, one)}</a></h3>
<p>${say("case.what", { playbook: nameOf(moment, "playbook", one.playbook), stage: stageOf(moment, one) })}</p>
${due(moment, one)}
${button(moment, one)}
</li>`
}

/** Why a case waits for a decision. */
const why = ({ say }: Moment, { aside, ballots, gone, handlerGone }: Decision): ReadonlyArray<string> => [
  ...(gone.length > 0 ? [say("today.gone", { n: gone.length })] : []),
  ...(handlerGone === undefined ? [] : [say("today.handlerGone")]),
  ...(aside.length > 0 ? [say("today.aside", { n: aside.length })] : []),
  ...(ballots.length > 0 ? [say("today.ballots", { n: ballots.length })] : [])
]

const decision = (moment: Moment, one: Decision): Part => markup`<li>
<h3><a href="${casePath(moment, one)}">${placeOf(moment, one)}</a></h3>
<p>${moment.say("case.what", { playbook: nameOf(moment, "playbook", one.playbook), stage: stageOf(moment, one) })}</p>
<ul>${why(moment, one).map((reason) => markup`<li>${reason}</li>`)}</ul>
</li>`

/** Some tasks under a heading. Empty if there are none. */
const section = (id: string, heading: string, items: ReadonlyArray<Part>): Part =>
  items.length === 0
    ? null
    : markup`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
<ul class="tasks">${items}</ul>
</section>`

const more = (moment: Moment, hidden: number): Part =>
  hidden === 0
    ? null
    : markup`<p><a class="more" href="${moment.home}/today?all=1">${moment.say("today.more", { n: hidden })}</a></p>`

const page = (moment: Moment, { decisions, on, tasks }: Tasks): Page => {
  const { query, say, words } = moment
  const shown = query.has("all") ? tasks : tasks.slice(0, most)
  const [late, others] = [shown.filter(isLate), shown.filter((one) => !isLate(one))]
  const tell = (one: Task): Part => task(moment, one)
  return {
    title: say("today"),
    body: [
      markup`<p class="progress">${say("today.count", { day: words.day(on), n: tasks.length })}</p>`,
      tasks.length + decisions.length === 0
        ? markup`<p class="empty-why">${say("today.empty", { roles: moment.roles.map((role) => nameOf(moment, "role", role)) })}</p>`
        : null,
      batchLinks(moment, tasks),
      section("late", say("today.late"), late.map(tell)),
      section(
        "decisions",
        say("today.decisions"),
        decisions.map((one) => decision(moment, one))
      ),
      section("open", say("today.open"), others.map(tell)),
      more(moment, tasks.length - shown.length)
    ]
  }
}

/** The screen Today. */
export const today: Screen = {
  path: "/today",
  link: { name: "today", isFor: ({ may }) => may("AskToday") },
  show: (moment) => Result.map(moment.ask({ _tag: "AskToday" }), (answer) => page(moment, answer)),
  files: [icon, manifest]
}
