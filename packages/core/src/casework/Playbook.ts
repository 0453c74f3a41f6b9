/**
 * A playbook describes one kind of case: its stages, the steps between them, who may take them, what evidence they
 * require, by when, what happens if nobody acts, and how long the place is watched afterwards. It is data: the value
 * under the playbook's id in a model. Stages, steps and evidence fields are records keyed by id, so that a district
 * changes one deadline by naming it and nothing else (JSON merge patch, RFC 7396).
 *
 * The schema checks the form. `PlaybookCheck` checks whether the parts fit together.
 */
import * as Schema from "effect/Schema"
import { PeriodFromText } from "../kernel/Period.ts"
import { RatioFromText } from "../kernel/Ratio.ts"
import { Text } from "../kernel/Text.ts"
import { ContactKind, RoleId, Tag } from "../place/Id.ts"
import { Kind } from "../place/Subject.ts"

const name = (what: string) =>
  Schema.String.check(
    Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u, {
      expected: `${what} of 1–64 letters, digits and - _ that begins with a letter or a digit`
    })
  )

/** The id of a playbook in its model. */
export const PlaybookId = name("a playbook's id")
export type PlaybookId = typeof PlaybookId.Type

/** The id of a stage within its playbook. */
export const StageId = name("a stage's id")
export type StageId = typeof StageId.Type

/** The id of a step within its playbook. */
export const StepId = name("a step's id")
export type StepId = typeof StepId.Type

/** The id of an evidence field. Steps that require the same thing use the same id. */
export const FieldId = name("an evidence field's id")
export type FieldId = typeof FieldId.Type

/** A playbook's version: a case stays on the version it was opened with until it is migrated. */
export const Version = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** What an evidence field holds. An amount is in fen; a photo and a signature are references with a hash. */
export const FieldType = Schema.Literals([
  "text",
  "number",
  "date",
  "photo",
  "signature",
  "choice",
  "amount",
  "list"
])
export type FieldType = typeof FieldType.Type

/**
 * One piece of evidence that a step requires.
 *
 * @category models
 */
export const Field = Schema.Struct({
  label: Text,
  type: FieldType,
  /** Whether the step is refused without it. Absent means that it is. */
  required: Schema.optionalKey(Schema.Boolean),
  /** Whether it may contain data on health, hardship, Party membership or the like (PIPL Art. 28). Default: false. */
  sensitive: Schema.optionalKey(Schema.Boolean),
  /** What a `choice` offers, by id. */
  choices: Schema.optionalKey(Schema.Record(name("a choice's id"), Text)),
  /** The least and the most: of a `number`, of an `amount` in fen, of the entries of a `list`. */
  least: Schema.optionalKey(Schema.Finite),
  most: Schema.optionalKey(Schema.Finite)
})
export interface Field extends Schema.Schema.Type<typeof Field> {}

/** The fields of a step by id. */
export const Fields = Schema.Record(FieldId, Field)
export type Fields = typeof Fields.Type

/**
 * How near to the case a mandate must lie:
 *
 * - `district`: for the whole district;
 * - `group`: for the group that leads the case, for a branch that leads that group, or for the whole district;
 * - `building`: for a building that the case is about, or for the whole district;
 * - `case`: anywhere, and the case has been handed over to this actor, or to this role.
 *
 * Absent means anywhere in the district.
 */
export const Reach = Schema.Literals(["district", "group", "building", "case"])
export type Reach = typeof Reach.Type

/** Who may: a role, within a scope. */
export const By = Schema.Struct({ role: RoleId, scope: Schema.optionalKey(Reach) })
export interface By extends Schema.Schema.Type<typeof By> {}

/**
 * When a step is possible at all, besides its stage, its people and its evidence. Every part that is stated must hold.
 * What a case has behind it counts since it was opened, or last reopened: who relapses is given notice anew.
 *
 * @category models
 */
export const Gate = Schema.Struct({
  /** Each of these steps has been taken. */
  after: Schema.optionalKey(Schema.Array(StepId)),
  /** This stage has been entered, and its deadline has passed: from the day after its last day. */
  lapsed: Schema.optionalKey(StageId),
  /** Each of these evidence fields has been recorded by some step. */
  evidence: Schema.optionalKey(Schema.Array(FieldId)),
  /** The last poll on the case under this rule set has carried, and the result is final (`polls/Poll`). */
  poll: Schema.optionalKey(Tag),
  /** The case above this one is open. */
  parent: Schema.optionalKey(Schema.Literal("open")),
  /** No case under this one is open. */
  children: Schema.optionalKey(Schema.Literal("done"))
})
export interface Gate extends Schema.Schema.Type<typeof Gate> {}

/**
 * One step.
 *
 * @category models
 */
export const Step = Schema.Struct({
  name: Text,
  /** The stages in which it can be taken. */
  from: Schema.Array(StageId),
  /** The stage it leads to. Default: the case stays in its stage. To enter the same stage restarts its deadline. */
  to: Schema.optionalKey(StageId),
  /** Who may take it. Default: only the clock, as a lapse. */
  by: Schema.optionalKey(Schema.Array(By)),
  evidence: Schema.optionalKey(Fields),
  gate: Schema.optionalKey(Gate),
  /** Separation of duties: an actor who took one of these steps may not take this one. */
  notBy: Schema.optionalKey(Schema.Array(StepId)),
  /** The kinds of contact with the case's subjects that it counts for in coverage. */
  records: Schema.optionalKey(Schema.Array(ContactKind)),
  /** Whether a refused attempt is kept on the case, with its reasons. */
  recordRefusal: Schema.optionalKey(Schema.Boolean),
  /** The statute, regulation or practice that it comes from. */
  source: Schema.optionalKey(Schema.NonEmptyString)
})
export interface Step extends Schema.Schema.Type<typeof Step> {}

