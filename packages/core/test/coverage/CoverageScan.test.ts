import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "@liulinhui/core/coverage/Coverage"
import { fromFacts } from "@liulinhui/core/coverage/CoverageColumns"
import { factsAfter } from "@liulinhui/core/coverage/CoverageEvent"
import * as CoverageScan from "@liulinhui/core/coverage/CoverageScan"
import fc from "fast-check"
import { areas, coverageDay, coverageEvents, coverageRule } from "../../../testing/src/coverage.ts"

describe("a compiled rule", () => {
  it("gives over columns what the plain evaluation gives person by person", () => {
    fc.assert(
      fc.property(
        coverageEvents(),
        fc.tuple(coverageRule("rule-1"), coverageRule("rule-2")),
        coverageDay,
        (events, rules, asOf) => {
          const facts = factsAfter(events, asOf, areas)
          const { columns, idOf } = fromFacts(rules, facts, asOf)
          const answers = CoverageScan.scan(rules.map(CoverageScan.compile), columns, asOf)
          rules.forEach((rule, at) => {
            const plain = Coverage.evaluate(rule, facts, asOf)
            const scanned = answers[at]!
            const ids = (rows: Int32Array): ReadonlyArray<string> =>
              CoverageScan.rowsOf(rows)
                .map((row) => idOf(rule.of, row))
                .toSorted()
            const names = (members: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<string> =>
              members.map(({ id }) => id).toSorted()
            expect(scanned.counts).toEqual(plain.counts)
            expect(ids(scanned.reached)).toEqual(names(plain.reached))
            expect(ids(scanned.missing)).toEqual(names(plain.gaps))
            expect(ids(scanned.excluded)).toEqual(names(plain.excluded))
            expect(ids(scanned.unknown)).toEqual(names(plain.unknown))
          })
        }
      ),
      { numRuns: 3000 }
    )
  })
})
