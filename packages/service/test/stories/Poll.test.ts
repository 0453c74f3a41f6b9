import { describe, expect, it } from "@effect/vitest"
import { PollId, tallyOn } from "@liulinhui/core/Poll"
import { ActorId, CaseId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { district, document, firstDay, nine, registry } from "../wanLiu.ts"

const lift = CaseId.make("lift")
const rules = "civil-code-278-alteration"
const ask = Schema.decodeUnknownSync(Schema.toCodecJson(Request))
let commands = 0
const send = (by: string, request: Request) =>
  Governance.use((governance) =>
    governance.submit({ district, id: CommandId.make(`c${(commands += 1)}`), by: ActorId.make(by), request })
  )
const submit = (by: string, request: unknown) => send(by, ask(request))
const refused = (by: string, request: unknown) =>
  Effect.map(Effect.flip(submit(by, request)), (error) =>
    error._tag === "Refused" ? error.reasons : [error._tag]
  )

const step = (name: string, evidence: unknown = {}) => ({
  _tag: "TakeStep",
  case: lift,
  step: name,
  evidence
})
const photo = { photo: "files/1", sha256: "a".repeat(64) }
const contract = step("sign-contract", {
  contract: { signer: "committee", sha256: "b".repeat(64) },
  price: 50_000_000
})

// The areas of three flats, 300 m² together, in square centimetres. The first two flats miss two thirds of the area by
// one square centimetre.
const areas = { "b1-301": 1_000_000, "b1-302": 999_999, "b1-303": 1_000_001 }
const owners = { "b1-301": "li", "b1-302": "wu", "b1-303": "xu" } as const
const opening = (poll: string, closes: string, more: object = {}) => ({
  _tag: "OpenPoll",
  poll,
  case: lift,
  rules,
  closes,
  // The lift serves only the third floor, so only the owners on the third floor vote.
  sharing: true,
  units: Object.entries(owners).map(([unit, owner]) => ({ unit, owner })),
  ...more
})
const cast = (poll: string, owner: string, opinion = "agree", more: object = {}) => ({
  _tag: "CastBallot",
  poll,
  owner,
  opinion,
  ...more
})

const withdrawal = (owner: string, on?: string) => ({
  _tag: "WithdrawBallot",
  poll: "paper",
  owner,
  reason: "抄错",
  ...(on === undefined ? {} : { on })
})

/** Opens a case about a lift retrofit and surveys the owners. The next step of the case is the poll. */
const surveyed = Effect.gen(function* () {
  yield* TestClock.setTime(nine())
  yield* Governance.use(({ adopt }) => adopt(document()))
  yield* send("committee", registry)
  for (const [unit, area] of Object.entries(areas)) {
    yield* submit("committee", {
      _tag: "EnterHousehold",
      household: { id: unit, building: "b1", unit: unit.slice(3), floor: 3, area, tags: [] }
    })
  }
  yield* submit("head-b1", {
    _tag: "OpenCase",
    case: lift,
    playbook: "lift-retrofit",
    subjects: ["building:b1"],
    evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
  })
  yield* submit("lead-unity", step("find-feasible", { feasibility: "可行" }))
  yield* submit("head-b1", step("survey", { asked: 3, "in-favour": 3 }))
  yield* submit("committee", step("open-poll", { question: "加装电梯", electorate: "stairwell" }))
})

const inDistrict = <A, E>(test: Effect.Effect<A, E, Governance | Ledger>) =>
  Effect.andThen(surveyed, test).pipe(
    Effect.provide(layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory))))
  )

