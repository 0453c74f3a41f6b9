/**
 * Tells people: what is announced is put into words and into a durable queue, in one transaction with the bookmark that
 * covers it, and handed from the queue to the channel, at the channel's pace. So nothing is lost when a process dies, and
 * at most the notice that was on its way is delivered again, under the same key.
 *
 * - What the channel cannot take now is tried again later, further and further apart, and not before the other side has
 *   asked to be left alone for so long. After a failure the whole channel rests for a moment, too; or, in order, the one
 *   recipient, unless the other side has asked for rest.
 * - What it will never take becomes a dead letter at once, and so does what was tried for too often.
 * - One process sends through a channel of a district at a time: the pace is kept in its memory.
 */
import { provisionally } from "@liulinhui/core/casework/CaseWords"
import * as Day from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import type * as District from "@liulinhui/core/district/District"
import * as Sealing from "@liulinhui/core/district/Sealing"
import type { Model } from "@liulinhui/core/model/Model"
import { unstated } from "@liulinhui/core/preferences/NoticePreference"
import type { Happening } from "@liulinhui/core/model/NoticeRule"
import { type DistrictId, RuleId } from "@liulinhui/core/place/Id"
import { Bookmarks } from "@liulinhui/core/ports/Bookmarks"
import { type Entry, Ledger, LedgerUnavailable, limits } from "@liulinhui/core/ports/Ledger"
import { DeliveryFailed, Notice, Notifier, spacing } from "@liulinhui/core/ports/Notifier"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Announce from "@liulinhui/core/notices/Announce"
import { type DistrictUnknown, Governance, type StoreError } from "./Governance.ts"
import * as NoticeTexts from "./NoticeTexts.ts"
import { openQueue, Outbox, queueId, queueOf, storeFailed } from "./Outbox.ts"
import { when } from "@liulinhui/core/notices/When"

/**
 * What a pump did.
 *
 * @category models
 */
export interface Pumped {
  /** Notices that were put into the queue; some of them may wait for their hour. */
  readonly queued: number
  readonly delivered: number
  /** Notices that became dead letters. */
  readonly dead: number
  /** Notices that the channel could not take now, and that are tried again. */
  readonly postponed: number
}

/**
 * @category models
 */
export interface AnnouncerShape {
  /** Queues what is announced and not queued yet, and delivers what is due, until nothing is or the channel rests. */
  readonly pump: (district: DistrictId) => Effect.Effect<Pumped, DistrictUnknown | StoreError>
  /** How many notices have been queued for the channel, by notice rule; a digest counts as one, under its own name. */
  readonly queued: (district: DistrictId) => Effect.Effect<ReadonlyMap<RuleId, number>, StoreError>
}

/**
 * @category services
 */
export class Announcer extends Context.Service<Announcer, AnnouncerShape>()("@liulinhui/service/Announcer") {}

/**
 * How a channel is served.
 *
 * @category models
 */
export interface Options {
  /** The language of those who have not said which they want; Chinese where it is not said. */
  readonly language?: Language
  /**
   * Whether a notice that cannot be delivered now holds up those to the same recipient behind it, so that nobody hears
   * the second before the first; other recipients go on. A channel that speaks to a group has one recipient, the group.
   * Where it is not said, all others go on.
   */
  readonly inOrder?: boolean
  /** How often a notice is tried before it is given up; 12 times, over about a day, where it is not said. */
  readonly attempts?: number
  /**
   * How long a notice that was delivered, or became a dead letter, is kept in the queue; 30 days where it is not said. It
   * counts as queued for good. A pump takes a thousand of them away at most.
   */
  readonly keep?: Duration.Input
  /** How long a pump waits for a channel that rests before it leaves the rest to the next one; 30 seconds unless said. */
  readonly patience?: Duration.Input
}

// ---------------------------------------------------------------------------------------------------------- wording

/** A notice, and when it comes. */
export interface Planned {
  readonly when: number
  readonly notice: Notice
}

/** What the words of a channel's notices depend on. */
export interface Speech {
  readonly channel: string
  readonly audience: Announce.Audience
  readonly language: Language
}

interface Heard {
  readonly announcement: Announce.Announcement
  readonly language: Language
  readonly when: number
}

