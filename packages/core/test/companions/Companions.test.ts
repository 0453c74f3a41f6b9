import { describe, expect, it } from "@effect/vitest"
import * as Companions from "../../src/companions/Companions.ts"
import { ActorId, BuildingId, ResidentId } from "../../src/place/Id.ts"
import * as Schema from "effect/Schema"
import fc from "fast-check"

const actor = (n: number): ActorId => ActorId.make(`v-${n}`)
const resident = (n: number): ResidentId => ResidentId.make(`e-${n}`)
const building = (n: number): BuildingId => BuildingId.make(`b-${n}`)

const small: fc.Arbitrary<Companions.CompanionProblem> = fc
  .record({
    volunteers: fc.array(fc.record({ at: fc.nat(2), most: fc.nat(2) }), { maxLength: 3 }),
    elders: fc.array(fc.nat(2), { maxLength: 4 }),
    inForce: fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 4 }),
    bans: fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 3 })
  })
  .map(({ bans, elders, inForce, volunteers }) => ({
    volunteers: volunteers.map(({ at, most }, n) => ({ id: actor(n), building: building(at), most })),
    elders: elders.map((at, n) => ({ id: resident(n), building: building(at) })),
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
  it("finds companions for as many elders as possible, then from their building, then the present ones", () => {
    fc.assert(
      fc.property(small, (problem) => {
        const { elders, inForce } = problem
        const merit = (choice: Choice): ReadonlyArray<number> => [
          choice.filter((volunteer) => volunteer !== undefined).length,
          choice.filter((volunteer, e) => volunteer?.building === elders[e]?.building).length,
          choice.filter((volunteer, e) =>
            inForce.some((pair) => pair.volunteer === volunteer?.id && pair.elder === elders[e]?.id)
          ).length
        ]
        const merits = choices(problem).map(merit)
        const order = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
          (b[0] ?? 0) - (a[0] ?? 0) || (b[1] ?? 0) - (a[1] ?? 0) || (b[2] ?? 0) - (a[2] ?? 0)
        const best = merits.toSorted(order)[0] ?? []
        const plan = Companions.solve(problem)
        expect([
          plan.pairs.length,
          plan.pairs.filter(({ sameBuilding }) => sameBuilding).length,
          plan.pairs.filter(({ kept }) => kept).length
        ]).toEqual(best)
        expect(plan.without.length).toBe(elders.length - plan.pairs.length)
        expect(plan.unique).toBe(merits.filter((each) => order(each, best) === 0).length === 1)
        expect(Companions.verify(problem, plan)).toBe(true)
      }),
      { numRuns: 400 }
    )
  })

  it("does not depend on the order of its lists", () => {
    fc.assert(
      fc.property(small, (problem) => {
        const turned = {
          volunteers: problem.volunteers.toReversed(),
          elders: problem.elders.toReversed(),
          inForce: problem.inForce.toReversed(),
          bans: problem.bans.toReversed()
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
    const problem = { volunteers, elders, inForce, bans: [] }
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
