/** Generated people, contacts and votes for a model. */
import { clock } from "@liulinhui/core/Actor"
import * as Day from "@liulinhui/core/Day"
import type * as District from "@liulinhui/core/District"
import type { Request } from "@liulinhui/core/Governance"
import { type BuildingId, HouseholdId, ResidentId, type Tag } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import { type Ballot, electorate, Opinion, type Poll, type RuleSet } from "@liulinhui/core/Poll"
import * as Registry from "@liulinhui/core/Registry"
import type { RegistryData } from "@liulinhui/core/Registry"
import * as Result from "effect/Result"
import fc from "fast-check"
import type { Setting } from "./Living.ts"
import * as Neighbourhood from "./Neighbourhood.ts"
import { ask, beginDay, fork } from "./Trial.ts"

/** The largest numbers of flats, of people in a flat, and of contacts that are generated. */
export interface PeopleOptions {
  readonly flats?: number
  readonly people?: number
  readonly contacts?: number
}

/** People who live in the buildings of a model, and the contacts that were made with them. */
export interface People {
  readonly registry: RegistryData
  readonly contacts: ReadonlyArray<PersonContact>
}

/** A contact with a resident, a household or a building on a day. */
export interface PersonContact {
  readonly on: Day.Day
  readonly request: Extract<Request, { readonly _tag: "RecordContacts" }>
}

/** A poll of owners, and ballots of different owners. */
export interface Vote {
  readonly poll: Poll
  readonly ballots: ReadonlyArray<Ballot>
}

const person = (tags: ReadonlyArray<Tag>) =>
  fc.record(
    {
      birth: fc
        .oneof(
          { weight: 2, arbitrary: fc.integer({ min: 60, max: 95 }) },
          { weight: 2, arbitrary: fc.integer({ min: 18, max: 59 }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 17 }) }
        )
        .map((years) => Day.anniversary(Neighbourhood.firstDay, -years)),
      isMember: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
      tags: fc.subarray([...tags], { maxLength: Math.min(2, tags.length) })
    },
    { requiredKeys: ["isMember", "tags"] }
  )

type Person = ReturnType<typeof person> extends fc.Arbitrary<infer A> ? A : never

const residentOf = (household: HouseholdId, at: number, { birth, isMember, tags }: Person) => {
  const since = birth === undefined ? undefined : Day.anniversary(birth, Registry.partyAge)
  const isOldEnough = since !== undefined && since <= Neighbourhood.firstDay
  return {
    id: ResidentId.make(`${household}-${at + 1}`),
    household,
    name: `居民${at + 1}`,
    tags,
    ...(birth === undefined ? {} : { birth }),
    ...(isMember && isOldEnough ? { partySince: since } : {})
  }
}

const registryOf = (
  buildings: ReadonlyArray<BuildingId>,
  flats: ReadonlyArray<{ readonly building: number; readonly people: ReadonlyArray<Person> }>
): RegistryData => {
  const households = flats.flatMap(({ building }, at) => {
    const id = buildings[building % buildings.length]
    return id === undefined
      ? []
      : [
          {
            id: HouseholdId.make(`flat-${at + 1}`),
            building: id,
            unit: `${at + 1}01`,
            floor: (at % 6) + 1,
            area: 900_000,
            tags: []
          }
        ]
  })
  return {
    buildings: buildings.map((id) => ({ id, label: id, floors: 6 })),
    households,
    residents: households.flatMap(({ id }, at) =>
      (flats[at]?.people ?? []).map((one, n) => residentOf(id, n, one))
    )
  }
}

const contactWith =
  (model: Model, { buildings, households, residents }: RegistryData) =>
  (kind: number, who: number, later: number): ReadonlyArray<PersonContact> => {
    const subjects = [
      ...residents.map(({ id }) => Registry.resident(id)),
      ...households.map(({ id }) => Registry.household(id)),
      ...buildings.map(({ id }) => Registry.building(id))
    ]
    const kinds = [...model.contacts]
    const subject = subjects[who % subjects.length]
    const found = kinds[kind % kinds.length]
    if (subject === undefined || found === undefined) return []
    const [name, { proof }] = found
    const contact = { kind: name, subject, ...(proof === true ? { proof: "photos/1" } : {}) }
    const on = Day.add(Neighbourhood.firstDay, later)
    return [{ on, request: { _tag: "RecordContacts", on, contacts: [contact] } }]
  }

/** Generates people in the buildings of a model, and contacts with them. */
export const peopleOf = (
  { model, registry }: Neighbourhood.Neighbourhood,
  { contacts = 12, flats = 6, people = 3 }: PeopleOptions = {}
): fc.Arbitrary<People> =>
  fc
    .record({
      flats: fc.array(
        fc.record({
          building: fc.nat(9),
          people: fc.array(person([...model.tags.keys()]), { maxLength: people })
        }),
        { maxLength: flats }
      ),
      contacts: fc.array(fc.tuple(fc.nat(60), fc.nat(40), fc.nat(40)), { maxLength: contacts })
    })
    .map((drawn) => {
      const data = registryOf(
        registry.buildings.map(({ id }) => id),
        drawn.flats
      )
      const make = contactWith(model, data)
      const made = drawn.contacts.flatMap(([kind, who, later]) => make(kind, who, later))
      return { registry: data, contacts: made.toSorted((a, b) => a.on - b.on) }
    })

/** Folds people and contacts into a district. A contact whose actor the model lacks is recorded by a stand-in. */
export const districtOf = (
  { base, neighbourhood }: Setting,
  { contacts, registry }: People
): { readonly district: District.District; readonly on: Day.Day } => {
  const on = contacts.at(-1)?.on ?? Neighbourhood.firstDay
  const trial = fork(base)
  const empty = Registry.draft()
  Object.assign(trial.district, { registry: empty })
  const kept = { ...neighbourhood.registry, ...registry }
  const command = {
    _tag: "ImportRegistry",
    on: Neighbourhood.firstDay,
    by: clock.id,
    ...kept
  } as const
  for (const event of Result.getOrThrow(Registry.decider.decide(empty, command))) Registry.apply(empty, event)
  const actors = [...trial.district.actors.values()]
  for (const { on: day, request } of contacts) {
    beginDay(trial, day)
    for (const actor of actors) if (ask(trial, actor, request)) break
  }
  return { district: trial.district, on }
}

/** Generates a poll under a rule set, and ballots of different owners. */
export const votesUnder = (rules: RuleSet): fc.Arbitrary<Vote> =>
  fc
    .record({
      units: fc.array(fc.record({ area: fc.integer({ min: 1, max: 3_000_000 }), owner: fc.nat(6) }), {
        minLength: 1,
        maxLength: 8
      }),
      opinions: fc.array(fc.tuple(fc.nat(7), fc.constantFrom(...Opinion.literals), fc.nat(6)), {
        maxLength: 8
      })
    })
    .map(({ opinions, units }) => {
      const opens = Neighbourhood.firstDay
      const electors = electorate(
        units.map(({ area, owner }, at) => ({
          id: HouseholdId.make(`flat-${at + 1}`),
          area,
          owner: `owner-${owner}`
        }))
      )
      const cast = new Map(
        opinions.map(([who, opinion, later]) => {
          const owner = electors[who % electors.length]?.owner ?? ""
          return [owner, { owner, opinion, on: Day.add(opens, later) }] as const
        })
      )
      return { poll: { rules, opens, closes: Day.add(opens, 6), electors }, ballots: [...cast.values()] }
    })
