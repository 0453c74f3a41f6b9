/** Takes in a report from a resident without an account, under the reserved command id of the report. */
import type * as District from "@liulinhui/core/District"
import { OwnCommands, type Reason, readReported, takeIn as decide } from "@liulinhui/core/Governance"
import type { DistrictId, ReportId } from "@liulinhui/core/Id"
import { type Reported, streamOf } from "@liulinhui/core/Intake"
import { canonical, type Receipt } from "@liulinhui/core/Ledger"
import type { Reasons } from "@liulinhui/core/Rule"
import { ofStream } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { type NotAllowed, Refused, type SubmitError } from "../GovernanceError.ts"
import { toAppend, withoutFingerprint } from "./Appending.ts"
import { catchUp, type Districts, modelOf, retrying, withDistrict } from "./Districts.ts"

/**
 * A report from a resident without an account. The caller chooses its id, which is an idempotency key: the same id with
 * the same report is taken in once. `reported` may be JSON from outside.
 *
 * @category models
 */
export interface Arriving {
  readonly district: DistrictId
  readonly report: ReportId
  readonly reported: Reported
}

/**
 * The result of taking in a report. `secret` is a text that nobody can guess. It is computed with the key of the report,
 * so it is the same if the report is sent again. Make the receipt number from it.
 *
 * @category models
 */
export interface TakenIn {
  readonly receipt: Receipt
  readonly secret: Redacted.Redacted
}

/** Takes in a report, or fails with every reason against it. */
export const takeIn = Effect.fn("Governance.takeIn")(function* (
  districts: Districts,
  { district, report, reported: input }: Arriving
): Effect.fn.Return<TakenIn, Exclude<SubmitError, NotAllowed>> {
  const { ledger, vault } = districts
  const { id } = OwnCommands.report(report)
  const refusal = (reasons: Reasons<Reason>) =>
    new Refused({ district, id, request: "", reasons, kept: false })
  const read = readReported(input)
  if (Result.isFailure(read)) return yield* refusal(read.failure.reasons)
  const reported = read.success
  const codeFor = (purpose: string) =>
    // The cast is safe: a report is plain data.
    vault.mac(
      district,
      [ofStream(streamOf(report))],
      canonical({ purpose, report, reported } as unknown as Schema.Json)
    )
  const taking = Effect.fnUntraced(function* (draft: District.Draft) {
    const { model, now, on } = yield* modelOf(districts, district, draft)
    const before = yield* ledger.receipt(district, id)
    if (Option.isSome(before)) {
      return before.value.fingerprint === (yield* codeFor("fingerprint"))
        ? before.value
        : yield* refusal([{ _tag: "CommandIdReused", id }])
    }
    const decision = decide({ district: draft, model, on, now }, { report, reported })
    // A report that is refused gets no key, so that refused reports leave nothing in the key store.
    if (Result.isFailure(decision)) return yield* refusal(decision.failure.reasons)
    const { append } = yield* toAppend(districts, district, draft, id, decision.success)
    const fingerprint = yield* codeFor("fingerprint")
    const receipt = yield* ledger
      .append({ ...append, fingerprint })
      .pipe(Effect.catchTag("CommandIdReused", () => Effect.fail(refusal([{ _tag: "CommandIdReused", id }]))))
    yield* catchUp(districts, district, draft, receipt.last)
    return receipt
  })
  const receipt = yield* withDistrict(districts, district, (draft) =>
    retrying(districts, district, draft, taking(draft))
  )
  const secret = yield* codeFor("receipt")
  return { receipt: withoutFingerprint(receipt), secret: Redacted.make(secret) }
})
