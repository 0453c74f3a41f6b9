/**
 * The governance service over the cluster: submissions, dry runs and questions go to the process that has the district. It
 * has the same interface as the service of one process, so callers need not know which of the two they use.
 */
import { read, readReported } from "@liulinhui/core/Governance"
import type { DistrictId } from "@liulinhui/core/Id"
import { LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Governance, type Submission } from "@liulinhui/service/Governance"
import type {
  AlreadyProcessingMessage,
  EntityNotAssignedToRunner,
  MailboxFull,
  PersistenceError
} from "effect/cluster/ClusterError"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { answerCodec, DistrictEntity } from "./DistrictEntity.ts"

/** The failures of the cluster itself: no process has worked on the message. */
type Unreached = AlreadyProcessingMessage | EntityNotAssignedToRunner | MailboxFull | PersistenceError

const unreached: ReadonlySet<string> = new Set([
  "AlreadyProcessingMessage",
  "EntityNotAssignedToRunner",
  "MailboxFull",
  "PersistenceError"
] satisfies ReadonlyArray<Unreached["_tag"]>)

const isUnreached = <E extends { readonly _tag: string }>(
  error: E
): error is Extract<E, { readonly _tag: Unreached["_tag"] }> => unreached.has(error._tag)

/**
 * How long a message waits for its answer before it is sent again. A process that dies or hangs never answers, and the
 * first messages find out soon that another process has the district. Later messages wait longer, because then the
 * district is probably busy, for example with a large import.
 */
const limitOf = (attempt: number): Duration.Duration => Duration.seconds(attempt < 5 ? 2 : 15)

/** How long to wait before a message is sent again that nobody has accepted. */
const pause = "200 millis"

/** Whether a request can be sent: the values that name it are texts, and the request itself has no mistake. */
const requestOf = ({ by, district, id, request }: Submission) =>
  typeof district === "string" && typeof id === "string" && typeof by === "string"
    ? Option.fromUndefinedOr(Result.getOrUndefined(read(request)))
    : Option.none()

/**
 * Makes the service. Its context has the service of this process, which does everything that need not be done in one
 * place.
 *
 * @param patience how long a district may be unreachable before a call fails
 */
export const make = Effect.fnUntraced(function* (patience: Duration.Input) {
  const local = yield* Governance
  const clientFor = yield* DistrictEntity.client
  const most = Duration.toMillis(Duration.fromInputUnsafe(patience))

  /** Sends a message until a process answers it, with the same command id each time. */
  const reach = <A, E extends { readonly _tag: string }>(
    district: DistrictId,
    message: Effect.Effect<A, E>
  ): Effect.Effect<A, Exclude<E, Unreached> | LedgerUnavailable> =>
    Effect.gen(function* () {
      const began = yield* Clock.currentTimeMillis
      for (let attempt = 0; ; attempt++) {
        const left = Duration.millis(Math.max(1, began + most - (yield* Clock.currentTimeMillis)))
        const limit = Duration.min(limitOf(attempt), left)
        const exit = yield* Effect.exit(Effect.timeoutOption(message, limit))
        if (Exit.isSuccess(exit)) {
          if (Option.isSome(exit.value)) return exit.value.value
        } else {
          const error = Option.getOrUndefined(Exit.findErrorOption(exit))
          if (error !== undefined && !isUnreached(error)) {
            // The cast is safe: errors of the cluster are handled below.
            return yield* Effect.fail(error as Exclude<E, Unreached>)
          }
          // The process that had the district stops, and interrupts the work.
          const isStopped = Cause.hasInterruptsOnly(exit.cause)
          if (error === undefined && !isStopped) return yield* Effect.die(Cause.squash(exit.cause))
          yield* Effect.sleep(pause)
        }
        const waited = (yield* Clock.currentTimeMillis) - began
        if (waited < most) continue
        return yield* new LedgerUnavailable({
          operation: `reach district ${district}`,
          reason: `no process of the cluster has answered within ${Duration.format(Duration.millis(waited))}`,
          retryable: true
        })
      }
    })

  return Governance.of({
    ...local,
    // A submission with mistakes is refused here, with the same reasons.
    submit: (submission) =>
      Option.match(requestOf(submission), {
        onNone: () => local.submit(submission),
        onSome: (request) => {
          const { by, district, id } = submission
          return reach(district, clientFor(district).Submit({ by, id, request }))
        }
      }),
    preview: (submission) =>
      Option.match(requestOf(submission), {
        onNone: () => local.preview(submission),
        onSome: (request) => {
          const { by, district, id } = submission
          return reach(district, clientFor(district).Preview({ by, id, request }))
        }
      }),
    takeIn: (arriving) => {
      const { district, report } = arriving
      const reported = readReported(arriving.reported)
      return Result.isFailure(reported)
        ? local.takeIn(arriving)
        : Effect.map(
            reach(district, clientFor(district).TakeIn({ report, reported: reported.success })),
            ({ receipt, secret }) => ({ receipt, secret: Redacted.make(secret) })
          )
    },
    can: (district, by, on) =>
      reach(district, clientFor(district).Can({ by, ...(on === undefined ? {} : { on }) })),
    ask: (district, by, question) =>
      Effect.map(
        reach(district, clientFor(district).Ask({ by, question })),
        // The cast is safe: the answer was encoded with the codec of the same question.
        (answer) => Schema.decodeSync(answerCodec(question._tag))(answer) as never
      )
  })
})
