import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { mayAskKind } from "../../src/governance/Authority.ts"
import { offers } from "../../src/governance/Offers.ts"
import { answer } from "../../src/governance/Question.ts"
import * as Day from "../../src/kernel/Day.ts"
import {
  actorsKnownBy,
  adopt,
  apply,
  draft,
  link,
  type MandateDraft,
  type MandateEvent,
  samePost
} from "../../src/mandates/Mandates.ts"
import { type Actor, type Mandate, mandatesOn, type Scope } from "../../src/place/Actor.ts"
import { ActorId, BuildingId, GroupId, ResidentId, RoleId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import { Small } from "../district/small.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"

const wang = ActorId.make("wang")
const by = ActorId.make("committee")
const role = (id: string) => RoleId.make(id)
const day = (offset: number) => Day.add(firstDay, offset)

const horizon = 20
const offset = fc.integer({ min: 0, max: horizon })
const scope: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
  { district: true },
  { building: BuildingId.make("b1") },
  { group: GroupId.make("warmth") }
)
const post = fc.record({
  actor: fc.constant(wang),
  role: fc.constantFrom(role("volunteer"), role("committee")),
  scope
})

const granted: fc.Arbitrary<MandateEvent> = fc
  .record({
    post,
    on: offset,
    later: fc.integer({ min: 0, max: 5 }),
    days: fc.option(fc.nat(10), { nil: undefined })
  })
  .map(({ days, later, on, post }) => ({
    _tag: "MandateGranted" as const,
    ...post,
    by,
    on: day(on),
    from: day(on + later),
    ...(days === undefined ? {} : { until: day(on + later + days) })
  }))

const ended: fc.Arbitrary<Extract<MandateEvent, { _tag: "MandateEnded" }>> = fc
  .record({ post, on: offset, later: fc.integer({ min: -1, max: 5 }) })
  .map(({ later, on, post }) => ({
    _tag: "MandateEnded" as const,
    ...post,
    by,
    on: day(on),
    until: day(on + later)
  }))

const history = fc.array(fc.oneof(granted, ended), { maxLength: 12 })

const stated: ReadonlyMap<ActorId, Actor> = new Map([
  [wang, { id: wang, mandates: [{ role: role("volunteer"), scope: { district: true } }] }]
])

const fold = (events: ReadonlyArray<MandateEvent>): MandateDraft => {
  const self = draft()
  adopt(self, stated, { began: firstDay, on: firstDay })
  for (const event of events) apply(self, event)
  return self
}

const inDayOrder = (events: ReadonlyArray<MandateEvent>): ReadonlyArray<MandateEvent> =>
  [...events].sort((a, b) => a.on - b.on)

/** The same decisions in another order. Those of one day stay in their order, and each is written down late. */
const shuffled = (events: ReadonlyArray<MandateEvent>): fc.Arbitrary<ReadonlyArray<MandateEvent>> =>
  fc.array(fc.nat(), { minLength: events.length, maxLength: events.length }).map((keys) => {
    const keyOf = new Map<number, number>()
    events.forEach(({ on }, at) => keyOf.set(on, keys[at] ?? 0))
    const order = [...events].sort((a, b) => (keyOf.get(a.on) ?? 0) - (keyOf.get(b.on) ?? 0) || a.on - b.on)
    return order.map((event) => ({ ...event, recorded: day(horizon + 1) }))
  })

const mandates = (self: MandateDraft) => self.actors.get(wang)?.mandates ?? []

/** Whether a mandate of requests is in force on a day, decided without the fold. */
const inForceBy = (
  events: ReadonlyArray<MandateEvent>,
  on: Day.Day,
  wanted: Omit<Mandate, "from" | "until">
) => {
  const ordered = inDayOrder(events)
  return ordered.some((grant, at) => {
    if (grant._tag !== "MandateGranted" || !samePost(grant, wanted)) return false
    if (on < grant.from || (grant.until !== undefined && grant.until < on)) return false
    return !ordered
      .slice(at + 1)
      .some((end) => end._tag === "MandateEnded" && samePost(end, wanted) && end.until < on)
  })
}

describe("mandates", () => {
  it("are the same in whatever order late grants and ends are written down", () => {
    fc.assert(
      fc.property(
        history.chain((events) => fc.tuple(fc.constant(inDayOrder(events)), shuffled(inDayOrder(events)))),
        ([events, late]) => {
          expect(mandates(fold(late))).toEqual(mandates(fold(events)))
        }
      )
    )
  })

  it("are in force from their first day to their last, unless a later decision ended them before", () => {
    fc.assert(
      fc.property(history, post, fc.integer({ min: -2, max: horizon + 15 }), (events, wanted, at) => {
        const isStated = samePost(wanted, { role: role("volunteer"), scope: { district: true } })
        fc.pre(!isStated)
        const held = mandatesOn({ id: wang, mandates: mandates(fold(events)) }, day(at))
        expect(held.some((one) => samePost(one, wanted))).toBe(inForceBy(events, day(at), wanted))
      })
    )
  })

  it("are as before if an end is undone", () => {
    fc.assert(
      fc.property(history, ended, (events, end) => {
        // Another end of the same mandate on the same day would be undone as well.
        fc.pre(!events.some((one) => one._tag === "MandateEnded" && one.on === end.on && samePost(one, end)))
        const { until: _, ...others } = end
        const undone = { ...others, _tag: "MandateEndUndone" as const, on: day(horizon), ended: end.on }
        expect(mandates(fold([...events, end, undone]))).toEqual(mandates(fold(events)))
      })
    )
  })

  it("can be ended again after an end was undone", () => {
    const end = { by, actor: wang, role: role("volunteer"), scope: { district: true as const }, on: day(3) }
    const events: ReadonlyArray<MandateEvent> = [
      { ...end, _tag: "MandateEnded", until: day(2) },
      { ...end, _tag: "MandateEndUndone", ended: day(3) },
      { ...end, _tag: "MandateEnded", until: day(4) }
    ]
    expect(mandates(fold(events)).map(({ until }) => until)).toEqual([day(4)])
  })

  it("as they were known on a day lack the decisions that were written down later", () => {
    const end = { by, actor: wang, role: role("volunteer"), scope: { district: true as const }, on: day(3) }
    const self = fold([{ ...end, _tag: "MandateEnded", until: day(2), recorded: day(8) }])
    const heldOn = (known: Day.Day | undefined, on: Day.Day) => {
      const actor = actorsKnownBy(self, known).get(wang)
      return actor === undefined ? 0 : mandatesOn(actor, on).length
    }
    expect([heldOn(undefined, day(2)), heldOn(undefined, day(5))]).toEqual([1, 0])
    expect(heldOn(day(7), day(5))).toBe(1)
    expect(heldOn(day(8), day(5))).toBe(0)
  })
})

