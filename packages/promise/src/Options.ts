/** The settings of a service, and the layers that are made from them. */
import { Bookmarks, type BookmarksShape } from "@liulinhui/core/Bookmarks"
import {
  KeyStore,
  type KeyStoreShape,
  Vault,
  type VaultShape,
  type VaultUnavailable
} from "@liulinhui/core/Vault"
import { Ledger, type LedgerShape, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Notifier, type NotifierShape } from "@liulinhui/core/Notifier"
import type { Language } from "@liulinhui/core/Text"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import * as DueClock from "@liulinhui/service/DueClock"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as Redacted from "effect/Redacted"
import type { SqlClient } from "effect/sql/SqlClient"
import { bookmarks, type BookmarksAdapter } from "./BookmarksAdapter.ts"
import { InvalidCall } from "./Errors.ts"
import { keyStore, type KeyStoreAdapter } from "./KeyStoreAdapter.ts"
import { ledger, type LedgerAdapter } from "./LedgerAdapter.ts"
import { notifier, type NotifierAdapter } from "./NotifierAdapter.ts"
import { vault, type VaultAdapter } from "./VaultAdapter.ts"

/**
 * The settings of a service: the stores of its entries, keys and notices, and its clock.
 *
 * @category models
 */
export interface Options {
  /**
   * The ledger: the path of an SQLite file, which is created if it is missing; `":memory:"` for a trial; a
   * `postgres://` URL; or your own adapter.
   */
  readonly ledger: string | LedgerAdapter
  /**
   * The master keys that protect personal data: `name:key,name:key`, the newest first (see `generateMasterKey`).
   * Required unless you set `vault` or use the ledger `":memory:"`.
   */
  readonly masterKeys?: string
  /**
   * The store of the data keys: an SQLite file, a `postgres://` URL, or your own adapter. Default: the name of the
   * ledger file with `.keys` added, or another schema in the database of the ledger. If the ledger is your own adapter,
   * there is no default.
   */
  readonly keys?: string | KeyStoreAdapter
  /** Your own vault, for example over a key management service. It replaces `masterKeys` and `keys`. */
  readonly vault?: VaultAdapter
  /** The channel that delivers notices. Without a channel, `pump` fails with `InvalidCall`. */
  readonly notifier?: NotifierAdapter
  /**
   * The store of waiting notices and of bookmarks: an SQLite file, `":memory:"`, or a `postgres://` URL. Default: the
   * database of the ledger. Required if the ledger is your own adapter and you set `notifier`.
   */
  readonly queue?: string
  /** Your own store of bookmarks. It replaces the bookmarks in the store of waiting notices. */
  readonly bookmarks?: BookmarksAdapter
  /** The options for sending notices. They mean the same as in `@liulinhui/announcer/Announcer`. */
  readonly notices?: {
    /** The language for recipients who have not chosen one. Default: `zh`. */
    readonly language?: Language
    /**
     * Whether a notice that cannot be delivered now delays later notices to the same recipient, so that they arrive in
     * order. Default: false.
     */
    readonly inOrder?: boolean
    /** How often the delivery of a notice is tried before the notice becomes a dead letter. Default: 12 times. */
    readonly attempts?: number
  }
  /**
   * The time between two rounds of the due clock, in milliseconds. A round takes the steps of passed deadlines and
   * delivers notices. Default: there are no automatic rounds, and you call `round` yourself.
   */
  readonly clock?: number
  /** The number of districts whose current state is kept in memory. Default: 64. */
  readonly districtsInMemory?: number
}

/**
 * The same settings, with the ports of the service instead of adapters that are plain async functions.
 *
 * @category models
 */
export interface Parts extends Omit<Options, "ledger" | "keys" | "vault" | "notifier" | "bookmarks"> {
  readonly ledger: string | LedgerShape
  readonly keys?: string | KeyStoreShape
  readonly vault?: VaultShape
  readonly notifier?: NotifierShape
  readonly bookmarks?: BookmarksShape
}

const partsOf = ({
  bookmarks: marks,
  keys,
  ledger: entries,
  notifier: channel,
  vault: own,
  ...others
}: Options): Parts => ({
  ...others,
  ledger: typeof entries === "object" ? ledger(entries) : entries,
  ...(keys === undefined ? {} : { keys: typeof keys === "object" ? keyStore(keys) : keys }),
  ...(own === undefined ? {} : { vault: vault(own) }),
  ...(channel === undefined ? {} : { notifier: notifier(channel) }),
  ...(marks === undefined ? {} : { bookmarks: bookmarks(marks) })
})

