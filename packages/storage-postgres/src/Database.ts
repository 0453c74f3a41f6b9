/**
 * Opens a PostgreSQL database: sessions with a name and time limits, a check of the encoding, and migrations that run
 * only once. Every failure becomes a `LedgerUnavailable`.
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { MigrationError } from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import { ConnectionError, isSqlError, SqlError } from "effect/sql/SqlError"
import * as migrations from "./migrations.ts"

/**
 * The address of the database, and the settings of the sessions that the ledger opens.
 *
 * @category models
 */
export interface Options {
  /** The address, in the form `postgres://user:password@host:port/database?sslmode=require`. */
  readonly url: Redacted.Redacted
  /**
   * The schema that contains the tables. Several ledgers can share a database if each has a different schema. Default:
   * `liulinhui`.
   */
  readonly schema?: string
  /**
   * The largest number of connections. A ledger opens up to four more for appends of a single entry. Default: 10. At
   * least 2, because one connection listens for notifications as soon as there is a follower.
   */
  readonly maxConnections?: number
  /** The name (`application_name`) under which the server shows the sessions. Default: `liulinhui`. */
  readonly applicationName?: string
  /** How long a statement may run before the server stops it. Default: 30 seconds. */
  readonly statementTimeout?: Duration.Input
  /** How long an append waits while another process writes to the same district. Default: 10 seconds. */
  readonly lockTimeout?: Duration.Input
  /**
   * How long a statement waits for the server's answer. The limits above are kept by the server; this one also ends a call
   * if the server or the network does not answer at all. Default: 60 seconds. It should be longer than the limits above.
   */
  readonly patience?: Duration.Input
  /**
   * How often a follower polls, in addition to the server's notifications. Default: 5 seconds. A follower waits for new
   * entries. Polling finds entries whose writer died after the commit and before the notification.
   */
  readonly poll?: Duration.Input
}

/** How long a statement waits for the server's answer by default. */
export const usualPatience: Duration.Input = "60 seconds"

