import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import fc from "fast-check"
import { type DefaultTreeAdapterTypes, parse } from "parse5"
import type { Counts, Facts } from "../src/Facts.ts"
import { escape } from "../src/Markup.ts"
import { toHtml } from "../src/ReportHtml.ts"
import { numbered } from "./numbered.ts"
import { hallSample, sample } from "./sample.ts"

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

const isElement = (node: Node): node is Element => "tagName" in node

const elements = (node: Node): ReadonlyArray<Element> => [
  ...(isElement(node) ? [node] : []),
  ...("childNodes" in node ? node.childNodes.flatMap(elements) : [])
]

const texts = (node: Node): ReadonlyArray<string> =>
  node.nodeName === "#text" && "value" in node
    ? [node.value]
    : "childNodes" in node
      ? node.childNodes.flatMap(texts)
      : []

const words = (node: Node): string => texts(node).join("")

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((attr) => attr.name === name)?.value

interface Page {
  readonly errors: ReadonlyArray<string>
  readonly all: ReadonlyArray<Element>
}

const read = (html: string): Page => {
  const errors: Array<string> = []
  const document = parse(html, { onParseError: ({ code }) => void errors.push(code) })
  return { errors, all: elements(document) }
}

const byTag = (all: ReadonlyArray<Element>, ...tags: ReadonlyArray<string>) =>
  all.filter(({ tagName }) => tags.includes(tagName))

const charts = (all: ReadonlyArray<Element>) =>
  byTag(all, "svg").filter((drawing) => attribute(drawing, "class") === "chart")

/** The cells of the table with a caption, row by row. */
const rows = ({ all }: Page, caption: string): ReadonlyArray<ReadonlyArray<string>> => {
  const [table] = byTag(all, "table").filter((one) => words(byTag(elements(one), "caption")[0]!) === caption)
  return byTag(elements(table!), "tr").map((row) => byTag(elements(row), "th", "td").map(words))
}

const facts = sample()
const pages = {
  zh: toHtml(facts, "zh"),
  en: toHtml(facts, "en"),
  hall: toHtml(hallSample(), "zh")
}
const zh = read(pages.zh)
const n = (count: Counts["due"]): string => count.toLocaleString("en-US")
const ratio = ({ due, reached }: Pick<Counts, "due" | "reached">): string => `${n(reached)}/${n(due)}`

/** Returns the heights of the steps in the line of a chart. */
const heights = (path: string) => [...path.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y))

