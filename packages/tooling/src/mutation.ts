/**
 * Runs mutation tests on a sample of the code. Stryker inserts small faults into core's decisions and rules and into
 * the reference adapter, one at a time, and for each fault the tests must fail. Part of `test:deep`.
 *
 *     node packages/tooling/src/mutation.ts --seed 1 --windows 60
 *
 * The faults are in randomly chosen windows of a few lines; the same seed chooses the same windows. Stryker writes the
 * faults into the files, so this program works in a temporary copy of the workspace.
 */
import { spawnSync } from "node:child_process"
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { all, root } from "./packages.ts"
import { random, sample } from "./random.ts"

/**
 * The files into which faults are inserted. It is no error if a pattern matches no file, because files are sometimes
 * moved.
 */
const subjects = [
  "packages/core/src/**/*{Rules,Decider}.ts",
  "packages/core/src/**/{Contact,Companion,Disclosure,Poll,AppendPlan}.ts",
  "packages/core/src/governance/**/*.ts",
  "packages/core/src/notices/**/*.ts",
  "packages/storage-memory/src/**/*.ts"
]

/** The test files that are run for each fault. At least one test must fail. */
const tests = [
  "packages/core/test/**/*.test.ts",
  "packages/storage-memory/test/**/*.test.ts",
  "packages/service/test/Governance.test.ts",
  "packages/service/test/stories/{Mandates,Offers,Poll,Transfer,Volunteers}.test.ts",
  "packages/announcer/test/Announcer.test.ts",
  "packages/announcer/test/stories/{Calendar,Delivery,Failures,Sweep,privacy}.test.ts"
]

/**
 * The percentage of faults that the tests have to find. The result of a small sample varies much (the last one was 79
 * %), so this low bound only detects that tests were lost.
 */
const leastScore = 60

/** The number of lines in a window: enough for a whole rule, so that a fault can remove a rule. */
const windowLines = 10

/** The parts of Stryker's report that are used here (mutation-testing-report-schema). */
interface Report {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: ReadonlyArray<Mutant> }>
  >
}

interface Mutant {
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: string
  readonly location: { readonly start: Position; readonly end: Position }
}

interface Position {
  readonly line: number
  readonly column: number
}

/**
 * All windows (groups of a few lines) of the files, in Stryker's format for ranges:
 * `packages/core/src/place/Contact.ts:11-20`.
 */
