/**
 * A view is the state that a reader has folded from a district. It is stored beside the ledger, so it survives a
 * restart: the state, the version of the code that folded it, and the position of the last folded entry. The three
 * are written and read together, so a state never has the position of another.
 *
 * A view may be dropped at any time, because it can be folded again from the ledger. If it is folded anew, its
 * position may also go back.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { DistrictId } from "../place/Id.ts"
import type { LedgerUnavailable } from "./Ledger.ts"

/** The version and the position of a view. */
export interface Mark {
  /** The version of the code that folded it: an integer from 1. */
  readonly version: number
  /** The position of the last folded entry, from 1. Before the first entry, there is no view to store. */
  readonly position: number
}

/**
 * A stored view. `state` is JSON text, which is returned unchanged. Its meaning belongs to the view.
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
   * Replaces the view that the caller has seen (none: there was no view). Returns whether it was still the stored
   * one. If not, another caller was faster, and nothing was written. The view is durable when this returns.
   */
  readonly put: (
    district: DistrictId,
    view: string,
    seen: Option.Option<Mark>,
    next: Kept
  ) => Effect.Effect<boolean, LedgerUnavailable>
  /** Drops a view. Repeating this changes nothing. */
  readonly drop: (district: DistrictId, view: string) => Effect.Effect<void, LedgerUnavailable>
}

/**
 * @category services
 */
export class Views extends Context.Service<Views, ViewsShape>()("@liulinhui/core/ports/Views") {}
