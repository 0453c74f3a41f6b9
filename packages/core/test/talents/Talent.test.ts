import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import * as Talent from "../../src/talents/Talent.ts"
import { exclusions, type Task } from "../../src/talents/TalentProblem.ts"
import { ActorId, BuildingId, Tag } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { minutesCases, minutesPlans } from "./minutesCases.ts"

const mediation = Tag.make("mediation")
const person = (id: string, more: Partial<Talent.Talent> = {}): Talent.Talent => ({
  id: ActorId.make(id),
  skills: { [mediation]: 50 },
  free: 120,
  load: 0,
  most: 2,
  turns: 0,
  ...more
})
const task = (id: string, more: Partial<Task> = {}): Task => ({
  id: Talent.TaskId.make(id),
  needs: { [mediation]: 10 },
  requires: [],
  minutes: 60,
  people: 1,
  ...more
})
const problem = (more: Partial<Talent.TalentProblem>): Talent.TalentProblem => ({
  talents: [],
  tasks: [],
  criteria: { skills: 1, distance: 1, load: 1, turns: 1 },
  distances: [],
  bans: [],
  ...more
})
const solved = (of: Talent.TalentProblem): Talent.TalentPlan => Result.getOrThrow(Talent.solve(of))
const chosen = (of: Talent.TalentProblem): ReadonlyArray<string> =>
  solved(of).pairs.map(({ talent }) => talent)

const decode = Schema.decodeUnknownSync(Schema.toType(Talent.TalentProblem))

const anyProblem: fc.Arbitrary<Talent.TalentProblem> = fc
  .record({
    talents: fc.array(
      fc.record({
        skill: fc.nat(3),
        free: fc.constantFrom(0, 30, 60, 120, 165, 240),
        load: fc.nat(2),
        most: fc.nat(3),
        turns: fc.nat(3),
        last: fc.option(fc.nat(3), { nil: undefined })
      }),
      { maxLength: 4 }
    ),
    tasks: fc.array(
      fc.record({
        need: fc.nat(2),
        people: fc.constantFrom(0, 1, 1, 2),
        minutes: fc.constantFrom(0, 15, 30, 60, 75, 120),
        strict: fc.boolean()
      }),
      { maxLength: 3 }
    ),
    turns: fc.nat(2),
    banned: fc.boolean()
  })
  .map(({ banned, talents, tasks, turns }) =>
    problem({
      talents: talents.map(({ last, skill, ...rest }, n) =>
        person(`p${n}`, {
          ...rest,
          skills: { [mediation]: skill },
          ...(last === undefined ? {} : { last: Day.add(Day.make("2026-01-01"), last) })
        })
      ),
      tasks: tasks.map(({ minutes, need, people, strict }, n) =>
        task(`t${n}`, { minutes, people, needs: { [mediation]: need }, requires: strict ? [mediation] : [] })
      ),
      criteria: { skills: 1, distance: 0, load: 1, turns },
      bans: banned
        ? [{ talent: ActorId.make("p0"), task: Talent.TaskId.make("t0"), reason: "a relative" }]
        : []
    })
  )

interface Choice {
  readonly pairs: ReadonlyArray<{ readonly who: Talent.Talent; readonly what: Task }>
  /** The goals as numbers, the most important one first. More is better. */
  readonly worth: ReadonlyArray<number>
}

const isBetter = (one: ReadonlyArray<number>, other: ReadonlyArray<number>): boolean => {
  const at = one.findIndex((each, k) => each !== other[k])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}

