/**
 * Transfers cases between districts. First the receiving district records that it takes the case in or declines it.
 * Then the sending district records this answer. If a process ends between the two steps, `settle` completes the
 * transfer.
 */
import { stream as caseStream } from "@liulinhui/core/Case"
import type * as District from "@liulinhui/core/District"
import { Sealing } from "@liulinhui/core/District"
import { mayAskKind, type Change, type Reason, OwnCommands } from "@liulinhui/core/Governance"
import * as Governance from "@liulinhui/core/Governance"
import type { Reasons } from "@liulinhui/core/Rule"
import type { DistrictId } from "@liulinhui/core/Id"
import type { CommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { NotAllowed, Refused } from "../GovernanceError.ts"
import { appendOwn, hasMoved, versionOf, withoutFingerprint, writtenBy } from "./Appending.ts"
import { type Districts, modelOf, retrying, withDistrict } from "./Districts.ts"

/** Returns the answer that the receiving district has recorded for a case. `undefined` if it has not answered yet. */
const fateOf = Effect.fnUntraced(function* (districts: Districts, sent: Governance.OnItsWay) {
  const { former, id } = Governance.commandId(sent)
  const receipts = yield* districts.ledger.receipts(sent.to, [id, former])
  for (const receipt of receipts.values()) {
    for (const entry of yield* writtenBy(districts, sent.to, receipt, "last")) {
      const { event } = yield* Effect.fromResult(Sealing.decodeClear(entry))
      const fate = Governance.fateIn(event, sent)
      if (fate !== undefined) return { event: fate, receipt: withoutFingerprint(receipt) }
    }
  }
  return undefined
})

/** Records once, in the receiving district, that it takes a case in or declines it. */
const appendFate = (
  districts: Districts,
  draft: District.Draft,
  sent: Governance.OnItsWay,
  changes: ReadonlyArray<Change>
) => {
  const isDone = Effect.map(fateOf(districts, sent), (fate) => fate !== undefined)
  return appendOwn(districts, sent.to, draft, Governance.commandId(sent), changes, isDone)
}

const refusal = (district: DistrictId, id: CommandId, reasons: Reasons<Reason>) =>
  new Refused({ district, id, request: "TransferCase", reasons, kept: false })

/** Declines a transferred case in the receiving district if the case cannot be continued there. */
const declineIfImpossible = (districts: Districts, sent: Governance.OnItsWay) =>
  withDistrict(
    districts,
    sent.to,
    Effect.fnUntraced(function* (draft: District.Draft) {
      const [first, ...others] = Governance.obstacles(draft, sent)
      // A receiving district without a model may still adopt one later. So the case waits.
      if (draft.model === undefined || first === undefined) return
      if ((yield* fateOf(districts, sent)) !== undefined) return
      const asking = { district: draft, ...(yield* modelOf(districts, sent.to, draft)) }
      const decision = Governance.decline(asking, sent, [first, ...others])
      if (Result.isFailure(decision)) {
        return yield* refusal(sent.to, Governance.commandId(sent).id, decision.failure.reasons)
      }
      yield* appendFate(districts, draft, sent, decision.success)
    })
  )

/** Records the answer of the receiving district (accepted or declined) once in the sending district. */
const note = Effect.fnUntraced(function* (
  districts: Districts,
  sent: Governance.OnItsWay,
  fate: Governance.Fate
) {
  if (sent.isNoted) return
  const { from, state } = sent
  const noting = Effect.fnUntraced(function* (draft: District.Draft) {
    const asking = { district: draft, ...(yield* modelOf(districts, from, draft)) }
    const decision = Governance.note(asking, sent, fate)
    const command = Governance.noteId(sent)
    if (Result.isFailure(decision)) return yield* refusal(from, command.id, decision.failure.reasons)
    const stream = caseStream(state.id)
    const isDone = hasMoved(draft, stream, versionOf(draft, stream))
    yield* appendOwn(districts, from, draft, command, decision.success, isDone)
  })
  yield* withDistrict(districts, from, (draft) => retrying(districts, from, draft, noting(draft)))
})

/** Records in the receiving district that it takes in a case that another district has sent. */
export const receive = Effect.fn("Governance.receive")(function* (
  districts: Districts,
  reception: Governance.Reception
) {
  const { by, case: id, district, from } = reception
  const asked = { district, by, request: "TransferCase" as const }
  const askingIn = Effect.fnUntraced(function* (draft: District.Draft, command: CommandId) {
    const { model, now, on } = yield* modelOf(districts, district, draft)
    const actor = draft.actors.get(by)
    return actor !== undefined && mayAskKind({ _tag: "TransferCase" }, { actor, district: draft, model, on })
      ? { district: draft, model, actor, on, now }
      : yield* new NotAllowed({ ...asked, id: command })
  })
  // The ledger position of the transfer is unknown before the sending district is read. If the command is refused, the
  // error does not need the position in the command id. So 0 is used.
  const first = OwnCommands.transfer(from, 0).id
  yield* withDistrict(districts, district, (draft) => askingIn(draft, first))
  const sent = yield* withDistrict(districts, from, (draft) =>
    Effect.succeed(Governance.onItsWay(draft, from, id))
  )
  // For this district, a case does not exist if it was not sent, or was sent to another district.
  if (sent?.to !== district) return yield* refusal(district, first, [{ _tag: "CaseUnknown", case: id }])
  const command = Governance.commandId(sent).id
  yield* declineIfImpossible(districts, sent)
  const taking = Effect.fnUntraced(function* (draft: District.Draft) {
    const asking = yield* askingIn(draft, command)
    const before = yield* fateOf(districts, sent)
    if (before !== undefined) return before.receipt
    const decision = Governance.receive(asking, sent, reception)
    return Result.isFailure(decision)
      ? yield* refusal(district, command, decision.failure.reasons)
      : yield* appendFate(districts, draft, sent, decision.success)
  })
  const receipt = yield* withDistrict(districts, district, (draft) =>
    retrying(districts, district, draft, taking(draft))
  )
  const fate = (yield* fateOf(districts, sent))?.event
  // If the clock of the sending district has jumped, it records the answer later, with `settle`.
  if (fate !== undefined) yield* Effect.catchTag(note(districts, sent, fate), "Refused", () => Effect.void)
  return fate?._tag === "TransferDeclined"
    ? yield* refusal(district, command, fate.reasons)
    : { receipt: Option.some(withoutFingerprint(receipt)) }
})

/**
 * Continues the transfers from a district that are not finished. Returns the transfers that the receiving district has
 * not answered yet.
 */
export const settle = Effect.fn("Governance.settle")(function* (districts: Districts, from: DistrictId) {
  const sent = yield* withDistrict(districts, from, (draft) =>
    Effect.map(modelOf(districts, from, draft), () => Governance.outstanding(draft, from))
  )
  const awaited: Array<Governance.Awaited> = []
  for (const one of sent) {
    const settling = Effect.gen(function* () {
      yield* declineIfImpossible(districts, one)
      const fate = yield* fateOf(districts, one)
      if (fate !== undefined) yield* note(districts, one, fate.event)
      return fate
    })
    const fate = yield* Effect.result(settling)
    const waits = { case: one.state.id, to: one.to }
    if (Result.isFailure(fate)) awaited.push({ ...waits, failed: fate.failure.message })
    else if (fate.success === undefined) awaited.push(waits)
  }
  return awaited
})