/** Who of the recipients hears it through this channel, in which language and when. */
const heard = (
  { model, noticePreferences }: District.District,
  announcement: Announce.Announcement,
  { channel, language: usual }: Speech
): ReadonlyArray<Heard> => {
  const rule = model?.notices.get(announcement.rule)
  const {
    channels,
    consent,
    language = usual,
    snoozedUntil
  } = noticePreferences.get(announcement.recipient) ?? unstated
  if (model === undefined || rule === undefined || !consent || channels?.includes(channel) === false)
    return []
  const { digests, quiet } = model.noticeHours
  const digest = rule.digest === undefined ? undefined : digests[rule.digest]?.at
  return [
    {
      announcement,
      language,
      when: when(announcement.at, {
        timeZone: model.timeZone,
        urgent: announcement.urgent,
        night: rule.night ?? false,
        ...(quiet === undefined ? {} : { quiet }),
        ...(digest === undefined ? {} : { digest }),
        ...(snoozedUntil === undefined ? {} : { snoozedUntil })
      })
    }
  ]
}

const nameOf = ({ roles }: Model, { recipient, role }: Announce.Announcement, language: Language): string =>
  `${roles.get(role)?.name[language] ?? role} ${recipient}`

const textOf = (
  { notices }: Model,
  { arguments: params, provisional, rule }: Announce.Announcement,
  language: Language
): string => {
  const notice = notices.get(rule)
  if (notice === undefined) return ""
  const text = NoticeTexts.word(language, notice, params)
  const remark = provisionally[language]
  return !provisional
    ? text
    : language === "zh"
      ? `${text}（期限${remark}。）`
      : `${text} (The due day is ${remark}.)`
}

/** The notices of announcements that say the same to several: one each, or one for the group that they form. */
const apart = (model: Model, { audience, channel }: Speech, together: ReadonlyArray<Heard>) => {
  const byNews =
    audience === "one"
      ? together.map((one) => [one] as const)
      : [
          ...Map.groupBy(
            together,
            ({ announcement: { about, rule }, language }) => `${rule}/${about}/${language}`
          ).values()
        ]
  return byNews.flatMap((several): ReadonlyArray<Planned> => {
    const [first] = several
    if (first === undefined) return []
    const { announcement, language } = first
    const { about, recipient, rule, urgent } = announcement
    const at = Math.min(...several.map((one) => one.when))
    return [
      {
        when: at,
        notice: {
          key: `${model.id}/${about}/${rule}/${recipient}/${channel}`,
          district: model.id,
          rule,
          to: recipient,
          recipient: several
            .map((one) => nameOf(model, one.announcement, language))
            .join(language === "zh" ? "、" : ", "),
          language,
          urgent,
          at,
          title: model.notices.get(rule)?.name[language] ?? rule,
          body: textOf(model, announcement, language)
        }
      }
    ]
  })
}

/** The notices of announcements that come together: one for each recipient, or group, with a line for each. */
const gathered = (
  model: Model,
  { audience, channel }: Speech,
  digest: RuleId,
  together: ReadonlyArray<Heard>
): ReadonlyArray<Planned> =>
  [
    ...Map.groupBy(together, ({ announcement: { recipient }, language, when }) =>
      audience === "one" ? `${recipient}/${when}` : `${language}/${when}`
    ).values()
  ].flatMap((several) => {
    const [first] = several
    if (first === undefined) return []
    const { announcement, language } = first
    const { recipient } = announcement
    const lines = [...new Set(several.map((one) => textOf(model, one.announcement, language)))]
    return [
      {
        when: first.when,
        notice: {
          key: `${model.id}/${digest}/${first.when}/${announcement.about}/${recipient}/${channel}`,
          district: model.id,
          rule: digest,
          to: recipient,
          recipient: [...new Set(several.map((one) => nameOf(model, one.announcement, language)))].join(
            language === "zh" ? "、" : ", "
          ),
          language,
          urgent: several.some((one) => one.announcement.urgent),
          at: first.when,
          title: model.noticeHours.digests[digest]?.name[language] ?? digest,
          body: lines.map((line, at) => `${at + 1}. ${line}`).join("\n")
        }
      }
    ]
  })

/**
 * The notices that a channel delivers of some announcements, and when each comes. Pure: to ask it sends nothing.
 *
 * @category policy
 */
