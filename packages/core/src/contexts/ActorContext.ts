/** The context of the display names of actors: requests that enter, correct or erase them. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { personal } from "../kernel/Personal.ts"
import { refuse } from "../kernel/Rule.ts"
import {
  type ActorCommand,
  ActorEvent,
  ActorName,
  type ActorRefusal,
  check,
  rules
} from "../mandates/ActorNames.ts"
import { streamOf as reportStream } from "../intake/Intake.ts"
import { link, type MandateDraft, type MandateSlice, streamOf } from "../mandates/Mandates.ts"
import { ActorId, type ReportId, ResidentId } from "../place/Id.ts"
import { ofResident, ofStream, type Owner } from "../place/Sealed.ts"
import { ErasureBasis } from "../place/Registry.ts"
import { type CompanionEvent, stream as companions } from "../companions/Companion.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import { pairsOfVolunteerGone, type StayWorld } from "./Departures.ts"
import { grantingOf } from "./MandateContext.ts"
import { format, type ModelSlice } from "./ModelContext.ts"
import { inLaterFormat } from "./RegistryContext.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** @category models */
export interface ActorSlice {
  /**
   * The display names. To get the name of an actor, use {@link nameOf}: it leaves out the names of erased residents.
   */
  readonly actorNames: ReadonlyMap<ActorId, string>
  /** The actors whose names were erased. The value is the position of the ledger entry that records the erasure. */
  readonly erasedActors: ReadonlyMap<ActorId, number>
}

/**
 * The slice (part) of a district that contains display names, in a form that is changed in place while entries are
 * applied.
 */
export interface ActorDraft extends ActorSlice {
  readonly actorNames: Map<ActorId, string>
  readonly erasedActors: Map<ActorId, number>
}

type Named = Pick<ActorSlice, "actorNames"> & Pick<MandateSlice, "actors"> & Pick<RegistrySlice, "erased">

/** Whether the personal data of an actor were erased. */
const isErased = (
  { actors, erased, erasedActors }: Pick<ActorSlice, "erasedActors"> & Omit<Named, "actorNames">,
  actor: ActorId
): boolean => {
  const resident = actors.get(actor)?.resident
  return erasedActors.has(actor) || (resident !== undefined && erased.has(resident))
}

/** The display name of an actor. `undefined` if no name was entered, or if the actor's data were erased. */
export const nameOf = ({ actorNames, actors, erased }: Named, actor: ActorId): string | undefined => {
  const resident = actors.get(actor)?.resident
  return resident !== undefined && erased.has(resident) ? undefined : actorNames.get(actor)
}

/**
 * The owners of keys (see `Owner`) whose keys must be destroyed because of an event. If a resident is erased: the
 * resident, and the actors who are this resident. If an actor is erased: the actor. If a report is erased: the report. For all other events: none.
 */
export const ownersErasedBy = (
  { actors }: Pick<MandateSlice, "actors">,
  event: {
    readonly _tag: string
    readonly actor?: unknown
    readonly report?: unknown
    readonly resident?: unknown
  }
): ReadonlyArray<Owner> => {
  switch (event._tag) {
    case "ResidentErased": {
      // This cast is safe: the event has the id of a resident.
      const resident = event.resident as ResidentId
      const own = [...actors.values()].filter((actor) => actor.resident === resident)
      return [ofResident(resident), ...own.map(({ id }) => ofStream(streamOf(id)))]
    }
    case "ActorErased":
      // This cast is safe: the event has the id of an actor.
      return [ofStream(streamOf(event.actor as ActorId))]
    case "ReportErased":
      // This cast is safe: the event has the id of a report.
      return [ofStream(reportStream(event.report as ReportId))]
    default:
      return []
  }
}

const requests = {
  /**
   * Enters or corrects the display name of an actor. If the actor is a resident of the district, `resident` is the id
   * of this resident.
   */
  NameActor: { actor: ActorId, name: personal(ActorName), resident: Schema.optionalKey(ResidentId) },
  /** Permanently erases the name of an actor who is not a resident (PIPL Art. 47). */
  EraseActor: { actor: ActorId, basis: ErasureBasis }
}

type World = ActorSlice & ModelSlice & StayWorld
type Event = ActorEvent | CompanionEvent

const decide = (
  asking: Asking<World>,
  request: RequestOf<typeof requests>
): Decision<Event, ActorRefusal | { readonly _tag: "FormatNeeded"; readonly format: number }> => {
  const { actor: asker, district, model, on } = asking
  if (district.format < format) return refuse(inLaterFormat, { _tag: "FormatNeeded", format })
  const { actors, erased, erasedActors, registry } = district
  const by = asker.id
  const { actor } = request
  const ground = {
    actors,
    // Actors do not belong to a part of the district. So the names of others can be entered only by an actor who may
    // grant roles in the whole district.
    isGranter: grantingOf(asker, { model, on, registry }).some(({ scope }) => "district" in scope),
    isErased: (id: ActorId) => isErased(district, id),
    isResident: (id: ResidentId) => registry.residents.has(id) && !erased.has(id)
  }
  const command: ActorCommand = { ...request, by }
  return Result.map(check(ground, command), () => {
    if (request._tag === "EraseActor") {
      const { basis } = request
      // If the actor was erased before, nothing changes.
      return erasedActors.has(actor)
        ? []
        : change<Event>(asking, streamOf(actor), [{ _tag: "ActorErased" as const, on, by, actor, basis }])
    }
    const { name, resident = actors.get(actor)?.resident } = request
    const owner = resident === undefined ? {} : { resident }
    // The resident may have left before it became known who the actor is.
    const ended = resident === undefined ? [] : pairsOfVolunteerGone(asking, { actor, resident }, by)
    return [
      ...change<Event>(asking, streamOf(actor), [
        { _tag: "ActorNamed" as const, on, by, actor, ...owner, name }
      ]),
      ...change<Event>(asking, companions, ended)
    ]
  })
}

/** @category contexts */
export const actorContext = make({
  id: "actor",
  events: ActorEvent,
  // Names are decrypted when entries are read, because they are shown together with the actors.
  opens: true,
  initial: (): ActorDraft => ({ actorNames: new Map(), erasedActors: new Map() }),
  apply: (draft: ActorDraft & MandateDraft, event, { position }): undefined => {
    const { actor } = event
    if (event._tag === "ActorErased") {
      draft.actorNames.delete(actor)
      draft.erasedActors.set(actor, position)
      return
    }
    link(draft, actor, event.resident)
    if (event.name === undefined) draft.actorNames.delete(actor)
    else draft.actorNames.set(actor, event.name)
  },
  requests,
  authorities: { NameActor: "own", EraseActor: { may: "erasure", about: "the district" } },
  rules: [...new Set([...rules.name, ...rules.erase]), inLaterFormat],
  decide
})
