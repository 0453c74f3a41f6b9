/**
 * A request that an actor submits to a district, and the result of an accepted submission.
 */
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
  /** An idempotency key that the caller chooses. Use the same id for a retry, and another id for each other request. */
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/**
 * The result of an accepted submission: the positions of its entries. `none` if there was nothing to change.
 *
 * @category models
 */
export interface Accepted {
  readonly receipt: Option.Option<Receipt>
}