/** Who is notified when a deadline is late by a period. `0 days` is its last day. */
export const Rung = Schema.Struct({ after: PeriodFromText, tell: RoleId })
export interface Rung extends Schema.Schema.Type<typeof Rung> {}

/**
 * How a case ends: what the playbook is for has come about, or in part, or those concerned did not want it, or it
 * failed, or there was no case (withdrawn, a duplicate).
 */
export const Outcome = Schema.Literals(["achieved", "partial", "declined", "failed", "void"])
export type Outcome = typeof Outcome.Type

/**
 * One stage.
 *
 * @category models
 */
export const Stage = Schema.Struct({
  name: Text,
  /**
   * How long a case may stay in this stage. The day of entry does not count; the deadline passes at the end of its last day (Civil
   * Code Art. 201).
   */
  deadline: Schema.optionalKey(PeriodFromText),
  /** Whether a last day that is no working day moves on to the next working day (Civil Code Art. 203). */
  endsOnWorkingDay: Schema.optionalKey(Schema.Boolean),
  /** The step that the clock takes when the deadline passes. Without one the case is overdue and stays. */
  lapse: Schema.optionalKey(StepId),
  escalate: Schema.optionalKey(Schema.Array(Rung)),
  /** Stated for the stages that end a case. */
  outcome: Schema.optionalKey(Outcome),
  source: Schema.optionalKey(Schema.NonEmptyString)
})
export interface Stage extends Schema.Schema.Type<typeof Stage> {}

/**
 * Follow-up after resolution. In the patrol's stage a check is due every so many days. A clean check lets more time pass
 * until the next one; a relapse reopens the case and lets less pass from then on; always between the bounds.
 *
 * Periods are in days or weeks.
 *
 * @category models
 */
export const Patrol = Schema.Struct({
  /** The stage in which the place is watched. */
  stage: StageId,
  /** The step that records a clean check; the case stays in the stage. */
  check: StepId,
  every: Schema.Struct({ first: PeriodFromText, least: PeriodFromText, most: PeriodFromText }),
  /** What the interval is multiplied with on a clean check, at least 1: `3/2`. */
  widen: RatioFromText,
  /** What it is multiplied with on a relapse, at most 1: `1/2`. */
  tighten: RatioFromText,
  /** After so many clean checks since the last relapse this step is possible, and ends the patrol. */
  release: Schema.Struct({
    after: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
    step: StepId
  }),
  /** The step that records a relapse: it reopens the case in the stage that it leads to. */
  relapse: StepId,
  escalate: Schema.optionalKey(Schema.Array(Rung))
})
export interface Patrol extends Schema.Schema.Type<typeof Patrol> {}

/** How a case begins. */
export const Opening = Schema.Struct({
  /** Who may open a case, besides its keepers. */
  by: Schema.optionalKey(Schema.Array(By)),
  evidence: Schema.optionalKey(Fields),
  records: Schema.optionalKey(Schema.Array(ContactKind))
})
export interface Opening extends Schema.Schema.Type<typeof Opening> {}

/**
 * How a closed case can be opened again: in which stage it goes on, and by whom. A duplicate is never reopened, because
 * its work goes on in the case that took it in.
 */
export const Reopening = Schema.Struct({
  to: StageId,
  by: Schema.optionalKey(Schema.Array(By)),
  /** The outcomes after which a case can be reopened. Default: all. */
  after: Schema.optionalKey(Schema.NonEmptyArray(Outcome)),
  /** How long after its end a case can be reopened, in days, weeks or months. Default: without limit. */
  within: Schema.optionalKey(PeriodFromText)
})
export interface Reopening extends Schema.Schema.Type<typeof Reopening> {}

/**
 * A playbook as it is written under its id in a model.
 *
 * @category models
 */
export const Playbook = Schema.Struct({
  name: Text,
  purpose: Schema.optionalKey(Text),
  version: Version,
  /** What its cases are about. A case may be about several of the kind. */
  subject: Kind,
  /** The heart whose group its cases belong to; which branch leads that group follows from the pairing. */
  ledBy: Tag,
  /** The playbook under one of whose open cases a case of this one is opened. */
  parent: Schema.optionalKey(PlaybookId),
  /** How long a case may take from its opening, or reopening, until it is resolved: ended or on patrol. */
  limit: Schema.optionalKey(PeriodFromText),
  /** Who keeps its cases: opens, hands over, transfers, merges, withdraws. Absent: the roles that may, in the model. */
  keepers: Schema.optionalKey(Schema.Array(By)),
  opening: Schema.optionalKey(Opening),
  reopening: Schema.optionalKey(Reopening),
  /** The stage in which a case begins. */
  start: StageId,
  stages: Schema.Record(StageId, Stage),
  steps: Schema.Record(StepId, Step),
  patrol: Schema.optionalKey(Patrol),
  source: Schema.optionalKey(Schema.NonEmptyString)
})
export interface Playbook extends Schema.Schema.Type<typeof Playbook> {}

/** A playbook as it is written in YAML or JSON: periods, ratios and days as text. */
export type PlaybookDocument = typeof Playbook.Encoded

/** The steps that every stage of every playbook has. The keepers of the case may take them. */
export const standardSteps = ["note", "hand-over", "transfer", "merge", "withdraw", "decide-due"] as const
export type StandardStep = (typeof standardSteps)[number]

/** The people who may take a step. Empty if only the clock takes it. */
export const peopleOf = (step: Step): ReadonlyArray<By> => step.by ?? []

/** Whether a stage ends the case. */
export const isFinal = (stage: Stage): boolean => stage.outcome !== undefined

/** Whether an evidence field must be there. */
export const isRequired = (field: Field): boolean => field.required ?? true
