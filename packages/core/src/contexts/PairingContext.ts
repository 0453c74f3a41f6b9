/** The context of pairing: which Party branch leads which self-governance group. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { StatedReason } from "../kernel/StatedReason.ts"
import { pairingProblem } from "../model/Model.ts"
import {
  PairingEvent,
  type PairingRefusal,
  type PairingState,
  type PairingCommand,
  solve,
  stream
} from "../pairing/Pairing.ts"
import { decider } from "../pairing/PairingDecider.ts"
import type { NoPlanReason } from "../pairing/PairingPlan.ts"
import { OpenCases, PairRef } from "../pairing/PairingProblem.ts"
import { rules, solvable } from "../pairing/PairingRules.ts"
import * as PairingView from "../pairing/PairingView.ts"
import { ProposalId, proposalRules } from "../proposals/Proposal.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"

/** @category models */
export interface PairingSlice {
  readonly pairing: PairingState
  readonly pairingView: PairingView.PairingView
}

/**
 * The slice (part) of a district that contains its pairing of branches with groups, in a form that is changed in place
 * while entries are applied.
 */
export interface PairingDraft {
  pairing: PairingState
  pairingView: PairingView.PairingView
}

const requests = {
  /** Computes a pairing from the model and the present pairing, and proposes it with its proof. */
  ProposePairing: { proposal: ProposalId },
  ConfirmPairing: { proposal: ProposalId },
  OverrulePairing: { proposal: ProposalId, pairs: Schema.Array(PairRef), reason: StatedReason },
  RejectPairing: { proposal: ProposalId, reason: StatedReason },
  EnterPairingIntoForce: { proposal: ProposalId, openCases: Schema.optionalKey(OpenCases) }
}

const settle = (
  asking: Asking<PairingSlice>,
  command: PairingCommand
): Decision<PairingEvent, PairingRefusal> =>
  Result.map(decider.decide(asking.district.pairing, command), (events) => change(asking, stream, events))

const decide = (
  asking: Asking<PairingSlice>,
  request: RequestOf<typeof requests>
): Decision<PairingEvent, PairingRefusal | NoPlanReason> => {
  const { actor, district, model, on } = asking
  const asked = { by: actor.id, on }
  switch (request._tag) {
    case "ProposePairing": {
      const problem = pairingProblem(model, district.pairing.inForce)
      return Result.flatMap(solve(problem), (plan): ReturnType<typeof decide> =>
        settle(asking, { ...request, ...asked, problem, plan, automated: true })
      )
    }
    case "EnterPairingIntoForce": {
      const { openCases = model.pairing.openCases, proposal } = request
      return settle(asking, { _tag: "EnterIntoForce", ...asked, proposal, openCases })
    }
    default:
      return settle(asking, { ...request, ...asked })
  }
}

/** @category contexts */
export const pairingContext = make({
  id: "pairing",
  events: PairingEvent,
  opens: true,
  initial: (): PairingDraft => ({ pairing: decider.initial, pairingView: PairingView.initial }),
  apply: (draft: PairingDraft, event) => {
    draft.pairing = decider.evolve(draft.pairing, event)
    draft.pairingView = PairingView.evolve(draft.pairingView, event)
  },
  requests,
  authorities: {
    ProposePairing: { may: "pairing:propose", about: "the district" },
    ConfirmPairing: { may: "pairing:decide", about: "the district" },
    OverrulePairing: { may: "pairing:decide", about: "the district" },
    RejectPairing: { may: "pairing:decide", about: "the district" },
    EnterPairingIntoForce: { may: "pairing:decide", about: "the district" }
  },
  rules: [...new Set([...solvable, ...proposalRules, ...Object.values(rules).flat()])],
  decide
})
