import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { BuildingId, ResidentId } from "@liulinhui/core/Id"
import * as Registry from "@liulinhui/core/Registry"
import {
  type Mapping,
  type Preview,
  readRoster,
  writeRejects,
  writeRegistryCsv
} from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import {
  applied,
  key,
  on,
  previewed,
  previewing,
  refused,
  roster,
  rowsOf,
  seen,
  workbook,
  xlsx
} from "../spreadsheets.ts"
import * as Result from "effect/Result"

const columns = "楼号,总层数,室号,面积,姓名,出生日期"
const file = (...rows: ReadonlyArray<string>): string => [columns, ...rows].join("\n")

const wang = "1号,6,101,50,王秀英,1940-01-01"
const li = "1号,6,101,50,李建国,1939-05-15"
const zhao = "1号,6,102,50,赵伟,1980-03-12"
const empty = "1号,6,201,50,,"
const spring = file(wang, li, zhao, empty)

const begun = async (): Promise<Registry.Registry> => applied(Registry.empty, await previewed(spring))

const later = Day.make("2026-04-01")
const idOf = (registry: Registry.Registry, name: string): ResidentId => {
  const stay = [...registry.residents.values()].find((one) => one.name === name)
  if (stay === undefined) throw new Error(`nobody is called ${name}`)
  return stay.id
}

const next = async (
  registry: Registry.Registry,
  text: string,
  options: Parameters<typeof previewed>[1] = {}
): Promise<Preview> => previewed(text, { registry, on: later, ...options })

