import { describe, expect, it } from "@effect/vitest"
import { CaseEvent } from "../../src/casework/Case.ts"
import * as Day from "../../src/kernel/Day.ts"
import { DisclosureEvent } from "../../src/disclosure/Disclosure.ts"
import * as Journal from "../../src/district/Journal.ts"
import * as Sealing from "../../src/district/Sealing.ts"
import { ActorId, DistrictId, HouseholdId, ResidentId } from "../../src/place/Id.ts"
import { CompanionEvent } from "../../src/companions/Companion.ts"
import { ContactEvent } from "../../src/place/Contact.ts"
import { RegistryEvent } from "../../src/place/Registry.ts"
import { ofResident } from "../../src/place/Sealed.ts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"

const seal = { sealed: "A".repeat(40), of: [ofResident(ResidentId.make("r1"))] }

/** Replaces each field of an event's data that is marked as personal or sensitive by a sealed (encrypted) value. */
const sealed = (type: string, data: Schema.Json): Schema.Json =>
  Sealing.replace(
    data,
    Sealing.valuesIn(type, data).map(({ path }) => ({ path, value: seal }))
  )

const line = (type: string, data: Schema.Json) => ({ position: 7, type, data })

const entered = Journal.encode({
  _tag: "ResidentEntered",
  on: Day.make("2026-03-02"),
  resident: {
    id: ResidentId.make("r1"),
    household: HouseholdId.make("h1"),
    name: "王秀英",
    birth: Day.make("1938-04-05"),
    tags: []
  }
})

describe("sealing", () => {
  it("an entry with a marked field in plain text is refused with the path of the field", () => {
    const error = Result.getOrThrow(Result.flip(Sealing.sealsIn(line(entered.type, entered.data))))
    expect(error.message).toContain("resident.name is personal and not sealed")
  })

  it("every marked value is found, whatever is around it, and returns to its place", () => {
    const fields = Sealing.valuesIn(entered.type, entered.data)
    expect(fields.map(({ path }) => path.join("."))).toEqual([
      "resident.name",
      "resident.birth",
      "resident.tags"
    ])
    expect(Sealing.replace(sealed(entered.type, entered.data), fields)).toEqual(entered.data)
  })

  it("a seal contains its place: district, stream, type and path", () => {
    const places = ["wan-liu", "elsewhere"].flatMap((district) =>
      ["registry", "case-1"].flatMap((stream) =>
        ["ResidentEntered", "ResidentCorrected"].flatMap((type) =>
          (["name", "birth"] as const).map((key) =>
            Sealing.placeOf(
              { district: DistrictId.make(district), stream, type },
              { path: ["resident", key] }
            )
          )
        )
      )
    )
    expect(new Set(places).size).toBe(16)
  })

  // Every schema must accept events whose values are sealed or were erased.
  const unions = {
    ...CaseEvent.cases,
    ...ContactEvent.cases,
    ...RegistryEvent.cases,
    ...CompanionEvent.cases
  }
  const optional = Object.entries({ ...unions, ...DisclosureEvent.cases }).flatMap(([type, { ast }]) =>
    (Journal.kindOf(type)?.marks ?? []).map(({ path }) => [type, path, ast] as const)
  )
  it.each(optional)("%s without %j is still an event", (_, path, ast) => {
    interface Part {
      readonly context?: { readonly isOptional: boolean }
      readonly types?: ReadonlyArray<Part>
      readonly rest?: ReadonlyArray<Part>
      readonly propertySignatures?: ReadonlyArray<{ readonly name: string; readonly type: Part }>
    }
    let at: ReadonlyArray<Part> = [ast as Part]
    let isOptional = false
    for (const key of path) {
      if (key === "*") {
        at = at.flatMap(({ rest = [] }) => rest).flatMap((each) => each.types ?? [each])
      } else {
        at = at.flatMap(({ propertySignatures = [] }) =>
          propertySignatures.flatMap(({ name, type }) => (name === key ? [type] : []))
        )
        isOptional = at.length > 0 && at.every(({ context }) => context?.isOptional === true)
      }
    }
    expect(isOptional).toBe(true)
  })

  it("an entry without its seals reads as the event that it is", () => {
    const noted = Journal.encode({
      _tag: "Noted",
      by: ActorId.make("a"),
      on: Day.make("2026-03-02"),
      text: "…"
    })
    const read = Sealing.withoutSeals(line(noted.type, sealed(noted.type, noted.data)))
    expect(Result.getOrThrow(Result.flatMap(read, Journal.decode)).event).toEqual({
      _tag: "Noted",
      by: "a",
      on: Day.make("2026-03-02")
    })
  })
})
