/**
 * Vaults that are broken on purpose: each binds a seal to less than the port requires, repeats nonces, keeps a key that
 * it should not have, or shows a text or a key.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import { type Owner, SealBroken, type VaultShape } from "@liulinhui/core/Vault"
import * as Vault from "@liulinhui/vault"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { Buffer } from "node:buffer"
import { randomBytes } from "node:crypto"
import process from "node:process"
import { afternoon, honestVault, lying, type LyingVault, masters } from "./simpleVault.ts"

const promises = {
  random: "draws every bit of a nonce at random",
  count: "never uses a nonce twice in tens of thousands of seals",
  many: "seals and opens tens of thousands of values of thousands of owners in one call",
  each: "returns a result for each value that it is asked to open: for repeated ones, and beside erased ones",
  place: "binds a seal to every part of its place: case, Unicode form, separators, order, beginning and end",
  names: "binds a seal and a code to its owner and district, however similar the names of others look",
  all: "needs the keys of all owners of a value, however many",
  bits: "does not open a seal with any changed bit, or that was cut off or extended anywhere",
  elsewhere: "opens nothing with the keys of another key store, so that no key can be computed from names",
  masters:
    "opens what was sealed under several old master keys, and wraps all their keys with the newest one",
  hidden: "shows nothing of a text or a key in a log, a span or an error, and prints nothing"
} as const

const placing = (name: string, place: (place: string) => string): LyingVault => ({
  name,
  caughtBy: promises.place,
  make: afternoon({ place })
})

const naming = (name: string, of: (name: string) => string): LyingVault => ({
  name,
  caughtBy: promises.names,
  make: afternoon({ key: (district, owners) => of(`${district} ${owners.join(" ")}`) })
})

const owning = (
  name: string,
  counted: (owners: ReadonlyArray<Owner>) => ReadonlyArray<Owner>
): LyingVault => ({
  name,
  caughtBy: promises.all,
  make: afternoon({ key: (district, owners) => `${district} ${counted(owners).join(" ")}` })
})

/** Changes the bytes of a seal before they are opened, so that some changes of an attacker go unnoticed. */
const reading = (change: (bytes: Buffer) => Buffer): LyingVault["make"] =>
  lying((honest) => ({
    open: (district, items) =>
      honest.open(
        district,
        items.map(({ place, sealed }) => ({
          place,
          sealed: {
            ...sealed,
            sealed: change(Buffer.from(sealed.sealed, "base64url")).toString("base64url")
          }
        }))
      )
  }))

/** Does something that can be seen with each text that a vault seals or opens. */
const showing = (name: string, show: (text: string) => Effect.Effect<void>): LyingVault => ({
  name,
  caughtBy: promises.hidden,
  make: lying((honest) => ({
    open: (district, items) =>
      Effect.tap(honest.open(district, items), (texts) =>
        Effect.forEach(texts, (text) => (Option.isSome(text) ? show(text.value) : Effect.void))
      )
  }))
})

/** Adds a text to the errors of an operation. */
const failing = (
  name: string,
  reason: (item: string, under: Parameters<LyingVault["make"]>[0]) => string
): LyingVault => ({
  name,
  caughtBy: promises.hidden,
  make: lying((honest, under) => {
    const texts = new Map<string, string>()
    return {
      seal: (district: DistrictId, items) =>
        Effect.map(honest.seal(district, items), (seals) => {
          for (const [n, { sealed }] of seals.entries()) texts.set(sealed.slice(0, 16), items[n]?.text ?? "")
          return seals
        }),
      open: (district, items) =>
        Effect.mapError(honest.open(district, items), (error) =>
          error._tag === "SealBroken"
            ? new SealBroken({
                district,
                place: error.place,
                reason: reason(texts.get(items[0]?.sealed.sealed.slice(0, 16) ?? "") ?? "", under)
              })
            : error
        )
    } satisfies Partial<VaultShape>
  })
})

/** A key store that all vaults of one broken kind share, whatever store they were given. */
const escrow = MemoryKeys.make()

const counting = (next: (n: number) => number): (() => Uint8Array) => {
  const prefix = randomBytes(8)
  let n = 0
  return () => {
    const bytes = Buffer.concat([prefix, Buffer.alloc(4)])
    bytes.writeUInt32BE(next(n++), 8)
    return bytes
  }
}

