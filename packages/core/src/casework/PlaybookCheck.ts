/**
 * Checks a playbook as code is checked: every mistake that can be known without running a case, with its path.
 *
 * Besides names, people and bounds, it walks through everything that a case can come to: each stage together with what a
 * gate could ask about (steps taken, evidence on record, deadlines passed). So it finds the gate that no case can open,
 * and the corner from which no case gets to an outcome. What lies outside the case is taken at its best: votes carry,
 * the case above stays open, those below get done, and there are people enough for the separation of duties.
 */
import type { Period } from "../kernel/Period.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { compare, format as formatRatio, make as ratio } from "../kernel/Ratio.ts"
import { format as formatPeriod } from "../kernel/Period.ts"
import {
  type By,
  type Field,
  type FieldId,
  isFinal,
  isRequired,
  peopleOf,
  type Playbook,
  type Stage,
  type StageId,
  type Step,
  type StepId
} from "./Playbook.ts"

type Path = ReadonlyArray<string | number>
type Check = (playbook: Playbook) => ReadonlyArray<Problem>

const stagesOf = ({ stages }: Playbook): ReadonlyArray<readonly [StageId, Stage]> => Object.entries(stages)
const stepsOf = ({ steps }: Playbook): ReadonlyArray<readonly [StepId, Step]> => Object.entries(steps)

const when = (wrong: boolean, path: Path, code: string, message: string): ReadonlyArray<Problem> =>
  wrong ? [problem(path, code, message)] : []

const list = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(", ")

// -------------------------------------------------------------------------------------------------------------- names

/** Every stage that the playbook names, with where it does. */
const namedStages = ({
  patrol,
  reopening,
  start,
  steps
}: Playbook): ReadonlyArray<readonly [StageId, Path]> => [
  [start, ["start"]],
  ...(reopening === undefined ? [] : [[reopening.to, ["reopening", "to"]] as const]),
  ...(patrol === undefined ? [] : [[patrol.stage, ["patrol", "stage"]] as const]),
  ...Object.entries(steps).flatMap(([id, { from, gate, to }]) => [
    ...from.map((stage, at) => [stage, ["steps", id, "from", at]] as const),
    ...(to === undefined ? [] : [[to, ["steps", id, "to"]] as const]),
    ...(gate?.lapsed === undefined ? [] : [[gate.lapsed, ["steps", id, "gate", "lapsed"]] as const])
  ])
]

/** Every step that the playbook names, with where it does. */
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

const unknown = (
  what: "stage" | "step",
  names: ReadonlyArray<readonly [string, Path]>,
  known: Readonly<Record<string, unknown>>
): ReadonlyArray<Problem> =>
  names.flatMap(([name, path]) =>
    when(
      !Object.hasOwn(known, name),
      path,
      `unknown-${what}`,
      `there is no ${what} "${name}": use one of ${list(Object.keys(known)) || "(none is defined)"}`
    )
  )

const names: Check = (playbook) => [
  ...unknown("stage", namedStages(playbook), playbook.stages),
  ...unknown("step", namedSteps(playbook), playbook.steps)
]

// ----------------------------------------------------------------------------------------------------------- evidence

/** Every field that is asked for, with where it is. */
const askedFields = ({ opening, steps }: Playbook): ReadonlyArray<readonly [FieldId, Field, Path]> => [
  ...Object.entries(opening?.evidence ?? {}).map(
    ([id, field]) => [id, field, ["opening", "evidence", id]] as const
  ),
  ...Object.entries(steps).flatMap(([step, { evidence = {} }]) =>
    Object.entries(evidence).map(([id, field]) => [id, field, ["steps", step, "evidence", id]] as const)
  )
]

const fieldsOf = (playbook: Playbook): ReadonlySet<FieldId> =>
  new Set(askedFields(playbook).map(([id]) => id))

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
        `"${id}" is a choice between nothing: list its choices`
      ),
      ...when(
        type !== "choice" && choices !== undefined,
        [...path, "choices"],
        "choices-without-choice",
        `"${id}" is a ${type} and cannot have choices: make it a choice, or leave them out`
      ),
      ...when(
        !isMeasured && (least !== undefined || most !== undefined),
        path,
        "bounds-without-measure",
        `"${id}" is a ${type}: only a number, an amount or a list has a least and a most`
      ),
      ...when(
        least !== undefined && most !== undefined && least > most,
        path,
        "least-over-most",
        `the least of "${id}", ${least}, is more than the most, ${most}`
      ),
      ...when(
        before !== type,
        [...path, "type"],
        "field-types-differ",
        `"${id}" is a ${before} in another step and a ${type} here: one name stands for one thing`
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
        `"${id}" needs "${field}" on record, and no step asks for it: let an earlier step ask for it`
      )
    )
  )
}

