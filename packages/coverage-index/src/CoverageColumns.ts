/**
 * The facts about a district or a city (residents, households, contacts …) as columns: one array for each field. A
 * question about millions of residents then reads only a few bytes of each resident.
 *
 * A day takes 16 bits if all days of the column are between 1900 and 2079. If a field has few distinct values, each
 * value is stored as a code (a small number). A yes or no takes one bit. Contacts take one day for each group of rules
 * that count the same contacts: the day of the last contact, or of the last but one if a rule requires two contacts.
 * Columns are made from facts; an application that has a city's data may also make the columns itself.
 */
import type { Day } from "@liulinhui/core/Day"
import {
  householdsOn,
  type Population,
  populations,
  type Scene,
  scene as sceneOf,
  type Thing
} from "@liulinhui/core/Facts"
import { type Field, fields, isPresent, type Stay } from "@liulinhui/core/Registry"
import * as Bits from "./internal/Bits.ts"
import {
  type Column,
  type Columns,
  type DayColumn,
  limit,
  markKey,
  noInt,
  type Rows,
  type Table,
  unknownInt
} from "./internal/Columns.ts"
import * as Days from "./internal/Days.ts"
import type { Codes } from "./internal/scans.ts"
import {
  type CoverageFacts,
  countedIn,
  type CoverageRule,
  holds,
  idOf,
  markedDays,
  marksOf,
  subjectsOf
} from "@liulinhui/core/Coverage"

export { days, emptyTable, markKey, noInt, unknownInt } from "./internal/Columns.ts"
export type { Column, Columns, DayColumn, Rows, Table } from "./internal/Columns.ts"

const outOfRange = (what: string, value: number): RangeError =>
  new RangeError(`${what} ${value} does not fit a column: days lie in 1900–2079, numbers within 2³⁰`)

// ------------------------------------------------------------------------------------------ columns made from facts

/** Columns made from facts, with a function that returns the id for each row (a resident, a household …). */
export interface ColumnsOfFacts {
  readonly columns: Columns
  readonly rows: { readonly [P in Population]: ReadonlyArray<Thing> }
  /** Returns the id of the member (resident, household …) in a row. */
  readonly idOf: (population: Population, row: number) => string
}

const codesOf = (distinct: number, rows: number): Codes =>
  distinct <= 0x100
    ? new Uint8Array(rows)
    : distinct <= 0x10000
      ? new Uint16Array(rows)
      : new Int32Array(rows)

const daysColumn = (values: ReadonlyArray<Day | undefined | null>): Column => {
  const narrow = values.every(
    (day) => day === undefined || day === null || (Days.first <= day && day <= Days.last)
  )
  if (!narrow) return intsColumn(values)
  const codes = values.map((day) =>
    day === undefined ? Days.noDay : day === null ? Days.unknownDay : Days.code(day)
  )
  return { type: "days", data: Days.fromCodes(codes), unknown: values.includes(null) }
}

const intsColumn = (values: ReadonlyArray<number | undefined | null>): Column => ({
  type: "ints",
  unknown: values.includes(null),
  data: Int32Array.from(values, (value) => {
    if (value === undefined) return noInt
    if (value === null) return unknownInt
    if (Math.abs(value) >= limit) throw outOfRange("the number", value)
    return value
  })
})

const flagsColumn = (values: ReadonlyArray<boolean | undefined | null>): Column => {
  const [yes, unknown] = [Bits.none(values.length), Bits.none(values.length)]
  values.forEach((value, row) => {
    if (value === true) Bits.add(yes, row)
    if (value === null) Bits.add(unknown, row)
  })
  return values.includes(null) ? { type: "flags", yes, unknown } : { type: "flags", yes }
}

const codesColumn = (values: ReadonlyArray<ReadonlyArray<string> | undefined | null>): Column => {
  const codes = new Map<string, number>()
  const sets: Array<ReadonlyArray<string> | undefined | null> = []
  const found = values.map((value) => {
    const key = value === undefined ? "none" : value === null ? "unknown" : JSON.stringify(value)
    const known = codes.get(key)
    if (known !== undefined) return known
    codes.set(key, sets.length)
    sets.push(value)
    return sets.length - 1
  })
  const data = codesOf(sets.length, values.length)
  data.set(found)
  return { type: "codes", data, sets }
}

/**
 * Converts facts about a district to the columns that the given coverage rules need, as of a day.
 *
 * @category constructors
 */
