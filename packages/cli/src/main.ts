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
import { audit } from "./audit.ts"
import { batch } from "./batch.ts"
import { caseCommand } from "./case.ts"
import { cases } from "./cases.ts"
import { check } from "./check.ts"
import { companions } from "./companions.ts"
import { coverage } from "./coverage.ts"
import { health } from "./health.ts"
import { migrate } from "./migrate.ts"
import { notices } from "./notices.ts"
import { pair } from "./pair.ts"
import { playbook } from "./playbook.ts"
import { poll } from "./poll.ts"
import { print } from "./print.ts"
import { report } from "./report.ts"
import { schema } from "./schema.ts"
import { subject } from "./subject.ts"
import { vault } from "./vault.ts"

const liulinhui = Command.make("liulinhui").pipe(
  Command.withDescription(
    "Run a residential district's self-governance: pairing, cases, coverage, and their proof"
  ),
  Command.withSubcommands([
    check,
    pair,
    companions,
    coverage,
    report,
    health,
    notices,
    print,
    poll,
    audit,
    subject,
    vault,
    cases,
    caseCommand,
    playbook,
    schema,
    batch,
    migrate
  ])
)

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
