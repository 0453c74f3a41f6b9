/**
 * Compares the assignment solver with `munkres` 2.0.4, the fastest npm package for this problem, and with C++
 * (`yardstick.cpp`). The comparison with munkres covers the plain assignment problem in several sizes and with four
 * kinds of costs, square and rectangular; columns that take several rows each, for which munkres must copy columns; and
 * forbidden pairs, for which munkres must fill the matrix. The comparison with C++ covers full matrices of 1,000 rows.
 * The benchmark also measures the cost of the proof.
 *
 * All solvers get the same numbers, each in its own format, and the time of the conversion is included. They take turns
 * in one run. The total costs of all solvers are compared, and each of our answers is checked by its certificate.
 */
import { strict as assert } from "node:assert"
import { join } from "node:path"
import process from "node:process"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Result from "effect/Result"
import { munkres } from "munkres"
import { compare, report, timing, type Timing } from "../../tooling/src/compare.ts"
import { bar as goal, noteVersion } from "../../tooling/src/figures.ts"
import * as Native from "./native.ts"

const say = (line: string): void => void process.stdout.write(`${line}\n`)

// Mulberry32 (Tommy Ettinger, public domain): a small random generator with a seed, the same on every machine.
const seeded = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Cells = Array<Array<number>>

const families: Readonly<Record<string, (n: number, m: number) => Cells>> = {
  "uniform 1…10⁶": (n, m) => {
    const random = seeded(n + m)
    return Array.from({ length: n }, () => Array.from({ length: m }, () => 1 + Math.floor(random() * 1e6)))
  },
  "uniform 1…100": (n, m) => {
    const random = seeded(n + m)
    return Array.from({ length: n }, () => Array.from({ length: m }, () => 1 + Math.floor(random() * 100)))
  },
  "distance in the plane": (n, m) => {
    const random = seeded(n + m)
    const place = (): readonly [number, number] => [random() * 1e6, random() * 1e6]
    const to = Array.from({ length: m }, place)
    return Array.from({ length: n }, () => {
      const [x, y] = place()
      return to.map(([a, b]) => Math.round(Math.hypot(x - a, y - b)))
    })
  },
  "product i·j": (n, m) =>
    Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => (i + 1) * (j + 1)))
}

const solved = (problem: Assignment.Assignment): Assignment.Solution =>
  Result.getOrThrow(Assignment.solve(problem))

const ours = (cells: Cells): Assignment.Solution => Result.getOrThrow(Assignment.solveMatrix(cells))

const theirs = (cells: Cells): number => {
  let total = 0
  for (const [i, j] of munkres(cells)) total += cells[i]![j]!
  return total
}

const checked = (cells: Cells): void => {
  const problem = Result.getOrThrow(Assignment.fromMatrix(cells))
  const solution = ours(cells)
  assert.equal(AssignmentCheck.verify(problem, solution), undefined)
  assert.equal(solution.totals[0], theirs(cells))
}

/**
 * One line of the results: one problem, and the times of all solvers. Times are in milliseconds, for solving the
 * problem `times` times.
 */
interface Line {
  readonly bar: string
  readonly title: string
  readonly rounds: number
  readonly times: number
  readonly timings: ReadonlyArray<Timing>
  /**
   * `ratio`: the median time of the first competing solver divided by the median time of this library. `leastRatio`:
   * the same with the shortest times.
   */
  readonly ratio: number
  readonly leastRatio: number
}

const results: Array<Line> = []

const note = (
  bar: string,
  title: string,
  rounds: number,
  times: number,
  timings: ReadonlyArray<Timing>
): void => {
  report(title, timings)
  const [own, peer] = timings
  if (own === undefined || peer === undefined) return
  const ratio = peer.median / own.median
  results.push({ bar, title, rounds, times, timings, ratio, leastRatio: peer.least / own.least })
}

const duel = async (
  bar: string,
  title: string,
  contestants: { readonly [name: string]: () => unknown },
  {
    rounds,
    times = 1,
    warmup = 1
  }: { readonly rounds: number; readonly warmup?: number; readonly times?: number }
): Promise<void> => note(bar, title, rounds, times, await compare(contestants, { rounds, warmup }))

noteVersion(join(import.meta.dirname, ".."), "munkres")

// --------------------------------------------------------------------------------------------------------------- C++

const native = Native.start()
if (native !== undefined) {
  const n = 1000
  for (const [family, make] of Object.entries(families)) {
    const costs = Int32Array.from(make(n, n).flat())
    const side = { count: n, least: 1, most: 1 }
    const problem: Assignment.Assignment = { rows: side, columns: side, costs: [costs] }
    const solution = solved(problem)
    assert.equal(AssignmentCheck.verify(problem, solution), undefined)
    await native.load(costs, n)
    const [own, plain, reduced]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
    const [warmup, rounds] = [10, 21]
    for (let round = 0; round < warmup + rounds; round++) {
      const began = process.hrtime.bigint()
      solved(problem)
      const took = Number(process.hrtime.bigint() - began) / 1e6
      const answers: ReadonlyArray<Native.NativeResult> = [await native.solve(0), await native.solve(1)]
      for (const { total } of answers) assert.equal(total, solution.totals[0])
      if (round < warmup) continue
      own.push(took)
      plain.push(answers[0]?.ms ?? Number.NaN)
      reduced.push(answers[1]?.ms ?? Number.NaN)
    }
    // Compare this library with the faster of the two C++ variants.
    const variants = [timing("C++", plain), timing("C++ with row reduction", reduced)].toSorted(
      (a, b) => a.median - b.median
    )
    note("C++, 1,000 × 1,000", `${family}, ${n} × ${n}`, rounds, 1, [timing("liulinhui", own), ...variants])
  }
  native.close()
}

