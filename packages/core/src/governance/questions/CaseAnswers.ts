/** The schemas of the answers to questions about cases: with them, an answer is written as JSON, with days as texts. */
import * as Schema from "effect/Schema"
import { CaseEvent, WhichDue } from "../../casework/Case.ts"
import type * as CaseView from "../../casework/CaseView.ts"
import { Outcome, PlaybookId, StageId, standardSteps, StepId } from "../../casework/Playbook.ts"
import type * as District from "../../district/District.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { InstantFromText } from "../../kernel/Instant.ts"
import { ActorId, BuildingId, CaseId, GroupId, ResidentId, RoleId } from "../../place/Id.ts"
import { Subject } from "../../place/Subject.ts"
import { OwnerKey } from "../../polls/Poll.ts"
import { PollId } from "../../polls/OpenedPoll.ts"

const Of = Schema.Literals(["stage", "check", "limit"])

const RungDay: Schema.Codec<CaseView.RungDay, unknown> = Schema.Struct({
  of: Of,
  due: DayFromIso,
  day: DayFromIso,
  provisional: Schema.Boolean,
  tell: RoleId
})

/** A due day of a case. `workingDaysLeft` and `next` are `null` if they do not apply. */
const Deadline: Schema.Codec<CaseView.Deadline, unknown> = Schema.Struct({
  of: Of,
  due: DayFromIso,
  at: Schema.optionalKey(InstantFromText),
  provisional: Schema.Boolean,
  left: Schema.Int,
  workingDaysLeft: Schema.OptionFromNullOr(Schema.Int),
  late: Schema.Int,
  passed: Schema.Boolean,
  rung: Schema.Int,
  told: Schema.Array(RoleId),
  next: Schema.OptionFromNullOr(RungDay)
})

const RestingClock: Schema.Codec<CaseView.RestingClock, unknown> = Schema.Struct({
  of: WhichDue,
  since: DayFromIso,
  left: Schema.Int,
  unit: Schema.Literals(["day", "working day", "hour"])
})

const line = {
  case: CaseId,
  playbook: PlaybookId,
  version: Schema.Int,
  group: GroupId,
  subjects: Schema.Array(Subject),
  buildings: Schema.Array(BuildingId),
  stage: StageId,
  outcome: Schema.optionalKey(Outcome),
  relapses: Schema.Int,
  deadlines: Schema.Array(Deadline),
  resting: Schema.optionalKey(Schema.Array(RestingClock))
}

const steps = Schema.Array(StepId)
const standard = Schema.Array(Schema.Literals(standardSteps))

const BallotAfterDeath: Schema.Codec<District.BallotAfterDeath, unknown> = Schema.Struct({
  case: CaseId,
  poll: PollId,
  owner: OwnerKey,
  died: DayFromIso,
  decides: Schema.Boolean
})

/** The schema of a summary of a case. */
export const CaseLine = Schema.Struct(line)

/** The schema of a case with the steps that the actor may take on it. */
export const Task = Schema.Struct({ ...line, steps })

/** The schema of a case that is waiting for a decision of its keepers. */
export const KeeperTask = Schema.Struct({
  ...line,
  gone: Schema.Array(ResidentId),
  handlerGone: Schema.optionalKey(ActorId),
  aside: Schema.Array(Schema.Int),
  ballots: Schema.Array(BallotAfterDeath)
})

/** The schema of one case with its history. */
export const CaseFound = Schema.Struct({
  ...line,
  children: Schema.Array(CaseLine),
  later: Schema.Array(CaseLine),
  entries: Schema.Array(Schema.Struct({ position: Schema.Int, event: CaseEvent })),
  steps,
  standard
})

/** The schema of what an actor may do: the fields of `Offers` without the types of requests. */
export const offered = { steps, standard }
