/** Checks the clocks of a playbook: deadlines from a date, clocks that rest, hours, and due days of a case's own. */
import { nearest } from "../../kernel/Nearest.ts"
import { format as formatPeriod } from "../../kernel/Period.ts"
import type { Problem } from "../../kernel/Problem.ts"
import { type Fields, isFinal, isRequired, type Playbook, type Stage, type StageId } from "../Playbook.ts"
import {
  askedFields,
  type Check,
  leastDays,
  list,
  mostDays,
  type Path,
  stagesOf,
  stepsOf,
  when
} from "./PlaybookParts.ts"

/**
 * The ways into a stage, and the evidence that each of them brings. A deadline that lapses and a reopening bring no
 * evidence.
 */
const waysInto = (playbook: Playbook, stage: StageId): ReadonlyArray<readonly [string, Fields]> => [
  ...(playbook.start === stage ? [["the opening", playbook.opening?.evidence ?? {}] as const] : []),
  ...(playbook.reopening?.to === stage ? [["a reopening", {}] as const] : []),
  ...stepsOf(playbook).flatMap(([id, { evidence = {}, to }]) =>
    to === stage ? [[`"${id}"`, evidence] as const] : []
  )
]

const dates: Check = (playbook) => {
  const known = askedFields(playbook).flatMap(([id, { type }]) => (type === "date" ? [id] : []))
  return stagesOf(playbook).flatMap(([id, { deadline }]) => {
    if (deadline === undefined || !("from" in deadline) || deadline.from === undefined) return []
    const { from } = deadline
    const path = ["stages", id, "deadline"]
    const near = known.includes(from) ? undefined : nearest(from, known)
    return [
      ...waysInto(playbook, id).flatMap(([way, evidence]) => {
        const field = Object.hasOwn(evidence, from) ? evidence[from] : undefined
        return when(
          field === undefined || field.type !== "date" || !isRequired(field),
          path,
          "deadline-from-unknown-date",
          `${way} leads into "${id}" without the date "${from}" from which the deadline counts: ` +
            (near === undefined ? `require a field "${from}" of type date there` : `did you mean "${near}"?`),
          { id, way: way.replaceAll('"', ""), from, ...(near === undefined ? {} : { meant: near }) }
        )
      }),
      ...when(
        waysInto(playbook, id).some(([, evidence]) => evidence[from]?.sensitive === true),
        path,
        "deadline-from-sensitive-date",
        `"${from}" is sensitive, and the due day would show it to everybody who sees the case: count from another date`,
        { from }
      )
    ]
  })
}

const hours: Check = (playbook) =>
  stagesOf(playbook).flatMap(([id, { deadline, endsOnWorkingDay }]) =>
    when(
      deadline?.unit === "hour" && endsOnWorkingDay === true,
      ["stages", id, "endsOnWorkingDay"],
      "hours-on-working-days",
      `the hours of "${id}" are counted day and night: leave endsOnWorkingDay out, or count days`,
      { id }
    )
  )

/** The stages that a case can reach from a stage by steps, without the stage itself unless a step leads back to it. */
const after = ({ steps }: Playbook, stage: StageId): ReadonlySet<StageId> => {
  const found = new Set<StageId>()
  const waiting = [stage]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { from, to } of Object.values(steps)) {
      if (to === undefined || !from.includes(at) || found.has(to)) continue
      found.add(to)
      waiting.push(to)
    }
  }
  return found
}

/** Why it makes no sense that the deadline of one stage rests in another stage. */
const restOf = (playbook: Playbook, id: StageId, rested: StageId, path: Path): ReadonlyArray<Problem> => {
  const stage: Stage | undefined = playbook.stages[rested]
  if (stage === undefined) return []
  if (rested === id) {
    return when(
      true,
      path,
      "rests-itself",
      `the deadline of "${id}" cannot rest in "${id}" itself: name another stage`,
      { id }
    )
  }
  if (stage.deadline === undefined) {
    return when(
      true,
      path,
      "rest-without-deadline",
      `"${rested}" has no deadline that could rest: state one`,
      {
        why: "stage",
        id: rested
      }
    )
  }
  const isAwaited = stepsOf(playbook).some(([, { gate }]) => gate?.lapsed === rested)
  const lapse = stage.lapse === undefined ? undefined : playbook.steps[stage.lapse]
  return [
    ...when(
      !after(playbook, rested).has(id) || (!after(playbook, id).has(rested) && !isAwaited),
      path,
      "rest-without-effect",
      `no case goes from "${rested}" to "${id}" and back, so its deadline has nothing left to go on with: ` +
        "let steps lead there and back",
      { id, rested }
    ),
    ...when(
      lapse?.to === id,
      path,
      "rest-after-lapse",
      `"${stage.lapse}" leads into "${id}" when the deadline of "${rested}" has passed, so nothing is left of it`,
      { id, rested, lapse: stage.lapse ?? "" }
    )
  ]
}

const rests: Check = (playbook) => {
  const { limit, patrol, reopening, start, steps } = playbook
  const beginnings = [start, reopening?.to, patrol === undefined ? undefined : steps[patrol.relapse]?.to]
  return stagesOf(playbook).flatMap(([id, stage]) => {
    if (stage.rests === undefined) return []
    const path = ["stages", id, "rests"]
    return [
      ...(stage.rests.stages ?? []).flatMap((rested, at) =>
        restOf(playbook, id, rested, [...path, "stages", at])
      ),
      ...when(
        stage.rests.limit === true && limit === undefined,
        [...path, "limit"],
        "rest-without-deadline",
        "the playbook has no limit for the whole case that could rest: state one, or leave this out",
        { why: "limit", id }
      ),
      ...when(
        stage.rests.limit === undefined && stage.rests.stages === undefined,
        path,
        "rests-nothing",
        `"${id}" says that clocks rest, and names none: name stages, or the limit`,
        { id }
      ),
      ...when(
        beginnings.includes(id),
        path,
        "rest-at-the-beginning",
        `a case begins in "${id}", when no clock has run yet: let a step lead into the stage in which clocks rest`,
        { id }
      ),
      ...when(isFinal(stage), path, "rest-after-end", `"${id}" ends the case: no clock rests after that`, {
        id
      })
    ]
  })
}

const ownDue: Check = ({ opening, stages, start }) => {
  const due = opening?.due
  if (due === undefined) return []
  const path = ["opening", "due"]
  const { least, most, of } = due
  return [
    ...when(
      least !== undefined && leastDays(least) > mostDays(most),
      path,
      "least-over-most",
      `the least of a case's own due day, ${least === undefined ? "" : formatPeriod(least)}, is more than the most, ${formatPeriod(most)}`,
      {
        id: "due",
        least: least === undefined ? "" : formatPeriod(least),
        most: formatPeriod(most)
      }
    ),
    ...when(
      of === "stage" && stages[start] !== undefined && isFinal(stages[start]),
      path,
      "own-due-after-end",
      `a case begins in ${list([start])}, which ends it: nothing can be due in it`,
      { id: start }
    )
  ]
}

/** The mistakes in the clocks of a playbook. */
export const clocks: Check = (playbook) => [
  ...dates(playbook),
  ...hours(playbook),
  ...rests(playbook),
  ...ownDue(playbook)
]
