/** Questions about cases: what an actor can do today, the list of cases, and one case with its history. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isOpen, type Opened } from "../../casework/CaseState.ts"
import { authority } from "../../casework/CaseAuthority.ts"
import { caughtUp } from "../../casework/CaseClock.ts"
import * as CaseView from "../../casework/CaseView.ts"
import { Outcome, PlaybookId, type StageId, type StandardStep, type StepId } from "../../casework/Playbook.ts"
import * as District from "../../district/District.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { refuse } from "../../kernel/Rule.ts"
import { type ActorId, BuildingId, CaseId, GroupId, type ResidentId } from "../../place/Id.ts"
import type { Subject } from "../../place/Subject.ts"
import type { Asking } from "../Decision.ts"
import { offers } from "../Offers.ts"
import { RequestTag } from "../Request.ts"
import { type Reach, reachesCase, reachOf } from "../Reach.ts"
import * as Answers from "./CaseAnswers.ts"
import { make, withinReach } from "./Inquiry.ts"

/**
 * A summary of a case, for lists.
 *
 * @category models
 */
export interface CaseLine {
  readonly case: CaseId
  readonly playbook: PlaybookId
  readonly version: number
  readonly group: GroupId
  readonly subjects: ReadonlyArray<Subject>
  readonly buildings: ReadonlyArray<BuildingId>
  readonly stage: StageId
  readonly outcome?: Outcome
  readonly relapses: number
  /** The due days of the case, the earliest day first. Empty if the case has ended. */
  readonly deadlines: ReadonlyArray<CaseView.Deadline>
  /** The clocks of the case that rest, with what is left of their periods. Missing if none rests. */
  readonly resting?: ReadonlyArray<CaseView.RestingClock>
}

/** A case, with the steps that the actor may take on it. */
export interface Task extends CaseLine {
  readonly steps: ReadonlyArray<StepId>
}

/** A case that is waiting for a decision of its keepers (the people who manage it). */
export interface KeeperTask extends CaseLine {
  /** The residents whom the case is about, if they have died or left the district. */
  readonly gone: ReadonlyArray<ResidentId>
  /** The actor to whom the case was handed over, and who has died or left. */
  readonly handlerGone?: ActorId
  /**
   * The positions of the facts that were put aside: they were recorded too late to change the case, and no keeper has
   * settled them.
   */
  readonly aside: ReadonlyArray<number>
  /** The ballots in polls of the case that were counted, and whose owners had died before. */
  readonly ballots: ReadonlyArray<District.BallotAfterDeath>
}

/**
 * One case with its history. Texts and documents that people wrote or handed in stay sealed (encrypted), so they are
 * missing here.
 */
export interface CaseFound extends CaseLine {
  /** The cases that were opened under this case and that the actor may see. */
  readonly children: ReadonlyArray<CaseLine>
  /** The later cases about the same problem, which came back, that the actor may see. */
  readonly later: ReadonlyArray<CaseLine>
  readonly entries: ReadonlyArray<District.CaseEntry>
  readonly steps: ReadonlyArray<StepId>
  readonly standard: ReadonlyArray<StandardStep>
}

const line = ({ district, model, now, on }: Asking, state: Opened): CaseLine => {
  const playbook = District.playbookOf(district, state)
  const { buildings, ending, group, id, relapses, stage, subjects, version } = state
  const resting = playbook === undefined ? [] : CaseView.resting(state, playbook, model.calendar, on, now)
  return {
    case: id,
    playbook: state.playbook,
    version,
    group,
    subjects,
    buildings,
    stage,
    ...(ending === undefined ? {} : { outcome: ending.outcome }),
    relapses,
    deadlines: playbook === undefined ? [] : CaseView.deadlines(state, playbook, model.calendar, on, now),
    ...(resting.length === 0 ? {} : { resting })
  }
}

/**
 * The state of a case today. If a deadline has passed, its automatic step counts as taken, even if this is not recorded
 * yet.
 */
const today = ({ district, model, now, on }: Asking, state: Opened): Opened => {
  const playbook = District.playbookOf(district, state)
  const current = playbook === undefined ? state : caughtUp(playbook, model.calendar, state, on, now).state
  return current._tag === "Opened" ? current : state
}

const inReach = (asking: Asking, reach: Reach): ReadonlyArray<Opened> =>
  [...asking.district.cases.values()].flatMap(({ state }) =>
    state._tag === "Opened" && reachesCase(reach, asking, state) ? [today(asking, state)] : []
  )

const firstDue = ({ deadlines: [first] }: CaseLine): number => first?.due ?? Number.POSITIVE_INFINITY
const byDue = (a: CaseLine, b: CaseLine): number =>
  firstDue(a) - firstDue(b) || (a.case < b.case ? -1 : a.case > b.case ? 1 : 0)

/** The open cases that are waiting for a decision of the actor as a keeper (a person who manages the case). */
const keeperTasks = (asking: Asking, cases: ReadonlyArray<Opened>): ReadonlyArray<KeeperTask> => {
  const { actor: by, district, on } = asking
  const gone = Map.groupBy(District.subjectsGone(district, on), (one) => one.case)
  const handlers = new Map(District.handlersGone(district, on).map((one) => [one.case, one.actor]))
  const aside = Map.groupBy(District.factsAside(district), (one) => one.case)
  const afterDeath = Map.groupBy(District.ballotsAfterDeath(district, on), (one) => one.case)
  return cases.flatMap((state) => {
    const [left, facts] = [gone.get(state.id) ?? [], aside.get(state.id) ?? []]
    const ballots = afterDeath.get(state.id) ?? []
    const handler = handlers.get(state.id)
    const keepers = District.playbookOf(district, state)?.keepers
    const waits = left.length + facts.length + ballots.length > 0 || handler !== undefined
    if (!waits || keepers === undefined || !isOpen(state)) return []
    const context = District.contextOf(district, state, on)
    if (authority(keepers, { by, context, on }, state).length > 0) return []
    return [
      {
        ...line(asking, state),
        gone: left.map(({ resident }) => resident),
        ...given("handlerGone", handler),
        aside: facts.map(({ entry }) => entry),
        ballots
      }
    ]
  })
}

