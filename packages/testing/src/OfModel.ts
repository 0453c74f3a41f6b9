/**
 * Generated data for the model of your district: people, contacts, ballots, and lives of cases. A life follows a
 * playbook from the opening of a case to one of its steps, with detours and refused attempts. Every stage and every step
 * of a playbook that people can reach is reached.
 *
 * The shortest life to each step is known, so a counterexample shrinks to the shortest life that shows the fault.
 */
import * as Day from "@liulinhui/core/Day"
import type * as District from "@liulinhui/core/District"
import type { Tag } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import type { PlaybookId, StepId } from "@liulinhui/core/Playbook"
import type * as Schema from "effect/Schema"
import fc from "fast-check"
import { type Detour, live, type Life, playbookOf, prepare, type Plan } from "./living/Living.ts"
import * as Neighbourhood from "./living/Neighbourhood.ts"
import {
  districtOf,
  type People,
  type PeopleOptions,
  peopleOf,
  type Vote,
  votesUnder
} from "./living/People.ts"
import type { Act, Watch } from "./living/Trial.ts"

export type { Detour, Life, Plan, Stuck } from "./living/Living.ts"
export type { People, PeopleOptions, PersonContact, Vote } from "./living/People.ts"
export type { Act, Watch } from "./living/Trial.ts"

/** Which lives are generated. */
export interface LifeOptions {
  /** The playbook of the cases. Default: all playbooks of the model, each as often as the others. */
  readonly playbook?: PlaybookId
  /** The maximum number of detours: attempts that may be refused, other steps, notes, and waits. Default: 8. */
  readonly detours?: number
}

/**
 * Arbitraries for one model.
 *
 * @category models
 */
export interface OfModel {
  /** The model, as its author wrote it. */
  readonly model: Model
  /** The first day of all lives, and of all people in the district. */
  readonly firstDay: Day.Day
  /** Lives of cases, each with its district. See {@link LifeOptions}. */
  readonly lives: (options?: LifeOptions) => fc.Arbitrary<Life>
  /**
   * The shortest life to each step of a playbook that a case can take, the shortest life first. Throws a `RangeError` if
   * the model has no such playbook.
   */
  readonly shortest: (playbook: PlaybookId) => ReadonlyMap<StepId, Life>
  /** Lives a plan again. `watch` sees every entry and every day. */
  readonly again: (plan: Plan, watch?: Watch) => Life
  /** People in the buildings of the model, with tags of the model, and contacts of its kinds. */
  readonly people: (options?: PeopleOptions) => fc.Arbitrary<People>
  /** The district of these people after their last contact, for questions such as coverage. */
  readonly districtOf: (people: People) => { readonly district: District.District; readonly on: Day.Day }
  /** Polls under a rule set of the model, with ballots. Throws a `RangeError` if the model has no such rule set. */
  readonly votes: (rules: Tag) => fc.Arbitrary<Vote>
}

const detour: fc.Arbitrary<Detour | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc.record({
      _tag: fc.constant("Try" as const),
      step: fc.nat(30),
      actor: fc.nat(60),
      isComplete: fc.boolean().map((isBare) => !isBare)
    })
  },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Wander" as const), step: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ _tag: fc.constant("Wait" as const), days: fc.integer({ min: 1, max: 40 }) })
  },
  { weight: 1, arbitrary: fc.constant({ _tag: "Note" as const }) }
)

/** Plans for cases of one playbook. They shrink to fewer detours and to a nearer goal. */
const plansOf = (playbook: PlaybookId, goals: number, detours: number): fc.Arbitrary<Plan> =>
  fc.record({
    playbook: fc.constant(playbook),
    goal: fc.nat(Math.max(0, goals - 1)),
    detours: fc.array(detour, { maxLength: detours }),
    place: fc.nat(3)
  })

