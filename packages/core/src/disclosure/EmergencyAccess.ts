/**
 * How often an actor may take emergency access. Emergencies are rare. An actor who takes such access often is reading
 * personal data without the authority. So a model limits the number of accesses.
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
  /** The maximum number of accesses that one actor may take within `days` days. */
  most: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 })),
  /** The number of days for which accesses are counted, including the present day. */
  days: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 3660 }))
})
export interface EmergencyAccess extends Schema.Schema.Type<typeof EmergencyAccess> {}

/** The limit if a model does not state one: three accesses within seven days. */
export const usual: EmergencyAccess = { most: 3, days: 7 }
