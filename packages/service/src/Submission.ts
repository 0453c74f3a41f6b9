/**
 * A request that an actor submits to a district, and what accepting it returns.
 */
import type { Request } from "@liulinhui/core/governance/Request"
import type { ActorId, DistrictId } from "@liulinhui/core/place/Id"
import type { CommandId, Receipt } from "@liulinhui/core/ports/Ledger"
import type * as Option from "effect/Option"

/**
 * A request of an actor to a district.
 *
 * @category models
 */
export interface Submission {
  readonly district: DistrictId
  /** An idempotency key that the caller chooses: the same for a retry, never the same for two different requests. */
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/**
 * What an accepted submission did: where its entries are. `none` if there was nothing to change.
 *
 * @category models
 */
export interface Accepted {
  readonly receipt: Option.Option<Receipt>
}
