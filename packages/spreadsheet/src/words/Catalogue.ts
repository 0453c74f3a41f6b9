/** The type of a catalogue: all words of this package in one language. */
import type { Language } from "@liulinhui/core/Text"
import type { Opinion } from "@liulinhui/core/Poll"
import type { zh } from "./zh.ts"

/** The name of a message in the catalogue. */
export type MessageId = keyof (typeof zh)["messages"]

/** The key of a column of a roster. */
export type Column = keyof (typeof zh)["columns"]

/** The key of a column of a ballot sheet, which is used for votes on paper. */
export type BallotColumn = keyof (typeof zh)["ballot"]

/** The key of another column, or of another word in a sheet. */
export type Label = keyof (typeof zh)["labels"]

/**
 * Several names for the same thing. When a sheet is written, the first name is used. When a sheet is read, all names
 * are understood.
 */
type Names = readonly [string, ...ReadonlyArray<string>]

/**
 * All words of this package in one language.
 *
 * @category models
 */
export interface Catalogue {
  readonly language: Language
  /** The language tag (BCP 47) that determines how numbers are written. */
  readonly locale: string
  /** The templates of the messages: ICU patterns with named arguments. */
  readonly messages: Readonly<Record<MessageId, string>>
  readonly columns: Readonly<Record<Column, Names>>
  readonly opinions: Readonly<Record<Opinion, Names>>
  readonly ballot: Readonly<Record<BallotColumn, string>>
  readonly labels: Readonly<Record<Label, string>>
}
