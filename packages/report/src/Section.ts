/** A section of the details of the page. */
import type { Facts } from "./Facts.ts"
import type { Part } from "./Markup.ts"
import type { Wording } from "./Wording.ts"

export interface Section {
  readonly id: string
  readonly heading: string
  readonly body: Part
  /** Whether it needs a sheet of paper on its side. */
  readonly wide?: boolean
}

/** Makes a section of the facts. `null` if there is nothing to show to the readers. */
export type SectionOf = (words: Wording, facts: Facts) => Section | null
