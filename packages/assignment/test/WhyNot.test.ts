import { describe, expect, it } from "@effect/vitest"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Result from "effect/Result"
import fc from "fast-check"
import { assignment, everyPlan, pairsOf } from "./plans.ts"

/** Every combination of a row and a column. */
const everyPair = ({ columns, rows }: Assignment.Assignment): ReadonlyArray<Assignment.Pair> =>
  Array.from({ length: rows.count * columns.count }, (_, a) => ({
    row: Math.floor(a / columns.count),
    column: a % columns.count
  }))

const name = (row: number, column: number): string => `${row} ${column}`

/** The problem with an additional first goal: that the plan has the given pair. */
const wanting = (problem: Assignment.Assignment, pair: Assignment.Pair): Assignment.Assignment => {
  const { allowed, columns, costs, rows } = problem
  const pairs = everyPair(problem).filter(({ column, row }) =>
    allowed === undefined
      ? true
      : allowed.column.subarray(allowed.start[row], allowed.start[row + 1]).includes(column)
  )
  const wanted = pairs.map(({ column, row }) => (row === pair.row && column === pair.column ? -1 : 0))
  // The option `mostPairs` would come before all goals, so replace it by a second goal with the same effect.
  const most = problem.mostPairs === true ? [pairs.map(() => -1)] : []
  const frame = { rows, columns, ...(allowed === undefined ? {} : { allowed }) }
  return { ...frame, costs: [wanted, ...most, ...costs] }
}

const names = (pairs: ReadonlyArray<Assignment.Pair>): ReadonlyArray<string> =>
  pairs.map(({ column, row }) => name(row, column))

/** All mistakes in an answer of `whyNot`, found by trying every plan. */
const mistakes = (
  problem: Assignment.Assignment,
  plan: Assignment.Solution,
  pair: Assignment.Pair,
  why: Assignment.WhyNot
): ReadonlyArray<string> => {
  const has = new Set(pairsOf(plan).map(([row, column]) => name(row, column)))
  const { best, optima } = everyPlan(wanting(problem, pair))
  const canHave = best?.[0] === -1
  const unless = (right: boolean, mistake: string): ReadonlyArray<string> => (right ? [] : [mistake])
  switch (why._tag) {
    case "InPlan":
      return unless(has.has(name(pair.row, pair.column)), "the plan does not have the pair")
    case "NotAllowed":
    case "NoRoom":
      return unless(!canHave, "there is a plan with the pair")
    case "Impossible": {
      const [reason] = why.reasons
      return [
        ...unless(!canHave, "there is a plan with the pair"),
        ...unless(
          reason._tag === "Shortfall" && AssignmentCheck.verifyShortfall(why.rest, reason),
          "the shortfall is not real"
        )
      ]
    }
    case "Costs": {
      const totals = best?.slice(problem.mostPairs === true ? 2 : 1) ?? []
      const lost = totals.map((total, goal) => total - (plan.totals[goal] ?? 0))
      const gone = new Set(names(why.gone))
      const other = [...[...has].filter((each) => !gone.has(each)), ...names(why.come)].toSorted()
      const asGood = optima.map((each) => each.map(([row, column]) => name(row, column)).toSorted())
      const inCommon = asGood.map((each) => each.filter((one) => has.has(one)).length)
      return [
        ...unless(canHave, "there is no plan with the pair"),
        ...unless(why.lost.join() === lost.join(), `it should lose ${lost.join()}`),
        ...unless(AssignmentCheck.verify(why.rest, why.solution) === undefined, "the proof does not hold"),
        ...unless(
          asGood.some((each) => each.join() === other.join()),
          "its pairs are not an optimal plan"
        ),
        ...unless(why.fewerPairs === has.size - other.length, "the number of pairs is wrong"),
        ...unless(has.size - gone.size === Math.max(...inCommon), "another plan has more pairs in common")
      ]
    }
  }
}

describe("why a plan does not have a pair", () => {
  it("is answered with the best plan that has the pair, or that there is none, for any bounds and bans", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(assignment(), (problem) => {
        const solved = Assignment.solve(problem)
        if (Result.isFailure(solved)) return
        for (const pair of everyPair(problem)) {
          const why = Assignment.whyNot(problem, solved.success, pair)
          seen.add(why._tag)
          expect(mistakes(problem, solved.success, pair, why)).toEqual([])
        }
      }),
      { numRuns: 300 }
    )
    expect([...seen].toSorted()).toEqual(["Costs", "Impossible", "InPlan", "NoRoom", "NotAllowed"])
  })

  it("names the pairs that would go and come", () => {
    const problem = Result.getOrThrow(
      Assignment.fromMatrix([
        [1, 2, 9],
        [2, 5, 9],
        [9, 9, 0]
      ])
    )
    const plan = Result.getOrThrow(Assignment.solve(problem))
    expect(Assignment.whyNot(problem, plan, { row: 0, column: 0 })).toMatchObject({
      _tag: "Costs",
      lost: [2],
      fewerPairs: 0,
      gone: [
        { row: 0, column: 1 },
        { row: 1, column: 0 }
      ],
      come: [
        { row: 0, column: 0 },
        { row: 1, column: 1 }
      ]
    })
    expect(Assignment.whyNot(problem, plan, { row: 7, column: 0 })).toEqual({ _tag: "NotAllowed" })
  })
})
