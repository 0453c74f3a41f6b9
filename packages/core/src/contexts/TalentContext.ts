/**
 * The context of capable residents (residents with skills), who take cases and join teams. The library computes and
 * proposes who could take which task, and people confirm, overrule or reject the proposal.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type CaseEvent, type CaseReason } from "../casework/Case.ts"
import { isOpen as isOpenCase, type Opened } from "../casework/CaseState.ts"
import type { MigrationRefusal } from "../casework/Migration.ts"
import type { Day } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { sensitive } from "../kernel/Personal.ts"
import { precondition, refuse, refuseAll } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import type { Model } from "../model/Model.ts"
import type { NotYourGroup } from "../model/Role.ts"
import { type Actor, actingOn } from "../place/Actor.ts"
import { Weight } from "../place/Branch.ts"
import { ActorId, CaseId, GroupId, Tag } from "../place/Id.ts"
import { ProposalId, proposalRules } from "../proposals/Proposal.ts"
import {
  type NoTalentReason,
  solvable,
  solve,
  type Talent,
  TalentProblem,
  type TalentScheme,
  TaskId
} from "../talents/Talent.ts"
import {
  decider,
  type Duty,
  isProven,
  leavesOwnTeam,
  namesKnown,
  refusalsHold,
  stream,
  type TalentCommand,
  TalentEvent,
  TalentPair,
  type TalentRefusal,
  type TalentState,
  tasksFilled,
  type Work
} from "../talents/TalentProposal.ts"
import type { CaseworkWorld } from "./CaseworkFacts.ts"
import { onCase } from "./OnCase.ts"
import type { CaseworkSlice } from "./CaseworkSlice.ts"
import {
  all,
  type Asking,
  change,
  type Decision,
  inModel,
  make,
  type NotInModel,
  notYourGroup,
  reaches,
  type RequestOf,
  withinMandate
} from "./Context.ts"
import { dated, type DatedRefusal, datedRules, happened } from "./Dated.ts"
import type { LookUpRefusal } from "./LookUpRefusal.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** @category models */
export interface TalentSlice {
  readonly talent: TalentState
}

type QuestionWorld = TalentSlice & CaseworkSlice & MandateSlice & RegistrySlice

const asked = {
  /**
   * Skills that are useful for the task, each with a weight. Default: the needs of the group that is responsible for
   * the task.
   */
  needs: Schema.optionalKey(Schema.Record(Tag, Weight)),
  /** Skills that are required for the task. A person without them is not eligible. */
  requires: Schema.Array(Tag).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  /** The number of minutes a week that the task takes for each person. */
  minutes: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_080 }))
}

/** A task for which people are needed: an open case, or places in the team of a group. */
const Wanted = Schema.Union([
  Schema.Struct({ case: CaseId, ...asked }),
  Schema.Struct({
    team: GroupId,
    people: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })),
    ...asked
  })
])
type Wanted = typeof Wanted.Type

/** A person who must not be proposed for a task, and why. The usual reason is that the person declined the task. */
const Unwilling = Schema.Struct({ talent: ActorId, task: TaskId, reason: sensitive(StatedReason) })
interface Unwilling extends Schema.Schema.Type<typeof Unwilling> {}

const openCase = ({ cases }: CaseworkSlice, id: CaseId): Opened | undefined => {
  const state = cases.get(id)?.state
  return state !== undefined && isOpenCase(state) ? state : undefined
}

/**
 * Whether a person still has a task: the case is open and was handed over to the person, or the person is still in the
 * team.
 */
const isTaken = (district: CaseworkSlice, duty: Duty): boolean => {
  if (duty.case === undefined) return duty.left === undefined
  const handler = openCase(district, duty.case)?.handler
  return handler !== undefined && "actor" in handler && handler.actor === duty.talent
}

const talentOf = (
  district: QuestionWorld,
  { id, offers }: Actor,
  {
    criteria,
    inForce,
    lookBack,
    on
  }: Pick<TalentScheme, "criteria" | "lookBack"> & {
    readonly inForce: ReadonlyArray<TalentPair>
    readonly on: Day
  }
): ReadonlyArray<Talent> => {
  if (offers === undefined || offers.tasks === 0) return []
  const { building, minutes, skills, tasks: most } = offers
  // The tasks in question are given out anew, so a person does not count as busy with one of them.
  const own = district.talent.duties.filter(
    (duty) => duty.talent === id && !inForce.some(({ talent, task }) => talent === id && task === duty.task)
  )
  const taken = own.filter((duty) => isTaken(district, duty))
  const turns = own.filter(({ since }) => since > on - lookBack).length
  const [last] = own.map(({ since }) => since).toSorted((a, b) => b - a)
  return [
    {
      id,
      skills,
      ...(building === undefined ? {} : { building }),
      free: Math.max(
        0,
        taken.reduce((left, duty) => left - duty.minutes, minutes)
      ),
      load: taken.length,
      most,
      turns,
      ...(last === undefined ? {} : { last }),
      ...(criteria.waiting === undefined
        ? {}
        : { waited: last === undefined ? lookBack : Math.min(lookBack, Math.max(0, on - last)) })
    }
  ]
}

