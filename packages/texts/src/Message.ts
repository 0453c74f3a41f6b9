/**
 * Wording a message: an ICU pattern in a language, and what goes into it. Days are worded as dates where the pattern
 * asks for a date, texts in two languages are taken in the right one, and lists are joined the way the language does.
 */
import type { Language, Param, Text } from "@liulinhui/core/kernel/Text"
import { IntlMessageFormat } from "intl-messageformat"

export type { Param } from "@liulinhui/core/kernel/Text"
export type Params = Readonly<Record<string, Param | undefined>>

const locales: Record<Language, string> = { zh: "zh-CN", en: "en-GB" }
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

// `{day, date}` without a style is the usual case, and a day is a day in every time zone.
const formatters = {
  getNumberFormat: (locale?: string | Array<string>, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options),
  getDateTimeFormat: (locale?: Intl.LocalesArgument, options?: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, options ?? dateStyle),
  getPluralRules: (locale?: string | Array<string>, options?: Intl.PluralRulesOptions) =>
    new Intl.PluralRules(locale, options)
}

interface Compiled {
  readonly format: IntlMessageFormat
  /** Arguments that the pattern words as dates. */
  readonly days: ReadonlySet<string>
}

const dateElement = 3 // TYPE.date of the ICU message parser

// Arguments stand at any depth: plural and select hold patterns of their own.
const daysIn = (node: unknown, found: Set<string>): Set<string> => {
  if (Array.isArray(node)) for (const child of node) daysIn(child, found)
  else if (typeof node === "object" && node !== null) {
    if ("type" in node && node.type === dateElement && "value" in node) found.add(String(node.value))
    for (const child of Object.values(node)) daysIn(child, found)
  }
  return found
}

// Patterns are few and fixed (catalogues and models), formatting is frequent.
const compiled = new Map<string, Compiled>()

const compile = (language: Language, pattern: string): Compiled => {
  const key = `${language} ${pattern}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const format = new IntlMessageFormat(pattern, locales[language], formats, { formatters })
  const made = { format, days: daysIn(format.getAst(), new Set()) }
  compiled.set(key, made)
  return made
}

const isText = (param: Param): param is Text => typeof param === "object" && "zh" in param

const single = (param: string | number | Text, language: Language): string | number =>
  typeof param === "object" ? param[language] : param

/**
 * Words an ICU pattern in a language. Throws a `SyntaxError` or `FormatError` of intl-messageformat where the pattern is
 * malformed or misses an argument; {@link problem} tells so beforehand, for patterns that come from a model.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import * as Message from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const day = Day.make("2026-03-09")
 * assert.equal(Message.format("zh", "{day, date}前整改", { day }), "2026年3月9日前整改")
 * assert.equal(Message.format("en", "{n, plural, one {# notice} other {# notices}}", { n: 2 }), "2 notices")
 * ```
 */
export const format = (language: Language, pattern: string, params: Params = {}): string => {
  const { days, format } = compile(language, pattern)
  const values: Record<string, string | number | undefined> = {}
  for (const [name, param] of Object.entries(params)) {
    if (param === undefined) continue
    values[name] =
      typeof param === "number"
        ? days.has(name)
          ? param * dayLength
          : param
        : typeof param === "string"
          ? param
          : isText(param)
            ? param[language]
            : param.map((item) => single(item, language)).join(language === "zh" ? "、" : ", ")
  }
  return String(format.format(values))
}

/**
 * What is wrong with a pattern from a model; `undefined` if it can be worded. `names` are the arguments that it may use,
 * `samples` a value for each that is not a number.
 */
export const problem = (
  pattern: string,
  names: ReadonlyArray<string>,
  samples: Params = {}
): string | undefined => {
  try {
    format("zh", pattern, Object.fromEntries(names.map((name) => [name, samples[name] ?? 0])))
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
