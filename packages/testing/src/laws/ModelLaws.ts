/** Laws of a model: of its playbooks, its people, its texts and its coverage rules. */
import { type Actor, mandatesOn, type Scope } from "@liulinhui/core/Actor"
import type { CompiledPlaybook } from "@liulinhui/core/Case"
import { coverageOn } from "@liulinhui/core/Coverage"
import type * as Day from "@liulinhui/core/Day"
import type { BranchId, GroupId, RoleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import { formatPath } from "@liulinhui/core/Problem"
import { Language } from "@liulinhui/core/Text"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import type { Life, OfModel } from "../OfModel.ts"
import { type Law, law, lawOf } from "./Law.ts"
import { modelOf } from "./ModelOf.ts"

const placeOf = (playbook: string, stage: string): string => `playbook "${playbook}", stage "${stage}"`
const stepOf = (playbook: string, step: string): string => `playbook "${playbook}", step "${step}"`

// ------------------------------------------------------------------------------------------------------------- lives

const stuckIn = ({ playbook, stages, stuck }: Life): ReadonlyArray<string> =>
  stuck === undefined
    ? []
    : [
        `${placeOf(playbook, stages.at(-1) ?? "")}: ${stuck.what} is refused for everybody: ${stuck.reasons.join(", ")}`
      ]

const unreached = (mine: OfModel): ReadonlyArray<string> =>
  [...mine.model.playbooks].flatMap(([id, { playbook }]) => {
    const lives = [...mine.shortest(id)]
    const taken = new Set(lives.flatMap(([step, { steps }]) => (steps.includes(step) ? [step] : [])))
    const stages = new Set(lives.flatMap(([, life]) => life.stages))
    return [
      ...Object.keys(playbook.stages).flatMap((stage) =>
        stages.has(stage) ? [] : [`${placeOf(id, stage)}: no case ever gets there`]
      ),
      ...Object.keys(playbook.steps).flatMap((step) =>
        taken.has(step) ? [] : [`${stepOf(id, step)}: no case ever takes it`]
      )
    ]
  })

/** The stages whose deadlines pass again and again if nobody acts: each leads back to itself by deadlines alone. */
const passedAgain = ({ model }: OfModel): ReadonlyArray<string> =>
  [...model.playbooks].flatMap(([id, { stages, steps }]) => {
    const next = (stage: string): string | undefined => steps.get(stages.get(stage)?.lapse ?? "")?.to?.id
    return [...stages.keys()].flatMap((stage) => {
      const seen = new Set<string>()
      for (let at = next(stage); at !== undefined && !seen.has(at); at = next(at)) seen.add(at)
      return seen.has(stage)
        ? [`${placeOf(id, stage)}: its deadline passes again and again while nobody acts`]
        : []
    })
  })

// ------------------------------------------------------------------------------------------------------------ people

const reaches = (
  scope: Scope,
  by: { readonly scope?: string },
  groups: ReadonlySet<GroupId>,
  branches: ReadonlySet<BranchId>
): boolean => {
  switch (by.scope) {
    case undefined:
    case "case":
      return true
    case "district":
      return "district" in scope
    case "building":
      return "district" in scope || "building" in scope
    default:
      return (
        "district" in scope ||
        ("group" in scope && groups.has(scope.group)) ||
        ("branch" in scope && branches.has(scope.branch))
      )
  }
}

/** The people of a model who may take a step of some case of the playbook on a day. */
const takersOf = (
  { actors, branches, groups }: Model,
  { playbook }: CompiledPlaybook,
  people: ReadonlyArray<{ readonly role: RoleId; readonly scope?: string }>,
  on: Day.Day
): ReadonlyArray<Actor> => {
  const responsible = new Set(groups.filter(({ heart }) => heart === playbook.ledBy).map(({ id }) => id))
  const leading = new Set(branches.map(({ id }) => id))
  return [...actors.values()].filter((actor) =>
    mandatesOn(actor, on).some(({ role, scope }) =>
      people.some((by) => by.role === role && reaches(scope, by, responsible, leading))
    )
  )
}

const untakeable = ({ firstDay, model }: OfModel, on: Day.Day = firstDay): ReadonlyArray<string> => {
  // A model without people is the base of other models.
  if (model.actors.size === 0) return []
  return [...model.playbooks].flatMap(([id, playbook]) =>
    [...playbook.steps.values()].flatMap(({ by, id: step, step: { notBy = [] } }) => {
      if (by.length === 0) return []
      const takers = takersOf(model, playbook, by, on)
      const roles = [...new Set(by.map(({ role }) => role))].join(", ")
      if (takers.length === 0)
        return [`${stepOf(id, step)}: no person of the model has one of the roles ${roles} for it`]
      const [only, ...others] = takers
      return others.length > 0
        ? []
        : notBy.flatMap((before) => {
            const earlier = takersOf(model, playbook, playbook.steps.get(before)?.by ?? [], on)
            return earlier.length === 1 && earlier[0] === only
              ? [
                  `${stepOf(id, step)}: only ${only?.id} may take it, and only ${only?.id} takes "${before}" before it`
                ]
              : []
          })
    })
  )
}

// ------------------------------------------------------------------------------------------------------------- texts

const isLanguage = Schema.is(Language)

const isText = (value: Schema.JsonObject): boolean => {
  const keys = Object.keys(value)
  return (
    (keys.includes("zh") || keys.includes("en")) &&
    keys.every((key) => isLanguage(key) && typeof value[key] === "string")
  )
}

/** All texts of a model document, with their paths. */
const textsIn = (
  value: Schema.Json,
  path: ReadonlyArray<string | number>
): ReadonlyArray<readonly [ReadonlyArray<string | number>, ReadonlyArray<string>]> => {
  if (typeof value !== "object" || value === null) return []
  if (Array.isArray(value)) return value.flatMap((part, at) => textsIn(part, [...path, at]))
  // The cast is safe: a JSON value that is no array and not null is an object.
  const record = value as Schema.JsonObject
  return isText(record)
    ? [[path, Object.keys(record)]]
    : Object.entries(record).flatMap(([key, part]) => textsIn(part, [...path, key]))
}

const untranslated = (document: Schema.Json, { languages }: Model): ReadonlyArray<string> => {
  const texts = textsIn(document, [])
  const wanted = languages.length > 0 ? languages : [...new Set(texts.flatMap(([, has]) => has))]
  return texts.flatMap(([path, has]) => {
    const missing = wanted.filter((language) => !has.includes(language))
    return missing.length === 0 ? [] : [`${formatPath(path)}: has no text in ${missing.join(", ")}`]
  })
}

// ---------------------------------------------------------------------------------------------------------- coverage

const districts = 300

/** The coverage rules that select nobody in many generated districts. Rules about cases and pairs are not checked. */
const selectingNobody = (mine: OfModel): ReadonlyArray<string> => {
  const rules = new Map([...mine.model.coverage].filter(([, { of }]) => of !== "cases" && of !== "pairs"))
  for (const people of fc.sample(mine.people({ contacts: 0 }), { numRuns: districts, seed: 7 })) {
    if (rules.size === 0) return []
    const { district, on } = mine.districtOf(people)
    for (const { excluded, gaps, reached, rule } of coverageOn(district, [...rules.values()], on)) {
      if (excluded.length + gaps.length + reached.length > 0) rules.delete(rule)
    }
  }
  return [...rules.keys()].map(
    (rule) => `coverage rule "${rule}": selects nobody in ${districts} generated districts`
  )
}

/**
 * The laws of a model. They concern the playbooks (each case can end, each stage and step is reached), the people, the
 * texts and the coverage rules of the model. `document` is the model document in the form of YAML or JSON.
 *
 * @category laws
 */
export const modelLaws = (document: Schema.Json): ReadonlyArray<Law> => {
  const mine = modelOf(document)
  return [
    law(
      "case-can-end",
      "every case can end from wherever it gets",
      mine.lives().map((life) => mine.again({ ...life.plan, toEnd: true })),
      stuckIn
    ),
    lawOf(
      "stage-reached",
      "every stage and every step of a playbook is reached by some case",
      mine,
      unreached
    ),
    lawOf("step-has-people", "some person of the model may take every step", mine, untakeable),
    lawOf(
      "deadline-passes-once",
      "while nobody acts on a case, no deadline of it passes twice",
      mine,
      passedAgain
    ),
    lawOf(
      "text-in-each-language",
      "every text of the model is in each language of the district",
      mine,
      ({ model }) => untranslated(document, model)
    ),
    lawOf("coverage-selects", "every coverage rule selects somebody in some district", mine, selectingNobody)
  ]
}
