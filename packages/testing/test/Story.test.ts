import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { millisOf, read } from "../src/Story.ts"

const at = (time: string): string => `2026-03-02T${time}:00+08:00`
const propose = { _tag: "ProposePairing", proposal: "first" }

const problems = (value: unknown): ReadonlyArray<string> => {
  const story = read(value)
  return Result.isFailure(story)
    ? story.failure.problems.map(({ code, path }) => `${path.join(".")} ${code}`)
    : []
}

describe("a story", () => {
  it("has its requests decoded, and ends at its last event unless it says otherwise", () => {
    const contacts = [{ kind: "home-visit", subject: "resident:r1" }]
    const events = [
      { at: at("09:00"), by: "office", id: "p1", do: propose },
      { at: at("09:00"), by: "office", do: { _tag: "RecordContacts", on: "2026-03-01", contacts } }
    ]
    const story = Result.getOrThrow(read({ importer: "office", events }))
    expect(story.until).toBe(at("09:00"))
    expect(story.events[1]?.asked?.request).toMatchObject({ _tag: "RecordContacts", on: 20_513 })
    const until = "2026-03-31T20:00:00Z"
    expect(Result.getOrThrow(read({ until, events })).until).toBe(until)
    expect(millisOf("2026-03-02T09:00:00+08:00")).toBe(Date.UTC(2026, 2, 2, 1))
  })

  it("reports all mistakes of its events at once, each with its path", () => {
    const events = [
      { at: at("10:00"), by: "office", do: { ...propose, proposal: 1, propsal: "x" } },
      { at: at("09:00"), do: propose },
      { at: at("11:00"), by: "office" },
      { at: at("11:00"), by: "office", do: { _tag: "ProposePairings" } },
      { at: at("11:00"), expect: "refused" }
    ]
    expect(problems({ until: at("10:30"), events }).toSorted()).toEqual(
      [
        "events.0.do.propsal unknown-key",
        "events.0.do.proposal wrong-value",
        "events.1.at out-of-order",
        "events.1.by missing",
        "events.2 empty-event",
        "events.3.do._tag unknown-request",
        "events.4.expect nothing-to-refuse",
        "until out-of-order"
      ].toSorted()
    )
  })

  it("refuses an unknown key, a time without its offset, and a share that is invalid", () => {
    expect(
      problems({ events: [{ at: at("09:00"), by: "office", do: propose, expects: "refused" }] })
    ).toEqual(["events.0.expects unknown-key"])
    expect(problems({ events: [{ at: "2026-03-02T09:00:00", by: "office", do: propose }] })).toEqual([
      "events.0.at wrong-value"
    ])
    expect(problems({ events: [{ at: "2026-02-30T09:00:00+08:00x", by: "office", do: propose }] })).toEqual([
      "events.0.at wrong-value"
    ])
    expect(problems({ events: [{ at: at("09:00"), expect: { coverage: { rule: "0.5" } } }] })).not.toEqual([])
    expect(problems({ events: [] })).not.toEqual([])
  })
})
