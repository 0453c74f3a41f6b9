import { afterAll, describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { Views } from "@liulinhui/core/Views"
import * as Postgres from "@liulinhui/storage-postgres"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { SqlClient } from "effect/sql/SqlClient"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { drop, newSchema, options, past, url, withServer } from "../fixture.ts"

const schemas: Array<string> = []
const another = (): string => {
  const schema = newSchema()
  schemas.push(schema)
  return schema
}
afterAll(() => Promise.all(schemas.map(drop)))

const district = DistrictId.make("wan-liu")
const stream = StreamId.make("case-1")
const append = (expected: number | "any" = "any", commandId: string = randomUUID()): Append => ({
  district,
  commandId: CommandId.make(commandId),
  at: 0,
  streams: [{ stream, expected, events: [{ type: "Visited", data: { n: 1 } }] }]
})
const open = (schema: string, more: Partial<Postgres.Options> = {}) =>
  openLedger(Postgres.layer(options(schema, more)))
/** A session that holds the lock of a district until it is released, like an append of another process. */
const holding = (schema: string, id: DistrictId) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`${schema}/${id}`])
      return client
    }),
    (client) => Effect.promise(() => client.end())
  )
const stateOf = (error: { readonly message: string }) => /SQLSTATE (\w{5})/.exec(error.message)?.[1]

withServer("a ledger's schema", () => {
  it.live("is refused and left unchanged if a later version of the library has made it", () =>
    Effect.gen(function* () {
      const schema = another()
      yield* Effect.scoped(Effect.flatMap(open(schema), (ledger) => ledger.append(append())))
      yield* past(`INSERT INTO ${schema}.migration (migration_id, name) VALUES (7, 'later')`)
      const error = yield* Effect.flip(Effect.scoped(open(schema)))
      expect(error).toBeInstanceOf(LedgerUnavailable)
      expect(error).toMatchObject({ retryable: false })
      expect(error.message).toMatch(
        /has version 7, this version of the library knows up to 3: use a later one/
      )
    })
  )

  it.live("is made once, also if several processes start at the same time", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledgers = yield* Effect.forEach([1, 2, 3, 4, 5], () => open(schema, { maxConnections: 2 }), {
        concurrency: "unbounded"
      })
      for (const ledger of ledgers) yield* ledger.append(append())
      expect((yield* ledgers[0]!.verify(district)).position).toBe(5)
      expect(yield* past(`SELECT migration_id FROM ${schema}.migration`)).toEqual([
        { migration_id: 1 },
        { migration_id: 2 },
        { migration_id: 3 }
      ])
    }).pipe(Effect.scoped)
  )

  it.live("of an earlier version takes the steps that it lacks, and keeps its content", () =>
    Effect.gen(function* () {
      const schema = another()
      const first = append()
      yield* Effect.scoped(Effect.flatMap(open(schema), (ledger) => ledger.append(first)))
      yield* past(
        `DROP TABLE ${schema}.kept_view; ALTER TABLE ${schema}.entry DROP COLUMN fingerprint;
         DELETE FROM ${schema}.migration WHERE migration_id > 1`
      )
      const context = yield* Layer.build(Postgres.layer(options(schema)))
      const kept = { version: 1, position: 1, state: "null" }
      expect(yield* Context.get(context, Views).put(district, "open", Option.none(), kept)).toBe(true)
      const ledger = Context.get(context, Ledger)
      expect((yield* ledger.verify(district)).position).toBe(1)
      expect(yield* ledger.append({ ...first, fingerprint: "any" })).toEqual({
        first: 1,
        last: 1,
        repeated: true
      })
      expect(yield* ledger.append({ ...append(), fingerprint: "f" })).toMatchObject({ fingerprint: "f" })
      expect((yield* ledger.verify(district)).position).toBe(2)
    }).pipe(Effect.scoped)
  )

  it.live("has a name that needs no quoting, or is refused", () =>
    Effect.gen(function* () {
      for (const schema of ["", "Upper", `a"b`, "a.b", "1a", "x".repeat(51)]) {
        const error = yield* Effect.flip(Effect.scoped(open(schema)))
        expect(error.message).toMatch(/the schema ".*" is not/)
      }
    })
  )

  it.live("is not made in a database that cannot store every text", () =>
    Effect.gen(function* () {
      const name = newSchema()
      yield* past(`CREATE DATABASE ${name} ENCODING 'SQL_ASCII' TEMPLATE template0`)
      const there = new URL(url)
      there.pathname = `/${name}`
      const layer = Postgres.layer({ url: Redacted.make(there.href), maxConnections: 2 })
      const error = yield* Effect.flip(Effect.scoped(openLedger(layer)))
      expect(error.message).toMatch(/has the encoding SQL_ASCII: make one WITH ENCODING 'UTF8'/)
      yield* past(`DROP DATABASE ${name} WITH (FORCE)`)
    })
  )

  it.live("is refused permanently if its address is invalid, and the error does not quote the address", () =>
    Effect.gen(function* () {
      for (const address of [
        "postgres://me:s3cret@host:port/x",
        "s3cret.sqlite",
        "mysql://me:s3cret@host/x"
      ]) {
        const layer = Postgres.layer({ url: Redacted.make(address) })
        const error = yield* Effect.flip(Effect.scoped(openLedger(layer)))
        expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: false })
        expect(error.message).toMatch(/its address is not postgres:/)
        expect(error.message).not.toContain("s3cret")
      }
    })
  )

  it.live("has the district as the first column of every table and every key", () =>
    Effect.gen(function* () {
      const schema = another()
      yield* Effect.scoped(open(schema))
      const keys = yield* past<{ first: string; unique: boolean }>(
        `SELECT a.attname AS first, i.indisunique AS unique FROM pg_index i
         JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
         WHERE n.nspname = $1 AND t.relname <> 'migration'`,
        [schema]
      )
      expect(keys.length).toBe(17 * 6)
      expect(keys.every(({ first, unique }) => ["district", "id"].includes(first) && unique)).toBe(true)
      const tables = yield* past<{ strategy: string }>(
        `SELECT p.partstrat AS strategy FROM pg_partitioned_table p JOIN pg_class t ON t.oid = p.partrelid
         JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = $1`,
        [schema]
      )
      expect(tables.map(({ strategy }) => strategy)).toEqual(["h", "h", "h", "h"])
    })
  )
})

