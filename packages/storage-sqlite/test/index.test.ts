import * as vitest from "@effect/vitest"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { open } from "../src/Database.ts"
import * as SqliteLedger from "../src/SqliteLedger.ts"
import { capabilities, writer } from "./capabilities.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

for (const synchronous of ["FULL", "NORMAL"] as const) {
  const filename = join(folder, `${synchronous}.db`)
  const layer = Sqlite.layer({ filename, synchronous })
  testSuite(
    vitest,
    ledgerSuite(`in an SQLite file, ${synchronous}`, layer, {
      ...capabilities(filename),
      ...(synchronous === "NORMAL" ? { writer: writer(filename, synchronous, 2) } : {}),
      quick: true
    })
  )
  testSuite(vitest, bookmarksSuite(`in an SQLite file, ${synchronous}`, layer, { shared: true }))
  testSuite(vitest, viewsSuite(`in an SQLite file, ${synchronous}`, layer, { shared: true }))
}

// With short tails (few entries that are not in the look-up tables yet), the look-up tables are filled every few
// entries. So every test includes such a moment.
const shortTails = join(folder, "short.db")
testSuite(
  vitest,
  ledgerSuite(
    "in an SQLite file whose tails are short",
    Layer.effect(
      Ledger,
      Effect.map(open({ filename: shortTails, synchronous: "NORMAL" }), (db) => SqliteLedger.make(db, 3))
    ),
    { ...capabilities(shortTails), quick: true }
  )
)
testSuite(vitest, ledgerSuite("in SQLite's memory", Sqlite.layer({ filename: ":memory:" }), { quick: true }))