// ----------------------------------------------------------------------------------- problems with full matrices

/**
 * How often a problem of a given size is solved in one round of the measurement, and how many rounds there are. For
 * small problems, many rounds must pass before the JavaScript engine has compiled the code.
 */
const effort = (entries: number, isSlow: boolean): { rounds: number; warmup: number; times: number } => {
  if (entries <= 1000) return { rounds: 31, warmup: 30, times: 500 }
  if (entries <= 10_000) return { rounds: 31, warmup: 30, times: isSlow ? 10 : 50 }
  if (entries <= 100_000) return { rounds: isSlow ? 7 : 31, warmup: isSlow ? 2 : 30, times: isSlow ? 1 : 5 }
  if (entries <= 300_000) return { rounds: isSlow ? 5 : 31, warmup: isSlow ? 1 : 20, times: 1 }
  return { rounds: isSlow ? 1 : 15, warmup: isSlow ? 1 : 10, times: 1 }
}

const grid: ReadonlyArray<readonly [bar: string, sizes: ReadonlyArray<readonly [number, number]>]> = [
  ["full, square", [6, 12, 20, 30, 64, 100, 200, 300, 500, 1000, 2000].map((n) => [n, n] as const)],
  [
    "full, rectangular",
    [
      [6, 12],
      [30, 100],
      [100, 50],
      [200, 300],
      [300, 200],
      [500, 2000],
      [2000, 500]
    ]
  ]
]

for (const [bar, sizes] of grid) {
  for (const [n, m] of sizes) {
    for (const [family, make] of Object.entries(families)) {
      const cells = make(n, m)
      checked(cells)
      // `munkres`, the competing solver, needs seconds if each cost is the product of its row and column numbers.
      const { rounds, times, warmup } = effort(n * m, family === "product i·j")
      const repeat = (run: (cells: Cells) => unknown) => () => {
        for (let k = 0; k < times; k++) run(cells)
      }
      await duel(
        bar,
        `${family}, ${n} × ${m}${times > 1 ? ` (${times} times)` : ""}`,
        { liulinhui: repeat(ours), munkres: repeat(theirs) },
        { rounds, warmup, times }
      )
    }
  }
}

// ------------------------------------------------------------------------------------------------------ capacities

for (const [n, m, rounds] of [
  [200, 20, 51],
  [1000, 50, 7],
  [5000, 100, 3]
] as const) {
  for (const family of ["uniform 1…10⁶", "uniform 1…100", "distance in the plane"]) {
    // `munkres`, the competing solver, needs gigabytes of memory and minutes for the largest problem. So measure that
    // problem with one kind of costs only.
    if (n === 5000 && family !== "uniform 1…10⁶") continue
    const cells = families[family]!(n, m)
    const most = Math.ceil(n / m)
    const bounds = { rows: { least: 1, most: 1 }, columns: { least: 0, most } }
    const own = () => solved(Result.getOrThrow(Assignment.fromMatrix(cells, bounds)))
    const copied = cells.map((row) => row.flatMap((cost) => Array<number>(most).fill(cost)))
    assert.equal(own().totals[0], theirs(copied))
    await duel(
      `capacities, ${n} × ${m}`,
      `${family}, ${n} × ${m} at ${most} each`,
      { liulinhui: own, "munkres on copied columns": () => theirs(copied) },
      { rounds, warmup: rounds > 20 ? 30 : rounds > 3 ? 2 : 0 }
    )
  }
}

for (const family of ["uniform 1…10⁶", "uniform 1…100", "distance in the plane"]) {
  const [n, m] = [20_000, 200]
  const cells = families[family]!(n, m)
  const problem: Assignment.Assignment = {
    rows: { count: n, least: 1, most: 1 },
    columns: { count: m, least: 0, most: n / m },
    costs: [Int32Array.from(cells.flat())]
  }
  cells.length = 0
  globalThis.gc?.()
  const before = process.memoryUsage()
  const solution = solved(problem)
  const after = process.memoryUsage()
  assert.equal(AssignmentCheck.verify(problem, solution), undefined)
  const mebibytes = (after.arrayBuffers - before.arrayBuffers + after.heapUsed - before.heapUsed) / 2 ** 20
  report(
    `${family}, ${n} × ${m} (${n * m} pairs; ${mebibytes.toFixed(0)} MiB more in use after one solve, nothing collected)`,
    await compare({ liulinhui: () => solved(problem) }, { rounds: 3, warmup: 1 })
  )
}

