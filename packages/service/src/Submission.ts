/** The request that an actor submits to a district, and the result if it is accepted. */
import type { Request } from "@liulinhui/core/Governance"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import type { CommandId, Receipt } from "@liulinhui/core/Ledger"
import type * as Option from "effect/Option"

/**
 * A request of an actor to a district.
 *
 * @category models
 */
export interface Submission {
  readonly district: DistrictId
  /**
   * The idempotency key, which the caller chooses. Use the same id to retry the same request, and a new id for every
   * other request.
   */
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/**
 * The result of an accepted submission: the positions of its entries in the ledger. `none` if the request changed
 * nothing.
 *
 * @category models
 */
export interface Accepted {
  readonly receipt: Option.Option<Receipt>
}
