/**
 * The command `liulinhui coverage LEDGER`: shows which members must be contacted under each coverage rule, and which of
 * them were contacted, as of any day. `certify` and `verify` make and check a certificate for the result. `forecast`
 * computes when a target will be met. `round` plans the next visits.
 */
import * as Coverage from "@liulinhui/core/Coverage"
import { nextRound, Grouping, coverageOn, forecastFrom, roundOn } from "@liulinhui/core/Coverage"
import type { Day } from "@liulinhui/core/Day"
import type { District } from "@liulinhui/core/District"
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { given } from "@liulinhui/core/Model"
import * as Certificates from "@liulinhui/service/Certificates"
import { Governance } from "@liulinhui/service/Governance"
import { Names } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { day } from "./DayFlag.ts"
import { CommandFailed } from "./CommandFailed.ts"
import * as CoverageJson from "./CoverageJson.ts"
import {
  certified,
  coverageText,
  forecastText,
  mismatchText,
  roundText,
  type Speech
} from "./CoverageWords.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { matrixRefusal } from "./MatrixWords.ts"
import { sheetFlag, writeSheets } from "./SheetFile.ts"
import { ledgerArgument } from "./Stores.ts"
import { read as readText, writePrivate } from "./TextFile.ts"
import { failed, language, print, speaker, words } from "./Words.ts"

const pretty = (value: unknown): string => JSON.stringify(value, null, 2)

const asOf = day("as-of", "The coverage at the end of that day. Default: today")
const ruleFlag = Flag.String("rule").pipe(
  Flag.withDescription("The id of a coverage rule of the district's model")
)
const whole = (name: string, description: string) =>
  Flag.Int(name).pipe(
    Flag.withDescription(description),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })))
  )

/** Checks that the district already existed on a day. */
const sinceBeginning = (flag: string, { began }: District, on: Day) =>
  began !== undefined && on < began ? failed("cli.coverage.began", { flag, on, began }) : Effect.succeed(on)

/** Everything that is needed to compute and print an answer: the district, today's date, texts and names. */
interface Scene extends Speech {
  readonly state: District
  readonly today: Day
  readonly id: DistrictId
}

/** Computes an answer about the coverage of the chosen district. */
const ask = <A, E>(
  { district, ledger }: { readonly district: Option.Option<DistrictId>; readonly ledger: string },
  question: (scene: Scene) => Effect.Effect<A, E>
) =>
  Effect.gen(function* () {
    const id = yield* chosen(district)
    const wordsOf = yield* speaker
    return yield* Effect.flatten(
      Governance.use(({ read }) =>
        read(id, (state, today) =>
          question({ state, today, id, words: wordsOf(state.model), names: Names.ofDistrict(state) })
        )
      )
    )
  }).pipe(onLedger(ledger, "reads"))

/** The cells of a member's door in a list. */
const doorCells = ({ building, floor, label, unit }: Coverage.Place) => ({
  building: label ?? building ?? "",
  floor,
  unit
})

// ----------------------------------------------------------------------------------------------------------- standing

const standing = Command.make(
  "coverage",
  {
    ledger: ledgerArgument,
    district,
    rule: ruleFlag.pipe(Flag.optional),
    asOf,
    known: day("known", "Only what had been written down by the end of that day. Default: all"),
    by: Flag.Literals("by", Grouping.literals).pipe(
      Flag.withDescription("What the figures are broken down by (as each rule says)"),
      Flag.optional
    ),
    gaps: Flag.Boolean("gaps").pipe(
      Flag.withDescription("Name everybody who is missing, by id and door, in walking order"),
      Flag.withDefault(false)
    ),
    out: Flag.optional(sheetFlag),
    json
  },
  Effect.fn(function* ({ by, gaps, json, out, rule, ...input }) {
    const { answered, nouns, speech } = yield* ask(
      input,
      Effect.fnUntraced(function* ({ id, names, state, today, words }) {
        const on = yield* sinceBeginning(
          "--as-of",
          state,
          Option.getOrElse(input.asOf, () => today)
        )
        const rules = Option.isSome(rule)
          ? [yield* Effect.fromResult(Certificates.ruleOf(state, id, rule.value))]
          : [...(state.model?.coverage.values() ?? [])]
        const known = Option.getOrUndefined(input.known)
        if (known !== undefined && known < on) return yield* failed("cli.known", { known, on })
        const answers = coverageOn(state, rules, on, {
          ...given("groupBy", Option.getOrUndefined(by)),
          ...given("known", known)
        })
        const entries = rules.flatMap((rule, at) => {
          const answer = answers[at]
          return answer === undefined ? [] : [{ rule, answer }]
        })
        return {
          answered: { district: id, asOf: on, known, today, entries },
          nouns: state.model?.nouns,
          speech: { names, words }
        }
      })
    )
    if (Option.isSome(out)) {
      const wording = yield* language
      return yield* writeSheets(out.value, { command: "coverage", json }, ({ gapList, withNouns }) =>
        answered.entries.map(({ answer, rule }) =>
          gapList(
            speech.words.text(rule.name),
            answer.gaps.map(({ id, last, place, wants }) => ({ ...doorCells(place), last, wants, note: id })),
            withNouns(wording, nouns)
          )
        )
      )
    }
    yield* json
      ? printData("coverage", CoverageJson.coverage(answered, { gaps }))
      : Console.log(coverageText(speech, answered, { by: Option.getOrUndefined(by), gaps }))
  })
).pipe(Command.withDescription("Show who must be reached, who has been, and who has not, as of any day"))

