/**
 * A vault whose keys and nonces are computed, not random, so that the ledger of the same story always has the same
 * hash. Use it only to compare ledgers of a made-up district. It protects no data, because everybody can compute its
 * keys.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Owner,
  type Sealed,
  OwnerErased,
  SealBroken,
  Vault,
  type VaultShape
} from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Buffer } from "node:buffer"
import { createCipheriv, createDecipheriv, createHash } from "node:crypto"

const digest = (...parts: ReadonlyArray<string>): Buffer =>
  createHash("sha256").update(JSON.stringify(parts)).digest()

const keyOf = (district: DistrictId, owners: ReadonlyArray<Owner>): Buffer =>
  digest("key", district, ...owners)

const seal = (key: Buffer, place: string, text: string): string => {
  const nonce = digest("nonce", key.toString("hex"), place, text).subarray(0, 12)
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), sealed]).toString("base64url")
}

const open = (key: Buffer, place: string, sealed: string): string => {
  const bytes = Buffer.from(sealed, "base64url")
  const cipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 13)).setAAD(Buffer.from(place))
  cipher.setAuthTag(bytes.subarray(13, 29))
  return Buffer.concat([cipher.update(bytes.subarray(29)), cipher.final()]).toString()
}

const make = (): VaultShape => {
  const destroyed = new Set<string>()
  const isDestroyed = (district: DistrictId) => (owner: Owner) => destroyed.has(`${district}/${owner}`)
  return {
    seal: (district, items) =>
      Effect.forEach(items, ({ owners, place, text }) => {
        const of = [...new Set(owners)].toSorted() as unknown as Sealed["of"]
        const owner = of.find(isDestroyed(district))
        return owner === undefined
          ? Effect.succeed({ sealed: seal(keyOf(district, of), place, text), of })
          : Effect.fail(new OwnerErased({ district, owner }))
      }),
    open: (district, items) =>
      Effect.forEach(items, ({ place, sealed }) =>
        sealed.of.some(isDestroyed(district))
          ? Effect.succeed(Option.none())
          : Effect.try({
              try: () => Option.some(open(keyOf(district, sealed.of), place, sealed.sealed)),
              catch: () => new SealBroken({ district, place, reason: "it is not what was sealed there" })
            })
      ),
    mac: (district, owners, text) => {
      const of = [...new Set(owners)].toSorted()
      const owner = of.find(isDestroyed(district))
      return owner === undefined
        ? Effect.succeed(digest("mac", district, ...of, text).toString("base64url"))
        : Effect.fail(new OwnerErased({ district, owner }))
    },
    destroy: (district, owner) => Effect.sync(() => void destroyed.add(`${district}/${owner}`)),
    destroyed: (district, owners) => Effect.sync(() => new Set(owners.filter(isDestroyed(district)))),
    rotate: Effect.succeed(0)
  }
}

/**
 * Provides the fixed vault. It remembers destroyed keys in memory only.
 *
 * @category layers
 */
export const layer: Layer.Layer<Vault> = Layer.sync(Vault, make)
