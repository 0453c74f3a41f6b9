/**
 * The commands `liulinhui notices print LEDGER CASE`, `liulinhui print coverage LEDGER RULE` and `liulinhui print poster
 * LEDGER`: print A4 pages, as notices for a door, as lists for people who go from door to door, and as posters for a stairwell.
 */
import type { District } from "@liulinhui/core/District"
import { CaseId, RuleId } from "@liulinhui/core/Id"
import { categories } from "@liulinhui/core/Intake"
import {
  coveragePage,
  coverageSheet,
  noticeOf,
  noticesPage,
  postersOf,
  postersPage,
  type PrintedNotice,
  reportLink,
  unservedNotices
} from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { day } from "./DayFlag.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json, type Printing, printFile } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { printBuildings, printRegistry } from "./registryLists.ts"
import { say } from "./Say.ts"
import { addressOf, serviceUrl, statedAddress } from "./ServiceUrl.ts"
import { ledgerArgument } from "./Stores.ts"
import { writePrivate } from "./TextFile.ts"
import { failed, language } from "./Words.ts"

const out = Flag.String("out").pipe(
  Flag.withDescription("Write the page to this file: open it in a browser and print it")
)

const page = (printing: Printing, file: string, html: string) =>
  Effect.andThen(writePrivate(file, html), printFile(printing, file))

/** The notices of a building that are not served yet. The building is chosen by its id, or by the label on its door. */
const inBuilding = (state: District, building: Option.Option<string>): ReadonlyArray<PrintedNotice> =>
  [...state.registry.buildings.values()]
    .filter(({ id, label }) => Option.exists(building, (wanted) => wanted === id || wanted === label))
    .flatMap(({ id }) => unservedNotices(state, id))

/**
 * @category commands
 */
export const printNotice = Command.make(
  "print",
  {
    ledger: ledgerArgument,
    case: Argument.String("case").pipe(
      Argument.withDescription("The case whose household is to be noticed. Default: see --building"),
      Argument.withSchema(CaseId),
      Argument.optional
    ),
    building: Flag.String("building").pipe(
      Flag.withDescription(
        "Instead of a case: every notice of this building that is not served yet, by its id or door"
      ),
      Flag.optional
    ),
    url: serviceUrl,
    district,
    out,
    json
  },
  Effect.fn(function* ({ building, case: id, district, json, ledger, out, url }) {
    const asked = yield* language
    if (Option.isSome(id) === Option.isSome(building))
      return yield* new CommandFailed({ exit: 2, message: say(asked, "print.caseOrBuilding") })
    const address = yield* statedAddress(url)
    const { none, notices, reports } = yield* chosen(district).pipe(
      Effect.flatMap((which) =>
        Governance.use(({ read }) =>
          read(which, (state) => {
            const isOpen = state.model !== undefined && categories(state.model).length > 0
            const reports = Option.map(address, (at) => (isOpen ? reportLink(at, which) : undefined))
            if (Option.isNone(id)) return { notices: inBuilding(state, building), none: undefined, reports }
            const notice = noticeOf(state, id.value)
            return Result.isSuccess(notice)
              ? { notices: [notice.success], none: undefined, reports }
              : { notices: [], none: notice.failure, reports }
          })
        )
      ),
      onLedger(ledger, "reads")
    )
    if (none !== undefined) return yield* failed(`cli.print.${none.reason}`, { case: none.case })
    const [first, ...others] = notices
    if (first === undefined) {
      return yield* new CommandFailed({
        message: say(asked, "print.noNotice", { building: Option.getOrUndefined(building) })
      })
    }
    const link = Option.getOrUndefined(reports)
    const html = noticesPage([first, ...others], asked, {
      texts: yield* Texts.Current,
      ...(link === undefined ? {} : { reports: link })
    })
    yield* page({ command: "notices print", json }, out, html)
  })
).pipe(
  Command.withDescription(
    "Write self-rectification notices, of a household or of a building, a page of A4 each"
  )
)

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
    out,
    json
  },
  Effect.fn(function* ({ asOf, district, json, ledger, out, rule }) {
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
      onLedger(ledger, "reads")
    )
    if (sheet === undefined) {
      return yield* failed("cli.print.noRule", { rule, known })
    }
    const html = coveragePage(sheet, yield* language, { texts: yield* Texts.Current })
    yield* page({ command: "print coverage", json }, out, html)
  })
).pipe(Command.withDescription("Write the doors where somebody is still to be reached as pages of A4"))

const printPoster = Command.make(
  "poster",
  {
    ledger: ledgerArgument,
    building: Flag.String("building").pipe(
      Flag.withDescription("Only the poster of this building, by its door. Default: one for each building"),
      Flag.optional
    ),
    url: serviceUrl,
    district,
    out,
    json
  },
  Effect.fn(function* ({ building, district, json, ledger, out, url }) {
    const address = yield* addressOf(url)
    const posters = yield* chosen(district).pipe(
      Effect.flatMap((which) =>
        Governance.use(({ read }) =>
          read(which, (state, on) => postersOf(state, { address, district: which, on }))
        )
      ),
      onLedger(ledger, "reads")
    )
    const [first, ...others] = posters.filter((one) =>
      Option.match(building, { onNone: () => true, onSome: (wanted) => one.building === wanted })
    )
    const asked = yield* language
    if (first === undefined) {
      const isOpen = posters.length > 0
      return yield* new CommandFailed({
        message: isOpen
          ? say(asked, "print.noBuilding", { building: Option.getOrUndefined(building) })
          : say(asked, "print.noIntake")
      })
    }
    yield* page(
      { command: "print poster", json },
      out,
      postersPage([first, ...others], asked, { texts: yield* Texts.Current })
    )
  })
).pipe(Command.withDescription("Write posters for stairwells, with a QR code for reports, a page of A4 each"))

/**
 * @category commands
 */
export const print = Command.make("print").pipe(
  Command.withDescription("Write pages and lists to be printed, filled in and signed"),
  Command.withSubcommands([printCoverage, printPoster, printBuildings, printRegistry])
)
