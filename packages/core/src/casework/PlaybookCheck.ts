/**
 * Checks a playbook, and reports every mistake that can be found without running a case, with its path.
 *
 * The check looks at names, people and limits. It also explores all situations in which a case can be: each stage,
 * combined with the facts that a gate can require (steps taken, evidence on record, deadlines passed). So it finds a
 * gate that no case can open, and a situation from which a case can never reach an outcome. Facts outside the case are
 * assumed to be favourable: polls succeed, the parent case stays open, the child cases are closed, and there are enough
 * people for the separation of duties.
 */
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { unknownNames } from "../kernel/UnknownName.ts"
import { clocks } from "./internal/ClockCheck.ts"
import { deadlines, limits } from "./internal/DeadlineCheck.ts"
import { patrols } from "./internal/PatrolCheck.ts"
import {
  askedFields,
  type Check,
  fieldsOf,
  lapsesOf,
  leaves,
  list,
  type Path,
  stagesOf,
  stepsOf,
  when
} from "./internal/PlaybookParts.ts"
import { reachable } from "./internal/PlaybookWalk.ts"
import {
  type By,
  type Field,
  type FieldId,
  isFinal,
  peopleOf,
  type Playbook,
  type StageId,
  type StepId
} from "./Playbook.ts"

// -------------------------------------------------------------------------------------------------------------- names

/** All places in the playbook that refer to a stage, each with its path. */
const namedStages = ({
  patrol,
  reopening,
  stages,
  start,
  steps
}: Playbook): ReadonlyArray<readonly [StageId, Path]> => [
  [start, ["start"]],
  ...Object.entries(stages).flatMap(([id, { rests }]) =>
    (rests?.stages ?? []).map((stage, at) => [stage, ["stages", id, "rests", "stages", at]] as const)
  ),
  ...(reopening === undefined ? [] : [[reopening.to, ["reopening", "to"]] as const]),
  ...(patrol === undefined ? [] : [[patrol.stage, ["patrol", "stage"]] as const]),
  ...Object.entries(steps).flatMap(([id, { from, gate, to }]) => [
    ...from.map((stage, at) => [stage, ["steps", id, "from", at]] as const),
    ...(to === undefined ? [] : [[to, ["steps", id, "to"]] as const]),
    ...(gate?.lapsed === undefined ? [] : [[gate.lapsed, ["steps", id, "gate", "lapsed"]] as const])
  ])
]

/** All places in the playbook that refer to a step, each with its path. */
const namedSteps = ({ patrol, stages, steps }: Playbook): ReadonlyArray<readonly [StepId, Path]> => [
  ...Object.entries(stages).flatMap(([id, { lapse }]) =>
    lapse === undefined ? [] : [[lapse, ["stages", id, "lapse"]] as const]
  ),
  ...(patrol === undefined
    ? []
    : [
        [patrol.check, ["patrol", "check"]] as const,
        [patrol.relapse, ["patrol", "relapse"]] as const,
        [patrol.release.step, ["patrol", "release", "step"]] as const
      ]),
  ...Object.entries(steps).flatMap(([id, { gate, notBy = [] }]) => [
    ...notBy.map((step, at) => [step, ["steps", id, "notBy", at]] as const),
    ...(gate?.after ?? []).map((step, at) => [step, ["steps", id, "gate", "after", at]] as const)
  ])
]

const names: Check = (playbook) => [
  ...unknownNames("stage", namedStages(playbook), playbook.stages),
  ...unknownNames("step", namedSteps(playbook), playbook.steps)
]

// ----------------------------------------------------------------------------------------------------------- evidence

const fields: Check = (playbook) => {
  const types = new Map<FieldId, Field["type"]>()
  return askedFields(playbook).flatMap(([id, { choices, least, most, type }, path]) => {
    const before = types.get(id) ?? type
    types.set(id, before)
    const isMeasured = type === "number" || type === "amount" || type === "list"
    return [
      ...when(
        type === "choice" && Object.keys(choices ?? {}).length === 0,
        [...path, "choices"],
        "choice-without-choices",
        `"${id}" is a choice between nothing: list its choices`,
        { id }
      ),
      ...when(
        type !== "choice" && choices !== undefined,
        [...path, "choices"],
        "choices-without-choice",
        `"${id}" is a ${type} and cannot have choices: make it a choice, or leave them out`,
        { id, type }
      ),
      ...when(
        !isMeasured && (least !== undefined || most !== undefined),
        path,
        "bounds-without-measure",
        `"${id}" is a ${type}: only a number, an amount or a list has a least and a most`,
        { id, type }
      ),
      ...when(
        least !== undefined && most !== undefined && least > most,
        path,
        "least-over-most",
        `the least of "${id}", ${least}, is more than the most, ${most}`,
        { id, least: String(least), most: String(most) }
      ),
      ...when(
        before !== type,
        [...path, "type"],
        "field-types-differ",
        `"${id}" is a ${before} in another step and a ${type} here: one name stands for one thing`,
        { id, before, type }
      )
    ]
  })
}

