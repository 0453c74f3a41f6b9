/**
 * Compiles coverage rules to conditions over columns (arrays with one entry for each resident, household …). Parts that
 * several rules share are computed once in an evaluation.
 */
import type { Day } from "@liulinhui/core/Day"
import { type Population, startOf } from "@liulinhui/core/Facts"
import * as Facts from "@liulinhui/core/Facts"
import { type CoverageRule, isCounted, type Reach, windowOf } from "@liulinhui/core/Coverage"
import * as Bits from "./Bits.ts"
import { type Column, type Columns, markKey, noInt, type Rows, unknownInt } from "./Columns.ts"
import * as Days from "./Days.ts"
import { latestSince } from "./latestSince.ts"
import * as scans from "./scans.ts"
import { and, andNot, both, either, eitherWay, negate, neither, or, type Truth } from "./Truth.ts"

/** The state of one evaluation of coverage rules: the columns, the day, and the conditions computed so far. */
export interface Run {
  readonly columns: Columns
  readonly asOf: Day
  readonly done: Map<string, Truth>
}

export type Condition = (run: Run) => Truth

/**
 * A coverage rule, compiled to conditions over columns (one array for each field).
 *
 * @category models
 */
export interface CompiledRule {
  readonly rule: CoverageRule
  readonly where: Condition
  readonly reached: Condition
}

// ---------------------------------------------------------------------------------------------------------- selectors

const columnOf = ({ columns }: Run, population: Population, name: string): Column => {
  const column = columns[population].fields[name]
  if (column === undefined) throw new RangeError(`the columns of ${population} have no field "${name}"`)
  return column
}

/** The rows whose day or number is between two bounds, both included. A bound may be infinite. */
const between = (column: Column, least: number, most: number, rows: number): Truth => {
  if (column.type === "days") {
    const [low, high] = [Math.max(least, Days.first), Math.min(most, Days.last)]
    const unknown = column.unknown ? Bits.none(rows) : undefined
    if (unknown !== undefined) Days.atLeast(column.data, Days.unknownDay, unknown)
    const [from, after] = [Bits.none(rows), Bits.none(rows)]
    if (low > high) return { yes: from, unknown }
    // In a column of days, the codes that mean "no day" and "unknown" are greater than the code of every day.
    Days.atLeast(column.data, Days.code(high as Day) + 1, after)
    if (low === Days.first) return { yes: neither(after, after), unknown }
    Days.atLeast(column.data, Days.code(low as Day), from)
    return { yes: andNot(from, after), unknown }
  }
  if (column.type !== "ints") throw new RangeError(`a column of ${column.type} has no order`)
  const yes = Bits.none(rows)
  const [low, high] = [Math.max(least, noInt + 1), Math.min(most, unknownInt - 1)]
  if (low <= high) scans.between32(column.data, low, high, yes)
  if (!column.unknown) return { yes, unknown: undefined }
  const unknown = Bits.none(rows)
  scans.between32(column.data, unknownInt, unknownInt, unknown)
  return { yes, unknown }
}

const amongSets = (
  { has, unknown }: Column & { readonly type: "sets" },
  { ids, match }: Facts.Selector & { readonly _tag: "Ids" },
  rows: number
): Truth => {
  const found = ids.map((id) => (Object.hasOwn(has, id) ? has[id] : undefined) ?? Bits.none(rows))
  const join = match === "all" ? and : or
  const [first = Bits.none(rows), ...others] = found
  const yes = others.reduce(join, first)
  return match === "none" ? negate({ yes, unknown }) : { yes, unknown }
}

