/**
 * Opens a PostgreSQL database: sessions with a name and time limits, a check of the encoding, and migrations that run
 * once. Every failure becomes an error of the port.
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
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import * as migrations from "./migrations.ts"

/**
 * The address of the database, and the settings of its sessions.
 *
 * @category models
 */
export interface Options {
  /** `postgres://user:password@host:port/database?sslmode=require`. */
  readonly url: Redacted.Redacted
  /**
   * The schema that contains the tables. Several ledgers can share a database under different schemas. Default:
   * `liulinhui`.
   */
  readonly schema?: string
  /**
   * The most connections. A ledger uses up to four more, for single entries. Default: 10. At least 2, because one
   * connection listens as soon as there is a follower.
   */
  readonly maxConnections?: number
  /** The name that the server shows for these sessions. Default: `liulinhui`. */
  readonly applicationName?: string
  /** How long a statement may run before the server stops it. Default: 30 seconds. */
  readonly statementTimeout?: Duration.Input
  /** How long to wait for another writer of the same district. Default: 10 seconds. */
  readonly lockTimeout?: Duration.Input
  /**
   * How often a follower looks by itself, in addition to the server's notifications. Default: 5 seconds. This finds
   * entries of a process that died after its commit and before its notification.
   */
  readonly poll?: Duration.Input
}

/** The default schema for the tables. */
export const defaultSchema = "liulinhui"

const milliseconds = (duration: Duration.Input): string =>
  String(Math.ceil(Duration.toMillis(Duration.fromInputUnsafe(duration))))

/** The five characters of SQLSTATE. `undefined` if the error is not from the server. */
export const sqlState = ({ reason: { cause } }: SqlError): string | undefined =>
  cause instanceof Error &&
  "code" in cause &&
  typeof cause.code === "string" &&
  /^[0-9A-Z]{5}$/.test(cause.code)
    ? cause.code
    : undefined

/**
 * Classes of SQLSTATE after which the same call may succeed later: a lost connection, a rollback by the server,
 * insufficient resources, a lock or another temporary state, a time limit or an intervention by the operator, an
 * error of the server's system (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const passing: ReadonlySet<string> = new Set(["08", "40", "53", "55", "57", "58"])

/**
 * Turns a database error into the error of the port. The reason is the server's message without its details, because
 * details quote rows, which may contain personal data.
 *
 * @category errors
 */
export const unavailable =
  (operation: string) =>
  (error: unknown): LedgerUnavailable => {
    if (error instanceof LedgerUnavailable) return error
    // The error of a failed migration only names the migration. The reason is in its cause.
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
 * Turns every failure of an effect into the error of the port, also a defect. If the connection is lost within
 * `sql.withTransaction`, the rollback fails as well, and the error becomes a defect.
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
 * A pool of sessions for a ledger: the `SqlClient` for the ledger and its bookmarks. Code that writes in one
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
          // After waiting for a lock, a statement must see what the previous holder of the lock has written.
          default_transaction_isolation: "read committed"
        }
      }).pipe(Effect.mapError(unavailable("open its database")))
    )
  )

/**
 * Makes the schema if it is missing, and migrates it to the version of this library. A schema of a later version is
 * refused. If several processes start at once, one of them migrates and the others wait for it.
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
    // A role that may only read or append finds everything prepared, and needs no right to create it.
    if (yield* check) return
    yield* sql.withTransaction(
      Effect.gen(function* () {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`liulinhui migration ${schema}`}, 0))`
        if (yield* check) return
        // If an administrator has created the schema, this role may lack the right to create one.
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
