import type { DistrictId } from "@liulinhui/core/Id"
import * as Postgres from "@liulinhui/storage-postgres"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { type Capabilities, ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"
import * as Effect from "effect/Effect"
import { afterAll } from "vitest"
import { drop, newSchema, options, past, withServer } from "./fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

const capabilities: Capabilities = {
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
}

withServer("with a server", () => {
  const layer = Postgres.layer(options(schema))
  ledgerSuite("in a PostgreSQL database", layer, capabilities)
  bookmarksSuite("in a PostgreSQL database", layer, { shared: true })
  viewsSuite("in a PostgreSQL database", layer, { shared: true })
})
