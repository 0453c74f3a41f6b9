/**
 * A role and its authorities. An action is denied unless a role has the authority for it. The steps of a case are
 * different: its playbook names the roles that may take them.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import type { GroupId } from "../place/Id.ts"

/** The authorities that a role may have, besides the steps of cases. */
export const Authority = Schema.Literals([
  /** Import a registry file, or change the data of a resident or household. */
  "registry",
  /** Erase the data of a resident permanently. */
  "erasure",
  /** Open the sealed data of residents and cases within the role's scope. */
  "disclosure",
  /** Have a pairing computed and proposed. */
  "pairing:propose",
  /** Confirm a proposed pairing, overrule it, or put it in force. */
  "pairing:decide",
  /** Record a contact: a person was visited, informed or surveyed. */
  "contact",
  /** Have companions proposed, and decide on them, within the group that leads the scheme. */
  "companions",
  /** Have capable residents proposed for the cases and teams of the groups in the role's scope, and decide on them. */
  "talent",
  /** Exclude a person from a coverage rule, with a reason that the rule allows. */
  "exclusion",
  /** Set the notice preferences of others. */
  "notices",
  /** Open polls on the cases of the groups in the role's scope, and record ballots. */
  "poll",
  /** Open cases, and hand over, merge or withdraw cases of the groups in the role's scope. */
  "case"
])
export type Authority = typeof Authority.Type

/**
 * @category models
 */
export const Role = Schema.Struct({ name: Text, may: Schema.Array(Authority) })
export interface Role extends Schema.Schema.Type<typeof Role> {}

/** The actor has a role with the authority, but for another group. */
export interface NotYourGroup {
  readonly _tag: "NotYourGroup"
  /** `district` if no group is meant. */
  readonly group: GroupId | "district"
}
