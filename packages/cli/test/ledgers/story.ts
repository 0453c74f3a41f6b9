/**
 * The events of two invented districts, day by day, through the same service that applications use. Every type of event
 * occurs at least once, with encrypted and plain values. Days, ids and texts are fixed. The time comes from the test
 * clock.
 */
import { add, type Day, make as day } from "@liulinhui/core/Day"
import { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import type { Subject } from "@liulinhui/core/Registry"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import type { Documents } from "./models.ts"

export const east = DistrictId.make("east")
const west = DistrictId.make("west")
export const districts = [east, west] as const

/** The first day of the events, a Monday. */
const firstDay = day("2026-03-02")

/** The day after the events for which the answers are computed. */
export const lastDay = day("2026-06-30")

/** The time at nine in the morning of a day in Shanghai, in milliseconds since 1970. */
export const nine = (on: Day): number => on * 86_400_000 + 3_600_000

const decode = Schema.decodeUnknownSync(Request)

/**
 * Makes functions that submit requests. Each request is one minute after the previous one, with the next command id of
 * its district.
 */
const people = () => {
  const counts = new Map<DistrictId, number>()
  return (district: DistrictId) => {
    const submit = Effect.fnUntraced(function* (by: string, request: unknown) {
      const count = (counts.get(district) ?? 0) + 1
      counts.set(district, count)
      yield* TestClock.adjust("1 minute")
      const { receipt } = yield* Governance.use((governance) =>
        governance.submit({
          district,
          id: CommandId.make(`${district}-${String(count).padStart(3, "0")}`),
          by: ActorId.make(by),
          request: decode(request)
        })
      )
      if (receipt._tag === "None") throw new Error(`${JSON.stringify(request)} changed nothing`)
    })
    return {
      submit,
      /** Submits a request that must be refused. `kept` states whether the case must record the refused attempt. */
      refused: (by: string, request: unknown, kept: boolean) =>
        Effect.map(Effect.flip(submit(by, request)), (error) => {
          if (error._tag !== "Refused" || error.kept !== kept) throw error
        }),
      step: (by: string, on: string, step: string, evidence: object = {}) =>
        submit(by, { _tag: "TakeStep", case: on, step, evidence })
    }
  }
}

const photo = (name: string) => ({ photo: `photos/${name}.jpg`, sha256: "a".repeat(64) })
const signature = (signer: string) => ({ signer, sha256: "b".repeat(64) })

const flat = (building: string, unit: string, area: number, tags: ReadonlyArray<string> = []) => ({
  id: `${building}-${unit}`,
  building,
  unit,
  floor: Number(unit.slice(0, -2)),
  area,
  tags
})

const person = (household: string, at: number, birth: string, more: object = {}) => ({
  id: `${household}-${at}`,
  household,
  name: `居民${household}-${at}`,
  birth,
  tags: [],
  ...more
})

const registries = {
  east: {
    buildings: [
      { id: "b1", label: "1号楼", floors: 6 },
      { id: "b2", label: "2号楼", floors: 6 }
    ],
    households: [
      flat("b1", "101", 520_000),
      flat("b1", "102", 610_000),
      flat("b1", "201", 520_000, ["hardship"]),
      // Three flats of 300 m² together. The area of the first two is one square centimetre less than two thirds of it.
      flat("b1", "301", 1_000_000),
      flat("b1", "302", 999_999),
      flat("b1", "303", 1_000_001),
      flat("b2", "101", 480_000),
      flat("b2", "201", 480_000)
    ],
    residents: [
      person("b1-101", 1, "1938-05-05", { partySince: "1970-07-01", tags: ["volunteer"] }),
      person("b1-101", 2, "1941-11-20"),
      person("b1-102", 1, "1950-02-28"),
      person("b1-201", 1, "1944-08-15"),
      person("b1-201", 2, "1972-01-01"),
      person("b1-301", 1, "1985-04-12"),
      person("b1-302", 1, "1990-09-30", { partySince: "2015-06-01" }),
      person("b1-303", 1, "1979-12-24"),
      person("b2-101", 1, "1936-03-03"),
      person("b2-201", 1, "1960-06-30")
    ]
  },
  west: {
    buildings: [{ id: "w1", label: "甲1号", floors: 4 }],
    households: [flat("w1", "101", 700_000)],
    residents: [person("w1-101", 1, "1955-10-10")]
  }
}

const rules = "civil-code-278-alteration"

/**
 * Submits all events in order. `documents` are the models that the districts adopt.
 *
 * Requires a `Governance` over an empty ledger, and the `TestClock`.
 */
export const play = (documents: Documents) =>
  Effect.gen(function* () {
    const { adopt, receive, settle, wake } = yield* Governance
    const asked = people()
    const inEast = asked(east)
    const inWest = asked(west)
    const { refused, step, submit } = inEast
    /** Sets the clock to nine o'clock on a day, counted from the first day, and takes the steps of passed deadlines. */
    const morning = Effect.fnUntraced(function* (offset: number) {
      yield* TestClock.setTime(nine(add(firstDay, offset)))
      for (const district of districts) yield* wake(district)
    })
    const note = (by: string, on: string, text: string) => submit(by, { _tag: "NoteOnCase", case: on, text })

    // ---------------------------------------------------------------------------------------- 2 March: the beginning
    yield* TestClock.setTime(nine(firstDay))
    yield* adopt(documents.east[0])
    yield* adopt(documents.west[0])
    yield* submit("committee", { _tag: "ImportRegistry", ...registries.east })
    yield* inWest.submit("committee", { _tag: "ImportRegistry", ...registries.west })
    yield* submit("committee", { _tag: "EnterBuilding", building: { id: "b3", label: "3号楼", floors: 11 } })
    yield* submit("committee", { _tag: "EnterHousehold", household: flat("b3", "101", 850_000) })
    yield* submit("committee", {
      _tag: "EnterResident",
      resident: person("b3-101", 1, "1946-10-01", { partySince: "1975-05-01", tags: ["volunteer"] })
    })
    yield* submit("committee", { _tag: "ProposePairing", proposal: "spring" })
    yield* submit("general-branch", { _tag: "RejectPairing", proposal: "spring", reason: "先听取各小组意见" })
    yield* submit("volunteer-1", {
      _tag: "OpenCase",
      case: "hoard-1",
      playbook: "hardship-and-hoarding",
      subjects: ["household:b1-201"],
      evidence: { situation: "门口堆满纸箱，老人不让进门" }
    })
    yield* submit("street", {
      _tag: "OpenCase",
      case: "order-1",
      playbook: "hotline-order",
      subjects: ["building:b1"],
      evidence: { "order-number": "12345-001", request: "楼道灯不亮，老人夜里摔过" }
    })
    yield* submit("head-b1", {
      _tag: "OpenCase",
      case: "lift-1",
      playbook: "lift-retrofit",
      subjects: ["building:b1"],
      evidence: { request: signature("owner:li") }
    })

    // ------------------------------------------------------------------------------- 3 March: pairing, first contacts
    yield* morning(1)
    yield* submit("committee", { _tag: "ProposePairing", proposal: "spring-2" })
    yield* submit("general-branch", { _tag: "ConfirmPairing", proposal: "spring-2" })
    yield* submit("general-branch", { _tag: "EnterPairingIntoForce", proposal: "spring-2" })
    yield* submit("volunteer-1", {
      _tag: "RecordContacts",
      on: "2026-03-02",
      contacts: [
        { kind: "outreach-visit", subject: "resident:b1-101-1" },
        { kind: "outreach-visit", subject: "resident:b1-101-2" },
        { kind: "outreach-visit", subject: "resident:b1-102-1" }
      ]
    })
    yield* submit("head-b2", {
      _tag: "RecordContacts",
      contacts: [
        { kind: "notice-served", subject: "household:b2-101", proof: "photos/b2-101.jpg" },
        { kind: "notice-served", subject: "household:b2-201", proof: "photos/b2-201.jpg" }
      ]
    })
    yield* step("committee", "order-1", "first-contact", { understood: "二楼至四楼灯坏" })
    yield* submit("committee", { _tag: "HandCaseOver", case: "order-1", to: { role: "property" } })
    yield* step("volunteer-1", "hoard-1", "visit", {
      account: "开了门，聊了半小时",
      hazards: ["消防通道堵塞", "鼠害"]
    })
    // The household has not agreed. So the step is refused with every reason, and the case records the attempt.
    yield* refused("lead-warmth", { _tag: "TakeStep", case: "hoard-1", step: "clear" }, true)

    // ------------------------------------------------------------------------ 5 March: companions, exclusions, notices
    yield* morning(3)
    yield* submit("committee", {
      _tag: "AssignCompanions",
      pairs: [{ volunteer: "volunteer-2", elder: "b2-101-1" }]
    })
    yield* submit("lead-warmth", {
      _tag: "RefuseCompanion",
      volunteer: "volunteer-2",
      elder: "b2-101-1",
      reason: "老人说不认识，不愿意"
    })
    yield* submit("lead-warmth", { _tag: "ProposeCompanions", proposal: "pairs-1" })
    yield* submit("committee", { _tag: "ConfirmCompanions", proposal: "pairs-1" })
    yield* submit("committee", {
      _tag: "GrantExclusion",
      rule: "elders-reached",
      subject: "resident:b2-101-1",
      reason: "in-hospital",
      until: "2026-04-30"
    })
    yield* submit("committee", {
      _tag: "GrantExclusion",
      rule: "very-old-visited",
      subject: "resident:b1-101-2",
      reason: "away"
    })
    yield* submit("lead-warmth", {
      _tag: "SetNoticePreference",
      consent: true,
      language: "en",
      channels: ["email", "wecom"]
    })
    yield* submit("committee", { _tag: "SetNoticePreference", actor: "property", consent: false })
    yield* submit("lead-unity", { _tag: "SnoozeNotices", until: "2026-03-12" })
    yield* step("committee", "lift-1", "find-feasible", { feasibility: "结构安全，可以加装" })
    yield* step("head-b1", "lift-1", "survey", { asked: 6, "in-favour": 5, concerns: ["采光", "噪音"] })
    yield* submit("street", {
      _tag: "OpenCase",
      case: "order-2",
      playbook: "hotline-order",
      subjects: ["building:b1"],
      evidence: { "order-number": "12345-002", request: "同一楼道灯不亮" }
    })
    // Both orders are about the same matter, so `order-2` is merged into `order-1`.
    yield* submit("lead-peace", { _tag: "MergeCase", case: "order-2", into: "order-1" })
    yield* note("property", "order-1", "电工周五来")

    // ------------------------------------------------------------------------------- 10 March: a poll, a choice of
    // helpers, a stairwell
    yield* morning(8)
    yield* submit("committee", {
      _tag: "ProposeTalent",
      proposal: "helper-1",
      wanted: [{ case: "hoard-1", needs: { "elder-care": 60 }, minutes: 60 }]
    })
    yield* submit("lead-warmth", { _tag: "ConfirmTalent", proposal: "helper-1" })
    yield* step("committee", "lift-1", "open-poll", { question: "是否加装电梯", electorate: "stairwell" })
    yield* submit("committee", {
      _tag: "OpenPoll",
      poll: "lift-1a",
      case: "lift-1",
      rules,
      closes: "2026-03-16",
      sharing: true,
      units: [
        { unit: "b1-301", owner: "li" },
        { unit: "b1-302", owner: "wu" },
        { unit: "b1-303", owner: "xu" }
      ]
    })
    const cast = (poll: string, owner: string, opinion: string, more: object = {}) =>
      submit("committee", { _tag: "CastBallot", poll, owner, opinion, ...more })
    yield* cast("lift-1a", "li", "agree")
    yield* cast("lift-1a", "wu", "agree")
    yield* refused(
      "committee",
      { _tag: "CastBallot", poll: "lift-1a", owner: "wu", opinion: "against" },
      false
    )
    yield* step("lead-warmth", "hoard-1", "agree", {
      consent: signature("household:b1-201"),
      kept: ["照片", "缝纫机"]
    })
    yield* submit("head-b2", {
      _tag: "OpenCase",
      case: "stairs-b2",
      playbook: "stairwell-watch",
      subjects: ["building:b2"]
    })
    yield* submit("head-b2", {
      _tag: "OpenCase",
      case: "flat-b2-101",
      playbook: "stairwell-flat",
      parent: "stairs-b2",
      subjects: ["household:b2-101"]
    })
    yield* refused(
      "lead-unity",
      { _tag: "TakeStep", case: "flat-b2-101", step: "remove", evidence: { after: photo("early") } },
      true
    )

    // ------------------------------------------------- 18 March: a poll has failed, a deadline lapsed, people have moved
    yield* morning(16)
    yield* submit("committee", {
      _tag: "OpenPoll",
      poll: "lift-1b",
      case: "lift-1",
      rules,
      closes: "2026-03-31",
      sharing: true,
      units: [
        { unit: "b1-301", owner: "li" },
        { unit: "b1-302", owner: "wu", area: 1_000_002 },
        { unit: "b1-303", owner: "xu" }
      ]
    })
    yield* cast("lift-1b", "li", "agree")
    yield* cast("lift-1b", "wu", "against")
    yield* submit("lead-unity", {
      _tag: "WithdrawBallot",
      poll: "lift-1b",
      owner: "wu",
      reason: "登记时写错了意见"
    })
    yield* cast("lift-1b", "wu", "agree", {
      on: "2026-03-18",
      proxy: { by: "wu-son", authority: "files/authority-1", stated: "agree" }
    })
    yield* submit("committee", {
      _tag: "CorrectResident",
      resident: "b1-302-1",
      name: "居民乙",
      birth: "1990-09-29",
      partySince: "2015-07-01"
    })
    yield* submit("committee", { _tag: "MoveResident", resident: "b2-201-1", household: "b2-101" })
    yield* submit("committee", { _tag: "TagResident", resident: "b1-102-1", tags: ["volunteer"] })
    yield* submit("committee", { _tag: "TagHousehold", household: "b2-101", tags: ["hardship"] })
    yield* submit("committee", { _tag: "LeaveResident", resident: "b1-303-1", departure: "moved-away" })
    yield* step("lead-warmth", "hoard-1", "clear", { tonnes: 1.5, "after-photo": photo("hoard-1") })
    yield* step("lead-warmth", "hoard-1", "plan-adaptation", { "adaptation-case": "2026-17" })
    yield* step("committee", "hoard-1", "assign-companion", { companion: "volunteer-1" })
    yield* step("lead-unity", "flat-b2-101", "remove", { after: photo("flat-b2-101") })
    yield* submit("volunteer-2", {
      _tag: "TakeEmergencyAccess",
      about: { resident: "b3-101-1" },
      reason: "敲门无人应，邻居听到呼救"
    })
    yield* submit("volunteer-2", {
      _tag: "OpenPersonal",
      about: { resident: "b3-101-1" },
      extent: "sensitive",
      purpose: "联系家属"
    })
    yield* submit("committee", { _tag: "OpenPersonal", about: { case: "order-1" }, extent: "personal" })

    // -------------------------------------------------------------- 20 March: sent to another district, which declines
    yield* morning(18)
    yield* step("volunteer-1", "hoard-1", "regular-visit", { account: "家里干净，约了周二再来" })
    yield* step("lead-peace", "order-1", "answer", { answer: "灯已换好" })
    yield* step("committee", "order-1", "call-satisfied")
    yield* submit("street", {
      _tag: "ReopenCase",
      case: "order-1",
      relapse: false,
      reason: "诉求人反映又不亮了"
    })
    yield* submit("lead-peace", {
      _tag: "TransferCase",
      case: "order-1",
      to: { district: "west" },
      reason: "线路归西里管"
    })
    yield* settle(east)
    yield* submit("street", {
      _tag: "OpenCase",
      case: "order-3",
      playbook: "hotline-order",
      subjects: ["building:b2"],
      lineage: { first: "order-0", closed: "2025-12-20", relapses: 1 },
      evidence: { "order-number": "12345-003", request: "垃圾房异味" }
    })
    yield* submit("committee", {
      _tag: "TransferCase",
      case: "order-3",
      to: "unity",
      reason: "由齐心组跟进"
    })

    // ---------------------------------------------------------------------- 27 March: the models change, a case migrates
    yield* morning(25)
    yield* adopt(documents.east[1])
    yield* adopt(documents.west[1])
    yield* submit("committee", {
      _tag: "MigrateCase",
      case: "order-1",
      version: 2,
      stages: { supervised: "supervision" }
    })
    yield* refused(
      "lead-peace",
      { _tag: "TakeStep", case: "order-1", step: "answer", evidence: { answer: "", more: "x" } },
      true
    )
    yield* submit("committee", { _tag: "WithdrawCase", case: "order-3", reason: "诉求人撤回" })
    yield* step("volunteer-1", "hoard-1", "relapse", { account: "阳台又堆了泡沫箱" })
    yield* step("lead-warmth", "hoard-1", "put-right", {
      account: "当场一起清走",
      consent: signature("household:b1-201")
    })
    yield* submit("committee", {
      _tag: "ProposeTalent",
      proposal: "team-1",
      wanted: [{ team: "warmth", people: 1, minutes: 30 }],
      unwilling: [{ talent: "volunteer-3", task: "warmth", reason: "本人已在齐心组" }]
    })
    yield* submit("committee", {
      _tag: "OverruleTalent",
      proposal: "team-1",
      pairs: [{ task: "warmth", talent: "volunteer-2" }],
      reason: "住得近"
    })
    yield* submit("committee", {
      _tag: "ProposeTalent",
      proposal: "team-2",
      wanted: [{ team: "unity", people: 1, minutes: 30 }]
    })
    yield* submit("lead-unity", { _tag: "RejectTalent", proposal: "team-2", reason: "暂不需要" })

    // -------------------------------------------------------------------------- 30 March: the other district takes it in
    yield* morning(28)
    yield* submit("lead-peace", {
      _tag: "TransferCase",
      case: "order-1",
      to: { district: "west" },
      reason: "西里已可接收"
    })
    yield* TestClock.adjust("1 minute")
    const there: readonly [Subject] = ["building:w1" as Subject]
    yield* receive({
      district: west,
      by: ActorId.make("committee"),
      from: east,
      case: CaseId.make("order-1"),
      as: CaseId.make("from-east"),
      subjects: there
    })
    yield* settle(east)
    yield* inWest.submit("lead-peace", {
      _tag: "HandCaseOver",
      case: "from-east",
      to: { actor: "lead-peace" },
      reason: "请盯紧线路"
    })

    // ----------------------------------------------------------------------------- 1 April: a poll carried, and a
    // signature
    yield* morning(30)
    yield* step("committee", "lift-1", "post-result", { posting: photo("posting") })
    // The step is refused, because the period of the public notice has not ended.
    yield* refused(
      "committee",
      {
        _tag: "TakeStep",
        case: "lift-1",
        step: "sign-contract",
        evidence: { contract: signature("owner:li"), price: 52_000_000 }
      },
      true
    )
    yield* submit("committee", { _tag: "ProposePairing", proposal: "summer" })
    yield* submit("general-branch", {
      _tag: "OverrulePairing",
      proposal: "summer",
      pairs: [
        { branch: "one", group: "aspiration" },
        { branch: "one", group: "warmth" },
        { branch: "one", group: "unity" },
        { branch: "two", group: "peace" }
      ],
      reason: "第一支部熟悉加梯"
    })
    yield* submit("general-branch", { _tag: "EnterPairingIntoForce", proposal: "summer", openCases: "stay" })
    yield* submit("committee", {
      _tag: "LiftExclusion",
      rule: "elders-reached",
      subject: "resident:b2-101-1"
    })

    // ------------------------------------------------------------------- 20 April: contacts, companions, somebody is gone
    yield* morning(49)
    yield* inWest.step("lead-peace", "from-east", "answer", { answer: "线路已换" })
    yield* inWest.step("street", "from-east", "call-dissatisfied", { why: "夜里仍闪" })
    yield* inWest.submit("lead-peace", {
      _tag: "TransferCase",
      case: "from-east",
      to: { district: "east" },
      reason: "分界以东"
    })
    yield* TestClock.adjust("1 minute")
    yield* receive({
      district: east,
      by: ActorId.make("lead-peace"),
      from: west,
      case: CaseId.make("from-east"),
      as: CaseId.make("order-1-again"),
      subjects: ["building:b1" as Subject, "building:b2" as Subject]
    })
    yield* settle(west)
    yield* step("committee", "lift-1", "sign-contract", {
      contract: signature("owner:li"),
      price: 52_000_000
    })
    yield* submit("lead-warmth", { _tag: "ProposeCompanions", proposal: "pairs-2" })
    yield* submit("committee", {
      _tag: "OverruleCompanions",
      proposal: "pairs-2",
      pairs: [
        { elder: "b1-101-1", volunteer: "volunteer-2" },
        { elder: "b1-102-1", volunteer: "volunteer-1" },
        { elder: "b3-101-1" }
      ],
      reason: "老人自己提出"
    })
    yield* submit("lead-warmth", { _tag: "ProposeCompanions", proposal: "pairs-3" })
    yield* submit("lead-warmth", { _tag: "RejectCompanions", proposal: "pairs-3", reason: "先观察一个月" })
    yield* submit("volunteer-2", {
      _tag: "RecordContacts",
      contacts: [
        { kind: "companion-visit", subject: "resident:b1-101-1" },
        { kind: "home-visit", subject: "household:b2-101" }
      ]
    })
    yield* submit("committee", { _tag: "LeaveResident", resident: "b2-101-1", departure: "died" })

    // ------------------------------------------------------------------------------------ 11 May: an erasure, a last lapse
    yield* morning(70)
    yield* submit("lead-warmth", { _tag: "ReleaseCompanion", elder: "b1-101-1" })
    yield* submit("committee", { _tag: "LeaveTeam", talent: "volunteer-2", team: "warmth" })
    yield* submit("committee", { _tag: "EraseResident", resident: "b1-102-1", basis: "request" })
    yield* step("lead-unity", "stairs-b2", "close")
    yield* submit("head-b3", {
      _tag: "RecordContacts",
      contacts: [{ kind: "outreach-visit", subject: "resident:b3-101-1" }]
    })
    yield* note("lead-unity", "lift-1", "施工队五月下旬进场")
  })