describe("mandates of models", () => {
  const mandate = (id: string, more: Partial<Mandate> = {}): Mandate => ({
    role: role(id),
    scope: { district: true },
    ...more
  })
  const named = (...all: ReadonlyArray<Mandate>): ReadonlyMap<ActorId, Actor> =>
    new Map([[wang, { id: wang, mandates: all }]])
  const rolesOn = (self: MandateDraft, on: Day.Day) =>
    mandatesOn({ id: wang, mandates: mandates(self) }, on).map((one) => one.role)

  it("end on the day before a model without them, and explain past days", () => {
    const self = draft()
    adopt(self, named(mandate("committee")), { began: day(0), on: day(0) })
    adopt(self, named(mandate("volunteer")), { began: day(0), on: day(10) })
    adopt(self, new Map(), { began: day(0), on: day(12) })
    expect([-5, 9, 10, 11, 12].map((at) => rolesOn(self, day(at)))).toEqual([
      ["committee"],
      ["committee"],
      ["volunteer"],
      ["volunteer"],
      []
    ])
  })

  it("stay ended if a request ended them and the next model still has them", () => {
    const self = draft()
    adopt(self, named(mandate("committee")), { began: day(0), on: day(0) })
    const post = { by, actor: wang, role: role("committee"), scope: { district: true as const } }
    apply(self, { ...post, _tag: "MandateEnded", on: day(3), until: day(2) })
    adopt(self, named(mandate("committee"), mandate("volunteer")), { began: day(0), on: day(10) })
    expect(rolesOn(self, day(11))).toEqual(["volunteer"])
  })

  it("that a model drops leave the same mandate of a request in force", () => {
    const self = draft()
    adopt(self, named(mandate("volunteer")), { began: day(0), on: day(0) })
    const post = { by, actor: wang, role: role("volunteer"), scope: { district: true as const } }
    apply(self, { ...post, _tag: "MandateGranted", on: day(3), from: day(3), until: day(30) })
    adopt(self, new Map(), { began: day(0), on: day(10) })
    expect(rolesOn(self, day(11))).toEqual(["volunteer"])
    expect(rolesOn(self, day(31))).toEqual([])
  })
})

describe("an actor", () => {
  const grant = (more: object = {}) => ({
    _tag: "GrantMandate",
    actor: "wang",
    role: "volunteer",
    scope: { building: "b1" },
    reason: "elected",
    ...more
  })

  it("makes no request and gets no offer on a day outside the mandate", () => {
    const span = fc.tuple(offset, fc.nat(8), fc.option(fc.nat(8), { nil: undefined }))
    fc.assert(
      fc.property(span, offset, ([begins, days, cut], at) => {
        const small = new Small()
        const last = begins + days
        small.submit("committee", grant({ from: Day.toIso(day(begins)), until: Day.toIso(day(last)) }))
        const end = cut === undefined || cut >= days ? undefined : begins + cut
        if (end !== undefined) {
          const ending = { ...grant({ until: Day.toIso(day(end)) }), _tag: "EndMandate" }
          small.submit("committee", ending)
        }
        const isIn = begins <= at && at <= (end ?? last)
        const asking = small.asking("wang", at)
        expect(mayAskKind({ _tag: "RecordContacts" }, asking)).toBe(isIn)
        expect(offers(small.district, day(at), wang).requests.length > 0).toBe(isIn)
        const held = Result.getOrThrow(
          answer(small.asking("committee"), { _tag: "AskMandates", on: day(at), actor: wang })
        )
        expect(held.mandates.length).toBe(isIn ? 1 : 0)
      }),
      { numRuns: 30 }
    )
  })

  it("who is a resident has no mandate from the day on which the resident left", () => {
    const small = new Small()
    small.submit("committee", grant())
    link(small.district as unknown as MandateDraft, wang, ResidentId.make("b1-101-1"))
    small.submit("committee", { _tag: "LeaveResident", resident: "b1-101-1", departure: "died" }, 3)
    const heldOn = (at: number) =>
      Result.getOrThrow(
        answer(small.asking("committee", 5), { _tag: "AskMandates", on: day(at), actor: wang })
      ).mandates.length
    expect([heldOn(2), heldOn(3)]).toEqual([1, 0])
  })

  it("learns who has which mandate only within the own reach", () => {
    const small = new Small()
    small.submit("committee", grant())
    const seen = (who: string) =>
      Result.getOrThrow(answer(small.asking(who, 1), { _tag: "AskMandates" })).mandates.some(
        ({ actor }) => actor === wang
      )
    expect(["committee", "head-b1", "wang", "head-b2"].map(seen)).toEqual([true, true, true, false])
  })
})
