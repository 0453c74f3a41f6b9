/** The slice (part) of a district that contains its cases, and functions that need only this slice. */
import * as Option from "effect/Option"
import { type CaseEvent } from "../casework/Case.ts"
import { type CaseState, isOpen, type Opened } from "../casework/CaseState.ts"
import { evolve, initial } from "../casework/CaseDecider.ts"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import { knownBy, withoutUndone } from "../casework/LateFact.ts"
import type { Day } from "../kernel/Day.ts"
import type { CaseFact } from "../place/Facts.ts"
import type { CaseId } from "../place/Id.ts"
import { type ModelSlice, versionKey } from "./ModelContext.ts"

/** An event of a case, with the ledger position of its entry. */
export interface CaseEntry {
  readonly position: number
  readonly event: CaseEvent
}

/** A case with its complete history. */
export interface CaseFile {
  readonly state: CaseState
  readonly entries: ReadonlyArray<CaseEntry>
}

/** @category models */
export interface CaseworkSlice {
  readonly cases: ReadonlyMap<CaseId, CaseFile>
  /** The child cases of each parent case (the case under which they were opened). */
  readonly children: ReadonlyMap<CaseId, ReadonlySet<CaseId>>
}

/** The case with this id. `None` if no such case was ever opened. */
export const findCase = (self: CaseworkSlice, id: CaseId): Option.Option<Opened> => {
  const state = self.cases.get(id)?.state
  return state?._tag === "Opened" ? Option.some(state) : Option.none()
}

/** All open cases of a district. */
export const openCases = (self: CaseworkSlice): ReadonlyArray<Opened> =>
  [...self.cases.values()].flatMap(({ state }) => (isOpen(state) ? [state] : []))

/** The compiled playbook that a case uses, in the version that the case uses. */
export const playbookOf = (
  self: Pick<ModelSlice, "playbooks">,
  { playbook, version }: Opened
): CompiledPlaybook | undefined => self.playbooks.get(versionKey(playbook, version))

/**
 * Returns a function: the facts about a case that coverage rules may use, as they were at the end of a day. `undefined`
 * if the case had not been opened by then. Facts are computed only when they are needed, and only once for all days
 * between two entries of the case.
 */
export const caseFacts = ({ entries }: CaseFile, known?: Day): ((on: Day) => CaseFact | undefined) => {
  const all = withoutUndone(knownBy(entries, known))
  let latest:
    | { readonly fact: CaseFact | undefined; readonly from: number; readonly until: number }
    | undefined
  return (on) => {
    if (latest !== undefined && latest.from <= on && on < latest.until) return latest.fact
    let from = Number.NEGATIVE_INFINITY
    let until = Number.POSITIVE_INFINITY
    for (const { event } of all) {
      if (event.on <= on) from = Math.max(from, event.on)
      else until = Math.min(until, event.on)
    }
    const fact = factAfter(all.filter(({ event }) => event.on <= on))
    latest = { fact, from, until }
    return fact
  }
}

const factAfter = (past: ReadonlyArray<CaseEntry>): CaseFact | undefined => {
  const state = past.reduce<CaseState>((before, { event }) => evolve(before, event), initial)
  if (state._tag === "Unopened") return undefined
  const { ending, id, opened, playbook, relapses, stage, subjects } = state
  return {
    id,
    playbook,
    stage,
    subjects,
    opened,
    relapses,
    ...(ending === undefined ? {} : { closed: ending.on, outcome: ending.outcome }),
    steps: past.flatMap(({ event, position }) =>
      "step" in event && event.step !== undefined && event._tag !== "StepRefused"
        ? [{ step: event.step, on: event.on, source: position }]
        : []
    )
  }
}
