import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { type Mapping, writeRegistryXlsx } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { strToU8, unzipSync, zipSync } from "fflate"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { registryData } from "../../../testing/src/Registry.ts"
import * as Result from "effect/Result"
import {
  on,
  parts,
  previewed,
  reading,
  refused,
  roster,
  rowsOf,
  seen,
  workbook,
  xlsx
} from "../spreadsheets.ts"

const fixture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, "../fixtures", name))
const mapping = (some: Omit<Mapping, "version" | "columns"> & Partial<Mapping>): Mapping => ({
  version: 1,
  columns: {},
  ...some
})

const heading = ["楼号", "室号", "姓名", "出生日期", "面积"]
const person = (unit: string | null, name: string, ...others: ReadonlyArray<string>) => [
  "1号",
  unit,
  name,
  ...(others.length === 0 ? ["1950-03-01"] : others),
  "50"
]

describe("a roster as Excel, WPS and LibreOffice save it", () => {
  // SheetJS 0.18.5 has written these files. They contain titles, a sheet of remarks, merged cells, dates as dates,
  // texts and numbers, and a row with a total.
  it.each(["roster.xlsx", "roster.xls", "roster.ods"])("%s says the same", async (name) => {
    const { remarks, requests } = await previewed(fixture(name))
    expect(requests).toMatchObject([
      {
        buildings: [
          { id: "1号楼", label: "1号楼" },
          { id: "2号楼", label: "2号楼" }
        ],
        households: [
          { unit: "0101", floor: 1, area: 482_000 },
          { unit: "0102", floor: 1, area: 10_482_000 },
          { unit: "301", floor: 3, area: 520_000 }
        ],
        residents: [
          {
            household: "1号楼-0101",
            name: "王秀英",
            birth: Day.make("1940-01-01"),
            partySince: Day.make("1965-07-01")
          },
          { household: "1号楼-0101", name: "李建国", birth: Day.make("1939-05-15") },
          { household: "1号楼-0102", name: "赵伟", birth: Day.make("1980-03-12") },
          { household: "2号楼-301", name: "欧阳小红", birth: Day.make("1981-03-01") }
        ]
      }
    ])
    expect(remarks.map(({ code, letter }) => `${letter} ${code}`)).toEqual([
      " sheet-without-names",
      "A column-left-out",
      "E column-dropped",
      "I column-dropped",
      "J column-left-out",
      "F serial-date",
      " total-row",
      "C floor-by-door",
      "B floors-by-flats"
    ])
  })

  it.each([
    ["roster.xlsb", "xlsb-file"],
    ["roster-biff5.xls", "old-xls"],
    ["roster-web-page.xls", "web-page"]
  ])("%s is refused with what to do", async (name, code) => {
    expect(seen(await refused(fixture(name)))).toEqual([`0  ${code}`])
  })

  it("writes a registry that it reads back, whatever its names are", async () => {
    await fc.assert(
      fc.asyncProperty(registryData(on), async (data) => {
        const residents = data.residents.map((resident, n) => ({ ...resident, name: `居民${n} =<&>_x0041_` }))
        const households = data.households.map((household, n) => ({ ...household, unit: `0${n}01` }))
        const buildings = data.buildings.map((building, n) => ({ ...building, label: `＝${n}号` }))
        const bytes = await Effect.runPromise(writeRegistryXlsx({ buildings, households, residents }))
        if (buildings.length === 0) return
        const { requests } = await previewed(bytes)
        const ids = (some: ReadonlyArray<{ id: string }>) => some.map(({ id }) => id).toSorted()
        const [request] = requests
        if (request?._tag !== "ImportRegistry") throw new Error("nothing to import")
        expect(ids(request.residents)).toEqual(ids(residents))
        for (const read of request.residents) {
          const resident = residents.find(({ id }) => id === read.id)
          expect({ ...read, tags: new Set(read.tags) }).toEqual({
            ...resident,
            tags: new Set(resident?.tags)
          })
        }
        expect(ids(request.households)).toEqual(ids(households))
        expect(request.buildings.map(({ label }) => label.normalize("NFKC")).toSorted()).toEqual(
          buildings.map(({ label }) => label.normalize("NFKC")).toSorted()
        )
      }),
      { numRuns: 25 }
    )
  })
})

