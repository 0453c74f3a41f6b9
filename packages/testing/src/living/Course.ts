/** The course of a case: the stages in which it was and the steps that were taken on it, from its entries. */
import type { CaseEvent } from "@liulinhui/core/Case"
import type { CaseFile } from "@liulinhui/core/District"
import type { StageId, StepId } from "@liulinhui/core/Playbook"

/** The stages and the steps of one case, in order. */
export interface Course {
  readonly stages: ReadonlyArray<StageId>
  readonly steps: ReadonlyArray<StepId>
}

/** The steps that these events of a case took, in order. */
export const stepsOf = (events: ReadonlyArray<CaseEvent>): ReadonlyArray<StepId> =>
  events.flatMap((event) =>
    (event._tag === "StepTaken" || event._tag === "DeadlineLapsed" || event._tag === "CaseReopened") &&
    event.step !== undefined
      ? [event.step]
      : []
  )

/** Returns the course of a case. The course of a case that was never opened is empty. */
export const courseOf = (file: CaseFile | undefined): Course => {
  const events = (file?.entries ?? []).map(({ event }) => event)
  return {
    stages: events.flatMap((event) => {
      if (event._tag === "CaseOpened") return [event.stage]
      return "to" in event && typeof event.to === "string" && "from" in event ? [event.to] : []
    }),
    steps: stepsOf(events)
  }
}
