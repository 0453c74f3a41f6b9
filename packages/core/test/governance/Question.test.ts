import { coverageRuleKnown, planKnown, withinReach } from "@liulinhui/core/governance/questions/Inquiry"
import { answer, Question } from "@liulinhui/core/governance/Question"
import * as Schema from "effect/Schema"
import { type Attempt, ruleSuite } from "../../../testing/src/RuleSuite.ts"
import { Small } from "../district/small.ts"

const small = new Small().submit("head-b1", {
  _tag: "OpenCase",
  case: "lift",
  playbook: "lift-retrofit",
  subjects: ["building:b1"],
  evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
})
small.submit("general-branch", { _tag: "ProposePairing", proposal: "spring" })

const read = Schema.decodeUnknownSync(Schema.toCodecJson(Question))
const asking =
  (by: string, question: object, district = small): Attempt =>
  () =>
    answer(district.asking(by), read(question))
const whyNot = (branch: string, group: string) => ({ _tag: "AskWhyNot", branch, group })

ruleSuite("the conditions for questions", [withinReach, coverageRuleKnown, planKnown], {
  "question-within-reach": {
    holds: asking("lead-unity", { _tag: "AskCase", case: "lift" }),
    refuses: {
      // The case exists, but not within the reach of this actor.
      CaseUnknown: asking("head-b2", { _tag: "AskCase", case: "lift" }),
      PollUnknown: asking("committee", { _tag: "AskPoll", poll: "first" })
    }
  },
  "question-coverage-rule-known": {
    holds: asking("committee", { _tag: "AskCoverage" }),
    refuses: { RuleUnknown: asking("committee", { _tag: "AskCoverage", rules: ["no-such"] }) }
  },
  "question-plan-known": {
    holds: asking("committee", whyNot("one", "unity")),
    refuses: {
      NoPlanInForce: asking("committee", whyNot("one", "unity"), new Small()),
      BranchUnknown: asking("committee", whyNot("nine", "unity")),
      GroupUnknown: asking("committee", whyNot("one", "music"))
    }
  }
})
