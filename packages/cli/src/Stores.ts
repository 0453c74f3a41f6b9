/**
 * Where a ledger lies that a command is given: in an SQLite file, or in the PostgreSQL database that a URL names. The
 * password of a database may be left out of the URL, which others on the machine can see, and come from `PGPASSWORD`; its
 * data keys lie in the same database, or in the one that `LIULINHUI_KEYS_URL` names.
 */
import { VaultUnavailable } from "@liulinhui/core/Vault"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Argument from "effect/cli/Argument"
import * as CliError from "effect/cli/CliError"
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/** Whether a ledger is in a database. */
export const isDatabase = (ledger: string): boolean => /^postgres(ql)?:\/\//.test(ledger)

/** How the address of a database is written. */
const address = "postgres://user@host:port/database"

/** The address of a ledger for messages. A database's password is left out, and its settings, which may hold one. */
export const shown = (ledger: string): string =>
  isDatabase(ledger) ? ledger.replace(/^([^/]*\/\/[^:@/]*):.*@/, "$1@").replace(/\?.*$/, "") : ledger

/** A ledger that must exist. A command that only reads does not create a file. */
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

/** The adapter for databases is loaded only where there is one: the command starts faster without it. */
const postgres = Effect.promise(() => import("@liulinhui/storage-postgres"))

const withPassword = (ledger: string) =>
  Effect.map(Config.option(Config.Redacted("PGPASSWORD")), (password) => {
    const url = new URL(ledger)
    if (url.password === "" && Option.isSome(password)) {
      url.password = encodeURIComponent(Redacted.value(password.value))
    }
    return Redacted.make(url.href)
  })

/** The ledger that is meant, with its bookmarks and views. */
export const storage = (ledger: string) =>
  isDatabase(ledger)
    ? Layer.unwrap(
        Effect.map(Effect.all([postgres, withPassword(ledger)]), ([{ layer }, url]) => layer({ url }))
      )
    : StorageSqlite.layer({ filename: ledger })

/** The data keys that belong to a ledger. */
export const keys = (ledger: string) =>
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
          return (yield* postgres).keys({ url })
        })
      )
    : StorageSqlite.keys({ filename: `${ledger}.keys` })
