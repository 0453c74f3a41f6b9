/**
 * Where each reader of a district has got to, kept beside the ledger: what has been read, sent or shown survives a
 * restart. A bookmark only moves forward.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { DistrictId } from "../place/Id.ts"
import type { LedgerUnavailable } from "./Ledger.ts"

/**
 * @category models
 */
export interface BookmarksShape {
  /** The position up to which a reader has come; 0 for one that has not begun. */
  readonly get: (district: DistrictId, reader: string) => Effect.Effect<number, LedgerUnavailable>
  /** Moves a reader's bookmark forward; a position behind the bookmark changes nothing. */
  readonly advance: (
    district: DistrictId,
    reader: string,
    position: number
  ) => Effect.Effect<void, LedgerUnavailable>
}

/**
 * @category services
 */
export class Bookmarks extends Context.Service<Bookmarks, BookmarksShape>()(
  "@liulinhui/core/ports/Bookmarks"
) {}