export const plan = (
  district: District.District,
  announcements: ReadonlyArray<Announce.Announcement>,
  speech: Speech
): ReadonlyArray<Planned> => {
  const { model } = district
  if (model === undefined) return []
  const all = announcements.flatMap((announcement) => heard(district, announcement, speech))
  const byDigest = Map.groupBy(all, ({ announcement }) => model.notices.get(announcement.rule)?.digest)
  return [...byDigest].flatMap(([digest, some]) =>
    digest === undefined ? apart(model, speech, some) : gathered(model, speech, digest, some)
  )
}

// --------------------------------------------------------------------------------------------------------- delivering

/** The next instant from one on whose minute of the hour is none of those that a channel stays clear of. */
export const clearOf = (avoid: ReadonlyArray<number>, instant: number): number => {
  const minute = 60_000
  let at = instant
  for (let tries = 0; tries < 60 && avoid.includes(Math.floor(at / minute) % 60); tries++) {
    at = (Math.floor(at / minute) + 1) * minute
  }
  return at
}

/** How long a channel rests after failures in a row: from a second on, doubling up to five minutes. */
const rest = Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("5 minutes")]).pipe(
  Schedule.jittered
)

type Outcome = "delivered" | "dead" | "postponed"

const dayLength = 86_400_000

/** What a day brings comes in its digest at once; only what happens has to be gathered until the hour of its digest. */
const ofDays: ReadonlySet<Happening> = new Set([
  "case-due",
  "case-overdue",
  "coverage-fell",
  "notice-undelivered"
])

const isDeliveryFailed = Schema.is(DeliveryFailed)
const decodeNotice = Schema.decodeUnknownEffect(Schema.toCodecJson(Notice))

