/** Bookmarks that are written as plain async functions, and their conversion to the port of the service. */
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"

/**
 * Bookmarks as plain async functions: the position up to which each reader of a district has read.
 *
 * @category adapters
 */
export interface BookmarksAdapter {
  /** Returns the position. 0 if it was never set. */
  readonly get: (district: string, reader: string, signal: AbortSignal) => Promise<number>
  /** Moves a bookmark forward. A position before the bookmark changes nothing. */
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
 * The port of the service over bookmarks of plain async functions.
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
