/**
 * A playbook describes how one kind of case runs: its stages, the steps between them, who may take the steps, which
 * evidence they require, the deadlines, what happens if nobody acts, and the regular checks of the place afterwards. A
 * playbook is data: a value in a model, under the id of the playbook. Stages, steps and evidence fields are records
 * with ids as keys, so that a district can change one deadline with a short patch (JSON merge patch, RFC 7396).
 *
 * The schema checks only the form of a playbook. `PlaybookCheck` checks whether its parts fit together.
 */
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { format, Hours, parseLength, Period, PeriodFromText } from "../kernel/Period.ts"
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

/** The id of a playbook within its model. */
export const PlaybookId = name("a playbook's id")
export type PlaybookId = typeof PlaybookId.Type

/** The id of a stage within its playbook. */
export const StageId = name("a stage's id")
export type StageId = typeof StageId.Type

/** The id of a step within its playbook. */
export const StepId = name("a step's id")
export type StepId = typeof StepId.Type

/** The id of an evidence field. Steps that require the same information use the same id. */
export const FieldId = name("an evidence field's id")
export type FieldId = typeof FieldId.Type

// The length is read by the same rules as any other period. The regular expression has the flag `u` so that it can be
// copied into a JSON Schema.
const deadlinePattern =
  /^\d{1,5} (?:hours?|(?:day|working day|week|month|quarter|year)s?(?: from [\p{L}\p{N}][\p{L}\p{N}_-]{0,63})?)$/u

/**
 * The deadline of a stage: a period in days, or a number of hours.
 *
 * A period begins on the day on which the case enters the stage, or on the date in the evidence field `from`. Hours begin
 * at the instant at which the case enters the stage.
 *
 * @category models
 */
export const StageDeadline = Schema.Union([
  Schema.Struct({ ...Period.fields, from: Schema.optionalKey(FieldId) }),
  Hours
])
export type StageDeadline = typeof StageDeadline.Type

/** How long a deadline is, without the date from which it is counted. */
export const lengthOf = (self: StageDeadline): Period | Hours =>
  self.unit === "hour" ? self : { count: self.count, unit: self.unit }

const readDeadline = (text: string): StageDeadline => {
  const [length = text, from] = text.split(" from ")
  const read = parseLength(length)
  return from === undefined || read.unit === "hour" ? read : { ...read, from }
}

/**
 * The schema of a deadline that is written as text: `5 working days`, `24 hours`, `30 days from signed-on`.
 *
 * @category schemas
 */
const StageDeadlineFromText = Schema.String.check(
  Schema.isPattern(deadlinePattern, {
    expected:
      'a deadline such as "7 days", "5 working days" or "24 hours", or a period from a date in the evidence such as "30 days from signed-on"'
  })
).pipe(
  Schema.decodeTo(StageDeadline, {
    decode: SchemaGetter.transform(readDeadline),
    encode: SchemaGetter.transform((deadline: StageDeadline) =>
      "from" in deadline && deadline.from !== undefined
        ? `${format(deadline)} from ${deadline.from}`
        : format(deadline)
    )
  })
)

/** The version of a playbook. A case keeps the version with which it was opened until it is migrated. */
export const Version = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/**
 * The type of an evidence field. An amount is in fen (1/100 yuan). A photo and a signature are references with a hash.
 */
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
 * An evidence field: one piece of information that people must or may hand in with a step.
 *
 * @category models
 */
export const Field = Schema.Struct({
  label: Text,
  type: FieldType,
  /** Whether the step is refused without this field. Default: true. */
  required: Schema.optionalKey(Schema.Boolean),
  /**
   * Whether the field may contain sensitive data, such as data on health, hardship or Party membership (PIPL Art. 28).
   * Default: false.
   */
  sensitive: Schema.optionalKey(Schema.Boolean),
  /** The possible values of a field of type `choice`: the key is the id of the choice. */
  choices: Schema.optionalKey(Schema.Record(name("a choice's id"), Text)),
  /**
   * The limits of the value: the minimum and the maximum of a `number` or of an `amount` (in fen). For a `list`: of the
   * number of its items.
   */
  least: Schema.optionalKey(Schema.Finite),
  most: Schema.optionalKey(Schema.Finite)
})
export interface Field extends Schema.Schema.Type<typeof Field> {}

