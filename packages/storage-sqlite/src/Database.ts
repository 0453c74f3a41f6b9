/**
 * One SQLite file, opened with care: write-ahead logging, how durable a commit is, migrations, and writes in groups.
 *
 * Writes that wait at the same time share one transaction, and so one flush to the disk: alone, each would wait for a
 * flush of its own. A write that fails takes its group down with it only for a moment: each is then tried alone.
 */
import { LedgerUnavailable } from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { commandHash } from "./commandHash.ts"
import { ledgerSchema, type Schema } from "./migrations.ts"

/**
 * @category models
 */
export interface Options {
  /** The path of the file; it is made where there is none. */
  readonly filename: string
  /**
   * What a commit survives. `FULL`, unless stated: a loss of power. `NORMAL`: the death of the process, but a loss of
   * power may take the last commits with it; what is left is whole.
   */
  readonly synchronous?: "FULL" | "NORMAL"
  /** Milliseconds to wait for a file that another process is writing to; 5,000 unless stated. */
  readonly busyTimeout?: number
}

/** Something that a statement can be given. */
export type Parameter = null | number | bigint | string | Uint8Array

/**
 * An open file.
 *
 * @category models
 */
export interface Database {
  readonly prepare: (sql: string) => StatementSync
  /** How many transactions were rolled back: what one noted in memory does not hold after the next. */
  readonly rollbacks: () => number
  /** The number of the transaction that is writing now: until it ends, nobody else writes. */
  readonly transaction: () => number | undefined
  /** Runs a function that reads. `operation` completes the sentence "the ledger could not …". */
  readonly read: <A>(operation: string, read: () => A) => Effect.Effect<A, LedgerUnavailable>
  /**
   * Runs a function within a transaction, possibly together with others. It gives a failure only before it has written
   * anything; it may be run more than once, and what it returned last counts.
   */
  readonly write: <A, E>(
    operation: string,
    write: () => Result.Result<A, E>,
    /**
     * The same as a single statement, where that can be: it is its own transaction. It is tried first where nothing
     * else waits; nothing, or an error, means that it was not possible and has changed nothing.
     */
    alone?: () => A | undefined,
    /** What is to be done once it is committed. */
    committed?: () => void
  ) => Effect.Effect<A, E | LedgerUnavailable>
  /**
   * Runs one statement and gives its rows: what a client does that begins and ends transactions by itself. While it has
   * begun one, all who write through `write` wait. It waits for a busy file, and fails with what SQLite says.
   */
  readonly run: (
    sql: string,
    parameters: ReadonlyArray<Parameter>
  ) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, Error>
  /** Whether a transaction of such a client is open. */
  readonly isHeld: () => boolean
}

const busy = 5
const locked = 6
const full = 13

/** SQLite's primary result code, where an error has one (https://sqlite.org/rescode.html). */
const resultCode = (cause: unknown): number | undefined =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number"
    ? cause.errcode & 0xff
    : undefined

const isBusy = (cause: unknown): boolean => {
  const code = resultCode(cause)
  return code === busy || code === locked
}

/**
 * Milliseconds that SQLite itself waits for a busy file. The whole process waits with it, so it is short: a write that
 * finds the file busy for longer is tried again and again, until its time is up.
 */
const ownWait = 10

const unavailable = (operation: string, cause: unknown): LedgerUnavailable => {
  return new LedgerUnavailable({
    operation,
    reason: isBusy(cause)
      ? "the file is busy: another process has been writing to it all the while"
      : cause instanceof Error
        ? cause.message
        : String(cause),
    retryable: isBusy(cause) || resultCode(cause) === full,
    cause
  })
}

const integer = (db: DatabaseSync, pragma: string): number => {
  const row = db.prepare(`PRAGMA ${pragma}`).get() ?? {}
  return Number(Object.values(row)[0])
}

