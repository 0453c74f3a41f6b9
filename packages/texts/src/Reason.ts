/**
 * Words why a request is refused: every reason of the library, the flaws of a plan, and the reasons of an extension
 * that adds its messages with `Texts.extend`. The names of stages, groups, flats and so on come from `Names`.
 */
import type { Flaw } from "@liulinhui/core/Pairing"
import { isObject } from "@liulinhui/core/Problem"
import * as Names from "./Names.ts"
import type { Parameters, Words } from "./Texts.ts"

/** Any data with a tag, such as a reason or an error. */
export interface Tagged {
  readonly _tag: string
}

// For each field of a reason, by its name: the kind of thing that the ids in this field refer to. Fields that are not
// listed here are shown unchanged.
const things: Readonly<Record<string, Names.Thing>> = {
  actor: "actor",
  actors: "actor",
  by: "actor",
  talent: "actor",
  volunteer: "actor",
  branch: "branch",
  of: "branch or group",
  building: "building",
  case: "case",
  kind: "contact",
  criterion: "criterion",
  district: "district",
  field: "field",
  goal: "goal",
  group: "group",
  household: "household",
  into: "case",
  unit: "household",
  units: "household",
  outcome: "outcome",
  part: "part",
  playbook: "playbook",
  rules: "poll rules",
  elder: "resident",
  resident: "resident",
  residents: "resident",
  role: "role",
  roles: "role",
  scope: "scope",
  rule: "rule",
  skill: "skill",
  from: "stage",
  stage: "stage",
  stages: "stage",
  step: "step",
  subject: "subject"
}

// For each reason in which a field has another meaning than usual: the kind of thing in this field.
const exceptions: Readonly<Record<string, Readonly<Record<string, Names.Thing | undefined>>>> = {
  NotAfterOutcome: { after: "outcome" },
  DeparturesDiffer: { into: "resident" },
  DuplicateLabel: { other: "building" },
  DuplicateUnit: { other: "household" },
  OtherGoals: { expected: "goal" },
  OtherParent: { expected: "playbook", found: "playbook" },
  OtherPlaybook: { expected: "playbook", found: "playbook" },
  OtherSubject: { expected: "kind", found: "kind" },
  // Reports have no names.
  MergedElsewhere: { into: undefined },
  // The messages of these reasons have their own words for the field, so its value is shown unchanged.
  NotPlainText: { field: undefined },
  PrivateNumberInClear: { kind: undefined },
  PrivateNumberUsed: { field: undefined, kind: undefined, of: undefined },
  PollNotCarried: { poll: "poll rules" },
  TextBlank: { field: undefined, of: undefined },
  // In this reason, `stages` is a map from stage ids to stage ids, so the ids are shown and not the names.
  StageMapUnfit: { stages: undefined }
}

// Fields of reasons that contain a position in a list. Programs count positions from 0, people from 1.
const places: ReadonlySet<string> = new Set(["index", "first"])

const isTagged = (value: unknown): value is Tagged => isObject(value) && typeof value["_tag"] === "string"

interface Speech {
  readonly words: Words
  readonly names: Names.Names
}

/** Formats a record inside a reason, such as a banned pair of a branch and a group. */
const shape = ({ names, words }: Speech, value: Readonly<Record<string, unknown>>): string => {
  const called = (thing: Names.Thing, id: unknown): string => Names.say(words, names, thing, String(id))
  const { atMost, branch, free, group, minutes, needs, reason, reasons, talent, task } = value
  const name =
    branch !== undefined
      ? called("branch", branch)
      : group !== undefined
        ? called("group", group)
        : talent !== undefined
          ? called("actor", talent)
          : String(task)
  if (branch !== undefined && group !== undefined) {
    const pair = { branch: name, group: called("group", group) }
    return typeof reason === "string"
      ? words.say("shape.settled", { ...pair, reason })
      : words.say("shape.pair", pair)
  }
  if (typeof needs === "number" && typeof minutes === "number") {
    return words.say("shape.needsMinutes", { name, n: needs, minutes })
  }
  if (typeof atMost === "number" && typeof free === "number") {
    return words.say("shape.atMostFree", { name, n: atMost, free })
  }
  if (typeof needs === "number") return words.say("shape.needs", { name, n: needs })
  if (typeof atMost === "number") return words.say("shape.atMost", { name, n: atMost })
  if (Array.isArray(reasons)) {
    return words.say("shape.notFor", {
      talent: name,
      task: String(task),
      reasons: reasons.map((one) =>
        isTagged(one) ? tagged({ names, words }, "exclusion", one) : String(one)
      )
    })
  }
  return JSON.stringify(value)
}