withServer("an entry", () => {
  it.live("cannot be changed or deleted, not even by the owner by mistake", () =>
    Effect.gen(function* () {
      const schema = another()
      yield* (yield* open(schema)).append(append())
      const [where] = yield* past<{ part: string }>(
        `SELECT tableoid::regclass::text AS part FROM ${schema}.entry`
      )
      for (const table of [`${schema}.entry`, where!.part]) {
        for (const [statement, what] of [
          [`UPDATE ${table} SET data = '1'`, "changed"],
          [`UPDATE ${table} SET district = 'elsewhere'`, "changed"],
          [`DELETE FROM ${table}`, "deleted"],
          [`TRUNCATE ${table} CASCADE`, "deleted"],
          [`MERGE INTO ${table} e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`, "deleted"]
        ] as const) {
          expect((yield* Effect.flip(past(statement))).message).toBe(`an entry is never ${what}`)
        }
      }
      expect((yield* Effect.flip(past(`DELETE FROM ${schema}.district`))).message).toBe(
        "a district is never deleted"
      )
      expect(yield* past(`SELECT data FROM ${schema}.entry`)).toEqual([{ data: `{"n":1}` }])
    }).pipe(Effect.scoped)
  )

  it.live.each([
    ["stream", "stream = 'case-2'"],
    ["version", "version = 9"],
    ["command", "command = 'other'"],
    ["time", "at = at + 1"],
    ["type", "type = 'Other'"],
    ["data", `data = '{"n":2}'`],
    ["fingerprint", "fingerprint = 'f'"],
    ["spelling of its data", `data = '{"n":1.0}'`, true],
    ["hash", "hash = replace(hash, substr(hash, 1, 1), 'x')"],
    ["place", "position = position + 10"]
  ] as const)("that was changed in spite of every guard is found by verify: %s", ([, change, same]) =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* open(schema)
      yield* ledger.appendAll([append(), append(), append()])
      yield* past(
        `SET session_replication_role = replica; UPDATE ${schema}.entry SET ${change} WHERE position = 2`
      )
      // The hash chain is computed over the data as JSON.stringify writes them, so another spelling of the same JSON
      // value has the same hash.
      if (same === true) expect((yield* ledger.verify(district)).position).toBe(3)
      else {
        expect(yield* Effect.flip(ledger.verify(district))).toMatchObject({
          _tag: "ChainBroken",
          position: 2
        })
      }
    }).pipe(Effect.scoped)
  )

  it.live("that is missing in the middle is found by verify", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* open(schema)
      yield* ledger.appendAll([append(), append(), append()])
      yield* past(`SET session_replication_role = replica; DELETE FROM ${schema}.entry WHERE position = 2`)
      expect(yield* Effect.flip(ledger.verify(district))).toMatchObject({ _tag: "ChainBroken", position: 2 })
    }).pipe(Effect.scoped)
  )

  it.live(
    "whose data are not JSON any more is reported by its position, and the error quotes none of it",
    () =>
      Effect.gen(function* () {
        const schema = another()
        const ledger = yield* open(schema)
        yield* ledger.append(append())
        yield* past(`SET session_replication_role = replica; UPDATE ${schema}.entry SET data = '{"secret'`)
        const error = yield* Effect.flip(ledger.verify(district))
        expect(error.message).toMatch(/entry at position 1 is not JSON: the table was changed/)
        expect(JSON.stringify(error)).not.toContain("secret")
      }).pipe(Effect.scoped)
  )
})

