/**
 * One SQLite file, opened with care: write-ahead logging, how durable a commit is, migrations, and writes in groups.
 *
 * Writes that wait at the same time share one transaction, and so one flush to the disk: alone, each would wait for a
 * flush of its own. A write that fails takes its group down with it only for a moment: each is then tried alone.
 */
import { LedgerUnavailable } from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { applicationId, migrations } from "./migrations.ts"

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

/**
 * An open file.
 *
 * @category models
 */
export interface Database {
  readonly prepare: (sql: string) => StatementSync
  /** How many transactions were rolled back: what one noted in memory does not hold after the next. */
  readonly rollbacks: () => number
  /** Runs a function that reads. `operation` completes the sentence "the ledger could not …". */
  readonly read: <A>(operation: string, read: () => A) => Effect.Effect<A, LedgerUnavailable>
  /**
   * Runs a function within a transaction, possibly together with others. It gives a failure only before it has written
   * anything; it may be run more than once, and what it returned last counts.
   */
  readonly write: <A, E>(
    operation: string,
    write: () => Result.Result<A, E>
  ) => Effect.Effect<A, E | LedgerUnavailable>
}

const busy = 5
const locked = 6
const full = 13

/** SQLite's primary result code, where an error has one (https://sqlite.org/rescode.html). */
const resultCode = (cause: unknown): number | undefined =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number"
    ? cause.errcode & 0xff
    : undefined

const unavailable = (operation: string, cause: unknown): LedgerUnavailable => {
  const code = resultCode(cause)
  return new LedgerUnavailable({
    operation,
    reason:
      code === busy || code === locked
        ? "the file is busy: another process has been writing to it all the while"
        : cause instanceof Error
          ? cause.message
          : String(cause),
    retryable: code === busy || code === locked || code === full,
    cause
  })
}

const integer = (db: DatabaseSync, pragma: string): number => {
  const row = db.prepare(`PRAGMA ${pragma}`).get() ?? {}
  return Number(Object.values(row)[0])
}

/** Takes the steps that a file has not taken yet; refuses a file of another program or of a later version. */
const migrate = (db: DatabaseSync, steps: ReadonlyArray<string>): void => {
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

const connect = ({ filename, synchronous = "FULL", busyTimeout = 5000 }: Options): DatabaseSync => {
  const db = new DatabaseSync(filename, { timeout: busyTimeout })
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    // 64 MiB of pages in memory at most, and 16 MiB of log before it is written into the file.
    db.exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY")
    migrate(db, migrations)
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}

interface Waiting {
  readonly operation: string
  readonly write: () => Result.Result<unknown, unknown>
  readonly done: (outcome: Result.Result<unknown, unknown> | LedgerUnavailable) => void
}

/** Writes that share one transaction at most: a bound on how long one commit keeps the event loop. */
const groupSize = 1000

/** Milliseconds between two attempts to open a file that is busy. */
const openPause = 20

/**
 * Opens a file until the scope closes. What waits to be written by then is written.
 *
 * @category constructors
 */
export const open = (options: Options): Effect.Effect<Database, LedgerUnavailable, Scope.Scope> =>
  Effect.gen(function* () {
    const db = yield* Effect.acquireRelease(
      Effect.try({
        try: () => connect(options),
        catch: (cause) => unavailable(`open ${options.filename}`, cause)
      }).pipe(
        // SQLite does not wait by itself where two processes make one file a WAL file at once.
        Effect.retry({
          while: ({ retryable }) => retryable,
          schedule: Schedule.spaced(openPause),
          times: Math.ceil((options.busyTimeout ?? 5000) / openPause)
        })
      ),
      (connection) => Effect.sync(() => connection.close())
    )
    const begin = db.prepare("BEGIN IMMEDIATE")
    const commit = db.prepare("COMMIT")
    const rollback = db.prepare("ROLLBACK")
    const waiting: Set<Waiting> = new Set()
    let rollbacks = 0

    const transact = (group: ReadonlyArray<Waiting>): void => {
      let outcomes: ReadonlyArray<Result.Result<unknown, unknown>>
      try {
        begin.run()
        outcomes = group.map(({ write }) => write())
        commit.run()
      } catch (cause) {
        if (db.isTransaction) rollback.run()
        rollbacks += 1
        const [first] = group
        if (group.length > 1) for (const alone of group) transact([alone])
        else if (first !== undefined) first.done(unavailable(first.operation, cause))
        return
      }
      group.forEach(({ done }, n) => {
        const outcome = outcomes[n]
        if (outcome !== undefined) done(outcome)
      })
    }
    const drain = (): void => {
      const group = [...waiting].slice(0, groupSize)
      for (const one of group) waiting.delete(one)
      if (waiting.size > 0) setImmediate(drain)
      if (group.length > 0) transact(group)
    }
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        while (waiting.size > 0) drain()
      })
    )

    return {
      prepare: (sql) => db.prepare(sql),
      rollbacks: () => rollbacks,
      read: (operation, read) => Effect.try({ try: read, catch: (cause) => unavailable(operation, cause) }),
      write: <A, E>(operation: string, write: () => Result.Result<A, E>) =>
        Effect.callback<A, E | LedgerUnavailable>((resume) => {
          const one: Waiting = {
            operation,
            write,
            done: (outcome) =>
              resume(
                outcome instanceof LedgerUnavailable
                  ? Effect.fail(outcome)
                  : // What `write` above has returned.
                    Effect.fromResult(outcome as Result.Result<A, E>)
              )
          }
          if (waiting.size === 0) setImmediate(drain)
          waiting.add(one)
          return Effect.sync(() => waiting.delete(one))
        })
    }
  })
