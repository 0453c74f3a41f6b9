/**
 * Taking a step of a case: its questions are the evidence that the playbook of the case requires. There is no word here about any
 * playbook, so it works for every playbook of every model.
 */
import { stepPath } from "../cases/CaseWords.ts"
import { nameOf } from "../Moment.ts"
import { caseForm } from "./CaseForm.ts"

/** The screen for one step of a case. */
export const takeStep = caseForm("/cases/:case/steps/:step", (moment, found) => {
  const step = moment.params["step"] ?? ""
  const playbook = moment.playbookOf(found)
  const fields = playbook?.playbook.steps[step]?.evidence ?? {}
  return {
    name: nameOf(moment, "step", step, playbook),
    isPossible: found.steps.includes(step),
    questions: Object.entries(fields).map(([id, field]) => ({ id, field })),
    action: stepPath(moment, found, step),
    done: new URLSearchParams({ done: step }).toString(),
    request: (evidence) => ({
      _tag: "TakeStep",
      case: found.case,
      step,
      ...(Object.keys(evidence).length === 0 ? {} : { evidence })
    })
  }
})
