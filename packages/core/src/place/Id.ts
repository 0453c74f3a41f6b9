/**
 * The types of the ids in a district. Each kind of id is a string with a separate brand (type mark), so that the
 * compiler refuses a branch id if a group id is required. An id is used in paths, stream names and reports, so it must
 * never contain personal data.
 */
import * as Schema from "effect/Schema"

const slug = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
)

/**
 * The id of a district: a slug of 1–64 letters, digits and `- _ .`, such as `wan-liu`. The other ids have the same
 * form.
 */
export const DistrictId = slug.pipe(Schema.brand("DistrictId"))
export type DistrictId = typeof DistrictId.Type

/** The id of a Party branch in the model, such as `b3`. */
export const BranchId = slug.pipe(Schema.brand("BranchId"))
export type BranchId = typeof BranchId.Type

/** The id of a neighbourhood group in the model, such as `g7`. */
export const GroupId = slug.pipe(Schema.brand("GroupId"))
export type GroupId = typeof GroupId.Type

/** The id of a building in the registry, such as `b01`. */
export const BuildingId = slug.pipe(Schema.brand("BuildingId"))
export type BuildingId = typeof BuildingId.Type

/**
 * The id of a household in the registry, such as `b01-301`. It is not the number on the door, which is the field `unit`
 * of the household.
 */
export const HouseholdId = slug.pipe(Schema.brand("HouseholdId"))
export type HouseholdId = typeof HouseholdId.Type

/** The id of a resident in the registry. It must not be a name or a private number: it stays in the ledger permanently. */
export const ResidentId = slug.pipe(Schema.brand("ResidentId"))
export type ResidentId = typeof ResidentId.Type

/** The id of an actor in the model: a person or a body that acts, and to whom notices are sent. */
export const ActorId = slug.pipe(Schema.brand("ActorId"))
export type ActorId = typeof ActorId.Type

/** The id of a case. Its stream in the ledger is `case-` and this id. */
export const CaseId = slug.pipe(Schema.brand("CaseId"))
export type CaseId = typeof CaseId.Type

/**
 * A tag: a short keyword. Tags are used to compare strengths with needs and skills with tasks, and to mark the
 * residents to whom a rule applies.
 */
export const Tag = slug.pipe(Schema.brand("Tag"))
export type Tag = typeof Tag.Type

/** The name of a role in the model: `committee`, `stairwell-head`, `volunteer`. */
export const RoleId = slug.pipe(Schema.brand("RoleId"))
export type RoleId = typeof RoleId.Type

/** A kind of contact that the model defines: `home-visit`, `call`, `notice-served`. */
export const ContactKind = slug.pipe(Schema.brand("ContactKind"))
export type ContactKind = typeof ContactKind.Type

/**
 * The id of a report from a resident without an account. Its stream in the ledger is `report-` and this id. It is not the
 * receipt number, which only the reporter has.
 */
export const ReportId = slug.pipe(Schema.brand("ReportId"))
export type ReportId = typeof ReportId.Type

/** The id of a coverage rule in the model. */
export const RuleId = slug.pipe(Schema.brand("RuleId"))
export type RuleId = typeof RuleId.Type
