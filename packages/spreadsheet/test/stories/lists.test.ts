import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { PollId } from "@liulinhui/core/Poll"
import {
  type BallotRow,
  ballotSheet,
  buildingFiles,
  caseList,
  gapList,
  pairingList,
  readBallots,
  readVisits,
  type Sheet,
  toCsv,
  toXlsx,
  walkingList
} from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { strFromU8, unzipSync } from "fflate"
import { readXlsx } from "hucre/xlsx"
import { seen, xlsx } from "../spreadsheets.ts"

const day = Day.make("2026-03-20")
const poll = PollId.make("lift-b07")

const bytesOf = (...sheets: readonly [Sheet, ...ReadonlyArray<Sheet>]): Promise<Uint8Array> =>
  Effect.runPromise(toXlsx(sheets))

/** Reads the cells of a workbook with another library. */
const cellsOf = async (...sheets: readonly [Sheet, ...ReadonlyArray<Sheet>]) => {
  const { sheets: read } = await readXlsx(await bytesOf(...sheets))
  return read.map(({ name, rows }) => ({ name, rows }))
}

const lists = (language: Language, text = "张三"): ReadonlyArray<Sheet> => [
  gapList("未覆盖", [{ building: "1号", floor: 1, unit: "0101", name: text, last: day, wants: 2 }], language),
  walkingList("李四", [{ building: "1号", floor: 1, unit: "0101", name: text, note: text }], language),
  caseList(
    "在办",
    [
      {
        id: "clutter-1",
        playbook: "楼道堆物",
        place: "1号0101",
        stage: text,
        group: "安心组",
        opened: day,
        due: Day.add(day, 7),
        late: 0,
        provisional: true
      }
    ],
    language
  ),
  pairingList(
    "结对",
    [{ branch: "第一党支部", group: "暖心组", since: day, reasons: [text, "就近"] }],
    language
  ),
  ...buildingFiles(
    [
      {
        label: "1号",
        flats: [{ floor: 1, unit: "0101", area: "48.20", residents: 2, tags: [text], cases: [text] }]
      }
    ],
    60,
    language
  ),
  ballotSheet(poll, [{ owner: "owner-1", doors: ["1号0101"], area: 482_000 }], language)
]

describe("a list", () => {
  it.each(["zh", "en"] as const)(
    "has its column names in %s, text as text, days as days",
    async (language) => {
      const [gap, walk, cases, pairs, building] = await cellsOf(
        ...(lists(language) as readonly [Sheet, ...ReadonlyArray<Sheet>])
      )
      expect(gap?.rows).toEqual([
        language === "zh"
          ? ["楼号", "楼层", "室号", "姓名", "上次联系", "还需联系次数", "说明"]
          : ["Building", "Floor", "Flat", "Name", "Last contact", "Contacts needed", "Note"],
        ["1号", 1, "0101", "张三", new Date("2026-03-20"), 2, null]
      ])
      expect(walk?.rows[1]?.slice(0, 5)).toEqual([1, "1号", 1, "0101", "张三"])
      expect(cases?.rows[1]?.slice(6)).toEqual([
        new Date("2026-03-20"),
        new Date("2026-03-27"),
        language === "zh" ? "暂定，节假日安排公布后重算" : "provisional until the holidays are known",
        null
      ])
      expect(pairs?.rows[1]?.[3]).toBe(language === "zh" ? "张三；就近" : "张三; 就近")
      expect(building?.rows[1]?.slice(0, 4)).toEqual([1, "0101", "48.20", 2])
    }
  )

  it("keeps the zero of a door in a workbook and in CSV", async () => {
    const [gap] = lists("zh")
    expect(toCsv(gap!)).toContain("1号,1,0101,张三,2026-03-20,2,\r\n")
  })

  it("has one sheet a building, under names that Excel takes", async () => {
    const labels = ["1号", "１号", "a/b:c*", "'x'", "", "History", "𠮷".repeat(40), "1号"]
    const files = buildingFiles(
      labels.map((label) => ({ label, flats: [] })),
      60,
      "zh"
    )
    const names = (await cellsOf(...(files as unknown as readonly [Sheet]))).map(({ name }) => name)
    expect(names).toEqual(["1号", "１号", "a-b-c-", "x", "_", "_History", "𠮷".repeat(15), "1号(2)"])
    expect(names.every((name) => name.length <= 31 && !/[[\]:*?/\\]/.test(name))).toBe(true)
  })

  it("of a hundred thousand rows is written as they come", async () => {
    function* rows() {
      for (let n = 0; n < 100_000; n++) yield { building: `${n % 300}号`, unit: `0${n}`, name: `居民${n}` }
    }
    const bytes = await bytesOf(gapList("未覆盖", rows(), "zh"))
    expect(bytes.length).toBeLessThan(8 * 1024 * 1024)
  })
})

