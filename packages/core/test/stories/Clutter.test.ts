import { describe, expect, it } from "@effect/vitest"
import { type CaseCommand, type CaseEvent } from "../../src/casework/Case.ts"
import { type CaseState, isOpen, type Opened } from "../../src/casework/CaseState.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import * as CaseView from "../../src/casework/CaseView.ts"
import { compile } from "../../src/casework/CompiledPlaybook.ts"
import type { Playbook, Reopening } from "../../src/casework/Playbook.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import type { Actor, Scope } from "../../src/place/Actor.ts"
import { clock } from "../../src/place/Actor.ts"
import {
  ActorId,
  BranchId,
  BuildingId,
  CaseId,
  DistrictId,
  GroupId,
  HouseholdId,
  RoleId
} from "../../src/place/Id.ts"
import { household } from "../../src/place/Subject.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { calendar } from "../../../testing/src/Casework.ts"
import { clutter, compiled } from "../casework/clutter.ts"

const actor = (id: string, role: string, scope: Scope): Actor => ({
  id: ActorId.make(id),
  mandates: [{ role: RoleId.make(role), scope }]
})
const unity = GroupId.make("unity")
const b07 = BuildingId.make("b07")
const volunteer = actor("volunteer-1", "volunteer", { group: unity })
const other = actor("volunteer-2", "volunteer", { group: unity })
const lead = actor("lead", "lead", { group: unity })
const secretary = actor("secretary", "lead", { branch: BranchId.make("branch-6") })
const committee = actor("committee", "committee", { district: true })
const stranger = actor("stranger", "volunteer", { group: GroupId.make("joy") })
const context = { branches: [BranchId.make("branch-6")] }
const photo = { photo: "photos/1", sha256: "a".repeat(64) }

const on = Day.make
const decider = CaseDecider.make(compiled, calendar)

const opening: CaseCommand = {
  _tag: "Open",
  by: volunteer,
  on: on("2026-03-02"),
  context,
  id: CaseId.make("b07-301"),
  playbook: "clutter",
  version: 1,
  subjects: [household(HouseholdId.make("b07-301"))],
  buildings: [b07],
  group: unity
}

const act = (by: Actor, day: string) => ({ by, on: on(day), context })

/** The commands on the case until the notice to the household is served, on 6 March. */
const upToNotice: ReadonlyArray<CaseCommand> = [
  opening,
  clutter.take(act(volunteer, "2026-03-03"), "survey", { before: photo }),
  clutter.take(act(lead, "2026-03-04"), "file"),
  clutter.take(act(volunteer, "2026-03-06"), "serve", { proof: photo, remark: "an elder lives alone here" })
]

const cleared: ReadonlyArray<CaseCommand> = [
  ...upToNotice,
  clutter.take(act(committee, "2026-03-10"), "record-basis", { basis: "order" }),
  clutter.take(act(lead, "2026-03-16"), "clear", { after: photo }),
  clutter.take(act(committee, "2026-03-17"), "verify")
]

const history = (commands: ReadonlyArray<CaseCommand>): ReadonlyArray<CaseEvent> => {
  let state = CaseDecider.initial
  return commands.flatMap((command) => {
    const events = Result.getOrThrow(decider.decide(state, command))
    state = replay(decider, events, state)
    return events
  })
}

const after = (commands: ReadonlyArray<CaseCommand>): Opened => replay(decider, history(commands)) as Opened

const reasonsOf = (state: CaseState, command: CaseCommand) =>
  Result.match(decider.decide(state, command), { onFailure: ({ reasons }) => reasons, onSuccess: () => [] })

const tagsOf = (state: CaseState, command: CaseCommand) => reasonsOf(state, command).map(({ _tag }) => _tag)

const rectify = (day: string) => clutter.take(act(volunteer, day), "rectify")

const lapse = (day: string, by = clock): CaseCommand => ({ _tag: "Lapse", by, on: on(day) })

