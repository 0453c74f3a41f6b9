/**
 * The main service of a district: it accepts or refuses the requests of actors, and reads the district.
 * `@liulinhui/core` decides on each request. The decision is based on the state of the district, which is computed
 * (folded) from its ledger. The resulting events are appended to the ledger with optimistic concurrency: if another
 * process has appended entries first, the request is decided again.
 *
 * - If a submission has a command id that was used before, and is the same request by the same actor, it returns the
 *   first result and writes nothing. If the request or the actor is different, the submission is refused.
 * - An actor without a mandate gets only the answer that the request is not allowed. An actor with a mandate gets every
 *   reason of a refusal at once.
 * - A district is folded from the ledger when it is first needed, and then kept in memory. The districts that were not
 *   used for the longest time are dropped.
 */
import type * as District from "@liulinhui/core/District"
import {
  type Appointment,
  type Offers,
  offers,
  type Awaited,
  type Reception
} from "@liulinhui/core/Governance"
import type { Answer, Question } from "@liulinhui/core/Question"
import type { Day } from "@liulinhui/core/Day"
import type { Model } from "@liulinhui/core/Model"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/Id"
import type { AppendRejected, Ledger, VersionConflict } from "@liulinhui/core/Ledger"
import type { OwnerErased, Vault } from "@liulinhui/core/Vault"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Asking from "./Asking.ts"
import type { DistrictUnknown, ModelRefused, NotAllowed, StoreError, SubmitError } from "./GovernanceError.ts"
import * as Adopting from "./internal/Adopting.ts"
import * as Appointing from "./internal/Appointing.ts"
import * as Districts from "./internal/Districts.ts"
import * as Snapshots from "./internal/Snapshots.ts"
import * as Reading from "./internal/Reading.ts"
import * as Previewing from "./internal/Previewing.ts"
import { readSubmission } from "./internal/ReadSubmission.ts"
import * as Submitting from "./internal/Submitting.ts"
import * as TakingIn from "./internal/TakingIn.ts"
import * as Transfers from "./internal/Transfers.ts"
import * as Waking from "./internal/Waking.ts"
import type { Accepted, Preview, Submission } from "./Submission.ts"

export { QuestionRefused } from "./Asking.ts"
export {
  CaseDied,
  type CaseError,
  DistrictIncomplete,
  DistrictUnknown,
  ModelRefused,
  NotAllowed,
  Refused,
  type StoreError,
  type SubmitError
} from "./GovernanceError.ts"
export type { Accepted, Preview, Submission } from "./Submission.ts"
export type { Arriving, TakenIn } from "./internal/TakingIn.ts"
export type { Woken } from "./internal/Waking.ts"

/**
 * The operations of the governance service.
 *
 * @category models
 */
export interface GovernanceShape {
  /**
   * Adopts a model: the document that defines the district's branches, groups, roles, playbooks and rules. It is in
   * force from now on. If the document is the same as that of the model in force, nothing changes. The operator of the
   * library calls this directly, because no actor has a mandate before the first model.
   */
  readonly adopt: (
    document: Schema.Json
  ) => Effect.Effect<Model, ModelRefused | VersionConflict | AppendRejected | OwnerErased | StoreError>
  /**
   * Grants a mandate in the name of the operator, as long as no actor of the district may grant one. Use this for the
   * first mandate under a model without actors, or if no actor may grant mandates any more. Otherwise fails with the
   * reason `GrantersThere`.
   */
  readonly appoint: (
    district: DistrictId,
    appointment: Appointment
  ) => Effect.Effect<Accepted, Exclude<SubmitError, NotAllowed>>
  /**
   * Switches a district to ledger format 1 (see decision 28 in `docs/decisions`). A district that adopted its first
   * model under this version of the library already has this format. The operator calls this after all processes of
   * earlier versions have stopped working on the district.
   */
  readonly upgrade: (
    district: DistrictId
  ) => Effect.Effect<void, DistrictUnknown | VersionConflict | AppendRejected | OwnerErased | StoreError>
  /**
   * Submits a request. If the request is refused, fails with every reason. The submission may also be JSON from
   * outside, with days as texts. Then the error contains every mistake in the JSON at once, each with its path. Invalid
   * JSON never causes a defect (an unexpected exception).
   */
  readonly submit: (submission: Submission) => Effect.Effect<Accepted, SubmitError>
  /**
   * Takes in a report from a resident without an account. It is the only operation that writes without an actor and that
   * may be offered to the public: see decision 65 in `docs/decisions`. The caller must limit how often one address may
   * call it. Fails with every reason, for example if the model is not open for this kind of report.
   */
  readonly takeIn: (
    arriving: TakingIn.Arriving
  ) => Effect.Effect<TakingIn.TakenIn, Exclude<SubmitError, NotAllowed>>
  /**
   * Returns what a submission would write, without writing it (a dry run). Fails as the submission would, with every
   * reason.
   */
  readonly preview: (submission: Submission) => Effect.Effect<Preview, SubmitError>
  /**
   * Returns the types of requests that an actor may make today in the district, and the possible steps of a case. Both
   * lists are empty if the actor is unknown.
   */
  readonly can: (
    district: DistrictId,
    by: ActorId,
    on?: CaseId
  ) => Effect.Effect<Offers, DistrictUnknown | StoreError>
  /**
   * Answers a question of an actor. The answer contains only what the actor's mandates allow the actor to see. Fails
   * with every reason if the question is refused. (Use `read` inside your own program: it checks no authority.)
   */
  readonly ask: <Tag extends Question["_tag"]>(
    district: DistrictId,
    by: ActorId,
    question: Extract<Question, { readonly _tag: Tag }>
  ) => Effect.Effect<Answer<Tag>, Asking.QuestionRefused | DistrictUnknown | StoreError>
  /**
   * Reads the current state of a district, today's date in its time zone, and the present instant. Do not keep the district after the
   * function returns, because it changes afterwards.
   */
  readonly read: <A>(
    district: DistrictId,
    question: (district: District.District, today: Day, now: number) => A
  ) => Effect.Effect<A, DistrictUnknown | StoreError>
  /**
   * Takes in a case that another district has sent, with its history. A second call for the same case has no effect. If
   * this district cannot take the case in, this is recorded, and the case continues in the sending district.
   */
  readonly receive: (reception: Reception) => Effect.Effect<Accepted, SubmitError>
  /**
   * Continues the transfers from a district that are not finished. Records which cases the receiving districts have
   * taken in, and declines the cases that they cannot take in. Returns the transfers that still wait for an answer. If
   * one transfer fails, for example because the other district cannot be read, the others continue. After a crash, call
   * it again: no transfer is lost.
   */
  readonly settle: (from: DistrictId) => Effect.Effect<ReadonlyArray<Awaited>, DistrictUnknown | StoreError>
  /**
   * Does the work of the due clock on every case of a district, up to today. It takes the steps of deadlines that have
   * passed, each once, and computes provisional due days again if the calendar has new data. If one case fails, the
   * others are still done. If the clock is further ahead of the last entry than the model allows (`clockJump`), nothing
   * is done until an actor has confirmed the clock with the request `ConfirmClock`.
   */
  readonly wake: (district: DistrictId) => Effect.Effect<Waking.Woken, DistrictUnknown | StoreError>
}