/** The evidence fields of a step. The key is the id of the field. */
export const Fields = Schema.Record(FieldId, Field)
export type Fields = typeof Fields.Type

/**
 * Which mandates are enough to act on a case:
 *
 * - `district`: a mandate for the whole district
 * - `group`: a mandate for the group of the case, for a branch that leads this group, or for the whole district
 * - `building`: a mandate for a building of the case, or for the whole district
 * - `case`: any mandate, if the case was handed over to the actor or to the actor's role
 *
 * Default: any mandate in the district.
 */
export const Reach = Schema.Literals(["district", "group", "building", "case"])
export type Reach = typeof Reach.Type

/** The people who may act: those who have a role, and a mandate that covers the case as `scope` requires. */
export const By = Schema.Struct({ role: RoleId, scope: Schema.optionalKey(Reach) })
export interface By extends Schema.Schema.Type<typeof By> {}

/**
 * The gate of a step: conditions that must hold in addition to the stage, the people and the evidence of the step. All
 * conditions in the gate must hold. Only the history since the case was opened or last reopened counts: for example,
 * after a relapse (the problem came back), the residents get a new notice before their things are cleared.
 *
 * @category models
 */
export const Gate = Schema.Struct({
  /** The steps that must all have been taken before. */
  after: Schema.optionalKey(Schema.Array(StepId)),
  /**
   * The case must have been in this stage, and the deadline of the stage must have passed. The step with this gate is
   * possible from the day after the due day.
   */
  lapsed: Schema.optionalKey(StageId),
  /** The evidence fields that must all have been filled in, in any steps of the case. */
  evidence: Schema.optionalKey(Schema.Array(FieldId)),
  /**
   * The id of a rule set for polls. The last poll that was held on the case under this rule set must be final, and its
   * result must be in favour (see `polls/Poll`).
   */
  poll: Schema.optionalKey(Tag),
  /** The parent case (the case under which this case was opened) must be open. */
  parent: Schema.optionalKey(Schema.Literal("open")),
  /** All child cases (cases that were opened under this case) must be closed. */
  children: Schema.optionalKey(Schema.Literal("done"))
})
export interface Gate extends Schema.Schema.Type<typeof Gate> {}

/**
 * A step: an action that people take in a case, or that happens automatically after a deadline.
 *
 * @category models
 */
export const Step = Schema.Struct({
  name: Text,
  /** The stages in which the step can be taken. */
  from: Schema.Array(StageId),
  /**
   * The stage that the step enters. Default: the case stays in its stage. A step that enters the current stage again
   * restarts the deadline.
   */
  to: Schema.optionalKey(StageId),
  /** The people who may take the step. Default: nobody, because the step happens automatically after a deadline. */
  by: Schema.optionalKey(Schema.Array(By)),
  evidence: Schema.optionalKey(Fields),
  gate: Schema.optionalKey(Gate),
  /** Separation of duties: an actor who took one of these steps may not take this step. */
  notBy: Schema.optionalKey(Schema.Array(StepId)),
  /**
   * The kinds of contact that the step counts as. After the step, the subjects of the case (the people or places that
   * it is about) count as contacted under the coverage rules.
   */
  records: Schema.optionalKey(Schema.Array(ContactKind)),
  /** Whether a refused attempt to take the step is recorded on the case, with the reasons. */
  recordRefusal: Schema.optionalKey(Schema.Boolean),
  /** The law, regulation or practice on which the step is based. */
  source: Schema.optionalKey(Schema.NonEmptyString)
})
export interface Step extends Schema.Schema.Type<typeof Step> {}

