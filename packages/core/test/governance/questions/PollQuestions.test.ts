import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { answer, ask, Question } from "../../../src/governance/Question.ts"
import * as Day from "../../../src/kernel/Day.ts"
import { ActorId } from "../../../src/place/Id.ts"
import { PollId } from "../../../src/polls/OpenedPoll.ts"
import { Small } from "../../district/small.ts"

const read = Schema.decodeUnknownSync(Schema.toCodecJson(Question))
const on = Day.make("2026-03-02")

/** A district with a vote of the two flats of building 1. The owner of the first flat has voted. */
const voting = new Small()
  .submit("head-b1", {
    _tag: "OpenCase",
    case: "lift",
    playbook: "lift-retrofit",
    subjects: ["building:b1"],
    evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
  })
  .submit("lead-unity", {
    _tag: "OpenPoll",
    poll: "lift-1",
    case: "lift",
    rules: "civil-code-278-alteration",
    closes: "2026-03-31",
    units: [
      { unit: "b1-101", owner: "li" },
      { unit: "b1-102", owner: "wu" }
    ]
  })
  .submit("lead-unity", { _tag: "CastBallot", poll: "lift-1", owner: "li", opinion: "against" })

const asked = (by: string, question: object) =>
  ask(voting.district, { by: ActorId.make(by), on }, read(question))

describe("the list of polls", () => {
  it("has the answer about each poll on a case that the actor may see, and no other poll", () => {
    const one = Result.getOrThrow(
      answer(voting.asking("committee"), { _tag: "AskPoll", poll: PollId.make("lift-1") })
    )
    for (const by of ["committee", "lead-unity", "head-b1"])
      expect(asked(by, { _tag: "AskPolls" })).toMatchObject(Result.succeed({ on, polls: [one] }))
    expect(asked("head-b2", { _tag: "AskPolls" })).toEqual(Result.succeed({ on, polls: [] }))
    expect(asked("committee", { _tag: "AskPolls", case: "another" })).toEqual(
      Result.succeed({ on, polls: [] })
    )
  })
})

describe("the electorate of a poll", () => {
  it("says of each owner whether there is a ballot, and never which one", () => {
    const found = asked("lead-unity", { _tag: "AskElectorate", poll: "lift-1" })
    expect(found).toEqual(
      Result.succeed({
        poll: "lift-1",
        electors: [
          { owner: "li", area: 500_000, units: ["b1-101"], ballot: "cast" },
          { owner: "wu", area: 500_000, units: ["b1-102"], ballot: "none" }
        ]
      })
    )
    expect(JSON.stringify(found)).not.toContain("against")
  })

  it("is for those who may record ballots for the group of the case", () => {
    const reasonsFor = (by: string) => {
      const result = asked(by, { _tag: "AskElectorate", poll: "lift-1" })
      return Result.isFailure(result) ? result.failure.reasons.map(({ _tag }) => _tag) : []
    }
    expect(reasonsFor("committee")).toEqual([])
    // The head of the stairwell sees the case and its count, and has no authority over polls.
    expect(reasonsFor("head-b1")).toEqual(["NotAllowed"])
    // The leader of another group has the authority for the polls of that group.
    expect(reasonsFor("lead-warmth")).toEqual(["PollUnknown"])
  })
})
