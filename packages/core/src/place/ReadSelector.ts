/**
 * Parses selectors (conditions on people or places, written in a model). Checks that every field exists in the
 * population and is compared with values of its type. Reports all mistakes with their paths.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { fromIso } from "../kernel/Day.ts"
import { isObject } from "../kernel/Json.ts"
import { type Period, PeriodFromText } from "../kernel/Period.ts"
import { nearest } from "../kernel/Nearest.ts"
import { DocumentRefused, make as problem, type Problem } from "../kernel/Problem.ts"
import { unknownName } from "../kernel/UnknownName.ts"
import type { Population } from "./Facts.ts"
import { type Field, fields, type Named } from "./Fields.ts"

/**
 * A parsed selector (condition), which contains only fields that exist, each compared with values of its type. A
 * comparison includes its bounds ("at least", "at most").
 *
 * @category models
 */
export type Selector =
  | { readonly _tag: "All" | "Any"; readonly of: ReadonlyArray<Selector> }
  | { readonly _tag: "Not"; readonly of: Selector }
  | {
      readonly _tag: "Between"
      readonly type: "years" | "number" | "area" | "date"
      readonly field: string
      readonly least: number
      readonly most: number
    }
  | { readonly _tag: "Lasting"; readonly field: string; readonly period: Period }
  | { readonly _tag: "Flag"; readonly field: string; readonly is: boolean }
  | {
      readonly _tag: "Ids"
      readonly field: string
      /** How many of the listed ids must be in the field: at least one (`any`), all of them, or none. */
      readonly match: "any" | "all" | "none"
      readonly ids: ReadonlyArray<string>
    }
  | {
      readonly _tag: "One" | "Some" | "Every"
      readonly field: string
      readonly to: Population
      readonly where: Selector
    }

/**
 * A function that checks whether an id in a selector (a condition) exists. `knows` returns whether the model or the
 * registry contains the id, or `undefined` if this is not known yet.
 */
export interface Names {
  readonly knows: (named: Named, id: string) => boolean | undefined
  /** The ids that exist, for a message about an id that does not exist. */
  readonly known?: (named: Named) => Iterable<string>
}

/** Accepts every id. Use it for a selector that is read without a model and a registry. */
const anyName: Names = { knows: () => undefined }

type Path = ReadonlyArray<string | number>

interface Reading {
  readonly problems: Array<Problem>
  readonly names: Names
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value)

const refuse = (
  reading: Reading,
  path: Path,
  code: string,
  message: string,
  given: Problem["given"]
): undefined => {
  reading.problems.push(problem(path, code, message, given))
  return undefined
}

const parsePeriod = Schema.decodeUnknownOption(PeriodFromText)

/**
 * How each type of value is written in a selector (a condition): a description for error messages, and a pattern for
 * values that are text. The patterns have the flag `u`, so that they can be copied into a JSON Schema.
 */
export const written = {
  years: { as: 'a whole number of years such as 60 or "60 years"', pattern: /^(\d{1,3}) years?$/u },
  number: { as: "a whole number such as 3" },
  area: {
    as: 'an area with its unit such as "90 m2"',
    pattern: /^(\d{1,7})(?:\.(\d{1,4}))? ?(?:m2|m²|㎡)$/u
  },
  date: { as: "a date such as 2026-03-01" },
  lasting: {
    as: 'a length of time such as "6 months", "2 weeks" or "10 days"',
    pattern: /^\d{1,5} (?:day|week|month)s?$/u
  }
} as const

type Scalar = "years" | "number" | "area" | "date"

const whole = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : undefined

