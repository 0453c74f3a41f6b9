/** What vaults that are broken on purpose are made of: a correct vault, or a very simple one. */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type KeyStoreShape,
  type Owner,
  OwnerErased,
  SealBroken,
  type Sealed,
  type VaultShape
} from "@liulinhui/core/Vault"
import * as Vault from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { Buffer } from "node:buffer"
import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from "node:crypto"

export const old = MasterKeys.generate("old")
export const newest = MasterKeys.generate("new")
export const oldest = MasterKeys.generate("oldest")
const mastersOf = (keys: Redacted.Redacted) => Result.getOrThrow(MasterKeys.read(keys))
export const masters = {
  before: mastersOf(old),
  during: mastersOf(Redacted.make([newest, old, oldest].map((key) => Redacted.value(key)).join(","))),
  after: mastersOf(newest),
  earlier: mastersOf(oldest)
}

/**
 * From what a vault is made: a key store, and one of four sets of master keys (`earlier`, `before`, `during` or `after` a change
 * of the key).
 */
export interface Under {
  readonly store: KeyStoreShape
  readonly master: keyof typeof masters
}

export interface LyingVault {
  readonly name: string
  readonly caughtBy: string
  /** Makes a broken vault over a key store. Each call opens the same store again. */
  readonly make: (under: Under) => VaultShape
}

export const honestVault = ({ master, store }: Under): VaultShape => Vault.make(store, masters[master])

export const lying =
  (lies: (honest: VaultShape, under: Under) => Partial<VaultShape>): LyingVault["make"] =>
  (under) => {
    const honest = honestVault(under)
    return { ...honest, ...lies(honest, under) }
  }

/** The mistakes that a broken vault can make in an encrypted value. Each is optional. */
export interface Flaws {
  readonly nonce?: (clear: string) => Uint8Array
  readonly place?: (place: string) => string
  readonly key?: (district: DistrictId, owners: ReadonlyArray<Owner>) => string
  readonly unchecked?: true
}

/**
 * Makes a very simple vault with the given mistakes. It uses AES-256-GCM correctly, with keys that are derived from the
 * names of the owners. This vault cannot erase anybody. Other cases of the suite find this mistake.
 */
export const afternoon =
  ({
    key = (district, owners) => `${district} ${owners.join(" ")}`,
    nonce = () => randomBytes(12),
    place: placed = (place) => place,
    unchecked
  }: Flaws): LyingVault["make"] =>
  ({ store }) => {
    const keyOf = (district: DistrictId, owners: ReadonlyArray<Owner>) =>
      hash("sha256", key(district, owners), "buffer")
    const gone = (district: DistrictId, owners: ReadonlyArray<Owner>) =>
      Effect.map(store.find(district, owners), (records) =>
        owners.find((owner) => records.get(owner)?._tag === "Destroyed")
      )
    return {
      seal: Effect.fnUntraced(function* (district, items) {
        const seals: Array<Sealed> = []
        for (const { owners, place, text } of items) {
          const [first = owners[0], ...others] = [...new Set(owners)].sort()
          const owner = yield* gone(district, owners)
          if (owner !== undefined) return yield* new OwnerErased({ district, owner })
          const iv = nonce(text)
          const cipher = createCipheriv("aes-256-gcm", keyOf(district, [first, ...others]), iv)
          cipher.setAAD(Buffer.from(placed(place)))
          const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
          const bytes = Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), body])
          seals.push({ sealed: bytes.toString("base64url"), of: [first, ...others] })
        }
        return seals
      }),
      open: Effect.fnUntraced(function* (district, items) {
        const opened: Array<Option.Option<string>> = []
        for (const { place, sealed } of items) {
          if ((yield* gone(district, sealed.of)) !== undefined) {
            opened.push(Option.none())
            continue
          }
          const bytes = Buffer.from(sealed.sealed, "base64url")
          if (bytes.length < 29) return yield* new SealBroken({ district, place, reason: "it is too short" })
          const decipher = createDecipheriv("aes-256-gcm", keyOf(district, sealed.of), bytes.subarray(1, 13))
          decipher.setAAD(Buffer.from(placed(place)))
          decipher.setAuthTag(bytes.subarray(13, 29))
          const text = decipher.update(bytes.subarray(29)).toString("utf8")
          const whole = Result.try(() => decipher.final())
          if (bytes[0] !== 1 || (Result.isFailure(whole) && unchecked === undefined)) {
            return yield* new SealBroken({ district, place, reason: "it is not what was sealed there" })
          }
          opened.push(Option.some(text))
        }
        return opened
      }),
      mac: Effect.fnUntraced(function* (district, owners, text) {
        const owner = yield* gone(district, owners)
        if (owner !== undefined) return yield* new OwnerErased({ district, owner })
        return codeOf(keyOf(district, [...new Set(owners)].sort()), text)
      }),
      destroy: store.destroy,
      destroyed: (district, owners) =>
        Effect.map(
          store.find(district, owners),
          (records) => new Set(owners.filter((owner) => records.get(owner)?._tag === "Destroyed"))
        ),
      rotate: Effect.succeed(0)
    }
  }

export const codeOf = (key: Uint8Array, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64url")