// ------------------------------------------------------------------------------------------------------------- people

const lapsesOf = ({ stages }: Playbook): ReadonlySet<StepId> =>
  new Set(Object.values(stages).flatMap(({ lapse }) => lapse ?? []))

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
        `nobody may take "${id}", and no deadline leads to it: say by whom it is taken`
      )
    ),
    ...when(
      nobody(keepers) && (opening?.by ?? []).length === 0,
      ["keepers"],
      "nobody-may",
      "nobody may open a case: name keepers, or who may open one"
    ),
    ...when(
      nobody(reopening?.by),
      ["reopening", "by"],
      "nobody-may",
      "nobody may reopen a case: name somebody, or leave this out for the keepers"
    )
  ]
}

// ---------------------------------------------------------------------------------------------------------- deadlines

// The least and the most days that a period can take, whatever the month and the holidays.
const leastDays = ({ count, unit }: Period): number =>
  count * { day: 1, "working day": 1, week: 7, month: 28 }[unit]
const mostDays = ({ count, unit }: Period): number =>
  unit === "working day" ? 3 * count + 14 : count * { day: 1, week: 7, month: 31 }[unit]

const deadlines: Check = (playbook) =>
  stagesOf(playbook).flatMap(([id, { deadline, escalate, lapse }]) => {
    const step = lapse === undefined ? undefined : playbook.steps[lapse]
    const path = ["stages", id]
    const nowhere = (wrong: boolean, message: string) =>
      when(wrong, [...path, "lapse"], "lapse-leads-nowhere", `the lapse of "${id}" leads nowhere: ${message}`)
    const asked = Object.entries(step?.evidence ?? {}).flatMap(([field, value]) =>
      isRequired(value) ? [field] : []
    )
    return [
      ...nowhere(lapse !== undefined && deadline === undefined, "the stage has no deadline that could pass"),
      ...nowhere(
        step !== undefined && !step.from.includes(id),
        `"${lapse}" is not a step from "${id}", but from ${list(step?.from ?? [])}`
      ),
      ...nowhere(step !== undefined && step.to === undefined, `"${lapse}" stays in its stage`),
      ...nowhere(asked.length > 0, `"${lapse}" asks for ${list(asked)}, and the clock brings no evidence`),
      ...nowhere(step?.gate !== undefined, `"${lapse}" has a gate, and a deadline waits for none`),
      ...when(
        lapse !== undefined && deadline?.count === 0,
        [...path, "deadline"],
        "lapse-at-once",
        `"${id}" lapses on the day it is entered: give people time, or lead to the next stage straight away`
      ),
      ...when(
        deadline === undefined && escalate !== undefined,
        [...path, "escalate"],
        "escalation-without-deadline",
        `"${id}" has no deadline that could be late: state one, or leave the escalation out`
      )
    ]
  })

/** The least days after which each stage can be entered; people may act at once, only lapses take their time. */
const earliest = (playbook: Playbook): ReadonlyMap<StageId, number> => {
  const lapses = lapsesOf(playbook)
  const days = new Map<StageId, number>([[playbook.start, 0]])
  // Bellman and Ford: no weight is negative, so as many rounds as there are stages suffice.
  for (let round = 0; round < stagesOf(playbook).length; round++) {
    for (const [id, step] of stepsOf(playbook)) {
      for (const from of step.from) {
        const start = days.get(from)
        if (start === undefined || step.to === undefined) continue
        const deadline = playbook.stages[from]?.deadline
        const waits = lapses.has(id) && peopleOf(step).length === 0 && deadline !== undefined
        const reached = start + (waits ? leastDays(deadline) : 0)
        if (reached < (days.get(step.to) ?? Number.POSITIVE_INFINITY)) days.set(step.to, reached)
      }
    }
  }
  return days
}