const actText = (act: Act): string => {
  const day = Day.toIso(act.on)
  if (act._tag === "Passed") return `${day} a deadline passed: ${act.steps.join(", ") || "no step"}`
  const { by, reasons, request } = act
  const step = "step" in request ? ` ${request.step}` : "playbook" in request ? ` ${request.playbook}` : ""
  const refused = reasons.length === 0 ? "" : `, refused: ${reasons.map(({ _tag }) => _tag).join(", ")}`
  return `${day} ${by}: ${request._tag}${step}${refused}`
}

/**
 * A life as text: one line for each request, with its day, its actor, and the reasons if it was refused. Reports of
 * failed properties use this text.
 */
export const lifeText = ({ acts, playbook, steps }: Life): string =>
  [`a life of "${playbook}" with ${steps.length} steps`, ...acts.map((act) => `  ${actText(act)}`)].join("\n")

/** A life that fast-check prints as its text. */
const printed = (life: Life): Life =>
  Object.assign({ ...life }, { [fc.toStringMethod]: () => lifeText(life) })

/**
 * Makes arbitraries for a model document, in the form in which it is written in YAML or JSON (after `extends` was
 * applied). The people of the model act if they may; a stand-in with the role acts otherwise.
 *
 * Throws `DocumentRefused` with every mistake if the document is no valid model.
 *
 * @example
 * ```ts
 * import { apply } from "@liulinhui/core/Model"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import { ofModel } from "@liulinhui/testing/OfModel"
 * import fc from "fast-check"
 * import { strict as assert } from "node:assert"
 *
 * const mine = ofModel(
 *   apply(sixHearts, {
 *     id: "elsewhere",
 *     name: { zh: "别处", en: "Elsewhere" },
 *     timeZone: "Asia/Shanghai",
 *     branches: {},
 *     pairing: { criteria: { strengths: 1 } }
 *   })
 * )
 * // No generated life clears a corridor before the notice was served.
 * const lives = mine.lives({ playbook: "corridor-clutter" })
 * fc.assert(
 *   fc.property(lives, ({ steps }) => !steps.includes("clear") || steps.includes("serve-notice")),
 *   { numRuns: 5, seed: 1 }
 * )
 * assert.ok(mine.shortest("corridor-clutter").has("clear"))
 * ```
 * @category constructors
 */
export const ofModel = (document: Schema.Json): OfModel => {
  const neighbourhood = Neighbourhood.make(document)
  const setting = prepare(neighbourhood)
  const { model } = neighbourhood
  const goalsOf = (playbook: PlaybookId): number => setting.ways(playbook).steps.size
  const again = (plan: Plan, watch?: Watch): Life => printed(live(setting, plan, watch))
  const known = new Map<PlaybookId, ReadonlyMap<StepId, Life>>()
  const shortestOf = (id: PlaybookId): ReadonlyMap<StepId, Life> =>
    new Map(
      [...setting.ways(id).steps.keys()].map((step, goal) => [
        step,
        again({ playbook: id, goal, place: 0, detours: [] })
      ])
    )
  return {
    model,
    firstDay: Neighbourhood.firstDay,
    again,
    lives: ({ detours = 8, playbook } = {}) => {
      const ids = playbook === undefined ? [...model.playbooks.keys()] : [playbookOf({ model }, playbook).id]
      const plans = ids.map((id) => plansOf(id, goalsOf(id), detours))
      return fc.oneof({ withCrossShrink: false }, ...plans).map((plan) => again(plan))
    },
    shortest: (playbook) => {
      const { id } = playbookOf({ model }, playbook)
      const found = known.get(id) ?? shortestOf(id)
      known.set(id, found)
      return found
    },
    people: (options) => peopleOf(neighbourhood, options),
    districtOf: (people) => districtOf(setting, people),
    votes: (rules) => {
      const found = model.pollRules.get(rules)
      if (found === undefined) {
        throw new RangeError(
          `the model has no rule set "${rules}" for polls: name one of ${[...model.pollRules.keys()].join(", ")}`
        )
      }
      return votesUnder(found)
    }
  }
}
