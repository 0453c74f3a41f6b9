/**
 * Handles a submission with a command id that was used before. The same command gets its first result. A different
 * command with this id is refused.
 */
import type * as District from "@liulinhui/core/District"
import { Sealing } from "@liulinhui/core/District"
import { type Reason, Repeats } from "@liulinhui/core/Governance"
import type { Reasons } from "@liulinhui/core/Rule"
import type { Entry, Receipt } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Refused } from "../GovernanceError.ts"
import * as Seals from "../Seals.ts"
import type { Submission } from "../Submission.ts"
import { fingerprintOf, withoutFingerprint, writtenBy } from "./Appending.ts"
import type { Districts } from "./Districts.ts"

/** Returns whether the entries under a command id were written for the submission that uses the id now. */
const isSame = Effect.fnUntraced(function* (
  districts: Districts,
  submission: Submission,
  draft: District.District,
  { fingerprint, first }: Receipt,
  entries: ReadonlyArray<Entry>
) {
  const revealed = yield* Seals.reveal(districts.vault, submission.district, entries)
  const isFitting = Repeats.fits(
    submission,
    revealed.map(({ entry }) => entry)
  )
  if (fingerprint === undefined) return isFitting
  const written = {
    data: entries[0]?.data ?? null,
    owners: revealed.flatMap(({ seals }) => seals.flatMap(({ value }) => value.of))
  }
  return yield* fingerprintOf(districts, submission, draft, written, first).pipe(
    Effect.map((computed) => computed === fingerprint),
    // The key of a resident in the request was destroyed (the resident was erased), so the fingerprint cannot be
    // computed any more. Then only the data that are not encrypted for residents are compared.
    Effect.catchTag("OwnerErased", () => Effect.succeed(isFitting))
  )
})

/**
 * Returns the first result of a submission whose command id was used before. Refuses it if the id was used for another
 * command. `isKnown` is true if the ledger has already compared the fingerprints (codes to recognise the same command)
 * and found them equal.
 */
export const firstResult = Effect.fnUntraced(function* (
  districts: Districts,
  submission: Submission,
  draft: District.District,
  receipt: Receipt,
  isKnown = false
) {
  const { district, id, request } = submission
  const refuse = (reasons: Reasons<Reason>, kept: boolean) =>
    new Refused({ district, id, request: request._tag, reasons, kept })
  const entries = yield* writtenBy(districts, district, receipt, isKnown ? "last" : "all")
  if (!isKnown && !(yield* isSame(districts, submission, draft, receipt, entries))) {
    return yield* refuse([{ _tag: "CommandIdReused", id }], false)
  }
  // If the step was refused, the last entry of the command records the refused attempt. The entries before it may
  // record automatic steps for deadlines that had passed.
  const entry = entries.at(-1)
  if (entry?.type === "StepRefused") {
    const { event } = yield* Effect.fromResult(Sealing.decodeClear(entry))
    if (event._tag === "StepRefused") return yield* refuse(event.reasons, true)
  }
  return { receipt: Option.some(withoutFingerprint(receipt)) }
})