// Characters that XML cannot contain.
// oxlint-disable-next-line no-control-regex
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const dangerous = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"]

describe("no list holds a formula", () => {
  it.each(dangerous.map((sign) => [JSON.stringify(sign), sign]))(
    "for text that begins with %s",
    async (_, sign) => {
      const text = `${sign}cmd|' /C calc'!A0`
      for (const sheet of lists("zh", text)) {
        const cells = toCsv(sheet)
          .split(/[,\r\n]/)
          .map((cell) => cell.replace(/^\uFEFF?"?/, ""))
        expect(cells.filter((cell) => /^[=+@＝＋－＠\t]/.test(cell) || /^-(?!\d)/.test(cell))).toEqual([])
        const parts = unzipSync(await bytesOf(sheet))
        const written = strFromU8(parts["xl/worksheets/sheet1.xml"]!)
        const strings = parts["xl/sharedStrings.xml"]
        expect(written).not.toMatch(/<f[ >/]/)
        expect(`${written}${strings === undefined ? "" : strFromU8(strings)}`).not.toMatch(
          /<t[^>]*>[=+@＝＋－＠-]/
        )
      }
    }
  )

  it("for any text, which comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { minLength: 1, maxLength: 10 }),
        async (texts) => {
          const clean = texts.map((text) => text.replace(notInXml, ""))
          const sheet = gapList(
            "a",
            clean.map((name) => ({ building: "1号", name })),
            "zh"
          )
          const [read] = await cellsOf(sheet)
          expect(
            read?.rows
              .slice(1)
              .map((cells) => String(cells[3] ?? "").replace(/^'(?='*[=+\-@＝＋－＠\t\r\n])/, ""))
          ).toEqual(clean)
        }
      ),
      { numRuns: 60 }
    )
  })
})

describe("a ballot sheet", () => {
  const rows: ReadonlyArray<BallotRow> = ["owner-1", "owner-2", "owner-3", "owner-4"].map((owner, n) => ({
    owner,
    doors: [`1号0${n + 1}01`],
    area: 482_000
  }))

  const reading = (input: string | Uint8Array) =>
    Effect.runPromise(Effect.result(readBallots(input, { poll, file: "票.xlsx" })))

  const names = [
    "表决编号",
    "业主编号",
    "房屋",
    "专有面积（平方米）",
    "意见",
    "表决日期",
    "受托人编号",
    "委托书编号",
    "委托书写明的意见"
  ]
  const filled = (...some: ReadonlyArray<ReadonlyArray<string>>) =>
    xlsx([
      ["加装电梯表决票"],
      names,
      ...some.map(([owner = "", ...others]) => [poll, owner, "1号0101", "48.20", ...others])
    ])

  it("that comes back as it went out has no votes, and counts the owners", async () => {
    expect(Result.getOrThrow(await reading(await bytesOf(ballotSheet(poll, rows, "zh"))))).toEqual({
      ballots: [],
      empty: 4
    })
    expect(Result.getOrThrow(await reading(toCsv(ballotSheet(poll, rows, "en"))))).toEqual({
      ballots: [],
      empty: 4
    })
  })

  it("offers the three opinions and no other", async () => {
    const parts = unzipSync(await bytesOf(ballotSheet(poll, rows, "zh")))
    expect(strFromU8(parts["xl/worksheets/sheet1.xml"]!)).toContain("同意,反对,弃权")
  })

  it("is read as the requests that cast the votes, with days and proxies", async () => {
    const bytes = filled(
      ["owner-1", "同意", "2026年3月20日"],
      ["owner-2", "不同意"],
      ["owner-3", "弃权", "2026-03-21", "owner-9", "委-3", "弃权"],
      ["owner-4"]
    )
    expect(Result.getOrThrow(await reading(bytes))).toEqual({
      ballots: [
        { _tag: "CastBallot", poll, owner: "owner-1", opinion: "agree", on: day },
        { _tag: "CastBallot", poll, owner: "owner-2", opinion: "against" },
        {
          _tag: "CastBallot",
          poll,
          owner: "owner-3",
          opinion: "abstain",
          on: Day.add(day, 1),
          proxy: { by: "owner-9", authority: "委-3", stated: "abstain" }
        }
      ],
      empty: 1
    })
  })

  it("is refused with everything that is wrong with it", async () => {
    const result = await reading(
      filled(
        ["owner-1", "好"],
        ["owner-2", "", "2026-03-20"],
        ["owner-3", "同意", "3/20/2026"],
        ["owner-3", "反对"],
        ["张 三", "同意"],
        ["11010519491231002X", "同意"]
      )
    )
    expect(Result.isFailure(result) && seen(result.failure)).toEqual([
      "3 E not-an-opinion",
      "4 E ballot-without-opinion",
      "5 F day-or-month-first",
      "6 B owner-twice",
      "7 B not-an-owner",
      "8 B not-an-owner"
    ])
    expect(JSON.stringify(result)).not.toContain("19491231")
    const other = await reading(await bytesOf(ballotSheet(PollId.make("other"), rows, "zh")))
    expect(Result.isSuccess(other)).toBe(true)
    const wrong = xlsx([names, ["other", "owner-1", "", "", "同意"]])
    const refused = await reading(wrong)
    expect(Result.isFailure(refused) && seen(refused.failure)).toEqual(["2 A ballot-of-other-poll"])
    const none = await reading("a,b\n1,2\n")
    expect(Result.isFailure(none) && seen(none.failure)).toEqual(["0  no-ballot-header"])
  })
})

