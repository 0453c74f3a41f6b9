/** Facts about reports that need other parts of a district: who decides on a report, and how far it is. */
import { authority } from "../casework/CaseAuthority.ts"
import type { PlaybookId } from "../casework/Playbook.ts"
import { type IntakeSlice, leading, type Report } from "../intake/Intake.ts"
import type { Day } from "../kernel/Day.ts"
import type { Text } from "../kernel/Text.ts"
import type { Model } from "../model/Model.ts"
import { groupFor } from "../model/Routing.ts"
import { goneSince } from "../place/Contact.ts"
import { type BuildingId, type GroupId, type ReportId } from "../place/Id.ts"
import { building as buildingSubject } from "../place/Subject.ts"
import { type CaseworkWorld, contextOf } from "./CaseworkFacts.ts"
import { type CaseworkSlice } from "./CaseworkSlice.ts"
import { type Asking, reaches } from "./Context.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** The slices (parts) of a district that decisions on reports need. */
export type IntakeWorld = CaseworkWorld & IntakeSlice

/** The buildings of a report, and the group that would be responsible for its case. */
export interface ReportPlace {
  readonly buildings: ReadonlyArray<BuildingId>
  readonly group: GroupId
  readonly parent: undefined
  readonly handler: undefined
}

/** Where a report belongs. `undefined` if the model has no playbook for it any more. */
export const placeOf = (
  model: Model,
  { building, playbook: id }: Pick<Report, "building" | "playbook">
): ReportPlace | undefined => {
  const playbook = model.playbooks.get(id)?.playbook
  if (playbook === undefined) return undefined
  const buildings = building === undefined ? [] : [building]
  const group = groupFor(model, playbook.ledBy, buildings)?.id
  return group === undefined ? undefined : { buildings, group, parent: undefined, handler: undefined }
}

/**
 * Whether the actor may look at a report and decide on it: the actor is a keeper of the playbook, with a mandate that
 * covers the place of the report. If the model has no playbook for the report any more, the actor needs a mandate for the
 * whole district and a role that may manage cases.
 */
export const keepsReport = (
  asking: Asking<CaseworkWorld>,
  report: Pick<Report, "building" | "playbook">
): boolean => {
  const { actor, district, model, on } = asking
  const place = placeOf(model, report)
  if (place === undefined) return reaches(asking, "case", undefined)
  const keepers = model.playbooks.get(report.playbook)?.keepers ?? []
  const context = contextOf(district, place, on)
  return authority(keepers, { by: actor, on, context }, place).length === 0
}

/**
 * A category of reports: a playbook that is open to residents, with the texts that they read.
 *
 * @category models
 */
export interface Category {
  readonly playbook: PlaybookId
  readonly name: Text
  readonly ask?: Text
}

/**
 * The categories in which residents may report, in the order of the model. Empty if the model opens none.
 *
 * @category questions
 */
export const categories = (model: Model): ReadonlyArray<Category> =>
  Object.entries(model.intake?.playbooks ?? {}).map(([playbook, { ask }]) => ({
    playbook,
    name: categoryName(model, playbook),
    ...(ask === undefined ? {} : { ask })
  }))

/**
 * The name of a category, as residents read it. If the model has no such category any more, the name of the playbook, or
 * else its id.
 *
 * @category questions
 */
export const categoryName = ({ intake, playbooks }: Model, id: PlaybookId): Text =>
  intake?.playbooks[id]?.name ?? playbooks.get(id)?.playbook.name ?? { zh: id }

/**
 * The buildings that a report may be about on a day: their ids and the labels at their doors.
 *
 * @category questions
 */
export const placesOf = (
  { registry }: RegistrySlice,
  on: Day
): ReadonlyArray<{ readonly building: BuildingId; readonly label: string }> =>
  [...registry.buildings.values()].flatMap(({ id, label }) => {
    const gone = goneSince(registry, buildingSubject(id))
    return gone === undefined || on < gone ? [{ building: id, label }] : []
  })

/**
 * What a reporter may know of a report: in which category and when it was received, and how far it is. `since` is the day
 * of the last step. `merged`: the report is about the same matter as another one, whose result counts. The answer never
 * contains anything else of another report or of a case.
 *
 * @category models
 */
export interface Progress {
  readonly playbook: PlaybookId
  readonly received: Day
  readonly at?: number
  readonly state: "received" | "looked-at" | "in-hand" | "finished" | "declined"
  readonly since: Day
  readonly merged: boolean
}

const stateOf = (
  { cases }: CaseworkSlice,
  { decided, lookedAt, on }: Report
): Pick<Progress, "since" | "state"> => {
  if (decided?._tag === "Accepted") {
    const found = cases.get(decided.case)?.state
    const ending = found?._tag === "Opened" ? found.ending : undefined
    return ending !== undefined
      ? { state: "finished", since: ending.on }
      : { state: "in-hand", since: decided.on }
  }
  if (decided?._tag === "Declined") return { state: "declined", since: decided.on }
  return lookedAt === undefined
    ? { state: "received", since: on }
    : { state: "looked-at", since: decided?.on ?? lookedAt }
}

/**
 * What a reporter may know of a report. `undefined` if there is no such report.
 *
 * @category questions
 */
export const progressOf = (
  self: CaseworkSlice & Pick<IntakeSlice, "reports">,
  id: ReportId
): Progress | undefined => {
  const report = self.reports.get(id)
  if (report === undefined) return undefined
  const { at, decided, on, playbook } = report
  const merged = decided?._tag === "Merged"
  const found = stateOf(self, leading(self, report))
  // A report that was merged into an older one has no step before the day on which it was received.
  const since = merged && found.since < decided.on ? decided.on : found.since
  return { playbook, received: on, ...(at === undefined ? {} : { at }), state: found.state, since, merged }
}
