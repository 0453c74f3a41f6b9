/**
 * Runs a solver in C++ (`yardstick.cpp`), with which the benchmarks compare this library. The C++ solver is compiled
 * with g++, if g++ is installed, and runs as a separate process that gets problems over pipes, so that both solvers can
 * take turns.
 */
import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { createInterface } from "node:readline"

/** The result of the C++ solver: the total cost, and the time that the solver itself measured, in milliseconds. */
export interface NativeResult {
  readonly total: number
  readonly ms: number
}

/** The running C++ solver. */
export interface Native {
  readonly compiler: string
  readonly load: (costs: Int32Array, n: number) => Promise<void>
  /** Solves the problem. Variant 0 of the C++ solver: without row reduction (a fast first step); variant 1: with it. */
  readonly solve: (variant: number) => Promise<NativeResult>
  readonly close: () => void
}

const flags = ["-O3", "-march=native"]

/** Compiles and starts the C++ solver. Prints a message and returns `undefined` if g++ is not installed. */
export const start = (): Native | undefined => {
  const version = spawnSync("g++", ["--version"], { encoding: "utf8" })
  if (version.status !== 0) {
    process.stdout.write("!!! g++ is absent: nothing below compares us with C++ !!!\n")
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), "liulinhui-pairing-"))
  const program = join(folder, "yardstick")
  const source = join(import.meta.dirname, "yardstick.cpp")
  const compiled = spawnSync("g++", [...flags, "-o", program, source], { encoding: "utf8" })
  if (compiled.status !== 0) throw new Error(`the yardstick does not compile:\n${compiled.stderr}`)
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (command: string): Promise<string> => {
    child.stdin.write(`${command}\n`)
    const { value } = await lines.next()
    return String(value)
  }
  return {
    compiler: `${version.stdout.split("\n")[0] ?? ""} ${flags.join(" ")}`,
    load: async (costs, n) => {
      const file = join(folder, "costs")
      writeFileSync(file, new Uint8Array(costs.buffer, costs.byteOffset, costs.byteLength))
      await ask(`load ${file} ${n}`)
    },
    solve: async (variant) => {
      const [total, nanoseconds] = (await ask(`solve ${variant}`)).split(" ").map(Number)
      return { total: total ?? Number.NaN, ms: (nanoseconds ?? Number.NaN) / 1e6 }
    },
    close: () => {
      child.stdin.end()
      rmSync(folder, { recursive: true })
    }
  }
}
