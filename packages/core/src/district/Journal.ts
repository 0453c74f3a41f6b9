/**
 * Everything that can happen in a district, as entries of its ledger: the events of every context, each under the name
 * of its tag. Reading an entry back gives the event that was written, or says which entry cannot be read.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CaseEvent } from "../casework/Case.ts"
import { PollEvent } from "../polls/PollDecider.ts"
import { TransferEvent } from "../casework/Transfer.ts"
import { ExclusionEvent } from "../coverage/ExclusionDecider.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { type Mark, marks } from "../kernel/Personal.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { CompanionProposalEvent } from "../companions/CompanionProposal.ts"
import { PairingEvent } from "../pairing/Pairing.ts"
import { TalentEvent } from "../talents/TalentProposal.ts"
import { CompanionEvent } from "../companions/Companion.ts"
import { ContactEvent } from "../place/Contact.ts"
import { RegistryEvent } from "../place/Registry.ts"
import { DisclosureEvent } from "../disclosure/Disclosure.ts"
import { NoticeEvent } from "../preferences/NoticePreference.ts"

/** The stream of a district that holds its model. */
export const modelStream = StreamId.make("model")

/** A district begins to live by a model document, in whole, from a day. */
export const ModelEvent = Schema.TaggedUnion({ ModelAdopted: { on: DayFromIso, document: Schema.Json } })
export type ModelEvent = typeof ModelEvent.Type

/**
 * Any event of a district.
 *
 * @category models
 */
export type JournalEvent =
  | ModelEvent
  | RegistryEvent
  | PairingEvent
  | ContactEvent
  | CompanionEvent
  | CompanionProposalEvent
  | TalentEvent
  | ExclusionEvent
  | CaseEvent
  | NoticeEvent
  | DisclosureEvent
  | PollEvent
  | TransferEvent

const contexts = {
  model: ModelEvent,
  registry: RegistryEvent,
  pairing: PairingEvent,
  contact: ContactEvent,
  companion: CompanionEvent,
  "companion-proposal": CompanionProposalEvent,
  talent: TalentEvent,
  exclusion: ExclusionEvent,
  case: CaseEvent,
  notice: NoticeEvent,
  disclosure: DisclosureEvent,
  poll: PollEvent,
  transfer: TransferEvent
}

/** The context that an event belongs to. */
export type Context = keyof typeof contexts

/** An event with its context, so that whoever folds can tell them apart without knowing every tag. */
export type Happened =
  | { readonly context: "model"; readonly event: ModelEvent }
  | { readonly context: "registry"; readonly event: RegistryEvent }
  | { readonly context: "pairing"; readonly event: PairingEvent }
  | { readonly context: "contact"; readonly event: ContactEvent }
  | { readonly context: "companion"; readonly event: CompanionEvent }
  | { readonly context: "companion-proposal"; readonly event: CompanionProposalEvent }
  | { readonly context: "talent"; readonly event: TalentEvent }
  | { readonly context: "exclusion"; readonly event: ExclusionEvent }
  | { readonly context: "case"; readonly event: CaseEvent }
  | { readonly context: "notice"; readonly event: NoticeEvent }
  | { readonly context: "disclosure"; readonly event: DisclosureEvent }
  | { readonly context: "poll"; readonly event: PollEvent }
  | { readonly context: "transfer"; readonly event: TransferEvent }

interface Codec {
  readonly context: Context
  readonly marks: ReadonlyArray<Mark>
  readonly decode: (input: unknown) => Result.Result<JournalEvent, Schema.SchemaError>
  readonly encode: (event: JournalEvent) => Schema.Json
}

// One codec per tag: an entry's type says which, so that no union has to be searched.
const codecs: ReadonlyMap<string, Codec> = new Map(
  Object.entries(contexts).flatMap(([context, union]) =>
    Object.entries(union.cases).map(([tag, schema]): [string, Codec] => {
      const codec = Schema.toCodecJson(schema as Schema.Codec<JournalEvent, unknown>)
      return [
        tag,
        {
          context: context as Context,
          marks: marks(schema),
          decode: Schema.decodeUnknownResult(codec),
          encode: Schema.encodeSync(codec) as (event: JournalEvent) => Schema.Json
        }
      ]
    })
  )
)

/** The names of all events. */
export const types: ReadonlyArray<string> = [...codecs.keys()]

/** The context of a type of event, and its fields that speak of a person; nothing where no event has that name. */
export const kindOf = (
  type: string
): { readonly context: Context; readonly marks: ReadonlyArray<Mark> } | undefined => codecs.get(type)

/** An event as the ledger takes it, before what is personal in it is sealed (see `district/Sealing`). */
export const encode = (event: JournalEvent): { readonly type: string; readonly data: Schema.Json } => {
  const codec = codecs.get(event._tag)
  if (codec === undefined) throw new RangeError(`"${event._tag}" is no event of a district`)
  return { type: event._tag, data: codec.encode(event) }
}

/**
 * An entry that does not read as the event that its type names: it was written by a later version, or by other means.
 *
 * @category errors
 */
export class EntryUnreadable extends Schema.TaggedError<EntryUnreadable>()("EntryUnreadable", {
  position: Schema.Int,
  type: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return (
      `entry ${this.position} cannot be read as "${this.type}": ${this.reason}. ` +
      "Use the version of the library that wrote it, or a later one"
    )
  }
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
    // Safe: the context and the codec stand under the same tag.
    onSuccess: (event) => ({ context: codec.context, event }) as Happened
  })
}
