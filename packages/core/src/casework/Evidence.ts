/**
 * Evidence: the values of the evidence fields that people hand in when they take a step. Photos and signatures are
 * references with a hash. The files themselves are stored elsewhere and can be checked against the hash: in the store of
 * blobs of the district, or outside the library.
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { fromIso } from "../kernel/Day.ts"
import { BlobAddress } from "../place/BlobAddress.ts"
import { type Field, FieldId, type FieldType, isRequired } from "./Playbook.ts"

/** A SHA-256 hash in lower-case hex. */
export const Sha256 = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256 hash in lower-case hex" })
)

const Reference = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))

/** The address of the file in the store of blobs. Missing if the file is kept outside the library. */
const file = Schema.optionalKey(BlobAddress)

/** A photo: its name or where it is, and the hash of its bytes. */
export const Photo = Schema.Struct({ photo: Reference, sha256: Sha256, file })
export interface Photo extends Schema.Schema.Type<typeof Photo> {}

/** A signature: the signer, and the hash of the signed document. The signer is an id or a subject, never a name. */
export const Signature = Schema.Struct({ signer: Reference, sha256: Sha256, file })
export interface Signature extends Schema.Schema.Type<typeof Signature> {}

/**
 * The value of one evidence field: a string for `text`, `date` (ISO 8601) and `choice` (the id of the choice), a number
 * for `number` and `amount` (in fen, 1/100 yuan), an array of strings for `list`.
 *
 * @category models
 */
export const Value = Schema.Union([
  Schema.String,
  Schema.Finite,
  Photo,
  Signature,
  Schema.Array(Schema.String)
])
export type Value = typeof Value.Type

/**
 * The evidence for a command. The key is the id of an evidence field, the value is its value.
 *
 * @category models
 */
export const Evidence = Schema.Record(FieldId, Value)
export type Evidence = typeof Evidence.Type

// The value was decoded as a `Value`, so checking its properties is enough to know its type.
const isPhoto = (value: Value): boolean => typeof value === "object" && "photo" in value
const isSignature = (value: Value): boolean => typeof value === "object" && "signer" in value

const within = (field: Field, size: number): boolean =>
  (field.least === undefined || field.least <= size) && (field.most === undefined || size <= field.most)

/**
 * Whether a value has the type of its field and is within the field's limits. An empty text is not valid.
 *
 * @example
 * ```ts
 * import * as Case from "@liulinhui/core/Case"
 * import { strict as assert } from "node:assert"
 *
 * const label = { zh: "押金", en: "deposit" }
 * assert.ok(Case.fits({ label, type: "amount", most: 50_000 }, 20_000))
 * assert.ok(!Case.fits({ label, type: "amount" }, 199.5))
 * ```
 * @category checks
 */
export const fits = (field: Field, value: Value): boolean => {
  switch (field.type) {
    case "text":
      return typeof value === "string" && value.trim() !== ""
    case "number":
      return typeof value === "number" && within(field, value)
    case "amount":
      return Number.isSafeInteger(value) && within(field, Number(value))
    case "date":
      return typeof value === "string" && Option.isSome(fromIso(value))
    case "choice":
      return typeof value === "string" && field.choices !== undefined && Object.hasOwn(field.choices, value)
    case "photo":
      return isPhoto(value)
    case "signature":
      return isSignature(value)
    case "list":
      return Array.isArray(value) && within(field, value.length)
  }
}

/**
 * The form (the evidence fields) of a step or of an opening, prepared for checking values.
 *
 * @category models
 */
export interface Form {
  readonly fields: ReadonlyMap<FieldId, Field>
  readonly required: ReadonlyArray<readonly [FieldId, Field]>
  /** Whether at least one of the fields is sensitive. */
  readonly sensitive: boolean
}

/** Prepares the evidence fields of a step for checking values. */
export const form = (fields: Readonly<Record<FieldId, Field>> = {}): Form => {
  const entries = Object.entries(fields)
  return {
    fields: new Map(entries),
    required: entries.filter(([, field]) => isRequired(field)),
    sensitive: entries.some(([, field]) => field.sensitive === true)
  }
}

