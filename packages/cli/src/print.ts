/**
 * The commands `liulinhui notices print LEDGER CASE` and `liulinhui print coverage LEDGER RULE`: print A4 pages, as
 * notices for a stairwell and as lists for people who go from door to door.
 */
import { CaseId, RuleId } from "@liulinhui/core/Id"
import { coveragePage, coverageSheet, noticeOf, noticePage } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { day } from "./check.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { writePrivate } from "./TextFile.ts"
import { failed, language } from "./Words.ts"

const out = Flag.String("out").pipe(
  Flag.withDescription("Write the page to this file: open it in a browser and print it")
)

const page = (file: string, html: string) => Effect.andThen(writePrivate(file, html), Console.log(file))

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
    out
  },
  Effect.fn(function* ({ case: id, district, ledger, out }) {
    const notice = yield* chosen(district).pipe(
      Effect.flatMap((which) => Governance.use(({ read }) => read(which, (state) => noticeOf(state, id)))),
      onLedger(ledger)
    )
    if (Result.isFailure(notice)) return yield* failed(`cli.print.${notice.failure.reason}`, { case: id })
    yield* page(out, noticePage(notice.success, yield* language, { texts: yield* Texts.Current }))
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
    asOf: day("as-of", "The state at the end of that day. Default: today"),
    out
  },
  Effect.fn(function* ({ asOf, district, ledger, out, rule }) {
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
      onLedger(ledger)
    )
    if (sheet === undefined) {
      return yield* failed("cli.print.noRule", { rule, known })
    }
    yield* page(out, coveragePage(sheet, yield* language, { texts: yield* Texts.Current }))
  })
).pipe(Command.withDescription("Write the doors where somebody is still to be reached as pages of A4"))

/**
 * @category commands
 */
export const print = Command.make("print").pipe(
  Command.withDescription("Write pages to be printed, filled in and signed"),
  Command.withSubcommands([printCoverage])
)