const scalars: Record<Scalar, (value: unknown) => number | undefined> = {
  years: (value) => {
    const text = typeof value === "string" ? written.years.pattern.exec(value) : null
    const years = text === null ? whole(value) : Number(text[1])
    return years !== undefined && years >= 0 && years <= 200 ? years : undefined
  },
  number: whole,
  area: (value) => {
    const text = typeof value === "string" ? written.area.pattern.exec(value) : null
    return text === null ? undefined : Number(text[1]) * 10_000 + Number((text[2] ?? "").padEnd(4, "0"))
  },
  date: (value) => (typeof value === "string" ? Option.getOrUndefined(fromIso(value)) : undefined)
}

const bounds: Record<Scalar, Readonly<Record<string, readonly ["least" | "most", 0 | 1 | -1]>>> = {
  years: { atLeast: ["least", 0], moreThan: ["least", 1], atMost: ["most", 0], lessThan: ["most", -1] },
  number: { atLeast: ["least", 0], moreThan: ["least", 1], atMost: ["most", 0], lessThan: ["most", -1] },
  area: { atLeast: ["least", 0], moreThan: ["least", 1], atMost: ["most", 0], lessThan: ["most", -1] },
  date: { from: ["least", 0], after: ["least", 1], until: ["most", 0], before: ["most", -1] }
}

const list = (words: Iterable<string>): string => [...words].join(", ")

const readBetween = (
  reading: Reading,
  name: string,
  type: Scalar,
  value: unknown,
  path: Path
): Selector | undefined => {
  const bare = scalars[type](value)
  if (bare !== undefined) return { _tag: "Between", type, field: name, least: bare, most: bare }
  if (!isObject(value)) {
    return refuse(
      reading,
      path,
      "wrong-type",
      `${show(value)} is not ${written[type].as}, nor a comparison (${list(Object.keys(bounds[type]))})`,
      { name, found: show(value), type, comparisons: Object.keys(bounds[type]) }
    )
  }
  let least = Number.NEGATIVE_INFINITY
  let most = Number.POSITIVE_INFINITY
  let sound = true
  for (const [word, operand] of Object.entries(value)) {
    const bound = Object.hasOwn(bounds[type], word) ? bounds[type][word] : undefined
    const found = bound === undefined ? undefined : scalars[type](operand)
    if (bound === undefined) {
      sound = false
      refuse(
        reading,
        [...path, word],
        "unknown-comparison",
        `"${word}" does not compare ${name}: use ${list(Object.keys(bounds[type]))}`,
        { name, word, comparisons: Object.keys(bounds[type]) }
      )
    } else if (found === undefined) {
      sound = false
      refuse(
        reading,
        [...path, word],
        "wrong-type",
        `${name} is compared with ${written[type].as}, not ${show(operand)}`,
        { name, found: show(operand), type }
      )
    } else if (bound[0] === "least") least = Math.max(least, found + bound[1])
    else most = Math.min(most, found + bound[1])
  }
  if (!sound) return undefined
  if (least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY) {
    return refuse(
      reading,
      path,
      "empty-comparison",
      `say how ${name} compares: ${list(Object.keys(bounds[type]))}`,
      { name, comparisons: Object.keys(bounds[type]) }
    )
  }
  if (least > most) {
    return refuse(
      reading,
      path,
      "never-true",
      `no ${name} can be both: the lower bound is above the upper one`,
      { name }
    )
  }
  return { _tag: "Between", type, field: name, least, most }
}

