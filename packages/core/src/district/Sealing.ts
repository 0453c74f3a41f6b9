/**
 * Finds the values of an entry that must be sealed (encrypted), and replaces them. A value that an event's schema marks
 * as personal or sensitive is never in an entry in plain text. In ledger format 0 the entry contains a {@link Sealed}
 * value instead. From format 1 on, each object with marked fields has one sealed record (see `SealedRecord`). The
 * record also contains the fields that are marked as hidden. This module is pure: the vault encrypts and decrypts.
 *
 * Some values are needed to compute the state of a district, such as the data of the registry. These values are
 * decrypted when an entry is applied to the state. Texts and documents that people wrote or handed in (evidence, notes,
 * reasons, proofs) stay sealed, because nothing is computed from them. The state of a district does not contain these
 * texts and documents; they can be read only with a disclosure.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isObject } from "../kernel/Json.ts"
import type { Mark } from "../kernel/Personal.ts"
import type { DistrictId } from "../place/Id.ts"
import { ofDistrict, Sealed } from "../place/Sealed.ts"
import {
  decodeClear as decodeWithoutMarks,
  EntryUnreadable,
  type Happened,
  kindOf,
  type RecordKind
} from "./Journal.ts"
import * as SealedRecord from "./SealedRecord.ts"

type Path = ReadonlyArray<string>

/** A field of an entry that is marked as personal or sensitive: the path to the field, its mark, and its value. */
export interface Field<A> {
  readonly path: Mark["path"]
  readonly degree: Mark["degree"]
  readonly value: A
}

/** A sealed (encrypted) field of an entry in ledger format 0. */
export type SealedField = Field<Sealed>

/**
 * A value and its place in an entry. In ledger format 0 the place is a field, from format 1 on an object with a sealed
 * record.
 */
interface Placed<A> {
  readonly path: Path
  readonly value: A
}

/**
 * Personal values of an entry that are encrypted for the same people. In ledger format 0, this is one field, and
 * `degree` is its mark. From format 1 on, these are all personal fields of one object.
 */
export type Seal = (SealedField & { readonly _tag: "Field" }) | (Placed<Sealed> & { readonly _tag: "Record" })

/** The parts of an entry that are needed to find its marked fields. */
export interface Line {
  readonly position: number
  readonly type: string
  readonly data: Schema.Json
}

/** Returns the value of a key in an object, or at an index in a list. */
const part = (value: Schema.Json, key: string): Schema.Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)]
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/**
 * Finds all paths in the data of an entry that match a path of the entry's schema. In the path of the schema, `*`
 * matches any key or index.
 */
const expand = (data: Schema.Json, path: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => {
  const [key, ...rest] = path
  if (key === undefined) return [[]]
  const keys =
    key !== "*"
      ? [key]
      : Array.isArray(data)
        ? [...data.keys()].map(String)
        : isObject(data)
          ? Object.keys(data)
          : []
  return keys.flatMap((each) => {
    const below = part(data, each)
    return below === undefined ? [] : expand(below, rest).map((end) => [each, ...end])
  })
}

const at = (data: Schema.Json, path: ReadonlyArray<string>): Schema.Json | undefined =>
  path.reduce<Schema.Json | undefined>(
    (value, key) => (value === undefined ? undefined : part(value, key)),
    data
  )

const put = (
  data: Schema.Json,
  [key, ...rest]: ReadonlyArray<string>,
  value: Schema.Json | undefined
): Schema.Json => {
  if (key === undefined) return data
  const next = rest.length === 0 ? value : put(part(data, key) ?? {}, rest, value)
  if (Array.isArray(data)) return data.map((each, n) => (String(n) === key ? (next ?? null) : each))
  if (!isObject(data)) return data
  const { [key]: _, ...others } = data
  return next === undefined ? others : { ...data, [key]: next }
}

/**
 * The values in the data of an event that are marked as personal or sensitive. They must not be sealed (encrypted) yet.
 */
export const valuesIn = (type: string, data: Schema.Json): ReadonlyArray<Field<Schema.Json>> =>
  (kindOf(type)?.marks ?? []).flatMap(({ degree, path }) =>
    expand(data, path).flatMap(([first, ...others]) => {
      const value = first === undefined ? undefined : at(data, [first, ...others])
      return first === undefined || value === undefined
        ? []
        : [{ path: [first, ...others] as const, degree, value }]
    })
  )

/** The objects in the data of an event that have a sealed record, or must get one. */
const objectsIn = (
  type: string,
  data: Schema.Json
): ReadonlyArray<Placed<Schema.JsonObject> & { readonly kind: RecordKind }> =>
  (kindOf(type)?.records ?? []).flatMap((kind) =>
    expand(data, kind.path).flatMap((path) => {
      const value = at(data, path)
      return isObject(value) ? [{ path, value, kind }] : []
    })
  )

/**
 * The contents of an object's record before they are encrypted: the hidden fields and the personal fields of the
 * object.
 */
export interface Unsealed {
  readonly path: Path
  readonly hidden: Schema.JsonObject
  readonly personal: Schema.JsonObject
}

const only = (value: Schema.JsonObject, isMeant: (key: string) => boolean): Schema.JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([key]) => isMeant(key)))

