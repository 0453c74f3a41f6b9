import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import * as Result from "effect/Result"
import * as casework from "../../../testing/src/Casework.ts"
import { registryHistory } from "../../../testing/src/Registry.ts"
import type { CaseState } from "../../src/casework/CaseState.ts"
import * as CaseDecider from "../../src/casework/CaseDecider.ts"
import type { CaseEntry } from "../../src/contexts/CaseworkSlice.ts"
import { type CoverageWorld, factsBy, factsOn } from "../../src/contexts/CoverageFacts.ts"
import { registryContext } from "../../src/contexts/RegistryContext.ts"
import * as District from "../../src/district/District.ts"
import * as Day from "../../src/kernel/Day.ts"
import { History } from "../../src/kernel/History.ts"
import { replay } from "../../src/kernel/Decider.ts"
import type { Contact } from "../../src/place/Contact.ts"
import { CaseId, ContactKind } from "../../src/place/Id.ts"
import { resident } from "../../src/place/Subject.ts"

const first = casework.firstDay
const day = fc.nat({ max: 400 }).map((n) => Day.add(first, n))

const early = fc.nat({ max: 12 }).map((n) => Day.add(first, n))

/** A case with the entries of its history. */
const file = casework.life.map(({ attempts, playbook }) => {
  const decider = CaseDecider.make(playbook, casework.calendar)
  const entries: Array<CaseEntry> = []
  let state: CaseState = CaseDecider.initial
  let on = first
  const run = (command: ReturnType<typeof casework.opening>): void => {
    const events = Result.getOrElse(decider.decide(state, command), () => [])
    for (const event of events) entries.push({ position: entries.length + 1, event })
    state = replay(decider, events, state)
  }
  run(casework.opening(playbook))
  for (const attempt of attempts) {
    on = Day.add(on, attempt.daysLater)
    run(casework.onDay(attempt, playbook, state, on))
  }
  return { state, entries }
})

const visits = fc.array(
  fc.record({ whom: fc.nat({ max: 30 }), on: day, late: fc.option(fc.nat({ max: 20 }), { nil: undefined }) })
)

/** A district with a history of the registry, a case, and contacts that were recorded on their day or later. */
const world: fc.Arbitrary<CoverageWorld> = fc
  .record({ history: registryHistory(first), file, visits })
  .map(({ file, history, visits }) => {
    const draft = Object.assign(District.draft(), registryContext.initial())
    history.events.forEach((event, n) =>
      registryContext.apply(draft as never, event, {
        position: n + 1,
        stream: "registry",
        version: n + 1,
        type: "",
        data: null
      })
    )
    const people = history.data.residents.map(({ id }) => id)
    const contacts = visits.flatMap(({ late, on, whom }, at): ReadonlyArray<Contact> => {
      const id = people[whom % people.length]
      if (id === undefined) return []
      const recorded = late === undefined ? {} : { recorded: Day.add(on, late) }
      return [{ kind: ContactKind.make("visit"), subject: resident(id), on, ...recorded, source: at + 1 }]
    })
    const kept = new History<Contact>()
    contacts.forEach((contact) => kept.push(contact))
    return { ...draft, contacts: kept, cases: new Map([[CaseId.make("case-1"), file]]) }
  })

/** Facts without their functions, which cannot be compared. */
const shown = ({ cases, contacts, exclusions, pairs, registry }: ReturnType<typeof factsOn>) => ({
  cases,
  contacts,
  exclusions,
  pairs,
  registry
})

describe("the facts of several days", () => {
  it("are those of each day by itself, in whatever order the days are requested", () => {
    let changes = 0
    fc.assert(
      fc.property(
        world,
        // Most histories of cases are short, so most days are early.
        fc.array(fc.oneof(early, early, day), { minLength: 2, maxLength: 12 }),
        fc.option(day, { nil: undefined }),
        (state, days, known) => {
          const ask = factsBy(state, known)
          for (const on of days) expect(shown(ask(on))).toEqual(shown(factsOn(state, on, known)))
          changes += new Set(days.map((on) => JSON.stringify(factsOn(state, on, known).cases))).size - 1
        }
      )
    )
    expect(changes).toBeGreaterThan(20)
  })

  it("share the registry and the cases of days between which nothing happened", () => {
    fc.assert(
      fc.property(world, (state) => {
        const ask = factsBy(state)
        const last = Day.add(first, 4000)
        const [a, b] = [ask(last), ask(Day.add(last, 1))]
        expect(b.registry).toBe(a.registry)
        // The subjects of a case are replaced if records were merged, so only the steps are shared then.
        expect(b.cases.map(({ steps }) => steps).every((steps, at) => steps === a.cases[at]?.steps)).toBe(
          true
        )
      }),
      { numRuns: 20 }
    )
  })
})
