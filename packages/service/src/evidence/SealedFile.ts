/**
 * How a file is encrypted before it is stored. The content is encrypted with the keys of the people whom the file shows, or
 * with the key of its case. A head before it says whose keys these are; it is encrypted with the key of the district, so that
 * a copy of the store shows nobody of whom there are photos.
 *
 * The vault encrypts with a random nonce each time. So the hash of the result, which is the address of the blob, says nothing
 * about the content.
 */
import type { BlobAddress, BlobsShape } from "@liulinhui/core/Blobs"
import type { DistrictId } from "@liulinhui/core/Id"
import { ofDistrict, Owner, SealBroken, type VaultShape } from "@liulinhui/core/Vault"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Buffer } from "node:buffer"

/** What is needed to store and to read encrypted files. */
export interface Ground {
  readonly vault: VaultShape
  readonly blobs: BlobsShape
}

/** What a file belongs to, such as `case/c-7`. A file that belongs to something else cannot be opened. */
export type About = `case/${string}` | `upload/${string}`

const Head = Schema.fromJsonString(
  Schema.Struct({
    about: Schema.String,
    of: Schema.NonEmptyArray(Owner),
    /** When the file was encrypted, in milliseconds since 1970 (UTC). */
    at: Schema.Int
  })
)
type Head = typeof Head.Type

const encodeHead = Schema.encodeSync(Head)
const decodeHead = Schema.decodeUnknownOption(Head)

/** The first bytes of a stored file. The version of this layout is a part of it. */
const mark = "liulinhui-file/1 "

const headPlace = (district: DistrictId): string => `${district} file head`
const contentPlace = (district: DistrictId, about: string): string => `${district} file ${about}`

/** Bytes as a text that the vault can encrypt, and back. */
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64")
const asBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"))

/** Encrypts a file, and stores it. */
export const store = Effect.fnUntraced(function* (
  { blobs, vault }: Ground,
  district: DistrictId,
  about: About,
  owners: readonly [Owner, ...ReadonlyArray<Owner>],
  bytes: Uint8Array
) {
  const at = yield* Clock.currentTimeMillis
  const [content] = yield* vault.seal(district, [
    { place: contentPlace(district, about), owners, text: asText(bytes) }
  ])
  const text = encodeHead({ about, at, of: content?.of ?? owners })
  const [head] = yield* vault.seal(district, [{ place: headPlace(district), owners: [ofDistrict], text }])
  return yield* blobs.put(
    district,
    Buffer.concat([
      Buffer.from(`${mark}${head?.sealed ?? ""}\n`, "latin1"),
      Buffer.from(content?.sealed ?? "", "base64url")
    ])
  )
})

/** A stored file, still encrypted: its head, and its content. */
interface Stored extends Head {
  readonly sealed: string
}

const broken = (district: DistrictId, address: BlobAddress, reason: string): SealBroken =>
  new SealBroken({ district, place: `file ${address}`, reason })

/**
 * Finds a stored file, and decrypts its head. `undefined` if there is no file with this address, or if it does not belong to
 * `about`.
 */
export const find = Effect.fnUntraced(function* (
  { blobs, vault }: Ground,
  district: DistrictId,
  about: About,
  address: BlobAddress
) {
  const found = yield* blobs.get(district, address)
  if (Option.isNone(found)) return undefined
  const bytes = Buffer.from(found.value)
  const end = bytes.indexOf("\n")
  if (end < mark.length || bytes.toString("latin1", 0, mark.length) !== mark) {
    return yield* broken(district, address, "the library did not write it")
  }
  const sealed = bytes.toString("latin1", mark.length, end)
  const [opened = Option.none()] = yield* vault.open(district, [
    { place: headPlace(district), sealed: { sealed, of: [ofDistrict] } }
  ])
  const head = Option.flatMap(opened, decodeHead)
  if (Option.isNone(head)) return yield* broken(district, address, "its head cannot be read")
  if (head.value.about !== about) return undefined
  return { ...head.value, sealed: bytes.subarray(end + 1).toString("base64url") } satisfies Stored
})

/** Decrypts the content of a stored file. `undefined` if a person in the file was erased. */
export const open = ({ vault }: Ground, district: DistrictId, { about, of, sealed }: Stored) =>
  Effect.map(
    vault.open(district, [{ place: contentPlace(district, about), sealed: { sealed, of } }]),
    ([opened = Option.none()]) => Option.getOrUndefined(Option.map(opened, asBytes))
  )