describe("a preview", () => {
  it("is everything new over an empty registry", async () => {
    const { counts } = await previewed(spring)
    expect(counts).toEqual({
      buildings: { new: 1, changed: 0, unchanged: 0 },
      households: { new: 3, changed: 0, unchanged: 0 },
      residents: { new: 3, changed: 0, unchanged: 0, moved: 0, returned: 0, left: 0 },
      possibleDuplicates: 0,
      rejected: 0,
      unknown: { births: 0, birthDays: 0, areas: 0 }
    })
  })

  it("of the same file again is nothing, with or without its ids", async () => {
    const registry = await begun()
    const again = await next(registry, spring, { complete: true })
    expect(again.requests).toEqual([])
    expect(again.counts.residents).toMatchObject({ unchanged: 3, new: 0, left: 0 })
    const written = writeRegistryCsv({
      buildings: [...registry.buildings.values()],
      households: [...registry.households.values()],
      residents: [...registry.residents.values()].map(
        ({ housedSince: _, since: __, ...stay }) => stay as Registry.Resident
      )
    })
    expect((await next(registry, written, { complete: true })).requests).toEqual([])
  })

  it("names what changed, with the values before and after", async () => {
    const registry = await begun()
    const shown = await next(
      registry,
      spring.replace("1940-01-01", "1941-01-01").replace("102,50,", "102,61.5,")
    )
    expect(shown.residents.changed).toMatchObject([
      {
        before: { birth: Day.make("1940-01-01") },
        after: { birth: Day.make("1941-01-01") },
        fields: ["birth"]
      }
    ])
    expect(shown.households.changed).toMatchObject([
      { before: { area: 500_000 }, after: { area: 615_000 }, fields: ["area"] }
    ])
    expect(shown.counts.residents).toMatchObject({ changed: 1, unchanged: 2 })
  })

  it("keeps the values of columns that the file lacks; an empty cell of a column means that there is no value", async () => {
    const registry = await begun()
    const party = await next(registry, `${columns},入党时间,标签\n${wang},1965-07-01,volunteer\n`)
    const member = applied(registry, party, later)
    expect(member.residents.get(idOf(member, "王秀英"))).toMatchObject({ tags: ["volunteer"] })
    expect((await next(member, spring)).requests).toEqual([])
    const { residents } = await next(member, `${columns},入党时间,标签\n${wang},,\n`)
    expect(residents.changed.map(({ fields }) => fields)).toEqual([["partySince", "tags"]])
  })

  it("takes nobody for gone unless the file is complete", async () => {
    const registry = await begun()
    expect((await next(registry, file(wang))).residents.left).toEqual([])
    const { requests, residents } = await next(registry, file(wang, li, empty), { complete: true })
    expect(residents.left.map(({ name }) => name)).toEqual(["赵伟"])
    expect(requests).toEqual([
      { _tag: "LeaveResident", resident: idOf(registry, "赵伟"), departure: "moved-away" }
    ])
  })

  it("takes a file for complete of some buildings alone, if that is said", async () => {
    const registry = applied(
      await begun(),
      await next(await begun(), "楼号,总层数,室号,面积,姓名,出生日期\n2号,6,101,50,孙强,1970-01-01"),
      later
    )
    const { residents } = await next(registry, file(wang), { complete: [BuildingId.make("1号")] })
    expect(residents.left.map(({ name }) => name).toSorted()).toEqual(["李建国", "赵伟"].toSorted())
  })

  it("finds who moved: gone from the old door, which the file lists, and at a new one", async () => {
    const registry = await begun()
    const moved = file(wang, li, "1号,6,102,50,,", "1号,6,201,50,赵伟,1980-03-12")
    const { counts, residents } = await next(registry, moved)
    expect(residents.moved).toEqual([
      { resident: idOf(registry, "赵伟"), name: "赵伟", from: "1号-102", to: "1号-201" }
    ])
    expect(counts.residents).toMatchObject({ new: 0, moved: 1 })
    expect((await next(applied(registry, await next(registry, moved), later), moved)).requests).toEqual([])
  })

  it("takes the same name and birth at another door for a namesake if the old door is not listed", async () => {
    const registry = await begun()
    const { possibleDuplicates, residents } = await next(registry, file("1号,6,201,50,赵伟,1980-03-12"))
    expect(residents.moved).toEqual([])
    expect(residents.new.map(({ name }) => name)).toEqual(["赵伟"])
    expect(possibleDuplicates.map(({ name, residents }) => [name, residents.length])).toEqual([["赵伟", 2]])
  })

  it("knows who came back, to the same door or to another", async () => {
    const registry = await begun()
    const gone = Registry.fold(
      [{ _tag: "ResidentLeft", on: later, resident: idOf(registry, "赵伟"), departure: "moved-away" }],
      registry
    )
    for (const back of [spring, file(wang, li, "1号,6,201,50,赵伟,1980-03-12")]) {
      const shown = await next(gone, back, { on: Day.make("2026-09-01") })
      expect(shown.counts.residents).toMatchObject({ returned: 1, new: 0 })
      expect(shown.residents.returned.map(({ id }) => id)).toEqual([idOf(registry, "赵伟")])
    }
  })

  it("counts a person once who is listed twice at one door, and refuses two sayings", async () => {
    const { counts, remarks } = await previewed(file(wang, li, wang))
    expect(counts.residents.new).toBe(2)
    expect(remarks.map(({ args, code }) => [code, args["count"]])).toContainEqual(["listed-twice", 1])
    const party = `${columns},入党时间\n${wang},1965-07-01\n${wang},1966-07-01\n`
    expect(seen(await refused(party))).toEqual(["3 G differs"])
  })

  it("leaves what it does not know of a birth as it is known", async () => {
    const registry = await begun()
    for (const birth of ["", "1940", "1940年1月", "不详"]) {
      expect((await next(registry, spring.replace("1940-01-01", birth))).requests).toEqual([])
    }
    const other = await next(registry, spring.replace("1940-01-01", "1943"))
    expect(other.residents.changed.map(({ after, fields }) => [after.birth, after.bornIn, fields])).toEqual([
      [undefined, "1943", ["birth"]]
    ])
  })

  it("takes the more precise of two sayings that agree, from the file or from the registry", async () => {
    const vague = await next(Registry.empty, spring.replace("1940-01-01", "1940"))
    const registry = applied(Registry.empty, vague)
    const exact = await next(registry, spring)
    expect(exact.residents.changed.map(({ after, fields }) => [after.bornIn, fields])).toEqual([
      [undefined, ["birth"]]
    ])
    expect((await next(registry, spring.replace("1940-01-01", "不详"))).requests).toEqual([])
    const month = await next(registry, spring.replace("1940-01-01", "1940年1月"))
    expect(month.residents.changed.map(({ after }) => after.bornIn)).toEqual(["1940-01"])
  })

  it("finds a building under the name that a mapping says", async () => {
    const registry = await begun()
    const mapping: Mapping = { version: 1, columns: {}, buildings: { 一号楼: BuildingId.make("1号") } }
    expect((await next(registry, spring.replaceAll("1号,", "一号楼,"), { mapping })).requests).toEqual([])
  })
})

