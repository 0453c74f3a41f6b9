import type { CaseCommand } from "../../src/casework/Case.ts"
import type { Opened } from "../../src/casework/CaseState.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import { knownStep, openedOnce, somethingLapses, standard, wasOpened } from "../../src/casework/CaseRules.ts"
import { compile } from "../../src/casework/CompiledPlaybook.ts"
import * as Due from "../../src/casework/Due.ts"
import { opening } from "../../src/casework/OpeningRules.ts"
import { stepRules } from "../../src/casework/StepRules.ts"
import type { OwnDue } from "../../src/casework/Playbook.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import * as Day from "../../src/kernel/Day.ts"
import { replay } from "../../src/kernel/Decider.ts"
import { type Actor, clock } from "../../src/place/Actor.ts"
import { ActorId, BuildingId, CaseId, DistrictId, GroupId, RoleId, Tag } from "../../src/place/Id.ts"
import { building } from "../../src/place/Subject.ts"
import * as Result from "effect/Result"
import * as arbitrary from "../../../testing/src/Casework.ts"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"
import { clutter } from "./clutter.ts"

const on = Day.make("2026-03-02")
const later = (days: number) => Day.add(on, days)
const by = arbitrary.actors[0]!
const second = arbitrary.actors[1]!
const actor = (role: string, group: string): Actor => ({
  id: ActorId.make(`${role}-of-${group}`),
  mandates: [{ role: RoleId.make(role), scope: { group: GroupId.make(group) } }]
})
const stranger = actor("gardener", "unity")
// An actor who has each role, but only for another group than the group of the case.
const elsewhere: Actor = {
  id: ActorId.make("of-peace"),
  mandates: ["committee", "lead", "volunteer"].map((role) => ({
    role: RoleId.make(role),
    scope: { group: GroupId.make("peace") }
  }))
}

// In this playbook, every command is allowed only to the group of the case, and a case can be reopened for a limited
// time after some outcomes.
const playbook = compile("clutter", {
  ...clutter.playbook,
  keepers: [{ role: RoleId.make("committee"), scope: "group" }],
  parent: "above",
  opening: {
    by: [{ role: RoleId.make("volunteer"), scope: "group" }],
    evidence: { found: { label: { zh: "发现经过", en: "How it was found" }, type: "text" } }
  },
  reopening: {
    to: "surveying",
    by: [{ role: RoleId.make("committee"), scope: "group" }],
    after: ["achieved", "void"],
    within: { count: 30, unit: "day" }
  }
})
const decider = CaseDecider.make(playbook, arbitrary.calendar)
const openCommand = (more: object = {}) =>
  ({
    ...arbitrary.opening(playbook, on),
    evidence: { found: "巡楼时发现" },
    ...more
  }) as Extract<CaseCommand, { _tag: "Open" }>
const openQuestion = (more: object = {}, due?: OwnDue) => ({
  playbook:
    due === undefined ? playbook : { ...playbook, playbook: { ...playbook.playbook, opening: { due } } },
  calendar: Calendar.none,
  command: openCommand(more)
})

const fresh = replay(decider, Result.getOrThrow(decider.decide(CaseDecider.initial, openCommand()))) as Opened
const ending = { on: later(1), outcome: "achieved" as const, merged: undefined }

