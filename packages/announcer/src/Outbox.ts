/**
 * Stores notices that wait for delivery. The queues are those of `effect/persistence`. This module adds three things:
 * one transaction for notices and their bookmark (the ledger position up to which notices were made), the number of
 * waiting notices, and dead letters. A dead letter is a notice that could not be delivered.
 *
 * Each channel of each district has a queue for each recipient, so that one unreachable recipient delays nobody else.
 * It also has a shared queue, for channels to a group and for notices that were put back. The id of a notice in its
 * queue is made from the key of the notice. If the same notice is put into the queue again, this has no effect, whether
 * the notice still waits or was delivered.
 */
import { type ActorId, type DistrictId, RuleId } from "@liulinhui/core/Id"
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import { FailureKind, Notice } from "@liulinhui/core/Notifier"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"

/**
 * A dead letter: a notice that could not be delivered, with the reason. A person puts it back into the queue, or drops
 * it with a reason. A dropped letter is marked and kept.
 *
 * @category models
 */
export const DeadLetter = Schema.Struct({
  notice: Notice,
  channel: Schema.NonEmptyString,
  /** The message of the channel's last failure. It contains no address and no secret. */
  reason: Schema.String,
  kind: FailureKind,
  attempts: Schema.Int,
  /** The time when the announcer stopped trying to deliver the notice, in milliseconds since 1970-01-01T00:00Z. */
  at: Schema.Int,
  dropped: Schema.optionalKey(Schema.Struct({ at: Schema.Int, reason: Schema.NonEmptyString }))
})
export interface DeadLetter extends Schema.Schema.Type<typeof DeadLetter> {}

/**
 * The operations of an outbox (the store of waiting notices).
 *
 * @category models
 */
export interface OutboxShape {
  /**
   * Runs an effect in one transaction: all notices and bookmarks (read positions) that it stores are kept, or none of
   * them. The outbox in memory has no transactions.
   */
  readonly together: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | LedgerUnavailable, R>
  /**
   * For each queue of a channel: the number of notices that can be taken now. Empty queues are left out. The queue with
   * the longest waiting notice is first.
   */
  readonly waiting: (
    district: DistrictId,
    channel: string
  ) => Effect.Effect<ReadonlyMap<string, number>, LedgerUnavailable>
  /** The channels for which notices of a district were ever queued. */
  readonly channels: (district: DistrictId) => Effect.Effect<ReadonlySet<string>, LedgerUnavailable>
  /** All stored elements of a channel's queues, delivered or not, each once. Swept elements are not stored any more. */
  readonly offered: (
    district: DistrictId,
    channel: string
  ) => Effect.Effect<ReadonlyArray<unknown>, LedgerUnavailable>
  /**
   * Removes old notices of a channel: those that were delivered or became dead letters more than `olderThan`
   * milliseconds ago, but at most {@link sweepLimit} of them. In the same transaction, adds them to the counts of
   * removed notices by notice rule. Returns the number of removed notices.
   */
  readonly sweep: (
    district: DistrictId,
    channel: string,
    olderThan: number
  ) => Effect.Effect<number, LedgerUnavailable>
  /**
   * For each notice rule: how many notices `sweep` has removed from the queues of a channel. Each notice is counted
   * once.
   */
  readonly swept: (
    district: DistrictId,
    channel: string
  ) => Effect.Effect<ReadonlyMap<string, number>, LedgerUnavailable>
  /** Stores a dead letter (an undeliverable notice). It replaces a letter with the same key. */
  readonly bury: (letter: DeadLetter) => Effect.Effect<void, LedgerUnavailable>
  /** All dead letters (undeliverable notices) of a district, including the dropped ones, the oldest first. */
  readonly letters: (district: DistrictId) => Effect.Effect<ReadonlyArray<DeadLetter>, LedgerUnavailable>
  /** Deletes a dead letter (an undeliverable notice). */
  readonly exhume: (letter: DeadLetter) => Effect.Effect<void, LedgerUnavailable>
}

/**
 * The outbox as a service: the store of waiting notices and of dead letters.
 *
 * @category services
 */
export class Outbox extends Context.Service<Outbox, OutboxShape>()("@liulinhui/announcer/Outbox") {}

