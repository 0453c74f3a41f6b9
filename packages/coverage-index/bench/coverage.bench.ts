/**
 * Measures how fast coverage (who was reached by the required contacts) is computed, for a district of 3,700 residents
 * up to a city of 25 million. Compares with DuckDB, SQLite and plain objects. All programs hold the same residents in
 * memory and return the gap (the members who are not reached) of every rule. Before the time is measured, the gaps are
 * compared id by id. Large programs are installed on demand, see `duckdb.ts`.
 *
 * `node packages/tooling/src/bench.ts coverage`
 */
import * as Coverage from "@liulinhui/core/Coverage"
import { factsAfter } from "@liulinhui/core/Coverage"
import { CoverageIndex } from "@liulinhui/coverage-index/CoverageIndex"
import { compile, rowsOf, scan, type ScanAnswer } from "@liulinhui/coverage-index/CoverageScan"
import * as Day from "@liulinhui/core/Day"
import type { Contact } from "@liulinhui/core/Facts"
import { ContactKind, ResidentId } from "@liulinhui/core/Id"
import { deepEqual, ok } from "node:assert/strict"
import process from "node:process"
import { DatabaseSync } from "node:sqlite"
import { atLeast, compare, report, timing, type Timing } from "../../tooling/src/compare.ts"
import { noteThreads } from "../../tooling/src/figures.ts"
import {
  asOf,
  bytesOf,
  city,
  cityEvents,
  conditions,
  districtRules,
  type Done,
  done,
  flatPeople,
  flatRules,
  mix,
  rules,
  sql
} from "./city.ts"
import { connect } from "./duckdb.ts"

const areas = { branchesOf: () => [], groupsOf: () => [], headsOf: () => [] }
const compiled = rules.map(compile)
const kinds = Object.keys(done) as Array<Done>
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const collect = (globalThis as { readonly gc?: () => void }).gc ?? ((): void => undefined)
const ratio = (timings: ReadonlyArray<Timing>, name: string): string =>
  (
    (timings.find((one) => one.name === name)?.median ?? Number.NaN) / (timings[0]?.median ?? Number.NaN)
  ).toFixed(1)

// ----------------------------------------------------------------------------------------------------------- district

const district = async (): Promise<void> => {
  const facts = factsAfter(cityEvents(3700), asOf, areas)
  const answers = Coverage.evaluateAll(districtRules, facts, asOf)
  ok(answers.every(({ counts }) => counts.eligible > 0))
  report(
    `a district of 3,700 residents, ${[...facts.contacts].length} contacts, ${districtRules.length} rules, plain evaluation`,
    await compare({
      "all rules, gap lists in walking order": () => Coverage.evaluateAll(districtRules, facts, asOf)
    })
  )
}

// --------------------------------------------------------------------------------------------------------------- city

/**
 * Checks that two programs find the same gaps (residents who are not reached, for each rule). For each resident, the
 * gaps are one number with a bit for each rule. The residents are compared in steps, so that no list of millions is
 * needed.
 */
const sameGaps = async (
  rows: number,
  ours: ReadonlyArray<ScanAnswer>,
  read: (from: number, until: number) => Promise<ReadonlyArray<readonly [number, number]>>
): Promise<void> => {
  const step = 500_000
  const found = ours.map(({ missing }) => rowsOf(missing))
  const places = found.map(() => 0)
  for (let from = 0; from < rows; from += step) {
    const until = Math.min(rows, from + step)
    const masks = new Uint8Array(until - from)
    found.forEach((list, rule) => {
      let at = places[rule]!
      for (; at < list.length && list[at]! < until; at++) masks[list[at]! - from]! |= 1 << rule
      places[rule] = at
    })
    for (const [id, mask] of await read(from, until)) {
      if (masks[id - from] !== mask)
        throw new Error(`resident ${id}: ${masks[id - from]} here, ${mask} there`)
      masks[id - from] = 0
    }
    ok(masks.every((mask) => mask === 0))
  }
}

const mask = conditions
  .map(
    ([meant, reached], at) =>
      `(case when (${meant}) and not coalesce(${reached}, false) then ${1 << at} else 0 end)`
  )
  .join(" + ")
const counts = conditions
  .map(([meant, reached]) => `count(*) filter (where (${meant}) and not coalesce(${reached}, false))`)
  .join(", ")

