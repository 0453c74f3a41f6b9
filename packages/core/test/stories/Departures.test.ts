import { describe, expect, it } from "@effect/vitest"
import { ballotsAfterDeath, factsOn, registryOn } from "../../src/district/District.ts"
import { answer } from "../../src/governance/Question.ts"
import { offers } from "../../src/governance/Offers.ts"
import * as Day from "../../src/kernel/Day.ts"
import * as Announce from "../../src/notices/Announce.ts"
import { ActorId, BuildingId, CaseId, ResidentId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import { firstDay } from "../../../service/test/wanLiu.ts"
import { Small } from "../district/small.ts"

const day = (offset: number): Day.Day => Day.add(firstDay, offset)
const iso = (offset: number): string => Day.toIso(day(offset))
const elder = "b2-101-1"

const died = (resident: string, on: number) => ({
  _tag: "LeaveResident",
  resident,
  departure: "died",
  on: iso(on)
})
const undo = (resident: string) => ({ _tag: "UndoDeparture", resident, reason: "误登" })
const assign = (on: number, volunteer = "volunteer-warmth") => ({
  _tag: "AssignCompanions",
  pairs: [{ volunteer, elder }],
  on: iso(on)
})
const named = (actor: string, resident: string) => ({ _tag: "NameActor", actor, name: "王秀英", resident })
const refused = (small: Small, request: object, at: number, by = "committee") => {
  const decided = small.decide(by, request, at)
  return Result.isFailure(decided) ? decided.failure.reasons : []
}
const companionOf = ({ district }: Small) => district.companions.get(ResidentId.make(elder))?.volunteer
const leftOf = ({ district }: Small, resident = elder) =>
  district.registry.residents.get(ResidentId.make(resident))?.left?.on

describe("a death on the wrong day", () => {
  it("is undone and entered again with the right day, which then is in force", () => {
    for (const right of [3, 5, 7]) {
      const small = new Small()
        .submit("committee", died(elder, 5), 8)
        .submit("committee", undo(elder), 10)
        .submit("committee", died(elder, right), 12)
      expect(leftOf(small)).toBe(day(right))
      const { residents } = registryOn(small.district, day(right - 1))
      expect(residents.get(ResidentId.make(elder))).not.toHaveProperty("left")
      expect(leftOf(small.submit("committee", undo(elder), 13))).toBeUndefined()
    }
  })
})

describe("a household that was ended by mistake", () => {
  it("is entered again, also for days before the mistake was recorded", () => {
    const household = { id: "b1-103", building: "b1", unit: "103", floor: 1, tags: [] }
    const small = new Small()
      .submit("committee", { _tag: "EnterHousehold", household }, 0)
      .submit("committee", { _tag: "EndHousehold", household: "b1-103", reason: "mistake" }, 8)
      .submit("committee", { _tag: "EnterHousehold", household, on: iso(6) }, 10)
    const has = (on: number) => registryOn(small.district, day(on)).households.has("b1-103" as never)
    expect([0, 5, 6, 9, 10].map(has)).toEqual([false, false, true, true, true])
  })
})

describe("a change that is recorded late", () => {
  const household = { id: "b1-103", building: "b1", unit: "103", floor: 1, tags: [] }
  const resident = { id: "z", household: "b1-103", name: "某", tags: [] }
  const begun = () => new Small().submit("committee", { _tag: "EnterHousehold", household }, 0)
  const end = { _tag: "EndHousehold", household: "b1-103", reason: "joined" }
  const nothing = { _tag: "ImportRegistry", buildings: [], households: [], residents: [] }

  it("does not end a household in which somebody lived later, or which was entered later", () => {
    const inhabited = begun().submit("committee", { _tag: "EnterResident", resident }, 8)
    expect(refused(inhabited, { ...end, on: iso(6) }, 10)).toEqual([
      { _tag: "HouseholdInhabited", household: "b1-103", residents: ["z"] }
    ])
    const changed = begun().submit("committee", { ...nothing, households: [{ ...household, floor: 2 }] }, 8)
    expect(refused(changed, { ...end, on: iso(6) }, 10)).toEqual([
      { _tag: "EnteredLater", subject: "household:b1-103", on: day(8) }
    ])
    expect(refused(changed, { ...end, reason: "mistake", on: iso(6) }, 10)).toEqual([])
  })

  it("does not end a building that a later entry says is there", () => {
    const entering = { _tag: "EnterHousehold", household: { ...household, id: "b1-104", unit: "104" } }
    const small = begun().submit("committee", entering, 8)
    for (const who of ["b1-101-1", "b1-102-1"]) {
      small.submit("committee", { _tag: "MoveResident", resident: who, household: "b2-101", on: iso(5) }, 9)
    }
    const endBuilding = { _tag: "EndBuilding", building: "b1", reason: "torn-down" }
    expect(refused(small, { ...endBuilding, on: iso(6) }, 10)).toEqual([
      { _tag: "EnteredLater", subject: "household:b1-104", on: day(8) }
    ])
    expect(refused(small, { ...endBuilding, on: iso(9) }, 10)).toEqual([])
  })

  it("lets nobody live in a household that has ended, and lets a stay pass that was over before", () => {
    const small = begun().submit("committee", end, 6)
    const move = (to: string, on: number) => ({
      _tag: "MoveResident",
      resident: "b1-101-1",
      household: to,
      on: iso(on)
    })
    const gone = [{ _tag: "UnknownHousehold", resident: "b1-101-1", index: 0, household: "b1-103" }]
    expect(refused(small, move("b1-103", 3), 10)).toEqual(gone)
    expect(refused(small, { ...nothing, residents: [resident], on: iso(3) }, 10)).toMatchObject([
      { _tag: "UnknownHousehold", resident: "z" }
    ])
    small.submit("committee", move("b1-102", 5), 10)
    expect(refused(small, move("b1-103", 3), 10)).toEqual([])
  })

  it("takes no door that a later entry has taken", () => {
    const taken = { ...nothing, households: [{ ...household, id: "other" }], on: iso(3) }
    const small = new Small().submit("committee", { _tag: "EnterHousehold", household }, 6)
    expect(refused(small, taken, 10)).toMatchObject([{ _tag: "DuplicateUnit", other: "b1-103" }])
  })
})

describe("a volunteer who is a resident", () => {
  it("has no pair after the death, if the link, the pair or the death is recorded last", () => {
    const steps = [named("volunteer-warmth", "b1-101-1"), assign(3), died("b1-101-1", 5)]
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 2, 0],
      [2, 1, 0]
    ]) {
      const small = new Small()
      order.forEach((n, at) => small.submit("committee", steps[n], 8 + at))
      expect(companionOf(small)).toBeUndefined()
      expect(small.district.pairs.map(({ until }) => until)).toEqual([day(4)])
      expect(refused(small, assign(11), 11)).toEqual([
        { _tag: "VolunteerGone", volunteer: "volunteer-warmth" }
      ])
    }
  })

  it("neither acts nor heads a building after the death, and has no mandate on that day", () => {
    const small = new Small()
      .submit("committee", named("head-b1", "b1-101-1"), 0)
      .submit("committee", died("b1-101-1", 5), 6)
    const heads = (on: number) => factsOn(small.district, day(on)).headsOf(BuildingId.make("b1"))
    expect([heads(4), heads(6)]).toEqual([["head-b1"], []])
    expect(offers(small.district, day(6), ActorId.make("head-b1"))).toEqual({
      requests: [],
      steps: [],
      standard: []
    })
    const holders = (on: number) =>
      Result.getOrThrow(
        answer(small.asking("committee", 8), { _tag: "AskMandates", on: day(on) })
      ).mandates.map(({ actor }) => actor)
    expect(holders(4)).toContain("head-b1")
    expect(holders(6)).not.toContain("head-b1")
  })

  it("is proposed for no task, and gets no notice, after the death", () => {
    const small = new Small()
      .submit("committee", named("volunteer-unity", "b1-102-1"), 0)
      .submit("committee", named("lead-unity", elder), 0)
    const proposed = (proposal: string, at: number) => {
      const wanted = [{ team: "unity", people: 1, minutes: 30 }]
      const decided = small.decide("lead-unity", { _tag: "ProposeTalent", proposal, wanted }, at)
      const [change] = Result.getOrThrow(decided)
      const event = change?.events[0]
      return event?._tag === "TalentProposed" ? event.problem.talents.map(({ id }) => id) : []
    }
    const notified = (building: string, at: number) => {
      const id = `lift-${building}`
      small.submit(
        `head-${building}`,
        {
          _tag: "OpenCase",
          case: id,
          playbook: "lift-retrofit",
          subjects: [`building:${building}`],
          evidence: { request: { signer: "b1-101-1", sha256: "c".repeat(64) } }
        },
        at
      )
      const [first] = small.district.cases.get(CaseId.make(id))?.entries ?? []
      if (first === undefined) throw new Error("the case has no entry")
      const entry = { at: 0, position: first.position, stream: `case-${id}` }
      return Announce.ofEntry(small.district, { context: "case", event: first.event }, entry).map(
        ({ recipient }) => recipient
      )
    }
    expect(proposed("t1", 4)).toContain("volunteer-unity")
    expect(notified("b1", 4)).toContain("lead-unity")
    small.submit("committee", died("b1-102-1", 5), 6).submit("committee", died(elder, 5), 6)
    expect(proposed("t2", 6)).not.toContain("volunteer-unity")
    expect(notified("b2", 6)).not.toContain("lead-unity")
  })
})

