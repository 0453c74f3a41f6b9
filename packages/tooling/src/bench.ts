/**
 * Runs the benchmarks. A benchmark is a file `packages/<name>/bench/<topic>.bench.ts`, and runs in a separate process.
 *
 *     pnpm bench                    all benchmarks
 *     pnpm bench pairing            those with this word in their file name
 *     pnpm bench pairing --check    fails if a bar is missed
 *     pnpm bench pairing --write    stores the figures in `bench/results`, and writes docs/performance.md anew
 *     pnpm bench pairing --short    few rounds, to try it out; the document says so
 *
 * Each figure is stored as soon as its benchmark ends. So if `bench --write` is stopped, continue it benchmark by
 * benchmark. Before each benchmark, it waits up to two minutes until the load of the machine is low; `--now` does not
 * wait.
 */
import { spawnSync } from "node:child_process"
import { globSync, writeFileSync } from "node:fs"
import { availableParallelism, loadavg, totalmem } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { setTimeout } from "node:timers/promises"
import { root } from "./packages.ts"
import { documents, resultOf } from "./performance.ts"

const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"))
const isWritten = flags.includes("--write")
const benches = globSync("packages/*/bench/*.bench.ts")
  .toSorted()
  .filter((file) => wanted.every((word) => file.includes(word)))

if (benches.length === 0) {
  process.stderr.write(`no bench matches ${wanted.join(" ")}\n`)
  process.exit(2)
}

const quiet = async (): Promise<void> => {
  const isBusy = (): boolean => (loadavg()[0] ?? 0) > availableParallelism() / 2
  for (let waited = 0; waited < 120 && isBusy(); waited += 5) await setTimeout(5000)
}

/** The memory that a benchmark may use, in MiB. The default of Node.js is too small for the index of a large city. */
const memory = Math.floor((totalmem() / 2 ** 20) * 0.6)

let failed = false
for (const file of benches) {
  process.stdout.write(`\n# ${file}\n`)
  if (isWritten && !flags.includes("--now")) await quiet()
  const env = isWritten ? { ...process.env, BENCH_RESULT: join(root, resultOf(file)) } : process.env
  const { status } = spawnSync(
    process.execPath,
    ["--expose-gc", `--max-old-space-size=${memory}`, file, ...flags],
    { stdio: "inherit", env }
  )
  if (status !== 0) failed = true
  if (isWritten) {
    for (const { file: document, text } of documents()) writeFileSync(join(root, document), text)
  }
}
if (failed) process.exitCode = 1
