/**
 * A second, independent implementation of casework, for tests. It decides whether a command is allowed from the list of
 * events and the playbook, without the computed state that the decider uses.
 */
import type { CaseCommand, CaseEvent } from "../../src/casework/Case.ts"
import { fits } from "../../src/casework/Evidence.ts"
import type { By, Field, Playbook, StageId } from "../../src/casework/Playbook.ts"
import * as Calendar from "../../src/kernel/Calendar.ts"
import type { Day } from "../../src/kernel/Day.ts"

type Take = Extract<CaseCommand, { _tag: "Take" }>
type History = ReadonlyArray<CaseEvent>

const isEntry = (event: CaseEvent): boolean =>
  event._tag === "CaseOpened" || ("to" in event && typeof event.to === "string")

/** The stage that an event enters. `undefined` if the event enters no stage. */
export const entered = (event: CaseEvent): StageId | undefined =>
  event._tag === "CaseOpened"
    ? event.stage
    : "to" in event && typeof event.to === "string"
      ? event.to
      : undefined

/** The stage of a case at the end of a history. */
const stageOf = (history: History): StageId => entered(history.findLast(isEntry)!)!

/** The current round of a case: the last event that opened or reopened the case, and all events after it. */
const roundOf = (history: History): History =>
  history.slice(history.findLastIndex(({ _tag }) => _tag === "CaseOpened" || _tag === "CaseReopened"))

/** Whether a case is closed at the end of a history. */
export const isClosed = (history: History): boolean => {
  const ending = history.findLastIndex(
    (event) =>
      ("outcome" in event && event.outcome !== undefined) ||
      event._tag === "CaseMerged" ||
      event._tag === "CaseWithdrawn"
  )
  return ending > history.findLastIndex(({ _tag }) => _tag === "CaseReopened")
}

/**
 * The actors who took a step in a round (since the case was opened or last reopened). An actor who took the step
 * several times occurs several times.
 */
const takenIn = (round: History, step: string): ReadonlyArray<string> =>
  round.flatMap((event) =>
    "step" in event && event._tag !== "StepRefused" && event.step === step ? [event.by] : []
  )

/** The due day of the stage that an event enters, counted from the day of the event. */
export const dueFrom = (
  playbook: Playbook,
  calendar: Calendar.Calendar,
  entry: CaseEvent
): Day | undefined => {
  const { deadline, endsOnWorkingDay } = playbook.stages[entered(entry)!]!
  if (deadline === undefined || deadline.unit === "hour") return undefined
  const due = Calendar.addPeriod(calendar, entry.on, deadline).value
  if (endsOnWorkingDay !== true || Calendar.isWorking(calendar, due).value) return due
  return Calendar.addWorkingDays(calendar, due, 1).value
}

/**
 * Whether an event is the step of a late fact that a keeper applied. Its deadline counts from the day of the fact, which the
 * event does not state.
 */
export const isApplied = (history: History, event: CaseEvent): boolean =>
  history[history.indexOf(event) - 1]?._tag === "FactSettled"

/** The due day of the latest stay of a case in a stage. */
const dueOf = (
  round: History,
  playbook: Playbook,
  stage: StageId,
  calendar: Calendar.Calendar
): Day | undefined => {
  const entry = round.findLast((event) => entered(event) === stage)
  if (entry === undefined) return undefined
  if (isApplied(round, entry)) return "due" in entry ? entry.due : undefined
  return dueFrom(playbook, calendar, entry)
}

/** The group, the buildings and the handler of a case, computed from its history. */
const placeOf = (history: History) => {
  let group = ""
  let buildings: ReadonlyArray<string> = []
  let handler: { actor?: string; role?: string } = {}
  for (const event of history) {
    if (event._tag === "CaseOpened") group = event.group
    if (event._tag === "CaseTransferred" && "group" in event.to) {
      group = event.to.group
      handler = {}
    }
    if (event._tag === "HandedOver") handler = event.to
    if (event._tag === "CaseOpened" || event._tag === "DuplicateAbsorbed") buildings = event.buildings
  }
  return { group, buildings, handler }
}

const may = (people: ReadonlyArray<By>, command: CaseCommand, history: History): boolean => {
  const { buildings, group, handler } = placeOf(history)
  const branches = command.context?.branches ?? []
  return command.by.mandates.some(({ from, role, scope, until }) => {
    if ((from !== undefined && command.on < from) || (until !== undefined && command.on > until)) return false
    const isWide = "district" in scope
    const isOwn =
      ("group" in scope && scope.group === group) || ("branch" in scope && branches.includes(scope.branch))
    const isThere = "building" in scope && buildings.includes(scope.building)
    const isTheirs = handler.actor === command.by.id || handler.role === role
    return people.some(
      (by) =>
        by.role === role &&
        {
          district: isWide,
          group: isWide || isOwn,
          building: isWide || isThere,
          case: isTheirs,
          anywhere: true
        }[by.scope ?? "anywhere"]
    )
  })
}

const isWhole = (asked: Readonly<Record<string, Field>>, command: Take): boolean => {
  const evidence = command.evidence ?? {}
  return (
    Object.entries(asked).every(([id, { required }]) => required === false || evidence[id] !== undefined) &&
    Object.entries(evidence).every(([id, value]) => asked[id] !== undefined && fits(asked[id], value))
  )
}

/** Whether a step is allowed on an open case, decided from its history. */
export const allows = (
  playbook: Playbook,
  calendar: Calendar.Calendar,
  history: History,
  command: Take
): boolean => {
  const step = playbook.steps[command.step]!
  const round = roundOf(history)
  const stage = stageOf(history)
  const { after = [], children, evidence = [], lapsed, parent, poll } = step.gate ?? {}
  const due = lapsed === undefined ? undefined : dueOf(round, playbook, lapsed, calendar)
  const recorded = new Set(round.flatMap((event) => ("recorded" in event ? event.recorded : [])))
  const patrol = history.findLast((event) => "patrol" in event && event.patrol !== undefined)
  const clean = patrol !== undefined && "patrol" in patrol ? patrol.patrol!.clean : 0
  return (
    !isClosed(history) &&
    command.on >= history.at(-1)!.on &&
    step.from.includes(stage) &&
    may(step.by ?? [], command, history) &&
    isWhole(step.evidence ?? {}, command) &&
    (step.notBy ?? []).every((other) => !takenIn(round, other).includes(command.by.id)) &&
    after.every((other) => takenIn(round, other).length > 0) &&
    evidence.every((field) => recorded.has(field)) &&
    (lapsed === undefined || (due !== undefined && due < command.on)) &&
    (poll === undefined || command.context?.polls?.[poll] === "carried") &&
    (parent === undefined || command.context?.parent?.open === true) &&
    (children === undefined || (command.context?.openChildren ?? 0) === 0) &&
    (playbook.patrol?.release.step !== command.step || clean >= playbook.patrol.release.after)
  )
}

/**
 * All stays of a case in a stage: the event that entered the stage, and the event that left the stage. The second event
 * is `undefined` if the case is still in the stage.
 */
export const stays = (history: History): ReadonlyArray<readonly [CaseEvent, CaseEvent | undefined]> => {
  const turns = history.filter(
    (event) => isEntry(event) || event._tag === "CaseMerged" || event._tag === "CaseWithdrawn"
  )
  return turns.flatMap((event, at) => (isEntry(event) ? [[event, turns[at + 1]] as const] : []))
}
