/**
 * A PostgreSQL database, opened with care: sessions with time limits and a name, the encoding checked, migrations taken
 * once, and every failure told as what the port calls it.
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import { LedgerUnavailable } from "@liulinhui/core/ports/Ledger"
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
 * Where the database is and how its sessions behave.
 *
 * @category models
 */
export interface Options {
  /** `postgres://user:password@host:port/database?sslmode=require`. */
  readonly url: Redacted.Redacted
  /** The schema that holds the tables, so that several ledgers can share a database; `liulinhui` unless stated. */
  readonly schema?: string
  /**
   * Connections at most, besides up to four that a ledger has for single entries; 10 unless stated, never less than 2: one of
   * them listens once somebody follows.
   */
  readonly maxConnections?: number
  /** What the server shows these sessions as; `liulinhui` unless stated. */
  readonly applicationName?: string
  /** How long a statement may take before the server stops it; 30 seconds unless stated. */
  readonly statementTimeout?: Duration.Input
  /** How long to wait for another writer of the same district; 10 seconds unless stated. */
  readonly lockTimeout?: Duration.Input
  /**
   * How often a follower looks by itself while it is also told by the server; 5 seconds unless stated. It finds what was
   * appended by a process that died before it could tell.
   */
  readonly poll?: Duration.Input
}

/** The schema that holds the tables, unless stated. */
export const defaultSchema = "liulinhui"

const milliseconds = (duration: Duration.Input): string =>
  String(Math.ceil(Duration.toMillis(Duration.fromInputUnsafe(duration))))

/** PostgreSQL's five characters for what went wrong, where it was the server that said so. */
export const sqlState = ({ reason: { cause } }: SqlError): string | undefined =>
  cause instanceof Error &&
  "code" in cause &&
  typeof cause.code === "string" &&
  /^[0-9A-Z]{5}$/.test(cause.code)
    ? cause.code
    : undefined

/**
 * Classes of SQLSTATE after which the same call may go through later: connection, rollback by the server, insufficient
 * resources, a lock or a state that will pass, intervention by the operator or a time limit, the server's system
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const passing: ReadonlySet<string> = new Set(["08", "40", "53", "55", "57", "58"])

/**
 * The error of the port for an error of the database. It says what the server said, and leaves out its details: they
 * quote rows, which may be somebody's.
 *
 * @category errors
 */
export const unavailable =
  (operation: string) =>
  (error: unknown): LedgerUnavailable => {
    if (error instanceof LedgerUnavailable) return error
    // A migration that failed says which; why is in its cause.
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
 * Every way in which an effect can fail, as the error of the port: where the connection is lost within
 * `sql.withTransaction`, rolling back fails as well, and what was an error becomes a defect.
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
 * A pool of sessions for a ledger: the `SqlClient` that ledger and bookmarks work with. Share it with whatever has to
 * write in one transaction with a bookmark.
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
          // After a lock was waited for, what the one before has written must be seen.
          default_transaction_isolation: "read committed"
        }
      }).pipe(Effect.mapError(unavailable("open its database")))
    )
  )

/**
 * Makes sure that a schema is there and at the version which this library knows, and refuses one that is ahead. Of several
 * processes that start at once, one takes the steps and the others wait for it.
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
    // Whoever may only read or append finds everything in place, and needs no right to make it.
    if (yield* check) return
    yield* sql.withTransaction(
      Effect.gen(function* () {
        yield* sql`SELECT pg_advisory_xact_lock(hashtextextended(${`liulinhui migration ${schema}`}, 0))`
        if (yield* check) return
        // Where somebody has made the schema for us, we may lack the right to make one.
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
