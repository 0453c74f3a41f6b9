/**
 * A context is one part of self-governance as one value: its events, its slice of a district, its requests, who may make
 * them, and how it decides them. The journal, the district and the decisions fold a list of contexts (see
 * `contexts/contexts`), so a new context is one file and one line.
 *
 * A context reads the slices of other contexts where its decisions need them, and says so in the type of its
 * {@link Asking}. It writes to its own slice, and to others only in `apply`.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Day } from "../kernel/Day.ts"
import { precondition, type Reasons, type Statement, type Tagged } from "../kernel/Rule.ts"
import type { StreamId } from "../kernel/StreamId.ts"
import type { Model } from "../model/Model.ts"
import { type Authority, type NotYourGroup } from "../model/Role.ts"
import { type Actor, mandatesOn } from "../place/Actor.ts"
import type { GroupId } from "../place/Id.ts"

/** Something that happened on a day. */
export interface Happening extends Tagged {
  readonly on: Day
}

/** An entry as a fold takes it: where it is, and the type and data of its event. */
export interface Line {
  readonly position: number
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly data: Schema.Json
}

/** What every district has, whatever its contexts. */
export interface Ground {
  /** The position of the last entry that was folded. 0 before the first. */
  readonly position: number
  /** The version of each stream. */
  readonly versions: ReadonlyMap<string, number>
}

/**
 * An entry that does not read as the event that its type names: another version of the library wrote it, or something
 * else did.
 *
 * @category errors
 */
export class EntryUnreadable extends Schema.TaggedError<EntryUnreadable>()("EntryUnreadable", {
  position: Schema.Int,
  type: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return (
      `entry ${this.position} cannot be read as "${this.type}": ${this.reason}. ` +
      "Use the version of the library that wrote it, or a later one"
    )
  }
}

/**
 * An actor asks something of a district on a day. `World` is what the decision reads of the district.
 *
 * @category models
 */
export interface Asking<out World = unknown> {
  readonly district: World & Ground
  readonly model: Model
  readonly actor: Actor
  readonly on: Day
}

/** Events for one stream, with the version that the decision saw. */
export interface Change<out Event = Happening> {
  readonly stream: StreamId
  readonly expected: number | "any"
  readonly events: ReadonlyArray<Event>
}

/** The changes that follow from a request (an empty list if nothing changes), or every reason against it. */
export type Decision<Event, Reason> = Result.Result<ReadonlyArray<Change<Event>>, Reasons<Reason>>

/** The fields of each request, by its tag. */
export type RequestFields = Readonly<Record<string, Schema.Struct.Fields>>

/** The requests that their fields describe. */
export type RequestOf<Fields extends RequestFields> = {
  readonly [Tag in keyof Fields & string]: Schema.TaggedStruct<Tag, Fields[Tag]>["Type"]
}[keyof Fields & string]

/**
 * Who may ask: the holders of a role with this authority; or anybody with a mandate, where the playbook of the case
 * (`by playbook`) or a rule of the context (`own`) decides further.
 */
export type RequestAuthority = Authority | "by playbook" | "own"

/**
 * One part of self-governance. Build it with {@link make}, which checks that the parts fit.
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
  /** The name of the context in a district, such as `pairing`. */
  readonly id: Id
  /** The events of the context. Their tags are unique over all contexts, and permanent. */
  readonly events: Schema.TaggedUnion<Cases>
  /**
   * Whether folding opens what is sealed in the events. What people wrote and handed in (evidence, notes, proofs) stays
   * sealed: nothing is computed from it.
   */
  readonly opens: boolean
  /** The slice that the context adds to a district without entries. `apply` changes it in place. */
  readonly initial: () => Slice
  /** Folds one event into the district, in place. Returns an error if the event cannot be read; most always can. */
  readonly apply: (
    draft: Draft,
    event: Schema.TaggedUnion<Cases>["Type"],
    line: Line
  ) => EntryUnreadable | undefined
  /** What people ask, by tag. */
  readonly requests: Fields
  /** Who may ask each of them. */
  readonly authorities: { readonly [Tag in keyof Fields & string]: RequestAuthority }
  /** The business rules in force, and the conditions that must hold before they can be checked. */
  readonly rules: ReadonlyArray<Statement<RuleTag, RuleId>>
  /** Decides a request of the context: its events, or every reason against it. */
  readonly decide: (asking: Asking<World>, request: RequestOf<Fields>) => Decision<Event, Reason>
}

/**
 * A context whose parts fit.
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

/** The change of one stream, at the version that the district has. No change if there are no events. */
export const change = <Event>(
  { district }: Asking,
  stream: StreamId,
  events: ReadonlyArray<Event>
): ReadonlyArray<Change<Event>> =>
  events.length === 0 ? [] : [{ stream, expected: district.versions.get(stream) ?? 0, events }]

/** Every change of several decisions, or every reason against any of them. */
export const all = <Event, Reason>(
  decisions: ReadonlyArray<Decision<Event, Reason>>
): Decision<Event, Reason> => {
  const [first, ...others] = decisions.flatMap((each) => (Result.isFailure(each) ? each.failure : []))
  return first === undefined
    ? Result.succeed(decisions.flatMap((each) => (Result.isSuccess(each) ? each.success : [])))
    : Result.fail([first, ...others])
}

/** Whether the actor has a mandate in force with an authority for the whole district or for this group. */
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
 * An actor acts only for groups that a mandate of the actor reaches.
 *
 * @category rules
 */
export const withinMandate = precondition({
  id: "within-mandate",
  name: "an actor acts for the groups, or for the district, that the actor's mandates reach",
  reasons: ["NotYourGroup"]
})

/** The reason against an actor whose mandates reach another group. The district itself if no group is meant. */
export const notYourGroup = (group: GroupId | undefined): NotYourGroup => ({
  _tag: "NotYourGroup",
  group: group ?? "district"
})

/** The model of the district does not have this part, so nothing can be computed for it. */
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
