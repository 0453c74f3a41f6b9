/** Computes, checks and explains a pairing of branches and groups. */
import { toIso } from "@liulinhui/core/Day"
import {
  scorer,
  Plan,
  type Problem,
  solve,
  type Story,
  type PairRef,
  frontier,
  type WhyNot,
  whyNot
} from "@liulinhui/core/Pairing"
import type { Model } from "@liulinhui/core/Model"
import * as Pairing from "@liulinhui/core/Pairing"
import * as Registry from "@liulinhui/core/Registry"
import { given } from "@liulinhui/core/Model"
import type { District } from "@liulinhui/core/District"
import { Names, Reason } from "@liulinhui/texts"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type BarePlan, pairingPlan } from "./PairInput.ts"
import {
  flawText,
  frontierText,
  pairingText,
  pairRows,
  type Speech,
  storiesText,
  whyNotText
} from "./PairWords.ts"
import { say } from "./Say.ts"
import { writeSheets } from "./SheetFile.ts"
import { language, speaker } from "./Words.ts"
import { printData } from "./Envelope.ts"
import { refused, type Verdict } from "./PairOutput.ts"

const encodePlan = Schema.encodeSync(Schema.toCodecJson(Plan))

const solved = ({ names, words }: Speech, problem: Problem) =>
  Effect.fromResult(solve(problem)).pipe(
    Effect.mapError(({ reasons }) => refused(...reasons.map((reason) => Reason.say(words, reason, names))))
  )

/** Converts an answer to JSON. A plan inside the answer has the same format as a plan in other output. */
const answerJson = (answer: WhyNot) =>
  answer._tag === "Costs" ? { ...answer, plan: encodePlan(answer.plan) } : answer

/** The history of each proposal of a pairing as JSON, without its plan: who decided what, when and why. */
const storiesJson = (stories: ReadonlyArray<Story>) =>
  stories.map(({ plan: _, steps, ...story }) => ({
    ...story,
    steps: steps.map((step) => ({ ...step, on: toIso(step.on) }))
  }))

/**
 * A pairing problem of branches and groups. If it comes from a ledger, it also contains the earlier proposals with
 * their results.
 */
export interface PairingInput {
  readonly _tag: "Pairing"
  readonly problem: Problem
  /** The model that contains the problem. The names of branches and groups are taken from it. */
  readonly model?: Model
  readonly stories?: ReadonlyArray<Story>
  /** The display names of the actors who decided on the proposals. */
  readonly actorNames?: District["actorNames"]
}

/** The texts and names for a pairing. */
const speechOf = ({ actorNames, model }: PairingInput) =>
  Effect.map(speaker, (wordsOf): Speech => ({
    words: wordsOf(model),
    names:
      model === undefined
        ? Names.none
        : Names.ofDistrict({ model, registry: Registry.empty, ...given("actorNames", actorNames) })
  }))

/** The options on the command line for a pairing of branches and groups. */
export interface Asked {
  readonly json: boolean
  /** The spreadsheet file to write instead of printing the plan. */
  readonly out: Option.Option<string>
  readonly trade: boolean
  readonly whyNot: Option.Option<PairRef>
}

export const pairProblem = Effect.fnUntraced(function* (input: PairingInput, asked: Asked) {
  const { problem, stories } = input
  const speech = yield* speechOf(input)
  const plan = yield* solved(speech, problem)
  const flaw = Pairing.verify(problem, plan)
  if (flaw !== undefined) return yield* refused(flawText(speech, flaw))
  const corners = asked.trade ? Result.getOrElse(frontier(problem), () => [plan]) : []
  const why = Option.map(asked.whyNot, (pair) => ({
    pair,
    answer: whyNot(problem, plan, pair.branch, pair.group)
  }))
  if (Option.isSome(asked.out)) {
    const wording = yield* language
    return yield* writeSheets(asked.out.value, { command: "pair", json: asked.json }, ({ pairingList }) => [
      pairingList(say(wording, "sheet.pairing"), pairRows(speech, plan), wording)
    ])
  }
  if (asked.json) {
    const shown = corners.map(({ changes, total }) => ({ changes, total }))
    return yield* printData("pair", {
      plan: encodePlan(plan),
      verified: true,
      ...(asked.trade ? { frontier: shown } : {}),
      ...(Option.isSome(why) ? { whyNot: { ...why.value.pair, ...answerJson(why.value.answer) } } : {}),
      ...(stories === undefined ? {} : { stories: storiesJson(stories) })
    })
  }
  if (stories !== undefined) yield* Console.log(storiesText(speech, stories))
  yield* Console.log(pairingText(speech, problem, plan))
  if (asked.trade) yield* Console.log(frontierText(speech.words, corners))
  if (Option.isSome(why)) yield* Console.log(whyNotText(speech, plan, why.value.pair, why.value.answer))
})

export const verifyProblem = Effect.fnUntraced(function* (input: PairingInput, file: string) {
  const { problem } = input
  const speech = yield* speechOf(input)
  const { notChecked, plan: given } = yield* pairingPlan(file)
  const flaw =
    given._tag === "Whole"
      ? Pairing.verify(problem, given.plan)
      : yield* bareFlaw(speech, problem, given.plan)
  const flaws = flaw === undefined ? [] : [flawText(speech, flaw)]
  return { flaws, notChecked } satisfies Verdict
})

/**
 * Checks a plan without prices. Prices (a number for each branch and each group) prove that a plan is optimal. The
 * prices of one optimal plan also prove every other optimal plan. So the check computes an optimal plan and uses its
 * prices.
 */
const bareFlaw = Effect.fnUntraced(function* (speech: Speech, problem: Problem, given: BarePlan) {
  const best = yield* solved(speech, problem)
  const { byCriterion, points } = scorer(problem)
  const held = new Set(problem.inForce.map(({ branch, group }) => `${branch} ${group}`))
  const pinned = new Set(problem.pins.map(({ branch, group }) => `${branch} ${group}`))
  const pairs = given.pairs.map((pair) => {
    const branch = problem.branches.find(({ id }) => id === pair.branch)
    const group = problem.groups.find(({ id }) => id === pair.group)
    const known = branch !== undefined && group !== undefined
    const worth = known ? points(branch, group) : 0
    return {
      branch: pair.branch,
      group: pair.group,
      worth,
      points: pair.points ?? worth,
      byCriterion: known ? byCriterion(branch, group) : {},
      pinned: pinned.has(`${pair.branch} ${pair.group}`)
    }
  })
  const total = pairs.reduce((sum, { worth }) => sum + worth, 0)
  const changes = pairs.filter(({ branch, group }) => !held.has(`${branch} ${group}`)).length
  const flaw = Pairing.verify(problem, {
    ...best,
    pairs: pairs.map(({ worth: _, ...pair }) => pair),
    total: given.total ?? total,
    changes: given.changes ?? changes,
    unique: given.unique ?? best.unique
  })
  return flaw?._tag === "GoalMisstated"
    ? ({ _tag: "NotBest", goal: flaw.goal, best: flaw.stated, found: flaw.found } satisfies Reason.NotBest)
    : flaw
})
