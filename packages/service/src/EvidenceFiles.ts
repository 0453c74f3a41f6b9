/**
 * The files of evidence: photos and documents that people hand in with a step of a case. They are in the store of blobs,
 * encrypted with the same keys as the evidence of the case. So the erasure of a person reaches them.
 *
 * A file is kept first, and then named in the evidence of a step. Looking at a file is an access to personal data: the rules of
 * `core/disclosure/Disclosure` decide on it, and it is recorded in the ledger before anything is decrypted.
 */
import { BlobAddress, type BlobDamaged, Blobs, type BlobsUnavailable } from "@liulinhui/core/Blobs"
import { EvidenceFile, filesIn, Sha256 } from "@liulinhui/core/Case"
import type { Day } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { offers } from "@liulinhui/core/Governance"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { type OwnerErased, type SealBroken, Vault } from "@liulinhui/core/Vault"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { hash } from "node:crypto"
import { FileGone, FileRefused, FileUnknown } from "./evidence/EvidenceFileError.ts"
import * as Media from "./evidence/Media.ts"
import * as SealedFile from "./evidence/SealedFile.ts"
import { Governance, type GovernanceShape, Refused, type StoreError, type SubmitError } from "./Governance.ts"
import { recordOpening } from "./internal/RecordOpening.ts"
import type { Submission } from "./Submission.ts"

export { FileFault, FileGone, FileRefused, FileUnknown } from "./evidence/EvidenceFileError.ts"
export { endings, MediaType } from "./evidence/Media.ts"

/**
 * The settings of files. Sizes are in bytes, times in milliseconds.
 *
 * @category models
 */
export interface Settings {
  /** The largest file. */
  readonly largest: number
  /** For how long after it was kept a file can be named in a step. */
  readonly usable: number
  /** After what time a file that no step names is removed. It must be longer than {@link usable}. */
  readonly orphaned: number
}

const hour = 60 * 60 * 1000

/** The default settings: 10 MiB; two days to finish a step; unused files are removed after three days. */
export const usual: Settings = { largest: 10 * 2 ** 20, usable: 48 * hour, orphaned: 72 * hour }

/**
 * A file that is kept. `sha256` and `size` are those of the file as it is shown later, without metadata. Put `file` and
 * `sha256` into the evidence of the step.
 *
 * @category models
 */
export const KeptFile = Schema.Struct({
  file: BlobAddress,
  sha256: Sha256,
  type: Media.MediaType,
  size: Schema.Int
}).annotate({ identifier: "KeptFile" })
export interface KeptFile extends Schema.Schema.Type<typeof KeptFile> {}

/** An actor who adds a file to a case. */
export interface Adding {
  readonly district: DistrictId
  readonly by: ActorId
  readonly case: CaseId
}

/**
 * A part of a file that is being sent: the name of the upload, and the place of the part in it.
 *
 * @category models
 */
export interface Part {
  readonly district: DistrictId
  readonly upload: string
  readonly offset: number
}

/** Why a file cannot be added. */
export type AddError = FileUnknown | StoreError | BlobsUnavailable | OwnerErased

/**
 * The operations on files of evidence.
 *
 * @category models
 */
