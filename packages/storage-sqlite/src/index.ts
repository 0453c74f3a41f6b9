/**
 * The embedded adapter: a ledger, its bookmarks and views in one SQLite file, through Node's `node:sqlite`. A file
 * may hold one district or many, and one process or several may use it.
 */
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { KeyStore, type VaultUnavailable } from "@liulinhui/core/Vault"
import { Ledger, type LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { open, type Options } from "./Database.ts"
import { SqlClient } from "effect/sql/SqlClient"
import { keySchema } from "./migrations.ts"
import * as SqliteBookmarks from "./SqliteBookmarks.ts"
import * as SqliteClient from "./SqliteClient.ts"
import * as SqliteKeys from "./SqliteKeys.ts"
import * as SqliteLedger from "./SqliteLedger.ts"
import * as SqliteViews from "./SqliteViews.ts"

export type { Options }

/**
 * A ledger, bookmarks and views in a file, open as long as the layer exists, and the file as an SQL client. A
 * bookmark that moves, or a view that is put, within a transaction of the client is committed with it.
 *
 * Fails with `LedgerUnavailable` if the file cannot be opened, belongs to another program, or was written by a later
 * version of the library.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/Id"
 * import { Ledger } from "@liulinhui/core/Ledger"
 * import * as Sqlite from "@liulinhui/storage-sqlite"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const head = Ledger.use((ledger) => ledger.head(DistrictId.make("wan-liu")))
 * const { position } = await Effect.runPromise(Effect.provide(head, Sqlite.layer({ filename: ":memory:" })))
 * assert.equal(position, 0)
 * ```
 * @category layers
 */
export const layer = (
  options: Options
): Layer.Layer<Ledger | Bookmarks | Views | SqlClient, LedgerUnavailable> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const db = yield* open(options)
      const client = yield* SqliteClient.make(db)
      return Context.empty().pipe(
        Context.add(Ledger, SqliteLedger.make(db)),
        Context.add(Bookmarks, SqliteBookmarks.make(db, client)),
        Context.add(Views, SqliteViews.make(db, client)),
        Context.add(SqlClient, client)
      )
    })
  )

/**
 * The data keys of a vault in a separate file, open as long as the layer exists. Keep it apart from the ledger's
 * file, and back it up separately: a copy of a key survives the destruction of the key.
 *
 * @category layers
 */
export const keys = (options: Options): Layer.Layer<KeyStore, VaultUnavailable> =>
  Layer.effect(
    KeyStore,
    Effect.map(open(options, keySchema), SqliteKeys.make).pipe(Effect.mapError(SqliteKeys.unavailable))
  )
