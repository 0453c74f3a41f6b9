/** Playbooks with exactly one mistake. */
import { RoleId } from "@liulinhui/core/Id"
import type { Playbook } from "@liulinhui/core/Playbook"
import type fc from "fast-check"
import { playbook as sound } from "../CaseworkPlaybooks.ts"
import { flawed, type Flaws, type Invalid } from "./Flaws.ts"

type Stage = Playbook["stages"][string]
type Step = Playbook["steps"][string]
type Field = NonNullable<Step["evidence"]>[string]

/** A mistake in a playbook: the code of the problem that `checkPlaybook` finds. */
export type PlaybookFlaw =
  | "unknown-stage"
  | "unknown-step"
  | "choice-without-choices"
  | "choices-without-choice"
  | "bounds-without-measure"
  | "least-over-most"
  | "field-types-differ"
  | "evidence-never-collected"
  | "nobody-may"
  | "counted-in-working-days"
  | "begins-at-its-end"
  | "step-after-end"
  | "deadline-after-end"
  | "unreachable-stage"
  | "no-way-out"
  | "hours-on-working-days"
  | "escalation-without-deadline"
  | "lapse-leads-nowhere"

const text = (en: string) => ({ zh: en, en })
const people = [{ role: RoleId.make("committee") }]

/** Adds stages and steps to a playbook. A step without stages begins in the first stage, and is taken by the committee. */
const adding =
  (more: {
    readonly stages?: Readonly<Record<string, Partial<Stage>>>
    readonly steps?: Readonly<Record<string, Partial<Step>>>
  }) =>
  (valid: Playbook): Playbook => ({
    ...valid,
    stages: {
      ...valid.stages,
      ...Object.fromEntries(
        Object.entries(more.stages ?? {}).map(([id, stage]) => [id, { name: text(id), ...stage }])
      )
    },
    steps: {
      ...valid.steps,
      ...Object.fromEntries(
        Object.entries(more.steps ?? {}).map(([id, step]) => [
          id,
          { name: text(id), from: [valid.start], by: people, ...step }
        ])
      )
    }
  })

/** Adds a stage that a case can enter from its first stage, and leave for its end. */
const withDetour = (stage: Partial<Stage>) =>
  adding({
    stages: { detour: stage },
    steps: { "go-round": { to: "detour" }, "come-back": { from: ["detour"], to: "done" } }
  })

/** Adds a step that requires some evidence. The names of generated fields are `f1` to `f3`. */
const asking = (evidence: Readonly<Record<string, Omit<Field, "label">>>) =>
  adding({
    steps: {
      ask: {
        evidence: Object.fromEntries(
          Object.entries(evidence).map(([id, field]) => [id, { label: text(id), ...field }])
        )
      }
    }
  })

const keepers = ({ reopening }: Playbook) => (reopening?.by === undefined ? {} : { by: reopening.by })

const flaws: Flaws<Playbook, PlaybookFlaw> = {
  "unknown-stage": adding({ steps: { wander: { from: ["nowhere"] } } }),
  "unknown-step": adding({ steps: { check: { notBy: ["never-written"] } } }),
  "choice-without-choices": asking({ new: { type: "choice" } }),
  "choices-without-choice": asking({ new: { type: "text", choices: { yes: text("yes") } } }),
  "bounds-without-measure": asking({ new: { type: "text", most: 3 } }),
  "least-over-most": asking({ new: { type: "number", least: 3, most: 1 } }),
  "field-types-differ": (valid) =>
    adding({
      steps: {
        ask: { evidence: { new: { label: text("new"), type: "text" } } },
        "ask-again": { evidence: { new: { label: text("new"), type: "number" } } }
      }
    })(valid),
  "evidence-never-collected": adding({ steps: { wait: { gate: { evidence: ["never-asked"] } } } }),
  "nobody-may": adding({ steps: { idle: { by: [] } } }),
  "counted-in-working-days": (valid) => ({
    ...valid,
    reopening: { ...keepers(valid), to: valid.start, within: { count: 3, unit: "working day" } }
  }),
  "begins-at-its-end": (valid) => ({ ...valid, reopening: { ...keepers(valid), to: "done" } }),
  "step-after-end": (valid) => adding({ steps: { "go-on": { from: [valid.start, "done"] } } })(valid),
  "deadline-after-end": adding({
    stages: { done: { outcome: "achieved", deadline: { count: 1, unit: "day" } } }
  }),
  "unreachable-stage": adding({ stages: { lonely: { outcome: "failed" } } }),
  "no-way-out": adding({ stages: { trap: {} }, steps: { fall: { to: "trap" } } }),
  "hours-on-working-days": withDetour({ deadline: { count: 5, unit: "hour" }, endsOnWorkingDay: true }),
  "escalation-without-deadline": withDetour({
    escalate: [{ after: { count: 1, unit: "day" }, tell: RoleId.make("lead") }]
  }),
  "lapse-leads-nowhere": withDetour({ lapse: "come-back" })
}

/**
 * Playbooks in which `checkPlaybook` finds exactly one problem. The flaw is the code of the problem.
 *
 * @category arbitraries
 */
export const playbook = ({ among }: { readonly among?: ReadonlyArray<PlaybookFlaw> } = {}): fc.Arbitrary<
  Invalid<Playbook, PlaybookFlaw>
> => flawed(flaws, sound, among)