describe("a poll", () => {
  it.effect(
    "that misses the majority by one square centimetre allows no contract; the next poll does, after its posting",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* submit("committee", opening("first", "2026-03-10"))
          yield* submit("committee", cast("first", "li"))
          yield* submit("lead-unity", cast("first", "wu"))
          // The poll is still open, because the third owner may still vote.
          expect(yield* refused("committee", step("post-result", { posting: photo }))).toEqual([
            { _tag: "PollNotCarried", poll: rules, result: "open" }
          ])
          yield* TestClock.setTime(nine(9))
          expect(yield* refused("committee", step("post-result", { posting: photo }))).toEqual([
            { _tag: "PollNotCarried", poll: rules, result: "failed" }
          ])
          yield* submit("committee", opening("second", "2026-03-20"))
          yield* submit("committee", cast("second", "li"))
          yield* submit("committee", cast("second", "xu"))
          yield* TestClock.setTime(nine(19))
          yield* submit("committee", step("post-result", { posting: photo }))
          const early = yield* refused("committee", contract)
          expect(early).toMatchObject([{ _tag: "ShutUntil", stage: "posted", day: firstDay + 30 }])
          yield* TestClock.setTime(nine(30))
          yield* Governance.use(({ wake }) => wake(district))
          yield* submit("committee", contract)
          const stage = yield* Governance.use(({ read }) =>
            read(district, (state) => {
              const found = state.cases.get(lift)?.state
              return found?._tag === "Opened" ? found.stage : undefined
            })
          )
          expect(stage).toBe("contracted")
        })
      )
  )

  // Case 21: twelve flats of 80 m² each. The owners of nine flats agree on the first day. So the other ballots cannot
  // change the result.
  const flats = Array.from({ length: 12 }, (_, n) => `b2-${201 + n}`)
  const twelve = (rulesPatch: Schema.Json) =>
    Effect.gen(function* () {
      yield* Governance.use(({ adopt }) => adopt(document({ pollRules: { [rules]: rulesPatch } })))
      for (const unit of flats) {
        yield* submit("committee", {
          _tag: "EnterHousehold",
          household: { id: unit, building: "b1", unit: unit.slice(3), floor: 2, area: 800_000, tags: [] }
        })
      }
      const units = flats.map((unit, n) => ({ unit, owner: `o${n + 1}` }))
      yield* submit("committee", opening("first", "2026-03-31", { units }))
      for (const { owner } of units.slice(0, 9)) yield* submit("committee", cast("first", owner))
    })
  const withdrawn = { _tag: "WithdrawBallot", poll: "first", owner: "o1", reason: "抄错" }

  it.effect("that is decided early allows no contract before it closes, because ballots may be recast", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twelve({})
        const post = step("post-result", { posting: photo })
        expect(yield* refused("committee", post)).toEqual([
          { _tag: "PollNotCarried", poll: rules, result: "open" }
        ])
        yield* submit("committee", withdrawn)
        for (const owner of ["o1", "o10", "o11", "o12"]) {
          yield* submit("committee", cast("first", owner, "against"))
        }
        yield* TestClock.setTime(nine(29))
        expect((yield* refused("committee", post)).length).toBe(1)
        yield* TestClock.setTime(nine(30))
        expect(yield* refused("committee", post)).toEqual([
          { _tag: "PollNotCarried", poll: rules, result: "failed" }
        ])
      })
    )
  )

  it.effect(
    "ends with its decision if the model says so: no ballot can be recast, and the contract is allowed",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* twelve({ final: "when-decided" })
          expect(yield* refused("committee", withdrawn)).toEqual([
            { _tag: "PollDecided", poll: "first", result: "carried" }
          ])
          yield* submit("committee", step("post-result", { posting: photo }))
          for (const owner of ["o10", "o11", "o12"]) {
            yield* submit("committee", cast("first", owner, "against"))
          }
        })
      )
  )

  it.effect("accepts ballots that were cast in time and entered late, until a step uses the result", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twelve({})
        yield* TestClock.setTime(nine(30))
        yield* submit("committee", cast("first", "o10", "against", { on: "2026-03-30" }))
        yield* submit("committee", step("post-result", { posting: photo }))
        expect(yield* refused("committee", cast("first", "o11", "against", { on: "2026-03-30" }))).toEqual([
          { _tag: "ResultUsed", poll: "first", step: "post-result" }
        ])
      })
    )
  )

  it.effect("on paper is entered some days after its first day, with its ballots and their days", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* TestClock.setTime(nine(9))
        yield* submit("committee", opening("paper", "2026-03-08", { opens: "2026-03-03" }))
        yield* submit("committee", cast("paper", "li", "agree", { on: "2026-03-04" }))
        yield* submit("committee", cast("paper", "wu", "agree", { on: "2026-03-05" }))
        // The withdrawal was noted on the last day, and is typed on the day after it.
        expect(yield* refused("committee", withdrawal("li"))).toMatchObject([{ _tag: "OutsideThePoll" }])
        expect(yield* refused("committee", withdrawal("li", "2026-03-03"))).toEqual([
          { _tag: "NoBallot", owner: "li" }
        ])
        yield* submit("committee", withdrawal("li", "2026-03-08"))
        const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 100))
        expect(entries.at(-1)?.data).toMatchObject({ on: "2026-03-08", recorded: "2026-03-11" })
      })
    )
  )

  it.effect("shows its counts, and the smallest number of further ballots that would decide it", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", opening("first", "2026-03-31"))
        yield* submit("committee", cast("first", "li"))
        const tally = yield* Governance.use(({ read }) =>
          read(district, (state, today) => {
            const poll = state.polls.get(PollId.make("first"))
            return poll === undefined ? undefined : Result.getOrThrow(tallyOn(poll, today))
          })
        )
        expect(tally).toMatchObject({
          result: "open",
          electorate: { area: 3_000_000, heads: 3 },
          agree: { area: 1_000_000, heads: 1 },
          fewest: { toPass: 1, toFail: 1 }
        })
      })
    )
  )

  it.effect(
    "refuses a second ballot, a ballot of an owner who is not asked, and a proxy without written authority",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* submit("committee", opening("first", "2026-03-31"))
          yield* submit("committee", cast("first", "li"))
          const before = yield* Ledger.use(({ head }) => head(district))
          expect(yield* refused("committee", cast("first", "li", "against"))).toEqual([
            { _tag: "VotedAlready", owner: "li" }
          ])
          expect(yield* refused("committee", cast("first", "zhao"))).toEqual([
            { _tag: "NotAnElector", owner: "zhao" }
          ])
          expect(yield* refused("committee", cast("first", "wu", "agree", { proxy: { by: "li" } }))).toEqual([
            { _tag: "NoWrittenAuthority", by: "li" },
            { _tag: "NoStatedOpinion", by: "li" }
          ])
          expect(yield* refused("committee", cast("none", "li"))).toEqual([
            { _tag: "PollUnknown", poll: "none" }
          ])
          expect(yield* Ledger.use(({ head }) => head(district))).toEqual(before)
          // A ballot was entered incorrectly. It is withdrawn, and the vote is entered again.
          yield* submit("committee", { _tag: "WithdrawBallot", poll: "first", owner: "li", reason: "抄错" })
          yield* submit("committee", cast("first", "li", "against"))
        })
      )
  )

  it.effect("that cannot be opened is refused with every reason at once", () =>
    inDistrict(
      Effect.gen(function* () {
        const units = [{ unit: "b1-301", owner: "li" }, { unit: "b1-301", owner: "wu" }, { unit: "b9-101" }]
        const reasons = yield* refused("committee", {
          ...opening("first", "2026-03-01"),
          opens: "2019-01-01",
          rules: "by-acclamation",
          units
        })
        expect(reasons.map((reason) => (typeof reason === "string" ? reason : reason._tag))).toEqual([
          "FactTooLongAgo",
          "RuleSetUnknown",
          "OpensBeforeItsCase",
          "UnitTwice",
          "UnitUnknown"
        ])
        yield* submit("committee", opening("first", "2026-03-31"))
        expect(yield* refused("committee", opening("second", "2026-04-30"))).toEqual([
          { _tag: "OtherPollOpen", poll: "first" }
        ])
      })
    )
  )

  it.effect("asks exactly the units of the case's buildings, or only those of sharing owners", () =>
    inDistrict(
      Effect.gen(function* () {
        const { units } = opening("first", "2026-03-31")
        const all = opening("first", "2026-03-31", { sharing: false })
        expect(yield* refused("committee", all)).toEqual([
          { _tag: "UnitsLeftOut", units: ["b1-101", "b1-102"] }
        ])
        const elsewhere = [...units, { unit: "b2-101" }]
        expect(yield* refused("committee", { ...all, sharing: true, units: elsewhere })).toEqual([
          { _tag: "UnitElsewhere", unit: "b2-101" }
        ])
        const everyone = [...units, { unit: "b1-101", owner: "qian" }, { unit: "b1-102", owner: "sun" }]
        yield* submit("committee", { ...all, units: everyone })
      })
    )
  )

  it.effect("cannot be held again under the same rules after one was carried", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", opening("first", "2026-03-10"))
        for (const owner of Object.values(owners)) yield* submit("committee", cast("first", owner))
        yield* TestClock.setTime(nine(9))
        expect(yield* refused("committee", opening("second", "2026-03-31"))).toEqual([
          { _tag: "PollCarriedAlready", poll: "first" }
        ])
      })
    )
  )

  it.effect("has sealed votes in the ledger", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* submit("committee", opening("first", "2026-03-31"))
        yield* submit("committee", cast("first", "li", "against"))
        const entries = yield* Ledger.use(({ read }) => read(district, 0, 10_000))
        const ballot = entries.find(({ type }) => type === "BallotCast")
        expect(JSON.stringify(ballot?.data)).not.toContain("against")
        expect(JSON.stringify(ballot?.data)).toContain("sealed")
      })
    )
  )
})
