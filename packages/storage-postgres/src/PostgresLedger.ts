/**
 * The ledger (the append-only event log) in a PostgreSQL database.
 *
 * Most appends need one statement and one round trip: the append is planned from the remembered state of the district
 * (see `Recent`). The statement waits until no other process appends to the district, and inserts only if the district
 * is still in the remembered state. If it is not, a transaction takes the lock of the district, reads the state, plans
 * and inserts. The lock is an advisory lock, one for each district, and is held until the commit. Appends of a single
 * entry use separate sessions, so that no transaction and no reader delays them.
 *
 * Appends to the same district that wait at the same time are written together, in one statement.
 */
import type { PgClient } from "@effect/sql-pg/PgClient"
import * as PgPool from "@effect/sql-pg/PgPool"
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import { AppendPlan } from "@liulinhui/core/Ledger"
import * as Ledger from "@liulinhui/core/Ledger"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberSet from "effect/FiberSet"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import * as Changes from "./Changes.ts"
import { answered, defaultSchema, sqlState, unavailable, usualPatience } from "./Database.ts"
import { type Decision, decide, decideLocked, hash, type Look, type Waiting } from "./Decision.ts"
import * as Inspection from "./Inspection.ts"
import * as Recent from "./Recent.ts"
import {
  chunked,
  columnsOf,
  type EntryRow,
  entryOf,
  parametersOf,
  receiptOf,
  type Row,
  runOf,
  statements,
  texts
} from "./Rows.ts"

/**
 * The largest amounts that one statement writes: appends, events, and characters of data. A single append may be
 * larger.
 */
const group = { appends: 1000, events: 2000, units: 2_097_152 }

/** The number of events in all waiting appends. */
const eventsIn = (waiting: ReadonlyArray<Waiting>): number => {
  let events = 0
  for (const { appends } of waiting) for (const append of appends) events += AppendPlan.eventsIn(append)
  return events
}

/** The number of events in a waiting append, and the length of their data in characters. */
const sizeOf = (one: Waiting): { readonly events: number; readonly units: number } => {
  let units = 0
  for (const { streams } of one.appends) {
    for (const { events } of streams) for (const { data } of events) units += data.length
  }
  return { events: eventsIn([one]), units }
}

/** The longest time, in milliseconds, that an append takes for each of its rows on a server that answers. */
const mostPerRow = 5

const none: Ledger.Head = { position: 0, hash: "" }

/**
 * The largest number of statements for single entries at one time. If more entries wait, entries of several districts
 * share a statement.
 */
const statementsAtOnce = 4

/**
 * The number of successful appends in a row from the remembered state of a district, after which the ledger assumes
 * that no other process appends to it.
 */
const undisturbed = 3

/** The largest number of entries that share one statement. Each entry is of another district. */
const crowdSize = 128

/**
 * Whether an insert failed because another process has already stored the position, the version or the command of a
 * row.
 */
const isTaken = (error: SqlError): boolean => error.reason._tag === "UniqueViolation"

/**
 * Whether the server refused the statement itself, so that repeating it would not help. `false` if the server was busy
 * or unreachable.
 */
const isRefusal = (error: SqlError): boolean =>
  !unavailable("")(error).retryable && sqlState(error) !== undefined

/**
 * Makes a ledger in a schema whose tables exist (see `prepare`). It opens separate sessions for single entries, with
 * the settings of the client.
 *
 * @category constructors
 */
