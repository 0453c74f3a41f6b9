import { beforeAll, describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { clock, type Mandate } from "@liulinhui/core/Actor"
import { BranchId, BuildingId, GroupId } from "@liulinhui/core/Id"
import { decide, mayAsk, mayAskKind, type Request } from "@liulinhui/core/Governance"
import * as Governance from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import fc from "fast-check"
import { Request as Requests } from "@liulinhui/core/Governance"
import { ask, district, document, firstDay, nine, registry, submission } from "../wanLiu.ts"

const resident = "b1-101-1"
const about = { resident }
const pairs = [{ volunteer: "volunteer-unity", elder: resident }]
const photo = { photo: "p.jpg", sha256: "0".repeat(64) }

/** A request of each kind that is about building b1, or about the group `unity`. The type requires one of every kind. */
const requests: { readonly [Tag in Request["_tag"]]: object } = {
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
  MigrateCase: { case: "flat", version: 2 }
}

const all = Object.entries(requests).map(([_tag, fields]) => ask({ _tag, ...fields }))

// The branch `two` has building b2, and the group `joy` works there.
const model = document({
  branches: { two: { buildings: ["b2"] } },
  groups: { joy: { buildings: ["b2"] } },
  companions: { ledBy: "warmth" }
})

const begin = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const { adopt, read, submit } = yield* Governance.Governance
  yield* adopt(model)
  const steps = [
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
  ] as const
  for (const [n, [by, request]] of steps.entries()) yield* submit(submission(by, `c${n}`, request))
  return yield* read(district, (state) => state)
}).pipe(
  Effect.provide(
    Governance.layer().pipe(Layer.provide(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
  ),
  Effect.provide(TestClock.layer())
)

const scopes = {
  elsewhere: [
    { building: BuildingId.make("b2") },
    { branch: BranchId.make("two") },
    { group: GroupId.make("joy") },
    { building: BuildingId.make("b9") }
  ],
  here: [{ district: true as const }]
} as const

describe("the scope of a mandate", () => {
  let state: District.District
  beforeAll(async () => {
    state = await Effect.runPromise(begin)
  })

  const asking = (mandates: ReadonlyArray<Mandate>, id: string = "committee") => {
    const { model: found } = state
    const actor = found?.actors.get("committee" as never)
    if (found === undefined || actor === undefined) throw new Error("the district has no such actor")
    return {
      district: state,
      model: found,
      actor: { ...actor, id: id as typeof actor.id, mandates },
      on: firstDay
    }
  }
  /** Mandates with every role, each in one of some scopes. */
  const mandatesIn = (within: ReadonlyArray<Mandate["scope"]>, roles: ReadonlyArray<string>) =>
    fc
      .tuple(
        ...[...(state.model?.roles.keys() ?? [])]
          .filter((role) => roles.includes(role))
          .map((role) => fc.constantFrom(...within).map((scope): Mandate => ({ role, scope })))
      )
      .map((mandates): ReadonlyArray<Mandate> => mandates)
  const outcome = (request: Request, mandates: ReadonlyArray<Mandate>): ReadonlyArray<string> => {
    const asked = asking(mandates)
    if (!mayAsk(request, asked)) return ["NotAllowed"]
    return Result.match(decide(asked, request), {
      onFailure: ({ reasons }) => reasons.map(({ _tag }) => _tag),
      onSuccess: () => []
    })
  }

  it("is tested for every kind of request", () => {
    expect(Object.keys(requests).toSorted()).toEqual(Object.keys(Requests.cases).toSorted())
  })

  // A playbook may let a role act anywhere in the district. It names a scope for these roles.
  const scoped = ["group-lead", "stairwell-head", "volunteer"]
  const rolesFor = ({ _tag }: Request): ReadonlyArray<string> =>
    /Case$|^TakeStep$|^DecideDue$|^HandCaseOver$|^SettleFact$/.test(_tag)
      ? scoped
      : [...(state.model?.roles.keys() ?? [])]

  it.each(all.map((request) => [request._tag, request] as const))(
    "refuses %s to an actor with every role, if it does not contain what the request is about",
    (_, request) => {
      const ofScope = new Set([
        "NotAllowed",
        "OutOfScope",
        "NotYourGroup",
        "OutOfReach",
        "NotYourNotices",
        "MandateNotYours",
        "NameNotYours"
      ])
      fc.assert(
        fc.property(mandatesIn(scopes.elsewhere, rolesFor(request)), (mandates) => {
          expect(outcome(request, mandates).filter((tag) => ofScope.has(tag))).not.toEqual([])
        }),
        { numRuns: 20 }
      )
    }
  )

  it.each(all.map((request) => [request._tag, request] as const))(
    "of the whole district is wide enough for %s",
    (_, request) => {
      const mandates = [...(state.model?.roles.keys() ?? [])].map((role) => ({ role, scope: scopes.here[0] }))
      expect(outcome(request, mandates)).not.toContain("NotAllowed")
    }
  )

  it("of a building is wide enough for what is in it, and together with another for a move between the two", () => {
    const b1 = { building: BuildingId.make("b1") }
    const committee = (...within: ReadonlyArray<Mandate["scope"]>) =>
      within.map((scope) => ({ role: "committee" as Mandate["role"], scope }))
    const may = (tag: Request["_tag"], mandates: ReadonlyArray<Mandate>) =>
      mayAsk(ask({ _tag: tag, ...requests[tag] }), asking(mandates))
    for (const tag of [
      "EraseResident",
      "TagHousehold",
      "EndBuilding",
      "RecordContacts",
      "RecordAttempts",
      "ImportRegistry"
    ] as const) {
      expect(may(tag, committee(b1))).toBe(true)
    }
    expect(may("MoveResident", committee(b1))).toBe(false)
    expect(may("MoveResident", committee(b1, scopes.elsewhere[1]))).toBe(true)
    expect(may("EnterBuilding", committee(b1))).toBe(false)
  })

  it("does not reveal which ids exist: what the registry does not have is out of it", () => {
    const mandates = [{ role: "committee" as Mandate["role"], scope: scopes.elsewhere[0] }]
    for (const one of ["nobody", resident]) {
      expect(outcome(ask({ _tag: "EraseResident", resident: one, basis: "request" }), mandates)).toEqual([
        "NotAllowed"
      ])
    }
  })

  it("reaches back only as far as the model allows: a contact of two months ago is refused", () => {
    const mandates = [
      { role: "stairwell-head" as Mandate["role"], scope: { building: BuildingId.make("b1") } }
    ]
    const contact = (on: string) => ask({ _tag: "RecordContacts", on, ...requests.RecordContacts })
    expect(outcome(contact("2026-01-02"), mandates)).toEqual(["FactTooLongAgo"])
    expect(outcome(contact("2026-02-20"), mandates)).toEqual([])
  })

  it("is of no use to the library itself, which is no actor", () => {
    const mandates = [{ role: "committee" as Mandate["role"], scope: scopes.here[0] }]
    for (const request of all) {
      expect(mayAsk(request, asking(mandates, clock.id))).toBe(false)
      expect(mayAskKind(request, asking(mandates, clock.id))).toBe(false)
    }
  })
})

describe("a model", () => {
  it.effect("with an actor that has the id of the library is not adopted", () =>
    Effect.gen(function* () {
      const actors = { clock: { mandates: [] } }
      const refused = yield* Effect.flip(
        Governance.Governance.use(({ adopt }) => adopt(document({ actors })))
      )
      expect(refused).toMatchObject({ problems: [{ path: ["actors", "clock"], code: "reserved-actor" }] })
    }).pipe(
      Effect.provide(
        Governance.layer().pipe(Layer.provide(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
      )
    )
  )
})
