import { existsSync, globSync, readdirSync, readFileSync, statfsSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { defineConfig } from "vitest/config"

/** The free space of a folder, in bytes. */
const roomIn = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

// Tests commit thousands of times, and each commit waits for the disk. So temporary files are in memory if there is room.
const memory = "/dev/shm"
const temporary =
  process.env["TMPDIR"] ?? (existsSync(memory) && roomIn(memory) > 4 * 2 ** 30 ? memory : tmpdir())
process.env["TMPDIR"] = temporary
// The workers, and the processes that tests start, load their compiled modules from here.
process.env["NODE_COMPILE_CACHE"] = join(import.meta.dirname, "node_modules/.cache/compiled")

const isolated = "test/**/*.isolated.test.ts"
const deep = "test/**/*.deep.test.ts"

/** Whether a deep run runs a test file: by its name, or because it takes more examples then. */
const isDeep = (root: string, file: string): boolean =>
  file.endsWith(".deep.test.ts") || readFileSync(join(root, file), "utf8").includes("/tooling/src/runs.ts")

/** The projects of the workspace: one a package and example, with the tests that a mode runs. */
const projects = (mode: string) =>
  ["packages", "examples"].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const root = `${folder}/${name}`
      const project = (test: {
        readonly include: Array<string>
        readonly exclude?: Array<string>
        readonly isolate?: boolean
      }) => ({
        extends: true as const,
        test: {
          name: `${folder === "examples" ? "example-" : ""}${name}${test.isolate ? "-isolated" : ""}`,
          root,
          // What the tests of a package share, such as a server.
          globalSetup: existsSync(`${root}/test/globalSetup.ts`) ? ["test/globalSetup.ts"] : [],
          // Node loads the modules itself, as in production: Vite would rewrite each of them. Only it can replace one.
          experimental: { viteModuleRunner: test.isolate === true },
          ...test
        }
      })
      const has = (pattern: string): boolean => globSync(pattern, { cwd: root }).length > 0
      if (mode === "deep") {
        const include = globSync("test/**/*.test.ts", { cwd: root }).filter((file) => isDeep(root, file))
        return include.length > 0 ? [project({ include })] : []
      }
      return [
        project({ include: ["test/**/*.test.ts"], exclude: [isolated, deep] }),
        ...(has(isolated) ? [project({ include: [isolated], isolate: true })] : [])
      ]
    })
  )

// `vitest run` runs what takes seconds. `vitest run --mode deep` runs the files named `*.deep.test.ts`: those that kill
// processes, and others that take long. It also runs the property tests that take more examples in a deep run.
export default defineConfig(({ mode }) => ({
  test: {
    projects: projects(mode),
    // Every core has a worker; by default one core is left out, which is half of a machine with two.
    maxWorkers: "100%",
    // The files of a worker share its modules: loading them anew costs a second for each file. A test file must leave
    // globals and the environment as they were; one that replaces a module is named `*.isolated.test.ts`.
    isolate: false,
    env: { TMPDIR: temporary, TEST_MODE: mode },
    // A net for what hangs, not a measure: tests that start processes share the machine with whatever else runs on it.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    passWithNoTests: true,
    reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
    outputFile: { json: `node_modules/.cache/vitest-report${mode === "deep" ? "-deep" : ""}.json` }
  }
}))
