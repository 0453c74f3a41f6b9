import { describe, expect, it } from "@effect/vitest"
import * as Companions from "../../src/companions/Companions.ts"
import { Goal, type Goals, levelsOf } from "../../src/proposals/Goals.ts"
import { needOf } from "../../src/proposals/Need.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, HouseholdId, ResidentId } from "../../src/place/Id.ts"
import type { Stay } from "../../src/place/Registry.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"

const actor = (n: number): ActorId => ActorId.make(`v-${n}`)
const resident = (n: number): ResidentId => ResidentId.make(`e-${n}`)
const building = (n: number): BuildingId => BuildingId.make(`b-${n}`)

const small: fc.Arbitrary<Companions.CompanionProblem> = fc
  .record({
    volunteers: fc.array(fc.record({ at: fc.nat(2), most: fc.nat(2) }), { maxLength: 3 }),
    elders: fc.array(fc.record({ at: fc.nat(2), points: fc.nat(3), unvisited: fc.nat(3) }), { maxLength: 4 }),
    inForce: fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 4 }),
    bans: fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 3 })
  })
  .map(({ bans, elders, inForce, volunteers }) => ({
    volunteers: volunteers.map(({ at, most }, n) => ({ id: actor(n), building: building(at), most })),
    elders: elders.map(({ at, unvisited }, n) => ({ id: resident(n), building: building(at), unvisited })),
    needs: elders.map(({ points }, n) => ({ elder: resident(n), parts: [{ of: "age", points }] })),
    inForce: inForce.map(([v, e]) => ({ volunteer: actor(v), elder: resident(e) })),
    bans: bans.map(([v, e]) => ({ volunteer: actor(v), elder: resident(e), reason: "they do not get on" }))
  }))

type Choice = ReadonlyArray<Companions.Volunteer | undefined>

/** All possible ways to give companions to all elders. */
const choices = ({ bans, elders, volunteers }: Companions.CompanionProblem): ReadonlyArray<Choice> => {
  let all: ReadonlyArray<Choice> = [[]]
  for (const elder of elders) {
    all = all.flatMap((choice) =>
      [undefined, ...volunteers].flatMap((volunteer) => {
        const count = choice.filter((each) => each === volunteer).length
        const banned = bans.some((ban) => ban.volunteer === volunteer?.id && ban.elder === elder.id)
        return volunteer !== undefined && (banned || count >= (volunteer.most ?? 5))
          ? []
          : [[...choice, volunteer]]
      })
    )
  }
  return all
}

