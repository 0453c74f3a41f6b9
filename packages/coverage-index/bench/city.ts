/**
 * A made-up city for the coverage benchmarks: residents in households of one to six, with ages and memberships as in an
 * ageing city, and the contacts with the residents. Every value is computed from the row number (the number of the
 * resident) by integer arithmetic, so that a compared program can make the same city itself. There are no real people
 * in it.
 */
import type { Column, Columns, DayColumn, Table } from "@liulinhui/coverage-index/CoverageColumns"
import { days, emptyTable, markKey } from "@liulinhui/coverage-index/CoverageColumns"
import { countedIn, CoverageRule, type CoverageEvent } from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import { BuildingId, type ContactKind, type HouseholdId, type ResidentId, Tag } from "@liulinhui/core/Id"
import type { Subject } from "@liulinhui/core/Registry"
import * as Schema from "effect/Schema"

export const asOf: Day.Day = Day.make("2026-11-23")

/**
 * Mixes a row number (the number of a resident) to a pseudo-random 32-bit number. {@link mixSql} is the same in SQL.
 */
export const mix = (row: number, seed: number): number => {
  // The products must be exact: either they stay below 2⁵³, or `Math.imul` computes them modulo 2³².
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

/**
 * For each kind of contact, one in `never` residents has no contact, and the others have one within the last `days`
 * days.
 */
export const done = {
  outreach: { seed: 211, never: 20, days: 900 },
  visit: { seed: 307, never: 6, days: 60 },
  contact: { seed: 401, never: 3, days: 14 },
  call: { seed: 503, never: 5, days: 12 },
  notice: { seed: 601, never: 10, days: 700 },
  checkup: { seed: 701, never: 4, days: 500 }
} as const
export type Done = keyof typeof done

/** The age of a resident in days, up to 95 years. Older residents are more frequent than younger ones. */
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

/**
 * Eight coverage rules (which residents must be contacted, and how often) such as a city has: outreach, visits, calls,
 * two contacts in two weeks, notices, check-ups.
 */
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

/**
 * The eight rules as SQL conditions over the table of residents: which residents a rule is about, and which of them are
 * reached by the required contacts.
 */
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

/** Makes the residents of the city as columns. */
export const city = (rows: number): Columns => {
  const today = days.code(asOf)
  const birth = new Uint16Array(rows)
  const party = new Uint16Array(rows).fill(days.noDay)
  const hardship = new Int32Array((rows + 31) >>> 5)
  const alone = new Int32Array((rows + 31) >>> 5)
  for (let row = 0; row < rows; row++) {
    birth[row] = today - ageDays(row)
    const member = mix(row, seeds.party)
    if (member % 20 === 0) party[row] = today - (member % 22_000)
    if (mix(row, seeds.hardship) % 40 === 0) hardship[row >>> 5]! |= 1 << (row & 31)
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
      tags: { type: "sets", has: { hardship } }
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

/** The typed arrays of which a column (one field of all residents) consists. */
const arraysOf = (column: Column): ReadonlyArray<Int32Array | Uint16Array | Uint8Array> => {
  const all = ((): ReadonlyArray<Int32Array | Uint16Array | Uint8Array | undefined> => {
    switch (column.type) {
      case "days":
        return [column.data.planes]
      case "flags":
        return [column.yes, column.unknown]
      case "sets":
        return [...Object.values(column.has), column.unknown]
      case "many":
        return [column.owners, column.things]
      default:
        return [column.data]
    }
  })()
  return all.filter((array) => array !== undefined)
}

/** The number of bytes that the evaluation of the eight coverage {@link rules} reads. */
export const bytesOf = ({ residents: { fields, marks } }: Columns): number =>
  [...Object.values(fields).flatMap(arraysOf), ...Object.values(marks).map(({ planes }) => planes)].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0
  )

/**
 * The same city as events: changes of the registry of residents, and contacts. A household has three residents, or one
 * who lives alone.
 */
export const cityEvents = function* (rows: number): Generator<CoverageEvent> {
  const founded = Day.make("2020-01-01")
  const today = days.code(asOf)
  for (let b = 0; b <= rows / 300; b++) {
    yield {
      _tag: "BuildingEntered",
      on: founded,
      building: { id: BuildingId.make(`b${b}`), label: `${b}`, floors: 6 }
    }
  }
  const hardship = [Tag.make("hardship")]
  const kinds = Object.keys(done) as Array<Done>
  const household = (id: string, building: number): CoverageEvent => ({
    _tag: "HouseholdEntered",
    on: founded,
    // The type assertion is safe here and below: the ids have the form of slugs.
    household: {
      id: id as HouseholdId,
      building: `b${building}` as BuildingId,
      unit: "101",
      floor: 1,
      area: 900_000,
      tags: []
    }
  })
  for (let row = 0; row < rows; row++) {
    const alone = mix(row, seeds.alone) % 9 === 0
    // A resident who does not live alone shares a household with the next residents in the list.
    const home = alone ? `h${row}` : `s${row >> 2}`
    yield household(home, Math.floor(row / 300))
    const member = mix(row, seeds.party)
    yield {
      _tag: "ResidentEntered",
      on: founded,
      resident: {
        id: `r${row}` as ResidentId,
        household: home as HouseholdId,
        name: "居民",
        birth: days.day(today - ageDays(row)),
        ...(member % 20 === 0 ? { partySince: days.day(today - (member % 22_000)) } : {}),
        tags: mix(row, seeds.hardship) % 40 === 0 ? hardship : []
      }
    }
  }
  let source = 0
  for (let row = 0; row < rows; row++) {
    const subject = `resident:r${row}` as Subject
    for (const kind of kinds) {
      const { seed, never, days: span } = done[kind]
      const hash = mix(row, seed)
      if (hash % never === 0) continue
      const on = days.day(today - (hash % span))
      yield {
        _tag: "Contacted",
        contact: { kind: kind as string as ContactKind, subject, on, source: ++source }
      }
      // If a rule requires two contacts, there is another contact one day before this one.
      if (kind === "contact") {
        yield {
          _tag: "Contacted",
          contact: { kind: kind as string as ContactKind, subject, on: Day.add(on, -1), source: ++source }
        }
      }
    }
  }
}

// ------------------------------------------------------------------------------------------------------------- peers

/** A resident as one flat JavaScript object. Days are integers. */
export type Person = { readonly id: number; readonly birth: Day.Day; readonly party: Day.Day | undefined } & {
  readonly hardship: boolean
  readonly alone: boolean
} & Record<Done, Day.Day | undefined>

/** Makes the residents of the city as flat JavaScript objects. */
export const flatPeople = (rows: number): ReadonlyArray<Person> => {
  const on = (row: number, kind: Done): Day.Day | undefined => {
    const { seed, never, days: span } = done[kind]
    const hash = mix(row, seed)
    return hash % never === 0 ? undefined : Day.add(asOf, -(hash % span))
  }
  return Array.from({ length: rows }, (_, row) => {
    const member = mix(row, seeds.party)
    return {
      id: row,
      birth: Day.add(asOf, -ageDays(row)),
      party: member % 20 === 0 ? Day.add(asOf, -(member % 22_000)) : undefined,
      hardship: mix(row, seeds.hardship) % 40 === 0,
      alone: mix(row, seeds.alone) % 9 === 0,
      outreach: on(row, "outreach"),
      visit: on(row, "visit"),
      contact: on(row, "contact"),
      call: on(row, "call"),
      notice: on(row, "notice"),
      checkup: on(row, "checkup")
    }
  })
}

const born = (years: number): Day.Day => Day.anniversary(asOf, -years)
const since = (day: Day.Day | undefined, least: Day.Day): boolean => day !== undefined && day >= least
const day = Day.make

/**
 * The coverage rules as functions over flat objects, optimised (everything that can be computed once is computed once),
 * and as SQL.
 */
export const flatRules: ReadonlyArray<{
  readonly meant: (person: Person) => boolean
  readonly reached: (person: Person) => boolean
  /** For a rule: the SQL condition of the gap (the members who are not reached). Days are integers. */
  readonly condition: string
}> = ((): typeof flatRules => {
  const [age60, age65, age70, age80, party50] = [born(60), born(65), born(70), born(80), born(50)]
  const [month, week, year] = [day("2026-10-24"), Day.add(asOf, -6), day("2025-11-24")]
  const [june, first] = [day("2025-06-01"), day("2026-11-01")]
  const gap = (meant: string, reached: string): string => `(${meant}) and not coalesce(${reached}, 0)`
  return [
    {
      meant: ({ birth }) => birth <= age60,
      reached: ({ outreach }) => outreach !== undefined,
      condition: gap(`birth <= ${age60}`, "outreach is not null")
    },
    {
      meant: ({ party }) => party !== undefined && party <= party50,
      reached: ({ outreach }) => outreach !== undefined,
      condition: gap(`party is not null and party <= ${party50}`, "outreach is not null")
    },
    {
      meant: ({ birth }) => birth <= age80,
      reached: ({ visit }) => since(visit, month),
      condition: gap(`birth <= ${age80}`, `visit >= ${month}`)
    },
    {
      meant: ({ birth, alone }) => birth <= age60 && alone,
      reached: ({ contact }) => since(contact, week),
      condition: gap(`birth <= ${age60} and alone`, `contact >= ${week}`)
    },
    {
      meant: ({ hardship }) => hardship,
      reached: ({ call }) => since(call, week),
      condition: gap("hardship", `call >= ${week}`)
    },
    {
      meant: () => true,
      reached: ({ notice }) => since(notice, june),
      condition: gap("1", `notice >= ${june}`)
    },
    {
      meant: ({ birth }) => birth <= age65,
      reached: ({ checkup }) => since(checkup, year),
      condition: gap(`birth <= ${age65}`, `checkup >= ${year}`)
    },
    {
      meant: ({ birth, alone, hardship }) => birth <= age70 && (alone || hardship),
      reached: ({ visit }) => since(visit, first),
      condition: gap(`birth <= ${age70} and (alone or hardship)`, `visit >= ${first}`)
    }
  ]
})()

/** Twelve rules of a district: the eight rules of the city, and four rules over households and buildings. */
export const districtRules: ReadonlyArray<CoverageRule> = [
  ...rules,
  ...[
    { of: "households", reached: { by: ["notice"] }, groupBy: "building" },
    {
      of: "households",
      where: { with: { age: { atLeast: 80 } } },
      reached: { by: ["visit"], within: "14 days" }
    },
    {
      of: "households",
      where: { everyone: { age: { atLeast: 60 } } },
      reached: { is: { size: { atLeast: 2 } } }
    },
    { of: "buildings", reached: { by: ["survey"] } }
  ].map((rule, at) => decode({ id: `rule-${at + 9}`, name, target: "all", ...rule }))
]