const parameter = (speech: Speech, tag: string, name: string, value: unknown): Parameters[string] => {
  const { names, words } = speech
  const own = exceptions[tag]
  const thing =
    own !== undefined && Object.hasOwn(own, name)
      ? own[name]
      : Object.hasOwn(things, name)
        ? things[name]
        : undefined
  const one = (item: unknown): string => {
    if (isTagged(item)) return tagged(speech, "flaw", item)
    if (isObject(item)) return shape(speech, item)
    return thing === undefined ? String(item) : Names.say(words, names, thing, String(item))
  }
  if (value === undefined) return undefined
  if (typeof value === "number") return places.has(name) ? value + 1 : value
  return Array.isArray(value) ? value.map(one) : one(value)
}

/**
 * Formats tagged data with the message for its tag, from one section of the catalogue. Example: `find(words, "error",
 * value)`. Returns `undefined` if the section has no message for the tag.
 *
 * @category wording
 */
export const find = (
  words: Words,
  section: string,
  { _tag, ...fields }: Tagged,
  names: Names.Names = Names.none
): string | undefined => {
  const id = `${section}.${_tag}`
  if (!words.has(id)) return undefined
  const parameters = Object.entries(fields).map(
    ([name, value]) => [name, parameter({ words, names }, _tag, name, value)] as const
  )
  return words.find(id, Object.fromEntries(parameters))
}

/** Formats tagged data as text. If there is no message for the tag, the text shows the tag and the fields. */
const tagged = ({ names, words }: Speech, section: string, value: Tagged): string => {
  const { _tag, ...fields } = value
  const plain = Object.entries(fields).map(([name, field]) => `${name} ${JSON.stringify(field)}`)
  return find(words, section, value, names) ?? [_tag, ...plain].join(" ")
}

/**
 * Formats a reason as a sentence without a full stop. If no catalogue has a message for the reason, its tag and fields
 * are shown, so that no information is lost.
 *
 * @example
 * ```ts
 * import { Reason, Texts } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const words = Texts.words(Texts.builtIn, "en")
 * const reason = { _tag: "ElderHasNoCompanion", elder: "b07-301-1" }
 * assert.equal(Reason.say(words, reason), "elder b07-301-1 has no companion")
 * assert.equal(Reason.say(words, { _tag: "Odd", at: 3 }), "Odd at 3")
 * ```
 * @category wording
 */
export const say = <R extends Tagged>(words: Words, reason: R, names: Names.Names = Names.none): string =>
  tagged({ words, names }, "reason", reason)

/** Formats several reasons, and joins them to one text. */
export const sayAll = <R extends Tagged>(
  words: Words,
  reasons: ReadonlyArray<R>,
  names: Names.Names = Names.none
): string => reasons.map((reason) => say(words, reason, names)).join(words.say("list.reasons"))

/**
 * The flaw of a pairing plan that keeps all bounds (how many groups a branch may lead), but is not the best plan for a
 * goal.
 */
export interface NotBest {
  readonly _tag: "NotBest"
  readonly goal: string
  readonly best: number
  readonly found: number
}

/** Formats a flaw of a pairing plan (a mistake that the checker has found) as a sentence without a full stop. */
export const sayFlaw = (words: Words, flaw: Flaw | NotBest, names: Names.Names = Names.none): string =>
  tagged({ words, names }, "flaw", flaw)
