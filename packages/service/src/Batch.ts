/**
 * One piece of work on many cases: a notice to every household, a patrol of all buildings. A batch is nothing but its
 * submissions, one a case: each case takes the whole of its request or nothing, one that is refused holds up no other,
 * and the batch under the same id again does what has not been done yet and tells the rest as it was told before.
 * Submissions that wait for a district share an append, so that a batch costs the ledger little more than one request.
 */
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/place/Id"
import { CommandId } from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Accepted, Governance, type Refused } from "./Governance.ts"
import type { Request } from "@liulinhui/core/governance/Request"

/** The id of a batch: a command id that leaves room for a case's. Given once by whoever submits, so that a retry is known. */
export const BatchId = CommandId.check(Schema.isMaxLength(135))

/** Who wants what of which cases. A case that is named twice is asked once. */
export interface Batch {
  readonly district: DistrictId
  /** See {@link BatchId}. */
  readonly id: CommandId
  readonly by: ActorId
  readonly cases: Iterable<CaseId>
  readonly request: (on: CaseId) => Request
}

/**
 * What has become of one case of a batch.
 *
 * @category models
 */
export interface Each {
  readonly case: CaseId
  readonly outcome: Result.Result<Accepted, Refused>
}

// As many as governance lets share an append.
const together = 256

/**
 * Submits a batch, and tells of every case, in the order in which they are named, what has become of it. Fails where the
 * actor may not ask at all or the ledger fails: what was accepted before stands, and the same id again goes on from there.
 *
 * @category operations
 */
export const submit = Effect.fn("Batch.submit")(function* ({ by, cases, district, id, request }: Batch) {
  const governance = yield* Governance
  return yield* Effect.forEach(
    new Set(cases),
    (one) =>
      // Governance refuses an id that is none, with a reason.
      governance.submit({ district, id: `${id}/${one}` as CommandId, by, request: request(one) }).pipe(
        Effect.map((accepted): Each => ({ case: one, outcome: Result.succeed(accepted) })),
        Effect.catchTag("Refused", (refused) =>
          Effect.succeed<Each>({ case: one, outcome: Result.fail(refused) })
        )
      ),
    { concurrency: together }
  )
})