// ------------------------------------------------------------------------------------------------------- certificates

const certify = Command.make(
  "certify",
  {
    ledger: ledgerArgument,
    district,
    rule: ruleFlag,
    asOf: day("as-of", "The day that is certified, at its end (today)"),
    known: day("known", "Only what had been written down by the end of that day (today)"),
    out: Flag.String("out").pipe(Flag.withDescription("Write the certificate to this file"), Flag.optional),
    json
  },
  Effect.fn(function* ({ asOf, district, json, known, ledger, out, rule }) {
    const certificate = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      return yield* Certificates.certify(id, {
        rule,
        ...given("asOf", Option.getOrUndefined(asOf)),
        ...given("known", Option.getOrUndefined(known))
      })
    }).pipe(onLedger(ledger, "reads"))
    const value = Coverage.toJson(certificate)
    const text = pretty(value)
    if (Option.isSome(out)) yield* writePrivate(out.value, `${text}\n`)
    if (json) {
      return yield* printData("coverage certify", {
        certificate: value,
        ...given("file", Option.getOrUndefined(out))
      })
    }
    yield* Console.log(Option.isNone(out) ? text : certified(yield* words, certificate, out.value))
  })
).pipe(
  Command.withDescription(
    "Certify the coverage under a rule, so that others can check it and need not trust it"
  )
)

const readJson = Effect.fnUntraced(function* (file: string) {
  const text = yield* readText(file)
  return yield* Effect.fromResult(Schema.decodeResult(Schema.fromJsonString(Schema.Json))(text)).pipe(
    Effect.catch(() => failed("cli.coverage.notCertificate", { file }))
  )
})

const verify = Command.make(
  "verify",
  {
    ledger: ledgerArgument,
    certificate: Argument.String("certificate").pipe(
      Argument.withDescription("A file written by liulinhui coverage certify")
    ),
    district,
    json
  },
  Effect.fn(function* ({ certificate: file, district, json, ledger }) {
    const certificate = yield* readJson(file)
    const mismatches = yield* Effect.gen(function* () {
      const known = yield* Ledger.use(({ districts }) => districts)
      // If the ledger has several districts and the user does not name one, the district in the certificate is used.
      const stated = Result.match(Coverage.read(certificate), {
        onSuccess: (one) => Option.some(one.district),
        onFailure: () => Option.none<DistrictId>()
      }).pipe(Option.filter((id) => known.includes(id)))
      const id = yield* chosen(Option.orElse(district, () => stated))
      return yield* Certificates.verify(id, certificate)
    }).pipe(onLedger(ledger, "reads"))
    if (mismatches.length > 0) {
      const of = yield* words
      const texts = mismatches.map((mismatch) => mismatchText(of, mismatch))
      if (json)
        yield* printProblems(
          "coverage verify",
          texts.map((text) => ({ _tag: "Mismatch", text }))
        )
      const lines = texts.map((value) => of.say("phrase.named", { name: file, value }))
      return yield* new CommandFailed({ message: lines.join("\n") })
    }
    yield* json
      ? printData("coverage verify", { verified: true, file })
      : print("cli.coverage.verified", { file })
  })
).pipe(
  Command.withDescription("Check a certificate against the ledger, and say each thing that does not match")
)

