/**
 * The file with the master keys of a ledger, `LEDGER.master-key`: how it is made, read, and given a new key.
 *
 * A rotation can stop at any point: the process is killed, or the disk is full. Therefore the new key is first added
 * after the others. The old key stays in front, and both can be read, while the data keys are wrapped (encrypted) with
 * the new one. Only after that the new key is moved to the front. The file `LEDGER.master-key.rotating` contains the
 * name of the new key until the rotation is finished, so that the same command continues it.
 */
import { KeyStore } from "@liulinhui/core/Vault"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { dirname } from "node:path"
import { unwritable } from "./FileReason.ts"
import { failed } from "./Words.ts"

/** The name of the file that contains the master keys. */
export const masterKeyFile = (ledger: string): string => `${ledger}.master-key`

/** Reads the text of a key file. `none` if there is no such file. */
export const read = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  return (yield* files.exists(file))
    ? Option.some(Redacted.make((yield* files.readFileString(file)).trim()))
    : Option.none<Redacted.Redacted>()
})

/** Makes a new key file that only its owner can read. Fails if the file exists. */
export const make = Effect.fnUntraced(function* (file: string, name: string) {
  const key = Redacted.value(MasterKeys.generate(name))
  const files = yield* FileSystem.FileSystem
  yield* files
    .writeFileString(file, `${key}\n`, { mode: 0o600, flag: "wx" })
    .pipe(Effect.catch(unwritable(file)))
})

/**
 * Replaces a file as a whole by a new one that only its owner can read. When this returns, the new file is on the disk,
 * also after a loss of power: a key that wraps data keys must not be lost.
 */
const replace = Effect.fnUntraced(function* (file: string, text: string) {
  const files = yield* FileSystem.FileSystem
  // If the key file is a symbolic link, the file that it names is replaced, so that no old copy of the keys stays.
  const target = (yield* files.exists(file)) ? yield* files.realPath(file) : file
  const next = `${target}.new`
  // An earlier attempt may have left this file.
  yield* files.remove(next, { force: true })
  yield* Effect.scoped(
    Effect.gen(function* () {
      const opened = yield* files.open(next, { flag: "wx", mode: 0o600 })
      yield* opened.writeAll(new TextEncoder().encode(`${text}\n`))
      yield* opened.sync
    })
  )
  yield* files.rename(next, target)
  // Some systems cannot flush a folder. There the rename is as durable as the system makes it.
  yield* Effect.ignore(
    Effect.scoped(Effect.flatMap(files.open(dirname(target), { flag: "r" }), ({ sync }) => sync))
  )
})

const joined = (keys: ReadonlyArray<string>): string => keys.join(",")

const nameOf = (key: string): string => key.slice(0, key.indexOf(":"))

const markOf = (file: string): string => `${file}.rotating`

/** The name of the new key of a rotation that was not finished. `none` if there is no such rotation. */
export const unfinished = (ledger: string) =>
  Effect.map(read(markOf(masterKeyFile(ledger))), Option.map(Redacted.value))

/** Wraps every data key of the key store with the first of the master keys. Returns how many were wrapped. */
const wrapAll = (keys: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const masters = yield* Effect.fromResult(MasterKeys.read(Redacted.make(joined(keys))))
    return yield* VaultOf.make(yield* KeyStore, masters).rotate
  })

/**
 * Adds a new master key to a key file, and wraps every data key with it. If this fails or is stopped, the data can still
 * be opened with the keys of the file, and the same call continues. Returns how many data keys were wrapped.
 */
export const rotate = Effect.fnUntraced(function* (file: string, name: string) {
  const files = yield* FileSystem.FileSystem
  const before = yield* read(file)
  if (Option.isNone(before)) return yield* failed("cli.vault.missing", { file })
  yield* Effect.fromResult(MasterKeys.read(before.value))
  const keys = Redacted.value(before.value)
    .split(",")
    .map((key) => key.trim())
  const mark = markOf(file)
  const begun = Option.map(yield* read(mark), Redacted.value)
  if (Option.isSome(begun) && begun.value !== name) {
    return yield* failed("cli.vault.unfinished", { name: begun.value, mark })
  }
  const known = keys.find((key) => nameOf(key) === name)
  if (Option.isNone(begun)) {
    if (known !== undefined) return yield* failed("cli.vault.nameUsed", { name, file })
    // The name is checked before anything is written.
    yield* Effect.fromResult(MasterKeys.read(MasterKeys.generate(name)))
    yield* replace(mark, name)
  }
  const added = known ?? Redacted.value(MasterKeys.generate(name))
  const others = keys.filter((key) => key !== known)
  if (known === undefined) yield* replace(file, joined([...others, added]))
  const wrapped = yield* wrapAll([added, ...others])
  yield* replace(file, joined([added, ...others]))
  // Until here, other processes may have made data keys, wrapped with the old key that was in front.
  const late = yield* wrapAll([added, ...others])
  yield* files.remove(mark)
  return wrapped + late
})
