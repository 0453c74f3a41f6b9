/**
 * The context of models: the model that a district uses, and every playbook that the district has ever adopted. An
 * operator adopts a model; there is no request for it.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import * as Calendar from "../kernel/Calendar.ts"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { formatPath } from "../kernel/Problem.ts"
import type { Statement } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { adopt, type MandateDraft } from "../mandates/Mandates.ts"
import { type Model, read } from "../model/Model.ts"
import { type Decision, EntryUnreadable, type Line, make } from "./Context.ts"

/** The stream of a district that contains its models. */
export const modelStream = StreamId.make("model")

/**
 * The ledger format that this version of the library writes (see decision 28 in `docs/decisions`). A district uses this
 * format from the entry on that switches to it. Before that entry, it uses format 0, which earlier versions of the
 * library can read and write, too.
 */
export const format = 1 as const

/**
 * A district adopts a model document, and uses it from the day of the event on. The event contains the complete
 * document. If `format` is present, the district writes that ledger format from this entry on.
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
  /** The ledger format in which the district writes now: see {@link format}. */
  readonly format: 0 | typeof format
  /** The model that the district adopted last, and the document from which the model was read. */
  readonly model: Model | undefined
  readonly document: Schema.Json | undefined
  /**
   * The calendars (holidays by year) of all adopted models, the oldest first, each with the day from which it was
   * known.
   */
  readonly calendars: ReadonlyArray<{ readonly from: Day; readonly calendar: Calendar.Calendar }>
  /**
   * Every playbook that was ever adopted, by its id and version. A case keeps the version with which the case was
   * opened.
   */
  readonly playbooks: ReadonlyMap<string, CompiledPlaybook>
}

/**
 * The slice (part) of a district that contains its models, in a form that is changed in place while entries are
 * applied.
 */
export interface ModelDraft extends ModelSlice {
  began: Day | undefined
  format: 0 | typeof format
  model: Model | undefined
  document: Schema.Json | undefined
  readonly calendars: Array<ModelSlice["calendars"][number]>
  readonly playbooks: Map<string, CompiledPlaybook>
}

/** The key of one version of a playbook in a map: its id and its version number. */
export const versionKey = (id: string, version: number): string => `${id}@${version}`

/**
 * Adds a calendar (the holidays in a model) to the list of known calendars, unless its data and its time zone are
 * those of the last calendar.
 */
const keepCalendar = ({ calendars }: ModelDraft, calendar: Calendar.Calendar, from: Day): void => {
  const before = calendars.at(-1)?.calendar
  const isSame =
    before?.timeZone === calendar.timeZone && JSON.stringify(before?.data) === JSON.stringify(calendar.data)
  if (!isSame) {
    calendars.push({ from, calendar })
  }
}

/**
 * The calendar (holidays by year) as it was known on a day. Due days of the past are counted with the data that were
 * known then. For days before the first model, returns the first calendar.
 */
export const calendarOn = ({ calendars }: Pick<ModelSlice, "calendars">, on: Day): Calendar.Calendar =>
  (calendars.findLast(({ from }) => from <= on) ?? calendars[0])?.calendar ?? Calendar.none

const apply = (
  draft: ModelDraft & MandateDraft,
  { document, format: written, on }: ModelEvent,
  { position, type }: Line
): EntryUnreadable | undefined => {
  const found = read(document)
  if (Result.isFailure(found)) {
    // The model document was valid when it was adopted. If it cannot be read now, this version of the library has
    // stricter requirements.
    const [first, ...others] = found.failure.problems
    const reason =
      first === undefined ? "" : `${formatPath(first.path)}: ${first.message} (and ${others.length} more)`
    return new EntryUnreadable({ position, type, reason })
  }
  const model = found.success
  draft.began ??= on
  draft.format = written ?? draft.format
  draft.model = model
  draft.document = document
  adopt(draft, model.actors, { began: draft.began, on })
  keepCalendar(draft, model.calendar, on)
  for (const [id, playbook] of model.playbooks) {
    draft.playbooks.set(versionKey(id, playbook.playbook.version), playbook)
  }
  return undefined
}

// A model is not adopted by a request, so no rule of this context can refuse anything. This type means "there are no
// rules", not "any rules are possible".
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
