/**
 * An `effect/sql` client that uses the connection of an open file. A library that uses this client, such as a durable
 * queue, can commit its data together with the bookmarks in the file. Transactions of the client and writes of the
 * ledger take turns.
 */
import * as Effect from "effect/Effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as SqlClient from "effect/sql/SqlClient"
import type { Connection } from "effect/sql/SqlConnection"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import * as Stream from "effect/Stream"
import type { Database, Parameter } from "./Database.ts"

const parameterOf = (value: unknown): Parameter => {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      return value
    case "boolean":
      return value ? 1 : 0
    default:
      if (value === null || value === undefined) return null
      if (value instanceof Uint8Array) return value
      if (value instanceof Date) return value.toISOString()
      throw new TypeError(`SQLite holds no ${typeof value}: encode it first`)
  }
}

const connectionOf = (db: Database): Connection => {
  const run = (sql: string, params: ReadonlyArray<unknown>) =>
    Effect.mapError(
      Effect.flatMap(
        Effect.try({ try: () => params.map(parameterOf), catch: (cause) => cause }),
        (parameters) => db.run(sql, parameters)
      ),
      (cause) =>
        new SqlError({
          reason: classifySqliteError(cause, {
            message: cause instanceof Error ? cause.message : String(cause),
            operation: "execute"
          })
        })
    )
  const execute: Connection["execute"] = (sql, params, transformRows) =>
    Effect.map(run(sql, params), (rows) => transformRows?.(rows) ?? rows)
  const values: Connection["executeValues"] = (sql, params) =>
    Effect.map(run(sql, params), (rows) => rows.map((row) => Object.values(row)))
  return {
    execute,
    executeRaw: run,
    executeStream: (sql, params, transformRows) =>
      Stream.unwrap(
        Effect.map(execute(sql, params, transformRows), (rows: ReadonlyArray<unknown>) =>
          Stream.fromIterable(rows)
        )
      ),
    executeValues: values,
    executeValuesUnprepared: values,
    executeUnprepared: execute
  }
}

/**
 * Makes an SQL client for an open file.
 *
 * @category constructors
 */
export const make = (db: Database): Effect.Effect<SqlClient.SqlClient, never, Scope.Scope> =>
  Effect.suspend(() => {
    const connection = connectionOf(db)
    const acquirers = SqlClient.makeSqliteAcquirers({
      connection: Effect.succeed(connection),
      semaphore: Semaphore.makeUnsafe(1),
      isTransaction: db.isHeld
    })
    return SqlClient.make({
      acquirer: acquirers.acquirer,
      borrower: acquirers.borrower,
      transactionAcquirer: acquirers.transactionAcquirer,
      onCommitFailure: acquirers.onCommitFailure,
      isTransaction: acquirers.isTransaction,
      compiler: Statement.makeCompilerSqlite(),
      driver: "node-sqlite",
      beginTransaction: "BEGIN IMMEDIATE",
      prepareTransactionControls: true,
      spanAttributes: [["db.system.name", "sqlite"]]
    })
  }).pipe(Effect.provide(Reactivity.layer))
