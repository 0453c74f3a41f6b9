/**
 * Defines the tables, as numbered migration steps. Steps are only ever added, so a database of any earlier version can
 * be opened.
 *
 * Every table is partitioned by a hash of the district, and the district is the first column of every key. So each
 * district is in one partition of each table, and the district can become a shard key. There is no counter and no table
 * of heads that could disagree with the entries. Three unique indexes ensure that no two entries have the same
 * position, and that no version and no command is stored twice.
 *
 * JSON is stored as `text`, character by character. (`jsonb` would reorder keys and rewrite numbers, but the hash chain
 * is computed over the text.) Names are compared byte by byte (`COLLATE "C"`), so that the order does not depend on the
 * locale or the version of the server.
 */
import * as Migrator from "effect/sql/Migrator"
import type { SqlClient } from "effect/sql/SqlClient"
import * as Effect from "effect/Effect"

/**
 * The number of partitions of each table. It cannot change, because the first migration step has created the
 * partitions.
 */
const partitions = 16

const partitioned = (schema: string, table: string): string => `
  DO $$ BEGIN
    FOR part IN 0..${partitions - 1} LOOP
      EXECUTE format(
        'CREATE TABLE ${schema}.${table}_%s PARTITION OF ${schema}.${table} FOR VALUES WITH (MODULUS ${partitions}, REMAINDER %s)',
        lpad(part::text, 2, '0'), part
      );
    END LOOP;
  END $$`

/**
 * SQL statements that make the rows of a table unchangeable: they forbid UPDATE, DELETE, and TRUNCATE of the table and
 * of each partition.
 */
const kept = (schema: string, table: string, what: string): ReadonlyArray<string> => [
  `CREATE TRIGGER ${table}_stays BEFORE UPDATE OR DELETE ON ${schema}.${table}
     FOR EACH ROW EXECUTE FUNCTION ${schema}.stays('${what}')`,
  `CREATE TRIGGER ${table}_remains BEFORE TRUNCATE ON ${schema}.${table}
     FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.stays('${what}')`,
  `DO $$ BEGIN
     FOR part IN 0..${partitions - 1} LOOP
       EXECUTE format(
         'CREATE TRIGGER ${table}_remains BEFORE TRUNCATE ON ${schema}.${table}_%s
            FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.stays(%L)',
         lpad(part::text, 2, '0'), '${what}'
       );
     END LOOP;
   END $$`
]

/**
 * The numbered migration steps of a schema, each with its name and its statements.
 *
 * @category models
 */
export type Steps = (
  schema: string
) => ReadonlyArray<readonly [name: string, statements: ReadonlyArray<string>]>

/** The migration steps for a ledger, its bookmarks and its views. */
export const ledger: Steps = (schema) => [
  [
    "ledger",
    [
      `CREATE TABLE ${schema}.entry (
       district text COLLATE "C" NOT NULL,
       position bigint NOT NULL,
       stream text COLLATE "C" NOT NULL,
       version bigint NOT NULL,
       command text COLLATE "C" NOT NULL,
       batch integer NOT NULL, -- on the first entry of an append: how many entries it has; 0 on the others
       at bigint NOT NULL,
       type text NOT NULL,
       data text NOT NULL,
       hash text NOT NULL,
       PRIMARY KEY (district, position),
       UNIQUE (district, stream, version)
     ) PARTITION BY HASH (district)`,
      partitioned(schema, "entry"),
      `CREATE UNIQUE INDEX entry_by_command ON ${schema}.entry (district, command) WHERE batch > 0`,
      // The districts that have entries. With this table, listing the districts does not read any entry.
      `CREATE TABLE ${schema}.district (id text COLLATE "C" PRIMARY KEY) PARTITION BY HASH (id)`,
      partitioned(schema, "district"),
      `CREATE TABLE ${schema}.bookmark (
       district text COLLATE "C" NOT NULL,
       reader text COLLATE "C" NOT NULL,
       position bigint NOT NULL,
       PRIMARY KEY (district, reader)
     ) PARTITION BY HASH (district)`,
      partitioned(schema, "bookmark"),
      `CREATE FUNCTION ${schema}.stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION '% is never %', TG_ARGV[0], CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'deleted' END
         USING ERRCODE = 'restrict_violation';
     END $$`,
      ...kept(schema, "entry", "an entry"),
      ...kept(schema, "district", "a district")
    ]
  ],
  [
    "views",
    [
      `CREATE TABLE ${schema}.kept_view (
       district text COLLATE "C" NOT NULL,
       name text COLLATE "C" NOT NULL,
       version bigint NOT NULL, -- of the code that folded it
       position bigint NOT NULL,
       state text NOT NULL,
       PRIMARY KEY (district, name)
     ) PARTITION BY HASH (district)`,
      partitioned(schema, "kept_view")
    ]
  ],
  [
    "fingerprints",
    // The fingerprint of an append, stored in its first entry, if the append has one. The column has no default, so
    // that PostgreSQL does not rewrite the existing rows.
    [`ALTER TABLE ${schema}.entry ADD COLUMN fingerprint text`]
  ]
]

