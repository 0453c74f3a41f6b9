import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "@liulinhui/core/coverage/Coverage"
import { type CoverageEvent, factsAfter } from "@liulinhui/core/coverage/CoverageEvent"
import { CoverageIndex } from "@liulinhui/core/coverage/CoverageIndex"
import type { CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
import * as Day from "@liulinhui/core/kernel/Day"
import fc from "fast-check"
import { areas, coverageEvents, coverageRule, firstDay } from "../../../testing/src/coverage.ts"

/** What an index and an evaluation must agree on. */
const seen = (answer: Coverage.Coverage) => ({
  figures: {
    counts: answer.counts,
    ratio: answer.ratio,
    standing: answer.standing,
    parts: answer.parts,
    groups: answer.groups
  },
  reached: answer.reached.map(({ id }) => id).toSorted(),
  missing: answer.gaps.map(({ id, place }) => [id, place]),
  excluded: answer.excluded.map(({ id, reason, source }) => [id, reason, source]),
  unknown: answer.unknown.map(({ id }) => id).toSorted()
})

const known = (index: CoverageIndex, { id }: CoverageRule) => ({
  figures: index.figures(id),
  reached: index
    .members(id, "reached")
    .map((member) => member.id)
    .toSorted(),
  missing: index.members(id, "missing").map((member) => [member.id, member.place]),
  excluded: index.excluded(id).map((member) => [member.id, member.reason, member.source]),
  unknown: index
    .members(id, "unknown")
    .map((member) => member.id)
    .toSorted()
})

const rules = fc.tuple(coverageRule("rule-1"), coverageRule("rule-2"))
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(1, 1, 2, 7) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }
)

/** Events, and how many days pass before each. */
const story = (maxLength: number) =>
  coverageEvents(maxLength).chain((events) =>
    fc.tuple(fc.constant(events), fc.array(step, { minLength: events.length, maxLength: events.length }))
  )

const agree = (
  index: CoverageIndex,
  all: ReadonlyArray<CoverageRule>,
  events: ReadonlyArray<CoverageEvent>
): void => {
  const facts = factsAfter(events, index.today, areas)
  for (const rule of all) {
    expect(known(index, rule)).toEqual(seen(Coverage.evaluate(rule, facts, index.today)))
  }
}

describe("a coverage index", () => {
  it("equals the full evaluation after any interleaving of events and days", () => {
    fc.assert(
      fc.property(rules, story(30), fc.integer({ min: 0, max: 20 }), (all, [events, steps], start) => {
        const index = new CoverageIndex({ rules: all, areas, today: Day.add(firstDay, start) })
        events.forEach((event, at) => {
          index.advance(Day.add(index.today, steps[at] ?? 0))
          if ((steps[at] ?? 0) > 0) agree(index, all, events.slice(0, at))
          index.apply(event)
          agree(index, all, events.slice(0, at + 1))
        })
        index.advance(Day.add(index.today, 45))
        agree(index, all, events)
      }),
      { numRuns: 2000 }
    )
  })
})
