/**
 * A role and its authorities (the kinds of requests that it permits). A request is denied unless a role of the actor
 * has the required authority. A step of a case needs no authority: the playbook of the case lists the roles that may
 * take the step.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { type GroupId, RoleId } from "../place/Id.ts"

/** The authorities that a role can have. (Steps of cases need no authority.) */
export const Authority = Schema.Literals([
  /** This authority permits importing a registry file, or changing the data of a resident or a household. */
  "registry",
  /** This authority permits erasing the data of a resident permanently. */
  "erasure",
  /**
   * This authority permits opening the sealed (encrypted) data of residents and cases within the scope of the mandate.
   */
  "disclosure",
  /** This authority permits proposing a computed pairing of branches with groups. */
  "pairing:propose",
  /** This authority permits confirming or overruling a proposed pairing, or putting it into force. */
  "pairing:decide",
  /** This authority permits recording a contact: a person was visited, informed or surveyed. */
  "contact",
  /**
   * This authority permits proposing companions for elders, and deciding on such proposals, within the group that leads
   * the scheme.
   */
  "companions",
  /**
   * This authority permits proposing capable residents for cases and teams of the groups within the scope of the
   * mandate, and deciding on such proposals.
   */
  "talent",
  /** This authority permits excluding a member from a coverage rule, for a reason that the rule allows. */
  "exclusion",
  /** This authority permits setting the notice preferences of other actors. */
  "notices",
  /**
   * This authority permits opening polls on cases of the groups within the scope of the mandate, and recording ballots.
   */
  "poll",
  /**
   * This authority permits opening cases of the groups within the scope of the mandate, and handing over, merging or
   * withdrawing them.
   */
  "case"
])
export type Authority = typeof Authority.Type

/**
 * @category models
 */
export const Role = Schema.Struct({
  name: Text,
  may: Schema.Array(Authority),
  /** The roles that this role may grant to actors, and end, within its scope. Default: see {@link rolesGrantedBy}. */
  grants: Schema.optionalKey(Schema.Array(RoleId))
})
export interface Role extends Schema.Schema.Type<typeof Role> {}

/**
 * The authorities that a role must have, so that it may grant other roles by default. A role with these two authorities
 * manages the registry and the cases.
 */
const keeping: ReadonlyArray<Authority> = ["registry", "case"]

/**
 * The roles whose mandates a role may grant and end. Default, if no role of the model has the field `grants`: a role
 * that manages the registry and the cases (the residents' committee) may grant all roles whose authorities it also has.
 */
export const rolesGrantedBy = (roles: ReadonlyMap<RoleId, Role>, id: RoleId): ReadonlySet<RoleId> => {
  const role = roles.get(id)
  if (role === undefined) return new Set()
  if ([...roles.values()].some(({ grants }) => grants !== undefined)) return new Set(role.grants ?? [])
  if (!keeping.every((authority) => role.may.includes(authority))) return new Set()
  return new Set(
    [...roles].flatMap(([other, { may }]) =>
      may.every((authority) => role.may.includes(authority)) ? [other] : []
    )
  )
}

/** A reason for refusing a request: the actor has a role with the required authority, but only for another group. */
export interface NotYourGroup {
  readonly _tag: "NotYourGroup"
  /** The group for which a mandate is required, or `district` if the request is not about a particular group. */
  readonly group: GroupId | "district"
}
