/**
 * Checks that everything a coverage rule refers to exists in the model: kinds of contact, steps, roles, branches and
 * groups. All mistakes are reported at once, with their paths.
 */
import type { Problem } from "../kernel/Problem.ts"
import { make as problem } from "../kernel/Problem.ts"
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

const namesOf = (vocabulary: Vocabulary): Names => {
  const known: Partial<Record<Parameters<Names["knows"]>[0], ReadonlySet<string> | undefined>> = {
    building: vocabulary.buildings,
    branch: vocabulary.branches,
    group: vocabulary.groups,
    tag: vocabulary.tags,
    playbook: new Set(vocabulary.playbooks.keys()),
    stage: union(vocabulary.playbooks, "stages"),
    outcome: union(vocabulary.playbooks, "outcomes")
  }
  return { knows: (named, id) => known[named]?.has(id) }
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

const list = (words: Iterable<string>): string => [...words].toSorted().join(", ") || "none"

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
          problems.push(
            problem(
              here,
              "unknown-contact-kind",
              `there is no kind of contact "${mark}": there are ${list(vocabulary.contactKinds)}; a step is written playbook/step`
            )
          )
        }
        return
      }
      const words = vocabulary.playbooks.get(playbook)
      if (words === undefined) {
        problems.push(
          problem(
            here,
            "unknown-playbook",
            `there is no playbook "${playbook}": there are ${list(vocabulary.playbooks.keys())}`
          )
        )
      } else if (!words.steps.has(step)) {
        problems.push(
          problem(
            here,
            "unknown-step",
            `playbook "${playbook}" has no step "${step}": it has ${list(words.steps)}`
          )
        )
      }
    })
  }
  for (const [reason, { grantedBy }] of Object.entries(rule.exclude ?? {})) {
    grantedBy.forEach((role, at) => {
      if (vocabulary.roles.has(role)) return
      problems.push(
        problem(
          ["exclude", reason, "grantedBy", at],
          "unknown-role",
          `there is no role "${role}": there are ${list(vocabulary.roles)}`
        )
      )
    })
  }
  if (typeof rule.target === "object") {
    const { by, parts } = rule.target
    const known = partNames(vocabulary, by)
    for (const part of Object.keys(parts)) {
      if (known?.has(part) !== false) continue
      problems.push(
        problem(
          ["target", "parts", part],
          `unknown-${by}`,
          `there is no ${by} "${part}": there are ${list(known ?? [])}`
        )
      )
    }
  }
  return problems
}
