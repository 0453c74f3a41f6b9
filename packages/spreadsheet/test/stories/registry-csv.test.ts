import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { ActorId } from "@liulinhui/core/Id"
import * as Registry from "@liulinhui/core/Registry"
import { decider, type RegistryData } from "@liulinhui/core/Registry"
import {
  readRegistryCsv,
  type SheetProblem,
  type SheetRefused,
  writeRegistryCsv
} from "@liulinhui/spreadsheet"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as arbitrary from "../../../testing/src/Registry.ts"
import { door, name as personName } from "../../src/roster/Likeness.ts"

const on = Day.make("2026-03-02")
const file = "registry.csv"

const read = (input: string | Uint8Array): RegistryData =>
  Result.getOrThrow(readRegistryCsv(input, { on, file })).data

const refused = (input: string | Uint8Array): SheetRefused => {
  const result = readRegistryCsv(input, { on, file })
  if (Result.isSuccess(result)) throw new Error(`read as ${JSON.stringify(result.success.data)}`)
  return result.failure
}

/** Returns the row, the column and the code of each problem. */
const seen = (input: string | Uint8Array): ReadonlyArray<string> =>
  refused(input).problems.map(({ code, column, row }: SheetProblem) => `${row} ${column} ${code}`)

const chinese = "楼栋,门牌,总层数,户号,室号,楼层,面积,户标签,人员编号,姓名,出生日期,入党日期,标签"
const english =
  "building,building_label,floors,household,unit,floor,area m2,household tags,resident,name,birth,party since,tags"
const first = "b01,1号楼,6,b01-301,301,3,48.20,,b01-301-1,居民0001,1950-03-01,1975-07-01,volunteer"

const sheet = (...rows: ReadonlyArray<string>): string => [chinese, first, ...rows, ""].join("\r\n")

/** Makes a row of a registry file for another resident of another flat, with some cells changed. */
const row = (changed: Partial<Record<number, string>> = {}): string => {
  const cells = "b01,1号楼,6,b01-302,302,3,50,,b01-302-1,居民0002,1960-01-31,,".split(",")
  return cells.map((cell, at) => changed[at] ?? cell).join(",")
}

const byId = <A extends { readonly id: string }>(items: ReadonlyArray<A>): ReadonlyArray<A> =>
  items.toSorted((a, b) => (a.id < b.id ? -1 : 1))

const sorted = (data: RegistryData): RegistryData => ({
  buildings: byId(data.buildings),
  households: byId(data.households),
  residents: byId(data.residents)
})

// Generates names, doors and labels from any characters. Impossible texts are left out: empty, damaged, or equal to
// another text.
const named_ = (data: RegistryData): RegistryData => {
  const clean = (text: string): string => text.replaceAll("\uFFFD", "")
  return {
    buildings: data.buildings.map((one, n) => ({ ...one, label: door(`${n}号${clean(one.label)}`) })),
    households: data.households.map((one, n) => ({ ...one, unit: door(`${n}室${clean(one.unit)}`) })),
    residents: data.residents.map((one) => ({ ...one, name: personName(`${clean(one.name)}人`) }))
  }
}
const registryData = arbitrary.registryData(on).map(named_)

const expected: RegistryData = {
  buildings: [{ id: "b01", label: "1号楼", floors: 6 }],
  households: [
    { id: "b01-301", building: "b01", unit: "301", floor: 3, area: 482_000, tags: [] },
    { id: "b01-302", building: "b01", unit: "302", floor: 3, area: 500_000, tags: [] }
  ],
  residents: [
    {
      id: "b01-301-1",
      household: "b01-301",
      name: "居民0001",
      birth: Day.make("1950-03-01"),
      partySince: Day.make("1975-07-01"),
      tags: ["volunteer"]
    },
    { id: "b01-302-1", household: "b01-302", name: "居民0002", birth: Day.make("1960-01-31"), tags: [] }
  ]
} as unknown as RegistryData // In this test, ids are plain strings.

