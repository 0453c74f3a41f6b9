/**
 * A small neighbourhood for any model: every building that the model names, with some flats and residents, and
 * stand-ins. A stand-in is an actor who has one role in the whole district. With stand-ins, a model without people can
 * be tried, and so can a step that no person of the model may take.
 */
import type { Actor } from "@liulinhui/core/Actor"
import * as Day from "@liulinhui/core/Day"
import { ActorId, BuildingId, HouseholdId, ResidentId, type RoleId } from "@liulinhui/core/Id"
import { apply, type Model, read } from "@liulinhui/core/Model"
import type { RegistryData, Subject } from "@liulinhui/core/Registry"
import { building, household, resident, Subject as SubjectText } from "@liulinhui/core/Registry"
import type { CompiledPlaybook } from "@liulinhui/core/Playbook"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"

/** The first day of every generated life: a Monday. */
export const firstDay: Day.Day = Day.make("2026-03-02")

/** A model, the same model with stand-ins, and a registry for it. */
export interface Neighbourhood {
  /** The model as its author wrote it. */
  readonly model: Model
  /** The model document with the stand-ins. */
  readonly document: Schema.Json
  readonly registry: RegistryData
  /** All stand-ins, each with its role. */
  readonly standIns: ReadonlyMap<ActorId, RoleId>
}

const flats = ["101", "201"]

/** The buildings that a model names, in order. At least two, so that places differ. */
const buildingsIn = ({ actors, branches, groups }: Model): ReadonlyArray<BuildingId> => {
  const named = new Set([
    ...branches.flatMap(({ buildings }) => buildings),
    ...groups.flatMap(({ buildings }) => buildings),
    ...[...actors.values()].flatMap(({ mandates, offers }) => [
      ...mandates.flatMap(({ scope }) => ("building" in scope ? [scope.building] : [])),
      ...(offers?.building === undefined ? [] : [offers.building])
    ])
  ])
  for (let at = 1; named.size < 2; at++) named.add(BuildingId.make(`b${at}`))
  return [...named]
}

const births = ["1940-05-06", "1985-07-08"].map((text) => Day.make(text))

const registryOf = (buildings: ReadonlyArray<BuildingId>): RegistryData => {
  const households = buildings.flatMap((building) =>
    flats.map((unit, at) => ({
      id: HouseholdId.make(`${building.slice(0, 50)}-${unit}`),
      building,
      unit,
      floor: at + 1,
      area: 900_000,
      tags: []
    }))
  )
  return {
    buildings: buildings.map((id) => ({ id, label: id, floors: 6 })),
    households,
    residents: households.flatMap(({ id }, at) =>
      births.map((birth, n) => ({
        id: ResidentId.make(`r${at + 1}-${n + 1}`),
        household: id,
        name: `居民${at + 1}-${n + 1}`,
        birth,
        tags: []
      }))
    )
  }
}

/**
 * The number of stand-ins for each role: as many as the longest separation of duties of the model needs, and one for
 * hand-overs.
 */
const standInsFor = ({ playbooks }: Model): number =>
  2 +
  Math.max(
    0,
    ...[...playbooks.values()].flatMap(({ steps }) =>
      [...steps.values()].map(({ step }) => step.notBy?.length ?? 0)
    )
  )

/** The id of a stand-in. */
export const standIn = (role: RoleId, at: number): ActorId =>
  ActorId.make(`stand-in-${role.slice(0, 45)}-${at + 1}`)

/** Makes the neighbourhood of a model. Throws `DocumentRefused` with every mistake if the document is no valid model. */
export const make = (document: Schema.Json): Neighbourhood => {
  const model = Result.getOrThrow(read(document))
  const count = standInsFor(model)
  const standIns = new Map(
    [...model.roles.keys()].flatMap((role) =>
      Array.from({ length: count }, (_, at) => [standIn(role, at), role] as const)
    )
  )
  const actors = Object.fromEntries(
    [...standIns].map(([id, role]) => [id, { mandates: [{ role, scope: { district: true } }] }])
  )
  return {
    model,
    document: apply(document, { actors }),
    registry: registryOf(buildingsIn(model)),
    standIns
  }
}

/**
 * A subject for a case of a playbook: a resident, a household or a building of the neighbourhood, or the district. Cases
 * at the same place have subjects that belong together, so that a case of a flat is under the case of its building.
 */
export const subjectAt = (
  { model, registry }: Neighbourhood,
  { playbook }: CompiledPlaybook,
  place: number
): Subject => {
  const home = registry.households[place % registry.households.length]
  const person = registry.residents.find(({ household: id }) => id === home?.id)
  switch (playbook.subject) {
    case "resident":
      return resident(person?.id ?? ResidentId.make("r1-1"))
    case "household":
      return household(home?.id ?? HouseholdId.make("none"))
    case "building":
      return building(home?.building ?? BuildingId.make("none"))
    case "district":
      return SubjectText.make(`district:${model.id}`)
  }
}

/** The actors who hold a role on a day: first the people of the model, then the stand-ins. */
export const holders = (actors: Iterable<Actor>, role: RoleId): ReadonlyArray<Actor> =>
  [...actors].filter(({ mandates }) => mandates.some((mandate) => mandate.role === role))
