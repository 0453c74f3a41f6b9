import { describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { Ledger, VersionConflict } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as Seals from "../src/Seals.ts"
import { Vault } from "@liulinhui/core/Vault"
import * as VaultOf from "@liulinhui/vault"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { BuildingId, ReportId } from "@liulinhui/core/Id"
import { ask, caseId, district, document, nine, registry, submission } from "./wanLiu.ts"

/** The governance service over a new, empty ledger. */
const fresh = layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))

const inDistrict = <A, E>(test: Effect.Effect<A, E, Governance | Ledger | Vault>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    yield* Governance.use(({ adopt }) => adopt(openToResidents))
    return yield* test
  }).pipe(Effect.provide(fresh))

const submit = (by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit(submission(by, id, request)))

const entries = Ledger.use((ledger) => ledger.read(district, 0, 10_000))
const position = Effect.map(
  Ledger.use((ledger) => ledger.head(district)),
  (head) => head.position
)

const photo = { photo: "p.jpg", sha256: "0".repeat(64) }
const building = caseId("building")
const flat = caseId("flat")

const open = (id: typeof building, playbook: string, subject: string, more: object = {}): Request =>
  ask({ _tag: "OpenCase", case: id, playbook, subjects: [subject], ...more })

const step = (id: typeof building, name: string, evidence: object = {}): Request =>
  ask({ _tag: "TakeStep", case: id, step: name, evidence })

/** The model of the small district, with one playbook that is open to residents. */
const openToResidents = document({ intake: { playbooks: { "building-clutter": {} } } })

/** Enters the registry, and serves a self-rectification notice on a household on the first day. */
const underNotice = Effect.gen(function* () {
  yield* submit("committee", "registry", registry)
  yield* submit("lead-unity", "campaign", open(caseId("campaign"), "clutter-campaign", "district:small"))
  yield* submit("lead-unity", "b", open(building, "building-clutter", "building:b1", { parent: "campaign" }))
  yield* submit("head-b1", "f", open(flat, "corridor-clutter", "household:b1-101", { parent: "building" }))
  yield* submit("head-b1", "f/survey", step(flat, "survey", { finding: "纸箱", "found-photo": photo }))
  yield* submit("lead-unity", "f/file", step(flat, "file", { "file-number": "1" }))
  yield* submit("head-b1", "f/notice", step(flat, "serve-notice", { proof: photo }))
  yield* submit("committee", "c", ask({ _tag: "ProposeCompanions", proposal: "c" }))
  yield* submit("committee", "t", ask({ _tag: "ProposeTalent", proposal: "t", wanted: [team] }))
  const reported = { playbook: "building-clutter", building: BuildingId.make("b1"), words: "纸箱" }
  yield* Governance.use(({ takeIn }) => takeIn({ district, report: ReportId.make("r1"), reported }))
})

const team = { team: "unity", people: 1, minutes: 60 }

