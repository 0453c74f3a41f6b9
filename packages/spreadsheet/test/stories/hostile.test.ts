/**
 * Hostile files that try to fill the memory, and files of random bytes. The library must refuse or read them without
 * using more than a fixed amount of memory.
 */
import { describe, expect, it } from "@effect/vitest"
import { limits, readBallots, readRoster } from "@liulinhui/spreadsheet"
import { PollId } from "@liulinhui/core/Poll"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { strToU8, zipSync } from "fflate"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { crc32, deflateRawSync } from "node:zlib"
import {
  gb18030,
  parts,
  previewing,
  refused,
  roster,
  rowsOf,
  seen,
  utf16,
  workbook,
  xlsx
} from "../spreadsheets.ts"

const mebibyte = 1024 * 1024

// Characters that XML cannot contain.
// oxlint-disable-next-line no-control-regex
const notInXml = /[\u0000-\u001f\ufffe\uffff]/g

/** Returns the reason why a file is refused, and how much the memory of the process grew, in MiB. */
const growth = async (
  input: string | Uint8Array
): Promise<{ codes: ReadonlyArray<string>; grew: number }> => {
  const before = process.memoryUsage.rss()
  const peak = { rss: before }
  const watch = setInterval(() => (peak.rss = Math.max(peak.rss, process.memoryUsage.rss())), 5)
  const codes = seen(await refused(input))
  clearInterval(watch)
  return { codes, grew: (Math.max(peak.rss, process.memoryUsage.rss()) - before) / mebibyte }
}

