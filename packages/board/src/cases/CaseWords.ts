/** Words what every list of cases shows: the place of a case, its stage, and its deadlines. */
import type { Deadline } from "@liulinhui/core/Case"
import type { CaseId } from "@liulinhui/core/Id"
import type { Subject } from "@liulinhui/core/Registry"
import { CaseDeadline } from "@liulinhui/texts"
import { type Moment, nameOf } from "../Moment.ts"

/** What a case is known by, in every answer about it. */
export interface Known {
  readonly playbook: string
  readonly version: number
  readonly stage: string
  readonly subjects: ReadonlyArray<Subject>
}

/** The places of a case: the doors of its flats and people, or its buildings. */
export const placeOf = (moment: Moment, { subjects }: Pick<Known, "subjects">): string =>
  moment.words.list(subjects.map((subject) => nameOf(moment, "subject", subject)))

/** The name of the stage of a case. */
export const stageOf = (moment: Moment, known: Known): string =>
  nameOf(moment, "stage", known.stage, moment.playbookOf(known))

/** Words a deadline of a case. `undefined` if the playbook of the case is unknown. */
export const dueOf = (moment: Moment, known: Known, deadline: Deadline): string | undefined => {
  const playbook = moment.playbookOf(known)
  const { model, names, now, words } = moment
  return playbook === undefined
    ? undefined
    : CaseDeadline.say(words, deadline, { playbook, names, timeZone: model.timeZone, now })
}

/** The path of the page of a case. */
export const casePath = ({ home }: Pick<Moment, "home">, { case: id }: { readonly case: CaseId }): string =>
  `${home}/cases/${encodeURIComponent(id)}`

/** The path of the page with which a step is taken. */
export const stepPath = (
  moment: Pick<Moment, "home">,
  one: { readonly case: CaseId },
  step: string
): string => `${casePath(moment, one)}/steps/${encodeURIComponent(step)}`

/** The case in the address of a page. */
export const caseIn = ({ params }: Pick<Moment, "params">): CaseId =>
  // The cast is safe: a text that is no id finds no case.
  (params["case"] ?? "") as CaseId
