import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { coverageOn, roundOn } from "@liulinhui/core/Coverage"
import type { District } from "@liulinhui/core/District"
import { likelyDuplicates, type RegistryEvent } from "@liulinhui/core/Registry"
import { ActorId, ResidentId, RuleId } from "@liulinhui/core/Id"
import * as Notice from "@liulinhui/core/Notice"
import { PollId, tallyOn } from "@liulinhui/core/Poll"
import { concernsOf } from "@liulinhui/service/Health"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, submission } from "../wanLiu.ts"

let commands = 0
const at = (instant: string) => TestClock.setTime(Date.parse(instant))
const submit = (by: string, request: unknown) =>
  Governance.use((governance) => governance.submit(submission(by, `c${(commands += 1)}`, ask(request))))
const refused = (by: string, request: unknown) =>
  Effect.map(Effect.flip(submit(by, request)), (error) =>
    error._tag === "Refused" ? error.reasons : [error._tag]
  )
const read = <A>(question: (state: District, today: Day.Day) => A) =>
  Governance.use((governance) => governance.read(district, question))
const day = Day.make
const coverage = (rule: string, on: string, known?: string) =>
  read((state) => {
    const found = state.model?.coverage.get(RuleId.make(rule))
    if (found === undefined) throw new Error(`no rule ${rule}`)
    const options = known === undefined ? {} : { known: day(known) }
    const [answer] = coverageOn(state, [found], day(on), options)
    if (answer === undefined) throw new Error("no answer")
    return {
      of: answer.ratio.of,
      missing: answer.gaps.map(({ id }) => id),
      unknown: answer.unknown.map(({ id }) => id)
    }
  })

const building = (id: string) => ({ id, label: id, floors: 6 })
const flat = (house: string, unit: string) => ({
  id: `${house}-${unit}`,
  building: house,
  unit,
  floor: 1,
  area: 500_000,
  tags: []
})
const person = (id: string, household: string, birth?: string) => ({
  id,
  household,
  name: `n${id}`,
  ...(birth === undefined ? {} : { birth }),
  tags: []
})
const roster = {
  _tag: "ImportRegistry",
  buildings: [building("b1"), building("b2")],
  households: [flat("b1", "101"), flat("b1", "102"), flat("b2", "101")],
  residents: [
    person("a", "b1-101", "1950-05-05"),
    person("b", "b1-102", "1990-05-05"),
    person("c", "b2-101", "1940-05-05")
  ]
}
const elders = ["e1", "e2", "e3", "e4", "e5", "e6"]
const street = {
  _tag: "ImportRegistry",
  buildings: [building("b2")],
  households: elders.map((_, n) => flat("b2", `10${n + 1}`)),
  residents: elders.map((id, n) => person(id, `b2-10${n + 1}`, "1940-01-01"))
}
const pair = (elder: string) => ({ volunteer: "volunteer-warmth", elder })
const assign = (...ids: ReadonlyArray<string>) => ({ _tag: "AssignCompanions", pairs: ids.map(pair) })
const visit = (id: string, on?: string) => ({
  _tag: "RecordContacts",
  ...(on === undefined ? {} : { on }),
  contacts: [{ kind: "home-visit", subject: `resident:${id}` }]
})

const inDistrict = <A, E>(
  test: Effect.Effect<A, E, Governance>,
  model: Schema.Json = {}
): Effect.Effect<A, E> =>
  Effect.gen(function* () {
    yield* at("2026-03-02T09:00:00+08:00")
    yield* Effect.orDie(Governance.use((governance) => governance.adopt(document(model))))
    return yield* test
  }).pipe(
    Effect.provide(
      layer().pipe(
        Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)),
        Layer.provideMerge(TestClock.layer())
      )
    )
  )

/**
 * Case 06 of the example cases: the resident e1 has a companion and an open case. She dies on 7 March, and the
 * committee learns of it on 10 March.
 */
const death = Effect.gen(function* () {
  yield* submit("committee", street)
  yield* submit("committee", assign("e1", "e2", "e3", "e4", "e5"))
  yield* submit("lead-warmth", {
    _tag: "OpenCase",
    case: "k",
    playbook: "elderly-companion",
    subjects: ["resident:e1"]
  })
  yield* at("2026-03-10T09:00:00+08:00")
  yield* submit("committee", { _tag: "LeaveResident", resident: "e1", departure: "died", on: "2026-03-07" })
})

