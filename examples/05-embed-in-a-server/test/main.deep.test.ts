/** Runs the whole example, on a real PostgreSQL server. */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { describe, expect, it } from "vitest"

describe("the example on PostgreSQL", () => {
  it("writes a case, posts its notice once, and still has everything after a restart", () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ["src/main.ts"], {
      cwd: join(import.meta.dirname, ".."),
      encoding: "utf8"
    })
    expect([status, stderr]).toEqual([0, ""])
    const lines = stdout.trim().split("\n")
    expect(lines).toEqual(
      [
        /^import: 201 /,
        /^case: 201 /,
        /^refused: 422 /,
        /^chat: /,
        /^again: 200 /,
        /^coverage: 200 /,
        /^messages: 1$/
      ].map((line) => expect.stringMatching(line))
    )
    expect(lines[3]).toMatch(/consultation/i)
    expect(lines[5]).toContain('"counts":{"eligible":1,"reached":0,"missing":1,')
  })
})
