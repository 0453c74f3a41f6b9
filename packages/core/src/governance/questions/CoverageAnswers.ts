/** The schemas of the answers to questions about coverage. */
import * as Schema from "effect/Schema"
import type * as Answer from "../../coverage/Coverage.ts"
import type { PartStanding } from "../../coverage/Counts.ts"
import { ReasonId } from "../../coverage/CoverageRule.ts"
import type * as Walk from "../../coverage/NextRound.ts"
import { Quota, Standing } from "../../coverage/Target.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { AttemptOutcome } from "../../place/Attempt.ts"
import { ActorId, ContactKind, RuleId } from "../../place/Id.ts"
import { Subject } from "../../place/Subject.ts"

const member = {
  id: Schema.String,
  subject: Schema.optionalKey(Subject),
  place: Schema.Struct({
    building: Schema.optionalKey(Schema.String),
    label: Schema.optionalKey(Schema.String),
    floor: Schema.optionalKey(Schema.Int),
    unit: Schema.optionalKey(Schema.String),
    household: Schema.optionalKey(Schema.String)
  })
}

const missing = { ...member, last: Schema.optionalKey(DayFromIso), wants: Schema.optionalKey(Schema.Int) }

const Ratio = Schema.Struct({ reached: Schema.Int, of: Schema.Int })

const PartStandingAnswer: Schema.Codec<PartStanding, unknown> = Schema.Struct({
  id: Schema.optionalKey(Schema.String),
  quota: Quota,
  ratio: Ratio,
  standing: Standing
})

const Counts = Schema.Struct({
  eligible: Schema.Int,
  reached: Schema.Int,
  missing: Schema.Int,
  excluded: Schema.Int,
  unknown: Schema.Int
})

/** The schema of one member who is not reached. */
export const Missing: Schema.Codec<Answer.Missing, unknown> = Schema.Struct(missing)

/** The schema of the answer to a coverage rule on a day. */
export const Coverage: Schema.Codec<Answer.Coverage, unknown> = Schema.Struct({
  rule: RuleId,
  asOf: DayFromIso,
  window: Schema.optionalKey(Schema.Struct({ from: DayFromIso, until: DayFromIso })),
  counts: Counts,
  ratio: Ratio,
  standing: Standing,
  parts: Schema.Array(PartStandingAnswer),
  groups: Schema.Array(Schema.Struct({ key: Schema.Array(Schema.String), counts: Counts, ratio: Ratio })),
  gaps: Schema.Array(Missing),
  reached: Schema.Array(
    Schema.Struct({
      ...member,
      proof: Schema.Array(Schema.Int),
      lapses: Schema.optionalKey(DayFromIso)
    })
  ),
  excluded: Schema.Array(Schema.Struct({ ...member, reason: ReasonId, source: Schema.Int })),
  unknown: Schema.Array(Schema.Struct(member))
})

/** The schema of a forecast: the present figures, the pace, and the day on which the target is met. */
export const Forecast = Schema.Struct({
  asOf: DayFromIso,
  standing: Standing,
  reached: Schema.Int,
  of: Schema.Int,
  target: Schema.Int,
  short: Schema.Int,
  pace: Schema.Struct({
    since: DayFromIso,
    reachedThen: Schema.Int,
    reachedNow: Schema.Int,
    gained: Schema.Int,
    days: Schema.Int
  }),
  metOn: Schema.optionalKey(DayFromIso)
})
export interface Forecast extends Schema.Schema.Type<typeof Forecast> {}

/** The schema of the members whom one walker visits. */
export const WalkingList: Schema.Codec<Walk.WalkingList, unknown> = Schema.Struct({
  walker: ActorId,
  visits: Schema.Array(Schema.Struct({ ...missing, ownBuilding: Schema.Boolean, again: Schema.Boolean }))
})

/** The schema of one visit of an actor's round. */
export const RoundVisit = Schema.Struct({
  ...member,
  subject: Subject,
  name: Schema.optionalKey(Schema.String),
  rules: Schema.Array(RuleId),
  kinds: Schema.Array(ContactKind),
  last: Schema.optionalKey(DayFromIso),
  attempt: Schema.optionalKey(
    Schema.Struct({
      kind: ContactKind,
      subject: Subject,
      on: DayFromIso,
      outcome: AttemptOutcome,
      again: Schema.optionalKey(DayFromIso),
      source: Schema.Int
    })
  )
})
