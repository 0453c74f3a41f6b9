/**
 * A context is one part of self-governance (such as casework or polls) as one value: its events, its slice (part) of a
 * district, its requests, who may make them, and how it decides them. The journal, the district and the decisions are
 * built from a list of all contexts (see `contexts/contexts`). So a new context requires one new file and one more line
 * in that list.
 *
 * A context may read the slices of other contexts. The type of its {@link Asking} shows which slices. A context usually
 * changes only its own slice. Its function `apply` may change other slices, too.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import { type DecisionRefused, precondition, refuseAll, type Statement, type Tagged } from "../kernel/Rule.ts"
import type { StreamId } from "../kernel/StreamId.ts"
import { TaggedError } from "../kernel/TaggedError.ts"
import type { Model } from "../model/Model.ts"
import { type Authority, type NotYourGroup } from "../model/Role.ts"
import { type Actor, mandatesOn } from "../place/Actor.ts"
import type { GroupId } from "../place/Id.ts"
import type { Subject } from "../place/Subject.ts"

/** An event of any kind, with the day on which it happened. */
export interface Happening extends Tagged {
  readonly on: Day
}

/** The part of a ledger entry that a fold needs: its position and stream, its time, and the type and data of its event. */
export interface Line {
  readonly position: number
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly data: Schema.Json
  /** When the entry was recorded, in milliseconds since 1970-01-01T00:00Z. */
  readonly at?: number
}

/** The fields that every district has, no matter from which contexts it was built. */
export interface Ground {
  /** The position of the last ledger entry that was applied. 0 before the first entry. */
  readonly position: number
  /** The number of entries of each stream. This number is the version of the stream. */
  readonly versions: ReadonlyMap<string, number>
  /** When the latest entry was recorded, in milliseconds since 1970-01-01T00:00Z. Missing before the first entry. */
  readonly at?: number
  /** Each day that was later than the days of all entries before, and the position of the first entry about it. */
  readonly begins: ReadonlyArray<{ readonly on: Day; readonly position: number }>
}

/**
 * A ledger entry cannot be read as the event that its type names. The entry was written by another version of the
 * library, or by another program.
 *
 * @category errors
 */
export class EntryUnreadable extends TaggedError<EntryUnreadable>()(
  "EntryUnreadable",
  {
    position: Schema.Int,
    type: Schema.String,
    reason: Schema.String
  },
  ({ position, reason, type }) =>
    `entry ${position} cannot be read as "${type}": ${reason}. ` +
    "Use the version of the library that wrote it, or a later one"
) {}

/**
 * What a decision is based on: the actor who makes a request, the district, and the day. `World` is the part of the
 * district that the decision needs.
 *
 * @category models
 */
export interface Asking<out World = unknown> {
  readonly district: World & Ground
  readonly model: Model
  readonly actor: Actor
  readonly on: Day
  /** The present instant, for periods in hours. If it is missing, hours are counted from the end of the day `on`. */
  readonly now?: Instant
}

/** New events for one stream of the ledger, with the version of the stream on which the decision is based. */
export interface Change<out Event = Happening> {
  readonly stream: StreamId
  readonly expected: number | "any"
  readonly events: ReadonlyArray<Event>
}

/**
 * The result of deciding a request: the changes to append to the ledger (an empty array if nothing changes), or all
 * reasons against the request.
 */
export type Decision<Event, Reason extends Tagged> = Result.Result<
  ReadonlyArray<Change<Event>>,
  DecisionRefused<Reason>
>

/** The fields of each type of request. The key is the tag of the request (the name of its type). */
export type RequestFields = Readonly<Record<string, Schema.Struct.Fields>>

/** The union type of all requests that have the given fields. */
export type RequestOf<Fields extends RequestFields> = {
  readonly [Tag in keyof Fields & string]: Schema.TaggedStruct<Tag, Fields[Tag]>["Type"]
}[keyof Fields & string]

/**
 * What a request is about. A mandate allows a request only if the scope of the mandate contains what the request is
 * about:
 *
 * - `the district`: only a mandate for the whole district is enough;
 * - a function: it returns the places and people of the request. The scopes of the actor's mandates together must
 *   contain all of them;
 * - `by rule`: a rule of the context decides, such as {@link withinMandate}.
 */
export type About<Request, World> =
  | "the district"
  | "by rule"
  | ((request: Request, district: World) => ReadonlyArray<Subject>)

/**
 * Who may make a request:
 *
 * - an object: actors who have a role with the authority `may`, in a scope that contains what the request is about;
 * - `by playbook`: anybody with a mandate. The playbook of the case then decides;
 * - `own`: anybody with a mandate. A rule of the context then decides;
 * - `granting`: anybody with a mandate whose role may grant roles. A rule of the context checks the scope.
 */
export type RequestAuthority<Request = never, World = never> =
  | { readonly may: Authority; readonly about: About<Request, World> }
  | "by playbook"
  | "own"
  | "granting"

