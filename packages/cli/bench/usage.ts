/**
 * Writes how much of the processor and of the memory a process has used, when it ends. The benchmark of commands loads
 * this module into each command.
 */
import { writeFileSync } from "node:fs"
import process from "node:process"

/** The use of a process: processor time in milliseconds, and the most memory in MiB. */
export interface Usage {
  readonly processor: number
  readonly memory: number
}

const file = process.env["BENCH_USAGE"]
if (file !== undefined) {
  process.on("exit", () => {
    const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage()
    const usage: Usage = { processor: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 }
    writeFileSync(file, JSON.stringify(usage))
  })
}
