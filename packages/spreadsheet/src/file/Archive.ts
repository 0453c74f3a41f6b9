/**
 * Opens a workbook, which is a zip archive with several parts. Before a part is unpacked, this module checks the number
 * of parts, their declared sizes and their compression ratios. While a part is read, its real size and its checksum are
 * compared with the declared size and checksum. So a damaged file is refused, and never read incompletely.
 */
import { crc32 } from "node:zlib"
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl"
import { damaged, refuse } from "./FileRefusal.ts"
import type { Limits } from "./Limits.ts"

/** A part that is smaller than this (in bytes) may have any compression ratio. */
const small = 1024 * 1024

const piece = 64 * 1024

export interface Archive {
  readonly has: (name: string) => boolean
  readonly names: ReadonlyArray<string>
  /** Unpacks the part with this name, chunk by chunk. */
  readonly read: (name: string) => AsyncGenerator<Uint8Array, void, undefined>
  /** The declared size of a part after unpacking, in bytes. 0 if there is no such part. */
  readonly sizeOf: (name: string) => number
}

const mebibytes = (bytes: number): number => Math.ceil(bytes / (1024 * 1024))

const checked = async (zip: ZipFile, limits: Limits): Promise<ReadonlyMap<string, Entry>> => {
  if (zip.entryCount > limits.parts) refuse("too-many-parts", {}, { most: limits.parts })
  const parts = new Map<string, Entry>()
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize
    const packed = Math.max(entry.compressedSize, 1)
    if (unpacked > limits.unpacked) refuse("unpacks-too-large", {}, { most: mebibytes(limits.unpacked) })
    if (entry.uncompressedSize > small && entry.uncompressedSize / packed > limits.ratio) {
      refuse("packed-too-tightly", {}, { most: limits.ratio })
    }
    if (entry.isEncrypted()) refuse("password")
    if (parts.has(entry.fileName)) damaged()
    parts.set(entry.fileName, entry)
  }
  return parts
}

/** Opens the archive in these bytes, or refuses the file. */
export const open = async (bytes: Uint8Array, limits: Limits): Promise<Archive> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false }).catch(damaged)
  const parts = await checked(zip, limits).catch(damaged)

  async function* read(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = parts.get(name) ?? damaged()
    let sum = 0
    try {
      const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream) {
        sum = crc32(chunk, sum)
        // The zip library returns an uncompressed part as one large chunk. So the chunk is split here.
        for (let at = 0; at < chunk.length; at += piece) yield chunk.subarray(at, at + piece)
      }
    } catch (error) {
      damaged(error)
    }
    if (sum !== entry.crc32) damaged()
  }

  return {
    names: [...parts.keys()],
    has: (name) => parts.has(name),
    sizeOf: (name) => parts.get(name)?.uncompressedSize ?? 0,
    read
  }
}
