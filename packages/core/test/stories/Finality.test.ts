import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, CaseId, HouseholdId } from "../../src/place/Id.ts"
import * as Poll from "../../src/polls/Poll.ts"
import { decide, evolve } from "../../src/polls/PollDecider.ts"
import {
  finalResult,
  type OpenedPoll,
  type PollCommand,
  PollId,
  tallyOn
} from "../../src/polls/OpenedPoll.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as CivilCode278 from "../../../six-hearts/test/civilCode278.ts"
import { refuseAll } from "../../src/kernel/Rule.ts"

const opens = Day.make("2026-03-02")
const closes = Day.make("2026-03-31")
const id = PollId.make("lift")
const by = ActorId.make("committee")

const pollOf = (final: Poll.Finality | undefined, owners: number): OpenedPoll => ({
  id,
  case: CaseId.make("lift"),
  rules: { ...CivilCode278.alteration, ...(final === undefined ? {} : { final }) },
  opens,
  closes,
  electors: Array.from({ length: owners }, (_, n) => ({
    owner: `o${n}`,
    area: 800_000,
    units: [HouseholdId.make(`u${n}`)]
  })),
  ballots: []
})

type Command = Exclude<PollCommand, { _tag: "OpenPoll" }>

const cast = (owner: string, opinion: Poll.Opinion, on: Day.Day): Command => ({
  _tag: "CastBallot",
  on,
  by,
  ballot: { owner, opinion, on }
})
const withdraw = (owner: string, on: Day.Day): Command => ({
  _tag: "WithdrawBallot",
  on,
  by,
  owner,
  reason: "抄错"
})

/** The poll after a command on it. If the command is refused, the poll is unchanged. */
const after = (poll: OpenedPoll, command: Command): OpenedPoll =>
  Result.match(decide(poll, command), {
    onFailure: () => poll,
    onSuccess: (events) => {
      const before: ReadonlyMap<PollId, OpenedPoll> = new Map([[id, poll]])
      return events.reduce((polls, event) => evolve(polls, event, id), before).get(id) ?? poll
    }
  })

const finalities = fc.constantFrom(undefined, "at-close" as const, "when-decided" as const)
const owners = 4
const step = fc.record({
  owner: fc.integer({ min: 0, max: owners - 1 }).map((n) => `o${n}`),
  opinion: fc.constantFrom("agree" as const, "agree" as const, "against" as const, "abstain" as const),
  withdraws: fc.boolean(),
  daysLater: fc.integer({ min: 0, max: 8 })
})

describe("the final result of a poll", () => {
  it("never changes, whatever ballots are cast and withdrawn after it", () => {
    let decidedEarly = 0
    fc.assert(
      fc.property(finalities, fc.array(step, { minLength: 4, maxLength: 30 }), (final, steps) => {
        let poll = pollOf(final, owners)
        let day = opens
        let found: Poll.PollResult = "open"
        for (const { daysLater, opinion, owner, withdraws } of steps) {
          day = Day.add(day, daysLater)
          poll = after(poll, withdraws ? withdraw(owner, day) : cast(owner, opinion, day))
          const result = finalResult(poll, day)
          expect(result).toBe(found === "open" ? result : found)
          if (result !== "open" && day <= closes) decidedEarly += 1
          found = result
        }
      }),
      { numRuns: 500 }
    )
    expect(decidedEarly).toBeGreaterThan(50)
  })

  it("[21] is that of the count, and by default there is none before the poll has closed", () => {
    const carried = ["o0", "o1", "o2"].reduce(
      (poll, owner) => after(poll, cast(owner, "agree", opens)),
      pollOf(undefined, 3)
    )
    const counted = (on: Day.Day) => Result.getOrThrow(tallyOn(carried, on)).result
    expect([counted(opens), finalResult(carried, opens)]).toEqual(["carried", "open"])
    expect([counted(closes), finalResult(carried, closes)]).toEqual(["carried", "open"])
    expect(finalResult(carried, Day.add(closes, 1))).toBe("carried")
  })

  it("comes with the decision if the rules say so: then no ballot is withdrawn, and others are still cast", () => {
    const sealed = ["o0", "o1", "o2", "o3", "o4"].reduce(
      (poll, owner) => after(poll, cast(owner, "agree", opens)),
      pollOf("when-decided", 6)
    )
    expect(finalResult(sealed, opens)).toBe("carried")
    expect(decide(sealed, withdraw("o0", opens))).toEqual(
      refuseAll([{ _tag: "PollDecided", poll: id, result: "carried" }])
    )
    expect(Result.isSuccess(decide(sealed, cast("o5", "against", opens)))).toBe(true)
  })
})
