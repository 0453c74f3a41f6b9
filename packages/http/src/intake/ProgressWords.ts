/** Words how far a report is, for its reporter. */
import { categoryName, type Progress } from "@liulinhui/core/Intake"
import type { Model } from "@liulinhui/core/Model"
import type { Texts } from "@liulinhui/texts"

/** The names of the states in the message `intake.state`. */
const states = {
  received: "received",
  "looked-at": "seen",
  "in-hand": "hand",
  finished: "finished",
  declined: "declined"
} as const

/**
 * How far a report is, in words: its category, and its state.
 *
 * @category models
 */
export interface ProgressWords {
  readonly category: string
  readonly state: string
}

/**
 * Words how far a report is, for its reporter.
 *
 * @category operations
 */
export const sayProgress = (
  words: Texts.Words,
  model: Model | undefined,
  { merged, playbook, since, state }: Pick<Progress, "merged" | "playbook" | "since" | "state">
): ProgressWords => ({
  category: model === undefined ? playbook : words.text(categoryName(model, playbook)),
  state: words.say("intake.state", { state: states[state], merged: merged ? "yes" : "no", since })
})