const collected: Check = (playbook) => {
  const known = fieldsOf(playbook)
  return stepsOf(playbook).flatMap(([id, { gate }]) =>
    (gate?.evidence ?? []).flatMap((field, at) =>
      when(
        !known.has(field),
        ["steps", id, "gate", "evidence", at],
        "evidence-never-collected",
        `"${id}" needs "${field}" on record, and no step requires it: let an earlier step require it`,
        { id, field }
      )
    )
  )
}

// ------------------------------------------------------------------------------------------------------------- people

const nobody = (people: ReadonlyArray<By> | undefined): boolean => people !== undefined && people.length === 0

const people: Check = (playbook) => {
  const lapses = lapsesOf(playbook)
  const { keepers, opening, reopening } = playbook
  return [
    ...stepsOf(playbook).flatMap(([id, step]) =>
      when(
        peopleOf(step).length === 0 && !lapses.has(id),
        ["steps", id, "by"],
        "nobody-may",
        `nobody may take "${id}", and no deadline leads to it: name the people who take it`,
        { why: "take", id }
      )
    ),
    ...when(
      nobody(keepers) && (opening?.by ?? []).length === 0,
      ["keepers"],
      "nobody-may",
      "nobody may open a case: name keepers, or who may open one",
      { why: "open", id: "" }
    ),
    ...when(
      nobody(reopening?.by),
      ["reopening", "by"],
      "nobody-may",
      "nobody may reopen a case: name somebody, or leave this out for the keepers",
      { why: "reopen", id: "" }
    ),
    ...when(
      reopening?.within?.unit === "working day",
      ["reopening", "within"],
      "counted-in-working-days",
      "a case can be reopened for so many days, weeks or months: do not count working days here"
    )
  ]
}

// -------------------------------------------------------------------------------------------------------------- stages

const ends: Check = (playbook) => {
  const { patrol, reopening, start, stages, steps } = playbook
  const isEnd = (id: StageId | undefined): boolean => {
    const stage = id === undefined ? undefined : stages[id]
    return stage !== undefined && isFinal(stage)
  }
  const begins = (id: StageId | undefined, path: Path) =>
    when(
      isEnd(id),
      path,
      "begins-at-its-end",
      `"${id}" ends the case: a case cannot begin, or go on, in it`,
      {
        id: id ?? ""
      }
    )
  return [
    ...begins(start, ["start"]),
    ...begins(reopening?.to, ["reopening", "to"]),
    ...begins(patrol === undefined ? undefined : steps[patrol.relapse]?.to, ["patrol", "relapse"]),
    ...stepsOf(playbook).flatMap(([id, { from }]) =>
      from.flatMap((stage, at) =>
        when(
          isEnd(stage),
          ["steps", id, "from", at],
          "step-after-end",
          `"${stage}" ends the case and "${id}" can never be taken in it: a closed case is only reopened`,
          { stage, step: id }
        )
      )
    ),
    ...stagesOf(playbook).flatMap(([id, { deadline }]) =>
      when(
        isEnd(id) && deadline !== undefined,
        ["stages", id, "deadline"],
        "deadline-after-end",
        `"${id}" ends the case: nothing can be due in it`,
        { id }
      )
    )
  ]
}

/**
 * The stages that a case can reach if the gates (conditions) and the people of steps are ignored. If no case can fulfil
 * a gate, this is reported separately, with the path of the gate.
 */
const connected = ({ patrol, reopening, stages, start, steps }: Playbook): ReadonlySet<StageId> => {
  const found = new Set<StageId>()
  const waiting = [start, ...(reopening === undefined ? [] : [reopening.to])]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const here = stages[at]
    if (found.has(at) || here === undefined) continue
    found.add(at)
    for (const [id, { from, to }] of Object.entries(steps)) {
      if (to !== undefined && (from.includes(at) || here.lapse === id)) waiting.push(to)
    }
    if (at === patrol?.stage) waiting.push(steps[patrol.relapse]?.to ?? at)
  }
  return found
}

