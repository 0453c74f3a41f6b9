import { describe, expect, it } from "@effect/vitest"
import { type Runner, type Suite, testSuite } from "@liulinhui/testing/Suite"
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import process from "node:process"

type Registered = {
  readonly name: string
  readonly run: (...context: ReadonlyArray<unknown>) => Promise<void>
}

/** A test runner that writes down what is registered. */
const recording = () => {
  const groups: Array<string> = []
  const tests: Array<Registered> = []
  const skipped: Array<string> = []
  const group = (kind: string) => (title: string, register: () => void) => {
    groups.push(`${kind} ${title}`)
    register()
  }
  const runner: Runner = {
    describe: Object.assign(group("describe"), { concurrent: group("concurrent") }),
    test: Object.assign((name: string, run: Registered["run"]) => tests.push({ name, run }), {
      skip: (name: string) => skipped.push(name)
    })
  }
  return { groups, tests, skipped, runner }
}

const suite = (more: Partial<Suite> = {}): Suite => ({
  title: "a suite",
  tests: [
    { name: "holds", isSkipped: false, run: () => Promise.resolve("passed") },
    { name: "fails", isSkipped: false, run: () => Promise.reject(new Error("it fails")) },
    { name: "needs more", isSkipped: true, run: () => Promise.reject(new Error("never run")) },
    { name: "does not apply", isSkipped: false, run: () => Promise.resolve("not-applicable") }
  ],
  ...more
})

describe("a suite", () => {
  it("registers each test, and those that cannot run as skipped", async () => {
    const { groups, runner, skipped, tests } = recording()
    testSuite(runner, suite())
    expect(groups).toEqual(["describe a suite"])
    expect(tests.map(({ name }) => name)).toEqual(["holds", "fails", "does not apply"])
    expect(skipped).toEqual(["needs more"])
    await tests[0]?.run()
    await expect(tests[1]?.run()).rejects.toThrow("it fails")
  })

  it("runs concurrent tests in a concurrent group, if the runner has one", () => {
    const { groups, runner } = recording()
    testSuite(runner, suite({ isConcurrent: true }))
    const { concurrent: _, ...without } = { concurrent: undefined, ...runner }
    const plain = (title: string, register: () => void) => runner.describe(title, register)
    testSuite({ ...without, describe: plain }, suite({ isConcurrent: true }))
    expect(groups).toEqual(["concurrent a suite", "describe a suite"])
  })

  it("skips a test that turns out to be not applicable, if the runner lets a running test be skipped", async () => {
    const { runner, tests } = recording()
    testSuite(runner, suite())
    let count = 0
    const last = tests.at(-1)
    await last?.run({ skip: () => (count += 1) })
    await tests[0]?.run({ skip: () => (count += 1) })
    // jest passes nothing, and treats a function with a parameter as one that reports its end by a callback.
    await last?.run()
    expect([count, last?.run.length]).toEqual([1, 0])
  })

  it("runs with node:test, which shows what passes, fails and is skipped", () => {
    const file = join(import.meta.dirname, "nodeSuite.ts")
    const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", file], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] }
    })
    expect(status).toBe(1)
    expect(stdout).toMatch(/ok 1 - numbers the entries of a district from 1/)
    expect(stdout).toMatch(/not ok 2 - numbers the entries of each stream separately/)
    expect(stdout).toMatch(/ok 3 - .* # SKIP/)
  })
})
