/**
 * Reads a model document as far as its form permits. The parts with a mistake in their form are left out, so that the rest
 * can still be checked in the same run.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { isObject } from "../kernel/Json.ts"
import type { Problem } from "../kernel/Problem.ts"
import { reader } from "../kernel/StrictReader.ts"
import { ModelDocument } from "./ModelDocument.ts"

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
  "emergencyAccess",
  "id",
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
  "heart-without-group": "groups"
}

/**
 * Reads a document, and leaves out what cannot be read: first the malformed values alone, then the whole parts in which
 * they are.
 *
 * @category decoding
 */
export const readLegible = (json: Schema.Json): Legible => {
  const first = readDocument(json)
  const damaged = new Set<string>()
  const lost = new Set<string>()
  const wholly = new Set<string>()
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
      return !code.startsWith("unknown-") && damaged.has(nameOf(path))
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
  const second = readDocument(lighter)
  if (Result.isSuccess(second)) return legible(second.success, problems)
  const rest = second.failure.problems.reduce<Schema.Json>((document, { path: [section, id] }) => {
    if (section === undefined) return document
    const isWhole = settings.has(String(section)) || id === undefined
    if (isWhole) wholly.add(String(section))
    return drop(document, isWhole ? [section] : [section, id])
  }, lighter)
  const third = readDocument(isObject(rest) ? { ...empty, ...rest } : rest)
  return legible(Result.getOrUndefined(third), problems)
}
