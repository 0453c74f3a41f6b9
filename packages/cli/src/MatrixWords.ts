/** The texts of `liulinhui pair` about a matrix: plans, refusals and flaws, in Chinese and in English. */
import type * as Assignment from "@liulinhui/assignment"
import type * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import type { Language } from "@liulinhui/core/kernel/Text"
import type { Objective } from "./PairInput.ts"
import { checked, pick, uniqueWords } from "./PairWords.ts"

/** Prices as the numbers of the matrix count them. */
export interface MatrixPrices {
  readonly rows: ReadonlyArray<number>
  readonly columns: ReadonlyArray<number>
}

/** A plan of a matrix as `--json` prints it. Rows and columns count from 1. */
export interface MatrixAnswer {
  readonly objective: Objective
  readonly total: number
  readonly unique: boolean
  readonly pairs: ReadonlyArray<{ readonly row: number; readonly column: number; readonly value: number }>
  readonly prices: MatrixPrices
  /** Prices that prove that no plan has more pairs. Present if `--most-pairs` was given. */
  readonly mostPairs?: MatrixPrices
}

const pricesText = (language: Language, { columns, rows }: MatrixPrices): ReadonlyArray<string> => [
  pick(language, `  行价格：${rows.join(" ")}`, `  prices of rows: ${rows.join(" ")}`),
  pick(language, `  列价格：${columns.join(" ")}`, `  prices of columns: ${columns.join(" ")}`)
]

const objectiveText = (language: Language, objective: Objective): string =>
  objective === "costs"
    ? pick(language, "成本（越低越好）", "costs, as low as can be")
    : pick(language, "得分（越高越好）", "scores, as high as can be")

/** A plan of rows and columns, with its certificate. */
export const matrixText = (language: Language, answer: MatrixAnswer): string => {
  const { mostPairs, objective, pairs, prices, total, unique } = answer
  const most =
    mostPairs === undefined
      ? []
      : [
          pick(language, `  至多${pairs.length}对：`, `  no plan has more than ${pairs.length} pairs:`),
          ...pricesText(language, mostPairs),
          pick(language, "  在这样的方案中，没有更优的：", "  of these plans none is better:")
        ]
  const hint =
    pairs.length === 0 && mostPairs === undefined
      ? [
          pick(
            language,
            "没有必须成对的行或列，不结对最优。如需尽量多结对，请加 --most-pairs。",
            "No row or column must have a pair, and no pair at all is best. --most-pairs asks for as many pairs as possible."
          )
        ]
      : []
  return [
    pick(
      language,
      `方案：${pairs.length}对，合计${total}；${objectiveText(language, objective)}。${uniqueWords(language, unique)}。`,
      `The plan: ${pairs.length} pairs, ${total} in all; ${objectiveText(language, objective)}; ${uniqueWords(language, unique)}.`
    ),
    ...pairs.map(({ column, row, value }) =>
      pick(language, `  行${row} → 列${column}：${value}`, `  row ${row} → column ${column}: ${value}`)
    ),
    ...hint,
    pick(language, "证明：", "Certificate:"),
    ...most,
    ...pricesText(language, prices),
    checked(language)
  ].join("\n")
}

const itemText = (language: Language, side: Assignment.SideName, index: number): string =>
  side === "rows"
    ? pick(language, `行${index + 1}`, `row ${index + 1}`)
    : pick(language, `列${index + 1}`, `column ${index + 1}`)

/** `1 pair`, `2 pairs`. */
const pairsText = (count: number): string => `${count} ${count === 1 ? "pair" : "pairs"}`

/** `row 1`, `row 1 and row 2`, `row 1, row 2 and row 3`. */
const allOf = (language: Language, names: ReadonlyArray<string>): string => {
  if (language === "zh" || names.length < 2) return names.join("、")
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
}

const shortfallText = (
  language: Language,
  { have, need, offers, side, wanting }: Assignment.Shortfall
): string => {
  const other = side === "rows" ? "columns" : "rows"
  const takers = wanting.map(({ index }) => itemText(language, side, index))
  const givers = offers.map(({ index }) => itemText(language, other, index))
  const who = allOf(language, takers)
  if (givers.length === 0) {
    return pick(
      language,
      `没有可行方案：${who}需要${need}对，却没有一对是允许的`,
      `there is no plan: ${who} must have ${pairsText(need)}, but may not be paired at all`
    )
  }
  const whom = allOf(language, givers)
  return pick(
    language,
    `没有可行方案：${who}共需${need}对，而${whom}合计只能给${have}对`,
    `there is no plan: ${who}${takers.length > 1 ? " together" : ""} must have ${pairsText(need)}, but ${whom} can give only ${have}`
  )
}

