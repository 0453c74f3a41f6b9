/**
 * The mandates of a district's actors. They begin and end because of the models that the district adopts, and because
 * of requests. All mandates that an actor ever had are kept, each with its days. So the function `mandatesOn` can
 * answer for every day.
 *
 * - A mandate of a model begins when the district adopts the first model that contains it. It ends on the day before
 *   the district adopts a model without it. Mandates of the district's first model have no first day, unless the model
 *   states one.
 * - A mandate that was ended by a request stays ended, even if the next model contains it as well. It can begin again
 *   by a request. It also begins again if one model leaves it out and a later model contains it again.
 * - Decisions apply in the order of the days on which they were made, not in the order in which they were recorded.
 *   Decisions of the same day apply in the order in which they were recorded.
 */
import * as Schema from "effect/Schema"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { inOrder, recordedOn } from "../kernel/Recorded.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { type Actor, type Mandate, sameScope, Scope } from "../place/Actor.ts"
import { ActorId, ResidentId, RoleId } from "../place/Id.ts"

/**
 * The stream that contains the mandates and the name of an actor. Encrypted values in it belong to the actor, or to the
 * resident who is the actor.
 */
export const streamOf = (actor: ActorId): StreamId => StreamId.make(`actor-${actor}`)

const decided = {
  /** The day of the decision. */
  on: DayFromIso,
  /** The day on which the decision was recorded, if this is not the day of the decision. */
  recorded: Schema.optionalKey(DayFromIso),
  actor: ActorId,
  /**
   * The id of the resident, if the actor is a resident of the district. The encrypted values of the event then belong
   * to this resident.
   */
  resident: Schema.optionalKey(ResidentId),
  role: RoleId,
  scope: Scope,
  reason: Schema.optionalKey(sensitive(StatedReason))
}

/**
 * The events about the mandates of an actor.
 *
 * @category events
 */
export const MandateEvent = Schema.TaggedUnion({
  /** The mandate is in force from the first day `from` to the last day `until`. `by` is missing if an operator granted it. */
  MandateGranted: {
    ...decided,
    by: Schema.optionalKey(ActorId),
    from: DayFromIso,
    until: Schema.optionalKey(DayFromIso)
  },
  /** The last day of the mandate is `until`. */
  MandateEnded: { ...decided, by: ActorId, until: DayFromIso },
  /**
   * The decision on the day `ended` to end the mandate was a mistake. The mandate counts as if this decision had not
   * been made.
   */
  MandateEndUndone: { ...decided, by: ActorId, ended: DayFromIso }
})
export type MandateEvent = typeof MandateEvent.Type

/** Identifies a mandate: an actor, a role, and a scope (the part of the district in which the mandate is valid). */
export interface Post {
  readonly actor: ActorId
  readonly role: RoleId
  readonly scope: Scope
}

/**
 * A decision on a mandate. It was made by a request, or by adopting a model that contains the mandate, or does not
 * contain it any more. In the second case, `model` is the mandate as it is written in the model.
 */
export type MandateChange =
  | (MandateEvent & { readonly model?: never })
  | {
      readonly _tag: "MandateAdopted" | "MandateDropped"
      readonly on: Day
      readonly recorded?: never
      readonly model: Mandate
      /** Whether the model was adopted on the day on which the district adopted its first model. */
      readonly isFirst: boolean
    }

/** @category models */
export interface MandateSlice {
  /**
   * All actors: those of the model, and those who got a mandate or a name by a request. An actor has all mandates that
   * the actor ever had, each with its days.
   */
  readonly actors: ReadonlyMap<ActorId, Actor>
  /** The decisions on the mandates of each actor, in the order in which they were recorded. */
  readonly mandateChanges: ReadonlyMap<ActorId, ReadonlyArray<MandateChange>>
  /** The residents who are actors, as far as requests have stated this. The key is the actor. */
  readonly actorLinks: ReadonlyMap<ActorId, ResidentId>
  /** The actors in the present model. */
  readonly adoptedActors: ReadonlyMap<ActorId, Actor>
}

/**
 * The slice (part) of a district that contains its mandates, in a form that is changed in place while entries are
 * applied.
 */
export interface MandateDraft extends MandateSlice {
  actors: ReadonlyMap<ActorId, Actor>
  readonly mandateChanges: Map<ActorId, Array<MandateChange>>
  readonly actorLinks: Map<ActorId, ResidentId>
  adoptedActors: ReadonlyMap<ActorId, Actor>
}

/** The slice (part) of a district in which nobody has a mandate. */
export const draft = (): MandateDraft => ({
  actors: new Map(),
  mandateChanges: new Map(),
  actorLinks: new Map(),
  adoptedActors: new Map()
})

// ------------------------------------------------------------------------------------------------------------- folding

/** Whether two mandates are for the same role within the same scope. */
export const samePost = (one: Omit<Post, "actor">, other: Omit<Post, "actor">): boolean =>
  one.role === other.role && sameScope(one.scope, other.scope)

const sameMandate = (one: Mandate, other: Mandate): boolean =>
  samePost(one, other) && one.from === other.from && one.until === other.until

/**
 * A mandate while decisions are applied one by one. If a model contains the mandate, `model` is the mandate as it is
 * written in this model.
 */
interface Term {
  readonly mandate: Mandate
  readonly model: Mandate | undefined
}

const later = (one: Day | undefined, other: Day): Day => (one === undefined || one < other ? other : one)

/**
 * Ends a mandate on the day `last`, unless it ends earlier. Returns an empty array if the mandate would then have no
 * days.
 */
const until = ({ mandate, model }: Term, last: Day): ReadonlyArray<Term> => {
  if (mandate.until !== undefined && mandate.until <= last) return [{ mandate, model }]
  return mandate.from !== undefined && last < mandate.from
    ? []
    : [{ mandate: { ...mandate, until: last }, model }]
}