describe("[06] a death that is learnt later", () => {
  it.effect("counts from its day; before it was written down, the answer was another one", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* death
        expect((yield* coverage("elders-reached", "2026-03-06")).of).toBe(6)
        expect((yield* coverage("elders-reached", "2026-03-08")).of).toBe(5)
        expect((yield* coverage("elders-reached", "2026-03-08", "2026-03-09")).of).toBe(6)
        expect((yield* coverage("elders-reached", "2026-03-08", "2026-03-10")).of).toBe(5)
      })
    )
  )

  it.effect("ends the companion pair: the place is free again, and no round goes there", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* death
        yield* at("2026-03-20T09:00:00+08:00")
        yield* submit("committee", assign("e6"))
        const kept = yield* coverage("companions-kept", "2026-03-20")
        expect(kept.of).toBe(5)
        const round = yield* read((state) => {
          const rule = state.model?.coverage.get(RuleId.make("companions-kept"))
          return rule === undefined ? [] : roundOn(state, rule, day("2026-03-20"), 5).gaps
        })
        expect(round.map(({ id }) => id.split("~")[1]).toSorted()).toEqual(["e2", "e3", "e4", "e5", "e6"])
      })
    )
  )

  it.effect("refuses contacts from that day on, and takes earlier ones", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* death
        yield* at("2026-03-20T09:00:00+08:00")
        expect(yield* refused("committee", visit("e1"))).toEqual([
          { _tag: "SubjectGone", subject: "resident:e1", on: day("2026-03-20"), since: day("2026-03-07") }
        ])
        yield* submit("committee", visit("e1", "2026-03-06"))
      })
    )
  )

  it.effect("puts the open cases about the person before a keeper: in a notice, and today", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* death
        const decisions = Governance.use((governance) =>
          Effect.map(governance.ask(district, ActorId.make("lead-warmth"), { _tag: "AskToday" }), (found) =>
            found.decisions.map(({ case: id, gone }) => ({ case: id, gone }))
          )
        )
        expect(yield* decisions).toEqual([{ case: "k", gone: ["e1"] }])
        const told = yield* read((state, today) => {
          const { residents } = state.registry
          const stay = residents.get(ResidentId.make("e1"))
          const event: Extract<RegistryEvent, { _tag: "ResidentLeft" }> = {
            _tag: "ResidentLeft",
            on: stay?.left?.on ?? today,
            recorded: today,
            by: ActorId.make("committee"),
            resident: ResidentId.make("e1"),
            departure: "died"
          }
          const entry = { at: 0, position: 1, stream: "registry" }
          return Notice.ofEntry(state, { context: "registry", event }, entry)
        })
        expect(
          told.map(({ arguments: { case: id, place }, recipient, rule }) => [rule, recipient, id, place])
        ).toContainEqual(["person-gone", "lead-warmth", "k", "b2 101"])
        yield* submit("lead-warmth", { _tag: "WithdrawCase", case: "k", reason: "当事人去世" })
        expect(yield* decisions).toEqual([])
      })
    )
  )

  it.effect("puts the open cases about the person before a keeper", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* death
        const gone = read((state, today) =>
          concernsOf(state, today).filter(({ _tag }) => _tag === "SubjectsGone")
        )
        expect(yield* gone).toEqual([{ _tag: "SubjectsGone", cases: [{ case: "k", resident: "e1" }] }])
        yield* submit("lead-warmth", { _tag: "WithdrawCase", case: "k", reason: "当事人去世" })
        expect(yield* gone).toEqual([])
      })
    )
  )

  it.effect(
    "is undone with a reason if it was a mistake: every answer is as if it had not been entered",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* death
          expect(
            yield* refused("committee", { _tag: "EnterResident", resident: person("e1", "b2-101") })
          ).toEqual([expect.objectContaining({ _tag: "ResidentGone" })])
          yield* at("2026-03-11T09:00:00+08:00")
          yield* submit("committee", { _tag: "UndoDeparture", resident: "e1", reason: "同名误登" })
          const days = ["2026-03-06", "2026-03-08", "2026-03-11"]
          const of = (rule: string) =>
            Effect.forEach(days, (on) => Effect.map(coverage(rule, on), (each) => each.of))
          expect(yield* of("elders-reached")).toEqual([6, 6, 6])
          expect(yield* of("companions-kept")).toEqual([5, 5, 5])
          const pairs = yield* read((state) => [...state.companions.keys()])
          expect(pairs.toSorted()).toEqual(["e1", "e2", "e3", "e4", "e5"])
          expect(yield* refused("committee", { _tag: "UndoDeparture", resident: "e1", reason: "x" })).toEqual(
            [{ _tag: "NoDeparture", resident: "e1" }]
          )
        })
      )
  )

  it.effect("ends the pairs of an actor, if only a later model says that the actor was this resident", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", street)
        yield* submit("lead-warmth", assign("e1", "e2"))
        yield* at("2026-03-10T09:00:00+08:00")
        yield* submit("committee", {
          _tag: "LeaveResident",
          resident: "e6",
          departure: "died",
          on: "2026-03-07"
        })
        const held = read(({ pairs }) =>
          pairs.map(({ elder, until }) => [elder, until === undefined ? undefined : Day.toIso(until)])
        )
        const linked = document({ actors: { "volunteer-warmth": { resident: "e6" } } })
        const adopted = Governance.use((governance) => governance.adopt(linked))
        yield* Effect.orDie(adopted)
        const ended = [
          ["e1", "2026-03-06"],
          ["e2", "2026-03-06"]
        ]
        expect(yield* held).toEqual(ended)
        yield* Effect.orDie(adopted)
        expect(yield* held).toEqual(ended)
        yield* submit("committee", { _tag: "UndoDeparture", resident: "e6", reason: "同名误登" })
        expect(yield* held).toEqual([
          ["e1", undefined],
          ["e2", undefined]
        ])
      })
    )
  )

  it.effect("of the actor who has a case puts the case before a keeper, until it is handed over again", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", street)
        yield* submit("lead-warmth", {
          _tag: "OpenCase",
          case: "k",
          playbook: "elderly-companion",
          subjects: ["resident:e2"]
        })
        const handOver = (actor: string) => ({ _tag: "HandCaseOver", case: "k", to: { actor } })
        yield* submit("lead-warmth", handOver("volunteer-warmth"))
        const gone = read((state, today) =>
          concernsOf(state, today).filter(({ _tag }) => _tag === "HandlersGone")
        )
        const waiting = Governance.use((governance) =>
          governance.ask(district, ActorId.make("lead-warmth"), { _tag: "AskToday" })
        )
        expect(yield* gone).toEqual([])
        yield* submit("committee", { _tag: "LeaveResident", resident: "e1", departure: "moved-away" })
        expect(yield* gone).toEqual([
          { _tag: "HandlersGone", cases: [{ case: "k", actor: "volunteer-warmth" }] }
        ])
        expect((yield* waiting).decisions).toMatchObject([{ case: "k", handlerGone: "volunteer-warmth" }])
        yield* submit("lead-warmth", handOver("lead-warmth"))
        expect(yield* gone).toEqual([])
        expect((yield* waiting).decisions).toEqual([])
      }),
      { actors: { "volunteer-warmth": { resident: "e1" } } }
    )
  )

  it.effect("ends exclusions, and the mandates of an actor who was this resident", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", street)
        yield* submit("committee", {
          _tag: "GrantExclusion",
          rule: "elders-reached",
          subject: "resident:e1",
          reason: "refused"
        })
        yield* submit("head-b2", visit("e2"))
        yield* submit("committee", { _tag: "LeaveResident", resident: "e1", departure: "died" })
        expect(yield* read((state) => state.exclusions.map(({ until }) => until))).toEqual([
          day("2026-03-01")
        ])
        expect(yield* refused("head-b2", visit("e2"))).toEqual(["NotAllowed"])
      }),
      { actors: { "head-b2": { resident: "e1" } } }
    )
  )
})

