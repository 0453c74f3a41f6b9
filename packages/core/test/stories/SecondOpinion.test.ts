import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "../../src/coverage/Coverage.ts"
import { factsAfter } from "../../src/coverage/CoverageEvent.ts"
import { CoverageRule } from "../../src/coverage/CoverageRule.ts"
import { type Population, populations } from "../../src/place/Facts.ts"
import { areas, coverageDay, coverageEvents, coverageRuleJson } from "../../../testing/src/Coverage.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { load, query } from "../coverage/sql.ts"
import { runs } from "../../../tooling/src/runs.ts"

const decode = Schema.decodeUnknownSync(CoverageRule)

const statuses = (answer: Coverage.Coverage): ReadonlyArray<readonly [string, string]> =>
  (
    [
      ["reached", answer.reached],
      ["missing", answer.gaps],
      ["excluded", answer.excluded],
      ["unknown", answer.unknown]
    ] as const
  )
    .flatMap(([status, members]) => members.map(({ id }) => [id, status] as const))
    .toSorted(([a, s], [b, t]) => (a < b ? -1 : a > b ? 1 : s < t ? -1 : 1))

const seen: Record<string, number> = {}

describe("the same rules in SQL", () => {
  it.each(populations)("return the same %s", (population: Population) => {
    fc.assert(
      fc.property(
        coverageEvents(),
        coverageRuleJson(population, "rule-1", { isDownward: true }),
        coverageDay,
        (events, json, asOf) => {
          const facts = factsAfter(events, asOf, areas)
          const db = load(facts)
          try {
            const rows = db.prepare(query(json as never, asOf)).all()
            const found = rows
              .map((row) => [String(row["id"]), String(row["status"])] as const)
              .toSorted(([a, s], [b, t]) => (a < b ? -1 : a > b ? 1 : s < t ? -1 : 1))
            for (const [, status] of found)
              seen[`${population} ${status}`] = (seen[`${population} ${status}`] ?? 0) + 1
            expect(statuses(Coverage.evaluate(decode(json), facts, asOf))).toEqual(found)
          } finally {
            db.close()
          }
        }
      ),
      { numRuns: runs(150, 600) }
    )
  })

  it("were evaluated for members in every status", () => {
    for (const status of ["reached", "missing", "excluded", "unknown"]) {
      const times = populations.reduce((sum, population) => sum + (seen[`${population} ${status}`] ?? 0), 0)
      expect([status, times > 0]).toEqual([status, true])
    }
  })
})