export interface EvidenceFilesShape {
  readonly settings: Settings
  /** Checks that an actor can take a step of a case now that has a photo or a signature. */
  readonly mayAdd: (adding: Adding) => Effect.Effect<void, FileUnknown | StoreError>
  /** Keeps a file for a step of a case. The file must be one of the known types. Its metadata are removed. */
  readonly keep: (
    adding: Adding & { readonly bytes: Uint8Array }
  ) => Effect.Effect<KeptFile, AddError | FileRefused>
  /** Keeps a part of a file that is being sent, encrypted as the file will be. */
  readonly keepPart: (
    adding: Adding & Part & { readonly bytes: Uint8Array }
  ) => Effect.Effect<BlobAddress, AddError>
  /** Returns the bytes of a part. Fails with `FileGone` if the part was removed, or if a person in it was erased. */
  readonly takePart: (
    part: Part & { readonly address: BlobAddress }
  ) => Effect.Effect<Uint8Array, FileGone | BlobsUnavailable | BlobDamaged | SealBroken | StoreError>
  /** Removes parts that are not needed any more. */
  readonly dropParts: (
    district: DistrictId,
    parts: ReadonlyArray<BlobAddress>
  ) => Effect.Effect<void, BlobsUnavailable>
  /**
   * Shows a file of a case to an actor who may open the personal data of the case. This is recorded first. If the field of the
   * file is sensitive, a purpose is required. The same id and the same file record it once.
   */
  readonly look: (looking: {
    readonly district: DistrictId
    readonly id: CommandId
    readonly by: ActorId
    readonly case: CaseId
    readonly file: BlobAddress
    readonly purpose?: string
  }) => Effect.Effect<
    { readonly type: Media.MediaType; readonly bytes: Uint8Array },
    FileUnknown | FileGone | BlobsUnavailable | BlobDamaged | SubmitError
  >
  /** Removes the files of a district that no case names, after their time. Returns how many were removed. */
  readonly sweep: (district: DistrictId) => Effect.Effect<number, BlobsUnavailable | StoreError>
  /**
   * Returns a governance service that also checks the files in evidence: a step is refused if it names a file that was not
   * kept for its case, or whose time is over.
   */
  readonly checking: (governance: GovernanceShape) => GovernanceShape
}

/**
 * Files of evidence as an Effect service, which {@link layer} provides.
 *
 * @category services
 */
export class EvidenceFiles extends Context.Service<EvidenceFiles, EvidenceFilesShape>()(
  "@liulinhui/service/EvidenceFiles"
) {}

/** Whether an actor can take a step of a case now that has a file in its evidence. */
const canAdd = (state: District.District, on: Day, now: number, { by, case: id }: Adding): boolean => {
  const opened = Option.getOrUndefined(District.findCase(state, id))
  const playbook = opened === undefined ? undefined : District.playbookOf(state, opened)?.playbook
  return offers(state, on, by, Option.some(id), now).steps.some((step) =>
    Object.values(playbook?.steps[step]?.evidence ?? {}).some(
      ({ type }) => type === "photo" || type === "signature"
    )
  )
}

/** The files that a case of a district names. */
const filesOf = ({ cases }: District.District, id: CaseId): ReadonlyArray<EvidenceFile> =>
  (cases.get(id)?.entries ?? []).flatMap(({ event }) => filesIn(event))

const isAddress = Schema.is(BlobAddress)

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** The files that evidence from outside names, with their fields. Whether the evidence is well formed is checked elsewhere. */
const namedIn = (request: unknown): ReadonlyArray<readonly [field: string, file: BlobAddress]> => {
  const evidence = isObject(request) && "evidence" in request ? request.evidence : undefined
  if (!isObject(evidence)) return []
  return Object.entries(evidence).flatMap(([field, value]: [string, unknown]) => {
    const file = isObject(value) && "file" in value ? value.file : undefined
    return isAddress(file) ? [[field, file] as const] : []
  })
}

const pageSize = 1000

/** The error of a store that cannot be used, as the callers of governance know it. They try again if it is retryable. */
export const asOfLedger = ({
  operation,
  reason,
  retryable
}: BlobsUnavailable): Effect.Effect<never, LedgerUnavailable> =>
  Effect.fail(new LedgerUnavailable({ operation, reason, retryable }))