describe("the part of an owner in a poll", () => {
  const lift = [
    street,
    {
      _tag: "OpenCase",
      case: "lift",
      playbook: "lift-retrofit",
      subjects: ["building:b2"],
      evidence: { request: { signer: "e1", sha256: "c".repeat(64) } }
    },
    {
      _tag: "OpenPoll",
      poll: "lift-b2",
      case: "lift",
      rules: "civil-code-278-alteration",
      closes: "2026-03-31",
      units: elders.map((resident, n) => ({ unit: `b2-10${n + 1}`, owner: resident, resident }))
    }
  ]
  const opened = Effect.forEach(lift, (request) =>
    submit(request._tag === "OpenCase" ? "head-b2" : "committee", request)
  )
  const cast = (owner: string, on: string, more: object = {}) => ({
    _tag: "CastBallot",
    poll: "lift-b2",
    owner,
    opinion: "agree",
    on,
    ...more
  })
  const heads = read((state, today) => {
    const poll = state.polls.get(PollId.make("lift-b2"))
    const tally = poll === undefined ? undefined : Result.getOrThrow(tallyOn(poll, today))
    return [tally?.electorate.heads, tally?.agree.heads]
  })
  const leave = (resident: string, departure: "died" | "moved-away", on: string) =>
    submit("committee", { _tag: "LeaveResident", resident, departure, on })

  it.effect("stays if it was cast before the death: the units remain, and the ballot counts", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* opened
        yield* at("2026-03-10T09:00:00+08:00")
        yield* submit("committee", cast("e1", "2026-03-06"))
        yield* leave("e1", "died", "2026-03-07")
        expect(yield* heads).toEqual([6, 1])
      })
    )
  )

  it.effect(
    "ends with the death: a later ballot does not count, and counts again if the death was a mistake",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* opened
          yield* at("2026-03-10T09:00:00+08:00")
          yield* submit("committee", cast("e1", "2026-03-09"))
          yield* submit("committee", cast("e2", "2026-03-09"))
          yield* leave("e1", "died", "2026-03-07")
          expect(yield* heads).toEqual([6, 1])
          expect(yield* refused("committee", cast("e1", "2026-03-10"))).toEqual([
            { _tag: "OwnerDied", owner: "e1", died: day("2026-03-07") }
          ])
          yield* submit("committee", { _tag: "UndoDeparture", resident: "e1", reason: "同名误登" })
          expect(yield* heads).toEqual([6, 2])
        })
      )
  )

  it.effect("goes to the heirs, who vote with the proof of succession", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* opened
        yield* at("2026-03-10T09:00:00+08:00")
        yield* leave("e1", "died", "2026-03-07")
        yield* submit("committee", cast("e1", "2026-03-10", { heirs: "继承公证 12 号" }))
        expect(yield* heads).toEqual([6, 1])
      })
    )
  )

  it.effect("does not end when the owner moves away: an owner need not live there", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* opened
        yield* at("2026-03-10T09:00:00+08:00")
        yield* leave("e1", "moved-away", "2026-03-07")
        yield* submit("committee", cast("e1", "2026-03-10"))
        expect(yield* heads).toEqual([6, 1])
      })
    )
  )
})

