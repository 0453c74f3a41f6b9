/** A section of the details on the page. */
import type { Facts } from "./Facts.ts"
import type { Part } from "./Markup.ts"
import type { Wording } from "./Wording.ts"

export interface Section {
  readonly id: string
  readonly heading: string
  readonly body: Part
  /** Whether the section needs a page in landscape format when it is printed. */
  readonly wide?: boolean
}

/** Makes a section from the facts. `null` if there is nothing that may be shown to the readers. */
export type SectionOf = (words: Wording, facts: Facts) => Section | null
