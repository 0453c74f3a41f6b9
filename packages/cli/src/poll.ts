/** `liulinhui poll LEDGER [POLL]`: how the votes of owners stand, counted from the ballots; never who voted what. */
import { finalResult, PollId, type OpenedPoll, standing } from "@liulinhui/core/polls/PollDecider"
import type { Tally, Test } from "@liulinhui/core/polls/Poll"
import { type Day, toIso } from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { day, language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const squareMetres = (area: number): string =>
  `${Math.trunc(area / 10_000)}.${String(area % 10_000).padStart(4, "0")} m²`

const results = {
  carried: { zh: "已通过", en: "carried" },
  failed: { zh: "未通过", en: "failed" },
  open: { zh: "未定", en: "still open" }
} as const

const testText = (language: Language, { measure, met, of, part, threshold, whole }: Test): string => {
  const amount = (value: number): string => (measure === "area" ? squareMetres(value) : String(value))
  const share = `${threshold.share.over}/${threshold.share.under}`
  const names = {
    participation: { zh: "参与", en: "taking part" },
    consent: { zh: "同意", en: "in favour" },
    area: { zh: "面积", en: "area" },
    heads: { zh: "人数", en: "heads" }
  } as const
  const limit =
    threshold.kind === "at least"
      ? { zh: `不少于${share}`, en: `at least ${share}` }
      : { zh: `超过${share}`, en: `more than ${share}` }
  const mark = met ? { zh: "达到", en: "met" } : { zh: "未达到", en: "not met" }
  return language === "zh"
    ? `  ${names[of].zh}${names[measure].zh}：${amount(part)} / ${amount(whole)}，须${limit.zh}，${mark.zh}`
    : `  ${names[of].en}, ${names[measure].en}: ${amount(part)} of ${amount(whole)}, ${limit.en}: ${mark.en}`
}

const fewestText = (language: Language, { fewest, result }: Tally): ReadonlyArray<string> => {
  if (result !== "open") return []
  const { toCarry, toFail, toPass } = fewest
  const lines: ReadonlyArray<readonly [number | undefined, string, string]> = [
    [toPass, "再有{n}票同意，此刻截止即可通过", "{n} more in favour, and it would carry if it closed then"],
    [
      toCarry,
      "再有{n}票同意，无论其余如何都会通过",
      "{n} more in favour, and it carries however all others vote"
    ],
    [
      toFail,
      "再有{n}票不同意，无论其余如何都不会通过",
      "{n} more not in favour, and it fails however all others vote"
    ]
  ]
  return lines.flatMap(([n, zh, en]) =>
    n === undefined ? [] : [`  ${(language === "zh" ? zh : en).replace("{n}", String(n))}`]
  )
}

/** The result in words. A decided poll whose ballots can still be withdrawn is not final. */
const resultText = (language: Language, poll: OpenedPoll, { result }: Tally, on: Day): string => {
  const words = results[result][language]
  if (result === "open" || finalResult(poll, on) !== "open") return words
  const closes = toIso(poll.closes)
  return language === "zh"
    ? `${words}（${closes}截止后才最终确定，此前登记有误的票可以撤回重投）`
    : `${words} (final after ${closes}; until then a ballot can be withdrawn and cast again)`
}

const pollText = (language: Language, poll: OpenedPoll, tally: Tally, on: Day): string => {
  const { closes, id, opens, rules } = poll
  const ballots = poll.ballots.length
  const result = resultText(language, poll, tally, on)
  return [
    language === "zh"
      ? `${id}（${rules.name.zh}，事项${poll.case}）：${result}`
      : `${id} (${rules.name.en}, on case ${poll.case}): ${result}`,
    language === "zh"
      ? `  ${toIso(opens)}至${toIso(closes)}，${tally.electorate.heads}人、${squareMetres(tally.electorate.area)}，已投${ballots}票`
      : `  ${toIso(opens)} to ${toIso(closes)}, ${tally.electorate.heads} heads, ${squareMetres(tally.electorate.area)}, ${ballots} ballots cast`,
    ...tally.tests.map((test) => testText(language, test)),
    ...fewestText(language, tally)
  ].join("\n")
}

/** A poll as JSON: counts and tests, never a ballot. */
const pollJson = ({ case: about, closes, id, opens, rules }: OpenedPoll, tally: Tally) => {
  const { abstain, against, agree, electorate, fewest, result, silent, tests } = tally
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
    fewest
  }
}

const counted = (poll: OpenedPoll, on: Day) =>
  Effect.mapError(
    Effect.fromResult(standing(poll, on)),
    ({ rules }) => new CommandFailed({ message: `the kind of vote ${rules} has no terms in force` })
  )

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
    asOf: day("as-of", "How it stood at the end of that day (today)"),
    json: Flag.Boolean("json").pipe(Flag.withDescription("Print JSON"), Flag.withDefault(false)),
    language
  },
  Effect.fn(function* ({ asOf, district, json, language, ledger, poll }) {
    const found = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      return yield* Governance.use(({ read }) =>
        read(id, ({ polls }, today) => ({
          on: Option.getOrElse(asOf, () => today),
          polls: [...polls.values()]
        }))
      )
    }).pipe(Effect.provide(services(ledger)))
    const wanted = found.polls.filter(({ id }) => Option.isNone(poll) || poll.value === id)
    if (Option.isSome(poll) && wanted.length === 0) {
      const known = found.polls.map(({ id }) => id).join(", ")
      return yield* new CommandFailed({
        message: `there is no poll ${poll.value}; known: ${known || "none"}`
      })
    }
    const tallies = yield* Effect.forEach(wanted, (each) =>
      Effect.map(counted(each, found.on), (tally) => [each, tally] as const)
    )
    if (json) {
      yield* Console.log(
        JSON.stringify(
          tallies.map(([each, tally]) => pollJson(each, tally)),
          null,
          2
        )
      )
    } else if (tallies.length === 0) {
      yield* Console.log(language === "zh" ? "还没有表决。" : "There is no poll yet.")
    } else {
      yield* Console.log(
        tallies.map(([each, tally]) => pollText(language, each, tally, found.on)).join("\n\n")
      )
    }
  })
).pipe(Command.withDescription("Tell how the votes of owners stand"))