/** Takes the steps that a file has not taken yet; refuses a file of another program or of a later version. */
const migrate = (db: DatabaseSync, { applicationId, migrations: steps }: Schema): void => {
  const check = (): number => {
    const version = integer(db, "user_version")
    const application = integer(db, "application_id")
    const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]
    if (application !== applicationId && !(application === 0 && version === 0 && tables === 0)) {
      throw new Error("the file is an SQLite database of another program")
    }
    if (version > steps.length) {
      throw new Error(
        `the file has schema ${version}, this version of the library knows up to ${steps.length}: use a later one`
      )
    }
    return version
  }
  if (check() === steps.length) return
  db.exec("BEGIN IMMEDIATE")
  try {
    // Another process may have been faster.
    for (const step of steps.slice(check())) db.exec(step)
    db.exec(`PRAGMA user_version = ${steps.length}; PRAGMA application_id = ${applicationId}; COMMIT`)
  } catch (cause) {
    if (db.isTransaction) db.exec("ROLLBACK")
    throw cause
  }
}

const connect = ({ filename, synchronous = "FULL" }: Options, schema: Schema): DatabaseSync => {
  const db = new DatabaseSync(filename, { timeout: ownWait })
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    // How many pages the log holds before they are written into the file. To write over a log takes about half as long
    // as to make it longer, where each commit is flushed; where only this step is, the rarer it is the better.
    const log = synchronous === "FULL" ? 1000 : 4096
    db.exec(`PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = ${log}; PRAGMA temp_store = MEMORY`)
    // What is deleted is written over, where deleting is meant to destroy.
    if (schema.destroys) db.exec("PRAGMA secure_delete = ON")
    db.function("command_hash", { deterministic: true }, (command) => commandHash(String(command)))
    migrate(db, schema)
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}

interface Waiting {
  readonly operation: string
  readonly write: () => Result.Result<unknown, unknown>
  readonly alone: (() => unknown) | undefined
  readonly done: (outcome: Result.Result<unknown, unknown> | LedgerUnavailable) => void
  /** Since when the file has been found busy, in milliseconds of the process's own clock. */
  since: number | undefined
}

/** Writes that share one transaction at most: a bound on how long one commit keeps the event loop. */
const groupSize = 1000

/** Milliseconds between two attempts on a file that is busy; in between, the process does other things. */
const pause = 5

/** Writes in a row that a lone writer may make before the event loop goes round. */
const inRowAtMost = 16

/**
 * Opens a file until the scope closes. What waits to be written by then is written.
 *
 * @category constructors
 */
