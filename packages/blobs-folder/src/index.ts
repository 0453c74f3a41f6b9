/**
 * A store of blobs in a folder: one file for each blob, named after its address, in a folder for each district. A file is
 * written under a temporary name, forced to the disk, and renamed. So other processes never see a part of a file, and a crash
 * leaves none under an address.
 */
import { BlobAddress, BlobDamaged, Blobs, type BlobsShape, BlobsUnavailable } from "@liulinhui/core/Blobs"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { hash, randomUUID } from "node:crypto"
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises"
import { join } from "node:path"
import process from "node:process"

/**
 * The settings of the store.
 *
 * @category models
 */
export interface Options {
  /** The folder. It is made with the first blob. */
  readonly folder: string
}

/** Only the user of the process may read the files, and list the folders. */
const privately = { file: 0o600, folder: 0o700 }

/** A temporary file that is older than this was left by a process that crashed, in milliseconds. */
const leftBehind = 24 * 60 * 60 * 1000

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : ""

const isMissing = (cause: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(cause))

/** Errors after which the same call may succeed: the disk is full, too many files are open, or a server is busy. */
const passing: ReadonlySet<string> = new Set([
  "EAGAIN",
  "EBUSY",
  "EDQUOT",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOSPC"
])

const unavailable =
  (operation: string) =>
  (cause: unknown): BlobsUnavailable =>
    new BlobsUnavailable({
      operation,
      reason: cause instanceof Error ? cause.message : String(cause),
      retryable: passing.has(codeOf(cause))
    })

/** Runs file operations to their end, also if the caller is interrupted. */
const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, BlobsUnavailable> =>
  Effect.uninterruptible(Effect.tryPromise({ try: run, catch: unavailable(operation) }))

/** What a promise resolves to. `undefined` if the file or the folder does not exist. */
const ifThere = async <A>(found: Promise<A>): Promise<A | undefined> => {
  try {
    return await found
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw cause
  }
}

/**
 * The name of the folder of a district. Some file systems ignore case or normalise Unicode. So only an id of plain letters is
 * shown as it is.
 */
const folderOf = (district: DistrictId): string =>
  /^[a-z0-9_-]{1,64}$/u.test(district) ? `d-${district}` : `x-${hash("sha256", district)}`

/** Forces the entries of a folder to the disk. Windows cannot do this. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === "win32") return
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a new file, and forces it to the disk. */
const write = async (path: string, bytes: Uint8Array): Promise<void> => {
  const handle = await open(path, "wx", privately.file)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Deletes the temporary files that were left by a process that crashed. */
const tidy = async (folder: string, now: number): Promise<void> => {
  for (const name of (await ifThere(readdir(folder))) ?? []) {
    const found = await ifThere(stat(join(folder, name)))
    if (found !== undefined && found.mtimeMs < now - leftBehind) await rm(join(folder, name), { force: true })
  }
}

const isAddress = (name: string): name is BlobAddress => /^[0-9a-f]{64}$/u.test(name)

/**
 * Makes a store of blobs in a folder.
 *
 * @category constructors
 */
export const make = ({ folder }: Options): BlobsShape => {
  const districtAt = (district: DistrictId): string => join(folder, folderOf(district))
  const temporary = join(folder, "unfinished")
  const partAt = (district: DistrictId, address: BlobAddress): string =>
    join(districtAt(district), address.slice(0, 2))
  const fileAt = (district: DistrictId, address: BlobAddress): string =>
    join(partAt(district, address), address)

  const put = async (district: DistrictId, bytes: Uint8Array, at: number): Promise<BlobAddress> => {
    const address = BlobAddress.make(hash("sha256", bytes))
    const part = partAt(district, address)
    const made = await mkdir(part, { recursive: true, mode: privately.folder })
    await mkdir(temporary, { recursive: true, mode: privately.folder })
    const draft = join(temporary, randomUUID())
    try {
      await write(draft, bytes)
      await utimes(draft, at / 1000, at / 1000)
      await rename(draft, join(part, address))
    } catch (cause) {
      await rm(draft, { force: true })
      throw cause
    }
    await syncFolder(part)
    if (made !== undefined) {
      await syncFolder(districtAt(district))
      await syncFolder(folder)
    }
    return address
  }

  /** The addresses in one of the 256 parts of a district, in order. */
  const addressesIn = async (district: DistrictId, part: string): Promise<ReadonlyArray<BlobAddress>> =>
    ((await ifThere(readdir(join(districtAt(district), part)))) ?? []).filter(isAddress).sort()

  const list = async (district: DistrictId, after: string, limit: number) => {
    const found: Array<{ readonly address: BlobAddress; readonly size: number; readonly at: number }> = []
    const parts = ((await ifThere(readdir(districtAt(district)))) ?? [])
      .filter((part) => /^[0-9a-f]{2}$/u.test(part) && part >= after.slice(0, 2))
      .sort()
    for (const part of parts) {
      for (const address of await addressesIn(district, part)) {
        if (found.length >= limit) return found
        if (address <= after) continue
        const file = await ifThere(stat(fileAt(district, address)))
        // Another process may have removed it since the folder was read.
        if (file !== undefined) found.push({ address, size: file.size, at: Math.round(file.mtimeMs) })
      }
    }
    return found
  }

  return {
    put: (district, bytes) =>
      Effect.flatMap(Clock.currentTimeMillis, (at) => {
        // The bytes are copied, because the caller may change them while they are written.
        const own = bytes.slice()
        return attempt("store a file", () => put(district, own, at))
      }),
    get: (district, address) =>
      Effect.flatMap(
        attempt("read a file", () => ifThere(readFile(fileAt(district, address)))),
        (bytes) => {
          if (bytes === undefined) return Effect.succeed(Option.none())
          return hash("sha256", bytes) === address
            ? Effect.succeed(Option.some(new Uint8Array(bytes)))
            : Effect.fail(new BlobDamaged({ district, address }))
        }
      ),
    list: (district, after, limit) => attempt("list its files", () => list(district, after, limit)),
    remove: (district, address) =>
      attempt("remove a file", async () => {
        await rm(fileAt(district, address), { force: true })
      })
  }
}

/**
 * Provides a store of blobs in a folder. Deletes temporary files that a crash has left.
 *
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Blobs, BlobsUnavailable> =>
  Layer.effect(
    Blobs,
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      yield* attempt("tidy its folder", () => tidy(join(options.folder, "unfinished"), now))
      return make(options)
    })
  )
