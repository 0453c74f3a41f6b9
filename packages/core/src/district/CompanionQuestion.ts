/** The question of companions that a district poses: the elders whom its model means, and whoever offers to look after some. */
import type { Day } from "../kernel/Day.ts"
import type { CompanionProblem } from "../companions/Companions.ts"
import { mandatesOn } from "../place/Actor.ts"
import { buildingOf, scene } from "../place/Facts.ts"
import { isPresent } from "../place/Registry.ts"
import { matches, sound } from "../place/Selector.ts"
import { resident } from "../place/Subject.ts"
import { type District, factsOn } from "./District.ts"
import type { Model } from "../model/Model.ts"

/**
 * Who might look after whom on a day; nothing where the model says nothing of companions. Whoever has a companion stays
 * in the question, so that a plan may leave a good pair alone or better one. An elder of whom it is not on record
 * whether the model means them is not among them.
 *
 * @category questions
 */
export const companionQuestion = (
  district: District,
  { actors, companions: scheme }: Model,
  on: Day
): CompanionProblem | undefined => {
  if (scheme === undefined) return undefined
  const { companionRefusals, companions, registry } = district
  const selector = sound("residents", scheme.elders)
  const view = scene(factsOn(district, on), on)
  const elders = [...registry.residents.values()].flatMap((person) => {
    const building = buildingOf(registry, resident(person.id))
    return building !== undefined &&
      isPresent(person, on) &&
      (companions.has(person.id) || matches(selector, "residents", person, view) === true)
      ? [{ id: person.id, building }]
      : []
  })
  const volunteers = [...actors.values()].flatMap((actor) => {
    const { building, elders: most = 0 } = actor.offers ?? {}
    return most > 0 && mandatesOn(actor, on).length > 0
      ? [{ id: actor.id, ...(building === undefined ? {} : { building }), most }]
      : []
  })
  const asked = new Set(elders.map(({ id }) => id))
  const offered = new Set(volunteers.map(({ id }) => id))
  return {
    volunteers,
    elders,
    inForce: [...companions].flatMap(([elder, { volunteer }]) =>
      asked.has(elder) ? [{ volunteer, elder }] : []
    ),
    bans: companionRefusals.filter(({ elder, volunteer }) => asked.has(elder) && offered.has(volunteer))
  }
}
