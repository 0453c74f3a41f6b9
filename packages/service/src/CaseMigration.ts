/**
 * Migrates the open cases of a playbook to the version of the playbook that is in the district's model now. A playbook
 * describes how one kind of case runs. The migration is a batch of `MigrateCase` requests, one for each case. A dry run
 * makes the same decisions and writes nothing.
 */
import { dueTerm, type Opened } from "@liulinhui/core/Case"
import type { PlaybookId, StageId } from "@liulinhui/core/Playbook"
import type { Day } from "@liulinhui/core/Day"
import type { DecisionRefused } from "@liulinhui/core/Rule"
import * as District from "@liulinhui/core/District"
import type { Model } from "@liulinhui/core/Model"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import type { CommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Batch from "./Batch.ts"
import { mayAskKind, type Change, type Reason, type Request } from "@liulinhui/core/Governance"
import * as Decide from "@liulinhui/core/Governance"
import { Governance, NotAllowed, Refused } from "./Governance.ts"

/**
 * A migration of cases to a new version of their playbook: the actor, the playbook, and the new id of each stage that
 * was renamed. Other stages keep their ids.
 */
export interface Migration {
  readonly district: DistrictId
  /** The id of the batch of requests that this migration submits: see `Batch.BatchId`. */
  readonly id: CommandId
  readonly by: ActorId
  readonly playbook: PlaybookId
  readonly stages: Readonly<Record<StageId, StageId>>
}

/** The state of a case after its migration: the version of its playbook, its stage, and the due day of this stage. */
interface Becomes {
  readonly version: number
  readonly stage: StageId
  readonly due: Day | undefined
  /** Whether the due day is provisional (preliminary): it was counted without the holidays of its year. */
  readonly provisional: boolean
}

/**
 * What the migration would do to one case: the new state of the case or, if the case cannot be migrated, every reason.
 *
 * @category models
 */
export interface PlannedMove {
  readonly case: CaseId
  readonly from: { readonly version: number; readonly stage: StageId }
  readonly outcome: Result.Result<Becomes, DecisionRefused<Reason>>
}

type MigrateCase = Extract<Request, { _tag: "MigrateCase" }>

/**
 * Finds the open cases that use another version of the playbook than the version in the model. Also returns a function
 * that makes the request to migrate such a case.
 */
const behind = (district: District.District, model: Model, self: Migration) => {
  const current = model.playbooks.get(self.playbook)?.playbook.version
  if (current === undefined) {
    return Result.fail(
      new Refused({
        district: self.district,
        id: self.id,
        request: "MigrateCase",
        reasons: [
          {
            _tag: "PlaybookUnknown",
            playbook: self.playbook,
            known: [...model.playbooks.keys()].toSorted()
          }
        ],
        kept: false
      })
    )
  }
  const cases = District.openCases(district).filter(
    ({ playbook, version }) => playbook === self.playbook && version !== current
  )
  const request = (id: CaseId): MigrateCase => ({
    _tag: "MigrateCase",
    case: id,
    version: current,
    stages: self.stages
  })
  return Result.succeed({ cases, request })
}

/** Runs a function on the district if the actor may migrate cases. Otherwise fails. */
const asked = Effect.fnUntraced(function* <A>(
  self: Migration,
  answer: (question: Parameters<typeof Decide.decide>[0]) => Result.Result<A, Refused>
) {
  const governance = yield* Governance
  const { by, district, id } = self
  const answered = yield* governance.read(district, (state, on) => {
    const { actors, model } = state
    const actor = actors.get(by)
    return model !== undefined &&
      actor !== undefined &&
      mayAskKind({ _tag: "MigrateCase" }, { actor, district: state, model, on })
      ? answer({ district: state, model, actor, on })
      : Result.fail(new NotAllowed({ district, id, by, request: "MigrateCase" }))
  })
  return yield* Effect.fromResult<A, Refused | NotAllowed>(answered)
})

/**
 * Computes the new state of a case after the events of its migration: the version of the playbook, the stage and the
 * due day.
 */
const becomes = (before: Opened, changes: ReadonlyArray<Change>): Becomes => {
  const { due, stage, version } = before
  return changes
    .flatMap(({ events }) => events)
    .reduce<Becomes>(
      (state, event) =>
        event._tag === "CaseMigrated"
          ? {
              version: event.version,
              stage: event.to,
              due: event.due,
              provisional: event.provisional?.due !== undefined
            }
          : state,
      { version, stage, due, provisional: dueTerm(before) !== undefined }
    )
}

/**
 * Previews a migration: returns the outcome that {@link migrate} would have for each open case that uses another
 * version of the playbook. Writes nothing.
 *
 * @category operations
 */
export const dryRun = Effect.fn("Migration.dryRun")(function* (self: Migration) {
  return yield* asked(self, (question) =>
    Result.map(behind(question.district, question.model, self), ({ cases, request }) =>
      cases.map((state): PlannedMove => ({
        case: state.id,
        from: { version: state.version, stage: state.stage },
        outcome: Result.map(Decide.decide(question, request(state.id)), (changes) => becomes(state, changes))
      }))
    )
  )
})

/**
 * Migrates the open cases of a playbook to its new version. Returns the outcome of each case, as `Batch.submit` does.
 *
 * @category operations
 */
export const migrate = Effect.fn("Migration.migrate")(function* (self: Migration) {
  const { cases, request } = yield* asked(self, ({ district, model }) => behind(district, model, self))
  const { by, district, id } = self
  return yield* Batch.submit({ district, id, by, cases: cases.map((one) => one.id), request })
})
