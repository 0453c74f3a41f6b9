/**
 * SQL statements for data that are stored next to the ledger, such as bookmarks. If a client has an open transaction,
 * the statement becomes part of that transaction. Otherwise it shares a transaction with other waiting writes.
 */
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Database, Parameter } from "./Database.ts"

/** Runs a statement with the given parameters, and returns its rows. */
export type Statement = (
  ...parameters: ReadonlyArray<Parameter>
) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, LedgerUnavailable>

/**
 * Prepares a statement that writes. `operation` completes the sentence "the ledger could not …" in an error.
 *
 * @category constructors
 */
export const statement = (db: Database, client: SqlClient, operation: string, text: string): Statement => {
  const prepared = db.prepare(text)
  return (...parameters) =>
    Effect.flatMap(Effect.serviceOption(client.transactionService), (transaction) =>
      Option.isSome(transaction)
        ? Effect.mapError(
            db.run(text, parameters),
            (cause) => new LedgerUnavailable({ operation, reason: cause.message, retryable: false, cause })
          )
        : db.write(operation, () => Result.succeed(prepared.all(...parameters)))
    )
}