/** The best choice by trying every set of pairs. `undefined` if no choice is possible. */
const bestByTrying = (of: Talent.TalentProblem): Choice | undefined => {
  const pairs = of.tasks.flatMap((what) =>
    of.talents.filter((who) => exclusions(of, who, what).length === 0).map((who) => ({ who, what }))
  )
  const isHeld = ({ what, who }: (typeof pairs)[number]): boolean =>
    of.inForce?.some(({ talent, task }) => talent === who.id && task === what.id) === true
  let best: Choice | undefined
  for (let subset = 0; subset < 2 ** pairs.length; subset++) {
    const choice = pairs.filter((_, k) => ((subset >> k) & 1) === 1)
    const isFilled = of.tasks.every((what) => {
      const found = choice.filter((pair) => pair.what === what).length
      return of.partial === true ? found <= what.people : found === what.people
    })
    const fits = of.talents.every((who) => {
      const own = choice.filter((pair) => pair.who === who)
      const minutes = own.reduce((sum, { what }) => sum + what.minutes, 0)
      return own.length <= Math.max(0, who.most - who.load) && minutes <= who.free
    })
    if (!isFilled || !fits) continue
    const points = choice.reduce((sum, { what, who }) => {
      const skill = (what.needs[mediation] ?? 0) * (who.skills[mediation] ?? 0)
      return sum + skill - who.load - of.criteria.turns * who.turns
    }, 0)
    const worth = [
      ...(of.partial === true ? [choice.length] : []),
      ...(of.repair === "best-score" ? [] : [choice.filter(isHeld).length]),
      points,
      0 - choice.reduce((sum, { who }) => sum + who.turns, 0)
    ]
    if (best === undefined || isBetter(worth, best.worth)) best = { pairs: choice, worth }
  }
  return best
}

const anyInForce: fc.Arbitrary<Talent.TalentProblem> = fc
  .record({
    of: anyProblem,
    held: fc.array(fc.record({ task: fc.nat(3), talent: fc.nat(4) }), { maxLength: 3 }),
    partial: fc.boolean(),
    repair: fc.constantFrom("best-score" as const, "fewest-changes" as const)
  })
  .map(({ held, of, partial, repair }) => ({
    ...of,
    ...(partial ? { partial } : {}),
    repair,
    inForce: [...new Map(held.map((one) => [`${one.task} ${one.talent}`, one])).values()].map(
      ({ talent, task }) => ({ task: Talent.TaskId.make(`t${task}`), talent: ActorId.make(`p${talent}`) })
    )
  }))

