/** Checks the deadlines of the stages of a playbook: what happens when they pass, and the limit of the whole case. */
import { format as formatPeriod } from "../../kernel/Period.ts"
import type { Problem } from "../../kernel/Problem.ts"
import { isRequired, peopleOf, type Playbook, type StageId } from "../Playbook.ts"
import { type Check, lapsesOf, leastDays, list, mostDays, stagesOf, stepsOf, when } from "./PlaybookParts.ts"

/** Finds lapses that lead nowhere, and escalations of stages that have no deadline. */
export const deadlines: Check = (playbook) =>
  stagesOf(playbook).flatMap(([id, { deadline, escalate, lapse }]) => {
    const step = lapse === undefined ? undefined : playbook.steps[lapse]
    const path = ["stages", id]
    const nowhere = (wrong: boolean, why: string, message: string, given: Problem["given"] = {}) =>
      when(
        wrong,
        [...path, "lapse"],
        "lapse-leads-nowhere",
        `the lapse of "${id}" leads nowhere: ${message}`,
        {
          ...given,
          why,
          id,
          lapse: lapse ?? ""
        }
      )
    const asked = Object.entries(step?.evidence ?? {}).flatMap(([field, value]) =>
      isRequired(value) ? [field] : []
    )
    return [
      ...nowhere(
        lapse !== undefined && deadline === undefined,
        "deadline",
        "the stage has no deadline that could pass"
      ),
      ...nowhere(
        step !== undefined && !step.from.includes(id),
        "from",
        `"${lapse}" is not a step from "${id}", but from ${list(step?.from ?? [])}`,
        { from: step?.from ?? [] }
      ),
      ...nowhere(step !== undefined && step.to === undefined, "stays", `"${lapse}" stays in its stage`),
      ...nowhere(
        asked.length > 0,
        "evidence",
        `"${lapse}" requires ${list(asked)}, and the clock brings no evidence`,
        { asked }
      ),
      ...nowhere(step?.gate !== undefined, "gate", `"${lapse}" has a gate, and a deadline waits for none`),
      ...when(
        lapse !== undefined && deadline?.count === 0,
        [...path, "deadline"],
        "lapse-at-once",
        `"${id}" lapses on the day it is entered: give people time, or lead to the next stage straight away`,
        { id }
      ),
      ...when(
        deadline === undefined && escalate !== undefined,
        [...path, "escalate"],
        "escalation-without-deadline",
        `"${id}" has no deadline that could be late: state one, or leave the escalation out`,
        { id }
      )
    ]
  })

/**
 * The minimum number of days after which a case can enter each stage. Steps of people take no time here: only deadlines
 * take time.
 */
const earliest = (playbook: Playbook): ReadonlyMap<StageId, number> => {
  const lapses = lapsesOf(playbook)
  const days = new Map<StageId, number>([[playbook.start, 0]])
  // This is the Bellman–Ford algorithm for shortest paths, with numbers of days as weights. No weight is negative, so
  // as many rounds as there are stages are enough.
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

/** Finds deadlines that end after the limit of the whole case. */
export const limits: Check = (playbook) => {
  const { limit, patrol } = playbook
  if (limit === undefined) return []
  const days = earliest(playbook)
  return stagesOf(playbook).flatMap(([id, { deadline }]) => {
    if (deadline === undefined || id === patrol?.stage) return []
    const before = days.get(id) ?? 0
    const isLonger =
      deadline.unit === limit.unit && !("from" in deadline) && before === 0
        ? deadline.count > limit.count
        : before + leastDays(deadline) > mostDays(limit)
    return when(
      isLonger,
      ["stages", id, "deadline"],
      "deadline-after-limit",
      `the deadline of "${id}" ends ${formatPeriod(deadline)} after ${before} days at the earliest, ` +
        `later than the case's own limit of ${formatPeriod(limit)}: shorten it, or widen the limit`,
      { id, deadline: formatPeriod(deadline), before, limit: formatPeriod(limit) }
    )
  })
}
