/** Why a command is refused before its district is read: its id was used, or it is not a request at all. */
import { precondition } from "../kernel/Rule.ts"

import type { PrivateNumber } from "../place/PrivateNumber.ts"

/**
 * @category refusals
 */
export type CommandRefusal =
  /** Another command was submitted under the id before: by another actor, or with another request. */
  | { readonly _tag: "CommandIdReused"; readonly id: string }
  /** Only the library may use such an id, for its own commands. */
  | { readonly _tag: "CommandIdReserved"; readonly id: string }
  | RequestMistake

/**
 * One mistake in a request as JSON. `path` is the place in the submission, such as `request.building.floors`. `near` has
 * the word that was probably meant, or else all words that are possible.
 *
 * @category refusals
 */
export type RequestMistake =
  | { readonly _tag: "RequestUnknown"; readonly request: string; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "KeyMissing"; readonly path: string }
  | { readonly _tag: "KeyUnknown"; readonly path: string; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "ValueMalformed"; readonly path: string; readonly message: string }
  /** A part that stays in clear permanently has the number of an ID card, a phone or a bank card. */
  | { readonly _tag: "PrivateNumberInClear"; readonly path: string; readonly kind: PrivateNumber }

/**
 * The rules that are checked where commands are submitted, before a district is read.
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