// ------------------------------------------------------------------------------------------------------------ bans

{
  const n = 3000
  const pairs = 100_000
  const random = seeded(n)
  const banned = 2 ** 40
  const cells: Cells = Array.from({ length: n }, () => Array<number>(n).fill(banned))
  const start = new Int32Array(n + 1)
  const column: Array<number> = []
  const costs: Array<number> = []
  for (let i = 0; i < n; i++) {
    const own = new Set([i])
    while (own.size < Math.round(((i + 1) * pairs) / n) - column.length) own.add(Math.floor(random() * n))
    for (const j of [...own].sort((a, b) => a - b)) {
      const cost = 1 + Math.floor(random() * 1e6)
      column.push(j)
      costs.push(cost)
      cells[i]![j] = cost
    }
    start[i + 1] = column.length
  }
  const side = { count: n, least: 1, most: 1 }
  const problem: Assignment.Assignment = {
    rows: side,
    columns: side,
    allowed: { start, column: Int32Array.from(column) },
    costs: [Int32Array.from(costs)]
  }
  const solution = solved(problem)
  assert.equal(AssignmentCheck.verify(problem, solution), undefined)
  assert.equal(solution.totals[0], theirs(cells))
  await duel(
    "bans, 3,000 nodes",
    `${n} × ${n}, ${column.length} pairs allowed`,
    { liulinhui: () => solved(problem), "munkres, bans as 2⁴⁰": () => theirs(cells) },
    { rounds: 7, warmup: 3 }
  )
}

// ------------------------------------------------------------------------------------------------ the cost of the proof

for (const [family, make] of Object.entries(families)) {
  const cells = make(1000, 1000)
  const problem = Result.getOrThrow(Assignment.fromMatrix(cells))
  const solution = solved(problem)
  await duel(
    "solve ÷ (uniqueness + verify)",
    `${family}, 1000 × 1000: proof beside solving`,
    {
      "uniqueness and verify": () => [
        Assignment.isUnique(problem, solution),
        AssignmentCheck.verify(problem, solution)
      ],
      "solve, certificate included": () => solved(problem)
    },
    { rounds: 7, warmup: 3 }
  )
}

// ------------------------------------------------------------------------------------------------------------- growth

{
  const medians: Array<number> = []
  for (const n of [500, 1000, 2000]) {
    const cells = families["product i·j"]!(n, n)
    const [timing] = await compare({ liulinhui: () => ours(cells) }, { rounds: 3, warmup: 1 })
    medians.push(timing?.median ?? Number.NaN)
  }
  const powers = medians
    .slice(1)
    .map((median, k) => Math.log2(median / (medians[k] ?? Number.NaN)).toFixed(2))
  say(`growth on products, 500 → 1000 → 2000: time to the power ${powers.join(", ")} of N`)
}

// --------------------------------------------------------------------------------------------------------------- bars

const meanOf = (list: ReadonlyArray<number>): number =>
  Math.exp(list.reduce((sum, ratio) => sum + Math.log(ratio), 0) / list.length)

say("\nother ÷ ours: above 1 we are faster")
const byBar = Object.groupBy(results, ({ bar }) => bar)
const summary = Object.entries(byBar).map(([bar, lines = []]) => {
  const least = lines.reduce((worst, line) => (line.ratio < worst.ratio ? line : worst))
  const mean = meanOf(lines.map(({ ratio }) => ratio))
  const leastMean = meanOf(lines.map(({ leastRatio }) => leastRatio))
  say(
    `  ${bar.padEnd(32)} least ×${least.ratio.toFixed(2)} (${least.title}), geometric mean ×${mean.toFixed(2)}, of least times ×${leastMean.toFixed(2)}`
  )
  return { bar, least: least.ratio, at: least.title, mean, leastMean }
})

/** All bars: the group of results, and the ratio that the worst line, or the geometric mean of all lines, must reach. */
const bars: ReadonlyArray<readonly [group: string, sentence: string, of: "least" | "mean", least: number]> = [
  ["full, square", "ahead of munkres on every line (square)", "least", 1],
  ["full, rectangular", "ahead of munkres on every line (rectangular)", "least", 1],
  ["C++, 1,000 × 1,000", "at most twice as long as C++ in the geometric mean", "mean", 0.5],
  ["capacities, 1000 × 50", "capacities, 1,000 × 50", "least", 15],
  ["capacities, 5000 × 100", "capacities, 5,000 × 100", "least", 40],
  ["bans, 3,000 nodes", "bans, 3,000 nodes with 100,000 pairs", "least", 20],
  ["solve ÷ (uniqueness + verify)", "uniqueness and verify take less time than the solve", "least", 1]
]
for (const [group, sentence, of, least] of bars) {
  const found = summary.find(({ bar }) => bar === group)
  if (found === undefined) continue
  const ratios = (byBar[group] ?? []).map(({ ratio }) => ratio)
  goal({ bar: sentence, ratio: found[of], range: [Math.min(...ratios), Math.max(...ratios)], least })
}
