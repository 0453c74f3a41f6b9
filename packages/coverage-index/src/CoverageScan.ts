/**
 * Evaluates coverage rules over columns (one array for each field of the residents). A rule is compiled once; its
 * answer for a whole city then takes a few passes over the columns that the rule names. The answer consists of sets of
 * rows (residents, households …) with exact counts. `Coverage` of core returns the same answer, person by person.
 *
 * Parts that several rules share (the same condition, the same contacts) are computed once.
 */
import type { Day } from "@liulinhui/core/Day"
import type { RuleId } from "@liulinhui/core/Id"
import * as Bits from "./internal/Bits.ts"
import type { Columns, Rows } from "./internal/Columns.ts"
import type { CompiledRule, Run } from "./internal/Compiled.ts"
import { and } from "./internal/Truth.ts"

export { compile, meaning } from "./internal/Compiled.ts"
export type { CompiledRule } from "./internal/Compiled.ts"
export { latestSince } from "./internal/latestSince.ts"
export type { Truth } from "./internal/Truth.ts"

/**
 * The answer to a coverage rule: for each status, the set of the rows (residents, households …) that have it, and the
 * number of these rows. No row is in two sets.
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

/**
 * Evaluates coverage rules over columns, as of the day for which the columns were made.
 *
 * Throws a `RangeError` if the columns lack a field or a count that a rule needs.
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
  // The rows (residents, households …) that certainly belong to the rule. Bits beyond the last row are 0.
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
    const noRow = Bits.none(rows)
    const counts = { eligible: some + short, reached: some, missing: short, excluded: 0, unknown: 0 }
    return { rule: rule.id, reached, missing, excluded: noRow, unknown: noRow, counts }
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

/** The row numbers of a set of rows, in ascending order. */
export const rowsOf = (rows: Rows): ReadonlyArray<number> => {
  const found: Array<number> = []
  Bits.each(rows, (row) => found.push(row))
  return found
}
