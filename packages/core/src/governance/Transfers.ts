/**
 * The receiving side of a transfer between districts: whether a case that another district sent is taken in, declined,
 * or refused to whoever wanted to take it in. Pure; `Governance` runs it, and the sender's ledger says what is
 * outstanding.
 */
import type { CaseReason, Opened, PastCaseEvent } from "../casework/Case.ts"
import type { Playbook } from "../casework/Playbook.ts"
import * as Transfer from "../casework/Transfer.ts"
import * as District from "../district/District.ts"
import { groupOfHeart } from "../model/Model.ts"
import { clock } from "../place/Actor.ts"
import type { ActorId, CaseId, DistrictId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"
import { CommandId } from "../ports/Ledger.ts"

/** A case on its way, as its sender's ledger tells it: no personal value is in it, for those stay sealed there. */
export interface OnItsWay extends Transfer.Sent {
  readonly from: DistrictId
  readonly state: Opened
  readonly playbook: Playbook
  readonly history: ReadonlyArray<PastCaseEvent>
}

/**
 * Somebody takes in a case that another district sent to theirs.
 *
 * @category models
 */
export interface Reception {
  readonly district: DistrictId
  readonly by: ActorId
  readonly from: DistrictId
  /** The id of the case there. */
  readonly case: CaseId
  /** Its id here; the same where it is not said. */
  readonly as?: CaseId
  /** Whom or what it is about, by the ids of this district. */
  readonly subjects: readonly [Subject, ...ReadonlyArray<Subject>]
}

/** A transfer that waits for somebody who takes the case in. */
export interface Awaited {
  readonly case: CaseId
  readonly to: DistrictId
}

/** Under which the receiving district does what it does with a transfer: once, whoever tries again. */
export const commandId = ({ from, position }: OnItsWay): CommandId =>
  CommandId.make(`transfer/${from}/${position}`)

/** Under which the sender notes what became of it. */
export const noteId = ({ position }: OnItsWay): CommandId => CommandId.make(`transfer-noted/${position}`)

/** A case that a district sent, unless it came back. */
export const onItsWay = (district: District.District, from: DistrictId, id: CaseId): OnItsWay | undefined => {
  const file = district.cases.get(id)
  if (file === undefined || file.state._tag === "Unopened") return undefined
  const sent = Transfer.sent(file.entries)
  const playbook = District.playbookOf(district, file.state)?.playbook
  return sent === undefined || playbook === undefined
    ? undefined
    : {
        ...sent,
        from,
        state: file.state,
        playbook,
        history: Transfer.history(file.entries.map(({ event }) => event))
      }
}

/** The cases that a district sent without having heard what became of them. */
export const outstanding = (district: District.District, from: DistrictId): ReadonlyArray<OnItsWay> =>
  [...district.cases.keys()].flatMap((id) => {
    const found = onItsWay(district, from, id)
    return found === undefined || found.isNoted ? [] : [found]
  })

/** The group of a district that would lead a case, and the playbook that it would live by. */
export const groundFor = (district: District.District, { playbook, state }: OnItsWay) => ({
  found: district.playbooks.get(District.versionKey(state.playbook, state.version)),
  group: district.model === undefined ? undefined : groupOfHeart(district.model, playbook.ledBy)?.id
})

/** Why a case cannot live in a district, whoever would take it in; nothing where it can. */
export const obstacles = (district: District.District, sent: OnItsWay): ReadonlyArray<CaseReason> => {
  const { found, group } = groundFor(district, sent)
  return Transfer.obstacles(sent.state.playbook, sent.playbook, { found: found?.playbook, group })
}

/** The entry by which a district declines a case that cannot live in it. */
export const declined = (
  { from, state }: OnItsWay,
  on: Transfer.TransferEvent["on"],
  reasons: Transfer.TransferEvent["reasons"]
): Transfer.TransferEvent => ({
  _tag: "TransferDeclined",
  on,
  by: clock.id,
  from,
  case: state.id,
  reasons
})