/** Makes a zip archive from parts that are already compressed. The caller can write wrong sizes into their headers. */
const archive = (
  some: ReadonlyArray<{ name: string; packed: Uint8Array; size: number; crc?: number }>
): Uint8Array => {
  const files: Array<Uint8Array> = []
  const directory: Array<Uint8Array> = []
  let offset = 0
  for (const { crc = 0, name, packed, size } of some) {
    const bytes = strToU8(name)
    const head = (signature: number, extra: number): DataView => {
      const view = new DataView(new ArrayBuffer(extra))
      view.setUint32(0, signature, true)
      return view
    }
    const local = head(0x04034b50, 30)
    local.setUint16(4, 20, true)
    local.setUint16(8, 8, true)
    local.setUint32(14, crc, true)
    local.setUint32(18, packed.length, true)
    local.setUint32(22, size, true)
    local.setUint16(26, bytes.length, true)
    const central = head(0x02014b50, 46)
    central.setUint16(6, 20, true)
    central.setUint16(10, 8, true)
    central.setUint32(16, crc, true)
    central.setUint32(20, packed.length, true)
    central.setUint32(24, size, true)
    central.setUint16(28, bytes.length, true)
    central.setUint32(42, offset, true)
    files.push(new Uint8Array(local.buffer), bytes, packed)
    directory.push(new Uint8Array(central.buffer), bytes)
    offset += 30 + bytes.length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(8, some.length, true)
  end.setUint16(10, some.length, true)
  end.setUint32(12, size, true)
  end.setUint32(16, offset, true)
  return Uint8Array.from(Buffer.concat([...files, ...directory, new Uint8Array(end.buffer)]))
}

const good = parts([{ name: "居民", data: rowsOf([["楼号", "室号", "姓名", "出生日期", "面积"]]) }])
const sheet = "xl/worksheets/sheet1.xml"

/** Adds another compressed sheet to a valid workbook. */
const withSheet = (packed: Uint8Array, size: number): Uint8Array =>
  archive([
    ...Object.entries(good)
      .filter(([name]) => name !== sheet)
      .map(([name, bytes]) => ({ name, packed: deflateRawSync(bytes), size: bytes.length })),
    { name: sheet, packed, size }
  ])

describe("a file that wants to fill the memory is refused in bounded memory:", () => {
  it("a part that says that it unpacks to gigabytes", async () => {
    const { codes, grew } = await growth(withSheet(deflateRawSync(strToU8("<a/>")), 3 * 1024 * mebibyte))
    expect(codes).toEqual(["0  unpacks-too-large"])
    expect(grew).toBeLessThan(128)
  })

  it("a part packed a thousand times", async () => {
    const zeros = new Uint8Array(64 * mebibyte).fill(0x20)
    const packed = deflateRawSync(zeros)
    const { codes, grew } = await growth(withSheet(packed, zeros.length))
    expect(codes).toEqual(["0  packed-too-tightly"])
    expect(grew).toBeLessThan(128)
  })

  it("a part that unpacks to more than it says", async () => {
    const packed = deflateRawSync(new Uint8Array(128 * mebibyte).fill(0x20))
    const { codes, grew } = await growth(withSheet(packed, 1000))
    expect(codes).toEqual(["0  damaged-file"])
    expect(grew).toBeLessThan(128)
  })

  it("many parts that are one and the same piece of the file", async () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({
      name: `a${n}`,
      packed: new Uint8Array(),
      size: 0
    }))
    expect(seen(await refused(archive(many)))).toEqual(["0  too-many-parts"])
  })

  it("a file larger than the limit", async () => {
    expect(seen(await refused(new Uint8Array(limits.file + 1)))).toEqual(["0  too-large"])
  })

  it("elements a hundred thousand deep", async () => {
    const deep = "<a>".repeat(100_000) + "</a>".repeat(100_000)
    expect(seen(await refused(zipSync({ ...good, [sheet]: strToU8(deep) })))).toEqual(["0  xml-too-deep"])
  })

  it("one element of many megabytes, one attribute, one text, one comment, one piece of raw text", async () => {
    // The text has no repetitions, so its compression ratio is low. So the limit on this ratio does not refuse the
    // file.
    const long = Array.from({ length: 400_000 }, (_, n) => `a${(n * 2_654_435_761) % 4_294_967_291}`).join("")
    for (const text of [
      `<${long}/>`,
      `<a b="${long}"/>`,
      `<a>${long}</a>`,
      `<!--${long}<--><a/>`,
      `<a><![CDATA[${long}<]]></a>`
    ]) {
      const { codes, grew } = await growth(zipSync({ ...good, [sheet]: strToU8(text) }, { level: 0 }))
      expect(codes).toEqual(["0  damaged-file"])
      expect(grew).toBeLessThan(128)
    }
  })

  it("shared texts of a hundred megabytes", async () => {
    const packed = new Uint8Array(mebibyte)
    const others = Object.entries(good).filter(([name]) => name !== "xl/sharedStrings.xml")
    const { codes, grew } = await growth(
      archive([
        ...others.map(([name, bytes]) => ({
          name,
          packed: deflateRawSync(bytes),
          size: bytes.length,
          crc: crc32(bytes)
        })),
        { name: "xl/sharedStrings.xml", packed, size: 100 * mebibyte }
      ])
    )
    expect(codes).toEqual(["0  part-too-large"])
    expect(grew).toBeLessThan(128)
  })

  it("16,384 columns", async () => {
    const cells = (row: number): string =>
      Array.from({ length: 16_384 }, (_, n) => `<c t="inlineStr"><is><t>${row}.${n}</t></is></c>`).join("")
    const data = `<row r="1">${cells(1)}</row><row r="2">${cells(2)}</row>`
    const { codes, grew } = await growth(workbook([{ name: "a", data }]))
    expect(codes).toEqual(["1  too-many-columns"])
    expect(grew).toBeLessThan(128)
    const wide = `${Array.from({ length: 16_384 }, (_, n) => `n${n}`).join(",")}\n`
    expect(seen(await refused(wide))).toEqual(["1  too-many-columns"])
  })

  it("a cell in the last corner of the sheet", async () => {
    const { rows } = await roster(
      workbook([
        {
          name: "a",
          data: `${rowsOf([["楼号", "室号", "姓名"]])}<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"/></row>`
        }
      ])
    )
    expect(rows.map(({ row }) => row)).toEqual([1_048_576])
    const beyond = workbook([{ name: "a", data: '<row r="1048577"><c><v>1</v></c></row>' }])
    expect(seen(await refused(beyond))).toEqual(["0  damaged-file"])
  })

  it("rows and cells that an OpenDocument file says are there a million times", async () => {
    const table = (cell: string, rows: number): Uint8Array =>
      zipSync({
        mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet"),
        "content.xml": strToU8(
          `<office:document-content><office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="${rows}">${cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`
        )
      })
    const text = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    const wide = text.replace(" office", ' table:number-columns-repeated="16384" office')
    expect((await growth(table(text, 1_000_000))).codes).toEqual(["0  too-many-rows"])
    expect((await growth(table(wide, 1_000_000))).codes).toEqual(["1  too-many-columns"])
    const spaces = '<table:table-cell><text:p><text:s text:c="900000000"/></text:p></table:table-cell>'
    expect((await growth(table(spaces, 1))).codes).toEqual(["0  damaged-file"])
  })

  it("a text file without an end of line, and one with quotes that never close", async () => {
    expect((await growth("楼号,室号,姓名," + "a,".repeat(5_000_000))).codes).toEqual(["1  not-csv"])
    const quoted = `楼号,室号,姓名\n1,1,"${"a".repeat(8 * mebibyte)}`
    expect((await growth(quoted)).codes).toEqual(["2  not-csv"])
  })

  it("problems without end", async () => {
    const rows = Array.from({ length: 21_000 }, () => "#REF!,#REF!,#REF!,#REF!,#REF!").join("\n")
    const refusal = await refused(`楼号,室号,姓名,出生日期,面积\n${rows}\n`)
    expect(refusal.problems.length).toBeLessThanOrEqual(limits.problems + 5)
    expect(refusal.format("zh").split("\n")).toHaveLength(6)
  })
})