const limits = (commands: ReadonlyArray<CaseCommand>) =>
  CaseView.deadlines(after(commands), compiled, calendar, on("2026-03-20"))
    .filter(({ of }) => of === "limit")
    .map(({ due }) => Day.toIso(due))

const check = (day: string): CaseCommand => clutter.take(act(other, day), "clean")

const handOver = (by: Actor, to: Actor, day: string): CaseCommand => ({
  _tag: "HandOver",
  ...act(by, day),
  to: { actor: to.id }
})

describe("clearing a corridor", () => {
  it("is refused too early, with every reason", () => {
    const state = after(upToNotice)
    const attempt = { _tag: "Take", ...act(lead, "2026-03-09"), step: "clear" } as const
    expect(reasonsOf(state, attempt)).toEqual([
      { _tag: "EvidenceMissing", field: "after", type: "photo" },
      { _tag: "StepNotTaken", step: "record-basis" },
      { _tag: "ShutUntil", stage: "noticed", day: on("2026-03-14") },
      { _tag: "NotOnRecord", field: "basis" }
    ])
  })

  it("is refused on the last day of the notice, and possible on the day after", () => {
    const state = after([
      ...upToNotice,
      clutter.take(act(committee, "2026-03-10"), "record-basis", { basis: "consent" })
    ])
    expect(tagsOf(state, clutter.take(act(lead, "2026-03-13"), "clear", { after: photo }))).toEqual([
      "ShutUntil"
    ])
    expect(tagsOf(state, clutter.take(act(lead, "2026-03-14"), "clear", { after: photo }))).toEqual([])
  })

  it("is recorded when it is refused to an actor with the role, and not when it is refused to another", () => {
    const state = after(upToNotice)
    const attempt = (by: Actor): CaseCommand => clutter.take(act(by, "2026-03-09"), "clear", { after: photo })
    const kept = (by: Actor) => {
      const [first, ...others] = reasonsOf(state, attempt(by))
      return CaseDecider.keep(compiled, calendar, state, attempt(by), [first!, ...others])
    }
    expect(kept(lead)).toEqual([
      {
        _tag: "StepRefused",
        by: "lead",
        on: on("2026-03-09"),
        step: "clear",
        reasons: reasonsOf(state, attempt(lead))
      }
    ])
    expect(kept(volunteer)).toEqual([])
    // The deadline has passed before the late attempt to take a step. So the automatic step for the deadline is
    // recorded first, then the refused attempt.
    const late = clutter.take(act(lead, "2026-03-20"), "clear", { after: photo })
    const [first, ...others] = reasonsOf(state, late)
    expect(
      CaseDecider.keep(compiled, calendar, state, late, [first!, ...others]).map(({ _tag, on: day }) => [
        _tag,
        Day.toIso(day)
      ])
    ).toEqual([
      ["DeadlineLapsed", "2026-03-13"],
      ["StepRefused", "2026-03-20"]
    ])
    const early = clutter.take(act(lead, "2026-03-05"), "clear", { after: photo })
    expect(
      CaseDecider.keep(compiled, calendar, state, early, [{ _tag: "BeforeLastEntry", last: state.last }])
    ).toEqual([])
    const survey = clutter.take(act(lead, "2026-03-09"), "survey", { before: photo })
    expect(
      CaseDecider.keep(compiled, calendar, state, survey, [
        { _tag: "WrongStage", stage: "noticed", from: [] }
      ])
    ).toEqual([])
  })

  it("is allowed to the group that leads the case, and to the branch that leads this group", () => {
    const state = after([
      ...upToNotice,
      clutter.take(act(committee, "2026-03-10"), "record-basis", { basis: "consent" })
    ])
    const clear = (by: Actor, leading = context) =>
      tagsOf(state, { ...clutter.take(act(by, "2026-03-16"), "clear", { after: photo }), context: leading })
    expect(clear(secretary)).toEqual([])
    expect(clear(secretary, { branches: [] })).toEqual(["OutOfScope"])
    expect(clear(stranger)).toEqual(["NoRole"])
    expect(clear(actor("joy-lead", "lead", { group: GroupId.make("joy") }))).toEqual(["OutOfScope"])
    expect(clear(clock)).toEqual(["NoRole"])
  })

  it("may not be verified by the actor who cleared", () => {
    const state = after(cleared.slice(0, -1))
    expect(reasonsOf(state, clutter.take(act(lead, "2026-03-17"), "verify"))).toEqual([
      { _tag: "SamePerson", step: "clear" }
    ])
    expect(tagsOf(state, clutter.take(act(secretary, "2026-03-17"), "verify"))).toEqual([])
  })
})

