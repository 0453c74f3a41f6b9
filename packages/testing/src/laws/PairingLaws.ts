/** Laws of pairing and of criteria, as laws that name what they found. */
import type { Criterion } from "@liulinhui/core/Pairing"
import * as CorePairing from "@liulinhui/core/Pairing"
import type { Problem } from "@liulinhui/core/Pairing"
import { lawsWith, problem, type ProblemOptions } from "../Pairing.ts"
import { type Law, law } from "./Law.ts"

const sizeOf = ({ branches, groups }: Problem): string =>
  `${branches.length} ${branches.length === 1 ? "branch" : "branches"} and ${groups.length} ${groups.length === 1 ? "group" : "groups"}`

/** What the laws of pairing check. Default: the solver of the library, and problems of every kind. */
export interface PairingLawOptions {
  readonly solve?: typeof CorePairing.solve
  readonly problems?: ProblemOptions
}

/**
 * The laws of pairing: plans have certificates, keep to bounds, and do not depend on names and orders. To check your
 * solver, pass a function `solve`.
 *
 * @category laws
 */
export const pairingLaws = ({
  problems = {},
  solve = CorePairing.solve
}: PairingLawOptions = {}): ReadonlyArray<Law> =>
  lawsWith(solve).map(({ holds, id, name }) =>
    law(id, name, problem(problems), (each) => (holds(each) ? [] : [`broken with ${sizeOf(each)}`]))
  )

const reversed = (each: Problem): Problem => ({
  ...each,
  branches: each.branches.toReversed(),
  groups: each.groups.toReversed(),
  inForce: each.inForce.toReversed()
})

const mostPoints = 2 ** 40

/** Checks the points of every pair of a problem. */
const eachPair =
  (
    { name, points }: Criterion,
    isWrong: (points: number, again: () => number, turned: () => number) => string | undefined
  ) =>
  (each: Problem): ReadonlyArray<string> =>
    each.branches.flatMap((branch) =>
      each.groups.flatMap((group) => {
        const wrong = isWrong(
          points(branch, group, each),
          () => points(branch, group, each),
          () => points(branch, group, reversed(each))
        )
        return wrong === undefined ? [] : [`criterion "${name}": ${wrong} for ${branch.id} and ${group.id}`]
      })
    )

/**
 * The laws of a criterion: whole points within the limits, the same points every time, and the same points in another
 * order of branches and groups.
 *
 * @category laws
 */
export const criterionLaws = (criterion: Criterion, problems: ProblemOptions = {}): ReadonlyArray<Law> => {
  const any = problem(problems)
  return [
    law(
      "points-whole",
      "a criterion returns whole points from −2⁴⁰ to 2⁴⁰",
      any,
      eachPair(criterion, (points) =>
        Number.isSafeInteger(points) && Math.abs(points) <= mostPoints ? undefined : `returns ${points}`
      )
    ),
    law(
      "points-repeatable",
      "a criterion returns the same points every time",
      any,
      eachPair(criterion, (points, again) => {
        const second = again()
        return Object.is(points, second) ? undefined : `returns ${points}, and then ${second}`
      })
    ),
    law(
      "points-without-order",
      "the points of a pair do not depend on the order of branches and groups",
      any,
      eachPair(criterion, (points, _, turned) => {
        const other = turned()
        return Object.is(points, other) ? undefined : `returns ${points}, and ${other} in another order`
      })
    )
  ]
}
