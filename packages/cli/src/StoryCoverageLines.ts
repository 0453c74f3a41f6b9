/** Describes what the stories of a folder meet, and the generated stories for what they do not meet. */
import type { Model } from "@liulinhui/core/Model"
import type { PlaybookId, StepId } from "@liulinhui/core/Playbook"
import type { Language } from "@liulinhui/core/Text"
import type { StoryCoverage } from "@liulinhui/testing/StoryCoverage"
import type { NoPath, StoryPath } from "@liulinhui/testing/StoryPaths"
import { Rules } from "@liulinhui/texts"
import { stringify } from "yaml"
import { named, say } from "./Say.ts"

const nameOf = (model: Model, id: PlaybookId, language: Language): string =>
  named(language, id, model.playbooks.get(id)?.playbook)

const stepOf = (model: Model, id: PlaybookId, step: StepId, language: Language): string =>
  named(language, step, model.playbooks.get(id)?.steps.get(step)?.step)

/**
 * Describes the coverage by stories: a line for each playbook that a story meets, the others by name, and the rules that
 * a refusal met.
 */
export const coverageLines = (
  model: Model,
  { playbooks, rules }: StoryCoverage,
  language: Language
): ReadonlyArray<string> => {
  const isMet = ({ stages }: (typeof playbooks)[number]) => stages.met.length > 0
  const others = playbooks.filter((one) => !isMet(one))
  return [
    say(language, "test.coverage"),
    ...playbooks.filter(isMet).map(({ playbook, stages, steps }) =>
      say(language, "test.playbook", {
        playbook: nameOf(model, playbook, language),
        stages: `${stages.met.length}/${stages.met.length + stages.missed.length}`,
        steps: `${steps.met.length}/${steps.met.length + steps.missed.length}`,
        missed:
          steps.missed.length === 0
            ? undefined
            : steps.missed.map((step) => stepOf(model, playbook, step, language))
      })
    ),
    ...(others.length === 0
      ? []
      : [
          say(language, "test.others", {
            n: others.length,
            playbooks: others.map(({ playbook }) => nameOf(model, playbook, language))
          })
        ]),
    say(language, "test.rules", {
      met: rules.met.length,
      all: rules.met.length + rules.missed.length
    }),
    ...rules.met.map((id) => say(language, "test.rule", { rule: Rules.sayRule(id, language), id }))
  ]
}

/** A generated story as the text of a YAML file, with the steps that it takes in a remark. */
export const pathText = (model: Model, { playbook, story, takes }: StoryPath, language: Language): string => {
  const remark = say(language, "test.path", {
    playbook: nameOf(model, playbook, language),
    steps: takes.map((step) => stepOf(model, playbook, step, language))
  })
  return `# ${remark}\n${stringify(story, { lineWidth: 0 })}`
}

/** Says why there is no generated story for a step. */
export const noPathText = (model: Model, { playbook, reasons, step }: NoPath, language: Language): string =>
  say(language, "test.noPath", {
    playbook: nameOf(model, playbook, language),
    step: stepOf(model, playbook, step, language),
    reasons
  })
