/** Files with which people had problems in practice, each with the correct result. */
import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import * as Registry from "@liulinhui/core/Registry"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { applied, on, previewed, refused, roster, seen } from "../spreadsheets.ts"

const folder = join(import.meta.dirname, "../fixtures/cases")
const file = (name: string): Uint8Array => readFileSync(join(folder, name))

const header = "楼栋,门牌,总层数,户号,室号,楼层,面积,户标签,人员编号,姓名,出生日期,入党日期,标签"

describe("[01] encodings and separators in which Excel and WPS save a roster", () => {
  const names = readdirSync(join(folder, "01-gbk-excel-csv")).filter((name) => name !== "latin1.csv")

  it.each(names)("%s holds the same two residents, whatever it is saved in", async (name) => {
    const { residents } = await previewed(file(`01-gbk-excel-csv/${name}`))
    const read = residents.new.map(({ birth, id, partySince, tags }) => [id, birth, partySince, tags])
    expect(read).toEqual([
      ["b01-0101-1", Day.make("1950-03-01"), undefined, []],
      ["b01-0102-1", Day.make("1961-03-07"), Day.make("1980-01-02"), ["志愿者"]]
    ])
    const rare = { "rare-name-gb18030-4byte.csv": "𠮷䶮", "dot-name.csv": "阿依古丽·买买提" }[name]
    expect(residents.new.map(({ name }) => name)).toEqual([rare ?? "居民甲", "居民乙"])
  })

  it("bytes that are text in no encoding are refused with their row", async () => {
    const refusal = await refused(file("01-gbk-excel-csv/latin1.csv"))
    expect(seen(refusal)).toEqual(["2  not-text"])
    expect(refusal.format("zh")).toContain("第 2 行")
  })
})

describe("[02] dates as Excel and identity cards write them", () => {
  it("what can mean one day alone is read as that day", async () => {
    const { residents, remarks } = await previewed(file("02-excel-date-quirks/dates.csv"), {
      acceptValid: true
    })
    const exact = residents.new.filter(({ birth }) => birth !== undefined)
    const births = new Set(exact.map(({ birth }) => birth))
    expect(births).toEqual(new Set([Day.make("1950-03-01")]))
    expect(exact.map(({ id }) => id.slice(4, 8))).toEqual(
      "0101 0102 0103 0104 0105 0106 0107 0108 0109 0115 0116 0117 0119 0120".split(" ")
    )
    expect(
      remarks.filter(({ code }) => code === "serial-date").map(({ args, found }) => [args["count"], found])
    ).toEqual([[1, "18323"]])
  })

  it("what is no day of the calendar, or could be two days, is refused with its reason", async () => {
    expect(seen(await refused(file("02-excel-date-quirks/dates.csv")))).toEqual([
      "14 K no-such-day",
      "15 K day-or-month-first",
      "19 K two-digit-year"
    ])
  })

  it("a month alone is a birth of which the day is not known", async () => {
    const { remarks, residents } = await previewed(file("02-excel-date-quirks/dates.csv"), {
      acceptValid: true
    })
    expect(residents.new.filter(({ bornIn }) => bornIn !== undefined).map(({ bornIn }) => bornIn)).toEqual([
      "1950-03",
      "1950-03",
      "1950-03"
    ])
    expect(remarks.filter(({ code }) => code === "birth-estimated").map(({ args }) => args["count"])).toEqual(
      [3]
    )
  })
})

describe("[03] cells that Excel has damaged", () => {
  it("a door keeps its zero, and what is left of a damaged one is refused at its cell", async () => {
    expect(seen(await refused(file("03-excel-damaged-cells/units.csv")))).toEqual([
      "3 E door-made-a-number",
      "4 E scientific-number",
      "5 E damaged-cell",
      "6 E damaged-cell",
      "7 E column-too-narrow",
      "10 E not-a-door",
      "11 E not-a-door",
      "12 E not-a-door",
      // The door １０１ in row 8 is the same door as the doors 101 with blanks around them. The door in row 16 is 0101
      // again.
      "13 E duplicate-unit",
      "14 E duplicate-unit",
      "15 E duplicate-unit",
      "16 E duplicate-unit"
    ])
    const { rows } = await roster(file("03-excel-damaged-cells/units.csv"))
    expect(rows.map(({ values }) => values.unit).filter((unit) => unit !== undefined)).toEqual([
      "0101",
      "101",
      "101室",
      "101",
      "101",
      "101",
      "0101"
    ])
  })

  it("a floor may be 1.0, 01, 1层 or 1F", async () => {
    const refusal = await refused(file("03-excel-damaged-cells/floors.csv"))
    expect(seen(refusal)).toEqual(["5 F not-a-floor", "8 F not-a-floor"])
    const { rows } = await roster(file("03-excel-damaged-cells/floors.csv"))
    expect(rows.map(({ values }) => values.floor)).toEqual([1, 1, 1, undefined, 1, -1, undefined, 1, 0])
  })

  it("an area may have its unit and separators of thousands; nothing is rounded", async () => {
    const { rows } = await roster(file("03-excel-damaged-cells/areas.csv"))
    expect(rows.map(({ row, values }) => [row, values.area])).toEqual([
      [2, 482_000],
      [3, 482_000],
      [4, 482_000],
      [5, 482_000],
      [6, 482_000],
      // In row 7 of the file, a comma without quotation marks has shifted the cells.
      [8, 10_482_000],
      [9, undefined],
      [10, 482_000],
      [11, undefined],
      [12, undefined],
      [13, undefined],
      [14, undefined],
      [15, 482_000],
      [16, undefined],
      [17, 482_000],
      [18, undefined]
    ])
    expect(seen(await refused(file("03-excel-damaged-cells/areas.csv")))[0]).toBe("7  row-width")
  })
})

