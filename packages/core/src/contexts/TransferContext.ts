/**
 * Cases on their way between districts. The receiving district takes a case in or declines it, once. The sender keeps
 * the case until it has noted which of the two it was; what is outstanding follows from the sender's entries.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import {
  type CaseCommand,
  type CaseEvent,
  type CaseReason,
  type Opened,
  type PastCaseEvent,
  stream
} from "../casework/Case.ts"
import type { Playbook } from "../casework/Playbook.ts"
import * as Transfer from "../casework/Transfer.ts"
import { refuse } from "../kernel/Rule.ts"
import { groupOfHeart } from "../model/Model.ts"
import { clock } from "../place/Actor.ts"
import type { CaseId, DistrictId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"
import { buildingsOf, type CaseworkWorld, contextOf, decideCase, unknownSubjects } from "./CaseworkContext.ts"
import { type CaseworkSlice, findCase, playbookOf } from "./CaseworkSlice.ts"
import { type Asking, change, type Decision, make } from "./Context.ts"
import { caseKnown, type LookUpRefusal } from "./LookUpRefusal.ts"
import { type ModelSlice, versionKey } from "./ModelContext.ts"

/** A case on its way, as its sender's ledger has it: without personal values, which stay sealed there. */
export interface OnItsWay extends Transfer.Sent {
  readonly from: DistrictId
  readonly state: Opened
  readonly playbook: Playbook
  readonly history: ReadonlyArray<PastCaseEvent>
}

type World = CaseworkSlice & ModelSlice

/** A case that a district sent. `undefined` if it sent none with this id, or if the case came back. */
export const onItsWay = (district: World, from: DistrictId, id: CaseId): OnItsWay | undefined => {
  const file = district.cases.get(id)
  if (file === undefined || file.state._tag === "Unopened") return undefined
  const sent = Transfer.sent(file.entries)
  const playbook = playbookOf(district, file.state)?.playbook
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

/** The cases that a district sent and of which it has noted no result yet. */
export const outstanding = (district: World, from: DistrictId): ReadonlyArray<OnItsWay> =>
  [...district.cases.keys()].flatMap((id) => {
    const found = onItsWay(district, from, id)
    return found === undefined || found.isNoted ? [] : [found]
  })

/** The group of a district that would lead a case, and the playbook that the case would use. */
const groundFor = (district: ModelSlice, { playbook, state }: OnItsWay) => ({
  found: district.playbooks.get(versionKey(state.playbook, state.version)),
  group: district.model === undefined ? undefined : groupOfHeart(district.model, playbook.ledBy)?.id
})

/** Why a case cannot go on in a district, whichever actor takes it in. Empty if it can. */
export const obstacles = (district: ModelSlice, sent: OnItsWay): ReadonlyArray<CaseReason> => {
  const { found, group } = groundFor(district, sent)
  return Transfer.obstacles(sent.state.playbook, sent.playbook, { found: found?.playbook, group })
}

/** The entry by which a district declines a case that cannot go on in it. */
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

/** The id and the subjects that a received case gets in its new district. */
export interface ReceivedAs {
  /** Default: the id that it had. */
  readonly as?: CaseId
  readonly subjects: readonly [Subject, ...ReadonlyArray<Subject>]
}

/**
 * Takes in a case that another district sent, or returns every reason against it.
 *
 * @category decisions
 */
export const receive = (
  asking: Asking<CaseworkWorld>,
  sent: OnItsWay,
  { as, subjects }: ReceivedAs
): Decision<CaseEvent, CaseReason | LookUpRefusal> => {
  const { actor: by, district, model, on } = asking
  const { from, history, state } = sent
  const { found, group } = groundFor(district, sent)
  const id = as ?? state.id
  const [first, ...others]: ReadonlyArray<CaseReason | LookUpRefusal> = [
    ...obstacles(district, sent),
    ...unknownSubjects(asking, subjects),
    ...(Option.isSome(findCase(district, id)) ? [{ _tag: "AlreadyOpened" as const }] : [])
  ]
  if (first !== undefined) return Result.fail([first, ...others])
  if (found === undefined || group === undefined) return refuse(caseKnown, { _tag: "CaseUnknown", case: id })
  const command: CaseCommand = {
    _tag: "Receive",
    by,
    on,
    context: contextOf(district, { group, parent: undefined }, on),
    id,
    from,
    group,
    subjects,
    buildings: buildingsOf(asking, subjects)
  }
  return Result.map(decideCase(model, found, state, command), (events) =>
    change(
      asking,
      stream(id),
      events.map((event) => (event._tag === "CaseReceived" ? { ...event, history } : event))
    )
  )
}

/** @category contexts */
export const transferContext = make({
  id: "transfer",
  events: Transfer.TransferEvent,
  opens: true,
  initial: () => ({}),
  // A case that was declined goes on in the district that sent it.
  apply: () => undefined,
  requests: {},
  authorities: {},
  rules: [Transfer.canGoOn, Transfer.districtKnown],
  decide: (): Decision<never, never> => Result.succeed([])
})