describe("a walking list that was filled in", () => {
  const list = (language: Language) =>
    walkingList(
      "李四",
      ["r1", "r2", "r3", "r4", "r5"].map((id) => ({
        building: "1号",
        unit: "0101",
        subject: `resident:${id}`
      })),
      language
    )
  /** Fills in the results and the dates of the rows. */
  const filled = (language: Language, ...cells: ReadonlyArray<readonly [result: string, date: string]>) => {
    const [headings = "", ...rows] = toCsv(list(language)).trimEnd().split("\r\n")
    const names = headings.split(",")
    const [result, date] = language === "zh" ? ["结果", "日期"] : ["Result", "Date"]
    return [
      headings,
      ...rows.map((row, n) =>
        row
          .split(",")
          .with(names.indexOf(result), cells[n]?.[0] ?? "")
          .with(names.indexOf(date), cells[n]?.[1] ?? "")
          .join(",")
      )
    ].join("\r\n")
  }
  const read = (text: string) => Effect.runPromise(Effect.result(readVisits(text, { file: "走访.csv" })))

  it.each<readonly [Language, string, string, string, string]>([
    ["zh", "见到", "家中无人", "谢绝", "改约"],
    ["en", "met", "Nobody in", "refused", "another time"]
  ])(
    "is read by its subjects, in %s, with dates as people write them",
    async (language, met, nobodyIn, refused, another) => {
      const text = filled(
        language,
        [met, "2026年3月2日"],
        [nobodyIn, "2026/3/3"],
        [refused, ""],
        [another, ""]
      )
      expect(Result.getOrThrow(await read(text))).toEqual({
        visits: [
          { row: 2, subject: "resident:r1", result: "met", on: Day.make("2026-03-02") },
          { row: 3, subject: "resident:r2", result: "nobody-in", on: Day.make("2026-03-03") },
          { row: 4, subject: "resident:r3", result: "refused" },
          { row: 5, subject: "resident:r4", result: "next-time" }
        ],
        empty: 1
      })
    }
  )

  it("reports every mistake at its cell, and another table as a whole", async () => {
    const text = filled("zh", ["见到了吗", ""], ["", "2026-03-02"], ["谢绝", "3月"]).replace(
      "resident:r4",
      "r4"
    )
    const wrong = await read(text.replace(/^(4,.*,)(,,,r4)$/mu, "$1见到$2"))
    expect(
      Result.isFailure(wrong) && wrong.failure.problems.map(({ code, letter, row }) => [code, letter, row])
    ).toEqual([
      ["not-a-visit-result", "H", 2],
      ["visit-without-result", "H", 3],
      [expect.any(String), "I", 4],
      ["not-a-subject", "K", 5]
    ])
    const other = await read("姓名,结果\r\n王伟,见到\r\n")
    expect(Result.isFailure(other) && other.failure.problems.map(({ code }) => code)).toEqual([
      "no-visit-header"
    ])
  })
})
