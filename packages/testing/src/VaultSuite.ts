/**
 * The conformance suite of the vault port: tests that every vault must pass. A vault encrypts personal data, and erases
 * a person's data by destroying the person's key. Call `vaultSuite` once in a test file of the adapter. The cases are
 * data, so you can also run them in another way. The tests of this suite run them with vaults that are broken on
 * purpose.
 *
 * Each case uses new districts and does not delete them afterwards. So the vault need not be empty.
 */
import { describe, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import {
  Owner,
  Sealed,
  OwnerErased,
  SealBroken,
  type ToSeal,
  Vault,
  type VaultShape
} from "@liulinhui/core/Vault"
import { Fingerprint } from "@liulinhui/core/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import { randomUUID } from "node:crypto"
import { inspect } from "node:util"
import { expect } from "vitest"

type Opened = Effect.Effect<VaultShape, unknown, Scope.Scope>

/**
 * The optional capabilities of a vault. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /**
   * `true` if every layer that the test builds uses the same keys. Each vault then sees at once everything that another
   * vault has acknowledged.
   */
  readonly shared?: true
  /**
   * Three vaults over one key store that no other test uses. The first has an old master key, the second has a new
   * master key and the old one, and the third has the new master key alone.
   */
  readonly rotation?: Readonly<Record<"before" | "during" | "after", Layer.Layer<Vault, unknown>>>
}

/** The input of a case: a vault, a second vault with the same keys if `shared` is set, and the capabilities. */
export interface Subject {
  readonly vault: VaultShape
  readonly another: Opened
  readonly rotation?: Readonly<Record<"before" | "during" | "after", Opened>>
}

/**
 * One rule that every vault must keep, and a check of this rule.
 *
 * @category models
 */
export interface VaultCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)
const r1 = Owner.make("resident/r1")
const r2 = Owner.make("resident/r2")
const r3 = Owner.make("resident/r3")
const place = "registry/ResidentEntered/name"
const clear = "王秀英 hears badly on the left"

type Owners = ToSeal["owners"]

/** Texts that a vault might confuse if it cuts off characters, trims or normalises texts, or ignores case. */
const alike = [
  "",
  " ",
  clear,
  `${clear} `,
  `${clear}\u0000`,
  clear.toUpperCase(),
  "\u00e9",
  "e\u0301",
  "\uf900",
  "\u8c48",
  "x".repeat(4000),
  `${"x".repeat(3999)}y`
]

const sealOne = (
  vault: VaultShape,
  district: DistrictId,
  owners: Owners = [r1],
  text: string = clear,
  at: string = place
) =>
  Effect.flatMap(vault.seal(district, [{ place: at, owners, text }]), (sealed) => {
    expect(sealed).toHaveLength(1)
    return Effect.fromOption(Option.fromUndefinedOr(sealed[0]))
  })

/** Opens several encrypted values. An erased value becomes `null`. */
const openAll = (
  vault: VaultShape,
  district: DistrictId,
  seals: ReadonlyArray<Sealed>,
  at: string = place
): Effect.Effect<ReadonlyArray<string | null>, unknown> =>
  Effect.map(
    vault.open(
      district,
      seals.map((sealed) => ({ place: at, sealed }))
    ),
    (opened) => opened.map(Option.getOrNull)
  )

const expectBroken = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  sealed: Sealed,
  at: string = place
) {
  const error = yield* Effect.flip(vault.open(district, [{ place: at, sealed }]))
  expect(error).toBeInstanceOf(SealBroken)
})

const expectErased = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  owner: Owner,
  owners: Owners = [owner]
) {
  const items: ReadonlyArray<ToSeal> = [
    { place, owners: [r3], text: "somebody else's" },
    { place, owners, text: clear }
  ]
  const error = yield* Effect.flip(vault.seal(district, items))
  expect(error).toBeInstanceOf(OwnerErased)
  expect(error).toMatchObject({ district, owner })
})

const expectNoMac = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  owner: Owner,
  owners: Owners = [owner]
) {
  const error = yield* Effect.flip(vault.mac(district, owners, clear))
  expect(error).toBeInstanceOf(OwnerErased)
  expect(error).toMatchObject({ district, owner })
})

