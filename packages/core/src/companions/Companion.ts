/**
 * The Elderly Companion scheme: which volunteer looks after which elder. A volunteer looks after at most five elders,
 * and an elder has one companion at a time. `companions/Companions` computes the best pairs; this module decides and
 * records them.
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

/** The stream of a district that contains its companions. */
export const stream = StreamId.make("companions")

/** The most elders of one volunteer (Shanghai's Elderly Companion scheme: one to five). */
export const mostElders = 5

const pair = { volunteer: ActorId, elder: ResidentId }

/** An elder and the chosen companion. Without `volunteer`, the elder has no companion. */
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
  /** The elder or the volunteer does not want the other. The pair is not proposed again until people assign it. */
  CompanionRefused: { ...pair, on: DayFromIso, by: ActorId, reason: Schema.optionalKey(sensitive(Words)) }
})
export type CompanionEvent = typeof CompanionEvent.Type

/** @category commands */
export const CompanionCommand = Schema.TaggedUnion({
  /** Assigns companions to elders: all of them or none. */
  AssignCompanions: { pairs: Schema.NonEmptyArray(Schema.Struct(pair)), on: DayFromIso, by: ActorId },
  ReleaseCompanion: { elder: ResidentId, on: DayFromIso, by: ActorId },
  /** Ends the pair if it exists, and prevents it from being proposed again (PIPL Art. 24). */
  RefuseCompanion: { ...pair, on: DayFromIso, by: ActorId, reason: sensitive(Words) },
  /**
   * Replaces the previous companions of elders with these, or with none. The whole command succeeds or nothing
   * changes.
   */
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
  /** The elder's companion has changed since the command was computed. */
  | { readonly _tag: "CompanionChanged"; readonly elder: ResidentId }
  | {
      readonly _tag: "TooManyElders"
      readonly volunteer: ActorId
      readonly elders: number
      readonly most: number
    }

/** A companion and the first day. */
export interface Companionship {
  readonly volunteer: ActorId
  readonly since: Day
}

/** The companion of each elder. */
export type Companions = ReadonlyMap<ResidentId, Companionship>

/**
 * Pairs that the elder or the volunteer has refused, with the reason. The reason is missing if the elder was erased.
 */
export type CompanionRefusals = ReadonlyArray<Pair & { readonly reason?: string }>

/** The state for a decision on companions. */
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
 * Returns the events of a command on companions, or all reasons against it.
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

/** The companions after one more event. */
export const evolve = (companions: Companions, event: CompanionEvent): Companions => {
  if (event._tag === "CompanionRefused") return companions
  const next = new Map(companions)
  if (event._tag === "CompanionAssigned") {
    next.set(event.elder, { volunteer: event.volunteer, since: event.on })
  } else next.delete(event.elder)
  return next
}

/** The refused pairs after one more event. A pair that people assign is not refused any more. */
export const evolveRefusals = (refusals: CompanionRefusals, event: CompanionEvent): CompanionRefusals => {
  if (event._tag === "CompanionReleased") return refusals
  const { elder, volunteer } = event
  const others = refusals.filter((each) => each.elder !== elder || each.volunteer !== volunteer)
  return event._tag === "CompanionRefused"
    ? [...others, { elder, volunteer, ...(event.reason === undefined ? {} : { reason: event.reason }) }]
    : others
}