const duckdb = async (rows: number, ours: ReadonlyArray<ScanAnswer>) => {
  const db = await connect()
  if (db === undefined) {
    say("DuckDB could not be installed: the comparison with it is MISSING from this run")
    return {}
  }
  const columns = kinds.map((kind) => `${sql.done(kind)} as ${kind}`).join(", ")
  await db.run(
    `create table residents as select i::integer as id, ${sql.birth} as birth, ${sql.party} as party, ` +
      `${sql.hardship} as hardship, ${sql.alone} as alone, ${columns} from range(${rows}) t(i)`
  )
  const gaps = `create or replace temp table gaps as select id, (${mask})::utinyint as gap from residents`
  await db.run(gaps)
  await sameGaps(rows, ours, async (from, until) => {
    const read = await db.runAndReadAll(
      `select id, gap from gaps where id >= ${from} and id < ${until} and gap <> 0`
    )
    const [ids = [], masks = []] = read.getColumns()
    return ids.map((id, at) => [Number(id), Number(masks[at])] as const)
  })
  return {
    "DuckDB 1.5, wide table, gap sets": () => db.run(gaps),
    "DuckDB 1.5, wide table, counts alone": () => db.runAndReadAll(`select ${counts} from residents`)
  }
}

const objects = async (rows: number, ours: ReadonlyArray<ScanAnswer>) => {
  const people = flatPeople(rows)
  const evaluate = (): ReadonlyArray<ReadonlyArray<number>> =>
    flatRules.map(({ meant, reached }) => {
      const gaps: Array<number> = []
      for (const person of people) if (meant(person) && !reached(person)) gaps.push(person.id)
      return gaps
    })
  deepEqual(
    evaluate(),
    ours.map(({ missing }) => rowsOf(missing))
  )
  return { "array of flat objects, closures": evaluate }
}

const sqlite = async (rows: number, ours: ReadonlyArray<ScanAnswer>) => {
  const db = new DatabaseSync(":memory:")
  const days = ["birth", "party", ...kinds]
  db.exec(`create table residents(id integer primary key, ${days.join(", ")}, hardship, alone)`)
  const insert = db.prepare(`insert into residents values (?, ${days.map(() => "?").join(", ")}, ?, ?)`)
  db.exec("begin")
  for (const person of flatPeople(rows)) {
    insert.run(
      person.id,
      ...(["birth", "party", ...kinds] as const).map((day) => person[day] ?? null),
      person.hardship ? 1 : 0,
      person.alone ? 1 : 0
    )
  }
  db.exec("commit")
  // Days are integers here, so the SQL conditions contain the first and last days of time windows as numbers.
  const where = flatRules.map(({ condition }) => condition)
  const gaps = `select id, ${where.map((one, at) => `(case when ${one} then ${1 << at} else 0 end)`).join(" + ")} as gap from residents`
  const evaluate = (): void => db.exec(`drop table if exists gaps; create temp table gaps as ${gaps}`)
  evaluate()
  const read = db.prepare("select id, gap from gaps where id >= ? and id < ? and gap <> 0")
  await sameGaps(rows, ours, async (from, until) =>
    read.all(from, until).map(({ id, gap }) => [Number(id), Number(gap)] as const)
  )
  return { "node:sqlite, wide table, gap sets": evaluate }
}

const wholeCity = async (
  rows: number,
  peers: ReadonlyArray<typeof duckdb | typeof objects | typeof sqlite>
) => {
  const columns = city(rows)
  const ours = scan(compiled, columns, asOf)
  const contestants: Record<string, () => unknown> = {
    "compiled rules over columns": () => scan(compiled, columns, asOf)
  }
  for (const peer of peers) Object.assign(contestants, await peer(rows, ours))
  const timings = await compare(contestants, { rounds: 9, warmup: 3 })
  report(
    `${rows.toLocaleString("en")} residents × ${rules.length} rules, full evaluation; ${(bytesOf(columns) / rows).toFixed(1)} bytes a resident`,
    timings
  )
  if (rows === 10_000_000)
    atLeast("10 M × 8 rules, against DuckDB", timings, "DuckDB 1.5, wide table, gap sets", 4)
  say(
    `  gaps ${ours.map(({ counts }) => counts.missing).join(" ")}; ` +
      timings
        .slice(1)
        .map(({ name }) => `${name}: ×${ratio(timings, name)}`)
        .join("; ")
  )
  collect()
}

// -------------------------------------------------------------------------------------------------------------- index

