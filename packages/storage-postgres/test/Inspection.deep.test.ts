import { afterAll, expect, it } from "@effect/vitest"
import { DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Append, CommandId } from "@liulinhui/core/Ledger"
import * as Postgres from "@liulinhui/storage-postgres"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { drop, newSchema, options, past, withServer } from "./fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

/** Tables that verification does not check, and the words of `docs/audit.md` that say so. */
const notCovered: Readonly<Record<string, string>> = {
  bookmark: "Kept views and bookmarks",
  kept_view: "Kept views and bookmarks",
  migration: "steps that created the tables"
}

const districts = ["east", "west"].map((id) => DistrictId.make(id))
const append = (district: DistrictId, n: number): Append => ({
  district,
  commandId: CommandId.make(`c-${n}`),
  at: n,
  fingerprint: `f-${n}`,
  streams: [
    { stream: StreamId.make("a"), expected: "any", events: [{ type: "Visited", data: { n } }] },
    { stream: StreamId.make(`b-${n}`), expected: 0, events: [{ type: "Opened", data: null }] }
  ]
})

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

const columns = past<Column>(
  `SELECT c.table_name AS table, c.column_name AS column, c.data_type AS type FROM information_schema.columns AS c
   JOIN pg_class ON relname = c.table_name AND relnamespace = c.table_schema::regnamespace AND NOT relispartition
   WHERE c.table_schema = $1 ORDER BY c.table_name, c.ordinal_position`,
  [schema]
)

const another = ({ column, type }: Column): ReadonlyArray<string> =>
  column === "data"
    ? [`'{"n":99}'`]
    : type === "text"
      ? [`coalesce(${column}, '') || 'x'`]
      : [`${column} + 1`, `${column} - 1`]

/** Statements that delete, change or add one row of a table. Rows are numbered by their first two columns. */
const tamperings = (table: string, all: ReadonlyArray<Column>, rows: number): ReadonlyArray<string> => {
  const own = all.filter((one) => one.table === table)
  const name = `${schema}.${table}`
  const nth = (n: number) =>
    `(tableoid, ctid) = (SELECT tableoid, ctid FROM ${name} ORDER BY ${name}.${own
      .slice(0, 2)
      .map(({ column }) => column)
      .join(`, ${name}.`)} OFFSET ${n} LIMIT 1)`
  return Array.from({ length: rows }, (_, n) => [
    `DELETE FROM ${name} WHERE ${nth(n)}`,
    ...own.flatMap((one) =>
      another(one).flatMap((value) => [
        `UPDATE ${name} SET ${one.column} = ${value} WHERE ${nth(n)}`,
        `INSERT INTO ${name} SELECT ${own
          .map(({ column }) => (column === one.column ? value : column))
          .join(", ")} FROM ${name} WHERE ${nth(n)}`
      ])
    )
  ]).flat()
}

withServer("verification of a schema", () => {
  const setup = Effect.gen(function* () {
    const ledger = yield* openLedger(Postgres.layer(options(schema)))
    for (const district of districts) for (const n of [0, 1]) yield* ledger.append(append(district, n))
    const verified = Effect.flatMap(ledger.districts, (all) =>
      Effect.forEach(all, (id) => Effect.result(ledger.verify(id)))
    )
    return verified
  })
  /** Runs a statement in spite of the triggers. Returns `false` if a constraint prevents it. */
  const tamper = (statement: string) =>
    past(`SET session_replication_role = replica; ${statement}`).pipe(
      Effect.as(true),
      Effect.catchIf(
        ({ message }) => /duplicate key|violates not-null/.test(message),
        () => Effect.succeed(false)
      )
    )

  it.live(
    "finds every row of every table that was deleted, changed or added, and accepts what was written",
    () =>
      Effect.gen(function* () {
        const verified = yield* setup
        expect((yield* verified).map(({ _tag }) => _tag)).toEqual(["Success", "Success"])
        const all = yield* columns
        const tables = [...new Set(all.map(({ table }) => table))].filter((table) => !(table in notCovered))
        expect(tables).toEqual(["district", "entry"])
        const restore = tables
          .map(
            (table) =>
              `DELETE FROM ${schema}.${table}; INSERT INTO ${schema}.${table} SELECT * FROM ${schema}_copy.${table};`
          )
          .join(" ")
        yield* Effect.acquireRelease(past(`CREATE SCHEMA ${schema}_copy`), () =>
          Effect.orDie(past(`DROP SCHEMA ${schema}_copy CASCADE`))
        )
        for (const table of tables) {
          yield* past(`CREATE TABLE ${schema}_copy.${table} AS SELECT * FROM ${schema}.${table}`)
        }
        const missed: Array<string> = []
        for (const [table, rows] of [
          ["district", 2],
          ["entry", 4]
        ] as const) {
          let tried = 0
          for (const statement of tamperings(table, all, rows)) {
            if (!(yield* tamper(statement))) continue
            tried += 1
            if ((yield* verified).every(({ _tag }) => _tag === "Success")) missed.push(statement)
            yield* tamper(restore)
          }
          expect(tried).toBeGreaterThan(3)
        }
        expect(missed).toEqual([])
        expect((yield* verified).map(({ _tag }) => _tag)).toEqual(["Success", "Success"])

        const guards = [
          [
            `DROP INDEX ${schema}.entry_by_command`,
            `CREATE UNIQUE INDEX entry_by_command ON ${schema}.entry (district, command) WHERE batch > 0`
          ],
          [
            `ALTER TABLE ${schema}.entry DISABLE TRIGGER entry_stays`,
            `ALTER TABLE ${schema}.entry ENABLE TRIGGER entry_stays`
          ],
          [
            `CREATE FUNCTION ${schema}.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
           CREATE TRIGGER lose BEFORE INSERT ON ${schema}.entry_03 FOR EACH ROW EXECUTE FUNCTION ${schema}.lose()`,
            `DROP FUNCTION ${schema}.lose CASCADE`
          ],
          [
            `CREATE RULE lose AS ON INSERT TO ${schema}.entry DO INSTEAD NOTHING`,
            `DROP RULE lose ON ${schema}.entry`
          ],
          [
            `ALTER TABLE ${schema}.entry ENABLE ROW LEVEL SECURITY`,
            `ALTER TABLE ${schema}.entry DISABLE ROW LEVEL SECURITY`
          ],
          [
            `CREATE UNIQUE INDEX once ON ${schema}.entry (district, type, position)`,
            `DROP INDEX ${schema}.once`
          ]
        ] as const
        for (const [change, back] of guards) {
          yield* past(change)
          const found = yield* verified
          expect([
            change,
            found.every((one) => one._tag === "Failure" && one.failure._tag === "ChainBroken")
          ]).toEqual([change, true])
          yield* past(back)
        }
        expect((yield* verified).map(({ _tag }) => _tag)).toEqual(["Success", "Success"])
      }).pipe(Effect.scoped)
  )

  it("covers every table, or the document says which it does not cover", () => {
    const text = readFileSync(join(import.meta.dirname, "../../../docs/audit.md"), "utf8").replaceAll(
      /\s+/g,
      " "
    )
    for (const phrase of Object.values(notCovered)) expect(text).toContain(phrase)
  })
})
