/**
 * Dumps a ledger and its keys from a PostgreSQL database to plain SQL text, and restores a database from such a text.
 */
import { randomUUID } from "node:crypto"
import pg from "pg"
import * as migrations from "../src/migrations.ts"

const connected = async <A>(url: string, work: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Creates an empty database on a server, runs work in it, and then drops it. */
export const inNewDatabase = async <A>(server: string, work: (url: string) => Promise<A>): Promise<A> => {
  const name = `test_${randomUUID().replaceAll("-", "_")}`
  const url = new URL(server)
  url.pathname = name
  await connected(server, (client) =>
    client.query(`CREATE DATABASE ${name} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0`)
  )
  try {
    return await work(url.href)
  } finally {
    await connected(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
  }
}

/** Runs SQL text in a database, to restore a dump. */
export const replay = (url: string, text: string): Promise<unknown> =>
  connected(url, (client) => client.query(text))

/** The tables of a ledger and of its keys, each with the columns by which its rows are sorted. */
const schemas = [
  {
    schema: "liulinhui",
    steps: migrations.ledger,
    tables: [
      ["entry", "district, position"],
      ["district", "id"],
      ["bookmark", "district, reader"],
      ["kept_view", "district, name"]
    ]
  },
  { schema: "liulinhui_keys", steps: migrations.keys, tables: [["key", "district, owner"]] }
] as const

const rowsOf = async (client: pg.Client, table: string, order: string): Promise<ReadonlyArray<string>> => {
  const found = await client.query({ text: `SELECT * FROM ${table} ORDER BY ${order}`, rowMode: "array" })
  const columns = found.fields.map(({ name }) => name).join(", ")
  return found.rows.map((row: ReadonlyArray<unknown>) => {
    const values = row.map((value) =>
      value === null
        ? "NULL"
        : client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value))
    )
    return `INSERT INTO ${table} (${columns}) VALUES (${values.join(", ")});`
  })
}

/**
 * Dumps a ledger and its keys, in their default schemas, to SQL text: the statements that create the tables of this
 * version of the library, and one `INSERT` for each row.
 */
export const dump = (url: string): Promise<string> =>
  connected(url, async (client) => {
    const parts: Array<string> = []
    for (const { schema, steps, tables } of schemas) {
      const noted = migrations.table(schema)
      parts.push(
        `CREATE SCHEMA ${schema};`,
        // The module `effect/sql/Migrator` creates its table with the same statement.
        `CREATE TABLE ${noted} (\n  migration_id integer primary key,\n` +
          "  created_at timestamp with time zone not null default now(),\n  name text not null\n);",
        ...steps(schema).flatMap(([, statements]) => statements.map((statement) => `${statement};`)),
        ...(await rowsOf(client, noted, "migration_id"))
      )
      for (const [table, order] of tables) parts.push(...(await rowsOf(client, `${schema}.${table}`, order)))
    }
    return `${parts.join("\n")}\n`
  })
