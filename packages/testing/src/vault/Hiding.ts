/** The rules of the vault port about errors, logs and spans: they contain no text and no key. */
import * as Effect from "effect/Effect"
import { Buffer } from "node:buffer"
import { inspect } from "node:util"
import { observed } from "../Observed.ts"
import { newDistrict, r1, r2, r3, place, clear, sealOne, type VaultCase } from "./VaultCase.ts"
import { expect } from "../Expect.ts"

export const hiding: ReadonlyArray<VaultCase> = [
  {
    name: "reveals no part of a text in its errors",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const sealed = yield* sealOne(vault, district)
      const changed = Buffer.from(sealed.sealed, "base64url")
      changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1)
      yield* vault.destroy(district, r2)
      const errors: ReadonlyArray<Error> = [
        yield* Effect.flip(vault.open(district, [{ place: "elsewhere", sealed }])),
        yield* Effect.flip(
          vault.open(district, [{ place, sealed: { ...sealed, sealed: changed.toString("base64url") } }])
        ),
        yield* Effect.flip(vault.seal(district, [{ place, owners: [r1, r2], text: clear }]))
      ]
      for (const error of errors) {
        for (const shown of [
          error.message,
          JSON.stringify(error),
          inspect(error, { depth: 10, showHidden: true })
        ]) {
          expect(shown).not.toContain("王秀英")
          expect(shown).not.toContain("hears badly")
        }
      }
    })
  },
  {
    name: "shows nothing of a text or a key in a log, a span or an error, and prints nothing",
    check: Effect.fnUntraced(function* ({ another, rotation, secrets = [], vault }) {
      const district = newDistrict()
      const sealed = yield* sealOne(vault, district)
      const changed = Buffer.from(sealed.sealed, "base64url")
      changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1)
      const tampered = { ...sealed, sealed: changed.toString("base64url") }
      const ready = yield* another
      const rotations =
        rotation === undefined ? [] : yield* Effect.all([rotation.before, rotation.during, rotation.after])
      const calls: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
        ready.seal(district, [{ place, owners: [r1, r3], text: clear }]),
        vault.open(district, [{ place, sealed }]),
        vault.open(district, [{ place: "elsewhere", sealed }]),
        vault.open(district, [{ place, sealed: tampered }]),
        vault.open(newDistrict(), [{ place, sealed }]),
        vault.mac(district, [r1], clear),
        vault.destroy(district, r2),
        vault.seal(district, [{ place, owners: [r1, r2], text: clear }]),
        vault.mac(district, [r1, r2], clear),
        vault.destroyed(district, [r1, r2]),
        ...rotations.map(({ seal }) => seal(district, [{ place, owners: [r1], text: clear }])),
        ...rotations.map(({ rotate }) => rotate)
      ]
      const bytes = Buffer.from(clear)
      const parts = [
        "王秀英",
        "hears badly",
        bytes.toString("hex"),
        bytes.toString("base64").slice(0, 16),
        Buffer.from("hears badly").toString("base64").slice(0, 12),
        ...secrets
      ]
      for (const call of calls) {
        const { printed, shown } = yield* observed(call)
        expect(printed).toBe("")
        for (const part of parts) expect(shown).not.toContain(part)
      }
      for (const handle of [vault, ready, ...rotations]) {
        const itself = `${inspect(handle, { depth: 10, showHidden: true })} ${JSON.stringify(handle)}`
        for (const part of parts) expect(itself).not.toContain(part)
      }
    })
  }
]
