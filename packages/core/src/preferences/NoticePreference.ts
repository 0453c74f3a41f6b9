/**
 * How somebody wants to be told: in which language, through which channels, or not at all; and until when they want to be
 * left alone. Whoever has said nothing is told through every channel that the district runs, in its language: they took
 * on a mandate. Consent is theirs to withdraw (PIPL Arts 13–15), and an entry says who did so and when.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { objections, type Reasons, type Rule, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { Language } from "../kernel/Text.ts"
import { ActorId } from "../place/Id.ts"
import type { Result } from "effect/Result"

/** The name of a channel, as it stands in `Notifier`: `console`, `wecom`. */
export const ChannelName = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9-]{0,31}$/, { expected: "a channel's name such as email or wecom" })
)

const wish = {
  consent: Schema.Boolean,
  language: Schema.optionalKey(Language),
  /** Only through these channels; through all where absent. */
  channels: Schema.optionalKey(Schema.Array(ChannelName))
}

/** The stream in which preferences are kept. */
export const stream: StreamId = StreamId.make("notices")

/**
 * What happens on the stream `notices`.
 *
 * @category events
 */
export const NoticeEvent = Schema.TaggedUnion({
  NoticePreferenceSet: { on: DayFromIso, by: ActorId, actor: ActorId, ...wish },
  /** Nothing that is not urgent reaches the actor before the day `until`. */
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
 * Why a preference is not taken.
 *
 * @category errors
 */
export type NoticeReason =
  | { readonly _tag: "UnknownRecipient"; readonly actor: ActorId }
  | { readonly _tag: "NotYourNotices"; readonly actor: ActorId }
  | { readonly _tag: "SnoozeOver"; readonly until: Day; readonly today: Day }
  | { readonly _tag: "SnoozeTooLong"; readonly until: Day; readonly latest: Day }

/**
 * How one actor is told.
 *
 * @category models
 */
export interface NoticePreference {
  readonly consent: boolean
  readonly language?: Language
  readonly channels?: ReadonlyArray<string>
  /** The first day on which everything comes again. */
  readonly snoozedUntil?: Day
}

/** How each actor is told who has said something about it. */
export type NoticePreferences = ReadonlyMap<ActorId, NoticePreference>

/** Whoever has said nothing. */
export const unstated: NoticePreference = { consent: true }

/** Days for which somebody can be left alone at most: who is away for longer hands the mandate over. */
export const longestSnooze = 60

/** What the decision needs to know of who asks. */
export interface NoticeQuestion {
  readonly isActor: (actor: ActorId) => boolean
  /** Whether who asks may say it for others, too. */
  readonly mayForOthers: boolean
}

type Asked = readonly [NoticeQuestion, NoticeCommand]

const known: Rule<Asked, NoticeReason> = {
  name: "a preference is somebody's whom the model knows",
  objections: ([{ isActor }, { actor }]) => (isActor(actor) ? [] : [{ _tag: "UnknownRecipient", actor }])
}

const ownOrOffice: Rule<Asked, NoticeReason> = {
  name: "how somebody is told is said by themselves, or by a role that may say it for others",
  objections: ([{ mayForOthers }, { actor, by }]) =>
    actor === by || mayForOthers ? [] : [{ _tag: "NotYourNotices", actor }]
}

const ahead: Rule<Asked, NoticeReason> = {
  name: "a snooze ends on a later day",
  objections: ([, command]) =>
    command._tag === "SnoozeNotices" && command.until <= command.on
      ? [{ _tag: "SnoozeOver", until: command.until, today: command.on }]
      : []
}

const bounded: Rule<Asked, NoticeReason> = {
  name: "a snooze lasts for sixty days at most",
  objections: ([, command]) =>
    command._tag === "SnoozeNotices" && command.until > command.on + longestSnooze
      ? [{ _tag: "SnoozeTooLong", until: command.until, latest: (command.on + longestSnooze) as Day }]
      : []
}

/**
 * The rules in force for preferences.
 *
 * @category rules
 */
export const rules: ReadonlyArray<Rule<Asked, NoticeReason>> = [known, ownOrOffice, ahead, bounded]

/**
 * What a command about preferences does, or every reason against it.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import * as NoticePreference from "@liulinhui/core/preferences/NoticePreference"
 * import { ActorId } from "@liulinhui/core/place/Id"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const refused = NoticePreference.decide(
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