/** The SQL statements in the README, with another schema and other role names. */
const documented = (schema: string): string =>
  readFileSync(join(import.meta.dirname, "../..", "README.md"), "utf8")
    .split("```sql\n")
    .slice(1)
    .map((block) => block.slice(0, block.indexOf("```")))
    .join("\n")
    .replaceAll("liulinhui", schema)

withServer("the documented roles", () => {
  const as = (schema: string, role: string) => {
    const there = new URL(url)
    there.username = `${schema}_${role}_login`
    there.password = "secret"
    return there.href
  }
  const roles = (schema: string) =>
    Effect.acquireRelease(
      Effect.gen(function* () {
        yield* Effect.scoped(Effect.flatMap(open(schema), (ledger) => ledger.append(append(0))))
        yield* past(documented(schema))
        for (const role of ["writer", "reader"]) {
          yield* past(`CREATE ROLE ${schema}_${role}_login LOGIN PASSWORD 'secret' IN ROLE ${schema}_${role}`)
        }
      }),
      () =>
        Effect.orDie(
          Effect.forEach(["writer_login", "reader_login", "writer", "reader"], (role) =>
            past(`DROP OWNED BY ${schema}_${role}; DROP ROLE ${schema}_${role}`)
          )
        )
    )

  it.live("let a writer append, move bookmarks, keep views and follow, and nothing else", () =>
    Effect.gen(function* () {
      const schema = another()
      yield* roles(schema)
      const login = as(schema, "writer")
      const context = yield* Layer.build(Postgres.layer(options(schema, { url: Redacted.make(login) })))
      const ledger = Context.get(context, Ledger)
      const bookmarks = Context.get(context, Bookmarks)
      yield* ledger.append(append(1))
      yield* ledger.append({ ...append(0), district: DistrictId.make("elsewhere") })
      yield* ledger.appendAll([append(2), append(3)])
      yield* bookmarks.advance(district, "views", 2)
      yield* bookmarks.advance(district, "views", 4)
      expect(yield* bookmarks.get(district, "views")).toBe(4)
      const views = Context.get(context, Views)
      const kept = { version: 1, position: 4, state: "null" }
      expect(yield* views.put(district, "open", Option.none(), kept)).toBe(true)
      expect(yield* views.put(district, "open", Option.some(kept), { ...kept, version: 2 })).toBe(true)
      yield* views.drop(district, "open")
      const waiting = yield* Effect.forkChild(ledger.changed(district, 4))
      yield* Effect.yieldNow
      yield* ledger.append(append(4))
      yield* Fiber.join(waiting)
      expect((yield* ledger.verify(district)).position).toBe(5)
      for (const statement of [
        `UPDATE ${schema}.entry SET data = '1'`,
        `DELETE FROM ${schema}.entry`,
        `TRUNCATE ${schema}.entry`,
        `UPDATE ${schema}.district SET id = 'x'`,
        `DELETE FROM ${schema}.district`,
        `DELETE FROM ${schema}.bookmark`,
        `INSERT INTO ${schema}.migration VALUES (9, now(), 'x')`,
        `ALTER TABLE ${schema}.entry DISABLE TRIGGER ALL`,
        `DROP TABLE ${schema}.entry`,
        `CREATE TABLE ${schema}.mine (n int)`,
        `SET session_replication_role = replica`
      ]) {
        expect((yield* Effect.flip(past(statement, [], login))).message).toMatch(
          /permission denied|must be owner/
        )
      }
    }).pipe(Effect.scoped)
  )

  it.live("let a reader read, verify and follow, and write nothing", () =>
    Effect.gen(function* () {
      const schema = another()
      yield* roles(schema)
      const login = as(schema, "reader")
      const context = yield* Layer.build(Postgres.layer(options(schema, { url: Redacted.make(login) })))
      const ledger = Context.get(context, Ledger)
      const bookmarks = Context.get(context, Bookmarks)
      expect((yield* ledger.verify(district)).position).toBe(1)
      expect(yield* ledger.districts).toEqual([district])
      expect(yield* bookmarks.get(district, "views")).toBe(0)
      const views = Context.get(context, Views)
      expect(yield* views.get(district, "open")).toEqual(Option.none())
      for (const refused of [
        ledger.append(append(1)),
        bookmarks.advance(district, "views", 1),
        views.put(district, "open", Option.none(), { version: 1, position: 1, state: "null" }),
        views.drop(district, "open")
      ]) {
        const error = yield* Effect.flip(refused)
        expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: false })
        expect(stateOf(error)).toBe("42501")
      }
      for (const statement of [
        `INSERT INTO ${schema}.district VALUES ('x')`,
        `DELETE FROM ${schema}.entry`
      ]) {
        expect((yield* Effect.flip(past(statement, [], login))).message).toMatch(/permission denied/)
      }
      expect((yield* ledger.head(district)).position).toBe(1)
    }).pipe(Effect.scoped)
  )
})

