/**
 * The reception of a case that another district sent. The ids of the commands are computed from the entry that sent the
 * case. So the case is received only once, even if several processes try to receive it.
 */
import type { Fate, OnItsWay, ReceivedAs } from "../contexts/TransferContext.ts"
import type { ActorId, CaseId, DistrictId } from "../place/Id.ts"
import type { JournalEvent } from "../district/Journal.ts"
import * as OwnCommands from "./OwnCommands.ts"

export { type Fate, obstacles, onItsWay, type OnItsWay, outstanding } from "../contexts/TransferContext.ts"

/**
 * The command of an actor to receive a case that another district sent. The command contains the subjects of the case
 * (people or places) with their ids in the receiving district.
 *
 * @category models
 */
export interface Reception extends ReceivedAs {
  readonly district: DistrictId
  readonly by: ActorId
  readonly from: DistrictId
  /** The id of the case in the district that sent the case. */
  readonly case: CaseId
}

/** A transfer of a case whose result is still missing: an actor must receive the case, or the system tries again. */
export interface Awaited {
  readonly case: CaseId
  readonly to: DistrictId
  /** Why the last attempt to receive the case failed. Missing if no attempt has failed. */
  readonly failed?: string
}

/** The id of the command with which the receiving district accepts or declines a case. */
export const commandId = ({ from, position }: OnItsWay): OwnCommands.OwnCommand =>
  OwnCommands.transfer(from, position)

/** The id of the command with which the sending district records whether the other district accepted the case. */
export const noteId = ({ position }: OnItsWay): OwnCommands.OwnCommand => OwnCommands.transferNoted(position)

/**
 * Returns the given event if it is the result of the transfer. Returns `undefined` if it is any other event, because
 * then the command id belongs to another command.
 */
export const fateIn = (event: JournalEvent, { from, state }: OnItsWay): Fate | undefined => {
  if (event._tag === "CaseReceived") return event.from === from ? event : undefined
  return event._tag === "TransferDeclined" && event.from === from && event.case === state.id
    ? event
    : undefined
}
