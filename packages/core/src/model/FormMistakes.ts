/**
 * Reads a model document as far as its form permits. A value that is missing or malformed is replaced by a stand-in, or
 * else its part is left out, so that the rest can still be checked in the same run.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { isObject } from "../kernel/Json.ts"
import type { Problem } from "../kernel/Problem.ts"
import { reader } from "../kernel/StrictReader.ts"
import { ModelDocument } from "./ModelDocument.ts"
import { Authority } from "./Role.ts"

type Path = Problem["path"]

/**
 * A document that was read as far as possible: its mistakes of form, and the rest of the document.
 *
 * @category models
 */
export interface Legible {
  readonly problems: ReadonlyArray<Problem>
  /** The document without the parts that have a mistake in their form. `undefined` if nothing can be read. */
  readonly document: ModelDocument | undefined
  /**
   * Whether a problem that was found later may be a result of a mistake in the form: it is in a part with such a mistake,
   * or it concerns an id in a part that was left out.
   */
  readonly isDoubtful: (problem: Problem) => boolean
  /** Whether a section of the document, such as `groups`, has a mistake in its form. */
  readonly isDamaged: (section: string) => boolean
}

const readDocument = reader(ModelDocument)

/** The sections that every document has, with a value that contains nothing. */
const empty: Schema.JsonObject = {
  id: "unread",
  // The language "und" means that the language is not known.
  name: { und: "—" },
  timeZone: "UTC",
  calendar: {},
  hearts: {},
  tags: {},
  branches: {},
  groups: {},
  roles: {},
  pairing: { criteria: {} },
  contacts: {},
  playbooks: {},
  coverage: {},
  notices: {}
}

/** The sections that are one value and not a list of parts with ids. */
const settings: ReadonlySet<string> = new Set([
  "calendar",
  "clockJump",
  "companions",
  "elderFrom",
  "emergencyAccess",
  "id",
  "intake",
  "languages",
  "lateFacts",
  "name",
  "noticeHours",
  "nouns",
  "pairing",
  "provenance",
  "retention",
  "rounds",
  "talent",
  "timeZone"
])

/** Removes the value at a path of objects. Returns `undefined` if the path goes through a list. */
const without = (value: Schema.Json, [key, ...below]: Path): Schema.Json | undefined => {
  if (!isObject(value) || typeof key !== "string") return undefined
  if (below.length === 0) {
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  }
  const inner = value[key]
  const rest = inner === undefined ? undefined : without(inner, below)
  return rest === undefined ? undefined : { ...value, [key]: rest }
}

/** Sets the value at a path of objects and lists. Returns the value unchanged if the path does not exist. */
const put = (value: Schema.Json, [key, ...below]: Path, to: Schema.Json): Schema.Json => {
  if (key === undefined) return to
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? put(item, below, to) : item))
  return isObject(value) && (below.length === 0 || value[key] !== undefined)
    ? { ...value, [key]: put(value[key] ?? null, below, to) }
    : value
}

/** The id that is the stand-in for an id that cannot be read. */
const unreadId = "unread"

const unreadText = { und: "—" }

/**
 * Stand-ins for required values that are missing or malformed, by their key. The first one that fits is used. Keys under
 * which ids are defined, such as `steps`, have none: without these ids, other parts would look wrong.
 */
const standIns: Readonly<Record<string, ReadonlyArray<Schema.Json>>> = {
  buildings: [[]],
  from: [[unreadId]],
  heart: [unreadId],
  label: [unreadText],
  leads: [{ least: 0, most: 1 }],
  ledBy: [1, unreadId],
  mandates: [[]],
  // A role that may do everything makes nothing else look wrong.
  may: [[...Authority.literals]],
  name: [unreadText],
  needs: [{}],
  people: [0],
  purpose: [unreadText],
  role: [unreadId],
  scope: [{ district: true }],
  start: [unreadId],
  strengths: [{}],
  subject: ["household"],
  target: ["all"],
  text: [unreadText],
  to: [[unreadId]],
  type: ["text"],
  version: [1]
}

/**
 * Puts stand-ins at the paths of missing values, as far as there are fitting ones. A stand-in that does not fit either is
 * replaced by the next one.
 */
