/**
 * The types of the ids in a district. Each id is a string with its own brand, so that the compiler refuses a branch id
 * where a group id is required. An id is used in paths, stream names and reports, so it must never contain personal
 * data.
 */
import * as Schema from "effect/Schema"

const slug = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
)

export const DistrictId = slug.pipe(Schema.brand("DistrictId"))
export type DistrictId = typeof DistrictId.Type

export const BranchId = slug.pipe(Schema.brand("BranchId"))
export type BranchId = typeof BranchId.Type

export const GroupId = slug.pipe(Schema.brand("GroupId"))
export type GroupId = typeof GroupId.Type

export const BuildingId = slug.pipe(Schema.brand("BuildingId"))
export type BuildingId = typeof BuildingId.Type

export const HouseholdId = slug.pipe(Schema.brand("HouseholdId"))
export type HouseholdId = typeof HouseholdId.Type

export const ResidentId = slug.pipe(Schema.brand("ResidentId"))
export type ResidentId = typeof ResidentId.Type

export const ActorId = slug.pipe(Schema.brand("ActorId"))
export type ActorId = typeof ActorId.Type

export const CaseId = slug.pipe(Schema.brand("CaseId"))
export type CaseId = typeof CaseId.Type

/**
 * A tag: a short keyword. Tags connect strengths with needs and skills with tasks, and mark the residents to whom a
 * rule applies.
 */
export const Tag = slug.pipe(Schema.brand("Tag"))
export type Tag = typeof Tag.Type

/** The name of a role in the model: `committee`, `stairwell-head`, `volunteer`. */
export const RoleId = slug.pipe(Schema.brand("RoleId"))
export type RoleId = typeof RoleId.Type

/** A kind of contact that the model defines: `home-visit`, `call`, `notice-served`. */
export const ContactKind = slug.pipe(Schema.brand("ContactKind"))
export type ContactKind = typeof ContactKind.Type

/** The id of a coverage rule in the model. */
export const RuleId = slug.pipe(Schema.brand("RuleId"))
export type RuleId = typeof RuleId.Type