/** The migration steps for the data keys of a vault. */
export const keys: Steps = (schema) => [
  [
    "keys",
    [
      `CREATE TABLE ${schema}.key (
         district text COLLATE "C" NOT NULL,
         owner text COLLATE "C" NOT NULL,
         master text, -- the name of the master key that wraps it; none once it is destroyed
         wrapped text,
         PRIMARY KEY (district, owner),
         CHECK ((master IS NULL) = (wrapped IS NULL))
       ) PARTITION BY HASH (district)`,
      partitioned(schema, "key"),
      `CREATE FUNCTION ${schema}.stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION '%', CASE TG_OP WHEN 'UPDATE' THEN 'a key that was destroyed never comes back'
           ELSE 'the mark of a key is never deleted' END USING ERRCODE = 'restrict_violation';
       END $$`,
      `CREATE TRIGGER destroyed_stays BEFORE UPDATE ON ${schema}.key FOR EACH ROW
         WHEN (old.master IS NULL AND new.master IS NOT NULL) EXECUTE FUNCTION ${schema}.stays()`,
      `CREATE TRIGGER key_remains BEFORE DELETE ON ${schema}.key FOR EACH ROW EXECUTE FUNCTION ${schema}.stays()`
    ]
  ]
]

/** The migration steps for sessions, devices and invitations. They do not belong to one district. */
export const identity: Steps = (schema) => [
  [
    "identity",
    [
      `CREATE TABLE ${schema}.identity_record (
         kind text COLLATE "C" NOT NULL,
         key text COLLATE "C" NOT NULL,
         owner text COLLATE "C" NOT NULL,
         version bigint NOT NULL,
         expires bigint NOT NULL, -- in milliseconds since 1970
         value text NOT NULL,
         PRIMARY KEY (kind, key)
       )`,
      `CREATE INDEX identity_record_by_owner ON ${schema}.identity_record (kind, owner, key)`,
      `CREATE INDEX identity_record_by_expiry ON ${schema}.identity_record (expires)`
    ]
  ]
]

/** The name of the table that records which migration steps were run. */
export const table = (schema: string): string => `${schema}.migration`

/**
 * Runs the migration steps that were not run yet. Call it within a transaction that holds a lock.
 *
 * @category operations
 */
export const run = (sql: SqlClient, schema: string, steps: Steps) =>
  Migrator.make({})({
    table: table(schema),
    loader: Migrator.fromRecord(
      Object.fromEntries(
        steps(schema).map(([name, statements], n) => [
          `${n + 1}_${name}`,
          Effect.forEach(statements, (statement) => sql.unsafe(statement), { discard: true })
        ])
      )
    )
  })