/**
 * The tasks of the actor today: all open cases on which the actor may take a step, late and urgent cases first; and the
 * cases that wait for a decision of the actor as a keeper, because their person, or the actor to whom the case was
 * handed over, has died or left, because a fact was recorded late and moved nothing, or because a ballot was counted although its owner had died.
 *
 * @category questions
 */
export const askToday = make({
  fields: { AskToday: {} },
  authority: "any mandate",
  answered: Schema.Struct({
    on: DayFromIso,
    tasks: Schema.Array(Answers.Task),
    decisions: Schema.Array(Answers.KeeperTask)
  }),
  answer: (asking) => {
    const { actor, district, model, now, on } = asking
    const cases = inReach(asking, reachOf(asking))
    const tasks = cases.flatMap((state): ReadonlyArray<Task> => {
      const playbook = District.playbookOf(district, state)
      if (!isOpen(state) || playbook === undefined) return []
      const context = District.contextOf(district, state, on)
      const steps = CaseView.can(state, playbook, model.calendar, {
        by: actor,
        on,
        ...given("now", now),
        context
      })
      return steps.length === 0 ? [] : [{ ...line(asking, state), steps }]
    })
    return Result.succeed({
      on,
      tasks: tasks.toSorted(byDue),
      decisions: keeperTasks(asking, cases).toSorted(byDue)
    })
  }
})

/**
 * The cases within the actor's reach (the parts of the district that the actor may see), the late and urgent cases
 * first. Default: only the open cases.
 *
 * @category questions
 */
export const askCases = make({
  fields: {
    AskCases: {
      group: Schema.optionalKey(GroupId),
      playbook: Schema.optionalKey(PlaybookId),
      building: Schema.optionalKey(BuildingId),
      which: Schema.Literals(["open", "late", "ended", "all"]).pipe(
        Schema.withDecodingDefaultTypeKey(Effect.succeed("open" as const))
      )
    }
  },
  authority: "any mandate",
  answered: Schema.Struct({ on: DayFromIso, cases: Schema.Array(Answers.CaseLine) }),
  answer: (asking, { building, group, playbook, which }) => {
    const wanted = (state: Opened): boolean =>
      (group === undefined || state.group === group) &&
      (playbook === undefined || state.playbook === playbook) &&
      (building === undefined || state.buildings.includes(building)) &&
      (which === "all" || isOpen(state) === (which !== "ended"))
    const lines = inReach(asking, reachOf(asking))
      .filter(wanted)
      .map((state) => line(asking, state))
    return Result.succeed({
      on: asking.on,
      cases: lines
        .filter(({ deadlines }) => which !== "late" || deadlines.some(({ passed }) => passed))
        .toSorted(byDue)
    })
  }
})

/**
 * One case, with its history and the steps that the actor may take on it.
 *
 * @category questions
 */
export const askCase = make({
  fields: { AskCase: { case: CaseId } },
  authority: "any mandate",
  answered: Answers.CaseFound,
  answer: (asking, { case: id }) => {
    const { actor, district, now, on } = asking
    const found = Option.getOrUndefined(District.findCase(district, id))
    if (found === undefined || !reachesCase(reachOf(asking), asking, found)) {
      return refuse(withinReach, { _tag: "CaseUnknown", case: id })
    }
    const { standard, steps } = offers(district, on, actor.id, Option.some(id), now)
    const others = [...district.cases.values()].flatMap(({ state }) =>
      state._tag === "Opened" && (state.parent === id || state.lineage?.first === id) ? [state] : []
    )
    const linesOf = (states: ReadonlyArray<Opened>): ReadonlyArray<CaseLine> =>
      states
        .filter((state) => reachesCase(reachOf(asking), asking, state))
        .map((state) => line(asking, today(asking, state)))
        .toSorted(byDue)
    return Result.succeed<CaseFound>({
      ...line(asking, today(asking, found)),
      children: linesOf(others.filter(({ parent }) => parent === id)),
      later: linesOf(others.filter(({ lineage }) => lineage?.first === id)),
      entries: district.cases.get(id)?.entries ?? [],
      steps,
      standard
    })
  }
})

/**
 * What an actor may do now: the types of requests, and the steps of a given case.
 *
 * @category questions
 */
export const askOffers = make({
  fields: { AskOffers: { case: Schema.optionalKey(CaseId) } },
  authority: "any mandate",
  answered: Schema.Struct({ requests: Schema.Array(RequestTag), ...Answers.offered }),
  answer: (asking, { case: id }) => {
    const { actor, district, now, on } = asking
    // If the case is out of the actor's reach (the actor may not see it), the answer has no steps. Otherwise it would
    // reveal that the case exists.
    const about = Option.filter(Option.fromUndefinedOr(id), (one) => {
      const state = Option.getOrUndefined(District.findCase(district, one))
      return state !== undefined && reachesCase(reachOf(asking), asking, state)
    })
    return Result.succeed(offers(district, on, actor.id, about, now))
  }
})
