import { describe, expect, it } from "@effect/vitest"
import { companionContext } from "../../src/contexts/CompanionContext.ts"
import { exclusionContext } from "../../src/contexts/ExclusionContext.ts"
import { registryContext } from "../../src/contexts/RegistryContext.ts"
import { registryOn } from "../../src/contexts/RegistrySlice.ts"
import type { CompanionEvent } from "../../src/companions/Companion.ts"
import type { ExclusionEvent } from "../../src/coverage/ExclusionDecider.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, ResidentId, RuleId } from "../../src/place/Id.ts"
import type { RegistryEvent } from "../../src/place/Registry.ts"
import { resident } from "../../src/place/Subject.ts"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Registry.ts"

const first = Day.make("2026-03-02")
const by = ActorId.make("committee")

/** The day on which the n-th of several facts is recorded. It is after the days on which all the facts happened. */
const recordedOn = (events: ReadonlyArray<{ readonly on: Day.Day }>, n: number): Day.Day =>
  Day.add(Math.max(...events.map(({ on }) => on)) as Day.Day, 1 + n)

/**
 * Whether an event is about everything that was recorded before it: an undone departure, a mistake, or a merge. It is
 * recorded after that, and before what is recorded about the same person or place after it.
 */
const isAboutRecords = ({ _tag, ...event }: RegistryEvent): boolean =>
  _tag === "DepartureUndone" ||
  _tag === "ResidentsMerged" ||
  ("reason" in event && event.reason === "mistake")

/** Sorts the events of a registry into another order of recording, between the events that are about records. */
const shuffledRecords = (
  events: ReadonlyArray<RegistryEvent>,
  keys: ReadonlyArray<number>
): ReadonlyArray<RegistryEvent> => {
  const at = events.findIndex(isAboutRecords)
  const about = events[at]
  return about === undefined
    ? shuffled(events, keys)
    : [...shuffled(events.slice(0, at), keys), about, ...shuffledRecords(events.slice(at + 1), keys)]
}

/**
 * Sorts facts into another order of recording. Facts that happened on the same day keep their order, because the order
 * within a day is a part of what happened.
 */
const shuffled = <E extends { readonly on: Day.Day }>(
  events: ReadonlyArray<E>,
  keys: ReadonlyArray<number>
): ReadonlyArray<E> => {
  const days = [...new Set(events.map(({ on }) => on))]
  return days
    .map((on, n) => [keys[n % keys.length] ?? 0, on] as const)
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, on]) => events.filter((event) => event.on === on))
}

const late = <E extends { readonly on: Day.Day }>(events: ReadonlyArray<E>): ReadonlyArray<E> =>
  events.map((event, n) => ({ ...event, recorded: recordedOn(events, n) }))

const line = (position: number) => ({ position, stream: "", version: position, type: "", data: null })
const keys = fc.array(fc.nat({ max: 1000 }), { minLength: 5, maxLength: 30 })

const registryAfter = (events: ReadonlyArray<RegistryEvent>) => {
  const draft = registryContext.initial()
  events.forEach((event, n) => registryContext.apply(draft as never, event, line(n + 1)))
  return draft
}

describe("facts that are written down late", () => {
  it("result in the same registry in whatever order, today and on every past day", () => {
    fc.assert(
      fc.property(arbitrary.registryHistory(first), keys, ({ events }, order) => {
        fc.pre(events.length > 0 && events.every(({ _tag }) => _tag !== "ResidentErased"))
        const inOrder = registryAfter(events)
        const anyOrder = registryAfter(late(shuffledRecords(events, order)))
        expect(anyOrder.registry).toEqual(inOrder.registry)
        for (const { on } of events) expect(registryOn(anyOrder, on)).toEqual(registryOn(inOrder, on))
      })
    )
  })

  it("result in the same companions, pairs and refusals in whatever order", () => {
    const event = fc
      .record({
        _tag: fc.constantFrom(
          "CompanionAssigned" as const,
          "CompanionReleased" as const,
          "CompanionRefused" as const
        ),
        elder: fc.constantFrom("e1", "e2").map((id) => ResidentId.make(id)),
        volunteer: fc.constantFrom("v1", "v2").map((id) => ActorId.make(id)),
        day: fc.nat({ max: 20 })
      })
      .map(({ day, ...one }): CompanionEvent => ({ ...one, on: Day.add(first, day), by }))
    const after = (events: ReadonlyArray<CompanionEvent>) => {
      const draft = companionContext.initial()
      events.forEach((one, n) => companionContext.apply(draft, one, line(n + 1)))
      const { companionRefusals, companions, pairs } = draft
      return { companionRefusals, companions, pairs }
    }
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), keys, (some, order) => {
        const events = some.toSorted((a, b) => a.on - b.on)
        expect(after(late(shuffled(events, order)))).toEqual(after(events))
      })
    )
  })

  it("result in the same exclusions in whatever order", () => {
    const rule = RuleId.make("elders-reached")
    const event = fc
      .record({
        isGrant: fc.boolean(),
        subject: fc.constantFrom("e1", "e2").map((id) => resident(ResidentId.make(id))),
        day: fc.nat({ max: 20 })
      })
      .map(({ day, isGrant, subject }): ExclusionEvent => {
        const one = { rule, subject, on: Day.add(first, day), by }
        return isGrant
          ? { _tag: "ExclusionGranted", ...one, reason: "away" as never }
          : { _tag: "ExclusionLifted", ...one }
      })
    const after = (events: ReadonlyArray<ExclusionEvent>) => {
      const draft = exclusionContext.initial()
      events.forEach((one, n) => exclusionContext.apply(draft, one, line(n + 1)))
      // `source` is the position of the entry that grants an exclusion from a coverage rule. It depends on the order of
      // recording, and no other field does. So it is not compared.
      return draft.exclusions.map(({ source: _, ...exclusion }) => exclusion)
    }
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), keys, (some, order) => {
        const events = some.toSorted((a, b) => a.on - b.on)
        expect(after(late(shuffled(events, order)))).toEqual(after(events))
      })
    )
  })
})
