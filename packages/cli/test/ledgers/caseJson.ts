/**
 * Converts the state of a case to plain JSON with days as ISO dates. The recorded answers contain the keys of this
 * JSON, so do not rename them.
 */
import type { Opened } from "@liulinhui/core/Case"
import { type Day, toIso } from "@liulinhui/core/Day"

const iso = (day: Day | undefined): string | null => (day === undefined ? null : toIso(day))

/** Converts the state of a case that was opened to JSON. */
export const caseJson = (state: Opened) => ({
  playbook: `${state.playbook}@${state.version}`,
  opened: toIso(state.opened),
  stage: state.stage,
  since: toIso(state.since),
  due: iso(state.due),
  limit: iso(state.round.limit),
  subjects: state.subjects,
  buildings: state.buildings,
  group: state.group,
  parent: state.parent ?? null,
  lineage: state.lineage === undefined ? null : { ...state.lineage, closed: toIso(state.lineage.closed) },
  relapses: state.relapses,
  handler: state.handler ?? null,
  patrol:
    state.patrol === undefined
      ? null
      : {
          interval: state.patrol.interval,
          clean: state.patrol.clean,
          since: iso(state.patrol.since),
          next: iso(state.patrol.next)
        },
  resolved: iso(state.resolved),
  began: toIso(state.round.began),
  taken: state.round.taken.map(({ by, step }) => `${step} by ${by}`),
  recorded: state.round.recorded,
  ending:
    state.ending === undefined
      ? null
      : {
          on: toIso(state.ending.on),
          outcome: state.ending.outcome,
          merged: state.ending.merged ?? null
        },
  sentTo: state.sentTo ?? null,
  last: toIso(state.last)
})
