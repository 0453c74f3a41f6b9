import { describe, expect, it } from "@effect/vitest"
import * as District from "@liulinhui/core/District"
import { Journal } from "@liulinhui/core/District"
import { verify as verifyCompanions } from "@liulinhui/core/Companion"
import { verify as verifyTalent } from "@liulinhui/core/Talent"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import type { Request } from "@liulinhui/core/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import { Vault } from "@liulinhui/core/Vault"
import * as Seals from "../../src/Seals.ts"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ask, caseId, district, document, firstDay, nine, registry, submission } from "../wanLiu.ts"

const inDistrict = <A, E>(test: Effect.Effect<A, E, Governance | Ledger | Vault>, own: Schema.Json = {}) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    yield* Governance.use(({ adopt }) => adopt(document(own)))
    yield* submit("committee", "registry", registry)
    return yield* test
  }).pipe(
    Effect.provide(layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory))))
  )

const submit = (by: string, id: string, request: Request) =>
  Governance.use((governance) => governance.submit(submission(by, id, request)))

const refusal = (by: string, id: string, request: Request) =>
  Effect.map(Effect.flip(submit(by, id, request)), (error) =>
    error._tag === "Refused" ? error.reasons.map(({ _tag }) => _tag) : [error._tag]
  )

/** Returns all companion pairs, each as the text `elder volunteer`. */
const companions = Governance.use(({ read }) =>
  read(district, (state) =>
    [...state.companions].map(([elder, { volunteer }]) => `${elder} ${volunteer}`).toSorted()
  )
)

const handlerOf = (id: string) =>
  Governance.use(({ read }) =>
    read(district, (state) => {
      const found = state.cases.get(caseId(id))?.state
      return found?._tag === "Opened" ? found.handler : undefined
    })
  )

const readable = Effect.gen(function* () {
  const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 10_000))
  return yield* Seals.open(yield* Vault, district, entries)
})

const events = Effect.map(readable, (entries) =>
  entries.map((entry) => Result.getOrThrow(Journal.decode(entry)).event)
)

const position = Effect.map(
  Ledger.use((ledger) => ledger.head(district)),
  (head) => head.position
)

const propose = (proposal: string) =>
  submit("lead-warmth", `propose/${proposal}`, ask({ _tag: "ProposeCompanions", proposal }))

