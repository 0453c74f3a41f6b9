/**
 * Uploads of files in parts, for a bad line. Each part is stored encrypted as soon as it has arrived, and is never lost
 * afterwards. A caller that does not know how far it has got asks, and continues there. How far each upload is, is in the
 * identity store, and the parts are in the store of blobs, so several processes share them.
 */
import { BlobAddress, type BlobDamaged } from "@liulinhui/core/Blobs"
import { TaggedError } from "@liulinhui/core/Failure"
import { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { IdentityStore, type IdentityUnavailable } from "@liulinhui/core/Identity"
import {
  type AddError,
  type Adding,
  EvidenceFiles,
  type EvidenceFilesShape,
  FileRefused,
  FileUnknown,
  KeptFile
} from "@liulinhui/service/EvidenceFiles"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { hash } from "node:crypto"
import { secondsUntil } from "../identity/Attempts.ts"
import { committed } from "../identity/Ground.ts"
import * as Records from "../identity/Records.ts"
import { TooManyAttempts } from "../identity/SignInError.ts"
import type { UploadProgress } from "./EvidenceApi.ts"

/**
 * A part is not at the place where the next part belongs, or an upload was begun with another size. `expected` is the place of the
 * next part.
 *
 * @category errors
 */
export class OffsetDiffers extends TaggedError<OffsetDiffers>()(
  "OffsetDiffers",
  { expected: Schema.Int },
  ({ expected }) => `this part does not belong here: send the part that begins at ${expected}`
) {}

/**
 * The settings of uploads. Sizes are in bytes, times in milliseconds.
 *
 * @category models
 */
export interface Settings {
  /** The largest part. */
  readonly largestPart: number
  /** The smallest part, apart from the last one of a file. */
  readonly smallestPart: number
  /** For how long an upload can be continued. */
  readonly lifetime: number
  /** How many uploads an actor may have begun within {@link lifetime}. */
  readonly most: number
}

/** The default settings: parts of 16 KiB to 2 MiB, a day to finish an upload, 200 uploads a day. */
export const usual: Settings = {
  largestPart: 2 * 2 ** 20,
  smallestPart: 16 * 2 ** 10,
  lifetime: 24 * 60 * 60 * 1000,
  most: 200
}

const Upload = Schema.Struct({
  district: DistrictId,
  actor: ActorId,
  case: CaseId,
  size: Schema.Int,
  parts: Schema.Array(Schema.Struct({ address: BlobAddress, size: Schema.Int })),
  file: Schema.optionalKey(KeptFile)
})
type Upload = typeof Upload.Type

const kind = Records.kindOf("upload", Upload)

/** An upload of an actor. */
export interface Known extends Adding {
  readonly upload: string
}

/** Why an upload cannot be continued. */
export type UploadError = AddError | FileRefused | OffsetDiffers | IdentityUnavailable | BlobDamaged

/**
 * @category models
 */
export interface UploadsShape {
  /** The files for which the uploads are. */
  readonly files: EvidenceFilesShape
  readonly settings: Settings
  /** Begins an upload, or finds the one that was begun with the same key. */
  readonly begin: (
    beginning: Adding & { readonly key: string; readonly size: number }
  ) => Effect.Effect<UploadProgress, UploadError | TooManyAttempts>
  /** How far an upload is. */
  readonly progress: (known: Known) => Effect.Effect<UploadProgress, UploadError>
  /** Adds a part. If the file is complete then, it is kept. A file that is refused is forgotten, with all its parts. */
  readonly append: (
    part: Known & { readonly offset: number; readonly bytes: Uint8Array }
  ) => Effect.Effect<UploadProgress, UploadError>
}

/**
 * Uploads as an Effect service, which {@link layer} provides.
 *
 * @category services
 */
export class Uploads extends Context.Service<Uploads, UploadsShape>()("@liulinhui/http/Uploads") {}

/** How many bytes of an upload have arrived. */
const arrived = ({ file, parts, size }: Upload): number =>
  file === undefined ? parts.reduce((sum, part) => sum + part.size, 0) : size

const progressOf = (
  upload: string,
  { expires, value }: Pick<Records.Found<Upload>, "expires" | "value">
) => ({
  upload,
  size: value.size,
  offset: arrived(value),
  expires,
  ...(value.file === undefined ? {} : { file: value.file })
})

/** The id of an upload. The same actor gets the same one for the same case and key. */
const idOf = ({ by, case: id, district, key }: Adding & { readonly key: string }): string =>
  hash("sha256", JSON.stringify([district, by, id, key]), "base64url")

const make = Effect.fnUntraced(function* (settings: Settings) {
  const files = yield* EvidenceFiles
  const store = yield* IdentityStore

  /** An upload, if it is the actor's own and for this case. */
  const found = ({ by, case: id, district, upload }: Known, now: number) =>
    Effect.flatMap(Records.find(store, kind, upload, now), (record) => {
      const { value } = record ?? {}
      return record !== undefined && value?.actor === by && value.district === district && value.case === id
        ? Effect.succeed(record)
        : Effect.fail(new FileUnknown())
    })

  const drop = (record: Records.Found<Upload>) =>
    Effect.andThen(
      store.commit([Records.drop(kind, record)]),
      files.dropParts(
        record.value.district,
        record.value.parts.map(({ address }) => address)
      )
    )

  /** All bytes of an upload, in order. */
  const joined = Effect.fnUntraced(function* (upload: string, { district, parts, size }: Upload) {
    const bytes = new Uint8Array(size)
    let offset = 0
    for (const { address, size: own } of parts) {
      bytes.set(yield* files.takePart({ district, upload, offset, address }), offset)
      offset += own
    }
    return bytes
  })

  /** Keeps the file of an upload whose parts have all arrived. If a process stopped before it did this, the next call does it. */
  const settled = Effect.fnUntraced(function* (known: Known, record: Records.Found<Upload>) {
    const { value } = record
    if (value.file !== undefined || arrived(value) < value.size) return progressOf(known.upload, record)
    const bytes = yield* joined(known.upload, value).pipe(Effect.catchTag("FileGone", () => Effect.undefined))
    if (bytes === undefined) {
      const latest = yield* found(known, yield* Clock.currentTimeMillis)
      // Another process has kept the file, and then removed the parts.
      if (latest.value.file !== undefined) return progressOf(known.upload, latest)
      // A part that is gone does not come back: the caller must begin again.
      yield* drop(record)
      return yield* new FileUnknown()
    }
    const file = yield* files
      .keep({ ...known, bytes })
      .pipe(Effect.tapErrorTag("FileRefused", () => drop(record)))
    const next = { ...value, parts: [], file }
    const place = {
      owner: record.owner,
      expires: (yield* Clock.currentTimeMillis) + files.settings.usable,
      seen: record
    }
    const isFirst = yield* store.commit([Records.put(kind, known.upload, next, place)])
    yield* files.dropParts(value.district, isFirst ? value.parts.map(({ address }) => address) : [file.file])
    const settledBy = isFirst ? undefined : yield* found(known, yield* Clock.currentTimeMillis)
    return progressOf(known.upload, settledBy ?? { expires: place.expires, value: next })
  })

  const begin: UploadsShape["begin"] = Effect.fn("Uploads.begin")(function* ({ key, size, ...adding }) {
    const { by, case: id, district } = adding
    yield* files.mayAdd(adding)
    if (size > files.settings.largest) return yield* new FileRefused({ fault: "too-large" })
    const now = yield* Clock.currentTimeMillis
    // Uploads that have expired are deleted little by little.
    yield* store.sweep(now, 100)
    const upload = idOf({ ...adding, key })
    const owner = Records.ownerOf({ district, actor: by })
    const record = yield* committed(
      { store },
      Effect.gen(function* () {
        const known = yield* Records.find(store, kind, upload, now)
        if (known !== undefined) return { changes: [], result: known }
        const others = yield* Records.ofOwner(store, kind, owner, now)
        const [soonest] = others.map(({ expires }) => expires).toSorted((one, other) => one - other)
        if (others.length >= settings.most && soonest !== undefined) {
          return yield* new TooManyAttempts({ retryAfter: secondsUntil(soonest, now) })
        }
        const value: Upload = { district, actor: by, case: id, size, parts: [] }
        const place = { owner, expires: now + settings.lifetime }
        return {
          changes: [Records.put(kind, upload, value, place)],
          result: { key: upload, version: 1, value, ...place }
        }
      })
    )
    if (record.value.size !== size) return yield* new OffsetDiffers({ expected: arrived(record.value) })
    return yield* settled({ ...adding, upload }, record)
  })

  const append: UploadsShape["append"] = Effect.fn("Uploads.append")(function* ({ bytes, offset, ...known }) {
    const { district, upload } = known
    const now = yield* Clock.currentTimeMillis
    const record = yield* found(known, now)
    const { value } = record
    const expected = arrived(value)
    const end = offset + bytes.byteLength
    // The part has arrived before: the caller did not get the answer.
    if (end <= expected) return yield* settled(known, record)
    if (offset !== expected) return yield* new OffsetDiffers({ expected })
    const isLast = end === value.size
    if (end > value.size || bytes.byteLength > settings.largestPart) {
      return yield* new FileRefused({ fault: "too-large" })
    }
    if (bytes.byteLength < settings.smallestPart && !isLast) return yield* new OffsetDiffers({ expected })
    const address = yield* files.keepPart({ ...known, offset, bytes })
    const next = { ...value, parts: [...value.parts, { address, size: bytes.byteLength }] }
    const change = Records.put(kind, upload, next, { ...record, seen: record })
    if (!(yield* store.commit([change]))) {
      // The same part has arrived at another process at the same time.
      yield* files.dropParts(district, [address])
      return yield* settled(known, yield* found(known, now))
    }
    return yield* settled(known, { ...record, version: record.version + 1, value: next })
  })

  return Uploads.of({
    files,
    settings,
    begin,
    progress: Effect.fn("Uploads.progress")(function* (known) {
      const now = yield* Clock.currentTimeMillis
      return yield* settled(known, yield* found(known, now))
    }),
    append
  })
})

/**
 * Provides uploads of files of evidence.
 *
 * @param settings default: {@link usual}
 * @category layers
 */
export const layer = (
  settings: Settings = usual
): Layer.Layer<Uploads, never, EvidenceFiles | IdentityStore> => Layer.effect(Uploads, make(settings))
