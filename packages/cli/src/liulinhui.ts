/** The `liulinhui` command with all its subcommands. `main.ts` runs it on the arguments of the process. */
import * as Command from "effect/cli/Command"
import { audit } from "./audit.ts"
import { batch } from "./batch.ts"
import { calendar } from "./calendar.ts"
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
import { rules } from "./rules.ts"
import { schema } from "./schema.ts"
import { subject } from "./subject.ts"
import { upgrade } from "./upgrade.ts"
import { vault } from "./vault.ts"
import { Lang } from "./Words.ts"

/**
 * Its texts come from the catalogues that are provided as `Texts.Current`; default: the built-in ones.
 *
 * @category commands
 */
export const liulinhui = Command.make("liulinhui").pipe(
  Command.withDescription(
    "Run a residential district's self-governance: pairing, cases, coverage, and their proof"
  ),
  Command.withSubcommands([
    check,
    calendar,
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
    rules,
    batch,
    migrate,
    upgrade
  ]),
  Command.withGlobalFlags([Lang])
)
