/**
 * The context of transfers: cases that are sent from one district to another. The receiving district accepts or
 * declines each case once. The sending district keeps the case until it has recorded whether the case was accepted. The
 * entries of the sending district show for which of its cases this result is still missing.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import {
  type CaseCommand,
  type CaseEvent,
  type CaseReason,
  type PastCaseEvent,
  stream
} from "../casework/Case.ts"
import { type Opened } from "../casework/CaseState.ts"
import type { Playbook } from "../casework/Playbook.ts"
import * as Transfer from "../casework/Transfer.ts"
import { given } from "../kernel/OptionalKey.ts"
import { type Reasons, refuse, refuseAll } from "../kernel/Rule.ts"
import { groupFor } from "../model/Routing.ts"
import { clock } from "../place/Actor.ts"
import type { BuildingId, CaseId, DistrictId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"
import { buildingsOf, type CaseworkWorld, contextOf, unknownSubjects } from "./CaseworkFacts.ts"
import { type CaseworkSlice, findCase, playbookOf } from "./CaseworkSlice.ts"
import { type Asking, change, type Decision, make } from "./Context.ts"
import { caseKnown, type LookUpRefusal } from "./LookUpRefusal.ts"
import { decideCase } from "./OnCase.ts"
import { type ModelSlice, versionKey } from "./ModelContext.ts"

/**
 * A case that was sent to another district, as the ledger of the sending district contains it. Personal values are
 * missing, because they stay sealed (encrypted) in that ledger.
 */
export interface OnItsWay extends Transfer.Sent {
  readonly from: DistrictId
  readonly state: Opened
  readonly playbook: Playbook
  readonly history: ReadonlyArray<PastCaseEvent>
}

type World = CaseworkSlice & ModelSlice

/**
 * Returns a case that a district has sent to another one. `undefined` if it has not sent a case with this id, or if the
 * case came back.
 */
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

/**
 * The cases that a district has sent to another one, and for which it has not recorded yet whether they were accepted.
 */
export const outstanding = (district: World, from: DistrictId): ReadonlyArray<OnItsWay> =>
  [...district.cases.keys()].flatMap((id) => {
    const found = onItsWay(district, from, id)
    return found === undefined || found.isNoted ? [] : [found]
  })

/**
 * What a case needs in the receiving district: the group that would be responsible for it, and the playbook that it
 * would use.
 */
const groundFor = (
  district: ModelSlice,
  { playbook, state }: OnItsWay,
  buildings: ReadonlyArray<BuildingId> = []
) => ({
  found: district.playbooks.get(versionKey(state.playbook, state.version)),
  group: district.model === undefined ? undefined : groupFor(district.model, playbook.ledBy, buildings)?.id
})

/**
 * Why a case from another district cannot continue in the receiving district, whichever actor receives it. Empty if it
 * can.
 */
export const obstacles = (district: ModelSlice, sent: OnItsWay): ReadonlyArray<CaseReason> => {
  const { found, group } = groundFor(district, sent)
  return Transfer.obstacles(sent.state.playbook, sent.playbook, { found: found?.playbook, group })
}

/**
 * The result of a transfer between districts: an event that the case was received, or an event that it was declined.
 */
export type Fate =
  | Extract<CaseEvent, { readonly _tag: "CaseReceived" }>
  | Extract<Transfer.TransferEvent, { readonly _tag: "TransferDeclined" }>

/** Declines a case that cannot continue in this district. */
export const decline = (
  { on }: Pick<Asking, "on">,
  { from, state }: OnItsWay,
  reasons: Reasons<CaseReason>
): Decision<Transfer.TransferEvent, never> =>
  Result.succeed([
    {
      stream: Transfer.stream,
      expected: "any",
      events: [{ _tag: "TransferDeclined", on, by: clock.id, from, case: state.id, reasons }]
    }
  ])

/** Records in the sending district whether the receiving district accepted the case. */
export const note = (
  asking: Pick<Asking, "district" | "on">,
  { state, to: district }: OnItsWay,
  fate: Fate
): Decision<CaseEvent, never> => {
  const noted = { by: fate.by, on: asking.on, district }
  return Result.succeed(
    change<CaseEvent>(asking, stream(state.id), [
      fate._tag === "CaseReceived"
        ? { _tag: "CaseArrived", ...noted, as: fate.id }
        : { _tag: "CaseReturned", ...noted, reasons: fate.reasons }
    ])
  )
}

/** The id and the subjects (people or places) that a received case has in its new district. */
export interface ReceivedAs {
  /** The new id of the case. Default: its old id. */
  readonly as?: CaseId
  readonly subjects: readonly [Subject, ...ReadonlyArray<Subject>]
}

/**
 * Receives a case that another district sent, or returns all reasons against it.
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
  const buildings = buildingsOf(asking, subjects)
  const { found, group } = groundFor(district, sent, buildings)
  const id = as ?? state.id
  const [first, ...others]: ReadonlyArray<CaseReason | LookUpRefusal> = [
    ...obstacles(district, sent),
    ...unknownSubjects(asking, subjects),
    ...(Option.isSome(findCase(district, id)) ? [{ _tag: "AlreadyOpened" as const }] : [])
  ]
  if (first !== undefined) return refuseAll([first, ...others])
  if (found === undefined || group === undefined) return refuse(caseKnown, { _tag: "CaseUnknown", case: id })
  const command: CaseCommand = {
    _tag: "Receive",
    by,
    on,
    ...given("now", asking.now),
    context: contextOf(district, { group, parent: undefined }, on),
    id,
    from,
    group,
    subjects,
    buildings
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
  // A declined case continues in the district that sent it. So this event changes nothing in the district that declines
  // the case.
  apply: () => undefined,
  requests: {},
  authorities: {},
  rules: [Transfer.canGoOn, Transfer.districtKnown],
  decide: (): Decision<never, never> => Result.succeed([])
})