describe("a server that cannot be reached", () => {
  it.live("is reported at once, as retryable", () =>
    Effect.gen(function* () {
      const nowhere = Redacted.make("postgres://nobody:secret@127.0.0.1:1/none")
      const error = yield* Effect.flip(Effect.scoped(openLedger(Postgres.layer({ url: nowhere }))))
      expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: true })
      expect(JSON.stringify(error)).not.toContain("secret")
    })
  )
})

withServer("a message of the server", () => {
  it.live("is retryable if its cause is temporary, as a lock that is held too long", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* open(schema, { lockTimeout: "50 millis" })
      yield* ledger.append(append())
      const holder = yield* holding(schema, district)
      const error = yield* Effect.flip(ledger.append(append()))
      expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: true })
      expect(stateOf(error)).toBe("55P03")
      yield* Effect.promise(() => holder.query("SELECT pg_advisory_unlock_all()"))
      expect((yield* ledger.append(append())).first).toBe(2)
    }).pipe(Effect.scoped)
  )

  it.live("is not retryable if its cause is permanent; its details, which quote rows, are left out", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* open(schema)
      yield* past(`ALTER TABLE ${schema}.entry ADD CHECK (data NOT LIKE '%secret%')`)
      const one = append()
      const error = yield* Effect.flip(
        ledger.append({
          ...one,
          streams: [{ stream, expected: 0, events: [{ type: "Noted", data: "secret" }] }]
        })
      )
      expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: false })
      expect(stateOf(error)).toBe("23514")
      expect(JSON.stringify(error)).not.toContain("secret")
      expect(error.message).not.toContain("secret")
    }).pipe(Effect.scoped)
  )

  it.live("reaches only the append that caused it, of those that were written together", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* open(schema)
      yield* ledger.append(append())
      yield* past(`ALTER TABLE ${schema}.entry ADD CHECK (type <> 'Bad')`)
      const outcomes = yield* Effect.forEach(
        ["Good", "Good", "Bad", "Good", "Bad", "Good"],
        (type) =>
          Effect.result(
            ledger.append({
              ...append(),
              streams: [{ stream, expected: "any", events: [{ type, data: 1 }] }]
            })
          ),
        { concurrency: "unbounded" }
      )
      expect(outcomes.map(({ _tag }) => _tag)).toEqual([
        "Success",
        "Success",
        "Failure",
        "Success",
        "Failure",
        "Success"
      ])
      expect((yield* ledger.verify(district)).position).toBe(5)
    }).pipe(Effect.scoped)
  )

  it.live("names the sessions, and sets their limits", () =>
    Effect.gen(function* () {
      const schema = another()
      const context = yield* Layer.build(
        Postgres.layer(options(schema, { applicationName: schema, statementTimeout: "7 seconds" }))
      )
      const sql = Context.get(context, SqlClient)
      const settings = yield* sql<{ name: string; setting: string }>`
        SELECT name, setting FROM pg_settings WHERE name IN
          ('application_name', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
        ORDER BY name`
      expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
        application_name: schema,
        idle_in_transaction_session_timeout: "60000",
        lock_timeout: "10000",
        statement_timeout: "7000"
      })
    }).pipe(Effect.scoped)
  )
})

