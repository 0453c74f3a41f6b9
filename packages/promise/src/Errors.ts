/**
 * The errors of the operations. Every error is an `Error` with a tag in `_tag` and a sentence in `message`. The errors
 * of the ports are those of `@liulinhui/core`: your adapters reject with the same classes that your callers receive.
 */
import type { Reason, Request } from "@liulinhui/core/Governance"
import type { Reasons } from "@liulinhui/core/Rule"
import type { ActorId } from "@liulinhui/core/Id"

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
export { DistrictUnknown, ModelRefused, NotAllowed } from "@liulinhui/service/GovernanceError"
export { MasterKeysRefused } from "@liulinhui/vault/MasterKeys"

/**
 * The request is refused, with every reason. Nothing was done.
 *
 * @category errors
 */
export class Refused extends Error {
  readonly _tag = "Refused"
  readonly district: string
  /** The id of the submission. */
  readonly id: string
  readonly by: ActorId | string
  /** The kind of request. Empty if the submission names an unknown kind. */
  readonly request: Request["_tag"] | ""
  /** The reasons as tagged data. */
  readonly reasons: Reasons<Reason>
  /** The same reasons as sentences without a full stop, in each language. */
  readonly sentences: Readonly<Record<"zh" | "en", ReadonlyArray<string>>>
  /** Whether the refused attempt is recorded on the case. A playbook can require this for a step. */
  readonly kept: boolean

  constructor(
    fields: Pick<Refused, "district" | "id" | "by" | "request" | "reasons" | "sentences" | "kept">
  ) {
    const { id, request, sentences } = fields
    super(`${request || "a request of no known kind"} (${id}) is refused: ${sentences.en.join("; ")}`)
    this.name = this._tag
    this.district = fields.district
    this.id = id
    this.by = fields.by
    this.request = request
    this.reasons = fields.reasons
    this.sentences = sentences
    this.kept = fields.kept
  }
}

/**
 * The call itself is invalid, for example its options or a date. Lists every mistake. Nothing was done.
 *
 * @category errors
 */
export class InvalidCall extends Error {
  readonly _tag = "InvalidCall"
  readonly reasons: ReadonlyArray<string>

  constructor(reasons: ReadonlyArray<string>) {
    super(reasons.join("; "))
    this.name = this._tag
    this.reasons = reasons
  }
}

/**
 * The service was closed before the call. Nothing was done. Open the service again.
 *
 * @category errors
 */
export class Closed extends Error {
  readonly _tag = "Closed"

  constructor() {
    super("the service was closed before this call: open it again")
    this.name = this._tag
  }
}
