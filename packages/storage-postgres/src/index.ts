/**
 * Storage in a PostgreSQL database: a ledger, its bookmarks and its views, through `@effect/sql-pg`. Use it if several
 * machines share the data. A database may contain one district or many, and several processes may use it.
 */
import { PgClient } from "@effect/sql-pg/PgClient"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { IdentityStore, type IdentityUnavailable } from "@liulinhui/core/Identity"
import { KeyStore, type VaultUnavailable } from "@liulinhui/core/Vault"
import { Ledger, type LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SqlClient } from "effect/sql/SqlClient"
import { client, type Options, orUnavailable, prepare } from "./Database.ts"
import * as migrations from "./migrations.ts"
import * as PostgresBookmarks from "./PostgresBookmarks.ts"
import * as PostgresIdentity from "./PostgresIdentity.ts"
import * as PostgresKeys from "./PostgresKeys.ts"
import * as PostgresLedger from "./PostgresLedger.ts"
import * as PostgresViews from "./PostgresViews.ts"

export { client, type Options }

/**
 * Provides a ledger, bookmarks and views, with a `PgClient` that the program provides. Creates the tables if they do
 * not exist.
 *
 * The ledger opens up to four more sessions for appends of a single entry, with the settings of the client. An append
 * always has its own transaction, also within `sql.withTransaction`. Bookmarks and views join the open transaction.
 *
 * @category layers
 */
export const layerClient = (
  options: {
    readonly schema?: string
    readonly poll?: Duration.Input
    readonly patience?: Duration.Input
  } = {}
): Layer.Layer<Ledger | Bookmarks | Views, LedgerUnavailable, PgClient> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const sql = yield* PgClient
      yield* prepare(sql, options.schema)
      return Context.empty().pipe(
        Context.add(Ledger, yield* PostgresLedger.make(sql, options)),
        Context.add(Bookmarks, PostgresBookmarks.make(sql, options.schema, options.patience)),
        Context.add(Views, PostgresViews.make(sql, options.schema, options.patience))
      )
    }).pipe(orUnavailable("open its database"))
  )

/**
 * Provides a ledger, bookmarks and views in a database that is open as long as the layer exists. It also provides their
 * `SqlClient`: use this client to write in one transaction with a bookmark.
 *
 * Fails with `LedgerUnavailable` if the server cannot be reached (then try again later), if the encoding of the
 * database is not UTF-8, or if a later version of the library has made the tables.
 *
 * @category layers
 */
export const layer = (
  options: Options
): Layer.Layer<Ledger | Bookmarks | Views | PgClient | SqlClient, LedgerUnavailable> =>
  Layer.provideMerge(layerClient(options), client(options))

/**
 * Provides a store for the data keys of a vault, in a separate schema, open as long as the layer exists. Default of
 * `schema`: `liulinhui_keys`. Use another database than the ledger's, and back it up separately: while a backup
 * contains a key, destroying the key in the database is not enough.
 *
 * @category layers
 */
export const keys = (options: Options): Layer.Layer<KeyStore, VaultUnavailable> =>
  Layer.effect(
    KeyStore,
    Effect.gen(function* () {
      const sql = Context.get(yield* Layer.build(client(options)), PgClient)
      yield* prepare(sql, options.schema ?? PostgresKeys.defaultSchema, migrations.keys)
      return PostgresKeys.make(sql, options.schema, options.patience)
    }).pipe(PostgresKeys.orVaultUnavailable("open its keys"))
  )

/**
 * Provides a store for sessions, devices and invitations, in a separate schema, open as long as the layer exists. Default
 * of `schema`: `liulinhui_identity`. Several processes may use the schema.
 *
 * @category layers
 */
export const identity = (options: Options): Layer.Layer<IdentityStore, IdentityUnavailable> =>
  Layer.effect(
    IdentityStore,
    Effect.gen(function* () {
      const sql = Context.get(yield* Layer.build(client(options)), PgClient)
      yield* prepare(sql, options.schema ?? PostgresIdentity.defaultSchema, migrations.identity)
      return PostgresIdentity.make(sql, options.schema, options.patience)
    }).pipe(PostgresIdentity.orIdentityUnavailable("open its sessions"))
  )
