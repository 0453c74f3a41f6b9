/**
 * Draws a playbook as a Mermaid state diagram, for documentation and for reviewing a playbook. The diagram shows the
 * stages with their deadlines, and the steps with the people who take them. Automatic steps have an hourglass. The
 * patrol stage has its interval.
 */
import { format } from "../kernel/Period.ts"
import type { Text } from "../kernel/Text.ts"
import { type By, isFinal, peopleOf, type Playbook, type StageId } from "./Playbook.ts"

// Mermaid does not accept all characters in ids and labels. So ids are written as `s0`, `s1`, …, and characters with a
// meaning in Mermaid are removed from labels.
const label = (text: string): string => text.replaceAll(/[:;"<>{}[\]#\s]+/g, " ").trim()

const people = (by: ReadonlyArray<By>): string =>
  by.map(({ role, scope }) => (scope === undefined ? role : `${role}@${scope}`)).join(" / ")

/**
 * The words of a diagram: a function that returns a name in the chosen language, and the label for reopening a case.
 */
export interface DiagramWords {
  readonly text: (text: Text) => string
  readonly reopen: string
}

/**
 * Draws the diagram as Mermaid source: one line for each stage, and one for each transition between stages. References
 * to stages and steps that do not exist are left out.
 *
 * @example
 * ```ts
 * import { Playbook, mermaid } from "@liulinhui/core/Playbook"
 * import { inLanguage, type Text } from "@liulinhui/core/Text"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const playbook = Schema.decodeUnknownSync(Playbook)({
 *   name: { zh: "探访", en: "Visit" },
 *   version: 1,
 *   subject: "resident",
 *   ledBy: "warmth",
 *   start: "planned",
 *   stages: {
 *     planned: { name: { zh: "待探访", en: "Planned" }, deadline: "7 days" },
 *     done: { name: { zh: "已探访", en: "Visited" }, outcome: "achieved" }
 *   },
 *   steps: {
 *     visit: { name: { zh: "探访", en: "Visit" }, from: ["planned"], to: "done", by: [{ role: "volunteer" }] }
 *   }
 * })
 * const words = { text: (text: Text) => inLanguage(text, "en"), reopen: "reopen" }
 * assert.deepEqual(mermaid(playbook, words).split("\n"), [
 *   "stateDiagram-v2",
 *   '  state "Planned (7 days)" as s0',
 *   '  state "Visited" as s1',
 *   "  [*] --> s0",
 *   "  s0 --> s1 : Visit (volunteer)",
 *   "  s1 --> [*]",
 *   ""
 * ])
 * ```
 * @category diagrams
 */
export const mermaid = (playbook: Playbook, words: DiagramWords): string => {
  const { patrol, reopening, stages, start, steps } = playbook
  const ids = new Map<StageId, string>(Object.keys(stages).map((stage, at) => [stage, `s${at}`]))
  const arrow = (from: StageId, to: StageId, text: string): ReadonlyArray<string> => {
    const [source, target] = [ids.get(from), ids.get(to)]
    return source === undefined || target === undefined ? [] : [`${source} --> ${target} : ${text}`]
  }
  const lines = [
    ...Object.entries(stages).map(([id, { deadline, name }]) => {
      const watched =
        id === patrol?.stage ? `${format(patrol.every.least)} … ${format(patrol.every.most)}` : undefined
      const time = [deadline === undefined ? undefined : format(deadline), watched].filter(
        (one) => one !== undefined
      )
      const shown = label(words.text(name)) + (time.length === 0 ? "" : ` (${time.join(", ")})`)
      return `state "${shown}" as ${ids.get(id)}`
    }),
    ...(ids.has(start) ? [`[*] --> ${ids.get(start)}`] : []),
    ...Object.entries(steps).flatMap(([id, step]) => {
      const { from, name, to } = step
      const by = people(peopleOf(step))
      return from.flatMap((stage) => {
        const lapses = stages[stage]?.lapse === id
        const marks = `${lapses ? "⌛ " : ""}${step.gate === undefined ? "" : "🔒 "}`
        const text = `${marks}${label(words.text(name))}${by === "" ? "" : ` (${label(by)})`}`
        return arrow(stage, to ?? stage, text)
      })
    }),
    ...Object.entries(stages).flatMap(([id, stage]) => (isFinal(stage) ? [`${ids.get(id)} --> [*]`] : [])),
    ...(reopening === undefined
      ? []
      : Object.entries(stages).flatMap(([id, stage]) =>
          isFinal(stage) ? arrow(id, reopening.to, words.reopen) : []
        ))
  ]
  return ["stateDiagram-v2", ...lines.map((line) => `  ${line}`), ""].join("\n")
}
