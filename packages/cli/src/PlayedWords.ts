/** Describes the results of the events of a story: as expected, or each difference. */
import type * as District from "@liulinhui/core/District"
import type { Language } from "@liulinhui/core/Text"
import { reasonWords } from "./Outcome.ts"
import type * as Replaying from "./Replaying.ts"
import { requestWords, say } from "./Say.ts"

/** Describes a difference between what a story expects and what really happened. */
const differenceWords = (
  difference: Replaying.Difference,
  { event, reasons }: Replaying.Played,
  words: (all: Replaying.Played["reasons"]) => ReadonlyArray<string>,
  language: Language
): string => {
  const { asked, at } = event
  const none = say(language, "replay.none")
  switch (difference._tag) {
    case "Coverage":
      return say(language, "replay.coverage", { at, ...difference, found: difference.found ?? none })
    case "Case":
      return say(language, "replay.case", {
        at,
        ...difference,
        what: say(language, `replay.what.${difference.what}`),
        found: difference.found ?? none
      })
    default: {
      const by = asked?.by ?? ""
      const request = asked === undefined ? "" : requestWords(language, asked.request._tag)
      const outcome =
        difference._tag === "NotRefused"
          ? say(language, "replay.notRefused")
          : difference._tag === "NotAllowed"
            ? say(language, "do.notAllowed", { by, request, tag: asked?.request._tag ?? "" })
            : difference._tag === "OtherReasons"
              ? say(language, "replay.otherReasons", { missing: difference.missing, reasons: words(reasons) })
              : say(language, "replay.refused", { reasons: words(reasons) })
      return say(language, "replay.event", { at, by, request, outcome })
    }
  }
}

/** Describes an event of a story whose result was as expected. */
const metWords = (
  { event: { asked, at }, outcome, reasons }: Replaying.Played,
  words: (all: Replaying.Played["reasons"]) => ReadonlyArray<string>,
  language: Language
): string =>
  asked === undefined || outcome === undefined
    ? say(language, "replay.met", { at })
    : say(language, "replay.event", {
        at,
        by: asked.by,
        request: requestWords(language, asked.request._tag),
        outcome:
          outcome === "refused"
            ? reasons.length === 0
              ? say(language, "replay.notAllowed")
              : say(language, "replay.asExpected", { reasons: words(reasons) })
            : say(language, `replay.${outcome}`)
      })

/**
 * Describes the result of an event of a story: a line for each difference, or one line if nothing differs. `district` is
 * the district after the event.
 */
export const playedLines = (
  played: Replaying.Played,
  district: District.District,
  language: Language
): ReadonlyArray<string> => {
  const { differences, event } = played
  const words = (all: Replaying.Played["reasons"]) =>
    event.asked === undefined ? [] : reasonWords(district, event.asked.request, all, language)
  return differences.length === 0
    ? [metWords(played, words, language)]
    : differences.map((one) => differenceWords(one, played, words, language))
}
