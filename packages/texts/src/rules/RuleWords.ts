import type { RuleId, SectionId } from "@liulinhui/core/Governance"

/**
 * The type of a catalogue of rules: all words about the business rules, in one language.
 *
 * @category catalogues
 */
export interface RuleWords {
  /** The words on the page that lists all rules. */
  readonly page: Readonly<Record<"title" | "introduction" | "rule" | "source" | "reasons", string>>
  readonly sections: Readonly<Record<SectionId, string>>
  readonly names: Readonly<Record<RuleId, string>>
  /** The source of each rule that has one, such as an article of a law. */
  readonly sources: Readonly<Partial<Record<RuleId, string>>>
}
