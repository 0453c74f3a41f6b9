/**
 * The Elderly Companion scheme: which volunteer looks after which elder. A volunteer looks after five elders at most,
 * an elder has one companion at a time. Who is best for whom is computed elsewhere; here it is decided and kept.
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { sensitive } from "../kernel/Personal.ts"
import { type Reasons, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, ResidentId } from "../place/Id.ts"
import { isPresent, type Registry } from "../place/Registry.ts"

/** The stream of a district that holds its companions. */
export const stream = StreamId.make("companions")

/** Elders whom one volunteer looks after at most (Shanghai's Elderly Companion scheme: one to five). */
export const mostElders = 5

const pair = { volunteer: ActorId, elder: ResidentId }

/** An elder and who is to be the companion, where there is one. */
export const CompanionChoice = Schema.Struct({
  elder: ResidentId,
  volunteer: Schema.optionalKey(ActorId)
})
export interface CompanionChoice extends Schema.Schema.Type<typeof CompanionChoice> {}

const Words = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))

/** @category events */
export const CompanionEvent = Schema.TaggedUnion({
  CompanionAssigned: { ...pair, on: DayFromIso, by: ActorId },
  CompanionReleased: { ...pair, on: DayFromIso, by: ActorId },
  /** The elder or the volunteer does not want the other: the pair is not proposed again until people assign it. */
  CompanionRefused: { ...pair, on: DayFromIso, by: ActorId, reason: Schema.optionalKey(sensitive(Words)) }
})
export type CompanionEvent = typeof CompanionEvent.Type

/** @category commands */
export const CompanionCommand = Schema.TaggedUnion({
  /** Gives elders their companions, all of them or none. */
  AssignCompanions: { pairs: Schema.NonEmptyArray(Schema.Struct(pair)), on: DayFromIso, by: ActorId },
  ReleaseCompanion: { elder: ResidentId, on: DayFromIso, by: ActorId },
  /** Ends the pair, where it is one, and keeps it from being proposed again (PIPL Art. 24). */
  RefuseCompanion: { ...pair, on: DayFromIso, by: ActorId, reason: sensitive(Words) },
  /** Gives elders these companions instead of those they had before, or none: all of it or nothing. */
  RearrangeCompanions: {
    before: Schema.Array(Schema.Struct(pair)),
    pairs: Schema.Array(CompanionChoice),
    on: DayFromIso,
    by: ActorId
  }
})
export type CompanionCommand = typeof CompanionCommand.Type

/**
 * Why companions are not assigned or released.
 *
 * @category refusals
 */
export type CompanionRefusal =
  | { readonly _tag: "ElderUnknown"; readonly elder: ResidentId }
  | { readonly _tag: "ElderHasCompanion"; readonly elder: ResidentId; readonly volunteer: ActorId }
  | { readonly _tag: "ElderHasNoCompanion"; readonly elder: ResidentId }
  | { readonly _tag: "ElderTwice"; readonly elder: ResidentId }
  /** The elder has another companion by now than the one that the change was computed from. */
  | { readonly _tag: "CompanionChanged"; readonly elder: ResidentId }
  | {
      readonly _tag: "TooManyElders"
      readonly volunteer: ActorId
      readonly elders: number
      readonly most: number
    }

/** A companion and since when. */
export interface Companionship {
  readonly volunteer: ActorId
  readonly since: Day
}

/** Who looks after whom, by elder. */
export type Companions = ReadonlyMap<ResidentId, Companionship>

/** Pairs that one of the two has refused, each with the reason; none where the elder was erased. */
export type CompanionRefusals = ReadonlyArray<Pair & { readonly reason?: string }>

/** What a decision on companions looks at. */
export interface CompanionState {
  readonly companions: Companions
  readonly registry: Registry
}

type Pair = Pick<CompanionChoice, "elder"> & { readonly volunteer: ActorId }

const eldersOf = (companions: Companions): Map<ActorId, number> => {
  const counts = new Map<ActorId, number>()
  for (const { volunteer } of companions.values()) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
  return counts
}

