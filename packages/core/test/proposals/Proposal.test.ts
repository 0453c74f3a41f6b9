import * as Day from "../../src/kernel/Day.ts"
import { ActorId } from "../../src/place/Id.ts"
import * as Proposal from "../../src/proposals/Proposal.ts"
import * as Result from "effect/Result"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const id = Proposal.ProposalId.make("spring")
const command = (day = on, proposal = id) => ({ by: ActorId.make("wang"), on: day, proposal })
const proposal = (status: Proposal.Status = "proposed") => ({ id, on, status, content: {} })
const proposals: Proposal.Proposals<object> = new Map([[id, proposal()]])
const proposing = (name: string) => ({
  proposals,
  state: {},
  command: command(on, Proposal.ProposalId.make(name))
})
const deciding =
  (name: string): Attempt =>
  () =>
    Proposal.onProposal(proposals, command(on, Proposal.ProposalId.make(name)), () => Result.succeed([]))

ruleSuite("the rules for every proposal", Proposal.proposalRules, {
  "proposal-new-id": { holds: proposing("autumn"), refuses: { ProposalKnown: proposing("spring") } },
  "proposal-was-made": { holds: deciding("spring"), refuses: { ProposalUnknown: deciding("autumn") } },
  "proposal-decided-once": {
    holds: { proposal: proposal(), command: command() },
    refuses: { ProposalDecided: { proposal: proposal("rejected"), command: command() } }
  },
  "proposal-before-decision": {
    holds: { proposal: proposal(), command: command() },
    refuses: { BeforeProposal: { proposal: proposal(), command: command(Day.add(on, -1)) } }
  }
})
