/**
 * Describes the concerns of a district: what each concern is about, what is wrong, and what to do. A concern is a
 * condition that a person must look at.
 */
import type { CalendarEnd } from "@liulinhui/core/Calendar"
import { toIso } from "@liulinhui/core/Day"
import type { Texts } from "@liulinhui/texts"
import type { Concern } from "./Concerns.ts"

/** The maximum number of cases that are listed for a concern. Further cases are only counted. */
const named = 10

/**
 * Describes on which day the holiday data of a working-day calendar end, and what to do about it.
 *
 * @category wording
 */
export const endLine = ({ say }: Texts.Words, { until: last, year }: CalendarEnd): string =>
  say("cli.calendar.ends", { until: last, year: String(year) })

/**
 * Describes a concern in one line.
 *
 * @category wording
 */
export const concernLine = (words: Texts.Words, concern: Concern): string => {
  const { say } = words
  switch (concern._tag) {
    case "ClockJumped":
      return say("cli.concern.ClockJumped", {
        last: concern.last,
        today: concern.today,
        day: toIso(concern.today)
      })
    case "CalendarEnds":
      return endLine(words, concern)
    case "DuesProvisional": {
      const { cases } = concern
      return say("cli.concern.DuesProvisional", {
        n: cases.length,
        cases: cases.slice(0, named),
        more: String(cases.length > named)
      })
    }
    case "SubjectsGone": {
      const { cases } = concern
      return say("cli.concern.SubjectsGone", {
        n: cases.length,
        cases: cases.slice(0, named).map(({ case: id }) => id),
        more: String(cases.length > named)
      })
    }
    case "HandlersGone": {
      const { cases } = concern
      return say("cli.concern.HandlersGone", {
        n: cases.length,
        cases: cases.slice(0, named).map(({ case: id }) => id),
        more: String(cases.length > named)
      })
    }
    case "FactsAside": {
      const { facts } = concern
      return say("cli.concern.FactsAside", {
        n: facts.length,
        cases: facts.slice(0, named).map(({ case: id }) => id),
        more: String(facts.length > named)
      })
    }
    case "BallotsAfterDeath": {
      const { ballots } = concern
      return say("cli.concern.BallotsAfterDeath", {
        n: ballots.length,
        polls: [...new Set(ballots.map(({ poll }) => poll))].slice(0, named),
        decides: String(ballots.some(({ decides }) => decides))
      })
    }
    case "LikelyDuplicates": {
      const { residents } = concern
      return say("cli.concern.LikelyDuplicates", {
        n: residents.length,
        pairs: residents
          .slice(0, named)
          .map(([one, other]) => say("cli.concern.LikelyDuplicates.pair", { one, other })),
        more: String(residents.length > named)
      })
    }
    case "NoticeUnworded":
      return say("cli.concern.NoticeUnworded", {
        rule: concern.rule,
        language: concern.language,
        problem: concern.problem
      })
  }
}
