/** Reads and writes the text files of a command. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { failed } from "./Words.ts"

/** Writes a text file. Fails with a message that names the file. */
export const write = (file: string, text: string, options: { readonly mode?: number } = {}) =>
  FileSystem.FileSystem.use((files) => files.writeFileString(file, text, options)).pipe(
    Effect.catch(({ message }) => failed("cli.file.unwritable", { file, why: message }))
  )

/** Reads a text file. Fails with a message that names the file. */
export const read = (file: string) =>
  FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.catch(({ message }) => failed("cli.file.unreadable", { file, why: message }))
  )
