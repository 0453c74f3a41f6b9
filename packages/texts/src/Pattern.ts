/**
 * Reads and formats ICU message patterns, and lists their arguments. Values are texts and numbers. `Texts` chooses the
 * language of a text and joins lists before it calls this module.
 */
import { IntlMessageFormat } from "intl-messageformat"

/** An argument, as a pattern uses it. */
export interface Argument {
  readonly name: string
  readonly kind: "plain" | "number" | "date" | "select" | "plural"
  /** The options of `select` or `plural`. */
  readonly options: ReadonlyArray<string>
}

/** A parsed pattern. */
export interface Pattern {
  /** The arguments, one entry for each use. */
  readonly arguments: ReadonlyArray<Argument>
  /** Formats the pattern. A day is a number; `{day, date}` in the pattern formats it as a date. */
  readonly format: (values: Readonly<Record<string, string | number | undefined>>) => string
}

/**
 * Parses patterns for a locale, and keeps the parsed patterns: they are few, and are formatted often.
 *
 * @category models
 */
export type Reader = (locale: string, source: string) => Pattern

/** The option of a `select` for a value that is unknown or absent. */
const absent = "_"

const dayLength = 86_400_000
const dateStyle: Intl.DateTimeFormatOptions = {
  timeZone: "UTC",
  year: "numeric",
  month: "long",
  day: "numeric"
}
const formats = {
  date: {
    long: { ...dateStyle, weekday: "long" },
    monthDay: { timeZone: "UTC", month: "short", day: "numeric" }
  }
} as const

// The kinds of arguments, by the number that the parser has for them. Other numbers are literal texts and the like.
const kinds: Readonly<Record<number, Argument["kind"]>> = {
  1: "plain",
  2: "number",
  3: "date",
  5: "select",
  6: "plural"
}

const argumentsIn = (node: unknown): ReadonlyArray<Argument> => {
  if (Array.isArray(node)) return node.flatMap(argumentsIn)
  if (typeof node !== "object" || node === null) return []
  const kind = "type" in node ? kinds[Number(node.type)] : undefined
  const options = "options" in node && typeof node.options === "object" ? (node.options ?? {}) : {}
  const own: ReadonlyArray<Argument> =
    kind === undefined || !("value" in node)
      ? []
      : [{ name: String(node.value), kind, options: Object.keys(options) }]
  // The options of plural and select contain patterns, which contain arguments.
  return [
    ...own,
    ...Object.values(options).flatMap((option: unknown) =>
      typeof option === "object" && option !== null && "value" in option ? argumentsIn(option.value) : []
    ),
    ...("children" in node ? argumentsIn(node.children) : [])
  ]
}

/** Calls `make` once for each key, and keeps the result. */
const kept = <Key extends ReadonlyArray<unknown>, A>(make: (...key: Key) => A): ((...key: Key) => A) => {
  const made = new Map<string, A>()
  return (...key) => {
    const name = JSON.stringify(key)
    const known = made.get(name)
    if (known !== undefined) return known
    const one = make(...key)
    made.set(name, one)
    return one
  }
}

/** Makes a reader. */
export const reader = (): Reader => {
  const formatters = {
    getNumberFormat: kept(
      (locale?: string | Array<string>, options?: Intl.NumberFormatOptions) =>
        new Intl.NumberFormat(locale, options)
    ),
    // `{day, date}` without a style is the usual case. A day is the same in every time zone.
    getDateTimeFormat: kept(
      (locale?: Intl.LocalesArgument, options?: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat(locale, options ?? dateStyle)
    ),
    getPluralRules: kept(
      (locale?: string | Array<string>, options?: Intl.PluralRulesOptions) =>
        new Intl.PluralRules(locale, options)
    )
  }
  return kept((locale, source) => {
    const message = new IntlMessageFormat(source, locale, formats, { formatters })
    const found = argumentsIn(message.getAst())
    const names = (kind: Argument["kind"]) =>
      new Set(found.filter((argument) => argument.kind === kind).map(({ name }) => name))
    const days = names("date")
    const chosen = names("select")
    return {
      arguments: found,
      format: (values) =>
        String(
          message.format(
            Object.fromEntries(
              found.map(({ name }) => {
                const value = values[name]
                if (value === undefined) return [name, chosen.has(name) ? absent : "—"]
                return [name, typeof value === "number" && days.has(name) ? value * dayLength : value]
              })
            )
          )
        )
    }
  })
}

/**
 * The problem of a pattern from a model. `undefined` if the pattern can be formatted. `names`: the allowed arguments.
 * `samples`: a value for each argument that is not a number.
 *
 * @example
 * ```ts
 * import { Pattern } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Pattern.problem("{place}：{due, date}到期", ["place", "due"]), undefined)
 * assert.equal(Pattern.problem("{place} {who}", ["place", "due"]), "there is no argument {who}")
 * ```
 * @category checks
 */
export const problem = (
  source: string,
  names: ReadonlyArray<string>,
  samples: Readonly<Record<string, string>> = {}
): string | undefined => {
  try {
    const pattern = reader()("en", source)
    const strange = pattern.arguments.find(({ name }) => !names.includes(name))
    if (strange !== undefined) return `there is no argument {${strange.name}}`
    pattern.format(Object.fromEntries(names.map((name) => [name, samples[name] ?? 0])))
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
