/**
 * The facts of a district that decisions on a case need: the case itself, its parent and child cases, and its polls.
 */
import * as Option from "effect/Option"
import { type CaseContext } from "../casework/Case.ts"
import { isOpen, type Opened } from "../casework/CaseState.ts"
import { initial } from "../casework/CaseDecider.ts"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import { asides } from "../casework/LateFact.ts"
import type { Day } from "../kernel/Day.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import * as PairingView from "../pairing/PairingView.ts"
import { canAct } from "../place/Actor.ts"
import { goneSince } from "../place/Contact.ts"
import { buildingOf } from "../place/Facts.ts"
import type { ActorId, BuildingId, CaseId, ResidentId } from "../place/Id.ts"
import { kind as subjectKind, type Subject } from "../place/Subject.ts"
import { type CaseworkSlice, findCase, openCases, playbookOf } from "./CaseworkSlice.ts"
import type { Asking } from "./Context.ts"
import { type LookUpRefusal, subjectsKnown } from "./LookUpRefusal.ts"
import type { ModelSlice } from "./ModelContext.ts"
import type { PairingSlice } from "./PairingContext.ts"
import { pollResults, type PollSlice } from "./PollContext.ts"
import { type RegistrySlice, residentOf } from "./RegistrySlice.ts"

/** The slices (parts) of a district that decisions on cases need. */
export type CaseworkWorld = CaseworkSlice & ModelSlice & PairingSlice & PollSlice & RegistrySlice

/** Collects the facts from other parts of the district that a decision on a case needs, as of a day. */
export const contextOf = (
  self: CaseworkSlice & PairingSlice & PollSlice,
  { id, group, opened, parent }: Pick<Opened, "group" | "parent"> & Partial<Pick<Opened, "id" | "opened">>,
  on: Day
): CaseContext => {
  const above = parent === undefined ? undefined : self.cases.get(parent)?.state
  const below = id === undefined ? [] : [...(self.children.get(id) ?? [])]
  return {
    branches: PairingView.answersFor(self.pairingView, group, opened ?? on, on),
    openChildren: below.filter((child) => isOpen(self.cases.get(child)?.state ?? initial)).length,
    ...(above?._tag === "Opened" ? { parent: { playbook: above.playbook, open: isOpen(above) } } : {}),
    ...(id === undefined || self.polls.size === 0 ? {} : { polls: pollResults(self, id, on) })
  }
}

/**
 * The open cases about a resident who has died or left the district by a given day. Such a case stays open until a
 * keeper (a person who manages the case) ends, withdraws or continues it.
 *
 * @category questions
 */
export const subjectsGone = (
  self: CaseworkSlice & RegistrySlice,
  on: Day
): ReadonlyArray<{ readonly case: CaseId; readonly resident: ResidentId }> =>
  openCases(self).flatMap(({ id, subjects }) =>
    subjects.flatMap((subject) => {
      const resident = residentOf(self, subject)
      const since = goneSince(self.registry, subject)
      return resident === undefined || since === undefined || on < since ? [] : [{ case: id, resident }]
    })
  )

/**
 * The open cases that were handed over to an actor who has died or left by a day. Nobody works on such a case until a
 * keeper hands it over again.
 *
 * @category questions
 */
export const handlersGone = (
  self: CaseworkSlice & Pick<MandateSlice, "actors"> & RegistrySlice,
  on: Day
): ReadonlyArray<{ readonly case: CaseId; readonly actor: ActorId }> =>
  openCases(self).flatMap(({ handler, id }) => {
    const actor = handler !== undefined && "actor" in handler ? self.actors.get(handler.actor) : undefined
    return actor === undefined || canAct(actor, self.registry, on) ? [] : [{ case: id, actor: actor.id }]
  })

/**
 * The facts that were recorded late and could not change their open case, because people had already acted on the case.
 * For each such fact: the position of its entry (`entry`), and the position of the first entry that people made after
 * the fact (`behind`).
 *
 * @category questions
 */
export const factsAside = (
  self: CaseworkSlice
): ReadonlyArray<{ readonly case: CaseId; readonly entry: number; readonly behind: number }> =>
  openCases(self).flatMap(({ id }) =>
    asides(self.cases.get(id)?.entries ?? []).flatMap(({ event, position }) =>
      event._tag === "FactAside" ? [{ case: id, entry: position, behind: event.behind.entry }] : []
    )
  )

/** Returns one reason against a request for each subject (person or place) that is not in the registry. */
export const unknownSubjects = (
  { district }: Asking<RegistrySlice>,
  subjects: ReadonlyArray<Subject>
): ReadonlyArray<LookUpRefusal> => subjectsKnown.objections({ registry: district.registry, subjects })

/** The buildings in which the given subjects (people or places) are. */
export const buildingsOf = (
  { district }: Asking<RegistrySlice>,
  subjects: ReadonlyArray<Subject>
): ReadonlyArray<BuildingId> => [
  ...new Set(
    subjects.flatMap((subject) =>
      subjectKind(subject) === "district" ? [] : (buildingOf(district.registry, subject) ?? [])
    )
  )
]

/** Finds a case of the district, and the playbook that the case uses. */
export const lookUp = (
  { district }: Asking<CaseworkWorld>,
  id: CaseId
): { readonly playbook: CompiledPlaybook; readonly state: Opened } | undefined => {
  const state = Option.getOrUndefined(findCase(district, id))
  const playbook = state === undefined ? undefined : playbookOf(district, state)
  return state === undefined || playbook === undefined ? undefined : { playbook, state }
}
