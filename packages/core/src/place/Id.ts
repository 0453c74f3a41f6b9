/**
 * The ids of a district. Each is a string with a separate brand, so that a branch cannot be passed instead of a
 * group. An id is a slug: it is used in paths, stream names and reports. It must never contain personal data.
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

/** A tag. Tags match strengths with needs, skills with tasks, and residents with rules. */
export const Tag = slug.pipe(Schema.brand("Tag"))
export type Tag = typeof Tag.Type

/** The name of a role in the model: `committee`, `stairwell-head`, `volunteer`. */
export const RoleId = slug.pipe(Schema.brand("RoleId"))
export type RoleId = typeof RoleId.Type

/** A kind of contact in the model: `home-visit`, `call`, `notice-served`. */
export const ContactKind = slug.pipe(Schema.brand("ContactKind"))
export type ContactKind = typeof ContactKind.Type

/** The name of a coverage rule of the model. */
export const RuleId = slug.pipe(Schema.brand("RuleId"))
export type RuleId = typeof RuleId.Type
