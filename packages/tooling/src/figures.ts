/**
 * Collects the figures of a benchmark and the conditions under which they were measured: versions, load, rounds, disk.
 * `bench --write` stores them as JSON beside the benchmark, in `bench/results`. The document on performance is made from
 * these files, so nobody types a figure. See `performance.ts`.
 *
 * The collected figures belong to the process, because a benchmark is one process.
 */
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs"
import { availableParallelism, cpus, loadavg } from "node:os"
import { dirname, join } from "node:path"
import process from "node:process"

/** The unit of a figure. A figure in `ms` with a count is also shown as a rate. */
export type Unit = "ms" | "µs" | "MiB" | "a second"

/** What was measured for one program: the median of the rounds, and their range. */
export interface Figure {
  readonly name: string
  readonly median: number
  readonly least: number
  readonly most: number
}

/** The figures of several programs with the same work. The first one is ours. */
export interface Comparison {
  readonly title: string
  readonly unit: Unit
  /** The number of operations in one round. Absent if a rate makes no sense. */
  readonly count?: number
  readonly rounds: number
  readonly figures: ReadonlyArray<Figure>
}

/** A goal, as a ratio to a yardstick in the same run. It is met if the ratio is at least `least`, or at most `most`. */
export interface Bar {
  readonly bar: string
  readonly ratio: number
  /** The smallest and the largest ratio of a single round. Absent if a bar sums up several comparisons. */
  readonly range?: readonly [number, number]
  readonly least?: number
  readonly most?: number
}

/** The conditions of a run. */
export interface Conditions {
  readonly day: string
  readonly node: string
  readonly processor: string
  readonly cores: number
  /** The mean number of waiting or running programs in the minute before the run, and in its last minute. */
  readonly load: { readonly before: number; readonly after: number }
  /** How many cores the benchmark itself keeps busy. */
  readonly threads: number
  /** Whether the run had few rounds, as `bench --short` makes it. */
  readonly short: boolean
  /** Where the files of the benchmark were: on a disk, or in memory. Absent if it writes no files. */
  readonly files?: "disk" | "tmpfs"
  readonly versions: Readonly<Record<string, string>>
}

/** The result of a benchmark, as it is stored. */
export interface Result {
  readonly conditions: Conditions
  readonly comparisons: ReadonlyArray<Comparison>
  readonly bars: ReadonlyArray<Bar>
}

/** Whether the run has few rounds, to try out a benchmark. */
export const isShort: boolean = process.argv.includes("--short")

const before = loadavg()[0] ?? 0
const comparisons: Array<Comparison> = []
const bars: Array<Bar> = []
const noted: { threads: number; files?: "disk" | "tmpfs"; versions: Record<string, string> } = {
  threads: 1,
  versions: {}
}

/** Adds a comparison to the result. */
export const record = (comparison: Comparison): void => void comparisons.push(comparison)

/** Notes the version of a program in the run. The folder is one from which the program's package is resolved. */
export const noteVersion = (folder: string, name: string): void => {
  const manifest: unknown = JSON.parse(
    readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")
  )
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    noted.versions[name] = String(manifest.version)
  }
}

/** The type of the file system `tmpfs` in Linux, which keeps files in memory. */
const tmpfs = 0x01_02_19_94

/** Notes where the files of the benchmark are. */
export const noteFiles = (folder: string): void => {
  noted.files = statfsSync(folder).type === tmpfs ? "tmpfs" : "disk"
}

/** Notes how many cores the benchmark keeps busy by itself, for example with a database server. */
export const noteThreads = (threads: number): void => {
  noted.threads = threads
}

/** Whether a bar is met. */
export const isMet = ({ least, most, ratio }: Bar): boolean =>
  (least === undefined || ratio >= least) && (most === undefined || ratio <= most)

/** Adds a bar to the result. `--check` fails if it is missed. */
export const bar = (one: Bar): void => void bars.push(one)

const conditions = (): Conditions => ({
  day: new Date().toISOString().slice(0, 10),
  node: process.version,
  processor: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  load: { before, after: loadavg()[0] ?? 0 },
  short: isShort,
  ...noted
})

/** Whether other programs worked on the machine during a run. Then only the ratios of its figures mean something. */
export const wasBusy = ({ cores, load, threads }: Conditions): boolean =>
  load.before > cores * 0.75 || load.after > threads + cores * 0.4

const shown = (bar: Bar): string => {
  const { range, ratio } = bar
  const spread = range === undefined ? "" : ` [${range[0].toFixed(2)} … ${range[1].toFixed(2)}]`
  return `${isMet(bar) ? "met   " : "MISSED"} ${bar.bar}: ×${ratio.toFixed(2)}${spread}`
}

// The result is written when the benchmark ends, also if it ends the process itself.
process.on("exit", (code) => {
  if (code !== 0 || comparisons.length === 0) return
  const result: Result = { conditions: conditions(), comparisons, bars }
  const { load } = result.conditions
  if (bars.length > 0) {
    process.stdout.write(`\nload ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after\n`)
    for (const one of bars) process.stdout.write(`  ${shown(one)}\n`)
  }
  const file = process.env["BENCH_RESULT"]
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  }
  if (process.argv.includes("--check") && !bars.every(isMet)) process.exitCode = 1
})
