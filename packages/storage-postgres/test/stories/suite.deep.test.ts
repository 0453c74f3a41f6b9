/** The cases of the suites that write many megabytes, and writers that are killed many times. */
import * as vitest from "vitest"
import * as Postgres from "@liulinhui/storage-postgres"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import { afterAll } from "vitest"
import { capabilities, writer } from "../capabilities.ts"
import { drop, newSchema, options, withServer } from "../fixture.ts"

const schema = newSchema()
const keys = newSchema()
afterAll(async () => {
  await drop(schema)
  await drop(keys)
})

withServer("with a server, for a long time", () => {
  testSuite(
    vitest,
    ledgerSuite("in a PostgreSQL database, with all slow cases", Postgres.layer(options(schema)), {
      ...capabilities(schema),
      writer: writer(schema, 6)
    })
  )
  testSuite(
    vitest,
    keyStoreSuite("in a PostgreSQL database, with all slow cases", Postgres.keys(options(keys)), {
      shared: true
    })
  )
})
