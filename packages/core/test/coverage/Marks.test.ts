import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { areas, coverageDay, coverageEvents, coverageRule, firstDay } from "../../../testing/src/Coverage.ts"
import { factsAfter } from "../../src/coverage/CoverageEvent.ts"
import type { CoverageFacts } from "../../src/coverage/CoverageFacts.ts"
import { countedIn } from "../../src/coverage/CoverageRule.ts"
import { markedDays, marksOf } from "../../src/coverage/Marks.ts"
import * as Day from "../../src/kernel/Day.ts"
import { History } from "../../src/kernel/History.ts"
import type { Contact } from "../../src/place/Contact.ts"
import { membersIn, scene } from "../../src/place/Facts.ts"
import { HouseholdId } from "../../src/place/Id.ts"
import type { DwellingUse } from "../../src/place/Registry.ts"
import * as plain from "./plainMarks.ts"

const home = fc.constantFrom("h1", "h2", "h3", "h4").map((id) => HouseholdId.make(id))
const use: fc.Arbitrary<DwellingUse> = fc
  .record({ household: home, from: coverageDay, days: fc.option(fc.nat({ max: 30 }), { nil: undefined }) })
  .map(({ days, from, household }) => ({
    household,
    from,
    ...(days === undefined ? {} : { until: Day.add(from, days) })
  }))
/** Flats that other households also use. */
const dwellings = fc.array(fc.tuple(home, fc.array(use, { maxLength: 2 })), { maxLength: 3 })

const historyOf = (contacts: Iterable<Contact>): History<Contact> => {
  const history = new History<Contact>()
  for (const contact of contacts) history.push(contact)
  return history
}

describe("the days that count for a member", () => {
  it("are the latest of all days that a look at each contact and step finds, on days in any order", () => {
    let compared = 0
    fc.assert(
      fc.property(
        coverageRule(),
        coverageEvents(),
        dwellings,
        fc.array(coverageDay, { minLength: 1, maxLength: 3 }),
        (rule, events, flats, days) => {
          const last = factsAfter(events, Day.add(firstDay, 100), areas)
          for (const asOf of days) {
            const found = factsAfter(events, asOf, areas)
            const facts: CoverageFacts = {
              ...found,
              contacts: last.contacts,
              registry: { ...found.registry, dwellings: new Map(flats) }
            }
            const view = scene(facts, asOf)
            for (const [counted] of countedIn(rule.reached)) {
              const inHistory = { ...facts, contacts: historyOf(facts.contacts) }
              const fast = [facts, inHistory].map((one) => markedDays(counted, rule.of, view, marksOf(one)))
              const slow = plain.markedDays(counted, rule.of, facts, view)
              for (const thing of membersIn(rule.of, facts, asOf)) {
                const expected = slow(thing).slice(0, counted.times ?? 1)
                for (const days of fast) expect(days(thing)).toEqual(expected)
                compared += expected.length
              }
            }
          }
        }
      ),
      { numRuns: 1000 }
    )
    expect(compared).toBeGreaterThan(500)
  })
})
