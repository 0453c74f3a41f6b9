/**
 * The reasons for which a command is refused before the district is read: the id of the command was used before, or its
 * content is not a valid request.
 */
import { precondition } from "../kernel/Rule.ts"

import type { PrivateNumber } from "../place/PrivateNumber.ts"

/**
 * @category refusals
 */
export type CommandRefusal =
  /** A different command was submitted under this id before: its actor or its request was different. */
  | { readonly _tag: "CommandIdReused"; readonly id: string }
  /** A command id of this form is reserved for the library itself. */
  | { readonly _tag: "CommandIdReserved"; readonly id: string }
  | RequestMistake

/**
 * A mistake in a request that was sent as JSON. `path` is the place of the mistake, such as `request.building.floors`.
 * `near` contains the word that was probably meant; if no word is similar, `near` contains all possible words.
 *
 * @category refusals
 */
export type RequestMistake =
  | { readonly _tag: "RequestUnknown"; readonly request: string; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "KeyMissing"; readonly path: string }
  | { readonly _tag: "KeyUnknown"; readonly path: string; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "ValueMalformed"; readonly path: string; readonly message: string }
  /**
   * A field of a request that is stored without encryption contains the number of an ID card, a phone or a bank card.
   */
  | { readonly _tag: "PrivateNumberInClear"; readonly path: string; readonly kind: PrivateNumber }

/**
 * The rules that are checked when a command is submitted, before the district is read.
 *
 * @category rules
 */
export const commandRules = [
  precondition({
    id: "command-id-for-one-command",
    name: "an id is for one command: the same command may be sent again under it, but no other",
    reasons: ["CommandIdReused"]
  }),
  precondition({
    id: "command-id-not-reserved",
    name: "an id that begins with ~ is only for commands of the library",
    reasons: ["CommandIdReserved"]
  }),
  precondition({
    id: "request-read-strictly",
    name: "a request has exactly the fields of its kind, each with a valid value",
    reasons: ["RequestUnknown", "KeyMissing", "KeyUnknown", "ValueMalformed"]
  }),
  precondition({
    id: "request-without-private-numbers",
    name: "no part of a request that stays in clear permanently has the number of an ID card, a phone or a bank card",
    source: "PIPL Arts. 28 and 51",
    reasons: ["PrivateNumberInClear"]
  })
] as const