/**
 * A rung of an escalation ladder: the role that is notified when a deadline is late by a period. `0 days` means that
 * the role is notified on the due day.
 */
export const Rung = Schema.Struct({ after: PeriodFromText, tell: RoleId })
export interface Rung extends Schema.Schema.Type<typeof Rung> {}

/**
 * How a case ends. `achieved` and `partial`: its purpose was reached, or reached in part. `declined`: the people
 * concerned did not want it. `failed`: it did not succeed. `void`: there was no real case (withdrawn, or a duplicate).
 */
export const Outcome = Schema.Literals(["achieved", "partial", "declined", "failed", "void"])
export type Outcome = typeof Outcome.Type

/**
 * A stage of a playbook. A case is in exactly one stage at a time.
 *
 * @category models
 */
export const Stage = Schema.Struct({
  name: Text,
  /**
   * How long a case may stay in this stage. The day of entry does not count, and the deadline passes at the end of the
   * due day (Civil Code Art. 201). `24 hours` are counted from the instant of entry, and the deadline passes at an
   * instant. `30 days from signed-on` are counted from the date in the evidence field `signed-on` of the step that enters
   * the stage.
   */
  deadline: Schema.optionalKey(StageDeadlineFromText),
  /**
   * The clocks that rest while a case is in this stage: the deadlines of other stages, and the limit of the whole case.
   * When the case leaves the stage, they go on with what was left.
   */
  rests: Schema.optionalKey(
    Schema.Struct({
      stages: Schema.optionalKey(Schema.NonEmptyArray(StageId)),
      limit: Schema.optionalKey(Schema.Literal(true))
    })
  ),
  /** Whether a due day that is not a working day moves to the next working day (Civil Code Art. 203). */
  endsOnWorkingDay: Schema.optionalKey(Schema.Boolean),
  /**
   * The step that happens automatically when the deadline passes. Without such a step, the case stays in the stage and
   * is overdue.
   */
  lapse: Schema.optionalKey(StepId),
  escalate: Schema.optionalKey(Schema.Array(Rung)),
  /** The outcome of a case that enters this stage. Only a stage that ends the case has one. */
  outcome: Schema.optionalKey(Outcome),
  source: Schema.optionalKey(Schema.NonEmptyString)
})
export interface Stage extends Schema.Schema.Type<typeof Stage> {}

/**
 * The patrol of a playbook: regular checks of a place after the work is done. While a case is in the patrol's stage, a
 * check is due after each interval. A clean check makes the next interval longer. A relapse reopens the case and makes
 * the interval shorter. The interval stays within its limits.
 *
 * Periods are in days or weeks.
 *
 * @category models
 */
export const Patrol = Schema.Struct({
  /** The stage in which the place is checked regularly. */
  stage: StageId,
  /** The step that records a clean check (a check without a relapse). The case stays in the stage. */
  check: StepId,
  every: Schema.Struct({ first: PeriodFromText, least: PeriodFromText, most: PeriodFromText }),
  /**
   * The factor by which the interval is multiplied after a clean check (a check without a relapse), at least 1: `3/2`.
   */
  widen: RatioFromText,
  /** The factor by which the interval is multiplied after a relapse, at most 1: `1/2`. */
  tighten: RatioFromText,
  /**
   * When the patrol can end. After `after` clean checks since the last relapse, the step `step` becomes possible, which
   * ends the patrol.
   */
  release: Schema.Struct({
    after: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })),
    step: StepId
  }),
  /** The step that records a relapse. It reopens the case in the stage that the step enters. */
  relapse: StepId,
  escalate: Schema.optionalKey(Schema.Array(Rung))
})
export interface Patrol extends Schema.Schema.Type<typeof Patrol> {}

/**
 * The due day that a person may choose for one case at its opening: for the whole case (`limit`, the default), or for the
 * first stage. It lies at least `least` and at most `most` after the day of the opening. Without a choice, the periods of
 * the playbook apply.
 */