ruleSuite("the rules for opening a case", opening, {
  "case-own-playbook": {
    holds: openQuestion(),
    refuses: {
      OtherPlaybook: openQuestion({ playbook: "hoarding" }),
      OtherVersion: openQuestion({ version: 2 })
    }
  },
  "case-kind-of-subject": {
    holds: openQuestion(),
    refuses: { OtherSubject: openQuestion({ subjects: [building(BuildingId.make("b01"))] }) }
  },
  "case-opened-by-openers": {
    holds: openQuestion(),
    refuses: { NoRole: openQuestion({ by: stranger }), OutOfScope: openQuestion({ by: elsewhere }) }
  },
  "case-opened-with-evidence": {
    holds: openQuestion(),
    refuses: {
      EvidenceMissing: openQuestion({ evidence: {} }),
      EvidenceMalformed: openQuestion({ evidence: { found: " " } }),
      EvidenceUnknown: openQuestion({ evidence: { found: "巡楼时发现", weather: "雨" } })
    }
  },
  "case-opened-under-parent": {
    holds: openQuestion(),
    refuses: {
      NoParent: openQuestion({ parent: undefined }),
      OtherParent: openQuestion({ context: { parent: { playbook: "beside", open: true } } }),
      ParentNotOpen: openQuestion({ context: { parent: { playbook: "above", open: false } } })
    }
  },
  "case-own-due-within-limits": {
    holds: openQuestion({ due: later(30) }, { most: { count: 30, unit: "day" } }),
    refuses: {
      OwnDueNotAllowed: openQuestion({ due: later(30) }),
      OwnDueOutside: openQuestion({ due: later(31) }, { most: { count: 30, unit: "day" } })
    }
  }
})

/**
 * The input of a rule about a case. `state` contains only the fields that differ from the state of a case that was just
 * opened.
 */
const question = (state: Partial<Opened> = {}, command: object = {}) => ({
  playbook,
  state: { ...fresh, ...state },
  command: { by, on: later(1), context: arbitrary.favourable, ...command }
})
const asked = <Name extends CaseCommand["_tag"]>(
  _tag: Name,
  state: Partial<Opened> = {},
  command: object = {}
) => {
  const found = question(state, { _tag, reason: "搬走了", ...command })
  // This cast is safe: each example has all fields of the command that the rule reads.
  return found as typeof found & {
    readonly command: Extract<CaseCommand, { _tag: Name }> & { reason: string }
  }
}
const reopening = (state: Partial<Opened> = {}, command: object = {}) =>
  asked("Reopen", { ending, ...state }, { relapse: false, ...command })
const term = Due.term(on, { count: 5, unit: "working day" }, undefined)
const byProvisional = {
  due: later(7),
  round: {
    ...fresh.round,
    dues: [{ stage: "surveying", due: later(7), dueAt: undefined, term, counted: undefined }]
  }
}
const receiving = (more: object = {}, state: Partial<Opened> = { sentTo: DistrictId.make("east") }) =>
  asked("Receive", state, {
    id: fresh.id,
    from: DistrictId.make("west"),
    group: fresh.group,
    subjects: fresh.subjects,
    buildings: fresh.buildings,
    ...more
  })