const readLasting = (reading: Reading, name: string, value: unknown, path: Path): Selector | undefined => {
  const comparisons = "atLeast, lessThan"
  if (!isObject(value)) {
    return refuse(
      reading,
      path,
      "wrong-type",
      `${show(value)} does not compare ${name}: use ${comparisons} with ${written.lasting.as}`,
      { name, found: show(value), type: "lasting", comparisons: ["atLeast", "lessThan"] }
    )
  }
  const parts: Array<Selector> = []
  const before = reading.problems.length
  for (const [word, operand] of Object.entries(value)) {
    if (word !== "atLeast" && word !== "lessThan") {
      refuse(
        reading,
        [...path, word],
        "unknown-comparison",
        `"${word}" does not compare ${name}: use ${comparisons}`,
        { name, word, comparisons: ["atLeast", "lessThan"] }
      )
      continue
    }
    const period = Option.getOrUndefined(parsePeriod(operand))
    if (period === undefined || period.unit === "working day") {
      refuse(
        reading,
        [...path, word],
        "wrong-type",
        `${name} is compared with ${written.lasting.as}, not ${show(operand)}`,
        { name, found: show(operand), type: "lasting" }
      )
      continue
    }
    const part: Selector = { _tag: "Lasting", field: name, period }
    parts.push(word === "atLeast" ? part : { _tag: "Not", of: part })
  }
  if (reading.problems.length > before) return undefined
  return parts.length === 0
    ? refuse(reading, path, "empty-comparison", `say how ${name} compares: ${comparisons}`, {
        name,
        comparisons: ["atLeast", "lessThan"]
      })
    : both(parts)
}

const both = (parts: ReadonlyArray<Selector>): Selector =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : { _tag: "All", of: parts }

const readIds = (
  reading: Reading,
  name: string,
  named: Named,
  value: unknown,
  path: Path
): ReadonlyArray<string> | undefined => {
  const ids = typeof value === "string" ? [value] : value
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === "string")) {
    return refuse(reading, path, "wrong-type", `${name} is one id or a list of ids, not ${show(value)}`, {
      name,
      found: show(value),
      type: "ids"
    })
  }
  let sound = true
  ids.forEach((id: string, at) => {
    if (reading.names.knows(named, id) !== false) return
    sound = false
    const known = reading.names.known?.(named) ?? []
    reading.problems.push(unknownName(named, id, known, typeof value === "string" ? path : [...path, at]))
  })
  return sound ? ids : undefined
}

const readTags = (
  reading: Reading,
  name: string,
  named: Named,
  value: unknown,
  path: Path
): Selector | undefined => {
  if (!isObject(value)) {
    const ids = readIds(reading, name, named, value, path)
    return ids && { _tag: "Ids", field: name, match: "any", ids }
  }
  const parts: Array<Selector> = []
  const before = reading.problems.length
  for (const [match, operand] of Object.entries(value)) {
    if (match !== "any" && match !== "all" && match !== "none") {
      refuse(
        reading,
        [...path, match],
        "unknown-comparison",
        `"${match}" does not compare ${name}: use any, all, none`,
        { name, word: match, comparisons: ["any", "all", "none"] }
      )
      continue
    }
    const ids = readIds(reading, name, named, operand, [...path, match])
    if (ids !== undefined) parts.push({ _tag: "Ids", field: name, match, ids })
  }
  if (reading.problems.length > before) return undefined
  return parts.length === 0
    ? refuse(reading, path, "empty-comparison", `say which ${name}: any, all, none`, {
        name,
        comparisons: ["any", "all", "none"]
      })
    : both(parts)
}

const readField = (
  reading: Reading,
  name: string,
  field: Field,
  value: unknown,
  path: Path
): Selector | undefined => {
  switch (field.type) {
    case "years":
    case "number":
    case "area":
    case "date":
      return readBetween(reading, name, field.type, value, path)
    case "lasting":
      return readLasting(reading, name, value, path)
    case "flag":
      return typeof value === "boolean"
        ? { _tag: "Flag", field: name, is: value }
        : refuse(reading, path, "wrong-type", `${name} is true or false, not ${show(value)}`, {
            name,
            found: show(value),
            type: "flag"
          })
    case "ids": {
      const ids = readIds(reading, name, field.named, value, path)
      return ids && { _tag: "Ids", field: name, match: "any", ids }
    }
    case "tags":
      return readTags(reading, name, field.named, value, path)
    case "one": {
      if (!isObject(value) && field.named !== undefined) {
        const ids = readIds(reading, name, field.named, value, path)
        return (
          ids && {
            _tag: "One",
            field: name,
            to: field.to,
            where: { _tag: "Ids", field: "id", match: "any", ids }
          }
        )
      }
      const where = read(reading, field.to, value, path)
      return where && { _tag: "One", field: name, to: field.to, where }
    }
    case "some":
    case "every": {
      const where = read(reading, field.to, value, path)
      return where && { _tag: field.type === "some" ? "Some" : "Every", field: name, to: field.to, where }
    }
  }
}

