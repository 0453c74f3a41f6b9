import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import type { Ground } from "../../src/contexts/Context.ts"
import { type AnyContext, contexts } from "../../src/contexts/contexts.ts"
import * as District from "../../src/district/District.ts"
import * as Journal from "../../src/district/Journal.ts"
import { authorities } from "../../src/governance/Authority.ts"
import { Request } from "../../src/governance/Request.ts"

type Slice = ReturnType<AnyContext["initial"]>
type KeyOf<Union> = Union extends unknown ? keyof Union : never

const twice = (names: ReadonlyArray<string>) => names.filter((name, at) => names.indexOf(name) !== at)

describe("the contexts", () => {
  it("have ids, event tags, request tags and slices that no other context has", () => {
    expect(twice(contexts.map(({ id }) => id))).toEqual([])
    expect(twice(contexts.flatMap(({ events }) => Object.keys(events.cases)))).toEqual([])
    expect(twice(contexts.flatMap(({ requests }) => Object.keys(requests)))).toEqual([])
    expect(twice(contexts.flatMap(({ initial }) => Object.keys(initial())))).toEqual([])
  })

  it("make up the journal, the requests and their authorities", () => {
    expect(Journal.types).toEqual(contexts.flatMap(({ events }) => Object.keys(events.cases)))
    expect(Object.keys(Request.cases)).toEqual(contexts.flatMap(({ requests }) => Object.keys(requests)))
    expect(Object.keys(authorities)).toEqual(Object.keys(Request.cases))
  })

  it("make up the district: its type has the slices of all contexts, and no others", () => {
    expectTypeOf<keyof District.District>().toEqualTypeOf<KeyOf<Slice> | keyof Ground>()
    expect(Object.keys(District.draft()).toSorted()).toEqual(
      // `parts`: the parts of imports that are not completed.
      [
        "begins",
        "parts",
        "position",
        "versions",
        ...contexts.flatMap(({ initial }) => Object.keys(initial()))
      ].toSorted()
    )
  })
})
