import { describe, expect, it } from "@effect/vitest"
import { readModelFile } from "@liulinhui/model-file"
import * as Result from "effect/Result"
import { slipsNear } from "../src/Slips.ts"

const seen = (text: string) => {
  const read = readModelFile(text, { file: "x.yaml" })
  return Result.isFailure(read)
    ? read.failure.problems.map(({ code, column, line }) => `${line}:${column} ${code}`)
    : []
}

describe("a slip of a Chinese keyboard", () => {
  it.each([
    ["a: 1\nname：x\nb: 2\n", ["2:5 fullwidth-colon"]],
    ["a: { zh：甲, en: x }\n", ["1:8 fullwidth-colon"]],
    ["a: 1\nb：\n  - x\nd: 1\ne: 1\nf: 1\nc：2\n", ["2:2 fullwidth-colon", "7:2 fullwidth-colon"]],
    ["a: [x，y]\n", ["1:6 fullwidth-comma"]],
    ["a: [x、y, z]\n", ["1:6 fullwidth-comma"]],
    ["a: ｛ x: 1 ｝\n", ["1:4 fullwidth-bracket"]],
    ["a:\n　b: 1\n", ["2:1 fullwidth-space"]],
    ["a: 1\n＃ 说明\nb: 2\n", ["2:1 fullwidth-hash"]],
    ["a: 1\nb:2\nc: 3\n", ["2:3 missing-space"]]
  ])("in %j is named at its place", (text, problems) => {
    expect(seen(text)).toEqual(problems)
  })

  it("is no mistake in a text for people", () => {
    expect(seen("a: { zh: 说明：甲，乙、丙 }\nb: >-\n  注意：先看\n  ＃ 号\n")).toEqual([])
  })

  it("is looked for only near a mistake", () => {
    expect(slipsNear("名：x\n\n\n\n\n\nb: ]\n", [12])).toEqual([])
    expect(slipsNear("name：x\n", [])).toEqual([])
  })
})
