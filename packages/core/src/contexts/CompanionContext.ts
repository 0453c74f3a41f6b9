/** The context of the Elderly Companion scheme: which volunteer looks after which elder. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type CompanionCommand,
  CompanionEvent,
  type CompanionRefusal,
  type CompanionRefusals,
  type Companions,
  decide as decideCompanion,
  fold,
  next,
  rules,
  stream,
  unfolded
} from "../companions/Companion.ts"
import { mostIn } from "../companions/Companions.ts"
import type { Day } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { isLate } from "../kernel/Recorded.ts"
import { refuse } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import { groupOfHeart, type Model } from "../model/Model.ts"
import type { NotYourGroup } from "../model/Role.ts"
import { canAct } from "../place/Actor.ts"
import type { PairFact } from "../place/Facts.ts"
import { ActorId, type GroupId, ResidentId } from "../place/Id.ts"
import {
  type Asking,
  change,
  type Decision,
  make,
  notYourGroup,
  reaches,
  type RequestOf,
  withinMandate
} from "./Context.ts"
import { dated, type DatedRefusal, datedRules, happened } from "./Dated.ts"
import { pairsCut } from "./Departures.ts"
import type { ModelSlice } from "./ModelContext.ts"
import { registryOn, type RegistrySlice } from "./RegistrySlice.ts"

/** @category models */
export interface CompanionSlice {
  readonly companions: Companions
  readonly companionRefusals: CompanionRefusals
  /** All companion pairs (a volunteer and an elder) that have ever existed, with their first and last days. */
  readonly pairs: ReadonlyArray<PairFact>
  /** The events of the Elderly Companion scheme. They are kept for questions about past days. */
  readonly companionEvents: ReadonlyArray<CompanionEvent>
}

/**
 * The slice (part) of a district that contains its companion pairs, in a form that is changed in place while entries
 * are applied.
 */
export interface CompanionDraft {
  companions: Companions
  companionRefusals: CompanionRefusals
  pairs: ReadonlyArray<PairFact>
  readonly companionEvents: Array<CompanionEvent>
}

const requests = {
  AssignCompanions: {
    pairs: Schema.NonEmptyArray(Schema.Struct({ volunteer: ActorId, elder: ResidentId })),
    ...happened
  },
  ReleaseCompanion: { elder: ResidentId, ...happened },
  /**
   * The elder or the volunteer refuses the other person. If the two are a companion pair, the pair ends. The pair is
   * not proposed again.
   */
  RefuseCompanion: {
    volunteer: ActorId,
    elder: ResidentId,
    reason: sensitive(StatedReason),
    ...happened
  }
}

/** The group that leads the Elderly Companion scheme. `undefined` if the model does not have the scheme. */
export const leadingGroup = (model: Model): GroupId | undefined =>
  model.companions === undefined ? undefined : groupOfHeart(model, model.companions.ledBy)?.id

/** Decides a command on companions. The caller must have checked that the actor has the authority. */
export const keep = (
  asking: Asking<CompanionSlice & MandateSlice & RegistrySlice>,
  command: CompanionCommand,
  recorded?: Day
): Decision<CompanionEvent, CompanionRefusal> => {
  const { district, model } = asking
  const { companions, pairs } = district
  const registry = recorded === undefined ? district.registry : registryOn(district, command.on)
  const isGone = (volunteer: ActorId): boolean => {
    const actor = district.actors.get(volunteer)
    return actor !== undefined && !canAct(actor, registry, command.on)
  }
  // An actor without an offer may still be a companion, if people decide so.
  const limitOf = (volunteer: ActorId): number =>
    district.actors.get(volunteer)?.offers?.elders ?? mostIn(model.companions)
  const decided = decideCompanion(
    { companions, pairs, registry, isGone, limitOf, isLate: recorded !== undefined },
    command
  )
  return Result.map(decided, (events) =>
    change(asking, stream, recorded === undefined ? events : withEnds(asking, events, recorded))
  )
}

/** Events that are recorded late, with the ends of new pairs whose elder or volunteer has left since. */
const withEnds = (
  asking: Asking<MandateSlice & RegistrySlice>,
  events: ReadonlyArray<CompanionEvent>,
  recorded: Day
): ReadonlyArray<CompanionEvent> => {
  const made = events.flatMap((event): ReadonlyArray<PairFact> => {
    const { elder, on: from, volunteer } = event
    return event._tag === "CompanionAssigned" ? [{ elder, from, volunteer }] : []
  })
  return [
    ...events.map((event) => ({ ...event, recorded })),
    ...pairsCut(asking, made, { by: asking.actor.id })
  ]
}

const decide = (
  asking: Asking<CompanionSlice & MandateSlice & ModelSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<CompanionEvent, CompanionRefusal | DatedRefusal | NotYourGroup> => {
  const group = leadingGroup(asking.model)
  if (!reaches(asking, "companions", group)) return refuse(withinMandate, notYourGroup(group))
  return Result.flatMap(dated(asking, request), ({ on, recorded }) =>
    keep(asking, { ...request, by: asking.actor.id, on }, recorded)
  )
}

/** @category contexts */
export const companionContext = make({
  id: "companion",
  events: CompanionEvent,
  opens: true,
  initial: (): CompanionDraft => ({ ...unfolded, companionEvents: [] }),
  apply: (draft: CompanionDraft, event) => {
    draft.companionEvents.push(event)
    // An event that was recorded late, or that undoes another event, changes earlier results. In this case, the state
    // is computed again from all events on companions.
    const isNext = !isLate(event) && event._tag !== "CompanionReinstated"
    Object.assign(draft, isNext ? next(draft, event) : fold(draft.companionEvents))
  },
  requests,
  authorities: {
    AssignCompanions: { may: "companions", about: "by rule" },
    ReleaseCompanion: { may: "companions", about: "by rule" },
    RefuseCompanion: { may: "companions", about: "by rule" }
  },
  rules: [withinMandate, ...Object.values(rules).flat(), ...datedRules],
  decide
})
