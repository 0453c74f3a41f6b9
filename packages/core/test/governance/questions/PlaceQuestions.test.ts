import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { answer, Question } from "../../../src/governance/Question.ts"
import { Small } from "../../district/small.ts"

const read = Schema.decodeUnknownSync(Schema.toCodecJson(Question))

describe("the registry of a district", () => {
  it("counts in each flat the residents who live there on the day", () => {
    const doorsIn = (small: Small) =>
      Result.getOrThrow(answer(small.asking("committee"), read({ _tag: "AskRegistry", building: "b1" })))
    const flats = (first: number, second: number) => [
      {
        id: "b1",
        label: "1号楼",
        floors: 6,
        households: [
          { id: "b1-101", unit: "101", floor: 1, residents: first },
          { id: "b1-102", unit: "102", floor: 1, residents: second }
        ]
      }
    ]
    const small = new Small()
    expect(doorsIn(small)).toEqual(flats(1, 1))
    small.submit("committee", {
      _tag: "LeaveResident",
      resident: "b1-102-1",
      departure: "moved-away",
      on: "2026-03-02"
    })
    expect(doorsIn(small)).toEqual(flats(1, 0))
  })
})