export const fromFacts = (
  rules: ReadonlyArray<CoverageRule>,
  facts: CoverageFacts,
  asOf: Day
): ColumnsOfFacts => {
  const scene = sceneOf(facts, asOf)
  const marks = marksOf(facts)
  const { registry } = facts
  const rows: { readonly [P in Population]: ReadonlyArray<Thing> } = {
    residents: [...registry.residents.values()],
    households: householdsOn(registry, asOf),
    buildings: [...registry.buildings.values()],
    cases: facts.cases.filter(({ opened }) => opened <= asOf),
    pairs: facts.pairs.filter(({ from, until }) => from <= asOf && (until === undefined || asOf <= until))
  }
  const rowOf = new Map<Thing, number>(
    populations.flatMap((population) =>
      rows[population].map((thing, row): readonly [Thing, number] => [thing, row])
    )
  )

  const table = (population: Population): Table => {
    const things = rows[population]
    const columns: Record<string, Column> = {}
    for (const [name, field] of Object.entries(fields[population])) {
      columns[name] = columnOf(field, things, scene, rowOf)
    }
    const counted: Record<string, DayColumn> = {}
    const excluded: Record<string, Rows> = {}
    for (const rule of rules) {
      if (rule.of !== population) continue
      for (const [part] of countedIn(rule.reached)) {
        const key = markKey(part)
        if (key in counted) continue
        const daysOf = markedDays(part, population, scene, marks)
        counted[key] = Days.fromCodes(
          things.map((thing) => {
            const day = daysOf(thing)[(part.times ?? 1) - 1]?.[0]
            if (day === undefined) return Days.never
            if (day < Days.first || day > Days.last) throw outOfRange("the day", day)
            return Days.code(day)
          })
        )
      }
      const out = new Set<string>(
        facts.exclusions.filter((exclusion) => holds(exclusion, rule, asOf)).map(({ subject }) => subject)
      )
      if (out.size > 0) {
        const bits = Bits.none(things.length)
        things.forEach((thing, row) => {
          if (subjectsOf(population, thing).some((subject) => out.has(subject))) Bits.add(bits, row)
        })
        excluded[rule.id] = bits
      }
    }
    if (population !== "residents") return { rows: things.length, fields: columns, marks: counted, excluded }
    const present = Bits.none(things.length)
    things.forEach((thing, row) => {
      // The type assertion is safe: `things` are residents here.
      if (isPresent(thing as Stay, asOf)) Bits.add(present, row)
    })
    return { rows: things.length, present, fields: columns, marks: counted, excluded }
  }

  return {
    columns: {
      residents: table("residents"),
      households: table("households"),
      buildings: table("buildings"),
      cases: table("cases"),
      pairs: table("pairs")
    },
    rows,
    idOf: (population, row) => {
      const thing = rows[population][row]
      return thing === undefined ? "" : idOf(population, thing)
    }
  }
}

const columnOf = (
  field: Field,
  things: ReadonlyArray<Thing>,
  scene: Scene,
  rowOf: ReadonlyMap<Thing, number>
): Column => {
  switch (field.type) {
    case "years":
    case "date":
      // If only a range of possible days is known for a birth, a column cannot hold the range, so the day of birth
      // counts as unknown.
      return daysColumn(
        things.map((thing) => {
          const day = field.read(thing, scene)
          return typeof day === "object" ? null : day
        })
      )
    case "lasting":
      return daysColumn(things.map((thing) => field.read(thing, scene)))
    case "number":
    case "area":
      return intsColumn(things.map((thing) => field.read(thing, scene)))
    case "flag":
      return flagsColumn(things.map((thing) => field.read(thing, scene)))
    case "ids":
    case "tags":
      return codesColumn(things.map((thing) => field.read(thing, scene)))
    case "one": {
      const data = Int32Array.from(things, (thing) => {
        const other = field.read(thing, scene)
        return other === undefined ? -1 : other === null ? -2 : (rowOf.get(other) ?? -2)
      })
      return { type: "one", to: field.to, data, unknown: data.includes(-2) }
    }
    case "some":
    case "every": {
      const edges = things.flatMap((thing, owner) =>
        (field.read(thing, scene) ?? []).map((other) => [owner, rowOf.get(other) ?? 0] as const)
      )
      return {
        type: "many",
        to: field.to,
        owners: Int32Array.from(edges, ([owner]) => owner),
        things: Int32Array.from(edges, ([, thing]) => thing)
      }
    }
  }
}