/** Empty evidence, for a command without evidence. */
export const none: Evidence = {}

/**
 * A problem with the evidence of a command.
 *
 * @category errors
 */
export type Objection =
  | { readonly _tag: "EvidenceMissing"; readonly field: FieldId; readonly type: FieldType }
  | { readonly _tag: "EvidenceMalformed"; readonly field: FieldId; readonly type: FieldType }
  | { readonly _tag: "EvidenceUnknown"; readonly field: FieldId }

/** All problems with the evidence of a command: fields that are missing, malformed or not in the form. */
export const objections = (self: Form, evidence: Evidence): ReadonlyArray<Objection> => {
  const reasons: Array<Objection> = []
  for (const [field, { type }] of self.required) {
    if (evidence[field] === undefined) reasons.push({ _tag: "EvidenceMissing", field, type })
  }
  for (const field in evidence) {
    const value = evidence[field]
    const asked = self.fields.get(field)
    if (asked === undefined) reasons.push({ _tag: "EvidenceUnknown", field })
    else if (value !== undefined && !fits(asked, value)) {
      reasons.push({ _tag: "EvidenceMalformed", field, type: asked.type })
    }
  }
  return reasons
}

/**
 * A file of evidence in the store of blobs, and its evidence field. The evidence itself is encrypted in an entry. The
 * address is not, because it says nothing about the content: so it is known which blobs are used, and by which case.
 *
 * @category models
 */
export const EvidenceFile = Schema.Struct({
  field: FieldId,
  file: BlobAddress,
  /** Present if the field is sensitive. Then a purpose is required to look at the file. */
  sensitive: Schema.optionalKey(Schema.Literal(true))
})
export interface EvidenceFile extends Schema.Schema.Type<typeof EvidenceFile> {}

/** The file of a value. `undefined` if the value has no file in the store of blobs. */
export const fileOf = (value: Value | undefined): BlobAddress | undefined =>
  typeof value === "object" && "file" in value ? value.file : undefined

const filesOf = (self: Form, evidence: Evidence): Pick<Parted, "files"> => {
  const files = Object.entries(evidence).flatMap(([field, value]): ReadonlyArray<EvidenceFile> => {
    const stored = fileOf(value)
    if (stored === undefined) return []
    const isSensitive = self.fields.get(field)?.sensitive === true
    return [{ field, file: stored, ...(isSensitive ? { sensitive: true as const } : {}) }]
  })
  return files.length === 0 ? {} : { files }
}

/** The files that an event of a case refers to. */
export const filesIn = (event: object): ReadonlyArray<EvidenceFile> =>
  // The cast is safe: in the events of a case, `files` is always such a list.
  "files" in event ? (event as Pick<Required<Parted>, "files">).files : []

/**
 * Evidence in two parts: values that are not sensitive, and values that are sensitive. A part without values is
 * missing. `files` lists the files of both parts; it is missing without files.
 */
export interface Parted {
  readonly evidence?: Evidence
  readonly confidential?: Evidence
  readonly recorded: ReadonlyArray<FieldId>
  readonly files?: ReadonlyArray<EvidenceFile>
}

const nothing: Parted = { recorded: [] }

/** Splits evidence into sensitive values and other values. */
export const part = (self: Form, evidence: Evidence): Parted => {
  const recorded = Object.keys(evidence)
  if (recorded.length === 0) return nothing
  const files = filesOf(self, evidence)
  if (!self.sensitive) return { recorded, evidence, ...files }
  const isSensitive = (field: FieldId): boolean => self.fields.get(field)?.sensitive === true
  const pick = (fields: ReadonlyArray<FieldId>): Evidence =>
    Object.fromEntries(
      fields.flatMap((field) => (evidence[field] === undefined ? [] : [[field, evidence[field]]]))
    )
  const confidential = recorded.filter(isSensitive)
  if (confidential.length === 0) return { recorded, evidence, ...files }
  const open = recorded.filter((field) => !isSensitive(field))
  return {
    recorded,
    ...files,
    confidential: pick(confidential),
    ...(open.length === 0 ? {} : { evidence: pick(open) })
  }
}