/**
 * The name of a channel's queue in a district: the queue of the recipient, or the shared queue if no recipient is
 * given.
 */
export const queueOf = (district: DistrictId, channel: string, recipient?: ActorId): string =>
  `${district}/${channel}${recipient === undefined ? "" : `/${recipient}`}`

/** The channel of a queue of the district. `undefined` if the queue is another district's. */
const channelOf = (district: DistrictId, queue: string): string | undefined => {
  const [of, channel] = queue.split("/")
  return of === district ? channel : undefined
}

const channelsOf = (district: DistrictId, queues: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(queues.flatMap((queue) => channelOf(district, queue) ?? []))

/** The error of a queue that cannot be read or written: its store is unavailable. */
export const storeFailed = (cause: { readonly message: string }): LedgerUnavailable =>
  new LedgerUnavailable({
    operation: "reach the queue of notices",
    reason: cause.message,
    retryable: true,
    cause
  })

/** The largest number of old notices that one call of `sweep` removes. */
export const sweepLimit = 1000

const decodeRule = Schema.decodeUnknownOption(Schema.Struct({ rule: RuleId }))

/** For each notice rule: the number of its notices. A notice that was put back into the queue is not counted again. */
const byRule = (settled: ReadonlyArray<{ readonly id: string; readonly element: unknown }>) => {
  const counts = new Map<string, number>()
  for (const { element, id } of settled) {
    const notice = decodeRule(element)
    if (id.includes(again) || Option.isNone(notice)) continue
    const { rule } = notice.value
    counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return counts
}

/** The text that separates the original id from the rest, in the id of a notice that was put back into the queue. */
const again = "/again/"

/**
 * The id of a notice in its queue: the key of the notice without the district, or the hash of this text if it has more
 * than 200 characters. `died` is the time at which the notice became a dead letter. With `died`, the result is the id
 * under which the notice is put back.
 */
export const queueId = (hash: (text: string) => string, { district, key }: Notice, died?: number): string => {
  const own = key.slice(district.length + 1)
  return (own.length <= 200 ? own : hash(own)) + (died === undefined ? "" : again + String(died))
}

/** The time before a notice is tried again: 30 seconds at first, then doubled up to 3 hours, with random variation. */
const backoff = Schedule.min([Schedule.exponential("30 seconds"), Schedule.spaced("3 hours")]).pipe(
  Schedule.jittered
)

/**
 * A queue of notices for a channel in a district.
 *
 * @category models
 */
export interface Queue {
  /**
   * Puts a notice into the queue under an id. It can be taken after `delay` milliseconds. A second offer with the same
   * id has no effect.
   */
  readonly offer: (notice: Notice, id: string, delay?: number) => Effect.Effect<void, LedgerUnavailable>
  readonly take: PersistedQueue.PersistedQueue<Notice>["take"]
}

/**
 * Opens a queue of notices by its name.
 *
 * @category constructors
 */
export const openQueue = (
  factory: PersistedQueue.PersistedQueueFactory["Service"],
  name: string
): Effect.Effect<Queue> =>
  Effect.map(
    factory.make({
      name,
      schema: Notice,
      // The announcer decides when a notice becomes a dead letter. So the queue itself must never stop trying.
      maxAttempts: 1_000_000,
      retrySchedule: backoff
    }),
    (queue) => ({
      offer: (notice, id, delay = 0) =>
        Effect.mapError(Effect.asVoid(queue.offer(notice, { id, delay })), storeFailed),
      take: queue.take
    })
  )

// ------------------------------------------------------------------------------------------------------------- memory

interface Kept {
  readonly element: unknown
  /**
   * The time from which the element (notice) can be taken. Infinite while the notice is being delivered, and after it
   * was delivered or became a dead letter.
   */
  visibleAt: number
  /** The time when the element (notice) was delivered or became a dead letter. */
  settledAt?: number
}

/**
 * An outbox in memory: it uses the queue store in memory of `effect`, and a separate record of the queue's elements
 * (notices).
 */
const makeMemory = Effect.gen(function* () {
  const store = yield* PersistedQueue.PersistedQueueStore
  const clock = yield* Clock.Clock
  const queues = new Map<string, Map<string, Kept>>()
  const dead = new Map<string, DeadLetter>()
  const away = new Map<string, Map<string, number>>()
  const queue = (name: string): Map<string, Kept> => {
    const known = queues.get(name) ?? new Map<string, Kept>()
    queues.set(name, known)
    return known
  }
  const now = (): number => clock.currentTimeMillisUnsafe()
  const queuesOf = (district: DistrictId, channel: string) => {
    const shared = queueOf(district, channel)
    return [...queues].filter(([name]) => name === shared || name.startsWith(`${shared}/`))
  }

  const watched = PersistedQueue.PersistedQueueStore.of({
    ...store,
    offer: (options) =>
      Effect.tap(store.offer(options), () =>
        Effect.sync(() => {
          const kept = queue(options.name)
          if (kept.has(options.id)) return
          const delay = options.delay === undefined ? 0 : Duration.toMillis(options.delay)
          kept.set(options.id, { element: options.element, visibleAt: now() + delay })
        })
      ),
    take: (options) =>
      Effect.gen(function* () {
        let kept: Kept | undefined
        // The finalizer of the queue store runs after the finalizer below. If an element (notice) failed, the queue
        // store calls `retryDelay`.
        const item = yield* store.take({
          ...options,
          retryDelay: (attempts) =>
            Effect.tap(options.retryDelay(attempts), (delay) =>
              Effect.sync(() => {
                if (kept !== undefined) kept.visibleAt = now() + Duration.toMillis(delay)
              })
            )
        })
        kept = queue(options.name).get(item.id)
        if (kept !== undefined) {
          const settled = kept
          settled.visibleAt = Number.POSITIVE_INFINITY
          yield* Effect.addFinalizer((exit) =>
            Effect.sync(() => {
              // An element (notice) whose delivery was interrupted can be taken again at once.
              if (Exit.hasInterrupts(exit)) settled.visibleAt = now()
              if (Exit.isSuccess(exit)) settled.settledAt = now()
            })
          )
        }
        return item
      })
  })

  const outbox = Outbox.of({
    together: (effect) => effect,
    waiting: (district, channel) =>
      Effect.sync(() => {
        const due = queuesOf(district, channel).flatMap(([name, kept]) => {
          const since = [...kept.values()].map((one) => one.visibleAt).filter((at) => at <= now())
          return since.length === 0 ? [] : [{ name, count: since.length, first: Math.min(...since) }]
        })
        return new Map(due.toSorted((a, b) => a.first - b.first).map(({ count, name }) => [name, count]))
      }),
    channels: (district) => Effect.sync(() => channelsOf(district, [...queues.keys(), ...away.keys()])),
    offered: (district, channel) =>
      Effect.sync(() =>
        queuesOf(district, channel).flatMap(([, kept]) =>
          [...kept].flatMap(([id, { element }]) => (id.includes(again) ? [] : [element]))
        )
      ),
    sweep: (district, channel, olderThan) =>
      Effect.sync(() => {
        const until = now() - olderThan
        const settled = queuesOf(district, channel)
          .flatMap(([name, kept]) => [...kept].map(([id, one]) => ({ name, id, ...one })))
          .filter(({ settledAt = Number.POSITIVE_INFINITY }) => settledAt <= until)
          .slice(0, sweepLimit)
        const counts = away.get(queueOf(district, channel)) ?? new Map<string, number>()
        for (const [rule, count] of byRule(settled)) counts.set(rule, (counts.get(rule) ?? 0) + count)
        away.set(queueOf(district, channel), counts)
        for (const { id, name } of settled) queue(name).delete(id)
        return settled.length
      }),
    swept: (district, channel) => Effect.sync(() => new Map(away.get(queueOf(district, channel)))),
    bury: (letter) => Effect.sync(() => void dead.set(letter.notice.key, letter)),
    letters: (district) =>
      Effect.sync(() =>
        [...dead.values()]
          .filter(({ notice }) => notice.district === district)
          .toSorted((a, b) => a.at - b.at)
      ),
    exhume: ({ notice }) => Effect.sync(() => void dead.delete(notice.key))
  })
  return Context.empty().pipe(
    Context.add(Outbox, outbox),
    Context.add(PersistedQueue.PersistedQueueStore, watched)
  )
})

/**
 * An outbox in memory, for tests, trials and demonstrations. Its notices are lost when the process ends. A notice that
 * was not delivered moves to the end of its queue. So use `layerSql` if recipients must get notices in order.
 *
 * @category layers
 */
export const layerMemory: Layer.Layer<Outbox | PersistedQueue.PersistedQueueStore> = Layer.provide(
  Layer.effectContext(makeMemory),
  PersistedQueue.layerStoreMemory
)

// ---------------------------------------------------------------------------------------------------------------- SQL

/**
 * Options of an outbox in a database.
 *
 * @category models
 */
export interface SqlOptions {
  /**
   * If a process ends while it delivers a notice, another process can take the notice after this time. A process that
   * still runs renews its claim on the notice before. Default: 30 seconds.
   */
  readonly claim?: Duration.Input
  /**
   * How often the database is checked for notices that other processes have put into the queue. Default: once a second.
   */
  readonly poll?: Duration.Input
}

const table = "notice_queue"
const letterTable = "notice_dead_letter"
const countTable = "notice_count"
const letterCodec = Schema.fromJsonString(Schema.toCodecJson(DeadLetter))
const encodeLetter = Schema.encodeSync(letterCodec)
const decodeLetter = Schema.decodeSync(letterCodec)

const unavailable = (operation: string) => (cause: SqlError) =>
  new LedgerUnavailable({ operation, reason: cause.message, retryable: cause.isRetryable, cause })

const makeSql = (claim: Duration.Duration) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient
    const letters = sql(letterTable)
    yield* sql`CREATE TABLE IF NOT EXISTS ${letters} (
      district VARCHAR(64) NOT NULL,
      notice VARCHAR(1000) NOT NULL,
      at BIGINT NOT NULL,
      letter TEXT NOT NULL,
      PRIMARY KEY (district, notice)
    )`
    const counts = sql(countTable)
    yield* sql`CREATE TABLE IF NOT EXISTS ${counts} (
      queue VARCHAR(255) NOT NULL,
      rule VARCHAR(255) NOT NULL,
      count BIGINT NOT NULL,
      PRIMARY KEY (queue, rule)
    )`
    const seconds = sql.literal(String(Math.ceil(Duration.toSeconds(claim))))
    const expired = sql.onDialectOrElse({
      pg: () => sql`NOW() - INTERVAL '${seconds} seconds'`,
      orElse: () => sql`datetime(CURRENT_TIMESTAMP, '-${seconds} seconds')`
    })
    const isOf = (district: DistrictId, channel: string) => {
      const shared = queueOf(district, channel)
      // SQL's LIKE is not used here, because an id may contain a wildcard character of LIKE.
      const length = sql.literal(String([...shared].length + 1))
      return sql`(queue_name = ${shared} OR substr(queue_name, 1, ${length}) = ${`${shared}/`})`
    }
    return Outbox.of({
      together: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        sql
          .withTransaction(Effect.mapError(effect, (own) => ({ own })))
          .pipe(
            Effect.mapError((failure) =>
              "own" in failure ? failure.own : unavailable("commit notices")(failure)
            )
          ),
      waiting: (district, channel) =>
        sql<{ readonly queue: string; readonly n: number | string }>`
          SELECT queue_name AS queue, count(*) AS n FROM ${sql(table)}
          WHERE ${isOf(district, channel)} AND state = 'pending' AND visible_at <= CURRENT_TIMESTAMP
          AND (acquired_at IS NULL OR acquired_at < ${expired})
          GROUP BY queue_name ORDER BY min(visible_at), min(sequence)`.pipe(
          Effect.map((rows) => new Map(rows.map(({ n, queue }) => [queue, Number(n)]))),
          Effect.mapError(unavailable("count what is waiting"))
        ),
      channels: (district) =>
        sql<{ readonly queue: string }>`SELECT DISTINCT queue_name AS queue FROM ${sql(table)}
          UNION SELECT queue FROM ${counts}`.pipe(
          Effect.map((rows) =>
            channelsOf(
              district,
              rows.map(({ queue }) => queue)
            )
          ),
          Effect.mapError(unavailable("list the channels"))
        ),
      offered: (district, channel) =>
        sql<{ readonly element: string }>`SELECT element FROM ${sql(table)}
          WHERE ${isOf(district, channel)} AND id NOT LIKE ${`%${again}%`}`.pipe(
          Effect.map((rows) => rows.map(({ element }): unknown => JSON.parse(element))),
          Effect.mapError(unavailable("read what was offered"))
        ),
      sweep: (district, channel, olderThan) => {
        const age = sql.literal(String(Math.ceil(olderThan / 1000)))
        const until = sql.onDialectOrElse({
          pg: () => sql`NOW() - INTERVAL '${age} seconds'`,
          orElse: () => sql`datetime(CURRENT_TIMESTAMP, '-${age} seconds')`
        })
        return sql<{ readonly id: string; readonly element: string }>`DELETE FROM ${sql(table)}
          WHERE sequence IN (
            SELECT sequence FROM ${sql(table)}
            WHERE ${isOf(district, channel)} AND state = 'completed' AND updated_at <= ${until}
            LIMIT ${sql.literal(String(sweepLimit))}
          ) RETURNING id, element`.pipe(
          Effect.tap((rows) =>
            Effect.forEach(
              byRule(rows.map(({ element, id }) => ({ id, element: JSON.parse(element) as unknown }))),
              ([rule, count]) =>
                sql`INSERT INTO ${counts} (queue, rule, count)
                  VALUES (${queueOf(district, channel)}, ${rule}, ${count})
                  ON CONFLICT (queue, rule) DO UPDATE SET count = ${counts}.count + excluded.count`,
              { discard: true }
            )
          ),
          sql.withTransaction,
          Effect.map((rows) => rows.length),
          Effect.mapError(unavailable("sweep what was settled"))
        )
      },
      swept: (district, channel) =>
        sql<{ readonly rule: string; readonly count: number | string }>`SELECT rule, count FROM ${counts}
          WHERE queue = ${queueOf(district, channel)}`.pipe(
          Effect.map((rows) => new Map(rows.map(({ count, rule }) => [rule, Number(count)]))),
          Effect.mapError(unavailable("count what was swept"))
        ),
      bury: (letter) =>
        sql`INSERT INTO ${letters} (district, notice, at, letter)
          VALUES (${letter.notice.district}, ${letter.notice.key}, ${letter.at}, ${encodeLetter(letter)})
          ON CONFLICT (district, notice) DO UPDATE SET at = excluded.at, letter = excluded.letter`.pipe(
          Effect.asVoid,
          Effect.mapError(unavailable("keep a dead letter"))
        ),
      letters: (district) =>
        sql<{ readonly letter: string }>`SELECT letter FROM ${letters}
          WHERE district = ${district} ORDER BY at, notice`.pipe(
          Effect.map((rows) => rows.map(({ letter }) => decodeLetter(letter))),
          Effect.mapError(unavailable("read the dead letters"))
        ),
      exhume: ({ notice }) =>
        sql`DELETE FROM ${letters} WHERE district = ${notice.district} AND notice = ${notice.key}`.pipe(
          Effect.asVoid,
          Effect.mapError(unavailable("take a dead letter away"))
        )
    })
  })

/**
 * An outbox in the database of the ledger. Missing tables are created. `together` is a transaction of the `SqlClient`,
 * so it includes bookmarks (read positions) that are stored through the same client.
 *
 * @category layers
 */
export const layerSql = (
  options: SqlOptions = {}
): Layer.Layer<Outbox | PersistedQueue.PersistedQueueStore, SqlError, SqlClient> => {
  const claim = Duration.fromInputUnsafe(options.claim ?? "30 seconds")
  return Layer.merge(
    Layer.effect(Outbox, makeSql(claim)),
    PersistedQueue.layerStoreSql({
      tableName: table,
      lockExpiration: claim,
      lockRefreshInterval: Duration.divideUnsafe(claim, 3),
      pollInterval: options.poll ?? "1 second"
    })
  )
}