// ------------------------------------------------------------------------------------------------------ what comes next

const forecast = Command.make(
  "forecast",
  {
    ledger: ledgerArgument,
    district,
    rule: ruleFlag,
    asOf,
    by: day("by", "Say also what it takes to meet the target by the end of that day"),
    since: day(
      "since",
      "The day from which the pace is taken (four weeks before, or when the district began)"
    ),
    capacity: whole(
      "capacity",
      "Contacts that can be made a day: say also who can still be reached in time"
    ).pipe(Flag.optional),
    json
  },
  Effect.fn(function* ({ by, capacity, json, rule: ruleId, since, ...input }) {
    const { answered, words } = yield* ask(
      input,
      Effect.fnUntraced(function* ({ id, state, today, words }) {
        const rule = yield* Effect.fromResult(Certificates.ruleOf(state, id, ruleId))
        const on = yield* sinceBeginning(
          "--as-of",
          state,
          Option.getOrElse(input.asOf, () => today)
        )
        if (Option.isSome(since)) {
          yield* sinceBeginning("--since", state, since.value)
          if (since.value >= on) {
            return yield* failed("cli.coverage.since", { since: since.value, on })
          }
        }
        if (Option.isSome(by) && by.value <= on) {
          return yield* failed("cli.coverage.until", { until: by.value, on })
        }
        if (Option.isSome(capacity) && Option.isNone(by)) {
          return yield* failed("cli.coverage.capacity")
        }
        const forecast = forecastFrom(state, rule, on, {
          ...(Option.isSome(since) ? { since: since.value } : {}),
          ...(Option.isSome(by) ? { by: by.value } : {}),
          ...(Option.isSome(capacity) ? { capacity: capacity.value } : {})
        })
        return { answered: { district: id, rule, forecast }, words }
      })
    )
    yield* json
      ? printData("coverage forecast", CoverageJson.forecast(answered))
      : Console.log(forecastText(words, answered))
  })
).pipe(
  Command.withDescription(
    "Forecast when a target is met at the pace of the last weeks, and what pace meets it by a day"
  )
)

const round = Command.make(
  "round",
  {
    ledger: ledgerArgument,
    district,
    rule: ruleFlag,
    capacity: whole("capacity", "The most members that one volunteer visits"),
    asOf,
    out: Flag.optional(sheetFlag),
    json
  },
  Effect.fn(function* ({ capacity, json, out, rule: ruleId, ...input }) {
    const { answered, names, nouns, words } = yield* ask(
      input,
      Effect.fnUntraced(function* ({ id, names, state, today, words }) {
        const rule = yield* Effect.fromResult(Certificates.ruleOf(state, id, ruleId))
        const on = yield* sinceBeginning(
          "--as-of",
          state,
          Option.getOrElse(input.asOf, () => today)
        )
        const problem = roundOn(state, rule, on, capacity)
        if (problem.walkers.length === 0) return yield* failed("cli.coverage.nobody")
        const round = yield* Effect.fromResult(nextRound(problem)).pipe(
          Effect.mapError(
            ({ reasons }) =>
              new CommandFailed({ message: reasons.map((reason) => matrixRefusal(words, reason)).join("\n") })
          )
        )
        return {
          answered: { district: id, asOf: on, rule, round },
          names,
          nouns: state.model?.nouns,
          words
        }
      })
    )
    if (Option.isSome(out)) {
      const wording = yield* language
      return yield* writeSheets(
        out.value,
        { command: "coverage round", json },
        ({ walkingList, withNouns }) =>
          answered.round.lists.map(({ visits, walker }) =>
            walkingList(
              Names.say(words, names, "actor", walker),
              visits.map(({ last, place, subject }) => ({ ...doorCells(place), last, subject })),
              withNouns(wording, nouns)
            )
          )
      )
    }
    yield* json
      ? printData("coverage round", CoverageJson.round(answered))
      : Console.log(roundText({ names, words }, answered))
  })
).pipe(
  Command.withDescription("Make the next round: who visits whom of those who are missing; nothing is written")
)

/**
 * @category commands
 */
export const coverage = standing.pipe(Command.withSubcommands([certify, verify, forecast, round]))
