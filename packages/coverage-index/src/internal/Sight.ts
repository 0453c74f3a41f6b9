/**
 * Analyses a selector (a condition on members of a coverage rule): which homes around a member it reads, and on which
 * later days its answer may change. With this, an index knows which members a change or a new day may affect.
 */
import type { Period } from "@liulinhui/core/Calendar"
import type { Population, Selector } from "@liulinhui/core/Facts"
import type { WatchedColumn } from "./Store.ts"

/**
 * Which data a selector (a condition) reads besides the resident or household itself. 0: nothing else; 1: the
 * household; 2: the whole building.
 */
export type Scope = 0 | 1 | 2

const widest = (scopes: Iterable<Scope>): Scope => {
  let scope: Scope = 0
  for (const one of scopes) if (one > scope) scope = one
  return scope
}

// The id of the building is part of a household's record, so a condition on this id reads only the household. Other
// facts about the building are not part of the record.
const isById = (where: Selector): boolean => where._tag === "Ids" && where.field === "id"

/** Returns how much around a member (nothing, the household or the building) a selector of this population reads. */
export const scopeOf = (self: Selector, population: Population): Scope => {
  switch (self._tag) {
    case "All":
    case "Any":
      return widest(self.of.map((part) => scopeOf(part, population)))
    case "Not":
      return scopeOf(self.of, population)
    case "Flag":
      return self.field === "livesAlone" ? 1 : 0
    case "One":
      if (self.to === "buildings") return isById(self.where) ? 0 : 2
      return widest([self.to === "households" ? 1 : 0, scopeOf(self.where, self.to)])
    case "Some":
    case "Every":
      return widest([1, scopeOf(self.where, self.to)])
    default:
      return 0
  }
}

/**
 * When the answer of a selector (a condition) may change: a number of full years, or a period, after the day in a
 * field, such as 60 years after birth.
 */
export interface Threshold {
  readonly population: Population
  readonly field: string
  readonly after: { readonly years: number } | { readonly period: Period }
}

/** All thresholds (times at which the answer may change) in a selector, including those about related members. */
export const thresholdsIn = function* (self: Selector, population: Population): Generator<Threshold> {
  switch (self._tag) {
    case "All":
    case "Any":
      for (const part of self.of) yield* thresholdsIn(part, population)
      return
    case "Not":
      yield* thresholdsIn(self.of, population)
      return
    case "Between":
      if (self.type !== "years") return
      for (const years of [self.least, self.most + 1]) {
        if (Number.isFinite(years)) yield { population, field: self.field, after: { years } }
      }
      return
    case "Lasting":
      yield { population, field: self.field, after: { period: self.period } }
      return
    case "One":
    case "Some":
    case "Every":
      yield* thresholdsIn(self.where, self.to)
      return
    default:
  }
}

/**
 * For a threshold (a time such as 60 years after birth): the column of residents' days from which it counts.
 * `undefined` if it counts from another field.
 */
export const watchedBy = ({ population, field }: Threshold): WatchedColumn | undefined => {
  if (population !== "residents") return undefined
  switch (field) {
    case "age":
      return "birth"
    case "partyYears":
      return "partySince"
    case "livesHere":
      return "since"
    default:
      return undefined
  }
}
