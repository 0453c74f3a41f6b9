/** The entries of a ledger, the ids of the commands that wrote them, and the receipts that the commands get. */
import * as Schema from "effect/Schema"
import type { StreamId } from "../kernel/StreamId.ts"
import type { DistrictId } from "../place/Id.ts"

/**
 * A command id, used as an idempotency key: 1–200 printable characters. The sender chooses one id for each command and
 * uses it again for a retry, so that the retry is recognised.
 */
export const CommandId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,199}$/u, {
    expected: "a command id of 1–200 letters, digits and - _ . : /"
  })
).pipe(Schema.brand("CommandId"))
export type CommandId = typeof CommandId.Type

/**
 * The id of a command that the library itself sends, such as the lapse of a deadline: `~` and 1–199 characters of a
 * command id. A caller cannot use such an id, because a {@link CommandId} begins with a letter or a digit.
 */
export const OwnCommandId = Schema.String.check(
  Schema.isPattern(/^~[\p{L}\p{N}_.:/-]{1,199}$/u, {
    expected: "~ and 1–199 letters, digits and - _ . : /"
  })
).pipe(Schema.brand("CommandId"))

/**
 * The receipt of an append: the positions of its entries from `first` to `last` (both included).
 *
 * @category models
 */
export interface Receipt {
  readonly first: number
  readonly last: number
  /** Whether the command had been appended before. If so, this call wrote nothing. */
  readonly repeated: boolean
  /** The fingerprint of the append, if it had one. */
  readonly fingerprint?: string
}

/**
 * One entry of a ledger.
 *
 * @category models
 */
export interface Entry {
  readonly district: DistrictId
  readonly position: number
  readonly stream: StreamId
  readonly version: number
  readonly commandId: CommandId
  readonly at: number
  readonly type: string
  readonly data: Schema.Json
  /** The fingerprint of the append. Only the first entry of an append has it. */
  readonly fingerprint?: string
  /** The SHA-256 of this entry and the hash of the previous entry, in lower-case hex. */
  readonly hash: string
}

/**
 * The end of a district's entries: the position and the hash of its last entry. If there are no entries: 0 and the
 * empty string.
 *
 * @category models
 */
export interface Head {
  readonly position: number
  readonly hash: string
}
