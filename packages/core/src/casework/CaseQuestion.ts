/**
 * The subjects of the rules of casework, which means the values that these rules check: a compiled playbook, a case,
 * and an actor who requests something on a day.
 */
import type { Calendar } from "../kernel/Calendar.ts"
import type { Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import type { Period } from "../kernel/Period.ts"
import type { Rule } from "../kernel/Rule.ts"
import type { Actor } from "../place/Actor.ts"
import type { ContactKind } from "../place/Id.ts"
import type { CaseCommand, CaseContext, CaseReason, WhichDue } from "./Case.ts"
import type { Opened } from "./CaseState.ts"
import type { Evidence, Form } from "./Evidence.ts"
import type { PatrolPlan } from "./Patrol.ts"
import type {
  By,
  Outcome,
  Playbook,
  PlaybookId,
  Stage,
  StageDeadline,
  StageId,
  Step,
  StepId
} from "./Playbook.ts"

/** The type of the command on a case whose tag is `Tag`. */
export type Command<Tag extends CaseCommand["_tag"]> = Extract<CaseCommand, { readonly _tag: Tag }>

/** A stage of a playbook, with the automatic step that is taken when the deadline of the stage passes. */
export interface CompiledStage {
  readonly id: StageId
  readonly stage: Stage
  readonly deadline: StageDeadline | undefined
  /** The clocks that rest while a case is in this stage. */
  readonly rests: ReadonlyArray<WhichDue>
  /** Whether the deadline of this stage rests in another stage. */
  readonly canRest: boolean
  readonly outcome: Outcome | undefined
  readonly lapse: StepId | undefined
  /** Whether this stage is the patrol stage, in which the place is checked regularly. */
  readonly watched: boolean
}

/**
 * The additional effect of a step on the patrol (the regular checks after the work): it records a clean check, records
 * a relapse, or ends the patrol. `undefined` if the step has no effect on the patrol.
 */
export type PatrolPart = "check" | "relapse" | "release" | undefined

/** A step of a playbook, with the stage that the step enters. */
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
  /**
   * The rules of the step, except the rule about evidence. They decide whether the actor could take the step if the
   * evidence were complete.
   */
  readonly rulesBesidesEvidence: ReadonlyArray<Rule<StepQuestion, CaseReason>>
}

/** How a closed case can be reopened. */
export interface CompiledReopening {
  readonly to: CompiledStage
  readonly by: ReadonlyArray<By>
  /** The outcomes after which reopening is possible. `undefined` means all outcomes. */
  readonly after: ReadonlyArray<Outcome> | undefined
  /** The maximum time between the end of a case and its reopening. `undefined` means that there is no limit. */
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
  /** Everybody who may take at least one kind of action on a case. All these people may add a note. */
  readonly people: ReadonlyArray<By>
  readonly start: CompiledStage
  readonly stages: ReadonlyMap<StageId, CompiledStage>
  readonly steps: ReadonlyMap<StepId, CompiledStep>
  readonly patrol: PatrolPlan | undefined
  readonly reopening: CompiledReopening | undefined
  /** Whether the limit of the whole case rests in a stage. */
  readonly limitCanRest: boolean
}

/** The parts of a case that decide whether a mandate covers the case: its group, its buildings and its handler. */
export type Place = Pick<Opened, "group" | "buildings" | "handler">

/** The actor who requests something, the day, and the facts about the case. */
export interface Asking {
  readonly by: Actor
  readonly on: Day
  /** The day on which a fact was recorded, if this is later than the day on which the fact happened. */
  readonly written?: Day
  /** The instant from which hours are counted. Missing if only the day is known. */
  readonly now?: Instant
  readonly context?: CaseContext
}

/** The input of rules about a case: the case, and the actor who requests something on a day. */
export interface CaseQuestion {
  readonly playbook: CompiledPlaybook
  readonly state: Opened
  readonly command: Asking
}

/** The input of rules about a step: the step that an actor wants to take in a case. */
export interface StepQuestion extends CaseQuestion {
  readonly step: CompiledStep
  readonly command: Asking & { readonly evidence?: Evidence; readonly at?: Instant }
}

/** The input of rules about opening: a case that an actor wants to open. */
export interface OpenQuestion {
  readonly playbook: CompiledPlaybook
  readonly calendar: Calendar
  readonly command: Command<"Open">
}
