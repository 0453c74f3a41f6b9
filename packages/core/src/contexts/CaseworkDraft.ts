/**
 * The draft of casework: the cases of a district in a form that is changed in place while entries are applied, and the
 * function that applies an event.
 */
import { type CaseEvent, caseOf } from "../casework/Case.ts"
import * as CaseDecider from "../casework/CaseDecider.ts"
import type { CaseState } from "../casework/CaseState.ts"
import { History } from "../kernel/History.ts"
import type { CaseId } from "../place/Id.ts"
import type { CaseEntry, CaseFile, CaseworkSlice } from "./CaseworkSlice.ts"
import type { ContactSlice } from "./ContactContext.ts"

/** A case that is changed in place while entries are applied. */
export class MutableCaseFile implements CaseFile {
  state: CaseState
  readonly history: History<CaseEntry>

  constructor(state: CaseState = CaseDecider.initial, history: History<CaseEntry> = new History()) {
    this.state = state
    this.history = history
  }

  get entries(): ReadonlyArray<CaseEntry> {
    return this.history.all
  }
}

/**
 * The slice (part) of a district that contains its cases, in a form that is changed in place while entries are applied.
 */
export interface CaseworkDraft extends CaseworkSlice {
  readonly cases: Map<CaseId, MutableCaseFile>
  readonly children: Map<CaseId, Set<CaseId>>
}

/** Applies an event of a case to the draft of a district, together with the contacts that the event records. */
export const apply = (
  draft: CaseworkDraft & ContactSlice,
  event: CaseEvent,
  { position, stream: name }: { readonly position: number; readonly stream: string }
): undefined => {
  const id = caseOf(name)
  if (id === undefined) return
  const file = draft.cases.get(id) ?? new MutableCaseFile()
  draft.cases.set(id, file)
  file.state = CaseDecider.evolve(file.state, event)
  file.history.push({ position, event })
  if (event._tag === "CaseOpened" && event.parent !== undefined) {
    const siblings = draft.children.get(event.parent)
    if (siblings === undefined) draft.children.set(event.parent, new Set([id]))
    else siblings.add(id)
  }
  if (!("records" in event)) return
  const late = event.written === undefined ? {} : { recorded: event.written }
  for (const kind of event.records) {
    for (const subject of event.subjects) {
      draft.contacts.push({ kind, subject, on: event.on, ...late, source: position })
    }
  }
}
