/**
 * Compares what is derived from the entries with the entries: the list of districts, and the number of entries in the
 * first entry of each command. Also checks the unique indexes and triggers of the tables: without an index, a repeated
 * command could be stored twice, and a trigger that somebody has added could change what is stored.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Breach } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"

/** The unique indexes of the table of entries, as the columns and the condition of each. */
const uniqueIndexes = [
  "district, position",
  "district, stream, version",
  "district, command where (batch > 0)"
]

/** The triggers of a table and of its partitions. Each must exist on the table itself. */
const triggers = ["entry_stays", "entry_remains", "district_stays", "district_remains"]

/** A table of the schema, or one of its partitions: `entry` and `entry_00`, but no table of another name. */
const isOurs = `(relname ~ '^(entry|district)(_[0-9]+)?$' AND relnamespace = $1::text::regnamespace)`

const statements = (schema: string) => ({
  indexes: `SELECT string_agg(attname, ', ' ORDER BY n)
      || coalesce(' where ' || pg_get_expr(indpred, indrelid), '') AS index
    FROM pg_index CROSS JOIN unnest(indkey) WITH ORDINALITY AS key (number, n)
      JOIN pg_attribute ON attrelid = indrelid AND attnum = number
    WHERE indrelid = '${schema}.entry'::regclass AND indisunique AND indisvalid AND indisready AND indislive
    GROUP BY indexrelid, indpred, indrelid`,
  triggers: `SELECT relname, tgname, tgenabled IN ('O', 'A') AS enabled
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE ${isOurs} ORDER BY 1, 2`,
  rules: `SELECT relname, rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class WHERE ${isOurs}
    UNION ALL SELECT relname, 'row security' FROM pg_class WHERE ${isOurs} AND relrowsecurity
    ORDER BY 1, 2 LIMIT 1`,
  unlisted: `WITH RECURSIVE used (id) AS (
      SELECT min(district) FROM ${schema}.entry
      UNION ALL SELECT (SELECT min(district) FROM ${schema}.entry WHERE district > used.id) FROM used
        WHERE used.id IS NOT NULL
    )
    SELECT used.id FROM used LEFT JOIN ${schema}.district ON district.id = used.id
    WHERE used.id IS NOT NULL AND district.id IS NULL LIMIT 1`,
  isEmpty: `SELECT EXISTS (SELECT 1 FROM ${schema}.district WHERE id = $1)
    AND NOT EXISTS (SELECT 1 FROM ${schema}.entry WHERE district = $1)`,
  secondFirst: `SELECT position::float8
    FROM (SELECT position, batch, command, lag(command) OVER (ORDER BY position) AS before
      FROM ${schema}.entry WHERE district = $1) AS one
    WHERE batch <> 0 AND command = before ORDER BY position LIMIT 1`
})

/**
 * Makes the operation `inspect` of a ledger in a schema. `rows` runs a statement and returns its rows.
 *
 * @category constructors
 */
export const make = (
  schema: string,
  rows: (
    statement: string,
    parameters: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<ReadonlyArray<unknown>>, SqlError>
): ((district: DistrictId) => Effect.Effect<Option.Option<Breach>, SqlError>) => {
  const text = statements(schema)
  const guards = Effect.gen(function* () {
    const indexes = (yield* rows(text.indexes, [])).map(([index]) => index)
    const lost = uniqueIndexes.find((index) => !indexes.includes(index))
    if (lost !== undefined) return `the unique index of the entries by ${lost} is missing, or is not valid`
    const added = indexes.find((index) => !uniqueIndexes.includes(String(index)))
    if (added !== undefined)
      return `the table "entry" has a unique index by ${added}, which somebody has added`
    const found = yield* rows(text.triggers, [schema])
    const missing = triggers.find(
      (trigger) => !found.some(([table, name]) => name === trigger && trigger.startsWith(`${table}_`))
    )
    if (missing !== undefined) return `the trigger "${missing}" is missing`
    for (const [table, name, isEnabled] of found) {
      if (isEnabled !== true) return `the trigger "${name}" of the table "${table}" is disabled`
      if (!triggers.includes(String(name))) {
        return `the table "${table}" has the trigger "${name}", which somebody has added`
      }
    }
    const [rule] = yield* rows(text.rules, [schema])
    return rule && `the table "${rule[0]}" has a rule "${rule[1]}", which somebody has added`
  })
  return Effect.fnUntraced(function* (id) {
    const breach = (reason: string, position = 0) => Option.some({ position, reason })
    const guard = yield* guards
    if (guard !== undefined) return breach(guard)
    const [unlisted] = yield* rows(text.unlisted, [])
    if (unlisted !== undefined) {
      return breach(`the table "entry" has entries of the district "${unlisted[0]}", which is not listed`)
    }
    const [empty] = yield* rows(text.isEmpty, [id])
    if (empty?.[0] === true) return breach("the district is listed, but it has no entries")
    const [second] = yield* rows(text.secondFirst, [id])
    return second === undefined
      ? Option.none()
      : breach("the entry counts as the first of its command, but is not", Number(second[0]))
  })
}
