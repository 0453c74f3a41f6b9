/**
 * The command `liulinhui poll LEDGER [POLL]`: shows the results of the votes of owners so far, counted from the
 * ballots. It never shows how a person has voted.
 */
import { finalResult, PollId, type OpenedPoll, tallyOn, type Tally } from "@liulinhui/core/Poll"
import { type Day, toIso } from "@liulinhui/core/Day"
import { Governance } from "@liulinhui/service/Governance"
import { PollCount, type Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { caseTitle } from "./CaseLines.ts"
import { day } from "./DayFlag.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { failed, print, speaker } from "./Words.ts"

const pollText = (words: Texts.Words, { about, poll }: Asked, tally: Tally, on: Day): string => {
  const { ballots, closes, id, opens, rules } = poll
  const isFinal = tally.result === "open" || finalResult(poll, on) !== "open"
  return [
    words.say("cli.poll.head", {
      poll: id,
      rules: rules.name,
      about,
      result: tally.result,
      closes: isFinal ? undefined : closes
    }),
    ...[
      words.say("cli.poll.span", {
        opens,
        closes,
        heads: tally.electorate.heads,
        area: PollCount.squareMetres(tally.electorate.area),
        unknown: tally.electorate.unknown,
        ballots: ballots.length
      }),
      ...tally.tests.map((test) => PollCount.sayTest(words, test)),
      ...(tally.areasNeeded.length === 0
        ? []
        : [words.say("cli.poll.areasNeeded", { n: tally.areasNeeded.length, units: tally.areasNeeded })]),
      ...PollCount.sayFewest(words, tally)
    ].map((line) => `  ${line}`)
  ].join("\n")
}

/** A poll, and the title of its case. */
interface Asked {
  readonly poll: OpenedPoll
  readonly about: string
}

/** Converts a poll to JSON: the counts, and whether each threshold is met. The JSON contains no single ballot. */
const pollJson = ({ case: about, closes, id, opens, rules }: OpenedPoll, tally: Tally) => {
  const { abstain, against, agree, areasNeeded, electorate, fewest, result, silent, tests } = tally
  const days = { opens: toIso(opens), closes: toIso(closes) }
  return {
    poll: id,
    case: about,
    rules: rules.id,
    ...days,
    result,
    electorate,
    agree,
    against,
    abstain,
    silent,
    tests,
    fewest,
    areasNeeded
  }
}

const counted = (poll: OpenedPoll, on: Day) =>
  Effect.catch(Effect.fromResult(tallyOn(poll, on)), ({ rules }) => failed("cli.poll.noTerms", { rules }))

export const poll = Command.make(
  "poll",
  {
    ledger: ledgerArgument,
    poll: Argument.String("poll").pipe(
      Argument.withDescription("One poll; all of them where it is left out"),
      Argument.withSchema(PollId),
      Argument.optional
    ),
    district,
    asOf: day("as-of", "The state at the end of that day. Default: today"),
    json
  },
  Effect.fn(function* ({ asOf, district, json, ledger, poll }) {
    const { on, polls, words } = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) => {
          const words = wordsOf(state.model)
          return {
            on: Option.getOrElse(asOf, () => today),
            polls: [...state.polls.values()].map((one): Asked => ({
              poll: one,
              about: caseTitle(words, state, one.case)
            })),
            words
          }
        })
      )
    }).pipe(onLedger(ledger, "reads"))
    const wanted = polls.filter((one) => Option.isNone(poll) || poll.value === one.poll.id)
    if (Option.isSome(poll) && wanted.length === 0) {
      return yield* failed("cli.poll.unknown", {
        poll: poll.value,
        known: polls.map((one) => one.poll.id)
      })
    }
    const tallies = yield* Effect.forEach(wanted, (each) =>
      Effect.map(counted(each.poll, on), (tally) => [each, tally] as const)
    )
    if (json) {
      yield* printData("poll", { polls: tallies.map(([each, tally]) => pollJson(each.poll, tally)) })
    } else if (tallies.length === 0) {
      yield* print("cli.poll.none")
    } else {
      yield* Console.log(tallies.map(([each, tally]) => pollText(words, each, tally, on)).join("\n\n"))
    }
  })
).pipe(Command.withDescription("Show the results of the owners' votes so far"))