describe("[04] the same person and the same door twice", () => {
  const first = `${header}
b1,b1,6,b1-101,101,1,50,,p1,王秀英,1940-01-01,,
b1,b1,6,b1-102,102,1,50,,p2,王秀英,1940-01-01,,
`

  it("a person under two ids is a possible duplicate, never a refusal", async () => {
    const { counts, possibleDuplicates } = await previewed(first)
    expect(counts.residents.new).toBe(2)
    expect(possibleDuplicates).toEqual([
      {
        name: "王秀英",
        birth: Day.make("1940-01-01"),
        residents: [
          { id: "p1", household: "b1-101" },
          { id: "p2", household: "b1-102" }
        ]
      }
    ])
  })

  it("a door in full width is the door that is there, and so is a label with blanks", async () => {
    const registry = applied(Registry.empty, await previewed(first))
    const again = `${header}
b1,b1,6,b1-x,１０１,1,50,,,,,,
b9, b1 ,6,,,,,,,,,,
`
    expect(seen(await refused(again, { registry }))).toEqual(["2 E duplicate-unit", "3 B duplicate-label"])
  })
})

describe("births that are not known, and people who come back", () => {
  const columns = "楼号,总层数,室号,面积,姓名,出生日期\n"

  it("[13] a birth that is empty, a year, a month or 不详 is entered as it is known, and the preview says how many", async () => {
    const people = ["甲,", "乙,1950", "丙,不详", "丁,1950.3", "戊,1950-03-01"]
    const file = columns + people.map((person) => `b1,6,101,50,${person}\n`).join("")
    const { counts, remarks, residents } = await previewed(file)
    expect(residents.new.map(({ birth, bornIn }) => bornIn ?? birth)).toEqual([
      undefined,
      "1950",
      undefined,
      "1950-03",
      Day.make("1950-03-01")
    ])
    expect(counts.unknown).toEqual({ births: 2, birthDays: 2, areas: 0 })
    const told = remarks.map(({ args, code }) => [code, args["count"]])
    expect(told).toContainEqual(["birth-unknown", 2])
    expect(told).toContainEqual(["birth-estimated", 2])
  })

  it("a flat without an area is entered with an area that is not known, never 0", async () => {
    const file = `${columns}b1,6,101,,甲,1950-03-01\nb1,6,102,不详,,\nb1,6,103,0,,\nb1,6,104,50,,\n`
    const { counts, households } = await previewed(file)
    expect(households.new.map(({ area }) => area)).toEqual([undefined, undefined, undefined, 500_000])
    expect(counts.unknown.areas).toBe(3)
  })

  it("the roster takes back who had moved away", async () => {
    const file = `${columns}b1,6,101,50,甲,1950-05-05\nb1,6,102,50,乙,1990-05-05\n`
    const entered = applied(Registry.empty, await previewed(file))
    const [id] = [...entered.residents.keys()]
    const without = Registry.fold(
      [{ _tag: "ResidentLeft", on: Day.add(on, 10), resident: id!, departure: "moved-away" }],
      entered
    )
    const autumn = Day.make("2026-09-02")
    const { counts, requests } = await previewed(file, { registry: without, on: autumn })
    expect(counts.residents).toMatchObject({ new: 0, returned: 1, unchanged: 1 })
    expect(requests.map(({ _tag }) => _tag)).toEqual(["EnterResident"])
    const back = applied(without, await previewed(file, { registry: without, on: autumn }), autumn)
    expect(back.residents.get(id!)?.left).toBeUndefined()
  })

  it("who is listed though the registry has a death is asked about, not brought back to life", async () => {
    const file = `${columns}b1,6,101,50,甲,1950-05-05\n`
    const entered = applied(Registry.empty, await previewed(file))
    const [resident] = [...entered.residents.keys()]
    const died = Registry.fold(
      [{ _tag: "ResidentLeft", on, resident: resident!, departure: "died" }],
      entered
    )
    expect(seen(await refused(file, { registry: died }))).toEqual(["2 E listed-though-died"])
  })
})
