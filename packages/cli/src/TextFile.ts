/** Reads and writes files for commands. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Language } from "@liulinhui/core/Text"
import { CommandFailed } from "./CommandFailed.ts"
import { say } from "./Say.ts"
import { failed } from "./Words.ts"

/** Writes a text file. If this fails, the message names the file. */
export const write = (file: string, text: string) =>
  FileSystem.FileSystem.use((files) => files.writeFileString(file, text)).pipe(
    Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message }))
  )

/** Writes a file with personal data. Only the owner of the file can read it, also if the file existed before. */
export const writePrivate = (file: string, text: string) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    // The permissions are changed first, so that nothing is written into a file that other users can read.
    if (yield* files.exists(file)) yield* files.chmod(file, 0o600)
    yield* files.writeFileString(file, text, { mode: 0o600 })
  }).pipe(Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message })))

/** Reads a text file. If this fails, the message names the file. */
export const read = (file: string) =>
  FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.catch(({ message }) => failed("cli.file.unreadable", { file, why: message }))
  )

/** Adds a line to a text file, or begins the file with it. If this fails, the message names the file. */
export const addLine = (file: string, line: string) =>
  FileSystem.FileSystem.use((files) => files.writeFileString(file, `${line}\n`, { flag: "a" })).pipe(
    Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message }))
  )

/** Reads the bytes of a spreadsheet. If this fails, the command was used wrongly, and the message names the file. */
export const readBytes = (file: string, language: Language) =>
  FileSystem.FileSystem.use((files) => files.readFile(file)).pipe(
    Effect.mapError(
      ({ reason }) =>
        new CommandFailed({ exit: 2, message: say(language, "input.unreadable", { file, why: reason._tag }) })
    )
  )
