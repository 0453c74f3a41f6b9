/** The files of a case in its history: a button for each file that the reader may look at. */
import { type CaseEvent, type EvidenceFile, filesIn } from "@liulinhui/core/Case"
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part, trusted } from "@liulinhui/report/Markup"
import { casePath } from "../cases/CaseWords.ts"
import { type Moment, nameOf } from "../Moment.ts"

type Found = Answer<"AskCase">

/** The label of the evidence field of a file. */
const labelOf = (moment: Moment, found: Found, { field }: EvidenceFile): string =>
  nameOf(moment, "field", field, moment.playbookOf(found))

/** The path to which the form of a file is sent. */
const pathOf = (moment: Moment, found: Found, { file }: EvidenceFile): string =>
  `${casePath(moment, found)}/files/${file}`

const look = (moment: Moment, found: Found, file: EvidenceFile): Part => {
  const { fresh, say } = moment
  const label = say("file.look", { label: labelOf(moment, found, file) })
  const purpose = `purpose-${file.file.slice(0, 8)}`
  return markup`<form method="post" action="${pathOf(moment, found, file)}" target="_blank" rel="noopener">
<input type="hidden" name="command" value="${fresh}">
${
  file.sensitive === true
    ? markup`<label class="hint" for="${purpose}">${say("file.purpose")}</label>
<input class="field" id="${purpose}" name="purpose" maxlength="500"${trusted(" required")}>`
    : markup`<span class="hint">${say("file.recorded")}</span>`
}
<button class="plain">${label}</button></form>`
}

/** The files of an event of a case, for the reader. Empty if the event has none. */
export const filesOf = (moment: Moment, found: Found, event: CaseEvent, mayOpen: boolean): Part =>
  filesIn(event).map((file) =>
    mayOpen && moment.keepsFiles
      ? look(moment, found, file)
      : markup`<p class="hint">${moment.say("file.closed", { label: labelOf(moment, found, file) })}</p>`
  )
