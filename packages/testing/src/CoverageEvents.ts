/** Arbitraries for the events of a small district. There are few ids, so that several events often concern one person. */
import type { CaseFact } from "@liulinhui/core/Facts"
import { Subject } from "@liulinhui/core/Registry"
import type { CoverageEvent } from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import {
  ActorId,
  BuildingId,
  CaseId,
  ContactKind,
  HouseholdId,
  ResidentId,
  RuleId,
  Tag
} from "@liulinhui/core/Id"
import fc from "fast-check"
import {
  firstDay,
  span,
  day,
  buildings,
  households,
  residents,
  cases,
  volunteers,
  tags,
  kinds,
  steps,
  stages
} from "./CoverageDistrict.ts"

const building = fc.constantFrom(...buildings).map((id) => BuildingId.make(id))
const household = fc.constantFrom(...households).map((id) => HouseholdId.make(id))
const resident = fc.constantFrom(...residents).map((id) => ResidentId.make(id))
const tagSet = fc.subarray(tags).map((some) => some.map((tag) => Tag.make(tag)))

// Dates of birth and first days of Party membership. The given anniversaries of these days are within the generated two
// months.
const around = (years: ReadonlyArray<number>): fc.Arbitrary<Day.Day> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...years), fc.integer({ min: -3, max: span }))
      .map(([count, offset]) => Day.anniversary(Day.add(firstDay, offset), -count)),
    fc.constantFrom("1964-02-29", "1964-03-01", "1944-02-29", "1974-02-28").map((text) => Day.make(text))
  )

const subject = fc
  .constantFrom(
    ...buildings.map((id) => `building:${id}`),
    ...households.map((id) => `household:${id}`),
    ...residents.map((id) => `resident:${id}`)
  )
  .map((text) => Subject.make(text))

const registryEvent: fc.Arbitrary<CoverageEvent> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constant("BuildingEntered" as const),
      on: day,
      building: fc.record({
        id: building,
        label: fc.constantFrom("1号", "2号", "10号"),
        floors: fc.constantFrom(6, 11)
      })
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      _tag: fc.constant("HouseholdEntered" as const),
      on: day,
      household: fc.record({
        id: household,
        building,
        unit: fc.constantFrom("101", "102", "201", "1001"),
        floor: fc.constantFrom(1, 2, 10),
        area: fc.constantFrom(450_000, 900_000, 905_500),
        tags: tagSet
      })
    })
  },
  {
    weight: 8,
    arbitrary: fc
      .record({
        on: day,
        id: resident,
        household,
        birth: around([60, 80]),
        partySince: fc.option(around([50]), { nil: undefined }),
        tags: tagSet,
        isKnown: fc.boolean()
      })
      .map(({ isKnown, on, partySince, ...others }) => ({
        _tag: "ResidentEntered" as const,
        on,
        ...(isKnown ? {} : { movedIn: "unknown" as const }),
        resident: { ...others, name: "居民", ...(partySince === undefined ? {} : { partySince }) }
      }))
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        on: day,
        resident,
        birth: around([60, 80]),
        partySince: fc.option(around([50]), { nil: undefined })
      })
      .map(({ partySince, ...others }) => ({
        _tag: "ResidentCorrected" as const,
        ...others,
        name: "居民",
        ...(partySince === undefined ? {} : { partySince })
      }))
  },
  {
    weight: 3,
    arbitrary: fc.record({ _tag: fc.constant("ResidentMoved" as const), on: day, resident, household })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constant("ResidentLeft" as const),
      on: day,
      resident,
      departure: fc.constantFrom("moved-away" as const, "died" as const)
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({ _tag: fc.constant("ResidentTagged" as const), on: day, resident, tags: tagSet })
  },
  {
    weight: 1,
    arbitrary: fc.record({ _tag: fc.constant("HouseholdTagged" as const), on: day, household, tags: tagSet })
  }
)

/**
 * A generated change of a case. Several changes are turned into events in order, because an event of a case can only
 * add to the case.
 */
interface CaseChange {
  readonly _tag: "CaseChange"
  readonly on: Day.Day
  readonly id: string
  readonly subject: Subject
  readonly step: string | undefined
  readonly stage: string
  readonly ending: "closed" | "reopened" | undefined
}

const caseChange: fc.Arbitrary<CaseChange> = fc.record({
  _tag: fc.constant("CaseChange" as const),
  on: day,
  id: fc.constantFrom(...cases),
  subject: fc.oneof(subject, fc.constant(Subject.make("district:wan-liu"))),
  step: fc.option(fc.constantFrom(...steps), { nil: undefined }),
  stage: fc.constantFrom(...stages),
  ending: fc.option(fc.constantFrom("closed" as const, "reopened" as const), { nil: undefined })
})

const changed = (before: CaseFact | undefined, change: CaseChange, source: number): CaseFact => {
  const { closed, outcome, ...base }: CaseFact = before ?? {
    id: CaseId.make(change.id),
    playbook: change.id === "c1" ? "clutter" : "hoarding",
    stage: change.stage,
    subjects: [],
    opened: change.on,
    relapses: 0,
    steps: []
  }
  const ended = change.ending === "closed" || (change.ending === undefined && closed !== undefined)
  return {
    ...base,
    stage: change.stage,
    subjects: [...new Set([...base.subjects, change.subject])],
    relapses: base.relapses + (change.ending === "reopened" && closed !== undefined ? 1 : 0),
    steps:
      change.step === undefined ? base.steps : [...base.steps, { step: change.step, on: change.on, source }],
    ...(ended
      ? {
          closed: change.ending === "closed" ? change.on : (closed ?? change.on),
          outcome: outcome ?? "cleared"
        }
      : {})
  }
}

