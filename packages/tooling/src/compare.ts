/**
 * Measures times for the benchmarks. The compared functions (contestants) run in turn in the same process, round by
 * round, so that a change in the speed of the machine affects all of them. Each round starts with a different function,
 * so that no function gains from the order.
 *
 * The garbage collector is not called between rounds, because it would also discard compiled code, which does not
 * happen in a normal run. The reports show the median time and the ratio of medians.
 */
import process from "node:process"

/** The times of one compared function over all counted rounds, in milliseconds. */
export interface Timing {
  readonly name: string
  readonly median: number
  readonly least: number
  readonly most: number
}

const median = (sorted: ReadonlyArray<number>): number => {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/**
 * Runs each function once per round, in turn. The first `warmup` rounds are not counted. A function may return a
 * promise. The keys are the names of the functions; the first function is our code. Each function receives the number
 * of the round, which starts at 0 and includes the rounds that are not counted.
 */
export const compare = async (
  contestants: Readonly<Record<string, (round: number) => unknown>>,
  options: { readonly rounds?: number; readonly warmup?: number } = {}
): Promise<ReadonlyArray<Timing>> => {
  const { rounds = 7, warmup = 2 } = options
  const names = Object.keys(contestants)
  const times = new Map<string, Array<number>>(names.map((name) => [name, []]))
  for (let round = 0; round < warmup + rounds; round++) {
    for (const turn of names.keys()) {
      const name = names[(turn + round) % names.length] ?? ""
      const start = process.hrtime.bigint()
      const result = contestants[name]?.(round)
      if (result instanceof Promise) await result
      const elapsed = Number(process.hrtime.bigint() - start) / 1e6
      if (round >= warmup) times.get(name)?.push(elapsed)
    }
  }
  return names.map((name) => {
    const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b)
    return { name, median: median(sorted), least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN }
  })
}

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

/**
 * Prints a title and one line for each compared function: its median, its range, and its median divided by that of the
 * first function.
 */
export const report = (title: string, timings: ReadonlyArray<Timing>): void => {
  const ours = timings[0]?.median ?? Number.NaN
  process.stdout.write(`${title}\n`)
  for (const { name, median, least, most } of timings) {
    const ratio = (median / ours).toFixed(2)
    process.stdout.write(
      `  ${name.padEnd(44)} ${figure(median).padStart(9)} ms  [${figure(least)} … ${figure(most)}]  ×${ratio}\n`
    )
  }
}

/** Multiplies the measured times by `times`. The result is an estimate for a benchmark with `times` as much work. */
export const scaled = ({ name, median, least, most }: Timing, times: number): Timing => ({
  name,
  median: median * times,
  least: least * times,
  most: most * times
})

/**
 * Prints the report of a comparison, and then how many operations per second each compared function did. A round has
 * `count` operations. `ours` is the name of our function in the printed text.
 */
export const rates = (title: string, count: number, timings: ReadonlyArray<Timing>, ours: string): void => {
  report(title, timings)
  const first = timings[0]?.median ?? Number.NaN
  for (const { name, median } of timings) {
    const rate = Math.round((count / median) * 1000).toLocaleString("en")
    const ratio = (median / first).toFixed(2)
    process.stdout.write(`  ${name.padEnd(44)} ${rate.padStart(9)} /s  ${ours} is ${ratio}× as fast\n`)
  }
  process.stdout.write("\n")
}
