/** The pure functions of fp-ts must return the same results as those of `@liulinhui/core`. */
import { describe, expect, it } from "@effect/vitest"
import { solve, whyNot, type Problem, type NoPlanReason, type Plan } from "@liulinhui/core/Pairing"
import { problem as arbitraryProblem } from "@liulinhui/testing/Pairing"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import * as O from "fp-ts/lib/Option.js"
import type { ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import { expectTypeOf } from "vitest"
import { building, elsewhere, household } from "../../../promise/test/elsewhere.ts"
import { Case, Coverage, Day, Deciding, Id, Pairing } from "../../src/index.ts"

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}
const some = <A>(option: O.Option<A>): A => {
  if (O.isNone(option)) throw new Error("none")
  return option.value
}

describe("a pairing", () => {
  it("is the plan of the core, or its reasons, and its proof is right", () => {
    fc.assert(
      fc.property(arbitraryProblem(), (problem: Problem) => {
        const own = Pairing.solve(problem)
        const core = solve(problem)
        expect(E.isRight(own)).toBe(Result.isSuccess(core))
        expect(E.isRight(own) ? own.right : own.left).toEqual(
          Result.isSuccess(core) ? core.success : core.failure.reasons
        )
        const isProven = E.isRight(own) && O.isNone(Pairing.verify(problem)(own.right))
        expect(isProven || (E.isLeft(own) && own.left.length > 0)).toBe(true)
      })
    )
  })

  it("is refuted with the flaw if the plan was changed", () => {
    const problem = right(
      Pairing.problem({
        branches: [{ id: "north", strengths: { mediation: 80 } }],
        groups: [{ id: "peace", needs: { mediation: 3 } }],
        criteria: { strengths: 1 }
      })
    )
    const plan = right(Pairing.solve(problem))
    expect(O.isSome(Pairing.verify(problem)({ ...plan, total: plan.total + 1 }))).toBe(true)
    expect(Pairing.ledBy("north")(plan)).toEqual(["peace"])
    expect(Pairing.whyNot(problem, plan)("north", "no/id")).toEqual({ _tag: "UnknownPair" })
    expect(Pairing.whyNot(problem, plan)("north", "peace")).toEqual(
      whyNot(problem, plan, some(Id.branch("north")), some(Id.group("peace")))
    )
  })

  it("of malformed data is refused with every mistake and its path", () => {
    const mistakes = Pairing.problem({ branches: [{ id: "no/id" }], group: [], criteria: {} })
    expect(E.isLeft(mistakes) && mistakes.left.map(({ path }) => path.join("."))).toEqual(
      expect.arrayContaining(["branches.0.id", "group"])
    )
  })
})

describe("a request", () => {
  const model = right(Deciding.model(elsewhere()))
  const actor = some(Deciding.actor(some(Id.actor("committee")))(model))
  const on = some(Day.fromIso("2026-03-02"))
  const asking = { district: Deciding.district(), model, actor, on }

  it("is decided as the core does, with every reason as a non-empty array", () => {
    const decide = (input: unknown) =>
      pipe(
        Deciding.request(input),
        E.mapLeft((mistakes) => mistakes.map(({ _tag }) => _tag)),
        E.chainW((request) =>
          pipe(
            Deciding.decide(asking)(request),
            E.mapLeft((reasons) => reasons.map(({ _tag }) => _tag))
          )
        )
      )
    expect(
      E.map((changes: ReadonlyArray<{ stream: string }>) => changes.map(({ stream }) => stream))(
        decide({ _tag: "EnterBuilding", building })
      )
    ).toEqual(E.right(["registry"]))
    expect(decide({ _tag: "EnterHousehold", household })).toEqual(E.left(["UnknownBuilding"]))
    expect(decide({ _tag: "EnterBuilding", building: { id: "b", label: "b", floor: 1 } })).toEqual(
      E.left(["KeyUnknown", "KeyMissing"])
    )
    expect(Deciding.mayAskKind(asking)({ _tag: "EnterBuilding" })).toBe(true)
    expect(Deciding.offers(asking.district, on)(some(Id.actor("nobody"))).requests).toEqual([])
  })

  it("cannot be decided on a model with problems, which are all returned", () => {
    const problems = Deciding.model({ id: "elsewhere" })
    expect(E.isLeft(problems) && problems.left.length).toBeGreaterThan(3)
  })

  it("on nothing leaves coverage with nothing to reach, and no case to find", () => {
    const rules = [...model.coverage.values()]
    const answers = Coverage.on(asking.district, on)(rules)
    expect(answers.map(({ counts }) => counts.eligible)).toEqual(rules.map(() => 0))
    expect(O.isNone(Case.find(some(Id.caseId("c")))(asking.district))).toBe(true)
    expect(O.isNone(Id.caseId("no/id"))).toBe(true)
  })
})

describe("the types", () => {
  it("have every reason as a non-empty array", () => {
    expectTypeOf(Pairing.solve).returns.toEqualTypeOf<E.Either<ReadonlyNonEmptyArray<NoPlanReason>, Plan>>()
    expectTypeOf(Day.fromIso).returns.toEqualTypeOf<O.Option<Day.Day>>()
  })
})
