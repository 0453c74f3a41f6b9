/**
 * The facts as columns: one array per field, so that a question to millions of residents reads a few bytes of each.
 *
 * A day takes 16 bits where all days of a column lie between 1900 and 2079; few distinct values take a code; yes and no
 * take a bit; what happened takes one day per rule or group of rules that count the same (the last day, or the last day
 * but one where two are asked for). Columns are made from facts, or handed over as they are by whoever keeps a city.
 */
import type { Day } from "@liulinhui/core/kernel/Day"
import {
  type Population,
  populations,
  type Scene,
  scene as sceneOf,
  type Thing
} from "@liulinhui/core/place/Facts"
import { type Field, fields } from "@liulinhui/core/place/Fields"
import type { RuleId } from "@liulinhui/core/place/Id"
import { isPresent, type Stay } from "@liulinhui/core/place/Registry"
import * as Bits from "./internal/Bits.ts"
import * as Days from "./internal/Days.ts"
import type { Codes } from "./internal/scans.ts"
import type { CoverageFacts } from "@liulinhui/core/coverage/CoverageFacts"
import { type Counted, countedIn, type CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
import { holds } from "@liulinhui/core/coverage/Exclusion"
import { idOf, markedDays, marksBySubject, subjectsOf } from "@liulinhui/core/coverage/Marks"

/** A set of rows, see `internal/Bits`: row i is bit i mod 32 of word i div 32. */
export type Rows = Bits.Bits

/**
 * One field of a population.
 *
 * - `days`: a column of days, see {@link days};
 * - `ints`: 32-bit integers or days; {@link noInt} where there is none, {@link unknownInt} where it is not known;
 * - `flags`: yes or no, and where it is not known;
 * - `sets`: for each id the rows that have it, where there are few ids; no id is none;
 * - `codes`: an index into sets of ids; `undefined` where there is none, `null` where it is not known;
 * - `one`: the row in another population; -1 where there is none, -2 where it is not known;
 * - `many`: edges to rows of another population: edge e leads from row `owners[e]` (-1 where it has none) to row
 *   `things[e]` of the other one, or to its row e where `things` is left out.
 *
 * `unknown` says whether any row is not known.
 *
 * @category models
 */
export type Column =
  | { readonly type: "days"; readonly data: DayColumn; readonly unknown: boolean }
  | { readonly type: "ints"; readonly data: Int32Array; readonly unknown: boolean }
  | { readonly type: "flags"; readonly yes: Rows; readonly unknown?: Rows }
  | {
      readonly type: "sets"
      readonly has: Readonly<Record<string, Rows>>
      readonly unknown?: Rows
    }
  | {
      readonly type: "codes"
      readonly data: Codes
      readonly sets: ReadonlyArray<ReadonlyArray<string> | undefined | null>
    }
  | {
      readonly type: "one"
      readonly to: Population
      readonly data: Int32Array
      readonly unknown: boolean
    }
  | {
      readonly type: "many"
      readonly to: Population
      readonly owners: Int32Array
      readonly things?: Int32Array
    }

/** One population as columns. */
export interface Table {
  readonly rows: number
  /** The rows that count on the day; all of them where it is left out. Nobody moves out of a household by this alone. */
  readonly present?: Rows
  readonly fields: Readonly<Record<string, Column>>
  /** For each {@link markKey} that the rules count: the day of the k-th last mark; `days.never` where there is none. */
  readonly marks: Readonly<Record<string, DayColumn>>
  /** For each rule: the rows that an exclusion in force leaves out. */
  readonly excluded: Readonly<Record<RuleId, Rows>>
}

/**
 * A district, or a city, as columns on a day.
 *
 * @category models
 */
export type Columns = Readonly<Record<Population, Table>>

/** A population of which nothing is known. */
export const emptyTable: Table = { rows: 0, fields: {}, marks: {}, excluded: {} }

const limit = 2 ** 30
/** A column of days between 1900 and 2079, sliced by bits: see {@link days}. */
export type DayColumn = Days.DayColumn

/**
 * How columns of days are made: `days.fromCodes` takes one code a row, `days.code` gives the code of a day, `days.noDay`
 * and `days.unknownDay` stand in fields where there is no day or none is known, `days.never` in marks where nothing
 * happened. `days.get` and `days.set` read and change a row.
 */
export const days = {
  make: Days.make,
  fromCodes: Days.fromCodes,
  code: Days.code,
  day: Days.day,
  get: Days.get,
  set: Days.set,
  first: Days.first,
  last: Days.last,
  never: Days.never,
  noDay: Days.noDay,
  unknownDay: Days.unknownDay
} as const

/** Where there is no number. */
export const noInt = -limit
/** Where a number is not known. */
export const unknownInt = limit

/** Names what is counted apart from when: rules with another window, but the same marks, share a column. */
export const markKey = ({ by, times, through }: Counted): string =>
  `${[...new Set(by)].sort().join(",")} x${times ?? 1}${through === undefined ? "" : ` through ${through}`}`

const outOfRange = (what: string, value: number): RangeError =>
  new RangeError(`${what} ${value} does not fit a column: days lie in 1900–2079, numbers within 2³⁰`)

// ------------------------------------------------------------------------------------------------------- from facts

/** Columns made from facts, with what their rows stand for. */
export interface ColumnsOfFacts {
  readonly columns: Columns
  readonly rows: { readonly [P in Population]: ReadonlyArray<Thing> }
  /** The id of a row. */
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
 * Facts as columns for some rules, on a day.
 *
 * @category constructors
 */
export const fromFacts = (
  rules: ReadonlyArray<CoverageRule>,
  facts: CoverageFacts,
  asOf: Day
): ColumnsOfFacts => {
  const scene = sceneOf(facts, asOf)
  const marks = marksBySubject(facts, asOf)
  const { registry } = facts
  const rows: { readonly [P in Population]: ReadonlyArray<Thing> } = {
    residents: [...registry.residents.values()],
    households: [...registry.households.values()],
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
      // Safe: these are the rows of the residents.
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
    case "lasting":
    case "date":
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
