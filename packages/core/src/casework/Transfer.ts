/**
 * The transfer of a case to another district. The sending district keeps the case, marked as sent, until the result is
 * known; its entries show which transfers are still open. The receiving district accepts the case, or declines it if
 * its rules do not allow the case. The receiving district records its answer once. Then the sending district records
 * this answer, too.
 */
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { makeFor, precondition } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, CaseId, DistrictId, type GroupId } from "../place/Id.ts"
import { type CaseEvent, CaseReason, type PastCaseEvent } from "./Case.ts"
import type { Playbook, PlaybookId } from "./Playbook.ts"

/** The stream on which a district records the cases that it has declined. */
export const stream = StreamId.make("transfers")

/** @category events */
export const TransferEvent = Schema.TaggedUnion({
  /** This district declined a case that another district had sent. `reasons` contains all reasons. */
  TransferDeclined: {
    on: DayFromIso,
    by: ActorId,
    from: DistrictId,
    case: CaseId,
    reasons: Schema.NonEmptyArray(CaseReason)
  }
})
export type TransferEvent = typeof TransferEvent.Type

interface Line {
  readonly position: number
  readonly event: CaseEvent
}

/**
 * A case that was sent to another district: the position of the entry that records the sending, the destination, and
 * whether the sending district has recorded the result.
 */
export interface Sent {
  readonly position: number
  readonly to: DistrictId
  readonly isNoted: boolean
}

/** The last transfer of a case. `undefined` if the case was never sent, or has come back. */
export const sent = (entries: ReadonlyArray<Line>): Sent | undefined =>
  entries.reduce<Sent | undefined>((before, { event, position }) => {
    if (event._tag === "CaseTransferred" && "district" in event.to) {
      return { position, to: event.to.district, isNoted: false }
    }
    if (event._tag === "CaseReturned") return undefined
    return event._tag === "CaseArrived" && before !== undefined ? { ...before, isNoted: true } : before
  }, undefined)

/** All events of a case, in this district and in earlier districts. This history is sent with the case. */
export const history = (events: ReadonlyArray<CaseEvent>): ReadonlyArray<PastCaseEvent> =>
  events.flatMap((event): ReadonlyArray<PastCaseEvent> => {
    if (event._tag !== "CaseReceived") return [event]
    const { history: before = [], ...received } = event
    return [...before, received]
  })

/** The facts of the destination district that a transferred case needs: a playbook and a responsible group. */
export interface Ground {
  /** The destination district's playbook with the same id and version. `undefined` if the district lacks it. */
  readonly found: Playbook | undefined
  /** The destination district's group that is responsible for such cases. `undefined` if no group is responsible. */
  readonly group: GroupId | undefined
}

/** The input of the rules for transfers: the playbook of the case, and the facts of the destination district. */
export interface Moving {
  readonly id: PlaybookId
  readonly playbook: Playbook
  readonly ground: Ground
}

/** @category rules */
export const canGoOn = makeFor<Moving, CaseReason>()({
  id: "transfer-can-go-on",
  name: "a case goes on in another district if that has the same version of its playbook and a group that leads such cases",
  reasons: ["PlaybookNotThere", "PlaybookDiffers", "GroupNotThere"],
  objections: ({ ground: { found, group }, id, playbook }) => {
    const which = { playbook: id, version: playbook.version }
    if (found === undefined) return [{ _tag: "PlaybookNotThere", ...which }]
    return [
      ...(JSON.stringify(found) === JSON.stringify(playbook)
        ? []
        : [{ _tag: "PlaybookDiffers" as const, ...which }]),
      ...(group === undefined ? [{ _tag: "GroupNotThere" as const, playbook: id }] : [])
    ]
  }
})

/** @category rules */
export const districtKnown = precondition({
  id: "transfer-district-known",
  name: "a case is transferred to a district that keeps its ledger here",
  reasons: ["DistrictNotThere"]
})

/** The reasons why a case cannot continue in the destination district. Empty if it can. */
export const obstacles = (id: PlaybookId, playbook: Playbook, ground: Ground): ReadonlyArray<CaseReason> =>
  canGoOn.objections({ id, playbook, ground })
