/**
 * A synthetic city for the coverage benches: residents in households of one to six, ages and memberships as in an ageing
 * city, and what was done for them. Every figure comes from integer arithmetic on the row's number, so that a peer can
 * make the same city by itself; nobody real is in it.
 */
import type { Columns, DayColumn, Table } from "@liulinhui/core/coverage/CoverageColumns"
import { days, emptyTable, markKey } from "@liulinhui/core/coverage/CoverageColumns"
import { countedIn, CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
import * as Day from "@liulinhui/core/kernel/Day"
import * as Schema from "effect/Schema"

export const asOf: Day.Day = Day.make("2026-11-23")

/** A 32-bit mix of a row's number; {@link mixSql} is the same in SQL. */
export const mix = (row: number, seed: number): number => {
  // Both products stay below 2⁵³ or are taken modulo 2³² by Math.imul.
  const a = (Math.imul(row, 668_265_263) + seed) >>> 0
  const b = (a ^ (a >>> 15)) >>> 0
  const c = Math.imul(b, 374_761_393) >>> 0
  return (c ^ (c >>> 13)) >>> 0
}
export const mixSql = (seed: number): string => {
  const a = `((i * 668265263 + ${seed}) & 4294967295)`
  const c = `((xor(${a}, ${a} >> 15) * 374761393) & 4294967295)`
  return `xor(${c}, ${c} >> 13)`
}

const seeds = { birth: 11, party: 29, hardship: 47, alone: 101 } as const

/** What was done, by kind: one in so many residents was never reached; the others within so many days. */
export const done = {
  outreach: { seed: 211, never: 20, days: 900 },
  visit: { seed: 307, never: 6, days: 60 },
  contact: { seed: 401, never: 3, days: 14 },
  call: { seed: 503, never: 5, days: 12 },
  notice: { seed: 601, never: 10, days: 700 },
  checkup: { seed: 701, never: 4, days: 500 }
} as const
export type Done = keyof typeof done

/** Days of age at which people are spread, up to 95 years; the older half twice as often. */
const ageDays = (row: number): number => {
  const hash = mix(row, seeds.birth)
  return hash % 3 === 0 ? hash % 15_000 : 9_000 + (hash % 25_000)
}
export const sql = {
  birth: `(date '${Day.toIso(asOf)}' - cast(case when ${mixSql(seeds.birth)} % 3 = 0 then ${mixSql(seeds.birth)} % 15000 else 9000 + ${mixSql(seeds.birth)} % 25000 end as integer))`,
  party: `case when ${mixSql(seeds.party)} % 20 = 0 then date '${Day.toIso(asOf)}' - cast(${mixSql(seeds.party)} % 22000 as integer) end`,
  hardship: `(${mixSql(seeds.hardship)} % 40 = 0)`,
  alone: `(${mixSql(seeds.alone)} % 9 = 0)`,
  done: (kind: Done): string => {
    const { seed, never, days } = done[kind]
    return `case when ${mixSql(seed)} % ${never} <> 0 then date '${Day.toIso(asOf)}' - cast(${mixSql(seed)} % ${days} as integer) end`
  }
}

const name = { zh: "规则", en: "A rule" }
const decode = Schema.decodeUnknownSync(CoverageRule)

/** Eight rules such as a city has: outreach, visits, calls, contacts twice in two weeks, notices, check-ups. */
export const rules: ReadonlyArray<CoverageRule> = [
  { where: { age: { atLeast: 60 } }, reached: { by: ["outreach"] } },
  { where: { partyYears: { atLeast: 50 } }, reached: { by: ["outreach"] } },
  { where: { age: { atLeast: 80 } }, reached: { by: ["visit"], within: "1 month" } },
  {
    where: { age: { atLeast: 60 }, livesAlone: true },
    reached: { by: ["contact"], times: 2, within: "7 days" }
  },
  { where: { tags: ["hardship"] }, reached: { by: ["call"], within: "7 days" } },
  { reached: { by: ["notice"], since: "2025-06-01" } },
  { where: { age: { atLeast: 65 } }, reached: { by: ["checkup"], within: "12 months" } },
  {
    where: { age: { atLeast: 70 }, any: [{ livesAlone: true }, { tags: ["hardship"] }] },
    reached: { by: ["visit"], each: "month" }
  }
].map((rule, at) => decode({ id: `rule-${at + 1}`, name, of: "residents", target: "all", ...rule }))

/** The same rules as SQL conditions over the wide table: who is meant, and who is reached. */
export const conditions = ((): ReadonlyArray<readonly [string, string]> => {
  const on = `date '${Day.toIso(asOf)}'`
  const age = (years: number): string => `birth <= ${on} - interval ${years} year`
  return [
    [age(60), "outreach is not null"],
    [`party <= ${on} - interval 50 year`, "outreach is not null"],
    [age(80), `visit > ${on} - interval 1 month`],
    [`${age(60)} and alone`, `contact > ${on} - 7`],
    ["hardship", `call > ${on} - 7`],
    ["true", "notice >= date '2025-06-01'"],
    [age(65), `checkup > ${on} - interval 12 month`],
    [`${age(70)} and (alone or hardship)`, "visit >= date '2026-11-01'"]
  ]
})()

/** The residents of the city as columns. */
export const city = (rows: number): Columns => {
  const today = days.code(asOf)
  const birth = new Uint16Array(rows)
  const party = new Uint16Array(rows).fill(days.noDay)
  const tags = new Uint8Array(rows)
  const alone = new Int32Array((rows + 31) >>> 5)
  for (let row = 0; row < rows; row++) {
    birth[row] = today - ageDays(row)
    const member = mix(row, seeds.party)
    if (member % 20 === 0) party[row] = today - (member % 22_000)
    if (mix(row, seeds.hardship) % 40 === 0) tags[row] = 1
    if (mix(row, seeds.alone) % 9 === 0) alone[row >>> 5]! |= 1 << (row & 31)
  }
  const last = (kind: Done): DayColumn => {
    const { seed, never, days: span } = done[kind]
    const codes = new Uint16Array(rows)
    for (let row = 0; row < rows; row++) {
      const hash = mix(row, seed)
      if (hash % never !== 0) codes[row] = today - (hash % span)
    }
    return days.fromCodes(codes)
  }
  const marks: Record<string, DayColumn> = {}
  for (const rule of rules) {
    for (const [part] of countedIn(rule.reached)) marks[markKey(part)] ??= last(part.by[0] as Done)
  }
  const residents: Table = {
    rows,
    fields: {
      age: { type: "days", data: days.fromCodes(birth), unknown: false },
      partyYears: { type: "days", data: days.fromCodes(party), unknown: false },
      livesAlone: { type: "flags", yes: alone },
      tags: { type: "codes", data: tags, sets: [[], ["hardship"]] }
    },
    marks,
    excluded: {}
  }
  return {
    residents,
    households: emptyTable,
    buildings: emptyTable,
    cases: emptyTable,
    pairs: emptyTable
  }
}

/** Bytes that the evaluation of {@link rules} reads. */
export const bytesOf = ({ residents: { fields, marks } }: Columns): number =>
  [
    ...Object.values(fields).map((column) =>
      column.type === "flags"
        ? column.yes.byteLength + (column.unknown?.byteLength ?? 0)
        : column.type === "many"
          ? column.owners.byteLength + (column.things?.byteLength ?? 0)
          : column.type === "days"
            ? column.data.planes.byteLength
            : column.data.byteLength
    ),
    ...Object.values(marks).map(({ planes }) => planes.byteLength)
  ].reduce((sum, bytes) => sum + bytes, 0)
