/**
 * Decides a request. The context to which the request belongs looks up the facts that it needs in the district, and
 * checks its rules. It returns the new events for each stream, or all reasons against the request. This is a pure
 * function: the district, the actor and the day are arguments.
 *
 * @example
 * ```ts
 * import { decide } from "@liulinhui/core/Governance"
 * import * as District from "@liulinhui/core/District"
 * import * as Day from "@liulinhui/core/Day"
 * import { read, apply } from "@liulinhui/core/Model"
 * import { ActorId, BuildingId } from "@liulinhui/core/Id"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const document = apply(sixHearts, {
 *   id: "elsewhere",
 *   name: { zh: "别处", en: "Elsewhere" },
 *   timeZone: "Asia/Shanghai",
 *   branches: {},
 *   pairing: { criteria: { strengths: 1 } },
 *   actors: { office: { mandates: [{ role: "general-branch", scope: { district: true } }] } }
 * })
 * const model = Result.getOrThrow(read(document))
 * const actor = model.actors.get(ActorId.make("office"))
 * assert.ok(actor)
 * const asking = { district: District.draft(), model, actor, on: Day.make("2026-03-02") }
 * const building = { id: BuildingId.make("b01"), label: "1号楼", floors: 6 }
 *
 * const decision = decide(asking, { _tag: "EnterBuilding", building })
 * assert.deepEqual(
 *   Result.getOrThrow(decision).map(({ stream, events }) => [stream, events.map(({ _tag }) => _tag)]),
 *   [["registry", ["BuildingEntered"]]]
 * )
 * ```
 */
import { keptRefusal as kept, lapse as lapseCase } from "../contexts/CaseworkContext.ts"
import { type Arrival, takeIn as takeInReport } from "../contexts/IntakeContext.ts"
import { notJumped } from "../contexts/ClockContext.ts"
import { contexts } from "../contexts/contexts.ts"
import { inFormat1 } from "../contexts/EventFormats.ts"
import { format } from "../contexts/ModelContext.ts"
import { inLaterFormat } from "../contexts/RegistryContext.ts"
import {
  decline as declineCase,
  note as noteCase,
  type Fate,
  type OnItsWay,
  type ReceivedAs,
  receive as receiveCase
} from "../contexts/TransferContext.ts"
import { type Reasons, refuse, type Tagged } from "../kernel/Rule.ts"
import { jumpOf } from "../model/ClockJump.ts"
import type { CaseId } from "../place/Id.ts"
import type { CaseReason } from "../casework/Case.ts"
import * as Result from "effect/Result"
import type { Asking, Change, Decision } from "./Decision.ts"
import type { Request } from "./Request.ts"

/**
 * Decides only if the clock has not jumped. Every decision of this module passes through this function, so a wrong clock
 * records nothing, no matter who decides. The only exception is the request `ConfirmClock`.
 */
const unlessJumped = ({ district, model, on }: Omit<Asking, "actor">, decision: () => Decision): Decision => {
  const jump = jumpOf(district, model, on)
  return jump === undefined
    ? inFormat(district, decision())
    : refuse(notJumped, { _tag: "ClockJumped", ...jump })
}

/**
 * Refuses a decision with an event of a kind that the district's ledger format does not have. Otherwise an earlier version
 * of the library, which runs beside this one, could not read the district any more.
 */
const inFormat = (district: Asking["district"], decision: Decision): Decision =>
  district.format < format &&
  Result.isSuccess(decision) &&
  decision.success.some(({ events }) => events.some(({ _tag }) => inFormat1.has(_tag)))
    ? refuse(inLaterFormat, { _tag: "FormatNeeded", format })
    : decision

type Decide = (asking: Asking, request: Request) => Decision

// The cast is safe: a request is decided by the context that defines its tag.
const deciders: ReadonlyMap<string, Decide> = new Map(
  contexts.flatMap(({ decide, requests }) =>
    Object.keys(requests).map((tag) => [tag, decide as unknown as Decide])
  )
)

/**
 * Decides a request: returns its events, or all reasons for its refusal.
 *
 * @category decisions
 */
export const decide = (asking: Asking, request: Request): Decision => {
  const found = deciders.get(request._tag)
  if (found === undefined) throw new RangeError(`"${request._tag}" is not a request of a district`)
  return request._tag === "ConfirmClock"
    ? found(asking, request)
    : unlessJumped(asking, () => found(asking, request))
}

/**
 * The change that records a refused step on its case. There is no such change unless the playbook requires a record for
 * this step. A step that is refused because of the clock is not recorded.
 */
export const keptRefusal = (
  asking: Asking,
  request: Request,
  reasons: ReadonlyArray<Tagged>
): ReadonlyArray<Change> =>
  Result.getOrElse(
    unlessJumped(asking, () => Result.succeed(kept(asking, request, reasons))),
    () => []
  )

/**
 * Decides the automatic actions on a case: to take the automatic step for a deadline that has passed, or to count a
 * provisional due day again when the holidays of its year are known.
 *
 * @category decisions
 */
export const lapse = (asking: Asking, id: CaseId): Decision =>
  unlessJumped(asking, () => lapseCase(asking, id))

/**
 * Decides whether a report from a resident without an account is taken in, or returns all reasons against it. No actor
 * makes a report.
 *
 * @category decisions
 */
export const takeIn = (asking: Omit<Asking, "actor">, arrival: Arrival): Decision =>
  unlessJumped(asking, () => takeInReport(asking, arrival))

/**
 * Receives a case that another district sent, or returns all reasons against it.
 *
 * @category decisions
 */
export const receive = (asking: Asking, sent: OnItsWay, as: ReceivedAs): Decision =>
  unlessJumped(asking, () => receiveCase(asking, sent, as))

/**
 * Declines a case that another district sent, because it cannot continue in this district.
 *
 * @category decisions
 */
export const decline = (
  asking: Omit<Asking, "actor">,
  sent: OnItsWay,
  reasons: Reasons<CaseReason>
): Decision => unlessJumped(asking, () => declineCase(asking, sent, reasons))

/**
 * Records in the district that sent a case whether the other district accepted it.
 *
 * @category decisions
 */
export const note = (asking: Omit<Asking, "actor">, sent: OnItsWay, fate: Fate): Decision =>
  unlessJumped(asking, () => noteCase(asking, sent, fate))
