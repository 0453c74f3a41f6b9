import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "@liulinhui/core/Coverage"
import { type Column, type Columns, fromFacts } from "@liulinhui/coverage-index/CoverageColumns"
import { factsAfter } from "@liulinhui/core/Coverage"
import * as CoverageScan from "@liulinhui/coverage-index/CoverageScan"
import fc from "fast-check"
import { areas, coverageDay, coverageEvents, coverageRule } from "@liulinhui/testing/Coverage"
import { runs } from "../../tooling/src/runs.ts"

/** Converts a column of codes (one number for each row) to a column with one set of rows for each id. */
const asSets = (column: Column): Column => {
  if (column.type !== "codes" || column.sets.includes(undefined)) return column
  const rows = (test: (set: ReadonlyArray<string> | undefined | null) => boolean): Int32Array => {
    const bits = new Int32Array((column.data.length + 31) >>> 5)
    column.data.forEach((code, row) => {
      if (test(column.sets[code])) bits[row >>> 5]! |= 1 << (row & 31)
    })
    return bits
  }
  const ids = new Set(column.sets.flatMap((set) => set ?? []))
  return {
    type: "sets",
    has: Object.fromEntries([...ids].map((id) => [id, rows((set) => set?.includes(id) === true)])),
    unknown: rows((set) => set === null)
  }
}

describe("a compiled rule", () => {
  it("has the same answers if a column of ids is stored as one set of rows for each id", () => {
    fc.assert(
      fc.property(coverageEvents(), coverageRule(), coverageDay, (events, rule, asOf) => {
        const { columns } = fromFacts([rule], factsAfter(events, asOf, areas), asOf)
        const compiled = [CoverageScan.compile(rule)]
        const other = Object.fromEntries(
          Object.entries(columns).map(([population, table]) => [
            population,
            {
              ...table,
              fields: Object.fromEntries(
                Object.entries(table.fields).map(([field, column]) => [field, asSets(column)])
              )
            }
          ])
        ) as Columns
        expect(CoverageScan.scan(compiled, other, asOf)).toEqual(CoverageScan.scan(compiled, columns, asOf))
      }),
      { numRuns: runs(200, 1000) }
    )
  })

  it("has the same answers over columns as the plain evaluation person by person", () => {
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
      { numRuns: runs(600, 3000) }
    )
  })
})
