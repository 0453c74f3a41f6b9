/** Vaults that are broken on purpose: each breaks one rule of the port, and keeps all other rules. */
import type { DistrictId } from "@liulinhui/core/Id"
import { type KeyStoreShape, type Owner, OwnerErased } from "@liulinhui/core/Vault"
import * as Vault from "@liulinhui/vault"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Buffer } from "node:buffer"
import { hash, randomBytes } from "node:crypto"
import { held, twoTurns } from "./keyStoreLiars.ts"
import { afternoon, codeOf, honestVault, lying, type LyingVault, masters } from "./simpleVault.ts"

const sameCode =
  "computes the same code for the same text and owners, in any order, each time and with another handle"
const fromMemory =
  "uses no key from its memory that another handle has destroyed, once it has reported the owner as destroyed"
const anotherCode = "computes a different code for another text, other owners or another district"

const plainSeal = (text: string) =>
  Buffer.concat([Buffer.of(1), randomBytes(28), Buffer.from(text)]).toString("base64url")

const anew = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

export const commonVaultLiars: ReadonlyArray<LyingVault> = [
  {
    name: "returns texts in the order of sealing, not in the requested order",
    caughtBy: "opens seals of any text, in the requested order",
    make: lying((honest) => ({
      open: (district, items) =>
        honest.open(
          district,
          items.toSorted((a, b) => (a.place < b.place ? -1 : 1))
        )
    }))
  },
  {
    name: "trims a text",
    caughtBy: "opens seals of any text, in the requested order",
    make: lying((honest) => ({
      seal: (district, items) =>
        honest.seal(
          district,
          items.map((item) => ({ ...item, text: item.text.slice(0, 16_384) }))
        )
    }))
  },
  {
    name: "does not sort owners",
    caughtBy: "writes seals in the format of entries, with each owner once and in order",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.map(honest.seal(district, items), (seals) =>
          seals.map((sealed, n) => ({ ...sealed, of: items[n]?.owners ?? sealed.of }))
        )
    }))
  },
  {
    name: "uses the same nonce for every text",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: afternoon({ nonce: () => Buffer.alloc(12) })
  },
  {
    name: "derives the nonce from the text",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: afternoon({ nonce: (text) => hash("sha256", text, "buffer").subarray(0, 12) })
  },
  {
    name: "chooses a nonce from only ten thousand",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: afternoon({
      nonce: () => {
        const bytes = Buffer.alloc(12)
        randomBytes(4).copy(bytes, 8)
        bytes.writeUInt32BE(bytes.readUInt32BE(8) % 10_000, 8)
        return bytes
      }
    })
  },
  {
    name: "counts nonces from the beginning each time that it is opened",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: (under) => {
      let next = 0
      const nonce = () => {
        const bytes = Buffer.alloc(12)
        bytes.writeUInt32BE(next++, 8)
        return bytes
      }
      return afternoon({ nonce })(under)
    }
  },
  {
    name: "writes plain texts in the format of a seal",
    caughtBy: "leaves no part of a text readable in its seal",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.map(honest.seal(district, items), (seals) =>
          seals.map((sealed, n) => ({ ...sealed, sealed: plainSeal(items[n]?.text ?? "") }))
        )
    }))
  },
  {
    name: "leaves the plain text after its cipher text",
    caughtBy: "leaves no part of a text readable in its seal",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.map(honest.seal(district, items), (seals) =>
          seals.map(({ of, sealed }, n) => ({
            of,
            sealed: Buffer.concat([
              Buffer.from(sealed, "base64url"),
              Buffer.from(items[n]?.text ?? "")
            ]).toString("base64url")
          }))
        )
    }))
  },
  {
    name: "does not bind a seal to its place",
    caughtBy: "does not open a seal at another place",
    make: afternoon({ place: () => "" })
  },
  {
    name: "binds a seal to the beginning of its place only",
    caughtBy: "does not open a seal at another place",
    make: afternoon({ place: (place) => place.split("/").slice(0, 2).join("/") })
  },
  {
    name: "has one key for a resident of the same id in all districts",
    caughtBy: "does not open a seal in another district, even if its owner has a key there",
    make: afternoon({ key: (_, owners) => owners.join(" ") })
  },
  {
    name: "has one key for all owners",
    caughtBy: "does not open a seal with other owners",
    make: afternoon({ key: (district) => district })
  },
  {
    name: "seals a value of several owners only under the key of the first",
    caughtBy: "does not open a seal with other owners",
    make: afternoon({ key: (district, owners) => `${district} ${owners[0]}` })
  },
  {
    name: "returns data that it has not authenticated",
    caughtBy: "does not open a seal with any changed byte, or with its end cut off",
    make: afternoon({ unchecked: true })
  },
  {
    name: "treats a missing key as a destroyed one",
    caughtBy: "reports a seal as broken if it has no key of the owner, and never as erased",
    make: lying((honest) => ({
      open: (district, items) =>
        Effect.catchTag(honest.open(district, items), "SealBroken", () =>
          Effect.succeed(items.map(() => Option.none<string>()))
        )
    }))
  },
  {
    name: "does not destroy",
    caughtBy: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    make: lying(() => ({ destroy: () => Effect.void }))
  },
  {
    name: "reports an owner without a key as destroyed",
    caughtBy: "reports exactly the owners whose key was destroyed, of those that it is asked about",
    make: lying((_, { store }) => ({
      destroyed: (district, owners) =>
        Effect.map(
          store.find(district, owners),
          (records) => new Set(owners.filter((owner) => records.get(owner)?._tag !== "Held"))
        )
    }))
  },
  {
    name: "remembers destroyed owners without their district",
    caughtBy: "reports exactly the owners whose key was destroyed, of those that it is asked about",
    make: lying((honest) => {
      const gone = new Set<Owner>()
      return {
        destroy: (district, owner) => Effect.map(honest.destroy(district, owner), () => void gone.add(owner)),
        destroyed: (_, owners) => Effect.sync(() => new Set(owners.filter((owner) => gone.has(owner))))
      }
    })
  },
  {
    name: "continues with the keys that it has in memory",
    caughtBy: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    make: lying((_, { store }) => ({ destroy: store.destroy }))
  },
  {
    name: "erases a value of several owners only when all of them are destroyed",
    caughtBy: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    make: lying((honest) => {
      const texts = new Map<string, string>()
      return {
        seal: (district, items) =>
          Effect.map(honest.seal(district, items), (seals) => {
            for (const [n, { of, sealed }] of seals.entries()) {
              if (of.length > 1) texts.set(sealed, items[n]?.text ?? "")
            }
            return seals
          }),
        open: (district, items) =>
          Effect.map(honest.open(district, items), (opened) =>
            opened.map((text, n) =>
              Option.orElse(text, () => Option.fromUndefinedOr(texts.get(items[n]?.sealed.sealed ?? "")))
            )
          )
      }
    })
  },
  {
    name: "destroys a resident's keys in every district",
    caughtBy: "destroys a key in one district only",
    make: lying((honest) => {
      const districts = new Set<DistrictId>()
      return {
        seal: (district, items) => {
          districts.add(district)
          return honest.seal(district, items)
        },
        destroy: (_, owner) =>
          Effect.forEach(districts, (each) => honest.destroy(each, owner), { discard: true })
      }
    })
  },
  {
    name: "makes a new key for an owner that it destroyed",
    caughtBy: "seals no more values for a destroyed owner, with or without an earlier key",
    make: (under) => {
      let present = honestVault(under)
      return {
        ...present,
        seal: (district, items) =>
          Effect.catchTag(present.seal(district, items), "OwnerErased", () => {
            present = honestVault({ ...under, store: MemoryKeys.make() })
            return present.seal(district, items)
          })
      }
    }
  },
  {
    name: "leaves out values of a destroyed owner without an error",
    caughtBy: "seals no more values for a destroyed owner, with or without an earlier key",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.catchTag(honest.seal(district, items), "OwnerErased", () => Effect.succeed([]))
    }))
  },
  {
    name: "caches keys for calls that began before the destruction",
    caughtBy: "keeps no key of a destroyed owner after concurrent calls that open or seal",
    make: lying((honest, { store }) => {
      const late = new Map<string, string>()
      return {
        open: (district, items) =>
          Effect.gen(function* () {
            const records = yield* store.find(
              district,
              items.flatMap(({ sealed }) => sealed.of)
            )
            const opened = yield* honest.open(district, items)
            yield* twoTurns
            const known = [...records.values()].every(({ _tag }) => _tag === "Held")
            return opened.map((text, n) => {
              const name = items[n]?.sealed.sealed ?? ""
              if (known && Option.isSome(text)) late.set(name, text.value)
              return Option.orElse(text, () => Option.fromUndefinedOr(late.get(name)))
            })
          }),
        destroy: (district, owner) => Effect.map(honest.destroy(district, owner), () => late.clear())
      }
    })
  },
  {
    name: "reports that another handle destroyed a key, and still uses the key that it has in memory",
    caughtBy: fromMemory,
    make: lying((_, { store }) => ({
      destroyed: (district, owners) =>
        Effect.map(
          store.find(district, owners),
          (records) => new Set(owners.filter((owner) => records.get(owner)?._tag === "Destroyed"))
        )
    }))
  },
  {
    name: "forgets the key of an owner that another handle destroyed, but not the keys shared with others",
    caughtBy: fromMemory,
    make: lying((honest) => {
      const known = new Map<string, string>()
      return {
        open: (district, items) =>
          Effect.map(honest.open(district, items), (opened) =>
            opened.map((text, n) => {
              const { of, sealed } = items[n]?.sealed ?? { of: [], sealed: "" }
              if (of.length > 1 && Option.isSome(text)) known.set(sealed, text.value)
              return Option.orElse(text, () => Option.fromUndefinedOr(known.get(sealed)))
            })
          ),
        destroy: (district, owner) => Effect.map(honest.destroy(district, owner), () => known.clear())
      }
    })
  },
  {
    name: "writes the JSON of a text anew",
    caughtBy: "opens seals of any text, in the requested order",
    make: lying((honest) => ({
      seal: (district, items) =>
        honest.seal(
          district,
          items.map((item) => ({ ...item, text: anew(item.text) }))
        )
    }))
  },
  {
    name: "forgets who was destroyed when it wraps its keys anew",
    caughtBy: "wraps all keys with the newest master key, then opens them without the old one and only them",
    make: lying((honest) => {
      let isForgotten = false
      return {
        rotate: Effect.tap(honest.rotate, () => Effect.sync(() => (isForgotten = true))),
        destroyed: (district, owners) =>
          isForgotten ? Effect.succeed(new Set<Owner>()) : honest.destroyed(district, owners)
      }
    })
  },
  {
    name: "makes two keys for an owner if two callers seal at the same time",
    caughtBy: "opens all seals of callers that seal for a new owner at the same time",
    make: ({ master, store }) => {
      const hasty: KeyStoreShape = {
        ...store,
        find: (district, owners) => Effect.tap(store.find(district, owners), () => twoTurns),
        // Returns the key that the caller has given, even if another key is stored.
        keep: (district, keys) =>
          Effect.as(store.keep(district, keys), new Map([...keys].map(([owner, key]) => [owner, held(key)])))
      }
      return Vault.make(hasty, masters[master])
    }
  },
  {
    name: "quotes the text that it could not seal in its error",
    caughtBy: "reveals no part of a text in its errors",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.mapError(honest.seal(district, items), (error) =>
          error._tag === "OwnerErased"
            ? Object.assign(new OwnerErased({ district, owner: error.owner }), { items })
            : error
        )
    }))
  },
  {
    name: "computes a code that depends on the order of the owners",
    caughtBy: sameCode,
    make: lying(() => ({
      mac: (district, owners, text) =>
        Effect.succeed(codeOf(Buffer.from(`${district} ${owners.join(" ")}`), text))
    }))
  },
  {
    name: "salts each code",
    caughtBy: sameCode,
    make: lying((honest) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) =>
          Buffer.concat([randomBytes(4), Buffer.from(code, "base64url")]).toString("base64url")
        )
    }))
  },
  {
    name: "makes a new key for codes each time that it is opened",
    caughtBy: sameCode,
    make: (under) => {
      const key = randomBytes(32)
      return lying(() => ({
        mac: (district, owners, text) =>
          Effect.succeed(codeOf(key, `${district} ${[...new Set(owners)].sort().join(" ")} ${text}`))
      }))(under)
    }
  },
  {
    name: "returns codes with spaces in them",
    caughtBy: sameCode,
    make: lying((honest) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) => `hmac ${code}`)
    }))
  },
  {
    name: "returns codes of eight characters",
    caughtBy: sameCode,
    make: lying((honest) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) => code.slice(0, 8))
    }))
  },
  {
    name: "hashes a text without a key",
    caughtBy: anotherCode,
    make: lying(() => ({ mac: (_, __, text) => Effect.succeed(hash("sha256", text)) }))
  },
  {
    name: "computes a code under the key of the first owner",
    caughtBy: anotherCode,
    make: lying((honest) => ({
      mac: (district, owners, text) => honest.mac(district, [[...owners].sort()[0]!], text)
    }))
  },
  {
    name: "computes a code from the beginning of a text only",
    caughtBy: anotherCode,
    make: lying((honest) => ({
      mac: (district, owners, text) => honest.mac(district, owners, text.slice(0, 64))
    }))
  },
  {
    name: "computes a code from the normalised text",
    caughtBy: anotherCode,
    make: lying((honest) => ({
      mac: (district, owners, text) => honest.mac(district, owners, text.replaceAll("\u0000", ""))
    }))
  },
  {
    name: "computes codes under the names of the owners only",
    caughtBy: "computes no code for a destroyed owner any more, and the same codes for the other owners",
    make: lying(() => ({
      mac: (district, owners, text) =>
        Effect.succeed(codeOf(Buffer.from(`${district} ${[...new Set(owners)].sort().join(" ")}`), text))
    }))
  },
  {
    name: "remembers the codes that it has computed",
    caughtBy: "computes no code for a destroyed owner any more, and the same codes for the other owners",
    make: lying((honest) => {
      const codes = new Map<string, string>()
      return {
        mac: (district, owners, text) => {
          const name = `${district} ${owners.join(" ")} ${text}`
          const known = codes.get(name)
          return known === undefined
            ? Effect.tap(honest.mac(district, owners, text), (code) =>
                Effect.sync(() => codes.set(name, code))
              )
            : Effect.succeed(known)
        }
      }
    })
  },
  {
    name: "computes codes under its master key",
    caughtBy: "computes the same codes after its master key was changed",
    make: lying((honest, { master }) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) => codeOf(Buffer.from(master), code))
    }))
  },
  {
    name: "loses its keys when it is closed",
    caughtBy: "opens seals through another handle on its keys, and none of a destroyed owner",
    make: ({ master }) => Vault.make(MemoryKeys.make(), masters[master])
  },
  {
    name: "reports that it has wrapped its keys anew, but has not",
    caughtBy: "wraps all keys with the newest master key, then opens them without the old one and only them",
    make: lying((_, { master, store }) => ({
      rotate: Effect.map(store.wrappedOtherwise(masters[master][0].name, 1_000_000), (all) => all.length)
    }))
  },
  {
    name: "wraps the keys of the first page only",
    caughtBy: "wraps all keys with the newest master key, then opens them without the old one and only them",
    make: ({ master, store }) => {
      let pages = 0
      const short: KeyStoreShape = {
        ...store,
        wrappedOtherwise: (name, limit) =>
          pages++ === 0 ? store.wrappedOtherwise(name, limit) : Effect.succeed([])
      }
      return Vault.make(short, masters[master])
    }
  }
]
