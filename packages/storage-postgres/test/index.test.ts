import * as Postgres from "@liulinhui/storage-postgres"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"
import { afterAll } from "vitest"
import { capabilities } from "./capabilities.ts"
import { drop, newSchema, options, withServer } from "./fixture.ts"

const schema = newSchema()
afterAll(() => drop(schema))

withServer("with a server", () => {
  const layer = Postgres.layer(options(schema))
  ledgerSuite("in a PostgreSQL database", layer, { ...capabilities(schema), quick: true })
  bookmarksSuite("in a PostgreSQL database", layer, { shared: true })
  viewsSuite("in a PostgreSQL database", layer, { shared: true })
})
