import type { RuleId, SectionId } from "@liulinhui/core/Governance"

/**
 * All words about rules in one language.
 *
 * @category catalogues
 */
export interface RuleWords {
  /** The words of a page that lists the rules. */
  readonly page: Readonly<Record<"title" | "introduction" | "rule" | "source" | "reasons", string>>
  readonly sections: Readonly<Record<SectionId, string>>
  readonly names: Readonly<Record<RuleId, string>>
  /** The sources of the rules that have one. */
  readonly sources: Readonly<Partial<Record<RuleId, string>>>
}