const unreached: Check = (playbook) => {
  const found = connected(playbook)
  return stagesOf(playbook).flatMap(([id]) =>
    when(
      !found.has(id),
      ["stages", id],
      "unreachable-stage",
      `no case ever reaches "${id}": let a step lead to it`,
      { id }
    )
  )
}

const waysOut: Check = (playbook) =>
  stagesOf(playbook).flatMap(([id, stage]) =>
    when(
      !isFinal(stage) && !stepsOf(playbook).some(([, step]) => leaves(step, id)),
      ["stages", id],
      "no-way-out",
      `no step leads out of "${id}": give it one, or an outcome if it ends the case`,
      { id }
    )
  )

/**
 * The cycles of stages through which automatic steps alone would move a case without end. Each cycle is reported once,
 * starting with its first stage.
 */
const rings = (playbook: Playbook): ReadonlyArray<ReadonlyArray<StageId>> => {
  const { stages, steps } = playbook
  const next = (id: StageId): StageId | undefined => {
    const lapse = stages[id]?.lapse
    return lapse === undefined ? undefined : steps[lapse]?.to
  }
  const seen = new Set<StageId>()
  return stagesOf(playbook).flatMap(([id]) => {
    const trail: Array<StageId> = []
    let at: StageId | undefined = id
    while (at !== undefined && !trail.includes(at)) {
      trail.push(at)
      at = next(at)
    }
    const ring = at === undefined ? [] : trail.slice(trail.indexOf(at))
    if (ring.length === 0 || ring.some((stage) => seen.has(stage))) return []
    for (const stage of ring) seen.add(stage)
    const hasExit = stepsOf(playbook).some(
      ([, step]) =>
        peopleOf(step).length > 0 &&
        step.to !== undefined &&
        !ring.includes(step.to) &&
        step.from.some((from) => ring.includes(from))
    )
    return hasExit ? [] : [ring]
  })
}

const cycles: Check = (playbook) =>
  rings(playbook).map((ring) =>
    problem(
      ["stages", ring[0] ?? playbook.start, "lapse"],
      "endless-cycle",
      `the clock alone goes round ${list(ring)} for ever: let a person's step, or a lapse, lead out of it`,
      { stages: ring }
    )
  )

// ---------------------------------------------------------------------------------------------------------- all of it

const checks: ReadonlyArray<Check> = [
  fields,
  collected,
  people,
  deadlines,
  limits,
  ends,
  waysOut,
  cycles,
  clocks,
  patrols
]

const resultsOfUnknown: ReadonlySet<string> = new Set(["nobody-may", "no-way-out"])

/**
 * Returns every mistake in a playbook, with its path. If the array is empty, every case of the playbook can always
 * reach an outcome. Situations are explored only if all ids exist, so that one mistake is not reported many times.
 *
 * @example
 * ```ts
 * import { Playbook, checkPlaybook } from "@liulinhui/core/Playbook"
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
 *     planned: { name: { zh: "待探访", en: "Planned" } },
 *     done: { name: { zh: "已探访", en: "Visited" }, outcome: "achieved" }
 *   },
 *   steps: {
 *     visit: { name: { zh: "探访", en: "Visit" }, from: ["planned"], to: "done", by: [] }
 *   }
 * })
 * assert.deepEqual(
 *   checkPlaybook(playbook).map(({ path, code }) => [path.join("."), code]),
 *   [["steps.visit.by", "nobody-may"]]
 * )
 * ```
 * @category checks
 */
export const checkPlaybook = (playbook: Playbook): ReadonlyArray<Problem> => {
  const unknowns = names(playbook)
  const meant = new Set(unknowns.flatMap(({ given }) => given?.["meant"] ?? []))
  const others = checks
    .flatMap((check) => check(playbook))
    // If a step or a stage is misspelt, nothing seems to lead to the step or the stage that was meant.
    .filter(({ code, given }) => !resultsOfUnknown.has(code) || !meant.has(given?.["id"] ?? null))
  const walked =
    unknowns.length === 0 ? [...unreached(playbook), ...reachable(playbook, others.length === 0)] : []
  return [...unknowns, ...others, ...walked]
}