describe("the companion scheme", () => {
  /** The value of a choice in each goal: less is better. */
  const costs = ({ elders, inForce, needs = [] }: Companions.CompanionProblem, choice: Choice) => {
    const alone = elders.filter((_, e) => choice[e] === undefined)
    const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)
    const partsOf = (id: string) =>
      needs.flatMap(({ elder, parts = [] }) => (elder === id ? parts.map(({ points }) => points) : []))
    return {
      served: alone.length,
      continuity: elders.filter(({ id }, e) => {
        const own = inForce.filter(({ elder }) => elder === id)
        return own.length > 0 && own.every(({ volunteer }) => volunteer !== choice[e]?.id)
      }).length,
      need: sum(alone.flatMap(({ id }) => partsOf(id))),
      unvisited: sum(alone.map(({ unvisited = 0 }) => unvisited)),
      place: elders.filter(({ building: at }, e) => choice[e]?.building !== at).length
    }
  }

  const goals = fc.option(
    fc
      .shuffledSubarray([...Goal.literals], { minLength: 1 })
      .chain((order) => fc.tuple(fc.constant(order), fc.boolean(), fc.integer({ min: 1, max: 5 })))
      .map(([order, weighed, weight]): Goals => {
        const [first = "served", second, ...others] = order
        return weighed && second !== undefined
          ? [{ [first]: 1, [second]: weight }, ...others]
          : [first, ...(second === undefined ? [] : [second]), ...others]
      }),
    { nil: undefined }
  )

  it("finds the best companions by the goals, in their order and with their weights", () => {
    fc.assert(
      fc.property(small, goals, (some, order) => {
        const problem = { ...some, ...(order === undefined ? {} : { goals: order }) }
        const levels = levelsOf(order ?? Companions.usualGoals)
        const merit = (choice: Choice): ReadonlyArray<number> => {
          const each = costs(problem, choice)
          return levels.map((level) => level.reduce((sum, [goal, weight]) => sum + weight * each[goal], 0))
        }
        const before = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
          a.reduce((found, value, at) => (found === 0 ? value - (b[at] ?? 0) : found), 0)
        const merits = choices(problem).map(merit)
        const best = merits.toSorted(before)[0] ?? []
        const plan = Companions.solve(problem)
        const chosen = problem.elders.map(({ id }) => {
          const own = plan.pairs.find(({ elder }) => elder === id)
          return problem.volunteers.find((volunteer) => volunteer.id === own?.volunteer)
        })
        expect(merit(chosen)).toEqual(best)
        expect(plan.without.length).toBe(problem.elders.length - plan.pairs.length)
        expect(plan.unique).toBe(merits.filter((each) => before(each, best) === 0).length === 1)
        expect(Companions.verify(problem, plan)).toBe(true)
      }),
      { numRuns: 400 }
    )
  })

  it("lists every pair in force that would end, and no other", () => {
    fc.assert(
      fc.property(small, goals, (some, order) => {
        const problem = { ...some, ...(order === undefined ? {} : { goals: order }) }
        const plan = Companions.solve(problem)
        const isKept = (pair: { readonly elder: string; readonly volunteer: string }): boolean =>
          plan.pairs.some(({ elder, volunteer }) => elder === pair.elder && volunteer === pair.volunteer)
        const elders = new Set<string>(problem.elders.map(({ id }) => id))
        const ended = problem.inForce.filter((pair) => elders.has(pair.elder) && !isKept(pair))
        const names = (pairs: ReadonlyArray<{ readonly elder: string; readonly volunteer: string }>) =>
          pairs.map(({ elder, volunteer }) => `${elder} ${volunteer}`).toSorted()
        expect(names(plan.ends ?? [])).toEqual(names(ended))
      })
    )
  })

  const problemOf = (input: unknown): Companions.CompanionProblem =>
    Schema.decodeUnknownSync(Companions.CompanionProblem)(input)
  const places = { v1: "b1", v2: "b2" }

  it("[22] keeps the companion of an elder in another building, and lists a new elder next door as waiting", () => {
    const plan = Companions.solve(
      problemOf({
        volunteers: [{ id: "v1", building: "b1", most: 1 }],
        elders: [
          { id: "e-new", building: "b1" },
          { id: "e-old", building: "b2" }
        ],
        inForce: [{ volunteer: "v1", elder: "e-old" }],
        bans: []
      })
    )
    expect(plan.pairs.map(({ elder, kept }) => [elder, kept])).toEqual([["e-old", true]])
    expect([plan.without, plan.ends]).toEqual([["e-new"], []])
  })

  const crossed = {
    volunteers: Object.entries(places).map(([id, building]) => ({ id, building, most: 1 })),
    elders: [
      { id: "e1", building: "b2" },
      { id: "e2", building: "b1" }
    ],
    inForce: [
      { volunteer: "v1", elder: "e1" },
      { volunteer: "v2", elder: "e2" }
    ],
    bans: []
  }

  it("[22] changes nothing if all are content, although a swap would be nearer", () => {
    const plan = Companions.solve(problemOf(crossed))
    expect(plan.pairs.map(({ elder, kept, volunteer }) => [elder, volunteer, kept])).toEqual([
      ["e1", "v1", true],
      ["e2", "v2", true]
    ])
  })

  it("[22] says of each pair that it would end which goal requires that", () => {
    const plan = Companions.solve(problemOf({ ...crossed, goals: ["served", "place", "continuity"] }))
    expect(plan.ends).toEqual([
      { volunteer: "v1", elder: "e1", because: "place" },
      { volunteer: "v2", elder: "e2", because: "place" }
    ])
  })

  it("[22] says that a pair ends because of the volunteer or of a refusal, and not because of a goal", () => {
    const why = (more: object) => Companions.solve(problemOf({ ...crossed, ...more })).ends
    expect(why({ volunteers: [{ id: "v2", building: "b2", most: 1 }] })).toEqual([
      { volunteer: "v1", elder: "e1", because: "gone" }
    ])
    expect(why({ bans: [{ volunteer: "v1", elder: "e1", reason: "a quarrel" }] })).toContainEqual({
      volunteer: "v1",
      elder: "e1",
      because: "refused"
    })
    const both = [
      { volunteer: "v1", elder: "e1" },
      { volunteer: "v1", elder: "e2" }
    ]
    expect((why({ inForce: both }) ?? []).map(({ because }) => because)).toEqual(["full"])
  })

  it("[22] assigns scarce places to the elders who need them most, not by id", () => {
    const day = Day.make("2026-03-02")
    const elder = (n: number, born: string): Stay => ({
      id: resident(n),
      household: HouseholdId.make(`h-${n}`),
      birth: Day.make(born),
      tags: [],
      since: day,
      housedSince: day
    })
    const people = [
      [elder(1, "1955-01-01"), false],
      [elder(2, "1956-01-01"), false],
      [elder(3, "1931-01-01"), true]
    ] as const
    const problem: Companions.CompanionProblem = {
      volunteers: [{ id: actor(1), building: building(1), most: 2 }],
      elders: people.map(([{ id }]) => ({ id, building: building(1) })),
      inForce: [],
      bans: [],
      needs: people.map(([one, isAlone]) => ({ elder: one.id, parts: needOf({}, one, isAlone, day) }))
    }
    const { pairs, without } = Companions.solve(problem)
    expect(pairs.map((pair) => pair.elder)).toEqual([resident(1), resident(3)])
    expect(without).toEqual([resident(2)])
  })

  it("never turns an unknown age into points", () => {
    const day = Day.make("2026-03-02")
    const someone = {
      id: resident(1),
      household: HouseholdId.make("h-1"),
      tags: [],
      since: day,
      housedSince: day
    }
    expect(needOf({}, someone, false, day)).toEqual([])
    // Born in 1950: at least 75 years old.
    expect(needOf({}, { ...someone, bornIn: "1950" }, false, day)).toEqual([{ of: "age", points: 15 }])
  })

  it("does not depend on the order of its lists", () => {
    fc.assert(
      fc.property(small, (problem) => {
        const turned = {
          volunteers: problem.volunteers.toReversed(),
          elders: problem.elders.toReversed(),
          inForce: problem.inForce.toReversed(),
          bans: problem.bans.toReversed(),
          needs: (problem.needs ?? []).toReversed()
        }
        expect(Companions.solve(turned)).toEqual(Companions.solve(problem))
      })
    )
  })

  const seeded = (seed: number) => {
    let state = seed
    return (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  it("finds companions for 945 elders among 189 volunteers at one to five, with proof, in good time", () => {
    const random = seeded(7)
    const volunteers = Array.from({ length: 189 }, (_, n) => ({
      id: actor(n),
      building: building(random(43))
    }))
    const elders = Array.from({ length: 945 }, (_, n) => ({
      id: resident(n),
      building: building(random(43))
    }))
    const inForce = elders.map(({ id }) => ({ volunteer: actor(random(189)), elder: id }))
    const goals = ["served", "place", "continuity"] as const
    const problem = { volunteers, elders, inForce, bans: [], goals }
    const plan = Companions.solve(problem)
    expect(plan.without).toEqual([])
    const loads = new Map<string, number>()
    for (const { volunteer } of plan.pairs) loads.set(volunteer, (loads.get(volunteer) ?? 0) + 1)
    expect(Math.max(...loads.values())).toBe(5)
    expect(plan.pairs.filter(({ sameBuilding }) => sameBuilding).length).toBeGreaterThan(600)
    expect(Companions.verify(problem, plan)).toBe(true)

    // One volunteer becomes ill. All elders who can keep their companions keep them.
    const after = {
      ...problem,
      volunteers: volunteers.slice(1),
      inForce: plan.pairs.map(({ elder, volunteer }) => ({ volunteer, elder }))
    }
    const repaired = Companions.solve(after)
    expect(repaired.without.length).toBe(5)
    expect(repaired.pairs.filter(({ kept }) => kept).length).toBeGreaterThan(900)
    expect(Companions.verify(after, repaired)).toBe(true)
  })

  it("refutes a plan whose lists differ from its proof", () => {
    const problem = Schema.decodeUnknownSync(Companions.CompanionProblem)({
      volunteers: [{ id: "v-1", building: "b-1" }],
      elders: [
        { id: "e-1", building: "b-1" },
        { id: "e-2", building: "b-2" }
      ],
      inForce: [],
      bans: [{ volunteer: "v-1", elder: "e-2", reason: "a quarrel" }]
    })
    const plan = Companions.solve(problem)
    expect(plan.without).toEqual(["e-2"])
    expect(Companions.verify(problem, plan)).toBe(true)
    expect(Companions.verify(problem, { ...plan, without: [] })).toBe(false)
    expect(Companions.verify(problem, { ...plan, unique: !plan.unique })).toBe(false)
    expect(Companions.verify({ ...problem, bans: [] }, plan)).toBe(false)
  })
})
