/**
 * Makes a registry (buildings, households and residents) of Wan-Liu from a seed. The real registry is private, so
 * everybody in `registry.csv` is made up. Names are numbers (居民0001 to 居民3700, "resident 0001"), and no row describes a
 * real person, flat or building.
 *
 * The registry has exactly the published figures of Wan-Liu: 43 buildings and 3,700 permanent residents. More than 40 %
 * of them are aged 60 or over on the first day of the story, and some have been Party members for 50 years or more.
 * Everything else is an assumption about a typical estate of the 1980s: mostly buildings of six floors without a lift,
 * a few taller buildings, flats of 33 to 92 m², and the kinds of household below.
 *
 * `node examples/01-wan-liu/src/generate.ts` writes the file again. A test checks that the file stays the same.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Day from "@liulinhui/core/Day"
import { BuildingId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"
import type { Building, Household, Resident, RegistryData } from "@liulinhui/core/Registry"
import { writeRegistryCsv } from "@liulinhui/spreadsheet"

/** The first day of the story. Ages are computed for this day. */
export const storyBegins = Day.make("2026-03-02")

/** The seed of the registry in the repository. */
export const seed = 20260302

/** Returns a random whole number from `least` to `most`, both included. */
type Draw = (least: number, most: number) => number

// mulberry32 by Tommy Ettinger (2017, public domain). Its 32 bits of state are enough for a few thousand people. For
// the ranges used here, the modulo bias is below one in 40,000.
const draws = (seed: number): Draw => {
  let state = seed | 0
  return (least, most) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) % (most - least + 1))
  }
}

const shuffle = <A>(items: ReadonlyArray<A>, draw: Draw): ReadonlyArray<A> => {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = draw(0, last)
    // The casts are safe: both indexes are within bounds.
    ;[shuffled[last], shuffled[other]] = [shuffled[other] as A, shuffled[last] as A]
  }
  return shuffled
}

/** Draws the ages of the people in one household, on the first day of the story. */
type Ages = (draw: Draw) => ReadonlyArray<number>

const within = (age: number, least: number, most: number): number => Math.max(least, Math.min(most, age))

// Of the people aged 60 or over, about 52 % are 60 to 69, 32 % are 70 to 79, and 16 % are 80 or over.
const elderAge: Ages = (draw) => {
  const share = draw(1, 100)
  return [share <= 52 ? draw(60, 69) : share <= 84 ? draw(70, 79) : draw(80, 96)]
}

const elders: Ages = (draw) => {
  const [age = 60] = elderAge(draw)
  return [age, within(age + draw(-5, 5), 60, 99)]
}

const adultChildOf = (age: number, draw: Draw): number => within(age - draw(24, 34), 22, 59)

const couple: Ages = (draw) => {
  const age = draw(25, 56)
  return [age, within(age + draw(-4, 4), 22, 59)]
}

const childOf = (age: number, draw: Draw): number => within(age - draw(24, 36), 0, 17)

/** A kind of household, such as two elders, and the number of households of this kind. */
interface HouseholdKind {
  readonly count: number
  readonly ages: Ages
}

// In total 1,580 households with 3,700 people, of whom 1,560 (42.2 %) are aged 60 or over. The other flats are empty.
const kinds: ReadonlyArray<HouseholdKind> = [
  // An elder who lives alone.
  { count: 150, ages: elderAge },
  // Two elders.
  { count: 340, ages: elders },
  // Two elders with a parent.
  {
    count: 20,
    ages: (draw) => {
      const age = draw(62, 70)
      return [age, within(age + draw(-3, 3), 60, 72), age + draw(22, 27)]
    }
  },
  // Two elders with a grown-up child.
  {
    count: 100,
    ages: (draw) => {
      const [first = 60, second = 60] = elders(draw)
      return [first, second, adultChildOf(Math.min(first, second), draw)]
    }
  },
  // An elder with a grown-up child.
  {
    count: 120,
    ages: (draw) => {
      const [age = 60] = elderAge(draw)
      return [age, adultChildOf(age, draw)]
    }
  },
  // An elder with a grown-up child, the child's spouse and a grandchild.
  {
    count: 130,
    ages: (draw) => {
      const [elder = 60] = elderAge(draw)
      const age = within(adultChildOf(elder, draw), 28, 52)
      return [elder, age, within(age + draw(-3, 3), 26, 54), childOf(age, draw)]
    }
  },
  // Two elders with a grown-up child, the child's spouse and a grandchild.
  {
    count: 110,
    ages: (draw) => {
      const [first = 60, second = 60] = elders(draw)
      const age = within(adultChildOf(Math.min(first, second), draw), 28, 52)
      return [first, second, age, within(age + draw(-3, 3), 26, 54), childOf(age, draw)]
    }
  },
  // A person below 60 who lives alone.
  { count: 220, ages: (draw) => [draw(23, 59)] },
  // A couple below 60.
  { count: 200, ages: couple },
  // A couple with one child.
  {
    count: 180,
    ages: (draw) => {
      const [first = 30, second = 30] = couple(draw)
      return [first, second, childOf(Math.max(first, second), draw)]
    }
  },
  // A couple with two children.
  {
    count: 10,
    ages: (draw) => {
      const age = draw(32, 46)
      return [age, within(age + draw(-4, 4), 28, 50), draw(0, 12), draw(3, 17)]
    }
  }
]

