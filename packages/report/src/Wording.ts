/** The texts of the report: its messages, and phrases that both the text report and the HTML report need. */
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

/** The name of a message without arguments, such as the head of a column. */
export type PlainKey = PlainKeyIn<"report">

/** The texts to use for a report. Default: the built-in texts. */
export interface WordingOptions {
  readonly texts?: Texts.Texts
}

/** The texts of one report in one language. */
export interface Wording {
  /** The language tag (BCP 47) that determines how dates are written. */
  readonly locale: string
  readonly say: <K extends Key>(key: K, ...parameters: ParametersOf<`report.${K}` & MessageId>) => string
  readonly text: (text: Text) => string
  /** Formats a name with its value, such as `Stage: surveyed`. */
  readonly named: (name: string, value: string | Text | ReadonlyArray<string>) => string
  /** Joins texts to a list, with the separator of the language. */
  readonly list: (texts: ReadonlyArray<Text | string>) => string
  /** The separator between the items of a list. */
  readonly separator: string
  /** Joins several sentences to one text. */
  readonly sentences: (sentences: ReadonlyArray<string>) => string
  readonly day: (day: Day) => string
  /** A due day, with a remark if it is provisional (computed without the holidays of its year). */
  readonly due: (late: Pick<OverdueFact, "due" | "provisional">) => string
  readonly number: (n: number) => string
  /** The number of reached members and of all members: `reached/eligible`. */
  readonly ratio: (counts: Pick<Counts, "reached" | "eligible">) => string
  /** A number with the things that are counted: `3 flats`. */
  readonly count: (of: CoverageFact["of"], n: number) => string
  /** Whether a coverage rule is met, in words. */
  readonly result: (met: CoverageFact["met"]) => string
  /** The name on the door of a building. */
  readonly building: (id: string) => string
  /** The number on the door of a flat. `undefined` if the building as a whole is meant. */
  readonly unit: (unit: string) => string | undefined
  readonly place: (place: Pick<CaseFact, "building" | "unit">) => string
}

const results = {
  met: "word.standing.met",
  "not met": "word.standing.not-met",
  "nothing to reach": "word.standing.nothing-to-reach"
} as const

/** Makes the texts of a report in a language, for these facts. */
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

/** A warning that the calendar's holiday data end, and what to do. Empty if the data are complete. */
export const calendarNote = ({ say }: Wording, { calendarEnd }: Facts): ReadonlyArray<string> => {
  if (calendarEnd === undefined) return []
  const { until, year } = calendarEnd
  return [until === null ? say("attention.noCalendar", { year }) : say("attention.calendar", { until, year })]
}

/** Describes a pairing: its points, and the result of the check of its certificate. */
export const standing = (
  { say, sentences }: Wording,
  { proven, total, unique }: NonNullable<Facts["pairing"]>
): string =>
  sentences([
    say("pairing.total", { total }),
    say(proven ? "pairing.proven" : "pairing.notProven"),
    say(unique ? "pairing.unique" : "pairing.notUnique")
  ])

/** Describes one case in a sequence of cases with relapses, as a sentence. */
export const lineageStep = ({ say }: Wording, { id, opened, outcome, reopens, stage }: CaseFact): string => {
  const step =
    reopens === null
      ? say("relapses.step", { id, opened, stage })
      : say("relapses.again", { id, opened, reopens, stage })
  return outcome === null ? step : say("relapses.outcome", { step, outcome })
}

/**
 * Makes a text from outside safe to show. Control characters, which a terminal would obey, become spaces. Marks that
 * reorder or hide text are removed.
 */
export const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\p{Cf}/gu, "")
