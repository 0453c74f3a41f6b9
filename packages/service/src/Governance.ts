/**
 * The service of a district: submit what an actor requests, and read a district. The core decides a request on the district
 * folded from its ledger. The result is appended with the versions that the decision used; if another process was faster,
 * the request is decided again.
 *
 * - The same command id again, from the same actor for the same request, returns the first result and writes nothing. For
 *   any other request it is refused.
 * - An actor without a mandate learns only that. An actor with one gets every reason of a refusal at once.
 * - Districts are read from the ledger on demand and kept in memory; the least recently used ones are dropped.
 */
import type * as District from "@liulinhui/core/District"
import { type Offers, offers, type Awaited, type Reception } from "@liulinhui/core/Governance"
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
import type { DistrictUnknown, ModelRefused, StoreError, SubmitError } from "./GovernanceError.ts"
import * as Adopting from "./internal/Adopting.ts"
import * as Districts from "./internal/Districts.ts"
import { readSubmission } from "./internal/ReadSubmission.ts"
import * as Submitting from "./internal/Submitting.ts"
import * as Transfers from "./internal/Transfers.ts"
import * as Waking from "./internal/Waking.ts"
import type { Accepted, Submission } from "./Submission.ts"

export { QuestionRefused } from "./Asking.ts"
export {
  CaseDied,
  type CaseError,
  DistrictUnknown,
  ModelRefused,
  NotAllowed,
  Refused,
  type StoreError,
  type SubmitError
} from "./GovernanceError.ts"
export type { Accepted, Submission } from "./Submission.ts"
export type { Woken } from "./internal/Waking.ts"

/**
 * The operations of the service.
 *
 * @category models
 */
export interface GovernanceShape {
  /**
   * Adopts a model document, which is in force from now on. One that equals the model in force changes nothing. This is an
   * operator's act: no actor has a mandate before there is a model.
   */
  readonly adopt: (
    document: Schema.Json
  ) => Effect.Effect<Model, ModelRefused | VersionConflict | AppendRejected | OwnerErased | StoreError>
  /**
   * Switches a district to ledger format 1 (see decision 28). A district whose first model this version adopted has it
   * already. An operator calls it once no process of an earlier version serves the district any more.
   */
  readonly upgrade: (
    district: DistrictId
  ) => Effect.Effect<void, DistrictUnknown | VersionConflict | AppendRejected | OwnerErased | StoreError>
  /**
   * Submits a request. Fails with every reason if it is refused. The submission may also be JSON from outside: then days are
   * texts, and every mistake in it is returned at once, with its path. No JSON makes this die.
   */
  readonly submit: (submission: Submission) => Effect.Effect<Accepted, SubmitError>
  /** The requests that an actor may make today, in the district and on a case. Empty for an unknown actor. */
  readonly can: (
    district: DistrictId,
    by: ActorId,
    on?: CaseId
  ) => Effect.Effect<Offers, DistrictUnknown | StoreError>
  /**
   * Answers a question of an actor with what the actor's mandates reach. Fails with every reason if it is refused.
   * (`read` is for the process itself: it checks no authority.)
   */
  readonly ask: <Tag extends Question["_tag"]>(
    district: DistrictId,
    by: ActorId,
    question: Extract<Question, { readonly _tag: Tag }>
  ) => Effect.Effect<Answer<Tag>, Asking.QuestionRefused | DistrictUnknown | StoreError>
  /** Reads a district as it is now, with today in its time zone. Do not keep the district: it changes afterwards. */
  readonly read: <A>(
    district: DistrictId,
    question: (district: District.District, today: Day) => A
  ) => Effect.Effect<A, DistrictUnknown | StoreError>
  /**
   * Takes in a case that another district sent, with its history. Doing it again does nothing. If the case cannot be in
   * this district, that is recorded, and the sender continues with it.
   */
  readonly receive: (reception: Reception) => Effect.Effect<Accepted, SubmitError>
  /**
   * Continues the transfers of a district that are not settled: notes which cases were taken in, declines those that cannot
   * be, and returns those that still wait. A transfer that fails, for example because the other district cannot be read,
   * stops no other. If a process dies meanwhile, nothing is lost: call it again.
   */
  readonly settle: (from: DistrictId) => Effect.Effect<ReadonlyArray<Awaited>, DistrictUnknown | StoreError>
  /**
   * Does the work of the clock on every case, up to today, each once: takes the steps of deadlines that have passed, and
   * counts provisional days again if the calendar has more data. A case that fails stops no other case.
   */
  readonly wake: (district: DistrictId) => Effect.Effect<Waking.Woken, DistrictUnknown | StoreError>
}

/**
 * The service of districts.
 *
 * @category services
 */
export class Governance extends Context.Service<Governance, GovernanceShape>()(
  "@liulinhui/service/Governance"
) {}

const make = Effect.fnUntraced(function* (districtsInMemory: number) {
  const districts = yield* Districts.make(districtsInMemory)

  const read: GovernanceShape["read"] = (district, question) =>
    Districts.withDistrict(districts, district, (draft) =>
      Effect.map(Districts.modelOf(districts, district, draft), ({ on }) => question(draft, on))
    )

  return Governance.of({
    adopt: (document) => Adopting.adopt(districts, document),
    upgrade: (district) => Adopting.upgrade(districts, district),
    submit: (submission) =>
      Result.match(readSubmission(submission), {
        onFailure: Effect.fail,
        onSuccess: (read) => Submitting.submit(districts, read)
      }),
    can: (district, by, on) =>
      read(district, (state, today) => offers(state, today, by, Option.fromUndefinedOr(on))),
    ask: (district, by, question) => Asking.ask(read, district, by, question),
    read,
    receive: (reception) => Transfers.receive(districts, reception),
    settle: (from) => Transfers.settle(districts, from),
    wake: (district) => Waking.wake(districts, district)
  })
})

/**
 * Governance over a ledger, and over the vault that seals personal fields.
 *
 * @param options.districtsInMemory how many districts are kept folded in memory; default: 64
 * @category layers
 */
export const layer = (
  options: { readonly districtsInMemory?: number } = {}
): Layer.Layer<Governance, never, Ledger | Vault> =>
  Layer.effect(Governance, make(options.districtsInMemory ?? 64))
