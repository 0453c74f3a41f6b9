/**
 * A subject is the person or place that a case, a contact or a notice is about: the whole district, a building, a
 * household or a resident. As text, it is a kind and an id: `household:b07-301`.
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

/** The kind of a subject: the part of the text before the colon. */
export const kind = (self: Subject): Kind => self.slice(0, self.indexOf(":")) as Kind

/** The id of a subject: the part of the text after the colon. */
export const id = (self: Subject): string => self.slice(self.indexOf(":") + 1)
