/**
 * Writes the state of a district as a text, and reads it again. So a process that loads a district does not have to
 * apply all its entries. The state that is read is equal to the state that was written, and further entries can be
 * applied to it.
 *
 * The text contains personal data in plain text. It must be encrypted before it is stored.
 *
 * The whole state is plain data, apart from what is computed from the documents of models: compiled playbooks and
 * counted calendars. They are left out, and computed again when the text is read. So a new context needs no code here.
 */
import type { CaseState } from "../casework/CaseState.ts"
import { compile, type CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import { MutableCaseFile } from "../contexts/CaseworkDraft.ts"
import type { CaseEntry } from "../contexts/CaseworkSlice.ts"
import { versionKey } from "../contexts/ModelContext.ts"
import * as Calendar from "../kernel/Calendar.ts"
import type { History } from "../kernel/History.ts"
import * as Packed from "../kernel/Packed.ts"
import type { Model } from "../model/Model.ts"
import type { CaseId } from "../place/Id.ts"
import type { Draft } from "./District.ts"

/**
 * The version of the state: an integer from 1. Raise it with each change of the state or of the fold that computes it,
 * also if the change only corrects a mistake. A text of another version must not be read.
 */
export const version = 2

/** What a compiled playbook is computed from. */
type Source = Pick<CompiledPlaybook, "id" | "playbook" | "keepers">

const sourceOf = ({ id, keepers, playbook }: CompiledPlaybook): Source => ({ id, keepers, playbook })
const compiled = ({ id, keepers, playbook }: Source): CompiledPlaybook => compile(id, playbook, { keepers })

/** What a counted calendar is computed from. */
interface Dates {
  readonly data: Calendar.CalendarData
  readonly timeZone: string | undefined
}

const datesOf = ({ data, timeZone }: Calendar.Calendar): Dates => ({ data, timeZone })
const counted = ({ data, timeZone }: Dates): Calendar.Calendar =>
  timeZone === undefined ? Calendar.make(data) : Calendar.inZone(Calendar.make(data), timeZone)

/** The state with sources in place of computed values. `inModel` are the keys of the playbooks of the model in force. */
type Written = Omit<Draft, "calendars" | "cases" | "model" | "playbooks"> & {
  readonly cases: ReadonlyArray<readonly [CaseId, CaseState, History<CaseEntry>]>
  readonly model: (Omit<Model, "calendar" | "playbooks"> & { readonly dates: Dates }) | undefined
  readonly inModel: ReadonlyArray<string>
  readonly calendars: ReadonlyArray<{
    readonly from: Draft["calendars"][number]["from"]
    readonly dates: Dates
  }>
  readonly playbooks: ReadonlyArray<readonly [string, Source]>
}

/**
 * Writes the state of a district as a text.
 *
 * @throws {TypeError} if a part of the state is not plain data
 * @category encoding
 */
export const write = ({ calendars, cases, model, playbooks, ...state }: Draft): string => {
  const { calendar, playbooks: inForce, ...others } = model ?? {}
  const written: Written = {
    ...state,
    cases: [...cases].map(([id, file]) => [id, file.state, file.history]),
    // The cast is safe: only the two fields that are replaced are left out.
    model: calendar && { ...(others as Omit<Model, "calendar" | "playbooks">), dates: datesOf(calendar) },
    inModel: [...(inForce ?? [])].map(([id, { playbook }]) => versionKey(id, playbook.version)),
    calendars: calendars.map(({ calendar: known, from }) => ({ from, dates: datesOf(known) })),
    playbooks: [...playbooks].map(([key, playbook]) => [key, sourceOf(playbook)])
  }
  return Packed.write(written)
}

/**
 * Reads the state of a district from a text that {@link write} has written, in the same {@link version}.
 *
 * @throws {TypeError} if the text has another form
 * @category decoding
 */
export const read = (text: string): Draft => {
  // The cast is safe: a text of the same version contains what `write` has written.
  const { calendars, cases, inModel, model, playbooks, ...state } = Packed.read(text) as Written
  const known = new Map(playbooks.map(([key, source]) => [key, compiled(source)]))
  const { dates, ...others } = model ?? {}
  return {
    ...state,
    cases: new Map(cases.map(([id, state, history]) => [id, new MutableCaseFile(state, history)])),
    model: dates && {
      // The cast is safe: the two fields that were left out are added again.
      ...(others as Omit<Model, "calendar" | "playbooks">),
      calendar: counted(dates),
      playbooks: new Map(
        inModel.flatMap((key) => {
          const playbook = known.get(key)
          return playbook === undefined ? [] : [[playbook.id, playbook] as const]
        })
      )
    },
    calendars: calendars.map(({ dates: own, from }) => ({ from, calendar: counted(own) })),
    playbooks: known
  }
}
