/** What the tests share: the server of `globalSetup`, a schema of a file's own, and a way past the ledger. */
import * as Postgres from "@liulinhui/storage-postgres"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { randomUUID } from "node:crypto"
import pg from "pg"
import { describe, inject } from "vitest"

/** Where the server is; the empty text where there is none, and then no test of `withServer` runs. */
export const url = inject("postgres") ?? ""

/** Tests that need a server. Without one they are skipped, which `globalSetup` has said. */
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

/** Does something past the ledger, as somebody with a database tool could. */
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

/** Drops a schema, whatever is in it. */
export const drop = (schema: string): Promise<unknown> =>
  url === "" ? Promise.resolve() : Effect.runPromise(past(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))
