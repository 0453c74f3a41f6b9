/** Steps that every case has: a note on the case, and withdrawing a case that was opened by mistake. */
import type * as Schema from "effect/Schema"
import { casePath } from "../cases/CaseWords.ts"
import type { Moment } from "../Moment.ts"
import type { WordId } from "../Speech.ts"
import { caseForm, type Found } from "./CaseForm.ts"

type StandardStep = Found["standard"][number]

/** A step with one text, and the request that it makes. */
interface WithText {
  readonly name: WordId
  readonly text: WordId
  readonly request: (found: Found, text: string) => Schema.JsonObject
}

const withText: Partial<Readonly<Record<StandardStep, WithText>>> = {
  note: {
    name: "standard.note",
    text: "standard.note.text",
    request: ({ case: id }, text) => ({ _tag: "NoteOnCase", case: id, text })
  },
  withdraw: {
    name: "standard.withdraw",
    text: "standard.withdraw.text",
    request: ({ case: id }, reason) => ({ _tag: "WithdrawCase", case: id, reason })
  }
}

const stepOf = (id: string): WithText | undefined =>
  // The cast is safe: the record has no such key for any other text.
  Object.hasOwn(withText, id) ? withText[id as StandardStep] : undefined

/** The path of the page with which a standard step is taken. */
const pathOf = (moment: Moment, found: Found, step: string): string =>
  `${casePath(moment, found)}/standard/${encodeURIComponent(step)}`

/** The standard steps that the reader can take on a case here: the name and the path of each. */
export const standardSteps = (
  moment: Moment,
  found: Found
): ReadonlyArray<{ readonly name: string; readonly path: string }> =>
  found.standard.flatMap((step) => {
    const known = stepOf(step)
    return known === undefined ? [] : [{ name: moment.say(known.name), path: pathOf(moment, found, step) }]
  })

/** The name of a standard step that was taken. `undefined` if it is not a step of this module. */
export const standardName = ({ say }: Moment, step: string): string | undefined => {
  const known = stepOf(step)
  return known === undefined ? undefined : say(known.name)
}

/** The screen for a standard step of a case. */
export const standardStep = caseForm("/cases/:case/standard/:step", (moment, found) => {
  const { params, say, words } = moment
  const step = params["step"] ?? ""
  const known = stepOf(step)
  return {
    name: known === undefined ? step : say(known.name),
    isPossible: known !== undefined && found.standard.some((one) => one === step),
    questions:
      known === undefined
        ? []
        : [
            {
              id: "text",
              field: { label: { [words.language]: say(known.text) }, type: "text", sensitive: true }
            }
          ],
    action: pathOf(moment, found, step),
    done: new URLSearchParams({ also: step }).toString(),
    request: ({ text }) => known?.request(found, typeof text === "string" ? text : "") ?? {}
  }
})
