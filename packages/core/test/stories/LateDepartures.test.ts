import { describe, expect, it } from "@effect/vitest"
import * as Coverage from "../../src/coverage/Coverage.ts"
import { factsOn, registryOn } from "../../src/district/District.ts"
import * as Day from "../../src/kernel/Day.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import { firstDay } from "../../../service/test/wanLiu.ts"
import { Small } from "../district/small.ts"

/** A request about a fact, and the day on which the fact happened, counted from the first day of the district. */
interface Fact {
  readonly day: number
  readonly request: object
}

const last = 12
const iso = (day: number): string => Day.toIso(Day.add(firstDay, day))

const resident = fc.constantFrom("b1-101-1", "b2-101-1")
const volunteer = fc.constantFrom("volunteer-warmth", "volunteer-unity")
const household = fc.constantFrom("b1-101", "b1-102", "b2-101")

const departure = fc
  .tuple(resident, fc.constantFrom("died", "moved-away"))
  .map(([resident, departure]) => ({ _tag: "LeaveResident", resident, departure }))

const exclusionOf = (of: string) => ({ rule: "elders-reached", subject: `resident:${of}` })

const request: fc.Arbitrary<object> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(volunteer, resident)
      .map(([volunteer, elder]) => ({ _tag: "AssignCompanions", pairs: [{ volunteer, elder }] }))
  },
  resident.map((elder) => ({ _tag: "ReleaseCompanion", elder })),
  fc
    .tuple(volunteer, resident)
    .map(([volunteer, elder]) => ({ _tag: "RefuseCompanion", volunteer, elder, reason: "不合适" })),
  fc.tuple(resident, fc.option(fc.nat(last), { nil: undefined })).map(([of, until]) => ({
    _tag: "GrantExclusion",
    ...exclusionOf(of),
    reason: "refused",
    ...(until === undefined ? {} : { until: iso(until) })
  })),
  resident.map((of) => ({ _tag: "LiftExclusion", ...exclusionOf(of) })),
  resident.map((of) => ({
    _tag: "RecordContacts",
    contacts: [{ kind: "home-visit", subject: `resident:${of}` }]
  })),
  fc.tuple(resident, household).map(([resident, household]) => ({
    _tag: "MoveResident",
    resident,
    household
  })),
  household.map((household) => ({ _tag: "TagHousehold", household, tags: ["hardship"] })),
  { weight: 2, arbitrary: departure }
)

/** Facts on different days: the order of facts within a day is a part of what happened. */
const facts = fc
  .array(fc.tuple(fc.nat(last), request), { minLength: 4, maxLength: 9 })
  .map((drawn): ReadonlyArray<Fact> =>
    [...new Map(drawn).entries()]
      .map(([day, request]) => ({ day, request }))
      .toSorted((a, b) => a.day - b.day)
  )

/** The district of the tests. A volunteer is one of its residents, who can die or leave, too. */
const begun = (): Small =>
  new Small().submit("committee", {
    _tag: "NameActor",
    actor: "volunteer-unity",
    name: "王秀英",
    resident: "b1-101-1"
  })

/**
 * Submits a fact some days after the first day of the district. Returns whether it was recorded. A fact that is on record
 * already, such as a move into the own household, is not recorded.
 */
const isRecorded = (small: Small, { day, request }: Fact, at: number): boolean => {
  const dated = { ...request, on: iso(day) }
  const decided = small.decide("committee", dated, at)
  if (Result.isFailure(decided) || decided.success.length === 0) return false
  small.submit("committee", dated, at)
  return true
}

/** What people see of a district, today and on every past day. */
const seen = ({ district }: Small) => {
  const rules = [...(district.model?.coverage.values() ?? [])].filter(
    ({ id }) => id === "elders-reached" || id === "companions-kept"
  )
  const isReal = ({ from, until }: { readonly from: Day.Day; readonly until?: Day.Day }): boolean =>
    until === undefined || until >= from
  return {
    companions: district.companions,
    refusals: district.companionRefusals,
    pairs: district.pairs.filter(isReal),
    exclusions: district.exclusions
      .map(({ source: _, ...exclusion }) => exclusion)
      .filter(({ on, until }) => isReal({ from: on, ...(until === undefined ? {} : { until }) })),
    contacts: district.contacts.all.map(({ kind, on, subject }) => `${on} ${kind} ${subject}`).toSorted(),
    days: Array.from({ length: last + 8 }, (_, day) => {
      const on = Day.add(firstDay, day)
      const known = factsOn(district, on)
      return {
        registry: registryOn(district, on),
        coverage: (day % 5 === 0 ? rules : []).map((rule) => {
          const { counts, gaps, ratio } = Coverage.evaluate(rule, known, on)
          return { counts, gaps: gaps.map(({ id }) => id), ratio }
        })
      }
    })
  }
}

describe("facts that are recorded late", () => {
  it("result in the same district in whatever order, with everything that a departure ends", () => {
    fc.assert(
      fc.property(
        facts,
        fc.array(fc.nat(1000), { minLength: last + 1, maxLength: last + 1 }),
        (drawn, keys) => {
          const inOrder = begun()
          const history = drawn.filter((fact) => isRecorded(inOrder, fact, fact.day))
          const anyOrder = begun()
          let waiting = history.toSorted((a, b) => (keys[a.day] ?? 0) - (keys[b.day] ?? 0))
          // A fact that follows another one, such as a release, is refused until the other one is recorded.
          for (let round = 0; round < history.length && waiting.length > 0; round++) {
            waiting = waiting.filter((fact) => !isRecorded(anyOrder, fact, last + 1 + round))
          }
          fc.pre(waiting.length === 0)
          expect(seen(anyOrder)).toEqual(seen(inOrder))
        }
      ),
      { numRuns: 50 }
    )
  })
})

describe("a departure that is undone", () => {
  it("leaves every answer as if it had never been entered", () => {
    const error = fc.record({ leave: departure, day: fc.nat(last), at: fc.nat(last), lasts: fc.nat(4) })
    fc.assert(
      fc.property(facts, error, (drawn, { at, day, lasts, leave }) => {
        const mistaken = begun()
        const [entered, undone] = [Math.max(at, day), Math.max(at, day) + lasts]
        let isEntered: boolean | undefined
        let isUndone = false
        const enter = (): void => {
          isEntered ??= isRecorded(mistaken, { day, request: leave }, entered)
        }
        const undo = (): void => {
          enter()
          if (isUndone || isEntered !== true) return
          isUndone = true
          const { resident } = leave
          mistaken.submit("committee", { _tag: "UndoDeparture", resident, reason: "误登" }, undone)
        }
        const history = drawn.filter((fact) => {
          if (fact.day > entered) enter()
          if (fact.day > undone) undo()
          return isRecorded(mistaken, fact, fact.day)
        })
        undo()
        fc.pre(isEntered === true)
        const right = begun()
        // If people act on the mistake, for example by a new companion, the history is another one.
        fc.pre(history.every((fact) => isRecorded(right, fact, fact.day)))
        expect(seen(mistaken)).toEqual(seen(right))
      }),
      { numRuns: 50 }
    )
  })
})
