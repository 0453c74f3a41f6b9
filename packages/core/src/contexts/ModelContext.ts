/** The model that a district uses, and every playbook that it ever adopted. Adopting is an operator's act, no request. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import * as Calendar from "../kernel/Calendar.ts"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { formatPath } from "../kernel/Problem.ts"
import type { Statement } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { type Model, read } from "../model/Model.ts"
import { type Decision, EntryUnreadable, type Line, make } from "./Context.ts"

/** The stream of a district that holds its model. */
export const modelStream = StreamId.make("model")

/**
 * The ledger format that this version writes (see decision 28). A district writes it from the entry that says so; before
 * that it writes format 0, which earlier versions of the library read and write as well.
 */
export const format = 1 as const

/**
 * A district uses a model document, as a whole, from a day on. `format`: it writes that ledger format from here on.
 *
 * @category events
 */
export const ModelEvent = Schema.TaggedUnion({
  ModelAdopted: {
    on: DayFromIso,
    document: Schema.Json,
    format: Schema.optionalKey(Schema.Literal(format))
  }
})
export type ModelEvent = typeof ModelEvent.Type

/** @category models */
export interface ModelSlice {
  /** The day on which the district adopted its first model. */
  readonly began: Day | undefined
  /** The ledger format that the district writes: see {@link format}. */
  readonly format: 0 | typeof format
  /** The model adopted last, and the document that it was read from. */
  readonly model: Model | undefined
  readonly document: Schema.Json | undefined
  /** The calendars of the models that were adopted, the oldest first, each with the day from which it was known. */
  readonly calendars: ReadonlyArray<{ readonly from: Day; readonly calendar: Calendar.Calendar }>
  /** Every playbook that was ever adopted, by id and version: a case keeps the version that it was opened with. */
  readonly playbooks: ReadonlyMap<string, CompiledPlaybook>
}

/** The slice while it is folded. */
export interface ModelDraft extends ModelSlice {
  began: Day | undefined
  format: 0 | typeof format
  model: Model | undefined
  document: Schema.Json | undefined
  readonly calendars: Array<ModelSlice["calendars"][number]>
  readonly playbooks: Map<string, CompiledPlaybook>
}

/** The key of a playbook's version. */
export const versionKey = (id: string, version: number): string => `${id}@${version}`

/** Keeps a calendar, unless its data are those of the one before. */
const keepCalendar = ({ calendars }: ModelDraft, calendar: Calendar.Calendar, from: Day): void => {
  const before = calendars.at(-1)?.calendar
  if (before === undefined || JSON.stringify(before.data) !== JSON.stringify(calendar.data)) {
    calendars.push({ from, calendar })
  }
}

/**
 * The calendar as it was known on a day: what was due on a past day is counted with the data of that day. Before the first
 * model: the first calendar.
 */
export const calendarOn = ({ calendars }: Pick<ModelSlice, "calendars">, on: Day): Calendar.Calendar =>
  (calendars.findLast(({ from }) => from <= on) ?? calendars[0])?.calendar ?? Calendar.none

const apply = (
  draft: ModelDraft,
  { document, format: written, on }: ModelEvent,
  { position, type }: Line
): EntryUnreadable | undefined => {
  const found = read(document)
  if (Result.isFailure(found)) {
    // It was valid when it was adopted: another version of the library requires something else.
    const [first, ...others] = found.failure
    const reason =
      first === undefined ? "" : `${formatPath(first.path)}: ${first.message} (and ${others.length} more)`
    return new EntryUnreadable({ position, type, reason })
  }
  const model = found.success
  draft.began ??= on
  draft.format = written ?? draft.format
  draft.model = model
  draft.document = document
  keepCalendar(draft, model.calendar, on)
  for (const [id, playbook] of model.playbooks) {
    draft.playbooks.set(versionKey(id, playbook.playbook.version), playbook)
  }
  return undefined
}

// Nobody requests a model, so nobody is refused. The type says that there is no rule, instead of any.
const noRules: ReadonlyArray<Statement<never, never>> = []

/** @category contexts */
export const modelContext = make({
  id: "model",
  events: ModelEvent,
  opens: true,
  initial: (): ModelDraft => ({
    began: undefined,
    format: 0,
    model: undefined,
    document: undefined,
    calendars: [],
    playbooks: new Map()
  }),
  apply,
  requests: {},
  authorities: {},
  rules: noRules,
  decide: (): Decision<never, never> => Result.succeed([])
})
