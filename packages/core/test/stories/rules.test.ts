import { stagesFit, toAnotherVersion } from "../../src/casework/Migration.ts"
import { toAnotherDistrict } from "../../src/contexts/CaseworkContext.ts"
import { inModel, withinMandate } from "../../src/contexts/Context.ts"
import { caseKnown, playbookKnown, subjectsKnown } from "../../src/contexts/LookUpRefusal.ts"
import { beforeTheResultIsUsed, onAnOpenCase, pollKnown } from "../../src/contexts/PollContext.ts"
import { tasksKnown } from "../../src/contexts/TalentContext.ts"
import * as Day from "../../src/kernel/Day.ts"
import { Subject } from "../../src/place/Subject.ts"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"
import { Small } from "../district/small.ts"

const request = { signer: "li", sha256: "c".repeat(64) }
const opening = (more: object = {}) => ({
  _tag: "OpenCase",
  case: "lift",
  playbook: "lift-retrofit",
  subjects: ["building:b1"],
  evidence: { request },
  ...more
})
const step = (name: string, evidence: object = {}) => ({
  _tag: "TakeStep",
  case: "lift",
  step: name,
  evidence
})
const note = (id: string) => ({ _tag: "NoteOnCase", case: id, text: "已上门" })

/** A district with a case about a lift retrofit, which the head of the stairwell opened. */
const withCase = () => new Small().submit("head-b1", opening())

const attempt =
  (small: Small, by: string, input: object, offset = 0): Attempt =>
  () =>
    small.decide(by, input, offset)

const registry = new Small().district.registry
const about = (...subjects: ReadonlyArray<string>) => ({
  registry,
  subjects: subjects.map((each) => Subject.make(each))
})

ruleSuite(
  "the conditions for requests about cases",
  [caseKnown, playbookKnown, subjectsKnown, toAnotherDistrict],
  {
    "case-known": {
      holds: attempt(withCase(), "lead-unity", note("lift")),
      refuses: { CaseUnknown: attempt(withCase(), "lead-unity", note("bridge")) }
    },
    "playbook-known": {
      holds: attempt(new Small(), "head-b1", opening()),
      refuses: { PlaybookUnknown: attempt(new Small(), "head-b1", opening({ playbook: "no-such" })) }
    },
    "subjects-known": {
      holds: about("building:b1", "household:b1-101"),
      refuses: { SubjectUnknown: about("building:b9") }
    },
    "transfer-to-another-district": {
      holds: attempt(withCase(), "lead-unity", {
        _tag: "TransferCase",
        case: "lift",
        to: { district: "elsewhere" },
        reason: "搬走了"
      }),
      refuses: {
        SameDistrict: attempt(withCase(), "lead-unity", {
          _tag: "TransferCase",
          case: "lift",
          to: { district: "small" },
          reason: "搬走了"
        })
      }
    }
  }
)

const migrating = (version: number, stages: object = {}) => ({
  _tag: "MigrateCase",
  case: "lift",
  version,
  stages
})
const adopted = () => withCase().adopt({ playbooks: { "lift-retrofit": { version: 2 } } })

ruleSuite("the conditions for migrations", [toAnotherVersion, stagesFit], {
  "migration-to-another-version": {
    holds: attempt(adopted(), "lead-unity", migrating(2)),
    refuses: {
      VersionUnknown: attempt(adopted(), "lead-unity", migrating(3)),
      SameVersion: attempt(adopted(), "lead-unity", migrating(1))
    }
  },
  "migration-stages-fit": {
    holds: attempt(adopted(), "lead-unity", migrating(2)),
    refuses: { StageMapUnfit: attempt(adopted(), "lead-unity", migrating(2, { asked: "nowhere" })) }
  }
})

const propose = (_tag: string, more: object = {}) => ({ _tag, proposal: "spring", ...more })
const wanted = (task: object) => propose("ProposeTalent", { wanted: [{ ...task, minutes: 30 }] })

ruleSuite("the conditions for proposals", [withinMandate, inModel, tasksKnown], {
  "within-mandate": {
    holds: attempt(new Small(), "lead-warmth", propose("ProposeCompanions")),
    refuses: { NotYourGroup: attempt(new Small(), "lead-unity", propose("ProposeCompanions")) }
  },
  "in-model": {
    holds: attempt(new Small(), "committee", wanted({ team: "unity", people: 1 })),
    refuses: {
      NotInModel: attempt(new Small({ talent: null }), "committee", wanted({ team: "unity", people: 1 }))
    }
  },
  "talent-tasks-known": {
    holds: attempt(withCase(), "lead-unity", wanted({ case: "lift" })),
    refuses: { TaskUnknown: attempt(new Small(), "committee", wanted({ case: "lift" })) }
  }
})

const poll = (more: object = {}) => ({
  _tag: "OpenPoll",
  poll: "first",
  case: "lift",
  rules: "civil-code-278-alteration",
  closes: "2026-03-30",
  units: [
    { unit: "b1-101", owner: "li" },
    { unit: "b1-102", owner: "wu" }
  ],
  ...more
})
const ballot = (owner: string, more: object = {}) => ({
  _tag: "CastBallot",
  poll: "first",
  owner,
  opinion: "agree",
  ...more
})
const polled = () =>
  withCase()
    .submit("lead-unity", step("find-feasible", { feasibility: "可行" }))
    .submit("head-b1", step("survey", { asked: 2, "in-favour": 2 }))
    .submit("committee", step("open-poll", { question: "加装电梯", electorate: "stairwell" }))
    .submit("committee", poll())
const withdrawn = () =>
  withCase().submit("committee", { _tag: "WithdrawCase", case: "lift", reason: "不再需要" })

/**
 * The input of the rule for late ballots: a ballot that was cast on the last day of the poll and is recorded after
 * it. The examples differ in whether the result has already been posted.
 */
const late = (small: Small) => {
  const found = [...small.district.polls.values()][0]
  if (found === undefined) throw new Error("no poll")
  return { district: small.district, poll: found, cast: found.closes, on: Day.add(found.closes, 1) }
}
const counted = () => polled().submit("committee", ballot("li")).submit("committee", ballot("wu"))
const posting = step("post-result", { posting: { photo: "files/1", sha256: "a".repeat(64) } })

ruleSuite("the conditions for polls", [onAnOpenCase, pollKnown, beforeTheResultIsUsed], {
  "poll-on-open-case": {
    holds: attempt(withCase(), "committee", poll()),
    refuses: { CaseEnded: attempt(withdrawn(), "committee", poll()) }
  },
  "poll-known": {
    holds: attempt(polled(), "committee", ballot("li")),
    refuses: { PollUnknown: attempt(polled(), "committee", ballot("li", { poll: "second" })) }
  },
  "ballot-before-result-used": {
    holds: late(counted()),
    refuses: { ResultUsed: late(counted().submit("committee", posting, 29)) }
  }
})
