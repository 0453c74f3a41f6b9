/**
 * Receives a case that another district sent. The ids of the commands are derived from the entry that sent the case.
 * So the case is received once, even if several processes try.
 */
import type { OnItsWay, ReceivedAs } from "../contexts/TransferContext.ts"
import type { ActorId, CaseId, DistrictId } from "../place/Id.ts"
import type { JournalEvent } from "../district/Journal.ts"
import * as OwnCommands from "./OwnCommands.ts"

export { declined, obstacles, onItsWay, type OnItsWay, outstanding } from "../contexts/TransferContext.ts"

/**
 * A command: an actor receives a case that another district sent. Its subjects have the ids of the receiving
 * district.
 *
 * @category models
 */
export interface Reception extends ReceivedAs {
  readonly district: DistrictId
  readonly by: ActorId
  readonly from: DistrictId
  /** The id of the case in the district that sent it. */
  readonly case: CaseId
}

/** A transfer that waits for an actor to receive the case, or for another attempt. */
export interface Awaited {
  readonly case: CaseId
  readonly to: DistrictId
  /** Why the last attempt failed. Missing if it did not fail. */
  readonly failed?: string
}

/** The id of the command with which the receiving district accepts or declines a transfer. */
export const commandId = ({ from, position }: OnItsWay): OwnCommands.OwnCommand =>
  OwnCommands.transfer(from, position)

/** The id of the command with which the sender records the result. */
export const noteId = ({ position }: OnItsWay): OwnCommands.OwnCommand => OwnCommands.transferNoted(position)

/** The possible results of a transfer: the case is received or declined. */
export type Fate = Extract<JournalEvent, { _tag: "CaseReceived" | "TransferDeclined" }>

/**
 * The result of a transfer in an event. `undefined` if the event is another one: the id of its command may have been
 * used for another command.
 */
export const fateIn = (event: JournalEvent, { from, state }: OnItsWay): Fate | undefined => {
  if (event._tag === "CaseReceived") return event.from === from ? event : undefined
  return event._tag === "TransferDeclined" && event.from === from && event.case === state.id
    ? event
    : undefined
}
