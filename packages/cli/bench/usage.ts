/**
 * Writes how much of the processor and of the memory a process has used, when it ends. The benchmark of commands loads
 * this module into each command.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import process from "node:process"

/** The use of a process: processor time in milliseconds, and the most memory in MiB. */
export interface Usage {
  readonly processor: number
  readonly memory: number
}

/**
 * The most memory that the process has used, in MiB. The number of `resourceUsage` includes the memory of the process
 * that started this one, so on Linux the number comes from `/proc`.
 */
const mostMemory = (): number => {
  const status = "/proc/self/status"
  const own = existsSync(status) ? /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1] : undefined
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024
}

const file = process.env["BENCH_USAGE"]
if (file !== undefined) {
  process.on("exit", () => {
    const { systemCPUTime, userCPUTime } = process.resourceUsage()
    const usage: Usage = { processor: (userCPUTime + systemCPUTime) / 1000, memory: mostMemory() }
    writeFileSync(file, JSON.stringify(usage))
  })
}