/**
 * Governance as an Effect service, which {@link layer} provides. Use it to submit requests to districts and to read
 * them.
 *
 * @category services
 */
export class Governance extends Context.Service<Governance, GovernanceShape>()(
  "@liulinhui/service/Governance"
) {}

const make = Effect.fnUntraced(function* ({
  districtsInMemory = 64,
  entriesAtOnce = 20_000,
  fenced = false,
  snapshots = {}
}: Options) {
  const rule = snapshots === false ? undefined : { ...Snapshots.usual, ...snapshots }
  const districts = yield* Districts.make(districtsInMemory, entriesAtOnce, rule, fenced)

  const read: GovernanceShape["read"] = (district, question) => Reading.read(districts, district, question)

  return Governance.of({
    adopt: (document) => Adopting.adopt(districts, document),
    appoint: (district, appointment) => Appointing.appoint(districts, district, appointment),
    upgrade: (district) => Adopting.upgrade(districts, district),
    submit: (submission) =>
      Result.match(readSubmission(submission), {
        onFailure: Effect.fail,
        onSuccess: (read) => Submitting.submit(districts, read)
      }),
    takeIn: (arriving) => TakingIn.takeIn(districts, arriving),
    preview: (submission) =>
      Result.match(readSubmission(submission), {
        onFailure: Effect.fail,
        onSuccess: (read) => Previewing.preview(districts, read)
      }),
    can: (district, by, on) =>
      read(district, (state, today, now) => offers(state, today, by, Option.fromUndefinedOr(on), now)),
    ask: (district, by, question) => Asking.ask(read, district, by, question),
    read,
    receive: (reception) => Transfers.receive(districts, reception),
    settle: (from) => Transfers.settle(districts, from),
    wake: (district) => Waking.wake(districts, district)
  })
})

/**
 * Settings of the governance service.
 *
 * @category models
 */
export interface Options {
  /** How many districts are kept in memory. Default: 64. */
  readonly districtsInMemory?: number
  /** How many entries of an import are written at once; a larger import is written in parts. Default: 20,000. */
  readonly entriesAtOnce?: number
  /**
   * Whether each append names the last entry of the district that its decision has seen. Then the append fails if any
   * other entry was written since, and the request is decided again. Without it, only the streams of the append are
   * compared. A cluster needs it: a process that was paused, while another one took over its districts, can so write
   * nothing that it has decided before. Default: false.
   */
  readonly fenced?: boolean
  /**
   * When the state of a district is stored, so that the next process loads it quickly: after a number of entries since
   * the last snapshot (default: 1,000), or after a load that took a number of milliseconds (default: 100). `false`: no
   * snapshot is read or written. Snapshots need the service `Views`. Without it, there are none.
   */
  readonly snapshots?: Partial<Snapshots.Rule> | false
}

/**
 * Provides the governance service over a ledger, and over a vault that encrypts personal data. If the service `Views` is
 * provided, too, the states of districts are stored there as encrypted snapshots.
 *
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Governance, never, Ledger | Vault> =>
  Layer.effect(Governance, make(options))