const contacted = fc
  .record({ kind: fc.constantFrom(...kinds).map((kind) => ContactKind.make(kind)), subject, on: day })
  .map((contact) => ({ _tag: "Contacted" as const, contact }))

const paired = fc
  .record({
    volunteer: fc.constantFrom(...volunteers).map((id) => ActorId.make(id)),
    elder: resident,
    from: day,
    days: fc.option(fc.integer({ min: -1, max: 30 }), { nil: undefined })
  })
  .map(({ days, ...pair }) => ({
    _tag: "Paired" as const,
    pair: { ...pair, ...(days === undefined ? {} : { until: Day.add(pair.from, days) }) }
  }))

const leftOut = fc
  .record({
    rule: fc.constantFrom("rule-1", "rule-1", "rule-2").map((id) => RuleId.make(id)),
    subject,
    reason: fc.constantFrom("in-hospital", "refused", "refused", "gone").map((id) => RuleId.make(id)),
    on: day,
    days: fc.option(fc.integer({ min: -1, max: 30 }), { nil: undefined }),
    /**
     * An exclusion frees a person from a coverage rule. This is the index of an earlier exclusion that the new one
     * replaces. `undefined` if it replaces none.
     */
    replaces: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined })
  })
  .map((exclusion) => ({ _tag: "LeftOut" as const, ...exclusion }))

type Raw =
  | CoverageEvent
  | CaseChange
  | {
      readonly _tag: "Contacted"
      readonly contact: Omit<Extract<CoverageEvent, { _tag: "Contacted" }>["contact"], "source">
    }
  | (typeof leftOut extends fc.Arbitrary<infer A> ? A : never)

const raw: fc.Arbitrary<Raw> = fc.oneof(
  { weight: 10, arbitrary: registryEvent },
  { weight: 8, arbitrary: contacted },
  { weight: 3, arbitrary: caseChange },
  { weight: 4, arbitrary: paired },
  { weight: 5, arbitrary: leftOut }
)

const settle = (raws: ReadonlyArray<Raw>): ReadonlyArray<CoverageEvent> => {
  const facts = new Map<string, CaseFact>()
  const excluded: Array<number> = []
  return raws.map((event, at): CoverageEvent => {
    const source = at + 1
    switch (event._tag) {
      case "Contacted":
        return { _tag: "Contacted", contact: { ...event.contact, source } }
      case "CaseChange": {
        const fact = changed(facts.get(event.id), event, source)
        facts.set(event.id, fact)
        return { _tag: "CaseKnown", on: event.on, fact }
      }
      case "LeftOut": {
        if ("exclusion" in event) return event
        const { rule, subject, reason, on, days, replaces } = event
        const known = replaces === undefined ? undefined : excluded[replaces]
        if (known === undefined) excluded.push(source)
        return {
          _tag: "LeftOut",
          exclusion: {
            rule,
            subject,
            reason,
            on,
            source: known ?? source,
            ...(days === undefined ? {} : { until: Day.add(on, days) })
          }
        }
      }
      default:
        return event
    }
  })
}

/**
 * The first events of a generated district: a few buildings, households and residents who exist from the first day.
 * With them, a test needs few further events.
 */
export const settled: ReadonlyArray<CoverageEvent> = [
  ...buildings.slice(0, 2).map((id, at) => ({
    _tag: "BuildingEntered" as const,
    on: firstDay,
    building: { id: BuildingId.make(id), label: `${at + 1}号`, floors: 6 }
  })),
  ...households.slice(0, 3).map((id, at) => ({
    _tag: "HouseholdEntered" as const,
    on: firstDay,
    household: {
      id: HouseholdId.make(id),
      building: BuildingId.make(buildings[at % 2] ?? "b1"),
      unit: `${at + 1}01`,
      floor: at + 1,
      area: 900_000,
      tags: at === 0 ? [Tag.make("hardship")] : []
    }
  })),
  ...residents.slice(0, 4).map((id, at) => ({
    _tag: "ResidentEntered" as const,
    on: firstDay,
    resident: {
      id: ResidentId.make(id),
      household: HouseholdId.make(households[at % 3] ?? "h1"),
      name: "居民",
      birth: Day.make(["1964-02-29", "1944-03-02", "1964-02-10", "1990-01-01"][at] ?? "1960-01-01"),
      tags: []
    }
  }))
]

/** Which events are generated. */
export interface EventOptions {
  /** The largest number of events, without those of {@link settled}. Default: 40. */
  readonly events?: number
  /**
   * Whether the people of {@link settled} are there from the first day. Default: in three of four districts. The others
   * begin empty.
   */
  readonly isSettled?: boolean
}

/**
 * The events of a generated district. Of 30 events, about ten are about the registry, eight are contacts, three are
 * changes of cases, four are pairs of volunteers and elders, and five are exclusions. All numbers of events up to the
 * largest one are about equally frequent. They shrink to fewer events first, and then to simpler ones.
 *
 * @category arbitraries
 */
export const coverageEvents = ({ events: maxLength = 40, isSettled }: EventOptions = {}): fc.Arbitrary<
  ReadonlyArray<CoverageEvent>
> =>
  fc
    .record({
      raws: fc.array(raw, { maxLength, size: "max" }),
      isLived: isSettled === undefined ? fc.nat(3).map((drawn) => drawn > 0) : fc.constant(isSettled)
    })
    .map(({ isLived, raws }) => (isLived ? [...settled, ...settle(raws)] : settle(raws)))

/** Generates a day during the generated events, or shortly after the last event. */
export const coverageDay: fc.Arbitrary<Day.Day> = fc
  .integer({ min: 0, max: span + 40 })
  .map((n) => Day.add(firstDay, n))
