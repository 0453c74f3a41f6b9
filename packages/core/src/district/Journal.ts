/**
 * The journal: all events of a district as entries of its ledger, each under the name of its tag. An entry reads back
 * as the event that was written, or the error names the entry that cannot be read.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { EntryUnreadable } from "../contexts/Context.ts"
import { type AnyContext, contexts } from "../contexts/contexts.ts"
import { type Mark, marks } from "../kernel/Personal.ts"

export { EntryUnreadable } from "../contexts/Context.ts"
import { format } from "../contexts/ModelContext.ts"

export { format, type ModelEvent, modelStream } from "../contexts/ModelContext.ts"

/**
 * Any event of a district.
 *
 * @category models
 */
export type JournalEvent = AnyContext["events"]["Type"]

/** The id of a context. */
export type ContextId = AnyContext["id"]

type HappenedIn<Context> = Context extends AnyContext
  ? { readonly context: Context["id"]; readonly event: Context["events"]["Type"] }
  : never

/** An event with its context, so that a fold can select events by context without knowing every tag. */
export type Happened = HappenedIn<AnyContext>

/** The properties of a type of event. */
export interface Kind {
  readonly context: ContextId
  /** The fields that are about a person. */
  readonly marks: ReadonlyArray<Mark>
  /** Whether folding opens the sealed values of such an event. */
  readonly opens: boolean
}

type Decode = (input: unknown) => Result.Result<JournalEvent, Schema.SchemaError>

interface Codec extends Kind {
  readonly decode: Decode
  /** Decodes an event without its marked fields. */
  readonly decodeClear: Decode
  readonly encode: (event: JournalEvent) => Schema.Json
}

const has = <Key extends string>(schema: unknown, key: Key): schema is Record<Key, unknown> =>
  ((typeof schema === "object" && schema !== null) || typeof schema === "function") && key in schema

/** A schema that does not require the field at a path. `*` matches each element of a list. */
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

const decoderOf = (schema: Schema.Top): Decode =>
  Schema.decodeUnknownResult(Schema.toCodecJson(schema as Schema.Codec<JournalEvent, unknown>))

// There is one codec for each tag. The type of an entry is the tag, so no union has to be searched.
const codecs: ReadonlyMap<string, Codec> = new Map(
  contexts.flatMap(({ events, id, opens }) =>
    Object.entries<Schema.Top>(events.cases).map(([tag, schema]): [string, Codec] => {
      const codec = Schema.toCodecJson(schema as Schema.Codec<JournalEvent, unknown>)
      const found = marks(schema)
      return [
        tag,
        {
          context: id,
          marks: found,
          opens,
          decode: decoderOf(schema),
          decodeClear: decoderOf(
            found.reduce<Schema.Top>((before, { path }) => withoutRequired(before, path), schema)
          ),
          encode: Schema.encodeSync(codec) as (event: JournalEvent) => Schema.Json
        }
      ]
    })
  )
)

/** The names of all events. */
export const types: ReadonlyArray<string> = [...codecs.keys()]

/** The properties of a type of event. `undefined` if no event has that name. */
export const kindOf = (type: string): Kind | undefined => codecs.get(type)

/** Encodes an event for the ledger, before its personal values are sealed (see `district/Sealing`). */
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

/** The ledger format that a district begins to write by an entry, if this version does not know it. */
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
    return Result.fail(new EntryUnreadable({ position, type, reason: "no event of that name is known" }))
  }
  const later = laterFormat(type, data)
  if (later !== undefined) {
    const reason = `the district writes ledger format ${later} from here on, and this version knows up to ${format}`
    return Result.fail(new EntryUnreadable({ position, type, reason }))
  }
  return Result.mapBoth(decode(codec)(data), {
    onFailure: (error) => new EntryUnreadable({ position, type, reason: error.message }),
    // The cast is safe: the context and the codec are stored under the same tag.
    onSuccess: (event) => ({ context: codec.context, event }) as Happened
  })
}

/**
 * Decodes the event of an entry whose sealed values were opened.
 *
 * @category decoding
 */
export const decode = (entry: Encoded): Result.Result<Happened, EntryUnreadable> =>
  decodeWith(entry, (codec) => codec.decode)

/**
 * Decodes the event of an entry without its sealed values (see `Sealing.withoutSeals`): fields that are marked as
 * personal or sensitive are missing, even if the type of the event requires them.
 *
 * @category decoding
 */
export const decodeClear = (entry: Encoded): Result.Result<Happened, EntryUnreadable> =>
  decodeWith(entry, (codec) => codec.decodeClear)
