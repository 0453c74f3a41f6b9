/** Converts ledger entries to table rows and back, and has the SQL statements that write and read these rows. */
import * as PgTypes from "@effect/sql-pg/PgTypes"
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type EncodedEntry, withFingerprint } from "@liulinhui/core/Ledger"
import * as Ledger from "@liulinhui/core/Ledger"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"

/**
 * An entry as a row. `batch` is the number of entries of its append if the entry is the first of the append, otherwise
 * 0.
 */
export interface Row {
  readonly entry: EncodedEntry
  readonly batch: number
}

const columns = "district, position, stream, version, command, batch, at, type, data, hash, fingerprint"

// Makes one SQL parameter from an array of numbers. They are sent as double precision, which represents every position,
// version and time exactly.
const numbers = (values: ReadonlyArray<number>) => PgTypes.array(values, PgTypes.OID.float8)

/** Makes one SQL parameter from an array of texts. */
export const texts = (values: ReadonlyArray<string | null>) => PgTypes.array(values, PgTypes.OID.text)

/** The columns whose values differ between the rows of a run (see `runOf`). */
const contents = (rows: ReadonlyArray<Row>) => [
  texts(rows.map(({ entry }) => entry.type)),
  texts(rows.map(({ entry }) => entry.data)),
  texts(rows.map(({ entry }) => entry.hash))
]

/** Converts rows to one array for each column, in the order of `columns`, without the column of the district. */
export const columnsOf = (rows: ReadonlyArray<Row>): ReadonlyArray<unknown> =>
  [
    numbers(rows.map(({ entry }) => entry.position)),
    texts(rows.map(({ entry }) => entry.stream)),
    numbers(rows.map(({ entry }) => entry.version)),
    texts(rows.map(({ entry }) => entry.commandId)),
    numbers(rows.map(({ batch }) => batch)),
    numbers(rows.map(({ entry }) => entry.at)),
    ...contents(rows),
    texts(rows.map(({ entry }) => entry.fingerprint ?? null))
  ].map(Result.getOrThrow)

/**
 * Makes the parameters of `insertRun` if the rows are a run: consecutive entries of one stream and one append. Most
 * rows of a large append are a run. If they are not, returns `undefined`.
 */
export const runOf = (rows: ReadonlyArray<Row>): ReadonlyArray<unknown> | undefined => {
  const first = rows[0]?.entry
  const last = rows.at(-1)?.entry
  if (first === undefined || last === undefined) return undefined
  const { at, commandId, district, position, stream, version } = first
  if (last.stream !== stream || last.commandId !== commandId) return undefined
  const batch = rows[0]?.batch
  return [
    district,
    position - 1,
    stream,
    version - 1,
    commandId,
    batch,
    at,
    ...contents(rows).map(Result.getOrThrow),
    first.fingerprint ?? null
  ]
}

/**
 * The SQL that turns array parameters into rows (`unnest`). `withDistrict`: whether the district is the first column.
 * `first`: the number of the first parameter.
 */
const unnested = (first: number, withDistrict = false): string => {
  const columnTypes = ["float8", "text", "float8", "text", "float8", "float8", "text", "text", "text", "text"]
  const types = withDistrict ? ["text", ...columnTypes] : columnTypes
  return `unnest(${types.map((type, n) => `$${first + n}::${type}[]`).join(", ")})
    AS row (${withDistrict ? columns : columns.slice("district, ".length)})`
}