export const bindingLiars: ReadonlyArray<LyingVault> = [
  {
    name: "draws 32 bits of a nonce, and leaves the others zero",
    caughtBy: promises.random,
    make: afternoon({ nonce: () => Buffer.concat([randomBytes(4), Buffer.alloc(8)]) })
  },
  {
    name: "draws 88 bits of a nonce",
    caughtBy: promises.random,
    make: afternoon({ nonce: () => Buffer.concat([randomBytes(11), Buffer.of(7)]) })
  },
  {
    name: "counts nonces instead of drawing them",
    caughtBy: promises.random,
    make: (under) => afternoon({ nonce: counting((n) => n) })(under)
  },
  {
    name: "counts nonces in 16 bits",
    caughtBy: promises.count,
    make: (under) => afternoon({ nonce: counting((n) => n % 65_536) })(under)
  },
  {
    name: "takes nonces from a pool that it fills once",
    caughtBy: promises.count,
    make: (under) => {
      const pool = Array.from({ length: 50_000 }, () => randomBytes(12))
      let n = 0
      return afternoon({ nonce: () => pool[n++ % pool.length]! })(under)
    }
  },
  {
    name: "seals at most 16,384 values in one call",
    caughtBy: promises.many,
    make: lying((honest) => ({ seal: (district, items) => honest.seal(district, items.slice(0, 16_384)) }))
  },
  {
    name: "opens at most 10,000 values in one call, and leaves the others out",
    caughtBy: promises.many,
    make: lying((honest) => ({ open: (district, items) => honest.open(district, items.slice(0, 10_000)) }))
  },
  {
    name: "opens a repeated value once",
    caughtBy: promises.each,
    make: lying((honest) => ({
      open: (district, items) =>
        honest.open(
          district,
          items.filter(({ sealed }, n) => items.findIndex((one) => one.sealed.sealed === sealed.sealed) === n)
        )
    }))
  },
  {
    name: "returns the erased values last",
    caughtBy: promises.each,
    make: lying((honest) => ({
      open: (district, items) =>
        Effect.map(honest.open(district, items), (opened) => [
          ...opened.filter(Option.isSome),
          ...opened.filter(Option.isNone)
        ])
    }))
  },
  placing("binds a seal to its place without case", (place) => place.toLowerCase()),
  placing("composes a place", (place) => place.normalize("NFC")),
  placing("compares places after compatibility normalisation", (place) => place.normalize("NFKC")),
  placing("trims a place", (place) => place.trim()),
  placing("ignores a line break at the end of a place", (place) => place.replace(/\n$/, "")),
  placing("ends a place at the character NUL", (place) => place.split("\u0000")[0]!),
  placing("binds a seal to the first 4,096 characters of its place", (place) => place.slice(0, 4_096)),
  placing("binds a seal to the end of its place", (place) => place.split("/").slice(-2).join("/")),
  placing("binds a seal to the parts of its place in any order", (place) =>
    place.split("/").sort().join("/")
  ),
  placing("joins the parts of a place without a separator", (place) => place.replaceAll("/", "")),
  placing("takes a backslash for a slash in a place", (place) => place.replaceAll("\\", "/")),
  placing("decodes a place", (place) => decodeURIComponent(place)),
  naming("composes the names of owners and districts", (name) => name.normalize("NFC")),
  naming("compares names after compatibility normalisation", (name) => name.normalize("NFKC")),
  naming("compares names without case", (name) => name.toLowerCase()),
  owning("combines the keys of at most four owners", (owners) => owners.slice(0, 4)),
  owning("ignores the last of many owners", (owners) => (owners.length > 3 ? owners.slice(0, -1) : owners)),
  owning("ignores an owner in the middle", (owners) => owners.filter((_, n) => n !== 4)),
  owning("combines the keys of the first and the last owner", (owners) => [
    ...owners.slice(0, 1),
    ...owners.slice(-1)
  ]),
  {
    name: "opens a value of many owners although one of them was destroyed",
    caughtBy: promises.all,
    make: lying((honest) => {
      const texts = new Map<string, string>()
      return {
        seal: (district, items) =>
          Effect.map(honest.seal(district, items), (seals) => {
            for (const [n, { of, sealed }] of seals.entries()) {
              if (of.length > 4) texts.set(sealed, items[n]?.text ?? "")
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
    name: "ignores the high bits of the version of a seal",
    caughtBy: promises.bits,
    make: reading((bytes) =>
      bytes.length === 0 ? bytes : Buffer.concat([Buffer.of(bytes[0]! & 1), bytes.subarray(1)])
    )
  },
  {
    name: "ignores bytes after the end of a seal",
    caughtBy: promises.bits,
    make: reading((bytes) => bytes.subarray(0, 32))
  },
  {
    name: "fails with a defect if a seal is too short",
    caughtBy: promises.bits,
    make: lying((honest) => ({
      open: (district, items) =>
        items.some(({ sealed }) => sealed.sealed.length < 20)
          ? Effect.die(new RangeError("offset out of bounds"))
          : honest.open(district, items)
    }))
  },
  {
    name: "computes keys from names, and only marks who was destroyed",
    caughtBy: promises.elsewhere,
    make: afternoon({})
  },
  {
    name: "has the same data keys in every key store",
    caughtBy: promises.elsewhere,
    make: ({ master }) => honestVault({ master, store: escrow })
  },
  {
    name: "knows one old master key only",
    caughtBy: promises.masters,
    make: ({ master, store }) => {
      const [first, ...others] = masters[master]
      return Vault.make(store, [first, ...others.slice(0, 1)])
    }
  },
  showing("logs what it opens", (text) => Effect.logDebug("opened", text)),
  showing("prints what it opens", (text) => Effect.sync(() => void process.stderr.write(text))),
  showing("writes what it opens to the console", (text) => Effect.sync(() => console.error(text))),
  showing("leaves what it opens in a span", (text) =>
    Effect.withSpan(Effect.void, "open", { attributes: { text } })
  ),
  showing("logs what it opens in hexadecimal digits", (text) =>
    Effect.logDebug(Buffer.from(text).toString("hex"))
  ),
  failing("quotes the text that was sealed in its errors", (text) => `it is not "${text}"`),
  failing("quotes its master key in its errors", (_, { master }) =>
    Buffer.from(Redacted.value(masters[master][0].key)).toString("base64url")
  ),
  {
    name: "shows the texts that it remembers when it is inspected",
    caughtBy: promises.hidden,
    make: (under) => {
      const honest = honestVault(under)
      const texts: Array<string> = []
      return Object.assign(
        {
          ...honest,
          seal: ((district, items) => {
            texts.push(...items.map(({ text }) => text))
            return honest.seal(district, items)
          }) satisfies VaultShape["seal"]
        },
        { texts }
      )
    }
  },
  {
    name: "shows its master key when it is inspected",
    caughtBy: promises.hidden,
    make: (under) =>
      Object.assign(honestVault(under), {
        key: Buffer.from(Redacted.value(masters[under.master][0].key)).toString("base64url")
      })
  }
]
