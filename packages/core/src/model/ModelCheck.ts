/**
 * The check of a model document before it is used, alone or together with a registry. One run goes through all stages:
 * private numbers and blank names, the form, names, playbooks and coverage rules, the time zone, the texts of notices, the
 * pairing, the places of the registry, and the end of the calendar. Every door that takes a model uses this check.
 */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Day } from "../kernel/Day.ts"
import type { Language } from "../kernel/Text.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { solve } from "../pairing/Solver.ts"
import type { NoPlanReason } from "../pairing/PairingPlan.ts"
import { isReserved } from "../place/Actor.ts"
import { blankNames } from "./BlankNames.ts"
import { type Legible, readLegible } from "./FormMistakes.ts"
import { checkBuildings, make, type Model, pairingProblem, problemsIn, withIds } from "./Model.ts"
import type { ModelDocument } from "./ModelDocument.ts"
import { warningsOfDocument, warningsOfModel } from "./ModelWarnings.ts"
import { argumentsOf, type NoticeRule } from "./NoticeRule.ts"
import { privateNumbers } from "./PrivateNumbers.ts"
import { type RosterFacts, warningsOfRoster } from "./RosterWarnings.ts"

/** A text of a notice rule that cannot be worded: its language, and why. */
export interface Unwordable {
  readonly language: Language
  readonly problem: string
  /** The argument that the text uses and that the happening does not have. `undefined` if the pattern is invalid. */
  readonly argument?: string | undefined
}

/**
 * What the check of a model needs from outside. Core does not know time zones and message patterns.
 *
 * @category models
 */
export interface CheckOptions {
  /** The day for which the check looks at mandates and at the calendar. */
  readonly on: Day
  /** Whether a text is the name of a time zone. */
  readonly isTimeZone: (name: string) => boolean
  /** The texts of a notice rule that cannot be worded. */
  readonly unwordable: (rule: NoticeRule) => ReadonlyArray<Unwordable>
  /** The registry of the district. Default: the model is checked alone. */
  readonly registry?: RosterFacts
  /**
   * The sections of the document that could not be read from a text. What may be only a result of this is not reported,
   * and there is no model. Default: none.
   */
  readonly unread?: ReadonlyArray<string>
}

/**
 * The result of checking a model document.
 *
 * @category models
 */
export interface CheckedModel {
  /** The model. `undefined` if there are errors. */
  readonly model: Model | undefined
  /** The mistakes because of which the document cannot be used, each with its path. */
  readonly errors: ReadonlyArray<Problem>
  /** What is allowed, but seldom what the district wants. */
  readonly warnings: ReadonlyArray<Problem>
}

const checkTimeZone = ({ timeZone }: ModelDocument, isTimeZone: CheckOptions["isTimeZone"]) =>
  isTimeZone(timeZone)
    ? []
    : [
        problem(
          ["timeZone"],
          "unknown-time-zone",
          `"${timeZone}" is not a time zone: use a name such as Asia/Shanghai`,
          { found: timeZone }
        )
      ]

const checkReserved = ({ actors = {} }: ModelDocument): ReadonlyArray<Problem> =>
  withIds(actors).flatMap(({ id }) =>
    isReserved(id)
      ? [
          problem(
            ["actors", id],
            "reserved-actor",
            `"${id}" is the library itself, which acts when a deadline passes: use another id`,
            { id }
          )
        ]
      : []
  )

const checkTexts = (
  { notices }: ModelDocument,
  unwordable: CheckOptions["unwordable"]
): ReadonlyArray<Problem> =>
  Object.entries(notices).flatMap(([id, rule]) =>
    unwordable(rule).map(({ argument, language, problem: why }) =>
      problem(
        ["notices", id, "text", language],
        "bad-message",
        `${why}: use only ${argumentsOf[rule.on].map((name) => `{${name}}`).join(" ")}`,
        {
          why: argument === undefined ? "pattern" : "argument",
          name: argument === undefined ? "" : `{${argument}}`,
          known: argumentsOf[rule.on].map((name) => `{${name}}`)
        }
      )
    )
  )

const named = (items: ReadonlyArray<{ readonly branch?: string; readonly group?: string }>): string =>
  items.map(({ branch, group }) => `"${branch ?? group}"`).join(", ")

/** Describes why there is no plan. The reason itself is in the problem, so that a catalogue can word it in full. */
const sentenceOf = (reason: NoPlanReason): string => {
  switch (reason._tag) {
    case "GroupsWanting":
      return `the groups ${named(reason.groups)} need ${reason.need} pairs, and the branches can give them ${reason.have}`
    case "BranchesWanting":
      return `the branches ${named(reason.branches)} must lead ${reason.need} groups, and only ${reason.have} pairs are possible`
    case "PinnedAndBanned":
      return `branch "${reason.branch}" and group "${reason.group}" are pinned and banned at the same time`
    default:
      return `there is no plan (${reason._tag})`
  }
}

