/**
 * Pairing against `munkres` 2.0.4, the fastest npm peer: the plain assignment problem on four families of costs, square
 * and rectangular, from 6 to 2,000; capacities, where the peer must copy columns; bans, where it must fill the matrix;
 * and what proof costs. Both get the same numbers in the form that each takes them in, conversion included, and every
 * answer is checked: equal totals, and ours by its certificate.
 */
import { strict as assert } from "node:assert"
import process from "node:process"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import * as Result from "effect/Result"
import { munkres } from "munkres"
import { compare, report } from "../../tooling/src/compare.ts"

const say = (line: string): void => void process.stdout.write(`${line}\n`)

// Mulberry32 (Tommy Ettinger, public domain): small, seeded, the same on every machine.
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

const ratios = new Map<string, Array<number>>()
const note = (bar: string, ratio: number): void => {
  ratios.set(bar, [...(ratios.get(bar) ?? []), ratio])
}

const duel = async (
  bar: string,
  title: string,
  contestants: { readonly [name: string]: () => unknown },
  options: { readonly rounds: number; readonly warmup?: number }
): Promise<void> => {
  const timings = await compare(contestants, options)
  report(title, timings)
  const [own, peer] = timings
  if (own !== undefined && peer !== undefined) note(bar, peer.median / own.median)
}

// ------------------------------------------------------------------------------------------------- full matrices

for (const n of [6, 12, 20, 30]) {
  for (const [family, make] of Object.entries(families)) {
    const cells = make(n, n)
    checked(cells)
    const repeat = (run: (cells: Cells) => unknown) => () => {
      for (let k = 0; k < 500; k++) run(cells)
    }
    await duel(
      "N ≤ 30, full",
      `${family}, ${n} × ${n} (500 times)`,
      { liulinhui: repeat(ours), munkres: repeat(theirs) },
      { rounds: 31, warmup: 15 }
    )
  }
}

// The smaller ones need more rounds before their code is compiled.
for (const [n, rounds, warmup] of [
  [200, 51, 30],
  [1000, 7, 2],
  [2000, 3, 1]
] as const) {
  for (const [family, make] of Object.entries(families)) {
    const cells = make(n, n)
    checked(cells)
    await duel(
      "N = 200, 1,000, 2,000, full",
      `${family}, ${n} × ${n}`,
      { liulinhui: () => ours(cells), munkres: () => theirs(cells) },
      { rounds, warmup }
    )
  }
}

for (const [n, m] of [
  [200, 300],
  [500, 2000],
  [2000, 500]
] as const) {
  for (const [family, make] of Object.entries(families)) {
    const cells = make(n, m)
    checked(cells)
    await duel(
      "rectangular",
      `${family}, ${n} × ${m}`,
      { liulinhui: () => ours(cells), munkres: () => theirs(cells) },
      // Products take seconds, all others need some rounds before their code is compiled.
      family === "product i·j" ? { rounds: 5, warmup: 1 } : { rounds: 15, warmup: 10 }
    )
  }
}

// ------------------------------------------------------------------------------------------------------ capacities

for (const [n, m, rounds] of [
  [200, 20, 51],
  [1000, 50, 7],
  [5000, 100, 3]
] as const) {
  for (const family of ["uniform 1…10⁶", "uniform 1…100", "distance in the plane"]) {
    // The peer needs some gigabytes and minutes for the largest; one family of it is enough.
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

// ----------------------------------------------------------------------------------------------------- what proof costs

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

say("\npeer ÷ ours")
for (const [bar, list] of ratios) {
  const mean = Math.exp(list.reduce((sum, ratio) => sum + Math.log(ratio), 0) / list.length)
  say(`  ${bar.padEnd(36)} least ×${Math.min(...list).toFixed(2)}, geometric mean ×${mean.toFixed(2)}`)
}
