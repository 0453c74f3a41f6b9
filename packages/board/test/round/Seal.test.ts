import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { pbkdf2Sync } from "node:crypto"
import { Buffer } from "node:buffer"
import * as Seal from "../../src/round/Seal.ts"

const pin = fc.stringMatching(/^[0-9]{6,12}$/)
const quick = () => Seal.derivation(2)

describe("a sealed text", () => {
  it("is opened with the same PIN only, and for the same purpose only", () =>
    fc.assert(
      fc.asyncProperty(pin, pin, fc.string({ unit: "grapheme" }), async (right, wrong, text) => {
        const how = quick()
        const sealed = await Seal.seal(await Seal.keyOf(right, how), "list", text)
        expect(await Seal.open(await Seal.keyOf(right, how), "list", sealed)).toBe(text)
        expect(await Seal.open(await Seal.keyOf(right, how), "outbox", sealed)).toBeUndefined()
        const other = await Seal.open(await Seal.keyOf(wrong, how), "list", sealed)
        expect(other).toBe(wrong === right ? text : undefined)
      }),
      { numRuns: 50 }
    ))

  it("is another text each time, and is not opened if one bit of it was changed", async () => {
    const key = await Seal.keyOf("831047", quick())
    const one = await Seal.seal(key, "list", "1号楼 101")
    const two = await Seal.seal(key, "list", "1号楼 101")
    expect(Buffer.from(one.bytes)).not.toEqual(Buffer.from(two.bytes))
    expect(Buffer.from(one.bytes).includes("101")).toBe(false)
    for (let at = 0; at < one.bytes.byteLength; at += 1) {
      const changed = new Uint8Array(one.bytes.slice(0))
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await Seal.open(key, "list", { iv: one.iv, bytes: changed.buffer })).toBeUndefined()
    }
  })

  it("has a key that is derived as PBKDF2 with SHA-256 says, and digits in full width are the same PIN", async () => {
    const how = { salt: new Uint8Array(16).fill(7), iterations: 1000 }
    const bytes = pbkdf2Sync("831047", how.salt, 1000, 32, "sha256")
    const same = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"])
    const sealed = await Seal.seal(await Seal.keyOf(" ８３１０４７", how), "list", "text")
    expect(await Seal.open(same, "list", sealed)).toBe("text")
  })

  it("is derived with 600 000 iterations, and a salt for each device", () => {
    expect(Seal.derivation().iterations).toBe(600_000)
    expect(Seal.derivation().salt).not.toEqual(Seal.derivation().salt)
  })
})
