import * as vitest from "vitest"
import * as Postgres from "@liulinhui/storage-postgres"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import { afterAll } from "vitest"
import { capabilities } from "./capabilities.ts"
import { drop, newSchema, options, withServer } from "./fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

withServer("with a server", () => {
  const layer = Postgres.layer(options(schema))
  testSuite(vitest, ledgerSuite("in a PostgreSQL database", layer, { ...capabilities(schema), quick: true }))
  testSuite(vitest, bookmarksSuite("in a PostgreSQL database", layer, { shared: true }))
  testSuite(vitest, viewsSuite("in a PostgreSQL database", layer, { shared: true }))
})
