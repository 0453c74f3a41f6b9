/**
 * The text output of `liulinhui pair` for a matrix of numbers: plans (which row is paired with which column), refusals
 * and mistakes in plans. Rows and columns count from 1.
 */
import type * as Assignment from "@liulinhui/assignment"
import type * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import { Reason, type Texts } from "@liulinhui/texts"
import type { Objective } from "./PairInput.ts"

/**
 * The prices (a number for each row and each column) that prove that a plan is optimal. They are in the same unit as
 * the numbers of the matrix.
 */
export interface MatrixPrices {
  readonly rows: ReadonlyArray<number>
  readonly columns: ReadonlyArray<number>
}

/** A plan for a matrix, in the format of `--json`. Rows and columns count from 1. */
export interface MatrixAnswer {
  readonly objective: Objective
  readonly total: number
  readonly unique: boolean
  readonly pairs: ReadonlyArray<{ readonly row: number; readonly column: number; readonly value: number }>
  readonly prices: MatrixPrices
  /**
   * The prices of rows and columns that prove that no plan has more pairs. Present only if `--most-pairs` was given.
   */
  readonly mostPairs?: MatrixPrices
}

const pricesText = ({ say }: Texts.Words, { columns, rows }: MatrixPrices): ReadonlyArray<string> => [
  `  ${say("cli.matrix.ofRows", { prices: rows.join(" ") })}`,
  `  ${say("cli.matrix.ofColumns", { prices: columns.join(" ") })}`
]

/** Describes a plan for a matrix, with the prices that prove it optimal. */
export const matrixText = (words: Texts.Words, answer: MatrixAnswer): string => {
  const { say } = words
  const { mostPairs, objective, pairs, prices, total, unique } = answer
  const most =
    mostPairs === undefined
      ? []
      : [
          `  ${say("cli.matrix.most", { pairs: pairs.length })}`,
          ...pricesText(words, mostPairs),
          `  ${say("cli.matrix.ofThese")}`
        ]
  return [
    say("cli.matrix.plan", { pairs: pairs.length, total, objective, unique: String(unique) }),
    ...pairs.map((pair) => `  ${say("cli.matrix.pair", pair)}`),
    ...(pairs.length === 0 && mostPairs === undefined ? [say("cli.matrix.noPairs")] : []),
    say("cli.pair.certificate"),
    ...most,
    ...pricesText(words, prices),
    say("cli.pair.checked")
  ].join("\n")
}

const itemText = ({ say }: Texts.Words, side: Assignment.SideName, index: number): string =>
  say(`matrix.${side}`, { number: index + 1 })

const shortfallText = (
  words: Texts.Words,
  { have, need, offers, side, wanting }: Assignment.Shortfall
): string => {
  const other = side === "rows" ? "columns" : "rows"
  return words.say("matrix.Shortfall", {
    wanting: words.and(wanting.map(({ index }) => itemText(words, side, index))),
    takers: wanting.length,
    need,
    offers:
      offers.length === 0 ? undefined : words.and(offers.map(({ index }) => itemText(words, other, index))),
    have
  })
}

/** Describes why no plan exists for a matrix. */
export const matrixRefusal = (words: Texts.Words, refusal: Assignment.Refusal): string => {
  const { say } = words
  switch (refusal._tag) {
    case "Shortfall":
      return shortfallText(words, refusal)
    case "LeastOverMost":
      return say("matrix.LeastOverMost", { at: itemText(words, refusal.side, refusal.index) })
    case "BadBound":
      return say("matrix.BadBound", {
        at: itemText(words, refusal.side, refusal.index),
        bound: refusal.bound
      })
    case "WrongLength":
      return say("matrix.WrongLength", {
        array: refusal.array,
        expected: refusal.expected,
        found: refusal.found
      })
    case "BadAllowed":
      return say("matrix.BadAllowed", { at: itemText(words, "rows", refusal.row) })
    case "CostNotWhole":
      return say("matrix.CostNotWhole", { cost: refusal.cost })
    case "CostTooLarge":
      return say("matrix.CostTooLarge", { cost: refusal.cost, limit: refusal.limit })
    case "ProblemTooLarge":
      return say("matrix.ProblemTooLarge", { largest: refusal.largest, limit: refusal.limit })
  }
}

/** A wrong statement in a plan that another program or a person has made. */
export type Misstatement =
  | { readonly _tag: "Objective"; readonly stated: Objective; readonly found: Objective }
  | {
      readonly _tag: "Value"
      readonly row: number
      readonly column: number
      readonly stated: number
      readonly found: number
    }
  | { readonly _tag: "Total"; readonly stated: number; readonly found: number }
  | { readonly _tag: "MostPairs" }

/** Describes a wrong statement in a plan, and the right value. Rows and columns count from 1. */
export const misstatementText = ({ say }: Texts.Words, wrong: Misstatement): string => {
  switch (wrong._tag) {
    case "Objective":
      return say("matrix.misstated.Objective", { stated: wrong.stated, found: wrong.found })
    case "Value":
      return say("matrix.misstated.Value", {
        row: wrong.row,
        column: wrong.column,
        stated: wrong.stated,
        found: wrong.found
      })
    case "Total":
      return say("matrix.misstated.Total", { stated: wrong.stated, found: wrong.found })
    case "MostPairs":
      return say("matrix.misstated.MostPairs")
  }
}

const flawOf = (words: Texts.Words, flaw: AssignmentCheck.Flaw): string => {
  const { say } = words
  switch (flaw._tag) {
    case "PairNotAllowed":
    case "PairsOutOfOrder":
      return say(`matrix.flaw.${flaw._tag}`, { row: flaw.row + 1, column: flaw.column + 1 })
    case "OutOfBounds":
      return say("matrix.flaw.OutOfBounds", {
        at: itemText(words, flaw.side, flaw.index),
        pairs: flaw.pairs,
        bounds: flaw.least === flaw.most ? String(flaw.least) : `${flaw.least}–${flaw.most}`
      })
    case "WrongTotal":
      return misstatementText(words, { ...flaw, _tag: "Total" })
    case "WrongUnique":
      return say("matrix.flaw.WrongUnique", { stated: String(flaw.stated), found: String(flaw.found) })
    case "PricesMissing":
      return say("matrix.flaw.PricesMissing", { goal: String(flaw.goal) })
    case "NotOptimalAt":
      return say("matrix.flaw.NotOptimalAt", {
        row: flaw.row + 1,
        column: flaw.column + 1,
        goal: String(flaw.goal)
      })
    case "BadPrice":
    case "NotOptimalFor":
      return say(`matrix.flaw.${flaw._tag}`, {
        at: itemText(words, flaw.side, flaw.index),
        goal: String(flaw.goal)
      })
  }
}

/** Describes a mistake that the independent checker has found in a plan for a matrix. */
export const matrixFlawText = (words: Texts.Words, flaw: AssignmentCheck.Flaw): string => {
  const text = flawOf(words, flaw)
  return flaw._tag === "WrongTotal" || flaw._tag === "WrongUnique"
    ? text
    : words.say("cli.pair.refuted", { flaw: text })
}

/** Describes a plan that pairs every row and column as often as it should, but is not the best plan. */
export const notBestText = (
  words: Texts.Words,
  { best, found }: { readonly best: number; readonly found: number }
): string => Reason.sayFlaw(words, { _tag: "NotBest", goal: "total", best, found })
