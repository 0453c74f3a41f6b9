/**
 * A Party branch: its strengths, and how many self-governance groups it may lead. The pairing decides which groups the
 * branch leads.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { BranchId, BuildingId, Tag } from "./Id.ts"

/** How much of a strength a branch has, or how much of it a group needs: from 0 (nothing) to 100. */
export const Weight = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100_000 }))

/** The fields of a branch in a model. In the model, a branch is an object under its id. */
export const BranchFields = {
  name: Text,
  /** The strengths of the branch, each with a weight. The pairing compares them with the needs of groups. */
  strengths: Schema.Record(Tag, Weight),
  /** The buildings in which the members of the branch live. */
  buildings: Schema.Array(BuildingId),
  /** The number of people of the branch who are available for work. */
  people: Count,
  /** The minimum and the maximum number of groups that the branch may lead. */
  leads: Schema.Struct({ least: Count, most: Count })
}

/**
 * @category models
 */
export const Branch = Schema.Struct({ id: BranchId, ...BranchFields })
export interface Branch extends Schema.Schema.Type<typeof Branch> {}
