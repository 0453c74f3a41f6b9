/**
 * Checks who may act on a case: an actor with one of the roles that the playbook lists, and with a mandate that covers
 * the case.
 */
import { type Actor, inForce, type Scope } from "../place/Actor.ts"
import type { BranchId } from "../place/Id.ts"
import type { CaseReason } from "./Case.ts"
import type { Asking, Place } from "./CaseQuestion.ts"
import type { By, Reach } from "./Playbook.ts"

/** Why an actor may not act on a case. */
export type Unauthorized = Extract<CaseReason, { readonly _tag: "NoRole" | "OutOfScope" }>

const noBranches: ReadonlyArray<BranchId> = []
const nothing: ReadonlyArray<never> = []

const reaches = (
  scope: Scope,
  reach: Reach | undefined,
  { buildings, group }: Place,
  branches: ReadonlyArray<BranchId>
): boolean => {
  switch (reach) {
    case undefined:
    case "case":
      return true
    case "district":
      return "district" in scope
    case "group":
      return (
        "district" in scope ||
        ("group" in scope && scope.group === group) ||
        ("branch" in scope && branches.includes(scope.branch))
      )
    case "building":
      return "district" in scope || ("building" in scope && buildings.includes(scope.building))
  }
}

const isHandler = ({ id }: Actor, by: By, { handler }: Place): boolean =>
  handler !== undefined && ("actor" in handler ? handler.actor === id : handler.role === by.role)

/**
 * Checks whether an actor is one of the people whom a playbook lists for an action. Returns an empty array if so.
 * Otherwise returns the reason: the actor has none of the roles, or has a role only for another group, building or
 * person.
 */
export const authority = (
  people: ReadonlyArray<By>,
  { by: actor, context, on, written }: Asking,
  place: Place
): ReadonlyArray<Unauthorized> => {
  // The mandate is checked on the day of recording, also if the fact itself happened earlier.
  const today = written ?? on
  const branches = context?.branches ?? noBranches
  let holds = false
  for (const mandate of actor.mandates) {
    if (!inForce(mandate, today)) continue
    for (const by of people) {
      if (mandate.role !== by.role) continue
      holds = true
      if (
        reaches(mandate.scope, by.scope, place, branches) &&
        (by.scope !== "case" || isHandler(actor, by, place))
      ) {
        return nothing
      }
    }
  }
  return holds
    ? [{ _tag: "OutOfScope", asked: people, group: place.group }]
    : [{ _tag: "NoRole", roles: [...new Set(people.map(({ role }) => role))] }]
}