export const open = (
  options: Options,
  schema: Schema = ledgerSchema
): Effect.Effect<Database, LedgerUnavailable, Scope.Scope> =>
  Effect.gen(function* () {
    const { busyTimeout = 5000, filename } = options
    const db = yield* Effect.acquireRelease(
      Effect.try({
        try: () => connect(options, schema),
        catch: (cause) => unavailable(`open ${filename}`, cause)
      }).pipe(
        // SQLite does not wait by itself where two processes make one file a WAL file at once.
        Effect.retry({
          while: ({ cause }) => isBusy(cause),
          schedule: Schedule.spaced(pause),
          times: Math.ceil(busyTimeout / (pause + ownWait))
        })
      ),
      (connection) => Effect.sync(() => connection.close())
    )
    const begin = db.prepare("BEGIN IMMEDIATE")
    const commit = db.prepare("COMMIT")
    const rollback = db.prepare("ROLLBACK")
    // In the order in which they came; one leaves when it is done.
    const waiting: Set<Waiting> = new Set()
    let scheduled = false
    // Whether a writer who was alone goes on just now, and how many writes such a one has made in a row since.
    let isLone = false
    let inRow = 0
    let rollbacks = 0
    let transactions = 0

    /** Runs a group as one transaction; if it cannot be, each of them by itself. */
    const transact = (group: ReadonlyArray<Waiting>): void => {
      let outcomes: ReadonlyArray<Result.Result<unknown, unknown>>
      try {
        begin.run()
        transactions += 1
        outcomes = group.map(({ write }) => write())
        commit.run()
      } catch (cause) {
        if (db.isTransaction) rollback.run()
        rollbacks += 1
        if (isBusy(cause)) return postpone(group, cause)
        const [first] = group
        if (group.length > 1) for (const one of group) transact([one])
        else if (first !== undefined) first.done(unavailable(first.operation, cause))
        return
      }
      group.forEach(({ done }, n) => {
        const outcome = outcomes[n]
        if (outcome !== undefined) done(outcome)
      })
    }
    /** Lets a group wait on, except those who have waited long enough. */
    const postpone = (group: ReadonlyArray<Waiting>, cause: unknown): void => {
      const now = performance.now()
      for (const one of group) {
        one.since ??= now
        if (now - one.since >= busyTimeout) one.done(unavailable(one.operation, cause))
      }
    }
    const attempt = <A>(alone: () => A | undefined): A | undefined => {
      try {
        return alone()
      } catch {
        // Whatever it was, the transaction proper will meet it too, and say so.
        rollbacks += 1
        return undefined
      }
    }
    // A client's transaction is open.
    let held = false
    const drain = (): void => {
      scheduled = false
      if (held) return
      const [first] = waiting
      if (first === undefined) return
      const outcome = waiting.size === 1 && first.alone !== undefined ? attempt(first.alone) : undefined
      if (outcome !== undefined) {
        isLone = true
        first.done(Result.succeed(outcome))
        isLone = false
      } else transact([...waiting.values().take(groupSize)])
      if (waiting.size > 0) schedule(waiting.has(first))
    }
    // Not at once: so that whoever is about to write, too, shares the transaction.
    const schedule = (isFileBusy: boolean): void => {
      if (scheduled) return
      scheduled = true
      inRow = 0
      if (isFileBusy) setTimeout(drain, pause)
      else setImmediate(drain)
    }
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        // Whoever held the file has ended by now, or was never going to.
        if (db.isTransaction) rollback.run()
        held = false
        while (waiting.size > 0) drain()
      })
    )

    // Statements of a client, which are few: prepared once each.
    const prepared = new Map<string, StatementSync>()
    const run = (
      sql: string,
      parameters: ReadonlyArray<Parameter>
    ): ReadonlyArray<Record<string, unknown>> => {
      const statement = prepared.get(sql) ?? db.prepare(sql)
      prepared.set(sql, statement)
      try {
        return statement.all(...parameters)
      } finally {
        const before = held
        held = db.isTransaction
        if (held && !before) transactions += 1
        if (before && !held && waiting.size > 0) schedule(false)
      }
    }

    return {
      prepare: (sql) => db.prepare(sql),
      rollbacks: () => rollbacks,
      transaction: () => (db.isTransaction ? transactions : undefined),
      isHeld: () => held,
      run: (sql, parameters) =>
        Effect.callback((resume) => {
          let timer: NodeJS.Timeout | undefined
          const since = performance.now()
          const again = (): void => {
            try {
              resume(Effect.succeed(run(sql, parameters)))
            } catch (cause) {
              // Not the Clock of the fiber: what is waited for is another process.
              if (isBusy(cause) && performance.now() - since < busyTimeout) timer = setTimeout(again, pause)
              else resume(Effect.fail(cause instanceof Error ? cause : new Error(String(cause))))
            }
          }
          again()
          return Effect.sync(() => clearTimeout(timer))
        }),
      read: (operation, read) => Effect.try({ try: read, catch: (cause) => unavailable(operation, cause) }),
      write: <A, E>(
        operation: string,
        write: () => Result.Result<A, E>,
        alone?: () => A | undefined,
        committed?: () => void
      ) => {
        const wait = Effect.callback<A, E | LedgerUnavailable>((resume) => {
          const one: Waiting = {
            operation,
            write,
            alone,
            done: (outcome) => {
              waiting.delete(one)
              if (outcome instanceof LedgerUnavailable) return resume(Effect.fail(outcome))
              committed?.()
              // What `write` above has returned.
              resume(Effect.fromResult(outcome as Result.Result<A, E>))
            },
            since: undefined
          }
          waiting.add(one)
          schedule(false)
          return Effect.sync(() => waiting.delete(one))
        })
        // A writer who was alone, and whose next write follows from its last, need not wait for others: nobody else has
        // had a turn since.
        return Effect.suspend(() => {
          if (!isLone || inRow === inRowAtMost || alone === undefined || waiting.size > 0) return wait
          inRow += 1
          const outcome = attempt(alone)
          if (outcome === undefined) return wait
          committed?.()
          return Effect.succeed(outcome)
        })
      }
    }
  })
