/**
 * What the rules of casework are asked about: a playbook made ready to run, a case, and somebody who wants something of
 * it on a day.
 */
import type { Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import type { Period } from "../kernel/Period.ts"
import type { Rule } from "../kernel/Rule.ts"
import type { Actor } from "../place/Actor.ts"
import type { ContactKind } from "../place/Id.ts"
import type { CaseCommand, CaseContext, CaseReason, Opened } from "./Case.ts"
import type { Evidence, Form } from "./Evidence.ts"
import type { PatrolPlan } from "./Patrol.ts"
import type { By, Outcome, Playbook, PlaybookId, Stage, StageId, Step, StepId } from "./Playbook.ts"

/** The commands by tag. */
export type Command<Tag extends CaseCommand["_tag"]> = Extract<CaseCommand, { readonly _tag: Tag }>

/** A stage with the step that its lapse takes. */
export interface CompiledStage {
  readonly id: StageId
  readonly stage: Stage
  readonly deadline: Period | undefined
  readonly outcome: Outcome | undefined
  readonly lapse: StepId | undefined
  /** Whether it is the stage in which the place is watched. */
  readonly watched: boolean
}

/** What a step means for the patrol, besides its own effect. */
export type PatrolPart = "check" | "relapse" | "release" | undefined

/** A step with the stage that it leads to. */
export interface CompiledStep {
  readonly id: StepId
  readonly step: Step
  readonly from: ReadonlyArray<StageId>
  readonly to: CompiledStage | undefined
  readonly by: ReadonlyArray<By>
  readonly form: Form
  readonly records: ReadonlyArray<ContactKind>
  readonly part: PatrolPart
  readonly rules: ReadonlyArray<Rule<StepQuestion, CaseReason>>
  /** The rules without the one about evidence: whether somebody could take the step, given the evidence. */
  readonly rulesBesidesEvidence: ReadonlyArray<Rule<StepQuestion, CaseReason>>
}

/** How a closed case can be opened again. */
export interface CompiledReopening {
  readonly to: CompiledStage
  readonly by: ReadonlyArray<By>
  /** `undefined`: after every outcome. */
  readonly after: ReadonlyArray<Outcome> | undefined
  /** `undefined`: without limit. */
  readonly within: Period | undefined
}

/**
 * @category models
 */
export interface CompiledPlaybook {
  readonly id: PlaybookId
  readonly playbook: Playbook
  readonly keepers: ReadonlyArray<By>
  readonly openers: ReadonlyArray<By>
  readonly opening: Form
  /** Everybody who may do anything on a case: those may note. */
  readonly people: ReadonlyArray<By>
  readonly start: CompiledStage
  readonly stages: ReadonlyMap<StageId, CompiledStage>
  readonly steps: ReadonlyMap<StepId, CompiledStep>
  readonly patrol: PatrolPlan | undefined
  readonly reopening: CompiledReopening | undefined
}

/** Where a case lies, for asking whether a mandate reaches it. */
export type Place = Pick<Opened, "group" | "buildings" | "handler">

/** Who asks, about a case in which place, on which day. */
export interface Asking {
  readonly by: Actor
  readonly on: Day
  /** The day of writing, if what is asked happened earlier. */
  readonly written?: Day
  readonly context?: CaseContext
}

/** A case and the day on which something is wanted of it. */
export interface CaseQuestion {
  readonly playbook: CompiledPlaybook
  readonly state: Opened
  readonly command: Asking
}

/** A step that somebody wants to take. */
export interface StepQuestion extends CaseQuestion {
  readonly step: CompiledStep
  readonly command: Asking & { readonly evidence?: Evidence; readonly at?: Instant }
}

/** A case that somebody wants to open. */
export interface OpenQuestion {
  readonly playbook: CompiledPlaybook
  readonly command: Command<"Open">
}
