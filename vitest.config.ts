import { existsSync, globSync, readFileSync, statfsSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
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

const isolated = ["test/**/*.isolated.test.ts"]
const deep = ["test/**/*.deep.test.ts"]
const tests = ["test/**/*.test.ts"]

/** Whether a deep run runs a test file: by its name, or because it takes more examples then. */
const isDeep = (file: string): boolean =>
  file.endsWith(".deep.test.ts") || readFileSync(file, "utf8").includes("/tooling/src/runs.ts")

/** The packages and examples. */
const folders = globSync("{packages,examples}/*").toSorted()

/** What the tests of a folder share, such as a server. */
const setup = (folder: string): string => `${folder}/test/globalSetup.ts`

/**
 * The projects of the workspace. Most folders are in one, `all`, because every project starts its own workers, which
 * load the modules again. A folder whose tests share something is a separate project: it starts that thing only if it
 * is run.
 */
const projects = (mode: string) => {
  const project = (
    name: string,
    of: ReadonlyArray<string>,
    patterns: ReadonlyArray<string>,
    not: ReadonlyArray<string>
  ) => {
    const inFolders = (some: ReadonlyArray<string>): Array<string> =>
      of.flatMap((folder) => some.map((pattern) => `${folder}/${pattern}`))
    const isolate = patterns === isolated
    const matching = inFolders(patterns)
    const files = mode === "deep" ? globSync(matching).filter(isDeep) : matching
    return {
      extends: true as const,
      test: {
        name,
        include: [...files],
        exclude: inFolders(not),
        globalSetup: of.filter((folder) => of.length === 1 && existsSync(setup(folder))).map(setup),
        isolate,
        // Node loads the modules itself, as in production: Vite would rewrite each of them. Only it can replace one.
        experimental: { viteModuleRunner: isolate }
      }
    }
  }
  const own = folders.filter((folder) => existsSync(setup(folder)))
  const others = folders.filter((folder) => !own.includes(folder))
  const not = mode === "deep" ? isolated : [...isolated, ...deep]
  return [
    project("all", others, tests, not),
    ...own.map((folder) => project(basename(folder), [folder], tests, not)),
    ...(mode === "deep" ? [] : [project("isolated", folders, isolated, [])])
  ].filter(({ test: { include } }) => globSync(include).length > 0)
}

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
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 240_000,
    passWithNoTests: true,
    reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
    outputFile: { json: `node_modules/.cache/vitest-report${mode === "deep" ? "-deep" : ""}.json` }
  }
}))
