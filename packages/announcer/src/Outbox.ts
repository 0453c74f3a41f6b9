/**
 * Notices on their way out, as the store keeps them. The queue itself is `effect/persistence`'s; what stands here is what
 * is needed around it: a transaction over a bookmark and what is offered with it, how much is waiting, and the dead
 * letters: notices that could not be delivered and that a person looks at.
 *
 * Queues belong to one channel of one district: one for each recipient, so that one whom nothing reaches holds up nobody
 * else, and one that all share, for channels that speak to a group and for what is put back. A notice is offered under its
 * own key, so that to offer it again does nothing, whether it is still waiting or has long been delivered.
 */
import { type ActorId, type DistrictId, RuleId } from "@liulinhui/core/place/Id"
import { LedgerUnavailable } from "@liulinhui/core/ports/Ledger"
import { FailureKind, Notice } from "@liulinhui/core/ports/Notifier"
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
 * A notice that could not be delivered, and why. It stays until somebody requeues it, or drops it with a reason; what
 * was dropped is kept as dropped.
 *
 * @category models
 */
export const DeadLetter = Schema.Struct({
  notice: Notice,
  channel: Schema.NonEmptyString,
  /** What the channel said last. Never an address or a secret. */
  reason: Schema.String,
  kind: FailureKind,
  attempts: Schema.Int,
  /** When it was given up: milliseconds since 1970-01-01T00:00Z. */
  at: Schema.Int,
  dropped: Schema.optionalKey(Schema.Struct({ at: Schema.Int, reason: Schema.NonEmptyString }))
})
export interface DeadLetter extends Schema.Schema.Type<typeof DeadLetter> {}

/**
 * @category models
 */
export interface OutboxShape {
  /** Runs an effect: what it offers and the bookmarks that it moves stand together or not at all, where the store can. */
  readonly together: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | LedgerUnavailable, R>
  /**
   * How many elements could be taken now from each queue of a channel in which there are any, the queue that has waited
   * longest first.
   */
  readonly waiting: (
    district: DistrictId,
    channel: string
  ) => Effect.Effect<ReadonlyMap<string, number>, LedgerUnavailable>
  /** Everything that was ever offered to a channel's queues and is kept, delivered or not, each once. */
  readonly offered: (
    district: DistrictId,
    channel: string
  ) => Effect.Effect<ReadonlyArray<unknown>, LedgerUnavailable>
  /**
   * Takes what was settled longer ago than so many milliseconds out of a channel's queues, {@link sweepLimit} at most,
   * and keeps count of it by its notice rule, both or neither. Says how many there were.
   */
  readonly sweep: (
    district: DistrictId,
    channel: string,
    olderThan: number
  ) => Effect.Effect<number, LedgerUnavailable>
  /** How many of a notice rule were swept out of a channel's queues, each once. */
  readonly swept: (
    district: DistrictId,
    channel: string
  ) => Effect.Effect<ReadonlyMap<string, number>, LedgerUnavailable>
  /** Keeps a dead letter; one of the same key takes its place. */
  readonly bury: (letter: DeadLetter) => Effect.Effect<void, LedgerUnavailable>
  /** The dead letters of a district, those that were dropped among them, in the order in which they died. */
  readonly letters: (district: DistrictId) => Effect.Effect<ReadonlyArray<DeadLetter>, LedgerUnavailable>
  /** Takes a dead letter away. */
  readonly exhume: (letter: DeadLetter) => Effect.Effect<void, LedgerUnavailable>
}

/**
 * @category services
 */
export class Outbox extends Context.Service<Outbox, OutboxShape>()("@liulinhui/announcer/Outbox") {}

/** The name of a queue of a channel in a district: that of a recipient, or the one that all share. */
export const queueOf = (district: DistrictId, channel: string, recipient?: ActorId): string =>
  `${district}/${channel}${recipient === undefined ? "" : `/${recipient}`}`

/** A queue that cannot be written to, or read, is a store that is not there. */
export const storeFailed = (cause: { readonly message: string }): LedgerUnavailable =>
  new LedgerUnavailable({
    operation: "reach the queue of notices",
    reason: cause.message,
    retryable: true,
    cause
  })

/** How much a sweep takes away at most. */
export const sweepLimit = 1000

const decodeRule = Schema.decodeUnknownOption(Schema.Struct({ rule: RuleId }))

/** How many of each notice rule; what is put back counts no second time. */
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

/** What the id of a notice's second life in the queue holds: it counts as the same notice. */
const again = "/again/"

/**
 * The id of a notice in its queue: its key, or the hash of one that is too long for every store; with `died`, the id of
 * the same notice when it is put back after it was given up at that instant.
 */
export const queueId = (hash: (text: string) => string, { district, key }: Notice, died?: number): string => {
  const own = key.slice(district.length + 1)
  return (own.length <= 200 ? own : hash(own)) + (died === undefined ? "" : again + String(died))
}

/** Between two attempts at one notice: from half a minute on, doubling up to three hours, never quite the same. */
const backoff = Schedule.min([Schedule.exponential("30 seconds"), Schedule.spaced("3 hours")]).pipe(
  Schedule.jittered
)

/**
 * A queue of a channel of a district.
 *
 * @category models
 */
export interface Queue {
  /** Puts a notice into the queue under an id, to be taken after some milliseconds; the same id again does nothing. */
  readonly offer: (notice: Notice, id: string, delay?: number) => Effect.Effect<void, LedgerUnavailable>
  readonly take: PersistedQueue.PersistedQueue<Notice>["take"]
}

/**
 * Opens a queue by its name.
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
      // What is given up becomes a dead letter by the announcer's hand; a process that dies gives nothing up.
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
  /** When it can be taken; never where it has been settled, or is being handled. */
  visibleAt: number
  /** Since when it has been settled. */
  settledAt?: number
}

/**
 * In memory: `effect`'s own store, watched for what is waiting in it.
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
        // The store's own finalizer runs after this one, and says how long a failed element waits.
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
              // An interrupted one is back at once.
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
 * An outbox that lives as long as its process, beside any ledger: for tests, trials and demonstrations. A notice that is
 * put back goes to the end: order is for a store that lasts.
 *
 * @category layers
 */
export const layerMemory: Layer.Layer<Outbox | PersistedQueue.PersistedQueueStore> = Layer.provide(
  Layer.effectContext(makeMemory),
  PersistedQueue.layerStoreMemory
)

// ---------------------------------------------------------------------------------------------------------------- SQL

/**
 * @category models
 */
export interface SqlOptions {
  /**
   * How long a notice that a process was delivering when it died waits until it is taken again. A process that lives
   * renews its claim in time. 30 seconds where it is not said.
   */
  readonly claim?: Duration.Input
  /** How often a queue is asked for what others have offered; once a second where it is not said. */
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
      // No LIKE: what stands in an id may be a wildcard there.
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
 * An outbox in the database of the ledger, with the tables made where there are none. `together` is a transaction of the
 * `SqlClient`, which the bookmarks of that store join.
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
