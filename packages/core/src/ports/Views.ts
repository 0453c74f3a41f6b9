/**
 * What a reader of a district has folded so far, kept beside the ledger, so that it survives a restart: its state, the
 * version of the code that folded it, and the position that it has come to. The three are written and read together:
 * a state never stands beside another's bookmark.
 *
 * A view may be dropped at any time: it is folded again from the ledger. It may go back, too, where it is folded anew.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { DistrictId } from "../place/Id.ts"
import type { LedgerUnavailable } from "./Ledger.ts"

/** Where a view stands. */
export interface Mark {
  /** The version of the code that folded it: an integer from 1. */
  readonly version: number
  /** The position of the last entry folded, from 1: before that, there is nothing to keep. */
  readonly position: number
}

/**
 * A view as it is kept. `state` is JSON text, which is given back to the character; what it says is for the view to know.
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
   * Puts a view in place of the one that was seen (none: there was nothing), and says whether that still stood there. If
   * not, another was faster, and nothing was written. It is durable when it is given.
   */
  readonly put: (
    district: DistrictId,
    view: string,
    seen: Option.Option<Mark>,
    next: Kept
  ) => Effect.Effect<boolean, LedgerUnavailable>
  /** Keeps nothing of a view any more. Once more changes nothing. */
  readonly drop: (district: DistrictId, view: string) => Effect.Effect<void, LedgerUnavailable>
}

/**
 * @category services
 */
export class Views extends Context.Service<Views, ViewsShape>()("@liulinhui/core/ports/Views") {}
