/** A self-governance group, and its needs from the branch that leads it. */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { Weight } from "./Branch.ts"
import { BuildingId, GroupId, Tag } from "./Id.ts"

/** The fields of a group in a model, under the group's id. */
export const GroupFields = {
  name: Text,
  /** The heart of the group, one of the model's hearts. */
  heart: Tag,
  purpose: Text,
  /** Weighted needs, matched with the branches' strengths. */
  needs: Schema.Record(Tag, Weight),
  /** The buildings that it serves. Empty: the whole district. */
  buildings: Schema.Array(BuildingId),
  /** How many branches must lead it. Usually exactly one. */
  ledBy: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 }))
}

/**
 * @category models
 */
export const Group = Schema.Struct({ id: GroupId, ...GroupFields })
export interface Group extends Schema.Schema.Type<typeof Group> {}
