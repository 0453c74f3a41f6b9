/**
 * The notice preference of an actor. It says in which language and through which channels (such as e-mail) the actor
 * gets notices, or that the actor gets none. It also says until when notices are snoozed (only urgent notices are
 * sent).
 *
 * An actor without a preference gets notices through every channel of the district, in the language of the district,
 * because the actor has accepted a mandate. This consent can be withdrawn (PIPL, China's Personal Information
 * Protection Law, Arts 13–15). An entry then records who withdrew it and when.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { type DecisionRefused, makeFor, objections, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { Language } from "../kernel/Text.ts"
import { ActorId } from "../place/Id.ts"
import type { Result } from "effect/Result"

/** The name of a channel that delivers notices, as in `Notifier`, such as `console` or `wecom`. */
export const ChannelName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9-]{0,31}$/, { expected: "a channel's name such as email or wecom" })
)

const wish = {
  consent: Schema.Boolean,
  language: Schema.optionalKey(Language),
  /** The channels through which the actor wants to get notices. Default: all channels. */
  channels: Schema.optionalKey(Schema.Array(ChannelName))
}

/** The stream of a district that contains the notice preferences. */
export const stream: StreamId = StreamId.make("notices")

/**
 * The events about notice preferences, on the stream `notices`.
 *
 * @category events
 */
export const NoticeEvent = Schema.TaggedUnion({
  NoticePreferenceSet: { on: DayFromIso, by: ActorId, actor: ActorId, ...wish },
  /** Before the day `until`, the actor gets only urgent notices. */
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
 * Why a command on notice preferences is refused.
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
  /** The first day after a snooze. On this day, the actor gets all notices again. */
  readonly snoozedUntil?: Day
}

/** The notice preferences of all actors who have set one. The key is the actor. */
export type NoticePreferences = ReadonlyMap<ActorId, NoticePreference>

/** The notice preference that is used for an actor who has not set one. */
export const unstated: NoticePreference = { consent: true }

/**
 * The maximum length of a snooze (a time without ordinary notices), in days. An actor who is away for longer should
 * hand over the mandate to somebody else.
 */
export const longestSnooze = 60

/** The facts about actors that a decision on a notice preference needs. */
export interface NoticeQuestion {
  readonly isActor: (actor: ActorId) => boolean
  /** Whether the actor who sends the command may also set the preferences of other actors. */
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
 * The rules in force for notice preferences.
 *
 * @category rules
 */
export const rules = [known, ownOrOffice, ahead, bounded] as const

/**
 * Decides a command on notice preferences: returns its events, or all reasons against it.
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
 * assert.deepEqual(Result.isFailure(refused) && refused.failure.reasons.map(({ _tag }) => _tag), ["NotYourNotices", "SnoozeOver"])
 * ```
 * @category decisions
 */
export const decide = (
  question: NoticeQuestion,
  command: NoticeCommand
): Result<ReadonlyArray<NoticeEvent>, DecisionRefused<NoticeReason>> =>
  verdict(objections(rules, [question, command]), [
    command._tag === "SnoozeNotices"
      ? { ...command, _tag: "NoticesSnoozed" as const }
      : { ...command, _tag: "NoticePreferenceSet" as const }
  ])

/** Returns the notice preferences after one more event. */
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
