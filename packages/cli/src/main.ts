#!/usr/bin/env node
/** The `liulinhui` command. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as CliError from "effect/cli/CliError"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import process from "node:process"
import manifest from "../package.json" with { type: "json" }
import { liulinhui } from "./liulinhui.ts"

const exit = await Effect.runPromiseExit(
  Command.run(liulinhui, { version: manifest.version }).pipe(Effect.provide(NodeServices.layer))
)
if (Exit.isFailure(exit)) {
  const error = Cause.squash(exit.cause)
  // What the command line itself objects to has been told already, with help.
  if (!CliError.isCliError(error)) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  }
  process.exitCode = 1
}
