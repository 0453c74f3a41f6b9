/**
 * How an actor wants to be notified: in which language, through which channels, or not at all; and until when notices
 * are snoozed. An actor without a preference is notified through every channel of the district, in the district's
 * language, because the actor has accepted a mandate. Consent can be withdrawn (PIPL Arts 13–15), and an entry
 * records who did so and when.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { makeFor, objections, type Reasons, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { Language } from "../kernel/Text.ts"
import { ActorId } from "../place/Id.ts"
import type { Result } from "effect/Result"

/** The name of a channel, as in `Notifier`: `console`, `wecom`. */
export const ChannelName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9-]{0,31}$/, { expected: "a channel's name such as email or wecom" })
)

const wish = {
  consent: Schema.Boolean,
  language: Schema.optionalKey(Language),
  /** Only through these channels. Default: all channels. */
  channels: Schema.optionalKey(Schema.Array(ChannelName))
}

/** The stream that contains the preferences. */
export const stream: StreamId = StreamId.make("notices")

/**
 * The events of the stream `notices`.
 *
 * @category events
 */
export const NoticeEvent = Schema.TaggedUnion({
  NoticePreferenceSet: { on: DayFromIso, by: ActorId, actor: ActorId, ...wish },
  /** Before the day `until`, only urgent notices reach the actor. */
  NoticesSnoozed: { on: DayFromIso, by: ActorId, actor: ActorId, until: DayFromIso }
})
export type NoticeEvent = typeof NoticeEvent.Type

/**
 * @category commands
 */
export const NoticeCommand = Schema.TaggedUnion({
  SetNoticePreference: { on: DayFromIso, by: ActorId, actor: ActorId, ...wish },
  SnoozeNotices: { on: DayFromIso, by: ActorId, actor: ActorId, until: DayFromIso }
})
export type NoticeCommand = typeof NoticeCommand.Type

/**
 * Why a preference is refused.
 *
 * @category errors
 */
export type NoticeReason =
  | { readonly _tag: "UnknownRecipient"; readonly actor: ActorId }
  | { readonly _tag: "NotYourNotices"; readonly actor: ActorId }
  | { readonly _tag: "SnoozeOver"; readonly until: Day; readonly today: Day }
  | { readonly _tag: "SnoozeTooLong"; readonly until: Day; readonly latest: Day }

/**
 * The notice preference of one actor.
 *
 * @category models
 */
export interface NoticePreference {
  readonly consent: boolean
  readonly language?: Language
  readonly channels?: ReadonlyArray<string>
  /** The first day on which all notices are sent again. */
  readonly snoozedUntil?: Day
}

/** The preferences by actor. Actors without a preference are missing. */
export type NoticePreferences = ReadonlyMap<ActorId, NoticePreference>

/** The preference of an actor who has not set one. */
export const unstated: NoticePreference = { consent: true }

/** The most days of a snooze. An actor who is away for longer should hand the mandate over. */
export const longestSnooze = 60

/** What the decision needs to know about the actor. */
export interface NoticeQuestion {
  readonly isActor: (actor: ActorId) => boolean
  /** Whether the actor may also set the preferences of others. */
  readonly mayForOthers: boolean
}

type Asked = readonly [NoticeQuestion, NoticeCommand]

const rule = makeFor<Asked, NoticeReason>()

const known = rule({
  id: "notices-known-actor",
  name: "a preference is for an actor of the model",
  reasons: ["UnknownRecipient"],
  objections: ([{ isActor }, { actor }]) => (isActor(actor) ? [] : [{ _tag: "UnknownRecipient", actor }])
})

const ownOrOffice = rule({
  id: "notices-own-or-office",
  name: "a preference is set by the actor, or by a role that may set it for others",
  reasons: ["NotYourNotices"],
  objections: ([{ mayForOthers }, { actor, by }]) =>
    actor === by || mayForOthers ? [] : [{ _tag: "NotYourNotices", actor }]
})

const ahead = rule({
  id: "notices-snooze-ahead",
  name: "a snooze ends on a later day",
  reasons: ["SnoozeOver"],
  objections: ([, command]) =>
    command._tag === "SnoozeNotices" && command.until <= command.on
      ? [{ _tag: "SnoozeOver", until: command.until, today: command.on }]
      : []
})

const bounded = rule({
  id: "notices-snooze-bounded",
  name: `a snooze lasts for ${longestSnooze} days at most`,
  reasons: ["SnoozeTooLong"],
  objections: ([, command]) =>
    command._tag === "SnoozeNotices" && command.until > command.on + longestSnooze
      ? [{ _tag: "SnoozeTooLong", until: command.until, latest: (command.on + longestSnooze) as Day }]
      : []
})

/**
 * The rules in force for preferences.
 *
 * @category rules
 */
export const rules = [known, ownOrOffice, ahead, bounded] as const

/**
 * Returns the events of a command about preferences, or all reasons against it.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
 * import * as Notice from "@liulinhui/core/Notice"
 * import { ActorId } from "@liulinhui/core/Id"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const refused = Notice.decide(
 *   { isActor: () => true, mayForOthers: false },
 *   {
 *     _tag: "SnoozeNotices",
 *     on: Day.make("2026-03-02"),
 *     by: ActorId.make("wang"),
 *     actor: ActorId.make("li"),
 *     until: Day.make("2026-03-01")
 *   }
 * )
 * assert.deepEqual(Result.isFailure(refused) && refused.failure.map(({ _tag }) => _tag), ["NotYourNotices", "SnoozeOver"])
 * ```
 * @category decisions
 */
export const decide = (
  question: NoticeQuestion,
  command: NoticeCommand
): Result<ReadonlyArray<NoticeEvent>, Reasons<NoticeReason>> =>
  verdict(objections(rules, [question, command]), [
    command._tag === "SnoozeNotices"
      ? { ...command, _tag: "NoticesSnoozed" as const }
      : { ...command, _tag: "NoticePreferenceSet" as const }
  ])

/** The preferences after one more event. */
export const evolve = (before: NoticePreferences, event: NoticeEvent): NoticePreferences => {
  const own = before.get(event.actor) ?? unstated
  const { snoozedUntil } = own
  return new Map(before).set(
    event.actor,
    event._tag === "NoticesSnoozed"
      ? { ...own, snoozedUntil: event.until }
      : {
          consent: event.consent,
          ...(event.language === undefined ? {} : { language: event.language }),
          ...(event.channels === undefined ? {} : { channels: event.channels }),
          ...(snoozedUntil === undefined ? {} : { snoozedUntil })
        }
  )
}
