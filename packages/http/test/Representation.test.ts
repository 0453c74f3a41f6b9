import { describe, expect, it } from "@effect/vitest"
import * as Spreadsheet from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import { type Got, openCase, type Send, served } from "./served.ts"

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const as = "committee"

/** Enters buildings whose labels a spreadsheet program would run as formulas, were they not escaped. */
const labels = ["=1+1", "+1", "-1", "@x", "\t=1", "＝2", "3号楼"]
const enter = (send: Send) =>
  Effect.forEach(labels, (label, n) =>
    send("submissions", {
      as,
      body: { _tag: "EnterBuilding", building: { id: `n${n}`, label, floors: 6 } },
      headers: { "idempotency-key": `n${n}` }
    })
  )

const cases = ["c1", "c2", "c3", "c4", "c5"]
const openSome = (send: Send) =>
  Effect.forEach(cases, (id) =>
    send("submissions", { as: "lead-unity", body: openCase(id), headers: { "idempotency-key": id } })
  )

const get = (send: Send, path: string, accept?: string) =>
  send(path, { as, headers: accept === undefined ? {} : { accept } })

/** The address of the next page. `undefined` on the last page. */
const nextOf = ({ headers }: Got): string | undefined =>
  /^<([^>]+)>; rel="next"$/u.exec(headers.get("link") ?? "")?.[1]

/** All pages of a list, from an address on. */
const pagesFrom = (send: Send, path: string, accept?: string) =>
  Effect.gen(function* () {
    const pages: Array<Got> = []
    for (let next: string | undefined = path; next !== undefined;) {
      const page: Got = yield* get(send, next, accept)
      pages.push(page)
      next = nextOf(page)
    }
    return pages
  })

const casesIn = ({ json }: Got) => json["cases"] as ReadonlyArray<{ readonly case: string }>

describe("an answer as a table", () => {
  it.effect("has the rows of the list, as CSV and as a workbook, and no formula", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* enter(send)
        const csv = yield* get(send, "registry", "text/csv")
        const workbook = yield* get(send, "registry?list=registry", xlsx)
        expect([csv.status, csv.headers.get("content-type"), csv.headers.get("content-disposition")]).toEqual(
          [200, "text/csv; charset=utf-8", `attachment; filename="registry.csv"`]
        )
        expect(csv.text.split("\r\n")[0]?.split("\n")[0]).toBe("id,label,floors")
        for (const label of labels) {
          const escaped = label === "3号楼" ? label : `'${label}`
          expect(csv.text.replaceAll('"', "")).toContain(`,${escaped},6`)
        }
        expect(workbook.headers.get("content-type")).toBe(xlsx)
        for (const { bytes } of [csv, workbook]) {
          const rows = yield* Spreadsheet.readTable(bytes, { file: "registry", key: ["id"] })
          const read = rows.filter(({ key }) => key.text.startsWith("n")).map(({ cells }) => cells[0]?.text)
          // The reader takes the escaping sign away.
          expect(read.toSorted()).toEqual(labels.toSorted())
        }
        // Without a name, a workbook has a sheet for each list.
        const { bytes } = yield* get(send, "registry", xlsx)
        const flats = yield* Spreadsheet.readTable(bytes, { file: "registry", key: ["households.id"] })
        expect(flats.map(({ key, sheet }) => [sheet, key.text])).toEqual(
          ["b1-101", "b1-102", "b2-101"].map((id) => ["registry.households", id])
        )
      })
    )
  )

  it.effect("is of the list that the reader names, which may be a list in the rows of another", () =>
    served((send) =>
      Effect.gen(function* () {
        const flats = yield* get(send, "registry?list=registry.households", "text/csv")
        const [heading, first] = flats.text.split(/\r?\n/u)
        expect(heading).toBe(
          "id,label,floors,households.id,households.unit,households.floor,households.residents"
        )
        expect(first).toMatch(/^b1,[^,]*,\d+,b1-101,/u)
        const wrong = yield* get(send, "registry?list=flats", "text/csv")
        expect([wrong.status, wrong.json["type"]]).toEqual([400, "urn:liulinhui:problem:malformed"])
      })
    )
  )

  it.effect("is not available of an answer without lists, nor in an unknown format", () =>
    served((send) =>
      Effect.gen(function* () {
        for (const [path, accept] of [
          ["model", "text/csv"],
          ["cases", "text/html"]
        ] as const) {
          const got = yield* get(send, path, accept)
          expect([got.status, got.json["type"]]).toEqual([406, "urn:liulinhui:problem:not-acceptable"])
        }
        expect((yield* get(send, "cases", "text/html, */*;q=0.1")).headers.get("content-type")).toBe(
          "application/json"
        )
      })
    )
  )

  it.effect("has another validator than the same answer in another format", () =>
    served((send) =>
      Effect.gen(function* () {
        const tags = yield* Effect.forEach([undefined, "text/csv", xlsx], (accept) =>
          Effect.map(get(send, "cases", accept), ({ headers }) => headers.get("etag"))
        )
        expect(new Set(tags).size).toBe(3)
        const again = yield* send("cases", {
          as,
          headers: { accept: "text/csv", "if-none-match": tags[1] ?? "" }
        })
        expect(again.status).toBe(304)
      })
    )
  )
})

describe("the pages of a list", () => {
  it.effect("are together the whole list, in its order, in JSON and in CSV", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* openSome(send)
        const whole = yield* get(send, "cases?which=all")
        const ids = casesIn(whole).map((one) => one.case)
        expect(ids.toSorted()).toEqual(expect.arrayContaining(cases))
        for (const size of [1, 2, ids.length, 100]) {
          const pages = yield* pagesFrom(send, `cases?which=all&limit=${size}`)
          expect(pages).toHaveLength(Math.ceil(ids.length / size))
          expect(pages.flatMap((page) => casesIn(page).map((one) => one.case))).toEqual(ids)
        }
        const [heading, ...rows] = (yield* get(send, "cases?which=all", "text/csv")).text
          .trim()
          .split(/\r?\n/u)
        const tables = yield* pagesFrom(send, "cases?which=all&limit=2", "text/csv")
        const lines = tables.map(({ text }) => text.trim().split(/\r?\n/u))
        expect(new Set(lines.map(([first]) => first))).toEqual(new Set([heading]))
        expect(lines.flatMap(([, ...others]) => others)).toEqual(rows)
      })
    )
  )

  it.effect("begin again if the district has changed, so that no row is missing or there twice", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* openSome(send)
        const next = nextOf(yield* get(send, "cases?limit=2")) ?? ""
        expect((yield* get(send, next)).status).toBe(200)
        yield* send("submissions", {
          as: "lead-unity",
          body: openCase("c0"),
          headers: { "idempotency-key": "c0" }
        })
        const late = yield* get(send, next)
        expect([late.status, late.json["type"]]).toEqual([409, "urn:liulinhui:problem:conflict"])
        for (const wrong of ["limit=0", "limit=x", "after=2", "after=x~1", "list=no"]) {
          expect([wrong, (yield* get(send, `cases?${wrong}`)).status]).toEqual([wrong, 400])
        }
      })
    )
  )
})