/** Returns the nonce of an encrypted value. It follows the first byte, which is the version. */
const nonceOf = ({ sealed }: Sealed): string =>
  Buffer.from(sealed, "base64url").subarray(1, 13).toString("base64url")

/**
 * The cases for all rules of the vault port.
 *
 * @category specification
 */
export const vaultCases: ReadonlyArray<VaultCase> = [
  {
    name: "opens seals of any text, in the requested order",
    check: ({ vault }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(
              fc.array(
                fc.tuple(
                  fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "👩‍👧", "李".repeat(40_000))),
                  fc.constantFrom<Owners>([r1], [r2], [r2, r1], [r1, r2, r3])
                ),
                { maxLength: 8 }
              ),
              (texts) =>
                Effect.runPromise(
                  Effect.gen(function* () {
                    const district = newDistrict()
                    const items = texts.map(([text, owners], n) => ({ place: `p${n}`, owners, text }))
                    const seals = yield* vault.seal(district, items)
                    expect(seals).toHaveLength(items.length)
                    const asked = seals.map((sealed, n) => ({ place: `p${n}`, sealed })).toReversed()
                    const opened = yield* vault.open(district, asked)
                    expect(opened.map(Option.getOrNull)).toEqual(texts.map(([text]) => text).toReversed())
                  })
                )
            ),
            { numRuns: 40 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "writes seals in the format of entries, with each owner once and in order",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const seals = [
        yield* sealOne(vault, district, [r2, r1, r2]),
        yield* sealOne(vault, district, [r1]),
        yield* sealOne(vault, district, [r1], "")
      ]
      for (const sealed of seals) expect(Schema.is(Sealed)(sealed)).toBe(true)
      expect(seals.map(({ of }) => of)).toEqual([[r1, r2], [r1], [r1]])
      expect(yield* openAll(vault, district, seals)).toEqual([clear, clear, ""])
    })
  },
  {
    name: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const district = newDistrict()
      const items = Array.from({ length: 1500 }, () => ({ place, owners: [r1] as const, text: clear }))
      const seals = [
        ...(yield* vault.seal(district, items)),
        ...(yield* vault.seal(district, items)),
        ...(yield* (yield* another).seal(district, items))
      ]
      expect(new Set(seals.map(nonceOf)).size).toBe(seals.length)
      // The bytes of the encrypted text alone. The version, the nonce and the authentication tag are before it.
      const cipherTexts = seals.map(({ sealed }) =>
        Buffer.from(sealed, "base64url").subarray(29).toString("hex")
      )
      expect(new Set(cipherTexts).size).toBe(seals.length)
    })
  },
  {
    name: "leaves no part of a text readable in its seal",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      for (const owners of [[r1], [r1, r2]] as const) {
        const sealed = yield* sealOne(vault, district, owners)
        const bytes = Buffer.from(sealed.sealed, "base64url")
        const shown = [
          sealed.sealed,
          bytes.toString("utf8"),
          bytes.toString("utf16le"),
          bytes.toString("latin1")
        ]
        for (const part of [
          "王秀英",
          "hears badly",
          Buffer.from("hears badly").toString("base64url").slice(0, 12)
        ]) {
          for (const text of shown) expect(text).not.toContain(part)
        }
      }
    })
  },
  {
    name: "does not open a seal at another place",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const sealed = yield* sealOne(vault, district)
      for (const at of ["registry/ResidentEntered/birth", "", `${place} `, `${place}/0`]) {
        yield* expectBroken(vault, district, sealed, at)
      }
      expect(yield* openAll(vault, district, [sealed])).toEqual([clear])
    })
  },
  {
    name: "does not open a seal in another district, even if its owner has a key there",
    check: Effect.fnUntraced(function* ({ vault }) {
      const [here, there] = [newDistrict(), newDistrict()]
      const sealed = yield* sealOne(vault, here)
      yield* sealOne(vault, there)
      yield* expectBroken(vault, there, sealed)
    })
  },
  {
    name: "does not open a seal with other owners",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const alone = yield* sealOne(vault, district, [r1])
      const together = yield* sealOne(vault, district, [r1, r2])
      yield* sealOne(vault, district, [r3])
      const wrong: ReadonlyArray<Sealed> = [
        { ...alone, of: [r2] },
        { ...alone, of: [r1, r2] },
        { ...together, of: [r1] },
        { ...together, of: [r2] },
        { ...together, of: [r1, r3] },
        { ...together, of: [r1, r2, r3] }
      ]
      for (const sealed of wrong) yield* expectBroken(vault, district, sealed)
    })
  },
  {
    name: "does not open a seal with any changed byte, or with its end cut off",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const sealed = yield* sealOne(vault, district)
      const bytes = Buffer.from(sealed.sealed, "base64url")
      for (const at of bytes.keys()) {
        const changed = Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 1 : byte)))
        yield* expectBroken(vault, district, { ...sealed, sealed: changed.toString("base64url") })
      }
      for (const length of [29, bytes.length - 1]) {
        const cut = bytes.subarray(0, length).toString("base64url")
        yield* expectBroken(vault, district, { ...sealed, sealed: cut })
      }
    })
  },
  {
    name: "reports a seal as broken if it has no key of the owner, and never as erased",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const sealed = yield* sealOne(vault, district)
      yield* expectBroken(vault, newDistrict(), sealed)
      yield* expectBroken(vault, district, { ...sealed, of: [Owner.make("resident/unknown")] })
    })
  },
  {
    name: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    check: Effect.fnUntraced(function* ({ vault }) {
      for (const gone of [r1, r2]) {
        const district = newDistrict()
        const seals = yield* vault.seal(
          district,
          ([[r1], [r2], [r1, r2], [r2, r3, r1], [r3]] as ReadonlyArray<Owners>).map((owners) => ({
            place,
            owners,
            text: clear
          }))
        )
        expect(yield* openAll(vault, district, seals)).toEqual(seals.map(() => clear))
        for (let times = 0; times < 2; times++) {
          yield* vault.destroy(district, gone)
          expect(yield* openAll(vault, district, seals)).toEqual(
            seals.map(({ of }) => (of.includes(gone) ? null : clear))
          )
        }
      }
    })
  },
  {
    name: "destroys a key in one district only",
    check: Effect.fnUntraced(function* ({ vault }) {
      const here = newDistrict()
      const there = DistrictId.make(`${here}-1`)
      const sealed = yield* sealOne(vault, there)
      yield* sealOne(vault, here)
      yield* vault.destroy(here, r1)
      expect(yield* openAll(vault, there, [sealed])).toEqual([clear])
      yield* sealOne(vault, there)
    })
  },
  {
    name: "seals no more values for a destroyed owner, with or without an earlier key",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      yield* sealOne(vault, district, [r1])
      yield* sealOne(vault, district, [r1, r3])
      for (const owner of [r1, r2]) {
        yield* vault.destroy(district, owner)
        yield* expectErased(vault, district, owner)
        yield* expectErased(vault, district, owner, [r3, owner])
      }
      // The failed encryption must not have made a new key for the first owner.
      yield* expectErased(vault, district, r1)
    })
  },
  {
    name: "reports exactly the owners whose key was destroyed, of those that it is asked about",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      yield* sealOne(vault, district, [r1])
      yield* sealOne(vault, district, [r2])
      expect(yield* vault.destroyed(district, [])).toEqual(new Set())
      // An owner who never had a key does not count as destroyed. This query must not change that.
      expect(yield* vault.destroyed(district, [r1, r2, r3])).toEqual(new Set())
      yield* sealOne(vault, district, [r3])
      yield* vault.destroy(district, r1)
      expect(yield* vault.destroyed(district, [r1, r2, r3])).toEqual(new Set([r1]))
      expect(yield* vault.destroyed(district, [r2, r3])).toEqual(new Set())
      expect(yield* vault.destroyed(newDistrict(), [r1])).toEqual(new Set())
      const nobody = Owner.make("stream/never-sealed")
      yield* vault.destroy(district, nobody)
      expect(yield* vault.destroyed(district, [nobody])).toEqual(new Set([nobody]))
    })
  },
  {
    name: "keeps no key of a destroyed owner after concurrent calls that open or seal",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another }) {
      for (let turns = 0; turns < 16; turns++) {
        const district = newDistrict()
        const vault = yield* another
        const seals = [yield* sealOne(vault, district, [r1]), yield* sealOne(vault, district, [r1, r2])]
        const later = yield* another
        yield* Effect.all(
          [
            openAll(later, district, seals),
            Effect.exit(sealOne(later, district, [r1])),
            Effect.exit(later.mac(district, [r1], clear)),
            // Each round of the test waits longer before `destroy`, so that the key is destroyed during each step of
            // the other calls.
            Effect.andThen(Effect.replicateEffect(Effect.yieldNow, turns), later.destroy(district, r1)),
            openAll(later, district, seals)
          ],
          { concurrency: "unbounded" }
        )
        expect(yield* openAll(later, district, seals)).toEqual([null, null])
        yield* expectErased(later, district, r1)
        yield* expectNoMac(later, district, r1)
      }
    })
  },
  {
    name: "opens all seals of callers that seal for a new owner at the same time",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const seals = yield* Effect.forEach(
        Array.from({ length: 12 }),
        (_, n) => sealOne(vault, district, n % 3 === 0 ? [r1, r2] : [r1]),
        { concurrency: "unbounded" }
      )
      expect(yield* openAll(vault, district, seals)).toEqual(seals.map(() => clear))
    })
  },
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
    name: "opens seals through another handle on its keys, and none of a destroyed owner",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const district = newDistrict()
      const seals = [yield* sealOne(vault, district, [r1]), yield* sealOne(vault, district, [r1, r2])]
      const other = yield* another
      expect(yield* openAll(other, district, seals)).toEqual([clear, clear])
      const theirs = yield* sealOne(other, district, [r1])
      expect(yield* openAll(vault, district, [theirs])).toEqual([clear])
      yield* Effect.scoped(Effect.flatMap(another, (brief) => brief.destroy(district, r1)))
      const later = yield* another
      expect(yield* openAll(later, district, [...seals, theirs])).toEqual([null, null, null])
      yield* expectErased(later, district, r1)
    })
  },
  {
    name: "computes the same code for the same text and owners, in any order, each time and with another handle",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, vault }) {
      const district = newDistrict()
      const of: ReadonlyArray<Owners> = [[r1], [r3], [r1, r2, r3]]
      const same: ReadonlyArray<Owners> = [[r1, r1], [r3], [r3, r1, r2, r1]]
      const texts = ["", clear, "李".repeat(40_000)]
      // The first call also makes keys for those owners who have no key yet.
      const first = yield* vault.mac(district, [r1, r2, r3], "")
      const other = yield* another
      for (const text of texts) {
        for (const [n, owners] of of.entries()) {
          const code = yield* vault.mac(district, owners, text)
          expect(Schema.is(Fingerprint)(code)).toBe(true)
          expect(code.length).toBeGreaterThanOrEqual(22)
          expect(yield* vault.mac(district, owners, text)).toBe(code)
          expect(yield* other.mac(district, same[n]!, text)).toBe(code)
        }
      }
      const later = yield* Effect.scoped(
        Effect.flatMap(another, (brief) => brief.mac(district, [r2, r3, r1], ""))
      )
      expect(later).toBe(first)
      // A value that was encrypted with the same keys can still be decrypted.
      const sealed = yield* sealOne(other, district, [r1, r2, r3])
      expect(yield* openAll(vault, district, [sealed])).toEqual([clear])
    })
  },
  {
    name: "computes a different code for another text, other owners or another district",
    check: ({ vault }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(fc.uniqueArray(fc.string({ unit: "grapheme" }), { maxLength: 3 }), (generated) =>
              Effect.runPromise(
                Effect.gen(function* () {
                  const texts = new Set([...alike, ...generated])
                  const here = newDistrict()
                  const districts = [here, DistrictId.make(`${here}-1`)]
                  const owners: ReadonlyArray<Owners> = [[r1], [r2], [r1, r2], [r1, r3], [r1, r2, r3]]
                  const codes = new Set<string>()
                  for (const district of districts) {
                    for (const of of owners) {
                      for (const text of texts) codes.add(yield* vault.mac(district, of, text))
                    }
                  }
                  expect(codes.size).toBe(districts.length * owners.length * texts.size)
                })
              )
            ),
            { numRuns: 15 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "computes no code for a destroyed owner any more, and the same codes for the other owners",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const others: ReadonlyArray<Owners> = [[r2], [r2, r3]]
      const codes = yield* Effect.forEach(others, (owners) => vault.mac(district, owners, clear))
      yield* vault.mac(district, [r1], clear)
      yield* vault.mac(district, [r1, r2], clear)
      for (let times = 0; times < 2; times++) {
        yield* vault.destroy(district, r1)
        yield* expectNoMac(vault, district, r1)
        yield* expectNoMac(vault, district, r1, [r2, r1])
        yield* expectNoMac(vault, district, r1, [r1, r3])
        expect(yield* Effect.forEach(others, (owners) => vault.mac(district, owners, clear))).toEqual(codes)
      }
      // If the key of an owner who never had one is destroyed, no key is made for this owner later.
      const nobody = Owner.make("resident/nobody")
      yield* vault.destroy(district, nobody)
      yield* expectNoMac(vault, district, nobody)
    })
  },
  {
    name: "computes the same codes after its master key was changed",
    needs: "rotation",
    check: Effect.fnUntraced(function* ({ rotation }) {
      if (rotation === undefined) return
      const district = newDistrict()
      const codes = yield* Effect.flatMap(rotation.before, (vault) =>
        Effect.all([vault.mac(district, [r1], clear), vault.mac(district, [r1, r2], clear)])
      )
      yield* Effect.flatMap(rotation.during, ({ rotate }) => rotate)
      for (const handle of [rotation.during, rotation.after]) {
        const vault = yield* handle
        expect([
          yield* vault.mac(district, [r1], clear),
          yield* vault.mac(district, [r2, r1], clear)
        ]).toEqual(codes)
      }
    })
  },
  {
    name: "wraps all keys with the newest master key, then opens them without the old one and only them",
    needs: "rotation",
    check: Effect.fnUntraced(function* ({ rotation }) {
      if (rotation === undefined) return
      const districts = [newDistrict(), newDistrict()]
      const before = yield* rotation.before
      const sealed: Array<readonly [DistrictId, ReadonlyArray<Sealed>]> = []
      for (const district of districts) {
        const items = Array.from({ length: 600 }, (_, n) => ({
          place,
          owners: [Owner.make(`stream/case-${n}`)] as const,
          text: `${clear} ${n}`
        }))
        sealed.push([district, yield* before.seal(district, items)])
        yield* before.destroy(district, Owner.make("stream/case-0"))
      }
      const during = yield* rotation.during
      expect(yield* during.rotate).toBe(2 * 599)
      expect(yield* during.rotate).toBe(0)
      for (const opened of [during, yield* rotation.after]) {
        for (const [district, seals] of sealed) {
          expect(yield* openAll(opened, district, seals)).toEqual(
            seals.map((_, n) => (n === 0 ? null : `${clear} ${n}`))
          )
          yield* expectErased(opened, district, Owner.make("stream/case-0"))
        }
      }
      // After the change of the master key, the data keys cannot be decrypted with the old master key alone.
      const old = yield* rotation.before
      for (const [district, seals] of sealed) {
        for (const each of seals.slice(1, 2)) yield* expectBroken(old, district, each)
      }
    })
  }
]

/** Builds a layer anew, even if it was built before in the same test. */
const opening = <R, E>(layer: Layer.Layer<Vault | R, E>): Effect.Effect<VaultShape, E, Scope.Scope> =>
  Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Vault))

/**
 * Registers the tests of a vault with vitest. The layer is built anew for each case. A case that needs a missing
 * capability is shown as skipped.
 *
 * @category suites
 */
export const vaultSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Vault | R, E>,
  capabilities: Capabilities = {}
): void => {
  describe(`the vault ${name}`, () => {
    const another = opening(layer)
    const { rotation } = capabilities
    const opened = rotation && {
      rotation: {
        before: opening(rotation.before),
        during: opening(rotation.during),
        after: opening(rotation.after)
      }
    }
    for (const { name: promise, needs, check } of vaultCases) {
      const register = needs === undefined || capabilities[needs] !== undefined ? it.live : it.live.skip
      register(
        promise,
        () =>
          another.pipe(
            Effect.flatMap((vault) => check({ vault, another, ...opened })),
            Effect.timeout("60 seconds")
          ),
        70_000
      )
    }
  })
}