describe("companions", () => {
  it.effect("are proposed with problem, reasons and proof, and assigned only after a person confirms", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("p")
        expect(yield* companions).toEqual([])
        const last = (yield* events).at(-1)
        if (last?._tag !== "CompanionsProposed") throw new Error(`found ${last?._tag}`)
        expect(last.automated).toBe(true)
        // The mandate of the former volunteer has ended. A resident aged 35 is not an elder.
        expect(last.problem.volunteers.map(({ id }) => id)).toEqual(["volunteer-unity", "volunteer-warmth"])
        expect(last.plan.pairs).toEqual([
          { elder: "b1-101-1", volunteer: "volunteer-unity", sameBuilding: true, kept: false },
          { elder: "b2-101-1", volunteer: "volunteer-warmth", sameBuilding: true, kept: false }
        ])
        expect(verifyCompanions(last.problem, last.plan)).toBe(true)
        yield* submit("lead-warmth", "confirm", ask({ _tag: "ConfirmCompanions", proposal: "p" }))
        expect(yield* companions).toEqual(["b1-101-1 volunteer-unity", "b2-101-1 volunteer-warmth"])
      })
    )
  )

  it.effect("keep the same volunteer when a plan is made again, and the plan changes nothing", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("one")
        yield* submit("lead-warmth", "confirm", ask({ _tag: "ConfirmCompanions", proposal: "one" }))
        yield* propose("two")
        const before = yield* position
        yield* submit("lead-warmth", "confirm/2", ask({ _tag: "ConfirmCompanions", proposal: "two" }))
        expect(yield* position).toBe(before + 1)
      })
    )
  )

  it.effect("may be overruled with a reason, for some elders, and within the offers of volunteers", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("p")
        const overrule = (pairs: Schema.Json) =>
          ask({ _tag: "OverruleCompanions", proposal: "p", pairs, reason: "old neighbours" })
        const before = yield* position
        expect(
          yield* refusal(
            "lead-warmth",
            "bad",
            overrule([
              { elder: "nobody", volunteer: "former" },
              { elder: "b1-101-1", volunteer: "volunteer-warmth" },
              { elder: "b1-101-1" }
            ])
          )
        ).toEqual(["NotInProposal", "NotInProposal", "ElderTwice"])
        expect(yield* position).toBe(before)
        yield* submit(
          "lead-warmth",
          "overrule",
          overrule([{ elder: "b1-101-1", volunteer: "volunteer-warmth" }, { elder: "b2-101-1" }])
        )
        expect(yield* companions).toEqual(["b1-101-1 volunteer-warmth"])
        expect(yield* events).toContainEqual(
          expect.objectContaining({ _tag: "CompanionsOverruled", reason: "old neighbours" })
        )
        expect(
          yield* refusal("lead-warmth", "late", ask({ _tag: "ConfirmCompanions", proposal: "p" }))
        ).toEqual(["ProposalDecided"])
      })
    )
  )

  it.effect("are overruled for a reason that is erased together with an elder in it", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("p")
        const pairs = [{ elder: "b1-101-1", volunteer: "volunteer-warmth" }, { elder: "b2-101-1" }]
        const overrule = ask({ _tag: "OverruleCompanions", proposal: "p", pairs, reason: "old neighbours" })
        yield* submit("lead-warmth", "overrule", overrule)
        yield* submit(
          "committee",
          "erase",
          ask({ _tag: "EraseResident", resident: "b1-101-1", basis: "request" })
        )
        const found = (yield* events).find(({ _tag }) => _tag === "CompanionsOverruled")
        expect(found).toMatchObject({ pairs })
        expect(found).not.toHaveProperty("reason")
        // A second service over the same ledger folds all its entries again.
        const ledger = yield* Ledger
        const vault = yield* Vault
        const again = layer().pipe(
          Layer.provide(Layer.mergeAll(Layer.succeed(Ledger, ledger), Layer.succeed(Vault, vault)))
        )
        const proposals = yield* Governance.use(({ read }) =>
          read(district, (state) => [...state.companionProposals.values()].map(({ status }) => status))
        ).pipe(Effect.provide(again, { local: true }))
        expect(proposals).toEqual(["overruled"])
      })
    )
  )

  it.effect("cannot exceed the offer of a volunteer, also if they are overruled", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("p")
        expect(
          yield* refusal(
            "lead-warmth",
            "too-many",
            ask({
              _tag: "OverruleCompanions",
              proposal: "p",
              pairs: [{ elder: "b2-101-1", volunteer: "volunteer-unity" }],
              reason: "r"
            })
          )
        ).toEqual(["TooManyElders"])
      }),
      { actors: { "volunteer-unity": { offers: { elders: 1 } } } }
    )
  )

  it.effect("may be rejected, and then the proposal has no effect", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("p")
        const reject = ask({ _tag: "RejectCompanions", proposal: "p", reason: "the survey is not done" })
        yield* submit("general-branch", "reject", reject)
        expect(
          yield* refusal("lead-warmth", "confirm", ask({ _tag: "ConfirmCompanions", proposal: "p" }))
        ).toEqual(["ProposalDecided"])
        expect(yield* companions).toEqual([])
      })
    )
  )

  it.effect("whom an elder refuses are released, and not proposed again until people assign them", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("one")
        yield* submit("lead-warmth", "confirm", ask({ _tag: "ConfirmCompanions", proposal: "one" }))
        const pair = { volunteer: "volunteer-unity", elder: "b1-101-1" }
        yield* submit(
          "lead-warmth",
          "refuse",
          ask({ _tag: "RefuseCompanion", ...pair, reason: "an old quarrel" })
        )
        expect(yield* companions).toEqual(["b2-101-1 volunteer-warmth"])
        yield* propose("two")
        yield* submit("lead-warmth", "confirm/2", ask({ _tag: "ConfirmCompanions", proposal: "two" }))
        expect(yield* companions).toEqual(["b1-101-1 volunteer-warmth", "b2-101-1 volunteer-warmth"])
        yield* submit("lead-warmth", "release", ask({ _tag: "ReleaseCompanion", elder: "b1-101-1" }))
        yield* submit("lead-warmth", "assign", ask({ _tag: "AssignCompanions", pairs: [pair] }))
        yield* submit("lead-warmth", "release/2", ask({ _tag: "ReleaseCompanion", elder: "b1-101-1" }))
        yield* propose("three")
        yield* submit("lead-warmth", "confirm/3", ask({ _tag: "ConfirmCompanions", proposal: "three" }))
        expect(yield* companions).toContain("b1-101-1 volunteer-unity")
      })
    )
  )

  const assigned = (volunteer: string, ...elders: ReadonlyArray<string>) =>
    ask({ _tag: "AssignCompanions", pairs: elders.map((elder) => ({ volunteer, elder })) })

  it.effect("are assigned only within the volunteer's own offer, also if no plan was computed", () =>
    inDistrict(
      Effect.gen(function* () {
        const both = assigned("volunteer-unity", "b1-101-1", "b2-101-1")
        expect(yield* refusal("lead-warmth", "both", both)).toEqual(["TooManyElders"])
        yield* submit("lead-warmth", "one", assigned("volunteer-unity", "b1-101-1"))
        // An actor who has offered nothing is limited by the model alone.
        yield* submit("lead-warmth", "two", assigned("head-b2", "b2-101-1"))
        expect(yield* companions).toEqual(["b1-101-1 volunteer-unity", "b2-101-1 head-b2"])
      }),
      { actors: { "volunteer-unity": { offers: { elders: 1 } } } }
    )
  )

  it.effect("are limited by the number in the model, which a district may change", () =>
    inDistrict(
      Effect.gen(function* () {
        const both = assigned("head-b2", "b1-101-1", "b2-101-1")
        expect(yield* refusal("lead-warmth", "both", both)).toEqual(["TooManyElders"])
      }),
      {
        companions: { most: 1 },
        actors: {
          "volunteer-unity": { offers: { elders: 1 } },
          "volunteer-warmth": { offers: { elders: 1 } },
          former: null
        }
      }
    )
  )

  it.effect("that have changed since are not overwritten by an older plan", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* propose("p")
        const pairs = [{ volunteer: "volunteer-warmth", elder: "b1-101-1" }]
        yield* submit("lead-warmth", "assign", ask({ _tag: "AssignCompanions", pairs }))
        const before = yield* position
        expect(
          yield* refusal("lead-warmth", "confirm", ask({ _tag: "ConfirmCompanions", proposal: "p" }))
        ).toEqual(["CompanionChanged"])
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("cannot be computed if the model has no companion scheme", () =>
    inDistrict(
      Effect.gen(function* () {
        const asked = ask({ _tag: "ProposeCompanions", proposal: "p" })
        expect(yield* refusal("general-branch", "p", asked)).toEqual(["NotInModel"])
      }),
      { companions: null }
    )
  )

  it.effect("are found and confirmed for 945 elders and 189 volunteers, at most five elders each", () => {
    const buildings = Array.from({ length: 43 }, (_, n) => `t${n}`)
    const volunteer = (n: number) => ({
      mandates: [{ role: "volunteer", scope: { group: "warmth" } }],
      offers: { building: `t${n % 43}`, elders: 5 }
    })
    const actors = Object.fromEntries(Array.from({ length: 189 }, (_, n) => [`helper-${n}`, volunteer(n)]))
    const flats = Array.from({ length: 945 }, (_, n) => ({ flat: `f${n}`, building: `t${(n * 7) % 43}` }))
    return inDistrict(
      Effect.gen(function* () {
        yield* submit(
          "committee",
          "roster",
          ask({
            _tag: "ImportRegistry",
            buildings: buildings.map((id) => ({ id, label: id, floors: 6 })),
            households: flats.map(({ building, flat }) => ({
              id: flat,
              building,
              unit: flat,
              floor: 1,
              area: 500_000,
              tags: []
            })),
            residents: flats.map(({ flat }) => ({
              id: `${flat}-1`,
              household: flat,
              name: flat,
              birth: "1940-01-01",
              tags: []
            }))
          })
        )
        yield* propose("p")
        const plan = yield* Governance.use(({ read }) =>
          read(district, (state) => [...state.companionProposals.values()][0]?.content.plan)
        )
        expect(plan?.pairs).toHaveLength(947)
        expect(plan?.pairs.filter(({ sameBuilding }) => sameBuilding).length).toBeGreaterThan(800)
        yield* submit("lead-warmth", "confirm", ask({ _tag: "ConfirmCompanions", proposal: "p" }))
        const counts = new Map<string, number>()
        for (const line of yield* companions) {
          const name = line.split(" ")[1] ?? ""
          counts.set(name, (counts.get(name) ?? 0) + 1)
        }
        expect(Math.max(...counts.values())).toBeLessThanOrEqual(5)
      }),
      { actors }
    )
  })
})

