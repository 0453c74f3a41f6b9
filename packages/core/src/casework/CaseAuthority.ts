/** Who may do something on a case: the people whom its playbook names, with a mandate that reaches the case. */
import { type Actor, inForce, type Scope } from "../place/Actor.ts"
import type { BranchId } from "../place/Id.ts"
import type { CaseReason } from "./Case.ts"
import type { Asking, Place } from "./CaseQuestion.ts"
import type { By, Reach } from "./Playbook.ts"

/** Why an actor is not among the people whom a playbook names. */
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
 * Why an actor is not one of these people: the actor has none of the roles, or has a role for another group, building or
 * person. An empty array if the actor is one of them.
 */
export const authority = (
  people: ReadonlyArray<By>,
  { by: actor, context, on, written }: Asking,
  place: Place
): ReadonlyArray<Unauthorized> => {
  // A fact on an earlier day is recorded by an actor who has the mandate today.
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
