/**
 * How the report puts facts into words: the messages of its section, and the few phrases that both the terminal and the
 * page need.
 */
import type { Day } from "@liulinhui/core/Day"
import type { Language, Text } from "@liulinhui/core/Text"
import {
  type KeyIn,
  type MessageId,
  type ParametersOf,
  Place,
  type PlainKeyIn,
  Texts
} from "@liulinhui/texts"
import type { CaseFact, Counts, CoverageFact, Facts, OverdueFact } from "./Facts.ts"

/** The name of a message of the report. */
export type Key = KeyIn<"report">

/** Those that need nothing filled in, such as the head of a column. */
export type PlainKey = PlainKeyIn<"report">

/** What a report is written with; default: the built-in texts. */
export interface WordingOptions {
  readonly texts?: Texts.Texts
}

/** The words of one report. */
export interface Wording {
  /** How its dates are written, as a BCP 47 tag. */
  readonly locale: string
  readonly say: <K extends Key>(key: K, ...parameters: ParametersOf<`report.${K}` & MessageId>) => string
  readonly text: (text: Text) => string
  /** A thing with its value. */
  readonly named: (name: string, value: string | Text | ReadonlyArray<string>) => string
  /** Texts in a row, parted as the language does. */
  readonly list: (texts: ReadonlyArray<Text | string>) => string
  /** What parts them. */
  readonly separator: string
  /** Whole sentences in a row. */
  readonly sentences: (sentences: ReadonlyArray<string>) => string
  readonly day: (day: Day) => string
  /** A last day, with a remark if it is provisional. */
  readonly due: (late: Pick<OverdueFact, "due" | "provisional">) => string
  readonly number: (n: number) => string
  /** `reached/eligible`. */
  readonly ratio: (counts: Pick<Counts, "reached" | "eligible">) => string
  /** A number with what is counted: `3 flats`. */
  readonly count: (of: CoverageFact["of"], n: number) => string
  /** The result of a rule. */
  readonly result: (met: CoverageFact["met"]) => string
  /** What is on the door of a building. */
  readonly building: (id: string) => string
  /** What is on the door of a flat. `undefined` if the building as a whole is meant. */
  readonly unit: (unit: string) => string | undefined
  readonly place: (place: Pick<CaseFact, "building" | "unit">) => string
}

const results = {
  met: "word.standing.met",
  "not met": "word.standing.not-met",
  "nothing to reach": "word.standing.nothing-to-reach"
} as const

/** The words for these facts in a language. */
export const wording = (
  facts: Facts,
  language: Language,
  { texts = Texts.builtIn }: WordingOptions = {}
): Wording => {
  const labels = new Map(facts.buildings.map(({ id, label }) => [id, label]))
  const words = Texts.words(texts, language, facts.languages)
  const say = Texts.section(words, "report")
  const building = (id: string): string => labels.get(id) ?? id
  return {
    locale: words.locale,
    say,
    text: words.text,
    named: (name, value) => words.say("phrase.named", { name, value }),
    list: words.list,
    separator: words.say("list.separator"),
    sentences: (sentences) => sentences.join(words.say("list.sentences")),
    day: words.day,
    due: ({ due, provisional }) => words.due(due, provisional === true),
    number: (n) => say("number", { n }),
    ratio: ({ reached, eligible }) => say("ratio", { reached, eligible }),
    count: (of, n) => say(`of.${of}`, { n }),
    result: (met) => words.say(results[met]),
    building,
    unit: (unit) => Place.room(words, unit),
    place: ({ building: id, unit }) => Place.say(words, { building: id === null ? null : building(id), unit })
  }
}

/** A warning that the calendar's data ends, and what to do. Empty if the data is complete. */
export const calendarNote = ({ say }: Wording, { calendarEnd }: Facts): ReadonlyArray<string> => {
  if (calendarEnd === undefined) return []
  const { until, year } = calendarEnd
  return [until === null ? say("attention.noCalendar", { year }) : say("attention.calendar", { until, year })]
}

/** The state of a pairing: its points, and the result of its certificate. */
export const standing = (
  { say, sentences }: Wording,
  { proven, total, unique }: NonNullable<Facts["pairing"]>
): string =>
  sentences([
    say("pairing.total", { total }),
    say(proven ? "pairing.proven" : "pairing.notProven"),
    say(unique ? "pairing.unique" : "pairing.notUnique")
  ])

/** One case of a lineage, as a sentence. */
export const lineageStep = ({ say }: Wording, { id, opened, outcome, reopens, stage }: CaseFact): string => {
  const step =
    reopens === null
      ? say("relapses.step", { id, opened, stage })
      : say("relapses.again", { id, opened, reopens, stage })
  return outcome === null ? step : say("relapses.outcome", { step, outcome })
}

/**
 * A text that came from outside without what a terminal would obey and a page must not hold: control characters become
 * spaces, and marks that reorder or hide text go.
 */
export const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\p{Cf}/gu, "")
