/**
 * Coverage over columns: a rule is compiled once, and then answered for a whole city by a few passes over the columns
 * that it names. The answer is sets of rows with their exact counts; {@link "Coverage"} gives the same, person by person.
 *
 * What several rules have in common (the same condition, the same marks) is computed once for all of them.
 */
import { type Day, civil, fromCivil } from "@liulinhui/core/kernel/Day"
import type { Population } from "@liulinhui/core/place/Facts"
import type { RuleId } from "@liulinhui/core/place/Id"
import * as Selector from "@liulinhui/core/place/Selector"
import { startOf } from "@liulinhui/core/place/Window"
import * as Option from "effect/Option"
import * as Bits from "./internal/Bits.ts"
import * as Days from "./internal/Days.ts"
import * as scans from "./internal/scans.ts"
import { type Column, type Columns, markKey, noInt, type Rows, unknownInt } from "./CoverageColumns.ts"
import { type CoverageRule, isCounted, type Reach } from "@liulinhui/core/coverage/CoverageRule"
import { windowOf } from "@liulinhui/core/coverage/Marks"

/** For each row: yes, or not known, or neither. No row is in both. */
export interface Truth {
  readonly yes: Rows
  readonly unknown: Rows | undefined
}

/** One evaluation: the columns, the day, and what has been computed for it already. */
interface Run {
  readonly columns: Columns
  readonly asOf: Day
  readonly done: Map<string, Truth>
}

type Condition = (run: Run) => Truth

/**
 * A rule ready to be answered over columns.
 *
 * @category models
 */
export interface CompiledRule {
  readonly rule: CoverageRule
  readonly where: Condition
  readonly reached: Condition
}

/**
 * The answer to a rule over columns: disjoint sets of rows, and how many they hold.
 *
 * @category models
 */
export interface ScanAnswer {
  readonly rule: RuleId
  readonly reached: Rows
  readonly missing: Rows
  readonly excluded: Rows
  readonly unknown: Rows
  readonly counts: {
    readonly eligible: number
    readonly reached: number
    readonly missing: number
    readonly excluded: number
    readonly unknown: number
  }
}

// --------------------------------------------------------------------------------------------------- three-valued sets

const and = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] as number) & (b[at] as number)
  return bits
}
const or = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] as number) | (b[at] as number)
  return bits
}
const andNot = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] as number) & ~(b[at] as number)
  return bits
}
const neither = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = ~((a[at] as number) | (b[at] as number))
  return bits
}
const eitherWay = (a: Rows | undefined, b: Rows | undefined): Rows | undefined =>
  a === undefined ? b : b === undefined ? a : or(a, b)
const possible = ({ yes, unknown }: Truth): Rows => (unknown === undefined ? yes : or(yes, unknown))

const both = (a: Truth, b: Truth): Truth => {
  const yes = and(a.yes, b.yes)
  return a.unknown === undefined && b.unknown === undefined
    ? { yes, unknown: undefined }
    : { yes, unknown: andNot(and(possible(a), possible(b)), yes) }
}

const either = (a: Truth, b: Truth): Truth => {
  const yes = or(a.yes, b.yes)
  const unknown = eitherWay(a.unknown, b.unknown)
  return { yes, unknown: unknown && andNot(unknown, yes) }
}

const negate = ({ yes, unknown }: Truth): Truth => ({
  yes: neither(yes, unknown ?? yes),
  unknown
})

// ---------------------------------------------------------------------------------------------------------- selectors

const columnOf = ({ columns }: Run, population: Population, name: string): Column => {
  const column = columns[population].fields[name]
  if (column === undefined) throw new RangeError(`the columns of ${population} have no field "${name}"`)
  return column
}

/** The last day since which `years` full years, or more, have passed on a day: the last day of birth for an age. */
export const latestSince = (asOf: Day, years: number): number => {
  if (!Number.isFinite(years)) return years < 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const { year, month, day } = civil(asOf)
  // Who is born on 1 March has not had that birthday on a 29 February; who is born on the 28th has.
  return Option.getOrElse(
    Option.orElse(fromCivil(year - years, month, day), () => fromCivil(year - years, month, day - 1)),
    () => Number.NEGATIVE_INFINITY
  )
}

