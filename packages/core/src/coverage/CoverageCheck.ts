/**
 * Checks that everything a coverage rule refers to exists in the model: kinds of contact, steps, roles, branches and
 * groups. All mistakes are reported at once, with their paths.
 */
import type { Problem } from "../kernel/Problem.ts"
import { unknownName } from "../kernel/UnknownName.ts"
import { type Names, parse } from "../place/Selector.ts"
import * as Result from "effect/Result"
import { countedIn, type CoverageRuleBody, selectorsIn } from "./CoverageRule.ts"
import type { Grouping } from "./Target.ts"

/** The ids within a playbook to which coverage rules may refer: its steps, stages and outcomes. */
export interface PlaybookWords {
  readonly steps: ReadonlySet<string>
  readonly stages: ReadonlySet<string>
  readonly outcomes: ReadonlySet<string>
}

/**
 * The ids that exist in a model, and in the registry if it is available. If a set of ids is missing here, references to
 * such ids are not checked.
 *
 * @category models
 */
export interface Vocabulary {
  readonly contactKinds: ReadonlySet<string>
  readonly playbooks: ReadonlyMap<string, PlaybookWords>
  readonly roles: ReadonlySet<string>
  readonly branches: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly buildings?: ReadonlySet<string>
  readonly tags?: ReadonlySet<string>
}

const union = (playbooks: Vocabulary["playbooks"], words: "stages" | "outcomes"): ReadonlySet<string> =>
  new Set([...playbooks.values()].flatMap((playbook) => [...playbook[words]]))

/** The ids that selectors (conditions) may name, if a model and a registry have these ids. */
export const namesOf = (vocabulary: Vocabulary): Names => {
  const known: Partial<Record<Parameters<Names["knows"]>[0], ReadonlySet<string> | undefined>> = {
    building: vocabulary.buildings,
    branch: vocabulary.branches,
    group: vocabulary.groups,
    tag: vocabulary.tags,
    playbook: new Set(vocabulary.playbooks.keys()),
    stage: union(vocabulary.playbooks, "stages"),
    outcome: union(vocabulary.playbooks, "outcomes")
  }
  return { knows: (named, id) => known[named]?.has(id), known: (named) => known[named] ?? [] }
}

const partNames = (vocabulary: Vocabulary, by: Grouping): ReadonlySet<string> | undefined => {
  switch (by) {
    case "building":
      return vocabulary.buildings
    case "branch":
      return vocabulary.branches
    case "group":
      return vocabulary.groups
    case "head":
      return undefined
  }
}

/**
 * Returns all mistakes in a coverage rule, with their paths within the rule. Empty if the rule has no mistake.
 *
 * @example
 * ```ts
 * import * as Coverage from "@liulinhui/core/Coverage"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const rule = Schema.decodeUnknownSync(Coverage.CoverageRuleBody)({
 *   name: { zh: "高龄走访", en: "Visits to the very old" },
 *   of: "residents",
 *   where: { age: { atLeast: 80 } },
 *   reached: { by: ["home-visit"], within: "1 month" },
 *   target: "all"
 * })
 * const problems = Coverage.checkRule(rule, {
 *   contactKinds: new Set(["call"]),
 *   playbooks: new Map(),
 *   roles: new Set(),
 *   branches: new Set(),
 *   groups: new Set()
 * })
 * assert.deepEqual(problems.map(({ path, code }) => [path.join("."), code]), [["reached.by.0", "unknown-contact-kind"]])
 * ```
 * @category checks
 */
export const checkRule = (rule: CoverageRuleBody, vocabulary: Vocabulary): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const names = namesOf(vocabulary)
  for (const [selector, path] of selectorsIn(rule)) {
    const read = parse(rule.of, selector, { path, names })
    if (Result.isFailure(read)) problems.push(...read.failure.problems)
  }
  for (const [{ by }, path] of countedIn(rule.reached)) {
    by.forEach((mark, at) => {
      const here = [...path, "by", at]
      const [playbook = "", step] = mark.split("/")
      if (step === undefined) {
        if (!vocabulary.contactKinds.has(mark)) {
          problems.push(unknownName("contact kind", mark, vocabulary.contactKinds, here))
        }
        return
      }
      const words = vocabulary.playbooks.get(playbook)
      if (words === undefined) {
        problems.push(unknownName("playbook", playbook, vocabulary.playbooks.keys(), here))
      } else if (!words.steps.has(step)) {
        problems.push(unknownName("step", step, words.steps, here))
      }
    })
  }
  for (const [reason, { grantedBy }] of Object.entries(rule.exclude ?? {})) {
    grantedBy.forEach((role, at) => {
      if (vocabulary.roles.has(role)) return
      problems.push(unknownName("role", role, vocabulary.roles, ["exclude", reason, "grantedBy", at]))
    })
  }
  if (typeof rule.target === "object") {
    const { by, parts } = rule.target
    const known = partNames(vocabulary, by)
    for (const part of Object.keys(parts)) {
      if (known?.has(part) !== false) continue
      problems.push(unknownName(by, part, known ?? [], ["target", "parts", part]))
    }
  }
  return problems
}
