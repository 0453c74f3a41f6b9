/** Says why a file cannot be read or written. The errors of the system are in English, and name no remedy. */
import type { PlatformError } from "effect/PlatformError"
import * as Effect from "effect/Effect"
import { failed, words } from "./Words.ts"

const codeOf = ({ reason }: PlatformError): string => {
  const cause: unknown = "cause" in reason ? reason.cause : undefined
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : reason._tag
}

/** The reason of an error of the file system, in the language of the user. */
export const whyOf = (error: PlatformError) =>
  Effect.map(words, ({ say }) => say("cli.file.why", { code: codeOf(error) }))

/** Fails with a message that names the file, and says why it cannot be read. */
export const unreadable = (file: string) => (error: PlatformError) =>
  Effect.flatMap(whyOf(error), (why) => failed("cli.file.unreadable", { file, why }))

/** Fails with a message that names the file, and says why it cannot be written. */
export const unwritable = (file: string) => (error: PlatformError) =>
  Effect.flatMap(whyOf(error), (why) => failed("cli.file.unwritable", { file, why }))