/** The contents of all records of an event's data, before they are encrypted. */
export const recordsIn = (type: string, data: Schema.Json): ReadonlyArray<Unsealed> =>
  objectsIn(type, data).map(({ kind, path, value }) => ({
    path,
    hidden: only(value, (key) => kind.hidden.has(key)),
    personal: only(value, (key) => kind.personal.has(key))
  }))

/** Returns the data with the values at the given paths replaced. A value of `undefined` removes the field. */
export const replace = (
  data: Schema.Json,
  fields: ReadonlyArray<{ readonly path: Path; readonly value: Schema.Json | undefined }>
): Schema.Json => fields.reduce((before, { path, value }) => put(before, path, value), data)

/**
 * The objects around a field, the innermost first. If they contain the id of a person, the field is about that person.
 */
export const around = (data: Schema.Json, path: Path): ReadonlyArray<Schema.JsonObject> =>
  path
    .flatMap((_, length) => {
      const part = at(data, path.slice(0, length))
      return isObject(part) ? [part] : []
    })
    .toReversed()

/** Returns the data after the hidden and personal fields were replaced by sealed (encrypted) records. */
export const withRecords = (
  data: Schema.Json,
  records: ReadonlyArray<Unsealed & { readonly sealed: string }>
): Schema.Json =>
  records.reduce((before, { hidden, path, personal, sealed }) => {
    const gone = [...Object.keys(hidden), ...Object.keys(personal)]
    return replace(before, [
      ...gone.map((key) => ({ path: [...path, key], value: undefined })),
      { path: [...path, SealedRecord.key], value: sealed }
    ])
  }, data)

const isSealed = Schema.is(Sealed)
const isSealedText = Schema.is(Sealed.fields.sealed)

/** The sealed (encrypted) records of an entry. */
export const recordSealsIn = ({ data, type }: Pick<Line, "data" | "type">): ReadonlyArray<Placed<Sealed>> =>
  objectsIn(type, data).flatMap(({ path, value }) => {
    const sealed = value[SealedRecord.key]
    return isSealedText(sealed) ? [{ path, value: { sealed, of: [ofDistrict] } }] : []
  })

/**
 * The sealed (encrypted) fields of an entry in ledger format 0. If a marked field is in plain text, the entry is
 * refused, because this library never writes such an entry.
 *
 * @category decoding
 */
export const sealsIn = ({
  data,
  position,
  type
}: Line): Result.Result<ReadonlyArray<SealedField>, EntryUnreadable> => {
  const fields: Array<SealedField> = []
  for (const { degree, path, value } of valuesIn(type, data)) {
    if (!isSealed(value)) {
      const reason = `the value at ${path.join(".")} is personal and not sealed`
      return Result.fail(new EntryUnreadable({ position, type, reason }))
    }
    fields.push({ path, degree, value })
  }
  return Result.succeed(fields)
}

/**
 * An entry whose records were decrypted. Its hidden fields are back in their places. Its personal fields are still
 * encrypted: they are removed from the entry, and are in `seals`.
 */
export interface Revealed<L> {
  readonly entry: L
  readonly seals: ReadonlyArray<Seal>
}

const asSeal = (field: SealedField): Seal => ({ _tag: "Field", ...field })

/** The data with hidden fields in place of the record of an object. */
const withHidden = (data: Schema.Json, [key, ...rest]: Path, hidden: Schema.JsonObject): Schema.Json => {
  if (!isObject(data)) {
    return Array.isArray(data)
      ? data.map((each, n) => (String(n) === key ? withHidden(each, rest, hidden) : each))
      : data
  }
  if (key !== undefined) return { ...data, [key]: withHidden(data[key] ?? null, rest, hidden) }
  const { [SealedRecord.key]: _, ...clear } = data
  return { ...clear, ...hidden }
}