const limits: Check = (playbook) => {
  const { limit, patrol } = playbook
  if (limit === undefined) return []
  const days = earliest(playbook)
  return stagesOf(playbook).flatMap(([id, { deadline }]) => {
    if (deadline === undefined || id === patrol?.stage) return []
    const before = days.get(id) ?? 0
    const isLonger =
      deadline.unit === limit.unit && before === 0
        ? deadline.count > limit.count
        : before + leastDays(deadline) > mostDays(limit)
    return when(
      isLonger,
      ["stages", id, "deadline"],
      "deadline-after-limit",
      `the deadline of "${id}" ends ${formatPeriod(deadline)} after ${before} days at the earliest, ` +
        `later than the case's own limit of ${formatPeriod(limit)}: shorten it, or widen the limit`
    )
  })
}

// -------------------------------------------------------------------------------------------------------------- stages

const ends: Check = (playbook) => {
  const { patrol, reopening, start, stages, steps } = playbook
  const isEnd = (id: StageId | undefined): boolean => {
    const stage = id === undefined ? undefined : stages[id]
    return stage !== undefined && isFinal(stage)
  }
  const begins = (id: StageId | undefined, path: Path) =>
    when(isEnd(id), path, "begins-at-its-end", `"${id}" ends the case: a case cannot begin, or go on, in it`)
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
          `"${stage}" ends the case and "${id}" can never be taken in it: a closed case is only reopened`
        )
      )
    ),
    ...stagesOf(playbook).flatMap(([id, { deadline }]) =>
      when(
        isEnd(id) && deadline !== undefined,
        ["stages", id, "deadline"],
        "deadline-after-end",
        `"${id}" ends the case: nothing can be due in it`
      )
    )
  ]
}

/** The stages that some way leads to, gates and people apart: what a gate shuts off is told of the gate. */
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
      `no case ever comes to "${id}": let a step lead to it`
    )
  )
}

const leaves = (step: Step, stage: StageId): boolean =>
  step.from.includes(stage) && step.to !== undefined && step.to !== stage

const waysOut: Check = (playbook) =>
  stagesOf(playbook).flatMap(([id, stage]) =>
    when(
      !isFinal(stage) && !stepsOf(playbook).some(([, step]) => leaves(step, id)),
      ["stages", id],
      "no-way-out",
      `no step leads out of "${id}": give it one, or an outcome if it ends the case`
    )
  )

/** The stages that the clock alone would go round for ever, each ring once, by its first stage. */
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
      `the clock alone goes round ${list(ring)} for ever: let a person's step, or a lapse, lead out of it`
    )
  )

// -------------------------------------------------------------------------------------------------------------- patrol

const patrols: Check = ({ patrol, stages, steps }) => {
  if (patrol === undefined) return []
  const { check, every, relapse, release, stage, tighten, widen } = patrol
  const isStage = Object.hasOwn(stages, stage)
  const at = (id: StepId): Step | undefined => (isStage ? steps[id] : undefined)
  const outside = (id: StepId, path: Path, code: string) =>
    when(
      at(id)?.from.includes(stage) === false,
      path,
      code,
      `"${id}" is not a step from the patrol's stage "${stage}"`
    )
  const never = "patrol-never-releases"
  const { deadline, lapse } = stages[stage] ?? {}
  const needed = release.after * leastDays(every.least)
  const [first, least, most] = [every.first, every.least, every.most].map(leastDays) as [
    number,
    number,
    number
  ]
  return [
    ...outside(check, ["patrol", "check"], never),
    ...when(
      at(check)?.to !== undefined,
      ["patrol", "check"],
      never,
      `"${check}" leaves the patrol's stage, so that clean checks never add up: let it stay`
    ),
    ...outside(release.step, ["patrol", "release", "step"], never),
    ...when(
      at(release.step) !== undefined && (at(release.step)?.to ?? stage) === stage,
      ["patrol", "release", "step"],
      never,
      `"${release.step}" does not lead out of the patrol's stage "${stage}"`
    ),
    ...when(
      isStage && isFinal(stages[stage] as Stage),
      ["patrol", "stage"],
      never,
      `"${stage}" ends the case: nobody checks on a closed case`
    ),
    ...when(
      deadline !== undefined && lapse !== undefined && mostDays(deadline) < needed,
      ["stages", stage, "deadline"],
      never,
      `"${stage}" lapses before ${release.after} checks at least ${formatPeriod(every.least)} apart are possible`
    ),
    ...outside(relapse, ["patrol", "relapse"], "patrol-without-relapse"),
    ...when(
      at(relapse) !== undefined && (at(relapse)?.to ?? stage) === stage,
      ["patrol", "relapse"],
      "patrol-without-relapse",
      `"${relapse}" does not lead out of the patrol's stage "${stage}": say in which stage the case goes on`
    ),
    ...when(
      new Set([check, relapse, release.step]).size < 3,
      ["patrol"],
      "patrol-parts-alike",
      "the clean check, the relapse and the release are three different steps"
    ),
    ...(["first", "least", "most"] as const).flatMap((bound) =>
      when(
        every[bound].unit !== "day" && every[bound].unit !== "week",
        ["patrol", "every", bound],
        "patrol-unit",
        `a patrol's interval is in days or weeks, not "${formatPeriod(every[bound])}"`
      )
    ),
    ...when(
      least < 1 || least > first || first > most,
      ["patrol", "every"],
      "patrol-bounds",
      `the intervals must be least ≤ first ≤ most and at least a day, not ${formatPeriod(every.least)}, ` +
        `${formatPeriod(every.first)}, ${formatPeriod(every.most)}`
    ),
    ...when(
      compare(widen, ratio(1, 1)) < 0,
      ["patrol", "widen"],
      "patrol-factor",
      `a clean check cannot shorten the interval: ${formatRatio(widen)} is less than 1`
    ),
    ...when(
      compare(tighten, ratio(1, 1)) > 0,
      ["patrol", "tighten"],
      "patrol-factor",
      `a relapse cannot lengthen the interval: ${formatRatio(tighten)} is more than 1`
    )
  ]
}

