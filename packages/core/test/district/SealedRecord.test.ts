import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { contexts } from "../../src/contexts/contexts.ts"
import * as Journal from "../../src/district/Journal.ts"
import * as Sealing from "../../src/district/Sealing.ts"
import * as SealedRecord from "../../src/district/SealedRecord.ts"
import * as Day from "../../src/kernel/Day.ts"
import { hiddenIn, marks } from "../../src/kernel/Personal.ts"
import { HouseholdId, ResidentId, Tag } from "../../src/place/Id.ts"
import { ofResident } from "../../src/place/Sealed.ts"
import type * as Schema from "effect/Schema"

const word = fc.string({ unit: "grapheme", maxLength: 40 })
const seal = fc
  .tuple(fc.integer({ min: 39, max: 60 }), fc.integer({ min: 1, max: 4 }))
  .map(([length, owners]) => ({
    sealed: "A".repeat(length),
    of: Array.from({ length: owners }, (_, n) => ofResident(ResidentId.make(`r${n}`))) as never
  }))
const contents = fc.record(
  { hidden: fc.dictionary(fc.string({ maxLength: 8 }), word, { maxKeys: 2 }), personal: seal },
  { requiredKeys: ["hidden"] }
) as fc.Arbitrary<SealedRecord.Contents>

const bytes = (text: string): number => new TextEncoder().encode(text).length

describe("the record of an object", () => {
  it("has one of a few sizes, and its contents can be read again", () => {
    fc.assert(
      fc.property(contents, (one) => {
        const text = SealedRecord.textOf(one)
        expect(bytes(text)).toBe(SealedRecord.sizeFor(bytes(text.trimEnd())))
        expect(Result.getOrThrow(SealedRecord.read(text))).toEqual(one)
      })
    )
  })

  it("has the smallest size that fits, and a multiple of the largest size beyond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (length) => {
        const size = SealedRecord.sizeFor(length)
        expect(size).toBeGreaterThanOrEqual(length)
        const smaller =
          size > 8192 ? size - 8192 : ([-1, ...SealedRecord.sizes].filter((one) => one < size).at(-1) ?? -1)
        expect(length).toBeGreaterThan(smaller)
        expect(SealedRecord.sizes.includes(size as 512) || size % 8192 === 0).toBe(true)
      })
    )
  })

  it("has the same size for every person with a name of up to 30 letters and up to six tags", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."王李张欧阳a"), minLength: 1, maxLength: 30 }),
        fc.boolean(),
        fc.array(fc.constantFrom("volunteer", "hardship", "living-alone"), { maxLength: 6 }),
        (name, isMember, tags) => {
          const personal = {
            name,
            birth: "1938-04-05",
            tags,
            ...(isMember ? { partySince: "1961-07-01" } : {})
          }
          // A seal has 29 more bytes than its text, in base64url.
          const sealed = "A".repeat(Math.ceil(((bytes(JSON.stringify(personal)) + 29) * 4) / 3))
          const of = [ofResident(ResidentId.make("b19-402-1"))] as const
          expect(bytes(SealedRecord.textOf({ hidden: {}, personal: { sealed, of } }))).toBe(512)
        }
      )
    )
  })
})

const entered = fc
  .record(
    {
      name: word.filter((text) => text !== ""),
      birth: fc.constant(Day.make("1938-04-05")),
      partySince: fc.constant(Day.make("1961-07-01")),
      tags: fc.array(fc.constantFrom(Tag.make("volunteer"), Tag.make("hardship")), { maxLength: 3 })
    },
    { requiredKeys: ["name", "tags"] }
  )
  .map((person) =>
    Journal.encode({
      _tag: "ResidentEntered",
      on: Day.make("2026-03-02"),
      resident: { id: ResidentId.make("r1"), household: HouseholdId.make("h1"), ...person }
    })
  )

/** The entry of an event with records that are not encrypted, so that a test can read them. */
const written = ({ data, type }: { readonly type: string; readonly data: Schema.Json }) =>
  Sealing.withRecords(
    data,
    Sealing.recordsIn(type, data).map((one) => ({ ...one, sealed: "A".repeat(40) }))
  )

describe("an entry with records", () => {
  it("shows the same keys in the same order, whichever personal fields a resident has", () => {
    fc.assert(
      fc.property(entered, (event) => {
        expect(JSON.stringify(written(event))).toBe(
          JSON.stringify({
            _tag: "ResidentEntered",
            on: "2026-03-02",
            resident: { id: "r1", household: "h1", sealed: "A".repeat(40) }
          })
        )
      })
    )
  })

  it("has its hidden fields again after its records were opened, and its personal fields apart", () => {
    const event = Journal.encode({
      _tag: "HouseholdTagged",
      on: Day.make("2026-03-02"),
      household: HouseholdId.make("h1"),
      tags: [Tag.make("hardship")]
    })
    const data = written(event)
    expect(data).toEqual({
      _tag: "HouseholdTagged",
      on: "2026-03-02",
      household: "h1",
      sealed: "A".repeat(40)
    })
    const line = { position: 1, type: event.type, data }
    const [record] = Sealing.recordsIn(event.type, event.data)
    const text = SealedRecord.textOf({ hidden: record?.hidden ?? {} })
    const { entry, seals } = Result.getOrThrow(Sealing.reveal(line, [{ path: [], value: text }]))
    expect(seals).toEqual([])
    expect(entry.data).toEqual(event.data)
  })

  it("is an event without its records, for a reader without a vault", () => {
    fc.assert(
      fc.property(entered, (event) => {
        const line = { position: 1, type: event.type, data: written(event) }
        expect(Result.getOrThrow(Sealing.decodeClear(line)).event).toEqual({
          _tag: "ResidentEntered",
          on: Day.make("2026-03-02"),
          resident: { id: "r1", household: "h1" }
        })
      })
    )
  })
})

// A personal field below a hidden one would be under the key of the district, and an erasure would not reach it.
describe("the events", () => {
  const below = contexts.flatMap(({ events }) =>
    Object.entries<Schema.Top>(events.cases).flatMap(([type, schema]) =>
      hiddenIn(schema).flatMap((hidden) =>
        marks(schema)
          .filter(({ path }) => hidden.every((key, n) => key === path[n]))
          .map(() => `${type}.${hidden.join(".")}`)
      )
    )
  )
  it("have no personal field below a hidden one, except in a history, which is without personal values", () => {
    expect([...new Set(below)]).toEqual(["CaseReceived.history"])
  })
})