describe("a deadline", () => {
  it("lapses after its last day, and a household that rectifies on that day is in time", () => {
    const state = after(upToNotice)
    const events = (day: string) =>
      Result.getOrThrow(decider.decide(state, rectify(day))).map((one) => [one._tag, Day.toIso(one.on)])
    expect(events("2026-03-13")).toEqual([["StepTaken", "2026-03-13"]])
    expect(events("2026-03-20")).toEqual([
      ["DeadlineLapsed", "2026-03-13"],
      ["StepTaken", "2026-03-20"]
    ])
  })

  it("lapses only by the clock, and once", () => {
    const state = after(upToNotice)
    expect(tagsOf(state, lapse("2026-03-13"))).toEqual(["NothingLapses"])
    expect(tagsOf(state, lapse("2026-03-14", lead))).toEqual(["NotTheClock"])
    const lapsed = after([...upToNotice, lapse("2026-03-14")])
    expect([lapsed.stage, Day.toIso(lapsed.since), Day.toIso(lapsed.due!)]).toEqual([
      "refused",
      "2026-03-13",
      "2026-03-28"
    ])
    expect(tagsOf(lapsed, lapse("2026-03-15"))).toEqual(["NothingLapses"])
  })

  it("can be met late: an overdue step is still accepted", () => {
    const state = after([opening])
    expect(CaseView.isOverdue(state, compiled, calendar, on("2026-03-16"))).toBe(false)
    expect(CaseView.isOverdue(state, compiled, calendar, on("2026-03-17"))).toBe(true)
    expect(tagsOf(state, clutter.take(act(volunteer, "2026-04-20"), "survey", { before: photo }))).toEqual([])
  })

  it("has, on any day, the days left, the working days left, the rung that is reached and the next rung", () => {
    const state = after([opening])
    const told = (day: string) => {
      const [first] = CaseView.deadlines(state, compiled, calendar, on(day))
      const { due, late, left, next, rung, told: roles, workingDaysLeft } = first!
      return [
        Day.toIso(due),
        left,
        Option.getOrNull(workingDaysLeft),
        late,
        rung,
        roles.join(" "),
        Option.getOrNull(Option.map(next, ({ day: rungDay, tell }) => `${tell} ${Day.toIso(rungDay)}`))
      ]
    }
    expect(told("2026-03-06")).toEqual(["2026-03-16", 10, 6, 0, 0, "", "stairwell-head 2026-03-16"])
    expect(told("2026-03-16")).toEqual(["2026-03-16", 0, 0, 0, 1, "stairwell-head", "lead 2026-03-17"])
    expect(told("2026-03-18")).toEqual([
      "2026-03-16",
      -2,
      -2,
      2,
      2,
      "stairwell-head lead",
      "committee 2026-03-19"
    ])
    expect(told("2026-03-30")).toEqual(["2026-03-16", -14, -10, 14, 3, "stairwell-head lead committee", null])
  })

  it("in working days is provisional while the calendar lacks the year, and no step is refused for that", () => {
    const late = CaseDecider.make(compiled)
    const opened = replay(late, Result.getOrThrow(late.decide(CaseDecider.initial, opening)))
    const survey = clutter.take(act(volunteer, "2026-03-03"), "survey", { before: photo })
    const [taken] = Result.getOrThrow(late.decide(opened, survey))
    expect(taken).toMatchObject({ provisional: { due: { from: on("2026-03-03") } } })
    expect(CaseView.can(opened, compiled, Calendar.none, act(volunteer, "2026-03-03"))).toEqual(["survey"])
  })

  it("of the whole case is listed until the case is resolved", () => {
    expect(limits(upToNotice)).toEqual(["2026-06-30"])
    expect(limits(cleared)).toEqual([])
  })
})

