/** Generators of model files that are invalid in exactly one named way. */
import type * as Schema from "effect/Schema"
import fc from "fast-check"
import { parse, stringify } from "yaml"
import { sound } from "./sound.ts"

/** A generated file: its text, the code of its mistake, and the line of the mistake. */
export interface Wrong {
  readonly code: string
  readonly text: string
  readonly line: number
}

type Path = ReadonlyArray<string | number>

const document: Schema.Json = parse(sound)

/** Returns a copy of a value, with another value at a path. */
const put = (value: Schema.Json, [key, ...below]: Path, to: Schema.Json): Schema.Json => {
  if (key === undefined) return to
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? put(item, below, to) : item))
  const record = value as Schema.JsonObject
  return { ...record, [key]: put(record[key] ?? null, below, to) }
}

/** The text of a document in which a marker is written once, and the line of the marker. */
const marked = (code: string, changed: Schema.Json, marker: string): Wrong => {
  const text = stringify(changed, { lineWidth: 0 })
  return { code, text, line: text.slice(0, text.indexOf(marker)).split("\n").length }
}

// A word that is in no place of the sound file, and similar to no word of it.
const word = fc.stringMatching(/^zq[xz]{4}[0-9]{4}$/)

const structs: ReadonlyArray<Path> = [
  [],
  ["branches", "first"],
  ["branches", "second", "leads"],
  ["groups", "carers"],
  ["roles", "party"],
  ["actors", "desk"],
  ["actors", "chen", "offers"],
  ["pairing", "pins", 0],
  ["companions"],
  ["contacts", "call"],
  ["pollRules", "lift"],
  ["playbooks", "visiting"],
  ["playbooks", "visiting", "stages", "planned"],
  ["playbooks", "lift", "steps", "look"],
  ["playbooks", "lift", "patrol", "release"],
  ["coverage", "lifts-watched"],
  ["coverage", "old-visited", "reached"],
  ["notices", "fell"],
  ["noticeHours"]
]

/** A key that no schema has, anywhere in the file. */
const strangeKey = fc
  .tuple(fc.constantFrom(...structs), word)
  .map(([path, key]) => marked("unknown-key", put(document, [...path, key], 1), key))

const leaves: ReadonlyArray<Path> = [
  ["branches", "first", "people"],
  ["branches", "second", "leads", "most"],
  ["branches", "first", "strengths", "nursing"],
  ["groups", "builders", "ledBy"],
  ["actors", "desk", "mandates", 0, "from"],
  ["actors", "chen", "offers", "elders"],
  ["contacts", "call", "proof"],
  ["pollRules", "lift", "terms", 0, "consent", "heads"],
  ["playbooks", "visiting", "version"],
  ["playbooks", "visiting", "limit"],
  ["playbooks", "visiting", "stages", "late", "deadline"],
  ["playbooks", "visiting", "stages", "met", "outcome"],
  ["playbooks", "lift", "patrol", "every", "first"],
  ["playbooks", "lift", "patrol", "tighten"],
  ["coverage", "old-visited", "reached", "within"],
  ["coverage", "lifts-watched", "target"],
  ["notices", "overdue", "on"],
  ["noticeHours", "quiet", "until"],
  ["calendar", "2026", "holidays", 0]
]

/** A word in the place of a number, a period, a day or one of several words. */
const strangeValue = fc
  .tuple(fc.constantFrom(...leaves), word)
  .map(([path, value]) => marked("wrong-value", put(document, path, value), value))

const references: ReadonlyArray<readonly [code: string, path: Path]> = [
  ["unknown-heart", ["groups", "carers", "heart"]],
  ["unknown-heart", ["companions", "ledBy"]],
  ["unknown-branch", ["actors", "secretary", "mandates", 0, "scope", "branch"]],
  ["unknown-branch", ["pairing", "bans", 0, "branch"]],
  ["unknown-group", ["actors", "chen", "mandates", 0, "scope", "group"]],
  ["unknown-group", ["pairing", "pins", 0, "group"]],
  ["unknown-role", ["actors", "desk", "mandates", 0, "role"]],
  ["unknown-role", ["playbooks", "lift", "steps", "begin", "by", 0, "role"]],
  ["unknown-role", ["playbooks", "visiting", "keepers", 0, "role"]],
  ["unknown-role", ["coverage", "old-visited", "exclude", "refused", "grantedBy", 0]],
  ["unknown-role", ["notices", "overdue", "to", 0]],
  ["unknown-contact-kind", ["playbooks", "visiting", "steps", "visit", "records", 0]],
  ["unknown-contact-kind", ["coverage", "old-visited", "reached", "by", 0]],
  ["unknown-poll-rule", ["playbooks", "lift", "steps", "begin", "gate", "poll"]],
  ["unknown-playbook", ["notices", "overdue", "playbooks", 0]],
  ["unknown-playbook", ["noticeHours", "confidential", 0]],
  ["unknown-coverage-rule", ["notices", "fell", "coverage", 0]],
  ["unknown-digest", ["notices", "overdue", "digest"]],
  ["unknown-stage", ["playbooks", "lift", "start"]],
  ["unknown-step", ["playbooks", "lift", "patrol", "relapse"]],
  ["unknown-tag", ["companions", "elders", "tags", 0]],
  ["unknown-tag", ["coverage", "old-visited", "where", "tags", 0]],
  ["unknown-building", ["branches", "second", "buildings", 0]],
  ["unknown-building", ["actors", "chen", "offers", "building"]]
]

/** An id that does not exist, in any place that refers to one. */
const strangeName = fc
  .tuple(fc.constantFrom(...references), word)
  .map(([[code, path], name]) => marked(code, put(document, path, name), name))

/** Model files that are invalid in exactly one named way. */
export const wrongFiles: fc.Arbitrary<Wrong> = fc.oneof(strangeKey, strangeValue, strangeName)
