/** A self-governance group: what it needs from the branch that leads it. */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { Weight } from "./Branch.ts"
import { BuildingId, GroupId, Tag } from "./Id.ts"

/** What a model says of a group, under the group's id. */
export const GroupFields = {
  name: Text,
  /** The heart that the group stands for, one of the model's hearts. */
  heart: Tag,
  purpose: Text,
  /** Weighted needs, to be matched with the branches' strengths. */
  needs: Schema.Record(Tag, Weight),
  /** The buildings it serves; none means the whole district. */
  buildings: Schema.Array(BuildingId),
  /** How many branches must lead it: normally exactly one. */
  ledBy: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 }))
}

/**
 * @category models
 */
export const Group = Schema.Struct({ id: GroupId, ...GroupFields })
export interface Group extends Schema.Schema.Type<typeof Group> {}
