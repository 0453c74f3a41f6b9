/**
 * The Elderly Companion scheme: which volunteer looks after which elder. A volunteer looks after five elders at most,
 * an elder has one companion at a time. Who is best for whom is computed elsewhere; here it is decided and kept.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, ResidentId } from "./Id.ts"
import { isPresent, type Registry } from "./Registry.ts"

/** The stream of a district that holds its companions. */
export const stream = StreamId.make("companions")

/** Elders whom one volunteer looks after at most (Shanghai's Elderly Companion scheme: one to five). */
export const mostElders = 5

const pair = { volunteer: ActorId, elder: ResidentId }

/** @category events */
export const CompanionEvent = Schema.TaggedUnion({
  CompanionAssigned: { ...pair, on: DayFromIso, by: ActorId },
  CompanionReleased: { ...pair, on: DayFromIso, by: ActorId }
})
export type CompanionEvent = typeof CompanionEvent.Type

/** @category commands */
export const CompanionCommand = Schema.TaggedUnion({
  /** Gives elders their companions, all of them or none. */
  AssignCompanions: { pairs: Schema.NonEmptyArray(Schema.Struct(pair)), on: DayFromIso, by: ActorId },
  ReleaseCompanion: { elder: ResidentId, on: DayFromIso, by: ActorId }
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

/** What a decision on companions looks at. */
export interface CompanionState {
  readonly companions: Companions
  readonly registry: Registry
}

const eldersOf = (companions: Companions): Map<ActorId, number> => {
  const counts = new Map<ActorId, number>()
  for (const { volunteer } of companions.values()) counts.set(volunteer, (counts.get(volunteer) ?? 0) + 1)
  return counts
}

const assignmentRefusals = (
  { companions, registry }: CompanionState,
  { on, pairs }: Extract<CompanionCommand, { _tag: "AssignCompanions" }>
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
        assignmentRefusals(state, command),
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
  }
}

/** Companions after one more event. */
export const evolve = (companions: Companions, event: CompanionEvent): Companions => {
  const next = new Map(companions)
  if (event._tag === "CompanionAssigned") {
    next.set(event.elder, { volunteer: event.volunteer, since: event.on })
  } else next.delete(event.elder)
  return next
}