describe("ids of residents", () => {
  it("are the same for the same file and key, and others under another key", async () => {
    const ids = async (key: string) => (await previewed(spring, { key })).residents.new.map(({ id }) => id)
    expect(await ids(key)).toEqual(await ids(key))
    expect(new Set([...(await ids(key)), ...(await ids("another secret of 16"))]).size).toBe(6)
  })

  it("hold nothing of the person, and no identity number goes into them", async () => {
    const identity = "110105194912310021"
    const text = (number: string) => `楼号,总层数,室号,面积,姓名,出生日期,身份证号\n${wang},${number}\n`
    const one = await previewed(text(identity))
    const other = await previewed(text("11010519491231002X"))
    expect(one.residents.new[0]?.id).toBe(other.residents.new[0]?.id)
    expect(one.residents.new[0]?.id).toMatch(/^r-[0-9a-z]{20}$/)
    expect(JSON.stringify(one)).not.toContain("19491231")
  })

  it("are found again by name and birth however the name is spaced", async () => {
    const registry = await begun()
    expect((await next(registry, spring.replace("赵伟", "赵　伟"))).requests).toEqual([])
  })

  it("lead to a resident whose name was corrected by hand since", async () => {
    const registry = await begun()
    const resident = idOf(registry, "王秀英")
    const corrected = Registry.fold(
      [{ _tag: "ResidentCorrected", on, resident, name: "王秀瑛", birth: Day.make("1940-01-01") }],
      registry
    )
    const { counts, residents } = await next(corrected, spring, { complete: true })
    expect(counts.residents).toMatchObject({ new: 0, left: 0, changed: 1 })
    expect(residents.changed[0]?.after.id).toBe(resident)
  })

  it("need a key, unless every row has one; a short key is refused", async () => {
    const without = await previewing(spring, { key: undefined as never })
    expect(Result.isFailure(without) && seen(without.failure)).toEqual(["2  no-id", "3  no-id", "4  no-id"])
    expect(seen(await refused(spring, { key: "short" }))).toEqual(["0  key-too-short"])
  })

  it("of somebody who was erased are never given again", async () => {
    const registry = await begun()
    const erased = Registry.fold(
      [
        { _tag: "ResidentErased", on, by: "x" as never, resident: idOf(registry, "王秀英"), basis: "request" }
      ],
      registry
    )
    const { residents } = await next(erased, spring)
    expect(residents.new.map(({ name }) => name)).toEqual(["王秀英"])
    expect(erased.residents.has(residents.new[0]!.id)).toBe(false)
  })
})

describe("numbers that identify people", () => {
  it.each([
    ["室号 as an identity number", `1号,6,11010519491231002X,50,王,1940-01-01`, "C", "identity-number"],
    ["姓名 with a mobile number", `1号,6,101,50,王秀英13812345678,1940-01-01`, "E", "mobile-number"],
    [
      "姓名 with a spaced identity number",
      `1号,6,101,50,王 110105 19491231 002X,1940-01-01`,
      "E",
      "identity-number"
    ],
    ["楼号 with a bank card", `6222 0212 3456 7890 128,6,101,50,王,1940-01-01`, "A", "card-number"]
  ])("are refused in %s, and masked in the message", async (_, row, letter, code) => {
    const refusal = await refused(file(row))
    expect(seen(refusal)).toEqual([`2 ${letter} ${code}`])
    expect(refusal.format("zh") + refusal.message).not.toMatch(/19491231|12345678|34567890|1234 ?5678/)
  })

  it("are refused as the id or the tag of a resident", async () => {
    const text =
      "楼号,总层数,室号,面积,姓名,出生日期,人员编号,标签\n1号,6,101,50,王,1940-01-01,11010519491231002X,13812345678\n"
    expect(seen(await refused(text))).toEqual(["2 G identity-number", "2 H mobile-number"])
  })

  it("differ from ordinary long numbers by their check digits", async () => {
    const { counts } = await previewed(file("1号,6,101,50,王秀英110105194912310021号,1940-01-01"))
    expect(counts.residents.new).toBe(1)
  })
})

