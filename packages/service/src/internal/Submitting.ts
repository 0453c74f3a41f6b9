/**
 * Submits a request in three steps: read the district, decide, append. `serveOne` does this for one submission.
 * `serveTogether` does it for several waiting submissions, with one append.
 */
import type * as District from "@liulinhui/core/District"
import { mayAsk, type Change, type Reason } from "@liulinhui/core/Governance"
import * as Governance from "@liulinhui/core/Governance"
import type { Reasons } from "@liulinhui/core/Rule"
import type { DistrictId } from "@liulinhui/core/Id"
import { type Append, type CommandId, OwnCommandId, type Receipt } from "@liulinhui/core/Ledger"
import * as Cache from "effect/Cache"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { NotAllowed, Refused, type SubmitError } from "../GovernanceError.ts"
import type { Accepted, Submission } from "../Submission.ts"
import { append, erases, foresee, toAppend, withoutFingerprint } from "./Appending.ts"
import {
  calmAgain,
  finishErasures,
  type Cell,
  type Districts,
  forget,
  modelOf,
  refresh,
  retrying
} from "./Districts.ts"
import { appendInParts, isLarge } from "./InParts.ts"
import { firstResult } from "./Repeating.ts"
import type { Waiting } from "./Waiting.ts"

/**
 * The result of the decision on a submission: either a final outcome, or changes to append to the ledger and the
 * outcome after the append.
 */
type Prepared =
  | { readonly outcome: Exit.Exit<Accepted, SubmitError> }
  | {
      readonly changes: ReadonlyArray<Change>
      readonly outcomeOf: (receipt: Receipt) => Exit.Exit<Accepted, Refused>
    }

/** The largest number of submissions that share one append to the ledger. */
const together = 256

const isOwnId = Schema.is(OwnCommandId)

const refusal = ({ district, id, request }: Submission, reasons: Reasons<Reason>, kept = false): Refused =>
  new Refused({ district, id, request: request._tag, reasons, kept })

/** Refuses a submission with a command id that is reserved for the library itself. */
export const unlessOwnId = (submission: Submission): Effect.Effect<void, Refused> =>
  isOwnId(submission.id)
    ? Effect.fail(refusal(submission, [{ _tag: "CommandIdReserved", id: submission.id }]))
    : Effect.void

/**
 * Returns whether the new decision counts although the command id was used before. This is the case if an access to
 * personal data is refused now. Then it does not matter that the same access was allowed before.
 */
export const isDecidedAnew = ({ request }: Submission, prepared: Prepared): boolean =>
  request._tag === "OpenPersonal" && "outcome" in prepared && Exit.isFailure(prepared.outcome)

/**
 * Returns the actor, the district and the day of a submission. Fails with `NotAllowed` if the actor may not make the
 * request.
 */
const askingOf = Effect.fnUntraced(function* (
  districts: Districts,
  { by, district, id, request }: Submission,
  draft: District.Draft
) {
  const { model, now, on } = yield* modelOf(districts, district, draft)
  const actor = draft.actors.get(by)
  return actor !== undefined && mayAsk(request, { actor, district: draft, model, on })
    ? { district: draft, model, actor, on, now }
    : yield* new NotAllowed({ district, id, by, request: request._tag })
})

/**
 * Decides a submission on the current state of the district. First checks whether the actor may make the request. So
 * nothing is revealed to an actor without a mandate, not even whether the command id was used before.
 */
export const prepare = Effect.fnUntraced(function* (
  districts: Districts,
  submission: Submission,
  draft: District.Draft
): Effect.fn.Return<Prepared, SubmitError> {
  const { request } = submission
  const asking = yield* askingOf(districts, submission, draft)
  const decision = Governance.decide(asking, request)
  if (Result.isFailure(decision)) {
    const changes = Governance.keptRefusal(asking, request, decision.failure.reasons)
    const refused = Exit.fail(refusal(submission, decision.failure.reasons, changes.length > 0))
    return changes.length > 0 ? { changes, outcomeOf: () => refused } : { outcome: refused }
  }
  if (request._tag === "TransferCase" && typeof request.to !== "string") {
    const to = request.to.district
    if ((yield* districts.ledger.head(to)).position === 0) {
      const refused = refusal(submission, [{ _tag: "DistrictNotThere", district: to }])
      return { outcome: Exit.fail(refused) }
    }
  }
  const changes = decision.success
  return changes.length === 0
    ? { outcome: Exit.succeed({ receipt: Option.none<Receipt>() }) }
    : {
        changes,
        outcomeOf: (receipt: Receipt) => Exit.succeed({ receipt: Option.some(withoutFingerprint(receipt)) })
      }
})

