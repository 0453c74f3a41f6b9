/** What the tests of the ledger suite do to an SQLite file without the ledger: they damage it, and kill its writers. */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Capabilities, Writer } from "@liulinhui/testing/LedgerSuite"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

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

/**
 * Changes the file without the triggers that protect its entries. Afterwards they are there again, as a careful forger would
 * leave them.
 */
export const withoutTriggers = (db: DatabaseSync, work: (db: DatabaseSync) => void): void => {
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  try {
    work(db)
  } finally {
    for (const { sql } of triggers) db.exec(String(sql))
  }
}

const key = (district: DistrictId, position: number) =>
  `coalesce((SELECT number FROM district WHERE id = '${district}'), 0) * (1 << 36) + ${position}`

export const capabilities = (filename: string): Capabilities => ({
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
      withoutTriggers(db, () =>
        db.exec(`UPDATE entry SET data = '"x"' WHERE key = ${key(district, position)}`)
      )
    ),
  tamperFingerprint: (district, position, fingerprint) =>
    past(filename, (db) =>
      withoutTriggers(db, () => {
        db.prepare(`UPDATE entry SET fingerprint = ? WHERE key = ${key(district, position)}`).run(fingerprint)
      })
    )
})

/** Processes that write to the file, and that the suite kills. */
export const writer = (filename: string, synchronous: "FULL" | "NORMAL", kills: number): Writer => ({
  script: join(import.meta.dirname, "writer.ts"),
  options: ({ count, log, name }) => [filename, synchronous, name, log, `${count}`, "20"],
  kills
})
