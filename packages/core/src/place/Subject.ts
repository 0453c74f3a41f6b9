/**
 * The subject of a case, a contact or a notice: the district itself, a building, a household or a resident. It is
 * written as `household:b07-301`, so that it fits into a row, a key and a report.
 */
import * as Schema from "effect/Schema"
import type { BuildingId, HouseholdId, ResidentId } from "./Id.ts"

/** The kinds of subject, from the widest to the narrowest. */
export const Kind = Schema.Literals(["district", "building", "household", "resident"])
export type Kind = typeof Kind.Type

const pattern = /^(district|building|household|resident):([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})$/u

/**
 * A subject as text, `kind:id`.
 *
 * @category models
 */
export const Subject = Schema.String.check(
  Schema.isPattern(pattern, { expected: "a subject such as household:b07-301" })
).pipe(Schema.brand("Subject"))
export type Subject = typeof Subject.Type

/** @category constructors */
export const building = (id: BuildingId): Subject => `building:${id}` as Subject
/** @category constructors */
export const household = (id: HouseholdId): Subject => `household:${id}` as Subject
/** @category constructors */
export const resident = (id: ResidentId): Subject => `resident:${id}` as Subject

/** The kind of a subject. */
export const kind = (self: Subject): Kind => self.slice(0, self.indexOf(":")) as Kind

/** The id of a subject, without its kind. */
export const id = (self: Subject): string => self.slice(self.indexOf(":") + 1)