describe("a registry sheet", () => {
  it("is read back as it was written, with any names and units, under headings of both languages", () => {
    fc.assert(
      fc.property(registryData, fc.constantFrom("zh" as const, "en" as const), (data, language) => {
        expect(sorted(read(writeRegistryCsv(data, language)))).toEqual(sorted(data))
      })
    )
  })

  it("has columns with Chinese or English headings, in any order", () => {
    expect(read(sheet(row()))).toEqual(expected)
    expect(read(sheet(row()).replace(chinese, english))).toEqual(expected)
    expect(read(sheet(row()).replace("面积", "面积(㎡)").replace("楼栋", " 楼栋 "))).toEqual(expected)
    const turned = [chinese, first, row()].map((line) => line.split(",").toReversed().join(","))
    expect(read(turned.join("\n"))).toEqual(expected)
  })

  it("may be UTF-8 with or without a byte order mark, GB 18030, or text, with any line ends", () => {
    const text = sheet(row())
    const utf8 = new TextEncoder().encode(text)
    expect(read(utf8)).toEqual(expected)
    expect(read(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8))).toEqual(expected)
    expect(read(text.replaceAll("\r\n", "\n"))).toEqual(expected)
    expect(read(text.replaceAll("\r\n", "\r").trimEnd())).toEqual(expected)
    // The line "楼栋,…\n" in the encoding of Chinese Windows programs.
    const gb: Record<string, ReadonlyArray<number>> = {
      楼: [0xc2, 0xa5],
      栋: [0xb6, 0xb0],
      门: [0xc3, 0xc5],
      牌: [0xc5, 0xc6],
      总: [0xd7, 0xdc],
      层: [0xb2, 0xe3],
      数: [0xca, 0xfd],
      户: [0xbb, 0xa7],
      号: [0xba, 0xc5],
      室: [0xca, 0xd2],
      面: [0xc3, 0xe6],
      积: [0xbb, 0xfd],
      标: [0xb1, 0xea],
      签: [0xc7, 0xa9],
      人: [0xc8, 0xcb],
      员: [0xd4, 0xb1],
      编: [0xb1, 0xe0],
      姓: [0xd0, 0xd5],
      名: [0xc3, 0xfb],
      出: [0xb3, 0xf6],
      生: [0xc9, 0xfa],
      日: [0xc8, 0xd5],
      期: [0xc6, 0xda],
      入: [0xc8, 0xeb],
      党: [0xb5, 0xb3],
      居: [0xbe, 0xd3],
      民: [0xc3, 0xf1]
    }
    const bytes = [...text].flatMap((letter) => gb[letter] ?? [letter.charCodeAt(0)])
    expect(read(Uint8Array.from(bytes))).toEqual(expected)
  })

  it("may have the data of a flat or a building in only one of its rows, like merged cells", () => {
    const merged = sheet(row(), "b01,,,b01-302,,,,,b01-302-2,居民0003,1962-01-01,,", "b02,2号楼,11,,,,,,,,,,")
    const { buildings, households, residents } = read(merged)
    expect(buildings.map(({ id }) => id)).toEqual(["b01", "b02"])
    expect(households).toEqual(expected.households)
    expect(residents.map(({ household }) => household)).toEqual(["b01-301", "b01-302", "b01-302"])
  })

  it("has a row for an empty flat, and ignores rows of empty cells", () => {
    const data = read(sheet("", "b01,1号楼,6,b01-401,401,4,48.20,hardship,,,,,", ",,,,,,,,,,,,", row()))
    expect(data.households.map(({ id, tags }) => [id, ...tags])).toEqual([
      ["b01-301"],
      ["b01-401", "hardship"],
      ["b01-302"]
    ])
    expect(data.residents).toHaveLength(2)
  })

  it.each(["1950-03-01", "1950-3-1", "1950/3/1", "1950/03/01", "1950.3.1", "1950年3月1日"])(
    "reads %s as a date, because spreadsheet programs write such forms",
    (date) => {
      expect(read(sheet(row({ 10: date }))).residents[1]?.birth).toBe(Day.make("1950-03-01"))
    }
  )

  it.each([
    ["48", 480_000],
    ["48.2", 482_000],
    ["48.20", 482_000],
    ["0.29", 2_900],
    ["1.1", 11_000],
    ["57.3", 573_000],
    ["33.3333", 333_333],
    ["100000", 1_000_000_000]
  ])("reads an area of %s m² as exactly %i cm²", (text, area) => {
    expect(read(sheet(row({ 6: text }))).households[1]?.area).toBe(area)
  })

  it("reads every area with two decimals exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (hundredths) => {
        const digits = String(hundredths).padStart(3, "0")
        const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`
        expect(read(sheet(row({ 6: text }))).households[1]?.area).toBe(hundredths * 100)
      })
    )
  })

  it("reads tags with any of the usual separators", () => {
    expect(read(sheet(row({ 12: "a;b； c、d" }))).residents[1]?.tags).toEqual(["a", "b", "c", "d"])
  })
})

/** Returns the small registry of this file, with the same name for all residents. */
const named = (name: string): RegistryData => ({
  ...expected,
  residents: expected.residents.map((resident) => ({ ...resident, name }))
})

describe("a cell", () => {
  const formulas = [
    "=1+1",
    "+x",
    "-x",
    "@SUM(A1)",
    "＝1+1",
    "＋x",
    "－x",
    "＠x",
    "\tx",
    "\rx",
    "\nx",
    "'=x",
    "''@"
  ]

  it.each(formulas)("that would be the formula %j is written as text, and read back unchanged", (name) => {
    const text = writeRegistryCsv(named(name))
    const cells = text.split(/[,\r\n]/).map((cell) => cell.replace(/^"/, ""))
    expect(cells.filter((cell) => /^[=+\-@＝＋－＠\t]/.test(cell))).toEqual([])
    expect(text).toContain(`'${name}`)
    // Spaces around a name are removed.
    expect(read(text)).toEqual(named(name.trim()))
  })

  it.each(["O'Neil", "'quoted'", "a=b", "居民", "1-2号"])(
    "that is only the text %j is written as it is",
    (name) => {
      expect(writeRegistryCsv(named(name))).toContain(`,${name},`)
      expect(read(writeRegistryCsv(named(name)))).toEqual(named(name))
    }
  )
})

