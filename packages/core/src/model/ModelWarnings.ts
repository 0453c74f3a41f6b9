/**
 * Warnings about a model: what is allowed, but seldom what the district wants. A warning never keeps a model from being
 * adopted.
 */
import { leaves } from "../casework/internal/PlaybookParts.ts"
import type { By, Playbook, Stage, StageId } from "../casework/Playbook.ts"
import { isFinal, peopleOf } from "../casework/Playbook.ts"
import { type Day, toIso } from "../kernel/Day.ts"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { inForce, type Mandate } from "../place/Actor.ts"
import type { BuildingId, Tag } from "../place/Id.ts"
import { calendarEnd } from "./CalendarEnd.ts"
import type { Model } from "./Model.ts"
import type { ModelDocument } from "./ModelDocument.ts"
import { checkRouting, type RoutingWarning } from "./Routing.ts"

const mandatesIn = ({ actors = {} }: ModelDocument): ReadonlyArray<readonly [Mandate, Problem["path"]]> =>
  Object.entries(actors).flatMap(([id, { mandates }]) =>
    mandates.map((mandate, at) => [mandate, ["actors", id, "mandates", at]] as const)
  )

const reversed = (document: ModelDocument): ReadonlyArray<Problem> =>
  mandatesIn(document).flatMap(([{ from, until }, path]) =>
    from !== undefined && until !== undefined && until < from
      ? [
          problem(
            [...path, "until"],
            "mandate-reversed",
            `the mandate ends on ${toIso(until)}, before it begins on ${toIso(from)}: it is never in force`,
            { from: toIso(from), until: toIso(until) }
          )
        ]
      : []
  )

/** Whether a mandate is enough for the people of a step, in a case that belongs to a heart. */
type Covers = (mandate: Mandate, by: By, heart: Tag) => boolean

const coversIn =
  ({ groups }: ModelDocument): Covers =>
  ({ role, scope }, by, heart) => {
    if (role !== by.role) return false
    if ("district" in scope) return true
    switch (by.scope) {
      case "district":
        return false
      case "building":
        return "building" in scope
      case "group":
        // A branch may lead any group, so its mandates count.
        return "branch" in scope || ("group" in scope && groups[scope.group]?.heart === heart)
      default:
        return true
    }
  }

/** Returns whether somebody could act for the people of a step today. */
const canActOn = (document: ModelDocument, on: Day): ((by: ReadonlyArray<By>, heart: Tag) => boolean) => {
  const covers = coversIn(document)
  const held = mandatesIn(document).flatMap(([mandate]) => (inForce(mandate, on) ? [mandate] : []))
  return (by, heart) => by.some((one) => held.some((mandate) => covers(mandate, one, heart)))
}

/** The people who may take a step out of a stage. */
const peopleLeaving = (stage: StageId, { steps }: Playbook): ReadonlyArray<By> =>
  Object.values(steps).flatMap((step) => (leaves(step, stage) ? peopleOf(step) : []))

/** Whether a case can leave a stage today: by a step that somebody may take, or when its deadline passes. */
const canLeave = (
  id: StageId,
  stage: Stage,
  { steps }: Playbook,
  can: (by: ReadonlyArray<By>) => boolean
): boolean =>
  (stage.lapse !== undefined && stage.deadline !== undefined) ||
  Object.values(steps).some((step) => leaves(step, id) && can(peopleOf(step)))

/**
 * The roles that steps need and that no actor has, and the stages that nobody can leave today. If nobody can leave a stage
 * only because no actor has a role, the role is reported and not the stage.
 */
