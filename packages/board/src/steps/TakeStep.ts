/**
 * Taking a step of a case: one question a page, made from the evidence that the playbook of the case requires. It has no word
 * about any playbook, so it works for every playbook of every model.
 */
import type { Answer } from "@liulinhui/core/Question"
import { markup, type Part } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { caseIn, casePath, placeOf, stageOf, stepPath } from "../cases/CaseWords.ts"
import { type Moment, nameOf } from "../Moment.ts"
import type { Page, Screen, Sent } from "../Screen.ts"
import * as Answers from "./Answers.ts"
import type { Signer } from "./Controls.ts"
import * as Wizard from "./Wizard.ts"

type Found = Answer<"AskCase">

/** The people and places that may have signed: those that the case is about, and the actor. */
const signersOf = (moment: Moment, { subjects }: Found): ReadonlyArray<Signer> => [
  ...subjects.map((subject) => ({ id: subject as string, name: nameOf(moment, "subject", subject) })),
  { id: moment.actor, name: nameOf(moment, "actor", moment.actor) }
]

/** What the pages of a step are about: the place, the kind of case, and its stage. */
const about = (moment: Moment, found: Found): Part =>
  markup`<p><a class="more" href="${casePath(moment, found)}"><b>${placeOf(moment, found)}</b></a> ${moment.say("case.what", { playbook: nameOf(moment, "playbook", found.playbook), stage: stageOf(moment, found) })}</p>`

const fields = (moment: Moment, found: Found, step: string) =>
  Object.entries(moment.playbookOf(found)?.playbook.steps[step]?.evidence ?? {}).map(
    ([id, field]): Answers.Question => ({ id, field })
  )

const wizardOf = (moment: Moment, found: Found, step: string): Wizard.Wizard => {
  const name = nameOf(moment, "step", step, moment.playbookOf(found))
  return {
    title: name,
    about: about(moment, found),
    questions: fields(moment, found, step),
    signers: signersOf(moment, found),
    hasDay: true,
    confirm: moment.say("confirm"),
    action: stepPath(moment, found, step),
    cancel: casePath(moment, found)
  }
}

/** The page if the step is not possible now, such as after somebody else has taken it. */
const impossible = (moment: Moment, found: Found): Page => ({
  title: moment.say("step.impossible"),
  status: 409,
  body: markup`${about(moment, found)}
<p>${moment.say("step.impossibleWhy")}</p>
<p><a class="button" href="${casePath(moment, found)}">${moment.say("step.toCase")}</a></p>`
})

/** The case and the step of a moment. */
const asked = (moment: Moment) =>
  Result.map(moment.ask({ _tag: "AskCase", case: caseIn(moment) }), (found) => ({
    found,
    step: moment.params["step"] ?? ""
  }))

const requestOf = (
  moment: Moment,
  { found, step }: { readonly found: Found; readonly step: string },
  form: URLSearchParams
): Schema.JsonObject => {
  const on = Wizard.happenedOn(form, moment)
  const evidence = Answers.evidenceOf(fields(moment, found, step), form)
  return {
    _tag: "TakeStep",
    case: found.case,
    step,
    ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
    ...(on === undefined ? {} : { on })
  }
}

const sent = (moment: Moment, form: URLSearchParams): Result.Result<Sent, QuestionRefused> =>
  Result.map(asked(moment), ({ found, step }): Sent => {
    const wizard = wizardOf(moment, found, step)
    const turn = Wizard.turn(moment, wizard, form)
    if (turn._tag === "Page") {
      const isPossible = found.steps.includes(step)
      return { _tag: "Shown", page: isPossible ? turn.page : impossible(moment, found) }
    }
    // A step that is not possible any more is submitted as well: if this command was accepted before, its result is returned.
    return {
      _tag: "Request",
      id: form.get("command") ?? "",
      request: requestOf(moment, { found, step }, form),
      next: `/cases/${encodeURIComponent(found.case)}?done=${encodeURIComponent(step)}`,
      refused: (later, problem) =>
        Result.map(asked(later), (again) =>
          Wizard.refused(later, wizardOf(later, again.found, again.step), form, problem)
        )
    }
  })

/** The screen for one step of a case. */
export const takeStep: Screen = {
  path: "/cases/:case/steps/:step",
  show: (moment) =>
    Result.map(asked(moment), ({ found, step }) =>
      found.steps.includes(step)
        ? Wizard.page(moment, wizardOf(moment, found, step), new URLSearchParams(), 0)
        : impossible(moment, found)
    ),
  send: sent
}