export const OwnDue = Schema.Struct({
  of: Schema.optionalKey(Schema.Literals(["limit", "stage"])),
  least: Schema.optionalKey(PeriodFromText),
  most: PeriodFromText
})
export interface OwnDue extends Schema.Schema.Type<typeof OwnDue> {}

/** How a case is opened. */
export const Opening = Schema.Struct({
  /** Who may open a case, in addition to the keepers (the people who manage the cases). */
  by: Schema.optionalKey(Schema.Array(By)),
  evidence: Schema.optionalKey(Fields),
  records: Schema.optionalKey(Schema.Array(ContactKind)),
  /** Whether a case may have its own due day, and within which limits. Default: it may not. */
  due: Schema.optionalKey(OwnDue)
})
export interface Opening extends Schema.Schema.Type<typeof Opening> {}

/**
 * How a closed case can be reopened: the stage in which it continues, and who may reopen it. A case that was closed as
 * a duplicate is never reopened, because the work continues in the other case.
 */
export const Reopening = Schema.Struct({
  to: StageId,
  by: Schema.optionalKey(Schema.Array(By)),
  /** The outcomes after which a case can be reopened. Default: all outcomes. */
  after: Schema.optionalKey(Schema.NonEmptyArray(Outcome)),
  /** The maximum time between the end of a case and its reopening, in days, weeks or months. Default: no limit. */
  within: Schema.optionalKey(PeriodFromText)
})
export interface Reopening extends Schema.Schema.Type<typeof Reopening> {}

/**
 * A playbook, as it is written in a model under the id of the playbook.
 *
 * @category models
 */
export const Playbook = Schema.Struct({
  name: Text,
  purpose: Schema.optionalKey(Text),
  version: Version,
  /** The kind of subject (person or place) that a case is about. A case may have several subjects of this kind. */
  subject: Kind,
  /**
   * The heart (main purpose). The group with this heart is responsible for the cases. The pairing determines which
   * Party branch leads that group.
   */
  ledBy: Tag,
  /**
   * The playbook of the parent case. Cases of this playbook can be opened only under an open case of the parent's
   * playbook.
   */
  parent: Schema.optionalKey(PlaybookId),
  /**
   * The maximum time until a case is resolved, counted from its opening or reopening. A case counts as resolved when it
   * has ended or is on patrol (regular checks after the work).
   */
  limit: Schema.optionalKey(PeriodFromText),
  /**
   * The keepers of the cases: those who may open, hand over, transfer, merge and withdraw a case. Default: the roles
   * that have this authority in the model.
   */
  keepers: Schema.optionalKey(Schema.Array(By)),
  opening: Schema.optionalKey(Opening),
  reopening: Schema.optionalKey(Reopening),
  /** The first stage of a case. */
  start: StageId,
  stages: Schema.Record(StageId, Stage),
  steps: Schema.Record(StepId, Step),
  patrol: Schema.optionalKey(Patrol),
  source: Schema.optionalKey(Schema.NonEmptyString)
})
export interface Playbook extends Schema.Schema.Type<typeof Playbook> {}

/** A playbook in its written form, as in YAML or JSON: periods, ratios and days are text. */
export type PlaybookDocument = typeof Playbook.Encoded

/**
 * The steps that are possible in every stage of every playbook. The keepers of a case (the people who manage it) may
 * take them.
 */
export const standardSteps = ["note", "hand-over", "transfer", "merge", "withdraw", "decide-due"] as const
export type StandardStep = (typeof standardSteps)[number]

/** The people who may take a step. Empty if the step happens only automatically. */
export const peopleOf = (step: Step): ReadonlyArray<By> => step.by ?? []

/** Whether a stage ends the case. */
export const isFinal = (stage: Stage): boolean => stage.outcome !== undefined

/** Whether a value for an evidence field is required. */
export const isRequired = (field: Field): boolean => field.required ?? true
