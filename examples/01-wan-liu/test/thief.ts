/**
 * What a thief learns from a ledger without its keys. The thief reads every entry: keys and their order, lengths of seals,
 * counts, kinds of contacts, types of events, owners of seals, and the ids of streams and commands. From these, a signature
 * is made for each person or household. If people with a secret have other signatures than people without it, the thief can
 * guess the secret.
 */
import type { Entry } from "@liulinhui/core/Ledger"
import type * as Schema from "effect/Schema"

/** An item of the ledger that says something about people. `docs/personal-data.md` lists it, with the reason. */
export interface Listed {
  /** The heading of the item in `docs/personal-data.md`. */
  readonly heading: string
  /** Whether the value at a path of an entry is such an item. */
  readonly has: (entry: Entry, path: ReadonlyArray<string>) => boolean
}

const places = new Set(["id", "household", "building", "unit", "floor", "area", "label"])

export const listed: ReadonlyArray<Listed> = [
  {
    heading: "Who lives where",
    has: ({ type }, path) =>
      (type === "ResidentEntered" && path[1] === "resident" && places.has(path[2] ?? "")) ||
      (type === "HouseholdEntered" && path[1] === "household" && places.has(path[2] ?? ""))
  },
  {
    heading: "Ids that callers choose",
    has: (_, [first, second]) =>
      first === "stream" || first === "commandId" || (first === "data" && second === "id")
  }
]

/** Whether the value at a path is the id of whom an entry of the registry is about: the thief knows who is who. */
const isSelf = ({ type }: Entry, path: ReadonlyArray<string>): boolean =>
  (type === "ResidentEntered" && path.join(".") === "data.resident.id") ||
  (type === "HouseholdEntered" && path.join(".") === "data.household.id")

// The ids of the demo: a household such as b01-101, and a resident such as b01-101-1.
const ids = /b\d\d-\d{3,4}(?:-\d+)?/g
const isSeal = (text: string): boolean => /^[A-Za-z0-9_-]{39,}$/.test(text)

interface Leaf {
  readonly path: ReadonlyArray<string>
  readonly value: string
}

const leavesOf = (value: Schema.Json | undefined, path: ReadonlyArray<string>): ReadonlyArray<Leaf> => {
  if (typeof value !== "object" || value === null) return [{ path, value: String(value) }]
  const isList = Array.isArray(value)
  const parts = Object.entries(value as Schema.JsonObject)
  const shape = { path, value: isList ? `${parts.length}` : Object.keys(value).join(",") }
  return [shape, ...parts.flatMap(([key, part]) => leavesOf(part, [...path, isList ? "*" : key]))]
}

/** The parts of an entry that differ between people. The instant, the chain and the fingerprint do not depend on them. */
const partsOf = ({ commandId, data, stream, type }: Entry): Schema.Json => ({ commandId, data, stream, type })

/**
 * What the ledger says about each id of a household or resident: for every entry that has the id, the entry in full, with
 * lengths in place of seals. Values that are `known` do not count.
 */
export const views = (
  entries: ReadonlyArray<Entry>,
  known: ReadonlyArray<Listed> = []
): ReadonlyMap<string, ReadonlyArray<string>> => {
  const found = new Map<string, Array<string>>()
  const streams = new Map<string, Set<string>>()
  const told = entries.map((entry) => {
    const all = leavesOf(partsOf(entry), [])
    const leaves = all.filter(({ path }) => !known.some(({ has }) => has(entry, path)))
    const naming = [...leaves, ...all.filter(({ path }) => isSelf(entry, path))]
    const named = new Set(naming.flatMap(({ value }) => value.match(ids) ?? []))
    const inStream = streams.get(entry.stream) ?? new Set()
    // An entry of the registry or of the contacts says nothing about the other entries there.
    if (entry.stream.startsWith("case-")) {
      streams.set(entry.stream, inStream)
      for (const id of named) inStream.add(id)
    }
    return { entry, leaves, named }
  })
  for (const { entry, leaves, named } of told) {
    const about = new Set([...named, ...(streams.get(entry.stream) ?? [])])
    for (const id of about) {
      const text = leaves
        .map(({ path, value }) => {
          const shown = isSeal(value)
            ? `sealed ${value.length}`
            : value.replace(ids, (one) => (one === id ? "it" : "…"))
          return `${path.join(".")}=${shown}`
        })
        .join("\n")
      found.set(id, [...(found.get(id) ?? []), text])
    }
  }
  return found
}

/**
 * How well a secret can be guessed from signatures, from 0 (not at all) to 1 (always right): the share of people with the
 * secret who have a signature, less the share of people without it, over all signatures that speak for the secret. This is
 * the best that any guesser can do who has seen the answers, so it never understates.
 */
export const advantage = <A>(
  population: ReadonlyArray<A>,
  signature: (one: A) => string,
  hasSecret: (one: A) => boolean
): number => {
  const counts = new Map<string, { with: number; without: number }>()
  const totals = { with: 0, without: 0 }
  for (const one of population) {
    const key = hasSecret(one) ? "with" : "without"
    const of = signature(one)
    const count = counts.get(of) ?? { with: 0, without: 0 }
    counts.set(of, count)
    count[key] += 1
    totals[key] += 1
  }
  return [...counts.values()].reduce(
    (sum, count) => sum + Math.max(0, count.with / totals.with - count.without / totals.without),
    0
  )
}