describe("a sheet with mistakes", () => {
  it.each<[string, Partial<Record<number, string>>, ReadonlyArray<string>]>([
    ["no building", { 0: "" }, ["3 楼栋 no-building"]],
    ["an id with a space", { 3: "b01 302" }, ["3 户号 not-an-id"]],
    ["a different label for the building", { 1: "2号楼" }, ["3 门牌 differs"]],
    ["a different number of floors for the building", { 2: "7" }, ["3 总层数 differs"]],
    ["half floors", { 2: "6.5" }, ["3 总层数 not-floors"]],
    ["no floors", { 2: "0" }, ["3 总层数 not-floors"]],
    ["a floor in words", { 5: "三" }, ["3 楼层 not-a-floor"]],
    ["a floor above the roof", { 5: "7" }, ["3 楼层 floor-above-building"]],
    ["an area in words", { 6: "四十八" }, ["3 面积 not-an-area"]],
    ["an area with a comma instead of a point", { 6: '"48,20"' }, ["3 面积 not-an-area"]],
    ["an area below zero", { 6: "-48" }, ["3 面积 not-an-area"]],
    ["an area that is too large", { 6: "100000.01" }, ["3 面积 not-an-area"]],
    ["the unit of another flat", { 4: "301" }, ["3 室号 duplicate-unit"]],
    ["no unit", { 4: "" }, ["3 户号 unknown-household"]],
    ["a flat with a resident's id", { 8: "b01-301-1" }, ["3 人员编号 duplicate-resident"]],
    ["no id of a resident", { 8: "" }, ["3 人员编号 no-id"]],
    ["no flat", { 3: "", 4: "" }, ["3 室号 no-door"]],
    ["no name", { 9: "" }, ["3 姓名 no-name"]],
    ["a day that does not exist", { 10: "1950-02-29" }, ["3 出生日期 no-such-day"]],
    ["a date with the day first", { 10: "31/1/1960" }, ["3 出生日期 day-or-month-first"]],
    ["a birth in the future", { 10: "2026-03-03" }, ["3 出生日期 birth-in-future"]],
    ["an impossible age", { 10: "1896-03-01" }, ["3 出生日期 birth-too-long-ago"]],
    ["a Party member of 17", { 11: "1978-01-30" }, ["3 入党日期 party-before-adult"]],
    ["Party membership in the future", { 11: "2026-03-03" }, ["3 入党日期 party-in-future"]],
    ["tags with a space", { 12: "a b" }, ["3 标签 not-tags"]],
    ["a building that no row describes", { 0: "b99", 1: "", 2: "" }, ["3 楼栋 unknown-building"]],
    ["the label of another building", { 0: "b02" }, ["3 门牌 duplicate-label"]]
  ])("because of %s is refused at its row and column", (_, changed, problems) => {
    expect(seen(sheet(row(changed)))).toEqual(problems)
  })

  it("with two values for one household is refused at the second value", () => {
    expect(
      refused(sheet(row(), row({ 4: "303", 5: "2", 8: "x" })))
        .format("en")
        .split("\n")
    ).toEqual([
      'registry.csv row 4, column E "室号": "303" here, "302" in row 3; make them the same',
      'registry.csv row 4, column F "楼层": "2" here, "3" in row 3; make them the same'
    ])
  })

  it("is compared with the first value that could be read", () => {
    expect(seen(sheet(row({ 5: "三" }), row({ 5: "2", 8: "x" }), row({ 5: "3", 8: "y" })))).toEqual([
      "3 楼层 not-a-floor",
      "5 楼层 differs"
    ])
  })

  it("is refused with all mistakes, in the order of the rows, also after unreadable cells", () => {
    const text = sheet(
      row({ 6: "大", 10: "soon" }),
      `${row({ 3: "b01-304", 4: "304" })},`,
      row({ 3: "b01-303", 4: "301", 8: "b01-301-1", 10: "2030-01-01", 11: "soon" }),
      row({ 0: "b99", 1: "", 2: "", 3: "b99-101", 4: "101", 8: "y" })
    )
    expect(seen(text)).toEqual([
      "3 面积 not-an-area",
      "3 出生日期 not-a-date",
      "4  row-width",
      "5 入党日期 not-a-date",
      "5 室号 duplicate-unit",
      "5 人员编号 duplicate-resident",
      "6 楼栋 unknown-building"
    ])
  })

  it("has a message for each mistake in Chinese and in English", () => {
    const refusal = refused(sheet(row({ 8: "b01-301-1" }), row({ 10: "1896-03-01" })))
    expect(refusal.format("zh")).toBe(
      [
        "registry.csv 第 3 行 I 列「人员编号」：人员编号“b01-301-1”第 2 行已有，请改正其一",
        "registry.csv 第 4 行 K 列「出生日期」：“1896-03-01”是 130 年以前，请核对年份"
      ].join("\n")
    )
    expect(refusal.message).toBe(
      [
        'registry.csv row 3, column I "人员编号": row 2 has the id "b01-301-1" already; correct one of them',
        'registry.csv row 4, column K "出生日期": "1896-03-01" is more than 130 years ago; check the year'
      ].join("\n")
    )
  })

  it("is refused for missing and repeated columns; an unknown column is ignored and reported", () => {
    const header = chinese.replace("室号", "房").replace("户号", "备注").replace("户标签", "标签")
    expect(seen([header, first].join("\n"))).toEqual(["1 标签 duplicate-column", "1  missing-column"])
    const { data, remarks } = Result.getOrThrow(
      readRegistryCsv(`${chinese},备注\n${first},独居\n`, { on, file })
    )
    expect(data.residents).toHaveLength(1)
    expect(remarks.map(({ code, column }) => `${column} ${code}`)).toEqual(["备注 column-left-out"])
  })

  it("is refused as a whole if it is not text, or a different kind of file", () => {
    const utf8 = new TextEncoder().encode(english)
    expect(seen(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0))).toEqual(["0  workbook-not-text"])
    expect(seen(Uint8Array.of(0xff, 0xff, 0xff))).toEqual(["1  not-text"])
    // The file has the byte order mark of UTF-8, but contains two bytes that mean 门 in GB 18030.
    expect(seen(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8, 0xc3, 0xc5))).toEqual(["1  not-text-as-marked"])
    expect(seen("")).toEqual(["0  no-header"])
    expect(seen(new Uint8Array(64 * 1024 * 1024 + 1))).toEqual(["0  too-large"])
  })

  it("with an unclosed quote is refused, with the mistakes before the quote", () => {
    const text = sheet(row({ 6: "大" }), '"two', "lines", row({ 3: "b01-303" }))
    expect(seen(text)).toEqual(["3 面积 not-an-area", "4  not-csv"])
    expect(seen(sheet(row({ 9: 'a"b' })))).toEqual(["3  not-csv"])
    expect(seen('"')).toEqual(["1  not-csv"])
  })

  it("has its rows counted like in a spreadsheet program, also after a name of two lines", () => {
    expect(
      seen(sheet(row({ 9: '"a\r\nb"' }), "", row({ 3: "b01-303", 4: "303", 8: "z", 10: "soon" })))
    ).toEqual(["5 出生日期 not-a-date"])
  })
})