/** Why a matrix has no plan. */
export const matrixRefusal = (language: Language, refusal: Assignment.Refusal): string => {
  switch (refusal._tag) {
    case "Shortfall":
      return shortfallText(language, refusal)
    case "LeastOverMost": {
      const item = itemText(language, refusal.side, refusal.index)
      return pick(language, `${item}的下限大于上限`, `${item}: the least is more than the most`)
    }
    case "BadBound": {
      const item = itemText(language, refusal.side, refusal.index)
      return pick(
        language,
        `${item}的上下限应为不小于0的整数，而不是${refusal.bound}`,
        `${item}: a bound must be a whole number from 0, but is ${refusal.bound}`
      )
    }
    case "WrongLength":
      return pick(
        language,
        `${refusal.array}应有${refusal.expected}项，而不是${refusal.found}项`,
        `${refusal.array}: expected ${refusal.expected} numbers, found ${refusal.found}`
      )
    case "BadAllowed": {
      const item = itemText(language, "rows", refusal.row)
      return pick(
        language,
        `${item}允许的列应按顺序排列且都存在`,
        `${item}: its allowed columns must exist and be in ascending order`
      )
    }
    case "CostNotWhole":
      return pick(language, `${refusal.cost}不是整数`, `${refusal.cost} is not a whole number`)
    case "CostTooLarge":
    case "ProblemTooLarge": {
      const found = refusal._tag === "CostTooLarge" ? refusal.cost : refusal.largest
      return pick(
        language,
        `数值${found}过大：此规模下至多${refusal.limit}，否则无法精确相加`,
        `${found} is too large: with so many rows and columns, up to ${refusal.limit} can be added up exactly`
      )
    }
  }
}

/** A statement of a plan that is false. */
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

/** A false statement: what it says, and what is true. Rows and columns count from 1. */
export const misstatementText = (language: Language, wrong: Misstatement): string => {
  switch (wrong._tag) {
    case "Objective":
      return pick(
        language,
        `方案注明 objective 为 ${wrong.stated}，而此矩阵为 ${wrong.found}`,
        `the plan states the objective ${wrong.stated}, but the numbers of this matrix are ${wrong.found}`
      )
    case "Value":
      return pick(
        language,
        `方案注明行${wrong.row} → 列${wrong.column}的 value 为 ${wrong.stated}，而矩阵中为 ${wrong.found}`,
        `the plan states the value ${wrong.stated} for row ${wrong.row} → column ${wrong.column}, but the matrix has ${wrong.found}`
      )
    case "Total":
      return pick(
        language,
        `方案注明 total 为 ${wrong.stated}，而各对相加为 ${wrong.found}`,
        `the plan states the total ${wrong.stated}, but its pairs add up to ${wrong.found}`
      )
    case "MostPairs":
      return pick(
        language,
        "方案注明对数已为最多（mostPairs），而此次并未要求：请加 --most-pairs",
        "the plan states that it has the most pairs (mostPairs), but this problem does not ask for them: add --most-pairs"
      )
  }
}

const goalText = (language: Language, goal: AssignmentCheck.Goal): string =>
  goal === "pairs" ? pick(language, "（对数最多）", " (the most pairs)") : ""

/** A flaw of a plan of rows and columns. */
export const matrixFlawText = (language: Language, flaw: AssignmentCheck.Flaw): string => {
  const said = pick(language, "方案未通过校验：", "the plan does not hold: ")
  const pair = (row: number, column: number): string =>
    pick(language, `行${row + 1} → 列${column + 1}`, `row ${row + 1} → column ${column + 1}`)
  switch (flaw._tag) {
    case "PairNotAllowed":
      return `${said}${pick(
        language,
        `${pair(flaw.row, flaw.column)}不存在或不允许`,
        `${pair(flaw.row, flaw.column)} does not exist or is not allowed`
      )}`
    case "PairsOutOfOrder":
      return `${said}${pick(
        language,
        `${pair(flaw.row, flaw.column)}出现了两次`,
        `${pair(flaw.row, flaw.column)} occurs twice`
      )}`
    case "OutOfBounds": {
      const item = itemText(language, flaw.side, flaw.index)
      const bounds = flaw.least === flaw.most ? `${flaw.least}` : `${flaw.least}–${flaw.most}`
      return `${said}${pick(
        language,
        `${item}有${flaw.pairs}对，应为${bounds}对`,
        `${item} has ${pairsText(flaw.pairs)}, and must have ${bounds}`
      )}`
    }
    case "WrongTotal":
      return misstatementText(language, { ...flaw, _tag: "Total" })
    case "WrongUnique":
      return pick(
        language,
        `方案注明 unique 为 ${flaw.stated}，而${flaw.found ? "没有" : "另有"}同样好的方案`,
        `the plan states unique: ${flaw.stated}, but ${flaw.found ? "no other plan is as good" : "another plan is as good"}`
      )
    case "PricesMissing":
      return `${said}${pick(
        language,
        `价格（prices）缺失或数量不符${goalText(language, flaw.goal)}`,
        `its prices are missing, or are not one for each row and column${goalText(language, flaw.goal)}`
      )}`
    case "BadPrice": {
      const item = itemText(language, flaw.side, flaw.index)
      return `${said}${pick(
        language,
        `${item}的价格不是整数或过大${goalText(language, flaw.goal)}`,
        `the price of ${item} is not a whole number or is too large${goalText(language, flaw.goal)}`
      )}`
    }
    case "NotOptimalAt":
      return `${said}${pick(
        language,
        `按其价格，${pair(flaw.row, flaw.column)}该有却没有，或不该有却有${goalText(language, flaw.goal)}`,
        `by its prices, ${pair(flaw.row, flaw.column)} should be in the plan and is not, or should not be and is${goalText(language, flaw.goal)}`
      )}`
    case "NotOptimalFor": {
      const item = itemText(language, flaw.side, flaw.index)
      return `${said}${pick(
        language,
        `按其价格，${item}的对数不对${goalText(language, flaw.goal)}`,
        `by its price, ${item} should have another number of pairs${goalText(language, flaw.goal)}`
      )}`
    }
  }
}

/** The parts of a plan that the check does not know. */
export const notCheckedText = (language: Language, names: ReadonlyArray<string>): string =>
  pick(language, `未校验：${names.join("、")}`, `Not checked: ${names.join(", ")}`)
