import { afterAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stringify } from "yaml"
import { run } from "./running.ts"

const home = mkdtempSync(join(tmpdir(), "test-deep-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe("the generated stories of a new district", () => {
  it.each(["2026-03-02", "2026-12-01"])(
    "that begin on %s hold, and together they take every step of all playbooks",
    async (day) => {
      const folder = join(home, day)
      const env = { LIULINHUI_NOW: `${day}T09:00:00+08:00` }
      await run(["init", folder, "--name", "杏林", "--id", "xinglin"], { env })
      const { data } = JSON.parse((await run(["test", folder, "--paths", "--json"])).stdout)
      expect(data.without).toEqual([])
      data.paths.forEach(({ story }: { story: object }, n: number) =>
        writeFileSync(join(folder, `generated-${n}.yaml`), stringify(story))
      )
      const after = JSON.parse((await run(["test", folder, "--json"])).stdout)
      expect([after.ok, after.problems]).toEqual([true, undefined])
      for (const { playbook, stages, steps } of after.data.coverage.playbooks) {
        expect([playbook, stages.missed, steps.missed]).toEqual([playbook, [], []])
      }
    },
    120_000
  )
})