const readList = (
  reading: Reading,
  population: Population,
  value: unknown,
  path: Path
): ReadonlyArray<Selector> | undefined => {
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(reading, path, "wrong-type", `a list of selectors is expected, not ${show(value)}`, {
      name: String(path.at(-1) ?? population),
      found: show(value),
      type: "selectors"
    })
  }
  const parts = value.map((part, at) => read(reading, population, part, [...path, at]))
  return parts.every((part) => part !== undefined) ? parts : undefined
}

const read = (reading: Reading, population: Population, value: unknown, path: Path): Selector | undefined => {
  if (!isObject(value)) {
    return refuse(
      reading,
      path,
      "not-a-selector",
      `${show(value)} does not select ${population}: name fields, such as ${list(Object.keys(fields[population]).slice(0, 3))}`,
      { found: show(value), of: population, fields: Object.keys(fields[population]).slice(0, 3) }
    )
  }
  const parts: Array<Selector> = []
  let sound = true
  const add = (part: Selector | undefined): void => {
    if (part === undefined) sound = false
    else parts.push(part)
  }
  for (const [name, operand] of Object.entries(value)) {
    const at = [...path, name]
    if (name === "all" || name === "any") {
      const of = readList(reading, population, operand, at)
      add(of && { _tag: name === "all" ? "All" : "Any", of })
    } else if (name === "not") {
      const of = read(reading, population, operand, at)
      add(of && { _tag: "Not", of })
    } else {
      const field = Object.hasOwn(fields[population], name) ? fields[population][name] : undefined
      add(
        field === undefined
          ? unknownField(reading, population, name, at)
          : readField(reading, name, field, operand, at)
      )
    }
  }
  return sound ? both(parts) : undefined
}

/** Reports a field that the population does not have. */
const unknownField = (reading: Reading, population: Population, name: string, path: Path): undefined => {
  const names = Object.keys(fields[population])
  const known = [...names, "all", "any", "not"]
  const meant = nearest(name, known)
  const advice =
    meant === undefined ? `there are ${list(names)}, and all, any, not` : `did you mean "${meant}"?`
  return refuse(reading, path, "unknown-field", `${population} have no field "${name}": ${advice}`, {
    of: population,
    name,
    ...(meant === undefined ? { known } : { meant })
  })
}

/**
 * Parses a selector (a condition) for the members of a population. Returns the selector, or all mistakes with their
 * paths.
 *
 * @example
 * ```ts
 * import * as Facts from "@liulinhui/core/Facts"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * assert.ok(Result.isSuccess(Facts.parse("residents", { age: { atLeast: 60 }, livesAlone: true })))
 * const refused = Facts.parse("residents", { agee: 60, age: { atLeast: "1966-01-01" } })
 * assert.deepEqual(
 *   Result.isFailure(refused) && refused.failure.problems.map(({ path, code }) => [path.join("."), code]),
 *   [["agee", "unknown-field"], ["age.atLeast", "wrong-type"]]
 * )
 * ```
 * @category reading
 */
export const parse = (
  population: Population,
  value: unknown,
  options: { readonly path?: Path; readonly names?: Names } = {}
): Result.Result<Selector, DocumentRefused> => {
  const reading: Reading = { problems: [], names: options.names ?? anyName }
  const selector = read(reading, population, value, options.path ?? [])
  return selector === undefined || reading.problems.length > 0
    ? Result.fail(new DocumentRefused({ problems: reading.problems }))
    : Result.succeed(selector)
}