describe("submitting a command", () => {
  it.effect("writes the decision of the core, and reads it back", () =>
    inDistrict(
      Effect.gen(function* () {
        const { receipt } = yield* submit("committee", "registry", registry)
        expect(Option.getOrThrow(receipt)).toEqual({ first: 2, last: 9, repeated: false })
        const residents = yield* Governance.use(({ read }) =>
          read(district, (state) => state.registry.residents.size)
        )
        expect(residents).toBe(3)
      })
    )
  )

  it.effect(
    "can be previewed: the preview states what a submission writes or why it is refused, and writes nothing",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* underNotice
          const governance = yield* Governance
          const before = yield* position
          const notice = submission(
            "lead-unity",
            "c2",
            open(caseId("c2"), "clutter-campaign", "district:small")
          )
          const preview = yield* governance.preview(notice)
          const twice = submission("lead-unity", "c3", open(building, "building-clutter", "building:b1"))
          const refused = yield* Effect.flip(governance.preview(twice))
          const nobody = yield* Effect.flip(governance.preview({ ...notice, by: twice.district as never }))
          expect([nobody._tag, yield* position]).toEqual(["NotAllowed", before])
          expect(yield* Effect.flip(governance.submit(twice))).toEqual(refused)

          const { receipt } = yield* governance.submit(notice)
          const { first } = Option.getOrThrow(receipt)
          const written = yield* Ledger.use((ledger) => ledger.read(district, first - 1, 100))
          expect(written.map(({ stream, type }) => ({ stream, type }))).toEqual(preview.entries)
          // After the submission, the preview returns its result.
          const again = yield* governance.preview(notice)
          expect([Option.map(again.receipt, (one) => one.first), again.entries]).toEqual([
            Option.some(first),
            []
          ])
        })
      )
  )

  it.effect("returns its first result when it is submitted again, and writes nothing", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "registry", registry)
        const before = yield* position
        const { receipt } = yield* submit("committee", "registry", registry)
        expect(Option.getOrThrow(receipt)).toEqual({ first: 2, last: 9, repeated: true })
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("appends nothing if nothing changes, as with the same file under another command id", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "registry", registry)
        const before = yield* position
        const { receipt } = yield* submit("committee", "registry-again", registry)
        expect(Option.isNone(receipt)).toBe(true)
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("is refused with every reason at once, and no part of it is written", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "registry", registry)
        const before = yield* position
        const refused = yield* Effect.flip(
          submit(
            "committee",
            "contacts",
            ask({
              _tag: "RecordContacts",
              contacts: [
                { kind: "notice-served", subject: "household:b1-101" },
                { kind: "outreach-visit", subject: "resident:nobody" },
                { kind: "telepathy", subject: "resident:b1-101-1" },
                { kind: "outreach-visit", subject: "resident:b1-101-1" }
              ]
            })
          )
        )
        expect(refused._tag === "Refused" && refused.reasons.map(({ _tag }) => _tag)).toEqual([
          "ProofMissing",
          "UnknownSubject",
          "UnknownContactKind"
        ])
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("decides again if another process was faster, and gives up after ten seconds", () =>
    Effect.gen(function* () {
      const base = yield* Ledger
      let conflicts = 30
      let each: Duration.Input = "1 milli"
      const contested = Ledger.of({
        ...base,
        append: (append) =>
          append.commandId.startsWith("~model/") || conflicts === 0
            ? base.append(append)
            : Effect.suspend(() => {
                conflicts -= 1
                const { stream } = append.streams[0]!
                const conflict = new VersionConflict({ district, stream, expected: 0, actual: 1 })
                return Effect.andThen(TestClock.adjust(each), Effect.fail(conflict))
              })
      })
      yield* TestClock.setTime(nine())
      yield* Effect.gen(function* () {
        yield* Governance.use(({ adopt }) => adopt(openToResidents))
        const { receipt } = yield* submit("committee", "registry", registry)
        expect(Option.isSome(receipt)).toBe(true)
        conflicts = 100
        each = "1 second"
        const lost = yield* Effect.flip(submit("committee", "tag", tagging))
        expect(lost._tag).toBe("VersionConflict")
        expect(conflicts).toBe(90)
      }).pipe(Effect.provide(layer().pipe(Layer.provide(Layer.succeed(Ledger, contested)))))
    }).pipe(Effect.provide(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
  )
})

const tagging = ask({ _tag: "TagHousehold", household: "b1-101", tags: ["hardship"] })

/**
 * A valid request of each kind. The tests submit these requests with several actors, to find out who may make which
 * request.
 */
