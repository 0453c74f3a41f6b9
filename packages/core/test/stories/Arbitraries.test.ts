import { describe, expect, it } from "@effect/vitest"
import { CaseCommand } from "../../src/casework/Case.ts"
import { type CaseState } from "../../src/casework/CaseState.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import { Playbook } from "../../src/casework/Playbook.ts"
import { checkPlaybook } from "../../src/casework/PlaybookCheck.ts"
import { add } from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Casework.ts"

const isPlaybook = Schema.is(Playbook)
const isCommand = Schema.is(CaseCommand)

const wanted = (
  "CaseOpened StepTaken DeadlineLapsed CaseReopened Noted HandedOver CaseTransferred CaseMerged DuplicateAbsorbed " +
  "CaseWithdrawn Closed StillOpen NoReopening WrongStage OnlyTheClock NotTheClock NoRole OutOfScope SamePerson " +
  "EvidenceMissing EvidenceMalformed EvidenceUnknown StepNotTaken NotOnRecord ShutUntil PollNotCarried ParentNotOpen " +
  "ChildrenOpen ChecksMissing NothingLapses ReasonMissing SameGroup MergeIntoItself"
).split(" ")

describe("the arbitraries of casework", () => {
  it("make sound playbooks, and shrink to sound ones", () => {
    fc.assert(
      fc.property(arbitrary.playbook, (playbook) => {
        expect(isPlaybook(playbook)).toBe(true)
        expect(checkPlaybook(playbook)).toEqual([])
      })
    )
    const seen: Array<Playbook> = []
    const run = fc.check(
      fc.property(arbitrary.playbook, (playbook) => {
        seen.push(playbook)
        return Object.keys(playbook.steps).length < 4
      }),
      { seed: 1 }
    )
    expect(run.failed && run.numShrinks > 0).toBe(true)
    expect(seen.every((playbook) => isPlaybook(playbook) && checkPlaybook(playbook).length === 0)).toBe(true)
  })

  it("make commands of their schema", () => {
    fc.assert(
      fc.property(arbitrary.life, ({ attempts, playbook }) => {
        expect(isCommand(arbitrary.opening(playbook))).toBe(true)
        expect(attempts.every(({ command }) => isCommand(command))).toBe(true)
      })
    )
  })

  it("meet nearly everything that can happen, and every reason that a step can be refused for", () => {
    const met = new Set<string>()
    for (const { attempts, playbook } of fc.sample(arbitrary.life, { seed: 7, numRuns: 300 })) {
      const decider = CaseDecider.make(playbook, arbitrary.calendar)
      let state: CaseState = CaseDecider.initial
      let today = arbitrary.firstDay
      const run = (command: CaseCommand): void => {
        const decided = decider.decide(state, command)
        for (const { _tag } of Result.isSuccess(decided) ? decided.success : decided.failure.reasons)
          met.add(_tag)
        if (Result.isSuccess(decided)) state = replay(decider, decided.success, state)
      }
      run(arbitrary.opening(playbook))
      for (const attempt of attempts) {
        today = add(today, attempt.daysLater)
        run(arbitrary.onDay(attempt, playbook, state, today))
      }
    }
    expect(wanted.filter((tag) => !met.has(tag))).toEqual([])
  })
})