describe("column names", () => {
  it("are found below titles, in two rows with merged cells", async () => {
    const rows = [
      ["某某居民区居民名册"],
      ["楼号", "室号", "人员", null, null, "面积"],
      [null, null, "姓名", "出生日期", "联系电话", null],
      ["1号", "101", "王伟", "1950-03-01", "13800000001", "50"]
    ]
    const { requests } = await previewed(xlsx(rows))
    expect(requests).toMatchObject([
      { residents: [{ name: "王伟" }], households: [{ unit: "101", area: 500_000 }] }
    ])
  })

  it("go by what people call them: blanks, brackets, line breaks and stars make no difference", async () => {
    const rows = [
      ["幢 号", "房　号", "*姓名", "出生\n年月（必填）", "建筑面积（㎡）："],
      ["1号", "101", "王伟", "1950.3.1", "50"]
    ]
    expect((await previewed(xlsx(rows))).counts.residents.new).toBe(1)
  })

  it("that repeat on every printed page, totals and notes below are passed over, and counted", async () => {
    const rows = [
      heading,
      person("101", "王伟"),
      ["小计", "", "", "", "50"],
      heading,
      person("102", "李伟"),
      ["总计：2人"],
      ["制表人：张三　2026年3月"]
    ]
    const { counts, remarks } = await previewed(xlsx(rows))
    expect(counts.residents.new).toBe(2)
    expect(
      remarks.filter(({ letter }) => letter === "").map(({ args, code }) => [code, args["count"]])
    ).toEqual([
      ["total-row", 2],
      ["names-repeated", 1],
      ["footnote-row", 1]
    ])
  })

  it("that are missing or there twice are refused before anything else", async () => {
    expect(
      seen(
        await refused(
          xlsx([
            ["室号", "姓名", "出生日期", "姓名"],
            ["#REF!", "王", "?", ""]
          ])
        )
      )
    ).toEqual(["1 D duplicate-column", "1  missing-column"])
  })

  it("of identity numbers and telephones drop their columns, and no cell of them is kept", async () => {
    const identity = "11010519491231002X"
    const rows = [
      [...heading, "证件号码", "手机1", "备注"],
      [...person("101", "王伟"), identity, "13800000001", identity]
    ]
    const read = await roster(xlsx(rows))
    expect(read.remarks.map(({ code, letter }) => `${letter} ${code}`)).toEqual([
      "F column-dropped",
      "G column-dropped",
      "H column-left-out"
    ])
    expect(JSON.stringify(read)).not.toMatch(/19491231|13800000001/)
  })
})

describe("sheets", () => {
  const book = workbook([
    { name: "1号", data: rowsOf([heading.slice(1), ["101", "王伟", "1950-03-01", "50"]]) },
    { name: "2号", data: rowsOf([heading.slice(1), ["101", "李伟", "1951-03-01", "50"]]) },
    { name: "旧", data: rowsOf([heading.slice(1), ["101", "赵伟", "1951-03-01", "50"]]), state: "hidden" }
  ])

  it("may be one a building, if the mapping says so; a hidden one is not read", async () => {
    const { remarks, requests } = await previewed(book, { mapping: mapping({ buildingFromSheetName: true }) })
    expect(requests).toMatchObject([
      { buildings: [{ label: "1号" }, { label: "2号" }], residents: [{ name: "王伟" }, { name: "李伟" }] }
    ])
    expect(remarks.map(({ code, sheet }) => `${sheet} ${code}`)).toContain("旧 sheet-hidden")
  })

  it("without a building anywhere are refused at their column names", async () => {
    expect(seen(await refused(book))).toEqual(["1  missing-column", "1  missing-column"])
  })

  it("are chosen by the mapping", async () => {
    const chosen = mapping({ buildingFromSheetName: true, sheets: ["2号"] })
    const { counts } = await previewed(book, { mapping: chosen })
    expect(counts.residents.new).toBe(1)
  })
})