ruleSuite("the rules for every case", Object.values(standard).flat(), {
  "case-goes-forward": { holds: question(), refuses: { BeforeLastEntry: question({ last: later(2) }) } },
  "case-is-here": { holds: question(), refuses: { SentAway: question({ sentTo: DistrictId.make("east") }) } },
  "case-is-not-closed": { holds: question(), refuses: { Closed: question({ ending }) } },
  "case-is-closed": { holds: question({ ending }), refuses: { StillOpen: question() } },
  "case-was-sent": {
    holds: question({ sentTo: DistrictId.make("east") }),
    refuses: { NotSentAway: question() }
  },
  "case-by-keeper": {
    holds: question(),
    refuses: { NoRole: question({}, { by: stranger }), OutOfScope: question({}, { by: elsewhere }) }
  },
  "case-handed-over-by-keeper-or-handler": {
    holds: question({ handler: { actor: stranger.id } }, { by: stranger }),
    refuses: { NoRole: question({}, { by: stranger }), OutOfScope: question({}, { by: elsewhere }) }
  },
  "case-noted-by-its-people": {
    holds: question({}, { by: actor("volunteer", "unity") }),
    // In this example, any volunteer may record a check of the patrol. So only a keeper (a person who manages the case)
    // can be out of scope.
    refuses: {
      NoRole: question({}, { by: stranger }),
      OutOfScope: question(
        {},
        { by: { ...elsewhere, mandates: elsewhere.mandates.filter(({ role }) => role === "lead") } }
      )
    }
  },
  "case-lapses-by-the-clock": {
    holds: question({}, { by: clock }),
    refuses: { NotTheClock: question() }
  },
  "case-received-by-keeper": {
    holds: receiving(),
    refuses: { NoRole: receiving({ by: stranger }), OutOfScope: receiving({ by: elsewhere }) }
  },
  "case-kind-of-subject": {
    holds: receiving(),
    refuses: { OtherSubject: receiving({ subjects: [building(BuildingId.make("b01"))] }) }
  },
  "case-reopened-by-reopeners": {
    holds: reopening(),
    refuses: {
      NoReopening: { ...reopening(), playbook: { ...playbook, reopening: undefined } },
      NoRole: reopening({}, { by: stranger }),
      OutOfScope: reopening({}, { by: elsewhere })
    }
  },
  "case-reopened-not-a-duplicate": {
    holds: reopening(),
    refuses: { MergedInto: reopening({ ending: { ...ending, outcome: "void", merged: CaseId.make("c2") } }) }
  },
  "case-reopened-came-back": {
    holds: reopening({}, { relapse: true }),
    refuses: { NothingToRelapse: reopening({ ending: { ...ending, outcome: "void" } }, { relapse: true }) }
  },
  "case-reopened-after-outcome": {
    holds: reopening(),
    refuses: { NotAfterOutcome: reopening({ ending: { ...ending, outcome: "failed" } }) }
  },
  "case-reopened-in-time": {
    holds: reopening({}, { on: later(31) }),
    refuses: { ReopeningOver: reopening({}, { on: later(32) }) }
  },
  "case-with-reason": {
    holds: asked("Withdraw"),
    refuses: { ReasonMissing: asked("Withdraw", {}, { reason: " " }) }
  },
  "case-transferred-elsewhere": {
    holds: asked("Transfer", {}, { to: { group: GroupId.make("peace") } }),
    refuses: { SameGroup: asked("Transfer", {}, { to: { group: fresh.group } }) }
  },
  "case-merged-into-another": {
    holds: asked("Merge", {}, { into: CaseId.make("c2") }),
    refuses: { MergeIntoItself: asked("Merge", {}, { into: fresh.id }) }
  },
  "case-takes-in-another": {
    holds: asked("Absorb", {}, { duplicate: CaseId.make("c2") }),
    refuses: { MergeIntoItself: asked("Absorb", {}, { duplicate: fresh.id }) }
  },
  "due-is-provisional": {
    holds: asked("DecideDue", byProvisional, { due: later(9) }),
    refuses: { NothingProvisional: asked("DecideDue", {}, { due: later(9) }) }
  },
  "fact-to-settle": {
    holds: asked("Settle", {}, { entry: 3, how: "applied", fact: { by: by.id, on, recorded: [] } }),
    refuses: { NothingAside: asked("Settle", {}, { entry: 3, how: "applied" }) }
  },
  "due-after-its-term": {
    holds: asked("DecideDue", byProvisional, { due: later(5) }),
    refuses: { DueTooEarly: asked("DecideDue", byProvisional, { due: later(1) }) }
  }
})

const step = (id: string, state: Partial<Opened> = {}, command: object = {}, gate?: object) => {
  const found = playbook.steps.get(id)!
  return {
    ...question(state, command),
    step: gate === undefined ? found : { ...found, step: { ...found.step, gate } }
  }
}
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const taken = (...steps: ReadonlyArray<string>) => ({
  round: { ...fresh.round, taken: steps.map((each) => ({ step: each, by: by.id })) }
})
const noticed = (due: Day.Day, provisional?: Due.Term) => ({
  round: {
    ...fresh.round,
    dues: [{ stage: "noticed", due, dueAt: undefined, term: provisional, counted: undefined }]
  }
})
const lapsed = { lapsed: "noticed" }

