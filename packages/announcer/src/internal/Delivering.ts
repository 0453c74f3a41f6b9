/**
 * Delivers notices: takes them from the queue and hands them to the channel, at the channel's rate. After a temporary
 * failure, the channel pauses, or only the recipient if the failure concerns this recipient alone.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { LedgerUnavailable } from "@liulinhui/core/Ledger"
import { DeliveryFailed, type Notice, spacing } from "@liulinhui/core/Notifier"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import * as Schema from "effect/Schema"
import { openQueue, storeFailed } from "../Outbox.ts"
import { withName } from "../NoticePlan.ts"
import type { Channel } from "./Channel.ts"

/** The result of one attempt to deliver a notice. */
type Outcome = "delivered" | "dead" | "postponed"

const dayLength = 86_400_000

const isDeliveryFailed = Schema.is(DeliveryFailed)

/** The first time, from `instant` on, that is not in one of the minutes of the hour that are listed in `avoid`. */
const clearOf = (avoid: ReadonlyArray<number>, instant: number): number => {
  const minute = 60_000
  let at = instant
  for (let tries = 0; tries < 60 && avoid.includes(Math.floor(at / minute) % 60); tries++) {
    at = (Math.floor(at / minute) + 1) * minute
  }
  return at
}

/**
 * Waits until the channel's rate allows another message, and until the time is outside the minutes of the hour that the
 * channel avoids.
 */
const pace = Effect.fnUntraced(function* ({ limiter, notifier }: Channel) {
  const { avoid = [], rate } = notifier.capabilities
  const apartBy = spacing(rate)
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const clear = clearOf(avoid, now)
    if (clear > now) yield* Effect.sleep(clear - now)
    if (apartBy === 0) return
    const { delay } = yield* Effect.orDie(
      limiter.consume({ key: notifier.channel, limit: 1, window: apartBy, onExceeded: "delay" })
    )
    if (Duration.isZero(delay)) return
    yield* Effect.sleep(delay)
    const then = yield* Clock.currentTimeMillis
    // If the time that the rate allows is in a minute that the channel avoids, request another time.
    if (clearOf(avoid, then) === then) return
  }
})

/**
 * Classifies failures for a circuit breaker: after a temporary failure that concerns the channel (or the recipient),
 * the channel (or the recipient) pauses.
 */
const pauses = (inOrder: boolean, of: "channel" | "recipient") => (exit: Exit.Exit<unknown, unknown>) => {
  if (Exit.isSuccess(exit)) return CircuitBreaker.success
  const failure = Option.getOrUndefined(Exit.findErrorOption(exit))
  if (!isDeliveryFailed(failure) || failure.kind !== "transient") return CircuitBreaker.ignored
  // If the receiving service requested a pause, the pause concerns all recipients.
  const concerns = !inOrder || failure.retryAfter !== undefined ? "channel" : "recipient"
  return concerns === of ? CircuitBreaker.failure({ retryAfter: failure.retryAfter }) : CircuitBreaker.ignored
}

/** The notice with the display name of its recipient. Without the name if the district cannot be read now. */
const named = ({ governance, speech }: Channel, notice: Notice): Effect.Effect<Notice> =>
  notice.role === undefined
    ? Effect.succeed(notice)
    : governance
        .read(notice.district, (state) => withName(state, notice, speech))
        .pipe(Effect.orElseSucceed(() => notice))

/** Hands a notice to the channel, unless the channel or the recipient pauses. */
const handOver = (channel: Channel, notice: Notice, queue: string) => {
  const { breaker, inOrder, notifier } = channel
  const deliver = Effect.flatMap(named(channel, notice), notifier.deliver)
  const toRecipient = breaker.execute(deliver, {
    key: queue,
    classify: pauses(inOrder, "recipient")
  })
  const toChannel = breaker.execute(toRecipient, {
    key: notifier.channel,
    classify: pauses(inOrder, "channel")
  })
  return Effect.andThen(pace(channel), toChannel)
}

const bury = Effect.fnUntraced(function* (
  { notifier: { channel }, outbox }: Channel,
  notice: Notice,
  failure: DeliveryFailed,
  attempts: number
) {
  const { kind, reason } = failure
  const at = yield* Clock.currentTimeMillis
  yield* outbox.bury({ notice, channel, reason, kind, attempts, at })
  yield* Effect.logWarning(`${failure.message}; it is kept as a dead letter`)
})

/**
 * After a failed delivery, decides whether the notice is tried again or becomes a dead letter. If this effect fails or
 * is interrupted, the notice goes back into the queue.
 */
