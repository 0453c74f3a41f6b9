import { describe, expect, it } from "@effect/vitest"
import { Request } from "@liulinhui/core/Governance"
import fc from "fast-check"
import { AttemptOutcome } from "@liulinhui/core/Facts"
import * as Schema from "effect/Schema"
import { listedIn, outcomes, requestOf } from "../../src/round/Touch.ts"
import { listed, outcome, subject, touch } from "./sample.ts"

const visits = fc.uniqueArray(subject, { minLength: 1 }).map((subjects) => subjects.map((one) => listed(one)))
const read = Schema.decodeUnknownSync(Request)

describe("a touch", () => {
  it("becomes a request of core that records each of its subjects once, whatever the outcome", () => {
    fc.assert(
      fc.property(visits, outcome, fc.boolean(), (some, result, isAgreed) => {
        const request = read(
          requestOf({
            visits: some,
            outcome: result,
            on: "2026-03-02",
            ...(isAgreed ? { again: "2026-03-09" } : {})
          })
        )
        const parts =
          request._tag === "RecordContacts"
            ? request.contacts
            : request._tag === "RecordAttempts"
              ? request.attempts
              : []
        expect(parts.map((part) => part.subject)).toEqual(some.map((visit) => visit.subject))
        expect(request._tag).toBe(result === "reached" ? "RecordContacts" : "RecordAttempts")
        const days = parts.filter((part) => "again" in part)
        expect(days.length).toBe(isAgreed && result === "next-time" ? some.length : 0)
      })
    )
  })

  it("has the outcomes of core, and one for a person who was reached", () => {
    expect(outcomes).toEqual(["reached", ...AttemptOutcome.literals])
  })

  it("records no contact of a kind that requires a proof, but an attempt", () => {
    const some = [listed("household:b1-101", { kinds: [], proven: ["notice-served"] }), listed("resident:r1")]
    const at = (result: "reached" | "nobody-in") =>
      requestOf({ visits: some, outcome: result, on: "2026-03-02" })
    expect(at("reached")).toMatchObject({ contacts: [{ kind: "outreach-visit", subject: "resident:r1" }] })
    expect(at("nobody-in")).toMatchObject({
      attempts: [{ kind: "notice-served", outcome: "nobody-in" }, { kind: "outreach-visit" }]
    })
  })

  it("is read from a form only if the form names its visits in full", () => {
    const text = JSON.stringify(touch("a", ["resident:r1"]).visits)
    expect(listedIn(text)).toEqual([listed("resident:r1")])
    for (const wrong of [
      "",
      "[]",
      "{}",
      "[1]",
      `[{"subject":"resident:r1"}]`,
      text.replace("rules", "rule")
    ]) {
      expect([wrong, listedIn(wrong)]).toEqual([wrong, undefined])
    }
  })
})
