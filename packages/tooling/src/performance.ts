/**
 * Makes the tables in the documents on performance, `docs/performance.md` and `docs/performance.zh-CN.md`, from the stored
 * results of the benchmarks. The text around the tables is written by hand, and has no figures. A place for a result is
 * `<!-- figures: TOPIC -->` … `<!-- end of figures -->`. `bench --write` writes the documents, and a test checks that
 * they are up to date.
 *
 *     node packages/tooling/src/performance.ts
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import process from "node:process"
import { type Bar, type Comparison, type Figure, isMet, type Result, wasBusy } from "./figures.ts"
import { cell } from "./markdown.ts"
import { root } from "./packages.ts"
import { performanceWords, type PerformanceWords } from "./performanceWords.ts"

/** The file with the result of a benchmark, such as `packages/core/bench/results/casework.json`. */
export const resultOf = (bench: string): string =>
  join(dirname(bench), "results", `${basename(bench, ".bench.ts")}.json`)

/** Formats a figure with three significant digits. */
const figure = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString("en")
    : value >= 100
      ? value.toFixed(0)
      : value.toPrecision(3)

const times = (ratio: number): string => `${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(3)} ×`

const table = (
  headings: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<string> => [
  `| ${headings.map(cell).join(" | ")} |`,
  `| ${headings.map(() => "---").join(" | ")} |`,
  ...rows.map((row) => `| ${row.map(cell).join(" | ")} |`),
  ""
]

const range = ({ least, most }: Figure): string => `${figure(least)} … ${figure(most)}`

/** The names of the compared programs. Comparisons of the same programs are shown in one table. */
const contestants = ({ count, figures, unit }: Comparison): string =>
  JSON.stringify([unit, count === undefined, figures.map(({ name }) => name)])

const grid = (words: PerformanceWords, group: ReadonlyArray<Comparison>): ReadonlyArray<string> => {
  const [first] = group
  if (first === undefined) return []
  const [own, ...others] = first.figures
  const { headings, units } = words
  return table(
    [
      `${headings.what} (${units[first.unit] ?? first.unit})`,
      ...(own === undefined ? [] : [own, ...others].flatMap(({ name }) => [name, headings.range])),
      ...others.map(({ name }) => `${name} ÷ ${own?.name}`)
    ],
    group.map(({ figures, title }) => [
      title,
      ...figures.flatMap((one) => [figure(one.median), range(one)]),
      ...figures.slice(1).map(({ median }) => times(median / (figures[0]?.median ?? Number.NaN)))
    ])
  )
}

const list = (words: PerformanceWords, comparison: Comparison): ReadonlyArray<string> => {
  const { count, figures, rounds, title, unit } = comparison
  const { headings } = words
  const [own] = figures
  const isRated = count !== undefined
  const isCompared = figures.length > 1
  return table(
    [
      `${title} (${words.rounds(rounds)})`,
      `${headings.median}, ${words.units[unit] ?? unit}`,
      headings.range,
      ...(isRated ? [headings.rate] : []),
      ...(isCompared ? [headings.ratio] : [])
    ],
    figures.map((one) => [
      one.name,
      figure(one.median),
      range(one),
      ...(isRated ? [figure((count / one.median) * 1000)] : []),
      ...(isCompared ? [times(one.median / (own?.median ?? Number.NaN))] : [])
    ])
  )
}

const barsOf = (words: PerformanceWords, bars: ReadonlyArray<Bar>): ReadonlyArray<string> => {
  const { headings } = words
  if (bars.length === 0) return []
  return table(
    [headings.bar, headings.required, headings.median, headings.range, headings.met],
    bars.map((one) => [
      one.bar,
      one.least === undefined ? words.atMost(times(one.most ?? Number.NaN)) : words.atLeast(times(one.least)),
      times(one.ratio),
      one.range === undefined ? "" : `${times(one.range[0])} … ${times(one.range[1])}`,
      isMet(one) ? words.yes : words.no
    ])
  )
}

/**
 * The lines that show the result of a benchmark: the conditions, the tables and the bars.
 *
 * @param result `undefined` if the benchmark has no stored result
 */
export const show = (
  words: PerformanceWords,
  topic: string,
  result: Result | undefined
): ReadonlyArray<string> => {
  if (result === undefined) return [words.missing(`npx -y pnpm@12.21.0 bench ${topic} --write`), ""]
  const { bars, comparisons, conditions } = result
  const { cores, day, files, load, node, processor, short, versions } = conditions
  const groups: Array<Array<Comparison>> = []
  for (const one of comparisons) {
    const last = groups.at(-1)
    if (last?.[0] !== undefined && contestants(last[0]) === contestants(one)) last.push(one)
    else groups.push([one])
  }
  return [
    words.measured({
      day,
      node: node.replace(/^v/, ""),
      cores,
      processor,
      files,
      versions: Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
      before: load.before.toFixed(1),
      after: load.after.toFixed(1)
    }),
    "",
    ...(wasBusy(conditions) ? [words.busy, ""] : []),
    ...(short ? [words.short, ""] : []),
    ...groups.flatMap((group) => {
      const [first] = group
      return group.length > 1 ? grid(words, group) : first === undefined ? [] : list(words, first)
    }),
    ...barsOf(words, bars)
  ]
}

const place = /(<!-- figures: (\S+) -->\n)[\s\S]*?(<!-- end of figures -->)/g

/** Puts the results into the places of a document. `find` returns the result of a benchmark by its topic. */
export const fill = (
  words: PerformanceWords,
  document: string,
  find: (topic: string) => Result | undefined
): string =>
  document.replace(
    place,
    (_, start: string, topic: string, end: string) =>
      `${start}\n${show(words, topic, find(topic)).join("\n")}\n${end}`
  )

const stored = (topic: string): Result | undefined => {
  const [bench] = globSync(`packages/*/bench/${topic}.bench.ts`, { cwd: root })
  if (bench === undefined) throw new RangeError(`there is no benchmark "${topic}"`)
  const file = join(root, resultOf(bench))
  // The cast is safe: `figures.ts` writes the file, and nobody changes it.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Result) : undefined
}

const files = { en: "docs/performance.md", zh: "docs/performance.zh-CN.md" } as const

/** The documents on performance, as they must be with the stored results. */
export const documents = (): ReadonlyArray<{ readonly file: string; readonly text: string }> =>
  (["en", "zh"] as const).map((language) => ({
    file: files[language],
    text: fill(performanceWords[language], readFileSync(join(root, files[language]), "utf8"), stored)
  }))

if (import.meta.main) {
  for (const { file, text } of documents()) {
    writeFileSync(join(root, file), text)
    process.stdout.write(`${file}\n`)
  }
}
