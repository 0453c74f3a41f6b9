/**
 * Compiles a playbook, so that decisions are fast. In a compiled playbook, stages and steps are found by id. A step
 * refers to the stage that it enters, and has the list of the rules that apply to it. A stage refers to its automatic
 * step. A playbook is compiled once and then used for any number of cases.
 *
 * Only compile a playbook for which `checkPlaybook` finds no problem. Compiling fails at the first id that does not
 * exist in the playbook.
 */
import type { CompiledPlaybook, CompiledStage, CompiledStep, PatrolPart } from "./CaseQuestion.ts"
import { form } from "./Evidence.ts"
import { plan } from "./Patrol.ts"
import type { By, Playbook, PlaybookId, Stage, StageId, StepId } from "./Playbook.ts"
import { rulesFor } from "./StepRules.ts"

export type { CompiledPlaybook } from "./CaseQuestion.ts"

/** Options for compiling a playbook. */
export interface CompileOptions {
  /**
   * The keepers of the cases (the people who may transfer, merge or withdraw a case), if the playbook does not name
   * them.
   */
  readonly keepers?: ReadonlyArray<By>
}

const sameBy = (a: By, b: By): boolean => a.role === b.role && a.scope === b.scope

const restsOf = ({ rests }: Stage): CompiledStage["rests"] => [
  ...(rests?.stages ?? []).map((stage) => ({ stage })),
  ...(rests?.limit === true ? (["limit"] as const) : [])
]

const partOf = ({ patrol }: Playbook, step: StepId): PatrolPart =>
  patrol === undefined
    ? undefined
    : step === patrol.relapse
      ? "relapse"
      : step === patrol.check
        ? "check"
        : step === patrol.release.step
          ? "release"
          : undefined

/**
 * Compiles a playbook. Call `checkPlaybook` first: it reports all mistakes with their paths. Throws a `RangeError` if
 * the playbook names a stage that it does not have.
 *
 * @category constructors
 */
export const compile = (
  id: PlaybookId,
  playbook: Playbook,
  { keepers: standing = [] }: CompileOptions = {}
): CompiledPlaybook => {
  const resting = Object.values(playbook.stages).map(({ rests }) => rests)
  const canRest = new Set(resting.flatMap((rests) => rests?.stages ?? []))
  const stages = new Map<StageId, CompiledStage>(
    Object.entries(playbook.stages).map(([stageId, stage]) => [
      stageId,
      {
        id: stageId,
        stage,
        deadline: stage.deadline,
        rests: restsOf(stage),
        canRest: canRest.has(stageId),
        outcome: stage.outcome,
        lapse: stage.lapse,
        watched: stageId === playbook.patrol?.stage
      }
    ])
  )
  const stageOf = (stage: StageId): CompiledStage => {
    const found = stages.get(stage)
    if (found === undefined) throw new RangeError(`playbook "${id}" has no stage "${stage}": check it first`)
    return found
  }
  const steps = new Map<StepId, CompiledStep>(
    Object.entries(playbook.steps).map(([stepId, step]) => {
      const part = partOf(playbook, stepId)
      return [
        stepId,
        {
          id: stepId,
          step,
          from: step.from,
          to: step.to === undefined ? undefined : stageOf(step.to),
          by: step.by ?? [],
          form: form(step.evidence),
          records: step.records ?? [],
          part,
          rules: rulesFor(step, part),
          rulesBesidesEvidence: rulesFor(step, part, { besidesEvidence: true })
        }
      ]
    })
  )
  const keepers = playbook.keepers ?? standing
  const { reopening } = playbook
  const openers = [...keepers, ...(playbook.opening?.by ?? [])]
  const everybody = [...openers, ...[...steps.values()].flatMap(({ by }) => by)]
  return {
    id,
    playbook,
    keepers,
    openers,
    opening: form(playbook.opening?.evidence),
    people: everybody.filter((by, at) => everybody.findIndex((other) => sameBy(by, other)) === at),
    start: stageOf(playbook.start),
    stages,
    steps,
    patrol: playbook.patrol === undefined ? undefined : plan(playbook.patrol),
    reopening: reopening && {
      to: stageOf(reopening.to),
      by: reopening.by ?? keepers,
      after: reopening.after,
      within: reopening.within
    },
    limitCanRest: resting.some((rests) => rests?.limit === true)
  }
}
