/**
 * Converts between the types of Effect and those of fp-ts, in both directions. Each function builds a value of the
 * other library, without a cast.
 *
 * - A typed failure becomes a `Left`, and a `Left` becomes a typed failure.
 * - A defect makes the `Task` reject, and a rejection becomes a defect.
 * - An interruption makes the `Task` reject with {@link Interrupted}, and such a rejection becomes an interruption.
 */
import type { DecisionRefused, Reasons, Tagged } from "@liulinhui/core/Rule"
import { TaggedError } from "@liulinhui/core/Failure"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as EffectOption from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as E from "fp-ts/lib/Either.js"
import * as O from "fp-ts/lib/Option.js"
import type { ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"

/**
 * The error with which a task rejects after an interruption.
 *
 * @category interruption
 */
export class Interrupted extends TaggedError<Interrupted>()(
  "Interrupted",
  {
    /** The reason of the signal, if a signal interrupted the task. */
    cause: Schema.optionalKey(Schema.Defect())
  },
  () => "the task was interrupted"
) {}

/** @category options */
export const optionToFp = <A>(self: EffectOption.Option<A>): O.Option<A> =>
  EffectOption.isSome(self) ? O.some(self.value) : O.none

/** @category options */
export const optionFromFp = <A>(self: O.Option<A>): EffectOption.Option<A> =>
  O.isSome(self) ? EffectOption.some(self.value) : EffectOption.none()

/** @category results */
export const resultToFp = <A, Failure>(self: Result.Result<A, Failure>): E.Either<Failure, A> =>
  Result.isSuccess(self) ? E.right(self.success) : E.left(self.failure)

/** @category results */
export const resultFromFp = <Failure, A>(self: E.Either<Failure, A>): Result.Result<A, Failure> =>
  E.isRight(self) ? Result.succeed(self.right) : Result.fail(self.left)

/** Converts all reasons of a refusal to a non-empty array of fp-ts. @category results */
export const reasonsToFp = <Reason>([first, ...others]: Reasons<Reason>): ReadonlyNonEmptyArray<Reason> => [
  first,
  ...others
]

/** @category results */
export const reasonsFromFp = <Reason>(self: ReadonlyNonEmptyArray<Reason>): Reasons<Reason> => [
  self[0],
  ...self.slice(1)
]

/** Converts the decision on a request. The reasons of a refusal become a non-empty array. @category results */
export const decisionToFp = <A, Reason extends Tagged>(
  self: Result.Result<A, DecisionRefused<Reason>>
): E.Either<ReadonlyNonEmptyArray<Reason>, A> =>
  E.mapLeft(({ reasons }: DecisionRefused<Reason>) => reasonsToFp(reasons))(resultToFp(self))

/**
 * Converts an exit (the result of an effect) to an `Either`. Throws the defect, or {@link Interrupted}, if there is no
 * typed result. @category exits
 */
export const exitToFp = <A, Failure>(
  self: Exit.Exit<A, Failure>,
  signal?: AbortSignal
): E.Either<Failure, A> => {
  if (Exit.isSuccess(self)) return E.right(self.value)
  const { cause } = self
  const failure = Cause.findErrorOption(cause)
  if (EffectOption.isSome(failure)) return E.left(failure.value)
  if (!Cause.hasDies(cause) && Cause.hasInterrupts(cause))
    throw new Interrupted(signal?.reason === undefined ? {} : { cause: signal.reason })
  throw Cause.squash(cause)
}

/** @category exits */
export const exitFromFp = <Failure, A>(self: E.Either<Failure, A>): Exit.Exit<A, Failure> =>
  E.isRight(self) ? Exit.succeed(self.right) : Exit.fail(self.left)

/**
 * Converts an effect to a task. Each run of the task runs the effect. A signal interrupts the effect.
 *
 * @category effects
 */
export const effectToFp =
  <A, Failure>(self: Effect.Effect<A, Failure>, signal?: AbortSignal): TaskEither<Failure, A> =>
  async () =>
    exitToFp(await Effect.runPromiseExit(self, { signal }), signal)

/**
 * Converts a task to an effect. Each run of the effect runs the task. A task cannot be stopped, so an interruption does
 * not wait for it.
 *
 * @category effects
 */
export const effectFromFp = <Failure, A>(self: TaskEither<Failure, A>): Effect.Effect<A, Failure> =>
  Effect.promise(() =>
    Promise.resolve(self()).then(
      (either) => Effect.fromResult(resultFromFp(either)),
      (error: unknown) => (error instanceof Interrupted ? Effect.interrupt : Effect.die(error))
    )
  ).pipe(Effect.flatten)
