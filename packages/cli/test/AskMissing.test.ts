import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { sixHearts } from "@liulinhui/six-hearts"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { small } from "./ledgers.ts"
import { run } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "asking-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const env = { LIULINHUI_NOW: "2026-03-02T10:00:00+08:00" }

beforeAll(async () => {
  const model = join(folder, "district.json")
  const committee = { mandates: [{ role: "committee", scope: { district: true } }] }
  writeFileSync(model, JSON.stringify(small({ committee })))
  await run(["adopt", model, ledger], { env })
  const open = ["case", "open", ledger, "first", "clutter-campaign", "district:small", "--as", "committee"]
  expect((await run(open, { env })).status).toBe(0)
})

/** Types keys while the command asks. Returns the questions on the screen, and the exit code. */
const typed = async (args: ReadonlyArray<string>, ...keys: ReadonlyArray<string>) => {
  const { status, stderr, stdout } = await run([...args, "--as", "committee", "--lang", "en"], { env, keys })
  return { status, screen: `${stdout}${stderr}` }
}

describe("case open on a terminal", () => {
  it("asks first what kind of case it is and where, and then offers a new id, never one of another case", async () => {
    const down = Object.keys(sixHearts.playbooks)
      .slice(0, Object.keys(sixHearts.playbooks).indexOf("clutter-campaign"))
      .map(() => "down")
    const keys = [...down, "enter", ..."district:small", "enter", "enter"]
    const { screen, status } = await typed(["case", "open", ledger], ...keys)
    expect(status).toBe(0)
    const places = ["playbook", "subject (a door", "c-2026-0002"].map((text) => screen.indexOf(text))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
    const shown = await run(["cases", ledger, "--json"], { env })
    expect(
      JSON.parse(shown.stdout)
        .data.cases.map(({ id }: { id: string }) => id)
        .toSorted()
    ).toEqual(["c-2026-0002", "first"])
  })

  it("uses the id that is typed instead", async () => {
    const data = '{ playbook: clutter-campaign, subjects: ["district:small"] }'
    const args = ["case", "open", ledger, "--data", data, "--dry-run"]
    const { screen } = await typed(args, ..."own-id", "enter")
    expect(screen).toContain("own-id")
  })
})
