/**
 * The words that people read. A catalogue has all messages of one language. `Texts` is a set of catalogues.
 * {@link words} returns the functions that format texts in one language. `Texts` is a plain value: to add a language,
 * make another value with {@link make} and pass it on, or provide it as {@link Current}.
 */
import type { Day } from "@liulinhui/core/Day"
import type { Nouns } from "@liulinhui/core/Model"
import { fallbacks, type Language, languageOf, type Param, type Text } from "@liulinhui/core/Text"
import * as Context from "effect/Context"
import type { Catalogue } from "./Catalogue.ts"
import { en } from "./en.ts"
import type { KeyIn, MessageId, ParametersOf } from "./Parameters.ts"
import { type Reader, reader } from "./Pattern.ts"
import { zh } from "./zh.ts"

/** The values for the arguments of a message, by argument name. */
export type Parameters = Readonly<Record<string, Param | undefined>>

/** The messages that an extension adds: for each language, patterns by message id. */
export type Extension = Readonly<Record<Language, Readonly<Record<string, string>>>>

interface Spoken {
  readonly locale: string
  /**
   * The messages by id: those of the last extension first. They are not merged into one object, because that takes longer
   * than everything else at the start of a program.
   */
  readonly messages: ReadonlyArray<Readonly<Record<string, string>>>
}

/**
 * A set of catalogues, one for each language. Make it with {@link make}.
 *
 * @category models
 */
export interface Texts {
  readonly spoken: ReadonlyMap<Language, Spoken>
  readonly read: Reader
}

/**
 * The functions that format texts in one language. If this language lacks a message or text, the next best language is
 * used. See {@link words}.
 *
 * @category models
 */
export interface Words {
  /** The language that the caller has requested. */
  readonly language: Language
  /** The locale for dates and numbers, as a BCP 47 tag. */
  readonly locale: string
  /** Formats a message of the library with its parameters. */
  readonly say: <Id extends MessageId>(id: Id, ...parameters: ParametersOf<Id>) => string
  /** Whether a message with this id exists. */
  readonly has: (id: string) => boolean
  /** Formats a message of the library or of an extension. Returns `undefined` if no message has this id. */
  readonly find: (id: string, parameters?: Parameters) => string | undefined
  /** Returns a text of a district's model in the best language that the text has. */
  readonly text: (text: Text | string) => string
  /**
   * Formats a pattern of the model, such as the text of a notice. Throws if an argument of the pattern has no value.
   */
  readonly fillIn: (pattern: Text, parameters: Parameters) => string
  /** Joins items, as in “a, b, c”. */
  readonly list: (items: ReadonlyArray<Text | string>) => string
  /** Joins items, as in “a, b and c”. */
  readonly and: (items: ReadonlyArray<string>) => string
  /** Formats a day as a date. */
  readonly day: (day: Day) => string
  /**
   * Formats a due day. If the day is provisional (counted without the holidays of its year), adds a remark. `time` is the
   * time of day of a deadline in hours, such as `17:30`.
   */
  readonly due: (day: Day, provisional: boolean, time?: string) => string
}

/**
 * Makes texts from catalogues, one for each language. If the language of the reader and its fallback languages lack a
 * message, the catalogues are tried in the given order.
 *
 * @example
 * ```ts
 * import { en, Texts, zh } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const texts = Texts.make([zh, en])
 * assert.deepEqual(Texts.languages(texts), ["zh", "en"])
 * assert.equal(Texts.words(texts, "en").say("reason.BallotInFuture", { on: 20_000 }), "a ballot of 4 October 2024 lies in the future")
 * ```
 * @category constructors
 */
export const make = (catalogues: readonly [Catalogue, ...ReadonlyArray<Catalogue>]): Texts => ({
  spoken: new Map(
    catalogues.map(({ language, locale, messages }) => [language, { locale, messages: [messages] }])
  ),
  read: reader()
})

/**
 * Adds the messages of an extension, for example the reasons of another context under ids like `reason.TheirTag`. If a
 * message with the same id exists, it is replaced. Messages in a language without a catalogue are ignored.
 *
 * @example
 * ```ts
 * import { Reason, Texts } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const texts = Texts.extend(Texts.builtIn, {
 *   zh: { "reason.GardenFull": "菜园已满，最多{most}户" },
 *   en: { "reason.GardenFull": "the garden is full: {most} households at most" }
 * })
 * const words = Texts.words(texts, "zh")
 * assert.equal(Reason.say(words, { _tag: "GardenFull", most: 12 }), "菜园已满，最多12户")
 * ```
 * @category constructors
 */
export const extend = (self: Texts, extension: Extension): Texts => ({
  ...self,
  spoken: new Map(
    [...self.spoken].map(([language, { locale, messages }]) => {
      const added = extension[language]
      return [language, { locale, messages: added === undefined ? messages : [added, ...messages] }]
    })
  )
})