describe("as many places as can be, then the best", () => {
  it("no other choice fills more places, or keeps more pairs, or has more points, or fewer turns", () => {
    let [open, ended] = [0, 0]
    fc.assert(
      fc.property(anyInForce, (of) => {
        const best = bestByTrying(of)
        const result = Talent.solve(of)
        expect(Result.isSuccess(result)).toBe(best !== undefined)
        if (Result.isFailure(result) || best === undefined) return
        const plan = result.success
        expect(Talent.isBest(plan)).toBe(true)
        const turnsOf = (id: string): number => of.talents.find((one) => one.id === id)?.turns ?? 0
        const isHeld = (pair: { readonly talent: string; readonly task: string }): boolean =>
          of.inForce?.some(({ talent, task }) => talent === pair.talent && task === pair.task) === true
        expect([
          ...(of.partial === true ? [plan.pairs.length] : []),
          ...(of.repair === "best-score" ? [] : [plan.pairs.filter(isHeld).length]),
          plan.total,
          0 - plan.pairs.reduce((sum, { talent }) => sum + turnsOf(talent), 0)
        ]).toEqual(best.worth)
        // All open places and all ended pairs are listed.
        const places = plan.open?.reduce((sum, each) => sum + each.places, 0) ?? 0
        expect(plan.pairs.length + places).toBe(of.tasks.reduce((sum, { people }) => sum + people, 0))
        const gone = of.inForce?.filter(
          (pair) => !plan.pairs.some(({ talent, task }) => talent === pair.talent && task === pair.task)
        )
        expect(new Set(plan.ends?.map(({ talent, task }) => `${task} ${talent}`) ?? [])).toEqual(
          new Set(gone?.map(({ talent, task }) => `${task} ${talent}`))
        )
        if (places > 0) open++
        if ((plan.ends ?? []).some(({ because }) => because !== "gone")) ended++
        expect(Talent.verify(of, plan)).toBe(true)
        // A plan that is silent about ended pairs or open places, or leaves a place open, is refuted.
        const { ends = [], ...silent } = plan
        const [first, ...others] = plan.pairs
        const fewer = { ...plan, pairs: others, total: plan.total - (first?.points ?? 0) }
        expect(ends.length > 0 && Talent.verify(of, silent)).toBe(false)
        expect(places > 0 && Talent.verify(of, { ...plan, open: [] })).toBe(false)
        expect(of.partial === true && first !== undefined && Talent.verify(of, fewer)).toBe(false)
      }),
      { numRuns: 400 }
    )
    expect(open).toBeGreaterThan(5)
    expect(ended).toBeGreaterThan(5)
  })

  const both = ["an", "bo"].map((id) => person(id, { free: 60, most: 1 }))
  const three = problem({ talents: both, tasks: [task("t1"), task("t2"), task("t3")] })

  it("is refused unless the model allows open places, and then the open places are listed", () => {
    expect(Result.isFailure(Talent.solve(three))).toBe(true)
    const plan = solved({ ...three, partial: true })
    expect(plan.pairs.map(({ talent, task }) => `${task} ${talent}`)).toEqual(["t1 an", "t2 bo"])
    expect(plan.open).toEqual([{ task: "t3", places: 1 }])
  })

  it("of equal open places there is one choice: which seat of a team is empty makes no difference", () => {
    const plan = solved(problem({ talents: both, tasks: [task("team", { people: 5 })], partial: true }))
    expect(plan.open).toEqual([{ task: "team", places: 3 }])
    expect(plan.unique).toBe(true)
  })

  it("an answer to why not says which goal before the points would get worse", () => {
    const an = { talent: ActorId.make("an"), task: Talent.TaskId.make("t2") }
    const of = problem({
      talents: [person("an"), person("bo", { skills: { [mediation]: 90 } })],
      tasks: [task("t1"), task("t2")],
      inForce: [{ talent: ActorId.make("bo"), task: Talent.TaskId.make("t2") }]
    })
    expect(Talent.whyNot(of, solved(of), an.talent, an.task)).toEqual({
      _tag: "Costs",
      goal: "kept",
      lost: 1,
      points: 400
    })
    const few = problem({
      talents: [person("an", { most: 1 }), person("bo", { skills: {}, most: 1 })],
      tasks: [task("t1", { requires: [mediation] }), task("t2")],
      partial: true
    })
    expect(Talent.whyNot(few, solved(few), an.talent, an.task)).toMatchObject({ goal: "served", lost: 1 })
  })
})

describe("a pair in force that a choice ends", () => {
  const holding = (more: Partial<Talent.TalentProblem>) =>
    problem({
      tasks: [task("t")],
      inForce: [{ talent: ActorId.make("an"), task: Talent.TaskId.make("t") }],
      ...more
    })
  const because = (more: Partial<Talent.TalentProblem>) =>
    solved(holding(more)).ends?.map(({ because }) => because)
  const better = person("bo", { skills: { [mediation]: 90 } })

  it("is listed with its reason", () => {
    expect(because({ talents: [better] })).toEqual(["gone"])
    const an = ActorId.make("an")
    const t = Talent.TaskId.make("t")
    expect(
      because({ talents: [person("an"), better], bans: [{ talent: an, task: t, reason: "a relative" }] })
    ).toEqual(["refused"])
    expect(because({ talents: [person("an", { free: 10 }), better] })).toEqual(["unable"])
    expect(because({ talents: [person("an"), better], repair: "best-score" })).toEqual(["points"])
    const other = task("u", { requires: [mediation] })
    const needed = {
      talents: [person("an", { most: 1 }), person("bo", { skills: {} })],
      tasks: [task("t"), other]
    }
    expect(because(needed)).toEqual(["others"])
    expect(because({ ...needed, partial: true })).toEqual(["served"])
  })

  it("stays if only the points of another person are higher: pairs in force come first, unless the model says otherwise", () => {
    expect(because({ talents: [person("an"), better] })).toEqual([])
  })
})