// ----------------------------------------------------------------------------------------------- everything reachable

/** What a case can come to, as far as gates can tell: its stage, and the facts that hold. */
interface Situation {
  readonly stage: StageId
  readonly facts: ReadonlySet<string>
}

// A fact: a step taken, a field on record, a stage entered that has a deadline, that deadline passed.
const taken = (step: StepId): string => `taken ${step}`
const onRecord = (field: FieldId): string => `record ${field}`
const entered = (stage: StageId): string => `entered ${stage}`
const passed = (stage: StageId): string => `passed ${stage}`

/** The most situations looked at. A playbook with more is too intricate for people, too. */
const mostSituations = 20_000

/** Only facts that some gate asks about tell situations apart. */
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
  /** By the key of a situation: the keys from which a case gets there. */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>
  readonly isComplete: boolean
}

/** The ways in which evidence may be handed in: what is optional may be missing. */
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

// A field that no step asks for is told by itself; here it counts as being there.
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
  /** Entering a stage with a deadline starts it anew. */
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
    const { deadline, lapse } = playbook.stages[situation] ?? {}
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
      // A step that nobody may take is told by itself; here somebody takes it.
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

/** The keys of the situations from which some outcome can be reached. */
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

/** How people would put the facts of a situation. */
const circumstances = ({ facts }: Situation): string => {
  const told = [...facts].flatMap((fact) => {
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
  return told.length === 0 ? "with nothing behind it that a gate asks for" : `with ${told.join(", ")}`
}

const reachable = (playbook: Playbook, isSound: boolean): ReadonlyArray<Problem> => {
  const walked = walk(playbook)
  if (!walked.isComplete) {
    return [
      problem(
        ["steps"],
        "too-intricate",
        `gates and steps combine into more than ${mostSituations} situations: split the playbook, or ask less of gates`
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
      `in no case does the gate of "${id}" open while it is in ${list(step.from)}`
    )
  })
  // Whatever is wrong besides makes dead ends, which mending it may mend.
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
      `a case in "${stage}" ${circumstances(situation)} can never come to an outcome: lead it back to the steps that ` +
        "its gates ask for, or give it another way out"
    )
  )
}

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
  patrols
]

/**
 * Every mistake in a playbook, with its path into the playbook. None means that a case under it can always come to an
 * outcome. What can be reached is looked at once all names are known, so that one slip is not told many times.
 *
 * @example
 * ```ts
 * import { Playbook } from "@liulinhui/core/casework/Playbook"
 * import { checkPlaybook } from "@liulinhui/core/casework/PlaybookCheck"
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
  const others = checks.flatMap((check) => check(playbook))
  const walked =
    unknowns.length === 0 ? [...unreached(playbook), ...reachable(playbook, others.length === 0)] : []
  return [...unknowns, ...others, ...walked]
}
