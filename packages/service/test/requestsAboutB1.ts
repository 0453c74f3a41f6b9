/**
 * A request of every kind that is about building b1, or about the group `unity`; and the district and the cases for
 * which they are meant. The type requires a request of every kind, so a new kind cannot be forgotten.
 */
import type { Request } from "@liulinhui/core/Governance"
import { BuildingId, ReportId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { ask, district, document, registry, submission } from "./wanLiu.ts"

export const resident = "b1-101-1"
const about = { resident }
const pairs = [{ volunteer: "volunteer-unity", elder: resident }]
const photo = { photo: "p.jpg", sha256: "0".repeat(64) }

/** The fields of the requests. */
export const requests: { readonly [Tag in Request["_tag"]]: object } = {
  GrantMandate: {
    actor: "new",
    role: "stairwell-head",
    scope: { building: "b1" },
    from: "2026-03-02",
    reason: "当选"
  },
  EndMandate: { actor: "head-b1", role: "stairwell-head", scope: { building: "b1" }, reason: "卸任" },
  UndoMandateEnd: {
    actor: "head-b1",
    role: "stairwell-head",
    scope: { building: "b1" },
    ended: "2026-03-01",
    reason: "登记错误"
  },
  NameActor: { actor: "head-b1", name: "王" },
  EraseActor: { actor: "head-b1", basis: "request" },
  ConfirmClock: { day: "2026-03-02" },
  EraseExpired: { residents: [resident] },
  SetNoticePreference: { actor: "head-b1", consent: true },
  SnoozeNotices: { actor: "head-b1", until: "2026-03-09" },
  ImportRegistry: {
    buildings: [],
    households: [],
    residents: [{ id: "new", household: "b1-101", name: "新", birth: "1990-01-01", tags: [] }]
  },
  EnterBuilding: { building: { id: "b3", label: "3号楼", floors: 6 } },
  EnterHousehold: {
    household: { id: "b1-201", building: "b1", unit: "201", floor: 2, area: 1, tags: [] }
  },
  EnterResident: { resident: { id: "new", household: "b1-101", name: "新", birth: "1990-01-01", tags: [] } },
  CorrectResident: { resident, name: "改" },
  MoveResident: { resident, household: "b2-101" },
  LeaveResident: { resident, departure: "moved-away" },
  UndoDeparture: { resident, reason: "登记错误" },
  MergeResident: { resident, into: "b2-101-1" },
  AddDwelling: { household: "b1-101", dwelling: "b1-102" },
  RemoveDwelling: { dwelling: "b1-102" },
  EndHousehold: { household: "b1-102", reason: "mistake" },
  EndBuilding: { building: "b1", reason: "torn-down" },
  TagResident: { resident, tags: ["volunteer"] },
  TagHousehold: { household: "b1-101", tags: ["hardship"] },
  EraseResident: { resident, basis: "request" },
  OpenPersonal: { about, extent: "personal" },
  TakeEmergencyAccess: { about, reason: "敲门无人应" },
  ProposePairing: { proposal: "p" },
  ConfirmPairing: { proposal: "p" },
  OverrulePairing: { proposal: "p", pairs: [], reason: "r" },
  RejectPairing: { proposal: "p", reason: "r" },
  EnterPairingIntoForce: { proposal: "p" },
  RecordContacts: { contacts: [{ kind: "outreach-visit", subject: `resident:${resident}` }] },
  RecordAttempts: {
    attempts: [{ kind: "outreach-visit", subject: `resident:${resident}`, outcome: "nobody-in" }]
  },
  GrantExclusion: { rule: "elders-reached", subject: `resident:${resident}`, reason: "refused" },
  LiftExclusion: { rule: "elders-reached", subject: `resident:${resident}` },
  AssignCompanions: { pairs },
  ReleaseCompanion: { elder: resident },
  RefuseCompanion: { ...pairs[0], reason: "r" },
  ProposeCompanions: { proposal: "c" },
  ConfirmCompanions: { proposal: "c" },
  OverruleCompanions: { proposal: "c", pairs, reason: "r" },
  RejectCompanions: { proposal: "c", reason: "r" },
  ProposeTalent: { proposal: "another", wanted: [{ team: "unity", people: 1, minutes: 60 }] },
  ConfirmTalent: { proposal: "t" },
  OverruleTalent: { proposal: "t", pairs: [{ task: "unity", talent: "volunteer-warmth" }], reason: "r" },
  RejectTalent: { proposal: "t", reason: "r" },
  LeaveTeam: { talent: "volunteer-unity", team: "unity" },
  OpenPoll: {
    poll: "v",
    case: "flat",
    rules: "civil-code-278-alteration",
    closes: "2026-04-01",
    units: [{ unit: "b1-101", owner: "li" }]
  },
  CastBallot: { poll: "v", owner: "li", opinion: "agree" },
  WithdrawBallot: { poll: "v", owner: "li", reason: "r" },
  EnterUnitArea: { poll: "v", unit: "b1-101", area: 500_000 },
  OpenCase: { case: "another", playbook: "building-clutter", subjects: ["building:b1"], parent: "campaign" },
  TakeStep: { case: "flat", step: "survey", evidence: { finding: "纸箱", "found-photo": photo } },
  NoteOnCase: { case: "flat", text: "x" },
  HandCaseOver: { case: "flat", to: { role: "volunteer" } },
  SettleFact: { case: "flat", entry: 1, how: "as-recorded", reason: "x" },
  DecideDue: { case: "flat", due: "2026-03-20", reason: "x" },
  TransferCase: { case: "flat", to: "warmth", reason: "x" },
  MergeCase: { case: "flat", into: "building" },
  WithdrawCase: { case: "flat", reason: "x" },
  ReopenCase: { case: "flat", relapse: false, reason: "x" },
  MigrateCase: { case: "flat", version: 2 },
  LookAtReport: { report: "r1" },
  AcceptReport: {
    report: "r1",
    case: "from-r1",
    subjects: ["household:b1-101"],
    evidence: { situation: "堆物" }
  },
  DeclineReport: { report: "r1", reason: "r" },
  MergeReport: { report: "r1", into: "r2" },
  EraseReport: { report: "r1", basis: "request" }
}

// The branch `two` has building b2, and the group `joy` works there.
/** The model of their district. */
export const model = document({
  branches: { two: { buildings: ["b2"] } },
  groups: { joy: { buildings: ["b2"] } },
  companions: { ledBy: "warmth" },
  intake: { playbooks: { "hardship-and-hoarding": {} } }
})

/** The submissions that make the cases and the proposal of the requests: the actor and the request of each. */
export const before: ReadonlyArray<readonly [string, Request]> = [
  ["committee", registry],
  [
    "lead-unity",
    ask({ _tag: "OpenCase", case: "campaign", playbook: "clutter-campaign", subjects: ["district:small"] })
  ],
  [
    "lead-unity",
    ask({
      _tag: "OpenCase",
      case: "building",
      playbook: "building-clutter",
      subjects: ["building:b1"],
      parent: "campaign"
    })
  ],
  [
    "head-b1",
    ask({
      _tag: "OpenCase",
      case: "flat",
      playbook: "corridor-clutter",
      subjects: ["household:b1-101"],
      parent: "building"
    })
  ],
  [
    "committee",
    ask({ _tag: "ProposeTalent", proposal: "t", wanted: [{ team: "unity", people: 1, minutes: 60 }] })
  ]
]

/** Takes in the reports of the requests, and records that the committee has looked at them. */
export const report = Effect.gen(function* () {
  const { submit, takeIn } = yield* Governance
  for (const id of ["r1", "r2"]) {
    const reported = { playbook: "hardship-and-hoarding", building: BuildingId.make("b1"), words: "堆满了" }
    yield* takeIn({ district, report: ReportId.make(id), reported })
    yield* submit(submission("committee", `look/${id}`, ask({ _tag: "LookAtReport", report: id })))
  }
})
