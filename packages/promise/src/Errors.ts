/**
 * The errors of the operations. Every error is an `Error` with a tag in `_tag` and a sentence in `message`. The errors
 * of the ports are those of `@liulinhui/core`: your adapters reject with the same classes that your callers receive.
 */
import { TaggedError } from "@liulinhui/core/Failure"
import { Reason, RequestTag } from "@liulinhui/core/Governance"
import * as Schema from "effect/Schema"

export { EntryUnreadable } from "@liulinhui/core/Context"
export {
  AppendRejected,
  ChainBroken,
  CommandIdReused,
  LedgerUnavailable,
  VersionConflict
} from "@liulinhui/core/Ledger"
export { DeliveryFailed } from "@liulinhui/core/Notifier"
export { OwnerErased, SealBroken, VaultUnavailable } from "@liulinhui/core/Vault"
export { LetterUnknown } from "@liulinhui/announcer/DeadLetters"
export { DistrictIncomplete, DistrictUnknown, ModelRefused, NotAllowed } from "@liulinhui/service/Governance"
export { MasterKeysRefused } from "@liulinhui/vault/MasterKeys"

/**
 * The request is refused, with every reason. Nothing was done.
 *
 * @category errors
 */
export class Refused extends TaggedError<Refused>()(
  "Refused",
  {
    district: Schema.String,
    /** The id of the submission. */
    id: Schema.String,
    by: Schema.String,
    /** The kind of the refused request. Empty if the submission names an unknown kind. */
    request: Schema.Union([RequestTag, Schema.Literal("")]),
    /** All reasons for which the request is refused, as tagged data. */
    reasons: Schema.NonEmptyArray(Reason),
    /** The same reasons as sentences without a full stop, in each language. */
    sentences: Schema.Struct({ zh: Schema.Array(Schema.String), en: Schema.Array(Schema.String) }),
    /** Whether the refused attempt is recorded on the case. A playbook can require this for a step. */
    kept: Schema.Boolean
  },
  ({ id, request, sentences }) =>
    `${request || "a request of no known kind"} (${id}) is refused: ${sentences.en.join("; ")}`
) {}

/**
 * The call itself is invalid, for example its options or a date. Lists every mistake. Nothing was done.
 *
 * @category errors
 */
export class InvalidCall extends TaggedError<InvalidCall>()(
  "InvalidCall",
  { reasons: Schema.Array(Schema.String) },
  ({ reasons }) => reasons.join("; ")
) {}

/**
 * The service was closed before the call. Nothing was done. Open the service again.
 *
 * @category errors
 */
export class Closed extends TaggedError<Closed>()(
  "Closed",
  {},
  () => "the service was closed before this call: open it again"
) {}
