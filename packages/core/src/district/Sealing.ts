/**
 * Which values of an entry are sealed, and how they leave it and come back. What an event's schema marks as personal or
 * sensitive never stands in an entry in clear: a {@link Sealed} value stands in its place. Pure: to seal and to open is
 * the vault's.
 *
 * What a district computes with, the registry above all, is opened when its entries are folded. What people wrote and
 * handed in (evidence, notes, reasons, proofs) stays sealed: nothing is computed from it, so that it is absent from a
 * folded district, and is read by disclosure only.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Mark } from "../kernel/Personal.ts"
import type { DistrictId } from "../place/Id.ts"
import { Sealed } from "../place/Sealed.ts"
import { decodeClear as decodeWithoutMarks, EntryUnreadable, type Happened, kindOf } from "./Journal.ts"

/** A marked field of an entry: the keys that lead to it in this entry, how it is marked, and what stands there. */
export interface Field<A> {
  readonly path: Mark["path"]
  readonly degree: Mark["degree"]
  readonly value: A
}

/** A field of an entry that is sealed. */
export type SealedField = Field<Sealed>

/** What is needed of an entry to find its marked fields. */
export interface Line {
  readonly position: number
  readonly type: string
  readonly data: Schema.Json
}

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What a key leads to: a part of an object, or of a list by its number. */
const part = (value: Schema.Json, key: string): Schema.Json | undefined => {
  if (Array.isArray(value)) return value[Number(key)]
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The paths of an entry that a path of its schema stands for. */
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

/** The values that data holds in marked fields. */
export const marked = (marks: ReadonlyArray<Mark>, data: Schema.Json): ReadonlyArray<Field<Schema.Json>> =>
  marks.flatMap(({ degree, path }) =>
    expand(data, path).flatMap(([first, ...others]) => {
      const value = first === undefined ? undefined : at(data, [first, ...others])
      return first === undefined || value === undefined
        ? []
        : [{ path: [first, ...others] as const, degree, value }]
    })
  )

/** The marked values that stand in an event's data, before they are sealed. */
export const valuesIn = (type: string, data: Schema.Json): ReadonlyArray<Field<Schema.Json>> =>
  marked(kindOf(type)?.marks ?? [], data)

/** Data with other values at fields; a field whose value is `undefined` is left out. */
export const replace = (
  data: Schema.Json,
  fields: ReadonlyArray<{ readonly path: Mark["path"]; readonly value: Schema.Json | undefined }>
): Schema.Json => fields.reduce((before, { path, value }) => put(before, path, value), data)

/** The objects around a field, the innermost first: what they name is what the field is about. */
export const around = (data: Schema.Json, path: Mark["path"]): ReadonlyArray<Schema.JsonObject> =>
  path
    .map((_, length) => at(data, path.slice(0, length)))
    .filter(isObject)
    .toReversed()

const isSealed = Schema.is(Sealed)

/**
 * What is sealed in an entry. An entry that holds a marked field in clear is refused: it was not written by this library.
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
      const reason = `what stands at ${path.join(".")} is personal and not sealed`
      return Result.fail(new EntryUnreadable({ position, type, reason }))
    }
    fields.push({ path, degree, value })
  }
  return Result.succeed(fields)
}

/** Entries, each with what is sealed in it. */
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

/** An entry without what is sealed in it: what may be known of it without a vault. */
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
 * The event of an entry without what is sealed in it: what may be known of it without a vault. Marked fields are absent,
 * also those that the type of the event requires.
 *
 * @category decoding
 */
export const decodeClear = (line: Line): Result.Result<Happened, EntryUnreadable> =>
  Result.flatMap(withoutSeals(line), decodeWithoutMarks)

/** Whether folding an entry opens what is sealed in it. */
export const isComputedWith = (type: string): boolean => kindOf(type)?.opens ?? true

/** Where a sealed value stands; a seal that is moved to another place does not open. */
export const placeOf = (
  {
    district,
    stream,
    type
  }: { readonly district: DistrictId; readonly stream: string; readonly type: string },
  { path }: Pick<Mark, "path">
): string => `${district}/${stream}/${type}/${path.join(".")}`
