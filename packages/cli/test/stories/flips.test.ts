import * as NodeServices from "@effect/platform-node/NodeServices"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { DistrictId, ResidentId } from "@liulinhui/core/Id"
import { ofDistrict, ofResident, type Sealed, Vault } from "@liulinhui/core/Vault"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { vaultBeside } from "../ledgers.ts"
import { vaultOf } from "../../src/Vaults.ts"

const folder = mkdtempSync(join(tmpdir(), "flips-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const copy = join(folder, "copy.sqlite")

const district = DistrictId.make("small")
const places = ["a", "b"] as const
let seals: ReadonlyArray<Sealed> = []

beforeAll(() =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { seal } = yield* Vault
      seals = yield* seal(district, [
        { place: places[0], owners: [ofResident(ResidentId.make("r1"))], text: "王秀英" },
        { place: places[1], owners: [ofDistrict], text: "李建国" }
      ])
    }).pipe(Effect.provide(vaultBeside(ledger)))
  )
)

/** The result of opening everything with changed keys: the texts, or the error. A defect makes the test fail. */
const openWith = (end: ".master-key" | ".keys", bytes: Uint8Array) =>
  Effect.gen(function* () {
    for (const each of [".master-key", ".keys"]) copyFileSync(`${ledger}${each}`, `${copy}${each}`)
    for (const each of ["-wal", "-shm"]) rmSync(`${copy}.keys${each}`, { force: true })
    writeFileSync(`${copy}${end}`, bytes)
    const opening = Vault.use(({ open }) =>
      open(
        district,
        seals.map((sealed, n) => ({ place: places[n] ?? "", sealed }))
      )
    )
    const exit = yield* Effect.exit(
      Effect.provide(opening, vaultOf(copy, "reads").pipe(Layer.provide(NodeServices.layer)))
    )
    if (Exit.isSuccess(exit)) return exit.value.map(Option.getOrElse(() => "destroyed")).join(" ")
    expect(Cause.hasDies(exit.cause)).toBe(false)
    const error = Cause.squash(exit.cause)
    expect(error).toBeInstanceOf(Error)
    return error as Error & { readonly _tag?: string }
  })

const known = ["MasterKeysRefused", "SealBroken", "VaultUnavailable", "LedgerUnavailable"]

const checkAll = (end: ".master-key" | ".keys", step: number, flips: ReadonlyArray<number>) =>
  Effect.gen(function* () {
    const bytes = readFileSync(`${ledger}${end}`)
    let errors = 0
    for (let at = 0; at < bytes.length; at += step) {
      for (const flip of flips) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ flip
        const found = yield* openWith(end, changed)
        // Bytes that are not used may change. But nothing is ever opened as another text.
        if (typeof found === "string") expect(found).toBe("王秀英 李建国")
        else {
          errors += 1
          expect(known).toContain(found._tag)
          expect(found.message).not.toMatch(/^\s*$|\n\s+at |undefined/)
        }
      }
    }
    return errors / Math.ceil(bytes.length / step) / flips.length
  })

describe("a changed byte in a file of keys", () => {
  it.effect("of master keys is reported, and nothing is opened as another text", () =>
    Effect.gen(function* () {
      // Two bits of the last character, and white space at the end, are not used.
      expect(yield* checkAll(".master-key", 1, [1, 128])).toBeGreaterThan(0.9)
    })
  )

  it.effect("of data keys is reported if it is used, and nothing is opened as another text", () =>
    Effect.gen(function* () {
      // With LIULINHUI_FLIPS=1, each byte.
      const step = process.env["LIULINHUI_FLIPS"] === undefined ? 97 : 1
      expect(yield* checkAll(".keys", step, [255])).toBeGreaterThan(0)
    })
  )
})