const rate = (count: number, milliseconds: number): string =>
  `${(count / milliseconds / 1000).toFixed(2)} M/s`
const clock = (work: () => void): number => {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e6
}
const middle = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const index = (rows: number): void => {
  const live = new CoverageIndex({ rules, areas, today: asOf })
  const loading = clock(() => live.load(cityEvents(rows)))
  say(
    `an index over ${rows.toLocaleString("en")} residents × ${rules.length} rules: loaded in ${(loading / 1000).toFixed(1)} s`
  )
  const direct = scan(compiled, city(rows), asOf)
  // The city exists in two forms: events and columns. With events, more households have one resident, so rules about
  // living alone are not compared here.
  rules.forEach(({ id, where }, at) => {
    if (JSON.stringify(where)?.includes("livesAlone")) return
    deepEqual(live.figures(id).counts, direct[at]?.counts)
  })

  const count = 1_000_000
  const round = (n: number): ReadonlyArray<number> =>
    Array.from({ length: count }, (_, at) => mix(at + n * count, 999) % rows)
  const on = (at: number): Day.Day => Day.add(asOf, -(at % 3))
  const handles = kinds.map((kind) => live.kind(ContactKind.make(kind)))
  const [known, byId]: [Array<number>, Array<number>] = [[], []]
  for (let n = 0; n < 9; n++) {
    const targets = round(2 * n)
    const knownRows = Int32Array.from(targets, (at) => live.rowOf(`r${at}` as ResidentId))
    known.push(
      clock(() => {
        for (let at = 0; at < count; at++) live.contactResident(handles[at % 6]!, knownRows[at]!, on(at))
      })
    )
    const contacts = round(2 * n + 1).map((target, at): Contact => ({
      kind: kinds[at % 6] as string as ContactKind,
      subject: `resident:r${target}` as Contact["subject"],
      on: on(at),
      source: at
    }))
    collect()
    byId.push(
      clock(() => {
        for (const contact of contacts) live.apply({ _tag: "Contacted", contact })
      })
    )
  }
  for (const [name, spent] of [
    ["the row known", known],
    ["the id looked up", byId]
  ] as const) {
    report(
      `an index over ${rows.toLocaleString("en")} residents: one contact, ${name}`,
      [timing("index", spent)],
      count
    )
  }
  say(
    `  one contact, the row known     ${rate(count, middle(known)).padStart(10)}  (median of ${known.length} × 1 M)`
  )
  say(
    `  one contact, id looked up      ${rate(count, middle(byId)).padStart(10)}  (median of ${byId.length} × 1 M)`
  )

  const days: Array<string> = []
  for (let n = 1; n <= 14; n++) {
    const before = rules.map(({ id }) => live.figures(id).counts)
    const spent = clock(() => live.advance(Day.add(asOf, n)))
    const changed = rules.reduce(
      (sum, { id }, at) => sum + Math.abs(live.figures(id).counts.reached - before[at]!.reached),
      0
    )
    days.push(`${spent.toFixed(0)} ms (${changed})`)
  }
  say(`  a day passes, ms (members no longer, or newly, reached): ${days.join(", ")}`)
}

/** Counts the same contacts with a map of objects: the simplest program that can keep such counts up to date. */
const mapOfObjects = (rows: number): void => {
  const people = new Map(flatPeople(rows).map((person) => [`r${person.id}`, { ...person }]))
  let gaps = 0
  const count = 1_000_000
  const spent: Array<number> = []
  for (let n = 0; n < 5; n++) {
    const ids = Array.from({ length: count }, (_, at) => `r${mix(at + n * count, 555) % rows}`)
    spent.push(
      clock(() => {
        for (let at = 0; at < count; at++) {
          const person = people.get(ids[at]!)!
          for (const { meant, reached } of flatRules) if (meant(person) && !reached(person)) gaps--
          person[kinds[at % 6]!] = Day.add(asOf, -(at % 3))
          for (const { meant, reached } of flatRules) if (meant(person) && !reached(person)) gaps++
        }
      })
    )
  }
  say(
    `a Map of ${rows.toLocaleString("en")} objects, rules as closures: one contact ${rate(count, middle(spent))} (${gaps})`
  )
}

noteThreads(2)
await district()
await wholeCity(1_000_000, [duckdb, objects, sqlite])
await wholeCity(10_000_000, [duckdb])
await wholeCity(25_000_000, [])
index(1_000_000)
index(10_000_000)
mapOfObjects(1_000_000)
