/**
 * What the stories of a district meet: the stages and the steps of its playbooks, and the rules because of which requests
 * are refused. A program that runs stories collects this after each story, and asks at the end what no story has met.
 */
import type { District } from "@liulinhui/core/District"
import { playbookOf } from "@liulinhui/core/District"
import { everyRule, type Request, type RuleId, rulesBehind, sections } from "@liulinhui/core/Governance"
import type { Model } from "@liulinhui/core/Model"
import type { PlaybookId, StageId, StepId } from "@liulinhui/core/Playbook"
import type { Tagged } from "@liulinhui/core/Rule"
import { courseOf } from "./living/Course.ts"

/**
 * What stories have met.
 *
 * @category models
 */
export interface Met {
  readonly stages: ReadonlyMap<PlaybookId, ReadonlySet<StageId>>
  readonly steps: ReadonlyMap<PlaybookId, ReadonlySet<StepId>>
  readonly rules: ReadonlySet<RuleId>
}

/** The items of a whole that stories have met, and those that they have not, in the order of the whole. */
export interface Share<out A> {
  readonly met: ReadonlyArray<A>
  readonly missed: ReadonlyArray<A>
}

/**
 * The part of a playbook that stories have met.
 *
 * @category models
 */
export interface PlaybookCoverage {
  readonly playbook: PlaybookId
  readonly stages: Share<StageId>
  readonly steps: Share<StepId>
}

/**
 * The part of a model, and of the rules of the library, that stories have met.
 *
 * @category models
 */
export interface StoryCoverage {
  readonly playbooks: ReadonlyArray<PlaybookCoverage>
  /** The rules because of which a request can be refused. */
  readonly rules: Share<RuleId>
}

/**
 * What no story has met yet: nothing.
 *
 * @category constructors
 */
export const none: Met = { stages: new Map(), steps: new Map(), rules: new Set() }

const union = <K, A>(
  one: ReadonlyMap<K, ReadonlySet<A>>,
  other: ReadonlyMap<K, ReadonlySet<A>>
): ReadonlyMap<K, ReadonlySet<A>> => {
  const all = new Map(one)
  for (const [key, items] of other) all.set(key, new Set([...(all.get(key) ?? []), ...items]))
  return all
}

/**
 * What either of two groups of stories has met.
 *
 * @category combining
 */
export const both = (one: Met, other: Met): Met => ({
  stages: union(one.stages, other.stages),
  steps: union(one.steps, other.steps),
  rules: new Set([...one.rules, ...other.rules])
})

/**
 * The stages and the steps that the cases of a district met.
 *
 * @category constructors
 */
export const metByCases = (district: District): Met => {
  let met = none
  for (const file of district.cases.values()) {
    if (file.state._tag !== "Opened") continue
    const playbook = playbookOf(district, file.state)
    if (playbook === undefined) continue
    const { stages, steps } = courseOf(file)
    met = both(met, {
      ...none,
      stages: new Map([[playbook.id, new Set(stages)]]),
      steps: new Map([[playbook.id, new Set(steps)]])
    })
  }
  return met
}

/**
 * The rules that a refused request met: the rules that can return one of the reasons. If several rules can return the
 * same reason for this request, all of them count as met.
 *
 * @category constructors
 */
export const metByRefusal = (request: Pick<Request, "_tag">, reasons: ReadonlyArray<Tagged>): Met => ({
  ...none,
  rules: new Set(reasons.flatMap((reason) => rulesBehind(reason, request).map(({ id }) => id)))
})

const shareOf = <A>(all: ReadonlyArray<A>, met: ReadonlySet<A> = new Set()): Share<A> => ({
  met: all.filter((one) => met.has(one)),
  missed: all.filter((one) => !met.has(one))
})

/** The rules that only concern questions. A story makes requests, so it never meets them. */
const onlyForQuestions: ReadonlySet<RuleId> = (() => {
  const ofRequests = new Set(
    sections.flatMap(({ id, rules }) => (id === "question" ? [] : rules.map((rule) => rule.id)))
  )
  return new Set(everyRule.map(({ id }) => id).filter((id) => !ofRequests.has(id)))
})()

/**
 * Compares what stories have met with everything that they can meet under a model.
 *
 * @example
 * ```ts
 * import { apply, read } from "@liulinhui/core/Model"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import { both, coverageOf, metByRefusal, none } from "@liulinhui/testing/StoryCoverage"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const text = { zh: "别处", en: "Elsewhere" }
 * const patch = { id: "elsewhere", name: text, timeZone: "Asia/Shanghai", branches: {} }
 * const model = Result.getOrThrow(
 *   read(apply(sixHearts, { ...patch, pairing: { criteria: { strengths: 1 } } }))
 * )
 * const met = both(none, metByRefusal({ _tag: "TakeStep" }, [{ _tag: "EvidenceMissing" }]))
 * const { playbooks, rules } = coverageOf(model, met)
 * assert.ok(rules.met.length > 0 && rules.missed.length > rules.met.length)
 * assert.ok(playbooks.every(({ steps }) => steps.met.length === 0))
 * ```
 * @category questions
 */
export const coverageOf = ({ playbooks }: Model, { rules, stages, steps }: Met): StoryCoverage => ({
  playbooks: [...playbooks].map(([id, playbook]) => ({
    playbook: id,
    stages: shareOf([...playbook.stages.keys()], stages.get(id)),
    steps: shareOf([...playbook.steps.keys()], steps.get(id))
  })),
  rules: shareOf(
    everyRule.map(({ id }) => id).filter((id) => !onlyForQuestions.has(id)),
    rules
  )
})
