import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { apply } from "@liulinhui/core/Model"
import type * as Schema from "effect/Schema"
import { small } from "./ledgers.ts"
import { run } from "./running.ts"
import { modelDiffEn } from "../src/words/modelDiffEn.ts"
import { modelDiffZh } from "../src/words/modelDiffZh.ts"

const folder = mkdtempSync(join(tmpdir(), "model-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const ledger = at("small.sqlite")

const actors = { committee: { mandates: [{ role: "committee", scope: { district: true } }] } }
const modelFile = (name: string, patch: Schema.Json = {}): string => {
  writeFileSync(at(name), JSON.stringify(apply(small(actors) as Schema.Json, patch)))
  return at(name)
}
const old = modelFile("old.json")

const lead = [{ role: "group-lead", scope: "group" }]
const text = { zh: "某", en: "some" }

/** A change of each kind that a sentence describes. */
const changed = modelFile("changed.json", {
  name: { zh: "新名" },
  actors: {
    committee: { mandates: [{ role: "committee", scope: { district: true }, until: "2027-12-31" }] }
  },
  roles: { volunteer: { may: ["poll"] }, committee: { may: ["registry", "case"] } },
  coverage: {
    "elders-reached": { where: { age: { atLeast: 80 } } },
    "patrols-fresh": null,
    "homes-reached": { name: text, of: "residents", reached: { by: ["outreach-visit"] }, target: "all" }
  },
  notices: {
    "coverage-fell": null,
    "patrol-today": { to: ["committee"], walkers: false },
    "case-opened": { digest: "morning", playbooks: ["mediation"] },
    relapse: { playbooks: ["mediation"] },
    greeting: { name: text, on: "case-opened", to: ["committee"], text }
  },
  playbooks: {
    mediation: { version: 2 },
    "civic-mural": null,
    mural: {
      name: text,
      version: 1,
      subject: "building",
      ledBy: "joy",
      start: "one",
      stages: { one: { name: text }, done: { name: text, outcome: "achieved" } },
      steps: { go: { name: text, from: ["one"], to: "done", by: lead } }
    },
    "hotline-order": {
      ledBy: "warmth",
      keepers: lead,
      stages: { received: { deadline: "24 hours", escalate: [] }, rehandling: { lapse: null } },
      steps: { "first-contact": { by: [{ role: "committee" }] }, progress: { gate: { after: ["extend"] } } }
    },
    "building-clutter": {
      patrol: { every: { first: "5 days" } },
      steps: { survey: { evidence: { "survey-note": { required: true } } } },
      stages: { kept: { outcome: "partial" } }
    }
  }
})

describe("liulinhui model diff", () => {
  it("says nothing of two models that are the same", async () => {
    expect(await run(["model", "diff", old, old, "--lang", "en"])).toMatchObject({
      status: 0,
      stdout: `${modelDiffEn["diff.none"]}\n`
    })
  })

  it("says what a change means, with an example case, in the language of the reader", async () => {
    const one = modelFile("one.json", {
      playbooks: { "hotline-order": { stages: { received: { deadline: "24 hours" } } } }
    })
    expect((await run(["model", "diff", old, one, "--lang", "en"])).stdout.split("\n")).toEqual([
      "Another deadline: “Hotline order”, the deadline of “Received, first contact to come”: 24 hours, before: 1 working day",
      "  Example: open a case",
      ""
    ])
    expect((await run(["model", "diff", old, one])).stdout.split("\n")).toEqual([
      "期限变了：“12345热线工单”的“待先行联系”期限，由1个工作日改为24小时",
      "  例：登记",
      ""
    ])
  })

  it("words every kind of difference as a sentence, without ids, tags or words of the other language", async () => {
    const [zh, en] = [
      await run(["model", "diff", old, changed]),
      await run(["model", "diff", old, changed, "--lang", "en"])
    ]
    expect([zh.status, en.status]).toEqual([0, 0])
    expect(zh.stdout.split("\n")).toHaveLength(en.stdout.split("\n").length)
    for (const line of [...zh.stdout.split("\n"), ...en.stdout.split("\n")]) {
      expect(line).not.toMatch(/undefined|\{|\}|_|diff\./u)
    }
    expect(zh.stdout.replaceAll(/liulinhui migrate|committee/g, "")).not.toMatch(/[a-z]{4}/u)
    for (const line of [
      "可以了：志愿者有权组织表决",
      "不再任：committee，居委会（全居民区）",
      "不可以了：“12345热线工单”的“先行联系”，自治小组组长不能办（全居民区任职的、本组任职的、对口支部任职的）",
      "收紧了：“12345热线工单”在“办理中”时不能“办理进展”（原来自治小组组长、居委会、物业公司可办）：须先完成“批准延期”",
      "  例：登记 → “先行联系”",
      "去向变了：“12345热线工单”在“重新办理”时期限届满后，由进入“督办”改为“重新办理”",
      "材料变了：“楼道堆物（楼栋）”的“排摸楼道堆物”，新增必填排摸情况",
      "要迁移：“人民调解”第1版改为第2版，在办事项仍按旧版办。用 liulinhui migrate 迁移",
      "收通知的人变了：“今日巡查”，增加居委会，去掉自治小组组长，登记人或走访的人有变化",
      "另有改动，含义请自行核对：名称"
    ]) {
      expect(zh.stdout.split("\n")).toContain(line)
    }
  })

  it("prints the differences as JSON", async () => {
    const { stdout } = await run(["model", "diff", old, changed, "--json"])
    const { command, data, ok } = JSON.parse(stdout)
    expect([command, ok, data.unexplored]).toEqual(["model diff", true, []])
    expect(data.others).toEqual(["name"])
    expect(data.differences).toEqual(
      expect.arrayContaining([
        { _tag: "AuthorityGained", role: "volunteer", authority: "poll", holders: [] },
        expect.objectContaining({
          _tag: "MandateGained",
          mandate: { role: "committee", scope: { district: true }, until: "2027-12-31" }
        })
      ])
    )
  })

  it("has the same sentences in Chinese and in English", () => {
    expect(Object.keys(modelDiffEn)).toEqual(Object.keys(modelDiffZh))
  })
})

describe("liulinhui adopt", () => {
  beforeAll(async () => {
    expect((await run(["adopt", old, ledger])).status).toBe(0)
    expect(existsSync(ledger)).toBe(true)
  })
  const later = modelFile("later.json", { playbooks: { mediation: { version: 2, limit: "99 days" } } })
  const entries = async (): Promise<string> => (await run(["audit", "verify", ledger])).stdout

  it("shows what the change from the model in force means, and does not adopt it without a yes", async () => {
    const before = await entries()
    const asked = await run(["adopt", later, ledger])
    expect([asked.status, asked.stderr]).toEqual([1, expect.stringContaining(modelDiffZh["diff.adopt"])])
    expect(asked.stdout).toContain("期限变了：")
    expect(asked.stdout).toContain("99天")
    expect(await entries()).toBe(before)
    const dry = await run(["adopt", later, ledger, "--dry-run", "--json"])
    expect(JSON.parse(dry.stdout).data.change.differences).toMatchObject([{ _tag: "DeadlineChanged" }])
  })

  it("adopts a changed model with --yes, and asks nothing about the same model", async () => {
    expect(await run(["adopt", later, ledger, "--yes"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("已采用模型")
    })
    expect(await run(["adopt", later, ledger])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("模型没有变化")
    })
  })

  it("counts the people and cases of a ledger", async () => {
    const { stdout } = await run(["model", "diff", old, changed, "--ledger", ledger, "--json"])
    expect(JSON.parse(stdout).data.differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ _tag: "PlaybookRemoved", playbook: "civic-mural", open: 0 })
      ])
    )
  })
})
