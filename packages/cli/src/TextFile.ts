/** Reads and writes the text files of a command. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { failed } from "./Words.ts"

/** Writes a text file. Fails with a message that names the file. */
export const write = (file: string, text: string) =>
  FileSystem.FileSystem.use((files) => files.writeFileString(file, text)).pipe(
    Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message }))
  )

/** The same for a file with personal data: only its owner can read it, also if it existed before. */
export const writePrivate = (file: string, text: string) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    // Nothing is written into a file that others can read.
    if (yield* files.exists(file)) yield* files.chmod(file, 0o600)
    yield* files.writeFileString(file, text, { mode: 0o600 })
  }).pipe(Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message })))

/** Reads a text file. Fails with a message that names the file. */
export const read = (file: string) =>
  FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.catch(({ message }) => failed("cli.file.unreadable", { file, why: message }))
  )
