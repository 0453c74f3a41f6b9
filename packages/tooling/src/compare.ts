/**
 * Measures times for the benchmarks. The compared functions (contestants) run in turn in the same process, round by
 * round, so that a change in the speed of the machine affects all of them. Each round starts with a different function,
 * so that no function gains from the order.
 *
 * The garbage collector is not called between rounds, because it would also discard compiled code, which does not
 * happen in a normal run. The reports show the median time and the ratio of medians.
 */
import process from "node:process"
import { bar, isShort, record } from "./figures.ts"

/** The times of one compared function over all counted rounds, in milliseconds. */
export interface Timing {
  readonly name: string
  readonly median: number
  readonly least: number
  readonly most: number
  /** The times of all counted rounds, in the order of the rounds. */
  readonly rounds: ReadonlyArray<number>
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
  const rounds = Math.min(options.rounds ?? 7, isShort ? 3 : Number.POSITIVE_INFINITY)
  const warmup = Math.min(options.warmup ?? 2, isShort ? 1 : Number.POSITIVE_INFINITY)
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
    return timing(name, times.get(name) ?? [])
  })
}

/** Makes the timing of one function from the times of its rounds. */
export const timing = (name: string, rounds: ReadonlyArray<number>): Timing => {
  const sorted = rounds.toSorted((a, b) => a - b)
  const [least = Number.NaN] = sorted
  return { name, median: median(sorted), least, most: sorted.at(-1) ?? Number.NaN, rounds }
}

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

/**
 * Prints a title and one line for each compared function: its median, its range, and its median divided by that of the
 * first function. The figures are recorded, see `figures.ts`. `count` is the number of operations in a round.
 */
export const report = (title: string, timings: ReadonlyArray<Timing>, count?: number): void => {
  record({
    title,
    unit: "ms",
    ...(count === undefined ? {} : { count }),
    rounds: timings[0]?.rounds.length ?? 0,
    figures: timings.map(({ least, median, most, name }) => ({ name, median, least, most }))
  })
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
export const scaled = ({ name, rounds }: Timing, times: number): Timing =>
  timing(
    name,
    rounds.map((time) => time * times)
  )

/**
 * Records a goal: a yardstick in the same run takes at least `least` times as long as our function, the first of the
 * timings. The ratio is that of the medians; its range is that of the ratios of single rounds.
 */
export const atLeast = (
  sentence: string,
  timings: ReadonlyArray<Timing>,
  yardstick: string,
  least: number
): void => {
  const [own] = timings
  const other = timings.find(({ name }) => name === yardstick)
  if (own === undefined || other === undefined) return
  const ratios = other.rounds.map((time, round) => time / (own.rounds[round] ?? Number.NaN))
  bar({
    bar: sentence,
    ratio: other.median / own.median,
    range: [Math.min(...ratios), Math.max(...ratios)],
    least
  })
}

/**
 * Prints the report of a comparison, and then how many operations per second each compared function did. A round has
 * `count` operations. `ours` is the name of our function in the printed text.
 */
export const rates = (title: string, count: number, timings: ReadonlyArray<Timing>, ours: string): void => {
  report(title, timings, count)
  const first = timings[0]?.median ?? Number.NaN
  for (const { name, median } of timings) {
    const rate = Math.round((count / median) * 1000).toLocaleString("en")
    const ratio = (median / first).toFixed(2)
    process.stdout.write(`  ${name.padEnd(44)} ${rate.padStart(9)} /s  ${ours} is ${ratio}× as fast\n`)
  }
  process.stdout.write("\n")
}