describe("a household with two flats", () => {
  const households = (on: string) => Effect.map(coverage("households-noticed", on), ({ of }) => of)
  const empty = { _tag: "EnterHousehold", household: flat("b1", "103") }
  const add = { _tag: "AddDwelling", household: "b1-101", dwelling: "b1-103" }
  const served = (id: string) => ({
    _tag: "RecordContacts",
    contacts: [{ kind: "notice-served", subject: `household:${id}`, proof: "files/1" }]
  })

  it.effect("is one household from that day on, reached at either door", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        yield* submit("committee", empty)
        yield* at("2026-03-10T09:00:00+08:00")
        yield* submit("committee", { ...add, on: "2026-03-08" })
        expect([yield* households("2026-03-07"), yield* households("2026-03-08")]).toEqual([4, 3])
        expect((yield* coverage("households-noticed", "2026-03-08", "2026-03-09")).of).toBe(4)
        yield* submit("committee", served("b1-103"))
        expect((yield* coverage("households-noticed", "2026-03-10")).missing.toSorted()).toEqual([
          "b1-102",
          "b2-101"
        ])
        yield* submit("committee", { _tag: "RemoveDwelling", dwelling: "b1-103" })
        expect(yield* households("2026-03-10")).toBe(4)
      })
    )
  )

  it.effect("is two again as long as somebody else lives in the second flat", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        yield* submit("committee", empty)
        yield* submit("committee", add)
        yield* submit("committee", { _tag: "EnterResident", resident: person("d", "b1-103", "1990-01-01") })
        expect(yield* households("2026-03-02")).toBe(4)
        yield* submit("committee", { _tag: "LeaveResident", resident: "d", departure: "moved-away" })
        expect(yield* households("2026-03-02")).toBe(3)
        expect(yield* refused("committee", { ...add, dwelling: "b1-102" })).toEqual([
          { _tag: "HouseholdInhabited", household: "b1-102", residents: ["b"] }
        ])
        expect(yield* refused("committee", { ...add, household: "b2-101" })).toEqual([
          { _tag: "DwellingUsed", household: "b2-101", dwelling: "b1-103" }
        ])
      })
    )
  )

  it.effect("has a unit for each flat in a poll: the areas count, and an owner of both is one head", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        const { area: _, ...unmeasured } = empty.household
        yield* submit("committee", { ...empty, household: unmeasured })
        yield* submit("committee", add)
        yield* submit("head-b1", {
          _tag: "OpenCase",
          case: "lift",
          playbook: "lift-retrofit",
          subjects: ["building:b1"],
          evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
        })
        const poll = (...units: ReadonlyArray<string>) => ({
          _tag: "OpenPoll",
          poll: "lift-b1",
          case: "lift",
          rules: "civil-code-278-alteration",
          closes: "2026-03-31",
          units: units.map((unit) => ({ unit, owner: unit === "b1-103" ? "b1-101" : unit }))
        })
        expect(yield* refused("committee", poll("b1-101", "b1-102"))).toEqual([
          { _tag: "UnitsLeftOut", units: ["b1-103"] }
        ])
        yield* submit("committee", poll("b1-101", "b1-102", "b1-103"))
        const electorate = read((state, today) => {
          const found = state.polls.get(PollId.make("lift-b1"))
          return found === undefined ? undefined : Result.getOrThrow(tallyOn(found, today)).electorate
        })
        // The area of the second flat is not known: it is not counted as 0.
        expect(yield* electorate).toEqual({ area: 1_000_000, heads: 2, unknown: 1 })
        yield* submit("committee", { _tag: "EnterUnitArea", poll: "lift-b1", unit: "b1-103", area: 600_000 })
        expect(yield* electorate).toEqual({ area: 1_600_000, heads: 2 })
      })
    )
  )
})

