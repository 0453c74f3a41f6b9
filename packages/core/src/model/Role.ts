/**
 * A role and what it may do. Authority is denied unless a role gives it; the steps of a case are given by its playbook
 * instead, which names roles itself.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import type { GroupId } from "../place/Id.ts"

/** What a role may be given, besides steps of cases. */
export const Authority = Schema.Literals([
  /** Bring in a registry file, or change what the registry says of a resident or household. */
  "registry",
  /** Erase what is held on a resident, for good. */
  "erasure",
  /** Open what is sealed, of residents and cases within the role's scope. */
  "disclosure",
  /** Have a pairing computed and proposed. */
  "pairing:propose",
  /** Confirm a proposed pairing, overrule it, or put it in force. */
  "pairing:decide",
  /** Record that somebody was visited, told, surveyed. */
  "contact",
  /** Have companions proposed, and decide who looks after whom, within the group that leads the scheme. */
  "companions",
  /** Have capable residents proposed for the cases and teams of the groups in the role's scope, and decide on them. */
  "talent",
  /** Excuse somebody from a coverage rule, with a reason that the rule allows. */
  "exclusion",
  /** Say for others how they are told, and when not. */
  "notices",
  /** Open polls on the cases of the groups in the role's scope, and write down ballots. */
  "poll",
  /** Open cases, and hand over, merge or withdraw those of the groups in the role's scope. */
  "case"
])
export type Authority = typeof Authority.Type

/**
 * @category models
 */
export const Role = Schema.Struct({ name: Text, may: Schema.Array(Authority) })
export interface Role extends Schema.Schema.Type<typeof Role> {}

/** The actor holds a role that may, but for another group than the one that is asked about. */
export interface NotYourGroup {
  readonly _tag: "NotYourGroup"
  /** The district itself where no group is meant. */
  readonly group: GroupId | "district"
}
