/**
 * Takes parts out of a model document that others extend, or chooses parts of it. References to a part that is gone are
 * removed from the rest of the document, as far as the rest means the same without them.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { isObject } from "../kernel/Json.ts"
import { nearest } from "../kernel/Nearest.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"

/** A part of a document: its section, such as `playbooks`, and its id. */
export type Part = readonly [section: string, id: string]

type Json = Schema.Json
type JsonObject = Schema.JsonObject
type IsGone = (section: string, id: string) => boolean

const parts = (document: JsonObject, section: string): ReadonlyArray<readonly [string, Json]> => {
  const value = document[section]
  return isObject(value) ? Object.entries(value) : []
}

const isText = (value: Json | undefined): value is string => typeof value === "string"

// --------------------------------------------------------------------------------------------- taking references along

/** Changes the value of a key, if the object has the key. A result of `undefined` removes the key. */
const at =
  (key: string, change: (value: Json) => Json | undefined) =>
  (self: Json): Json => {
    if (!isObject(self) || self[key] === undefined) return self
    const value = change(self[key])
    if (value === undefined) return Object.fromEntries(Object.entries(self).filter(([name]) => name !== key))
    return value === self[key] ? self : { ...self, [key]: value }
  }

/** Changes every value of an object. A result of `undefined` removes its key. */
const every =
  (change: (value: Json) => Json | undefined) =>
  (self: Json): Json =>
    isObject(self)
      ? Object.fromEntries(
          Object.entries(self).flatMap(([key, value]) => {
            const changed = change(value)
            return changed === undefined ? [] : [[key, changed]]
          })
        )
      : self

const pipe =
  (...changes: ReadonlyArray<(self: Json) => Json>) =>
  (self: Json): Json =>
    changes.reduce((value, change) => change(value), self)

const idIn = (item: Json, key: string | undefined): string | undefined => {
  const id = key === undefined ? item : isObject(item) ? item[key] : undefined
  return isText(id) ? id : undefined
}

/** What to do with a list that has no item left: leave it empty, leave it as it was, or remove it. */
type IfEmpty = "empty" | "as-it-was" | "remove"

/** Removes the items of a list that name a part that is gone. `key` is the key of the id in an item. */
const items =
  (isItemGone: (id: string) => boolean, ifEmpty: IfEmpty, key?: string) =>
  (list: Json): Json | undefined => {
    if (!Array.isArray(list)) return list
    const left = list.filter((item) => {
      const id = idIn(item, key)
      return id === undefined || !isItemGone(id)
    })
    if (left.length === list.length) return list
    if (left.length > 0 || ifEmpty === "empty") return left
    return ifEmpty === "remove" ? undefined : list
  }

const keys =
  (isKeyGone: (id: string) => boolean) =>
  (self: Json): Json =>
    isObject(self) ? Object.fromEntries(Object.entries(self).filter(([key]) => !isKeyGone(key))) : self

const playbook = (isGone: IsGone) => {
  const role = (id: string) => isGone("roles", id)
  const contact = (id: string) => isGone("contacts", id)
  const people = items(role, "as-it-was", "role")
  const ladder = at("escalate", items(role, "empty", "tell"))
  return pipe(
    at("keepers", people),
    at("opening", pipe(at("by", people), at("records", items(contact, "remove")))),
    at("reopening", at("by", people)),
    at("steps", every(pipe(at("by", people), at("records", items(contact, "remove"))))),
    at("stages", every(ladder)),
    at("patrol", ladder)
  )
}

/** Removes the contacts and steps that are gone from a `reached`. `undefined` if nothing is left that reaches. */
const reached =
  (isGone: IsGone) =>
  (self: Json): Json | undefined => {
    if (!isObject(self)) return self
    const isMarkGone = (mark: string) =>
      mark.includes("/") ? isGone("playbooks", mark.split("/")[0] ?? "") : isGone("contacts", mark)
    if (Array.isArray(self["by"])) {
      const by = items(isMarkGone, "remove")(self["by"])
      return by === undefined ? undefined : { ...self, by }
    }
    for (const way of ["all", "any"]) {
      const of = self[way]
      if (!Array.isArray(of)) continue
      const left = of.flatMap((one) => reached(isGone)(one) ?? [])
      if (left.length === 0 || (way === "all" && left.length < of.length)) return undefined
      return { ...self, [way]: left }
    }
    return self
  }

const namesOnlyGone = (value: Json | undefined, isItemGone: (id: string) => boolean): boolean => {
  const ids = isText(value) ? [value] : Array.isArray(value) ? value.filter(isText) : []
  return ids.length > 0 && ids.every(isItemGone)
}

