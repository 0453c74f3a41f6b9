/**
 * Storage in one SQLite file: a ledger, its bookmarks and its views, through Node's `node:sqlite`. Use it for one
 * machine without a database server. A file may contain one district or many, and several processes may use it.
 */
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { IdentityStore, type IdentityUnavailable } from "@liulinhui/core/Identity"
import { KeyStore, type KeyStoreShape, type VaultUnavailable } from "@liulinhui/core/Vault"
import { Ledger, type LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { open, type Options } from "./Database.ts"
import { SqlClient } from "effect/sql/SqlClient"
import { existsSync } from "node:fs"
import { identitySchema, keySchema } from "./migrations.ts"
import * as SqliteBookmarks from "./SqliteBookmarks.ts"
import * as SqliteClient from "./SqliteClient.ts"
import * as SqliteIdentity from "./SqliteIdentity.ts"
import * as SqliteKeys from "./SqliteKeys.ts"
import * as SqliteLedger from "./SqliteLedger.ts"
import * as SqliteViews from "./SqliteViews.ts"

export type { Options }

/**
 * Provides a ledger, bookmarks and views in a file that is open as long as the layer exists. It also provides the file
 * as an SQL client. If a bookmark is moved, or a view is stored, within a transaction of this client, it is committed
 * with that transaction.
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
      // If the file is damaged, a statement on its tables cannot be prepared.
      return yield* db.read("open its tables", () =>
        Context.empty().pipe(
          Context.add(Ledger, SqliteLedger.make(db)),
          Context.add(Bookmarks, SqliteBookmarks.make(db, client)),
          Context.add(Views, SqliteViews.make(db, client)),
          Context.add(SqlClient, client)
        )
      )
    })
  )

/** Whether a file of keys must be opened at once. A missing file is made with the first key, so that reading makes none. */
const isThere = ({ filename }: Options): boolean =>
  filename === "" || filename === ":memory:" || filename.startsWith("file:") || existsSync(filename)

/**
 * Provides a store for the data keys of a vault, in a separate file that is open as long as the layer exists. If the file
 * does not exist, it is made when the first key is stored: a program that only reads makes no empty file. Keep this
 * file in another place than the ledger's file, and back it up separately: while a backup contains a key, destroying
 * the key in the file is not enough.
 *
 * @category layers
 */
export const keys = (options: Options): Layer.Layer<KeyStore, VaultUnavailable> =>
  Layer.effect(
    KeyStore,
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const opening = open(options, keySchema).pipe(
        Effect.provideService(Scope.Scope, scope),
        Effect.flatMap((db) => db.read("open its tables", () => SqliteKeys.make(db))),
        Effect.mapError(SqliteKeys.unavailable)
      )
      const opened = yield* Effect.cachedInvalidateWithTTL(opening, Duration.infinity)
      // A failure is not remembered: the file may be busy now, and free later.
      const store = Effect.tapError(opened[0], () => opened[1])
      if (isThere(options)) return yield* store
      const ifThere = <A>(
        look: (keys: KeyStoreShape) => Effect.Effect<A, VaultUnavailable>,
        otherwise: A
      ): Effect.Effect<A, VaultUnavailable> =>
        Effect.suspend(() => (isThere(options) ? Effect.flatMap(store, look) : Effect.succeed(otherwise)))
      return {
        find: (district, owners) => ifThere((keys) => keys.find(district, owners), new Map()),
        keep: (district, wrapped) => Effect.flatMap(store, (keys) => keys.keep(district, wrapped)),
        destroy: (district, owner) => Effect.flatMap(store, (keys) => keys.destroy(district, owner)),
        rewrap: (seen, next) => ifThere((keys) => keys.rewrap(seen, next), false),
        wrappedOtherwise: (master, limit) => ifThere((keys) => keys.wrappedOtherwise(master, limit), [])
      }
    })
  )

/**
 * Provides a store for sessions, devices and invitations, in a separate file that is open as long as the layer exists.
 * If the file does not exist, it is made. Several processes may use the file.
 *
 * Fails with `IdentityUnavailable` if the file cannot be opened, belongs to another program, or was written by a later
 * version of the library.
 *
 * @category layers
 */
export const identity = (options: Options): Layer.Layer<IdentityStore, IdentityUnavailable> =>
  Layer.effect(
    IdentityStore,
    open(options, identitySchema).pipe(
      Effect.flatMap((db) => db.read("open its tables", () => SqliteIdentity.make(db))),
      Effect.mapError(SqliteIdentity.unavailable)
    )
  )
