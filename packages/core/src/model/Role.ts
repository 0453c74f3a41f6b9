/**
 * A role and its authorities. A request is denied unless a role of the actor has the required authority. Steps of cases
 * need no authority: the playbook of the case names the roles that may take them.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import type { GroupId } from "../place/Id.ts"

/** The authorities that a role can have. (Steps of cases need no authority.) */
export const Authority = Schema.Literals([
  /** Import a registry file, or change the data of a resident or a household. */
  "registry",
  /** Erase the data of a resident permanently. */
  "erasure",
  /** Open the sealed data of residents and cases within the scope of the role. */
  "disclosure",
  /** Propose a computed pairing. */
  "pairing:propose",
  /** Confirm or overrule a proposed pairing, or put it into force. */
  "pairing:decide",
  /** Record a contact: a person was visited, informed or surveyed. */
  "contact",
  /** Propose companions for elders, and decide on such proposals, within the group that leads the scheme. */
  "companions",
  /**
   * Propose capable residents for cases and teams of the groups within the scope of the role, and decide on such
   * proposals.
   */
  "talent",
  /** Exclude a member from a coverage rule, for a reason that the rule allows. */
  "exclusion",
  /** Set the notice preferences of other actors. */
  "notices",
  /** Open polls on cases of the groups within the scope of the role, and record ballots. */
  "poll",
  /** Open cases of the groups within the scope of the role, and hand over, merge or withdraw them. */
  "case"
])
export type Authority = typeof Authority.Type

/**
 * @category models
 */
export const Role = Schema.Struct({ name: Text, may: Schema.Array(Authority) })
export interface Role extends Schema.Schema.Type<typeof Role> {}

/** The actor has a role with the required authority, but for another group. */
export interface NotYourGroup {
  readonly _tag: "NotYourGroup"
  /** The group for which a mandate is required, or `district` if the request is not about one group. */
  readonly group: GroupId | "district"
}