describe("a birth that is not known", () => {
  it.effect("makes the age not known, and an estimated year decides it where it can [13]", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        yield* submit("committee", { _tag: "EnterResident", resident: person("u", "b1-101") })
        expect((yield* coverage("elders-reached", "2026-03-02")).unknown).toEqual(["u"])
        const born = (id: string, bornIn: string) => ({
          _tag: "EnterResident",
          resident: { ...person(id, "b1-101"), bornIn }
        })
        yield* submit("committee", born("old", "1940"))
        yield* submit("committee", born("sixty", "1966"))
        yield* submit("committee", born("young", "1999-05"))
        const { missing, unknown } = yield* coverage("elders-reached", "2026-03-02")
        expect(unknown.toSorted()).toEqual(["sixty", "u"])
        expect(missing.toSorted()).toEqual(["a", "c", "old"])
        // A resident who was born in 1966 is certainly 60 at the end of 2026, so the result is no longer unknown.
        expect((yield* coverage("elders-reached", "2026-12-31")).unknown).toEqual(["u"])
      })
    )
  )

  it.effect("is refused if it is stated twice, in the future, or too long ago", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        const born = (more: object) =>
          refused("committee", { _tag: "EnterResident", resident: { ...person("u", "b1-101"), ...more } })
        const tags = (reasons: ReadonlyArray<unknown>) =>
          reasons.map((reason) => (reason as { readonly _tag: string })._tag)
        expect(tags(yield* born({ birth: "1950-01-01", bornIn: "1950" }))).toEqual(["BirthStatedTwice"])
        expect(tags(yield* born({ bornIn: "2027" }))).toEqual(["BirthInFuture"])
        expect(tags(yield* born({ bornIn: "1880" }))).toEqual(["BirthTooLongAgo"])
      })
    )
  )
})