describe("cells of a workbook", () => {
  const styles = `<numFmts count="3"><numFmt numFmtId="176" formatCode="0000"/><numFmt numFmtId="177" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="178" formatCode="m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="31"/><xf numFmtId="178"/></cellXfs>`
  const strings = `<si><t>楼号</t></si><si><t>室号</t></si><si><r><t>姓</t></r><r><t>名</t></r></si><si><t>出生日期</t></si><si><t>面积</t></si><si><t>王</t><rPh sb="0" eb="1"><t>ワン</t></rPh></si>`
  const names = `<row r="1">${[0, 1, 2, 3, 4].map((n) => `<c t="s"><v>${n}</v></c>`).join("")}</row>`
  const row = (n: number, unit: string, birth: string, area = "<v>48.200000000000003</v>"): string =>
    `<row r="${n}"><c r="A${n}" t="str"><f>"1"&amp;"号"</f><v>1号</v></c><c r="B${n}"${unit}</c><c r="C${n}" t="s"><v>5</v></c><c r="D${n}"${birth}</c><c r="E${n}">${area}</c></row>`
  const book = (...rows: ReadonlyArray<string>): Uint8Array =>
    workbook([{ name: "居民", data: names + rows.join("") }], { strings, styles })

  it("are what they show: zeros before a door, and no more of a date than a person saw", async () => {
    const { rows } = await roster(
      book(
        row(2, ' s="2"><v>101</v>', ' s="1"><v>18323</v>'),
        row(3, "><v>102</v>", ' s="3"><v>18323</v>'),
        row(4, ' t="inlineStr"><is><t>0103</t></is>', ' s="4"><v>18323.75</v>')
      )
    )
    expect(rows.map(({ values }) => [values.unit, values.birth])).toEqual([
      ["0101", { _tag: "Exact", day: Day.make("1950-03-01") }],
      ["102", { _tag: "Estimated", year: 1950, month: 3 }],
      ["0103", { _tag: "Exact", day: Day.make("1950-03-01") }]
    ])
    expect(rows.map(({ values }) => [values.name, values.building, values.area])).toEqual(
      rows.map(() => ["王", "1号", 482_000])
    )
  })

  it("count days from 1904 if the workbook does", async () => {
    const data = names + row(2, "><v>101</v>", ' s="1"><v>16861</v>')
    const bytes = workbook([{ name: "a", data }], {
      strings,
      styles,
      workbookPr: '<workbookPr date1904="1"/>'
    })
    expect((await roster(bytes)).rows[0]?.values.birth).toEqual({
      _tag: "Exact",
      day: Day.make("1950-03-01")
    })
  })

  it("that hold an error, a formula without a result, or a door made a date are refused at the cell", async () => {
    const bytes = book(
      row(2, ' t="e"><v>#REF!</v>', ' s="1"><v>18323</v>'),
      row(3, "><f>A1+1</f>", ' s="1"><v>18323</v>'),
      row(4, ' s="1"><v>46082</v>', ' s="5"><v>18323</v>', "<f>1/3</f><v>0.33333333333333331</v>")
    )
    expect(seen(await refused(bytes))).toEqual([
      "2 B damaged-cell",
      "3 B formula-without-value",
      "4 B door-made-a-date",
      "4 D year-not-shown",
      "4 E not-an-area"
    ])
  })

  it("that are empty but say that they are text are empty, and not the first text of the file", async () => {
    const bytes = book(row(2, ' t="s">', ' s="1"><v>18323</v>'))
    expect(seen(await refused(bytes))).toEqual(["2 B no-door"])
  })

  it("that are merged mean what the first of them holds", async () => {
    const merged = xlsx(
      [heading, person("101", "王伟"), [null, null, "李伟", "1951-01-01", null], person("102", "赵伟")],
      '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/><mergeCell ref="A1:E1"/><mergeCell ref="F:F"/></mergeCells>'
    )
    const { requests } = await previewed(merged)
    expect(requests).toMatchObject([
      { residents: [{ household: "1号-101" }, { household: "1号-101" }, { household: "1号-102" }] }
    ])
  })

  it("that are empty without being merged are not filled in, unless the mapping says so", async () => {
    const gaps = xlsx([heading, person("101", "王伟"), [null, null, "李伟", "1951-01-01", null]])
    expect(seen(await refused(gaps))).toEqual(["3 A no-building"])
    const { requests } = await previewed(gaps, { mapping: mapping({ fillDown: true }) })
    expect(requests).toMatchObject([{ residents: [{ household: "1号-101" }, { household: "1号-101" }] }])
  })

  it("filled down go with their building: a new building does not take the door above", async () => {
    const gaps = xlsx([heading, person("101", "王伟"), ["2号", null, "李伟", "1951-01-01", null]])
    expect(seen(await refused(gaps, { mapping: mapping({ fillDown: true }) }))).toEqual(["3 B no-door"])
  })
})