/** The SQL statements for the tables of a schema. */
export const statements = (schema: string) => {
  const entry = `${schema}.entry`
  const lockOf = (district: string): string => `hashtextextended('${schema}/' || ${district}, 0)`
  const lock = `pg_advisory_xact_lock(${lockOf("$1::text")})`
  // Inserts one row. If another process has changed the head (last entry) of the district, the position conflicts and
  // the row is not inserted. If the head is unchanged, only a command that was appended before can conflict. Then the
  // row is not inserted either.
  const alone = `INSERT INTO ${entry} (${columns})
    SELECT $1::text, $2::float8, $3::text, $4::float8, $5::text, $6::float8, $7::float8, $8::text, $9::text, $10::text,
      $11::text
    WHERE ${lock} IS NOT NULL`
  // `ON CONFLICT` searches the indexes twice, which costs some time. But without it, the server would log an error
  // whenever another process has appended first.
  const single = `${alone} ON CONFLICT DO NOTHING`
  // A read returns rows up to a total size. The sizes are added up in bytes while the rows are read. (A text never has
  // fewer bytes than characters.) PostgreSQL knows the length of a text without decompressing the text.
  const reading = (where: string, order: string, limit: string): string =>
    `SELECT position::float8, stream, version::float8, command, at::float8, type, data, hash, fingerprint
     FROM (SELECT *, sum(octet_length(data)) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) AS bytes
       FROM ${entry} WHERE ${where} ORDER BY ${order} LIMIT ${limit}) AS page
     WHERE bytes <= ${Ledger.limits.pageText} ORDER BY ${order}`
  return {
    lock: `SELECT ${lock}`,
    look: `SELECT 'head' AS kind, '' AS name, position::float8, 0::float8 AS count, hash
        FROM (SELECT position, hash FROM ${entry} WHERE district = $1 ORDER BY position DESC LIMIT 1) AS last
      UNION ALL SELECT 'stream', name, coalesce((SELECT version FROM ${entry}
          WHERE district = $1 AND stream = name ORDER BY version DESC LIMIT 1), 0)::float8, 0, ''
        FROM unnest($2::text[]) AS name
      UNION ALL SELECT 'command', command, position::float8, batch, fingerprint
        FROM ${entry} WHERE district = $1 AND command = ANY ($3::text[]) AND batch > 0`,
    alone,
    single,
    // If the lock of a district is taken, the entry of this district is left out. So no district waits for another.
    sideBySide: `INSERT INTO ${entry} (${columns}) SELECT row.* FROM ${unnested(1, true)}
      WHERE pg_try_advisory_xact_lock(${lockOf("row.district")}) ON CONFLICT DO NOTHING RETURNING district`,
    several: `WITH first AS (${single} RETURNING 1), rest AS (
        INSERT INTO ${entry} (${columns}) SELECT $1::text, row.* FROM first, ${unnested(12)})
      SELECT 1 FROM first`,
    insert: `INSERT INTO ${entry} (${columns}) SELECT $1::text, row.* FROM ${unnested(2)}`,
    // Inserts consecutive entries of one stream and one append. The values that they have in common are sent once.
    insertRun: `INSERT INTO ${entry} (${columns})
      SELECT $1::text, $2::float8 + n, $3::text, $4::float8 + n, $5::text, CASE n WHEN 1 THEN $6::float8 ELSE 0 END,
        $7::float8, type, data, hash, CASE n WHEN 1 THEN $11::text END
      FROM unnest($8::text[], $9::text[], $10::text[]) WITH ORDINALITY AS row (type, data, hash, n)`,
    addDistrict: `INSERT INTO ${schema}.district (id) VALUES ($1) ON CONFLICT DO NOTHING`,
    head: `SELECT position::float8, hash FROM ${entry} WHERE district = $1 ORDER BY position DESC LIMIT 1`,
    receipts: `SELECT command, position::float8, batch, fingerprint FROM ${entry}
      WHERE district = $1 AND command = ANY ($2::text[]) AND batch > 0`,
    districts: `SELECT id FROM ${schema}.district`,
    read: reading("district = $1 AND position > $2", "position", "$3"),
    readStream: reading("district = $1 AND stream = $2 AND version > $3", "version", "$4")
  }
}

/** Makes the parameters of the statements `alone` and `single`. */
export const parametersOf = ({ batch, entry }: Row): ReadonlyArray<unknown> => {
  const {
    at,
    commandId,
    data,
    district,
    fingerprint = null,
    hash: link,
    position,
    stream,
    type,
    version
  } = entry
  return [district, position, stream, version, commandId, batch, at, type, data, link, fingerprint]
}

/** Parses JSON. The error of JSON.parse is not used, because it quotes the text, which may contain personal data. */
const parse = (text: string, position: number): Schema.Json => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`the data of the entry at position ${position} is not JSON: the table was changed`)
  }
}

/** The columns of a row that the statements `read` and `readStream` return. */
export type EntryRow = readonly [
  position: number,
  stream: StreamId,
  version: number,
  command: Ledger.CommandId,
  at: number,
  type: string,
  data: string,
  hash: string,
  fingerprint: string | null
]

/** Makes an entry from its row. */
export const entryOf = (district: DistrictId, row: EntryRow): Ledger.Entry => {
  const entry = {
    district,
    position: row[0],
    stream: row[1],
    version: row[2],
    commandId: row[3],
    at: row[4],
    type: row[5],
    data: parse(row[6], row[0]),
    hash: row[7]
  }
  return withFingerprint(entry, row[8])
}

/** Makes the receipt of an append. `first`: the position of its first entry. `batch`: its number of entries. */
export const receiptOf = (first: number, batch: number, fingerprint: string | null): Ledger.Receipt =>
  withFingerprint({ first, last: first + batch - 1, repeated: true }, fingerprint)

/**
 * The largest amounts that one statement of a transaction inserts, in rows and in characters of data. They limit the
 * memory that a message to the server takes.
 */
const chunk = { rows: 500, units: 4_194_304 }

/** Splits rows into groups, one for each statement that is needed to insert them. */
export const chunked = function* (rows: Iterable<Row>): Generator<ReadonlyArray<Row>, void> {
  let current: Array<Row> = []
  let units = 0
  for (const row of rows) {
    units += row.entry.data.length
    if (current.length === chunk.rows || (units > chunk.units && current.length > 0)) {
      yield current
      current = []
      units = row.entry.data.length
    }
    current.push(row)
  }
  if (current.length > 0) yield current
}
