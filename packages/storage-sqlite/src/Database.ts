/**
 * Opens one SQLite file: write-ahead logging, the durability of a commit, migrations, and group commit.
 *
 * Writes that wait at the same time share one transaction, and so one flush to the disk. If a write of a group fails,
 * the transaction is rolled back, and each write is tried again alone.
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
 * @category models
 */
export interface Options {
  /** The path of the file. A missing file is created. */
  readonly filename: string
  /**
   * What a commit survives. Default: `FULL`. A commit with `FULL` survives a loss of power. A commit with `NORMAL`
   * survives the death of the process; a loss of power may undo the last commits, but the rest of the file stays
   * consistent.
   */
  readonly synchronous?: "FULL" | "NORMAL"
  /** Milliseconds to wait for a file to which another process is writing. Default: 5,000. */
  readonly busyTimeout?: number
}

/** A value that can be a parameter of a statement. */
export type Parameter = null | number | bigint | string | Uint8Array

/**
 * An open file.
 *
 * @category models
 */
export interface Database {
  readonly prepare: (sql: string) => StatementSync
  /**
   * The number of transactions that were rolled back. If it has grown, state that was kept in memory about earlier
   * transactions is invalid.
   */
  readonly rollbacks: () => number
  /**
   * The number of the transaction that is writing now. `undefined` if there is none. Until it ends, nobody else
   * writes.
   */
  readonly transaction: () => number | undefined
  /** Runs a function that reads. `operation` completes the sentence "the ledger could not …". */
  readonly read: <A>(operation: string, read: () => A) => Effect.Effect<A, LedgerUnavailable>
  /**
   * Runs a function within a transaction, possibly together with other writes. The function may return a failure only
   * before it has written. It may run more than once; its last result counts.
   */
  readonly write: <A, E>(
    operation: string,
    write: () => Result.Result<A, E>,
    /**
     * The same write as a single statement, which is its own transaction. It is tried first if no other write waits.
     * If it returns `undefined` or throws, it must have changed nothing.
     */
    alone?: () => A | undefined,
    /** Called after the commit. */
    committed?: () => void
  ) => Effect.Effect<A, E | LedgerUnavailable>
  /**
   * Runs one statement and returns its rows: for a client that begins and ends transactions by itself. While the
   * client's transaction is open, all calls of `write` wait. Waits for a busy file. Fails with the error of SQLite.
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

/** SQLite's primary result code (https://sqlite.org/rescode.html). `undefined` if the error has none. */
const resultCode = (cause: unknown): number | undefined =>
  cause instanceof Error && "errcode" in cause && typeof cause.errcode === "number"
    ? cause.errcode & 0xff
    : undefined

const isBusy = (cause: unknown): boolean => {
  const code = resultCode(cause)
  return code === busy || code === locked
}

/**
 * Milliseconds that SQLite itself waits for a busy file. The whole process is blocked meanwhile, so the time is
 * short. If the file is busy for longer, the write is tried again until `busyTimeout` ends.
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

/** Takes the steps that a file lacks. Refuses a file of another program or of a later version of the library. */
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
    // Another process may have taken the steps in the meantime.
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
  // These names are no files: a database in memory, a temporary one, and addresses of SQLite.
  if (filename === "" || filename === ":memory:" || filename.startsWith("file:")) return
  try {
    closeSync(openSync(filename, "wx", 0o600))
  } catch {
    // The file exists, or cannot be made. SQLite opens it, or reports why not.
  }
}

const connect = ({ filename, synchronous = "FULL" }: Options, schema: Schema): DatabaseSync => {
  makePrivate(filename)
  const db = new DatabaseSync(filename, { timeout: ownWait })
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    // How many pages the log holds before they are copied into the file (a checkpoint). With `FULL`, each commit is
    // flushed, and overwriting a log takes about half as long as growing it: so checkpoint early. With `NORMAL`, only
    // the checkpoint costs a flush: so checkpoint rarely.
    const log = synchronous === "FULL" ? 1000 : 4096
    db.exec(`PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = ${log}; PRAGMA temp_store = MEMORY`)
    // If deletion must destroy data, SQLite overwrites what it deletes.
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
  /** When the file was first found busy, in milliseconds of the process clock. */
  since: number | undefined
}

/** The most writes in one transaction. It limits how long one commit blocks the event loop. */
const groupSize = 1000

/** Milliseconds between two attempts on a busy file. The process can do other work in between. */
const pause = 5

/** The most writes in a row by a lone writer before the event loop gets a turn. */
const inRowAtMost = 16

/**
 * Opens a file until the scope closes. Writes that still wait then are written first.
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
        // SQLite does not wait by itself if two processes switch one file to WAL at the same time.
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
    // In the order of arrival. A write is removed when it is done.
    const waiting: Set<Waiting> = new Set()
    let scheduled = false
    // `isLone`: whether a writer that was alone is continuing just now. `inRow`: how many writes such a writer has
    // made in a row.
    let isLone = false
    let inRow = 0
    let rollbacks = 0
    let transactions = 0

    /** Runs a group as one transaction. If that fails, runs each write alone. */
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
    /** Keeps a group waiting, except for writes that have waited too long: these fail. */
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
        // The normal transaction will meet the same error and report it.
        rollbacks += 1
        return undefined
      }
    }
    // Whether a transaction of a client is open.
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
    // Waits for one turn, so that writes which come at the same time share the transaction.
    const schedule = (isFileBusy: boolean): void => {
      if (scheduled) return
      scheduled = true
      inRow = 0
      if (isFileBusy) setTimeout(drain, pause)
      else setImmediate(drain)
    }
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        // The client that held the file has ended by now, or would never have ended its transaction.
        if (db.isTransaction) rollback.run()
        held = false
        while (waiting.size > 0) drain()
      })
    )

    // Clients use few different statements. Each is prepared once.
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
              // This does not use the fiber's Clock, because it waits for another process.
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
              // The outcome is what `write` above returned.
              resume(Effect.fromResult(outcome as Result.Result<A, E>))
            },
            since: undefined
          }
          waiting.add(one)
          schedule(false)
          return Effect.sync(() => waiting.delete(one))
        })
        // A writer that was alone may continue at once with a write that follows from its last: nobody else has had a
        // turn since, so nobody can be waiting.
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