const requests: { readonly [Tag in Request["_tag"]]: Request } = {
  GrantMandate: ask({
    _tag: "GrantMandate",
    actor: "wang",
    role: "volunteer",
    scope: { building: "b1" },
    reason: "elected"
  }),
  EndMandate: ask({
    _tag: "EndMandate",
    actor: "head-b1",
    role: "stairwell-head",
    scope: { building: "b1" },
    reason: "moving"
  }),
  UndoMandateEnd: ask({
    _tag: "UndoMandateEnd",
    actor: "head-b1",
    role: "stairwell-head",
    scope: { building: "b1" },
    ended: "2026-03-02",
    reason: "wrong"
  }),
  NameActor: ask({ _tag: "NameActor", actor: "head-b1", name: "王秀英" }),
  EraseActor: ask({ _tag: "EraseActor", actor: "head-b1", basis: "request" }),
  ConfirmClock: ask({ _tag: "ConfirmClock", day: "2026-03-02" }),
  EraseExpired: ask({ _tag: "EraseExpired" }),
  SetNoticePreference: ask({ _tag: "SetNoticePreference", actor: "head-b1", consent: true }),
  SnoozeNotices: ask({ _tag: "SnoozeNotices", actor: "head-b1", until: "2026-03-09" }),
  ImportRegistry: registry,
  EnterBuilding: ask({ _tag: "EnterBuilding", building: { id: "b3", label: "3号楼", floors: 6 } }),
  EnterHousehold: ask({
    _tag: "EnterHousehold",
    household: { id: "b1-103", building: "b1", unit: "103", floor: 1, area: 1, tags: [] }
  }),
  EnterResident: ask({
    _tag: "EnterResident",
    resident: { id: "new", household: "b1-101", name: "新", birth: "1990-01-01", tags: [] }
  }),
  CorrectResident: ask({ _tag: "CorrectResident", resident: "b1-101-1", name: "改", birth: "1990-01-01" }),
  UndoDeparture: ask({ _tag: "UndoDeparture", resident: "b1-101-1", reason: "登记错误" }),
  MergeResident: ask({ _tag: "MergeResident", resident: "b1-101-1", into: "b1-102-1" }),
  AddDwelling: ask({ _tag: "AddDwelling", household: "b1-101", dwelling: "b1-102" }),
  RemoveDwelling: ask({ _tag: "RemoveDwelling", dwelling: "b1-102" }),
  EndHousehold: ask({ _tag: "EndHousehold", household: "b1-102", reason: "mistake" }),
  EndBuilding: ask({ _tag: "EndBuilding", building: "b1", reason: "torn-down" }),
  MoveResident: ask({ _tag: "MoveResident", resident: "b1-101-1", household: "b2-101" }),
  LeaveResident: ask({ _tag: "LeaveResident", resident: "b1-101-1", departure: "moved-away" }),
  TagResident: ask({ _tag: "TagResident", resident: "b1-101-1", tags: ["volunteer"] }),
  TagHousehold: tagging,
  OpenPoll: ask({
    _tag: "OpenPoll",
    poll: "poll-1",
    case: flat,
    rules: "civil-code-278-alteration",
    closes: "2026-04-01",
    units: [{ unit: "b1-101", owner: "li" }]
  }),
  CastBallot: ask({ _tag: "CastBallot", poll: "poll-1", owner: "li", opinion: "agree" }),
  WithdrawBallot: ask({ _tag: "WithdrawBallot", poll: "poll-1", owner: "li", reason: "r" }),
  EnterUnitArea: ask({ _tag: "EnterUnitArea", poll: "poll-1", unit: "b1-101", area: 800_000 }),
  OpenPersonal: ask({ _tag: "OpenPersonal", about: { resident: "b1-101-1" }, extent: "personal" }),
  TakeEmergencyAccess: ask({
    _tag: "TakeEmergencyAccess",
    about: { resident: "b1-101-1" },
    reason: "敲门无人应"
  }),
  EraseResident: ask({ _tag: "EraseResident", resident: "b1-101-1", basis: "request" }),
  ProposePairing: ask({ _tag: "ProposePairing", proposal: "p" }),
  ConfirmPairing: ask({ _tag: "ConfirmPairing", proposal: "p" }),
  OverrulePairing: ask({ _tag: "OverrulePairing", proposal: "p", pairs: [], reason: "r" }),
  RejectPairing: ask({ _tag: "RejectPairing", proposal: "p", reason: "r" }),
  EnterPairingIntoForce: ask({ _tag: "EnterPairingIntoForce", proposal: "p" }),
  RecordContacts: ask({
    _tag: "RecordContacts",
    contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }]
  }),
  RecordAttempts: ask({
    _tag: "RecordAttempts",
    attempts: [{ kind: "outreach-visit", subject: "resident:b1-101-1", outcome: "nobody-in" }]
  }),
  GrantExclusion: ask({
    _tag: "GrantExclusion",
    rule: "elders-reached",
    subject: "resident:b1-101-1",
    reason: "refused"
  }),
  LiftExclusion: ask({ _tag: "LiftExclusion", rule: "elders-reached", subject: "resident:b1-101-1" }),
  AssignCompanions: ask({
    _tag: "AssignCompanions",
    pairs: [{ volunteer: "volunteer-unity", elder: "b1-101-1" }]
  }),
  ReleaseCompanion: ask({ _tag: "ReleaseCompanion", elder: "b1-101-1" }),
  RefuseCompanion: ask({
    _tag: "RefuseCompanion",
    volunteer: "volunteer-unity",
    elder: "b1-101-1",
    reason: "r"
  }),
  ProposeCompanions: ask({ _tag: "ProposeCompanions", proposal: "another" }),
  ConfirmCompanions: ask({ _tag: "ConfirmCompanions", proposal: "c" }),
  OverruleCompanions: ask({
    _tag: "OverruleCompanions",
    proposal: "c",
    pairs: [{ elder: "b1-101-1" }],
    reason: "r"
  }),
  RejectCompanions: ask({ _tag: "RejectCompanions", proposal: "c", reason: "r" }),
  ProposeTalent: ask({ _tag: "ProposeTalent", proposal: "another", wanted: [team] }),
  ConfirmTalent: ask({ _tag: "ConfirmTalent", proposal: "t" }),
  OverruleTalent: ask({
    _tag: "OverruleTalent",
    proposal: "t",
    pairs: [{ task: "unity", talent: "volunteer-warmth" }],
    reason: "r"
  }),
  RejectTalent: ask({ _tag: "RejectTalent", proposal: "t", reason: "r" }),
  LeaveTeam: ask({ _tag: "LeaveTeam", talent: "volunteer-unity", team: "unity" }),
  OpenCase: open(caseId("another"), "building-clutter", "building:b1", { parent: "campaign" }),
  TakeStep: step(flat, "rectify", { "after-photo": photo }),
  NoteOnCase: { _tag: "NoteOnCase", case: flat, text: "x" },
  HandCaseOver: ask({ _tag: "HandCaseOver", case: flat, to: { role: "volunteer" } }),
  SettleFact: ask({ _tag: "SettleFact", case: flat, entry: 9, how: "as-recorded", reason: "x" }),
  DecideDue: ask({ _tag: "DecideDue", case: flat, due: "2026-03-20", reason: "x" }),
  TransferCase: ask({ _tag: "TransferCase", case: flat, to: "warmth", reason: "x" }),
  MergeCase: { _tag: "MergeCase", case: flat, into: building },
  WithdrawCase: { _tag: "WithdrawCase", case: flat, reason: "x" },
  ReopenCase: { _tag: "ReopenCase", case: flat, relapse: false, reason: "x" },
  MigrateCase: ask({ _tag: "MigrateCase", case: flat, version: 2 }),
  LookAtReport: ask({ _tag: "LookAtReport", report: "r1" }),
  AcceptReport: ask({ _tag: "AcceptReport", report: "r1", case: "from-r1", subjects: ["building:b1"] }),
  DeclineReport: ask({ _tag: "DeclineReport", report: "r1", reason: "x" }),
  MergeReport: ask({ _tag: "MergeReport", report: "r1", into: "r2" }),
  EraseReport: ask({ _tag: "EraseReport", report: "r1", basis: "request" })
}

