import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import * as Registry from "@liulinhui/core/Registry"
import { preview, readRoster } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import {
  gb18030,
  key,
  on,
  previewed,
  reading,
  refused,
  rowsOf,
  seen,
  utf16,
  utf8,
  utf8Marked,
  workbook
} from "../spreadsheets.ts"

interface Line {
  readonly building: number
  readonly floor: number
  readonly flat: number
  readonly area: number
  readonly name: string
  readonly birth: Day.Day
}

const surnames = ["王", "李", "欧阳", "𠮷", "阿依古丽·", "Anna "]
const givens = ["秀英", "伟", "建国", "䶮", "买买提", "Müller"]

const line: fc.Arbitrary<Line> = fc.record({
  building: fc.integer({ min: 1, max: 3 }),
  floor: fc.integer({ min: 1, max: 6 }),
  flat: fc.integer({ min: 1, max: 2 }),
  area: fc.integer({ min: 30, max: 2000 }),
  name: fc.tuple(fc.constantFrom(...surnames), fc.constantFrom(...givens)).map((names) => names.join("")),
  birth: fc.integer({ min: Day.make("1920-01-01"), max: on }).map((day) => Day.Day.make(day))
})

// In these rosters, every row of a flat states the area of the flat's first row.
const lines = fc.array(line, { minLength: 1, maxLength: 12 }).map((some) => {
  const areas = new Map<string, number>()
  return some.map((one) => {
    const door = `${one.building} ${one.floor} ${one.flat}`
    const area = areas.get(door) ?? one.area
    areas.set(door, area)
    return { ...one, area }
  })
})