describe("a damaged workbook is refused, and never read in part", () => {
  const good = parts([
    { name: "居民", data: rowsOf([heading, person("101", "王伟"), person("102", "李伟")]) }
  ])
  const sheet = "xl/worksheets/sheet1.xml"
  const text = new TextDecoder().decode(good[sheet])
  const latin1 = strToU8(text.replace("王伟", "Jos@")).map((byte) => (byte === 0x40 ? 0xe9 : byte))

  it.each([
    ["a sheet that ends early", { ...good, [sheet]: strToU8(text.slice(0, text.indexOf("李伟"))) }],
    ["a part that is missing", Object.fromEntries(Object.entries(good).filter(([name]) => name !== sheet))],
    ["bytes that are not UTF-8", { ...good, [sheet]: latin1 }],
    [
      "a document type",
      { ...good, [sheet]: strToU8(text.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>')) }
    ],
    [
      "a text that is not there",
      { ...good, [sheet]: strToU8(text.replace("<row", '<row r="9"><c t="s"><v>7</v></c></row><row')) }
    ]
  ])("%s", async (_, some) => {
    expect(seen(await refused(zipSync(some)))).toEqual(["0  damaged-file"])
  })

  it("one changed bit", async () => {
    const bytes = zipSync(good, { level: 0 })
    const at = Buffer.from(bytes).indexOf("1950-03-01")
    bytes[at + 3] = "1".charCodeAt(0)
    expect(seen(await refused(bytes))).toEqual(["0  damaged-file"])
    expect((await previewed(zipSync(good))).counts.residents.new).toBe(2)
  })

  it.each([1, 20, 100, 1000])("%i bytes less at its end", async (count) => {
    const bytes = zipSync(good)
    expect(seen(await refused(bytes.subarray(0, bytes.length - count)))).toHaveLength(1)
  })

  it("a legacy workbook that was cut off, or is sealed by a password", async () => {
    const bytes = fixture("roster.xls")
    const half = await reading(bytes.subarray(0, 3072))
    expect(Result.isFailure(half)).toBe(true)
    // Replaces the record of the code page (0x0042) by the record of a password (0x002f).
    const sealed = Uint8Array.from(bytes)
    const record = Buffer.from(sealed).indexOf(Uint8Array.of(0x42, 0x00, 0x02, 0x00))
    expect(record).toBeGreaterThan(0)
    sealed[record] = 0x2f
    expect(seen(await refused(sealed))).toEqual(["0  password"])
  })

  it("macros are not run, links are not followed, and both are said", async () => {
    const { remarks } = await previewed(
      zipSync({
        ...good,
        "xl/vbaProject.bin": strToU8("x"),
        "xl/externalLinks/externalLink1.xml": strToU8("x")
      })
    )
    expect(remarks.map(({ code }) => code).slice(0, 2)).toEqual(["macros-not-run", "links-not-followed"])
  })

  it("a document of another program is refused as no spreadsheet", async () => {
    expect(seen(await refused(zipSync({ "word/document.xml": strToU8("<a/>") })))).toEqual([
      "0  not-a-spreadsheet"
    ])
    expect(Object.keys(unzipSync(zipSync(good)))).toContain(sheet)
  })
})