describe("two records of one person", () => {
  const other = { id: "p2", household: "b1-102", name: "居民b2-101", birth: "1940-05-05", tags: [] }
  const twice = () => new Small().submit("committee", { _tag: "EnterResident", resident: other }, 0)
  const merge = { _tag: "MergeResident", resident: "p2", into: elder }

  it("are not merged while one says that the person has died and the other that she lives", () => {
    expect(refused(twice().submit("committee", died("p2", 5), 6), merge, 8)).toEqual([
      { _tag: "DeparturesDiffer", resident: "p2", into: elder }
    ])
    expect(refused(twice().submit("committee", died(elder, 5), 6), merge, 8)).toMatchObject([
      { _tag: "DeparturesDiffer" }
    ])
    const both = twice().submit("committee", died("p2", 5), 6).submit("committee", died(elder, 5), 6)
    expect(refused(both, merge, 8)).toEqual([])
  })

  it("are merged into the record of who lives here, and a case about either is put before a keeper", () => {
    const small = twice().submit("lead-warmth", {
      _tag: "OpenCase",
      case: "k",
      playbook: "elderly-companion",
      subjects: ["resident:p2"]
    })
    small.submit("committee", merge, 3).submit("committee", died(elder, 5), 6)
    const found = Result.getOrThrow(answer(small.asking("lead-warmth", 7), { _tag: "AskToday" }))
    expect(found.decisions.map(({ case: id, gone }) => [id, gone])).toEqual([["k", [elder]]])
  })
})

