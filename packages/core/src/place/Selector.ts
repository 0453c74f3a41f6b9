/**
 * A selector is a condition on the members of a population, written as data: `age: { atLeast: 60 }`, `livesAlone:
 * true`, `household: { with: { age: { atLeast: 80 } } }`.
 *
 * An object matches if all its fields match. `all`, `any` and `not` combine selectors. The parser checks every field
 * against the table of typed fields (`place/Fields`) and reports all mistakes with their paths. A selector has one of
 * three answers (Kleene 1938): true, false, or unknown. The answer is unknown (`null`) if it depends on a value that is
 * not recorded.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, yearsUntil } from "../kernel/Day.ts"
import type { DayRange } from "./Birth.ts"
import type { Population, Scene, Thing } from "./Facts.ts"
import { type Field, fields } from "./Fields.ts"
import { endOf } from "./Window.ts"
import { broken } from "../kernel/StrictReader.ts"
import { parse, type Selector } from "./ReadSelector.ts"

export { type Names, parse, type Selector, written } from "./ReadSelector.ts"

/** A selector as it is written in a model, before its fields are checked. */
export const SelectorJson = Schema.Record(Schema.String, Schema.Json)
export type SelectorJson = typeof SelectorJson.Type

/** The selector that matches every member of a population. */
export const everyone: Selector = { _tag: "All", of: [] }

/**
 * Parses a selector (a condition) that is already known to be valid, because it was decoded with {@link selectorOf}.
 * Throws a `RangeError` if the selector is invalid.
 */
export const sound = (population: Population, json: SelectorJson): Selector =>
  Result.getOrThrowWith(
    parse(population, json),
    ({ problems }) => new RangeError(`no selector: ${problems.map(({ message }) => message).join("; ")}`)
  )

/**
 * The schema of a selector (a condition) for the members of a population. Decoding fails with every mistake that
 * {@link parse} finds.
 *
 * @category schemas
 */
export const selectorOf = (population: Population): typeof SelectorJson =>
  SelectorJson.check(
    Schema.makeFilter((json: SelectorJson) => {
      const found = parse(population, json)
      return Result.isFailure(found)
        ? found.failure.problems.map(({ code, given, message, path }) => ({
            path,
            issue: broken(code, message, given)
          }))
        : undefined
    })
  )

// ------------------------------------------------------------------------------------------------------- answering

/** The answer of a selector (a condition) for one member of a population: true, false, or unknown (`null`). */
export type Answer = boolean | null

const not = (answer: Answer): Answer => (answer === null ? null : !answer)

const someOf = <A>(items: ReadonlyArray<A>, ask: (item: A) => Answer): Answer => {
  let answer: Answer = false
  for (const item of items) {
    const one = ask(item)
    if (one === true) return true
    if (one === null) answer = null
  }
  return answer
}

const allOf = <A>(items: ReadonlyArray<A>, ask: (item: A) => Answer): Answer =>
  not(someOf(items, (item) => not(ask(item))))

const between = (self: Selector & { readonly _tag: "Between" }, value: number): boolean =>
  self.least <= value && value <= self.most

/**
 * Compares a value with the bounds in a selector (a condition). Only the smallest and the largest possible value are
 * known, so the answer may be unknown.
 */
const possiblyBetween = (
  self: Selector & { readonly _tag: "Between" },
  least: number,
  most: number
): Answer => {
  if (self.least <= least && most <= self.most) return true
  return most < self.least || self.most < least ? false : null
}

const years = (self: Selector & { readonly _tag: "Between" }, since: Day | DayRange, asOf: Day): Answer =>
  typeof since === "number"
    ? between(self, yearsUntil(since, asOf))
    : possiblyBetween(self, yearsUntil(since.until, asOf), yearsUntil(since.from, asOf))

const ask = <A, B>(value: A | undefined | null, test: (value: A) => B): B | false | null =>
  value === null ? null : value === undefined ? false : test(value)

/** Whether a field with a list of ids matches a selector (a condition) on ids. */
export const holdsAmong = (
  self: Selector & { readonly _tag: "Ids" },
  found: ReadonlyArray<string>
): boolean => {
  switch (self.match) {
    case "any":
      return self.ids.some((id) => found.includes(id))
    case "all":
      return self.ids.every((id) => found.includes(id))
    case "none":
      return !self.ids.some((id) => found.includes(id))
  }
}

/**
 * Whether a selector (a condition) matches a member of a population. The scene contains the facts, and the day for
 * which they are checked. The selector must have been parsed for this population.
 *
 * @category operations
 */
export const matches = (self: Selector, population: Population, thing: Thing, scene: Scene): Answer => {
  switch (self._tag) {
    case "All":
      return allOf(self.of, (part) => matches(part, population, thing, scene))
    case "Any":
      return someOf(self.of, (part) => matches(part, population, thing, scene))
    case "Not":
      return not(matches(self.of, population, thing, scene))
    default: {
      const field = fields[population][self.field]
      return field === undefined ? null : compare(self, field, thing, scene)
    }
  }
}

const compare = (
  self: Exclude<Selector, { readonly _tag: "All" | "Any" | "Not" }>,
  field: Field,
  thing: Thing,
  scene: Scene
): Answer => {
  switch (field.type) {
    case "years":
      return self._tag !== "Between"
        ? null
        : ask(field.read(thing, scene), (since) => years(self, since, scene.asOf))
    case "date":
      return self._tag !== "Between"
        ? null
        : ask(field.read(thing, scene), (value) =>
            typeof value === "number" ? between(self, value) : possiblyBetween(self, value.from, value.until)
          )
    case "number":
    case "area":
      return self._tag !== "Between" ? null : ask(field.read(thing, scene), (value) => between(self, value))
    case "lasting":
      return self._tag !== "Lasting"
        ? null
        : ask(field.read(thing, scene), (since) => endOf(since, self.period) <= scene.asOf)
    case "flag":
      return self._tag !== "Flag" ? null : ask(field.read(thing, scene), (value) => value === self.is)
    case "ids":
    case "tags":
      return self._tag !== "Ids" ? null : ask(field.read(thing, scene), (found) => holdsAmong(self, found))
    case "one":
      return self._tag !== "One"
        ? null
        : ask(field.read(thing, scene), (other) => matches(self.where, self.to, other, scene))
    case "some":
      return self._tag !== "Some"
        ? null
        : ask(field.read(thing, scene), (others) =>
            someOf(others, (other) => matches(self.where, self.to, other, scene))
          )
    case "every":
      return self._tag !== "Every"
        ? null
        : ask(
            field.read(thing, scene),
            (others) =>
              others.length > 0 && allOf(others, (other) => matches(self.where, self.to, other, scene))
          )
  }
}
