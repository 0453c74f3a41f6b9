/** A case in a list: its place, its kind and stage, and its first deadline. */
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import { type Moment, nameOf } from "../Moment.ts"
import { casePath, dueOf, placeOf, stageOf } from "./CaseWords.ts"

type Line = Answer<"AskCases">["cases"][number]

/** A case as an item of a list. */
export const caseItem = (moment: Moment, line: Line): Part => {
  const [first] = line.deadlines
  const isLate = line.deadlines.some(({ passed }) => passed)
  const due = first === undefined ? undefined : dueOf(moment, line, first)
  return markup`<li${isLate ? trusted(' class="late"') : null}>
<h2><a href="${casePath(moment, line)}">${placeOf(moment, line)}</a></h2>
<p>${moment.say("case.what", { playbook: nameOf(moment, "playbook", line.playbook), stage: stageOf(moment, line) })}</p>
${line.outcome === undefined ? null : markup`<p>${nameOf(moment, "outcome", line.outcome)}</p>`}
${due === undefined ? null : markup`<p class="${first?.passed === true ? "due late" : "due"}">${due}</p>`}
</li>`
}
