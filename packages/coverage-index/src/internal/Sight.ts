/**
 * What a selector looks at: how far around a member, and which passings of time may change its answer. An index asks so
 * as to know whom a change concerns, and whom a new day.
 */
import type { Period } from "@liulinhui/core/kernel/Period"
import type { Population } from "@liulinhui/core/place/Facts"
import type { Selector } from "@liulinhui/core/place/Selector"

/** How far a selector sees from a resident or a household: itself, the household, or the whole building. */
export type Scope = 0 | 1 | 2

const widest = (scopes: Iterable<Scope>): Scope => {
  let scope: Scope = 0
  for (const one of scopes) if (one > scope) scope = one
  return scope
}

// Which building something lies in is part of its own place; what is in that building is not.
const isById = (where: Selector): boolean => where._tag === "Ids" && where.field === "id"

/** How far a selector of a population sees. */
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

/** Something whose answer may change as days pass: so many full years, or so long, after a day. */
export interface Threshold {
  readonly population: Population
  readonly field: string
  readonly after: { readonly years: number } | { readonly period: Period }
}

/** Every threshold in a selector, those of what it is related to included. */
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
