/**
 * Opens an SQLite file with write-ahead logging, migrates it, and groups commits.
 *
 * Writes that wait at the same time share one transaction, and so one flush to the disk (group commit). If a write of a
 * group fails, the transaction is rolled back, and each write is tried again alone.
 */
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { closeSync, openSync } from "node:fs"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { commandHash } from "./commandHash.ts"
import { ledgerSchema, type Schema } from "./migrations.ts"

/**
 * How to open a file: its path, the durability of commits, and the time to wait if it is busy.
 *
 * @category models
 */
export interface Options {
  /** The path of the file. If the file does not exist, it is created. */
  readonly filename: string
  /**
   * Which failures a commit survives. Default: `FULL`. With `FULL`, a commit survives a loss of power. With `NORMAL`, a
   * commit survives the death of the process; a loss of power may undo the last commits, but the rest of the file stays
   * consistent.
   */
  readonly synchronous?: "FULL" | "NORMAL"
  /** How many milliseconds a write waits while another process is writing to the file. Default: 5,000. */
  readonly busyTimeout?: number
}

/** A value that may be passed as a parameter of an SQL statement. */
export type Parameter = null | number | bigint | string | Uint8Array

/**
 * An open SQLite file with the operations of this package.
 *
 * @category models
 */
export interface Database {
  readonly prepare: (sql: string) => StatementSync
  /**
   * How many transactions have been rolled back. If the number has grown, the caller must discard what it remembers
   * from earlier transactions.
   */
  readonly rollbacks: () => number
  /**
   * The number of the transaction that is writing now. `undefined` if no transaction is writing. No other transaction writes until
   * it ends.
   */
  readonly transaction: () => number | undefined
  /** Runs a function that only reads. `operation` completes the sentence "the ledger could not …" in an error. */
  readonly read: <A>(operation: string, read: () => A) => Effect.Effect<A, LedgerUnavailable>
  /**
   * Runs a function within a transaction, possibly together with other writes. The function may return a failure only
   * if it has not written anything yet. The function may run more than once; the last result counts.
   */
  readonly write: <A, E>(
    operation: string,
    write: () => Result.Result<A, E>,
    /**
     * A function that does the same write with a single statement, which SQLite runs as a separate transaction. This
     * function is tried first if no other write waits. If it returns `undefined` or throws, it must not have changed
     * anything.
     */
    alone?: () => A | undefined,
    /** This function is called after the write was committed. */
    committed?: () => void
  ) => Effect.Effect<A, E | LedgerUnavailable>
  /**
   * Runs one statement and returns its rows. This function is for an SQL client that begins and ends transactions
   * itself. While the client's transaction is open, all calls of `write` wait. If the file is busy, the statement
   * waits. Fails with the error of SQLite.
   */
  readonly run: (
    sql: string,
    parameters: ReadonlyArray<Parameter>
  ) => Effect.Effect<ReadonlyArray<Readonly<Record<string, unknown>>>, Error>
  /** Whether a client has begun a transaction with `run` and not ended it yet. */
  readonly isHeld: () => boolean
}

const busy = 5
const locked = 6
const full = 13

/** SQLite's primary result code of an error (https://sqlite.org/rescode.html). `undefined` if the error has no code. */
const resultCode = (cause: unknown): number | undefined =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number"
    ? cause.errcode & 0xff
    : undefined

const isBusy = (cause: unknown): boolean => {
  const code = resultCode(cause)
  return code === busy || code === locked
}

/**
 * How many milliseconds SQLite itself waits for a busy file. This blocks the whole process, so the time is short. If
 * the file is busy for longer, the write is tried again until `busyTimeout` has passed.
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

/**
 * Runs the migration steps that the file has not had yet. Refuses a file of another program, or of a later version of
 * this library.
 */
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
    // Another process may have run the migration steps in the meantime, so the number of steps is read again.
    for (const step of steps.slice(check())) db.exec(step)
    db.exec(`PRAGMA user_version = ${steps.length}; PRAGMA application_id = ${applicationId}; COMMIT`)
  } catch (cause) {
    if (db.isTransaction) db.exec("ROLLBACK")
    throw cause
  }
}

