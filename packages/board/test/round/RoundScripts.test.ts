import { describe, expect, it } from "@effect/vitest"
import { gzipSync } from "node:zlib"
import { compile } from "../../browser/build.ts"
import * as scripts from "../../src/round/RoundScripts.ts"

describe("the scripts of the round", () => {
  it("are what the build makes of their sources", async () => {
    const made = await compile()
    const textOf = (name: string): unknown =>
      JSON.parse(new RegExp(`^export const ${name} = (".*")$`, "mu").exec(made)?.[1] ?? "null")
    expect({ script: textOf("script"), worker: textOf("worker") }).toEqual({ ...scripts })
  })

  it("are less than 60 kB of script for the first load, and evaluate no text", () => {
    const whole = gzipSync(scripts.script).length + gzipSync(scripts.worker).length
    expect(whole).toBeLessThan(60_000)
    for (const text of Object.values(scripts)) expect(text).not.toMatch(/\beval\(|new Function/u)
  })
})
