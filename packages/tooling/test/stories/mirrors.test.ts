import { describe, expect, it } from "@effect/vitest"
import { existsSync, globSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../../..")

/** The source file that a test file is named after: `test/casework/CaseDecider.test.ts` tests `src/casework/CaseDecider.ts`. */
const sourceOf = (file: string): string =>
  file.replace("/test/", "/src/").replace(/(?:\.isolated|\.deep)?\.test\.ts$/, ".ts")

describe("a test file", () => {
  it("is named after the source file that it tests, or is in the folder of stories", () => {
    const misplaced = globSync("packages/*/test/**/*.test.ts", { cwd: root }).filter(
      (file) =>
        !/^packages\/[^/]+\/test\/stories\/[^/]+$/.test(file) && !existsSync(join(root, sourceOf(file)))
    )
    expect(misplaced).toEqual([])
  })
})
