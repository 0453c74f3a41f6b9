/**
 * Measures what people wait for: how much processor time and memory a command needs, from its start to its end. The
 * command is bundled as for publishing, and reads a ledger of a real district with sealed names. The yardstick is a
 * command that reads no ledger, in the same run. `BENCH_ENTRIES` limits the size of the largest ledger (default: 10⁶).
 */
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { bundle } from "../../tooling/src/bundle.ts"
import { timing, type Timing } from "../../tooling/src/compare.ts"
import { bar, isShort, noteFiles, record, type Unit } from "../../tooling/src/figures.ts"
import * as Neighbourhood from "./neighbourhood.ts"
import type { Usage } from "./usage.ts"

const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "commands-bench-"))
noteFiles(folder)
process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
const rounds = isShort ? 1 : 5
const largest = Number(process.env["BENCH_ENTRIES"] ?? (isShort ? 10_000 : 1_000_000))
const source = (name: string): string => join(import.meta.dirname, `../src/${name}.ts`)
await bundle({ main: source("main"), run: source("run") }, folder)

/** Runs a command, and returns what it used. */
const use = (words: ReadonlyArray<string>, now = Neighbourhood.lastMorning): Usage => {
  const usage = join(folder, "usage.json")
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", join(import.meta.dirname, "usage.ts"), join(folder, "main.js"), ...words],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: {
        ...process.env,
        BENCH_USAGE: usage,
        LIULINHUI_NOW: now,
        NODE_COMPILE_CACHE: join(folder, "cache")
      }
    }
  )
  if (status !== 0) throw new Error(`liulinhui ${words.join(" ")}: ${stderr}`)
  return JSON.parse(readFileSync(usage, "utf8"))
}

const start = "a command without a ledger"
/** The start alone, measured once at the beginning, so that the compiled command is cached for all others. */
use(["--version"])

interface Used {
  readonly processor: ReadonlyArray<Timing>
  readonly memory: ReadonlyArray<Timing>
}

/** How a command is measured. */
interface Measuring {
  /** The time that the command gets. Default: the last morning of the ledger. */
  readonly now?: string
  readonly count?: number
  /** How many times the start the command may take. */
  readonly most?: number | undefined
}

/** Measures a command and the start alone in turns. */
const measure = (words: () => ReadonlyArray<string>, { count = rounds, now }: Measuring): Used => {
  const used: ReadonlyArray<readonly [Usage, Usage]> = Array.from({ length: count }, () => [
    use(["--version"]),
    use(words(), now)
  ])
  const of = (kind: keyof Usage): ReadonlyArray<Timing> => [
    timing(
      start,
      used.map(([alone]) => alone[kind])
    ),
    timing(
      "the command",
      used.map(([, command]) => command[kind])
    )
  ]
  return { processor: of("processor"), memory: of("memory") }
}

const measured: Array<{ readonly title: string; readonly used: Used }> = []

/** Measures a command, and prints its figures. */
const note = (title: string, words: () => ReadonlyArray<string>, measuring: Measuring = {}): void => {
  const { most } = measuring
  const used = measure(words, measuring)
  measured.push({ title, used })
  const [alone, command] = used.processor
  if (alone === undefined || command === undefined) return
  process.stdout.write(
    `${title}: ${command.median.toFixed(0)} ms [${command.least.toFixed(0)} … ${command.most.toFixed(0)}], ` +
      `start ${alone.median.toFixed(0)} ms, ${used.memory[1]?.median.toFixed(0)} MiB\n`
  )
  if (most === undefined) return
  const ratios = command.rounds.map((time, round) => time / (alone.rounds[round] ?? Number.NaN))
  const range = [Math.min(...ratios), Math.max(...ratios)] as const
  bar({ bar: `${title}, processor time ÷ start`, ratio: command.median / alone.median, range, most })
}

// ---- commands by the size of the ledger -----------------------------------------------------------------------------

/** How many times the start a report may take, by the number of entries. The start took 0.22 s when these were set. */
const reports = new Map([
  [10_000, 1.2 / 0.22],
  [100_000, 1.5 / 0.22],
  [1_000_000, 3 / 0.22]
])

for (let entries = 10_000; entries <= largest; entries *= 10) {
  const ledger = join(folder, `${entries}.sqlite`)
  await Effect.runPromise(Neighbourhood.write(ledger, entries))
  const size = `${entries.toLocaleString("en")} entries`
  const isLargest = entries === 1_000_000
  note(`report, ${size}`, () => ["report", ledger], { most: reports.get(entries) })
  note(`cases, ${size}`, () => ["cases", ledger], { most: isLargest ? 0.8 / 0.22 : undefined })
  note(`coverage, ${size}`, () => ["coverage", ledger, "--rule", "elders-reached"], {
    most: isLargest ? 0.8 / 0.22 : undefined
  })
  note(`notices preview, ${size}`, () => ["notices", "preview", ledger], {
    most: isLargest ? 2 / 0.22 : undefined
  })
  rmSync(ledger)
}

// ---- the import of a district, by the number of residents -----------------------------------------------------------

/** The roster of Wan-Liu, several times, with other buildings each time. */
const roster = (copies: number): string => {
  const [heading = "", ...lines] = readFileSync(Neighbourhood.files.registry, "utf8").trimEnd().split("\n")
  const copy = (n: number): ReadonlyArray<string> =>
    n === 0
      ? lines
      : lines.map((line) =>
          line
            .replaceAll(/\bb(\d\d)/g, `c${n}b$1`)
            .replace(/(\d+)号楼/, (_, label: string) => `${100 * n + Number(label)}号楼`)
        )
  return `${[heading, ...Array.from({ length: copies }, (_, n) => copy(n)).flat()].join("\n")}\n`
}

for (const copies of isShort ? [1] : [1, 10, 30]) {
  const file = join(folder, `roster-${copies}.csv`)
  writeFileSync(file, roster(copies))
  let made = 0
  note(
    `import, ${(3700 * copies).toLocaleString("en")} residents, sealed`,
    () => {
      const ledger = join(folder, `import-${copies}-${++made}.sqlite`)
      use(["adopt", Neighbourhood.files.model, ledger], Neighbourhood.firstMorning)
      return ["import", file, ledger, "--as", "committee", "--yes"]
    },
    {
      // The import is on the day on which the model is adopted.
      now: Neighbourhood.firstMorning,
      count: isShort ? 1 : 3,
      most: copies === 10 ? 4 / 0.22 : undefined
    }
  )
}

for (const [kind, unit, what] of [
  ["processor", "ms", "processor time"],
  ["memory", "MiB", "most memory"]
] as const satisfies ReadonlyArray<readonly [keyof Usage, Unit, string]>) {
  for (const { title, used } of measured) {
    const figures = used[kind].map(({ least, median, most, name }) => ({ name, median, least, most }))
    record({ title: `${title}: ${what}`, unit, rounds: used[kind][0]?.rounds.length ?? 0, figures })
  }
}
