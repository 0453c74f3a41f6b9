/**
 * Matches the people of a roster with the residents of the registry. If the file has an id for a person, the id
 * decides. Without an id, a person is the resident with the same door, name and birth. If a resident at another door
 * has the same name and birth, and the file lists this old door without this person, the resident has moved. Otherwise
 * the person is a new resident, and a possible duplicate is reported.
 */
import * as Day from "@liulinhui/core/Day"
import type { HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"
import { possibleDays, type Registry, type Stay } from "@liulinhui/core/Registry"
import type { Column } from "./Columns.ts"
import type { Findings } from "./Findings.ts"
import { nameKey } from "./Likeness.ts"
import type { PlacedHousehold } from "./Places.ts"
import * as ResidentIds from "./ResidentIds.ts"
import type { RosterRow } from "./Roster.ts"
import type { Birth } from "./Values.ts"

/** A person whom the roster lists. */
export interface Person {
  readonly row: RosterRow
  readonly household: PlacedHousehold
  readonly name: string
  readonly birth: Birth
  /**
   * The day on which the person joined the Party. `none` if the person is not a member. `undefined` if the file has no
   * such column; then the value in the registry is kept.
   */
  readonly partySince: Day.Day | "none" | undefined
  /** The tags of the person. `undefined` if the file has no such column; then the tags in the registry are kept. */
  readonly tags: ReadonlyArray<Tag> | undefined
  readonly id: ResidentId
  /** The resident of the registry who is this person. `undefined` for a new resident. */
  readonly known: Stay | undefined
}

/** A person of the roster who was not yet matched with the registry. `given` is the person's id in the file. */
type Listed = Omit<Person, "id" | "known"> & { readonly given: ResidentId | undefined }

/** Returns the text by which births are compared. */
const birthKey = (birth: Birth): string => {
  switch (birth._tag) {
    case "Exact":
      return Day.toIso(birth.day)
    case "Estimated":
      return birth.month === undefined ? `${birth.year}` : `${birth.year}-${birth.month}`
    case "Unknown":
      return "?"
  }
}

/** What is known of a birth: the day, or the year or month, or nothing. */
export type KnownBirth = Pick<Stay, "birth" | "bornIn">

/**
 * Whether a birth in a file can be the same as a known birth. They are compared only as precisely as both are stated.
 */
export const agrees = (birth: Birth, known: KnownBirth): boolean => {
  const days = possibleDays(known)
  if (days === undefined || birth._tag === "Unknown") return true
  if (birth._tag === "Exact") return days.from <= birth.day && birth.day <= days.until
  const [from, until] = [Day.civil(days.from), Day.civil(days.until)]
  // Each known birth is a range of days: one day, one month or one year. Two births agree if one range contains the
  // other.
  return (
    birth.year === from.year &&
    (birth.month === undefined || (from.month <= birth.month && birth.month <= until.month))
  )
}

const isPresent = ({ left }: Stay): boolean => left === undefined

const personal: ReadonlyArray<Column> = ["resident", "name", "birth", "partySince", "tags"]

// A row describes a person if it has a value for a person. An empty list of tags does not count, because a column that
// is mapped to tags has a list in every row.
const saysPerson = ({ broken, values }: RosterRow): boolean =>
  personal.some((column) => broken.has(column) || (values[column] !== undefined && column !== "tags")) ||
  (values.tags ?? []).length > 0

const listed = (
  rows: ReadonlyArray<RosterRow>,
  places: ReadonlyMap<RosterRow, PlacedHousehold>,
  findings: Findings
): ReadonlyArray<Listed> =>
  rows.flatMap((row): ReadonlyArray<Listed> => {
    if (!saysPerson(row)) return []
    const household = places.get(row)
    const { broken, values } = row
    const { name } = values
    if (name === undefined && !broken.has("name")) findings.add(row, "name", "no-name")
    if (household === undefined || name === undefined) return []
    // If one of these cells is unreadable, its row is refused anyway. But the other cells of the row are still checked.
    if (broken.has("resident") || broken.has("birth")) return []
    return [
      {
        row,
        household,
        name,
        birth: values.birth ?? { _tag: "Unknown" },
        partySince: values.partySince ?? (findings.has(row, "partySince") ? "none" : undefined),
        tags: values.tags ?? (findings.has(row, "tags") ? [] : undefined),
        given: values.resident
      }
    ]
  })

/**
 * Drops rows that repeat a person: rows with the same id, or with the same door, name and birth. The other cells of
 * such rows must agree.
 */
const once = (people: ReadonlyArray<Listed>, findings: Findings): ReadonlyArray<Listed> => {
  const seen = new Map<string, Listed>()
  const ids = new Map<ResidentId, RosterRow>()
  return people.filter((person) => {
    const { birth, given, household, name, row } = person
    if (given !== undefined) {
      const first = ids.get(given)
      if (first === undefined) ids.set(given, row)
      else findings.add(row, "resident", "duplicate-resident", given, { row: first.row })
      return first === undefined
    }
    const key = [household.id, nameKey(name), birthKey(birth)].join("\n")
    const first = seen.get(key)
    if (first === undefined) {
      seen.set(key, person)
      return true
    }
    if (first.partySince !== person.partySince) {
      findings.add(row, "partySince", "differs", said(person), { other: said(first), row: first.row.row })
    } else findings.remark(row, "name", "listed-twice", name)
    return false
  })
}

const said = ({ partySince }: Listed): string => (typeof partySince === "number" ? Day.toIso(partySince) : "")

/**
 * Matches people with stays in the registry. A stay is the time of a resident in a household. Strict rules are tried
 * first. Later rules cannot use a stay that was already matched.
 */
class Matching {
  readonly matched = new Map<Listed, Stay>()
  private readonly taken = new Set<ResidentId>()
  private readonly byDoor: ReadonlyMap<string, ReadonlyArray<Stay>>
  private readonly byPerson: ReadonlyMap<string, ReadonlyArray<Stay>>

  constructor(before: Registry) {
    const stays = [...before.residents.values()].filter(
      ({ erased, name }) => erased !== true && name !== undefined
    )
    // Residents who live here now come before residents who have left.
    const inOrder = [...stays.filter(isPresent), ...stays.filter((stay) => !isPresent(stay))]
    this.byDoor = Map.groupBy(inOrder, ({ household, name = "" }) => `${household}\n${nameKey(name)}`)
    this.byPerson = Map.groupBy(inOrder, ({ birth, name = "" }) => `${birth}\n${nameKey(name)}`)
  }

  take(person: Listed, stay: Stay): void {
    this.matched.set(person, stay)
    this.taken.add(stay.id)
  }

  private free(stays: ReadonlyArray<Stay> | undefined): ReadonlyArray<Stay> {
    return (stays ?? []).filter(({ id }) => !this.taken.has(id))
  }

  left(people: ReadonlyArray<Listed>): ReadonlyArray<Listed> {
    return people.filter((person) => !this.matched.has(person))
  }

  /** Matches by the same door and name, and a birth that agrees. People with an exact birth are matched first. */
  sameDoor(people: ReadonlyArray<Listed>): void {
    const exactFirst = people.toSorted(
      (a, b) => Number(b.birth._tag === "Exact") - Number(a.birth._tag === "Exact")
    )
    for (const person of exactFirst) {
      const stays = this.free(this.byDoor.get(doorAndName(person)))
      const same = (stay: Stay): boolean => person.birth._tag === "Exact" && stay.birth === person.birth.day
      const stay = stays.find(same) ?? stays.find((one) => agrees(person.birth, one))
      if (stay !== undefined) this.take(person, stay)
    }
  }

  /**
   * Matches by the same door and name with another birth, if the file and the registry each have exactly one candidate.
   * In this case, the birth was corrected.
   */
  otherBirth(people: ReadonlyArray<Listed>): void {
    for (const [key, some] of Map.groupBy(people, doorAndName)) {
      const [stay, ...others] = this.free(this.byDoor.get(key)).filter(isPresent)
      const [person, ...more] = some
      if (person !== undefined && stay !== undefined && others.length + more.length === 0)
        this.take(person, stay)
    }
  }

  /**
   * Matches by the same name and day of birth at another door, if the file and the registry each have exactly one
   * candidate and the file lists the old door.
   */
  otherDoor(people: ReadonlyArray<Listed>, isListed: (household: HouseholdId) => boolean): void {
    const exact = people.filter(({ birth }) => birth._tag === "Exact")
    for (const [key, some] of Map.groupBy(exact, dayAndName)) {
      const candidates = this.free(this.byPerson.get(key)).filter(({ left }) => left?.departure !== "died")
      const [stay, ...others] = candidates
      const [person, ...more] = some
      if (person === undefined || stay === undefined || others.length + more.length > 0) continue
      if (stay.left !== undefined || isListed(stay.household)) this.take(person, stay)
    }
  }

  /**
   * Matches by the id that would be made from a row if the person were new. If the registry already has this id, the
   * resident was imported earlier, and then corrected or moved by hand.
   */
  sameHash(people: ReadonlyArray<Listed>, before: Registry, key: ResidentIds.ResidentKey): void {
    for (const person of people) {
      const stay = before.residents.get(hash(person, key, 0))
      if (stay !== undefined && stay.erased !== true && !this.taken.has(stay.id)) this.take(person, stay)
    }
  }
}

const hash = ({ birth, household, name }: Listed, key: ResidentIds.ResidentKey, times: number): ResidentId =>
  ResidentIds.make(key, { household: household.id, name: nameKey(name), birth: birthKey(birth), times })

const doorAndName = ({ household, name }: Listed): string => `${household.id}\n${nameKey(name)}`
const dayAndName = ({ birth, name }: Listed): string =>
  `${birth._tag === "Exact" ? birth.day : ""}\n${nameKey(name)}`

const newcomer = (
  person: Listed,
  key: ResidentIds.ResidentKey,
  isTaken: (id: ResidentId) => boolean
): ResidentId => {
  for (let times = 0; ; times++) {
    const id = hash(person, key, times)
    if (!isTaken(id)) return id
  }
}

/** The data that are needed to identify the people of a roster. */
export interface Identity {
  readonly before: Registry
  readonly key: ResidentIds.ResidentKey | undefined
  /**
   * Returns whether the file lists all residents of a flat. If so, a resident of the flat who is not in the file does
   * not live there any more.
   */
  readonly listsAllOf: (household: HouseholdId) => boolean
}

/** Collects the people of a roster, and matches them with the residents of the registry. */
export const gather = (
  rows: ReadonlyArray<RosterRow>,
  places: ReadonlyMap<RosterRow, PlacedHousehold>,
  { before, key, listsAllOf }: Identity,
  findings: Findings
): ReadonlyArray<Person> => {
  const people = once(listed(rows, places, findings), findings)
  const matching = new Matching(before)
  for (const person of people) {
    const stay = person.given === undefined ? undefined : before.residents.get(person.given)
    if (stay !== undefined) matching.take(person, stay)
  }
  const anonymous = people.filter(({ given }) => given === undefined)
  matching.sameDoor(anonymous)
  matching.otherBirth(matching.left(anonymous))
  matching.otherDoor(matching.left(anonymous), listsAllOf)
  if (key !== undefined) matching.sameHash(matching.left(anonymous), before, key)
  const taken = new Set<ResidentId>(people.flatMap(({ given }) => given ?? []))
  const isTaken = (id: ResidentId): boolean => taken.has(id) || before.residents.has(id)
  return people.flatMap((person): ReadonlyArray<Person> => {
    const { given, ...about } = person
    const known = matching.matched.get(person)
    const id = given ?? known?.id ?? (key === undefined ? undefined : newcomer(person, key, isTaken))
    if (id === undefined) {
      findings.add(person.row, "resident", "no-id")
      return []
    }
    taken.add(id)
    return [{ ...about, id, known }]
  })
}
