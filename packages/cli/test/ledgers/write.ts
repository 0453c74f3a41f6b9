/**
 * Writes the fixtures of a ledger format. `node packages/cli/test/ledgers/write.ts` submits the events of `story.ts`
 * once on an SQLite file. It writes this file, its portable files, a PostgreSQL dump, and the answers. With
 * `--answers`, it keeps the ledgers and only records the answers of this version of the library. The README in this
 * folder explains when to run it.
 */
import { Journal } from "@liulinhui/core/District"
import { DistrictId } from "@liulinhui/core/Id"
import { Owner, KeyStore } from "@liulinhui/core/Vault"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { DatabaseSync } from "node:sqlite"
import { dump, inNewDatabase } from "../../../storage-postgres/test/dump.ts"
import { start } from "../../../storage-postgres/test/server.ts"
import { open } from "../../../storage-sqlite/src/Database.ts"
import * as SqliteLedger from "../../../storage-sqlite/src/SqliteLedger.ts"
import { keys } from "../../src/Stores.ts"
import { vaultOf } from "../../src/Vaults.ts"
import { answersOf, textOf } from "./answers.ts"
import { at, machine, printed, type Store } from "./command.ts"
import { answersFolder, file, home } from "./fixtures.ts"
import { documents } from "./models.ts"
import { districts, lastDay, nine, play } from "./story.ts"

/** A master key that everybody can compute. It protects only invented data. */
const masterKey = `made-up:${createHash("sha256").update("liulinhui fixtures").digest("base64url")}`

const written: Store = { ledger: file.ledger, environment: {} }

/**
 * A ledger that fills its look-up tables (indexes over the entries) early, so that the tables contain only a part of
 * the entries.
 */
const shortTail = Layer.effect(
  Ledger,
  Effect.map(open({ filename: file.ledger }), (db) => SqliteLedger.make(db, 64))
)

const writeLedger = () => {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  writeFileSync(file.masterKey, `${masterKey}\n`)
  return Effect.runPromise(
    play(documents).pipe(
      Effect.provide(
        Governance.layer().pipe(
          Layer.provideMerge(vaultOf(file.ledger, "writes")),
          Layer.provideMerge(shortTail)
        )
      ),
      Effect.provide(machine(written)),
      Effect.provide(TestClock.layer())
    )
  )
}

/** Copies the data keys from the key file into a PostgreSQL database, with the records of which keys were destroyed. */
const copyKeys = (url: string) =>
  Effect.gen(function* () {
    const store = yield* KeyStore
    const from = new DatabaseSync(file.keys)
    for (const row of from.prepare("SELECT district, owner, master, wrapped FROM key").all()) {
      const district = DistrictId.make(String(row["district"]))
      const owner = Owner.make(String(row["owner"]))
      const { master, wrapped } = row
      yield* typeof master === "string" && typeof wrapped === "string"
        ? store.keep(district, new Map([[owner, { master, wrapped }]]))
        : store.destroy(district, owner)
    }
    from.close()
  }).pipe(Effect.provide(keys(url, "writes")), at(nine(lastDay), written))

const writeOthers = async () => {
  const run = (...args: ReadonlyArray<string>) =>
    Effect.runPromise(printed(...args).pipe(at(nine(lastDay), written)))
  for (const district of districts) {
    await run("audit", "export", file.ledger, file.portable(district), "--district", district)
  }
  const server = await start({ fsync: "off" })
  try {
    await inNewDatabase(server.url, async (url) => {
      for (const district of districts) await run("audit", "import", file.portable(district), url)
      await Effect.runPromise(copyKeys(url))
      writeFileSync(file.dump, await dump(url))
    })
  } finally {
    await server.stop()
  }
}

/** Checks that the events include every type of event. */
const checkTypes = () => {
  const db = new DatabaseSync(file.ledger)
  const found = new Set(
    db
      .prepare("SELECT DISTINCT type FROM ledger")
      .all()
      .map(({ type }) => type)
  )
  db.close()
  const missing = Journal.types.filter((type) => !found.has(type))
  if (missing.length > 0) throw new Error(`the story has no ${missing.join(", ")}`)
}

const writeAnswers = async () => {
  const folder = mkdtempSync(join(tmpdir(), "liulinhui-answers-"))
  try {
    cpSync(home, folder, { recursive: true })
    const store = { ledger: join(folder, "ledger.sqlite"), environment: {} }
    const answers = await Effect.runPromise(answersOf(store))
    mkdirSync(answersFolder, { recursive: true })
    for (const [name, answer] of Object.entries(answers)) {
      writeFileSync(join(answersFolder, name), textOf(answer))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (!process.argv.includes("--answers")) {
  await writeLedger()
  checkTypes()
  await writeOthers()
}
await writeAnswers()
