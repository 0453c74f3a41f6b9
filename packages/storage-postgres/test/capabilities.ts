/** What the tests of the ledger suite do to a PostgreSQL schema without the ledger: they damage it, and kill its writers. */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Capabilities, Writer } from "@liulinhui/testing/LedgerSuite"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { past, url } from "./fixture.ts"

export const capabilities = (schema: string): Capabilities => ({
  shared: true,
  failAt: (district: DistrictId, position: number) =>
    Effect.acquireRelease(
      past(
        `CREATE FUNCTION ${schema}.fault() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'no space left in this test'; END $$;
         CREATE TRIGGER fault BEFORE INSERT ON ${schema}.entry FOR EACH ROW
           WHEN (new.district = '${district}' AND new.position = ${position})
           EXECUTE FUNCTION ${schema}.fault()`
      ),
      () => Effect.orDie(past(`DROP FUNCTION ${schema}.fault CASCADE`))
    ),
  tamper: (district, position) =>
    past(
      `SET session_replication_role = replica;
       UPDATE ${schema}.entry SET data = '"x"' WHERE district = '${district}' AND position = ${position}`
    ),
  tamperFingerprint: (district, position, fingerprint) =>
    past(
      `SET session_replication_role = replica;
       UPDATE ${schema}.entry SET fingerprint = ${fingerprint === null ? "NULL" : `'${fingerprint}'`}
         WHERE district = '${district}' AND position = ${position}`
    )
})

/** Processes that write to the schema, and that the suite kills. */
export const writer = (schema: string, kills: number): Writer => ({
  script: join(import.meta.dirname, "writer.ts"),
  options: ({ count, log, name }) => [url, schema, name, log, `${count}`],
  kills,
  // The server may still be writing the data that the killed process had sent.
  settled: (name) =>
    Effect.gen(function* () {
      const session = `${schema} ${name}`.slice(0, 63)
      const sessions = past("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", [session])
      while ((yield* sessions).length > 0) yield* Effect.sleep("5 millis")
    })
})