const make = Effect.fnUntraced(function* (settings: Settings) {
  const governance = yield* Governance
  const ledger = yield* Ledger
  const ground: SealedFile.Ground = { vault: yield* Vault, blobs: yield* Blobs }
  const { blobs } = ground

  /** Reads a district. A district without a model has no cases. */
  const reading = <A>(district: DistrictId, read: (state: District.District, on: Day, now: number) => A) =>
    Effect.catchTag(governance.read(district, read), "DistrictUnknown", () => Effect.fail(new FileUnknown()))

  /** The owners of a file, if an actor may add it. */
  const ownersFor = (adding: Adding) =>
    Effect.flatMap(
      reading(adding.district, (state, on, now) =>
        canAdd(state, on, now, adding) ? District.ownersOfCase(state, adding.case, on) : undefined
      ),
      (owners) => (owners === undefined ? Effect.fail(new FileUnknown()) : Effect.succeed(owners))
    )

  const keep: EvidenceFilesShape["keep"] = Effect.fn("EvidenceFiles.keep")(function* ({ bytes, ...adding }) {
    const owners = yield* ownersFor(adding)
    if (bytes.byteLength > settings.largest) return yield* new FileRefused({ fault: "too-large" })
    const read = Media.read(bytes)
    if (read._tag !== "Media") {
      return yield* new FileRefused({ fault: read._tag === "Damaged" ? "damaged" : "type-unknown" })
    }
    const file = yield* SealedFile.store(ground, adding.district, `case/${adding.case}`, owners, read.bytes)
    return { file, sha256: hash("sha256", read.bytes), type: read.type, size: read.bytes.byteLength }
  })

  const about = ({ offset, upload }: Part): SealedFile.About => `upload/${upload}/${offset}`

  const takePart: EvidenceFilesShape["takePart"] = Effect.fnUntraced(function* ({ address, ...part }) {
    const stored = yield* SealedFile.find(ground, part.district, about(part), address)
    if (stored === undefined) return yield* new FileGone({ why: "missing" })
    const bytes = yield* SealedFile.open(ground, part.district, stored)
    return bytes ?? (yield* new FileGone({ why: "erased" }))
  })

  const look: EvidenceFilesShape["look"] = Effect.fn("EvidenceFiles.look")(function* (looking) {
    const { by, case: id, district, file, purpose } = looking
    const known = yield* governance.read(district, (state) =>
      filesOf(state, id).find((one) => one.file === file)
    )
    // Another file under the same id is another access.
    const opening = { district, by, id: CommandId.make(`look-${hash("sha256", `${looking.id} ${file}`)}`) }
    const asked = {
      about: { case: id },
      extent: known?.sensitive === true ? ("sensitive" as const) : ("personal" as const),
      ...(purpose === undefined ? {} : { purpose })
    }
    if (known === undefined) {
      // An actor who may not open the case gets the same answer as for a file that exists.
      yield* governance.preview({ ...opening, request: { _tag: "OpenPersonal", ...asked } })
      return yield* new FileUnknown()
    }
    yield* recordOpening({ governance, ledger, vault: ground.vault }, opening, asked)
    const stored = yield* SealedFile.find(ground, district, `case/${id}`, file)
    if (stored === undefined) return yield* new FileGone({ why: "missing" })
    const bytes = yield* SealedFile.open(ground, district, stored)
    if (bytes === undefined) return yield* new FileGone({ why: "erased" })
    const read = Media.read(bytes)
    return read._tag === "Media" ? { type: read.type, bytes } : yield* new FileGone({ why: "missing" })
  })

  const sweep: EvidenceFilesShape["sweep"] = Effect.fn("EvidenceFiles.sweep")(function* (district) {
    const before = (yield* Clock.currentTimeMillis) - settings.orphaned
    const old: Array<BlobAddress> = []
    for (let after = "", isMore = true; isMore;) {
      const page = yield* blobs.list(district, after, pageSize)
      after = page.at(-1)?.address ?? ""
      isMore = page.length === pageSize
      old.push(...page.filter(({ at }) => at <= before).map(({ address }) => address))
    }
    if (old.length === 0) return 0
    // The cases are read after the list. So a file that a step has named in the meantime is found.
    const named = yield* governance
      .read(
        district,
        (state) =>
          new Set([...state.cases.keys()].flatMap((id) => filesOf(state, id).map(({ file }) => file)))
      )
      .pipe(Effect.catchTag("DistrictUnknown", () => Effect.succeed(new Set<BlobAddress>())))
    const unused = old.filter((address) => !named.has(address))
    yield* Effect.forEach(unused, (address) => blobs.remove(district, address), { discard: true })
    return unused.length
  })

  /** The reasons against the files that a request names. */
  const objections = Effect.fnUntraced(function* ({ district, request }: Submission) {
    const named = namedIn(request)
    // The cast is safe: a text that is no id finds no case, and another value finds no case either.
    const id = ("case" in request ? request.case : "") as CaseId
    const used = yield* governance.read(
      district,
      (state) => new Set(filesOf(state, id).map(({ file }) => file))
    )
    const oldest = (yield* Clock.currentTimeMillis) - settings.usable
    const wrong = yield* Effect.filter(named, ([, file]) =>
      used.has(file)
        ? Effect.succeed(false)
        : SealedFile.find(ground, district, `case/${id}`, file).pipe(
            Effect.catchTag("BlobDamaged", () => Effect.undefined),
            Effect.map((stored) => stored === undefined || stored.at < oldest)
          )
    )
    return wrong.map(([field]) => ({
      _tag: "ValueMalformed" as const,
      path: `request.evidence.${field}.file`,
      message: `Expected a file that was uploaded for this case within the last ${settings.usable / hour} hours`
    }))
  })

  const checked = Effect.fnUntraced(function* (inner: GovernanceShape, submission: Submission) {
    if (namedIn(submission.request).length === 0) return
    // A request that is refused anyway is not checked further, and neither is one that was accepted before.
    const { receipt } = yield* inner.preview(submission)
    if (Option.isSome(receipt)) return
    const [first, ...others] = yield* Effect.catchTag(objections(submission), "BlobsUnavailable", asOfLedger)
    if (first === undefined) return
    const { district, id, request } = submission
    return yield* new Refused({
      district,
      id,
      request: request._tag,
      reasons: [first, ...others],
      kept: false
    })
  })

  return EvidenceFiles.of({
    settings,
    mayAdd: (adding) => Effect.asVoid(ownersFor(adding)),
    keep,
    keepPart: ({ bytes, ...part }) =>
      Effect.flatMap(ownersFor(part), (owners) =>
        SealedFile.store(ground, part.district, about(part), owners, bytes)
      ),
    takePart,
    dropParts: (district, parts) =>
      Effect.forEach(parts, (address) => blobs.remove(district, address), { discard: true }),
    look,
    sweep,
    checking: (inner) => ({
      ...inner,
      submit: (submission) => Effect.andThen(checked(inner, submission), inner.submit(submission)),
      preview: (submission) => Effect.andThen(checked(inner, submission), inner.preview(submission))
    })
  })
})

/**
 * Provides files of evidence. They need governance, its ledger and its vault, and a store of blobs.
 *
 * @param settings default: {@link usual}
 * @category layers
 */
export const layer = (
  settings: Settings = usual
): Layer.Layer<EvidenceFiles, never, Governance | Ledger | Vault | Blobs> =>
  Layer.effect(EvidenceFiles, make(settings))

/**
 * Removes the files that no case names from all districts: at once, and then every hour, as long as the layer exists. If a store
 * is unavailable, this is logged, and the next hour catches up.
 *
 * @category layers
 */
export const layerSweeping: Layer.Layer<never, never, EvidenceFiles | Ledger> = Layer.effectDiscard(
  Effect.gen(function* () {
    const { sweep } = yield* EvidenceFiles
    const ledger = yield* Ledger
    yield* Effect.flatMap(ledger.districts, (all) => Effect.forEach(all, sweep, { discard: true })).pipe(
      Effect.catch((error) => Effect.logWarning(error.message)),
      Effect.repeat(Schedule.spaced("1 hour")),
      Effect.forkScoped
    )
  })
)