const withStandIns = (document: Schema.Json): Schema.Json => {
  const tried = new Map<string, number>()
  let current = document
  for (;;) {
    const read = readDocument(current)
    if (Result.isSuccess(read)) return current
    let isChanged = false
    for (const { code, path } of read.failure.problems) {
      const name = JSON.stringify(path)
      const at = tried.get(name)
      const next = standIns[String(path.at(-1))]?.[at ?? 0]
      if (settings.has(String(path[0])) || path.length < 2 || next === undefined) continue
      if (at === undefined && code !== "missing-key") continue
      tried.set(name, (at ?? 0) + 1)
      current = put(current, path, next)
      isChanged = true
    }
    if (!isChanged) return current
  }
}

/** The ids in a value that is left out: all keys of its maps, at any depth. */
const idsIn = (value: Schema.Json | undefined): ReadonlyArray<string> =>
  Array.isArray(value)
    ? value.flatMap(idsIn)
    : isObject(value)
      ? Object.entries(value).flatMap(([key, part]) => [key, ...idsIn(part)])
      : []

/** The section in which the ids are defined that a problem with the code `unknown-…` is about. */
const sectionOf: Readonly<Record<string, string>> = {
  "unknown-heart": "hearts",
  "unknown-tag": "tags",
  "unknown-branch": "branches",
  "unknown-group": "groups",
  "unknown-role": "roles",
  "unknown-contact-kind": "contacts",
  "unknown-playbook": "playbooks",
  "unknown-stage": "playbooks",
  "unknown-step": "playbooks",
  "unknown-poll-rule": "pollRules",
  "unknown-coverage-rule": "coverage",
  "unknown-digest": "noticeHours",
  "tag-not-in-model": "tags",
  "heart-without-group": "groups"
}

/**
 * Reads a document, and leaves out what cannot be read: first the malformed values alone, then the whole parts in which
 * they are. `unread` are the sections that could not be read from the text at all.
 *
 * @category decoding
 */
export const readLegible = (written: Schema.Json, unread: ReadonlyArray<string> = []): Legible => {
  const missing = unread.flatMap((section) => {
    const nothing = empty[section]
    return nothing === undefined || !isObject(written) || written[section] !== undefined
      ? []
      : [[section, nothing] as const]
  })
  const json = isObject(written) ? { ...written, ...Object.fromEntries(missing) } : written
  const first = readDocument(json)
  const damaged = new Set(unread)
  const lost = new Set([unreadId])
  const wholly = new Set(unread)
  const nameOf = ([section, id]: Path): string =>
    settings.has(String(section)) || id === undefined ? `${section}` : `${section}/${id}`
  const legible = (document: ModelDocument | undefined, problems: ReadonlyArray<Problem>): Legible => ({
    problems,
    document,
    isDamaged: (section) => [...damaged].some((part) => part === section || part.startsWith(`${section}/`)),
    isDoubtful: ({ code, given, path }) => {
      const section = sectionOf[code]
      if (section !== undefined && wholly.has(section)) return true
      if (typeof given?.["name"] === "string" && lost.has(given["name"])) return true
      if (code === "heart-without-group") return [...damaged].some((part) => part.startsWith("groups/"))
      return !code.startsWith("unknown-") && (damaged.has(nameOf(path)) || damaged.has(String(path[0])))
    }
  })
  if (Result.isSuccess(first)) return legible(first.success, [])
  const { problems } = first.failure
  if (!isObject(json)) return legible(undefined, problems)

  const drop = (document: Schema.Json, path: Path): Schema.Json => {
    const value = path.reduce<Schema.Json | undefined>(
      (found, key) => (isObject(found) && typeof key === "string" ? found[key] : undefined),
      document
    )
    const rest = without(document, path)
    if (rest === undefined) return document
    for (const id of [String(path.at(-1)), ...idsIn(value)]) lost.add(id)
    return rest
  }
  for (const { path } of problems) damaged.add(nameOf(path))
  const lighter = problems.reduce<Schema.Json>(
    (document, { code, path }) =>
      path.length > 1 && code !== "missing-key" && !settings.has(String(path[0]))
        ? drop(document, path)
        : document,
    json
  )
  const complete = withStandIns(lighter)
  const second = readDocument(complete)
  if (Result.isSuccess(second)) return legible(second.success, problems)
  const rest = second.failure.problems.reduce<Schema.Json>((document, { path: [section, id] }) => {
    if (section === undefined) return document
    const isWhole = settings.has(String(section)) || id === undefined
    if (isWhole) wholly.add(String(section))
    return drop(document, isWhole ? [section] : [section, id])
  }, complete)
  const third = readDocument(isObject(rest) ? { ...empty, ...rest } : rest)
  return legible(Result.getOrUndefined(third), problems)
}