describe("a roster", () => {
  it.effect("takes those who are on it again after they had left as returned [13]", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        yield* submit("committee", { _tag: "LeaveResident", resident: "a", departure: "moved-away" })
        yield* submit("committee", { _tag: "LeaveResident", resident: "b", departure: "died" })
        yield* at("2026-09-02T09:00:00+08:00")
        yield* submit("committee", { _tag: "ConfirmClock", day: "2026-09-02" })
        expect(yield* refused("committee", roster)).toEqual([
          expect.objectContaining({ _tag: "ResidentGone", resident: "b" })
        ])
        const residents = roster.residents.filter(({ id }) => id !== "b")
        yield* submit("committee", { ...roster, residents })
        const stay = yield* read((state) =>
          [...state.registry.residents.values()].find(({ id }) => id === "a")
        )
        expect(stay).toMatchObject({ since: day("2026-09-02") })
        expect(stay).not.toHaveProperty("left")
      })
    )
  )
})

describe("a household that ends", () => {
  const typo = { _tag: "EnterHousehold", household: { ...flat("b1", "1O1"), id: "b1-1O1" } }
  const households = (on: string) => Effect.map(coverage("households-noticed", on), ({ of }) => of)

  it.effect("never counted if it was entered by mistake, on past days neither [14]", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        yield* submit("committee", typo)
        expect(yield* households("2026-03-02")).toBe(4)
        yield* at("2026-03-03T09:10:00+08:00")
        yield* submit("committee", {
          _tag: "EndHousehold",
          household: "b1-1O1",
          reason: "mistake",
          note: "抄错"
        })
        expect(yield* households("2026-03-02")).toBe(3)
        expect(yield* households("2026-03-03")).toBe(3)
        expect((yield* coverage("households-noticed", "2026-03-02", "2026-03-02")).of).toBe(4)
      })
    )
  )

  it.effect("counts until its day if it was torn down, and is in no electorate after that", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        yield* at("2026-03-10T09:00:00+08:00")
        const end = { _tag: "EndBuilding", building: "b1", reason: "torn-down", on: "2026-03-08" }
        expect(yield* refused("committee", end)).toEqual([
          { _tag: "HouseholdInhabited", household: "b1-101", residents: ["a"] },
          { _tag: "HouseholdInhabited", household: "b1-102", residents: ["b"] }
        ])
        for (const resident of ["a", "b"]) {
          yield* submit("committee", {
            _tag: "MoveResident",
            resident,
            household: "b2-101",
            on: "2026-03-08"
          })
        }
        yield* submit("committee", end)
        expect(yield* households("2026-03-07")).toBe(3)
        expect(yield* households("2026-03-08")).toBe(1)
        expect(yield* read(({ registry }) => [...registry.buildings.keys()])).toEqual(["b2"])
        // After a building has ended, a new building with the same door number can be entered.
        yield* submit("committee", { _tag: "EnterBuilding", building: building("b1") })
        expect(yield* read(({ registry }) => registry.endedBuildings.has("b1" as never))).toBe(false)
      })
    )
  )
})