describe("a deadline whose last day is a holiday", () => {
  const rested = compile("clutter", {
    ...clutter.playbook,
    stages: {
      ...clutter.playbook.stages,
      surveying: { ...clutter.playbook.stages["surveying"]!, endsOnWorkingDay: true }
    }
  })
  it("ends on the next working day if the playbook says so", () => {
    const due = (playbook: typeof compiled) => {
      const own = CaseDecider.make(playbook, calendar)
      // The period of 14 days that begins on 20 April ends on 4 May, in the middle of the holidays.
      const opened = replay(
        own,
        Result.getOrThrow(own.decide(CaseDecider.initial, { ...opening, on: on("2026-04-20") }))
      )
      return Day.toIso((opened as Opened).due!)
    }
    expect([due(compiled), due(rested)]).toEqual(["2026-05-04", "2026-05-06"])
  })
})

describe("a lapse that stays in its stage, in a playbook that was not checked", () => {
  const { to: _, ...stays } = clutter.playbook.steps["refuse"]!
  const unchecked = compile("clutter", {
    ...clutter.playbook,
    steps: { ...clutter.playbook.steps, refuse: stays }
  })
  it("still happens only once", () => {
    const own = CaseDecider.make(unchecked, calendar)
    const wake: CaseCommand = { _tag: "Lapse", by: clock, on: on("2026-03-20") }
    const noticed = after(upToNotice)
    const lapsed = replay(own, Result.getOrThrow(own.decide(noticed, wake)), noticed)
    expect([lapsed, CaseView.lapses(lapsed, unchecked, on("2027-01-01"))]).toMatchObject([
      { stage: "noticed" },
      false
    ])
  })
})