export const make = (
  sql: PgClient,
  options: {
    readonly schema?: string
    readonly poll?: Duration.Input
    readonly patience?: Duration.Input
  } = {}
): Effect.Effect<Ledger.LedgerShape, SqlError, Scope.Scope> =>
  Effect.gen(function* () {
    const { patience = usualPatience, poll = "5 seconds", schema = defaultSchema } = options
    const inTime = answered(patience)
    const text = statements(schema)
    const pool = yield* PgPool.make({
      ...sql.config,
      multiplex: false,
      minConnections: 0,
      maxConnections: statementsAtOnce
    })
    const changes = yield* Changes.make(sql, schema, poll)
    const recent = Recent.make()
    const lanes = new Map<DistrictId, Array<Waiting>>()
    const fibers = yield* FiberSet.make()
    const fork = yield* FiberSet.runtime(fibers)()
    // Before the ledger is closed, appends that still wait are written.
    yield* Effect.addFinalizer(() => FiberSet.awaitEmpty(fibers))

    const values = (statement: string, parameters: ReadonlyArray<unknown>) =>
      inTime(sql.unsafe(statement, parameters).values)

    const lookAt = (id: DistrictId, waiting: ReadonlyArray<Waiting>): Effect.Effect<Look, SqlError> => {
      const streams = new Set<StreamId>()
      const commands = new Set<Ledger.CommandId>()
      for (const { appends } of waiting) {
        for (const append of appends) {
          commands.add(append.commandId)
          for (const { stream } of append.streams) streams.add(stream)
        }
      }
      return Effect.map(values(text.look, [id, [...streams], [...commands]]), (rows) => {
        let head = none
        const versions = new Map<StreamId, number>()
        const receipts = new Map<Ledger.CommandId, Ledger.Receipt>()
        // The columns of the statement `look`, which reads the state of a district. The last column is the hash of the
        // head, or the fingerprint of a command.
        for (const row of rows as ReadonlyArray<readonly [string, string, number, number, string | null]>) {
          const [kind, name, number, count, last] = row
          if (kind === "head") head = { position: number, hash: last ?? "" }
          else if (kind === "stream") versions.set(name as StreamId, number)
          else receipts.set(name as Ledger.CommandId, receiptOf(number, count, last))
        }
        return { head, versions, receipts }
      })
    }

    /** Appends of a single entry, of several districts, that wait until they can share a statement. */
    const crowd: Array<{ readonly row: Row; readonly inserted: Deferred.Deferred<boolean, SqlError> }> = []
    let underWay = 0

    const insertAlone = (row: Row, statement = text.single): Effect.Effect<boolean, SqlError> =>
      inTime(
        pool.use((session) =>
          Effect.map(session.query(statement, parametersOf(row)), ({ rowCount }) => rowCount === 1)
        )
      )
    const finished = Effect.sync(() => {
      underWay -= 1
      if (crowd.length > 0) fork(insertCrowd)
    })
    const insertCrowd: Effect.Effect<void> = Effect.suspend(() => {
      underWay += 1
      const together = crowd.splice(0, crowdSize)
      const rows = together.map(({ row }) => row)
      const districts = Result.getOrThrow(texts(rows.map(({ entry }) => entry.district)))
      return pool
        .use((session) => session.queryValues(text.sideBySide, [districts, ...columnsOf(rows)]))
        .pipe(
          inTime,
          Effect.map((found) => {
            const there = new Set(found.map(([district]) => district))
            for (const { inserted, row } of together) {
              Deferred.doneUnsafe(inserted, Effect.succeed(there.has(row.entry.district)))
            }
          }),
          // One of the entries in the statement may be the cause of the failure, so each entry is tried alone.
          Effect.catch(() =>
            Effect.forEach(together, ({ inserted, row }) => Deferred.into(insertAlone(row), inserted), {
              discard: true
            })
          ),
          Effect.ensuring(finished)
        )
    })
    /**
     * Inserts the only entry of an append. If several statements are already running, entries of several districts
     * share one statement, and so one commit. Still, each entry succeeds or fails independently.
     */
    const insertSingle = (row: Row, statement: string): Effect.Effect<boolean, SqlError> =>
      Effect.suspend(() => {
        if (underWay < statementsAtOnce) {
          underWay += 1
          return Effect.ensuring(insertAlone(row, statement), finished)
        }
        const inserted = Deferred.makeUnsafe<boolean, SqlError>()
        crowd.push({ row, inserted })
        return Deferred.await(inserted)
      })

    /**
     * Inserts rows if the district is still in the state from which the rows were planned. Otherwise inserts nothing
     * and returns false.
     */
    const insertNext = (rows: ReadonlyArray<Row>, isAlone: boolean): Effect.Effect<boolean, SqlError> => {
      const [first, ...rest] = rows
      if (first === undefined) return Effect.succeed(true)
      return (
        rest.length === 0
          ? insertSingle(first, isAlone ? text.alone : text.single)
          : Effect.map(
              values(text.several, [...parametersOf(first), ...columnsOf(rest)]),
              ({ length }) => length === 1
            )
      ).pipe(Effect.catchIf(isTaken, () => Effect.succeed(false)))
    }

    const settle = (
      id: DistrictId,
      waiting: ReadonlyArray<Waiting>,
      outcomes: Decision["outcomes"],
      before: Ledger.Head,
      after: Recent.Moment
    ) => {
      recent.note(id, after, before)
      waiting.forEach(({ done }, n) => {
        const outcome = outcomes[n]
        if (outcome !== undefined) done(outcome)
      })
      if (after.head.position > before.position) changes.appended(id)
    }

    const insertChunk = (id: DistrictId, rows: ReadonlyArray<Row>) => {
      const run = runOf(rows)
      return run === undefined ? values(text.insert, [id, ...columnsOf(rows)]) : values(text.insertRun, run)
    }
    /**
     * Runs a transaction that inserts a number of rows. Its statements wait for the server's answer as usual. The whole
     * also begins and ends, and takes longer with more rows.
     */
    const inTransaction = (rows: number) => {
      const forRows = Duration.millis(rows * mostPerRow)
      const most = Duration.sum(
        Duration.sum(Duration.fromInputUnsafe(patience), Duration.fromInputUnsafe(patience)),
        forRows
      )
      return <A>(effect: Effect.Effect<A, SqlError>) => answered(most)(sql.withTransaction(effect))
    }

    /** Decides and inserts appends to a district while holding the lock of the district. */
    const appendLocked = (id: DistrictId, waiting: ReadonlyArray<Waiting>): Effect.Effect<void, SqlError> =>
      Effect.map(
        inTransaction(eventsIn(waiting))(
          Effect.gen(function* () {
            yield* values(text.lock, [id])
            const look = yield* lookAt(id, waiting)
            const { outcomes, rows } = decideLocked(look, waiting)
            const versions = new Map<StreamId, number>()
            let { head } = look
            let inserted: Effect.Effect<unknown, SqlError> = Effect.void
            for (const chunk of chunked(rows)) {
              if (head.position === 0) yield* values(text.addDistrict, [id])
              for (const { entry } of chunk) {
                versions.set(entry.stream, entry.version)
                head = entry
              }
              const insert = insertChunk(id, chunk)
              // While the server inserts these rows, the next rows are hashed.
              yield* inserted
              inserted = Fiber.join(yield* Effect.forkChild(insert, { startImmediately: true }))
            }
            yield* inserted
            const { hash: link, position } = head
            return { before: look.head, outcomes, after: { head: { position, hash: link }, versions } }
          })
        ),
        ({ after, before, outcomes }) => settle(id, waiting, outcomes, before, after)
      )

    /** Inserts the rows of a decision with one statement if possible, otherwise under the lock of the district. */
    const appendDecided = (
      id: DistrictId,
      waiting: ReadonlyArray<Waiting>,
      { head }: Recent.Moment,
      decision: Decision,
      isAlone: boolean
    ): Effect.Effect<void, SqlError> => {
      const { rows } = decision
      if (rows.length > 0 && head.position === 0) return appendLocked(id, waiting)
      return Effect.flatMap(insertNext(rows, isAlone), (inserted) => {
        if (inserted) return Effect.sync(() => settle(id, waiting, decision.outcomes, head, decision))
        recent.forget(id)
        return appendLocked(id, waiting)
      })
    }
    const appendNext = (id: DistrictId, waiting: ReadonlyArray<Waiting>): Effect.Effect<void, SqlError> => {
      // The appends have too many events for one statement. They are planned under the lock of the district, so that no
      // other process can make the plan wrong.
      if (eventsIn(waiting) > group.events) return appendLocked(id, waiting)
      const known = recent.of(id, waiting)
      if (known !== undefined) {
        const decision = decide(known, waiting)
        // The remembered state may be out of date, so an append must not be refused because of it.
        if (!decision.refuses)
          return appendDecided(id, waiting, known, decision, known.appends >= undisturbed)
      }
      return Effect.flatMap(lookAt(id, waiting), (look) => {
        recent.note(id, look, undefined)
        return appendDecided(id, waiting, look, decide(look, waiting), false)
      })
    }

    const append = (id: DistrictId, waiting: ReadonlyArray<Waiting>): Effect.Effect<void> =>
      Effect.catchCause(
        Effect.suspend(() => appendNext(id, waiting)),
        (cause) => {
          recent.forget(id)
          const error = Cause.squash(cause)
          // One of the appends may be the cause of the failure, so each append is tried alone.
          if (waiting.length > 1 && isSqlError(error) && isRefusal(error)) {
            return Effect.forEach(waiting, (one) => append(id, [one]), { discard: true })
          }
          const failure = Result.fail(unavailable(`append to district ${id}`)(error))
          return Effect.sync(() => waiting.forEach(({ done }) => done(failure)))
        }
      )

    /** Takes the next appends, which are written together, out of the queue of a district. */
    const nextGroup = (lane: Array<Waiting>): ReadonlyArray<Waiting> => {
      if (lane.length === 1) return lane.splice(0)
      let events = 0
      let units = 0
      let count = 0
      for (const one of lane) {
        const size = sizeOf(one)
        events += size.events
        units += size.units
        if (count > 0 && (count === group.appends || events > group.events || units > group.units)) break
        count += 1
      }
      return lane.splice(0, count)
    }
    const drain = (id: DistrictId, lane: Array<Waiting>): Effect.Effect<void> =>
      // Waits until the next turn of the event loop, so that appends which arrive at the same time share a statement.
      Effect.andThen(
        Effect.yieldNow,
        Effect.whileLoop({
          while: () => lane.length > 0 || !lanes.delete(id),
          body: () => append(id, nextGroup(lane)),
          step: () => undefined
        })
      )

    const reads =
      <A>(operation: string, from: (rows: ReadonlyArray<ReadonlyArray<unknown>>) => A) =>
      (statement: string, parameters: ReadonlyArray<unknown>): Effect.Effect<A, Ledger.LedgerUnavailable> =>
        Effect.mapError(
          Effect.flatMap(values(statement, parameters), (rows) =>
            Effect.try({ try: () => from(rows), catch: (cause) => cause })
          ),
          unavailable(operation)
        )
    const entries = (operation: string, id: DistrictId) =>
      reads(operation, (rows) => (rows as unknown as ReadonlyArray<EntryRow>).map((row) => entryOf(id, row)))

    const inspect = Inspection.make(schema, values)
    const ledger = Ledger.make({
      hash,
      append: (id, appends) =>
        Effect.callback((resume) => {
          const one: Waiting = { appends, done: (outcome) => resume(Effect.fromResult(outcome)) }
          const lane = lanes.get(id)
          if (lane !== undefined) lane.push(one)
          else {
            const begun = [one]
            lanes.set(id, begun)
            fork(drain(id, begun))
          }
          // If the caller is interrupted before its append was sent to the server, the append is removed from the
          // queue.
          return Effect.sync(() => {
            const lane = lanes.get(id) ?? []
            const at = lane.indexOf(one)
            if (at >= 0) lane.splice(at, 1)
          })
        }),
      receipts: (id, commandIds) =>
        reads(
          `find receipts in district ${id}`,
          (rows) =>
            new Map(
              (
                rows as unknown as ReadonlyArray<readonly [Ledger.CommandId, number, number, string | null]>
              ).map(([commandId, ...first]) => [commandId, receiptOf(...first)])
            )
        )(text.receipts, [id, Result.getOrThrow(texts(commandIds))]),
      read: (id, after, limit) => entries(`read district ${id}`, id)(text.read, [id, after, limit]),
      readStream: (id, stream, after, limit) =>
        entries(`read stream ${stream} of district ${id}`, id)(text.readStream, [id, stream, after, limit]),
      head: (id) =>
        reads(`read district ${id}`, ([row]) => {
          if (row === undefined) return none
          const [position, link] = row as readonly [number, string]
          return { position, hash: link }
        })(text.head, [id]),
      inspect: (id) => Effect.mapError(inspect(id), unavailable(`check the tables of district ${id}`)),
      districts: reads("list its districts", (rows) => rows.map(([id]) => id as DistrictId))(
        text.districts,
        []
      ),
      changed: (district, after) =>
        changes.wait(
          district,
          Effect.map(ledger.head(district), ({ position }) => position > after)
        )
    })
    return ledger
  })
