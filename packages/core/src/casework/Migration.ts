/**
 * Moves open cases to another version of their playbook. A case keeps the version with which it was opened until it is
 * migrated. A migration maps each stage of the old version to a stage of the new version. (To try a migration first,
 * use `Migration` of the service: it returns the result for each case and changes nothing.)
 *
 * The history of the case is kept: the steps that were taken, the evidence on record, and the deadlines that passed.
 * The deadline of the new stage is counted from the day on which the case entered its old stage. Its period is that of
 * the new version.
 */
import * as Result from "effect/Result"
import type { Calendar } from "../kernel/Calendar.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { type DecisionRefused, makeFor, objections, precondition, refuse, verdict } from "../kernel/Rule.ts"
import type { CaseEvent, CaseReason } from "./Case.ts"
import type { CaseState, Opened } from "./CaseState.ts"
import { caughtUp, entering, patrolIn } from "./CaseClock.ts"
import type { Asking, CompiledPlaybook, CompiledStage } from "./CaseQuestion.ts"
import { standard, wasOpened } from "./CaseRules.ts"
import type { PlaybookId, StageId } from "./Playbook.ts"

/**
 * A migration from one version of a playbook to another. A stage that is not a key of `stages` keeps its id.
 *
 * @category models
 */
export interface Migration {
  readonly from: CompiledPlaybook
  readonly to: CompiledPlaybook
  readonly stages: Readonly<Record<StageId, StageId>>
}

const target = ({ stages }: Migration, stage: StageId): StageId =>
  (Object.hasOwn(stages, stage) ? stages[stage] : undefined) ?? stage

/**
 * The mistakes of a migration that do not depend on a case: the two versions are of different playbooks or are the
 * same; a stage does not exist; or an open stage is mapped to a stage that ends the case.
 *
 * @category checks
 */
export const check = (self: Migration): ReadonlyArray<Problem> => {
  const { from, stages, to } = self
  const open = [...from.stages.values()].filter(({ outcome }) => outcome === undefined)
  return [
    ...(from.id === to.id
      ? []
      : [
          problem(
            ["to"],
            "other-playbook",
            `"${to.id}" is another playbook than "${from.id}": cases keep theirs`
          )
        ]),
    ...(from.playbook.version === to.playbook.version
      ? [
          problem(
            ["to"],
            "same-version",
            `both are version ${to.playbook.version}: there is nothing to migrate`
          )
        ]
      : []),
    ...Object.keys(stages).flatMap((stage) =>
      from.stages.has(stage)
        ? []
        : [
            problem(
              ["stages", stage],
              "unknown-stage",
              `version ${from.playbook.version} has no stage "${stage}"`
            )
          ]
    ),
    ...open.flatMap(({ id }) => {
      const next = to.stages.get(target(self, id))
      if (next === undefined) {
        return [
          problem(
            ["stages", id],
            "unmapped-stage",
            `version ${to.playbook.version} has no stage "${target(self, id)}": say which stage "${id}" becomes`
          )
        ]
      }
      return next.outcome === undefined
        ? []
        : [
            problem(
              ["stages", id],
              "stage-ends",
              `"${id}" would become "${next.id}", which ends the case: only steps do`
            )
          ]
    })
  ]
}

/**
 * The reasons why a migration is refused for every case: the new version does not exist or is the current version, or
 * the map of stages does not fit the two versions. `stages` are the stages that are missing in the map or mapped
 * wrongly.
 *
 * @category refusals
 */
export type MigrationRefusal =
  | {
      readonly _tag: "VersionUnknown"
      readonly playbook: PlaybookId
      readonly version: number
      readonly known: ReadonlyArray<number>
    }
  | { readonly _tag: "SameVersion"; readonly version: number }
  | { readonly _tag: "StageMapUnfit"; readonly version: number; readonly stages: ReadonlyArray<StageId> }

/**
 * Converts the mistakes that {@link check} finds into the reasons why no case can be migrated.
 *
 * @category checks
 */
export const refusals = (self: Migration): ReadonlyArray<MigrationRefusal> => {
  const { version } = self.to.playbook
  if (self.from.playbook.version === version) return [{ _tag: "SameVersion", version }]
  const stages = check(self).flatMap(({ path: [part, stage] }) =>
    part === "stages" && typeof stage === "string" ? [stage] : []
  )
  return stages.length === 0 ? [] : [{ _tag: "StageMapUnfit", version, stages: [...new Set(stages)] }]
}

