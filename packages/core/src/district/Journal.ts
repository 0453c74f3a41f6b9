/**
 * Everything that can happen in a district, as entries of its ledger: the events of every context, each under the name
 * of its tag. An entry reads back as the event that was written, or the error says which entry cannot be read.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { EntryUnreadable } from "../contexts/Context.ts"
import { type AnyContext, contexts } from "../contexts/contexts.ts"
import { type Mark, marks } from "../kernel/Personal.ts"

export { EntryUnreadable } from "../contexts/Context.ts"
export { modelStream } from "../contexts/ModelContext.ts"

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

/** An event with its context, so that a fold can tell them apart without knowing every tag. */
export type Happened = HappenedIn<AnyContext>

/** What is known of a type of event. */
export interface Kind {
  readonly context: ContextId
  /** The fields that are about a person. */
  readonly marks: ReadonlyArray<Mark>
  /** Whether folding opens what is sealed in such an event. */
  readonly opens: boolean
}

interface Codec extends Kind {
  readonly decode: (input: unknown) => Result.Result<JournalEvent, Schema.SchemaError>
  readonly encode: (event: JournalEvent) => Schema.Json
}

// One codec a tag: the type of an entry names it, so no union has to be searched.
const codecs: ReadonlyMap<string, Codec> = new Map(
  contexts.flatMap(({ events, id, opens }) =>
    Object.entries<Schema.Top>(events.cases).map(([tag, schema]): [string, Codec] => {
      const codec = Schema.toCodecJson(schema as Schema.Codec<JournalEvent, unknown>)
      return [
        tag,
        {
          context: id,
          marks: marks(schema),
          opens,
          decode: Schema.decodeUnknownResult(codec),
          encode: Schema.encodeSync(codec) as (event: JournalEvent) => Schema.Json
        }
      ]
    })
  )
)

/** The names of all events. */
export const types: ReadonlyArray<string> = [...codecs.keys()]

/** What is known of a type of event. `undefined` if no event has that name. */
export const kindOf = (type: string): Kind | undefined => codecs.get(type)

/** An event as the ledger stores it, before what is personal in it is sealed (see `district/Sealing`). */
export const encode = (event: JournalEvent): { readonly type: string; readonly data: Schema.Json } => {
  const codec = codecs.get(event._tag)
  if (codec === undefined) throw new RangeError(`"${event._tag}" is no event of a district`)
  return { type: event._tag, data: codec.encode(event) }
}

/**
 * The event of an entry.
 *
 * @category decoding
 */
export const decode = (entry: {
  readonly position: number
  readonly type: string
  readonly data: Schema.Json
}): Result.Result<Happened, EntryUnreadable> => {
  const { data, position, type } = entry
  const codec = codecs.get(type)
  if (codec === undefined) {
    return Result.fail(new EntryUnreadable({ position, type, reason: "no event of that name is known" }))
  }
  return Result.mapBoth(codec.decode(data), {
    onFailure: (error) => new EntryUnreadable({ position, type, reason: error.message }),
    // Safe: the context and the codec are stored under the same tag.
    onSuccess: (event) => ({ context: codec.context, event }) as Happened
  })
}
