/**
 * fast-check arbitraries for the registry of a district: its buildings, households and residents. There are arbitraries
 * for single items, for complete registries that break no rule, for commands that are often refused, and for histories
 * of events. Every value satisfies its schema, and shrinks to values that also satisfy it.
 */
import * as Day from "@liulinhui/core/Day"
import { ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"
import * as Registry from "@liulinhui/core/Registry"
import {
  decider,
  type RegistryCommand,
  oldestAge,
  partyAge,
  type RegistryData
} from "@liulinhui/core/Registry"
import * as Result from "effect/Result"
import fc from "fast-check"

const letters = ["a", "b", "Z", "楼", "0", "7"]

/** A short name of 1–8 characters for an id or a tag. */
export const slug: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...letters),
    fc.string({ unit: fc.constantFrom(...letters, "-", "_", "."), maxLength: 7 })
  )
  .map(([first, others]) => first + others)

/** Tags: slugs of a few characters. */
export const tag: fc.Arbitrary<Tag> = slug.map((text) => Tag.make(text))
/** Ids of buildings: slugs of a few characters. */
export const buildingId: fc.Arbitrary<BuildingId> = slug.map((text) => BuildingId.make(text))
/** Ids of households: slugs of a few characters. */
export const householdId: fc.Arbitrary<HouseholdId> = slug.map((text) => HouseholdId.make(text))
/** Ids of residents: slugs of a few characters. */
export const residentId: fc.Arbitrary<ResidentId> = slug.map((text) => ResidentId.make(text))
/** Ids of actors: slugs of a few characters. */
export const actorId: fc.Arbitrary<ActorId> = slug.map((text) => ActorId.make(text))

const tags = fc.uniqueArray(tag, { maxLength: 3 })

/** A day between two days, including both. By default, the days cover a lifetime around the year 2026. */
export const day = (least = Day.make("1890-01-01"), most = Day.make("2040-12-31")): fc.Arbitrary<Day.Day> =>
  fc.integer({ min: least, max: most }).map((n) => Day.Day.make(n))

/**
 * A name, a label or a flat number: not empty, and without white space at its ends. It often contains characters that
 * are special in file formats, such as quotation marks.
 */
export const label: fc.Arbitrary<string> = fc.oneof(
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
    .map((text) => text.trim())
    .filter((text) => text !== ""),
  fc.constantFrom(
    "301",
    "12号楼",
    "居民0001",
    "a,b",
    'say "hi"',
    "two\nlines",
    "=1+1",
    "＝1",
    "'@x",
    "-",
    "null"
  )
)

/** Any building that satisfies the schema of a building. */
export const building: fc.Arbitrary<Registry.Building> = fc.record({
  id: buildingId,
  label,
  floors: fc.integer({ min: 1, max: 200 })
})

/** Any household that satisfies the schema of a household. */
export const household: fc.Arbitrary<Registry.Household> = fc.record(
  {
    id: householdId,
    building: buildingId,
    unit: label,
    floor: fc.integer({ min: -10, max: 200 }),
    area: fc.integer({ min: 1, max: 1_000_000_000 }),
    tags
  },
  { requiredKeys: ["id", "building", "unit", "floor", "tags"] }
)

/**
 * Any resident who satisfies the schema of a resident. The date of birth and the date of Party membership may
 * contradict each other.
 */
export const resident: fc.Arbitrary<Registry.Resident> = fc.record(
  { id: residentId, household: householdId, name: label, birth: day(), partySince: day(), tags },
  { requiredKeys: ["id", "household", "name", "birth", "tags"] }
)

/** The largest numbers of items in a generated registry. Default: 5 buildings, 12 households, 25 residents. */
export interface Sizes {
  readonly buildings?: number
  readonly households?: number
  readonly residents?: number
}

// Returns the items without repetitions: for each key, only the first item.
const firsts = <A>(items: ReadonlyArray<A>, keyOf: (item: A) => string): ReadonlyArray<A> => [
  ...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()
]

// Dates of birth and of Party membership that are valid on the given day. `since` is the number of days between the
// eighteenth birthday and the membership.
const life = (on: Day.Day) =>
  fc
    .record({
      birth: day(Day.anniversary(on, -oldestAge), on),
      since: fc.option(fc.nat({ max: 36_500 }), { nil: undefined })
    })
    .map(({ birth, since }) => {
      if (since === undefined) return { birth }
      const partySince = Day.add(Day.anniversary(birth, partyAge), since)
      return partySince > on ? { birth } : { birth, partySince }
    })

/**
 * Generates a complete registry that breaks no rule on the given day. All numbers of buildings, households and residents up
 * to the largest ones are about equally frequent; without a building there are no households, and without a household no
 * residents. About two in five residents are members of the Party. `Invalid` makes registries with one mistake.
 *
 * A registry shrinks to fewer buildings, households and residents first, and then to simpler ones.
 */
