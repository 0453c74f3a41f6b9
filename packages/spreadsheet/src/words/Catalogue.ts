/** The form of a catalogue: all words of this package in one language. */
import type { Language } from "@liulinhui/core/Text"
import type { Opinion } from "@liulinhui/core/Poll"
import type { zh } from "./zh.ts"

/** The name of a message. */
export type MessageId = keyof (typeof zh)["messages"]

/** A column of a roster that is read. */
export type Column = keyof (typeof zh)["columns"]

/** A column of a ballot sheet. */
export type BallotColumn = keyof (typeof zh)["ballot"]

/** A column name, or another word of a sheet. */
export type Label = keyof (typeof zh)["labels"]

/** Names of one thing: the first is written, all are read. */
type Names = readonly [string, ...ReadonlyArray<string>]

/**
 * All words of this package in one language.
 *
 * @category models
 */
export interface Catalogue {
  readonly language: Language
  /** How numbers are written, as a BCP 47 tag. */
  readonly locale: string
  /** ICU patterns with named arguments. */
  readonly messages: Readonly<Record<MessageId, string>>
  readonly columns: Readonly<Record<Column, Names>>
  readonly opinions: Readonly<Record<Opinion, Names>>
  readonly ballot: Readonly<Record<BallotColumn, string>>
  readonly labels: Readonly<Record<Label, string>>
}
