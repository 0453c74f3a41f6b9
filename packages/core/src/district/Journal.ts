/**
 * The journal of a district: encodes events as ledger entries and decodes them again. The type of an entry is the tag
 * of its event. Decoding returns the same event that was encoded, or an error with the position of the entry that
 * cannot be read.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { EntryUnreadable } from "../contexts/Context.ts"
import { type AnyContext, contexts } from "../contexts/contexts.ts"
import { type Degree, hiddenIn, type Mark, marks } from "../kernel/Personal.ts"

export { EntryUnreadable } from "../contexts/Context.ts"
import { format } from "../contexts/ModelContext.ts"

export { format, type ModelEvent, modelStream } from "../contexts/ModelContext.ts"

/**
 * Any event of a district, no matter to which context (part of the district's work) it belongs.
 *
 * @category models
 */
export type JournalEvent = AnyContext["events"]["Type"]

/** The id of a context (one part of the district's work), such as `poll`. */
export type ContextId = AnyContext["id"]

type HappenedIn<Context> = Context extends AnyContext
  ? { readonly context: Context["id"]; readonly event: Context["events"]["Type"] }
  : never

/**
 * An event with the id of its context (part of the district's work). So a reader can select the events of one context
 * without a list of tags.
 */
export type Happened = HappenedIn<AnyContext>

/**
 * An object within an entry that has marked fields (fields with data about people). `path` contains the keys that lead
 * to the object. The other fields list its personal and its hidden fields.
 */
export interface RecordKind {
  readonly path: ReadonlyArray<string>
  readonly personal: ReadonlyMap<string, Degree>
  readonly hidden: ReadonlySet<string>
}

/** What must be known about a type of event, so that its entries can be read, written and sealed (encrypted). */
export interface Kind {
  readonly context: ContextId
  /** The fields of an event that contain data about a person. */
  readonly marks: ReadonlyArray<Mark>
  /**
   * The objects within an entry that have a sealed (encrypted) record, from ledger format 1 on. Each has one record.
   */
  readonly records: ReadonlyArray<RecordKind>
  /** Whether the sealed values of such an event are decrypted before the event is applied to the state. */
  readonly opens: boolean
}

type Decode = (input: unknown) => Result.Result<JournalEvent, Schema.SchemaError>

interface Codec extends Kind {
  readonly decode: Decode
  /** Decodes an event without its marked and hidden fields (the fields that are stored encrypted). */
  readonly decodeClear: Decode
  readonly encode: (event: JournalEvent) => Schema.Json
}

const has = <Key extends string>(schema: unknown, key: Key): schema is Record<Key, unknown> =>
  ((typeof schema === "object" && schema !== null) || typeof schema === "function") && key in schema

/** Returns a schema that does not require the field at a given path. In a path, `*` means all elements of a list. */
const withoutRequired = (schema: Schema.Top, [key, ...rest]: ReadonlyArray<string>): Schema.Top => {
  if (key === undefined) return Schema.optionalKey(schema)
  if (SchemaAST.isOptional(schema.ast) && has(schema, "schema")) {
    return Schema.optionalKey(withoutRequired(schema.schema as Schema.Top, [key, ...rest]))
  }
  if (key === "*" && has(schema, "value")) {
    return Schema.Array(withoutRequired(schema.value as Schema.Top, rest))
  }
  if (!has(schema, "fields")) return schema
  const fields = schema.fields as Schema.Struct.Fields
  const field = fields[key]
  return field === undefined
    ? schema
    : Schema.Struct({ ...fields, [key]: withoutRequired(field as Schema.Top, rest) })
}

const isBelow = (path: ReadonlyArray<string>, above: ReadonlyArray<string>): boolean =>
  above.length < path.length && above.every((key, n) => key === path[n])

/**
 * Finds the objects that have personal or hidden fields. If a personal field is inside a hidden field, it is not listed
 * separately.
 */
const recordsOf = (
  personal: ReadonlyArray<Mark>,
  hidden: ReadonlyArray<Mark["path"]>
): ReadonlyArray<RecordKind> => {
  const found = new Map<
    string,
    { path: ReadonlyArray<string>; personal: Map<string, Degree>; hidden: Set<string> }
  >()
  const recordAt = (path: ReadonlyArray<string>) => {
    const known = found.get(path.join("\n"))
    if (known !== undefined) return known
    const added = { path, personal: new Map<string, Degree>(), hidden: new Set<string>() }
    found.set(path.join("\n"), added)
    return added
  }
  for (const path of hidden) recordAt(path.slice(0, -1)).hidden.add(path.at(-1) ?? "")
  for (const { degree, path } of personal) {
    if (hidden.some((above) => isBelow(path, above))) continue
    recordAt(path.slice(0, -1)).personal.set(path.at(-1) ?? "", degree)
  }
  return [...found.values()]
}

