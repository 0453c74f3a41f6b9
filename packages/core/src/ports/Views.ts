/**
 * The port for stored views. A view (projection) is a state that a reader has folded (computed) from the entries of a
 * district. A view is stored beside the ledger, so it survives a restart. It consists of the state, the version of the
 * code that computed it, and the position of the last entry that it includes. These three are written and read
 * together, so the position always belongs to the state.
 *
 * A view may be deleted at any time, because it can be computed again from the ledger. The position of the new view may
 * be lower than that of the deleted view.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { DistrictId } from "../place/Id.ts"
import type { LedgerUnavailable } from "./Ledger.ts"

/** The version and the position of a view. */
export interface Mark {
  /** The version of the code that computed the view: an integer from 1. */
  readonly version: number
  /**
   * The position of the last entry that the view includes, at least 1. Before the first entry, there is no view to
   * store.
   */
  readonly position: number
}

/**
 * A stored view. `state` is JSON text, which the store returns unchanged; only the code of the view understands it.
 *
 * @category models
 */
export interface Kept extends Mark {
  readonly state: string
}

/**
 * @category models
 */
export interface ViewsShape {
  readonly get: (district: DistrictId, view: string) => Effect.Effect<Option.Option<Kept>, LedgerUnavailable>
  /**
   * Replaces a view, but only if the stored view is still the view that the caller has read. (`None` means that there
   * was no view.) Returns whether the view was replaced. If it was not replaced, another caller was faster and nothing
   * was written. When this operation returns, the view is stored permanently.
   */
  readonly put: (
    district: DistrictId,
    view: string,
    seen: Option.Option<Mark>,
    next: Kept
  ) => Effect.Effect<boolean, LedgerUnavailable>
  /** Deletes the stored view with a given name. Deleting it again changes nothing. */
  readonly drop: (district: DistrictId, view: string) => Effect.Effect<void, LedgerUnavailable>
}

/**
 * @category services
 */
export class Views extends Context.Service<Views, ViewsShape>()("@liulinhui/core/ports/Views") {}
