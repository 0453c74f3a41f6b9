import { describe, expect, it } from "@effect/vitest"
import { problem as arbitrary } from "../../../testing/src/Pairing.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { Problem, problem, type ProblemDocument } from "../../src/pairing/PairingProblem.ts"

const document: ProblemDocument = {
  branches: [{ id: "north", strengths: { mediation: 80 } }],
  groups: [{ id: "peace", needs: { mediation: 3 } }],
  criteria: { strengths: 1 }
}

describe("a pairing problem that a person writes", () => {
  it("has plain texts as ids, and the defaults of what is left out", () => {
    expect(Result.getOrThrow(problem(document))).toMatchObject({
      branches: [{ id: "north", leads: { least: 0, most: 1 }, people: 0 }],
      groups: [{ id: "peace", ledBy: 1 }],
      pins: [],
      policy: "best-score"
    })
  })

  it("is the same problem again after it is written as a document", () => {
    fc.assert(
      fc.property(arbitrary(), (one) => {
        expect(Result.getOrThrow(problem(Schema.encodeSync(Problem)(one)))).toEqual(one)
      }),
      { numRuns: 20 }
    )
  })

  it("is refused with every mistake and its path", () => {
    const wrong = { ...document, branches: [{ id: "no/id", strength: {} }], criteria: { strengths: 0.5 } }
    const read = problem(wrong)
    expect(Result.isFailure(read) && read.failure.problems.map(({ path }) => path.join("."))).toEqual(
      expect.arrayContaining(["branches.0.id", "branches.0.strength", "criteria.strengths"])
    )
  })

  it("with a misspelt key does not compile", () => {
    // @ts-expect-error the key is `branches`
    expect(Result.isFailure(problem({ branch: [], groups: [], criteria: {} }))).toBe(true)
  })
})
