/**
 * Submits the same request for many cases, such as a notice to every household or a patrol of all buildings. A batch is
 * a list of submissions (requests with a command id), one for each case. Each submission is accepted or refused as a
 * whole, and a refusal does not stop the others. To retry a batch, submit it again under the same id. Submissions that
 * were accepted before return their first result, and the other submissions are made now. Submissions that wait for the
 * same district share one append to the ledger. So a batch costs the ledger little more than one request.
 */
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Accepted, Governance, type Refused } from "./Governance.ts"
import type { Request } from "@liulinhui/core/Governance"

/**
 * The id of a batch. The caller chooses it, and uses it again for a retry. The id is shorter than other command ids, so
 * that the id of a case can be added to it.
 */
export const BatchId = CommandId.check(Schema.isMaxLength(135))

/** A batch: the actor, the cases, and the request for each case. A case that is listed twice gets one request. */
export interface Batch {
  readonly district: DistrictId
  /** The idempotency key of the batch: see {@link BatchId}. */
  readonly id: CommandId
  readonly by: ActorId
  readonly cases: Iterable<CaseId>
  readonly request: (on: CaseId) => Request
}

/**
 * The result of a batch for one case.
 *
 * @category models
 */
export interface Each {
  readonly case: CaseId
  readonly outcome: Result.Result<Accepted, Refused>
}

// The largest number of submissions that can share an append to the ledger.
const together = 256

/**
 * Submits a batch of requests. Returns the outcome of each case, in the order of `cases`. Fails if the actor may not
 * make the request, or if the ledger fails. Submissions that were accepted before the failure stay accepted. To
 * continue, submit the batch again under the same id.
 *
 * @category operations
 */
export const submit = Effect.fn("Batch.submit")(function* ({ by, cases, district, id, request }: Batch) {
  const governance = yield* Governance
  return yield* Effect.forEach(
    new Set(cases),
    (one) =>
      // The cast is safe: governance refuses an invalid command id, with a reason.
      governance.submit({ district, id: `${id}/${one}` as CommandId, by, request: request(one) }).pipe(
        Effect.map((accepted): Each => ({ case: one, outcome: Result.succeed(accepted) })),
        Effect.catchTag("Refused", (refused) =>
          Effect.succeed<Each>({ case: one, outcome: Result.fail(refused) })
        )
      ),
    { concurrency: together }
  )
})
