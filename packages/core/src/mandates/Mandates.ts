/**
 * The mandates of a district's actors as they begin and end: by the models that the district adopted, and by requests.
 * An actor has every mandate that the actor ever had, each with its days. So one function answers for every day:
 * `mandatesOn`.
 *
 * - A mandate of a model begins with the adoption of the first model that has it, and ends on the day before the
 *   adoption of the next model without it. Mandates of the first model have no first day, unless the model states one.
 * - A mandate that was ended by a request stays ended if the next model has it as well. It begins again by a request, or
 *   if a model leaves it out and a later one has it again.
 * - Decisions apply in the order of their days, not in the order in which they were written down. Decisions of one day
 *   apply in the order in which they were written down.
 */
import * as Schema from "effect/Schema"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { inOrder, recordedOn } from "../kernel/Recorded.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { type Actor, type Mandate, sameScope, Scope } from "../place/Actor.ts"
import { ActorId, ResidentId, RoleId } from "../place/Id.ts"

/** The stream of an actor's mandates and name. What is sealed in it belongs to the actor, or to the actor's resident. */
export const streamOf = (actor: ActorId): StreamId => StreamId.make(`actor-${actor}`)

const decided = {
  /** The day of the decision. */
  on: DayFromIso,
  /** The day on which it was written down, if that is another day. */
  recorded: Schema.optionalKey(DayFromIso),
  actor: ActorId,
  /** The resident who the actor is, if known: the owner of what is sealed. */
  resident: Schema.optionalKey(ResidentId),
  role: RoleId,
  scope: Scope,
  reason: Schema.optionalKey(sensitive(StatedReason))
}

/**
 * The events of an actor's mandates.
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
  /** The mandate ends with the day `until`. */
  MandateEnded: { ...decided, by: ActorId, until: DayFromIso },
  /** The mandate was never ended by a decision on the day `ended`: that was a mistake. */
  MandateEndUndone: { ...decided, by: ActorId, ended: DayFromIso }
})
export type MandateEvent = typeof MandateEvent.Type

/** Which mandate: the role of an actor within a scope. */
export interface Post {
  readonly actor: ActorId
  readonly role: RoleId
  readonly scope: Scope
}

/** A decision on a mandate, by a request or by the adoption of a model (`model`: the mandate as the model has it). */
export type MandateChange =
  | (MandateEvent & { readonly model?: never })
  | {
      readonly _tag: "MandateAdopted" | "MandateDropped"
      readonly on: Day
      readonly recorded?: never
      readonly model: Mandate
      /** Whether the model was adopted on the day on which the district adopted its first one. */
      readonly isFirst: boolean
    }

/** @category models */
export interface MandateSlice {
  /**
   * The actors: those of the model, and those who got a mandate or a name by a request. Each has all mandates that the
   * actor ever had, with their days.
   */
  readonly actors: ReadonlyMap<ActorId, Actor>
  /** The decisions on the mandates of each actor, in the order in which they were written down. */
  readonly mandateChanges: ReadonlyMap<ActorId, ReadonlyArray<MandateChange>>
  /** The residents who actors are, by requests. */
  readonly actorLinks: ReadonlyMap<ActorId, ResidentId>
  /** The actors of the model in force. */
  readonly adoptedActors: ReadonlyMap<ActorId, Actor>
}

/** The slice while it is folded. */
export interface MandateDraft extends MandateSlice {
  actors: ReadonlyMap<ActorId, Actor>
  readonly mandateChanges: Map<ActorId, Array<MandateChange>>
  readonly actorLinks: Map<ActorId, ResidentId>
  adoptedActors: ReadonlyMap<ActorId, Actor>
}

/** A district in which nobody has a mandate. */
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

/** A mandate while it is folded. `model`: the mandate of the model that it is from, if any. */
interface Term {
  readonly mandate: Mandate
  readonly model: Mandate | undefined
}

const later = (one: Day | undefined, other: Day): Day => (one === undefined || one < other ? other : one)

/** The term until a day at the latest. An empty array if it then has no day. */
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

/** Whether a later entry undoes the change at an index. */
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

/** The mandates that decisions result in, each with its days. */
const mandatesOf = (changes: ReadonlyArray<MandateChange>): ReadonlyArray<Mandate> => {
  const valid = changes.filter((_, at) => !isUndone(changes, at))
  return inOrder(valid)
    .reduce(after, [] as ReadonlyArray<Term>)
    .map(({ mandate }) => mandate)
}

/** The actor whom decisions result in, with what the model in force says about the actor. */
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

/** Folds an event, in place. */
export const apply = (self: MandateDraft, event: MandateEvent): void => {
  remember(self, event.actor, event)
  refold(self, event.actor)
}

/** Folds what an actor's entry says about the resident who the actor is, in place. */
export const link = (self: MandateDraft, actor: ActorId, resident: ResidentId | undefined): void => {
  if (resident !== undefined) self.actorLinks.set(actor, resident)
  refold(self, actor)
}

/**
 * Folds the adoption of a model, in place: begins and ends the mandates in which it differs from the model before.
 * `began`: the day on which the district adopted its first model.
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
  // The actors of the model come first, in its order: computed proposals depend on it.
  const ids = new Set([...actors.keys(), ...self.mandateChanges.keys(), ...self.actorLinks.keys()])
  self.actors = new Map([...ids].map((id) => [id, actorOf(self, id, self.mandateChanges.get(id) ?? [])]))
}

// ----------------------------------------------------------------------------------------------------------- questions

/** The actors as they were known at the end of a day: without the decisions that were written down later. */
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

/** The days on which a mandate was ended by requests, without those that were undone. */
export const endingsOf = ({ mandateChanges }: MandateSlice, post: Post): ReadonlyArray<Day> => {
  const changes = mandateChanges.get(post.actor) ?? []
  return changes.flatMap((change, at) =>
    change._tag === "MandateEnded" && samePost(change, post) && !isUndone(changes, at) ? [change.on] : []
  )
}
