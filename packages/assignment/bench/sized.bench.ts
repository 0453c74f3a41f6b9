/**
 * Measures the search for plans with sizes (`Sized`): 40 columns and 60 rows, in families from easy to hostile, several
 * problems a family. Each answer is checked by `SizedCheck`. The times are of the processor: that of solving, and beside
 * it that of the check. `--check` fails if an answer is unproven or
 * takes more than a second.
 *
 * `--only TEXT` measures the families whose name has the text, `--seeds N` sets the number of problems a family.
 */
import { strict as assert } from "node:assert"
import process from "node:process"
import * as Sized from "@liulinhui/assignment/Sized"
import * as SizedCheck from "@liulinhui/assignment/SizedCheck"
import * as Result from "effect/Result"
import { timing } from "../../tooling/src/compare.ts"
import { isShort, record } from "../../tooling/src/figures.ts"
import { type Family, families, type Shape } from "../test/sizes.ts"

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const only = option("--only") ?? ""
const seeds = Number(option("--seeds") ?? (isShort ? 3 : 20))
const shape: Shape = { columns: Number(option("--columns") ?? 40), rows: Number(option("--rows") ?? 60) }

/** The milliseconds that the processor has worked: other programs of the machine do not matter. */
const cpuTime = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1000
}

interface Row {
  readonly family: string
  readonly kinds: Readonly<Record<string, number>>
  readonly median: number
  readonly worst: number
  readonly checkMedian: number
  readonly checkWorst: number
  readonly steps: number
  readonly unproven: number
}

const middle = (list: ReadonlyArray<number>): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

const measure = (name: string, family: Family): Row => {
  const times: Array<number> = []
  const checks: Array<number> = []
  const kinds: Record<string, number> = {}
  let steps = 0
  let unproven = 0
  for (let seed = 0; seed < seeds; seed++) {
    const problem = family(seed, shape)
    const began = cpuTime()
    const result = Sized.solve(problem)
    const ended = cpuTime()
    times.push(ended - began)
    let kind: string
    if (Result.isSuccess(result)) {
      const { proof } = result.success
      const flaw = SizedCheck.verify(problem, result.success)
      assert.equal(flaw, undefined, `${name} ${seed}: ${JSON.stringify(flaw)}`)
      if (proof._tag === "Search") steps = Math.max(steps, (proof.best.length + proof.first.length) / 2)
      kind =
        result.success.unproven === undefined
          ? `${proof._tag}${result.success.unique ? "" : ", several"}`
          : `unproven (gap ${result.success.unproven.gap})`
      if (result.success.unproven !== undefined) unproven++
    } else {
      const [reason] = result.failure.reasons
      kind = reason._tag
      if (reason._tag === "SizesShortfall")
        assert.ok(SizedCheck.verifyShortfall(problem, reason), `${name} ${seed}`)
      if (reason._tag === "SearchStopped") unproven++
    }
    kinds[kind] = (kinds[kind] ?? 0) + 1
    checks.push(cpuTime() - ended)
  }
  const figures = [timing("solve", times), timing("check", checks)]
  record({
    title: name,
    unit: "ms",
    rounds: seeds,
    figures: figures.map(({ least, median, most, name }) => ({ name, median, least, most }))
  })
  return {
    family: name,
    kinds,
    median: middle(times),
    worst: Math.max(...times),
    checkMedian: middle(checks),
    checkWorst: Math.max(...checks),
    steps,
    unproven
  }
}

const rows: Array<Row> = []
say(`${shape.columns} columns, ${shape.rows} rows, ${seeds} problems a family; milliseconds of the processor`)
for (const [name, family] of Object.entries(families)) {
  if (!name.includes(only)) continue
  const row = measure(name, family)
  rows.push(row)
  const kinds = Object.entries(row.kinds).map(([kind, count]) => `${count} ${kind}`)
  say(
    `${name}: median ${row.median.toFixed(0)}, worst ${row.worst.toFixed(0)}; check ${row.checkMedian.toFixed(0)}, ` +
      `worst ${row.checkWorst.toFixed(0)}; at most ${row.steps} steps; ${kinds.join(", ")}`
  )
}
if (process.argv.includes("--check")) {
  const bad = rows.filter(({ unproven, worst }) => unproven > 0 || worst > 1000)
  if (bad.length > 0) {
    say(`unproven or slower than a second: ${bad.map(({ family }) => family).join("; ")}`)
    process.exitCode = 1
  }
}
