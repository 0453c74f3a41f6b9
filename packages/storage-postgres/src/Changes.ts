/**
 * Who waits for the next entry of a district, and how they hear of it: at once where this process appended it, through
 * `LISTEN` and `NOTIFY` where another one did, and by looking again every so often in any case.
 *
 * A notification is sent after the commit, not within it: sent within, it would make every commit of the whole database
 * wait for the one before. Several districts share one notification, and a process sends one every few milliseconds at
 * most. What such a notification may miss (its sender died, the listener's connection broke) is found by looking again:
 * whoever waits looks when the listener has come (back), and every `poll` in between.
 */
import type { PgClient } from "@effect/sql-pg/PgClient"
import type { DistrictId } from "@liulinhui/core/place/Id"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"

/**
 * @category models
 */
export interface Changes {
  /** Something was appended to a district and committed. */
  readonly appended: (district: DistrictId) => void
  /** Ends when something may have been appended to a district, unless `isThere` already says so. */
  readonly wait: <E>(district: DistrictId, isThere: Effect.Effect<boolean, E>) => Effect.Effect<void, E>
}

/** How long notifications are gathered before they are sent. */
const gathering = "50 millis"

/** How often who waits looks again while nobody is listening. */
const impatient = "100 millis"

/** Bytes of one notification's text, of which PostgreSQL takes fewer than 8,000. */
const payloadBytes = 7900

/** How long a listener that lost its connection waits before it tries to come back. */
const comeBack = Schedule.spaced("500 millis")

/**
 * Texts of notifications that name all of some districts, one a line. A district's id has no line break.
 *
 * @category operations
 */
export const payloads = (districts: Iterable<string>): ReadonlyArray<string> => {
  const texts: Array<string> = []
  let text = ""
  for (const district of districts) {
    const longer = text === "" ? district : `${text}\n${district}`
    if (Buffer.byteLength(longer) <= payloadBytes) text = longer
    else {
      texts.push(text)
      text = district
    }
  }
  return text === "" ? texts : [...texts, text]
}

/**
 * @category constructors
 */
export const make = (
  sql: PgClient,
  schema: string,
  poll: Duration.Input
): Effect.Effect<Changes, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const fork = Effect.runForkWith(yield* Effect.context())
    const waiting = new Map<string, Set<Deferred.Deferred<void>>>()
    let listener: "none" | "coming" | "there" = "none"
    const untold = new Set<string>()
    let telling = false

    const wake = (district: string): void => {
      for (const waiter of waiting.get(district) ?? []) Deferred.doneUnsafe(waiter, Effect.void)
    }
    const wakeAll = Effect.sync(() => {
      for (const district of waiting.keys()) wake(district)
    })

    const listen = Effect.scoped(
      Effect.gen(function* () {
        const notifications = yield* sql.listen(schema)
        listener = "there"
        // What was appended while it did not listen.
        yield* wakeAll
        yield* Effect.forever(
          Effect.map(Queue.takeAll(notifications), (all) => {
            for (const { payload } of all) for (const district of payload.split("\n")) wake(district)
          })
        )
      })
    ).pipe(
      // Whoever waits from now on looks more often.
      Effect.ensuring(Effect.sync(() => (listener = "coming"))),
      Effect.tapError((error) => Effect.logDebug("the listener has lost its connection", error.message)),
      Effect.retry(comeBack)
    )

    const tell = Effect.gen(function* () {
      while (untold.size > 0) {
        yield* Effect.sleep(gathering)
        const texts = payloads(untold)
        untold.clear()
        // Nothing is lost with it that is not found by looking again: it need not wait for the disk.
        yield* sql`SELECT set_config('synchronous_commit', 'off', true), pg_notify(${schema}, text)
          FROM unnest(${texts}::text[]) AS text`
      }
    }).pipe(
      Effect.catch((error) => Effect.logDebug("others could not be notified of an append", error.message)),
      Effect.ensuring(Effect.sync(() => (telling = false)))
    )

    return {
      appended: (district) => {
        wake(district)
        untold.add(district)
        if (telling) return
        telling = true
        fork(Effect.forkIn(tell, scope))
      },
      wait: (district, isThere) =>
        Effect.suspend(() => {
          if (listener === "none") {
            listener = "coming"
            fork(Effect.forkIn(listen, scope))
          }
          const waiter = Deferred.makeUnsafe<void>()
          const waiters = waiting.get(district) ?? new Set()
          waiting.set(district, waiters)
          waiters.add(waiter)
          const leave = Effect.sync(() => {
            waiters.delete(waiter)
            if (waiters.size === 0 && waiting.get(district) === waiters) waiting.delete(district)
          })
          return Effect.flatMap(isThere, (found) =>
            found
              ? Effect.void
              : Effect.raceFirst(
                  Deferred.await(waiter),
                  Effect.suspend(() => Effect.sleep(listener === "there" ? poll : impatient))
                )
          ).pipe(Effect.ensuring(leave))
        })
    }
  })