ruleSuite("the rules for steps", stepRules, {
  "step-in-its-stage": {
    holds: step("survey"),
    refuses: { WrongStage: step("survey", { stage: "filing" }) }
  },
  "step-by-its-people": {
    holds: step("survey"),
    refuses: {
      NoRole: step("survey", {}, { by: stranger }),
      OutOfScope: step("survey", {}, { by: elsewhere })
    }
  },
  "step-separate-duties": {
    holds: step("verify", taken("clear"), { by: second }),
    refuses: { SamePerson: step("verify", taken("clear")) }
  },
  "step-with-evidence": {
    holds: step("survey", {}, { evidence: { before: photo } }),
    refuses: {
      EvidenceMissing: step("survey"),
      EvidenceMalformed: step("survey", {}, { evidence: { before: "a picture" } }),
      EvidenceUnknown: step("survey", {}, { evidence: { before: photo, after: photo } })
    }
  },
  "step-after-others": {
    holds: step("clear", taken("survey", "file", "serve", "record-basis")),
    refuses: { StepNotTaken: step("clear", taken("survey")) }
  },
  "step-after-deadline": {
    holds: step("clear", noticed(on), {}, lapsed),
    refuses: {
      ShutUntil: step("clear", noticed(later(1)), {}, lapsed),
      DueProvisional: step("clear", noticed(on, term), {}, lapsed),
      DueRests: step(
        "clear",
        { ...noticed(on), resting: [{ of: { stage: "noticed" }, since: on }] },
        {},
        lapsed
      )
    }
  },
  "step-evidence-on-record": {
    holds: step("clear", { round: { ...fresh.round, recorded: ["proof", "basis"] } }),
    refuses: { NotOnRecord: step("clear") }
  },
  "step-after-poll": {
    holds: step("clear", {}, {}, { poll: Tag.make("rule-set") }),
    refuses: { PollNotCarried: step("clear", {}, { context: {} }, { poll: Tag.make("rule-set") }) }
  },
  "step-under-open-parent": {
    holds: step("clear", {}, {}, { parent: "open" }),
    refuses: { ParentNotOpen: step("clear", {}, { context: {} }, { parent: "open" }) }
  },
  "step-after-children": {
    holds: step("clear", {}, {}, { children: "done" }),
    refuses: { ChildrenOpen: step("clear", {}, { context: { openChildren: 1 } }, { children: "done" }) }
  },
  "patrol-checked-enough": {
    holds: step("release", { patrol: { interval: 14, clean: 2 } }),
    refuses: { ChecksMissing: step("release", { patrol: { interval: 14, clean: 1 } }) }
  },
  "step-of-the-clock": {
    holds: step("survey"),
    refuses: { OnlyTheClock: step("refuse") }
  }
})

const deciding =
  (state: Opened | typeof CaseDecider.initial, command: CaseCommand): Attempt =>
  () =>
    decider.decide(state as Opened, command)
const noting = { ...question().command, _tag: "Note" as const, text: "已上门" }
const taking = (id: string): CaseCommand => ({
  ...question().command,
  _tag: "Take",
  step: id,
  evidence: { before: photo }
})
const lapses = (events: Parameters<typeof somethingLapses.objections>[0]["events"]) => ({
  state: fresh,
  events
})

ruleSuite("the conditions for commands on a case", [wasOpened, openedOnce, knownStep, somethingLapses], {
  "case-was-opened": {
    holds: deciding(fresh, noting),
    refuses: { NotOpened: deciding(CaseDecider.initial, noting) }
  },
  "case-opened-once": {
    holds: deciding(CaseDecider.initial, openCommand()),
    refuses: { AlreadyOpened: deciding(fresh, openCommand()) }
  },
  "step-known": {
    holds: deciding(fresh, taking("survey")),
    refuses: { UnknownStep: deciding(fresh, taking("sing")) }
  },
  "case-something-lapses": {
    holds: lapses([{ _tag: "Noted", by: by.id, on }]),
    refuses: { NothingLapses: lapses([]) }
  }
})
