/**
 * Opens the store of a ledger: an SQLite file, or a PostgreSQL database at a URL. The password of a database can be
 * left out of the URL, because other users of the machine can see the URL. Then it comes from `PGPASSWORD`. The data
 * keys (which encrypt personal data) are in the same database, or in the one at `LIULINHUI_KEYS_URL`. If
 * `LIULINHUI_EPOCHS` names a file, destroyed keys leave no readable remains in the database.
 */
import { KeyStore, VaultUnavailable } from "@liulinhui/core/Vault"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as EpochKeys from "@liulinhui/vault/EpochKeys"
import * as Argument from "effect/cli/Argument"
import * as CliError from "effect/cli/CliError"
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { type Access, keep, ofSqlite } from "./PrivateFiles.ts"

/** Returns whether a ledger is in a database. */
export const isDatabase = (ledger: string): boolean => /^postgres(ql)?:\/\//.test(ledger)

/** An example of the URL of a database, for messages. */
const address = "postgres://user@host:port/database"

/**
 * Returns the address of a ledger for messages, without the password and the settings of a database. The settings may
 * also contain a password.
 */
export const shown = (ledger: string): string =>
  isDatabase(ledger) ? ledger.replace(/^([^/]*\/\/[^:@/]*):.*@/, "$1@").replace(/\?.*$/, "") : ledger

/** Checks that a ledger exists. Without this check, a command that only reads would create a new file. */
export const there = (kind: "argument" | "flag") => (ledger: string) => {
  const refused = (expected: string) =>
    new CliError.InvalidValue({ option: "ledger", value: shown(ledger), expected, kind })
  return isDatabase(ledger)
    ? URL.canParse(ledger)
      ? Effect.succeed(ledger)
      : Effect.fail(refused(address))
    : Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const found = yield* Effect.option(files.stat(ledger))
        return Option.exists(found, ({ type }) => type === "File")
          ? ledger
          : yield* Effect.fail(refused("a file that is there, or postgres://… for a database"))
      })
}

export const ledgerArgument = Argument.String("ledger").pipe(
  Argument.withDescription("The SQLite file of one district or several, or postgres://… for a database"),
  Argument.mapEffect(there("argument"))
)

export const ledgerFlag = Flag.String("ledger").pipe(Flag.mapEffect(there("flag")))

/** The adapter for PostgreSQL is loaded only if it is needed, so that other commands start faster. */
const postgres = Effect.promise(() => import("@liulinhui/storage-postgres"))

const withPassword = (ledger: string) =>
  Effect.map(Config.option(Config.Redacted("PGPASSWORD")), (password) => {
    const url = new URL(ledger)
    if (url.password === "" && Option.isSome(password)) {
      url.password = encodeURIComponent(Redacted.value(password.value))
    }
    return Redacted.make(url.href)
  })

/** Checks the permissions of an SQLite file before it is opened. The files of its log get the same permissions. */
const kept = <A, E, R>(file: string, access: Access, layer: Layer.Layer<A, E, R>) =>
  Layer.unwrap(Effect.as(keep(ofSqlite(file), access), layer))

/**
 * The layer for the ledger at this address, with its bookmarks (how far each reader has read), views (stored results of
 * folds) and queue of notices. `access` says whether the command writes: then the files are made private.
 */
export const storage = (ledger: string, access: Access) =>
  isDatabase(ledger)
    ? Layer.unwrap(
        Effect.map(Effect.all([postgres, withPassword(ledger)]), ([{ layer }, url]) => layer({ url }))
      )
    : kept(ledger, access, StorageSqlite.layer({ filename: ledger }))

/** The file of the epoch keys for data keys in a database. Without it, a destroyed key leaves remains in the database. */
export const epochsFile = Config.option(Config.String("LIULINHUI_EPOCHS"))

/** A key store in a database, from which destroyed keys disappear: see `EpochKeys`. */
const withEpochs = <E, R>(data: Layer.Layer<KeyStore, E, R>, filename: string, access: Access) =>
  Layer.effect(
    KeyStore,
    Effect.gen(function* () {
      const [inDatabase, inFile] = yield* Effect.all([
        Layer.build(data),
        Layer.build(kept(filename, access, StorageSqlite.keys({ filename })))
      ])
      return yield* EpochKeys.over(Context.get(inDatabase, KeyStore), Context.get(inFile, KeyStore))
    })
  )

/** The layer for the store of the data keys, which encrypt the personal data in a ledger. */
export const keys = (ledger: string, access: Access) =>
  isDatabase(ledger)
    ? Layer.unwrap(
        Effect.gen(function* () {
          const elsewhere = yield* Config.option(Config.Redacted("LIULINHUI_KEYS_URL"))
          const url = Option.isSome(elsewhere) ? elsewhere.value : yield* withPassword(ledger)
          if (!isDatabase(Redacted.value(url)) || !URL.canParse(Redacted.value(url))) {
            return yield* new VaultUnavailable({
              operation: "open its keys",
              reason: `LIULINHUI_KEYS_URL is not ${address}`,
              retryable: false
            })
          }
          const data = (yield* postgres).keys({ url })
          const epochs = yield* epochsFile
          return Option.isNone(epochs) ? data : withEpochs(data, epochs.value, access)
        })
      )
    : kept(`${ledger}.keys`, access, StorageSqlite.keys({ filename: `${ledger}.keys` }))

/**
 * The folder with the files of evidence. Default: `LEDGER.files` beside an SQLite file. `undefined` for a database, unless a folder is
 * named: then files are not kept.
 */
export const filesFolder = (ledger: string, named: Option.Option<string>): string | undefined =>
  Option.getOrElse(named, () => (isDatabase(ledger) ? undefined : `${ledger}.files`))

/**
 * The layer for the store of sessions, devices and invitations. It is in the file `LEDGER.identity`, or in a separate
 * schema of the database.
 */
export const identity = (ledger: string, access: Access) =>
  isDatabase(ledger)
    ? Layer.unwrap(
        Effect.map(Effect.all([postgres, withPassword(ledger)]), ([{ identity }, url]) => identity({ url }))
      )
    : kept(`${ledger}.identity`, access, StorageSqlite.identity({ filename: `${ledger}.identity` }))
