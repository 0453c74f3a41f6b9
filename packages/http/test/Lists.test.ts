import { describe, expect, it } from "@effect/vitest"
import { answerSchema, Question } from "@liulinhui/core/Question"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { pathOf, questionTags } from "../src/Api.ts"
import { cut, type List, listsOf, rowsOf } from "../src/Lists.ts"

const Flat = Schema.Struct({ unit: Schema.String, residents: Schema.Int })
const House = Schema.Struct({
  id: Schema.String,
  at: Schema.Struct({ floor: Schema.optionalKey(Schema.Int), tags: Schema.Array(Schema.String) }),
  flats: Schema.optionalKey(Schema.Array(Flat)),
  kind: Schema.Union([
    Schema.TaggedStruct("Old", { since: Schema.Int }),
    Schema.TaggedStruct("New", { by: Schema.Array(Flat) })
  ])
})
const houses = [
  {
    id: "a",
    at: { floor: 2, tags: ["x", "y"] },
    flats: [
      { unit: "01", residents: 2 },
      { unit: "02", residents: 0 }
    ],
    kind: { _tag: "Old", since: 1990 }
  },
  { id: "b", at: { tags: [] }, kind: { _tag: "New", by: [] } }
] as const
const columnsOf = ({ columns }: List) => columns.map((path) => path.join("."))
const outerColumns = ["id", "at.floor", "at.tags", "kind._tag", "kind.since"]

describe("the lists in an answer", () => {
  it("are the arrays of objects in its schema, also those in the items of another list", () => {
    const [outer, inner, ...others] = listsOf(Schema.Array(House), "houses")
    expect(others).toEqual([])
    expect([outer, inner].map((list) => list && [list.name, columnsOf(list)])).toEqual([
      ["houses", outerColumns],
      ["houses.flats", [...outerColumns, "flats.unit", "flats.residents"]]
    ])
    expect(outer && rowsOf(houses, outer)).toEqual([
      ["a", 2, "x; y", "Old", 1990],
      ["b", undefined, "", "New", undefined]
    ])
    expect(inner && rowsOf(houses, inner)).toEqual([
      ["a", 2, "x; y", "Old", 1990, "01", 2],
      ["a", 2, "x; y", "Old", 1990, "02", 0]
    ])
  })

  it("are found in the fields of an object, and in objects in it", () => {
    const answer = Schema.Struct({
      on: Schema.String,
      found: Schema.optionalKey(Schema.NullOr(Schema.Struct({ flats: Schema.Array(Flat) }))),
      names: Schema.Array(Schema.String)
    })
    const [list, ...others] = listsOf(answer, "answer")
    expect([list?.name, others]).toEqual(["found.flats", []])
    const flats = [{ unit: "01", residents: 2 }]
    const rows = (found: object) => list && rowsOf({ on: "x", names: [], ...found }, list)
    expect([rows({ found: { flats } }), rows({ found: null }), rows({})]).toEqual([[["01", 2]], [], []])
    expect(listsOf(Schema.Struct({ document: Schema.Json }), "answer")).toEqual([])
  })

  it("are cut into parts that together are the whole, and the rest of the answer stays", () => {
    const [list] = listsOf(Schema.Struct({ on: Schema.String, flats: Schema.Array(Flat) }), "answer")
    fc.assert(
      fc.property(
        fc.array(fc.record({ unit: fc.string(), residents: fc.nat() })),
        fc.nat(8),
        (flats, size) => {
          if (list === undefined) throw new RangeError("no list")
          const parts = []
          for (let [from, isMore] = [0, true]; isMore; from += size + 1) {
            const part = cut({ on: "x", flats }, list, { from, to: from + size + 1 })
            const { flats: some, ...others } = part.answer as { readonly flats: ReadonlyArray<unknown> }
            expect(others).toEqual({ on: "x" })
            parts.push(...some)
            isMore = part.isMore
          }
          expect(parts).toEqual(flats)
        }
      )
    )
  })

  it("of questions have names that no question has as a field, and are where people look for lists", () => {
    for (const tag of questionTags) {
      for (const name of ["list", "limit", "after"]) {
        expect([tag, Object.hasOwn(Question.cases[tag].fields, name)]).toEqual([tag, false])
      }
    }
    const names = Object.fromEntries(
      questionTags.map((tag) => [tag, listsOf(answerSchema(tag), pathOf(tag)).map(({ name }) => name)])
    )
    expect(names).toMatchObject({
      AskToday: [
        "tasks",
        "tasks.deadlines",
        "tasks.resting",
        "decisions",
        "decisions.deadlines",
        "decisions.resting",
        "decisions.ballots"
      ],
      AskCases: ["cases", "cases.deadlines", "cases.resting"],
      AskRegistry: ["registry", "registry.households"],
      AskMandates: ["mandates"],
      AskModel: [],
      AskOffers: []
    })
    expect(names["AskCoverage"]).toEqual(expect.arrayContaining(["coverage", "coverage.gaps"]))
  })
})
