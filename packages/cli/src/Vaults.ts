/**
 * Opens the vault that belongs to a ledger. The vault encrypts personal data with data keys, and master keys encrypt
 * the data keys. The master keys come from `LIULINHUI_MASTER_KEYS`. If this is not set and the ledger is a file, they
 * come from the file `LEDGER.master-key` in the same folder.
 */
import type { Language } from "@liulinhui/core/Text"
import { Vault, type VaultShape, VaultUnavailable } from "@liulinhui/core/Vault"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { dirname } from "node:path"
import { CommandFailed } from "./CommandFailed.ts"
import * as MasterKeyFile from "./MasterKeyFile.ts"
import { masterKeyFile } from "./MasterKeyFile.ts"
import { type Access, keep } from "./PrivateFiles.ts"
import { isDatabase, keys } from "./Stores.ts"
import { say } from "./Say.ts"
import { failed } from "./Words.ts"

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
    // This vault has no keys. So every key counts as already destroyed.
    destroyed: (_, owners) => Effect.succeed(new Set(owners)),
    rotate: missing("wrap its keys anew")
  }
}

/**
 * Returns the master keys of a ledger (which encrypt its data keys), from the environment or from the key file. `none`
 * if there are no keys.
 */
const masterKeysOf = Effect.fnUntraced(function* (ledger: string, access: Access) {
  const configured = yield* Config.option(VaultOf.masterKeys)
  if (Option.isSome(configured) || isDatabase(ledger)) return configured
  yield* keep([masterKeyFile(ledger)], access)
  return yield* MasterKeyFile.read(masterKeyFile(ledger))
})

/** The layer for the vault that encrypts the personal data of a ledger. */
export const vaultOf = (ledger: string, access: Access) =>
  Layer.unwrap(
    Effect.map(masterKeysOf(ledger, access), (found) =>
      Option.isNone(found)
        ? Layer.succeed(Vault, without(ledger))
        : VaultOf.layer({ masterKeys: found.value }).pipe(Layer.provide(keys(ledger, access)))
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
  if (Option.isSome(yield* masterKeysOf(ledger, "writes"))) return false
  yield* MasterKeyFile.make(file, name)
  return true
})

/**
 * Creates the keys of a ledger that does not exist yet. Returns whether the ledger is new, and whether new keys were
 * made.
 */
export const begin = Effect.fnUntraced(function* (ledger: string, language: Language) {
  if (isDatabase(ledger)) return { isNew: false, hasNewKeys: false }
  const files = yield* FileSystem.FileSystem
  if (yield* files.exists(ledger)) return { isNew: false, hasNewKeys: false }
  const folder = dirname(ledger)
  if (!(yield* files.exists(folder))) {
    return yield* new CommandFailed({ exit: 3, message: say(language, "adopt.folder", { folder }) })
  }
  return { isNew: true, hasNewKeys: yield* initialise(ledger, "1") }
})

/**
 * Wraps every data key of a ledger with a new master key. Returns the name of this key, and how many were wrapped. If the
 * master keys come from the environment, the operator has put the new key in front there. Otherwise a key with the given
 * name is made in the key file.
 */
export const rotate = Effect.fnUntraced(function* (ledger: string, name: string) {
  const configured = yield* Config.option(VaultOf.masterKeys)
  if (Option.isNone(configured)) {
    const file = yield* inAFile(ledger)
    yield* keep([file], "writes")
    const rotation = MasterKeyFile.rotate(file, name)
    return { name, wrapped: yield* Effect.provide(rotation, keys(ledger, "writes")) }
  }
  const [first] = yield* Effect.fromResult(MasterKeys.read(configured.value))
  const wrapped = yield* Vault.use((vault) => vault.rotate).pipe(Effect.provide(vaultOf(ledger, "writes")))
  return { name: first.name, wrapped }
})