/**
 * Returns an entry after its hidden fields were put back in their places. Its personal fields are returned separately,
 * and are still encrypted. `records` are the decrypted texts of its records, in the order of {@link recordSealsIn}.
 *
 * @category decoding
 */
export const reveal = <L extends Line>(
  line: L,
  records: ReadonlyArray<Placed<string>>
): Result.Result<Revealed<L>, EntryUnreadable> => {
  const fields = sealsIn(line)
  if (Result.isFailure(fields)) return Result.fail(fields.failure)
  const seals: Array<Seal> = fields.success.map(asSeal)
  let data = replace(
    line.data,
    seals.map(({ path }) => ({ path, value: undefined }))
  )
  for (const { path, value } of records) {
    const read = SealedRecord.read(value)
    if (Result.isFailure(read)) {
      const { position, type } = line
      return Result.fail(new EntryUnreadable({ position, type, reason: read.failure }))
    }
    const { hidden, personal } = read.success
    data = withHidden(data, path, hidden)
    if (personal !== undefined) seals.push({ _tag: "Record", path, value: personal })
  }
  return Result.succeed({ entry: data === line.data ? line : { ...line, data }, seals })
}

const matches = (path: Path, pattern: Path): boolean =>
  path.length === pattern.length && pattern.every((key, n) => key === "*" || key === path[n])

/** The personal fields that were encrypted in a seal. `opened` is the decrypted content of the seal. */
export const fieldsIn = (
  type: string,
  seal: Seal,
  opened: Schema.Json
): ReadonlyArray<Field<Schema.Json>> => {
  if (seal._tag === "Field") return [{ path: seal.path, degree: seal.degree, value: opened }]
  const kind = kindOf(type)?.records.find(({ path }) => matches(seal.path, path))
  return Object.entries(isObject(opened) ? opened : {}).flatMap(([key, value]) => {
    const degree = kind?.personal.get(key)
    const [first = key, ...others] = [...seal.path, key]
    return degree === undefined ? [] : [{ path: [first, ...others], degree, value }]
  })
}

/** Removes the sealed (encrypted) values from an entry. The result can be read without a vault. */
export const withoutSeals = <L extends Line>(line: L): Result.Result<L, EntryUnreadable> =>
  Result.map(sealsIn(line), (fields) => {
    const seals = [
      ...fields.map(({ path }) => path),
      ...recordSealsIn(line).map(({ path }) => [...path, SealedRecord.key])
    ]
    return seals.length === 0
      ? line
      : {
          ...line,
          data: replace(
            line.data,
            seals.map((path) => ({ path, value: undefined }))
          )
        }
  })

/**
 * The event of an entry without its sealed (encrypted) values: this part can be read without a vault. Marked and hidden
 * fields are missing, even if the type of the event requires them. But in entries of ledger format 0, hidden fields are
 * not encrypted, and are present.
 *
 * @category decoding
 */
export const decodeClear = (line: Line): Result.Result<Happened, EntryUnreadable> =>
  Result.flatMap(withoutSeals(line), decodeWithoutMarks)

/**
 * Whether the sealed (encrypted) values of an entry of this type are decrypted before the entry is applied to the state
 * of the district.
 */
export const isComputedWith = (type: string): boolean => kindOf(type)?.opens ?? true

interface Where {
  readonly district: DistrictId
  readonly stream: string
  readonly type: string
}

/**
 * The place of a sealed value as a text. The place is part of the encryption: a seal that was moved to another place
 * cannot be decrypted.
 */
export const placeOf = ({ district, stream, type }: Where, { path }: { readonly path: Path }): string =>
  `${district}/${stream}/${type}/${path.join(".")}`

/** The place of a sealed record as a text. */
export const placeOfRecord = (where: Where, { path }: { readonly path: Path }): string =>
  placeOf(where, { path: [...path, SealedRecord.key] })

/** The place of the encrypted personal values as a text. */
export const placeOfSeal = (where: Where, seal: Pick<Seal, "_tag" | "path">): string =>
  placeOf(where, { path: seal._tag === "Field" ? seal.path : [...seal.path, SealedRecord.key, "personal"] })