/** Ends a statement that the server does not answer. The same call may succeed later. */
export const answered =
  (patience: Duration.Input = usualPatience) =>
  <A, E, R>(statement: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
    Effect.timeoutOrElse(statement, {
      duration: patience,
      orElse: () => {
        const within = Duration.format(Duration.fromInputUnsafe(patience))
        const cause = new Error(`the server has not answered within ${within}`)
        return Effect.fail(new SqlError({ reason: new ConnectionError({ cause, message: cause.message }) }))
      }
    })

/** The default schema for the tables. */
export const defaultSchema = "liulinhui"

const milliseconds = (duration: Duration.Input): string =>
  String(Math.ceil(Duration.toMillis(Duration.fromInputUnsafe(duration))))

/** The SQLSTATE code of an error, five characters. `undefined` if the error is not from the server. */
export const sqlState = ({ reason: { cause } }: SqlError): string | undefined =>
  cause instanceof Error &&
  "code" in cause &&
  typeof cause.code === "string" &&
  /^[0-9A-Z]{5}$/.test(cause.code)
    ? cause.code
    : undefined

/**
 * The classes of SQLSTATE codes (the codes of PostgreSQL's errors) after which the same call may succeed later: a lost
 * connection, a rollback by the server, insufficient resources, a lock or another temporary state, a time limit or an
 * intervention by the operator, an error of the server's system
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const passing: ReadonlySet<string> = new Set(["08", "40", "53", "55", "57", "58"])

/**
 * Converts a database error to a `LedgerUnavailable`. Its reason is the server's message without the details, because
 * the details quote rows, which may contain personal data.
 *
 * @category errors
 */
export const unavailable =
  (operation: string) =>
  (error: unknown): LedgerUnavailable => {
    if (error instanceof LedgerUnavailable) return error
    // The error of a failed migration contains only the name of the migration. So the cause of this error is used
    // instead.
    if (error instanceof MigrationError && error.cause !== undefined)
      return unavailable(operation)(error.cause)
    if (!isSqlError(error)) {
      const reason = error instanceof Error ? error.message : String(error)
      return new LedgerUnavailable({ operation, reason, retryable: false })
    }
    const state = sqlState(error)
    const { cause } = error.reason
    const said = cause instanceof Error ? cause.message : error.message
    return new LedgerUnavailable({
      operation,
      reason: state === undefined ? said : `${said} (SQLSTATE ${state})`,
      retryable:
        state === undefined ? error.reason._tag === "ConnectionError" : passing.has(state.slice(0, 2))
    })
  }

/**
 * Converts every failure of an effect to a `LedgerUnavailable`, also a defect: if the connection is lost within
 * `sql.withTransaction`, the rollback fails too, and the error becomes a defect.
 *
 * @category errors
 */
export const orUnavailable =
  (operation: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, LedgerUnavailable, R> =>
    Effect.catchCause(effect, (cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(Cause.map(cause, unavailable(operation)))
        : Effect.fail(unavailable(operation)(Cause.squash(cause)))
    )

const isAddress = (text: string): boolean =>
  URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)

const isSchemaName = (name: string): boolean => /^[a-z_][a-z0-9_]{0,49}$/.test(name)

/**
 * A pool of database sessions: the `SqlClient` that the ledger and its bookmarks use. Code that writes in one
 * transaction with a bookmark must use the same pool.
 *
 * @category layers
 */
export const client = (
  options: Options
): Layer.Layer<PgClient.PgClient | SqlClient.SqlClient, LedgerUnavailable> =>
  PgClient.layerFrom(
    Effect.andThen(
      isAddress(Redacted.value(options.url))
        ? Effect.void
        : refuse("its address is not postgres://user@host:port/database"),
      PgClient.make({
        url: options.url,
        applicationName: options.applicationName ?? "liulinhui",
        maxConnections: Math.max(2, options.maxConnections ?? 10),
        keepAlive: "30 seconds",
        startupParameters: {
          statement_timeout: milliseconds(options.statementTimeout ?? "30 seconds"),
          lock_timeout: milliseconds(options.lockTimeout ?? "10 seconds"),
          idle_in_transaction_session_timeout: milliseconds("60 seconds"),
          // With the isolation level `READ COMMITTED`, a statement that has waited for a lock sees what the previous
          // holder of the lock has written.
          default_transaction_isolation: "read committed"
        }
      }).pipe(Effect.mapError(unavailable("open its database")))
    )
  )

/**
 * Creates the schema if it does not exist, and migrates it to the version of this library. Refuses a schema of a later
 * version. If several processes start at the same time, one of them migrates and the others wait.
 *
 * @category constructors
 */
export const prepare = (
  sql: SqlClient.SqlClient,
  schema: string = defaultSchema,
  steps: migrations.Steps = migrations.ledger
): Effect.Effect<void, LedgerUnavailable> =>
  Effect.gen(function* () {
    if (!isSchemaName(schema)) {
      return yield* refuse(`the schema "${schema}" is not 1–50 of a–z, 0–9 and _, beginning with a letter`)
    }
    const [encoding] = yield* sql<{
      readonly name: string
    }>`SELECT current_setting('server_encoding') AS name`
    if (encoding?.name !== "UTF8") {
      return yield* refuse(`its database has the encoding ${encoding?.name}: make one WITH ENCODING 'UTF8'`)
    }
    const known = steps(schema).map(([name]) => name)
    const taken = Effect.gen(function* () {
      const table = migrations.table(schema)
      const [found] = yield* sql<{
        readonly there: boolean
      }>`SELECT to_regclass(${table}) IS NOT NULL AS there`
      return found?.there === true
        ? yield* sql<{ readonly name: string; readonly number: number }>`
            SELECT migration_id AS number, name FROM ${sql(table)} ORDER BY migration_id`
        : []
    })
    const check = Effect.gen(function* () {
      const found = yield* taken
      const other = found.find(({ name, number }) => (known[number - 1] ?? name) !== name)
      if (other !== undefined) {
        return yield* refuse(
          `the schema "${schema}" holds something else ("${other.name}"): name another one`
        )
      }
      const version = found.at(-1)?.number ?? 0
      return version > known.length
        ? yield* refuse(
            `the schema "${schema}" has version ${version}, this version of the library knows up to ` +
              `${known.length}: use a later one`
          )
        : version === known.length
    })
    // If the schema is already prepared, nothing is done. So a database role without the right to create tables can use
    // the ledger.
    if (yield* check) return
    yield* sql.withTransaction(
      Effect.gen(function* () {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`liulinhui migration ${schema}`}, 0))`
        if (yield* check) return
        // If an administrator has already created the schema, this role may lack the right to create one, so this code
        // does not try to create it.
        const [found] = yield* sql<{
          readonly there: boolean
        }>`SELECT to_regnamespace(${schema}) IS NOT NULL AS there`
        if (found?.there !== true) yield* sql`CREATE SCHEMA ${sql(schema)}`
        yield* Effect.provideService(migrations.run(sql, schema, steps), SqlClient.SqlClient, sql)
      })
    )
  }).pipe(orUnavailable("prepare its database"))

const refuse = (reason: string): Effect.Effect<never, LedgerUnavailable> =>
  Effect.fail(new LedgerUnavailable({ operation: "open its database", reason, retryable: false }))