const settle = (
  channel: Channel,
  notice: Notice,
  failure: DeliveryFailed,
  attempts: number
): Effect.Effect<Outcome, DeliveryFailed | LedgerUnavailable> =>
  Effect.flatMap(
    Clock.currentTimeMillis,
    (now): Effect.Effect<Outcome, DeliveryFailed | LedgerUnavailable> => {
      const { inOrder } = channel
      const isGivenUp = inOrder ? now - notice.at > dayLength : attempts >= channel.attempts
      if (failure.kind !== "transient" || isGivenUp) {
        return Effect.as(bury(channel, notice, failure, attempts), "dead" as const)
      }
      // A notice whose delivery was interrupted keeps its place in the recipient's queue, and the attempt is not
      // counted.
      return inOrder ? Effect.interrupt : Effect.fail(failure)
    }
  )

/** Takes one notice from a queue and hands it to the channel. */
const deliverOne = (channel: Channel, name: string, onTaken: () => void) =>
  Effect.flatMap(openQueue(channel.queues, name), (queue) =>
    queue.take((notice, { attempts }) => {
      onTaken()
      return Effect.as(handOver(channel, notice, name), "delivered" as Outcome).pipe(
        Effect.catchTags({
          DeliveryFailed: (failure) => settle(channel, notice, failure, attempts),
          // The channel or the recipient pauses now, because the delivery of another notice has just failed.
          CircuitBreakerError: () => Effect.interrupt
        })
      )
    })
  )

/**
 * Delivers one notice from a queue, and returns the exit of the delivery. Returns `undefined` if no notice could be
 * taken, for example because another process was faster.
 */
const next = (channel: Channel, district: DistrictId, name: string) =>
  Effect.suspend(() => {
    const { outbox, speech, wall } = channel
    let taken = false
    const empty: Effect.Effect<undefined, LedgerUnavailable> = Effect.gen(function* () {
      for (;;) {
        yield* Effect.provideService(Effect.sleep("1 second"), Clock.Clock, wall)
        if (taken) yield* Effect.never
        if (!(yield* outbox.waiting(district, speech.channel)).has(name)) return undefined
      }
    })
    const one = Effect.exit(
      deliverOne(channel, name, () => {
        taken = true
      })
    )
    return Effect.raceFirst(one, empty)
  })

/** How much longer the channel pauses, or the recipient whose queue is given. */
const pausing = ({ breaker }: Channel, key: string) =>
  Effect.map(Effect.orDie(breaker.state(key)), (state) =>
    state._tag === "Open" ? state.retryAfter : Duration.zero
  )

/**
 * Returns the queues that do not pause now (no delivery has just failed), and the shortest time until another queue
 * ends its pause.
 */
const ready = Effect.fnUntraced(function* (channel: Channel, queues: Iterable<string>) {
  const whole = yield* pausing(channel, channel.speech.channel)
  const waits = yield* Effect.forEach(queues, (name) =>
    Effect.map(pausing(channel, name), (own) => ({ name, wait: Duration.max(own, whole) }))
  )
  return {
    names: waits.filter(({ wait }) => Duration.isZero(wait)).map(({ name }) => name),
    wait: waits.map(({ wait }) => wait).reduce(Duration.min, Duration.infinity)
  }
})

/**
 * Delivers the notices of a district that are due, until no notice is due or the channel pauses for longer than
 * `patience`.
 */
export const deliverDue = Effect.fnUntraced(function* (channel: Channel, district: DistrictId) {
  const { outbox, patience, speech } = channel
  const counts: Record<Outcome, number> = { delivered: 0, dead: 0, postponed: 0 }
  for (;;) {
    const { names, wait } = yield* ready(channel, (yield* outbox.waiting(district, speech.channel)).keys())
    // If no notice waits, `wait` is infinite.
    if (Duration.isGreaterThan(wait, patience)) return counts
    if (!Duration.isZero(wait)) yield* Effect.sleep(wait)
    // Takes one notice from each recipient's queue in turn, as long as the channel does not pause.
    for (const name of names) {
      if (!Duration.isZero(yield* pausing(channel, speech.channel))) break
      const exit = yield* next(channel, district, name)
      if (exit === undefined) continue
      if (Exit.isSuccess(exit)) {
        counts[exit.value] += 1
        continue
      }
      // A failure of the channel was already handled. Any other failure is returned to the caller.
      const failure = Option.getOrUndefined(Exit.findErrorOption(exit))
      if (failure?._tag === "PersistedQueueError") return yield* storeFailed(failure)
      if (failure?._tag === "LedgerUnavailable") return yield* failure
      if (failure === undefined && !Exit.hasInterrupts(exit)) return yield* Effect.die(exit.cause)
      counts.postponed += 1
    }
  }
})