/** The services that the settings provide while a district is open. */
export type Services = Governance.Governance | Ledger | DueClock.DueClock

/** The errors that can occur when a service is opened. */
export type OpenError = InvalidCall | LedgerUnavailable | VaultUnavailable | MasterKeys.MasterKeysRefused

type Store = Layer.Layer<Ledger | Bookmarks | SqlClient, LedgerUnavailable>

const isDatabase = (place: string): boolean => /^postgres(ql)?:\/\//.test(place)
const memory = ":memory:"

/** The adapter for PostgreSQL is loaded only if it is needed. */
const postgres = Effect.promise(() => import("@liulinhui/storage-postgres"))

const storeAt = (place: string): Store =>
  isDatabase(place)
    ? Layer.unwrap(Effect.map(postgres, ({ layer }) => layer({ url: Redacted.make(place) })))
    : StorageSqlite.layer({ filename: place })

const keysAt = (place: string): Layer.Layer<KeyStore, VaultUnavailable> =>
  place === memory
    ? MemoryKeys.layer
    : isDatabase(place)
      ? Layer.unwrap(Effect.map(postgres, (module) => module.keys({ url: Redacted.make(place) })))
      : StorageSqlite.keys({ filename: place })

/** Returns the default place (file or database) of the data keys of a ledger. */
const keysBeside = (place: string): string =>
  place === memory || isDatabase(place) ? place : `${place}.keys`

const isGiven = (place: unknown): boolean => place !== undefined && place !== ""

/** Returns all mistakes in the options. */
const mistakes = (options: Parts): ReadonlyArray<string> => {
  const { clock, keys, ledger: entries, masterKeys, notifier: channel, queue, vault: own } = options
  const isOwn = typeof entries === "object"
  const places = { ledger: entries, keys, queue }
  return [
    ...Object.entries(places).flatMap(([name, place]) =>
      typeof place === "string" && (place === "" || (isDatabase(place) && !URL.canParse(place)))
        ? [`\`${name}\` is neither a path nor postgres://user@host:port/database`]
        : []
    ),
    ...(entries === undefined ? ["`ledger` is missing: give a path, a postgres:// URL or an adapter"] : []),
    ...(own !== undefined && (masterKeys !== undefined || keys !== undefined)
      ? ["`vault` replaces `masterKeys` and `keys`: give one or the other"]
      : []),
    ...(own === undefined && masterKeys === undefined && entries !== memory
      ? ["`masterKeys` is missing: make one with `generateMasterKey`, and keep it where secrets are kept"]
      : []),
    ...(own === undefined && isOwn && !isGiven(keys)
      ? ["`keys` is missing: with an own ledger, say where the data keys are"]
      : []),
    ...(channel !== undefined && isOwn && !isGiven(queue)
      ? ["`queue` is missing: with an own ledger, say where notices wait, for example in an SQLite file"]
      : []),
    ...(clock !== undefined && !(clock > 0) ? ["`clock` is not a positive number of milliseconds"] : [])
  ]
}

const vaultLayer = ({
  keys,
  ledger: entries,
  masterKeys,
  vault: own
}: Parts): Layer.Layer<Vault, VaultUnavailable | MasterKeys.MasterKeysRefused> => {
  if (own !== undefined) return Layer.succeed(Vault, own)
  const place = keys ?? (typeof entries === "string" ? keysBeside(entries) : memory)
  const store = typeof place === "string" ? keysAt(place) : Layer.succeed(KeyStore, place)
  return Layer.suspend(() =>
    VaultOf.layer({
      masterKeys: masterKeys === undefined ? MasterKeys.generate("trial") : Redacted.make(masterKeys)
    })
  ).pipe(Layer.provide(store))
}

/**
 * The moves of bookmarks in a separate store that must wait until the transaction of the notice queue is committed.
 * `undefined` outside a transaction.
 */
const Waiting = Context.Reference<Array<Effect.Effect<void, LedgerUnavailable>> | undefined>(
  "@liulinhui/promise/Waiting",
  { defaultValue: () => undefined }
)

