/**
 * Records everything that an observer can see of an effect: its log, its spans, its failure, and what it writes to the
 * output of the process. With it, a case checks that a secret or a person's data appear nowhere.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import process from "node:process"
import { inspect } from "node:util"

/** What was seen of an effect, and its exit. */
export interface Observed<A, E> {
  readonly exit: Exit.Exit<A, E>
  /** The log, the spans and the failure as text. */
  readonly shown: string
  /** What the process wrote to its standard output, its standard error and its console. */
  readonly printed: string
}

const methods = ["debug", "error", "info", "log", "trace", "warn"] as const

/** What is called with everything that the process prints, for each effect that is being observed. */
const listeners = new Set<(text: string) => void>()

/** Redirects what the process prints to the listeners. Returns a function that undoes this. */
const redirect = (): (() => void) => {
  const take = (chunk: unknown): void => {
    const text =
      typeof chunk === "string"
        ? chunk
        : chunk instanceof Uint8Array
          ? new TextDecoder().decode(chunk)
          : inspect(chunk, { depth: 10 })
    for (const listen of listeners) listen(text)
  }
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write
    stream.write = (chunk: unknown) => {
      take(chunk)
      return true
    }
    return () => void (stream.write = write)
  })
  const consoles = methods.map((method) => {
    const print = console[method]
    console[method] = (...values: ReadonlyArray<unknown>) => values.forEach(take)
    return () => void (console[method] = print)
  })
  return () => [...streams, ...consoles].forEach((undo) => undo())
}

let undo: (() => void) | undefined

/**
 * Collects what the process prints while the scope is open. Several effects can be observed at the same time: the output
 * is redirected for the first, and restored after the last.
 */
const printing = Effect.acquireRelease(
  Effect.sync(() => {
    const printed: Array<string> = []
    const listen = (text: string): void => void printed.push(text)
    undo ??= redirect()
    listeners.add(listen)
    return { printed, listen }
  }),
  ({ listen }) =>
    Effect.sync(() => {
      listeners.delete(listen)
      if (listeners.size > 0) return
      undo?.()
      undo = undefined
    })
)

/** Runs an effect and records everything that can be seen of it. */
export const observed = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<Observed<A, E>> =>
  Effect.gen(function* () {
    const { printed } = yield* printing
    const lines: Array<unknown> = []
    const logger = Logger.make((options) => {
      lines.push(options.message, inspect(options.cause, { depth: 10 }), Cause.pretty(options.cause))
    })
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const exit = yield* effect.pipe(
      Effect.tapCause((cause) => Effect.logError(cause)),
      Effect.exit,
      Effect.withSpan("observed"),
      Effect.provideService(Tracer.Tracer, tracer),
      Effect.provideService(References.MinimumLogLevel, "Trace"),
      Effect.provide(Logger.layer([logger]))
    )
    const failure = Exit.isFailure(exit) ? exit.cause : undefined
    const error = failure === undefined ? undefined : Cause.squash(failure)
    const shown = [
      ...lines.map((line) => (typeof line === "string" ? line : inspect(line, { depth: 10 }))),
      ...spans.map(({ attributes, name, status }) =>
        inspect(
          [name, [...attributes], status._tag === "Ended" && Exit.isFailure(status.exit) && status.exit],
          {
            depth: 10
          }
        )
      ),
      failure === undefined ? "" : inspect(failure, { depth: 10, showHidden: true }),
      failure === undefined ? "" : Cause.pretty(failure),
      error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : inspect(error)
    ].join("\n")
    return { exit, shown, printed: printed.join("\n") }
  }).pipe(Effect.scoped)