/** Decides one submission and appends its changes to the ledger. */
const serveOne = Effect.fnUntraced(function* (
  districts: Districts,
  submission: Submission,
  draft: District.Draft
) {
  const { district, id } = submission
  // An append reports whether its command id was used before. If there is nothing to append, this function looks the
  // command id up in the ledger.
  const unlessBefore = (outcome: Effect.Effect<Accepted, SubmitError>) =>
    Effect.flatMap(districts.ledger.receipt(district, id), (before): Effect.Effect<Accepted, SubmitError> =>
      Option.isSome(before) ? firstResult(districts, submission, draft, before.value) : outcome
    )
  const prepared: Prepared = yield* prepare(districts, submission, draft)
  if ("outcome" in prepared) {
    return yield* isDecidedAnew(submission, prepared) ? prepared.outcome : unlessBefore(prepared.outcome)
  }
  // In this ledger format, a new command has a fingerprint (a code to recognise the same command). If the first command
  // with the id also has one, the ledger has compared the two.
  const isCompared = draft.format !== 0
  const [change] = prepared.changes
  if (change !== undefined && isLarge(districts, submission, draft, prepared.changes)) {
    // The command id is looked up first, so that a repeated import writes no parts.
    const importing = appendInParts(districts, submission, draft, change).pipe(
      Effect.flatMap((receipt): Effect.Effect<Accepted, SubmitError> => prepared.outcomeOf(receipt)),
      // Another process has used the id for something else while the parts were written.
      Effect.catchTag("CommandIdReused", () =>
        Effect.fail(refusal(submission, [{ _tag: "CommandIdReused", id }]))
      )
    )
    return yield* unlessBefore(importing)
  }
  return yield* append(districts, district, draft, id, prepared.changes, submission).pipe(
    Effect.flatMap((receipt): Effect.Effect<Accepted, SubmitError> =>
      receipt.repeated
        ? firstResult(districts, submission, draft, receipt, isCompared && receipt.fingerprint !== undefined)
        : prepared.outcomeOf(receipt)
    ),
    // Either the command id was used for another command. Or it is the same command, but its fingerprint (the code to
    // recognise it) was computed with other keys, because the case is about other people now.
    Effect.catchTag("CommandIdReused", (error) => unlessBefore(Effect.die(error))),
    // The key that encrypted the first result may have been destroyed since then.
    Effect.catchTag("OwnerErased", (error) => unlessBefore(Effect.fail(error)))
  )
})

/** Decides one of several submissions, and encrypts the personal values in its changes for a shared append. */
const prepareShared = Effect.fnUntraced(function* (
  districts: Districts,
  submission: Submission,
  draft: District.Draft,
  before: Receipt | undefined
) {
  const prepared: Prepared = yield* prepare(districts, submission, draft)
  if (before !== undefined && !isDecidedAnew(submission, prepared)) {
    return { outcome: yield* Effect.exit(firstResult(districts, submission, draft, before)) }
  }
  if ("outcome" in prepared) return prepared
  const { district, id } = submission
  const ready = yield* toAppend(districts, district, draft, id, prepared.changes, submission)
  return { ...prepared, ready }
})

/**
 * Decides several submissions in order, each on the state of the district after the one before it, and then appends the
 * changes of all of them at once. Callers get their outcomes only after the append. If the append fails, no outcome is
 * set, and the district is folded again. Returns the number of submissions that now have an outcome. These are the
 * first submissions of the list.
 */
