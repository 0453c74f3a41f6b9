/**
 * Compares one situation of an example case under two versions of a playbook: who may act, and what is due, without any
 * further move.
 */
import type { Day } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { ActorId, type RoleId } from "../../place/Id.ts"
import { authority } from "../CaseAuthority.ts"
import { type By, lengthOf, type Rung, type StageDeadline } from "../Playbook.ts"
import type { Clock, Deadline, PlaybookDifference } from "../PlaybookDifference.ts"
import { type Common, type Example, place, scopes, type Side, type Standing } from "./PlaybookTrial.ts"

/** The two sides of one situation: the same history under the old and under the new version. */
export interface Pair {
  readonly before: Side
  readonly after: Side
  readonly example: Example
}

/** The parts of a difference that say where it was found. */
export type Here = Pick<PlaybookDifference, "playbook" | "example">

// ---------------------------------------------------------------------------------------------------------- authority

const person = ActorId.make("person")

/** The mandates of a role with which people may act, apart from and with the case handed over to them. */
const mayAct = (
  people: ReadonlyArray<By>,
  role: RoleId,
  isHandler: boolean,
  { on }: Common
): ReadonlySet<Standing> =>
  new Set(
    scopes.flatMap(([standing, scope]) => {
      const by = { id: person, mandates: [{ role, scope }] }
      const { branches, ...where } = place
      const handler = isHandler ? { actor: by.id } : undefined
      const refused = authority(people, { by, on, context: { branches } }, { ...where, handler })
      return refused.length === 0 ? [standing] : []
    })
  )

/** Which roles may now do what they could not, or could and now cannot. */
export const whoDiffers = (
  before: ReadonlyArray<By>,
  after: ReadonlyArray<By>,
  common: Common
): ReadonlyArray<{
  readonly _tag: "Gained" | "Lost"
  readonly role: RoleId
  readonly standings: ReadonlyArray<Standing>
  readonly handler: boolean
}> => {
  const roles = [...new Set([...before, ...after].map(({ role }) => role))]
  return roles.flatMap((role) => {
    const [now, earlier] = [mayAct(after, role, false, common), mayAct(before, role, false, common)]
    const minus = (some: ReadonlySet<Standing>, others: ReadonlySet<Standing>) =>
      [...some].filter((standing) => !others.has(standing))
    const plain = [
      { _tag: "Gained" as const, role, standings: minus(now, earlier), handler: false },
      { _tag: "Lost" as const, role, standings: minus(earlier, now), handler: false }
    ].filter(({ standings }) => standings.length > 0)
    if (plain.length > 0) return plain
    // The person to whom the case was handed over may do everything that others with the mandate may do.
    const [handing, handed] = [mayAct(after, role, true, common), mayAct(before, role, true, common)]
    return [
      { _tag: "Gained" as const, role, standings: minus(handing, handed), handler: true },
      { _tag: "Lost" as const, role, standings: minus(handed, handing), handler: true }
    ].filter(({ standings }) => standings.length > 0)
  })
}

// ------------------------------------------------------------------------------------------------------ one situation

const stageOf = ({ playbook, state }: Side) => playbook.stages.get(state.stage)

const fromOf = (deadline: StageDeadline): Pick<Deadline, "from"> =>
  deadline.unit === "hour" ? {} : given("from", deadline.from)

/** How the due day of a clock is counted. Empty if its period is not stated in the playbook. */
const lengthOfClock = ({ playbook }: Side, clock: Clock): Pick<Deadline, "length" | "from"> => {
  if (clock === "check") return {}
  const deadline = clock === "limit" ? playbook.playbook.limit : playbook.stages.get(clock.stage)?.deadline
  return deadline === undefined ? {} : { length: lengthOf(deadline), ...fromOf(deadline) }
}

const dueOf = ({ state }: Side, clock: Clock): Day | undefined =>
  clock === "limit" ? state.round.limit : clock === "check" ? state.patrol?.next : state.due

/** The instant matters for hours: two deadlines of hours may pass on one day. */
const instantOf = ({ state }: Side, clock: Clock): number | undefined =>
  typeof clock === "string" ? undefined : state.dueAt

/** Whether a clock of the two sides was counted from the same day. Otherwise only the periods can be compared. */
const isComparable = ({ after, before }: Pair, clock: Clock): boolean =>
  clock === "limit"
    ? before.state.round.began === after.state.round.began
    : clock === "check"
      ? before.state.last === after.state.last
      : before.state.since === after.state.since

const clockDiffers = (pair: Pair, clock: Clock): boolean => {
  const { after, before } = pair
  const isSame =
    dueOf(before, clock) === dueOf(after, clock) && instantOf(before, clock) === instantOf(after, clock)
  return isComparable(pair, clock)
    ? !isSame
    : clock !== "check" &&
        !isSame &&
        JSON.stringify(lengthOfClock(before, clock)) !== JSON.stringify(lengthOfClock(after, clock))
}

const clocks = (pair: Pair): ReadonlyArray<Clock> => ["limit", "check", { stage: pair.before.state.stage }]

/** The escalation ladder of a clock. `undefined` if the clock does not run, so that nobody is notified. */
const ladderOf = (side: Side, clock: Clock): ReadonlyArray<Rung> | undefined => {
  const { playbook, state } = side
  if (dueOf(side, clock) === undefined || clock === "limit") return undefined
  const ladder =
    clock === "check" ? playbook.playbook.patrol?.escalate : playbook.stages.get(state.stage)?.stage.escalate
  return ladder ?? []
}

/** Two escalation ladders, if they differ and both clocks run. */
const ofLadders = (before: ReadonlyArray<Rung> | undefined, after: ReadonlyArray<Rung> | undefined) =>
  before === undefined || after === undefined || JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ before, after }]

/** The differences in a situation that need no further move: due days, ladders, outcomes. */
export const ofSituation = (pair: Pair, here: Here): ReadonlyArray<PlaybookDifference> => {
  const { after, before } = pair
  const days = (side: Side, clock: Clock) => {
    const due = dueOf(side, clock)
    return due === undefined ? undefined : { days: due - side.common.on, ...lengthOfClock(side, clock) }
  }
  const outcomes = [stageOf(before)?.outcome, stageOf(after)?.outcome] as const
  return [
    ...clocks(pair).flatMap((clock): ReadonlyArray<PlaybookDifference> => [
      ...(clockDiffers(pair, clock)
        ? [
            {
              ...here,
              _tag: "DeadlineChanged" as const,
              clock,
              before: days(before, clock),
              after: days(after, clock)
            }
          ]
        : []),
      ...ofLadders(ladderOf(before, clock), ladderOf(after, clock)).map((ladders) => ({
        ...here,
        _tag: "EscalationChanged" as const,
        clock,
        ...ladders
      }))
    ]),
    ...(outcomes[0] === outcomes[1]
      ? []
      : [
          {
            ...here,
            _tag: "OutcomeChanged" as const,
            stage: before.state.stage,
            before: outcomes[0],
            after: outcomes[1]
          }
        ])
  ]
}