const openCase = (id: string, subject: string): Request =>
  ask({
    _tag: "OpenCase",
    case: id,
    playbook: "hardship-and-hoarding",
    subjects: [subject],
    evidence: { situation: "x" }
  })

/** Opens two cases of the Warm Heart group, one in each building. */
const twoCases = Effect.gen(function* () {
  yield* submit("lead-warmth", "one", openCase("one", "household:b1-101"))
  yield* submit("lead-warmth", "two", openCase("two", "household:b2-101"))
})

const wanted = (...ids: ReadonlyArray<string>) => ids.map((id) => ({ case: id, minutes: 30 }))

const proposeTalent = (proposal: string, tasks: Schema.Json, more: object = {}) =>
  submit(
    "lead-warmth",
    `propose/${proposal}`,
    ask({ _tag: "ProposeTalent", proposal, wanted: tasks, ...more })
  )

const confirm = (proposal: string) =>
  submit("lead-warmth", `confirm/${proposal}`, ask({ _tag: "ConfirmTalent", proposal }))

describe("capable residents", () => {
  it.effect("are proposed for a case with reasons and proof, and get it after a person confirms", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twoCases
        yield* proposeTalent("p", wanted("one"))
        const last = (yield* events).at(-1)
        if (last?._tag !== "TalentProposed") throw new Error(`found ${last?._tag}`)
        expect(verifyTalent(last.problem, last.plan)).toBe(true)
        expect(last.problem.talents.map(({ id }) => id)).toEqual(["volunteer-unity", "volunteer-warmth"])
        expect(last.plan.pairs).toMatchObject([{ task: "one", talent: "volunteer-warmth" }])
        expect(last.plan.pairs[0]?.byCriterion.skills).toBeGreaterThan(0)
        expect(yield* handlerOf("one")).toBeUndefined()
        yield* confirm("p")
        expect(yield* handlerOf("one")).toEqual({ actor: "volunteer-warmth" })
      })
    )
  )

  it.effect("take turns: the one who got the last case is not first for the next", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twoCases
        yield* proposeTalent("p", wanted("one"))
        yield* confirm("p")
        yield* proposeTalent("q", wanted("two"))
        yield* confirm("q")
        const handlers = [yield* handlerOf("one"), yield* handlerOf("two")]
        expect(new Set(handlers.map((handler) => JSON.stringify(handler))).size).toBe(2)
      }),
      // Both volunteers have the same skills. They differ only in how often they were chosen before and in how many
      // tasks they have now.
      { actors: { "volunteer-unity": { offers: { skills: { "elder-care": 70 } } } } }
    )
  )

  it.effect(
    "who know a household from an earlier case get its next case, if the model has points for continuity",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* twoCases
          yield* proposeTalent("p", wanted("one"))
          yield* confirm("p")
          const first = yield* handlerOf("one")
          yield* submit("lead-warmth", "again", openCase("again", "household:b1-101"))
          yield* TestClock.setTime(nine(12))
          yield* proposeTalent("q", wanted("again", "two"))
          const last = (yield* events).at(-1)
          if (last?._tag !== "TalentProposed") throw new Error(`found ${last?._tag}`)
          expect(verifyTalent(last.problem, last.plan)).toBe(true)
          expect(last.problem.tasks.map(({ known }) => known?.length)).toEqual([1, 0])
          expect(last.problem.talents.map(({ waited }) => waited).toSorted()).toEqual([12, 180])
          yield* confirm("q")
          expect(yield* handlerOf("again")).toEqual(first)
        }),
        {
          talent: { criteria: { continuity: 100_000, waiting: 1 } },
          actors: { "volunteer-unity": { offers: { skills: { "elder-care": 70 } } } }
        }
      )
  )

  it.effect("who refuse a task with a reason are not proposed for it, and cannot get it by overruling", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twoCases
        const unwilling = [{ talent: "volunteer-warmth", task: "one", reason: "a relative" }]
        yield* proposeTalent("p", wanted("one"), { unwilling })
        const overrule = (talent: string) =>
          ask({
            _tag: "OverruleTalent",
            proposal: "p",
            pairs: [{ task: "one", talent }],
            reason: "knows the family"
          })
        expect(yield* refusal("lead-warmth", "bad", overrule("volunteer-warmth"))).toEqual(["TalentBanned"])
        expect(yield* refusal("lead-warmth", "worse", overrule("former"))).toEqual(["NotInProposal"])
        yield* confirm("p")
        expect(yield* handlerOf("one")).toEqual({ actor: "volunteer-unity" })
      })
    )
  )

  it.effect("may be overruled with a reason, and rejected", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twoCases
        yield* proposeTalent("p", wanted("one"))
        const pairs = [{ task: "one", talent: "volunteer-unity" }]
        const overrule = ask({ _tag: "OverruleTalent", proposal: "p", pairs, reason: "lives next door" })
        yield* submit("lead-warmth", "overrule", overrule)
        expect(yield* handlerOf("one")).toEqual({ actor: "volunteer-unity" })
        yield* proposeTalent("q", wanted("two"))
        yield* submit(
          "lead-warmth",
          "reject",
          ask({ _tag: "RejectTalent", proposal: "q", reason: "not now" })
        )
        expect(yield* refusal("lead-warmth", "late", ask({ _tag: "ConfirmTalent", proposal: "q" }))).toEqual([
          "ProposalDecided"
        ])
        expect(yield* handlerOf("two")).toBeUndefined()
      })
    )
  )

  it.effect("join a team, have less time during it, and leave it", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* proposeTalent("p", [{ team: "warmth", people: 2, minutes: 100 }])
        yield* confirm("p")
        const again = [{ team: "warmth", people: 1, minutes: 100 }]
        expect(
          yield* refusal(
            "lead-warmth",
            "again",
            ask({ _tag: "ProposeTalent", proposal: "again", wanted: again })
          )
        ).toEqual(["TasksWanting"])
        const leave = (id: string, more: object = {}) =>
          submit(
            "lead-warmth",
            id,
            ask({ _tag: "LeaveTeam", talent: "volunteer-unity", team: "warmth", ...more })
          )
        // Nobody leaves a team on a day before joining it.
        const before = yield* Effect.flip(leave("leave/0", { on: "2026-03-01" }))
        expect(before._tag === "Refused" && before.reasons.map(({ _tag }) => _tag)).toEqual(["NoSuchDuty"])
        yield* TestClock.setTime(nine(3))
        yield* leave("leave", { on: "2026-03-03" })
        expect(
          yield* Governance.use(({ read }) =>
            read(district, (state) => state.talent.duties.flatMap(({ left }) => left ?? []))
          )
        ).toEqual([firstDay + 1])
        const twice = yield* Effect.flip(leave("leave/2"))
        expect(twice._tag === "Refused" && twice.reasons.map(({ _tag }) => _tag)).toEqual(["NoSuchDuty"])
        yield* proposeTalent("q", again)
        const talent = yield* Governance.use(({ read }) =>
          read(district, (state) =>
            [...state.talent.proposals.values()].flatMap(({ content }) =>
              content.plan.pairs.map((pair) => pair.talent)
            )
          )
        )
        expect(talent.at(-1)).toBe("volunteer-unity")
      })
    )
  )

  it.effect(
    "keep a case that they have if it is given out again, as one task, and end with a reason if they refuse it",
    () =>
      inDistrict(
        Effect.gen(function* () {
          yield* twoCases
          yield* proposeTalent("p", wanted("one"))
          yield* confirm("p")
          yield* proposeTalent("q", wanted("one"))
          yield* confirm("q")
          const state = yield* Governance.use(({ read }) =>
            read(district, ({ talent: { duties, proposals } }) => ({
              duties,
              ends: [...proposals.values()].map(({ content }) => content.plan.ends)
            }))
          )
          expect(state.duties.map(({ talent, task }) => `${task} ${talent}`)).toEqual([
            "one volunteer-warmth"
          ])
          expect(state.ends).toEqual([undefined, []])
          const unwilling = [{ talent: "volunteer-warmth", task: "one", reason: "moving away" }]
          yield* proposeTalent("r", wanted("one"), { unwilling })
          const last = (yield* events).at(-1)
          if (last?._tag !== "TalentProposed") throw new Error(`found ${last?._tag}`)
          expect(last.plan.ends).toEqual([{ task: "one", talent: "volunteer-warmth", because: "refused" }])
          yield* confirm("r")
          expect(yield* handlerOf("one")).toEqual({ actor: "volunteer-unity" })
        })
      )
  )

  it.effect("fill as many places as possible, if the model allows open places", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* proposeTalent("p", [{ team: "warmth", people: 5, minutes: 30 }])
        const last = (yield* events).at(-1)
        if (last?._tag !== "TalentProposed") throw new Error(`found ${last?._tag}`)
        expect(last.plan.pairs).toHaveLength(2)
        expect(last.plan.open).toEqual([{ task: "warmth", places: 3 }])
        yield* confirm("p")
      }),
      { talent: { partial: true } }
    )
  )

  it.effect("are not proposed for closed cases or unknown groups", () =>
    inDistrict(
      Effect.gen(function* () {
        const tasks = [...wanted("no-such-case"), { team: "nobody", people: 1, minutes: 1 }]
        expect(
          yield* refusal("lead-warmth", "p", ask({ _tag: "ProposeTalent", proposal: "p", wanted: tasks }))
        ).toEqual(["TaskUnknown", "TaskUnknown"])
      })
    )
  )

  it.effect("do not get a case that was closed before the confirmation, and nothing is written", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twoCases
        yield* proposeTalent("p", wanted("one", "two"))
        yield* submit("lead-warmth", "w", ask({ _tag: "WithdrawCase", case: "one", reason: "a mistake" }))
        const before = yield* position
        expect(
          (yield* refusal("lead-warmth", "confirm", ask({ _tag: "ConfirmTalent", proposal: "p" }))).length
        ).toBeGreaterThan(0)
        expect(yield* position).toBe(before)
        expect(yield* handlerOf("two")).toBeUndefined()
      })
    )
  )
})

describe("a proposal of volunteers", () => {
  it.effect("is the same after the ledger is folded again", () =>
    inDistrict(
      Effect.gen(function* () {
        yield* twoCases
        yield* propose("c")
        yield* submit("lead-warmth", "confirm/c", ask({ _tag: "ConfirmCompanions", proposal: "c" }))
        yield* proposeTalent("p", wanted("one", "two"))
        yield* confirm("p")
        const plain = ({ companionProposals, companions, talent }: District.District) => ({
          companionProposals,
          companions,
          talent
        })
        const kept = yield* Governance.use(({ read }) => read(district, (state) => plain(state)))
        const folded = District.draft()
        for (const entry of yield* readable) {
          Result.getOrThrow(District.apply(folded, entry))
        }
        expect(plain(folded)).toEqual(kept)
      })
    )
  )
})
