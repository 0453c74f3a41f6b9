/** The differences between two versions of a playbook, as data. `casework/PlaybookDiff` finds them. */
import type { Hours, Period } from "../kernel/Period.ts"
import type { RoleId } from "../place/Id.ts"
import type { CaseReason } from "./Case.ts"
import type { Circumstance, Example, Standing } from "./internal/PlaybookTrial.ts"
import type { FieldId, Outcome, PlaybookId, Rung, StageId, StepId } from "./Playbook.ts"

export type { Circumstance, Example, Standing }

/** Something that people do with a case: open it, take a step, manage it (hand over, merge, withdraw), or reopen it. */
export type Deed = "open" | "keep" | "reopen" | { readonly step: StepId }

/** A part of a playbook that decides how a case goes on: its opening, its reopening, a step, or a stage with its clock. */
export type Part = "open" | "reopen" | { readonly step: StepId } | { readonly stage: StageId }

/**
 * Where a difference is hidden behind other differences: its example takes these parts to be the same in both versions, as
 * in the version `asIn`.
 */
export interface Behind {
  readonly asIn: "before" | "after"
  readonly parts: ReadonlyArray<Part>
}

/** A clock of a case: the deadline of a stage, the next check of the patrol, or the limit of the whole case. */
export type Clock = "limit" | "check" | { readonly stage: StageId }

/**
 * A due day in an example: the number of days since the case was opened, and how it was counted: the period, and the
 * evidence field with the date from which the period counts. The period of a patrol depends on its earlier checks, so it
 * is missing.
 */
export interface Deadline {
  readonly days: number
  readonly length?: Period | Hours
  readonly from?: FieldId
}

/**
 * A difference between two versions of a playbook.
 *
 * - `Gained`, `Lost`: people with a role may now do what they could not, or could and now cannot. `standings`: the
 *   mandates with which this is so. `handler`: whether it is so only for the person to whom the case was handed over.
 * - `Opened`, `Shut`: a step is now possible in a situation in which it was not, or the other way round, for every actor who takes
 *   it. `because`: the reasons of the version that refuses it.
 * - `LeadsElsewhere`: a deed, or the passing of a deadline (`wait`), leads to another stage.
 * - `DeadlineChanged`: a due day is another one. The days are counted from the opening of the example case.
 * - `EvidenceChanged`: a step requires other evidence.
 * - `OutcomeChanged`: a case in this stage ends otherwise, or ends now, or does not end any more.
 * - `EscalationChanged`: other roles are notified if a case is late, or after other periods.
 * - `LedOtherwise`: the group with another heart is responsible for the cases.
 *
 * `behind` is present if the difference is hidden behind others.
 *
 * @category models
 */
export type PlaybookDifference = {
  readonly playbook: PlaybookId
  readonly example: Example
  readonly behind?: Behind
} & (
  | {
      readonly _tag: "Gained" | "Lost"
      readonly deed: Deed
      readonly role: RoleId
      readonly standings: ReadonlyArray<Standing>
      readonly handler: boolean
    }
  | {
      readonly _tag: "Opened" | "Shut"
      readonly deed: Deed
      readonly stage: StageId | undefined
      readonly circumstance: Circumstance
      readonly because: ReadonlyArray<CaseReason>
      /** The roles that may take the step in the version that permits it. */
      readonly roles: ReadonlyArray<RoleId>
    }
  | {
      readonly _tag: "LeadsElsewhere"
      readonly deed: Deed | "wait"
      readonly stage: StageId | undefined
      readonly before: StageId
      readonly after: StageId
    }
  | {
      readonly _tag: "DeadlineChanged"
      readonly clock: Clock
      /** `undefined` if there is no such deadline. */
      readonly before: Deadline | undefined
      readonly after: Deadline | undefined
    }
  | {
      readonly _tag: "EvidenceChanged"
      readonly deed: Deed
      readonly required: ReadonlyArray<FieldId>
      readonly free: ReadonlyArray<FieldId>
    }
  | {
      readonly _tag: "OutcomeChanged"
      readonly stage: StageId
      readonly before: Outcome | undefined
      readonly after: Outcome | undefined
    }
  | {
      readonly _tag: "EscalationChanged"
      readonly clock: Clock
      readonly before: ReadonlyArray<Rung>
      readonly after: ReadonlyArray<Rung>
    }
  | { readonly _tag: "LedOtherwise"; readonly before: string; readonly after: string }
)

const clockName = (clock: Clock): string => (typeof clock === "string" ? clock : `stage ${clock.stage}`)
const deedName = (deed: Deed | "wait"): string => (typeof deed === "string" ? deed : `step ${deed.step}`)

/** What is the same difference, wherever it is found. Of several, only the first example is kept. */
export const nameOf = (one: PlaybookDifference): string => {
  switch (one._tag) {
    case "Gained":
    case "Lost":
      return `${one._tag} ${deedName(one.deed)} ${one.role} ${one.handler}`
    case "Opened":
    case "Shut":
      return `${one._tag} ${deedName(one.deed)} ${one.stage} ${JSON.stringify(one.circumstance)}`
    case "LeadsElsewhere":
      return `${one._tag} ${deedName(one.deed)} ${one.stage}`
    case "DeadlineChanged":
    case "EscalationChanged":
      return `${one._tag} ${clockName(one.clock)}`
    case "EvidenceChanged":
      return `${one._tag} ${deedName(one.deed)}`
    case "OutcomeChanged":
      return `${one._tag} ${one.stage}`
    case "LedOtherwise":
      return one._tag
  }
}
