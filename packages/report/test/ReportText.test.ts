import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import fc from "fast-check"
import type { Facts } from "../src/Facts.ts"
import { toText } from "../src/ReportText.ts"
import { cells } from "../src/TextLayout.ts"
import { numbered } from "./numbered.ts"
import { hallSample, sample } from "./sample.ts"

const facts = sample()
const zh = toText(facts, "zh", { width: 100 })
const en = toText(facts, "en", { width: 100 })

const shown = (text: string): ReadonlySet<string> => new Set(text.match(/\d+(?:,\d{3})*/g))

/** Returns the lines from a heading to the next blank line. */
const section = (text: string, heading: string): ReadonlyArray<string> => {
  const lines = text.split("\n")
  const start = lines.indexOf(heading)
  const end = lines.indexOf("", start)
  return lines.slice(start + 2, end === -1 ? undefined : end)
}

describe("the report as text", () => {
  it("states the source of the figures first", () => {
    expect(zh.split("\n")[2]).toMatch(/^数据说明：居民登记册是按公开数字合成的/)
    expect(en.split("\n")[2]).toMatch(/^Where the figures come from: The registry is synthetic/)
  })

  it("shows every count of the facts except those of single buildings", () => {
    const { counts, facts: marked } = numbered(facts)
    for (const language of ["zh", "en"] as const) {
      const found = shown(toText(marked, language, { width: 400 }))
      const missing = counts.filter(
        ({ path, written }) => !/^buildings|byBuilding.*counts/.test(path) && !found.has(written)
      )
      expect(missing).toEqual([])
    }
  })

  it("shows coverage before and now as exact counts, in columns", () => {
    expect(zh).toContain("60岁及以上居民适老化宣传    0/1,597  1,597/1,597     0       0       0  达到")
    expect(en).toMatch(/^Monthly visits to elders living alone +0\/190 +148\/190 +40 +3 +2 +not met$/m)
  })

  it("lists the gaps by building and flat, with the branch that could visit, and the number of gaps that it leaves out", () => {
    const gaps = section(zh, "还缺哪些")
    expect(gaps).toContain("独居老人每月走访：还缺40人")
    expect(gaps).toContain("- 5号：501室、202室、503室（第一党支部）")
    expect(gaps).toContain("- 另有10人没有列出。")
    const named = gaps.join("").match(/\d+室/g)
    expect(named?.length).toBe(30)
  })

  it("uses the nouns of place of the district", () => {
    const nouns = {
      building: { zh: "组", en: "house" },
      buildings: { en: "houses" },
      measure: { zh: "个" },
      room: { zh: "号" }
    }
    const village = toText({ ...facts, nouns }, "zh", { width: 100 })
    expect(section(village, "还缺哪些")).toContain("- 5号：501号、202号、503号（第一党支部）")
    expect(village).toContain("- 按组：1号\u00a025、2号\u00a032、")
    expect(village).not.toMatch(/\d(?:幢|室)|按楼|各楼/u)
    expect(toText({ ...facts, nouns }, "en", { width: 100 })).toContain("houses: 43")
  })

  it("counts gaps that are not in the facts as left out", () => {
    const [rule] = facts.coverage.filter(({ rule: id }) => id === "living-alone-visits")
    const cut: Facts = {
      ...facts,
      coverage: [{ ...rule!, gaps: rule!.gaps.slice(0, 2), gapsNotListed: 38 }]
    }
    expect(toText(cut, "en")).toContain("- 38 residents more not listed.")
  })

  it("says who was missing on the way, by branch and by building", () => {
    const way = zh.slice(zh.indexOf("各阶段未覆盖情况"))
    expect(way).toContain("- 2026年3月9日：还缺1,426人")
    expect(way).toContain("- 按支部：第一党支部\u00a0265、")
    expect(way).toContain("- 按楼：1号\u00a025、2号\u00a032、")
  })

  it("shows the reasons of each pair and the statement of the certificate", () => {
    expect(section(zh, "支部与小组的对口引领").slice(0, 3)).toEqual([
      "- 第一党支部 引领 初心组",
      "    - 党员多、会宣传：该支部党务最强，正是小组最需要的",
      "    - 同住一片：支部党员就住在小组负责的楼里"
    ])
    expect(zh).toContain("已核对：没有别的配法得分更高。得分最高的配法只有这一种。")
    const pairing = { ...facts.pairing!, proven: false, unique: false }
    expect(toText({ ...facts, pairing }, "zh")).toContain(
      "未核对是否还有得分更高的配法。还有别的配法得分相同。"
    )
  })

  it("shows the hoarding household's story day by day", () => {
    const story = section(zh, "办理经过")
    expect(story[0]).toBe("9号 303室 囤积")
    expect(story.length).toBe(1 + facts.timelines[0]!.sentences.length)
    expect(story).toContain("- 2026年6月3日：上门时发现又开始捡拾，记返潮一次；改为每周上门三次。")
  })

  it("shows a refused attempt with every reason", () => {
    const refused = section(en, "Refused attempts")
    expect(refused[0]).toBe("- 11 May 2026, 5号 flat 204: clear the clutter")
    expect(refused.slice(1).length).toBe(facts.refused[0]!.reasons.length)
  })

  it("shows how late overdue work is", () => {
    expect(section(zh, "逾期事项")).toEqual([
      "- 9号 303室，囤积：上门走访，请暖心组（志愿者）办理，期限2026年8月28日，已逾期3天",
      "- 31号，楼道堆物：巡查楼道，请齐心组（楼组长）办理，期限2026年8月24日，已逾期7天"
    ])
  })

  it("marks a provisional last day, and shows the end of the holiday data at the top", () => {
    const [late] = facts.overdue
    const provisional = {
      ...facts,
      overdue: [{ ...late!, provisional: true as const }],
      calendarEnd: { until: Day.make("2026-12-31"), year: 2027 }
    }
    const flat = (language: "zh" | "en") =>
      toText(provisional, language).replaceAll(/\n\s*/g, language === "zh" ? "" : " ")
    expect(flat("zh")).toContain("期限2026年8月28日（暂按工作日推算，待节假日安排公布后重算），已逾期3天")
    expect(flat("zh")).toContain("节假日数据到2026年12月31日为止：请把2027年的安排补进模型并重新采用")
    expect(flat("en")).toContain("due 28 August 2026 (provisional: counted by weekdays")
    expect(flat("en")).toContain("The holiday data ends on 31 December 2026: add 2027 to the model")
    expect(toText({ ...facts, calendarEnd: { until: null, year: 2027 } }, "zh")).toContain(
      "没有2027年的节假日数据"
    )
  })

  it("lists the first thirty of many overdue cases, and counts the others", () => {
    const [late] = facts.overdue
    const text = toText({ ...facts, overdue: Array.from({ length: 45 }, () => late!) }, "zh")
    expect(section(text, "逾期事项").filter((line) => line.includes("上门走访")).length).toBe(30)
    expect(section(text, "逾期事项").at(-1)).toBe("- 另有15件没有列出，都在报告网页里。")
  })

  it("shows a relapse with the case that it follows", () => {
    expect(section(zh, "反复与来龙去脉").slice(2)).toEqual([
      "- 17号，楼道堆物：反复1次",
      "    - clutter-b17-1：2026年4月13日登记，已办结，清理完毕",
      "    - clutter-b17-2：2026年7月13日重新登记（接续clutter-b17-1），已送达通知"
    ])
  })

  it("has no flat and no case for the hall, masks small counts, and does not say there that nothing is overdue", () => {
    for (const language of ["zh", "en"] as const) {
      const hall = toText(hallSample(), language)
      expect(hall).not.toContain("303")
      expect(hall).not.toContain("clutter-b17")
      expect(hall).not.toMatch(/没有逾期|逾期事项\n-|Nothing is overdue|Overdue work\n-/)
    }
    expect(toText(hallSample(), "zh")).toContain("逾期事项：少于5")
    expect(toText(hallSample(), "en")).toMatch(
      /^Monthly visits .* not shown +40 +under 5 +under 5 +not met$/m
    )
  })

  it("says that the number of notices is not known, if no queue is known", () => {
    const text = toText({ ...facts, notices: null }, "zh")
    expect(text).toContain("通知（含待发）：不详")
    expect(text).toContain("份数不详：台账旁没有发送通知的记录。")
  })

  it("no line is wider than the terminal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 160 }), fc.constantFrom("zh", "en"), (width, language) => {
        for (const line of toText(facts, language, { width }).split("\n")) {
          expect(cells(line)).toBeLessThanOrEqual(width)
        }
      }),
      { numRuns: 20 }
    )
  })

  it("is a complete report for an empty district", () => {
    const empty: Facts = {
      ...facts,
      provenance: null,
      pairing: null,
      coverage: [],
      buildings: [],
      groups: [],
      cases: [],
      caseCounts: [],
      timelines: [],
      overdue: [],
      refused: [],
      notices: []
    }
    expect(toText(empty, "zh")).toContain("还没有配对。")
    expect(toText(empty, "zh")).toContain("没有逾期的事项。")
  })
})