const coverageRule =
  (isGone: IsGone) =>
  (self: Json): Json | undefined => {
    if (!isObject(self)) return self
    const { where } = self
    const isOfGone = isObject(where) && namesOnlyGone(where["playbook"], (id) => isGone("playbooks", id))
    const left = self["reached"] === undefined ? self["reached"] : reached(isGone)(self["reached"])
    if (isOfGone || (left === undefined && self["reached"] !== undefined)) return undefined
    const grantedBy = items((id) => isGone("roles", id), "remove")
    const rule: Json = left === undefined ? self : { ...self, reached: left }
    return at(
      "exclude",
      every((reason) =>
        isObject(reason) && reason["grantedBy"] !== undefined && grantedBy(reason["grantedBy"]) === undefined
          ? undefined
          : at("grantedBy", grantedBy)(reason)
      )
    )(rule)
  }

const noticeRule =
  (isGone: IsGone, isStepGone: (id: string) => boolean) =>
  (self: Json): Json | undefined => {
    if (!isObject(self)) return self
    const kinds: Readonly<Record<string, (id: string) => boolean>> = {
      playbooks: (id) => isGone("playbooks", id),
      coverage: (id) => isGone("coverage", id),
      steps: isStepGone,
      to: (id) => isGone("roles", id)
    }
    let rule: Json = self
    for (const [key, isItemGone] of Object.entries(kinds)) {
      const list = self[key]
      if (list === undefined) continue
      const left = items(isItemGone, "remove")(list)
      // A rule about nothing that is left, or for nobody who is left, is gone as well.
      if (left === undefined) return undefined
      rule = at(key, () => left)(rule)
    }
    return rule
  }

const stepsIn = (document: JsonObject): ReadonlySet<string> =>
  new Set(
    parts(document, "playbooks").flatMap(([, body]) =>
      isObject(body) && isObject(body["steps"]) ? Object.keys(body["steps"]) : []
    )
  )

const once = (document: JsonObject, removed: ReadonlyArray<Part>): JsonObject => {
  const gone = new Set(removed.map(([section, id]) => `${section}/${id}`))
  const isGone: IsGone = (section, id) => gone.has(`${section}/${id}`)
  const left = Object.fromEntries(
    Object.entries(document).map(([section, value]) => [section, keys((id) => isGone(section, id))(value)])
  )
  const [before, after] = [stepsIn(document), stepsIn(left)]
  const isStepGone = (id: string) => before.has(id) && !after.has(id)
  const tag = (id: string) => isGone("tags", id)
  const confidential = at(
    "confidential",
    items((id) => isGone("playbooks", id), "empty")
  )
  const changed = pipe(
    at("groups", every(at("needs", keys(tag)))),
    at("branches", every(at("strengths", keys(tag)))),
    at("companions", at("need", at("tags", keys(tag)))),
    at("rounds", at("need", at("tags", keys(tag)))),
    at(
      "roles",
      every(
        at(
          "grants",
          items((id) => isGone("roles", id), "empty")
        )
      )
    ),
    at(
      "contacts",
      every(
        at(
          "by",
          items((id) => isGone("roles", id), "as-it-was", "role")
        )
      )
    ),
    at("playbooks", every(playbook(isGone))),
    at("coverage", every(coverageRule(isGone))),
    at("notices", every(noticeRule(isGone, isStepGone))),
    at(
      "intake",
      at(
        "playbooks",
        keys((id) => isGone("playbooks", id))
      )
    ),
    at("noticeHours", confidential)
  )(left)
  return isObject(changed) ? changed : left
}

const partsOf = (document: JsonObject): ReadonlyArray<Part> =>
  Object.keys(document).flatMap((section) => parts(document, section).map(([id]) => [section, id] as const))

/**
 * Takes parts out of a document, with the references to them. A reference stays if the rest would not mean the same
 * without it: for example, if nobody would be left who may take a step.
 *
 * @example
 * ```ts
 * import { Parts } from "@liulinhui/core/Model"
 * import { strict as assert } from "node:assert"
 *
 * const base = {
 *   playbooks: { lift: {}, mural: {} },
 *   notices: { opened: { playbooks: ["lift", "mural"] }, posted: { playbooks: ["lift"] } }
 * }
 * assert.deepEqual(Parts.without(base, [["playbooks", "lift"]]), {
 *   playbooks: { mural: {} },
 *   notices: { opened: { playbooks: ["mural"] } }
 * })
 * ```
 * @category operations
 */
export const without = (document: Json, removed: ReadonlyArray<Part>): Json => {
  if (!isObject(document)) return document
  let [rest, gone] = [document, removed]
  // A rule that is gone may be named by another rule, so the search continues until nothing more is gone.
  while (gone.length > 0) {
    const next = once(rest, gone)
    const left = new Set(partsOf(next).map(([section, id]) => `${section}/${id}`))
    const named = new Set(gone.map(([section, id]) => `${section}/${id}`))
    gone = partsOf(rest).filter(([section, id]) => {
      const name = `${section}/${id}`
      return !left.has(name) && !named.has(name)
    })
    rest = next
  }
  return rest
}

// --------------------------------------------------------------------------------------------------------- choosing

/** The sections whose parts are left out unless they are chosen, or needed by what is chosen. */
const optional = ["hearts", "groups", "playbooks", "pollRules", "coverage"] as const

