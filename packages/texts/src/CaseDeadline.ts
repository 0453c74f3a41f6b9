/** Words the deadlines of a case: when they pass, how much time is left, and which of its clocks rest. */
import { timeAt } from "@liulinhui/core/Calendar"
import type { Deadline, RestingClock } from "@liulinhui/core/Case"
import type { CompiledPlaybook } from "@liulinhui/core/Playbook"
import * as Option from "effect/Option"
import * as Names from "./Names.ts"
import type { Words } from "./Texts.ts"

/**
 * What a deadline is worded with, besides its own data.
 *
 * @category models
 */
export interface Setting {
  readonly playbook: CompiledPlaybook
  /** The names of the roles of the district. */
  readonly names: Names.Names
  /** The time zone of the district. */
  readonly timeZone: string
  /** The present instant. */
  readonly now: number
}

const hour = 3_600_000

/**
 * Words a deadline: its last day, the number of working days left or of days late, and the roles that were notified. A
 * deadline in hours is worded with its time of day, and with the hours left or late.
 *
 * @category wording
 */
export const say = (
  words: Words,
  { at, due, late, left, of, passed, provisional, told, workingDaysLeft }: Deadline,
  { names, now, playbook: { playbook }, timeZone }: Setting
): string => {
  const notified = told.map((role) => Names.say(words, names, "role", role))
  if (at !== undefined) {
    return words.say("cli.deadline.hours", {
      of,
      due: words.due(due, provisional, timeAt(at, timeZone)),
      late: passed ? Math.max(1, Math.floor((now - at) / hour)) : 0,
      left: Math.max(0, Math.floor((at - now) / hour)),
      notified
    })
  }
  return words.say("cli.deadline", {
    of,
    check: Names.say(words, Names.ofPlaybook(playbook), "check", "check"),
    due: words.due(due, provisional),
    late,
    left,
    working: Option.getOrUndefined(workingDaysLeft),
    notified
  })
}

/**
 * Words a clock that rests, and what is left of its period.
 *
 * @category wording
 */
export const sayResting = (
  words: Words,
  { left, of, since, unit }: RestingClock,
  { playbook }: Pick<CompiledPlaybook, "playbook">
): string =>
  words.say("cli.resting", {
    deadline:
      of === "limit"
        ? Names.say(words, Names.none, "deadline", of)
        : Names.say(words, Names.ofPlaybook(playbook), "stage", of.stage),
    since,
    left,
    unit
  })
