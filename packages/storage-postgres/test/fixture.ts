/**
 * Shared by the tests of this package: the server that `globalSetup` starts, a separate schema for each test file, and
 * a function that changes the database without the ledger.
 */
import * as Postgres from "@liulinhui/storage-postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { randomUUID } from "node:crypto"
import pg from "pg"
import { describe, inject } from "vitest"

/**
 * The address of the PostgreSQL server for tests. It is empty if there is no server; then the tests of `withServer` are
 * skipped.
 */
export const url = inject("postgres") ?? ""

/**
 * Registers tests that need a server. If there is no server, they are skipped, and `globalSetup` has printed a warning.
 */
export const withServer = (name: string, tests: () => void): void => {
  const register = url === "" ? describe.skip : describe
  register(name, tests)
}

export const newSchema = (): string => `test_${randomUUID().replaceAll("-", "_")}`

export const options = (schema: string, more: Partial<Postgres.Options> = {}): Postgres.Options => ({
  url: Redacted.make(url),
  schema,
  maxConnections: 4,
  ...more
})

/** Runs a statement without the ledger, as a person with a database tool could do. */
export const past = <A = unknown>(
  statement: string,
  parameters: ReadonlyArray<unknown> = [],
  as: string = url
): Effect.Effect<ReadonlyArray<A>, Error> =>
  Effect.tryPromise({
    try: async () => {
      const client = new pg.Client({ connectionString: as })
      await client.connect()
      try {
        const { rows } = await client.query(statement, [...parameters])
        return rows as ReadonlyArray<A>
      } finally {
        await client.end()
      }
    },
    catch: (cause) => (cause instanceof Error ? cause : new Error(String(cause)))
  })

/** Drops a schema with all its content. */
export const drop = (schema: string): Promise<unknown> =>
  url === "" ? Promise.resolve() : Effect.runPromise(past(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))
