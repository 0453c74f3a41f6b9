/**
 * Runs the benchmarks. `pnpm bench` runs all of them; `pnpm bench pairing` runs those with this word in their file
 * name. A benchmark is a file `packages/<name>/bench/<topic>.bench.ts`, and runs in a separate process.
 */
import { spawnSync } from "node:child_process"
import { globSync } from "node:fs"
import process from "node:process"

const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const flags = process.argv.slice(2).filter((word) => word.startsWith("--"))
const benches = globSync("packages/*/bench/*.bench.ts")
  .toSorted()
  .filter((file) => wanted.every((word) => file.includes(word)))

if (benches.length === 0) {
  process.stderr.write(`no bench matches ${wanted.join(" ")}\n`)
  process.exit(2)
}
for (const file of benches) {
  process.stdout.write(`\n# ${file}\n`)
  const { status } = spawnSync(process.execPath, ["--expose-gc", file, ...flags], { stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}
