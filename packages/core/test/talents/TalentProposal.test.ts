import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, GroupId, Tag } from "../../src/place/Id.ts"
import { ProposalId } from "../../src/proposals/Proposal.ts"
import * as Talent from "../../src/talents/Talent.ts"
import {
  isProven,
  leavesOwnTeam,
  namesKnown,
  refusalsHold,
  type TalentState,
  tasksFilled
} from "../../src/talents/TalentProposal.ts"
import * as Result from "effect/Result"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const id = ProposalId.make("spring")
const decided = { by: ActorId.make("committee"), on, proposal: id }
const [an, bo] = ["an", "bo"].map((name) => ActorId.make(name)) as [ActorId, ActorId]
const task = Talent.TaskId.make("peace")
const skill = Tag.make("mediation")

const person = (name: ActorId): Talent.Talent => ({
  id: name,
  skills: { [skill]: 50 },
  free: 120,
  load: 0,
  most: 2,
  turns: 0
})
const problemOf = (more: Partial<Talent.TalentProblem> = {}): Talent.TalentProblem => ({
  talents: [person(an), person(bo)],
  tasks: [{ id: task, needs: { [skill]: 10 }, requires: [], minutes: 60, people: 1 }],
  criteria: { skills: 1, distance: 1, load: 1, turns: 1 },
  distances: [],
  bans: [{ talent: bo, task, reason: "no time" }],
  ...more
})
const problem = problemOf()
const plan = Result.getOrThrow(Talent.solve(problem))
const work = [{ task, group: GroupId.make("peace") }]
const state: TalentState = {
  proposals: new Map(),
  duties: [{ task, group: GroupId.make("peace"), talent: an, minutes: 60, since: on }]
}

const proposing = (of = plan) => ({
  proposals: new Map(),
  state,
  command: { _tag: "ProposeTalent" as const, ...decided, problem, work, plan: of, automated: true }
})
type Pair = { readonly talent: ActorId; readonly task: Talent.TaskId }
const overruling = (first: Pair, ...others: ReadonlyArray<Pair>) => ({
  proposal: { id, on, status: "proposed" as const, content: { problem, work, plan } },
  command: {
    _tag: "OverruleTalent" as const,
    ...decided,
    pairs: [first, ...others] as const,
    reason: "she offered"
  }
})
const leaving = (talent: ActorId) => ({
  state,
  command: { _tag: "ReleaseTalent" as const, by: decided.by, on, talent, task }
})

ruleSuite(
  "the rules for choices of people",
  [isProven, namesKnown, tasksFilled, refusalsHold, leavesOwnTeam],
  {
    "talent-plan-proven": {
      holds: proposing(),
      refuses: { TalentPlanRefuted: proposing({ ...plan, total: plan.total + 1 }) }
    },
    "talent-names-known": {
      holds: overruling({ talent: an, task }),
      refuses: {
        NotInProposal: overruling({ talent: ActorId.make("cy"), task }),
        TalentPairTwice: overruling({ talent: an, task }, { talent: an, task })
      }
    },
    "talent-tasks-filled": {
      holds: overruling({ talent: an, task }),
      refuses: { TaskOutOfBounds: overruling({ talent: an, task }, { talent: bo, task }) }
    },
    "talent-refusals-hold": {
      holds: overruling({ talent: an, task }),
      refuses: { TalentBanned: overruling({ talent: bo, task }) }
    },
    "talent-leaves-own-team": { holds: leaving(an), refuses: { NoSuchDuty: leaving(bo) } }
  }
)

/** Tasks that together take all minutes of two people. */
const filling = (...minutes: ReadonlyArray<number>): Partial<Talent.TalentProblem> => ({
  tasks: minutes.map((each, k) => ({
    id: Talent.TaskId.make(`t${k}`),
    needs: {},
    requires: [],
    minutes: each,
    people: 1
  })),
  bans: []
})

const solving =
  (more: Partial<Talent.TalentProblem> = {}): Attempt =>
  () =>
    Talent.solve(problemOf(more))

ruleSuite("the conditions for choosing people", Talent.solvable, {
  "talent-problem-sound": {
    holds: solving(),
    refuses: {
      TalentTwice: solving({ talents: [person(an), person(an)] }),
      TaskTwice: solving({ tasks: [...problem.tasks, ...problem.tasks] })
    }
  },
  "talent-enough-people": {
    holds: solving(),
    refuses: {
      TasksWanting: solving({ talents: [person(bo)] }),
      MinutesWanting: solving(filling(70, 70, 60, 40))
    }
  },
  "talent-search-ends": {
    holds: solving(filling(90, 60, 60, 30)),
    refuses: { TalentsUnproven: () => Talent.solve(problemOf(filling(90, 60, 60, 30)), { limit: 1 }) }
  },
  "talent-points-exact": {
    holds: solving(),
    refuses: { TalentPointsTooLarge: solving({ criteria: { ...problem.criteria, skills: 2 ** 40 } }) }
  }
})

describe("an overruling of a choice that allows open places", () => {
  const content = { problem: { ...problem, partial: true }, work, plan }
  const choosing = (first: Pair, ...others: ReadonlyArray<Pair>) => ({
    ...overruling(first, ...others),
    proposal: { id, on, status: "proposed" as const, content }
  })
  const two = { ...problem.tasks[0]!, people: 2 }

  it("may leave places open, and may not fill more than there are", () => {
    const seats = { ...content, problem: { ...content.problem, tasks: [two] } }
    const fewer = {
      ...choosing({ talent: an, task }),
      proposal: { id, on, status: "proposed" as const, content: seats }
    }
    expect(tasksFilled.objections(fewer)).toEqual([])
    expect(tasksFilled.objections(choosing({ talent: an, task }, { talent: bo, task }))).toMatchObject([
      { _tag: "TaskOutOfBounds", found: 2, needs: 1 }
    ])
  })
})