describe("a death that is learnt after a poll was over", () => {
  const opened = () =>
    new Small()
      .submit("head-b1", {
        _tag: "OpenCase",
        case: "lift",
        playbook: "lift-retrofit",
        subjects: ["building:b1"],
        evidence: { request: { signer: "b1-101-1", sha256: "c".repeat(64) } }
      })
      .submit("committee", {
        _tag: "OpenPoll",
        poll: "v1",
        case: "lift",
        rules: "civil-code-278-alteration",
        closes: iso(8),
        units: [
          { unit: "b1-101", owner: "one", resident: "b1-101-1" },
          { unit: "b1-102", owner: "two", resident: "b1-102-1" }
        ]
      })
  const cast = (owner: string, on: number) => ({
    _tag: "CastBallot",
    poll: "v1",
    owner,
    opinion: "agree",
    on: iso(on)
  })
  const listed = (small: Small, at: number) => {
    const found = Result.getOrThrow(answer(small.asking("lead-unity", at), { _tag: "AskToday" }))
    return found.decisions.flatMap(({ ballots }) => ballots)
  }

  it("lists the ballots dated after it for a keeper, and whether they decide, until the case has ended", () => {
    const small = opened().submit("committee", cast("one", 3), 3).submit("committee", cast("two", 6), 6)
    small.submit("committee", died("b1-102-1", 4), 10).submit("committee", died("b1-101-1", 4), 10)
    expect(listed(small, 10)).toEqual([
      { case: "lift", poll: "v1", owner: "two", died: day(4), decides: true }
    ])
    small.submit("committee", undo("b1-102-1"), 11)
    expect(listed(small, 11)).toEqual([])
    small.submit("committee", died("b1-102-1", 4), 12)
    small.submit("lead-unity", { _tag: "WithdrawCase", case: "lift", reason: "作罢" }, 12)
    expect(ballotsAfterDeath(small.district, day(12))).toEqual([])
  })

  it("lists nothing while the poll is open: then the ballots do not count at all", () => {
    const small = opened().submit("committee", cast("two", 6), 6).submit("committee", died("b1-102-1", 4), 7)
    expect(ballotsAfterDeath(small.district, day(7))).toEqual([])
    expect(ballotsAfterDeath(small.district, day(9))).toEqual([])
  })
})
