import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import * as Contact from "../../src/place/Contact.ts"
import type { Scope } from "../../src/place/Actor.ts"
import { ActorId, BuildingId, ContactKind, GroupId, RoleId } from "../../src/place/Id.ts"
import * as Registry from "../../src/place/Registry.ts"
import { Subject } from "../../src/place/Subject.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ruleSuite } from "../ruleSuite.ts"
import { refuseAll } from "../../src/kernel/Rule.ts"
import { type RecordAttempt, RecordAttempt as AttemptCommand } from "../../src/place/Attempt.ts"

const on = Day.make("2026-03-02")
const registry = Registry.fold([
  { _tag: "BuildingEntered", on, building: { id: BuildingId.make("b1"), label: "1号", floors: 6 } }
])
const book = Contact.book(registry, [ContactKind.make("survey"), ContactKind.make("call")])

const b1 = BuildingId.make("b1")
const head = RoleId.make("stairwell-head")

/** A book in which a survey is recorded by the stairwell head of the building, with the mandate of the recording actor. */
const recordedBy = (scope: Scope, role = head): Contact.ContactBook => ({
  ...book,
  recording: {
    people: new Map([["survey", [{ role: head, scope: "building" }]]]),
    mandates: [{ role, scope }],
    areas: { branches: [], groups: [{ id: GroupId.make("warmth"), buildings: [] }] }
  }
})

const command = (fields: Record<string, unknown> = {}): Contact.RecordContact =>
  Schema.decodeUnknownSync(Contact.RecordContact)({
    kind: "survey",
    subject: "building:b1",
    on: "2026-03-02",
    by: "wang",
    today: "2026-03-03",
    ...fields
  })

const tags = (fields: Record<string, unknown>): ReadonlyArray<string> => {
  const decided = Contact.decide(book, command(fields))
  return Result.isFailure(decided) ? decided.failure.reasons.map(({ _tag }) => _tag) : []
}

describe("recording a contact", () => {
  it("makes one entry, on the day of the contact, without the day of recording", () => {
    expect(Contact.decide(book, command())).toEqual(
      Result.succeed([
        {
          _tag: "ContactMade",
          kind: ContactKind.make("survey"),
          subject: Subject.make("building:b1"),
          on,
          by: ActorId.make("wang")
        }
      ])
    )
  })

  it("a contact is with a person or a place in the registry", () => {
    for (const subject of ["building:b2", "household:b1", "resident:b1"]) {
      expect(tags({ subject })).toEqual(["UnknownSubject"])
    }
    expect(tags({ subject: "district:wan-liu" })).toEqual([])
  })

  it("a contact is of a kind that the model names", () => {
    const decided = Contact.decide(book, command({ kind: "visit" }))
    expect(decided).toEqual(
      refuseAll([{ _tag: "UnknownContactKind", kind: "visit", known: ["call", "survey"] }])
    )
  })

  it("a contact is recorded on its day or later", () => {
    expect(tags({ on: "2026-03-03" })).toEqual([])
    expect(tags({ on: "2026-03-04" })).toEqual(["ContactInFuture"])
  })

  it("is refused with every reason at once", () => {
    expect(tags({ subject: "resident:r1", kind: "visit", on: "2027-01-01" })).toEqual([
      "UnknownSubject",
      "UnknownContactKind",
      "ContactInFuture"
    ])
  })

  it("reads the entry back as it was written", () => {
    const codec = Schema.toCodecJson(Contact.ContactEvent)
    const [event] = Result.getOrThrow(Contact.decide(book, command()))
    const json = Schema.encodeUnknownSync(codec)(event)
    expect(json).toEqual({
      _tag: "ContactMade",
      kind: "survey",
      subject: "building:b1",
      on: "2026-03-02",
      by: "wang"
    })
    expect(Schema.decodeUnknownSync(codec)(json)).toEqual(event)
  })
})

const tornDown: Contact.ContactBook = {
  ...book,
  registry: Registry.fold([
    { _tag: "BuildingEntered", on, building: { id: BuildingId.make("b1"), label: "1号", floors: 6 } },
    { _tag: "BuildingEnded", on: Day.add(on, 1), building: BuildingId.make("b1"), reason: "torn-down" }
  ])
}
const signed = Contact.book(registry, [ContactKind.make("survey")], [ContactKind.make("survey")])

