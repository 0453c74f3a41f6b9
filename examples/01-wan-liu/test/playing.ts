/** Runs the demo as a process, and reads the ledgers that it has written. */
import { DistrictId } from "@liulinhui/core/Id"
import { type Head, Ledger, type LedgerShape } from "@liulinhui/core/Ledger"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import { spawnSync, type SpawnSyncReturns } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"

/** The folder of this example. */
export const home = join(import.meta.dirname, "..")

/** The district of the demo. */
export const wanLiu = DistrictId.make("wan-liu")

/** The command line of a run whose ledger and page have the given name in a folder. */
export const flags = (folder: string, name: string, more: ReadonlyArray<string> = []): Array<string> => [
  join(home, "src", "main.ts"),
  "--ledger",
  join(folder, `${name}.sqlite`),
  "--report",
  join(folder, `${name}.html`),
  ...more
]

/** Runs the demo until it ends. */
export const tell = (
  folder: string,
  name: string,
  ...more: ReadonlyArray<string>
): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, flags(folder, name, more), { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })

/** Runs an effect on a ledger that the demo has written. */
export const onLedger = <A>(
  folder: string,
  name: string,
  work: (ledger: LedgerShape) => Effect.Effect<A, unknown>
): Promise<A> =>
  Effect.runPromise(
    Ledger.use(work).pipe(Effect.provide(StorageSqlite.layer({ filename: join(folder, `${name}.sqlite`) })))
  )

/** The head (last entry) of a ledger. Its hash depends on every entry. */
export const head = (folder: string, name: string): Promise<Head> =>
  onLedger(folder, name, (ledger) => ledger.head(wanLiu))

const model = readFileSync(join(home, "district.yaml"), "utf8")

/**
 * Writes a changed copy of the model of the demo to a file in a folder, and returns the path of the file. Fails if the patch
 * changes nothing.
 */
export const changed = (folder: string, name: string, patch: (text: string) => string): string => {
  const file = join(folder, `${name}.yaml`)
  const text = patch(model)
  if (text === model) throw new Error(`the patch of ${name} changes nothing`)
  writeFileSync(file, text)
  return file
}