/**
 * One part of self-governance. Make it with {@link make}, which checks that the parts fit together.
 *
 * @category models
 */
export interface Context<
  Id extends string,
  Cases extends Record<string, Schema.Constraint>,
  Fields extends RequestFields,
  Slice extends object,
  Draft,
  World,
  Event,
  Reason extends Tagged,
  RuleId extends string = string,
  RuleTag extends string = string
> {
  /** The name of the context, such as `pairing`. */
  readonly id: Id
  /** The events of the context. Their tags never change, and are unique among all contexts. */
  readonly events: Schema.TaggedUnion<Cases>
  /**
   * Whether sealed (encrypted) values in the events of this context are decrypted before the events are applied to the
   * state. Texts and documents that people wrote or handed in (evidence, notes, proofs) always stay encrypted, because
   * nothing is computed from them.
   */
  readonly opens: boolean
  /**
   * Makes the slice of this context (its part of the state) for a district without entries. `apply` then changes the
   * slice in place.
   */
  readonly initial: () => Slice
  /**
   * Folds one event into the district, in place. Returns an error if the event cannot be read. Most contexts can read
   * all their events.
   */
  readonly apply: (
    draft: Draft,
    event: Schema.TaggedUnion<Cases>["Type"],
    line: Line
  ) => EntryUnreadable | undefined
  /** The fields of each request of this context. The key is the tag of the request (the name of its type). */
  readonly requests: Fields
  /** Who may make each request of this context. */
  readonly authorities: {
    readonly [Tag in keyof Fields & string]: RequestAuthority<
      Schema.TaggedStruct<Tag, Fields[Tag]>["Type"],
      World
    >
  }
  /** The business rules in force, and the preconditions that must hold before the rules are checked. */
  readonly rules: ReadonlyArray<Statement<RuleTag, RuleId>>
  /** Decides a request of this context: returns its changes, or all reasons against it. */
  readonly decide: (asking: Asking<World>, request: RequestOf<Fields>) => Decision<Event, Reason>
}

/**
 * Makes a context, and lets the TypeScript compiler check that its parts fit together.
 *
 * @category constructors
 */
export const make = <
  const Id extends string,
  Cases extends Record<string, Schema.Constraint>,
  Fields extends RequestFields,
  Slice extends object,
  Draft,
  World,
  Event,
  Reason extends Tagged,
  const RuleId extends string,
  const RuleTag extends string
>(
  self: Context<Id, Cases, Fields, Slice, Draft, World, Event, Reason, RuleId, RuleTag>
): Context<Id, Cases, Fields, Slice, Draft, World, Event, Reason, RuleId, RuleTag> => self

// ------------------------------------------------------------------------------------------------- parts of decisions

/**
 * The change of one stream, based on the version that the stream has now. If there are no events, there is no change.
 */
export const change = <Event>(
  { district }: Pick<Asking, "district">,
  stream: StreamId,
  events: ReadonlyArray<Event>
): ReadonlyArray<Change<Event>> =>
  events.length === 0 ? [] : [{ stream, expected: district.versions.get(stream) ?? 0, events }]

/** Combines several decisions: returns all their changes, or all reasons against any of them. */
export const all = <Event, Reason extends Tagged>(
  decisions: ReadonlyArray<Decision<Event, Reason>>
): Decision<Event, Reason> => {
  const [first, ...others] = decisions.flatMap((each) => (Result.isFailure(each) ? each.failure.reasons : []))
  return first === undefined
    ? Result.succeed(decisions.flatMap((each) => (Result.isSuccess(each) ? each.success : [])))
    : refuseAll([first, ...others])
}

/** Whether the actor has a mandate in force with the given authority, for the whole district or for the given group. */
export const reaches = (
  { actor, model, on }: Asking,
  authority: Authority,
  group: GroupId | undefined
): boolean =>
  mandatesOn(actor, on).some(
    ({ role, scope }) =>
      model.roles.get(role)?.may.includes(authority) === true &&
      ("district" in scope || ("group" in scope && scope.group === group))
  )

/**
 * The precondition that an actor makes requests only about groups that the actor's mandates cover.
 *
 * @category rules
 */
export const withinMandate = precondition({
  id: "within-mandate",
  name: "an actor acts for the groups, or for the district, that the actor's mandates reach",
  reasons: ["NotYourGroup"]
})

/**
 * The reason for refusing an actor whose mandates do not cover the group. If the request is not about a particular
 * group, the reason contains the district instead.
 */
export const notYourGroup = (group: GroupId | undefined): NotYourGroup => ({
  _tag: "NotYourGroup",
  group: group ?? "district"
})

/**
 * The model of the district lacks the settings for a part of the work (such as the companion scheme). So nothing can be
 * computed for this part.
 */
export interface NotInModel {
  readonly _tag: "NotInModel"
  readonly part: "companions" | "talent"
}

/** @category rules */
export const inModel = precondition({
  id: "in-model",
  name: "only what the model describes is computed",
  reasons: ["NotInModel"]
})
