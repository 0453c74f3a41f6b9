/**
 * The English catalogue of rules. The code already names each rule by an English sentence, so only the titles are here.
 */
import { everyRule, type RuleId } from "@liulinhui/core/Governance"
import type { RuleWords } from "./RuleWords.ts"

export const en: RuleWords = {
  page: {
    title: "Rules",
    introduction:
      "If a request is refused, all reasons are listed, and each reason belongs to one of these rules. Each rule has a permanent id, one sentence, its source if it has one, and the tags of its reasons. A rule that several parts share is listed once, in the first of them.",
    rule: "Rule",
    source: "Source",
    reasons: "Reasons"
  },
  sections: {
    command: "Every request",
    model: "Model",
    mandate: "Mandates",
    actor: "Names of actors",
    notice: "Notice preferences",
    registry: "Registry",
    import: "Imports",
    clock: "Clock",
    retention: "Retention",
    disclosure: "Opening personal data",
    pairing: "Pairing",
    contact: "Contacts",
    exclusion: "Exclusions from coverage",
    companion: "Companions",
    "companion-proposal": "Proposals of companions",
    talent: "Capable residents",
    poll: "Polls of owners",
    case: "Cases",
    intake: "Reports from residents",
    transfer: "Transfers between districts",
    question: "Questions"
  },
  // The cast is safe, because `everyRule` contains every rule.
  names: Object.fromEntries(everyRule.map(({ id, name }) => [id, name])) as Record<RuleId, string>,
  sources: Object.fromEntries(
    everyRule.flatMap(({ id, source }) => (source === undefined ? [] : [[id, source]]))
  )
}