/** The sections that are left out as a whole unless they are chosen. */
const whole = ["companions", "talent"] as const

const textAt = (value: Json | undefined, key: string): ReadonlyArray<string> => {
  const found = isObject(value) ? value[key] : undefined
  return isText(found) ? [found] : Array.isArray(found) ? found.filter(isText) : []
}

/** All playbooks that a coverage rule is about, or whose steps it counts. */
const playbooksCounted = (rule: Json): ReadonlyArray<string> => {
  const counted = (self: Json | undefined): ReadonlyArray<string> =>
    !isObject(self)
      ? []
      : [
          ...textAt(self, "by").flatMap((mark) => (mark.includes("/") ? [mark.split("/")[0] ?? ""] : [])),
          ...["all", "any"].flatMap((way) => {
            const of = self[way]
            return Array.isArray(of) ? of.flatMap(counted) : []
          })
        ]
  return isObject(rule) ? [...counted(rule["reached"]), ...textAt(rule["where"], "playbook")] : []
}

/** The parts that a part needs. */
const neededBy = (document: JsonObject, [section, id]: Part): ReadonlyArray<Part> => {
  const [, body] = parts(document, section).find(([name]) => name === id) ?? []
  const heart = (ids: ReadonlyArray<string>): ReadonlyArray<Part> =>
    ids.flatMap((one) => [
      ["hearts", one] as const,
      ...parts(document, "groups").flatMap(([group, its]) =>
        textAt(its, "heart").includes(one) ? [["groups", group] as const] : []
      )
    ])
  switch (section) {
    case "groups":
      return textAt(body, "heart").map((one) => ["hearts", one])
    case "playbooks": {
      const steps = isObject(body) && isObject(body["steps"]) ? Object.values(body["steps"]) : []
      return [
        ...heart(textAt(body, "ledBy")),
        ...textAt(body, "parent").map((one) => ["playbooks", one] as const),
        ...steps.flatMap((step) =>
          isObject(step) ? textAt(step["gate"], "poll").map((one) => ["pollRules", one] as const) : []
        )
      ]
    }
    case "coverage":
      return body === undefined ? [] : playbooksCounted(body).map((one) => ["playbooks", one])
    case "companions":
    case "talent":
      return heart(textAt(document[section], "ledBy"))
    case "notices":
      return [
        ...textAt(body, "playbooks").map((one) => ["playbooks", one] as const),
        ...textAt(body, "coverage").map((one) => ["coverage", one] as const)
      ]
    default:
      return []
  }
}

const nameOf = ([section, id]: Part): string => `${section}/${id}`

const unknownPart = (document: JsonObject, base: string, name: string, index: number): Problem => {
  const sections = Object.keys(document).toSorted()
  const known = [...new Set([...sections, ...partsOf(document).map(([, id]) => id)])]
  const meant = nearest(name, known)
  const advice =
    meant === undefined ? `choose from ${sections.join(", ")}, or a part of them` : `did you mean "${meant}"?`
  return problem(
    ["extends", base, index],
    "unknown-part",
    `there is no part "${name}" in "${base}": ${advice}`,
    { base, name, ...(meant === undefined ? { known: sections } : { meant }) }
  )
}

/**
 * Chooses parts of a document: whole sections such as `hearts`, or single parts such as `corridor-clutter`. What a chosen
 * part needs comes along: the heart and the groups of a playbook, its parent and its kinds of vote, and the coverage rules
 * that count only its steps. Roles, tags, kinds of contact, the calendar and the settings always come along. Notices are
 * kept as far as they are about what was chosen.
 *
 * @category operations
 */
export const choose = (
  document: Json,
  base: string,
  names: ReadonlyArray<string>
): Result.Result<Json, ReadonlyArray<Problem>> => {
  if (!isObject(document)) return Result.succeed(document)
  const all = partsOf(document)
  const problems = names.flatMap((name, index) =>
    Object.hasOwn(document, name) || all.some(([, id]) => id === name)
      ? []
      : [unknownPart(document, base, name, index)]
  )
  if (problems.length > 0) return Result.fail(problems)
  const kept = new Set<string>()
  const keep = (part: Part): void => {
    if (kept.has(nameOf(part))) return
    kept.add(nameOf(part))
    neededBy(document, part).forEach(keep)
  }
  for (const part of all) if (names.includes(part[0]) || names.includes(part[1])) keep(part)
  for (const section of whole) if (names.includes(section)) keep([section, section])
  for (const [id, rule] of parts(document, "coverage")) {
    const counted = playbooksCounted(rule)
    if (counted.length > 0 && counted.every((one) => kept.has(nameOf(["playbooks", one]))))
      keep(["coverage", id])
  }
  const removed = all.filter(
    (part) => (optional as ReadonlyArray<string>).includes(part[0]) && !kept.has(nameOf(part))
  )
  const left = Object.fromEntries(
    Object.entries(document).filter(
      ([section]) => !(whole as ReadonlyArray<string>).includes(section) || names.includes(section)
    )
  )
  return Result.succeed(without(left, removed))
}