describe("after resolution", () => {
  it("checks make the patrol less frequent, and enough of them end it", () => {
    const state = after([...cleared, check("2026-03-31")])
    expect([state.patrol?.interval, state.patrol?.clean, Day.toIso(state.patrol!.next!)]).toEqual([
      21,
      1,
      "2026-04-21"
    ])
    const release = clutter.take(act(lead, "2026-04-21"), "release")
    expect(reasonsOf(state, release)).toEqual([{ _tag: "ChecksMissing", clean: 1, needed: 2 }])
    const released = after([...cleared, check("2026-03-31"), check("2026-04-21"), release])
    expect(released.ending).toEqual({ on: on("2026-04-21"), outcome: "achieved", merged: undefined })
    expect(Day.toIso(released.resolved!)).toBe("2026-03-17")
  })

  it("several checks on one day count once", () => {
    const twice = after([...cleared, check("2026-03-31"), check("2026-03-31")])
    expect(twice.patrol).toEqual(after([...cleared, check("2026-03-31")]).patrol)
  })

  it("a relapse reopens the case with its count, and the next patrol is more frequent", () => {
    const relapse = clutter.take(act(other, "2026-04-02"), "relapse")
    const relapsed = history([...cleared, relapse])
    expect(relapsed.at(-1)).toMatchObject({
      _tag: "CaseReopened",
      relapse: true,
      relapses: 1,
      resolved: on("2026-03-17"),
      to: "surveying",
      buildings: [b07],
      records: ["patrol"]
    })
    expect([...CaseView.relapses(relapsed)]).toEqual([[b07, 1]])
    const state = after([...cleared, relapse])
    expect(state.patrol).toEqual({ interval: 7, clean: 0 })
    // After the relapse (the clutter came back), earlier steps do not count any more: a new notice must be served
    // before the next clearing.
    expect(state.round).toMatchObject({
      taken: [{ step: "relapse", by: "volunteer-2" }],
      dues: [{ stage: "surveying", due: on("2026-04-16") }]
    })
    expect(state.round.recorded).toEqual([])
  })

  it("a closed case can only be reopened, by its keepers and with a reason", () => {
    const closed = after([
      ...cleared,
      check("2026-03-31"),
      check("2026-04-21"),
      clutter.take(act(lead, "2026-04-21"), "release")
    ])
    expect(tagsOf(closed, check("2026-05-06"))).toEqual(["Closed"])
    expect(tagsOf(closed, { _tag: "Note", ...act(committee, "2026-05-06"), text: "x" })).toEqual(["Closed"])
    const reopen = (by: Actor, reason: string): CaseCommand => ({
      _tag: "Reopen",
      ...act(by, "2026-06-01"),
      relapse: true,
      reason
    })
    expect(tagsOf(closed, reopen(volunteer, ""))).toEqual(["NoRole", "ReasonMissing"])
    expect(Result.getOrThrow(decider.decide(closed, reopen(committee, "back again")))).toMatchObject([
      { _tag: "CaseReopened", from: "kept", to: "surveying", relapses: 1, resolved: on("2026-03-17") }
    ])
    expect(tagsOf(after(cleared), reopen(committee, "why not"))).toEqual(["StillOpen"])
    const objected = Result.getOrThrow(
      decider.decide(closed, { ...reopen(committee, "an objection"), relapse: false } as CaseCommand)
    )
    expect(objected).toMatchObject([{ _tag: "CaseReopened", relapse: false, relapses: 0 }])
    expect([...CaseView.relapses(objected)]).toEqual([])
    expect(replay(decider, objected, closed)).toMatchObject({ patrol: { interval: closed.patrol!.interval } })
  })

  describe("is reopened", () => {
    const at = "2026-06-01"
    const reopen = (relapse: boolean): CaseCommand => ({
      _tag: "Reopen",
      ...act(committee, at),
      relapse,
      reason: "again"
    })
    const withdrawn = after([
      ...upToNotice,
      { _tag: "Withdraw", ...act(committee, "2026-03-20"), reason: "a mistake" }
    ])
    const achieved = after([
      ...cleared,
      check("2026-03-31"),
      check("2026-04-21"),
      clutter.take(act(lead, "2026-04-21"), "release")
    ])
    /** The tags of the reasons why a case cannot be reopened, under the given limits of the playbook. */
    const under = (limits: Partial<Reopening>, state: CaseState, relapse = false) => {
      const { playbook } = clutter
      const limited: Playbook = { ...playbook, reopening: { to: "surveying", ...limits } }
      const decided = CaseDecider.make(compile("clutter", limited)).decide(state, reopen(relapse))
      return Result.isSuccess(decided) ? [] : decided.failure.reasons
    }

    it("never if it was merged into another case", () => {
      const into = CaseId.make("b07-301-2")
      const merged = after([...upToNotice, { _tag: "Merge", ...act(committee, "2026-03-20"), into }])
      for (const relapse of [true, false]) {
        expect(under({}, merged, relapse)).toEqual([{ _tag: "MergedInto", into }])
      }
    })

    it("after a withdrawal, but not as a relapse, because it was not resolved", () => {
      expect(under({}, withdrawn, true)).toEqual([{ _tag: "NothingToRelapse" }])
      expect(under({}, withdrawn, false)).toEqual([])
    })

    it("only after the outcomes in the playbook", () => {
      const limits: Partial<Reopening> = { after: ["achieved", "partial"] }
      expect(under(limits, withdrawn)).toEqual([
        { _tag: "NotAfterOutcome", outcome: "void", after: ["achieved", "partial"] }
      ])
      expect(under(limits, achieved)).toEqual([])
    })

    it("until the last day of the period in the playbook", () => {
      expect(under({ within: { count: 41, unit: "day" } }, achieved)).toEqual([])
      expect(under({ within: { count: 40, unit: "day" } }, achieved)).toEqual([
        { _tag: "ReopeningOver", until: on("2026-05-31") }
      ])
    })
  })

  it("a new case that continues a closed one has the number of its repetition", () => {
    const again: CaseCommand = {
      ...opening,
      id: CaseId.make("b07-301-2"),
      on: on("2026-09-01"),
      lineage: { first: CaseId.make("b07-301"), closed: on("2026-04-21"), relapses: 1 }
    }
    const events = history([again])
    expect(events).toMatchObject([
      { _tag: "CaseOpened", lineage: { first: "b07-301", closed: on("2026-04-21"), relapses: 1 } }
    ])
    expect([...CaseView.relapses(events)]).toEqual([[b07, 1]])
  })
})