const assignmentRefusals = (
  { companions, registry }: CompanionState,
  pairs: ReadonlyArray<Pair>,
  on: Day
): ReadonlyArray<CompanionRefusal> => {
  const seen = new Set<ResidentId>()
  const counts = eldersOf(companions)
  const refusals: Array<CompanionRefusal> = []
  for (const { elder, volunteer } of pairs) {
    const resident = registry.residents.get(elder)
    if (resident === undefined || !isPresent(resident, on)) refusals.push({ _tag: "ElderUnknown", elder })
    const companion = companions.get(elder)
    if (companion !== undefined) {
      refusals.push({ _tag: "ElderHasCompanion", elder, volunteer: companion.volunteer })
    }
    if (seen.has(elder)) refusals.push({ _tag: "ElderTwice", elder })
    seen.add(elder)
    counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
  }
  for (const volunteer of new Set(pairs.map((pair) => pair.volunteer))) {
    const elders = counts.get(volunteer) ?? 0
    if (elders > mostElders) refusals.push({ _tag: "TooManyElders", volunteer, elders, most: mostElders })
  }
  return refusals
}

/**
 * The events of a command on companions, or every reason against it.
 *
 * @category decisions
 */
export const decide: Decider<CompanionState, CompanionCommand, CompanionEvent, CompanionRefusal>["decide"] = (
  state,
  command
) => {
  const { by, on } = command
  switch (command._tag) {
    case "AssignCompanions":
      return verdict(
        assignmentRefusals(state, command.pairs, on),
        command.pairs.map(({ elder, volunteer }) => ({
          _tag: "CompanionAssigned" as const,
          volunteer,
          elder,
          on,
          by
        }))
      )
    case "ReleaseCompanion": {
      const { elder } = command
      const companion = state.companions.get(elder)
      return companion === undefined
        ? verdict<ReadonlyArray<CompanionEvent>, CompanionRefusal>(
            [{ _tag: "ElderHasNoCompanion", elder }],
            []
          )
        : verdict([], [{ _tag: "CompanionReleased", volunteer: companion.volunteer, elder, on, by }])
    }
    case "RefuseCompanion": {
      const { elder, reason, volunteer } = command
      const resident = state.registry.residents.get(elder)
      const known = resident !== undefined && isPresent(resident, on)
      const ended = state.companions.get(elder)?.volunteer === volunteer
      return verdict<ReadonlyArray<CompanionEvent>, CompanionRefusal>(
        known ? [] : [{ _tag: "ElderUnknown", elder }],
        [
          ...(ended ? [{ _tag: "CompanionReleased" as const, volunteer, elder, on, by }] : []),
          { _tag: "CompanionRefused", volunteer, elder, reason, on, by }
        ]
      )
    }
    case "RearrangeCompanions":
      return rearranged(state, command)
  }
}

const rearranged = (
  { companions, registry }: CompanionState,
  { before, by, on, pairs }: Extract<CompanionCommand, { _tag: "RearrangeCompanions" }>
): Result.Result<ReadonlyArray<CompanionEvent>, Reasons<CompanionRefusal>> => {
  const had = new Map(before.map(({ elder, volunteer }) => [elder, volunteer]))
  const overtaken = pairs.flatMap(({ elder }) =>
    companions.get(elder)?.volunteer === had.get(elder) ? [] : [{ _tag: "CompanionChanged" as const, elder }]
  )
  const changed = pairs.filter(({ elder, volunteer }) => companions.get(elder)?.volunteer !== volunteer)
  const kept = new Map(companions)
  for (const { elder } of changed) kept.delete(elder)
  const made = changed.flatMap(({ elder, volunteer }) =>
    volunteer === undefined ? [] : [{ elder, volunteer }]
  )
  const against = [...overtaken, ...assignmentRefusals({ companions: kept, registry }, made, on)]
  return verdict(against, [
    ...changed.flatMap(({ elder }) => {
      const before = companions.get(elder)
      return before === undefined
        ? []
        : [{ _tag: "CompanionReleased" as const, volunteer: before.volunteer, elder, on, by }]
    }),
    ...made.map((pair) => ({ _tag: "CompanionAssigned" as const, ...pair, on, by }))
  ])
}

/** Companions after one more event. */
export const evolve = (companions: Companions, event: CompanionEvent): Companions => {
  if (event._tag === "CompanionRefused") return companions
  const next = new Map(companions)
  if (event._tag === "CompanionAssigned") {
    next.set(event.elder, { volunteer: event.volunteer, since: event.on })
  } else next.delete(event.elder)
  return next
}

/** Refused pairs after one more event: what people assign is refused no longer. */
export const evolveRefusals = (refusals: CompanionRefusals, event: CompanionEvent): CompanionRefusals => {
  if (event._tag === "CompanionReleased") return refusals
  const { elder, volunteer } = event
  const others = refusals.filter((each) => each.elder !== elder || each.volunteer !== volunteer)
  return event._tag === "CompanionRefused"
    ? [...others, { elder, volunteer, ...(event.reason === undefined ? {} : { reason: event.reason }) }]
    : others
}
