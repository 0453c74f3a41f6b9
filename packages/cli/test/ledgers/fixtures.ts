/** The paths of the fixture files that were written in ledger format 0. */
import type { DistrictId } from "@liulinhui/core/Id"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export const home = join(import.meta.dirname, "format-0")

const ledger = join(home, "ledger.sqlite")

export const file = {
  ledger,
  keys: `${ledger}.keys`,
  masterKey: `${ledger}.master-key`,
  portable: (district: DistrictId) => join(home, `${district}.jsonl`),
  dump: join(home, "ledger.sql")
}

export const answersFolder = join(home, "answers")

/**
 * The recorded answers, as texts by file name. They were made with the version of the library that wrote the ledgers.
 */
export const recorded = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(answersFolder).map((name) => [name, readFileSync(join(answersFolder, name), "utf8")])
  )
