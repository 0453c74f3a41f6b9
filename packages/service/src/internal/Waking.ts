/**
 * Does the work of the due clock in one district: for example, takes the step that a playbook prescribes for a deadline
 * that has passed. Each step is taken only once.
 */
import { stream as caseStream, moves } from "@liulinhui/core/Case"
import * as District from "@liulinhui/core/District"
import * as Governance from "@liulinhui/core/Governance"
import { OwnCommands } from "@liulinhui/core/Governance"
import { type Jump, jumpOf } from "@liulinhui/core/Calendar"
import type { Day } from "@liulinhui/core/Day"
import type { Model } from "@liulinhui/core/Model"
import { clock } from "@liulinhui/core/Actor"
import type { CaseId, DistrictId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  CaseDied,
  type CaseError,
  type DistrictUnknown,
  Refused,
  type StoreError
} from "../GovernanceError.ts"
import { appendOwn, hasMoved, versionOf } from "./Appending.ts"
import { type Districts, modelOf, retrying, withDistrict } from "./Districts.ts"

/**
 * The result of the due clock's work on all cases of a district: the cases that changed, and the cases that failed,
 * each with its error. Failed cases are tried again the next time.
 *
 * If the clock is far ahead of the last entry (`jump`), no deadline passes until an actor has confirmed the clock with
 * the request `ConfirmClock`. `waiting` are the cases on which the due clock would act.
 *
 * @category models
 */
export interface Woken {
  readonly moved: ReadonlyArray<CaseId>
  readonly failed: ReadonlyArray<{ readonly case: CaseId; readonly error: CaseError }>
  readonly jump?: Jump & { readonly waiting: ReadonlyArray<CaseId> }
}

/** The cases on which the due clock must act, up to the given instant of a day. */
const due = (draft: District.District, { calendar }: Model, on: Day, now: number): ReadonlyArray<CaseId> =>
  District.openCases(draft).flatMap((state) => {
    const playbook = District.playbookOf(draft, state)
    return playbook !== undefined && moves(playbook, calendar, state, on, now) ? [state.id] : []
  })

/** Does the work of the due clock on one case, such as the step that is taken after a deadline. */
const lapse = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  id: CaseId
) {
  const { model, now, on } = yield* modelOf(districts, district, draft)
  const decision = Governance.lapse({ district: draft, model, actor: clock, on, now }, id)
  // The command id contains the version of the case (the number of its entries). So a process that tries again after a
  // crash does not do the work twice.
  const version = versionOf(draft, caseStream(id))
  const command = OwnCommands.lapse(id, version)
  if (Result.isFailure(decision)) {
    const { reasons } = decision.failure
    return yield* new Refused({ district, id: command.id, request: "TakeStep", reasons, kept: false })
  }
  const isDone = hasMoved(draft, caseStream(id), version)
  yield* appendOwn(districts, district, draft, command, decision.success, isDone)
})

/**
 * Turns an error that concerns only one case into a value, so that the work on the other cases continues. An error of
 * the stores concerns all cases, so it stays an error.
 */
const ofCase = (
  id: CaseId,
  effect: Effect.Effect<unknown, CaseError | DistrictUnknown | StoreError>
): Effect.Effect<CaseError | undefined, DistrictUnknown | StoreError> =>
  effect.pipe(
    Effect.as(undefined),
    Effect.catchDefect((cause) => Effect.fail(new CaseDied({ case: id, cause }))),
    Effect.catchTag(["Refused", "VersionConflict", "AppendRejected", "OwnerErased", "CaseDied"], (error) =>
      Effect.succeed(error)
    )
  )

/**
 * Does the work of the due clock on every case of a district, up to today. If one case fails, the others are still
 * done. Does nothing if the clock has jumped.
 */
export const wake = Effect.fn("Governance.wake")(function* (districts: Districts, district: DistrictId) {
  const waking = Effect.fnUntraced(function* (
    draft: District.Draft
  ): Effect.fn.Return<Woken, DistrictUnknown | StoreError> {
    const { model, now, on } = yield* modelOf(districts, district, draft)
    const jump = jumpOf(draft, model, on)
    if (jump !== undefined) {
      const waiting = due(draft, model, on, now)
      return { moved: [], failed: [], jump: { ...jump, waiting } } satisfies Woken
    }
    const moved: Array<CaseId> = []
    const failed = new Map<CaseId, CaseError>()
    const unmoved = new Set<CaseId>()
    const left = () => due(draft, model, on, now).filter((id) => !failed.has(id) && !unmoved.has(id))
    // The step after a deadline may lead to a stage whose deadline has also passed. So repeat until no case changes.
    for (let cases = left(); cases.length > 0; cases = left()) {
      for (const id of cases) {
        const before = versionOf(draft, caseStream(id))
        const one = lapse(districts, district, draft, id)
        const error = yield* ofCase(id, retrying(districts, district, draft, one))
        if (error !== undefined) failed.set(id, error)
        else if (versionOf(draft, caseStream(id)) > before) moved.push(id)
        else unmoved.add(id)
      }
    }
    return { moved, failed: [...failed].map(([id, error]) => ({ case: id, error })) } satisfies Woken
  })
  return yield* withDistrict(districts, district, waking)
})
