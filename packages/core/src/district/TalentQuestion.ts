/** The question of who takes a case or joins a team, as a district poses it on a day. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { isOpen, type Opened } from "../casework/Case.ts"
import type { Day } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { type Talent, TalentProblem, TaskId } from "../talents/Talent.ts"
import type { Duty, Work } from "../talents/TalentProposal.ts"
import { type Actor, mandatesOn } from "../place/Actor.ts"
import { Weight } from "../place/Branch.ts"
import { ActorId, CaseId, GroupId, Tag } from "../place/Id.ts"
import type { District } from "./District.ts"
import type { Model } from "../model/Model.ts"

const asked = {
  /** Weighted skills that help; what the group needs where it is not said. */
  needs: Schema.optionalKey(Schema.Record(Tag, Weight)),
  /** Skills without which nobody comes into question. */
  requires: Schema.Array(Tag).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  /** Minutes a week that it takes each person. */
  minutes: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_080 }))
}

/** An open case that somebody is to take, or places in the team of a group. */
export const Wanted = Schema.Union([
  Schema.Struct({ case: CaseId, ...asked }),
  Schema.Struct({
    team: GroupId,
    people: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 })),
    ...asked
  })
])
export type Wanted = typeof Wanted.Type

/** Somebody who is not to be asked for a task, and why: most often because they said no. */
export const Unwilling = Schema.Struct({ talent: ActorId, task: TaskId, reason: sensitive(StatedReason) })
export interface Unwilling extends Schema.Schema.Type<typeof Unwilling> {}

const openCase = ({ cases }: District, id: CaseId): Opened | undefined => {
  const state = cases.get(id)?.state
  return state !== undefined && isOpen(state) ? state : undefined
}

/** Whether a turn is still being taken: the case is open and theirs, or the place in the team not given up. */
const isTaken = (district: District, duty: Duty): boolean => {
  if (duty.case === undefined) return duty.left === undefined
  const handler = openCase(district, duty.case)?.handler
  return handler !== undefined && "actor" in handler && handler.actor === duty.talent
}

const talentOf = (
  district: District,
  { id, offers }: Actor,
  { lookBack, on }: { readonly lookBack: number; readonly on: Day }
): ReadonlyArray<Talent> => {
  if (offers === undefined || offers.tasks === 0) return []
  const { building, minutes, skills, tasks: most } = offers
  const own = district.talent.duties.filter(({ talent }) => talent === id)
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
      ...(last === undefined ? {} : { last })
    }
  ]
}

const idOf = (wanted: Wanted): TaskId => TaskId.make("case" in wanted ? wanted.case : wanted.team)

/** Why nothing can be computed. */
export type QuestionRefusal =
  /** No open case, or no group, has that id. */
  | { readonly _tag: "TaskUnknown"; readonly task: TaskId }
  /** The district's model says nothing of this. */
  | { readonly _tag: "NotInModel"; readonly part: "companions" | "talent" }

/** What is asked, with what each task is; and what cannot be asked about: no open case, or no group, has that id. */
export interface TalentQuestion {
  readonly problem: TalentProblem
  readonly work: ReadonlyArray<Work>
  readonly unknown: ReadonlyArray<TaskId>
}

/**
 * Who might take which task on a day; nothing where the model says nothing of talent. Who has taken a turn within the
 * time that the model looks back over, and how long ago, counts against them, so that nobody is always first.
 *
 * @category questions
 */
export const talentQuestion = (
  district: District,
  { actors, groups, talent: scheme }: Model,
  on: Day,
  wanted: ReadonlyArray<Wanted>,
  bans: ReadonlyArray<Unwilling>
): TalentQuestion | undefined => {
  if (scheme === undefined) return undefined
  const { criteria, distances, lookBack } = scheme
  const found = wanted.map((each) => {
    const open = "case" in each ? openCase(district, each.case) : undefined
    const owner = "case" in each ? open?.group : each.team
    return { each, open, group: groups.find(({ id }) => id === owner) }
  })
  const answerable = found.flatMap(({ each, group, open }) =>
    group === undefined ? [] : [{ each, group, open }]
  )
  return {
    problem: {
      talents: [...actors.values()].flatMap((actor) =>
        mandatesOn(actor, on).length > 0 ? talentOf(district, actor, { lookBack, on }) : []
      ),
      tasks: answerable.map(({ each, group, open }) => {
        const building = open?.buildings[0]
        return {
          id: idOf(each),
          needs: each.needs ?? group.needs,
          requires: each.requires,
          ...(building === undefined ? {} : { building }),
          minutes: each.minutes,
          people: "case" in each ? 1 : each.people
        }
      }),
      criteria,
      distances,
      bans
    },
    work: answerable.map(({ each, group }) => ({
      task: idOf(each),
      group: group.id,
      ...("case" in each ? { case: each.case } : {})
    })),
    unknown: found.flatMap(({ each, group }) => (group === undefined ? [idOf(each)] : []))
  }
}
