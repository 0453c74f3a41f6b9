import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { apply } from "@liulinhui/core/Model"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { small, writing } from "./ledgers.ts"
import { run as runCommand } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "mandate-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: ReadonlyArray<string>) => {
  const { stderr, stdout } = await runCommand([...args, "--lang", "en"])
  return `${stdout}${stderr}`
}

// A model that names no actors.
const document = apply(small({}), { actors: null, retention: { residents: "2 weeks" } })

beforeAll(() =>
  Effect.runPromise(
    Effect.provide(
      Governance.use(({ adopt }) => adopt(document)),
      writing(ledger)
    )
  )
)

describe("the command mandate", () => {
  it("appoints the first actor once, and grants, names, lists and ends mandates", async () => {
    expect(await run("mandate", "list", ledger)).toContain("Nobody has a mandate")
    const first = ["mandate", "first", ledger, "office", "committee", "--reason", "elected"]
    expect(await run(...first)).toContain("office now has the role residents' committee for whole district")
    expect(await run(...first)).toContain("only while no actor may; these actors may: office")

    const li = [ledger, "li", "volunteer", "--as", "office", "--group", "warmth", "--reason", "offered it"]
    expect(await run("mandate", "grant", ...li, "--until", "2999-12-31")).toContain("mandate granted")
    expect(await run("mandate", "name", ledger, "li", "Li Fang", "--as", "office")).toContain(
      "name of an actor entered"
    )
    expect(await run("mandate", "list", ledger, "--actor", "li")).toMatch(
      /li \(Li Fang\) {2}volunteer .* until .*2999/
    )
    expect(JSON.parse(await run("mandate", "list", ledger, "--actor", "li", "--json"))).toMatchObject({
      data: {
        mandates: [{ actor: "li", role: "volunteer", scope: { group: "warmth" }, until: "2999-12-31" }]
      }
    })

    expect(
      await run(
        "mandate",
        "grant",
        ledger,
        "li",
        "volunter",
        "--as",
        "office",
        "--whole-district",
        "--reason",
        "x"
      )
    ).toContain("the model has no role “volunter”: use volunteer")
    expect(await run("mandate", "end", ...li)).toContain("mandate ended")
    expect(await run("mandate", "list", ledger, "--actor", "li")).toContain("Nobody has a mandate")
    expect(await run("today", ledger, "--as", "li")).toContain("no actor")
  })
})

describe("the command retention", () => {
  it("lists whose data are due, and erases only these", async () => {
    const enter = (tag: string, data: object) =>
      run("do", tag, ledger, "--as", "office", "--data", JSON.stringify(data))
    await enter("EnterBuilding", { building: { id: "b1", label: "1号楼", floors: 6 } })
    await enter("EnterHousehold", {
      household: { id: "b1-101", building: "b1", unit: "101", floor: 1, area: 500_000, tags: [] }
    })
    await enter("EnterResident", { resident: { id: "r1", household: "b1-101", name: "张三", tags: [] } })
    expect(await enter("LeaveResident", { resident: "r1", departure: "moved-away" })).toContain("Recorded")

    expect(await run("retention", "due", ledger)).toContain("No data are due")
    const later = await run("retention", "due", ledger, "--on", "2999-01-01")
    expect(later).toMatch(/r1.* left or died on .*kept for 2 weeks, due for erasure from/)
    expect(await run("retention", "erase", ledger, "r1", "--as", "office")).toContain(
      "are not due for erasure"
    )
    expect(await run("retention", "erase", ledger, "--as", "office")).toContain("nothing to change")
  })
})
