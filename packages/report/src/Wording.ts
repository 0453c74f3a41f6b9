/**
 * How the report puts facts into words: the catalogue in one language, and the few phrases that both the terminal and
 * the page need.
 */
import { formatDue } from "@liulinhui/core/casework/CaseWords"
import type { Day } from "@liulinhui/core/kernel/Day"
import type { Language, Text } from "@liulinhui/core/kernel/Text"
import { format, type Params } from "@liulinhui/texts"
import type { CaseFact, Counts, CoverageFact, Facts, OverdueFact } from "./Facts.ts"
import { type Key, texts } from "./texts.ts"

/** Where something is: a flat, a building, or neither. */
export interface Place {
  readonly building: string | null
  readonly unit: string | null
}

/** The words of one report. */
export interface Wording {
  readonly language: Language
  readonly say: (key: Key, params?: Params) => string
  readonly text: (text: Text) => string
  /** Texts in a row, parted as the language does. */
  readonly list: (texts: ReadonlyArray<Text | string>) => string
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
  /** What stands on the door of a building. */
  readonly building: (id: string) => string
  /** What stands on the door of a flat; nothing where the building as a whole is meant. */
  readonly unit: (unit: string) => string | undefined
  readonly place: (place: Place) => string
}

/** The words for these facts in a language. */
export const wording = (facts: Facts, language: Language): Wording => {
  const labels = new Map(facts.buildings.map(({ id, label }) => [id, label]))
  const say = (key: Key, params?: Params): string => format(language, texts[language][key], params)
  const building = (id: string): string => labels.get(id) ?? id
  const unit = (label: string): string | undefined =>
    label === "" ? undefined : /\d$/u.test(label) ? say("place.room", { unit: label }) : label
  return {
    language,
    say,
    building,
    unit,
    text: (text) => text[language],
    list: (items) => say("list", { items }),
    sentences: (sentences) => sentences.join(language === "zh" ? "" : " "),
    day: (day) => say("day", { day }),
    due: ({ due, provisional }) => formatDue(due, provisional === true, language),
    number: (n) => say("number", { n }),
    ratio: ({ reached, eligible }) => say("ratio", { reached, eligible }),
    count: (of, n) => say(`of.${of}`, { n }),
    place: (place) => {
      if (place.building === null) return say("place.district")
      const door = unit(place.unit ?? "")
      const house = building(place.building)
      return door === undefined ? house : say("place.in", { building: house, unit: door })
    }
  }
}

/** The name of a rule's result. */
export const results: Record<CoverageFact["met"], Key> = {
  met: "coverage.met",
  "not met": "coverage.notMet",
  "nothing to reach": "coverage.nothing"
}

/** What to do about a calendar whose data ends; none while it does not. */
export const calendarNote = ({ say }: Wording, { calendarEnd }: Facts): ReadonlyArray<string> => {
  if (calendarEnd === undefined) return []
  const { until, year } = calendarEnd
  return [until === null ? say("attention.noCalendar", { year }) : say("attention.calendar", { until, year })]
}

/** How a pairing stands: its points, and what its certificate says. */
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