/** The people who had an earlier case about a person or place of an open case. */
const knownTo = ({ cases, talent }: QuestionWorld, open: Opened): ReadonlyArray<ActorId> => {
  const subjects = new Set(open.subjects)
  const had = talent.duties.flatMap((duty) => {
    if (duty.case === undefined || duty.case === open.id) return []
    const before = cases.get(duty.case)?.state
    return before?._tag === "Opened" && before.subjects.some((one) => subjects.has(one)) ? [duty.talent] : []
  })
  return [...new Set(had)].toSorted()
}

/** The person who has an open case. */
const holderOf = (open: Opened | undefined): ActorId | undefined =>
  open?.handler !== undefined && "actor" in open.handler ? open.handler.actor : undefined

const idOf = (wanted: Wanted): TaskId => TaskId.make("case" in wanted ? wanted.case : wanted.team)

/** The id of the task belongs to neither an open case nor a group. */
export interface TaskUnknown {
  readonly _tag: "TaskUnknown"
  readonly task: TaskId
}

/** @category rules */
export const tasksKnown = precondition({
  id: "talent-tasks-known",
  name: "people are chosen for open cases and for groups of the district",
  reasons: ["TaskUnknown"]
})

/**
 * The assignment problem of who takes which task. `work` is the case or team of each task. `unknown` are the tasks
 * whose id belongs to neither an open case nor a group.
 */
export interface TalentQuestion {
  readonly problem: TalentProblem
  readonly work: ReadonlyArray<Work>
  readonly unknown: ReadonlyArray<TaskId>
}

/**
 * Makes the assignment problem of who can take which task on a day. `undefined` if the model has no settings for
 * capable residents. A person who recently had a task is less likely to be chosen again. The model says how far back
 * earlier tasks count. A more recent task has more effect.
 *
 * @category questions
 */
const talentQuestion = (
  district: QuestionWorld,
  { groups, talent: scheme }: Model,
  on: Day,
  wanted: ReadonlyArray<Wanted>,
  bans: ReadonlyArray<Unwilling>
): TalentQuestion | undefined => {
  if (scheme === undefined) return undefined
  const { criteria, distances, goals, lookBack, partial, repair } = scheme
  const found = wanted.map((each) => {
    const open = "case" in each ? openCase(district, each.case) : undefined
    const owner = "case" in each ? open?.group : each.team
    return { each, open, group: groups.find(({ id }) => id === owner) }
  })
  const answerable = found.flatMap(({ each, group, open }) =>
    group === undefined ? [] : [{ each, group, open }]
  )
  const inForce = answerable.flatMap(({ each, open }) => {
    const talent = holderOf(open)
    return talent === undefined ? [] : [{ task: idOf(each), talent }]
  })
  return {
    problem: {
      talents: [...district.actors.values()].flatMap((actor) =>
        actingOn(actor, district.registry, on).length > 0
          ? talentOf(district, actor, { criteria, inForce, lookBack, on })
          : []
      ),
      tasks: answerable.map(({ each, group, open }) => {
        const building = open?.buildings[0]
        return {
          id: idOf(each),
          needs: each.needs ?? group.needs,
          requires: each.requires,
          ...(building === undefined ? {} : { building }),
          minutes: each.minutes,
          people: "case" in each ? 1 : each.people,
          ...(criteria.continuity === undefined || open === undefined
            ? {}
            : { known: knownTo(district, open) })
        }
      }),
      criteria,
      distances,
      bans,
      ...given("goals", goals),
      ...(inForce.length === 0 ? {} : { inForce }),
      ...given("repair", repair),
      ...given("partial", partial)
    },
    work: answerable.map(({ each, group }) => ({
      task: idOf(each),
      group: group.id,
      ...("case" in each ? { case: each.case } : {})
    })),
    unknown: found.flatMap(({ each, group }) => (group === undefined ? [idOf(each)] : []))
  }
}

// ----------------------------------------------------------------------------------------------------------- deciding

const requests = {
  /** Computes who could take open cases and places in teams, and proposes these people with reasons and a proof. */
  ProposeTalent: {
    proposal: ProposalId,
    wanted: Schema.NonEmptyArray(Wanted),
    unwilling: Schema.Array(Unwilling).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([])))
  },
  /** Confirms a proposal: hands over the cases to the proposed people, and makes them members of the teams. */
  ConfirmTalent: { proposal: ProposalId },
  OverruleTalent: {
    proposal: ProposalId,
    pairs: Schema.NonEmptyArray(TalentPair),
    reason: sensitive(StatedReason)
  },
  RejectTalent: { proposal: ProposalId, reason: sensitive(StatedReason) },
  /** A person leaves the team of a group. */
  LeaveTeam: { talent: ActorId, team: GroupId, ...happened }
}