const serveTogether = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  cell: Cell,
  batch: ReadonlyArray<Waiting>
) {
  const { ledger } = districts
  const { draft } = cell
  const before = yield* ledger.receipts(
    district,
    batch.map(({ submission }) => submission.id)
  )
  const known = new Set<CommandId>()
  const appends: Array<Append> = []
  const outcomes: Array<(receipts: ReadonlyArray<Receipt>) => Waiting["outcome"]> = []
  for (const { submission } of batch) {
    // If the same command is in the list twice, the second submission is served later and gets the result of the first.
    if (known.has(submission.id)) break
    known.add(submission.id)
    const prepared = yield* Effect.exit(
      prepareShared(districts, submission, draft, before.get(submission.id))
    )
    if (Exit.isFailure(prepared)) {
      const outcome = Exit.failCause(prepared.cause)
      outcomes.push(() => outcome)
    } else if ("outcome" in prepared.value) {
      const { outcome } = prepared.value
      outcomes.push(() => outcome)
    } else {
      const { changes, outcomeOf, ready } = prepared.value
      // A key is destroyed only after its erasure is in the ledger. So an erasure ends the shared append.
      if (erases(changes)) break
      const n = appends.push(ready.append) - 1
      yield* foresee(draft, ready)
      outcomes.push((receipts) => {
        const receipt = receipts[n]
        return receipt && outcomeOf(receipt)
      })
    }
  }
  const appended = yield* Effect.exit(
    appends.length === 0
      ? Effect.succeed<ReadonlyArray<Receipt>>([])
      : Effect.withSpan(ledger.appendAll(appends), "Governance.append", {
          attributes: { "liulinhui.district": district, "liulinhui.commands": appends.length }
        })
  )
  if (Exit.isFailure(appended)) {
    forget(cell)
    yield* refresh(districts, district, cell)
    return 0
  }
  const receipts = appended.value
  const isForeseen =
    receipts.every(({ repeated }) => !repeated) &&
    (receipts.at(-1)?.last ?? draft.position) === draft.position
  if (!isForeseen) forget(cell)
  outcomes.forEach((outcome, n) => {
    const one = batch[n]
    if (one !== undefined) one.outcome = outcome(receipts)
  })
  return outcomes.length
})

/**
 * Serves the submissions that wait for a district (decides and appends them), until the given submission has its
 * outcome.
 */
const serve = Effect.fnUntraced(function* (
  districts: Districts,
  district: DistrictId,
  cell: Cell,
  mine: Waiting
) {
  // Submissions that arrive in the same turn of the event loop, such as those of several clients of a server, share this
  // append.
  if (mine.outcome === undefined) yield* Effect.yieldNow
  for (;;) {
    if (mine.outcome !== undefined) return mine.outcome
    yield* refresh(districts, district, cell)
    const unserved = [...cell.waiting].filter(({ outcome }) => outcome === undefined)
    // An import may be too large to share an append, so it is served alone.
    const alone = unserved.findIndex(({ submission }) => submission.request._tag === "ImportRegistry")
    const batch = unserved.slice(0, alone < 0 ? together : Math.max(1, Math.min(alone, together)))
    const served =
      batch.length > 1 && cell.calm >= calmAgain
        ? yield* Effect.onExit(serveTogether(districts, district, cell, batch), (exit) =>
            Effect.sync(() => {
              // After the failure, the district in memory may contain changes that were not appended. So it is folded
              // again.
              if (Exit.isFailure(exit)) forget(cell)
            })
          )
        : 0
    const [next] = served > 0 ? [] : batch
    if (next !== undefined) {
      const { draft } = cell
      const one = serveOne(districts, next.submission, draft)
      next.outcome = yield* Effect.exit(retrying(districts, district, draft, one))
    }
  }
})

/**
 * Submits a request. If several fibers wait for the same district, one of them serves all waiting submissions, in the
 * order of their arrival.
 */
export const submit = Effect.fn("Governance.submit")(
  function* (districts: Districts, submission: Submission) {
    const { district } = submission
    yield* unlessOwnId(submission)
    const cell = yield* Cache.get(districts.cells, district)
    const mine: Waiting = { submission, outcome: undefined }
    cell.waiting.add(mine)
    const outcome = yield* Effect.ensuring(
      cell.lock.withPermits(1)(serve(districts, district, cell, mine)),
      Effect.sync(() => cell.waiting.delete(mine))
    )
    const accepted = yield* outcome
    if (Option.isSome(accepted.receipt)) yield* finishErasures(districts, district, accepted.receipt.value)
    return accepted
  },
  (effect, _, submission) => observed(submission, effect)
)

/** Adds the outcome of a submission to traces and logs, but never the contents of the submission. */
const observed = <A extends Accepted, E extends { readonly _tag: string }>(
  { district, id, request }: Submission,
  effect: Effect.Effect<A, E>
): Effect.Effect<A, E> =>
  Effect.onExit(effect, (exit) => {
    const outcome = Exit.isSuccess(exit)
      ? Option.match(exit.value.receipt, {
          onNone: () => "unchanged",
          onSome: ({ repeated }) => (repeated ? "repeated" : "appended")
        })
      : Option.match(Exit.findErrorOption(exit), { onNone: () => "ended", onSome: ({ _tag }) => _tag })
    const annotations = {
      "liulinhui.district": district,
      "liulinhui.command": id,
      "liulinhui.request": request._tag,
      "liulinhui.outcome": outcome
    }
    return Effect.andThen(
      Effect.annotateCurrentSpan(annotations),
      Effect.annotateLogs(Effect.logDebug("submitted"), annotations)
    )
  })
