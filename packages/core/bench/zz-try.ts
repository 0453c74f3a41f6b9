import { asOf, bytesOf, city, conditions, done, type Done, rules, sql } from "./city.ts"
import { compile, scan } from "@liulinhui/core/coverage/CoverageScan"
import { compare, report } from "../../tooling/src/compare.ts"
import { connect } from "./duckdb.ts"
const n = Number(process.argv[2] ?? 10_000_000)
const columns = city(n)
console.log("bytes/resident", bytesOf(columns) / n)
const compiled = rules.map(compile)
const ours = scan(compiled, columns, asOf)
console.log(ours.map((a) => a.counts.eligible + " " + a.counts.missing).join(", "))
const db = await connect()
if (db) {
  let s = Date.now()
  const doneCols = (Object.keys(done) as Done[]).map((k) => `${sql.done(k)} as ${k}`).join(", ")
  await db.run(
    `create table r as select i::integer as id, ${sql.birth} as birth, ${sql.party} as party, ${sql.hardship} as hardship, ${sql.alone} as alone, ${doneCols} from range(${n}) t(i)`
  )
  console.log("load", Date.now() - s)
  const mask = conditions
    .map(([w, r], i) => `(case when (${w}) and not coalesce(${r}, false) then ${1 << i} else 0 end)`)
    .join(" + ")
  const A = `create or replace temp table gaps as select (${mask})::utinyint as gap from r`
  const A2 = `create or replace temp table gaps as select ${conditions.map(([w, r], i) => `((${w}) and not coalesce(${r}, false)) as g${i}`).join(", ")} from r`
  const B = `select ${conditions.map(([w, r]) => `count(*) filter (where (${w})), count(*) filter (where (${w}) and not coalesce(${r}, false))`).join(", ")} from r`
  const row = (await db.runAndReadAll(B)).getRows()[0]!
  console.log(row.map(String).join(" "))
  const t = await compare(
    {
      ours: () => scan(compiled, columns, asOf),
      "duck mask": () => db.run(A),
      "duck bools": () => db.run(A2),
      "duck counts only": () => db.runAndReadAll(B)
    },
    { rounds: 9, warmup: 3 }
  )
  report("scan", t)
}
