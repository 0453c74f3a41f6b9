/**
 * Explores all situations in which a case of a playbook can be: each stage, combined with the facts that a gate can
 * require. It finds gates (conditions of steps) that no case can fulfil, and situations from which no case can reach an
 * outcome.
 */
import { make as problem, type Problem } from "../../kernel/Problem.ts"
import {
  type Field,
  type FieldId,
  isFinal,
  isRequired,
  peopleOf,
  type Playbook,
  type StageId,
  type Step,
  type StepId
} from "../Playbook.ts"
import { fieldsOf, lapsesOf, leastDays, list, mostDays, stepsOf, when } from "./PlaybookParts.ts"

/**
 * A situation of a case, as far as the gates (conditions) of steps depend on it: the stage of the case, and the facts
 * that are true.
 */
interface Situation {
  readonly stage: StageId
  readonly facts: ReadonlySet<string>
}

// The names of the facts: a step was taken, a field is on record, a stage with a deadline was entered, the deadline of
// a stage has passed.
const taken = (step: StepId): string => `taken ${step}`
const onRecord = (field: FieldId): string => `record ${field}`
const entered = (stage: StageId): string => `entered ${stage}`
const passed = (stage: StageId): string => `passed ${stage}`

/**
 * The maximum number of situations that are explored. A playbook with more situations is too complicated for people,
 * too.
 */
const mostSituations = 20_000

/**
 * The facts that a gate (the condition of a step) in the playbook requires. Two situations are different only if their
 * stage or one of these facts differs.
 */
const askedFacts = (playbook: Playbook): ReadonlySet<string> =>
  new Set(
    stepsOf(playbook).flatMap(([, { gate }]) => [
      ...(gate?.after ?? []).map(taken),
      ...(gate?.evidence ?? []).map(onRecord),
      ...(gate?.lapsed === undefined ? [] : [entered(gate.lapsed), passed(gate.lapsed)])
    ])
  )

interface Walk {
  readonly situations: ReadonlyMap<string, Situation>
  /**
   * For each situation, all situations from which a case can get there in one step. A situation is written as its key.
   */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>
  readonly isComplete: boolean
}

/**
 * The sets of evidence fields that people can hand in with a step. There are several sets, because optional fields may
 * be missing.
 */
const handedIn = (
  evidence: Readonly<Record<FieldId, Field>> = {},
  asked: ReadonlySet<string>
): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(evidence)
    .filter(([id]) => asked.has(onRecord(id)))
    .reduce<ReadonlyArray<ReadonlyArray<string>>>(
      (ways, [id, field]) =>
        ways.flatMap((way) => (isRequired(field) ? [[...way, onRecord(id)]] : [way, [...way, onRecord(id)]])),
      [[]]
    )

// A gate can require an evidence field that no step collects. Another check reports such a field, so here it counts as
// recorded.
const isOpen = (
  { facts }: Situation,
  { gate }: Step,
  { parent }: Playbook,
  fields: ReadonlySet<FieldId>
): boolean =>
  (gate?.after ?? []).every((step) => facts.has(taken(step))) &&
  (gate?.evidence ?? []).every((field) => facts.has(onRecord(field)) || !fields.has(field)) &&
  (gate?.lapsed === undefined || facts.has(passed(gate.lapsed))) &&
  (gate?.parent === undefined || parent !== undefined)

