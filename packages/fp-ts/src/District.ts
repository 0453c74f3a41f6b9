/**
 * A running district whose operations are `TaskEither`. {@link open} takes its settings and ports as a plain record.
 * The functions at the end of this module take the district from the environment of a `ReaderTaskEither` instead.
 *
 * - A `Left` is an `Error` with a tag in `_tag` and a sentence in `message`, as in `@liulinhui/promise`.
 * - A task rejects only with a defect, or with `Interrupted`.
 */
import type * as CoreDistrict from "@liulinhui/core/District"
import type { Offers } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import type { LedgerUnavailable, Receipt } from "@liulinhui/core/Ledger"
import { Closed, type InvalidCall } from "@liulinhui/promise"
import * as Operations from "@liulinhui/promise/Operations"
import type { Pumped } from "@liulinhui/announcer/Announcer"
import type { LetterUnknown } from "@liulinhui/announcer/DeadLetters"
import type { Round } from "@liulinhui/service/DueClock"
import type { DeadLetter } from "@liulinhui/announcer/Outbox"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type * as Schema from "effect/Schema"
import * as E from "fp-ts/lib/Either.js"
import * as O from "fp-ts/lib/Option.js"
import type { ReaderTaskEither } from "fp-ts/lib/ReaderTaskEither.js"
import { fromReadonlyArray, type ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import type { Task } from "fp-ts/lib/Task.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import * as These from "fp-ts/lib/These.js"
import { exitToFp } from "./Convert.ts"
import {
  bookmarks,
  type BookmarksPort,
  keyStore,
  type KeyStorePort,
  ledger,
  type LedgerPort,
  notifier,
  type NotifierPort,
  vault,
  type VaultPort
} from "./Ports.ts"

/**
 * The settings and ports of a service, as a plain record. The fields mean the same as in `@liulinhui/promise`.
 *
 * @category models
 */
export interface Ports
  extends Omit<Operations.Options, "ledger" | "keys" | "vault" | "notifier" | "bookmarks">, Operations.Which {
  /** The ledger: an SQLite file, `":memory:"`, a `postgres://` URL, or your own port. */
  readonly ledger: string | LedgerPort
  readonly keys?: string | KeyStorePort
  readonly vault?: VaultPort
  readonly notifier?: NotifierPort
  readonly bookmarks?: BookmarksPort
}

/** The errors that can occur when a district is opened. */
export type OpenError = Operations.OpenError | Operations.AdoptError

/** A case on which the due clock could not act, with the error. */
export type NotMoved = Operations.Woken["failed"][number]

/**
 * The operations of a running district.
 *
 * @category models
 */
export interface District {
  readonly id: string
  /** Adopts a model document. If it equals the model in force, nothing changes. */
  readonly adopt: (document: Schema.Json) => TE.TaskEither<Operations.AdoptError | Closed, void>
  /** Submits a request. Returns `None` if the request changed nothing. A refusal contains every reason. */
  readonly submit: (
    submission: Operations.Submission
  ) => TE.TaskEither<Operations.SubmitError | Closed, O.Option<Receipt>>
  /** Returns the requests that an actor may make today, in the district and on a case. */
  readonly can: (by: string, on?: O.Option<string>) => TE.TaskEither<Operations.ReadError | Closed, Offers>
  /**
   * Reads the current state of the district, and today's date in its time zone. Do not keep the district after the
   * function returns, because it changes afterwards.
   */
  readonly read: <A>(
    question: (district: CoreDistrict.District, today: Day) => A
  ) => TE.TaskEither<Operations.ReadError | Closed, A>
  /** Computes the coverage of rules at the end of a day. Default: every rule, today. */
  readonly coverage: (
    options?: Operations.CoverageOptions
  ) => TE.TaskEither<Operations.ReadError | InvalidCall | Closed, ReadonlyArray<Operations.CoverageAnswer>>
  /**
   * Takes the steps of passed deadlines. Returns the cases that changed (`Right`), the cases that failed (`Left`), or
   * both.
   */
  readonly wake: TE.TaskEither<
    Operations.ReadError | Closed,
    These.These<ReadonlyNonEmptyArray<NotMoved>, ReadonlyArray<string>>
  >
  /** Puts new notices into the queue, and delivers the notices that are due. */
  readonly pump: TE.TaskEither<Operations.ReadError | InvalidCall | Closed, Pumped>
  /** Runs one round of the due clock (it takes the steps of passed deadlines) over every district of the ledger. */
  readonly round: TE.TaskEither<LedgerUnavailable | Closed, Round>
  /** The notices that could not be delivered. */
  readonly letters: {
    readonly list: (options?: {
      readonly dropped?: boolean
    }) => TE.TaskEither<LedgerUnavailable | InvalidCall | Closed, ReadonlyArray<DeadLetter>>
    readonly requeue: (
      key: string
    ) => TE.TaskEither<LetterUnknown | LedgerUnavailable | InvalidCall | Closed, void>
    readonly drop: (
      key: string,
      reason: string
    ) => TE.TaskEither<LetterUnknown | LedgerUnavailable | InvalidCall | Closed, void>
  }
  /**
   * Returns the same district with a signal. An abort of the signal interrupts its tasks. They then reject with
   * `Interrupted`.
   */
  readonly stoppedBy: (signal: AbortSignal) => District
  /** Waits for the tasks that still run, then closes files and connections. A second call has no effect. */
  readonly close: Task<void>
}

const partsOf = ({
  bookmarks: marks,
  keys,
  ledger: entries,
  notifier: channel,
  vault: own,
  ...others
}: Ports): Operations.Parts => ({
  ...others,
  ledger: typeof entries === "object" ? ledger(entries) : entries,
  ...(keys === undefined ? {} : { keys: typeof keys === "object" ? keyStore(keys) : keys }),
  ...(own === undefined ? {} : { vault: vault(own) }),
  ...(channel === undefined ? {} : { notifier: notifier(channel) }),
  ...(marks === undefined ? {} : { bookmarks: bookmarks(marks) })
})

const theseOf = ({
  failed,
  moved
}: Operations.Woken): These.These<ReadonlyNonEmptyArray<NotMoved>, ReadonlyArray<string>> => {
  const failures = fromReadonlyArray(failed)
  return O.isNone(failures)
    ? These.right(moved)
    : moved.length === 0
      ? These.left(failures.value)
      : These.both(failures.value, moved)
}

/** Converts the effects of a running service to tasks. */
type Run = <Failure, A>(
  effect: Effect.Effect<A, Failure, Operations.Services>
) => TE.TaskEither<Failure | Closed, A>

const districtOf = (
  operations: Operations.Operations,
  runBy: (signal?: AbortSignal) => Run,
  close: Task<void>,
  signal?: AbortSignal
): District => {
  const run = runBy(signal)
  return {
    id: operations.id,
    adopt: (document) => run(operations.adopt(document)),
    submit: (submission) => TE.map(O.fromNullable<Receipt | undefined>)(run(operations.submit(submission))),
    can: (by, on = O.none) => run(operations.can(by, O.toUndefined(on))),
    read: (question) => run(operations.read(question)),
    coverage: (options) => run(operations.coverage(options)),
    wake: TE.map(theseOf)(run(operations.wake)),
    pump: run(operations.pump),
    round: run(Operations.round),
    letters: {
      list: (options) => run(operations.letters(options)),
      requeue: (key) => run(operations.requeue(key)),
      drop: (key, reason) => run(operations.drop(key, reason))
    },
    stoppedBy: (other) =>
      districtOf(operations, runBy, close, signal === undefined ? other : AbortSignal.any([signal, other])),
    close
  }
}

/**
 * Opens one district. Close it at the end, or use {@link bracket}.
 *
 * @category constructors
 */
export const open =
  (ports: Ports): TE.TaskEither<OpenError, District> =>
  async () => {
    const runtime = ManagedRuntime.make(Operations.layerOf(partsOf(ports)))
    const underWay = new Set<Promise<unknown>>()
    let closing: Promise<void> | undefined
    const close: Task<void> = () => (closing ??= Promise.allSettled(underWay).then(() => runtime.dispose()))
    const opened = exitToFp(await runtime.runPromiseExit(Operations.choose(ports)))
    if (E.isLeft(opened)) {
      await close()
      return opened
    }
    // The layers of the service are built already, so their errors cannot occur any more.
    const context = await runtime.context()
    const runBy =
      (signal?: AbortSignal): Run =>
      (effect) =>
      async () => {
        if (closing !== undefined) return E.left(new Closed())
        const running = Effect.runPromiseExitWith(context)(effect, { signal })
        underWay.add(running)
        try {
          return exitToFp(await running, signal)
        } finally {
          underWay.delete(running)
        }
      }
    return E.right(districtOf(opened.right, runBy, close))
  }

/**
 * Opens a district, runs a function that uses it, and closes it, even if the function returns a `Left`.
 *
 * @example
 * ```ts
 * import { District } from "@liulinhui/fp-ts"
 * import * as E from "fp-ts/lib/Either.js"
 * import { strict as assert } from "node:assert"
 *
 * const none = await District.bracket({ ledger: ":memory:" })((district) => district.pump)()
 * assert.ok(E.isLeft(none) && none.left.message.startsWith("the ledger has no district yet"))
 * ```
 *
 * @category constructors
 */
export const bracket =
  (ports: Ports) =>
  <Failure, A>(
    use: (district: District) => TE.TaskEither<Failure, A>
  ): TE.TaskEither<Failure | OpenError, A> =>
    TE.bracketW(open(ports), use, ({ close }) => TE.fromTask(close))

// ----------------------------------------------------------------------------------------------------- environment

/**
 * The part of a `ReaderTaskEither` environment that the functions at the end of this module need. An application can
 * add its own fields.
 *
 * @category environment
 */
export interface HasDistrict {
  readonly district: District
}

/** @category environment */
export const submit =
  (
    submission: Operations.Submission
  ): ReaderTaskEither<HasDistrict, Operations.SubmitError | Closed, O.Option<Receipt>> =>
  ({ district }) =>
    district.submit(submission)

/** @category environment */
export const can =
  (
    by: string,
    on: O.Option<string> = O.none
  ): ReaderTaskEither<HasDistrict, Operations.ReadError | Closed, Offers> =>
  ({ district }) =>
    district.can(by, on)

/** @category environment */
export const read =
  <A>(
    question: (district: CoreDistrict.District, today: Day) => A
  ): ReaderTaskEither<HasDistrict, Operations.ReadError | Closed, A> =>
  ({ district }) =>
    district.read(question)

/** @category environment */
export const coverage =
  (
    options?: Operations.CoverageOptions
  ): ReaderTaskEither<
    HasDistrict,
    Operations.ReadError | InvalidCall | Closed,
    ReadonlyArray<Operations.CoverageAnswer>
  > =>
  ({ district }) =>
    district.coverage(options)

/** @category environment */
export const wake: ReaderTaskEither<
  HasDistrict,
  Operations.ReadError | Closed,
  These.These<ReadonlyNonEmptyArray<NotMoved>, ReadonlyArray<string>>
> = ({ district }) => district.wake

/** @category environment */
export const pump: ReaderTaskEither<HasDistrict, Operations.ReadError | InvalidCall | Closed, Pumped> = ({
  district
}) => district.pump