/**
 * The input of the rules for migrations: a case after all automatic actions, and the stage of the new version that it
 * would enter.
 */
export interface MigrationQuestion {
  readonly migration: Migration
  readonly state: Extract<CaseState, { readonly _tag: "Opened" }>
  readonly stage: CompiledStage | undefined
}

const rule = makeFor<MigrationQuestion, CaseReason>()

const ofItsVersion = rule({
  id: "migration-of-its-version",
  name: "a migration is for cases of the playbook and the version from which it leads",
  reasons: ["OtherPlaybook", "OtherVersion"],
  objections: ({ migration: { from, to }, state }) => [
    ...(state.playbook === to.id
      ? []
      : [{ _tag: "OtherPlaybook" as const, expected: to.id, found: state.playbook }]),
    ...(state.version === from.playbook.version
      ? []
      : [{ _tag: "OtherVersion" as const, expected: from.playbook.version, found: state.version }])
  ]
})

const intoAnOpenStage = rule({
  id: "migration-into-open-stage",
  name: "a migrated case enters a stage of the new version that does not end it",
  reasons: ["WrongStage"],
  objections: ({ migration: { to }, stage, state }) =>
    stage === undefined || stage.outcome !== undefined
      ? [{ _tag: "WrongStage", stage: state.stage, from: [...to.stages.keys()] }]
      : []
})

/** @category rules */
export const toAnotherVersion = precondition({
  id: "migration-to-another-version",
  name: "a case is migrated to another version of its playbook that the district has adopted",
  reasons: ["VersionUnknown", "SameVersion"]
})

/** @category rules */
export const stagesFit = precondition({
  id: "migration-stages-fit",
  name: "a migration maps every open stage to an open stage of the new version",
  reasons: ["StageMapUnfit"]
})

/**
 * The rules in force for migrations. In addition, the rules for actions of keepers (the people who manage a case)
 * apply.
 *
 * @category rules
 */
export const rules = [toAnotherVersion, stagesFit, ofItsVersion, intoAnOpenStage] as const

/**
 * The due day of a migrated case is counted from the day on which it entered its stage. If the new version counts it from
 * a date in the evidence, which is not known here, the case keeps its due day.
 */
const clocksOf = (
  to: CompiledPlaybook,
  calendar: Calendar,
  state: Opened,
  stage: CompiledStage,
  { now, on }: Asking
) => {
  const clocks = entering(to, calendar, state, stage, { on, now, from: state.since })
  return stage.deadline !== undefined &&
    "from" in stage.deadline &&
    stage.deadline.from !== undefined &&
    state.due !== undefined
    ? { ...clocks, due: state.due }
    : clocks
}

/**
 * Returns the events that migrate one case, or all reasons why it cannot be migrated. Only the keepers of a case (the
 * people who manage it) may migrate it.
 *
 * @category operations
 */
export const migrate = (
  self: Migration,
  calendar: Calendar,
  before: CaseState,
  asking: Asking
): Result.Result<ReadonlyArray<CaseEvent>, DecisionRefused<CaseReason>> => {
  const { from, to } = self
  if (before._tag === "Unopened") return refuse(wasOpened, { _tag: "NotOpened" })
  const { events, state } = caughtUp(from, calendar, before, asking.on, asking.now)
  if (state._tag === "Unopened") return refuse(wasOpened, { _tag: "NotOpened" })
  const stage = to.stages.get(target(self, state.stage))
  const reasons: ReadonlyArray<CaseReason> = [
    ...objections(standard.keeping, { playbook: from, state, command: asking }),
    ...objections([ofItsVersion, intoAnOpenStage], { migration: self, state, stage })
  ]
  if (stage === undefined) return verdict(reasons, [])
  const isWatched = stage.watched && from.stages.get(state.stage)?.watched === true
  // The patrol (regular checks) continues unchanged. The next interval will be within the limits of the new version.
  const patrol = isWatched ? state.patrol : patrolIn(to, stage, state.patrol, asking.on)
  return verdict(reasons, [
    ...events,
    {
      _tag: "CaseMigrated",
      by: asking.by.id,
      on: asking.on,
      version: to.playbook.version,
      from: state.stage,
      to: stage.id,
      ...clocksOf(to, calendar, state, stage, asking),
      ...(patrol === undefined ? {} : { patrol })
    }
  ])
}