/**
 * A separate store of bookmarks cannot take part in the transaction of the notice queue. So its bookmarks move after
 * the commit. If the process dies between the commit and the move, the same notices are offered again with the same
 * keys, and the queue ignores them.
 */
const behind = (own: BookmarksShape): Layer.Layer<Bookmarks | Outbox.Outbox, never, Outbox.Outbox> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const outbox = yield* Outbox.Outbox
      return Context.empty().pipe(
        Context.add(Bookmarks, {
          get: own.get,
          advance: (district, reader, position) =>
            Effect.flatMap(Waiting, (waiting) => {
              const advance = own.advance(district, reader, position)
              return waiting === undefined ? advance : Effect.sync(() => void waiting.push(advance))
            })
        }),
        Context.add(Outbox.Outbox, {
          ...outbox,
          together: (effect) =>
            Effect.suspend(() => {
              const waiting: Array<Effect.Effect<void, LedgerUnavailable>> = []
              return outbox
                .together(Effect.provideService(effect, Waiting, waiting))
                .pipe(Effect.tap(() => Effect.forEach(waiting, (advance) => advance, { discard: true })))
            })
        })
      )
    })
  )

type Queue = Bookmarks | Outbox.Outbox | PersistedQueue.PersistedQueueStore

/**
 * The layer for the queue of notices in a store, with the bookmarks that move in the same transaction. The ledger in
 * this store is not used, because the service may have another ledger.
 */
const queueIn = (store: Store, own: BookmarksShape | undefined): Layer.Layer<Queue, LedgerUnavailable> => {
  const inStore = Layer.merge(Outbox.layerSql(), Layer.effect(Bookmarks, Bookmarks)).pipe(
    Layer.provide(store),
    Layer.catchTag("SqlError", (cause) =>
      Layer.effectContext(
        Effect.fail(
          new LedgerUnavailable({
            operation: "open the queue of notices",
            reason: cause.message,
            retryable: cause.isRetryable,
            cause
          })
        )
      )
    )
  )
  return own === undefined ? inStore : Layer.provideMerge(behind(own), inStore)
}

/**
 * Makes the services from the options. If a notifier is set, the announcer and the dead letters are included, and
 * `Operations` finds them in the context.
 *
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Services, OpenError> =>
  Layer.suspend(() => layerOf(partsOf(options)))

/**
 * Makes the services from the options, with ports instead of plain async functions.
 *
 * @category layers
 */
export const layerOf = (options: Parts): Layer.Layer<Services, OpenError> =>
  Layer.unwrap(
    Effect.suspend((): Effect.Effect<Layer.Layer<Services, OpenError>, InvalidCall> => {
      const found = mistakes(options)
      return found.length > 0
        ? Effect.fail(new InvalidCall({ reasons: found }))
        : Effect.succeed(sound(options))
    })
  )

/** The layers for the ledger, and for the store of waiting notices if it is needed. */
const ledgerAndQueue = ({
  ledger: entries,
  queue
}: Parts): {
  readonly entries: Layer.Layer<Ledger, LedgerUnavailable>
  readonly queue: Store | undefined
} => {
  const other = queue === undefined ? undefined : storeAt(queue)
  if (typeof entries === "object") return { entries: Layer.succeed(Ledger, entries), queue: other }
  const store = storeAt(entries)
  return { entries: store, queue: other ?? store }
}

const sound = (options: Parts): Layer.Layer<Services, OpenError> => {
  const { clock, districtsInMemory = 64, notices, notifier: channel } = options
  const { entries, queue } = ledgerAndQueue(options)
  const governance = Governance.layer({ districtsInMemory }).pipe(
    Layer.provide(vaultLayer(options)),
    Layer.provideMerge(entries)
  )
  const dueClock =
    clock === undefined ? DueClock.layer() : DueClock.layerRunning({ every: clock, dutiesEvery: clock })
  if (channel === undefined || queue === undefined) return Layer.provideMerge(dueClock, governance)
  const announcing = Layer.merge(Announcer.layer(notices), DeadLetters.layer).pipe(
    Layer.provide(Layer.succeed(Notifier, channel)),
    Layer.provide(queueIn(queue, options.bookmarks)),
    Layer.provideMerge(governance)
  )
  return Layer.provideMerge(Layer.provide(dueClock, Announcer.layerDuty), announcing)
}