const line = fc
  .record({
    building: fc.integer({ min: 1, max: 2 }),
    floor: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom("王秀英", "李建国", "赵伟", "孙强"),
    year: fc.integer({ min: 1940, max: 1942 })
  })
  .map(({ building, floor, name, year }) => `${building}号,6,${floor}01,50,${name},${year}-01-01`)

describe("any roster over any other", () => {
  it("is in the registry once it was applied: then it changes nothing, and lists everybody if it is complete", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line, { maxLength: 8 }), { minLength: 2, maxLength: 4 }),
        fc.boolean(),
        async (rosters, complete) => {
          let registry = Registry.empty
          for (const [month, rows] of rosters.entries()) {
            const text = file(...rows)
            const day = Day.add(on, 30 * month)
            const shown = await previewed(text, { registry, on: day, complete })
            registry = applied(registry, shown, day)
            const again = await previewed(text, { registry, on: Day.add(day, 1), complete })
            expect(again.requests).toEqual([])
            const present = [...registry.residents.values()].filter(({ left }) => left === undefined)
            const listed = present.map(
              ({ birth, household, name }) => `${household} ${name} ${Day.toIso(birth!)}`
            )
            const wanted = new Set(
              rows.map((row) => {
                const [building, , unit, , name, birth] = row.split(",")
                return `${building}-${unit} ${name} ${birth}`
              })
            )
            expect(wanted.isSubsetOf(new Set(listed))).toBe(true)
            expect(complete ? listed.length : wanted.size).toBe(wanted.size)
          }
        }
      ),
      { numRuns: 80 }
    )
  })
})

