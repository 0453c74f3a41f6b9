/**
 * Appoints an actor who may grant mandates: the first such actor of a district, or a new one after the last such actor
 * has gone.
 */
import { streamOf } from "@liulinhui/core/Actor"
import type * as District from "@liulinhui/core/District"
import { type Appointment, appoint as decide, OwnCommands, read } from "@liulinhui/core/Governance"
import type { DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { Refused } from "../GovernanceError.ts"
import { appendOwn, hasMoved, versionOf, withoutFingerprint } from "./Appending.ts"
import { type Districts, modelOf, retrying, withDistrict } from "./Districts.ts"

/**
 * Grants a mandate in the name of the operator. The appointment is refused if an actor of the district may grant
 * mandates.
 */
export const appoint = Effect.fn("Governance.appoint")(function* (
  districts: Districts,
  district: DistrictId,
  appointment: Appointment
) {
  const request = "GrantMandate" as const
  const refusal = (reasons: Refused["reasons"]) =>
    new Refused({ district, id: CommandId.make("appoint"), request, reasons, kept: false })
  const asked = read({ _tag: request, ...appointment })
  if (Result.isFailure(asked)) return yield* refusal(asked.failure.reasons)
  const appointing = Effect.fnUntraced(function* (draft: District.Draft) {
    const { model, on } = yield* modelOf(districts, district, draft)
    const decision = decide({ district: draft, model, on }, appointment)
    if (Result.isFailure(decision)) return yield* refusal(decision.failure.reasons)
    const stream = streamOf(appointment.actor)
    const version = versionOf(draft, stream)
    const command = OwnCommands.appointment(appointment.actor, version)
    const isDone = hasMoved(draft, stream, version)
    const receipt = yield* appendOwn(districts, district, draft, command, decision.success, isDone)
    return { receipt: Option.some(withoutFingerprint(receipt)) }
  })
  return yield* withDistrict(districts, district, (draft) =>
    retrying(districts, district, draft, appointing(draft))
  )
})
