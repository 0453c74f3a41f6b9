/**
 * The commands `liulinhui poll sheet LEDGER POLL`, which writes the ballot sheet of a vote to print and fill in, and
 * `liulinhui poll ballots LEDGER POLL SHEET --as ACTOR`, which records the ballots of the filled sheet.
 */
import type * as District from "@liulinhui/core/District"
import type { HouseholdId } from "@liulinhui/core/Id"
import { type OpenedPoll, PollId } from "@liulinhui/core/Poll"
import { household as householdSubject } from "@liulinhui/core/Registry"
import type { Language } from "@liulinhui/core/Text"
import { Governance } from "@liulinhui/service/Governance"
import type { BallotRow, CastBallot } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import { actor } from "./Acting.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { placeOf } from "./Places.ts"
import { say } from "./Say.ts"
import { sheetFlag, writeSheets } from "./SheetFile.ts"
import { record, unreadable } from "./SheetRequests.ts"
import { ledgerArgument, shown } from "./Stores.ts"
import { readBytes } from "./TextFile.ts"
import { failed, language as languageAsked } from "./Words.ts"

const pollArgument = Argument.String("poll").pipe(
  Argument.withDescription("The vote's id, as `poll` shows it"),
  Argument.withSchema(PollId)
)

/** Finds a poll of a district. If it does not exist, fails with the polls that exist. */
const pollOf = ({ polls }: District.District, id: PollId) => {
  const poll = polls.get(id)
  return poll === undefined
    ? failed("cli.poll.unknown", { poll: id, known: [...polls.keys()] })
    : Effect.succeed(poll)
}

const doorsOf = (state: District.District, units: ReadonlyArray<HouseholdId>, language: Language) =>
  units.map((unit) => placeOf(state, householdSubject(unit), language))

const rowsOf = (state: District.District, { electors }: OpenedPoll, language: Language) =>
  electors.map(({ area, owner, units, unknown }): BallotRow => ({
    owner,
    doors: doorsOf(state, units, language),
    area: unknown === undefined ? area : undefined
  }))

/**
 * @category commands
 */
export const pollSheet = Command.make(
  "sheet",
  { ledger: ledgerArgument, poll: pollArgument, district, out: sheetFlag, json },
  Effect.fn(function* ({ district, json, ledger, out, poll: id }) {
    const language = yield* languageAsked
    const rows = yield* chosen(district).pipe(
      Effect.flatMap((named) =>
        Effect.flatten(
          Governance.use(({ read }) =>
            read(named, (state) => Effect.map(pollOf(state, id), (poll) => rowsOf(state, poll, language)))
          )
        )
      ),
      onLedger(ledger, "reads")
    )
    yield* writeSheets(out, { command: "poll sheet", json }, ({ ballotSheet }) => [
      ballotSheet(id, rows, language)
    ])
    yield* Console.error(
      say(language, "ballots.how", { n: rows.length, ledger: shown(ledger), poll: id, out })
    )
  })
).pipe(Command.withDescription("Write the ballot sheet of a vote, to print and to fill in"))

/**
 * Whether a poll has this ballot already, also if it does not count. A row without a day means the day on which the
 * ballot was recorded.
 */
const isKnown = ({ ballots, voided = [] }: OpenedPoll, { on, opinion, owner, proxy }: CastBallot): boolean =>
  [...ballots, ...voided.map(({ ballot }) => ballot)].some(
    (ballot) =>
      ballot.owner === owner &&
      ballot.opinion === opinion &&
      ballot.proxy?.by === proxy?.by &&
      (on === undefined || ballot.on === on)
  )

/**
 * @category commands
 */
export const pollBallots = Command.make(
  "ballots",
  {
    ledger: ledgerArgument,
    poll: pollArgument,
    sheet: Argument.String("sheet").pipe(
      Argument.withDescription("The filled ballot sheet, from `poll sheet`: xlsx, xls, ods or csv")
    ),
    by: actor,
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Say what would happen, and write nothing"),
      Flag.withDefault(false)
    ),
    district,
    json
  },
  Effect.fn(function* ({ by, district, dryRun, json, ledger, poll: id, sheet }) {
    const language = yield* languageAsked
    const bytes = yield* readBytes(sheet, language)
    const { readBallots } = yield* Effect.promise(() => import("@liulinhui/spreadsheet"))
    const { ballots, empty } = yield* readBallots(bytes, { file: basename(sheet), poll: id }).pipe(
      Effect.mapError(unreadable(language, sheet))
    )
    const recorded = yield* chosen(district).pipe(
      Effect.flatMap((named) =>
        record(
          { by, command: "poll ballots", district: named, dryRun, file: sheet, language },
          Effect.fnUntraced(function* (state) {
            const poll = yield* pollOf(state, id)
            const units = new Map(poll.electors.map((elector) => [elector.owner, elector.units]))
            return ballots
              .filter((ballot) => !isKnown(poll, ballot))
              .map((request) => ({
                request,
                about: say(language, "ballots.owner", {
                  owner: request.owner,
                  doors: doorsOf(state, units.get(request.owner) ?? [], language)
                })
              }))
          })
        )
      ),
      onLedger(ledger, dryRun ? "reads" : "writes")
    )
    const counts = { recorded: recorded.length, known: ballots.length - recorded.length, empty }
    yield* json
      ? printData("poll ballots", { poll: id, dryRun, ...counts })
      : Console.log(say(language, dryRun ? "ballots.would" : "ballots.done", counts))
  })
).pipe(
  Command.withDescription(
    "Record the ballots of a filled sheet; if one is refused, none is written. The same sheet again changes nothing"
  )
)
