import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { ModelFileRefused, open, readModel, sixHearts, Texts } from "../src/index.ts"

const file = "examples/01-wan-liu/district.yaml"
const wanLiu = readFileSync(join(import.meta.dirname, "../../..", file), "utf8")

describe("a model file", () => {
  it("is read with the Six-Heart method as its base, and opened", async () => {
    const model = readModel(wanLiu, { file })
    expect(model).toMatchObject({ id: "wan-liu", hearts: sixHearts.hearts })
    const district = await open({ ledger: ":memory:", model })
    expect(await district.read((state) => state.model?.branches.length)).toBe(6)
    expect((await district.coverage()).map(({ rule }) => rule)).toContain("elders-reached")
    await district.close()
  })

  it("with mistakes throws an error with every line", () => {
    const read = () => readModel("extends: seven-hearts\nid: [", { file: "bad.yaml" })
    expect(read).toThrow(ModelFileRefused)
    expect(read).toThrow(/bad\.yaml:2/)
  })
})

describe("the texts", () => {
  it("word reasons in both languages", () => {
    const reason = { _tag: "CaseUnknown", case: "c-1" }
    const say = (language: string) =>
      Texts.Reason.say(Texts.Texts.words(Texts.Texts.builtIn, language), reason)
    expect([say("en"), say("zh")]).toEqual(["there is no case c-1", "没有事项c-1"])
  })
})
