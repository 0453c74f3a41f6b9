/**
 * Computes which Party branch should lead which self-governance group. Returns the exact optimum, or every reason why
 * no pairing is possible.
 */
import { type DocumentRefused, StrictReader, type Problem as Mistake } from "@liulinhui/core/Problem"
import {
  type Flaw,
  verify as verifyPlan,
  type NoPlanReason,
  type Plan,
  Problem
} from "@liulinhui/core/Pairing"
import * as Solver from "@liulinhui/core/Pairing"
import * as Id from "@liulinhui/core/Id"
import * as Schema from "effect/Schema"
import * as E from "fp-ts/lib/Either.js"
import * as O from "fp-ts/lib/Option.js"
import * as RA from "fp-ts/lib/ReadonlyArray.js"
import { fromReadonlyArray, type ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import { decisionToFp, resultToFp } from "./Convert.ts"

const read = StrictReader.reader(Problem)

/**
 * Reads a pairing problem from plain data, or returns every mistake with its path.
 *
 * @category constructors
 */
export const problem = (input: unknown): E.Either<ReadonlyNonEmptyArray<Mistake>, Problem> =>
  E.mapLeft(({ problems }: DocumentRefused) => mistakesOf(problems))(resultToFp(read(input)))

const unreadable: Mistake = { path: [], code: "malformed", message: "this is not a pairing problem" }

// If the reader of pairing problems fails, it returns at least one mistake.
const mistakesOf = (mistakes: ReadonlyArray<Mistake>): ReadonlyNonEmptyArray<Mistake> =>
  O.getOrElse((): ReadonlyNonEmptyArray<Mistake> => [unreadable])(fromReadonlyArray(mistakes))

/**
 * Computes the best plan (which branch leads which group) with its proof, or returns every reason why there is no plan.
 *
 * @example
 * ```ts
 * import { Pairing } from "@liulinhui/fp-ts"
 * import * as E from "fp-ts/lib/Either.js"
 * import { pipe } from "fp-ts/lib/function.js"
 * import { strict as assert } from "node:assert"
 *
 * const pairs = pipe(
 *   Pairing.problem({
 *     branches: [{ id: "north", strengths: { mediation: 80 } }, { id: "south", strengths: { arts: 60 } }],
 *     groups: [{ id: "peace", needs: { mediation: 3 } }, { id: "joy", needs: { arts: 2 } }],
 *     criteria: { strengths: 1 }
 *   }),
 *   E.mapLeft(() => "malformed"),
 *   E.chainW(Pairing.solve),
 *   E.map((plan) => plan.pairs.map(({ branch, group }) => `${branch} leads ${group}`))
 * )
 * assert.deepEqual(pairs, E.right(["north leads peace", "south leads joy"]))
 * ```
 *
 * @category solving
 */
export const solve = (of: Problem): E.Either<ReadonlyNonEmptyArray<NoPlanReason>, Plan> =>
  decisionToFp(Solver.solve(of))

/**
 * Returns the best compromises between points and changes of the current pairing. A plan with more points has more
 * changes. The plan with the fewest changes comes first.
 *
 * @category solving
 */
export const frontier = (of: Problem): E.Either<ReadonlyNonEmptyArray<NoPlanReason>, ReadonlyArray<Plan>> =>
  decisionToFp(Solver.frontier(of))

/**
 * Checks a pairing plan without the solver. Returns `None` if its proof is correct, otherwise the mistake. @category
 * checking
 */
export const verify =
  (of: Problem) =>
  (plan: Plan): O.Option<Flaw> =>
    O.fromNullable(verifyPlan(of, plan))

const isBranch = Schema.is(Id.BranchId)
const isGroup = Schema.is(Id.GroupId)

/** Explains why a plan does not contain a pair, and what the pair would cost. @category explaining */
export const whyNot =
  (of: Problem, plan: Plan) =>
  (branch: string, group: string): Solver.WhyNot =>
    isBranch(branch) && isGroup(group) ? Solver.whyNot(of, plan, branch, group) : { _tag: "UnknownPair" }

/** Returns the groups that a branch leads in a plan. @category reading */
export const ledBy =
  (branch: string) =>
  ({ pairs }: Plan): ReadonlyArray<string> =>
    RA.filterMap(({ branch: of, group }: Plan["pairs"][number]) => (of === branch ? O.some(group) : O.none))(
      pairs
    )
