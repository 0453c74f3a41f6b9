/**
 * Finds names for the ids in a sentence, such as the name of a stage, a group or a flat. An id without a name is shown
 * unchanged.
 */
import type { Field, Playbook } from "@liulinhui/core/Playbook"
import type { District } from "@liulinhui/core/District"
import type { Text } from "@liulinhui/core/Text"
import { id as idIn, kind as kindOf, type Subject } from "@liulinhui/core/Registry"
import * as Place from "./Place.ts"
import type { Words } from "./Texts.ts"

/** The kind of thing that an id refers to. It determines where the name is looked up. */
export type Thing =
  | "actor"
  | "branch"
  | "branch or group"
  | "building"
  | "case"
  | "check"
  | "contact"
  | "criterion"
  | "deadline"
  | "district"
  | "field"
  | "goal"
  | "group"
  | "heart"
  | "household"
  | "kind"
  | "outcome"
  | "part"
  | "playbook"
  | "poll rules"
  | "resident"
  | "role"
  | "rule"
  | "scope"
  | "skill"
  | "stage"
  | "step"
  | "subject"

/**
 * Looks up the name of a thing. Returns `undefined` if the thing has no name.
 *
 * @category models
 */
export type Names = (thing: Thing, id: string, words: Words) => string | undefined

/** Names that contain no name: every id is shown unchanged. */
export const none: Names = () => undefined

/** Combines several sources of names. The first source that has a name for the thing is used. */
export const firstOf =
  (...all: ReadonlyArray<Names>): Names =>
  (thing, id, words) => {
    for (const names of all) {
      const name = names(thing, id, words)
      if (name !== undefined) return name
    }
    return undefined
  }

const own = <A>(record: Readonly<Record<string, A>>, id: string): A | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined

// If several fields have the same id, the name of the last field is used.
const fieldOf = ({ opening, steps }: Playbook, id: string): Field | undefined =>
  [opening?.evidence, ...Object.values(steps).map(({ evidence }) => evidence)]
    .map((fields = {}) => own(fields, id))
    .findLast((field) => field !== undefined)

/**
 * The names of the stages, steps and fields of a playbook, in the languages that the playbook has.
 *
 * @category names
 */
export const ofPlaybook = (playbook: Playbook): Names => {
  const textOf = (thing: Thing, id: string): Text | undefined => {
    switch (thing) {
      case "stage":
        return own(playbook.stages, id)?.name
      case "step":
        return own(playbook.steps, id)?.name
      case "field":
        return fieldOf(playbook, id)?.label
      default:
        return undefined
    }
  }
  return (thing, id, words) => {
    // A regular check of a building is called a patrol. A regular check of a household or a person is called a visit.
    if (thing === "check") {
      return words.say(playbook.subject === "building" ? "word.check.patrol" : "word.check.visit")
    }
    const text = textOf(thing, id)
    return text === undefined ? undefined : words.text(text)
  }
}

// The cast is safe: each map contains ids of one kind, so a lookup with an id of another kind finds nothing.
const under = <A>(map: ReadonlyMap<string, A> | undefined, id: string): A | undefined => map?.get(id)

/**
 * The names of the things in a district's model and registry. A household is named by its door, and a resident by the
 * door and the id. Of personal names, only the display names of actors are used.
 *
 * @category names
 */
export const ofDistrict = ({
  actorNames,
  model,
  registry
}: Pick<District, "model" | "registry"> & Partial<Pick<District, "actorNames">>): Names => {
  const textOf = (thing: Thing, id: string): Text | undefined => {
    switch (thing) {
      case "branch":
        return model?.branches.find((branch) => branch.id === id)?.name
      case "group":
        return model?.groups.find((group) => group.id === id)?.name
      case "branch or group":
        return textOf("branch", id) ?? textOf("group", id)
      case "role":
        return under(model?.roles, id)?.name
      case "playbook":
        return under(model?.playbooks, id)?.playbook.name
      case "rule":
        return under(model?.coverage, id)?.name
      case "contact":
        return under(model?.contacts, id)?.name
      case "poll rules":
        return under(model?.pollRules, id)?.name
      case "skill":
        return under(model?.tags, id)
      case "heart":
        return under(model?.hearts, id)
      case "district":
        return model?.id === id ? model.name : undefined
      default:
        return undefined
    }
  }
  const label = (building: string): string | undefined => under(registry.buildings, building)?.label
  const door = (household: string, words: Words): string | undefined => {
    const found = under(registry.households, household)
    return found === undefined
      ? undefined
      : Place.say(words, { building: label(found.building) ?? found.building, unit: found.unit })
  }
  const person = (resident: string, words: Words): string | undefined => {
    const household = under(registry.residents, resident)?.household
    const at = household === undefined ? undefined : door(household, words)
    return at === undefined ? undefined : words.say("place.person", { door: at, id: resident })
  }
  const names: Names = (thing, id, words) => {
    switch (thing) {
      case "actor":
        return under(actorNames, id)
      case "building":
        return label(id)
      case "household":
        return door(id, words)
      case "resident":
        return person(id, words)
      case "scope": {
        const [kind = "", part = ""] = id.split("/")
        if (kind === "district") return words.say("place.district")
        return kind === "building" || kind === "group" || kind === "branch"
          ? names(kind, part, words)
          : undefined
      }
      case "subject": {
        const subject = id as Subject // The cast is safe: a text that is not a subject has no kind, so no name is found.
        const kind = kindOf(subject)
        return kind === "district" ? words.say("place.district") : names(kind, idIn(subject), words)
      }
      default: {
        const text = textOf(thing, id)
        return text === undefined ? undefined : words.text(text)
      }
    }
  }
  return names
}

/**
 * Returns the name of a thing from `names`. If `names` has none, returns the name from the catalogue, or else the id.
 */
export const say = (words: Words, names: Names, thing: Thing, id: string): string =>
  names(thing, id, words) ?? words.find(`word.${thing}.${id}`) ?? id
