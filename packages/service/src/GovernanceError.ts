/**
 * The errors of `Governance`. Each error is tagged, and its message says what to do.
 */
import type { Journal } from "@liulinhui/core/District"
import { asWritten, TaggedError } from "@liulinhui/core/Failure"
import { Reason, type Request, RequestTag, rulesBehind } from "@liulinhui/core/Governance"
import * as Problem from "@liulinhui/core/Problem"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import type { AppendRejected, CommandId, LedgerUnavailable, VersionConflict } from "@liulinhui/core/Ledger"
import type { OwnerErased, SealBroken, VaultUnavailable } from "@liulinhui/core/Vault"
import * as Schema from "effect/Schema"

/**
 * Describes a reason for a refusal in a sentence: the rule to which the reason belongs, and the fields of the reason.
 * For sentences that people read, use the catalogues of `texts`.
 */
const sentence = (reason: Reason, request: Request["_tag"] | ""): string => {
  const [rule] = rulesBehind(reason, request === "" ? undefined : { _tag: request })
  const { _tag, ...fields } = reason
  const details = Object.entries(fields).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  return `${rule === undefined ? "" : `${rule.name} `}(${[_tag, ...details].join(", ")})`
}

/**
 * A request is refused, with every reason. Nothing was changed.
 *
 * @category errors
 */
export class Refused extends TaggedError<Refused>()(
  "Refused",
  {
    district: asWritten<DistrictId>(),
    id: asWritten<CommandId>(),
    /** The type of the request that was refused. Empty if its type is unknown, and for a report from the public. */
    request: Schema.Union([RequestTag, Schema.Literal("")]),
    reasons: Schema.NonEmptyArray(Reason),
    /** Whether the refused attempt to take a step is recorded on the case. A playbook can require this for a step. */
    kept: Schema.Boolean
  },
  ({ id, reasons, request }) =>
    `${request || "a request of no known kind"} (${id}) is refused: ` +
    reasons.map((reason) => sentence(reason, request)).join("; ")
) {}

/**
 * The actor has no mandate for this request. The error contains nothing else, so that it reveals nothing about the
 * district.
 *
 * @category errors
 */
export class NotAllowed extends TaggedError<NotAllowed>()(
  "NotAllowed",
  {
    district: asWritten<DistrictId>(),
    id: asWritten<CommandId>(),
    by: asWritten<ActorId>(),
    request: RequestTag
  },
  ({ by, district, request }) => `"${by}" may not request ${request} in district "${district}"`
) {}

/**
 * The district has not adopted a model. In such a district, no actor has a mandate.
 *
 * @category errors
 */
export class DistrictUnknown extends TaggedError<DistrictUnknown>()(
  "DistrictUnknown",
  { district: asWritten<DistrictId>() },
  ({ district }) => `district "${district}" has adopted no model: adopt one first`
) {}

/**
 * The district was being restored from a file, and this was stopped, or is still running. Its ledger has only the first
 * entries of the file, so nobody can read the district or submit a request. The same restore continues.
 *
 * @category errors
 */
export class DistrictIncomplete extends TaggedError<DistrictIncomplete>()(
  "DistrictIncomplete",
  {
    district: asWritten<DistrictId>(),
    /** The position of the last entry in the ledger. */
    position: Schema.Int,
    /** The position of the last entry in the file. */
    of: Schema.Int
  },
  ({ district, of, position }) =>
    `district "${district}" has only ${position} of ${of} entries: its import was stopped. Run the same import again`
) {}

/**
 * The model document is refused, with every problem and its path. The district keeps its current model.
 *
 * @category errors
 */
export class ModelRefused extends TaggedError<ModelRefused>()(
  "ModelRefused",
  { problems: Schema.Array(Problem.Problem) },
  ({ problems }) => problems.map(Problem.format).join("\n")
) {}

/**
 * The library threw an exception during its work on a case. This is a mistake in the library, not in the district's
 * data.
 *
 * @category errors
 */
export class CaseDied extends TaggedError<CaseDied>()(
  "CaseDied",
  { case: asWritten<CaseId>(), cause: Schema.Defect() },
  ({ case: id, cause }) =>
    `case ${id} could not be decided: ${String(cause)}. Report it with the version of the library`
) {}

/**
 * The failures of the ledger and of the vault, and of a district that is not complete. Every operation of governance can fail with one of them.
 *
 * @category errors
 */
export type StoreError =
  | DistrictIncomplete
  | LedgerUnavailable
  | Journal.EntryUnreadable
  | VaultUnavailable
  | SealBroken

/**
 * The errors that can occur when a request is submitted, or when a case from another district is received.
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
 * The errors that can occur when the due clock works on a case, or when a case is transferred to another district.
 *
 * @category errors
 */
export type CaseError = Refused | VersionConflict | AppendRejected | OwnerErased | CaseDied
