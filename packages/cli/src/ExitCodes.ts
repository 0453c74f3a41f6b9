/** Determines the exit code of a failed command, and the message on standard error. */
import type { Language } from "@liulinhui/core/Text"
import * as Cause from "effect/Cause"
import * as CliError from "effect/cli/CliError"
import * as Exit from "effect/Exit"
import { CommandFailed } from "./CommandFailed.ts"
import { say } from "./Say.ts"

/**
 * The tags of the errors of stores, keys and files. Such an error means that something is wrong in the environment, and
 * not in the command.
 */
const ofEnvironment: ReadonlySet<string> = new Set([
  "LedgerUnavailable",
  "VaultUnavailable",
  "SealBroken",
  "EntryUnreadable",
  "ConfigError",
  "PlatformError",
  "SqlError"
])

const isTagged = (error: unknown): error is { readonly _tag: string } =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"

/**
 * The exit code of a command: 0 for success, 1 if the command has found something wrong or a request was refused, 2 for
 * wrong usage, 3 for a wrong environment, 130 for an interruption.
 */
export const exitCode = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return 0
  if (Cause.hasInterruptsOnly(exit.cause)) return 130
  const error = Cause.squash(exit.cause)
  if (CliError.isCliError(error)) return 2
  if (error instanceof CommandFailed) return error.exit ?? 1
  return isTagged(error) && ofEnvironment.has(error._tag) ? 3 : 1
}

/** The error message that must still be printed. `undefined` if everything was already printed. */
export const complaint = (exit: Exit.Exit<unknown, unknown>, language: Language): string | undefined => {
  if (Exit.isSuccess(exit)) return undefined
  if (Cause.hasInterruptsOnly(exit.cause)) return say(language, "error.interrupted")
  const error = Cause.squash(exit.cause)
  // A mistake in the command line was already reported, with a short help.
  if (CliError.isCliError(error)) return undefined
  return error instanceof Error ? error.message : String(error)
}