describe.each(Object.entries(pages))("the page (%s)", (name, html) => {
  const { all, errors } = read(html)

  it("is well-formed and has a language", () => {
    expect(errors).toEqual([])
    expect(attribute(all[0]!, "lang")).toBe(name === "en" ? "en-GB" : "zh-CN")
  })

  it("loads nothing, runs no script, and has a policy that forbids both", () => {
    expect(byTag(all, "script", "link", "img", "iframe", "object", "embed", "base", "form")).toEqual([])
    const attributes = all.flatMap(({ attrs }) => attrs)
    for (const { name: attr } of attributes) expect(attr).not.toMatch(/^on|^src|^action$|^style$/)
    for (const { value } of attributes.filter(({ name: attr }) => attr.endsWith("href"))) {
      expect(value).toMatch(/^#/)
    }
    expect(html).not.toMatch(/https?:|url\(|@import|@font-face/)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it("has no id twice, and every link has a target", () => {
    const ids = all.flatMap((element) => attribute(element, "id") ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const links = byTag(all, "a").map((link) => attribute(link, "href")!.slice(1))
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) expect(ids).toContain(link)
    const labels = all.flatMap((element) => attribute(element, "aria-labelledby") ?? [])
    expect(labels.length).toBeGreaterThanOrEqual(4)
    for (const label of labels) expect(ids).toContain(label)
  })

  it("has a caption for every table, a scope for every header cell, a name for every chart, and all heading levels", () => {
    for (const table of byTag(all, "table")) expect(byTag(elements(table), "caption").length).toBe(1)
    for (const head of byTag(all, "th")) expect(attribute(head, "scope")).toMatch(/^(?:row|col)$/)
    const drawings = byTag(all, "svg").filter((drawing) => attribute(drawing, "aria-hidden") !== "true")
    for (const chart of drawings) {
      expect(attribute(chart, "role")).toBe("img")
      expect(attribute(chart, "aria-label")).toBeTruthy()
    }
    const levels = all.flatMap(({ tagName }) => (/^h\d$/.test(tagName) ? [Number(tagName[1])] : []))
    expect(levels.filter((level) => level === 1).length).toBe(1)
    for (const [index, level] of levels.entries()) {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
    }
  })
})

describe("the content of the page", () => {
  it("shows every count of the facts", () => {
    const { counts, facts: marked } = numbered(facts)
    for (const language of ["zh", "en"] as const) {
      const [body] = byTag(read(toHtml(marked, language)).all, "body")
      const found = new Set(
        texts(body!)
          .join(" ")
          .match(/\d+(?:,\d{3})*/g)
      )
      expect(counts.filter(({ written }) => !found.has(written))).toEqual([])
    }
  })

  it("states the source of the figures before the first figure", () => {
    const [body] = byTag(zh.all, "body")
    const text = words(body!)
    expect(text.indexOf("按公开数字合成")).toBeLessThan(text.indexOf("3,700"))
  })

  it("shows coverage before and now as exact counts", () => {
    expect(rows(zh, "各项覆盖：开始时与现在").slice(1)).toEqual(
      facts.coverage.map(({ before, met, name, now }) => [
        name.zh,
        ratio(before),
        ratio(now),
        n(now.missing),
        n(now.excluded),
        n(now.unknown),
        met === "met" ? "✓ 达到" : "✗ 未达到"
      ])
    )
  })

  it("the heat table has a row for each building, a column for each measure, and a number in each cell", () => {
    const table = rows(zh, "43幢楼各项覆盖的数字")
    expect(table[0]).toEqual(["楼", ...facts.coverage.map(({ name }) => name.zh)])
    expect(table.slice(1).map(([building]) => building)).toEqual(facts.buildings.map(({ label }) => label))
    for (const [index, building] of facts.buildings.entries()) {
      const cells = table[index + 1]!.slice(1)
      for (const [column, { byBuilding }] of facts.coverage.entries()) {
        const own = byBuilding.find((entry) => entry.building === building.id)
        expect(cells[column]).toContain(own === undefined ? "不适用" : ratio(own.counts))
        const none = own !== undefined && own.counts.missing === 0 && own.counts.unknown === 0
        expect(cells[column]!.startsWith("✓")).toBe(none)
      }
    }
  })

  it("the row of a building links to its file, which a click opens", () => {
    const [link] = byTag(zh.all, "a").filter((one) => words(one) === "17号")
    const id = attribute(link!, "href")!.slice(1)
    const file = byTag(zh.all, "details").findLast((one) =>
      elements(one).some((inner) => inner !== one && attribute(inner, "id") === id)
    )
    expect(words(byTag(elements(file!), "summary")[0]!)).toMatch(/^17号/)
    for (const { text } of facts.buildings[16]!.file) expect(words(file!)).toContain(text.zh)
  })

  it("a chart states its last value, names both axes and steps at each change", () => {
    const [chart] = charts(zh.all)
    expect(words(chart!)).toContain("1,597")
    expect(words(chart!)).toContain("人数")
    expect(words(chart!)).toContain("日期（2026年）")
    const [path] = byTag(elements(chart!), "path").filter((one) => attribute(one, "class") === "reached")
    expect(attribute(path!, "d")?.match(/V/g)?.length).toBe(facts.coverage[0]!.series.length - 1)
  })

  it("a chart begins at zero on the base line and ends at the full count on the line of the eligible", () => {
    const [chart] = charts(zh.all)
    const d = (name: string) =>
      attribute(byTag(elements(chart!), "path").filter((one) => attribute(one, "class") === name)[0]!, "d")!
    expect(d("reached")).toMatch(/^M58 200H/)
    expect(heights(d("reached")).at(-1)).toBe(heights(d("eligible")).at(-1))
    expect(heights(d("reached"))).toEqual(heights(d("reached")).toSorted((a, b) => b - a))
  })

  it("the height of a chart's line agrees with its axis", () => {
    const [chart] = charts(zh.all)
    const height = (element: Element) => Number(attribute(element, "y1"))
    const grid = elements(chart!).filter((one) => attribute(one, "class") === "grid")
    const labels = elements(chart!).filter((one) => attribute(one, "text-anchor") === "end")
    const [low, high] = [grid[0]!, grid.at(-1)!]
    expect(words(labels[0]!)).toBe("0")
    expect(words(labels[grid.length - 1]!)).toBe("2,000")
    const [line] = byTag(elements(chart!), "path").filter((one) => attribute(one, "class") === "reached")
    const expected = height(low) + ((height(high) - height(low)) * 1597) / 2000
    expect(heights(attribute(line!, "d")!).at(-1)).toBeCloseTo(expected, 0)
  })

  it("lists each missing flat once, with the branch that could visit", () => {
    expect(rows(zh, "独居老人每月走访：还缺40人").slice(1, 3)).toEqual([
      ["3号", "303室", "第一党支部"],
      ["5号", "501室、202室、503室", "第一党支部"]
    ])
  })

  it("shows the reasons of each pair", () => {
    const [, first] = rows(zh, "对口引领一览")
    expect(first?.slice(0, 3)).toEqual(["初心组", "第一党支部", "带动党员，示范宣传，发现能人"])
    expect(first?.[3]).toContain("同住一片：支部党员就住在小组负责的楼里")
  })

  it("shows overdue work, notices and refused attempts completely", () => {
    expect(rows(zh, "共2件，都可以补办").slice(1)).toEqual([
      ["9号 303室", "囤积", "上门走访", "暖心组（志愿者）", "2026年8月28日", "3天"],
      ["31号", "楼道堆物", "巡查楼道", "齐心组（楼组长）", "2026年8月24日", "7天"]
    ])
    expect(rows(zh, "各类通知的份数（含待发）").at(-1)).toEqual(["合计", "1,629"])
    const [refused] = zh.all.filter((element) => attribute(element, "id") === "refused")
    for (const { zh: reason } of facts.refused[0]!.reasons) expect(words(refused!)).toContain(reason)
  })

  it("marks a provisional last day, and the end of the holiday data as a matter for attention", () => {
    const provisional = {
      ...facts,
      overdue: facts.overdue.map((late) => ({ ...late, provisional: true as const })),
      calendarEnd: { until: Day.make("2026-12-31"), year: 2027 }
    }
    const page = read(toHtml(provisional, "zh"))
    expect(page.errors).toEqual([])
    expect(rows(page, "共2件，都可以补办")[1]?.[4]).toBe(
      "2026年8月28日（暂按工作日推算，待节假日安排公布后重算）"
    )
    const [attention] = page.all.filter((element) => attribute(element, "class") === "attention")
    expect(words(attention!)).toContain("请把2027年的安排补进模型并重新采用")
  })

  it("opens with one page: a tile for each building, each rule, what is late and who should act, and the last week", () => {
    const [first] = zh.all.filter((element) => attribute(element, "id") === "first")
    const all = elements(first!)
    const tiles = all.filter((element) => attribute(element, "class")?.startsWith("tile tile-") === true)
    expect(tiles.map((tile) => words(tile).replaceAll(/\s+/g, " "))).toEqual(
      facts.buildings.map(({ label, state }) => {
        const letters = { late: "逾", missing: "缺", open: "办", clear: "好" }
        const names = { late: "逾期", missing: "尚缺", open: "在办", clear: "正常" }
        return `${letters[state]} ${label} ${names[state]}`
      })
    )
    const text = words(first!)
    for (const rule of facts.coverage) expect(text).toContain(ratio(rule.now))
    expect(text).toContain("逾期7天")
    expect(text).toContain("请齐心组（楼组长）办理")
    expect(text).toContain("新逾期1件：9号 303室 囤积")
    expect(byTag(all, "details")).toEqual([])
  })

  it("has all details closed", () => {
    const details = byTag(zh.all, "details")
    expect(details.length).toBeGreaterThan(43)
    for (const one of details) expect(attribute(one, "open")).toBeUndefined()
  })

  it("the page for the hall has no flat, no case and no story, and masks small counts", () => {
    for (const language of ["zh", "en"] as const) {
      const hall = toHtml(hallSample(), language)
      expect(hall).not.toContain("303")
      expect(hall).not.toContain("clutter-b17")
      expect(hall).not.toMatch(/没有逾期|没有反复|没有未予放行|Nothing is overdue|No relapse/)
    }
    const text = words(byTag(read(pages.hall).all, "main")[0]!)
    expect(text).toContain("暖心组：少于5件")
    expect(text).toContain("应覆盖不列")
  })

  it("has all sections for an empty district", () => {
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
    const { all, errors } = read(toHtml(empty, "zh"))
    expect(errors).toEqual([])
    expect(words(byTag(all, "main")[0]!)).toContain("没有逾期的事项。")
  })
})

/** Fields whose strings are codes of the library, not texts. */
const codes = new Set(["of", "met", "metWeekAgo", "state", "what", "reached", "due", "excluded", "unknown"])

/** The facts with every text, label and id replaced. */
const saying = (small: Facts, text: string): Facts => {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return codes.has(key) ? value : text
    if (Array.isArray(value)) return value.map((item: unknown) => walk(item, key))
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]))
  }
  return walk(small, "") as Facts // The cast is safe: the facts keep their shape, and only texts change.
}

