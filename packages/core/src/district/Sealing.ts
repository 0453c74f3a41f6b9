/**
 * Finds the values of an entry that must be sealed (encrypted), and replaces them. If the schema of an event marks a
 * field as personal or sensitive, an entry never contains the plain value, but a {@link Sealed} value. This module is
 * pure: the vault does the encryption.
 *
 * Some values are needed to compute the state of a district, such as the data of the registry. They are opened when an
 * entry is folded. Texts and documents that people wrote or handed in (evidence, notes, reasons, proofs) stay sealed,
 * because nothing is computed from them. The state of a district does not contain them; they can be read only with a
 * disclosure.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Mark } from "../kernel/Personal.ts"
import type { DistrictId } from "../place/Id.ts"
import { Sealed } from "../place/Sealed.ts"
import { decodeClear as decodeWithoutMarks, EntryUnreadable, type Happened, kindOf } from "./Journal.ts"

/** A marked field of an entry: the path to it, its mark (personal or sensitive), and its value. */
export interface Field<A> {
  readonly path: Mark["path"]
  readonly degree: Mark["degree"]
  readonly value: A
}

/** A marked field whose value is sealed. */
export type SealedField = Field<Sealed>

/** The parts of an entry that are needed to find its marked fields. */
export interface Line {
  readonly position: number
  readonly type: string
  readonly data: Schema.Json
}

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Returns the value of a key in an object, or at an index in a list. */
const part = (value: Schema.Json, key: string): Schema.Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)]
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** Finds all paths in an entry that match a path of its schema. In the schema path, `*` stands for any key or index. */
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

/** The marked values in an event's data, before they are sealed. */
export const valuesIn = (type: string, data: Schema.Json): ReadonlyArray<Field<Schema.Json>> =>
  (kindOf(type)?.marks ?? []).flatMap(({ degree, path }) =>
    expand(data, path).flatMap(([first, ...others]) => {
      const value = first === undefined ? undefined : at(data, [first, ...others])
      return first === undefined || value === undefined
        ? []
        : [{ path: [first, ...others] as const, degree, value }]
    })
  )

/** Returns the data with the values at the given paths replaced. A value of `undefined` removes the field. */
export const replace = (
  data: Schema.Json,
  fields: ReadonlyArray<{ readonly path: Mark["path"]; readonly value: Schema.Json | undefined }>
): Schema.Json => fields.reduce((before, { path, value }) => put(before, path, value), data)

/** The objects around a field, the innermost first. If they name a person, the field is about that person. */
export const around = (data: Schema.Json, path: Mark["path"]): ReadonlyArray<Schema.JsonObject> =>
  path
    .map((_, length) => at(data, path.slice(0, length)))
    .filter(isObject)
    .toReversed()

const isSealed = Schema.is(Sealed)

/**
 * The sealed fields of an entry. Fails if a marked field is in plain text, because this library never writes such an
 * entry.
 *
 * @category decoding
 */
export const sealsIn = ({
  data,
  position,
  type
}: Line): Result.Result<ReadonlyArray<Field<Sealed>>, EntryUnreadable> => {
  const fields: Array<Field<Sealed>> = []
  for (const { degree, path, value } of valuesIn(type, data)) {
    if (!isSealed(value)) {
      const reason = `the value at ${path.join(".")} is personal and not sealed`
      return Result.fail(new EntryUnreadable({ position, type, reason }))
    }
    fields.push({ path, degree, value })
  }
  return Result.succeed(fields)
}

/** Finds the sealed fields of several entries. */
export const all = <L extends Line>(
  lines: ReadonlyArray<L>
): Result.Result<
  ReadonlyArray<{ readonly entry: L; readonly fields: ReadonlyArray<Field<Sealed>> }>,
  EntryUnreadable
> => {
  const found: Array<{ readonly entry: L; readonly fields: ReadonlyArray<Field<Sealed>> }> = []
  for (const entry of lines) {
    const fields = sealsIn(entry)
    if (Result.isFailure(fields)) return Result.fail(fields.failure)
    found.push({ entry, fields: fields.success })
  }
  return Result.succeed(found)
}

/** Removes the sealed values from an entry. The result can be read without a vault. */
export const withoutSeals = <L extends Line>(line: L): Result.Result<L, EntryUnreadable> =>
  Result.map(sealsIn(line), (fields) =>
    fields.length === 0
      ? line
      : {
          ...line,
          data: replace(
            line.data,
            fields.map(({ path }) => ({ path, value: undefined }))
          )
        }
  )

/**
 * Decodes the event of an entry without its sealed values, for readers without a vault. Marked fields are missing in
 * the result, even if the type of the event requires them.
 *
 * @category decoding
 */
export const decodeClear = (line: Line): Result.Result<Happened, EntryUnreadable> =>
  Result.flatMap(withoutSeals(line), decodeWithoutMarks)

/** Whether the sealed values of an entry of this type are opened before it is folded. */
export const isComputedWith = (type: string): boolean => kindOf(type)?.opens ?? true

/** The place to which a sealed value is bound. If the value is moved to another place, it cannot be opened. */
export const placeOf = (
  {
    district,
    stream,
    type
  }: { readonly district: DistrictId; readonly stream: string; readonly type: string },
  { path }: Pick<Mark, "path">
): string => `${district}/${stream}/${type}/${path.join(".")}`
