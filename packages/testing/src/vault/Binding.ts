/** The rules of the vault port about what a seal is bound to: its place, its district, its owners, and each of its bytes. */
import { DistrictId } from "@liulinhui/core/Id"
import { Owner, type Sealed } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import { Buffer } from "node:buffer"
import { randomUUID } from "node:crypto"
import { lookAlikes } from "../LookAlikes.ts"
import {
  newDistrict,
  r1,
  r2,
  r3,
  place,
  clear,
  sealOne,
  openAll,
  expectBroken,
  expectErased,
  expectNoMac,
  type Owners,
  type VaultCase
} from "./VaultCase.ts"
import { expect } from "../Expect.ts"

/** Places that a vault might confuse if it normalises them, cuts them off, or reads them in parts. */
const places = [
  place,
  place.toLowerCase(),
  place.toUpperCase(),
  "",
  "/",
  ` ${place}`,
  `${place} `,
  `${place}\n`,
  `${place}\u0000`,
  `${place}/`,
  `${place}/0`,
  `${place}/1`,
  place.split("/").toReversed().join("/"),
  place.replaceAll("/", "//"),
  place.replaceAll("/", " "),
  place.replaceAll("/", "%2F"),
  place.replaceAll("/", "\\"),
  place.replaceAll("/", ""),
  ...place.split("/").map((_, n, parts) => parts.filter((__, m) => m !== n).join("/")),
  "registry/\u00e9/name",
  "registry/e\u0301/name",
  "registry/\uf900/name",
  "registry/\u8c48/name",
  "registry/\ufb01/name",
  "registry/fi/name",
  "registry/\u00df/name",
  "registry/ss/name",
  `${"x".repeat(5_000)}/name`,
  `${"x".repeat(5_000)}/birth`
]

export const binding: ReadonlyArray<VaultCase> = [
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
    name: "binds a seal to every part of its place: case, Unicode form, separators, order, beginning and end",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const seals = yield* vault.seal(
        district,
        places.map((at) => ({ place: at, owners: [r1], text: at }))
      )
      for (const [n, sealed] of seals.entries()) {
        for (const [m, at] of places.entries()) {
          if (n !== m) yield* expectBroken(vault, district, sealed, at)
        }
        expect(yield* openAll(vault, district, [sealed], places[n])).toEqual([places[n]])
      }
    })
  },
  {
    name: "binds a seal and a code to its owner and district, however similar the names of others look",
    check: Effect.fnUntraced(function* ({ vault }) {
      const tag = `d${randomUUID().slice(0, 13)}`
      const district = newDistrict()
      const owners = lookAlikes.map((name) => Owner.make(`resident/${name}`))
      const districts = lookAlikes.map((name) => DistrictId.make(`${tag}${name}`))
      const spots = [
        ...owners.map((owner) => ({ district, owner })),
        ...districts.map((id) => ({ district: id, owner: r1 }))
      ]
      const sealed = yield* Effect.forEach(spots, ({ district: id, owner }) => sealOne(vault, id, [owner]))
      const made = yield* Effect.forEach(spots, ({ district: id, owner }) => vault.mac(id, [owner], clear))
      expect(new Set(made).size).toBe(spots.length)
      for (const [n, each] of sealed.slice(0, owners.length).entries()) {
        for (const [m, owner] of owners.entries()) {
          if (n !== m) yield* expectBroken(vault, district, { ...each, of: [owner] })
        }
      }
      for (const [n, each] of sealed.slice(owners.length).entries()) {
        for (const [m, id] of districts.entries()) {
          if (n !== m) yield* expectBroken(vault, id, each)
        }
      }
    })
  },
  {
    name: "needs the keys of all owners of a value, however many",
    check: Effect.fnUntraced(function* ({ vault }) {
      const names = Array.from({ length: 9 }, (_, n) => Owner.make(`resident/o${n}`))
      const [first = r1, ...others] = names
      const owners: Owners = [first, ...others]
      for (const [n, owner] of owners.entries()) {
        const district = newDistrict()
        const sealed = yield* sealOne(vault, district, owners)
        // Its name is next to that of the owner, so that it takes the same place among the owners.
        const neighbour = Owner.make(`${owner}x`)
        yield* sealOne(vault, district, [neighbour])
        const without = (replacement: ReadonlyArray<Owner>): Owners => {
          const [one = r3, ...rest] = owners.flatMap((each, m) => (m === n ? replacement : [each])).sort()
          return [one, ...rest]
        }
        const code = yield* vault.mac(district, owners, clear)
        for (const wrong of [without([]), without([neighbour])]) {
          yield* expectBroken(vault, district, { ...sealed, of: wrong })
          expect(yield* vault.mac(district, wrong, clear)).not.toBe(code)
        }
        yield* vault.destroy(district, owner)
        expect(yield* openAll(vault, district, [sealed])).toEqual([null])
        yield* expectErased(vault, district, owner, owners)
        yield* expectNoMac(vault, district, owner, owners)
      }
    })
  },
  {
    name: "does not open a seal with any changed bit, or that was cut off or extended anywhere",
    check: Effect.fnUntraced(function* ({ vault }) {
      const district = newDistrict()
      const sealed = yield* sealOne(vault, district, [r1], "王")
      const bytes = Buffer.from(sealed.sealed, "base64url")
      const changed: Array<Buffer> = []
      for (const at of bytes.keys()) {
        for (let bit = 0; bit < 8; bit++) {
          changed.push(Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ (1 << bit) : byte))))
        }
        changed.push(bytes.subarray(0, at), bytes.subarray(at + 1))
        changed.push(Buffer.concat([bytes.subarray(0, at), Buffer.of(0), bytes.subarray(at)]))
      }
      changed.push(Buffer.concat([bytes, Buffer.of(0)]), Buffer.concat([bytes, bytes]), Buffer.alloc(60))
      for (const each of changed.filter((one) => !one.equals(bytes))) {
        yield* expectBroken(vault, district, { ...sealed, sealed: each.toString("base64url") })
      }
      expect(yield* openAll(vault, district, [sealed])).toEqual(["王"])
    })
  }
]