const decoderOf = (schema: Schema.Top): Decode =>
  Schema.decodeUnknownResult(Schema.toCodecJson(schema as Schema.Codec<JournalEvent, unknown>))

// There is one codec for each tag (type of event). The type of an entry is the tag, so the codec is found without
// trying all members of a union.
const codecs: ReadonlyMap<string, Codec> = new Map(
  contexts.flatMap(({ events, id, opens }) =>
    Object.entries<Schema.Top>(events.cases).map(([tag, schema]): [string, Codec] => {
      const codec = Schema.toCodecJson(schema as Schema.Codec<JournalEvent, unknown>)
      const found = marks(schema)
      const hidden = hiddenIn(schema)
      return [
        tag,
        {
          context: id,
          marks: found,
          records: recordsOf(found, hidden),
          opens,
          decode: decoderOf(schema),
          decodeClear: decoderOf(
            [...found.map(({ path }) => path), ...hidden].reduce<Schema.Top>(
              (before, path) => withoutRequired(before, path),
              schema
            )
          ),
          encode: Schema.encodeSync(codec) as (event: JournalEvent) => Schema.Json
        }
      ]
    })
  )
)

/** The tags (types) of all events. */
export const types: ReadonlyArray<string> = [...codecs.keys()]

/** What is known about a type of event. `undefined` if there is no event of this type. */
export const kindOf = (type: string): Kind | undefined => codecs.get(type)

/**
 * Encodes an event as the type and the data of an entry. The personal values in the data are not sealed (encrypted)
 * yet: see `district/Sealing`.
 */
export const encode = (event: JournalEvent): { readonly type: string; readonly data: Schema.Json } => {
  const codec = codecs.get(event._tag)
  if (codec === undefined) throw new RangeError(`"${event._tag}" is not an event of a district`)
  return { type: event._tag, data: codec.encode(event) }
}

interface Encoded {
  readonly position: number
  readonly type: string
  readonly data: Schema.Json
}

/**
 * The number of a ledger format that starts with this entry, if this version of the library does not know that format.
 * Otherwise `undefined`.
 */
const laterFormat = (type: string, data: Schema.Json): number | undefined => {
  const found = type === "ModelAdopted" ? (data as { readonly format?: unknown } | null)?.format : undefined
  return typeof found === "number" && found > format ? found : undefined
}

const decodeWith = (
  { data, position, type }: Encoded,
  decode: (codec: Codec) => Decode
): Result.Result<Happened, EntryUnreadable> => {
  const codec = codecs.get(type)
  if (codec === undefined) {
    const reason = `this version reads ledger formats up to ${format}, which have no event of that name`
    return Result.fail(new EntryUnreadable({ position, type, reason }))
  }
  const later = laterFormat(type, data)
  if (later !== undefined) {
    const reason = `the district writes ledger format ${later} from here on, and this version knows up to ${format}`
    return Result.fail(new EntryUnreadable({ position, type, reason }))
  }
  return Result.mapBoth(decode(codec)(data), {
    onFailure: (error) => new EntryUnreadable({ position, type, reason: error.message }),
    // This cast is safe: the context and the codec belong to the same tag.
    onSuccess: (event) => ({ context: codec.context, event }) as Happened
  })
}

/**
 * Decodes the event of an entry. The caller must have decrypted the sealed (encrypted) values of the entry before.
 *
 * @category decoding
 */
export const decode = (entry: Encoded): Result.Result<Happened, EntryUnreadable> =>
  decodeWith(entry, (codec) => codec.decode)

/**
 * Decodes the event of an entry from which the sealed (encrypted) values were removed by `Sealing.withoutSeals`. Fields
 * that are marked as personal, sensitive or hidden are missing, even if the type of the event requires them.
 *
 * @category decoding
 */
export const decodeClear = (entry: Encoded): Result.Result<Happened, EntryUnreadable> =>
  decodeWith(entry, (codec) => codec.decodeClear)