describe("the same thing twice [04]", () => {
  const twice = {
    ...roster,
    residents: ["p1", "p2"].map((id, n) => ({
      ...person(id, `b1-10${n + 1}`, "1940-01-01"),
      name: "王秀英"
    }))
  }

  it.effect("is refused for a door, whatever its width, blanks and case", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", twice)
        for (const unit of ["１０１", " 101 "]) {
          expect(
            yield* refused("committee", {
              _tag: "EnterHousehold",
              household: { ...flat("b1", unit), id: "b1-x" }
            })
          ).toEqual([expect.objectContaining({ _tag: "DuplicateUnit", other: "b1-101" })])
        }
        expect(
          yield* refused("committee", {
            _tag: "EnterBuilding",
            building: { id: "b9", label: " Ｂ1", floors: 6 }
          })
        ).toEqual([expect.objectContaining({ _tag: "DuplicateLabel", other: "b1" })])
      })
    )
  )

  it.effect("is listed for a person, and one person after a merge, with both histories", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", twice)
        yield* submit("committee", { _tag: "AssignCompanions", pairs: [pair("p2")] })
        yield* submit("committee", {
          _tag: "RecordContacts",
          contacts: [{ kind: "outreach-visit", subject: "resident:p2" }]
        })
        expect(yield* read(({ registry }, today) => likelyDuplicates(registry, today))).toEqual([
          ["p1", "p2"]
        ])
        expect(yield* coverage("elders-reached", "2026-03-02")).toMatchObject({ of: 2, missing: ["p1"] })
        yield* submit("committee", { _tag: "MergeResident", resident: "p2", into: "p1" })
        expect(yield* read(({ registry }, today) => likelyDuplicates(registry, today))).toEqual([])
        expect(yield* coverage("elders-reached", "2026-03-02")).toMatchObject({ of: 1, missing: [] })
        expect(yield* read(({ companions }) => [...companions.keys()])).toEqual(["p1"])
        yield* submit("committee", { _tag: "EraseResident", resident: "p1", basis: "request" })
        expect(yield* read(({ erased }) => [...erased.keys()].toSorted())).toEqual(["p1", "p2"])
      })
    )
  )
})

describe("a blank label", () => {
  it.effect("is refused in a roster, a request and a model", () =>
    inDistrict(
      Effect.gen(function* () {
        const blank = "\u3000 "
        const house = { ...building("b9"), label: blank }
        const nobody = { ...person("x", "b1-101"), name: blank }
        expect(yield* refused("committee", { _tag: "EnterBuilding", building: house })).toEqual([
          { _tag: "TextBlank", index: 0, of: "building", field: "label" }
        ])
        expect(
          yield* refused("committee", {
            ...roster,
            households: [...roster.households, { ...flat("b1", " "), id: "b1-x" }],
            residents: [nobody]
          })
        ).toEqual([
          { _tag: "TextBlank", index: 3, of: "household", field: "unit" },
          { _tag: "TextBlank", index: 0, of: "resident", field: "name" }
        ])
        const adopted = Governance.use((governance) =>
          Effect.flip(governance.adopt(document({ branches: { one: { name: { zh: blank } } } })))
        )
        expect(yield* adopted).toMatchObject({
          _tag: "ModelRefused",
          problems: [{ path: ["branches", "one", "name", "zh"], code: "blank-name" }]
        })
      })
    )
  )
})

describe("a number that identifies a person", () => {
  it.effect("is no id, name or label, in a roster and in a request", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", roster)
        const enter = (more: object) =>
          refused("committee", { _tag: "EnterResident", resident: { ...person("x", "b1-101"), ...more } })
        expect(yield* enter({ id: "11010519491231002X" })).toMatchObject([
          { _tag: "PrivateNumberUsed", field: "id", kind: "id-card" }
        ])
        expect(yield* enter({ name: "王 138 0013 8000" })).toMatchObject([
          { _tag: "PrivateNumberUsed", field: "name", kind: "mobile" }
        ])
        expect(
          yield* refused("committee", { _tag: "TagHousehold", household: "b1-101", tags: ["13800138000"] })
        ).toEqual([{ _tag: "PrivateNumberInClear", path: "request.tags[0]", kind: "mobile" }])
        // A note that people write is encrypted, so it may contain a mobile number.
        yield* submit("committee", {
          _tag: "EndHousehold",
          household: "b1-102",
          reason: "mistake",
          note: "请打 13800138000"
        }).pipe(Effect.catchTag("Refused", () => Effect.void))
        const adopted = Governance.use((governance) =>
          Effect.flip(governance.adopt(document({ tags: { "13800138000": { zh: "甲", en: "A" } } })))
        )
        expect(yield* adopted).toMatchObject({
          _tag: "ModelRefused",
          problems: [{ path: ["tags", "13800138000"], code: "private-number" }]
        })
      })
    )
  )
})