/**
 * Makes a missing file so that only its owner can read and write it. SQLite makes the files beside it with the same
 * permissions. An existing file keeps its permissions, because a person may have chosen them.
 */
const makePrivate = (filename: string): void => {
  // These names do not mean files on the disk: a database in memory, a temporary one, and addresses of SQLite.
  if (filename === "" || filename === ":memory:" || filename.startsWith("file:")) return
  try {
    closeSync(openSync(filename, "wx", 0o600))
  } catch {
    // The file exists already, or cannot be made. In both cases, SQLite opens the file later, or reports the reason why
    // it cannot.
  }
}

const connect = ({ filename, synchronous = "FULL" }: Options, schema: Schema): DatabaseSync => {
  makePrivate(filename)
  const db = new DatabaseSync(filename, { timeout: ownWait })
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    // The number of pages that the write-ahead log may hold before they are copied into the file (a checkpoint). With
    // `FULL`, each commit is flushed, and overwriting the log takes half as long as growing it: so checkpoints are
    // early. With `NORMAL`, only a checkpoint costs a flush: so checkpoints are rare.
    const log = synchronous === "FULL" ? 1000 : 4096
    db.exec(`PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = ${log}; PRAGMA temp_store = MEMORY`)
    // SQLite must overwrite deleted data, so that destroyed keys, delivered notices and replaced views leave no trace in
    // the file.
    db.exec("PRAGMA secure_delete = ON")
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
  /** The time when this write first found the file busy, in milliseconds of the process clock. */
  since: number | undefined
}

/** The largest number of writes in one transaction. It limits how long one commit blocks the event loop. */
const groupSize = 1000

/** Milliseconds between two attempts to write to a busy file. Meanwhile the process can do other work. */
const pause = 5

/** How many writes in a row a single writer may make before the event loop must have a turn for other work. */
const inRowAtMost = 16

/**
 * Opens a file until the scope closes. When the scope closes, waiting writes are still written.
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
        // If two processes switch a file to write-ahead logging at the same time, SQLite reports "busy" at once,
        // without waiting.
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
    // The waiting writes, in the order of arrival. A write is removed when it is done.
    const waiting: Set<Waiting> = new Set()
    let scheduled = false
    // `isLone`: whether the last write was the only one that waited, so that its writer can write again at once.
    // `inRow`: how many writes this writer has made in a row.
    let isLone = false
    let inRow = 0
    let rollbacks = 0
    let transactions = 0

    /** Runs a group of writes as one transaction. If the transaction fails, runs each write alone. */
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
    /** Leaves a group of writes waiting because the file is busy. Writes that have waited too long fail. */
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
        // The error is ignored, because the normal transaction, which follows, has the same error and reports it.
        rollbacks += 1
        return undefined
      }
    }
    // Whether an SQL client has an open transaction, so that all other writes must wait.
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
    // Waits until the next turn of the event loop, so that writes which arrive at the same time share a transaction.
    const schedule = (isFileBusy: boolean): void => {
      if (scheduled) return
      scheduled = true
      inRow = 0
      if (isFileBusy) setTimeout(drain, pause)
      else setImmediate(drain)
    }
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        // If a client's transaction is still open when the file is closed, the client will never end it. So it is
        // rolled back.
        if (db.isTransaction) rollback.run()
        held = false
        while (waiting.size > 0) drain()
      })
    )

    // Clients use few different statements, so each statement is prepared once and kept.
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
              // This uses the real time, not the clock of the fiber, because it waits for another process.
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
              // The cast is safe: the outcome is what `write` has returned.
              resume(Effect.fromResult(outcome as Result.Result<A, E>))
            },
            since: undefined
          }
          waiting.add(one)
          schedule(false)
          return Effect.sync(() => waiting.delete(one))
        })
        // If a writer was the only one, its next write may be done at once: the event loop has not had a turn since its
        // last write, so no other write can have arrived.
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
