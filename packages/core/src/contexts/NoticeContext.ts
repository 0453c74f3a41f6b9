/** The context of notice preferences: how actors want to be notified. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import { Language } from "../kernel/Text.ts"
import { mandatesOn } from "../place/Actor.ts"
import { ActorId } from "../place/Id.ts"
import {
  ChannelName,
  decide as decidePreference,
  evolve,
  NoticeEvent,
  type NoticePreferences,
  type NoticeReason,
  rules,
  stream
} from "../preferences/NoticePreference.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"

/** @category models */
export interface NoticeSlice {
  /** The notice preferences of the actors who have set one. */
  readonly noticePreferences: NoticePreferences
}

const requests = {
  /** Sets how an actor wants to be notified. Default of `actor`: the actor who makes the request. */
  SetNoticePreference: {
    actor: Schema.optionalKey(ActorId),
    consent: Schema.Boolean,
    language: Schema.optionalKey(Language),
    channels: Schema.optionalKey(Schema.Array(ChannelName))
  },
  /**
   * Snoozes the notices of an actor: until a day, the actor gets only urgent notices. Default of `actor`: the actor who
   * makes the request.
   */
  SnoozeNotices: { actor: Schema.optionalKey(ActorId), until: DayFromIso }
}

const decide = (
  asking: Asking<MandateSlice>,
  request: RequestOf<typeof requests>
): Decision<NoticeEvent, NoticeReason> => {
  const { actor, district, model, on } = asking
  // Actors do not belong to a part of the district. So the preference of another actor can be set only with a mandate
  // for the whole district.
  const mayForOthers = mandatesOn(actor, on).some(
    ({ role, scope }) => "district" in scope && model.roles.get(role)?.may.includes("notices")
  )
  const question = { isActor: (id: ActorId) => district.actors.has(id), mayForOthers }
  const command = { ...request, actor: request.actor ?? actor.id, by: actor.id, on }
  return Result.map(decidePreference(question, command), (events) => change(asking, stream, events))
}

/** @category contexts */
export const noticeContext = make({
  id: "notice",
  events: NoticeEvent,
  opens: true,
  initial: (): { noticePreferences: NoticePreferences } => ({ noticePreferences: new Map() }),
  apply: (draft: { noticePreferences: NoticePreferences }, event) => {
    draft.noticePreferences = evolve(draft.noticePreferences, event)
  },
  requests,
  authorities: { SetNoticePreference: "own", SnoozeNotices: "own" },
  rules,
  decide
})
