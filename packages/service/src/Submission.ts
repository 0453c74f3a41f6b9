/** The request that an actor submits to a district, and its result if it is accepted. */
import type { Request } from "@liulinhui/core/Governance"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import type { CommandId, Receipt } from "@liulinhui/core/Ledger"
import type * as Option from "effect/Option"

/**
 * A submission: the request of an actor to a district, with a command id.
 *
 * @category models
 */
export interface Submission {
  readonly district: DistrictId
  /**
   * The command id of the submission, which is an idempotency key. The caller chooses it. Use the same id to retry the
   * same request, and a new id for every other request.
   */
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/**
 * The result of an accepted submission. `receipt` contains the positions of its entries in the ledger. It is `none` if
 * the request changed nothing.
 *
 * @category models
 */
export interface Accepted {
  readonly receipt: Option.Option<Receipt>
}

/**
 * What a submission would write: the type and the stream of each entry. Empty if it would change nothing. `receipt` is
 * the first result, if the command id was used before for the same command.
 *
 * @category models
 */
export interface Preview extends Accepted {
  readonly entries: ReadonlyArray<{ readonly stream: string; readonly type: string }>
}
