/** The cases of the suites that write many megabytes, and writers that are killed many times. */
import * as vitest from "@effect/vitest"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { capabilities, writer } from "../capabilities.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

for (const synchronous of ["FULL", "NORMAL"] as const) {
  const filename = join(folder, `${synchronous}.db`)
  testSuite(
    vitest,
    ledgerSuite(
      `in an SQLite file, ${synchronous}, with all slow cases`,
      Sqlite.layer({ filename, synchronous }),
      {
        ...capabilities(filename),
        writer: writer(filename, synchronous, 8)
      }
    )
  )
}

testSuite(
  vitest,
  keyStoreSuite(
    "in an SQLite file, with all slow cases",
    Sqlite.keys({ filename: join(folder, "suite.keys") }),
    {
      shared: true
    }
  )
)