describe("any case", () => {
  it("is opened by an actor with the right, about the right kind of subject, under its version", () => {
    const wrong: CaseCommand = {
      ...opening,
      by: stranger,
      version: 2,
      playbook: "hoarding",
      subjects: [household(HouseholdId.make("b07-301")), "building:b07" as never],
      evidence: { blessing: "yes" }
    }
    expect(tagsOf(CaseDecider.initial, wrong)).toEqual([
      "OtherPlaybook",
      "OtherVersion",
      "OtherSubject",
      "OutOfScope",
      "EvidenceUnknown"
    ])
    expect(tagsOf(after([opening]), opening)).toEqual(["AlreadyOpened"])
    expect(tagsOf(CaseDecider.initial, upToNotice[1]!)).toEqual(["NotOpened"])
  })

  it("never goes back in time", () => {
    expect(tagsOf(after(upToNotice), { _tag: "Note", ...act(lead, "2026-03-05"), text: "x" })).toEqual([
      "BeforeLastEntry"
    ])
  })

  it("stores sensitive evidence separately, and still knows its fields after the values are erased", () => {
    const served = history(upToNotice).at(-1)
    expect(served).toMatchObject({
      evidence: { proof: photo },
      confidential: { remark: "an elder lives alone here" },
      recorded: ["proof", "remark"]
    })
    const { confidential: _, evidence: __, ...erased } = served as CaseEvent & { _tag: "StepTaken" }
    const before = history(upToNotice).slice(0, -1)
    expect(replay(decider, [...before, erased])).toEqual(after(upToNotice))
  })

  it("is handed over by its keepers, and then by its new handler", () => {
    expect(tagsOf(after([opening]), handOver(volunteer, other, "2026-03-03"))).toEqual(["NoRole"])
    const given = after([opening, handOver(committee, volunteer, "2026-03-03")])
    expect(given.handler).toEqual({ actor: "volunteer-1" })
    expect(tagsOf(given, handOver(volunteer, other, "2026-03-04"))).toEqual([])
    expect(tagsOf(given, handOver(other, volunteer, "2026-03-04"))).toEqual(["NoRole"])
  })

  it("is transferred to another group, whose people then take its steps", () => {
    const joy = GroupId.make("joy")
    const transfer: CaseCommand = {
      _tag: "Transfer",
      ...act(committee, "2026-03-03"),
      to: { group: joy },
      reason: "theirs"
    }
    const state = after([opening, transfer])
    const survey = (by: Actor) => clutter.take(act(by, "2026-03-04"), "survey", { before: photo })
    expect([tagsOf(state, survey(volunteer)), tagsOf(state, survey(stranger))]).toEqual([["OutOfScope"], []])
    const handed = { _tag: "HandOver", ...act(committee, "2026-03-03"), to: { actor: volunteer.id } } as const
    expect(after([opening, handed, transfer]).handler).toBe(undefined)
    expect(tagsOf(state, { ...transfer, reason: "" })).toEqual(["SameGroup", "ReasonMissing"])
  })

  it("goes to another district with its history, and changes only there", () => {
    const sent = [
      ...upToNotice,
      {
        _tag: "Transfer",
        ...act(committee, "2026-03-09"),
        to: { district: DistrictId.make("east") },
        reason: "they moved"
      } as const
    ]
    const state = after(sent)
    expect(isOpen(state)).toBe(false)
    expect(tagsOf(state, clutter.take(act(volunteer, "2026-03-10"), "rectify"))).toEqual(["SentAway"])
    expect(CaseView.lapses(state, compiled, on("2026-04-01"))).toBe(false)
    const receive: CaseCommand = {
      _tag: "Receive",
      ...act(committee, "2026-03-11"),
      id: CaseId.make("e-1"),
      from: DistrictId.make("wan-liu"),
      group: GroupId.make("east-unity"),
      subjects: [household(HouseholdId.make("e05-101"))],
      buildings: [BuildingId.make("e05")]
    }
    const received = after([...sent, receive])
    expect(received).toMatchObject({ id: "e-1", stage: "noticed", group: "east-unity", buildings: ["e05"] })
    expect(received.round).toEqual(state.round)
    expect(CaseView.lapses(received, compiled, on("2026-04-01"))).toBe(true)
    expect(tagsOf(after(upToNotice), receive)).toEqual(["NotSentAway"])
  })

  it("is merged into the case that it repeats, and this case takes over its subjects", () => {
    const second = { ...opening, id: CaseId.make("again"), on: on("2026-03-03") } as const
    const both = [after([opening]), after([second])]
    expect(CaseView.duplicates(both)).toEqual([["b07-301", "again"]])
    const merge: CaseCommand = {
      _tag: "Merge",
      ...act(committee, "2026-03-04"),
      into: CaseId.make("b07-301")
    }
    const merged = after([second, merge])
    expect(merged.ending).toEqual({ on: on("2026-03-04"), outcome: "void", merged: "b07-301" })
    const absorb = (duplicate: string): CaseCommand => ({
      _tag: "Absorb",
      ...act(committee, "2026-03-04"),
      duplicate: CaseId.make(duplicate),
      subjects: [household(HouseholdId.make("b07-301")), household(HouseholdId.make("b07-302"))],
      buildings: [b07]
    })
    expect(after([opening, absorb("again")]).subjects).toEqual(["household:b07-301", "household:b07-302"])
    expect(tagsOf(after([opening]), absorb("b07-301"))).toEqual(["MergeIntoItself"])
    expect(tagsOf(after([opening]), merge)).toEqual(["MergeIntoItself"])
    expect(CaseView.duplicates([after([opening]), merged])).toEqual([])
  })

  it("returns the steps that an actor can take, and the reasons against the others", () => {
    const state = after(upToNotice)
    const asked = (by: Actor, day: string) => CaseView.can(state, compiled, calendar, act(by, day))
    expect(asked(volunteer, "2026-03-09")).toEqual(["rectify"])
    expect(asked(committee, "2026-03-09")).toEqual(["record-basis"])
    expect(asked(stranger, "2026-03-09")).toEqual([])
    expect(
      CaseView.offers(state, compiled, calendar, act(lead, "2026-03-16")).map(({ against, step }) => [
        step,
        against.map(({ _tag }) => _tag)
      ])
    ).toEqual([
      ["rectify", ["NoRole"]],
      ["record-basis", ["NoRole"]],
      ["clear", ["StepNotTaken", "NotOnRecord"]]
    ])
    expect(CaseView.canStandard(state, compiled, calendar, act(committee, "2026-03-09"))).toEqual([
      "note",
      "hand-over",
      "transfer",
      "merge",
      "withdraw"
    ])
    expect(CaseView.canStandard(state, compiled, calendar, act(volunteer, "2026-03-09"))).toEqual(["note"])
  })
})