const compare = (
  self: Exclude<Facts.Selector, { readonly _tag: "All" | "Any" | "Not" }>,
  population: Population
): Condition => {
  switch (self._tag) {
    case "Between":
      return (run) => {
        const column = columnOf(run, population, self.field)
        const { rows } = run.columns[population]
        return self.type === "years"
          ? between(column, latestSince(run.asOf, self.most + 1) + 1, latestSince(run.asOf, self.least), rows)
          : between(column, self.least, self.most, rows)
      }
    case "Lasting":
      return (run) =>
        between(
          columnOf(run, population, self.field),
          Number.NEGATIVE_INFINITY,
          startOf(run.asOf, self.period) - 1,
          run.columns[population].rows
        )
    case "Flag":
      return (run) => {
        const column = columnOf(run, population, self.field)
        if (column.type !== "flags") throw new RangeError(`${self.field} is not a column of flags`)
        const truth: Truth = { yes: column.yes, unknown: column.unknown }
        return self.is ? truth : negate(truth)
      }
    case "Ids":
      return (run) => {
        const column = columnOf(run, population, self.field)
        const { rows } = run.columns[population]
        if (column.type === "sets") return amongSets(column, self, rows)
        if (column.type !== "codes") throw new RangeError(`${self.field} is not a column of ids`)
        const [yes, unknown] = [Bits.none(rows), Bits.none(rows)]
        const table = Uint8Array.from(column.sets, (set) => (set && Facts.holdsAmong(self, set) ? 1 : 0))
        scans.coded(column.data, table, yes)
        if (!column.sets.includes(null)) return { yes, unknown: undefined }
        scans.coded(
          column.data,
          Uint8Array.from(column.sets, (set) => (set === null ? 1 : 0)),
          unknown
        )
        return { yes, unknown }
      }
    case "One": {
      const where = compileSelector(self.where, self.to)
      return (run) => {
        const column = columnOf(run, population, self.field)
        if (column.type !== "one") throw new RangeError(`${self.field} is not a column of rows`)
        const truth = where(run)
        const gather = (others: Rows): Rows => {
          const bits = Bits.none(run.columns[population].rows)
          scans.gathered(column.data, others, bits)
          return bits
        }
        const unsure = truth.unknown && gather(truth.unknown)
        if (!column.unknown) return { yes: gather(truth.yes), unknown: unsure }
        const missing = Bits.none(run.columns[population].rows)
        scans.between32(column.data, -2, -2, missing)
        return { yes: gather(truth.yes), unknown: eitherWay(unsure, missing) }
      }
    }
    case "Some":
    case "Every": {
      const where = compileSelector(self.where, self.to)
      return (run) => {
        const column = columnOf(run, population, self.field)
        if (column.type !== "many") throw new RangeError(`${self.field} is not a column of edges`)
        const { rows } = run.columns[population]
        const truth = where(run)
        const owners = (others: Rows): Rows => {
          const bits = Bits.none(rows)
          scans.scatter(column.owners, column.things, others, bits)
          return bits
        }
        const unsure = truth.unknown === undefined ? undefined : owners(truth.unknown)
        if (self._tag === "Some") {
          const yes = owners(truth.yes)
          return { yes, unknown: unsure && andNot(unsure, yes) }
        }
        const failing = owners(negate(truth).yes)
        const having = owners(Bits.every(run.columns[self.to].rows))
        const sure = andNot(having, failing)
        return unsure === undefined
          ? { yes: sure, unknown: undefined }
          : { yes: andNot(sure, unsure), unknown: and(sure, unsure) }
      }
    }
  }
}

/** A condition on rows that several rules may share: it is computed once in an evaluation, and stored under its key. */
const shared =
  (key: string, condition: Condition): Condition =>
  (run) => {
    const known = run.done.get(key)
    if (known !== undefined) return known
    const found = condition(run)
    run.done.set(key, found)
    return found
  }

const combine = (
  parts: ReadonlyArray<Condition>,
  join: (a: Truth, b: Truth) => Truth,
  empty: Condition
): Condition => {
  const [first, ...others] = parts
  return first === undefined
    ? empty
    : (run) => others.reduce((truth, part) => join(truth, part(run)), first(run))
}

const compileSelector = (self: Facts.Selector, population: Population): Condition => {
  const parts = (of: ReadonlyArray<Facts.Selector>): ReadonlyArray<Condition> =>
    of.map((part) => compileSelector(part, population))
  const everyone: Condition = ({ columns }) => ({
    yes: Bits.every(columns[population].rows),
    unknown: undefined
  })
  const key = `${population} ${JSON.stringify(self)}`
  switch (self._tag) {
    case "All":
      return shared(key, combine(parts(self.of), both, everyone))
    case "Any":
      return shared(
        key,
        combine(parts(self.of), either, (run) => negate(everyone(run)))
      )
    case "Not": {
      const of = compileSelector(self.of, population)
      return shared(key, (run) => negate(of(run)))
    }
    default:
      return shared(key, compare(self, population))
  }
}

// ------------------------------------------------------------------------------------------------------------- rules

const compileReach = (reach: Reach, population: Population): Condition => {
  if (isCounted(reach)) {
    const key = markKey(reach)
    return ({ columns, asOf }) => {
      const days = columns[population].marks[key]
      if (days === undefined) throw new RangeError(`the columns of ${population} do not count "${key}"`)
      const from = windowOf(reach, asOf)?.from
      const yes = Bits.none(columns[population].rows)
      if (from === undefined || from <= Days.last) {
        Days.atLeast(days, from === undefined ? 1 : Math.max(1, Days.code(from)), yes)
      }
      return { yes, unknown: undefined }
    }
  }
  if (reach.is !== undefined) return compileSelector(Facts.sound(population, reach.is), population)
  const parts = (reach.all ?? reach.any ?? []).map((part) => compileReach(part, population))
  return combine(parts, reach.all === undefined ? either : both, ({ columns }) => ({
    yes: Bits.every(columns[population].rows),
    unknown: undefined
  }))
}

/**
 * Compiles a coverage rule: each condition of the rule becomes a few passes over columns.
 *
 * @category constructors
 */
export const compile = (rule: CoverageRule): CompiledRule => ({
  rule,
  where: compileSelector(
    rule.where === undefined ? Facts.everyone : Facts.sound(rule.of, rule.where),
    rule.of
  ),
  reached: compileReach(rule.reached, rule.of)
})

/**
 * The rows (residents, households …) that belong to a rule, and the rows for which this is unknown. Rows that do not
 * count on the day are included.
 */
export const meaning = (rule: CompiledRule, columns: Columns, asOf: Day): Truth =>
  rule.where({ columns, asOf, done: new Map() })
