/**
 * Opens the vault that belongs to a ledger. The vault encrypts personal data with data keys, and master keys encrypt
 * the data keys. The master keys come from `LIULINHUI_MASTER_KEYS`. If this is not set and the ledger is a file, they
 * come from the file `LEDGER.master-key` in the same folder.
 */
import { Vault, type VaultShape, VaultUnavailable } from "@liulinhui/core/Vault"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { isDatabase, keys } from "./Stores.ts"
import { failed } from "./Words.ts"

/** The name of the file that contains the master keys. */
export const masterKeyFile = (ledger: string): string => `${ledger}.master-key`

/**
 * A vault without a master key. Each of its operations fails with a message that states what to do. Commands that need
 * no key still work.
 */
const without = (ledger: string): VaultShape => {
  const missing = (operation: string) =>
    Effect.fail(
      new VaultUnavailable({
        operation,
        reason: isDatabase(ledger)
          ? "there is no master key: set LIULINHUI_MASTER_KEYS"
          : `there is no master key: set LIULINHUI_MASTER_KEYS, put it into ${masterKeyFile(ledger)}, ` +
            "or make one with `liulinhui vault init`",
        retryable: false
      })
    )
  return {
    seal: () => missing("seal what is personal"),
    open: () => missing("open what is sealed"),
    mac: () => missing("compute the fingerprint of a command"),
    destroy: () => missing("destroy a key"),
    // This vault has no keys, so every key counts as destroyed already.
    destroyed: (_, owners) => Effect.succeed(new Set(owners)),
    rotate: missing("wrap its keys anew")
  }
}

const readFile = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  return (yield* files.exists(file))
    ? Option.some(Redacted.make((yield* files.readFileString(file)).trim()))
    : Option.none<Redacted.Redacted>()
})

/**
 * Returns the master keys of a ledger (which encrypt its data keys), from the environment or from the key file. `none`
 * if there are no keys.
 */
const masterKeysOf = Effect.fnUntraced(function* (ledger: string) {
  const configured = yield* Config.option(VaultOf.masterKeys)
  return Option.isSome(configured) || isDatabase(ledger) ? configured : yield* readFile(masterKeyFile(ledger))
})

/** The layer for the vault that encrypts the personal data of a ledger. */
export const vaultOf = (ledger: string) =>
  Layer.unwrap(
    Effect.map(masterKeysOf(ledger), (found) =>
      Option.isNone(found)
        ? Layer.succeed(Vault, without(ledger))
        : VaultOf.layer({ masterKeys: found.value }).pipe(Layer.provide(keys(ledger)))
    )
  )

/**
 * Returns the name of the file with the master keys of a ledger. Fails for a database, because a database has no folder
 * for a key file.
 */
const inAFile = (ledger: string) =>
  isDatabase(ledger) ? failed("cli.vault.ofDatabase") : Effect.succeed(masterKeyFile(ledger))

/**
 * Makes a master key for a ledger file that has no key yet. Only the owner of the key file can read it. Returns whether
 * a key was made.
 */
export const initialise = Effect.fnUntraced(function* (ledger: string, name: string) {
  const file = yield* inAFile(ledger)
  if (Option.isSome(yield* masterKeysOf(ledger))) return false
  const files = yield* FileSystem.FileSystem
  yield* files
    .writeFileString(file, `${Redacted.value(MasterKeys.generate(name))}\n`, { mode: 0o600, flag: "wx" })
    .pipe(Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message })))
  return true
})

/**
 * Adds a new master key before the others in the key file of a ledger. If the keys come from the environment, it does
 * nothing, because the operator adds the new key there.
 */
export const addMasterKey = Effect.fnUntraced(function* (ledger: string, name: string) {
  if (Option.isSome(yield* Config.option(VaultOf.masterKeys))) return
  const file = yield* inAFile(ledger)
  const before = yield* readFile(file)
  if (Option.isNone(before)) {
    return yield* failed("cli.vault.missing", { file })
  }
  const both = Redacted.make(`${Redacted.value(MasterKeys.generate(name))},${Redacted.value(before.value)}`)
  yield* Effect.fromResult(MasterKeys.read(both))
  const files = yield* FileSystem.FileSystem
  // The key file is replaced as a whole by a new file, because an incomplete file would lose all keys.
  yield* files.writeFileString(`${file}.new`, `${Redacted.value(both)}\n`, { mode: 0o600 })
  yield* files.rename(`${file}.new`, file)
})
