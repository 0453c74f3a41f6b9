/** A self-governance group of residents, and what it needs from the Party branch that leads it. */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { Weight } from "./Branch.ts"
import { BuildingId, GroupId, Tag } from "./Id.ts"

/** The fields of a group in a model. In the model, a group is an object under its id. */
export const GroupFields = {
  name: Text,
  /** The heart of the group: the id of one of the model's hearts, which are the main purposes of groups. */
  heart: Tag,
  purpose: Text,
  /** The needs of the group, each with a weight. The pairing compares them with the strengths of branches. */
  needs: Schema.Record(Tag, Weight),
  /** The buildings that the group serves. An empty list means the whole district. */
  buildings: Schema.Array(BuildingId),
  /** The number of branches that must lead the group. Usually 1. */
  ledBy: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 }))
}

/**
 * @category models
 */
export const Group = Schema.Struct({ id: GroupId, ...GroupFields })
export interface Group extends Schema.Schema.Type<typeof Group> {}