export const windowsOf = (
  files: ReadonlyArray<{ readonly file: string; readonly text: string }>
): Array<string> =>
  files.flatMap(({ file, text }) => {
    const lines = text.split("\n")
    const starts = Array.from({ length: Math.ceil(lines.length / windowLines) }, (_, at) => at * windowLines)
    return starts
      .filter((start) =>
        lines.slice(start, start + windowLines).some((line) => !/^(\s*(\*|\/[/*])|import |\s*$)/.test(line))
      )
      .map((start) => `${file}:${start + 1}-${start + windowLines}`)
  })

/**
 * Copies the workspace to a temporary folder. Installed third-party packages are linked. The packages of the workspace
 * find each other in the copy, since their links are relative.
 */
const copyTo = (folder: string): void => {
  const { stdout } = spawnSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
    {
      cwd: root,
      encoding: "utf8"
    }
  )
  for (const file of stdout.split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  for (const { folder: each } of all()) {
    cpSync(join(root, each, "node_modules"), join(folder, each, "node_modules"), {
      recursive: true,
      verbatimSymlinks: true
    })
  }
}

const configure = (folder: string, windows: ReadonlyArray<string>): void => {
  const setup = fileURLToPath(new URL("fixedSeed.ts", import.meta.url))
  const test = {
    root: folder,
    include: tests,
    setupFiles: [setup],
    testTimeout: 240_000,
    hookTimeout: 240_000
  }
  writeFileSync(join(folder, "vitest.mutation.config.mjs"), `export default ${JSON.stringify({ test })}\n`)
  const options = {
    testRunner: "vitest",
    plugins: [fileURLToPath(import.meta.resolve("@stryker-mutator/vitest-runner"))],
    vitest: { configFile: "vitest.mutation.config.mjs", related: false },
    mutate: windows,
    inPlace: true,
    disableTypeChecks: false,
    coverageAnalysis: "perTest",
    concurrency: Math.max(1, Math.min(2, availableParallelism())),
    dryRunTimeoutMinutes: 15,
    timeoutMS: 20_000,
    tempDirName: join(folder, "stryker"),
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: "mutation.json" },
    thresholds: { break: null },
    warnings: { slow: false },
    allowConsoleColors: false
  }
  writeFileSync(join(folder, "stryker.config.json"), JSON.stringify(options))
}

const textAt = (source: string, { start, end }: Mutant["location"]): string => {
  const lines = source.split("\n").slice(start.line - 1, end.line)
  const last = lines.at(-1) ?? ""
  lines[lines.length - 1] = last.slice(0, end.column - 1)
  return lines
    .join("\n")
    .slice(start.column - 1)
    .replace(/\s+/g, " ")
}

const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 97)}…` : text)

/**
 * Summarises a report of a mutation test: the score in percent, the number of faults with each result, and one line for
 * each fault that no test found.
 */
export const summary = (
  report: Report
): {
  readonly score: number
  readonly ends: Readonly<Record<string, number>>
  readonly alive: ReadonlyArray<string>
} => {
  const ends: Record<string, number> = {}
  const alive: Array<string> = []
  for (const [file, { mutants, source }] of Object.entries(report.files)) {
    for (const { location, mutatorName, replacement = "", status } of mutants) {
      ends[status] = (ends[status] ?? 0) + 1
      if (status !== "Survived" && status !== "NoCoverage") continue
      const original = shortened(textAt(source, location))
      const changed = shortened(replacement.replace(/\s+/g, " "))
      alive.push(`${file}:${location.start.line} ${mutatorName} (${status}): ${original} → ${changed}`)
    }
  }
  const found = (ends["Killed"] ?? 0) + (ends["Timeout"] ?? 0)
  const all = found + alive.length
  return { score: all === 0 ? 0 : (100 * found) / all, ends, alive }
}

/**
 * Test files that the patterns name and that do not exist. Tests move to other packages with their code. A list that still
 * names the old place would report their faults as not found.
 */
export const missingTests = (patterns: ReadonlyArray<string> = tests): ReadonlyArray<string> =>
  patterns
    .flatMap((pattern) => {
      const [, before = "", names = "", after = ""] = /^(.*)\{([^}]*)\}(.*)$/.exec(pattern) ?? []
      return names === "" ? [pattern] : names.split(",").map((name) => `${before}${name}${after}`)
    })
    .filter((pattern) => globSync(pattern, { cwd: root }).length === 0)

const main = (): void => {
  const { values } = parseArgs({
    options: { seed: { type: "string", default: "1" }, windows: { type: "string", default: "8" } }
  })
  const missing = missingTests()
  if (missing.length > 0) throw new Error(`there is no test file ${missing.join(", ")}`)
  const files = globSync(subjects, { cwd: root })
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))
  const every = windowsOf(files)
  const chosen = sample(every, Number(values.windows), random(Number(values.seed)))
  process.stdout.write(
    `mutation: ${chosen.length} of ${every.length} windows in ${files.length} files, seed ${values.seed}\n`
  )
  const folder = mkdtempSync(join(tmpdir(), "mutation-"))
  try {
    copyTo(folder)
    configure(folder, chosen)
    const stryker = join(import.meta.dirname, "../node_modules/.bin/stryker")
    const { status } = spawnSync(stryker, ["run", "stryker.config.json"], { cwd: folder, stdio: "inherit" })
    if (status !== 0) throw new Error(`Stryker ended with ${status}`)
    const { alive, ends, score } = summary(JSON.parse(readFileSync(join(folder, "mutation.json"), "utf8")))
    for (const line of alive) process.stdout.write(`${line}\n`)
    const counts = Object.entries(ends).map(([end, count]) => `${end} ${count}`)
    process.stdout.write(
      `mutation score ${score.toFixed(1)} % (at least ${leastScore}): ${counts.join(", ")}\n`
    )
    if (score < leastScore) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) main()
