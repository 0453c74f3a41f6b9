/** Touches of a round, for tests of the outbox. */
import fc from "fast-check"
import type { Listed, Outcome, Touch } from "../../src/round/Touch.ts"
import { outcomes } from "../../src/round/Touch.ts"

export const listed = (subject: string, more: Partial<Listed> = {}): Listed => ({
  subject,
  kinds: ["outreach-visit"],
  proven: [],
  rules: ["elders-reached"],
  ...more
})

export const touch = (id: string, subjects: ReadonlyArray<string>, more: Partial<Touch> = {}): Touch => ({
  id,
  door: "1号楼 101",
  outcome: "reached",
  on: "2026-03-02",
  at: 0,
  visits: subjects.map((subject) => listed(subject)),
  ...more
})

export const outcome: fc.Arbitrary<Outcome> = fc.constantFrom(...outcomes)

/** A few subjects, so that touches often meet at the same door. */
export const subject: fc.Arbitrary<string> = fc.constantFrom(
  ...["r1", "r2", "r3", "r4"].map((id) => `resident:${id}`)
)