describe("who should take a task", () => {
  it("is chosen best: no other choice within everybody's time and load has more points, or as many and fewer turns", () => {
    let chosenOften = 0
    fc.assert(
      fc.property(anyProblem, (of) => {
        const pairs = of.tasks.flatMap((what) =>
          of.talents.filter((who) => exclusions(of, who, what).length === 0).map((who) => ({ who, what }))
        )
        let best: readonly [number, number] | undefined
        for (let subset = 0; subset < 2 ** pairs.length; subset++) {
          const choice = pairs.filter((_, k) => ((subset >> k) & 1) === 1)
          if (!of.tasks.every((what) => choice.filter((pair) => pair.what === what).length === what.people))
            continue
          const fits = of.talents.every((who) => {
            const own = choice.filter((pair) => pair.who === who)
            const minutes = own.reduce((sum, { what }) => sum + what.minutes, 0)
            return own.length <= Math.max(0, who.most - who.load) && minutes <= who.free
          })
          if (!fits) continue
          const points = choice.reduce((sum, { what, who }) => {
            const skill = (what.needs[mediation] ?? 0) * (who.skills[mediation] ?? 0)
            return sum + skill - who.load - of.criteria.turns * who.turns
          }, 0)
          const turns = choice.reduce((sum, { who }) => sum + who.turns, 0)
          if (best === undefined || points > best[0] || (points === best[0] && turns < best[1]))
            best = [points, turns]
        }
        const result = Talent.solve(of)
        expect(Result.isSuccess(result)).toBe(best !== undefined)
        if (Result.isFailure(result)) return
        chosenOften++
        const turns = result.success.pairs.map(
          ({ talent }) => of.talents.find(({ id }) => id === talent)?.turns ?? 0
        )
        expect([result.success.total, turns.reduce((sum, each) => sum + each, 0)]).toEqual(best)
        expect(Talent.verify(of, result.success)).toBe(true)
        expect(Talent.verify(of, { ...result.success, total: result.success.total + 1 })).toBe(false)
        expect(Talent.verify(of, { ...result.success, unique: !result.success.unique })).toBe(false)
      }),
      { numRuns: 500 }
    )
    expect(chosenOften).toBeGreaterThan(50)
  })

  it("is the nearer person if skills are the same, or the one with fewer tasks", () => {
    const [home, near, far] = ["b-1", "b-2", "b-3"].map((id) => BuildingId.make(id)) as [
      BuildingId,
      BuildingId,
      BuildingId
    ]
    const distances = [
      { from: near, to: home, metres: 80 },
      { from: home, to: far, metres: 300 }
    ]
    const tasks = [task("case-1", { building: home })]
    const at = (id: string, building: BuildingId) => person(id, { building })
    expect(chosen(problem({ talents: [at("an", far), at("bo", near)], tasks, distances }))).toEqual(["bo"])
    expect(
      chosen(problem({ talents: [at("an", far), at("bo", near), at("cy", home)], tasks, distances }))
    ).toEqual(["cy"])
    // The distance to the building of "an" is not listed, so the longest listed distance is used.
    expect(
      solved(problem({ talents: [person("an")], tasks, distances })).pairs[0]?.byCriterion.distance
    ).toBe(-300)
    expect(chosen(problem({ talents: [person("an", { load: 1 }), person("bo")], tasks }))).toEqual(["bo"])
  })

  it("is, among equals, the person with the fewest turns, then the one who has waited longest, then the first by id", () => {
    const criteria = { skills: 1, distance: 0, load: 0, turns: 0 }
    const on = (day: string): Day.Day => Day.make(day)
    const tasks = [task("case-1")]
    expect(
      chosen(problem({ criteria, tasks, talents: [person("an", { turns: 2 }), person("bo", { turns: 1 })] }))
    ).toEqual(["bo"])
    expect(
      chosen(
        problem({
          criteria,
          tasks,
          talents: [
            person("an", { turns: 1, last: on("2026-03-02") }),
            person("bo", { turns: 1, last: on("2026-03-01") })
          ]
        })
      )
    ).toEqual(["bo"])
    expect(chosen(problem({ criteria, tasks, talents: [person("bo"), person("an")] }))).toEqual(["an"])
  })

  it("is, among equals, whom the goals of the model say: who has waited longest may come before who had fewest turns", () => {
    const talents = [
      person("an", { turns: 2, last: Day.make("2026-01-01") }),
      person("bo", { turns: 1, last: Day.make("2026-03-01") })
    ]
    const of = problem({
      talents,
      tasks: [task("t")],
      criteria: { skills: 1, distance: 0, load: 0, turns: 0 }
    })
    expect(chosen(of)).toEqual(["bo"])
    const waiting = { ...of, goals: ["waiting", "turns"] } as const
    expect(chosen(waiting)).toEqual(["an"])
    expect(Talent.verify(waiting, solved(waiting))).toBe(true)
    expect(Talent.verify(of, solved(waiting))).toBe(false)
  })

  it("may be the person who knows the case, or has waited longest, if the model has points for it", () => {
    const talents = [
      person("an", { waited: 10 }),
      person("bo", { waited: 90 }),
      person("chen", { waited: 10 })
    ]
    const tasks = [task("t", { known: [ActorId.make("chen")] })]
    const points = (more: { readonly continuity?: number; readonly waiting?: number }) =>
      problem({ talents, tasks, criteria: { skills: 1, distance: 0, load: 0, turns: 0, ...more } })
    expect(chosen(points({}))).toEqual(["an"])
    expect(chosen(points({ waiting: 1 }))).toEqual(["bo"])
    expect(chosen(points({ waiting: 1, continuity: 100 }))).toEqual(["chen"])
    const plan = solved(points({ waiting: 1, continuity: 100 }))
    expect(plan.pairs[0]?.byCriterion).toEqual({
      skills: 500,
      distance: 0,
      load: 0,
      turns: 0,
      continuity: 100,
      waiting: 10
    })
    expect(Talent.verify(points({ waiting: 1, continuity: 100 }), plan)).toBe(true)
  })

  it("is shared fairly over time: of people with the same skill, nobody gets two turns ahead of another", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(1),
        (people, rounds, turns) => {
          let talents = Array.from({ length: people }, (_, n) => person(`p${n}`))
          for (let round = 0; round < rounds; round++) {
            const of = problem({
              talents,
              tasks: [task("case-1")],
              criteria: { skills: 1, distance: 1, load: 1, turns }
            })
            const [who] = chosen(of)
            talents = talents.map((each) =>
              each.id === who
                ? { ...each, turns: each.turns + 1, last: Day.add(Day.make("2026-01-01"), round) }
                : each
            )
            const counts = talents.map(({ turns }) => turns)
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          }
        }
      ),
      { numRuns: 50 }
    )
  })

  it("is not always the most skilled: if turns cost points, every eligible person gets a turn in the end", () => {
    let talents = [80, 60, 40, 20].map((skill, n) => person(`p${n}`, { skills: { [mediation]: skill } }))
    for (let round = 0; round < 20; round++) {
      const of = problem({
        talents,
        tasks: [task("case-1")],
        criteria: { skills: 1, distance: 0, load: 0, turns: 100 }
      })
      const [who] = chosen(of)
      talents = talents.map((each) => (each.id === who ? { ...each, turns: each.turns + 1 } : each))
    }
    expect(talents.map(({ turns }) => turns)).toEqual([8, 6, 4, 2])
  })

  it("names the tasks that lack people, and why all others are not eligible", () => {
    const of = problem({
      talents: [person("an", { skills: {} }), person("bo", { free: 10, load: 2 }), person("cy")],
      tasks: [task("team", { people: 2, requires: [mediation] })],
      bans: [
        { talent: ActorId.make("an"), task: Talent.TaskId.make("team"), reason: "a party to the dispute" }
      ]
    })
    const result = Talent.solve(of)
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      {
        _tag: "TasksWanting",
        tasks: [{ task: "team", needs: 2 }],
        talents: [{ talent: "cy", atMost: 1 }],
        need: 2,
        have: 1,
        excluded: [
          {
            talent: "an",
            task: "team",
            reasons: [
              { _tag: "LacksSkill", skill: "mediation" },
              { _tag: "Banned", reason: "a party to the dispute" }
            ]
          },
          {
            talent: "bo",
            task: "team",
            reasons: [
              { _tag: "TooLittleTime", free: 10, minutes: 60 },
              { _tag: "LoadedFully", load: 2, most: 2 }
            ]
          }
        ]
      }
    ])
  })

  it("refuses people and tasks that are listed twice", () => {
    const result = Talent.solve(
      problem({ talents: [person("an"), person("an")], tasks: [task("t"), task("t")] })
    )
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      { _tag: "TalentTwice", talent: "an" },
      { _tag: "TaskTwice", task: "t" }
    ])
  })

  it.each(["one-person-two-tasks", "false-impossible", "below-best"] as const)(
    "[20] adds up the minutes of the tasks of a person: %s",
    (name) => {
      const of = decode(minutesCases[name])
      const plan = solved(of)
      expect(plan.pairs.map(({ talent, task }) => `${task} ${talent}`)).toEqual(minutesPlans[name])
      expect(plan.unproven).toBeUndefined()
      expect(Talent.verify(of, plan)).toBe(true)
    }
  )

  it("is refuted if a pair, the total, the uniqueness, the prices, or the statement of proof is changed", () => {
    const minutes = [90, 60, 60, 30]
    const of = problem({
      talents: ["an", "bo"].map((id) => person(id, { most: 3 })),
      tasks: minutes.map((each, k) => task(`t${k}`, { minutes: each }))
    })
    const plan = solved(of)
    expect(plan.search).toBeDefined()
    expect(plan.pairs.map(({ talent, task }) => `${task} ${talent}`)).toEqual([
      "t0 an",
      "t1 bo",
      "t2 bo",
      "t3 an"
    ])
    expect(plan.unique).toBe(false)
    expect(Talent.verify(of, plan)).toBe(true)
    const { search } = plan
    if (search === undefined) throw new Error("no search")
    const swapped = plan.pairs.map((pair) => ({
      ...pair,
      talent: ActorId.make(pair.talent === "an" ? "bo" : "an")
    }))
    const changes: ReadonlyArray<Partial<Talent.TalentPlan>> = [
      { total: plan.total + 1 },
      { pairs: swapped },
      { pairs: plan.pairs.slice(1) },
      { unique: true },
      { unproven: { gap: 0 } },
      { search: { ...search, prices: [] } },
      { search: { ...search, best: [] } },
      { search: { ...search, first: [] } }
    ]
    expect(changes.filter((more) => Talent.verify(of, { ...plan, ...more }))).toEqual([])
  })

  it("says that it is unproven if the search stops, and never that it is impossible", () => {
    const of = problem({
      talents: ["an", "bo"].map((id, k) => person(id, { most: 3, skills: { [mediation]: 50 + k } })),
      tasks: [90, 60, 60, 30].map((minutes, k) => task(`t${k}`, { minutes, needs: { [mediation]: 10 + k } }))
    })
    const reasons = Result.match(Talent.solve(of, { limit: 1 }), {
      onFailure: (refused) => refused.reasons,
      onSuccess: () => []
    })
    expect(reasons).toEqual([{ _tag: "TalentsUnproven", limit: 1 }])
    const roomy = { ...of, talents: [...of.talents, person("cy", { most: 4, free: 240, skills: {} })] }
    const plan = Result.getOrThrow(Talent.solve(roomy, { limit: 1 }))
    const best = solved(roomy)
    expect(Talent.isBest(best)).toBe(true)
    expect(Talent.isBest(plan)).toBe(false)
    expect(plan.total + (plan.unproven?.gap ?? 0)).toBeGreaterThanOrEqual(best.total)
    expect(Talent.verify(roomy, plan)).toBe(true)
    expect(Talent.verify(roomy, { ...plan, unproven: { gap: 0 } })).toBe(plan.unproven?.gap === 0)
    const why = Talent.whyNot(roomy, best, ActorId.make("cy"), Talent.TaskId.make("t0"), { limit: 1 })
    expect(["Costs", "CostsUnproven", "OthersWanting"]).toContain(why._tag)
  })

  it("costs what it costs to choose another person, with minutes added up", () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(), (of, seed) => {
        const result = Talent.solve(of)
        const who = of.talents[seed % Math.max(1, of.talents.length)]
        const what = of.tasks[seed % Math.max(1, of.tasks.length)]
        if (Result.isFailure(result) || who === undefined || what === undefined) return
        const why = Talent.whyNot(of, result.success, who.id, what.id)
        if (why._tag !== "Costs") return
        // The best choice with the pair: choices with fewer points, in which the pair has enough points to be chosen.
        const bans = of.talents.flatMap(({ id }) =>
          id === who.id || what.people > 1 ? [] : [{ talent: id, task: what.id, reason: "another is asked" }]
        )
        if (what.people > 1) return
        const forced = solved({ ...of, bans: [...of.bans, ...bans] })
        expect(why.points).toBe(result.success.total - forced.total)
      }),
      { numRuns: 200 }
    )
  })

  it("names the tasks whose minutes do not fit, and the people", () => {
    const of = problem({
      talents: ["an", "bo"].map((id) => person(id, { most: 3 })),
      tasks: [70, 70, 60, 40].map((minutes, k) => task(`t${k}`, { minutes }))
    })
    const result = Talent.solve(of)
    expect(Result.isFailure(result) && result.failure.reasons).toEqual([
      {
        _tag: "MinutesWanting",
        // The task of 40 minutes does not matter: without it, one of the three others is still left over.
        tasks: [70, 70, 60].map((minutes, k) => ({ task: `t${k}`, needs: 1, minutes })),
        talents: ["an", "bo"].map((talent) => ({ talent, free: 120, atMost: 1 })),
        need: 3,
        have: 2
      }
    ])
  })

  it("costs what it costs to choose another person", () => {
    const of = problem({
      talents: [
        person("an", { most: 1 }),
        person("bo", { skills: { [mediation]: 30 }, most: 1 }),
        person("cy", { free: 0 })
      ],
      tasks: [task("big", { needs: { [mediation]: 10 } }), task("little", { needs: { [mediation]: 1 } })]
    })
    const plan = solved(of)
    const ask = (who: string, what: string) =>
      Talent.whyNot(of, plan, ActorId.make(who), Talent.TaskId.make(what))
    expect(plan.pairs.map(({ talent, task }) => [task, talent])).toEqual([
      ["big", "an"],
      ["little", "bo"]
    ])
    expect(ask("an", "big")).toEqual({ _tag: "Proposed" })
    // The best plan has 500 points (an: big) + 30 points (bo: little). If bo takes the task "big", the plan has 300
    // (bo: big) + 50 (an: little) points.
    expect(ask("bo", "big")).toEqual({ _tag: "Costs", points: 180 })
    expect(ask("cy", "big")).toEqual({
      _tag: "Excluded",
      reasons: [{ _tag: "TooLittleTime", free: 0, minutes: 60 }]
    })
    expect(ask("zo", "big")).toEqual({ _tag: "Unknown" })
    const alone = problem({
      talents: [person("an", { most: 1 }), person("bo", { most: 1 })],
      tasks: [task("one"), task("two", { requires: [mediation] })],
      bans: [{ talent: ActorId.make("bo"), task: Talent.TaskId.make("two"), reason: "no" }]
    })
    expect(Talent.whyNot(alone, solved(alone), ActorId.make("an"), Talent.TaskId.make("one"))).toMatchObject({
      _tag: "OthersWanting",
      reasons: [{ _tag: "TasksWanting", tasks: [{ task: "two", needs: 1 }] }]
    })
  })
})
