/**
 * The adapter for a store of bookmarks (how far each reader has read) that is written as plain async functions, and its
 * conversion to the port of the service.
 */
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"

/**
 * A store of bookmarks as plain async functions. A bookmark is the position in the ledger of a district up to which a
 * reader has read.
 *
 * @category adapters
 */
export interface BookmarksAdapter {
  /** Returns the position of a bookmark (how far its reader has read). 0 if the bookmark was never set. */
  readonly get: (district: string, reader: string, signal: AbortSignal) => Promise<number>
  /** Moves a bookmark forward. If the given position is before the current one, nothing happens. */
  readonly advance: (district: string, reader: string, position: number) => Promise<void>
}

const unavailable =
  (operation: string) =>
  (cause: unknown): LedgerUnavailable =>
    cause instanceof LedgerUnavailable
      ? cause
      : new LedgerUnavailable({
          operation,
          reason: cause instanceof Error ? cause.message : String(cause),
          retryable: false,
          cause
        })

/**
 * Converts a store of bookmarks that is written as plain async functions to the port of the service.
 *
 * @category conversions
 */
export const bookmarks = ({ advance, get }: BookmarksAdapter): BookmarksShape => ({
  get: (district, reader) =>
    Effect.tryPromise({
      try: (signal) => get(district, reader, signal),
      catch: unavailable("read a bookmark")
    }),
  advance: (district, reader, position) =>
    Effect.uninterruptible(
      Effect.tryPromise({
        try: () => advance(district, reader, position),
        catch: unavailable("move a bookmark")
      })
    )
})
