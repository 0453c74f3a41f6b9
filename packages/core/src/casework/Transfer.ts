/**
 * A case on its way to another district. The sending district keeps the case, marked as sent, until it knows the result.
 * Its own entries show which transfers are still open. The receiving district accepts the case, or declines it if its
 * rules do not allow the case. It records its answer once, and the sender notes it.
 */
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { makeFor, precondition } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, CaseId, DistrictId, type GroupId } from "../place/Id.ts"
import { type CaseEvent, CaseReason, type PastCaseEvent } from "./Case.ts"
import type { Playbook, PlaybookId } from "./Playbook.ts"

/** The stream of the cases that a district has declined. */
export const stream = StreamId.make("transfers")

/** @category events */
export const TransferEvent = Schema.TaggedUnion({
  /** This district declined a case that another district sent, with all reasons. */
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

/** A case that was sent: by which entry, to which district, and whether the sender has noted the result. */
export interface Sent {
  readonly position: number
  readonly to: DistrictId
  readonly isNoted: boolean
}

/** Where a case was sent last. `undefined` if it was never sent, or has come back. */
export const sent = (entries: ReadonlyArray<Line>): Sent | undefined =>
  entries.reduce<Sent | undefined>((before, { event, position }) => {
    if (event._tag === "CaseTransferred" && "district" in event.to) {
      return { position, to: event.to.district, isNoted: false }
    }
    if (event._tag === "CaseReturned") return undefined
    return event._tag === "CaseArrived" && before !== undefined ? { ...before, isNoted: true } : before
  }, undefined)

/** Everything that happened on a case, here and in the districts before: what goes along when it is sent on. */
export const history = (events: ReadonlyArray<CaseEvent>): ReadonlyArray<PastCaseEvent> =>
  events.flatMap((event): ReadonlyArray<PastCaseEvent> => {
    if (event._tag !== "CaseReceived") return [event]
    const { history: before = [], ...received } = event
    return [...before, received]
  })

/** What the district that a case goes to has for it. */
export interface Ground {
  /** The playbook there of the same id and version, if any. */
  readonly found: Playbook | undefined
  /** The group there that leads such cases, if any. */
  readonly group: GroupId | undefined
}

/** A case of a playbook, and what the district that gets it has for it. */
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

/** Why a case of a playbook cannot go on in another district. An empty array if it can. */
export const obstacles = (id: PlaybookId, playbook: Playbook, ground: Ground): ReadonlyArray<CaseReason> =>
  canGoOn.objections({ id, playbook, ground })
