/**
 * The errors of `Governance`. Each error is tagged, and its message says what to do.
 */
import type { Journal } from "@liulinhui/core/District"
import { type Reason, type Request, rulesBehind } from "@liulinhui/core/Governance"
import { formatPath, type Problem } from "@liulinhui/core/Problem"
import type { Reasons } from "@liulinhui/core/Rule"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import type { AppendRejected, CommandId, LedgerUnavailable, VersionConflict } from "@liulinhui/core/Ledger"
import type { OwnerErased, SealBroken, VaultUnavailable } from "@liulinhui/core/Vault"
import * as Data from "effect/Data"

/**
 * Describes a reason in a sentence: the rule behind it, and its fields. For words that people read, use the catalogues
 * of `texts`.
 */
const sentence = (reason: Reason, request: Request["_tag"] | ""): string => {
  const [rule] = rulesBehind(reason, request === "" ? undefined : { _tag: request })
  const { _tag, ...fields } = reason
  const details = Object.entries(fields).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  return `${rule === undefined ? "" : `${rule.name} `}(${[_tag, ...details].join(", ")})`
}

/**
 * The request is refused, with every reason. Nothing was done.
 *
 * @category errors
 */
export class Refused extends Data.TaggedError("Refused")<{
  readonly district: DistrictId
  readonly id: CommandId
  /** The kind of request. Empty if the submission names an unknown kind. */
  readonly request: Request["_tag"] | ""
  readonly reasons: Reasons<Reason>
  /** Whether the refused attempt is recorded on the case. A playbook can require this for a step. */
  readonly kept: boolean
}> {
  override get message(): string {
    const request = this.request || "a request of no known kind"
    return `${request} (${this.id}) is refused: ${this.reasons.map((reason) => sentence(reason, this.request)).join("; ")}`
  }
}

/**
 * The actor has no mandate for this request. The error contains nothing else, so that it reveals nothing about the
 * district.
 *
 * @category errors
 */
export class NotAllowed extends Data.TaggedError("NotAllowed")<{
  readonly district: DistrictId
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request["_tag"]
}> {
  override get message(): string {
    return `"${this.by}" may not request ${this.request} in district "${this.district}"`
  }
}

/**
 * The district has not adopted a model. So no actor has a mandate in it.
 *
 * @category errors
 */
export class DistrictUnknown extends Data.TaggedError("DistrictUnknown")<{ readonly district: DistrictId }> {
  override get message(): string {
    return `district "${this.district}" has adopted no model: adopt one first`
  }
}

/**
 * The model document is refused, with every problem and its path. The district keeps its current model.
 *
 * @category errors
 */
export class ModelRefused extends Data.TaggedError("ModelRefused")<{
  readonly problems: ReadonlyArray<Problem>
}> {
  override get message(): string {
    return this.problems.map(({ message, path }) => `${formatPath(path)}: ${message}`).join("\n")
  }
}

/**
 * The library threw an exception during its work on a case. This is a mistake of the library, not of the district's
 * data.
 *
 * @category errors
 */
export class CaseDied extends Data.TaggedError("CaseDied")<{
  readonly case: CaseId
  readonly cause: unknown
}> {
  override get message(): string {
    return `case ${this.case} could not be decided: ${String(this.cause)}. Report it with the version of the library`
  }
}

/**
 * The failures of the ledger and of the vault. Every operation of governance can fail with them.
 *
 * @category errors
 */
export type StoreError = LedgerUnavailable | Journal.EntryUnreadable | VaultUnavailable | SealBroken

/**
 * The errors that can occur when a request is submitted, or when a case of another district is received.
 *
 * @category errors
 */
export type SubmitError =
  | Refused
  | NotAllowed
  | DistrictUnknown
  | VersionConflict
  | AppendRejected
  | OwnerErased
  | StoreError

/**
 * The error of one case when the due clock worked on it, or when it was transferred.
 *
 * @category errors
 */
export type CaseError = Refused | VersionConflict | AppendRejected | OwnerErased | CaseDied
