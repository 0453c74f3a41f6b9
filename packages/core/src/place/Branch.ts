/** A Party branch, and its strengths for the groups that it may lead. */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { BranchId, BuildingId, Tag } from "./Id.ts"

/** The amount of a strength, or of a need: 0 (none) to 100. */
export const Weight = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100_000 }))

/** The fields of a branch in a model, under the branch's id. */
export const BranchFields = {
  name: Text,
  /** Weighted strengths, matched with the groups' needs. */
  strengths: Schema.Record(Tag, Weight),
  /** The buildings in which its members live. */
  buildings: Schema.Array(BuildingId),
  /** The number of available people. */
  people: Count,
  /** The least and the most groups that it may lead. */
  leads: Schema.Struct({ least: Count, most: Count })
}

/**
 * @category models
 */
export const Branch = Schema.Struct({ id: BranchId, ...BranchFields })
export interface Branch extends Schema.Schema.Type<typeof Branch> {}
