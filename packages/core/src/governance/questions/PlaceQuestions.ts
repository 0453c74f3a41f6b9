/** Questions about the registry, the model and the calendar. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../../kernel/Day.ts"
import { isPresent } from "../../place/Registry.ts"
import { BuildingId, HouseholdId } from "../../place/Id.ts"
import { reachesBuilding, reachOf } from "../Reach.ts"
import { make } from "./Inquiry.ts"

/**
 * A building and its flats. It contains no names: to read personal data, a disclosure is required, which is recorded.
 */
export interface BuildingDoors {
  readonly id: BuildingId
  readonly label: string
  readonly floors: number
  readonly households: ReadonlyArray<{
    readonly id: HouseholdId
    readonly unit: string
    readonly floor: number
    /** The number of residents who live in the flat. */
    readonly residents: number
  }>
}

/**
 * The buildings and flats within the actor's reach (the buildings that the actor's mandates cover). Default: all
 * buildings.
 *
 * @category questions
 */
export const askRegistry = make({
  fields: { AskRegistry: { building: Schema.optionalKey(BuildingId) } },
  authority: "any mandate",
  answered: Schema.Array(
    Schema.Struct({
      id: BuildingId,
      label: Schema.String,
      floors: Schema.Int,
      households: Schema.Array(
        Schema.Struct({ id: HouseholdId, unit: Schema.String, floor: Schema.Int, residents: Schema.Int })
      )
    })
  ),
  answer: (asking, { building: wanted }) => {
    const { registry } = asking.district
    const reach = reachOf(asking)
    const residents = new Map<HouseholdId, number>()
    for (const person of registry.residents.values()) {
      if (isPresent(person, asking.on)) {
        residents.set(person.household, (residents.get(person.household) ?? 0) + 1)
      }
    }
    const found = [...registry.buildings.values()].filter(
      ({ id }) => (wanted === undefined || id === wanted) && reachesBuilding(reach, asking, id)
    )
    return Result.succeed(
      found.map(({ floors, id, label }): BuildingDoors => ({
        id,
        label,
        floors,
        households: [...registry.households.values()].flatMap(({ building, floor, id: household, unit }) =>
          building === id ? [{ id: household, unit, floor, residents: residents.get(household) ?? 0 }] : []
        )
      }))
    )
  }
})

/**
 * The model document that the district uses now.
 *
 * @category questions
 */
export const askModel = make({
  fields: { AskModel: {} },
  authority: "any mandate",
  answered: Schema.Struct({ document: Schema.Json }),
  answer: ({ district }) => Result.succeed({ document: district.document ?? null })
})

/**
 * The years for which the calendar has data about holidays. For other years, working days can only be estimated.
 *
 * @category questions
 */
export const askCalendar = make({
  fields: { AskCalendar: {} },
  authority: "any mandate",
  answered: Schema.Struct({ on: DayFromIso, years: Schema.Array(Schema.Int) }),
  answer: ({ model, on }) => Result.succeed({ on, years: model.calendar.years })
})