describe("authority", () => {
  it("is tested for every kind of request", () => {
    expect(Object.keys(requests).toSorted()).toEqual(Object.keys(Request.cases).toSorted())
  })

  const outsiders = [
    ["without a mandate", "stranger"],
    ["without the role", "property"],
    ["of another group", "lead-warmth"],
    ["of a third group", "lead-unity"],
    ["of another building", "head-b2"],
    ["whose mandate has lapsed", "former"]
  ] as const
  const companions = Object.values(requests).flatMap(({ _tag }) => (/Companion/.test(_tag) ? [_tag] : []))
  // The requests that actors with certain mandates may make. Every actor whose scope reaches the place may take emergency
  // access, and may record contacts with that authority: these groups work in all buildings. The property firm can take
  // one step of the playbook. The Warm Heart group leads the companion scheme. The case belongs to the United Heart group.
  const open_to: Partial<Record<string, ReadonlyArray<Request["_tag"]>>> = {
    "lead-warmth": ["RecordContacts", "RecordAttempts", "TakeEmergencyAccess", ...companions],
    "lead-unity": Object.values(requests).flatMap(({ _tag }) =>
      companions.includes(_tag) || _tag === "OpenPersonal" ? [] : [_tag]
    ),
    property: ["NoteOnCase", "TakeEmergencyAccess"]
  }

  it.effect.each(
    outsiders.flatMap(([who, actor]) =>
      Object.values(requests)
        .filter(({ _tag }) => open_to[actor]?.includes(_tag) !== true)
        .map((request) => [request._tag, who, actor, request] as const)
    )
  )("%s is refused to an actor %s, and nothing is written", ([, , actor, request]) =>
    inDistrict(
      Effect.gen(function* () {
        yield* underNotice
        const before = yield* position
        const error = yield* Effect.flip(submit(actor, "attempt", request))
        if (error._tag === "Refused") {
          const tags = error.reasons.map(({ _tag }) => _tag)
          expect(
            tags.some((tag) =>
              [
                "NoRole",
                "OutOfScope",
                "NotYourGroup",
                "NotYourNotices",
                "OutOfReach",
                "MandateNotYours",
                "NameNotYours",
                "ReportUnknown"
              ].includes(tag)
            )
          ).toBe(true)
        } else expect(error._tag).toBe("NotAllowed")
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("reveals nothing about the district to an actor without it", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* underNotice
        const known = yield* Effect.flip(submit("stranger", "a", step(flat, "rectify")))
        const unknown = yield* Effect.flip(submit("stranger", "b", step(caseId("no-such-case"), "rectify")))
        expect(known.message.replace("(a)", "")).toBe(unknown.message.replace("(b)", ""))
      })
    )
  )

  it.effect.each(Object.values(requests).map((request) => [request._tag, request] as const))(
    "for %s does not extend to another district",
    ([, request]) =>
      inDistrict(
        Effect.gen(function* () {
          const other = "other" as typeof district
          const committee = { committee: null, "general-branch": null }
          yield* Governance.use(({ adopt }) => adopt(document({ id: other, actors: committee })))
          const before = yield* Ledger.use((ledger) => ledger.head(other))
          for (const actor of ["committee", "general-branch"]) {
            const there = { ...submission(actor, "x", request), district: other }
            const error = yield* Effect.flip(Governance.use((governance) => governance.submit(there)))
            expect(error._tag).toBe("NotAllowed")
          }
          expect(yield* Ledger.use((ledger) => ledger.head(other))).toEqual(before)
        })
      )
  )
})

describe("the passing of days", () => {
  it.effect("lapses a deadline once, on the day after its last day, however often it is checked", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* underNotice
        const wake = Effect.map(
          Governance.use((governance) => governance.wake(district)),
          ({ moved }) => moved
        )
        yield* TestClock.setTime(nine(7))
        expect(yield* wake).toEqual([])
        yield* TestClock.setTime(nine(8))
        expect(yield* wake).toEqual([flat])
        const after = yield* position
        expect(yield* wake).toEqual([])
        // A second governance service over the same ledger acts like another process.
        const ledger = yield* Ledger
        const again = layer().pipe(Layer.provide(Layer.succeed(Ledger, ledger)))
        expect(yield* wake.pipe(Effect.provide(again, { local: true }))).toEqual([])
        expect(yield* position).toBe(after)
        const last = (yield* entries).at(-1)
        expect(last?.type).toBe("DeadlineLapsed")
        expect(last?.data).toMatchObject({ passed: "2026-03-09", to: "expired" })
      })
    )
  )

  it.effect("records a refused attempt at clearing, and repeats it as the same refusal", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* underNotice
        yield* TestClock.setTime(nine(3))
        const clear = submit("lead-unity", "early", step(flat, "clear"))
        const first = yield* Effect.flip(clear)
        expect(first._tag === "Refused" && first.reasons.map(({ _tag }) => _tag)).toEqual([
          "EvidenceMissing",
          "StepNotTaken",
          "ShutUntil",
          "NotOnRecord",
          "NotOnRecord"
        ])
        const after = yield* position
        yield* TestClock.setTime(nine(20))
        const again = yield* Effect.flip(clear)
        expect(again).toEqual(first)
        expect(yield* position).toBe(after)
      })
    )
  )
})

