/**
 * A bookmark is the ledger position up to which a reader has processed the entries of a district. Bookmarks are stored
 * beside the ledger, so they survive a restart. A bookmark only moves forward, never back.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { DistrictId } from "../place/Id.ts"
import type { LedgerUnavailable } from "./Ledger.ts"

/**
 * @category models
 */
export interface BookmarksShape {
  /** The position up to which the reader has read. 0 if the bookmark was never set. */
  readonly get: (district: DistrictId, reader: string) => Effect.Effect<number, LedgerUnavailable>
  /** Moves a reader's bookmark forward. If the position is before the bookmark, nothing changes. */
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
