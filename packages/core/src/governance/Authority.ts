/** Decides which requests an actor may make. */
import type { RequestAuthority } from "../contexts/Context.ts"
import { contexts } from "../contexts/contexts.ts"
import type { RegistrySlice } from "../contexts/RegistryContext.ts"
import { precondition } from "../kernel/Rule.ts"
import { canAct, mandatesOn } from "../place/Actor.ts"
import type { Asking } from "./Decision.ts"
import type { Request } from "./Request.ts"

/** The authority that is required for each type of request. */
export const authorities: Readonly<Record<Request["_tag"], RequestAuthority>> = Object.assign(
  {},
  ...contexts.map((context) => context.authorities)
)

/**
 * The rule behind {@link mayAsk}. If it refuses a request, the service fails with the error `NotAllowed`.
 *
 * @category rules
 */
export const authorityRules = [
  precondition({
    id: "actor-has-authority",
    name: "an actor makes a request or asks a question only as long as the actor is in the district, with a mandate in force whose role has the authority for it",
    reasons: ["NotAllowed"]
  })
] as const

/**
 * Whether an actor may make a request at all: the actor has neither died nor left, and has a mandate in force whose
 * role has the required authority. More checks follow later: the playbook limits who may take a step of a case, and
 * rules of the context limit who may act for other people.
 */
export const mayAsk = (
  request: Pick<Request, "_tag">,
  { actor, district, model, on }: Omit<Asking, "district"> & { readonly district: RegistrySlice }
): boolean => {
  if (!canAct(actor, district.registry, on)) return false
  const wanted = authorities[request._tag]
  const mandates = mandatesOn(actor, on)
  return wanted === "by playbook" || wanted === "own"
    ? mandates.length > 0
    : mandates.some(({ role }) => model.roles.get(role)?.may.includes(wanted) === true)
}
