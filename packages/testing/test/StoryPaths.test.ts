import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { read } from "@liulinhui/testing/Story"
import * as StoryPaths from "@liulinhui/testing/StoryPaths"
import * as Result from "effect/Result"
import { tiny, tinyWith } from "./models.ts"

const storyOf = (found: Result.Result<StoryPaths.StoryPath, StoryPaths.NoPath>) => {
  const { story } = Result.getOrThrow(found)
  return Result.getOrThrow(read(story))
}
const requestsOf = (found: Result.Result<StoryPaths.StoryPath, StoryPaths.NoPath>) =>
  storyOf(found).events.flatMap(({ asked }) => (asked === undefined ? [] : [asked.request._tag]))

describe("a generated story", () => {
  const paths = StoryPaths.make(tiny)

  it("is the shortest one that takes the step, by the people of the model, and it states where the case ends", () => {
    const found = paths.to("help", "help")
    expect(Result.getOrThrow(found).takes).toEqual(["promise", "help"])
    expect(requestsOf(found)).toEqual(["ImportRegistry", "OpenCase", "TakeStep", "TakeStep"])
    const { events } = storyOf(found)
    // One person may not take both steps.
    expect(events.slice(2, 4).map(({ asked }) => asked?.by)).toEqual(["wang", "li"])
    expect(events.at(-1)).toEqual({
      at: "2026-03-02T09:03:00+08:00",
      expect: { case: { "help-1": { stage: "helped", open: false, outcome: "achieved" } } }
    })
  })

  it("waits for the deadline of a step that the clock takes", () => {
    const found = paths.to("help", "forget")
    expect(requestsOf(found)).toEqual(["ImportRegistry", "OpenCase"])
    expect(storyOf(found).events.at(-1)).toEqual({
      at: "2026-03-08T09:00:00+08:00",
      expect: { case: { "help-1": { stage: "forgotten", open: true } } }
    })
  })

  it("begins on the given day, in the time zone of the model", () => {
    const later = StoryPaths.make(tinyWith({ timeZone: "Europe/London" }), Day.make("2026-07-01"))
    expect(storyOf(later.to("help", "promise")).events.map(({ at }) => at)).toEqual([
      "2026-07-01T08:00:00+01:00",
      "2026-07-01T09:00:00+01:00",
      "2026-07-01T09:01:00+01:00",
      "2026-07-01T09:02:00+01:00"
    ])
  })

  it("grants a mandate to a stand-in if nobody of the model has the role", () => {
    const alone = StoryPaths.make(tinyWith({ actors: { wang: null, li: null } }))
    expect(requestsOf(alone.to("help", "promise"))).toEqual([
      "ImportRegistry",
      "GrantMandate",
      "OpenCase",
      "TakeStep"
    ])
  })

  it("does not exist if nobody of the model may enter the people, or may grant the mandate; the reason is returned", () => {
    const nobody = StoryPaths.make(tinyWith({ actors: { office: null } })).to("help", "promise")
    expect(Result.isFailure(nobody) && nobody.failure.reasons).toEqual(["NotAllowed"])
    const roles = { office: { may: ["registry", "contact"] }, volunteer: { may: ["contact", "poll"] } }
    const ungranted = StoryPaths.make(tinyWith({ roles, actors: { wang: null, li: null } }))
    const found = ungranted.to("help", "promise")
    expect(Result.isFailure(found) && found.failure).toEqual({
      playbook: "help",
      step: "promise",
      reasons: [expect.stringContaining("(volunteer)")]
    })
  })

  it("is made once for all steps that it takes", () => {
    const { paths: made, without } = paths.through("help", ["promise", "forget", "help"])
    expect([made.map(({ step }) => step).toSorted(), without]).toEqual([["forget", "help"], []])
  })

  it("throws an error that lists the playbooks if there is no such playbook", () => {
    expect(() => paths.to("helm", "help")).toThrow(
      new RangeError('the model has no playbook "helm": name one of help')
    )
  })
})
