/** What can be read off a case, on any day. */
import type { CaseState, Opened } from "@liulinhui/core/casework/Case"
import type { CompiledPlaybook } from "@liulinhui/core/casework/CaseQuestion"
import * as CaseView from "@liulinhui/core/casework/CaseView"
import * as Core from "@liulinhui/core/district/District"
import type { Calendar } from "@liulinhui/core/kernel/Calendar"
import type { Day } from "@liulinhui/core/kernel/Day"
import type { CaseId } from "@liulinhui/core/place/Id"
import * as O from "fp-ts/lib/Option.js"
import { optionToFp } from "./Convert.ts"

/** Something that is due on a case, with the options of fp-ts. */
export interface Deadline extends Omit<CaseView.Deadline, "workingDaysLeft" | "next"> {
  /** `None` if the calendar lacks a year that they depend on. */
  readonly workingDaysLeft: O.Option<number>
  /** The next rung of the escalation ladder. */
  readonly next: O.Option<CaseView.RungDay>
}

const deadline = ({ next, workingDaysLeft, ...others }: CaseView.Deadline): Deadline => ({
  ...others,
  workingDaysLeft: optionToFp(workingDaysLeft),
  next: optionToFp(next)
})

/** A case of a district. @category reading */
export const find =
  (id: CaseId) =>
  (district: Core.District): O.Option<Opened> =>
    optionToFp(Core.findCase(district, id))

/** The playbook of a case. @category reading */
export const playbook =
  (district: Core.District) =>
  (state: Opened): O.Option<CompiledPlaybook> =>
    O.fromNullable(Core.playbookOf(district, state))

/** Everything that is due on an open case on a day, the earliest first. @category deadlines */
export const deadlines =
  (of: CompiledPlaybook, calendar: Calendar, on: Day) =>
  (state: CaseState): ReadonlyArray<Deadline> =>
    CaseView.deadlines(state, of, calendar, on).map(deadline)

/** What is due first. @category deadlines */
export const due =
  (of: CompiledPlaybook, calendar: Calendar, on: Day) =>
  (state: CaseState): O.Option<Deadline> =>
    O.map(deadline)(optionToFp(CaseView.due(state, of, calendar, on)))

/** The first day on which there is reason to wake the case, if nobody acts before. @category deadlines */
export const wakeDay =
  (of: CompiledPlaybook) =>
  (state: CaseState): O.Option<Day> =>
    optionToFp(CaseView.wakeDay(state, of))