/** Types of building: the number of floors, the flats on each floor, and the number of buildings of this type. */
const types = [
  { count: 16, floors: 6, flats: 6 },
  { count: 14, floors: 6, flats: 5 },
  { count: 8, floors: 6, flats: 8 },
  { count: 3, floors: 11, flats: 4 },
  { count: 2, floors: 18, flats: 4 }
] as const

// The least and the greatest area of a flat, in hundredths of a square metre.
const areas = { low: [3312, 6480], high: [6150, 9240] } as const

/** The data of a person that are drawn at random. */
type Person = Pick<Resident, "birth" | "partySince" | "tags">

// Draws a random date of birth for a person of this age.
const birthAt = (age: number, draw: Draw): Day.Day => {
  const earliest = Day.add(Day.anniversary(storyBegins, -(age + 1)), 1)
  return Day.add(earliest, draw(0, Day.until(earliest, Day.anniversary(storyBegins, -age))))
}

const person = (age: number, draw: Draw): Person => {
  const birth = birthAt(age, draw)
  const tags = age >= 50 && age <= 75 && draw(1, 100) <= 8 ? [Tag.make("volunteer")] : []
  // About one elder in six and one younger adult in twelve is a Party member, who was admitted between the ages of 19
  // and 45.
  const isMember = age >= 20 && draw(1, 100) <= (age >= 60 ? 16 : 8)
  if (!isMember) return { birth, tags }
  const admitted = Day.add(Day.anniversary(birth, draw(19, Math.min(45, age - 1))), draw(0, 364))
  return { birth, partySince: admitted > storyBegins ? storyBegins : admitted, tags }
}

const twoDigits = (n: number): string => String(n).padStart(2, "0")

interface Flat extends Household {
  readonly people: ReadonlyArray<Person>
}

/** Makes the whole registry from a seed. The same seed always makes the same registry. */
export const generate = (seed: number): RegistryData => {
  const draw = draws(seed)
  const plans = shuffle(
    types.flatMap((type) => Array.from({ length: type.count }, () => type)),
    draw
  )
  const buildings = plans.map(({ floors }, index): Building => ({
    id: BuildingId.make(`b${twoDigits(index + 1)}`),
    label: `${index + 1}号楼`,
    floors
  }))
  const doors = buildings.flatMap((building, index) => {
    const { flats, floors } = plans[index] ?? types[0]
    const [least, most] = floors > 6 ? areas.high : areas.low
    // Flats above each other have the same floor plan, and so the same area.
    const plan = Array.from({ length: flats }, () => draw(least, most) * 100)
    return Array.from({ length: floors }, (_, storey) =>
      plan.map((area, at) => ({ building: building.id, floor: storey + 1, at: at + 1, area }))
    ).flat()
  })
  const lived = kinds.flatMap(({ ages, count }) => Array.from({ length: count }, () => ages))
  const empty = Array.from({ length: doors.length - lived.length }, (): Ages => () => [])
  const living = shuffle([...lived, ...empty], draw)

  const flats = doors.map(({ area, at, building, floor }, index): Flat => {
    const people = (living[index] ?? (() => []))(draw).map((age) => person(age, draw))
    const isHard = people.length > 0 && draw(1, 100) <= 2
    const unit = `${floor}${twoDigits(at)}`
    return {
      id: HouseholdId.make(`${building}-${unit}`),
      building,
      unit,
      floor,
      area,
      tags: isHard ? [Tag.make("hardship")] : [],
      people
    }
  })
  const residents = flats.flatMap(({ id, people }) =>
    people.map((person, index) => ({ id: ResidentId.make(`${id}-${index + 1}`), household: id, ...person }))
  )
  return {
    buildings,
    households: flats.map(({ people: _, ...household }) => household),
    residents: residents.map((resident, index) => ({
      ...resident,
      name: `居民${String(index + 1).padStart(4, "0")}`
    }))
  }
}

/** The path of the registry's file. */
export const file = join(import.meta.dirname, "../registry.csv")

if (import.meta.main) writeFileSync(file, writeRegistryCsv(generate(seed)))
