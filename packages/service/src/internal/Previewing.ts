/** Previews a submission: decides it as `submit` does, and appends nothing. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Accepted, Preview, Submission } from "../Submission.ts"
import { Refused, type SubmitError } from "../GovernanceError.ts"
import { type Districts, withDistrict } from "./Districts.ts"
import { firstResult } from "./Repeating.ts"
import { isDecidedAnew, prepare, unlessOwnId } from "./Submitting.ts"

// A preview records nothing, not even a refused attempt.
const asPreview = (error: SubmitError): SubmitError => {
  if (error._tag !== "Refused") return error
  const { district, id, reasons, request } = error
  return new Refused({ district, id, reasons, request, kept: false })
}

/**
 * Returns what a submission would write, or fails as the submission would. If the command id was used before for the
 * same command, returns its first result.
 */
export const preview = Effect.fn("Governance.preview")(function* (
  districts: Districts,
  submission: Submission
) {
  const { district, id } = submission
  yield* unlessOwnId(submission)
  return yield* withDistrict(districts, district, (draft) =>
    Effect.gen(function* () {
      const prepared = yield* prepare(districts, submission, draft)
      const before = yield* districts.ledger.receipt(district, id)
      if (Option.isSome(before) && !isDecidedAnew(submission, prepared)) {
        const { receipt } = yield* firstResult(districts, submission, draft, before.value)
        return { receipt, entries: [] } satisfies Preview
      }
      const outcome: Exit.Exit<Accepted, SubmitError> =
        "outcome" in prepared ? prepared.outcome : prepared.outcomeOf({ first: 0, last: 0, repeated: false })
      if (Exit.isFailure(outcome)) return yield* Effect.failCause(outcome.cause)
      const changes = "changes" in prepared ? prepared.changes : []
      const entries = changes.flatMap(({ events, stream }) =>
        events.map(({ _tag }) => ({ stream, type: _tag }))
      )
      return { receipt: Option.none(), entries } satisfies Preview
    })
  ).pipe(Effect.mapError(asPreview))
})
