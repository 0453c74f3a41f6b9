import { afterAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sound } from "./mistakes/sound.ts"
import { run } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "check-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const check = async (text: string | Uint8Array, ...args: ReadonlyArray<string>) => {
  const file = join(folder, "d.yaml")
  writeFileSync(file, text)
  const { status, stderr, stdout } = await run(["check", file, "--on", "2026-03-02", ...args])
  return { status, lines: `${stdout}${stderr}`.replaceAll(`${folder}/`, "").trimEnd().split("\n") }
}

/** The bytes of 虹 in GBK. */
const inGbk = (text: string) =>
  new Uint8Array(text.split("").flatMap((one) => (one === "虹" ? [0xba, 0xe7] : [one.charCodeAt(0)])))

describe("liulinhui check", () => {
  it("checks a model alone, without a registry", async () => {
    expect(await check(sound)).toEqual({
      status: 0,
      lines: ["虹溪：2个支部、2个小组、2个办事流程、2条覆盖要求。没有发现问题。"]
    })
  })

  it("reads a file in GBK without changing a character of it", async () => {
    const ascii = sound.replaceAll(/[^\p{ASCII}]/gu, "x").replace("zh: xx, en: Hongxi", "zh: 虹, en: Hongxi")
    const { lines, status } = await check(inGbk(ascii))
    expect([status, lines[0]]).toEqual([0, expect.stringMatching(/^虹：/u)])
  })

  it("reports every mistake in Chinese, with its line and its path, and then the warnings", async () => {
    const wrong = sound
      .replace("heart: warmth", "heart: warmt")
      .replace("limit: 60 days", "limit: 60天")
      .replace(
        "scope: { branch: first } }",
        "scope: { branch: first }, from: 2026-05-01, until: 2026-01-01 }"
      )
    expect(await check(wrong)).toEqual({
      status: 1,
      lines: [
        "d.yaml 第 32 行第 5 字 groups.carers.heart：没有心“warmt”：是不是“warmth”？",
        'd.yaml 第 86 行第 5 字 playbooks.visiting.limit：写的是 "60天"，应为时间长度，如 7 days（天）、5 working days（工作日）、2 weeks（周）、3 months（月）、1 quarter（季度）、2 years（年）；是不是“60 days”？',
        "提醒（不影响采用）：",
        "d.yaml 第 54 行第 68 字 actors.secretary.mandates[0].until：任职2026-01-01结束，却2026-05-01才开始：这一任职从不生效"
      ]
    })
  })

  it("reports what is not YAML in one section together with the mistakes in the other sections", async () => {
    const wrong = sound
      .replace("may: [contact] }", "may: [contact }")
      .replace("heart: warmth", "heart: warmt")
      .replace("limit: 60 days", "limit: 60天")
    const { lines, status } = await check(wrong)
    expect(status).toBe(1)
    expect(lines).toEqual([
      expect.stringMatching(/^d\.yaml 第 32 行第 5 字 groups\.carers\.heart：没有心“warmt”/u),
      expect.stringMatching(/^d\.yaml 第 47 行第 \d+ 字：括号没有成对/u),
      expect.stringMatching(/^d\.yaml 第 86 行第 5 字 playbooks\.visiting\.limit：写的是 "60天"/u)
    ])
  })

  it("reports what is not YAML in several sections, each at its place", async () => {
    const wrong = sound
      .replace("may: [contact] }", "may: [contact }")
      .replace("strengths: 1, continuity: 100 }", "strengths: 1, continuity: 100")
    const { lines } = await check(wrong, "--lang", "en")
    expect(lines).toEqual([expect.stringMatching(/^d\.yaml:47:60: 2 times: .* \(lines 47, 61\)$/u)])
  })

  it("checks the names in a part that lacks a required key, in the same run", async () => {
    const wrong = sound
      .replace("    people: 12\n", "")
      .replace("strengths: { nursing: 80 }", "strengths: { nursng: 80 }")
    const { lines } = await check(wrong, "--lang", "en")
    expect(lines).toEqual([
      expect.stringMatching(/branches\.first\.people: "people" is missing/u),
      expect.stringMatching(/branches\.first\.strengths\.nursng: .*did you mean "nursing"/u)
    ])
  })

  it("reports equal mistakes in one line", async () => {
    const many = Array.from({ length: 30 }, (_, n) => `  a${n}: { mandates: [], offer: { elders: 1 } }\n`)
    const { lines } = await check(sound.replace("pairing:\n", `${many.join("")}pairing:\n`), "--lang", "en")
    expect(lines).toEqual([
      expect.stringMatching(
        /^d\.yaml:\d+:\d+ actors\.a0\.offer: 30 times: unknown key "offer": did you mean "offers"\? \(lines /u
      )
    ])
  })

  it("reports at a null in the file what still needs the part that is taken out", async () => {
    const text = [
      "extends: six-hearts",
      "id: small",
      "name: { zh: 小区 }",
      "timeZone: Asia/Shanghai",
      "branches: {}",
      "pairing: { criteria: { strengths: 1 } }",
      "playbooks:",
      "  lift-retrofit: null",
      "  clutter-campaign: null"
    ].join("\n")
    const { lines } = await check(text)
    expect(lines).toEqual([
      "d.yaml 第 9 行第 3 字 playbooks.clutter-campaign：这里删去了“clutter-campaign”，而playbooks.building-clutter.parent还要用到它：请一并删去或改写"
    ])
  })
})
