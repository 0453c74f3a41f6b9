/** Runs the example, and checks what it prints. */
import { describe, expect, it } from "vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { mistakes } from "../src/lotusPond.ts"
import { lines } from "../src/main.ts"

describe("the property suite of a district", () => {
  const printed = lines()

  it("finds nothing in the model, and every planted mistake", () => {
    expect(printed[0]).toBe("Lotus Pond: every law holds.")
    expect(printed.length).toBe(1 + 3 * mistakes.length)
    const found = mistakes.map((_, at) => printed[3 + 3 * at] ?? "")
    expect(found.map((text) => text.split("\n")[1]?.trim())).toEqual([
      'playbook "tool-loan", step "check": only wang may take it, and only wang takes "return" before it',
      'playbook "tool-loan", stage "lent": its deadline passes again and again while nobody acts',
      "playbooks.tool-loan.stages.late.name: has no text in en",
      'coverage rule "elders-greeted": selects nobody in 300 generated districts',
      'notice rules "tool-back" and "loan-over": both notify office of one event (step-taken)'
    ])
  })

  it("prints what its README shows", () => {
    const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8")
    const shown = /```text\n([\s\S]*?)\n```/.exec(readme)?.[1]
    expect(printed.at(-1)).toBe(shown)
  })
})