describe("a sheet for a registry that is not empty", () => {
  it("has the row for each reason of a refused import", () => {
    const sheet1 = Result.getOrThrow(readRegistryCsv(sheet(row()), { on, file }))
    const command = { _tag: "ImportRegistry", on, by: ActorId.make("committee"), ...sheet1.data } as const
    const resident = sheet1.data.residents[1]!.id
    const registry = Registry.fold([
      ...Result.getOrThrow(decider.decide(Registry.empty, command)),
      { _tag: "ResidentLeft", on, resident, departure: "died" }
    ])
    const decision = decider.decide(registry, command)
    const reasons = Result.isFailure(decision) ? decision.failure.reasons : []
    expect(reasons.flatMap((reason) => ("index" in reason ? [sheet1.locate(reason)] : []))).toMatchObject([
      { row: 3, column: "人员编号", code: "resident-gone", found: "b01-302-1" }
    ])
  })

  it("imports nothing if it is an unchanged export", () => {
    fc.assert(
      fc.property(registryData, (data) => {
        // A door such as `101.0` is refused, because Excel creates such numbers from door numbers.
        const doors = [
          ...data.buildings.flatMap(({ id, label }) => [id, label]),
          ...data.households.flatMap(({ id, unit }) => [id, unit])
        ]
        fc.pre(!doors.some((door) => /^\d+\.0+$/.test(door)))
        const command = { _tag: "ImportRegistry", on, by: ActorId.make("committee") } as const
        const events = Result.getOrThrow(decider.decide(Registry.empty, { ...command, ...data }))
        const again = decider.decide(Registry.fold(events), { ...command, ...read(writeRegistryCsv(data)) })
        expect(Result.getOrThrow(again)).toEqual([])
      })
    )
  })
})