// A noun is a text and not a pattern, so signs that a pattern would interpret are quoted.
const quoted = (text: string): string => text.replaceAll("'", "''").replace(/[{}<>#|]+/gu, "'$&'")

/**
 * Texts with the nouns of place of a district, such as 组 instead of 楼. In the catalogues, arguments in capital letters
 * such as `{BUILDING}` are these nouns.
 *
 * @example
 * ```ts
 * import { Texts } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const village = Texts.withNouns(Texts.builtIn, { building: { zh: "组", en: "house" }, measure: { zh: "个" } })
 * assert.equal(Texts.words(village, "zh").say("report.tiles", { n: 3 }), "各组状况（3个）")
 * assert.equal(Texts.words(Texts.builtIn, "zh").say("report.tiles", { n: 3 }), "各楼状况（3幢）")
 * ```
 * @category constructors
 */
export const withNouns = (self: Texts, nouns: Nouns | undefined): Texts =>
  nouns === undefined
    ? self
    : extend(
        self,
        Object.fromEntries(
          languages(self).map((language) => [
            language,
            Object.fromEntries(
              Object.entries<Text | undefined>({ ...nouns }).flatMap(([noun, text]) =>
                text?.[language] === undefined ? [] : [[`noun.${noun}`, quoted(text[language])]]
              )
            )
          ])
        )
      )

/** The texts of this library, in Chinese and English. */
export const builtIn: Texts = make([zh, en])

/** The texts that services and channels use. Provide another value to add a language. Default: {@link builtIn}. */
export const Current = Context.Reference<Texts>("@liulinhui/texts/Texts/Current", {
  defaultValue: () => builtIn
})

/** The languages for which there is a catalogue. */
export const languages = ({ spoken }: Texts): ReadonlyArray<Language> => [...spoken.keys()]

// The beginning of the name of a noun that is the first word of a text.
const first = "FIRST_"

/** Whether an argument of a message is a noun of place: its name is in capital letters. */
export const isNoun = (argument: string): boolean => /^[A-Z_]+$/u.test(argument)

const separators = { list: "list.separator", reasons: "list.reasons" } as const

/**
 * Returns the functions that word things in a language. If this language lacks a message, or a text of the model, the
 * next best language is used: a more general one (`zh` for `zh-Hant`), then the languages of the district, then
 * Chinese, then any other.
 *
 * @category operations
 */
export const words = (self: Texts, language: Language, district: ReadonlyArray<Language> = []): Words => {
  const order = fallbacks(language, district)
  const tried = [...new Set([...order, ...self.spoken.keys()])].flatMap((one) => self.spoken.get(one) ?? [])
  const locale = tried[0]?.locale ?? language

  const text = (of: Text | string): string =>
    typeof of === "string" ? of : (of[languageOf(of, order)] ?? "")
  const isText = (param: Param): param is Text => typeof param === "object" && !Array.isArray(param)
  const filled = (within: string, source: string, parameters: Parameters): string => {
    const pattern = self.read(within, source)
    return pattern.format({
      ...Object.fromEntries(
        pattern.arguments.flatMap(({ name }) => (isNoun(name) ? [[name, noun(name)] as const] : []))
      ),
      ...Object.fromEntries(
        Object.entries(parameters).map(([name, param]) => {
          if (param === undefined || typeof param === "number" || typeof param === "string")
            return [name, param]
          if (isText(param)) return [name, text(param)]
          return [name, param.length === 0 ? undefined : list(param)]
        })
      )
    })
  }
  const noun = (name: string): string | undefined => {
    const isFirst = name.startsWith(first)
    const found = find(`noun.${(isFirst ? name.slice(first.length) : name).toLowerCase()}`)
    return isFirst ? found?.replace(/^./u, (letter) => letter.toLocaleUpperCase(locale)) : found
  }
  const patternOf = (id: string): { readonly locale: string; readonly pattern: string } | undefined => {
    for (const { locale, messages } of tried) {
      const pattern = messages.find((some) => Object.hasOwn(some, id))?.[id]
      if (pattern !== undefined) return { locale, pattern }
    }
    return undefined
  }
  const find = (id: string, parameters: Parameters = {}): string | undefined => {
    const found = patternOf(id)
    return found === undefined ? undefined : filled(found.locale, found.pattern, parameters)
  }
  const list = (items: ReadonlyArray<Text | string>): string =>
    items.map(text).join(find(separators.list) ?? ", ")

  return {
    language,
    locale,
    say: (id, ...[parameters]) => find(id, parameters) ?? id,
    has: (id) => patternOf(id) !== undefined,
    find,
    text,
    fillIn: (pattern, parameters) => {
      const found = languageOf(pattern, order)
      // If the pattern is in another language than the requested one, its numbers and dates are formatted as in the
      // language of the pattern.
      if (found !== language) return words(self, found, district).fillIn(pattern, parameters)
      const [within, source] = [self.spoken.get(found)?.locale ?? found, pattern[found] ?? ""]
      const strange = self.read(within, source).arguments.find(({ name }) => !Object.hasOwn(parameters, name))
      if (strange !== undefined) throw new RangeError(`there is no argument {${strange.name}}`)
      return filled(within, source, parameters)
    },
    list,
    and: (items) => {
      const last = items.at(-1) ?? ""
      return items.length < 2 ? last : `${list(items.slice(0, -1))}${find("list.last") ?? ", "}${last}`
    },
    due: (day, provisional, time) =>
      (time === undefined
        ? find(provisional ? "phrase.provisional" : "phrase.day", { day })
        : find("phrase.dayAndTime", { day, time })) ?? String(day),
    day: (day) => find("phrase.day", { day }) ?? String(day)
  }
}

/** Returns the formatting functions for each language that has a catalogue. */
export const wordsInEach = (self: Texts, district: ReadonlyArray<Language> = []): ReadonlyArray<Words> =>
  languages(self).map((language) => words(self, language, district))

/** Calls `say` with the words of each language, and returns one text that contains all languages. */
export const sayInEach = (all: ReadonlyArray<Words>, say: (words: Words) => string): Text =>
  Object.fromEntries(all.map((spoken) => [spoken.language, say(spoken)]))

/**
 * Formats the messages of one section by their names without the name of the section: `title` for `report.title`.
 *
 * @category operations
 */
export const section =
  <const Section extends string>(spoken: Words, name: Section) =>
  <Key extends KeyIn<Section>>(key: Key, ...parameters: ParametersOf<`${Section}.${Key}` & MessageId>) =>
    spoken.say(`${name}.${key}` as `${Section}.${Key}` & MessageId, ...parameters)