const full = (text: string): string =>
  text.replace(/[0-9.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

const iso = Day.toIso
const dates: ReadonlyArray<(day: Day.Day) => string> = [
  iso,
  (day) => iso(day).replaceAll("-", "/"),
  (day) => iso(day).replaceAll("-", "."),
  (day) => iso(day).replaceAll("-", ""),
  (day) => iso(day).replaceAll("-", "—"),
  (day) => `${iso(day)} 00:00:00`,
  (day) => `${iso(day)}T00:00:00Z`,
  (day) => full(iso(day)),
  (day) => {
    const { day: date, month, year } = Day.civil(day)
    return `${year}年${month}月${date}日`
  },
  (day) => {
    const { day: date, month, year } = Day.civil(day)
    return `${year}/${month}/${date} 0:00`
  }
]
const areas: ReadonlyArray<(area: number) => string> = [
  (area) => `${area}.00`,
  (area) => `${area}㎡`,
  (area) => `${area}.0平方米`,
  (area) => full(`${area}.00`),
  (area) => area.toLocaleString("en-US")
]
const texts: ReadonlyArray<(text: string) => string> = [
  (text) => text,
  (text) => ` ${text} `,
  full,
  (text) => `${text}　`
]

const heading = ["楼号", "总层数", "室号", "建筑面积", "姓名", "出生年月"]

/** One way to write a roster. For each kind of cell, a number chooses one of several spellings. */
type Spelling = readonly [date: number, area: number, text: number]

const cells = (
  { area, birth, building, flat, floor, name }: Line,
  [date, size, text]: Spelling
): ReadonlyArray<string> => {
  const plain = texts[text % texts.length]!
  return [
    plain(`${building}号`),
    plain("6"),
    plain(`${floor}0${flat}`),
    areas[size % areas.length]!(area),
    text % texts.length === 2 ? name : plain(name),
    dates[date % dates.length]!(birth)
  ]
}

const separated = (rows: ReadonlyArray<ReadonlyArray<string>>, separator: string): string =>
  rows
    .map((row) =>
      row
        .map((cell) => (/["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell}"` : cell))
        .join(separator)
    )
    .join("\r\n")

const separators = [",", ";", "\t", "，", "|"]
const encodings: ReadonlyArray<(text: string) => Uint8Array | string> = [
  utf8,
  utf8Marked,
  gb18030,
  (text) => utf16(text, "le"),
  (text) => utf16(text, "be"),
  (text) => text
]

const spelling = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100))

const requests = async (input: string | Uint8Array): Promise<unknown> => {
  const { requests } = await previewed(input)
  return requests
}

describe("a roster", () => {
  it("is the same registry in any encoding, with any separator, in any spelling", async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.array(spelling, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(...separators),
        fc.constantFrom(...encodings),
        fc.boolean(),
        async (lines, spellings, separator, encode, says) => {
          const plain = separated([heading, ...lines.map((line) => cells(line, [0, 0, 0]))], ",")
          const written = separated(
            [heading, ...lines.map((line, n) => cells(line, spellings[n % spellings.length]!))],
            separator
          )
          const text = says && separator !== "，" ? `sep=${separator}\r\n${written}` : written
          expect(await requests(encode(text))).toEqual(await requests(plain))
        }
      ),
      { numRuns: 60 }
    )
  })

  it("is the same registry in a workbook, below titles and with a total at its end", async () => {
    await fc.assert(
      fc.asyncProperty(lines, spelling, fc.nat(3), async (lines, spelling, titles) => {
        const rows = [
          ...Array.from({ length: titles }, () => ["某某居民区居民名册"]),
          heading,
          ...lines.map((line) => cells(line, spelling)),
          ["合计", "", "", "", `${lines.length}人`]
        ]
        const plain = separated([heading, ...lines.map((line) => cells(line, [0, 0, 0]))], ",")
        const book = workbook([{ name: "居民", data: rowsOf(rows) }])
        expect(await requests(book)).toEqual(await requests(plain))
      }),
      { numRuns: 30 }
    )
  })
})

describe("a text file", () => {
  it("may have quotes in pairs around any cell, and Excel's sign for text before them", async () => {
    const file = `楼号,室号,姓名,出生日期,面积,备注\n"1号",="0101","王""大""伟",1950-03-01,50,"两\n行"\n`
    const { requests } = await previewed(file)
    expect(requests).toMatchObject([{ households: [{ unit: "0101" }], residents: [{ name: '王"大"伟' }] }])
  })

  it("that breaks off within a quote is refused at that row, with what is wrong before it", async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `1号,${n + 101},王伟,1950-03-01,50`)
    rows[1500] = "1号,#REF!,王伟,1950-03-01,50"
    const file = `楼号,室号,姓名,出生日期,面积\n${rows.join("\n")}\n1号,999,"王伟,1950-03-01,50\n`
    const refusal = await refused(file)
    expect(seen(refusal)).toEqual(["1502 B damaged-cell", "3002  not-csv"])
  })

  it("with a UTF-8 mark and bytes that are not UTF-8 is damaged, and not taken for another encoding", async () => {
    const bytes = Uint8Array.of(...utf8Marked("楼号,室号,姓名\n1,101,"), 0xc3, 0xc5)
    expect(seen(await refused(bytes))).toEqual(["2  not-text-as-marked"])
  })

  it("without its UTF-16 mark is refused, not read as letters with gaps", async () => {
    const bytes = utf16("楼号,室号,姓名\n1,101,王\n", "le").subarray(2)
    expect(seen(await refused(bytes))).toEqual(["1  not-text"])
  })

  it("never yields a replacement character, whatever its bytes are", async () => {
    const start = utf8("楼号,室号,姓名,面积,出生日期\n1,101,")
    const end = utf8(",50,1950-03-01\n")
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 6 }), async (middle) => {
        const read = await Effect.runPromise(
          Effect.result(readRoster(Uint8Array.of(...start, ...middle, ...end)))
        )
        expect(JSON.stringify(read)).not.toContain("\uFFFD")
      }),
      { numRuns: 300 }
    )
  })

  it("whose cells another program has spoilt already is refused at the cell", async () => {
    expect(seen(await refused("楼号,室号,姓名,面积,出生日期\n1,101,王\uFFFD,50,1950-03-01\n"))).toEqual([
      "2 C replacement-character"
    ])
  })

  it("that is a web page under the name of a spreadsheet is said to be one", async () => {
    const page = "<html><body><table><tr><td>楼号</td><td>室号</td><td>姓名</td></tr></table></body></html>"
    expect(seen(await refused(page))).toEqual(["0  web-page"])
  })

  it("without column names is refused in one sentence", async () => {
    const refusal = await refused("a;b;c\n1;2;3\n")
    expect(refusal.format("zh").split("\n")).toHaveLength(1)
    expect(seen(refusal)).toEqual(["0  no-header"])
  })

  it("of many thousand residents is read the same as its pieces", async () => {
    const rows = (first: number, count: number): string =>
      Array.from({ length: count }, (_, n) => {
        const at = first + n
        return `${1 + (at % 40)}号,${101 + Math.floor(at / 40)},居民${at},${1930 + (at % 70)}-01-01,50,28`
      }).join("\n")
    const columns = "楼号,室号,姓名,出生日期,面积,总层数\n"
    const whole = Result.getOrThrow(await reading(columns + rows(0, 5_000)))
    expect(whole.rows).toHaveLength(5_000)
    const shown = Result.getOrThrow(preview(whole, { registry: Registry.empty, on, key }))
    expect(shown.counts).toMatchObject({ buildings: { new: 40 }, residents: { new: 5_000 } })
    const part = Result.getOrThrow(await reading(columns + rows(4_990, 10)))
    expect(part.rows.map(({ values }) => values)).toEqual(whole.rows.slice(-10).map(({ values }) => values))
  })
})