const people = (document: ModelDocument, on: Day): ReadonlyArray<Problem> => {
  // Without actors in the model, mandates are granted by requests, and the model says nothing about people.
  if (Object.keys(document.actors ?? {}).length === 0) return []
  const can = canActOn(document, on)
  const held = new Set(mandatesIn(document).map(([{ role }]) => role))
  const playbooks = Object.entries(document.playbooks)
  const unheld = new Set(
    playbooks.flatMap(([, { ledBy, steps }]) =>
      Object.values(steps).flatMap((step) =>
        can(peopleOf(step), ledBy)
          ? []
          : peopleOf(step).flatMap(({ role }) =>
              held.has(role) || !Object.hasOwn(document.roles, role) ? [] : [role]
            )
      )
    )
  )
  const stuck = playbooks.flatMap(([id, playbook]) => {
    const stages = Object.entries(playbook.stages).flatMap(([stage, body]) =>
      isFinal(body) ||
      canLeave(stage, body, playbook, (by) => can(by, playbook.ledBy)) ||
      !peopleLeaving(stage, playbook).some(({ role }) => held.has(role))
        ? []
        : [stage]
    )
    const [first] = stages
    return first === undefined
      ? []
      : [
          problem(
            ["playbooks", id, "stages", first],
            "stage-without-exit",
            `nobody can lead a case of "${id}" out of ${stages.join(", ")} on ${toIso(on)}: give a role of these steps to an actor`,
            { stages, playbook: id }
          )
        ]
  })
  return unheld.size === 0
    ? stuck
    : [
        problem(
          ["actors"],
          "role-without-actor",
          `no actor has the roles ${[...unheld].join(", ")}, and steps need them: give them to actors, or take the playbooks out`,
          { roles: [...unheld] }
        ),
        ...stuck
      ]
}

/** Deadlines and limits of 0: they pass on the day on which they begin. */
const zero = ({ playbooks }: ModelDocument): ReadonlyArray<Problem> => {
  const warn = (path: Problem["path"]) =>
    problem(path, "deadline-of-zero", "the time is 0, so it is over on the day on which it begins", {})
  return Object.entries(playbooks).flatMap(([id, { limit, stages }]) => [
    ...(limit?.count === 0 ? [warn(["playbooks", id, "limit"])] : []),
    ...Object.entries(stages).flatMap(([stage, { deadline, lapse }]) =>
      deadline?.count === 0 && lapse === undefined && !("from" in deadline)
        ? [warn(["playbooks", id, "stages", stage, "deadline"])]
        : []
    )
  ])
}

/** The warnings for which a document is enough: people, mandates and deadlines. */
export const warningsOfDocument = (document: ModelDocument, on: Day): ReadonlyArray<Problem> => [
  ...reversed(document),
  ...people(document, on),
  ...zero(document),
  ...unheard(document)
]

/** The playbooks that are open to residents, and whose reports nobody is notified of. */
const unheard = ({ intake, notices }: ModelDocument): ReadonlyArray<Problem> =>
  Object.keys(intake?.playbooks ?? {}).flatMap((playbook) =>
    Object.values(notices).some(
      ({ on, playbooks }) => on === "report-received" && playbooks?.includes(playbook) !== false
    )
      ? []
      : [
          problem(
            ["intake", "playbooks", playbook],
            "intake-unheard",
            `residents may report "${playbook}", and nobody is notified of a report: add a notice with "on: report-received"`,
            { playbook }
          )
        ]
  )

const routing = (warning: RoutingWarning): Problem => {
  const { group, heart, path } = warning
  if (warning._tag === "PlaceServedByNobody") {
    const { buildings } = warning
    return problem(
      path,
      "place-served-by-nobody",
      `no group of the heart "${heart}" serves ${buildings.join(", ")}: their cases go to "${group}"`,
      { heart, group, buildings: [...buildings] }
    )
  }
  const { building, other } = warning
  return problem(
    path,
    "place-served-twice",
    `${building === undefined ? "the whole district" : `"${building}"`} is served by "${group}" and by "${other}": all cases go to "${group}"`,
    { group, other, ...(building === undefined ? {} : { building }) }
  )
}

const toAdd = (year: number): string =>
  `add ${year} (liulinhui calendar add ${year}) and adopt the model again; until then, due days in working days that ` +
  "run into it are provisional"

/** The warnings for which a sound model is needed: the places of groups, and the end of the calendar. */
export const warningsOfModel = (
  model: Model,
  {
    on,
    registry
  }: { readonly on: Day; readonly registry?: { readonly buildings: ReadonlyMap<BuildingId, unknown> } }
): ReadonlyArray<Problem> => {
  const end = calendarEnd(model, on)
  return [
    ...checkRouting(model, registry?.buildings.keys() ?? []).map(routing),
    ...(end === undefined
      ? []
      : [
          problem(
            ["calendar"],
            "calendar-ends",
            end.until === undefined
              ? `the calendar has no holiday data for ${end.year}: ${toAdd(end.year)}`
              : `the calendar's holiday data ends on ${toIso(end.until)}: ${toAdd(end.year)}`,
            { year: String(end.year), ...(end.until === undefined ? {} : { until: end.until }) }
          )
        ])
  ]
}