const walk = (playbook: Playbook): Walk => {
  const asked = askedFacts(playbook)
  const known = fieldsOf(playbook)
  const lapses = lapsesOf(playbook)
  const situations = new Map<string, Situation>()
  const sources = new Map<string, Set<string>>()
  const waiting: Array<string> = []

  const keyOf = ({ facts, stage }: Situation): string => [stage, ...[...facts].toSorted()].join("\n")
  const visit = (situation: Situation, from: string | undefined): void => {
    const key = keyOf(situation)
    if (!situations.has(key)) {
      situations.set(key, situation)
      sources.set(key, new Set())
      waiting.push(key)
    }
    if (from !== undefined) sources.get(key)?.add(from)
  }
  const withFacts = (facts: ReadonlySet<string>, more: ReadonlyArray<string>): ReadonlySet<string> =>
    new Set([...facts, ...more.filter((fact) => asked.has(fact))])
  /**
   * The situation (stage and facts) after a case enters a stage. If the stage has a deadline, the deadline starts
   * again.
   */
  const enter = (stage: StageId, facts: ReadonlySet<string>): Situation =>
    playbook.stages[stage]?.deadline === undefined
      ? { stage, facts }
      : {
          stage,
          facts: withFacts(new Set([...facts].filter((fact) => fact !== passed(stage))), [entered(stage)])
        }

  const none: ReadonlySet<string> = new Set()
  if (Object.hasOwn(playbook.stages, playbook.start)) {
    for (const facts of handedIn(playbook.opening?.evidence, asked)) {
      visit(enter(playbook.start, withFacts(none, facts)), undefined)
    }
  }

  const canWaitFor = (situation: StageId, awaited: StageId): boolean => {
    const { deadline, lapse, rests } = playbook.stages[situation] ?? {}
    if (rests?.stages?.includes(awaited) === true) return false
    const other = playbook.stages[awaited]?.deadline
    if (lapse === undefined || deadline === undefined) return true
    return situation !== awaited && other !== undefined && leastDays(deadline) > mostDays(other)
  }

  const go = (key: string, situation: Situation): void => {
    const { facts, stage } = situation
    const here = playbook.stages[stage]
    if (here === undefined) return
    if (isFinal(here)) {
      if (playbook.reopening !== undefined) visit(enter(playbook.reopening.to, none), key)
      return
    }
    for (const fact of facts) {
      if (!fact.startsWith("entered ")) continue
      const awaited = fact.slice("entered ".length)
      if (canWaitFor(stage, awaited)) visit({ stage, facts: withFacts(facts, [passed(awaited)]) }, key)
    }
    for (const [id, step] of stepsOf(playbook)) {
      const lapsesHere = here.lapse === id
      if (!step.from.includes(stage) && !lapsesHere) continue
      const isRelapse = id === playbook.patrol?.relapse && step.to !== undefined
      const before = isRelapse ? none : facts
      const arrive = (more: ReadonlyArray<string>): void => {
        const after = withFacts(before, [...more, taken(id)])
        visit(step.to === undefined ? { stage, facts: after } : enter(step.to, after), key)
      }
      // If nobody may take a step, another check reports this. Here such a step counts as one that people can take.
      const byPeople = peopleOf(step).length > 0 || !lapses.has(id)
      if (byPeople && step.from.includes(stage) && isOpen(situation, step, playbook, known)) {
        for (const evidence of handedIn(step.evidence, asked)) arrive(evidence)
      }
      if (lapsesHere) arrive([passed(stage)])
    }
  }

  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (situations.size > mostSituations) return { situations, sources, isComplete: false }
    go(key, situations.get(key) as Situation)
  }
  return { situations, sources, isComplete: true }
}

/** The keys of the situations (stage and facts) from which a case can reach an outcome. */
const hopeful = ({ situations, sources }: Walk, { stages }: Playbook): ReadonlySet<string> => {
  const reached = new Set<string>()
  const waiting = [...situations].flatMap(([key, { stage }]) => {
    const here = stages[stage]
    return here !== undefined && isFinal(here) ? [key] : []
  })
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue
    reached.add(key)
    waiting.push(...(sources.get(key) ?? []))
  }
  return reached
}

/** Describes the facts of a situation in words. */
const circumstances = ({ facts }: Situation): string => {
  const named = [...facts].flatMap((fact) => {
    const at = fact.indexOf(" ")
    const name = fact.slice(at + 1)
    switch (fact.slice(0, at)) {
      case "taken":
        return [`"${name}" taken`]
      case "record":
        return [`"${name}" on record`]
      case "passed":
        return [`the deadline of "${name}" passed`]
      default:
        return []
    }
  })
  return named.length === 0 ? "without any fact that a gate requires" : `with ${named.join(", ")}`
}

export const reachable = (playbook: Playbook, isSound: boolean): ReadonlyArray<Problem> => {
  const walked = walk(playbook)
  if (!walked.isComplete) {
    return [
      problem(
        ["steps"],
        "too-intricate",
        `gates and steps combine into more than ${mostSituations} situations: split the playbook, or ask less of gates`,
        { most: mostSituations }
      )
    ]
  }
  const all = [...walked.situations.values()]
  const known = fieldsOf(playbook)
  const shut = stepsOf(playbook).flatMap(([id, step]) => {
    const here = all.filter(({ stage }) => step.from.includes(stage))
    return when(
      step.gate !== undefined && here.length > 0 && !here.some((one) => isOpen(one, step, playbook, known)),
      ["steps", id, "gate"],
      "gate-never-opens",
      `in no case does the gate of "${id}" open while it is in ${list(step.from)}`,
      { id, from: step.from }
    )
  })
  // A dead end (no way to an outcome) can be the result of another problem, and disappears when that problem is
  // corrected. So dead ends are not reported if there are other problems.
  if (!isSound || shut.length > 0) return shut
  const hope = hopeful(walked, playbook)
  const lost = new Map<StageId, Situation>()
  for (const [key, situation] of walked.situations) {
    if (!hope.has(key) && !lost.has(situation.stage)) lost.set(situation.stage, situation)
  }
  return [...lost].map(([stage, situation]) =>
    problem(
      ["stages", stage],
      "no-way-to-an-outcome",
      `a case in "${stage}" ${circumstances(situation)} can never reach an outcome: lead it back to the steps that ` +
        "its gates require, or give it another way out",
      { stage }
    )
  )
}