withServer("appends to many districts at the same time", () => {
  const districts = Array.from({ length: 40 }, (_, n) => DistrictId.make(`d-${n}`))
  const to = (id: DistrictId, type = "Visited"): Append => ({
    ...append(),
    district: id,
    streams: [{ stream, expected: "any", events: [{ type, data: 1 }] }]
  })

  it.live("share statements, and none waits for a district whose lock another session holds", () =>
    Effect.gen(function* () {
      const schema = another()
      const ledger = yield* open(schema, { lockTimeout: "50 seconds" })
      for (const id of districts) yield* ledger.append(to(id))
      const held = districts[7]!
      const holder = yield* holding(schema, held)
      const waiting = yield* Effect.forkChild(ledger.append(to(held)))
      yield* Effect.yieldNow
      const others = districts.filter((id) => id !== held)
      const receipts = yield* Effect.forEach(others, (id) => ledger.append(to(id)), {
        concurrency: "unbounded"
      }).pipe(Effect.timeout("20 seconds"))
      expect(receipts.every(({ first }) => first === 2)).toBe(true)
      expect((yield* ledger.head(held)).position).toBe(1)
      yield* Effect.promise(() => holder.query("SELECT pg_advisory_unlock_all()"))
      expect((yield* Fiber.join(waiting)).first).toBe(2)
      for (const id of districts) yield* ledger.verify(id)
      const [sharing] = yield* past<{ most: number }>(
        `SELECT max(n)::int AS most FROM (SELECT count(*) AS n FROM ${schema}.entry GROUP BY xmin) AS statement`
      )
      expect(sharing!.most).toBeGreaterThan(5)
    }).pipe(Effect.scoped)
  )

  it.live("in one statement are each refused, repeated or written independently", () =>
    Effect.gen(function* () {
      const schema = another()
      const [ledger, elsewhere] = [yield* open(schema), yield* open(schema)]
      const first = yield* Effect.forEach(districts, (id) => {
        const one = { ...to(id), fingerprint: "first" }
        return Effect.as(ledger.append(one), one)
      })
      yield* past(`ALTER TABLE ${schema}.entry ADD CHECK (type <> 'Bad')`)
      for (const id of districts.slice(20, 30)) yield* elsewhere.append(to(id))
      const outcomes = yield* Effect.forEach(
        districts,
        (id, n) =>
          Effect.result(
            ledger.append(
              n < 10
                ? { ...to(id), fingerprint: `f-${n}` }
                : n < 20
                  ? to(id, "Bad")
                  : n < 30
                    ? to(id)
                    : n < 35
                      ? first[n]!
                      : { ...first[n]!, fingerprint: "another" }
            )
          ),
        { concurrency: "unbounded" }
      )
      expect(
        outcomes.map((outcome) =>
          outcome._tag === "Failure"
            ? (stateOf(outcome.failure) ?? outcome.failure._tag)
            : `${outcome.success.first} ${outcome.success.repeated}`
        )
      ).toEqual([
        ...Array.from({ length: 10 }, () => "2 false"),
        ...Array.from({ length: 10 }, () => "23514"),
        ...Array.from({ length: 10 }, () => "3 false"),
        ...Array.from({ length: 5 }, () => "1 true"),
        ...Array.from({ length: 5 }, () => "CommandIdReused")
      ])
      for (const [n, id] of districts.entries()) {
        const fingerprints = (yield* ledger.read(id, 0, 9)).map(({ fingerprint }) => fingerprint ?? null)
        expect(fingerprints).toEqual(
          n < 10 ? ["first", `f-${n}`] : n < 20 || n >= 30 ? ["first"] : ["first", null, null]
        )
      }
      for (const id of districts) yield* ledger.verify(id)
    }).pipe(Effect.scoped)
  )
})

