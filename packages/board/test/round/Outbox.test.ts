import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import * as Outbox from "../../src/round/Outbox.ts"
import { subject, touch } from "./sample.ts"

const tags = ["Waiting", "Sending", "Sent", "Contested", "Refused"] as const

const stateOf = (tag: (typeof tags)[number]): Outbox.State =>
  tag === "Contested"
    ? { _tag: tag, found: [{ _tag: "Reached", subject: "resident:r1" }] }
    : tag === "Refused"
      ? { _tag: tag, reasons: ["no"] }
      : { _tag: tag }

/** An outbox as it results from touches, each with the state that it has got to. */
const outbox = fc
  .array(
    fc.record({
      subjects: fc.uniqueArray(subject, { minLength: 1 }),
      tag: fc.constantFrom(...tags),
      at: fc.nat(30_000)
    })
  )
  .map((touches) =>
    touches.reduce(
      (box, { at, subjects, tag }, n) =>
        Outbox.advance(Outbox.add(box, touch(`t${n}`, subjects, { at })), `t${n}`, stateOf(tag)),
      Outbox.empty
    )
  )

describe("an outbox", () => {
  it("has at most one touch for a subject, however often a button is pressed", () => {
    fc.assert(
      fc.property(outbox, (box) => {
        const subjects = box.flatMap(({ touch: { visits } }) => visits.map((visit) => visit.subject))
        expect(new Set(subjects).size).toBe(subjects.length)
      })
    )
  })

  it("takes back exactly the touches that are certainly not recorded", () => {
    fc.assert(
      fc.property(outbox, fc.nat(5), (box, n) => {
        const entry = box.find(({ touch: { id } }) => id === `t${n}`)
        const left = Outbox.undo(box, `t${n}`)
        const isGone = !left.some(({ touch: { id } }) => id === `t${n}`)
        expect(isGone).toBe(entry === undefined || !["Sending", "Sent"].includes(entry.state._tag))
        expect(left.length).toBe(box.length - (entry !== undefined && isGone ? 1 : 0))
      })
    )
  })

  it("can be touched again at a door whose touch was taken back", () => {
    const first = Outbox.add(Outbox.empty, touch("a", ["resident:r1"]))
    expect(Outbox.add(first, touch("b", ["resident:r1"], { outcome: "nobody-in" }))).toBe(first)
    const again = Outbox.add(Outbox.undo(first, "a"), touch("b", ["resident:r1"], { outcome: "nobody-in" }))
    expect(again.map(({ touch: { id, outcome } }) => [id, outcome])).toEqual([["b", "nobody-in"]])
  })

  it("keeps a touch recorded, whatever comes later", () => {
    fc.assert(
      fc.property(outbox, fc.nat(5), fc.constantFrom(...tags), (box, n, tag) => {
        const later = Outbox.insist(Outbox.undo(Outbox.advance(box, `t${n}`, stateOf(tag)), `t${n}`), `t${n}`)
        const sent = (of: Outbox.Outbox) =>
          of.filter(({ state }) => state._tag === "Sent").map(({ touch: { id } }) => id)
        expect(sent(later)).toEqual(expect.arrayContaining(sent(box)))
      })
    )
  })

  it("counts every touch once: to send, to decide or sent", () => {
    fc.assert(
      fc.property(outbox, (box) => {
        const { sent, toDecide, toSend } = Outbox.counts(box)
        expect(sent + toDecide + toSend).toBe(box.length)
        expect(Outbox.withoutSent(box).length).toBe(toDecide + toSend)
      })
    )
  })

  it("sends the first touch whose time has come, and waits only if there is one to wait for", () => {
    fc.assert(
      fc.property(outbox, fc.nat(60_000), (box, now) => {
        const todo = Outbox.next(box, now)
        const open = box.filter(({ state: { _tag } }) => _tag === "Waiting" || _tag === "Sending")
        const isDue = ({ state, touch: { at } }: Outbox.Entry): boolean =>
          state._tag === "Sending" || at > now || at + Outbox.grace <= now
        const first = open.find(isDue)
        const times = open.map(({ touch: { at } }) => at + Outbox.grace)
        expect(todo).toEqual(
          first !== undefined
            ? { _tag: "Send", entry: first }
            : open.length === 0
              ? { _tag: "Rest" }
              : { _tag: "Wait", until: Math.min(...times) }
        )
      })
    )
  })

  it("leaves time to take a touch back before it is sent", () => {
    const box = Outbox.add(Outbox.empty, touch("a", ["resident:r1"], { at: 1000 }))
    expect(Outbox.next(box, 1000)).toEqual({ _tag: "Wait", until: 1000 + Outbox.grace })
    expect(Outbox.next(box, 1000 + Outbox.grace)).toMatchObject({ _tag: "Send" })
    // The clock of the device was set back by a day.
    expect(Outbox.next(box, -86_400_000)).toMatchObject({ _tag: "Send" })
  })
})
