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
import {
  type CaseFact,
  type ChangeFact,
  type Counts,
  type CoverageFact,
  type Facts,
  fewest,
  type OverdueFact,
  type Shown
} from "./Facts.ts"

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
  /** The language tag (BCP 47) that determines the format of dates. */
  readonly locale: string
  readonly say: <K extends Key>(key: K, ...parameters: ParametersOf<`report.${K}` & MessageId>) => string
  readonly text: (text: Text) => string
  /** Formats a name with its value, such as `Stage: surveyed`. */
  readonly named: (name: string, value: string | Text | ReadonlyArray<string>) => string
  /** Joins texts to a list, with the separator of the language. */
  readonly list: (texts: ReadonlyArray<Text | string>) => string
  /** The text between the items of such a list. */
  readonly separator: string
  /** The text between the parts of a phrase. */
  readonly comma: string
  /** Joins whole sentences to one text. */
  readonly sentences: (sentences: ReadonlyArray<string>) => string
  readonly day: (day: Day) => string
  /** Formats a due day, with a remark if it is provisional (computed without the holidays of its year). */
  readonly due: (late: Pick<OverdueFact, "due" | "provisional" | "time">) => string
  /** Formats a count. A masked (hidden) count becomes words. */
  readonly number: (n: Shown) => string
  /**
   * Formats the ratio of a rule: `reached/due`. If one of the two is masked (hidden), only the number that must be
   * reached.
   */
  readonly ratio: (counts: Pick<Counts, "reached" | "due">) => string
  /** Formats a number together with what is counted: `3 flats`. */
  readonly count: (of: CoverageFact["of"], n: Shown) => string
  /** Says whether a rule is met. */
  readonly result: (met: CoverageFact["met"]) => string
  /** Returns the name on the door of a building. */
  readonly building: (id: string) => string
  /** Returns the number on the door of a flat. `undefined` if the building as a whole is meant. */
  readonly unit: (unit: string) => string | undefined
  readonly place: (place: Pick<CaseFact, "building" | "unit">) => string
}

const results = {
  met: "word.standing.met",
  "not met": "word.standing.not-met",
  "nothing to reach": "word.standing.nothing-to-reach"
} as const

/** Makes the texts of a report in a language, for the facts of a district. */
export const wording = (
  facts: Facts,
  language: Language,
  { texts = Texts.builtIn }: WordingOptions = {}
): Wording => {
  const labels = new Map(facts.buildings.map(({ id, label }) => [id, label]))
  const words = Texts.words(Texts.withNouns(texts, facts.nouns), language, facts.languages)
  const say = Texts.section(words, "report")
  const building = (id: string): string => labels.get(id) ?? id
  const number = (n: Shown): string =>
    typeof n === "number" ? say("number", { n }) : n === "few" ? say("few", { n: fewest }) : say("hidden")
  return {
    locale: words.locale,
    say,
    text: words.text,
    named: (name, value) => words.say("phrase.named", { name, value }),
    list: words.list,
    separator: words.say("list.separator"),
    comma: say("comma"),
    sentences: (sentences) => sentences.join(words.say("list.sentences")),
    day: words.day,
    due: ({ due, provisional, time }) => words.due(due, provisional === true, time),
    number,
    ratio: ({ due, reached }) =>
      typeof due === "number" && typeof reached === "number"
        ? say("ratio", { reached, due })
        : say("ratio.masked", { due: number(due) }),
    count: (of, n) =>
      typeof n === "number"
        ? say(`of.${of}`, { n })
        : n === "few"
          ? say("count.few", { count: say(`of.${of}`, { n: fewest }) })
          : say("count.hidden"),
    result: (met) => words.say(results[met]),
    building,
    unit: (unit) => Place.room(words, unit),
    place: ({ building: id, unit }) => Place.say(words, { building: id === null ? null : building(id), unit })
  }
}

/** Says for whom the report is, and what is left out for these readers. */
export const readersNote = ({ say, sentences, text }: Wording, { audience, partial }: Facts): string =>
  sentences([
    audience === "hall" ? say("readers.hall") : say("readers.role", { role: text(audience.name) }),
    ...(partial ? [say("readers.partial", { n: fewest })] : [])
  ])

/** Who should act on overdue work: the group, and the roles or the person in it. */
export const actors = (
  { list, say, text }: Wording,
  { group, who }: Pick<OverdueFact, "group" | "who">
): string => (who.length === 0 ? text(group) : say("late.actors", { group: text(group), who: list(who) }))

/** A warning that the calendar's data end, and what to do about it. Empty if the data are complete. */
export const calendarNote = ({ say }: Wording, { calendarEnd }: Facts): ReadonlyArray<string> => {
  if (calendarEnd === undefined) return []
  const { until, year } = calendarEnd
  return [until === null ? say("attention.noCalendar", { year }) : say("attention.calendar", { until, year })]
}

/** Says whether the proof of a pairing was checked and is correct. */
export const standing = (
  { say, sentences }: Wording,
  { proven, unique }: NonNullable<Facts["pairing"]>
): string =>
  sentences([
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

/** The maximum number of places or cases that are listed in one line. */
export const mostNamed = 4

const changeLine = ({ number, place, say, text }: Wording, { cases, count, what }: ChangeFact): string => {
  const heading = say(`change.${what}`, { n: number(count) })
  if (cases.length === 0) return heading
  const named = cases
    .slice(0, mostNamed)
    .map((one) => say("change.case", { place: place(one), kind: text(one.kind) }))
  return say("change.named", { heading, cases: named, more: cases.length - named.length })
}

/** Describes what changed in the last week, in sentences: rules that are now met or not met any more, and cases. */
export const changeLines = (words: Wording, facts: Facts): ReadonlyArray<string> => [
  ...facts.coverage.flatMap(({ met, metWeekAgo, name }) =>
    met === metWeekAgo || met === "nothing to reach"
      ? []
      : [words.say(met === "met" ? "change.met" : "change.fell", { rule: words.text(name) })]
  ),
  ...facts.changes.map((change) => changeLine(words, change))
]

/**
 * Makes a text from people or from other programs safe to show. Control characters, which a terminal would execute,
 * become spaces. Marks that reorder or hide text are removed.
 */
export const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, " ")
    .replace(/\p{Cf}/gu, "")
