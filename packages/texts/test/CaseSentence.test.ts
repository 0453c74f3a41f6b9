import { describe, expect, it } from "@effect/vitest"
import type { CaseCommand, CaseEvent } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import { replay } from "@liulinhui/core/Rule"
import { type Actor, clock, type Scope } from "@liulinhui/core/Actor"
import { ActorId, BranchId, BuildingId, CaseId, GroupId, HouseholdId, RoleId } from "@liulinhui/core/Id"
import { household } from "@liulinhui/core/Registry"
import * as arbitrary from "@liulinhui/testing/Casework"
import { CaseSentence, Names, Reason, Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { clutter, compiled } from "../../core/test/casework/clutter.ts"

const actor = (id: string, role: string, scope: Scope): Actor => ({
  id: ActorId.make(id),
  mandates: [{ role: RoleId.make(role), scope }]
})
const unity = GroupId.make("unity")
const volunteer = actor("volunteer-1", "volunteer", { group: unity })
const other = actor("volunteer-2", "volunteer", { group: unity })
const lead = actor("lead", "lead", { group: unity })
const committee = actor("committee", "committee", { district: true })
const photo = { photo: "photos/1", sha256: "a".repeat(64) }
const decider = Case.make(compiled, arbitrary.calendar)
const act = (by: Actor, day: string) => ({
  by,
  on: Day.make(day),
  context: { branches: [BranchId.make("branch-6")] }
})

const opening: CaseCommand = {
  _tag: "Open",
  ...act(volunteer, "2026-03-02"),
  id: CaseId.make("b07-301"),
  playbook: "clutter",
  version: 1,
  subjects: [household(HouseholdId.make("b07-301"))],
  buildings: [BuildingId.make("b07")],
  group: unity
}

const upToNotice: ReadonlyArray<CaseCommand> = [
  opening,
  clutter.take(act(volunteer, "2026-03-03"), "survey", { before: photo }),
  clutter.take(act(lead, "2026-03-04"), "file"),
  clutter.take(act(volunteer, "2026-03-06"), "serve", { proof: photo })
]

const history = (commands: ReadonlyArray<CaseCommand>): ReadonlyArray<CaseEvent> => {
  let state = Case.initial
  return commands.flatMap((command) => {
    const events = Result.getOrThrow(decider.decide(state, command))
    state = replay(decider, events, state)
    return events
  })
}

const zh = Texts.words(Texts.builtIn, "zh")
const en = Texts.words(Texts.builtIn, "en")
const names = Names.ofPlaybook(clutter.playbook)
const leader: Names.Names = (thing, id) => (thing === "actor" && id === "lead" ? "齐心组组长" : undefined)

describe("the timeline of a case", () => {
  it("is a sentence for each event, without what people wrote unless asked", () => {
    const events = history([
      ...upToNotice,
      clutter.take(act(committee, "2026-03-10"), "record-basis", { basis: "order" }),
      clutter.take(act(lead, "2026-03-16"), "clear", { after: photo }),
      clutter.take(act(committee, "2026-03-17"), "verify"),
      { _tag: "Note", ...act(lead, "2026-03-18"), text: "the household thanked us" },
      clutter.take(act(other, "2026-04-02"), "relapse")
    ])
    expect(CaseSentence.timeline(events).map((one) => CaseSentence.say(en, one, names))).toEqual([
      "volunteer-1 opened the case in “Survey”, due by 16 March 2026.",
      "volunteer-1: Survey; the case is now in “Filing”, due by 10 March 2026.",
      "lead: Put into the building file; the case is now in “To be notified”.",
      "volunteer-1: Serve the notice; the case is now in “Notice running”, due by 13 March 2026.",
      "committee: Record the legal basis.",
      "The deadline of “Notice running” passed: Deadline passed; the case is now in “Not rectified”, due by 28 March 2026.",
      "lead: Clear; the case is now in “To be verified”.",
      "committee: Verify; the case is now in “On patrol”; the next visit is due on 31 March 2026.",
      "lead made a note.",
      "volunteer-2: Clutter is back (relapse number 1; it had been resolved on 17 March 2026); the case is back in “Survey”, due by 16 April 2026."
    ])
    expect(
      CaseSentence.timeline(events, { withWords: true })
        .map((one) => CaseSentence.say(zh, one, Names.firstOf(leader, names)))
        .slice(5, 9)
    ).toEqual([
      "“限期自行整改”期限届满：逾期未整改，进入“拒不整改”，期限至2026年3月28日。",
      "齐心组组长：清理，进入“待核验”。",
      "committee：核验，进入“巡查”，下次上门为2026年3月31日。",
      "齐心组组长作了备注：the household thanked us。"
    ])
  })

  it("says both days of a fact that was recorded late, and what it undid", () => {
    const events = history([
      ...upToNotice,
      { _tag: "Lapse", by: clock, on: Day.make("2026-03-15") },
      { ...clutter.take(act(volunteer, "2026-03-12"), "rectify"), written: Day.make("2026-03-16") }
    ])
    const said = (words: Texts.Words) =>
      CaseSentence.timeline(events)
        .slice(-2)
        .map((one) => CaseSentence.say(words, one, names))
    expect(said(en)).toEqual([
      "volunteer-1 recorded what had happened before the deadline passed: what followed is undone, and the case is back in “Notice running”, from “Not rectified”. (Recorded on 16 March 2026.)",
      "volunteer-1: Rectified by the household; the case is now in “To be verified”. (Recorded on 16 March 2026.)"
    ])
    expect(said(zh)[0]).toBe(
      "volunteer-1补登了期限届满前的情况，撤回期限届满的处理，由“拒不整改”回到“限期自行整改”。（2026年3月16日补登）"
    )
  })

  it("says of a case that continues a closed one the how-many-eth it is", () => {
    const events = history([
      {
        ...opening,
        id: CaseId.make("b07-301-2"),
        on: Day.make("2026-09-01"),
        lineage: { first: CaseId.make("b07-301"), closed: Day.make("2026-04-21"), relapses: 1 }
      }
    ])
    expect(CaseSentence.timeline(events).map((one) => CaseSentence.say(en, one, names))).toEqual([
      "volunteer-1 opened the case in “Survey”, due by 15 September 2026: time number 2; the first case was b07-301, and the last was closed on 21 April 2026."
    ])
  })

  it("reads as one sentence for each event in both languages, with nothing left to fill in", () => {
    fc.assert(
      fc.property(arbitrary.life, ({ attempts, playbook }) => {
        const own = Case.make(playbook, arbitrary.calendar)
        const called = Names.ofPlaybook(playbook.playbook)
        let today = arbitrary.firstDay
        let state = own.initial
        const events: Array<CaseEvent> = []
        for (const attempt of attempts) {
          today = Day.add(today, attempt.daysLater)
          const next = own.decide(state, arbitrary.onDay(attempt, playbook, state, today))
          if (Result.isFailure(next)) continue
          events.push(...next.success)
          state = replay(own, next.success, state)
        }
        const sentences = CaseSentence.timeline(events, { withWords: true })
        expect(sentences).toHaveLength(events.length)
        for (const sentence of sentences) {
          for (const words of [zh, en]) {
            const text = CaseSentence.say(words, sentence, called)
            expect(text).toMatch(words === zh ? /。$/u : /\.$/u)
            expect(text).not.toMatch(/[{}[\]—]|undefined|case\./u)
          }
        }
      }),
      { numRuns: 100 }
    )
  })
})

describe("a refused step", () => {
  it("says every reason in both languages", () => {
    const state = replay(decider, history(upToNotice))
    const attempt = { _tag: "Take", ...act(lead, "2026-03-09"), step: "clear" } as const
    const reasons = Result.match(decider.decide(state, attempt), {
      onFailure: ({ reasons: all }) => all,
      onSuccess: () => []
    })
    expect(reasons.map((reason) => Reason.say(en, reason, names))).toEqual([
      "evidence is missing: Photo after",
      "“Record the legal basis” must come first",
      "the deadline of “Notice running” must have passed: not before 14 March 2026",
      "there is no record of: Legal basis"
    ])
    expect(reasons.map((reason) => Reason.say(zh, reason, names))).toEqual([
      "缺少材料：清理后照片",
      "须先完成“记录清理依据”",
      "须待“限期自行整改”期限届满，2026年3月14日起方可办理",
      "尚无记录：清理依据"
    ])
  })
})
