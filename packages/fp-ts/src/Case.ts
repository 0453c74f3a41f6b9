/** Reads deadlines and other facts from the state of a case, as of any day. */
import type { CaseState, Opened, CompiledPlaybook } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as District from "@liulinhui/core/District"
import type { Calendar } from "@liulinhui/core/Calendar"
import type { Day } from "@liulinhui/core/Day"
import type { CaseId } from "@liulinhui/core/Id"
import * as O from "fp-ts/lib/Option.js"
import { optionToFp } from "./Convert.ts"

/** A deadline of a case, with the `Option` of fp-ts. */
export interface Deadline extends Omit<Case.Deadline, "workingDaysLeft" | "next"> {
  /** The number of working days left. `None` if the calendar has no data for a year that is needed. */
  readonly workingDaysLeft: O.Option<number>
  /**
   * The next day on which another role is notified of this deadline (the next step of its escalation). `None` if there
   * is no such day.
   */
  readonly next: O.Option<Case.RungDay>
}

const deadline = ({ next, workingDaysLeft, ...others }: Case.Deadline): Deadline => ({
  ...others,
  workingDaysLeft: optionToFp(workingDaysLeft),
  next: optionToFp(next)
})

/** Finds a case of a district. @category reading */
export const find =
  (id: CaseId) =>
  (district: District.District): O.Option<Opened> =>
    optionToFp(District.findCase(district, id))

/** Returns the playbook of a case (the stages and steps of its kind). @category reading */
export const playbook =
  (district: District.District) =>
  (state: Opened): O.Option<CompiledPlaybook> =>
    O.fromNullable(District.playbookOf(district, state))

/** Returns all deadlines of an open case on a day, the earliest first. @category deadlines */
export const deadlines =
  (of: CompiledPlaybook, calendar: Calendar, on: Day) =>
  (state: CaseState): ReadonlyArray<Deadline> =>
    Case.deadlines(state, of, calendar, on).map(deadline)

/** Returns the earliest deadline of an open case. @category deadlines */
export const due =
  (of: CompiledPlaybook, calendar: Calendar, on: Day) =>
  (state: CaseState): O.Option<Deadline> =>
    O.map(deadline)(optionToFp(Case.due(state, of, calendar, on)))

/**
 * Returns the first day on which the due clock (it takes the steps of passed deadlines) must act on the case, if nobody
 * changes the case before.
 *
 * @category deadlines
 */
export const wakeDay =
  (of: CompiledPlaybook) =>
  (state: CaseState): O.Option<Day> =>
    optionToFp(Case.wakeDay(state, of))
