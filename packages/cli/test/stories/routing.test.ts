import { describe, expect, it } from "@effect/vitest"
import { checkRouting, read } from "@liulinhui/core/Model"
import { BuildingId } from "@liulinhui/core/Id"
import { Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import { document } from "../../../service/test/wanLiu.ts"
import { routingLine } from "../../src/RoutingLines.ts"

const north = {
  name: { zh: "北区齐心组", en: "United Heart, north" },
  heart: "unity",
  purpose: { zh: "北", en: "North" },
  needs: {},
  buildings: ["b1"],
  ledBy: 1
}
const model = Result.getOrThrow(read(document({ groups: { unity: { buildings: ["b1"] }, north } })))
const lines = (language: string) =>
  checkRouting(model, [BuildingId.make("b1"), BuildingId.make("b2")]).map((warning) =>
    routingLine(Texts.words(Texts.builtIn, language), model, warning)
  )

describe("a warning of check about the places of groups", () => {
  it("is worded in Chinese and in English, with its path and what to do", () => {
    expect(lines("zh")).toEqual([
      "groups.north.buildings[0]：b1由齐心组和北区齐心组同时负责，事项只会归齐心组；请只保留一个",
      "groups.unity.buildings：没有“齐心”小组负责b2，这些楼的事项会归齐心组；请把它们写进某个小组的楼栋"
    ])
    expect(lines("en").map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      "groups.north.buildings[0]",
      "groups.unity.buildings"
    ])
    expect(lines("en").join("\n")).toMatch(/b1 is served by .+ and by United Heart, north/u)
  })
})
