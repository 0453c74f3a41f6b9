/**
 * How readers that wait for entries of a district learn about a new entry. There are three ways:
 * - at once, if the same process has appended the entry,
 * - through `LISTEN` and `NOTIFY`, if another process has appended the entry,
 * - in any case by polling at intervals.
 *
 * A notification is sent after the commit, not within the transaction. Within the transaction, it would make every
 * commit of the whole database wait for the commit before it. One notification may name several districts, and a
 * process sends at most one every 50 milliseconds. A notification can be lost: its sender may die, or the listener's
 * connection may break. Therefore a waiting reader also looks for entries when the listener has connected (again), and
 * every `poll`.
 */
import type { PgClient } from "@effect/sql-pg/PgClient"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"

/**
 * Reports new entries to the readers that wait for them. Made by {@link make}.
 *
 * @category models
 */
export interface Changes {
  /** Must be called after an append to the district was committed. */
  readonly appended: (district: DistrictId) => void
  /**
   * Waits until the district may have a new entry. If `isThere` reports that the entry is already there, does not wait.
   */
  readonly wait: <E>(district: DistrictId, isThere: Effect.Effect<boolean, E>) => Effect.Effect<void, E>
}

/** How long notifications are collected before they are sent together. */
const gathering = "50 millis"

/** How often a waiting reader polls while the listener is not connected. */
const impatient = "100 millis"

/** The largest size of a notification in bytes. PostgreSQL accepts fewer than 8,000. */
const payloadBytes = 7900

/** How long a listener waits before it connects again after its connection broke. */
const comeBack = Schedule.spaced("500 millis")

/**
 * Makes the texts of notifications that name the given districts, one district on each line. The format is unambiguous,
 * because the id of a district contains no line break.
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
 * Starts the listener and the sender of notifications about new entries.
 *
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
        // Every waiting reader is woken, because entries may have been appended while the process was not listening.
        yield* wakeAll
        yield* Effect.forever(
          Effect.map(Queue.takeAll(notifications), (all) => {
            for (const { payload } of all) for (const district of payload.split("\n")) wake(district)
          })
        )
      })
    ).pipe(
      // The connection is lost. Until there is a new one, waiting readers poll more often.
      Effect.ensuring(Effect.sync(() => (listener = "coming"))),
      Effect.tapError((error) => Effect.logDebug("the listener has lost its connection", error.message)),
      Effect.retry(comeBack)
    )

    const notify = Effect.gen(function* () {
      while (untold.size > 0) {
        yield* Effect.sleep(gathering)
        const texts = payloads(untold)
        untold.clear()
        // If a notification is lost, readers still find the entry by polling. So the transaction that sends
        // notifications need not wait for the disk.
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
        fork(Effect.forkIn(notify, scope))
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
