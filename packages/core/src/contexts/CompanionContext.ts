/** The Elderly Companion scheme: which volunteer looks after which elder. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type CompanionCommand,
  CompanionEvent,
  type CompanionRefusal,
  type CompanionRefusals,
  type Companions,
  decide as decideCompanion,
  evolve,
  evolveRefusals,
  rules,
  stream
} from "../companions/Companion.ts"
import type { Day } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { refuse } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { groupOfHeart, type Model } from "../model/Model.ts"
import type { NotYourGroup } from "../model/Role.ts"
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
import type { RegistrySlice } from "./RegistryContext.ts"

/** @category models */
export interface CompanionSlice {
  readonly companions: Companions
  readonly companionRefusals: CompanionRefusals
  /** Every pair that there was, with its days. */
  readonly pairs: ReadonlyArray<PairFact>
}

/** The slice while it is folded. */
export interface CompanionDraft {
  companions: Companions
  companionRefusals: CompanionRefusals
  pairs: ReadonlyArray<PairFact>
}

const requests = {
  AssignCompanions: {
    pairs: Schema.NonEmptyArray(Schema.Struct({ volunteer: ActorId, elder: ResidentId }))
  },
  ReleaseCompanion: { elder: ResidentId },
  /** One of the two says no. It ends the pair if there is one, and the pair is not proposed again. */
  RefuseCompanion: { volunteer: ActorId, elder: ResidentId, reason: sensitive(StatedReason) }
}

/** The group that leads the scheme. `undefined` if the model has no scheme. */
export const leadingGroup = (model: Model): GroupId | undefined =>
  model.companions === undefined ? undefined : groupOfHeart(model, model.companions.ledBy)?.id

/** Decides on companions, without a question about authority. */
export const keep = (
  asking: Asking<CompanionSlice & RegistrySlice>,
  command: CompanionCommand
): Decision<CompanionEvent, CompanionRefusal> =>
  Result.map(decideCompanion(asking.district, command), (events) => change(asking, stream, events))

const decide = (
  asking: Asking<CompanionSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<CompanionEvent, CompanionRefusal | NotYourGroup> => {
  const group = leadingGroup(asking.model)
  return reaches(asking, "companions", group)
    ? keep(asking, { ...request, by: asking.actor.id, on: asking.on })
    : refuse(withinMandate, notYourGroup(group))
}

const pairsAfter = (pairs: ReadonlyArray<PairFact>, event: CompanionEvent): ReadonlyArray<PairFact> => {
  switch (event._tag) {
    case "CompanionAssigned":
      return [...pairs, { volunteer: event.volunteer, elder: event.elder, from: event.on }]
    case "CompanionReleased":
      return pairs.map((pair) =>
        pair.elder === event.elder && pair.until === undefined
          ? { ...pair, until: (event.on - 1) as Day }
          : pair
      )
    case "CompanionRefused":
      return pairs
  }
}

/** @category contexts */
export const companionContext = make({
  id: "companion",
  events: CompanionEvent,
  opens: true,
  initial: (): CompanionDraft => ({ companions: new Map(), companionRefusals: [], pairs: [] }),
  apply: (draft: CompanionDraft, event) => {
    draft.companions = evolve(draft.companions, event)
    draft.companionRefusals = evolveRefusals(draft.companionRefusals, event)
    draft.pairs = pairsAfter(draft.pairs, event)
  },
  requests,
  authorities: {
    AssignCompanions: "companions",
    ReleaseCompanion: "companions",
    RefuseCompanion: "companions"
  },
  rules: [withinMandate, ...Object.values(rules).flat()],
  decide
})