ruleSuite("the rules for contacts", Contact.rules, {
  "contact-subject-known": {
    holds: [book, command()],
    refuses: { UnknownSubject: [book, command({ subject: "building:b2" })] }
  },
  "contact-subject-not-gone": {
    holds: [tornDown, command({ on: "2026-03-02" })],
    refuses: { SubjectGone: [tornDown, command({ on: "2026-03-03" })] }
  },
  "contact-kind-known": {
    holds: [book, command()],
    refuses: { UnknownContactKind: [book, command({ kind: "visit" })] }
  },
  "contact-not-in-future": {
    holds: [book, command({ on: "2026-03-03" })],
    refuses: { ContactInFuture: [book, command({ on: "2026-03-04" })] }
  },
  "contact-by-its-people": {
    holds: [recordedBy({ building: b1 }), command()],
    refuses: { RecorderNotListed: [recordedBy({ building: BuildingId.make("b2") }), command()] }
  },
  "contact-proven": {
    holds: [signed, command({ proof: "photos/1" })],
    refuses: { ProofMissing: [signed, command()] }
  }
})

const attempt = (fields: Record<string, unknown> = {}): RecordAttempt =>
  Schema.decodeUnknownSync(AttemptCommand)({
    kind: "survey",
    subject: "building:b1",
    on: "2026-03-02",
    by: "wang",
    today: "2026-03-03",
    outcome: "nobody-in",
    ...fields
  })

ruleSuite("the rules for attempts", Contact.attemptRules, {
  "attempt-again-later": {
    holds: [book, attempt({ outcome: "next-time", again: "2026-03-03" })],
    refuses: { AgainNotLater: [book, attempt({ outcome: "next-time", again: "2026-03-02" })] }
  }
})

describe("a kind of contact whose people the model lists", () => {
  const reasons = (on: Contact.ContactBook, fields: Record<string, unknown> = {}) => {
    const decided = Contact.decide(on, command(fields))
    return Result.isFailure(decided) ? decided.failure.reasons : []
  }

  it("is recorded by a role in the list, with a mandate that reaches as far as the list says", () => {
    expect(reasons(recordedBy({ building: b1 }))).toEqual([])
    expect(reasons(recordedBy({ district: true }))).toEqual([])
    const refused = [
      { _tag: "RecorderNotListed", kind: "survey", subject: "building:b1", roles: ["stairwell-head"] }
    ]
    expect(reasons(recordedBy({ group: GroupId.make("warmth") }))).toEqual(refused)
    expect(reasons(recordedBy({ building: b1 }, RoleId.make("volunteer")))).toEqual(refused)
  })

  it("leaves other kinds of contact to everybody with the authority", () => {
    expect(reasons(recordedBy({ group: GroupId.make("warmth") }), { kind: "call" })).toEqual([])
  })

  it("is tried only by the same people", () => {
    const decided = Contact.decideAttempt(recordedBy({ group: GroupId.make("warmth") }), attempt())
    expect(Result.isFailure(decided) ? decided.failure.reasons.map(({ _tag }) => _tag) : []).toEqual([
      "RecorderNotListed"
    ])
  })
})

describe("recording an attempt", () => {
  it("makes one entry with what happened, and no contact", () => {
    expect(Contact.decideAttempt(signed, attempt({ outcome: "next-time", again: "2026-03-09" }))).toEqual(
      Result.succeed([
        {
          _tag: "ContactAttempted",
          kind: ContactKind.make("survey"),
          subject: Subject.make("building:b1"),
          on,
          by: ActorId.make("wang"),
          outcome: "next-time",
          again: Day.make("2026-03-09")
        }
      ])
    )
  })

  it("is refused with every reason at once, those of a contact included", () => {
    const decided = Contact.decideAttempt(
      tornDown,
      attempt({ kind: "visit", on: "2026-03-09", again: "2026-03-01" })
    )
    expect(Result.isFailure(decided) ? decided.failure.reasons.map(({ _tag }) => _tag) : []).toEqual([
      "SubjectGone",
      "UnknownContactKind",
      "ContactInFuture",
      "AgainNotLater"
    ])
  })
})
