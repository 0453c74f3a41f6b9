/** Reads and writes files for commands. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { Buffer } from "node:buffer"
import type { Language } from "@liulinhui/core/Text"
import { CommandFailed } from "./CommandFailed.ts"
import { unreadable, unwritable, whyOf } from "./FileReason.ts"
import { say } from "./Say.ts"
import { keep } from "./PrivateFiles.ts"
import { failed } from "./Words.ts"

/** Master keys: a name, and 32 bytes in base64url. */
const masterKeys = /^\s*[A-Za-z0-9][\w.-]{0,63}:[\w-]{43}\s*(,|$)/

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/

/** Whether a file that begins with these bytes must never be overwritten: it is a ledger or its log, or it has keys. */
const isPrecious = (bytes: Uint8Array): boolean => {
  const text = Buffer.from(bytes).toString("latin1")
  return (
    text.startsWith("SQLite format 3") ||
    // The write-ahead log of SQLite.
    ["377f0682", "377f0683"].includes(Buffer.from(bytes.subarray(0, 4)).toString("hex")) ||
    masterKeys.test(text) ||
    privateKey.test(text)
  )
}

/** How many bytes of a file are looked at. */
const headLength = 1024

/**
 * Checks that a file can be written without harm: that it is no folder, and does not contain a ledger or keys. A symbolic
 * link counts as the file that it names. Call it before a command does something that it cannot take back.
 */
export const claim = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  const info = yield* Effect.option(files.stat(file))
  if (Option.isNone(info)) return
  if (info.value.type === "Directory") return yield* failed("cli.file.folder", { file })
  if (info.value.type !== "File") return
  const head = yield* Effect.scoped(
    Effect.flatMap(files.open(file, { flag: "r" }), (opened) => opened.readAlloc(headLength))
  ).pipe(Effect.orElseSucceed(() => Option.none<Uint8Array>()))
  // SQLite keeps the index of its log in this file, which has no mark.
  const isIndex = file.endsWith("-shm") && (yield* files.exists(file.slice(0, -"-shm".length)))
  if (isIndex || Option.exists(head, isPrecious)) return yield* failed("cli.file.precious", { file })
})

/** Writes a text file. If this fails, the message names the file. */
export const write = (file: string, text: string) =>
  Effect.andThen(
    claim(file),
    FileSystem.FileSystem.use((files) => files.writeFileString(file, text)).pipe(
      Effect.catch(unwritable(file))
    )
  )

/**
 * Writes a file with personal data as a whole: afterwards it has the old content or the new one. Only its owner can read
 * it, also if the file existed before. `fill` writes the content to the path that it is given, in a file that it makes.
 * What is no file on a disk, such as a pipe, is written directly.
 */
export const replacePrivate = <E, R>(
  file: string,
  fill: (
    path: string,
    options: { readonly flag: "w" | "wx"; readonly mode: number }
  ) => Effect.Effect<void, E, R>
) =>
  Effect.gen(function* () {
    yield* claim(file)
    const files = yield* FileSystem.FileSystem
    const info = yield* Effect.option(files.stat(file))
    if (Option.isSome(info) && info.value.type !== "File") {
      return yield* fill(file, { flag: "w", mode: 0o600 })
    }
    const target = Option.isSome(info) ? yield* files.realPath(file) : file
    const unfinished = `${target}.part`
    // The file is made anew, so that no file or link of another user is written into.
    yield* files.remove(unfinished, { force: true })
    yield* fill(unfinished, { flag: "wx", mode: 0o600 })
    yield* files.rename(unfinished, target)
  })

/** Writes a text or bytes with {@link replacePrivate}. If this fails, the message names the file. */
export const writePrivate = (file: string, content: string | Uint8Array) =>
  FileSystem.FileSystem.use((files) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
    return replacePrivate(file, (path, options) => files.writeFile(path, bytes, options))
  }).pipe(Effect.catchTag("PlatformError", unwritable(file)))

/** Reads a text file. If this fails, the message names the file. */
export const read = (file: string) =>
  FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(Effect.catch(unreadable(file)))

/**
 * Adds a line to the end of a text file. If the file does not exist, it is created. Only its owner can read it, also if
 * it existed before. If this fails, the message names the file.
 */
export const addLinePrivate = Effect.fnUntraced(function* (file: string, line: string) {
  yield* claim(file)
  yield* keep([file], "writes")
  const files = yield* FileSystem.FileSystem
  yield* files
    .writeFileString(file, `${line}\n`, { flag: "a", mode: 0o600 })
    .pipe(Effect.catch(unwritable(file)))
})

/**
 * Reads the bytes of a spreadsheet file. If the file cannot be read, this counts as wrong usage of the command. The
 * message contains the name of the file.
 */
export const readBytes = (file: string, language: Language) =>
  FileSystem.FileSystem.use((files) => files.readFile(file)).pipe(
    Effect.catch((error) =>
      Effect.flatMap(whyOf(error), (why) =>
        Effect.fail(new CommandFailed({ exit: 2, message: say(language, "input.unreadable", { file, why }) }))
      )
    )
  )