export const registryData = (on: Day.Day, sizes: Sizes = {}): fc.Arbitrary<RegistryData> => {
  const most = { buildings: 5, households: 12, residents: 25, ...sizes }
  const place = fc.nat({ max: 1_000_000 })
  return fc
    .record({
      buildings: fc.array(building, { maxLength: most.buildings, size: "max" }),
      households: fc.array(fc.tuple(place, place, household), { maxLength: most.households, size: "max" }),
      residents: fc.array(fc.tuple(place, life(on), resident), { maxLength: most.residents, size: "max" })
    })
    .map((drawn) => {
      const buildings = firsts(
        firsts(drawn.buildings, ({ id }) => id),
        ({ label }) => Registry.sameText(label)
      )
      const homes = drawn.households.flatMap(([at, floor, household]) => {
        const building = buildings[at % Math.max(buildings.length, 1)]
        return building === undefined
          ? []
          : [{ ...household, building: building.id, floor: (floor % (building.floors + 11)) - 10 }]
      })
      const households = firsts(
        firsts(homes, ({ id }) => id),
        ({ building, unit }) => `${building} ${Registry.sameText(unit)}`
      )
      const residents = drawn.residents.flatMap(([at, life, { id, name, tags }]) => {
        const home = households[at % Math.max(households.length, 1)]
        return home === undefined ? [] : [{ id, household: home.id, name, ...life, tags }]
      })
      return { buildings, households, residents: firsts(residents, ({ id }) => id) }
    })
}

// Generates mostly one of the known values, sometimes any value.
const from = <A>(known: ReadonlyArray<A>, any: fc.Arbitrary<A>): fc.Arbitrary<A> =>
  known.length === 0 ? any : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, any)

/**
 * Generates a command to a registry that contains some or all of these data. The command concerns a known or an unknown
 * person, household or building. About half of the commands are refused.
 */
export const registryCommand = (
  data: RegistryData,
  days: fc.Arbitrary<Day.Day>
): fc.Arbitrary<RegistryCommand> => {
  const decided = { on: days, by: actorId }
  const someone = from(
    data.residents.map(({ id }) => id),
    residentId
  )
  const home = from(
    data.households.map(({ id }) => id),
    householdId
  )
  const resident_ = fc
    .tuple(resident, someone, home)
    .map(([any, id, household]) => ({ ...any, id, household }))
  return fc.oneof(
    fc.record({ _tag: fc.constant("EnterBuilding" as const), ...decided, building }),
    fc.record({
      _tag: fc.constant("EnterHousehold" as const),
      ...decided,
      household: fc
        .tuple(
          household,
          from(
            data.buildings.map(({ id }) => id),
            buildingId
          )
        )
        .map(([any, building]) => ({ ...any, building }))
    }),
    fc.record({ _tag: fc.constant("EnterResident" as const), ...decided, resident: resident_ }),
    fc.tuple(days, actorId, someone, resident).map(([on, by, id, { birth, name, partySince }]) => ({
      _tag: "CorrectResident" as const,
      on,
      by,
      resident: id,
      name,
      ...(birth === undefined ? {} : { birth }),
      ...(partySince === undefined ? {} : { partySince })
    })),
    fc.record({ _tag: fc.constant("MoveResident" as const), ...decided, resident: someone, household: home }),
    fc.record({
      _tag: fc.constant("LeaveResident" as const),
      ...decided,
      resident: someone,
      departure: fc.constantFrom("moved-away", "died")
    }),
    fc.record({
      _tag: fc.constant("UndoDeparture" as const),
      ...decided,
      resident: someone,
      reason: fc.constant("登记错误")
    }),
    fc.record({ _tag: fc.constant("MergeResident" as const), ...decided, resident: someone, into: someone }),
    fc.record({ _tag: fc.constant("AddDwelling" as const), ...decided, household: home, dwelling: home }),
    fc.record({ _tag: fc.constant("RemoveDwelling" as const), ...decided, dwelling: home }),
    fc.record({
      _tag: fc.constant("EndHousehold" as const),
      ...decided,
      household: home,
      reason: fc.constantFrom(...Registry.EndReason.literals)
    }),
    fc.record({
      _tag: fc.constant("EndBuilding" as const),
      ...decided,
      building: from(
        data.buildings.map(({ id }) => id),
        buildingId
      ),
      reason: fc.constantFrom(...Registry.EndReason.literals)
    }),
    fc.record({ _tag: fc.constant("TagResident" as const), ...decided, resident: someone, tags }),
    fc.record({ _tag: fc.constant("TagHousehold" as const), ...decided, household: home, tags }),
    fc.record({
      _tag: fc.constant("EraseResident" as const),
      ...decided,
      resident: someone,
      basis: fc.constantFrom(...Registry.ErasureBasis.literals)
    })
  )
}

/**
 * A generated history of a registry: the imported data, the later commands, and the events of the accepted commands.
 */
export interface History {
  readonly data: RegistryData
  readonly commands: ReadonlyArray<RegistryCommand>
  readonly events: ReadonlyArray<Registry.RegistryEvent>
}

/** Generates a history that begins with an import on the given day. The commands follow on later days, in order. */
export const registryHistory = (begins: Day.Day, sizes?: Sizes): fc.Arbitrary<History> =>
  registryData(begins, sizes).chain((data) =>
    fc.array(registryCommand(data, day(begins, Day.add(begins, 400))), { maxLength: 20 }).map((drawn) => {
      const entered: RegistryCommand = {
        _tag: "ImportRegistry",
        on: begins,
        by: ActorId.make("committee"),
        ...data
      }
      const commands = [entered, ...drawn.toSorted((a, b) => a.on - b.on)]
      const registry = Registry.draft()
      const events = commands.flatMap((command) => {
        const events = Result.getOrElse(decider.decide(registry, command), () => [])
        for (const event of events) Registry.apply(registry, event)
        return events
      })
      return { data, commands, events }
    })
  )
