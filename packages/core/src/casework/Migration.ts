/**
 * Moves live cases to another version of their playbook. A case stays on the version that it was opened with until
 * somebody migrates it; a migration says for each stage which one of the new version it becomes, and can be tried first:
 * the dry run says what would become of each case, and changes nothing.
 *
 * What a case has behind it stays as it is: the steps that were taken, the evidence on record, the deadlines that passed.
 * The deadline of the stage runs from the day on which the old stage was entered, as long as the new version gives it.
 */
import * as Result from "effect/Result"
import type { Calendar } from "../kernel/Calendar.ts"
import type { Day } from "../kernel/Day.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { objections, type Reasons, verdict } from "../kernel/Rule.ts"
import type { CaseId } from "../place/Id.ts"
import { type CaseEvent, type CaseReason, type CaseState, dueTerm, isOpen } from "./Case.ts"
import { caughtUp, dueOf, duePart, patrolIn } from "./CaseClock.ts"
import { evolve } from "./CaseDecider.ts"
import type { Asking, CompiledPlaybook } from "./CaseQuestion.ts"
import { standard } from "./CaseRules.ts"
import type { PlaybookId, StageId } from "./Playbook.ts"

/**
 * From one version of a playbook to another. Stages that `stages` does not name keep their id.
 *
 * @category models
 */
export interface Migration {
  readonly from: CompiledPlaybook
  readonly to: CompiledPlaybook
  readonly stages: Readonly<Record<StageId, StageId>>
}

const target = ({ stages }: Migration, stage: StageId): StageId => stages[stage] ?? stage

/**
 * What is wrong with a migration, whatever the cases: another playbook, the same version, stages that do not exist, open
 * stages that would end a case.
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
 * Why no case at all moves as a migration would have it: there is nothing to move to, or the map of stages does not fit
 * the two versions; `stages` are those of which it says the wrong thing, or nothing.
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
 * What {@link check} finds, as reasons against migrating any case so.
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
 * What becomes of one case: the events, or every reason against it. Only those who keep its cases migrate one.
 *
 * @category operations
 */
export const migrate = (
  self: Migration,
  calendar: Calendar,
  before: CaseState,
  asking: Asking
): Result.Result<ReadonlyArray<CaseEvent>, Reasons<CaseReason>> => {
  const { from, to } = self
  if (before._tag === "Unopened") return Result.fail([{ _tag: "NotOpened" }])
  const { events, state } = caughtUp(from, calendar, before, asking.on)
  if (state._tag === "Unopened") return Result.fail([{ _tag: "NotOpened" }])
  const stage = to.stages.get(target(self, state.stage))
  const reasons: ReadonlyArray<CaseReason> = [
    ...objections(standard.keeping, { playbook: from, state, command: asking }),
    ...(state.playbook === to.id
      ? []
      : [{ _tag: "OtherPlaybook", expected: to.id, found: state.playbook } as const]),
    ...(state.version === from.playbook.version
      ? []
      : [{ _tag: "OtherVersion", expected: from.playbook.version, found: state.version } as const]),
    ...(stage === undefined || stage.outcome !== undefined
      ? [{ _tag: "WrongStage", stage: state.stage, from: [...to.stages.keys()] } as const]
      : [])
  ]
  if (stage === undefined) return verdict(reasons, [])
  const isWatched = stage.watched && from.stages.get(state.stage)?.watched === true
  // A patrol that is under way goes on as it is; its next interval is within the new bounds.
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
      ...duePart(dueOf(calendar, stage, state.since)),
      ...(patrol === undefined ? {} : { patrol })
    }
  ])
}

/**
 * What would become of a case.
 *
 * @category models
 */
export interface Preview {
  readonly id: CaseId
  readonly from: StageId
  readonly outcome: Result.Result<
    {
      readonly to: StageId
      readonly due: Day | undefined
      /** Whether `due` is provisional: the calendar lacks data for it. */
      readonly provisional: boolean
      readonly events: ReadonlyArray<CaseEvent>
    },
    Reasons<CaseReason>
  >
}

/**
 * What would become of each open case of the version that the migration is from. Nothing is changed: to carry it out,
 * append the events.
 *
 * @category operations
 */
export const dryRun = (
  self: Migration,
  calendar: Calendar,
  cases: Iterable<CaseState>,
  asking: Asking
): ReadonlyArray<Preview> =>
  [...cases].flatMap((state) => {
    if (!isOpen(state) || state.playbook !== self.from.id || state.version !== self.from.playbook.version)
      return []
    const outcome = Result.map(migrate(self, calendar, state, asking), (events) => {
      const after = events.reduce<CaseState>(evolve, state)
      const { due, round, stage } = after._tag === "Opened" ? after : state
      return { to: stage, due, provisional: dueTerm({ due, round, stage }) !== undefined, events }
    })
    return [{ id: state.id, from: state.stage, outcome }]
  })