const make = (options: Options) =>
  Effect.gen(function* () {
    const { attempts: most = 12, inOrder = false, language = "zh" } = options
    const keep = Duration.toMillis(Duration.fromInputUnsafe(options.keep ?? "30 days"))
    const patience = Duration.fromInputUnsafe(options.patience ?? "30 seconds")
    const bookmarks = yield* Bookmarks
    const governance = yield* Governance
    const ledger = yield* Ledger
    const notifier = yield* Notifier
    const outbox = yield* Outbox
    const factory = yield* PersistedQueue.makeFactory
    const limiter = yield* RateLimiter.make
    const breaker = yield* CircuitBreaker.make({
      tripPolicy: CircuitBreaker.consecutive(1),
      openDuration: rest,
      maxOpenDuration: "1 day"
    })
    // Whoever waits for another process waits by the clock on the wall, whatever time it is for the district.
    const wall = yield* Clock.Clock
    const { capabilities, channel } = notifier
    const { audience, avoid = [], rate } = capabilities
    const speech: Speech = { channel, audience, language }
    const entriesReader = `announcer:${channel}`
    const daysReader = `announcer:${channel}:days`
    const digestReader = (digest: RuleId) => `announcer:${channel}:digest:${digest}`

    /** The queue in which a notice waits. A group is one recipient, whoever of it is named first. */
    const queueFor = ({ district, to }: Notice): string =>
      queueOf(district, channel, audience === "one" ? to : undefined)

    // ------------------------------------------------------------------------------------------------------ queueing

    const offer = (planned: ReadonlyArray<Planned>, now: number) =>
      Effect.forEach(
        planned,
        ({ notice, when }) =>
          Effect.flatMap(openQueue(factory, queueFor(notice)), (queue) =>
            queue.offer(notice, queueId(ledger.hash, notice), Math.max(0, when - now))
          ),
        { discard: true }
      )

    /** Offers notices and moves a bookmark behind them, both or neither. */
    const commit = (
      district: DistrictId,
      planned: ReadonlyArray<Planned>,
      reader: string,
      position: number
    ): Effect.Effect<void, LedgerUnavailable> =>
      planned.length === 0
        ? bookmarks.advance(district, reader, position)
        : Effect.flatMap(Clock.currentTimeMillis, (now) =>
            outbox.together(
              Effect.andThen(
                Effect.mapError(offer(planned, now), storeFailed),
                bookmarks.advance(district, reader, position)
              )
            )
          )

    const decode = (page: ReadonlyArray<Entry>) =>
      Effect.forEach(page, (entry) =>
        Effect.map(
          // What is sealed stays so: a notice speaks of no person.
          Effect.fromResult(Sealing.decodeClear(entry)),
          (happened) => ({ entry, happened })
        )
      )

    const isGathered = ({ model }: District.District, { rule }: Announce.Announcement): boolean =>
      model?.notices.get(rule)?.digest !== undefined

    const queueEntries = Effect.fnUntraced(function* (district: DistrictId) {
      let queued = 0
      for (;;) {
        const after = yield* bookmarks.get(district, entriesReader)
        const page = yield* ledger.read(district, after, limits.page)
        const last = page.at(-1)
        if (last === undefined) return queued
        const lines = yield* decode(page)
        const planned = yield* governance.read(district, (state) =>
          plan(
            state,
            lines
              .flatMap(({ entry, happened }) => Announce.ofEntry(state, happened, entry, audience))
              .filter((announcement) => !isGathered(state, announcement)),
            speech
          )
        )
        yield* commit(district, planned, entriesReader, last.position)
        queued += planned.length
      }
    })

    const queueDays = Effect.fnUntraced(function* (district: DistrictId) {
      const [today, began] = yield* governance.read(district, (state, on) => [on, state.began ?? on] as const)
      const bookmark = yield* bookmarks.get(district, daysReader)
      let queued = 0
      for (let on = Math.max(bookmark + 1, began); on <= today; on++) {
        const planned = yield* governance.read(district, (state) =>
          plan(state, Announce.ofDay(state, Day.Day.make(on), audience), speech)
        )
        yield* commit(district, planned, daysReader, on)
        queued += planned.length
      }
      return queued
    })

    /** Up to where the entries had been told of when a digest came into the model: there it begins. */
    const beginning = Effect.fnUntraced(function* (district: DistrictId, digest: RuleId, from: number) {
      // A bookmark at 0 is one that was never set, so it says one more.
      const reader = `${digestReader(digest)}:from`
      const known = yield* bookmarks.get(district, reader)
      if (known > 0) return known - 1
      yield* bookmarks.advance(district, reader, from + 1)
      return from
    })

    // Before this instant nothing of a digest is due: it is known from the last look at its entries.
    const nextDue = new Map<string, number>()

    /** What happened and comes in a digest: from where the last one ended, as soon as its hour has come. */
    const queueDigest = Effect.fnUntraced(function* (district: DistrictId, digest: RuleId, from: number) {
      const reader = digestReader(digest)
      const now = yield* Clock.currentTimeMillis
      if (now < (nextDue.get(`${district}/${digest}`) ?? 0)) return 0
      const due: Array<Announce.Announcement> = []
      let position = Math.max(
        yield* beginning(district, digest, from),
        yield* bookmarks.get(district, reader)
      )
      const begun = position
      let open: number | undefined
      while (open === undefined) {
        const page = yield* ledger.read(district, position, limits.page)
        if (page.length === 0) break
        const lines = yield* decode(page)
        const told = yield* governance.read(district, (state) =>
          lines.map(({ entry, happened }) => {
            const some = Announce.ofEntry(state, happened, entry, audience).filter(
              ({ rule }) => state.model?.notices.get(rule)?.digest === digest
            )
            const later = some.flatMap((one) => heard(state, one, speech)).map((one) => one.when)
            return { position: entry.position, some, when: Math.max(0, ...later) }
          })
        )
        for (const line of told) {
          if (line.when > now) {
            open = line.when
            break
          }
          due.push(...line.some)
          position = line.position
        }
      }
      if (open !== undefined) nextDue.set(`${district}/${digest}`, open)
      if (position === begun) return 0
      const planned = yield* governance.read(district, (state) => plan(state, due, speech))
      yield* commit(district, planned, reader, position)
      return planned.length
    })

    const queueDigests = Effect.fnUntraced(function* (district: DistrictId, from: number) {
      const digests = yield* governance.read(district, ({ model }) => [
        ...new Set(
          [...(model?.notices.values() ?? [])].flatMap(({ digest, on }) =>
            digest === undefined || ofDays.has(on) ? [] : [digest]
          )
        )
      ])
      let queued = 0
      for (const digest of digests) {
        queued += yield* queueDigest(district, digest, from)
      }
      return queued
    })

    /** Tells of dead letters of this and other channels, those about dead letters apart: they would never end. */
    const queueUndelivered = Effect.fnUntraced(function* (district: DistrictId) {
      const reader = `announcer:${channel}:undelivered`
      const after = yield* bookmarks.get(district, reader)
      const letters = (yield* outbox.letters(district)).filter(
        ({ at, channel: of, dropped, kind }) =>
          at > after && dropped === undefined && (of !== channel || kind !== "permanent")
      )
      const last = Math.max(0, ...letters.map(({ at }) => at))
      if (letters.length === 0) return 0
      const planned = yield* governance.read(district, (state, on) => {
        const isAbout = ({ notice }: { readonly notice: Notice }): boolean =>
          state.model?.notices.get(notice.rule)?.on === "notice-undelivered"
        const byChannel = Map.groupBy(
          letters.filter((letter) => !isAbout(letter)),
          (letter) => letter.channel
        )
        return plan(
          state,
          [...byChannel].flatMap(([of, some]) =>
            Announce.ofUndelivered(state, { channel: of, count: some.length, on, at: last })
          ),
          speech
        )
      })
      yield* commit(district, planned, reader, last)
      return planned.length
    })

    // ---------------------------------------------------------------------------------------------------- delivering

    const apartBy = spacing(rate)

    /** Waits for the channel's pace, in a minute in which it speaks. */
    const pace = Effect.gen(function* () {
      for (;;) {
        const now = yield* Clock.currentTimeMillis
        const clear = clearOf(avoid, now)
        if (clear > now) yield* Effect.sleep(clear - now)
        if (apartBy === 0) return
        const { delay } = yield* Effect.orDie(
          limiter.consume({ key: channel, limit: 1, window: apartBy, onExceeded: "delay" })
        )
        if (Duration.isZero(delay)) return
        yield* Effect.sleep(delay)
        const then = yield* Clock.currentTimeMillis
        // Its turn has come in a minute to stay clear of: another turn.
        if (clearOf(avoid, then) === then) return
      }
    })

    const bury = Effect.fnUntraced(function* (notice: Notice, failure: DeliveryFailed, attempts: number) {
      const { kind, reason } = failure
      const at = yield* Clock.currentTimeMillis
      yield* outbox.bury({ notice, channel, reason, kind, attempts, at })
      yield* Effect.logWarning(`${failure.message}; it is kept as a dead letter`)
    })

    /** A failure that may pass rests whom it says something of: one recipient, or all where order is not asked for. */
    const rests = (of: "channel" | "recipient") => (exit: Exit.Exit<unknown, unknown>) => {
      if (Exit.isSuccess(exit)) return CircuitBreaker.success
      const failure = Option.getOrUndefined(Exit.findErrorOption(exit))
      if (!isDeliveryFailed(failure) || failure.kind !== "transient") return CircuitBreaker.ignored
      // That the other side wants to be left alone concerns everybody.
      const concerns = !inOrder || failure.retryAfter !== undefined ? "channel" : "recipient"
      return concerns === of
        ? CircuitBreaker.failure({ retryAfter: failure.retryAfter })
        : CircuitBreaker.ignored
    }

    const handOver = (notice: Notice, name: string) =>
      Effect.andThen(
        pace,
        breaker.execute(
          breaker.execute(notifier.deliver(notice), { key: name, classify: rests("recipient") }),
          {
            key: channel,
            classify: rests("channel")
          }
        )
      )

    /** What becomes of a notice that was not delivered. A failure, or an interruption, puts it back into the queue. */
    const settle = (
      notice: Notice,
      failure: DeliveryFailed,
      attempts: number
    ): Effect.Effect<Outcome, DeliveryFailed | LedgerUnavailable> =>
      Effect.flatMap(
        Clock.currentTimeMillis,
        (now): Effect.Effect<Outcome, DeliveryFailed | LedgerUnavailable> => {
          const isGivenUp = inOrder ? now - notice.at > dayLength : attempts >= most
          if (failure.kind !== "transient" || isGivenUp) {
            return Effect.as(bury(notice, failure, attempts), "dead" as const)
          }
          // Interrupted, it keeps its place in its recipient's queue, and does not count as tried.
          return inOrder ? Effect.interrupt : Effect.fail(failure)
        }
      )

    /** Takes one notice from a queue and hands it to the channel. */
    const deliverOne = (name: string, onTaken: () => void) =>
      Effect.flatMap(openQueue(factory, name), (queue) =>
        queue.take((notice, { attempts }) => {
          onTaken()
          return Effect.as(handOver(notice, name), "delivered" as Outcome).pipe(
            Effect.catchTags({
              DeliveryFailed: (failure) => settle(notice, failure, attempts),
              // The channel rests, or this recipient: somebody else's notice has just failed.
              CircuitBreakerError: () => Effect.interrupt
            })
          )
        })
      )

    /** How long the channel, or the recipient of a queue, still rests. */
    const resting = (key: string) =>
      Effect.map(Effect.orDie(breaker.state(key)), (state) =>
        state._tag === "Open" ? state.retryAfter : Duration.zero
      )

    /**
     * The outcome of one notice, or nothing where none could be taken any more: another process may have been faster.
     */
    const next = (district: DistrictId, name: string) =>
      Effect.suspend(() => {
        let taken = false
        const empty: Effect.Effect<undefined, LedgerUnavailable> = Effect.gen(function* () {
          for (;;) {
            yield* Effect.provideService(Effect.sleep("1 second"), Clock.Clock, wall)
            if (taken) yield* Effect.never
            if (!(yield* outbox.waiting(district, channel)).has(name)) return undefined
          }
        })
        const one = Effect.exit(
          deliverOne(name, () => {
            taken = true
          })
        )
        return Effect.raceFirst(one, empty)
      })

    /** The queues from which something can be sent now, or how long it takes until there is one. */
    const ready = Effect.fnUntraced(function* (queues: Iterable<string>) {
      const whole = yield* resting(channel)
      const waits = yield* Effect.forEach(queues, (name) =>
        Effect.map(resting(name), (own) => ({ name, wait: Duration.max(own, whole) }))
      )
      return {
        names: waits.filter(({ wait }) => Duration.isZero(wait)).map(({ name }) => name),
        wait: waits.map(({ wait }) => wait).reduce(Duration.min, Duration.infinity)
      }
    })

    const deliver = Effect.fnUntraced(function* (district: DistrictId) {
      const counts: Record<Outcome, number> = { delivered: 0, dead: 0, postponed: 0 }
      for (;;) {
        const { names, wait } = yield* ready((yield* outbox.waiting(district, channel)).keys())
        // Where nothing waits there is no end to the waiting.
        if (Duration.isGreaterThan(wait, patience)) return counts
        if (!Duration.isZero(wait)) yield* Effect.sleep(wait)
        // Recipients take turns, as long as the channel goes on.
        for (const name of names) {
          if (!Duration.isZero(yield* resting(channel))) break
          const exit = yield* next(district, name)
          if (exit === undefined) continue
          if (Exit.isSuccess(exit)) {
            counts[exit.value] += 1
            continue
          }
          // That the channel failed has been dealt with; anything else is for whoever pumps.
          const failure = Option.getOrUndefined(Exit.findErrorOption(exit))
          if (failure?._tag === "PersistedQueueError") return yield* storeFailed(failure)
          if (failure?._tag === "LedgerUnavailable") return yield* failure
          if (failure === undefined && !Exit.hasInterrupts(exit)) return yield* Effect.die(exit.cause)
          counts.postponed += 1
        }
      }
    })

    return Announcer.of({
      pump: Effect.fn("Announcer.pump")(function* (district) {
        const from = yield* bookmarks.get(district, entriesReader)
        let queued = yield* queueEntries(district)
        queued += yield* queueDigests(district, from)
        queued += yield* queueDays(district)
        queued += yield* queueUndelivered(district)
        const counts = yield* deliver(district)
        yield* outbox.sweep(district, channel, keep)
        return { queued, ...counts }
      }),
      queued: Effect.fn("Announcer.queued")(function* (district) {
        const swept = yield* outbox.swept(district, channel)
        const counts = new Map([...swept].map(([rule, count]) => [RuleId.make(rule), count]))
        for (const element of yield* outbox.offered(district, channel)) {
          const { rule } = yield* Effect.mapError(decodeNotice(element), storeFailed)
          counts.set(rule, (counts.get(rule) ?? 0) + 1)
        }
        return counts
      })
    })
  })

/**
 * The announcer of one channel.
 *
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<
  Announcer,
  never,
  Bookmarks | Governance | Ledger | Notifier | Outbox | PersistedQueue.PersistedQueueStore
> =>
  Layer.effect(Announcer, make(options)).pipe(
    Layer.provide(RateLimiter.layerStoreMemory),
    Layer.provide(CircuitBreaker.layerStoreMemory())
  )