const skeleton = (html: string): ReadonlyArray<string> =>
  read(html).all.map(({ attrs, tagName }) => `${tagName} ${attrs.map(({ name }) => name).join(" ")}`)

describe("text from outside", () => {
  const small: Facts = {
    ...facts,
    buildings: facts.buildings.slice(0, 1),
    coverage: facts.coverage.slice(2, 3).map((rule) => ({ ...rule, gaps: rule.gaps.slice(0, 2) })),
    groups: facts.groups.slice(0, 1)
  }

  it("has all special characters of HTML escaped, and forbidden characters removed", () => {
    expect(escape(`<a href="x" title='y'>&`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;")
    expect(escape("a\u0000b\u202ec")).toBe("a bc")
  })

  it("with a script in a name is shown as text and does nothing", () => {
    const name = `<script>alert("1")</script><img src=x onerror='alert(2)'>`
    const html = toHtml(saying(small, name), "zh")
    const { all, errors } = read(html)
    expect(errors).toEqual([])
    expect(byTag(all, "script", "img")).toEqual([])
    expect(words(byTag(all, "h1")[0]!)).toBe(`${name}工作报告`)
  })

  it("cannot add, close or change an element of the page", () => {
    const plainly = skeleton(toHtml(saying(small, "x"), "zh"))
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(..."<>\"'&/=`;!-#{} ax", "\u0000", "\u202e", "\ud800", "</style>", "<!--"),
          minLength: 1
        }),
        (text) => {
          const html = toHtml(saying(small, text), "zh")
          expect(read(html).errors).toEqual([])
          expect(skeleton(html)).toEqual(plainly)
        }
      )
    )
  })
})