type TalentRequest = RequestOf<typeof requests>
type World = TalentSlice & CaseworkWorld & MandateSlice
type Event = TalentEvent | CaseEvent
type Reason =
  | TalentRefusal
  | NoTalentReason
  | TaskUnknown
  | NotInModel
  | NotYourGroup
  | CaseReason
  | DatedRefusal
  | LookUpRefusal
  | MigrationRefusal

const settle = (asking: Asking<TalentSlice>, command: TalentCommand): Decision<Event, Reason> =>
  Result.map(decider.decide(asking.district.talent, command), (events) => change(asking, stream, events))

const outOfReach = (asking: Asking, work: ReadonlyArray<Work>): ReadonlyArray<NotYourGroup> =>
  [...new Set(work.map(({ group }) => group))].flatMap((group) =>
    reaches(asking, "talent", group) ? [] : [notYourGroup(group)]
  )

const propose = (
  asking: Asking<World>,
  request: Extract<TalentRequest, { readonly _tag: "ProposeTalent" }>
): Decision<Event, Reason> => {
  const { actor, district, model, on } = asking
  const { proposal, unwilling, wanted } = request
  const found = talentQuestion(district, model, on, wanted, unwilling)
  if (found === undefined) return refuse(inModel, { _tag: "NotInModel", part: "talent" })
  const { problem, unknown, work } = found
  const [first, ...others]: ReadonlyArray<Reason> = [
    ...unknown.map((task) => ({ _tag: "TaskUnknown" as const, task })),
    ...outOfReach(asking, work)
  ]
  if (first !== undefined) return refuseAll([first, ...others])
  return Result.flatMap(solve(problem), (plan): Decision<Event, Reason> =>
    settle(asking, {
      _tag: "ProposeTalent",
      by: actor.id,
      on,
      proposal,
      problem,
      work,
      plan,
      automated: true
    })
  )
}

const decide = (asking: Asking<World>, request: TalentRequest): Decision<Event, Reason> => {
  const { actor, district, on } = asking
  const asked = { by: actor.id, on }
  if (request._tag === "ProposeTalent") return propose(asking, request)
  if (request._tag === "LeaveTeam") {
    const { talent, team } = request
    if (!reaches(asking, "talent", team)) return refuse(withinMandate, notYourGroup(team))
    return Result.flatMap(dated(asking, request), ({ on, recorded }): Decision<Event, Reason> =>
      settle(asking, {
        _tag: "ReleaseTalent",
        by: actor.id,
        on,
        ...given("recorded", recorded),
        talent,
        task: TaskId.make(team)
      })
    )
  }
  const content = district.talent.proposals.get(request.proposal)?.content
  const [first, ...others] = outOfReach(asking, content?.work ?? [])
  if (first !== undefined) return refuseAll([first, ...others])
  const decision = settle(asking, { ...request, ...asked })
  if (content === undefined || Result.isFailure(decision) || request._tag === "RejectTalent") return decision
  const pairs = request._tag === "OverruleTalent" ? request.pairs : content.plan.pairs
  return all<Event, Reason>([
    decision,
    ...content.work.flatMap(({ case: id, task }) =>
      id === undefined
        ? []
        : pairs
            .filter((pair) => pair.task === task && holderOf(openCase(district, id)) !== pair.talent)
            .map(({ talent }) =>
              onCase(asking, id, (by) => ({ _tag: "HandOver", ...by, to: { actor: talent } }))
            )
    )
  ])
}

/** @category contexts */
export const talentContext = make({
  id: "talent",
  events: TalentEvent,
  opens: true,
  initial: (): { talent: TalentState } => ({ talent: decider.initial }),
  apply: (draft: { talent: TalentState }, event) => {
    draft.talent = decider.evolve(draft.talent, event)
  },
  requests,
  authorities: {
    ProposeTalent: { may: "talent", about: "by rule" },
    ConfirmTalent: { may: "talent", about: "by rule" },
    OverruleTalent: { may: "talent", about: "by rule" },
    RejectTalent: { may: "talent", about: "by rule" },
    LeaveTeam: { may: "talent", about: "by rule" }
  },
  rules: [
    withinMandate,
    inModel,
    tasksKnown,
    ...solvable,
    ...proposalRules,
    isProven,
    namesKnown,
    tasksFilled,
    refusalsHold,
    leavesOwnTeam,
    ...datedRules
  ],
  decide
})
