/**
 * A form about a case, with one question a page: the steps of its playbook, and the steps that every case has. It asks the case
 * again for each page, so a form that is not possible any more says so.
 */
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { caseIn, casePath, placeOf, stageOf } from "../cases/CaseWords.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import * as Answers from "./Answers.ts"
import type { Signer } from "./Controls.ts"
import * as Wizard from "./Wizard.ts"

/** A case that the reader may see. */
export type Found = Answer<"AskCase">

/** A form about a case. */
export interface CaseForm {
  readonly name: string
  /** Whether the reader can do it now. */
  readonly isPossible: boolean
  readonly questions: ReadonlyArray<Answers.Question>
  /** The path to which the form is sent. */
  readonly action: string
  /** The query with which the page of the case says that it is done, such as `done=survey`. */
  readonly done: string
  /** The request, from the values of the answers. The day is added to it. */
  readonly request: (values: ReturnType<typeof Answers.evidenceOf>) => Schema.JsonObject
}

/** The form of a moment, about a case. */
export type FormOf = (moment: Moment, found: Found) => CaseForm

/** The people and places that may have signed: those that the case is about, and the actor. */
const signersOf = (moment: Moment, { subjects }: Found): ReadonlyArray<Signer> => [
  ...subjects.map((subject) => ({ id: subject as string, name: nameOf(moment, "subject", subject) })),
  { id: moment.actor, name: moment.personOf(moment.actor) }
]

/** What the pages of a form are about: the place, the kind of case, and its stage. */
const about = (moment: Moment, found: Found): Part =>
  markup`<p><a class="more" href="${casePath(moment, found)}"><b>${placeOf(moment, found)}</b></a> ${moment.say("case.what", { playbook: nameOf(moment, "playbook", found.playbook), stage: stageOf(moment, found) })}</p>`

const wizardOf = (moment: Moment, found: Found, { action, name, questions }: CaseForm): Wizard.Wizard => ({
  title: name,
  about: about(moment, found),
  questions,
  signers: signersOf(moment, found),
  hasDay: true,
  confirm: moment.say("confirm"),
  action,
  cancel: casePath(moment, found)
})

/** The page if the form is not possible now, such as after somebody else has taken the step. */
const impossible = (moment: Moment, found: Found): Page => ({
  title: moment.say("step.impossible"),
  status: 409,
  body: markup`${about(moment, found)}
<p>${moment.say("step.impossibleWhy")}</p>
<p><a class="button" href="${casePath(moment, found)}">${moment.say("step.toCase")}</a></p>`
})

/** The screen of a form about a case. */
export const caseForm = (path: `/${string}`, formOf: FormOf): Screen => {
  const asked = (moment: Moment): Result.Result<{ found: Found; form: CaseForm }, QuestionRefused> =>
    Result.map(moment.ask({ _tag: "AskCase", case: caseIn(moment) }), (found) => ({
      found,
      form: formOf(moment, found)
    }))

  const requestOf = (moment: Moment, { questions, request }: CaseForm, fields: URLSearchParams) => {
    const on = Wizard.happenedOn(fields, moment)
    return { ...request(Answers.evidenceOf(questions, fields)), ...(on === undefined ? {} : { on }) }
  }

  return {
    path,
    show: (moment) =>
      Result.map(asked(moment), ({ form, found }) =>
        form.isPossible
          ? Wizard.page(moment, wizardOf(moment, found, form), new URLSearchParams(), 0)
          : impossible(moment, found)
      ),
    send: (moment, fields) =>
      Result.map(asked(moment), ({ form, found }): Sent => {
        const turn = Wizard.turn(moment, wizardOf(moment, found, form), fields)
        if (turn._tag === "Page") {
          return { _tag: "Shown", page: form.isPossible ? turn.page : impossible(moment, found) }
        }
        // It is submitted even if it is not possible any more: if this command was accepted before, its result is returned.
        return {
          _tag: "Request",
          id: fields.get("command") ?? "",
          request: requestOf(moment, form, fields),
          next: `/cases/${encodeURIComponent(found.case)}?${form.done}`,
          refused: (later, problem) =>
            Result.map(asked(later), (again) =>
              Wizard.refused(later, wizardOf(later, again.found, again.form), fields, problem)
            )
        }
      })
  }
}