const after = (terms: ReadonlyArray<Term>, change: MandateChange): ReadonlyArray<Term> => {
  switch (change._tag) {
    case "MandateGranted": {
      const { from, role, scope, until: last } = change
      const mandate = { role, scope, from, ...(last === undefined ? {} : { until: last }) }
      return [...terms, { mandate, model: undefined }]
    }
    case "MandateEnded":
      return terms.flatMap((term) => (samePost(term.mandate, change) ? until(term, change.until) : [term]))
    case "MandateAdopted": {
      const { isFirst, model, on } = change
      return [...terms, { mandate: isFirst ? model : { ...model, from: later(model.from, on) }, model }]
    }
    case "MandateDropped":
      return terms.flatMap((term) =>
        term.model !== undefined && sameMandate(term.model, change.model)
          ? change.isFirst
            ? []
            : until(term, add(change.on, -1))
          : [term]
      )
    case "MandateEndUndone":
      return terms
  }
}

/** Whether a later decision undoes the decision at an index, which ended a mandate. */
const isUndone = (changes: ReadonlyArray<MandateChange>, at: number): boolean => {
  const ended = changes[at]
  return (
    ended?._tag === "MandateEnded" &&
    changes.some(
      (later, index) =>
        index > at && later._tag === "MandateEndUndone" && later.ended === ended.on && samePost(later, ended)
    )
  )
}

/** The mandates that result from a list of decisions, each with its days. */
const mandatesOf = (changes: ReadonlyArray<MandateChange>): ReadonlyArray<Mandate> => {
  const valid = changes.filter((_, at) => !isUndone(changes, at))
  return inOrder(valid)
    .reduce(after, [] as ReadonlyArray<Term>)
    .map(({ mandate }) => mandate)
}

/**
 * The actor with all mandates that result from decisions, and with the data that the present model contains about the
 * actor.
 */
const actorOf = (
  { actorLinks, adoptedActors }: MandateSlice,
  id: ActorId,
  changes: ReadonlyArray<MandateChange>
): Actor => {
  const stated = adoptedActors.get(id)
  const resident = actorLinks.get(id) ?? stated?.resident
  return {
    id,
    mandates: mandatesOf(changes),
    ...(stated?.offers === undefined ? {} : { offers: stated.offers }),
    ...(resident === undefined ? {} : { resident })
  }
}

const refold = (self: MandateDraft, id: ActorId): void => {
  const actor = actorOf(self, id, self.mandateChanges.get(id) ?? [])
  self.actors = new Map(self.actors).set(id, actor)
}

const remember = (self: MandateDraft, id: ActorId, change: MandateChange): void => {
  const before = self.mandateChanges.get(id)
  if (before === undefined) self.mandateChanges.set(id, [change])
  else before.push(change)
}

/** Applies an event to the slice, in place. */
export const apply = (self: MandateDraft, event: MandateEvent): void => {
  remember(self, event.actor, event)
  refold(self, event.actor)
}

/** Stores which resident an actor is, in place, if an entry of the actor states this. */
export const link = (self: MandateDraft, actor: ActorId, resident: ResidentId | undefined): void => {
  if (resident !== undefined) self.actorLinks.set(actor, resident)
  refold(self, actor)
}

/**
 * Applies the adoption of a model, in place. Mandates that only the new model contains begin; mandates that only the
 * previous model contains end. `began` is the day on which the district adopted its first model.
 */
export const adopt = (
  self: MandateDraft,
  actors: ReadonlyMap<ActorId, Actor>,
  { began, on }: { readonly began: Day; readonly on: Day }
): void => {
  const isFirst = began === on
  const before = self.adoptedActors
  for (const id of new Set([...before.keys(), ...actors.keys()])) {
    const old = before.get(id)?.mandates ?? []
    const next = actors.get(id)?.mandates ?? []
    const differs = (mandate: Mandate, from: ReadonlyArray<Mandate>) =>
      !from.some((other) => sameMandate(mandate, other))
    for (const model of old.filter((one) => differs(one, next))) {
      remember(self, id, { _tag: "MandateDropped", on, model, isFirst })
    }
    for (const model of next.filter((one) => differs(one, old))) {
      remember(self, id, { _tag: "MandateAdopted", on, model, isFirst })
    }
  }
  self.adoptedActors = actors
  // The actors of the model come first, in the order of the model, because computed proposals depend on this order.
  const ids = new Set([...actors.keys(), ...self.mandateChanges.keys(), ...self.actorLinks.keys()])
  self.actors = new Map([...ids].map((id) => [id, actorOf(self, id, self.mandateChanges.get(id) ?? [])]))
}

// ----------------------------------------------------------------------------------------------------------- questions

/** The actors as they were known at the end of a day, without decisions that were recorded later. */
export const actorsKnownBy = (self: MandateSlice, known: Day | undefined): ReadonlyMap<ActorId, Actor> => {
  const isKnown = (change: MandateChange): boolean => known === undefined || recordedOn(change) <= known
  if ([...self.mandateChanges.values()].every((changes) => changes.every(isKnown))) return self.actors
  return new Map(
    [...self.actors.keys()].map((id) => [
      id,
      actorOf(self, id, (self.mandateChanges.get(id) ?? []).filter(isKnown))
    ])
  )
}

/** The days on which requests ended a mandate, without the endings that were undone. */
export const endingsOf = ({ mandateChanges }: MandateSlice, post: Post): ReadonlyArray<Day> => {
  const changes = mandateChanges.get(post.actor) ?? []
  return changes.flatMap((change, at) =>
    change._tag === "MandateEnded" && samePost(change, post) && !isUndone(changes, at) ? [change.on] : []
  )
}
