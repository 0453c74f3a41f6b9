/**
 * Reads and formats ICU message patterns, and lists their arguments. Values are texts and numbers. Before `Texts` calls
 * this module, it chooses the language of each text and joins lists.
 */
import { IntlMessageFormat } from "intl-messageformat"

/** One use of an argument in a pattern, such as `{day, date}`. */
export interface Argument {
  readonly name: string
  readonly kind: "plain" | "number" | "date" | "select" | "plural"
  /** The options of a `select` or a `plural`. Empty for other arguments. */
  readonly options: ReadonlyArray<string>
}

/** A parsed ICU message pattern: its arguments, and a function that formats it. */
export interface Pattern {
  /** The uses of arguments in the pattern, with one element for each use. */
  readonly arguments: ReadonlyArray<Argument>
  /**
   * Formats the pattern with values. A day is passed as a number; `{day, date}` in the pattern formats it as a date. A day
   * with a fraction is formatted with the time of day.
   */
  readonly format: (values: Readonly<Record<string, string | number | undefined>>) => string
}

/**
 * A function that parses patterns for a locale. It caches parsed patterns: they are few, and are formatted often.
 *
 * @category models
 */
export type Reader = (locale: string, source: string) => Pattern

/** The option of a `select` that is used if the value is unknown or absent. */
const absent = "_"

const dayLength = 86_400_000
const dateStyle: Intl.DateTimeFormatOptions = {
  timeZone: "UTC",
  year: "numeric",
  month: "long",
  day: "numeric"
}
const timeStyle: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }

/** A format of days that also shows the time of day, if a value is not the beginning of a day. */
class DayFormat extends Intl.DateTimeFormat {
  readonly #timed: Intl.DateTimeFormat

  constructor(locale: Intl.LocalesArgument, options: Intl.DateTimeFormatOptions) {
    super(locale, options)
    this.#timed = new Intl.DateTimeFormat(locale, { ...options, ...timeStyle })
  }

  override format(value?: Date | number): string {
    return Number(value) % dayLength === 0 ? super.format(value) : this.#timed.format(value)
  }
}

const formats = {
  date: {
    long: { ...dateStyle, weekday: "long" },
    monthDay: { timeZone: "UTC", month: "short", day: "numeric" }
  }
} as const

// The kinds of arguments, by the number that the parser uses for them. The parser uses other numbers for literal text.
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
  // The options of `plural` and `select` contain patterns, which may contain more arguments. So the search continues
  // inside them.
  return [
    ...own,
    ...Object.values(options).flatMap((option: unknown) =>
      typeof option === "object" && option !== null && "value" in option ? argumentsIn(option.value) : []
    ),
    ...("children" in node ? argumentsIn(node.children) : [])
  ]
}

/** Caches the results of a function by its arguments. */
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

/** The formats of numbers and days, and the plural rules. All readers share them, because making one is slow. */
const formatters = {
  getNumberFormat: kept(
    (locale?: string | Array<string>, options?: Intl.NumberFormatOptions) =>
      new Intl.NumberFormat(locale, options)
  ),
  // Most dates are written `{day, date}`, without a style. Days are formatted in UTC, so that they are the same in
  // every time zone.
  getDateTimeFormat: kept(
    (locale?: Intl.LocalesArgument, options?: Intl.DateTimeFormatOptions) =>
      new DayFormat(locale, options ?? dateStyle)
  ),
  getPluralRules: kept(
    (locale?: string | Array<string>, options?: Intl.PluralRulesOptions) =>
      new Intl.PluralRules(locale, options)
  )
}

/** Makes a function that parses patterns, with a cache. */
export const reader = (): Reader =>
  kept((locale, source) => {
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

/**
 * Checks a pattern that comes from a model, and describes its problem. Returns `undefined` if the pattern can be
 * formatted. `names`: the allowed arguments. `samples`: a sample value for each argument that is not a number.
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
): string | undefined => flaw(source, names, samples)?.problem

/** A problem of a pattern, and the argument that is not allowed. `undefined` if the pattern itself is invalid. */
export interface Flaw {
  readonly problem: string
  readonly argument: string | undefined
}

/** Checks a pattern like {@link problem}, and also returns the argument that is not allowed. */
export const flaw = (
  source: string,
  names: ReadonlyArray<string>,
  samples: Readonly<Record<string, string>> = {}
): Flaw | undefined => {
  try {
    const pattern = reader()("en", source)
    const strange = pattern.arguments.find(({ name }) => !names.includes(name))
    if (strange !== undefined) {
      return { problem: `there is no argument {${strange.name}}`, argument: strange.name }
    }
    pattern.format(Object.fromEntries(names.map((name) => [name, samples[name] ?? 0])))
    return undefined
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), argument: undefined }
  }
}