describe("adopting a model", () => {
  it.effect("changes nothing if the model is in force already", () =>
    inDistrict(
      Effect.gen(function* () {
        const before = yield* position
        yield* Governance.use(({ adopt }) => adopt(openToResidents))
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("is refused with every problem and its path, and the district keeps its model", () =>
    inDistrict(
      Effect.gen(function* () {
        const before = yield* position
        const bad = document({
          groups: { warmth: { heart: "courage" } },
          actors: { committee: { mandates: [{ role: "king", scope: { group: "nowhere" } }] } },
          coverage: { "elders-reached": { reached: { by: ["telepathy"] } } },
          playbooks: { "corridor-clutter": { ledBy: "courage" } }
        })
        const error = yield* Effect.flip(Governance.use(({ adopt }) => adopt(bad)))
        const paths = error._tag === "ModelRefused" ? error.problems.map(({ path }) => path.join(".")) : []
        expect(paths).toEqual(
          expect.arrayContaining([
            "groups.warmth.heart",
            "actors.committee.mandates.0.role",
            "actors.committee.mandates.0.scope.group",
            "coverage.elders-reached.reached.by.0",
            "playbooks.corridor-clutter.ledBy"
          ])
        )
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("requires a new version of a playbook that has changed", () =>
    inDistrict(
      Effect.gen(function* () {
        const changed = { stages: { noticed: { deadline: "14 days" } } }
        const same = document({ playbooks: { "corridor-clutter": changed } })
        const error = yield* Effect.flip(Governance.use(({ adopt }) => adopt(same)))
        expect(error.message).toContain("raise it to 2")
        yield* Governance.use(({ adopt }) =>
          adopt(document({ playbooks: { "corridor-clutter": { ...changed, version: 2 } } }))
        )
      })
    )
  )

  it.effect("leaves an open case on the version with which it was opened", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* underNotice
        const longer = { version: 2, stages: { expired: { deadline: "90 days" } } }
        yield* Governance.use(({ adopt }) => adopt(document({ playbooks: { "corridor-clutter": longer } })))
        yield* TestClock.setTime(nine(8))
        yield* Governance.use((governance) => governance.wake(district))
        const due = yield* Governance.use(({ read }) =>
          read(district, (state) => Option.map(District.findCase(state, flat), (found) => found.due))
        )
        expect(Option.getOrThrow(due)).toBe(nineteenth)
      })
    )
  )

  it.effect("is refused for an invalid time zone or notice text", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(nine())
      const bad = document({
        timeZone: "Asia/Atlantis",
        notices: {
          late: {
            name: { zh: "x", en: "x" },
            on: "case-overdue",
            to: [],
            text: { zh: "{step}", en: "{late" }
          },
          // The argument `place` is the name of a place, but this text of a notice formats it as a date, which is a
          // mistake.
          soon: {
            name: { zh: "x", en: "x" },
            on: "case-due",
            to: [],
            text: { zh: "{place, date}", en: "{place}" }
          }
        }
      })
      const error = yield* Effect.flip(Governance.use(({ adopt }) => adopt(bad)))
      expect(error._tag === "ModelRefused" && error.problems.map(({ path }) => path.join("."))).toEqual([
        "timeZone",
        "notices.late.text.zh",
        "notices.late.text.en",
        "notices.soon.text.zh"
      ])
    }).pipe(Effect.provide(fresh))
  )
})

// The first day after the period of the self-rectification notice, whose last day is 9 March.
const nineteenth = (nine(8) - 3_600_000) / 86_400_000

describe("a view", () => {
  it.effect("that is folded from the first entry equals the one in memory", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* underNotice
        const kept = yield* Governance.use(({ read }) =>
          read(district, (state) => structuredClone(plain(state)))
        )
        const folded = District.draft()
        const readable = yield* Seals.open(yield* Vault, district, yield* entries)
        for (const entry of readable) Result.getOrThrow(District.apply(folded, entry))
        expect(plain(folded)).toEqual(kept)
      })
    )
  )

  it.effect("is complete if the store returns fewer entries at a time than requested", () =>
    Effect.gen(function* () {
      const base = yield* Ledger
      const sparing = Ledger.of({ ...base, read: (id, after) => base.read(id, after, 2) })
      yield* Effect.gen(function* () {
        yield* TestClock.setTime(nine())
        yield* Governance.use(({ adopt }) => adopt(openToResidents))
        yield* underNotice
      }).pipe(Effect.provide(layer(), { local: true }))
      const { position: end } = yield* base.head(district)
      const come = Governance.use(({ read }) => read(district, (state) => state.position)).pipe(
        Effect.provide(layer().pipe(Layer.provide(Layer.succeed(Ledger, sparing))), { local: true })
      )
      expect(yield* come).toBe(end)
    }).pipe(Effect.provide(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
  )

  it.effect("of a ledger that another process wrote is folded at the first question", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", "registry", registry)
        const ledger = yield* Ledger
        const other = layer().pipe(Layer.provide(Layer.succeed(Ledger, ledger)))
        const size = yield* Governance.use(({ read }) =>
          read(district, (state) => state.registry.households.size)
        ).pipe(Effect.provide(other, { local: true }))
        expect(size).toBe(3)
      })
    )
  )
})

const plain = ({ cases, contacts, pairs, position, registry }: District.District) => ({
  cases: [...cases].map(([id, { entries, state }]) => ({ id, entries, state })),
  contacts: contacts.all,
  pairs,
  position,
  registry
})