withServer("the SqlClient of the layer", () => {
  it.live("lets a view be put in one transaction with other writes, or not at all", () =>
    Effect.gen(function* () {
      const context = yield* Layer.build(Postgres.layer(options(another())))
      const [sql, views] = [Context.get(context, SqlClient), Context.get(context, Views)]
      const at = (position: number) => ({ version: 1, position, state: String(position) })
      yield* sql.withTransaction(views.put(district, "open", Option.none(), at(1)))
      const next = views.put(district, "open", Option.some(at(1)), at(2))
      yield* Effect.flip(sql.withTransaction(Effect.andThen(next, Effect.fail("no"))))
      expect(yield* views.get(district, "open")).toEqual(Option.some(at(1)))
    }).pipe(Effect.scoped)
  )

  it.live("lets a bookmark move in one transaction with other writes, or not at all", () =>
    Effect.gen(function* () {
      const schema = another()
      const context = yield* Layer.build(Postgres.layer(options(schema)))
      const [sql, bookmarks] = [Context.get(context, SqlClient), Context.get(context, Bookmarks)]
      yield* sql`CREATE TABLE ${sql(`${schema}.outbox`)} (note text)`
      const both = (position: number) =>
        Effect.gen(function* () {
          yield* bookmarks.advance(district, "announcer", position)
          yield* sql`INSERT INTO ${sql(`${schema}.outbox`)} VALUES (${`for ${position}`})`
          if (position === 2) yield* Effect.fail("no")
        }).pipe(sql.withTransaction)
      yield* both(1)
      yield* Effect.flip(both(2))
      expect(yield* bookmarks.get(district, "announcer")).toBe(1)
      expect(yield* past(`SELECT note FROM ${schema}.outbox`)).toEqual([{ note: "for 1" }])
    }).pipe(Effect.scoped)
  )
})
