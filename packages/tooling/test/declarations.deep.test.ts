/** Checks what `check` does not: whether the declarations of each library can be written. It takes about a minute. */
import { describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { all, isLibrary, root } from "../src/packages.ts"

describe("the declarations of the libraries", () => {
  it("can be written: the type of each exported name can be named from outside", () => {
    // The folder is in the workspace, so that the compiler finds the types of Node.js.
    const folder = mkdtempSync(join(root, "node_modules/.cache/portable-"))
    try {
      const config = {
        extends: join(root, "tsconfig.base.json"),
        compilerOptions: { noEmit: true, declaration: true },
        include: all()
          .filter(isLibrary)
          .map((one) => join(root, one.folder, "src"))
      }
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
      const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" })
      expect(stdout).toBe("")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
