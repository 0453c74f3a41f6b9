import { existsSync, readdirSync } from "node:fs"
import { defineConfig } from "vitest/config"

const projects = ["packages", "examples"].flatMap((folder) =>
  readdirSync(folder).map((name) => ({
    extends: true as const,
    test: {
      name: folder === "examples" ? `example-${name}` : name,
      root: `${folder}/${name}`,
      // What the tests of a package share, such as a server.
      globalSetup: existsSync(`${folder}/${name}/test/globalSetup.ts`) ? ["test/globalSetup.ts"] : [],
      include: ["test/**/*.test.ts"]
    }
  }))
)

export default defineConfig({
  test: {
    projects,
    // A net for what hangs, not a measure: tests that start processes share the machine with whatever else runs on it.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    passWithNoTests: true,
    reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
    outputFile: { json: "node_modules/.cache/vitest-report.json" }
  }
})
