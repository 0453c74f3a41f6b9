/** What a failure means for a script: the exit code, and what is said on standard error. */
import * as Cause from "effect/Cause"
import * as CliError from "effect/cli/CliError"
import * as Exit from "effect/Exit"
import { CommandFailed } from "./CommandFailed.ts"

/** Errors of stores, keys and files: the command is right, and its environment is not. */
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
 * The exit code of a command: 0 done, 1 findings or refused, 2 wrong usage, 3 the environment, 130 interrupted.
 */
export const exitCode = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return 0
  if (Cause.hasInterruptsOnly(exit.cause)) return 130
  const error = Cause.squash(exit.cause)
  if (CliError.isCliError(error)) return 2
  if (error instanceof CommandFailed) return error.exit ?? 1
  return isTagged(error) && ofEnvironment.has(error._tag) ? 3 : 1
}

/** What is still to be said about a failure. `undefined` if everything was said. */
export const complaint = (exit: Exit.Exit<unknown, unknown>): string | undefined => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return undefined
  const error = Cause.squash(exit.cause)
  // Wrong usage was reported with a short help.
  if (CliError.isCliError(error)) return undefined
  return error instanceof Error ? error.message : String(error)
}
