/**
 * `liulinhui notices print LEDGER CASE` and `liulinhui print coverage LEDGER RULE`: pages of A4 for stairwells and for
 * those who go from door to door.
 */
import { CaseId, RuleId } from "@liulinhui/core/place/Id"
import { coveragePage, coverageSheet, type NoNotice, noticeOf, noticePage } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { day, language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const out = Flag.String("out").pipe(
  Flag.withDescription("Write the page to this file: open it in a browser and print it")
)

const write = (file: string, page: string) =>
  FileSystem.FileSystem.use((files) => files.writeFileString(file, page)).pipe(
    Effect.mapError((error) => new CommandFailed({ message: `${file} cannot be written: ${error.message}` })),
    Effect.andThen(Console.log(file))
  )

const why = (id: CaseId): Record<NoNotice, string> => ({
  "unknown-case": `there is no case ${id} in the district`,
  "not-a-household": `case ${id} is not about a household: a notice goes to one`,
  "serves-no-notice": `the playbook of case ${id} serves no notice that runs for a time`,
  "no-longer": `the notice of case ${id} no longer runs: see the case in the report`
})

/**
 * @category commands
 */
export const printNotice = Command.make(
  "print",
  {
    ledger: ledgerArgument,
    case: Argument.String("case").pipe(
      Argument.withDescription("The case whose household is to be noticed"),
      Argument.withSchema(CaseId)
    ),
    district,
    language,
    out
  },
  Effect.fn(function* ({ case: id, district, language, ledger, out }) {
    const notice = yield* chosen(district).pipe(
      Effect.flatMap((which) => Governance.use(({ read }) => read(which, (state) => noticeOf(state, id)))),
      Effect.provide(services(ledger))
    )
    if (Result.isFailure(notice)) return yield* new CommandFailed({ message: why(id)[notice.failure] })
    yield* write(out, noticePage(notice.success, language))
  })
).pipe(Command.withDescription("Write a household's self-rectification notice as a page of A4"))

const printCoverage = Command.make(
  "coverage",
  {
    ledger: ledgerArgument,
    rule: Argument.String("rule").pipe(
      Argument.withDescription("The coverage rule of the model"),
      Argument.withSchema(RuleId)
    ),
    district,
    language,
    asOf: day("as-of", "How it stood at the end of that day (today)"),
    out
  },
  Effect.fn(function* ({ asOf, district, language, ledger, out, rule }) {
    const { known, sheet } = yield* chosen(district).pipe(
      Effect.flatMap((which) =>
        Governance.use(({ read }) =>
          read(which, (state, today) => ({
            sheet: coverageSheet(
              state,
              rule,
              Option.getOrElse(asOf, () => today)
            ),
            known: [...(state.model?.coverage.keys() ?? [])]
          }))
        )
      ),
      Effect.provide(services(ledger))
    )
    if (sheet === undefined) {
      return yield* new CommandFailed({
        message: `the model has no coverage rule ${rule}; it has ${known.join(", ")}`
      })
    }
    yield* write(out, coveragePage(sheet, language))
  })
).pipe(Command.withDescription("Write the doors where somebody is still to be reached as pages of A4"))

/**
 * @category commands
 */
export const print = Command.make("print").pipe(
  Command.withDescription("Write pages to be printed, filled in and signed"),
  Command.withSubcommands([printCoverage])
)
