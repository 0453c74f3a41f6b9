import { describe, expect, it } from "@effect/vitest"
import { DistrictId, ResidentId } from "@liulinhui/core/Id"
import { ofResident, ofStream, type Owner, type KeyStoreShape } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { inspect } from "node:util"
import * as Aes from "../src/Aes.ts"
import * as VaultOf from "../src/index.ts"
import * as MasterKeys from "../src/MasterKeys.ts"
import * as MemoryKeys from "../src/MemoryKeys.ts"

const district = DistrictId.make("suite")
const r1 = ofResident(ResidentId.make("r1"))
const r2 = ofResident(ResidentId.make("r2"))
const text = MasterKeys.generate("one")
const masters = Result.getOrThrow(MasterKeys.read(text))

const vault = (store: KeyStoreShape = MemoryKeys.make(), keys = masters) => VaultOf.make(store, keys)

const sealOne = (
  of: ReturnType<typeof vault>,
  place: string,
  owners: readonly [Owner, ...Array<Owner>],
  clear: string
) => Effect.map(of.seal(district, [{ place, owners, text: clear }]), ([sealed]) => sealed!)

describe("a vault", () => {
  it("opens what it sealed, and seals the same text differently each time", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" }), { maxLength: 8 }),
        fc.boolean(),
        (texts, both) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const subject = vault()
              const owners = both ? ([r2, r1, r2] as const) : ([r1] as const)
              const items = texts.map((clear, n) => ({ place: `p${n}`, owners, text: clear }))
              const seals = yield* subject.seal(district, items)
              const again = yield* subject.seal(district, items)
              const opened = yield* subject.open(
                district,
                seals.map((sealed, n) => ({ place: `p${n}`, sealed }))
              )
              expect(opened.map(Option.getOrThrow)).toEqual(texts)
              for (const [n, { of, sealed }] of seals.entries()) {
                expect(of).toEqual(both ? [r1, r2] : [r1])
                expect(again[n]!.sealed).not.toBe(sealed)
              }
            })
          )
      )
    ))

  it.effect("does not open a seal at another place, with a changed bit, or under another's key", () =>
    Effect.gen(function* () {
      const subject = vault()
      const sealed = yield* sealOne(subject, "here", [r1], "王秀英")
      yield* sealOne(subject, "here", [r2], "李建国")
      const bytes = Buffer.from(sealed.sealed, "base64url")
      const flipped = [0, 1, 13, 29, bytes.length - 1].map((at) => {
        const copy = Buffer.from(bytes)
        copy[at]! ^= 1
        return { ...sealed, sealed: copy.toString("base64url") }
      })
      for (const [place, wrong] of [
        ["there", sealed] as const,
        ["here", { ...sealed, of: [r2] as const }] as const,
        ...flipped.map((one) => ["here", one] as const)
      ]) {
        expect((yield* Effect.flip(subject.open(district, [{ place, sealed: wrong }])))._tag).toBe(
          "SealBroken"
        )
      }
    })
  )

  it.effect(
    "opens no value of a destroyed owner, alone or with others, and seals no more values for that owner",
    () =>
      Effect.gen(function* () {
        const store = MemoryKeys.make()
        const subject = vault(store)
        const alone = yield* sealOne(subject, "a", [r1], "a")
        const together = yield* sealOne(subject, "b", [r1, r2], "b")
        const theirs = yield* sealOne(subject, "c", [r2], "c")
        yield* subject.destroy(district, r1)
        for (const each of [subject, vault(store)]) {
          const opened = yield* each.open(district, [
            { place: "a", sealed: alone },
            { place: "b", sealed: together },
            { place: "c", sealed: theirs }
          ])
          expect(opened.map(Option.getOrNull)).toEqual([null, null, "c"])
          expect((yield* Effect.flip(sealOne(each, "d", [r1], "d")))._tag).toBe("OwnerErased")
        }
      })
  )

  it.effect(
    "removes a key from its memory that another process has destroyed, when it looks at the store",
    () =>
      Effect.gen(function* () {
        const store = MemoryKeys.make()
        const [one, other] = [vault(store), vault(store)]
        const sealed = yield* sealOne(one, "a", [r1, r2], "a")
        const open = other.open(district, [{ place: "a", sealed }])
        expect((yield* open).map(Option.getOrNull)).toEqual(["a"])
        yield* one.destroy(district, r1)
        expect([...(yield* other.destroyed(district, [r1, r2]))]).toEqual([r1])
        expect((yield* open).map(Option.getOrNull)).toEqual([null])
      })
  )

  it.effect("wraps every key with the newest master key; then the old one is not needed any more", () =>
    Effect.gen(function* () {
      const store = MemoryKeys.make()
      const owners = Array.from({ length: 1200 }, (_, n) => ofStream(`case-${n}`))
      const seals = yield* vault(store).seal(
        district,
        owners.map((owner) => ({ place: "p", owners: [owner] as const, text: owner }))
      )
      const next = MasterKeys.generate("two")
      const both = Redacted.make(`${Redacted.value(next)},${Redacted.value(text)}`)
      const rotating = vault(store, Result.getOrThrow(MasterKeys.read(both)))
      expect(yield* rotating.rotate).toBe(1200)
      expect(yield* rotating.rotate).toBe(0)
      const after = vault(store, Result.getOrThrow(MasterKeys.read(next)))
      const opened = yield* after.open(
        district,
        seals.map((sealed) => ({ place: "p", sealed }))
      )
      expect(opened.map(Option.getOrNull)).toEqual(owners)
      const error = yield* Effect.flip(vault(store).open(district, [{ place: "p", sealed: seals[0]! }]))
      expect(error.message).toContain('the master key "two" is not configured')
    })
  )

  it.effect("reports that its key store is not the one of the ledger", () =>
    Effect.gen(function* () {
      const sealed = yield* sealOne(vault(), "a", [r1], "a")
      const error = yield* Effect.flip(vault().open(district, [{ place: "a", sealed }]))
      expect(error.message).toContain("the key store holds no key of that owner")
    })
  )
})

describe("the keys of some owners", () => {
  const { mac, seal } = Aes.combine([Buffer.alloc(32, 1), Buffer.alloc(32, 2)])

  it("are derived as in every version, because ledgers keep seals and codes for ever", () => {
    expect(seal.export().toString("hex")).toBe(
      "acfee759fa9cd0ba91cd92ceb7a69a6def281077b33e380178b355fee684a540"
    )
    expect(Aes.mac(mac, "王秀英")).toBe("jcqY27wUjZP9SM5JzoUkO7p_yOpZa6SALBv2m49UIp4")
  })

  it("are different for codes and for seals", () => {
    expect(mac.export().equals(seal.export())).toBe(false)
    expect(Aes.mac(mac, "a")).not.toBe(Aes.mac(seal, "a"))
  })
})

describe("master keys", () => {
  it("are refused with every reason, and never shown", () => {
    const secret = Redacted.value(text).slice(4)
    const wrong = Redacted.make(`one:${secret},one:${secret},short:abc`)
    const refused = Result.getOrThrow(Result.flip(MasterKeys.read(wrong)))
    expect(refused.reasons).toHaveLength(2)
    for (const shown of [
      refused.message,
      inspect(refused),
      JSON.stringify(refused),
      inspect(masters),
      inspect(text)
    ]) {
      expect(shown).not.toContain(secret.slice(0, 12))
    }
  })
})