const pathOf = (reason: NoPlanReason, { pairing }: ModelDocument): Problem["path"] => {
  if ("branch" in reason && "group" in reason) {
    const at = pairing.bans.findIndex(
      ({ branch, group }) => branch === reason.branch && group === reason.group
    )
    return at < 0 ? ["pairing"] : ["pairing", "bans", at]
  }
  return reason._tag === "GroupsWanting"
    ? ["branches"]
    : reason._tag === "BranchesWanting"
      ? ["groups"]
      : ["pairing"]
}

/** Checks that a pairing is possible. A district without branches does not pair. */
const checkPairing = (document: ModelDocument): ReadonlyArray<Problem> => {
  if (Object.keys(document.branches).length === 0) return []
  const { branches, groups, pairing } = document
  const parts = { branches: withIds(branches), groups: withIds(groups), pairing }
  return Result.match(solve(pairingProblem(parts, [])), {
    onSuccess: () => [],
    onFailure: ({ reasons }) =>
      reasons.map((reason) =>
        problem(
          pathOf(reason, document),
          "pairing-impossible",
          `${sentenceOf(reason)}: change how many groups a branch leads, or the pins and bans`,
          { reason: JSON.parse(JSON.stringify(reason)) as Schema.Json }
        )
      )
  })
}

const sectionsOfPairing = ["branches", "groups", "pairing"]

const isIn = (sections: ReadonlyArray<string>) => (found: Problem) => sections.includes(String(found.path[0]))

/** The mistakes that can be found in the parts of a document whose form is right. */
const mistakesIn = (
  document: ModelDocument,
  legible: Legible,
  { isTimeZone, registry, unwordable }: CheckOptions
): ReadonlyArray<Problem> => {
  const buildings = registry === undefined ? undefined : new Set<string>(registry.buildings.keys())
  const found = [
    ...problemsIn(document, buildings),
    ...(legible.isDamaged("timeZone") ? [] : checkTimeZone(document, isTimeZone)),
    ...checkReserved(document),
    ...checkTexts(document, unwordable),
    ...(registry === undefined ? [] : checkBuildings(placesOf(document), registry))
  ].filter((one) => !legible.isDoubtful(one))
  // A group with an unknown heart was meant for another one.
  const isHeartless = found.some(({ code, path }) => code === "unknown-heart" && path[0] === "groups")
  const errors = isHeartless ? found.filter(({ code }) => code !== "heart-without-group") : found
  const canPair = !found.some(isIn(sectionsOfPairing)) && !sectionsOfPairing.some(legible.isDamaged)
  return canPair ? [...errors, ...checkPairing(document)] : errors
}

const placesOf = (document: ModelDocument) => ({
  branches: withIds(document.branches),
  groups: withIds(document.groups),
  actors: new Map(withIds(document.actors ?? {}).map((actor) => [actor.id, actor]))
})

/**
 * Checks a model document, alone or with a registry. All mistakes of all stages are reported in one run.
 *
 * @example
 * ```ts
 * import { isTimeZone } from "@liulinhui/core/Calendar"
 * import * as Day from "@liulinhui/core/Day"
 * import { checkModel } from "@liulinhui/core/Model"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import { strict as assert } from "node:assert"
 *
 * const document = {
 *   ...sixHearts,
 *   id: "elsewhere",
 *   name: { zh: "别处" },
 *   timeZone: "Asia/Shangai",
 *   branches: {},
 *   pairing: { criteria: { strenghts: 1 } }
 * }
 * const { errors } = checkModel(document, { on: Day.make("2026-03-02"), isTimeZone, unwordable: () => [] })
 * assert.deepEqual(
 *   errors.map(({ code }) => code),
 *   ["unknown-criterion", "unknown-time-zone"]
 * )
 * ```
 * @category checks
 */
export const checkModel = (json: Schema.Json, options: CheckOptions): CheckedModel => {
  const { unread = [] } = options
  const legible = readLegible(json, unread)
  const { document } = legible
  const errors = [
    ...legible.problems,
    ...privateNumbers(json),
    ...blankNames(json),
    ...(document === undefined ? [] : mistakesIn(document, legible, options))
  ]
  if (document === undefined) return { model: undefined, errors, warnings: [] }
  const model = errors.length === 0 && unread.length === 0 ? make(document) : undefined
  const warnings = [
    ...warningsOfDocument(document, options.on),
    ...(model === undefined ? [] : warningsOfModel(model, options)),
    ...(options.registry === undefined ? [] : warningsOfRoster(document, options.registry))
  ].filter((one) => !legible.isDoubtful(one))
  // If there is a mistake in a mandate, a group or a role, it is unknown who can act.
  const isKnown =
    !errors.some(isIn(sectionsOfPeople)) && !sectionsOfPeople.some((section) => unread.includes(section))
  return { model, errors, warnings: warnings.filter(({ code }) => isKnown || !codesOfPeople.has(code)) }
}

const sectionsOfPeople = ["actors", "groups", "playbooks", "roles"]

const codesOfPeople: ReadonlySet<string> = new Set(["role-without-actor", "stage-without-exit"])
