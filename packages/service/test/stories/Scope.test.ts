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
import { before, model, report, requests, resident } from "../requestsAboutB1.ts"
import { ask, district, document, firstDay, nine, submission } from "../wanLiu.ts"

const all = Object.entries(requests).map(([_tag, fields]) => ask({ _tag, ...fields }))

const begin = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  const { adopt, read, submit } = yield* Governance.Governance
  yield* adopt(model)
  for (const [n, [by, request]] of before.entries()) yield* submit(submission(by, `c${n}`, request))
  yield* report
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
    /Case$|^(?:LookAt|Accept|Decline|Merge)Report$|^TakeStep$|^DecideDue$|^HandCaseOver$|^SettleFact$/.test(
      _tag
    )
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
        "NameNotYours",
        "ReportUnknown"
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
