/**
 * The same request for many cases, such as a notice to every household or a patrol of all buildings. A batch is a list of
 * submissions, one for each case. Each is accepted or refused as a whole, and a refusal stops no other submission. If you
 * submit the same batch again under the same id, the missing part is done, and the rest returns its first result.
 * Submissions that wait for a district share an append, so a batch costs the ledger little more than one request.
 */
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Accepted, Governance, type Refused } from "./Governance.ts"
import type { Request } from "@liulinhui/core/Governance"

/** The id of a batch: a command id, short enough to add a case id. The caller chooses it, and uses it again for a retry. */
export const BatchId = CommandId.check(Schema.isMaxLength(135))

/** A batch: the actor, the cases, and the request for each case. A case that is listed twice gets one request. */
export interface Batch {
  readonly district: DistrictId
  /** See {@link BatchId}. */
  readonly id: CommandId
  readonly by: ActorId
  readonly cases: Iterable<CaseId>
  readonly request: (on: CaseId) => Request
}

/**
 * The outcome of one case of a batch.
 *
 * @category models
 */
export interface Each {
  readonly case: CaseId
  readonly outcome: Result.Result<Accepted, Refused>
}

// The most submissions that can share an append.
const together = 256

/**
 * Submits a batch. Returns the outcome of every case, in the order of `cases`. Fails if the actor may not make the request
 * or the ledger fails. Submissions that were accepted before the failure stay accepted; submit the same id again to
 * continue.
 *
 * @category operations
 */
export const submit = Effect.fn("Batch.submit")(function* ({ by, cases, district, id, request }: Batch) {
  const governance = yield* Governance
  return yield* Effect.forEach(
    new Set(cases),
    (one) =>
      // Governance refuses an invalid id, with a reason.
      governance.submit({ district, id: `${id}/${one}` as CommandId, by, request: request(one) }).pipe(
        Effect.map((accepted): Each => ({ case: one, outcome: Result.succeed(accepted) })),
        Effect.catchTag("Refused", (refused) =>
          Effect.succeed<Each>({ case: one, outcome: Result.fail(refused) })
        )
      ),
    { concurrency: together }
  )
})
