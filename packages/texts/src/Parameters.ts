/**
 * The types of message ids and of message parameters. They are computed from the Chinese patterns, so a call with a missing
 * or misspelt parameter does not compile.
 */
import type { Param } from "@liulinhui/core/Text"
import type { zh } from "./zh.ts"

// A piece of a pattern is a name of an argument if it has letters with upper and lower case, and no space or number
// sign. (Chinese characters have no case.)
type Name<S extends string> =
  Uppercase<S> extends S ? never : S extends `${string} ${string}` | `${string}#${string}` ? never : S

type BeforeComma<S extends string> = S extends `${infer Before},${string}` ? Before : S

/**
 * The argument name at the start of a piece of a pattern, which follows an opening brace. Example: `due` in `due,
 * date}到期`.
 */
type NameAt<Piece extends string> = Piece extends `${infer Inside}}${string}`
  ? Name<BeforeComma<Inside>>
  : Piece extends `${infer Before},${string}`
    ? Name<Before>
    : never

/** The argument names in a pattern, without the text before the first brace. */
type NamesIn<S extends string> = S extends `${infer Piece}{${infer Rest}`
  ? NameAt<Piece> | NamesIn<Rest>
  : NameAt<S>

/** The argument names of a whole pattern. The text before the first brace contains no argument name. */
type NamesAfter<S extends string> = S extends `${string}{${infer Rest}` ? NamesIn<Rest> : never

type Patterns = (typeof zh)["messages"]

/**
 * The id of a message in the catalogues, such as `report.title`.
 *
 * @category models
 */
export type MessageId = keyof Patterns

type Arguments = { readonly [Id in MessageId]: NamesAfter<Patterns[Id]> }

/** The names of the arguments of a message. If `Id` is a union of ids, the arguments of all these messages. */
export type ArgumentOf<Id extends MessageId> = Arguments[Id]

/** The parameters that a message takes. A parameter is `undefined` if its value is unknown or not applicable. */
export type ParametersOf<Id extends MessageId> = [ArgumentOf<Id>] extends [never]
  ? readonly []
  : readonly [Readonly<Record<ArgumentOf<Id>, Param | undefined>>]

/** The names of a section's messages, without the name of the section: `title` for `report.title`. */
export type KeyIn<Section extends string> = {
  readonly [Id in MessageId]: Id extends `${Section}.${infer Key}` ? Key : never
}[MessageId]

/** The names of those messages of a section that have no arguments, such as the headings of tables. */
export type PlainKeyIn<Section extends string> = {
  readonly [Id in MessageId]: Id extends `${Section}.${infer Key}`
    ? [ArgumentOf<Id>] extends [never]
      ? Key
      : never
    : never
}[MessageId]