describe("a file that only looks dangerous is read:", () => {
  it("a million empty rows, as programs leave them behind formats", async () => {
    const empty = Array.from({ length: 1_000_000 }, (_, n) => `<row r="${n + 3}" s="1"/>`).join("")
    const data = rowsOf([
      ["楼号", "室号", "姓名"],
      ["1", "101", "王伟"]
    ])
    const before = process.memoryUsage.rss()
    const { rows } = await roster(zipSync(parts([{ name: "a", data: data + empty }]), { level: 1 }))
    expect(rows).toHaveLength(1)
    expect((process.memoryUsage.rss() - before) / mebibyte).toBeLessThan(400)
  })
})

/** Reads bytes as a roster and as a ballot sheet. The library may refuse them, but must not fail in another way. */
const survives = async (bytes: Uint8Array): Promise<void> => {
  await Effect.runPromise(Effect.result(readRoster(bytes)))
  await Effect.runPromise(Effect.result(readBallots(bytes, { poll: PollId.make("p") })))
}

const fixture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, "../fixtures", name))

describe("any bytes are refused or read:", () => {
  it("at random", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), survives), { numRuns: 100 })
  })

  it("at random after the beginning of every kind of file", async () => {
    const beginnings = [
      [0x50, 0x4b, 3, 4],
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xef, 0xbb, 0xbf],
      [0x84, 0x31, 0x95, 0x33]
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 3000 }), (first, rest) =>
        survives(Uint8Array.of(...first, ...rest))
      ),
      { numRuns: 100 }
    )
  })

  // Generates changes of a file: positions, and the bytes to write there.
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 20
  })

  it.each(["roster.xls", "roster.xlsx", "roster.ods", "roster.xlsb"])(
    "%s with bytes changed",
    async (name) => {
      const bytes = fixture(name)
      await fc.assert(
        fc.asyncProperty(changes, async (some) => {
          const changed = Uint8Array.from(bytes)
          for (const [at, byte] of some) changed[at % changed.length] = byte
          await survives(changed)
        }),
        { numRuns: 60 }
      )
    }
  )

  it("a legacy workbook whose birth date is in no calendar", async () => {
    const changed = Uint8Array.from(fixture("roster.xls"))
    for (const [at, byte] of [
      [339137913, 65],
      [874411646, 0],
      [8, 0]
    ] as const) {
      changed[at % changed.length] = byte
    }
    await survives(changed)
  })

  it("the tables of a legacy workbook changed, where a wrong number costs most", async () => {
    const bytes = fixture("roster.xls")
    const before = process.memoryUsage.rss()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(127), fc.nat(0xffffffff)), { maxLength: 6 }),
        async (some) => {
          const changed = Uint8Array.from(bytes)
          const view = new DataView(changed.buffer)
          for (const [at, value] of some) view.setUint32(24 + 4 * (at % 120), value, true)
          await survives(changed)
        }
      ),
      { numRuns: 100 }
    )
    expect((process.memoryUsage.rss() - before) / mebibyte).toBeLessThan(256)
  })

  it("the parts of a workbook changed and packed again", async () => {
    const names = Object.keys(good)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), changes, async (name, some) => {
        const part = Uint8Array.from(good[name]!)
        for (const [at, byte] of some) part[at % part.length] = byte
        await survives(zipSync({ ...good, [name]: part }))
      }),
      { numRuns: 60 }
    )
  })

  it("text with its signs mixed up, in every encoding", async () => {
    const signs = fc.string({
      unit: fc.constantFrom(...'楼号,室号姓名;\t"\r\n=|，、#REF!1 '.split(""), "sep=", '="', '"\n'),
      maxLength: 200
    })
    await fc.assert(
      fc.asyncProperty(signs, fc.constantFrom("le", "be", "gb", "utf8"), async (text, encoding) => {
        const whole = `楼号,室号,姓名\n${text}`
        if (encoding === "gb") await survives(gb18030(whole))
        else if (encoding === "utf8") await survives(strToU8(whole))
        else await survives(utf16(whole, encoding === "le" ? "le" : "be"))
      }),
      { numRuns: 100 }
    )
  })

  it("cells of any text and number", async () => {
    const cell = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(notInXml, "")),
      fc.constantFrom("#REF!", "1950.1", "50-03-01", "合计", "-", "1.01E+02", "11010519491231002X")
    )
    const names = [
      "楼号",
      "室号",
      "姓名",
      "出生日期",
      "面积",
      "楼层",
      "总层数",
      "入党时间",
      "标签",
      "人员编号"
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 11 }), { maxLength: 8 }), async (rows) => {
        await refusedOrRead(xlsx([names, ...rows]))
      }),
      { numRuns: 60 }
    )
  })
})

const refusedOrRead = async (bytes: Uint8Array): Promise<void> => {
  for (const acceptValid of [false, true]) await previewing(bytes, { acceptValid })
}
