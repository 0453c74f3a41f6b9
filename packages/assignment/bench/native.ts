/** The C++ yardstick as a contestant: compiled with g++ if there is one, and asked over pipes, so that it can take turns. */
import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { createInterface } from "node:readline"

/** A solved problem: the total, and the time that the solver itself measured, in milliseconds. */
export interface NativeResult {
  readonly total: number
  readonly ms: number
}

/** The yardstick, ready to solve. */
export interface Native {
  readonly compiler: string
  readonly load: (costs: Int32Array, n: number) => Promise<void>
  /** Variant 0: without row reduction; 1: with it. */
  readonly solve: (variant: number) => Promise<NativeResult>
  readonly close: () => void
}

const flags = ["-O3", "-march=native"]

/** Compiles and starts the yardstick. `undefined`, with a loud message, if there is no g++. */
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
