/** What can be read off a case, on any day. */
import type { CaseState, Opened, CompiledPlaybook } from "@liulinhui/core/Case"
import * as Case from "@liulinhui/core/Case"
import * as District from "@liulinhui/core/District"
import type { Calendar } from "@liulinhui/core/Calendar"
import type { Day } from "@liulinhui/core/Day"
import type { CaseId } from "@liulinhui/core/Id"
import * as O from "fp-ts/lib/Option.js"
import { optionToFp } from "./Convert.ts"

/** Something that is due on a case, with the options of fp-ts. */
export interface Deadline extends Omit<Case.Deadline, "workingDaysLeft" | "next"> {
  /** `None` if the calendar lacks a year that they depend on. */
  readonly workingDaysLeft: O.Option<number>
  /** The next rung of the escalation ladder. */
  readonly next: O.Option<Case.RungDay>
}

const deadline = ({ next, workingDaysLeft, ...others }: Case.Deadline): Deadline => ({
  ...others,
  workingDaysLeft: optionToFp(workingDaysLeft),
  next: optionToFp(next)
})

/** A case of a district. @category reading */
export const find =
  (id: CaseId) =>
  (district: District.District): O.Option<Opened> =>
    optionToFp(District.findCase(district, id))

/** The playbook of a case. @category reading */
export const playbook =
  (district: District.District) =>
  (state: Opened): O.Option<CompiledPlaybook> =>
    O.fromNullable(District.playbookOf(district, state))

/** Everything that is due on an open case on a day, the earliest first. @category deadlines */
export const deadlines =
  (of: CompiledPlaybook, calendar: Calendar, on: Day) =>
  (state: CaseState): ReadonlyArray<Deadline> =>
    Case.deadlines(state, of, calendar, on).map(deadline)

/** What is due first. @category deadlines */
export const due =
  (of: CompiledPlaybook, calendar: Calendar, on: Day) =>
  (state: CaseState): O.Option<Deadline> =>
    O.map(deadline)(optionToFp(Case.due(state, of, calendar, on)))

/** The first day on which there is reason to wake the case, if nobody acts before. @category deadlines */
export const wakeDay =
  (of: CompiledPlaybook) =>
  (state: CaseState): O.Option<Day> =>
    optionToFp(Case.wakeDay(state, of))