/** Rows whose day or number lies between two bounds, both included; bounds may be infinite. */
const between = (column: Column, least: number, most: number, rows: number): Truth => {
  if (column.type === "days") {
    const [low, high] = [Math.max(least, Days.first), Math.min(most, Days.last)]
    const unknown = column.unknown ? Bits.none(rows) : undefined
    if (unknown !== undefined) Days.atLeast(column.data, Days.unknownDay, unknown)
    const [from, after] = [Bits.none(rows), Bits.none(rows)]
    if (low > high) return { yes: from, unknown }
    // Where there is no day, or none is known, the code lies after every day.
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
  { ids, match }: Selector.Selector & { readonly _tag: "Ids" },
  rows: number
): Truth => {
  const found = ids.map((id) => (Object.hasOwn(has, id) ? has[id] : undefined) ?? Bits.none(rows))
  const join = match === "all" ? and : or
  const [first = Bits.none(rows), ...others] = found
  const yes = others.reduce(join, first)
  return match === "none" ? negate({ yes, unknown }) : { yes, unknown }
}

const compare = (
  self: Exclude<Selector.Selector, { readonly _tag: "All" | "Any" | "Not" }>,
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
        if (column.type !== "flags") throw new RangeError(`${self.field} is no column of flags`)
        const truth: Truth = { yes: column.yes, unknown: column.unknown }
        return self.is ? truth : negate(truth)
      }
    case "Ids":
      return (run) => {
        const column = columnOf(run, population, self.field)
        const { rows } = run.columns[population]
        if (column.type === "sets") return amongSets(column, self, rows)
        if (column.type !== "codes") throw new RangeError(`${self.field} is no column of ids`)
        const [yes, unknown] = [Bits.none(rows), Bits.none(rows)]
        const table = Uint8Array.from(column.sets, (set) => (set && Selector.holdsAmong(self, set) ? 1 : 0))
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
        if (column.type !== "one") throw new RangeError(`${self.field} is no column of rows`)
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
        if (column.type !== "many") throw new RangeError(`${self.field} is no column of edges`)
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

/** A condition that is computed once in a run, whoever asks. */
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

const compileSelector = (self: Selector.Selector, population: Population): Condition => {
  const parts = (of: ReadonlyArray<Selector.Selector>): ReadonlyArray<Condition> =>
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
  if (reach.is !== undefined) return compileSelector(Selector.sound(population, reach.is), population)
  const parts = (reach.all ?? reach.any ?? []).map((part) => compileReach(part, population))
  return combine(parts, reach.all === undefined ? either : both, ({ columns }) => ({
    yes: Bits.every(columns[population].rows),
    unknown: undefined
  }))
}

/**
 * Compiles a rule: its selectors are read, its conditions become passes over columns.
 *
 * @category constructors
 */
export const compile = (rule: CoverageRule): CompiledRule => ({
  rule,
  where: compileSelector(
    rule.where === undefined ? Selector.everyone : Selector.sound(rule.of, rule.where),
    rule.of
  ),
  reached: compileReach(rule.reached, rule.of)
})

/**
 * The answers to rules over columns, on the day that the columns are of.
 *
 * Throws a `RangeError` where the columns lack a field or a count that a rule needs.
 *
 * @category evaluation
 */
export const scan = (
  rules: ReadonlyArray<CompiledRule>,
  columns: Columns,
  asOf: Day
): ReadonlyArray<ScanAnswer> => {
  const run: Run = { columns, asOf, done: new Map() }
  return rules.map((compiled) => answer(compiled, run))
}

const answer = ({ rule, where, reached: reach }: CompiledRule, run: Run): ScanAnswer => {
  const { rows, present, excluded: exclusions } = run.columns[rule.of]
  const truth = where(run)
  // Rows that are sure to be meant; beyond the last row nothing is.
  const meant = and(truth.yes, present ?? Bits.every(rows))
  const done = reach(run)
  const out = exclusions[rule.id]
  const [reached, missing] = [new Int32Array(meant.length), new Int32Array(meant.length)]
  if (out === undefined && truth.unknown === undefined && done.unknown === undefined) {
    for (let at = 0; at < meant.length; at++) {
      const sure = meant[at] as number
      const yes = sure & (done.yes[at] as number)
      reached[at] = yes
      missing[at] = sure ^ yes
    }
    const [some, short] = [Bits.count(reached), Bits.count(missing)]
    const nobody = Bits.none(rows)
    const counts = { eligible: some + short, reached: some, missing: short, excluded: 0, unknown: 0 }
    return { rule: rule.id, reached, missing, excluded: nobody, unknown: nobody, counts }
  }
  const all = present ?? Bits.every(rows)
  const [excluded, unknown] = [Bits.none(rows), Bits.none(rows)]
  for (let at = 0; at < meant.length; at++) {
    const sure = meant[at] as number
    const unsure = truth.unknown === undefined ? 0 : (truth.unknown[at] as number) & (all[at] as number)
    const yes = sure & (done.yes[at] as number)
    const left = (sure & ~yes) | unsure
    const gone = out === undefined ? 0 : left & (out[at] as number)
    const vague = unsure | (done.unknown === undefined ? 0 : sure & (done.unknown[at] as number))
    reached[at] = yes
    excluded[at] = gone
    unknown[at] = left & vague & ~gone
    missing[at] = left & ~vague & ~gone
  }
  const counts = {
    reached: Bits.count(reached),
    missing: Bits.count(missing),
    excluded: Bits.count(excluded),
    unknown: Bits.count(unknown)
  }
  const eligible = counts.reached + counts.missing + counts.excluded + counts.unknown
  return { rule: rule.id, reached, missing, excluded, unknown, counts: { eligible, ...counts } }
}

/** The rows that a rule means, and those of whom it is not known, present or not. */
export const meaning = (rule: CompiledRule, columns: Columns, asOf: Day): Truth =>
  rule.where({ columns, asOf, done: new Map() })

/** The rows of a set, in order. */
export const rowsOf = (rows: Rows): ReadonlyArray<number> => {
  const found: Array<number> = []
  Bits.each(rows, (row) => found.push(row))
  return found
}
