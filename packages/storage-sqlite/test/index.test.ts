import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { bookmarksSuite } from "@liulinhui/testing/BookmarksSuite"
import { type Capabilities, ledgerSuite } from "@liulinhui/testing/LedgerSuite"
import { viewsSuite } from "@liulinhui/testing/ViewsSuite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll } from "vitest"
import { open } from "../src/Database.ts"
import * as SqliteLedger from "../src/SqliteLedger.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** Changes the file without the ledger, as a person with a database tool could do. */
const past = (filename: string, work: (db: DatabaseSync) => void) =>
  Effect.sync(() => {
    const db = new DatabaseSync(filename)
    try {
      work(db)
    } finally {
      db.close()
    }
  })

const key = (district: DistrictId, position: number) =>
  `coalesce((SELECT number FROM district WHERE id = '${district}'), 0) * (1 << 36) + ${position}`

const capabilities = (filename: string): Capabilities => ({
  shared: true,
  failAt: (district, position) =>
    Effect.acquireRelease(
      past(filename, (db) =>
        db.exec(
          `CREATE TRIGGER fault BEFORE INSERT ON entry WHEN new.key = ${key(district, position)}
             OR new.key = (SELECT max(number) + 1 FROM district) * (1 << 36)
           BEGIN SELECT RAISE(ABORT, 'no space left in this test'); END`
        )
      ),
      () => past(filename, (db) => db.exec("DROP TRIGGER fault"))
    ),
  tamper: (district, position) =>
    past(filename, (db) =>
      db.exec(
        `DROP TRIGGER IF EXISTS entry_stays; UPDATE entry SET data = '"x"' WHERE key = ${key(district, position)}`
      )
    ),
  tamperFingerprint: (district, position, fingerprint) =>
    past(filename, (db) => {
      db.exec("DROP TRIGGER IF EXISTS entry_stays")
      db.prepare(`UPDATE entry SET fingerprint = ? WHERE key = ${key(district, position)}`).run(fingerprint)
    })
})

for (const synchronous of ["FULL", "NORMAL"] as const) {
  const filename = join(folder, `${synchronous}.db`)
  const layer = Sqlite.layer({ filename, synchronous })
  ledgerSuite(`in an SQLite file, ${synchronous}`, layer, capabilities(filename))
  bookmarksSuite(`in an SQLite file, ${synchronous}`, layer, { shared: true })
  viewsSuite(`in an SQLite file, ${synchronous}`, layer, { shared: true })
}

// With short tails (few entries that are not in the look-up tables yet), the look-up tables are filled every few
// entries. So every test includes such a moment.
const shortTails = join(folder, "short.db")
ledgerSuite(
  "in an SQLite file whose tails are short",
  Layer.effect(
    Ledger,
    Effect.map(open({ filename: shortTails, synchronous: "NORMAL" }), (db) => SqliteLedger.make(db, 3))
  ),
  capabilities(shortTails)
)
ledgerSuite("in SQLite's memory", Sqlite.layer({ filename: ":memory:" }))