describe("valid rows taken without the others", () => {
  const bad = ["1号,6,#REF!,50,孙强,1970-01-01", "1号,6,301,50,周杰,1/2/1970"]
  const mixed = file(wang, bad[0]!, li, bad[1]!, zhao)

  it("are the same as in a separate file; the others are listed with their reasons", async () => {
    const shown = await previewed(mixed, { acceptValid: true })
    expect(shown.requests).toEqual((await previewed(file(wang, li, zhao))).requests)
    expect(shown.rejected.map(({ problems, row }) => [row, ...problems.map(({ code }) => code)])).toEqual([
      [3, "damaged-cell"],
      [5, "day-or-month-first"]
    ])
  })

  it.each([
    ["could not be read", "1号,6,#REF!,50,赵伟,1980-03-12"],
    ["has shifted", "1号,6,102,1,050,赵伟,1980-03-12"]
  ])("do not make anybody gone: who is not listed may be in a row that %s", async (_, row) => {
    const registry = await begun()
    const shown = await next(registry, file(wang, li, row), { acceptValid: true, complete: true })
    expect(shown.residents.left).toEqual([])
    expect(shown.remarks.map(({ code }) => code)).toContain("left-not-decided")
  })

  it("leave out, with a row, what only that row said of a flat", async () => {
    const text =
      "楼号,总层数,户号,室号,面积,姓名,出生日期,入党时间\n1号,6,a,101,50,王,1940-01-01,soon\n1号,,a,,,李,1950-01-01,\n2号,6,b,101,50,孙,1950-01-01,\n"
    const { counts, rejected } = await previewed(text, { acceptValid: true })
    expect(rejected.map(({ problems, row }) => [row, problems[0]?.code])).toEqual([
      [2, "not-a-date"],
      [3, "unknown-household"]
    ])
    expect(counts.residents.new).toBe(1)
  })

  it("do not exist if the column names are wrong", async () => {
    expect(seen(await refused("楼号,姓名\n1号,王\n", { acceptValid: true }))).toEqual(["1  missing-column"])
  })

  const mended = async (
    input: string | Uint8Array
  ): Promise<{ text: string; bytes: Uint8Array; first: Preview }> => {
    const read = await roster(input)
    const first = await previewed(input, { acceptValid: true })
    const bytes = await Effect.runPromise(writeRejects(input, read, first.rejected))
    const rejects = await roster(bytes)
    return { text: JSON.stringify(rejects), bytes, first }
  }

  it("leave a workbook that can be mended and imported: then all is as if nothing had been wrong", async () => {
    const { bytes, first } = await mended(mixed)
    const registry = applied(Registry.empty, first)
    const problems = await refused(bytes, { registry })
    expect(problems.problems.map(({ code, column }) => `${column} ${code}`)).toEqual([
      "室号 damaged-cell",
      "出生日期 day-or-month-first"
    ])
    // The test corrects the two cells in the workbook, as a person would.
    const { unzipSync, zipSync, strToU8, strFromU8 } = await import("fflate")
    const files = unzipSync(bytes)
    const name = "xl/worksheets/sheet1.xml"
    const sheet = strFromU8(files[name]!).replace(">#REF!<", ">202<").replace(">1/2/1970<", ">1970-02-01<")
    const again = await previewed(zipSync({ ...files, [name]: strToU8(sheet) }), { registry })
    expect(again.residents.new.map(({ name }) => name)).toEqual(["孙强", "周杰"])
  })

  it("leave no identity number or telephone in that workbook", async () => {
    const text = `${columns},身份证号,备注\n1号,6,#REF!,50,孙强,1970-01-01,11010519491231002X,电话13812345678\n`
    const { text: seenIn, bytes } = await mended(text)
    expect(seenIn).not.toMatch(/19491231|13812345678/)
    const { strFromU8, unzipSync } = await import("fflate")
    const all = Object.values(unzipSync(bytes))
      .map((part) => strFromU8(part))
      .join("")
    expect(all).not.toMatch(/19491231|13812345678|身份证/)
    expect(all).toContain("13*********")
  })

  it("write what a merged cell says into every rejected row", async () => {
    const book = xlsx(
      [
        ["楼号", "室号", "姓名", "出生日期", "面积"],
        ["1号", "101", "王秀英", "1940-01-01", "50"],
        [null, null, "李建国", "soon", null]
      ],
      '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/><mergeCell ref="E2:E3"/></mergeCells>'
    )
    const { bytes } = await mended(book)
    const { rows } = await roster(bytes)
    expect(rows.map(({ values }) => [values.building, values.unit, values.area, values.name])).toEqual([
      ["1号", "101", 500_000, "李建国"]
    ])
  })

  it("keep the sheets of a workbook apart", async () => {
    const rows = (unit: string) =>
      rowsOf([
        ["楼号", "室号", "姓名", "出生日期", "面积"],
        ["1号", unit, "王", "soon", "50"]
      ])
    const book = workbook([
      { name: "甲", data: rows("101") },
      { name: "乙", data: rows("102") }
    ])
    const { bytes } = await mended(book)
    const { sheets } = await Effect.runPromise(readRoster(bytes))
    expect(sheets.map(({ name }) => name)).toEqual(["甲", "乙"])
  })

  it("and the rejected ones are all rows of the file, whatever is wrong with it", async () => {
    const cell = fc.constantFrom(
      "#REF!",
      "",
      "-",
      "50",
      "101",
      "1号",
      "王秀英",
      "1950-01-01",
      "1950",
      "soon",
      "合计"
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { maxLength: 12 }),
        async (rows) => {
          const text = file(wang, ...rows.map((cells) => cells.join(",")))
          const read = await roster(text)
          const shown = await previewed(text, { acceptValid: true })
          const rejected = new Set(shown.rejected.map(({ row }) => row))
          // Every row of the file must be in the registry after the import, or be rejected, or contain no person.
          const people = read.rows.filter(
            ({ row, values }) => values.name !== undefined && !rejected.has(row)
          )
          const twice = shown.remarks.find(({ code }) => code === "listed-twice")?.args["count"] ?? 0
          expect(shown.counts.residents.new + Number(twice)).toBe(people.length)
        }
      ),
      { numRuns: 150 }
    )
  })
})
