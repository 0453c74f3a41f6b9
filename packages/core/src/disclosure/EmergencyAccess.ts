/**
 * How often an actor may take emergency access. An emergency is rare. An actor who takes access often reads personal data
 * without the authority, so a model limits it.
 */
import * as Schema from "effect/Schema"

/**
 * ```yaml
 * emergencyAccess: { most: 3, days: 7 } # the default
 * ```
 *
 * @category models
 */
export const EmergencyAccess = Schema.Struct({
  /** The most accesses that one actor may take within `days`. */
  most: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 })),
  /** The number of days over which they are counted, the present day included. */
  days: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3660 }))
})
export interface EmergencyAccess extends Schema.Schema.Type<typeof EmergencyAccess> {}

/** The limit of a model that has none: three within a week. */
export const usual: EmergencyAccess = { most: 3, days: 7 }
