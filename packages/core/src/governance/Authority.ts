/** Decides which requests an actor may make. */
import type { RequestAuthority } from "../contexts/Context.ts"
import { contexts } from "../contexts/contexts.ts"
import type { RegistrySlice } from "../contexts/RegistrySlice.ts"
import { precondition } from "../kernel/Rule.ts"
import { type Authority, rolesGrantedBy } from "../model/Role.ts"
import { hasRecordsOf, hasSubject } from "../place/ScopeContent.ts"
import { actingOn, isReserved, mandatesOn, type Scope } from "../place/Actor.ts"
import type { District } from "../district/District.ts"
import type { Asking } from "./Decision.ts"
import type { Request } from "./Request.ts"

/** The authority that an actor needs for each type of request. */
export const authorities: Readonly<Record<Request["_tag"], RequestAuthority>> = Object.assign(
  {},
  ...contexts.map((context) => context.authorities)
)

/**
 * The rule that the function {@link mayAsk} checks. If the rule refuses a request, the service fails with the error
 * `NotAllowed`.
 *
 * @category rules
 */
export const authorityRules = [
  precondition({
    id: "actor-has-authority",
    name: "an actor makes a request or asks a question only as long as the actor is in the district, with a mandate in force whose role has the authority for it and whose scope contains what it is about",
    reasons: ["NotAllowed"]
  })
] as const

type Asker<Needed> = Omit<Asking, "district"> & { readonly district: Needed }

/**
 * The scopes (parts of the district) of those mandates of an actor whose role has the given authority. Without an
 * authority: the scopes of all mandates in force.
 */
const scopesOf = (
  { actor, district, model, on }: Asker<RegistrySlice>,
  authority?: Authority
): ReadonlyArray<Scope> =>
  isReserved(actor.id)
    ? []
    : actingOn(actor, district.registry, on)
        .filter(
          ({ role }) => authority === undefined || model.roles.get(role)?.may.includes(authority) === true
        )
        .map(({ scope }) => scope)

/**
 * Whether an actor may make any request of a type. The actor must be in the district (not dead, and not moved away),
 * and must have a mandate in force whose role has the authority. Use this function to show only possible types of
 * requests. {@link mayAsk} decides on one particular request.
 */
export const mayAskKind = ({ _tag }: Pick<Request, "_tag">, asking: Asker<RegistrySlice>): boolean => {
  const wanted = authorities[_tag]
  if (wanted === "granting") {
    const { actor, model, on } = asking
    const mayGrant = mandatesOn(actor, on).some(({ role }) => rolesGrantedBy(model.roles, role).size > 0)
    return mayGrant && scopesOf(asking).length > 0
  }
  if (typeof wanted === "string") return scopesOf(asking).length > 0
  const scopes = scopesOf(asking, wanted.may)
  return wanted.about === "the district" ? scopes.some((scope) => "district" in scope) : scopes.length > 0
}

/** The authorities over the register. */
const register: ReadonlySet<Authority> = new Set<Authority>(["registry", "erasure"])

/**
 * Whether an actor may make a request. The actor must be allowed to make requests of this type, and the scopes of the
 * mandates with the authority must contain everything that the request is about. In addition, the playbook decides
 * which steps of a case the actor may take, and rules of the context decide whether the actor may act for others.
 */
export const mayAsk = (request: Request, asking: Asker<District>): boolean => {
  if (!mayAskKind(request, asking)) return false
  const wanted = authorities[request._tag]
  if (typeof wanted === "string" || typeof wanted.about === "string") return true
  const scopes = scopesOf(asking, wanted.may)
  if (scopes.some((scope) => "district" in scope)) return true
  const { district, model } = asking
  const has = register.has(wanted.may) ? hasRecordsOf : hasSubject
  // The casts are safe: the function belongs to the context of the request, and a district has the slices of all
  // contexts.
  return wanted
    .about(request as never, district as never)
    .every((subject) => scopes.some((scope) => has(scope, subject, model, district.registry)))
}
