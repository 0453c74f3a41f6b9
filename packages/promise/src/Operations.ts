/**
 * The operations of one district, as effects with typed errors: the same as those of `open`, before they are run. The
 * faces for promises and for fp-ts run these, so both do the same.
 */
import type * as Coverage from "@liulinhui/core/Coverage"
import { type Grouping, coverageOn } from "@liulinhui/core/Coverage"
import * as District from "@liulinhui/core/District"
import type { Reason, Offers, Request } from "@liulinhui/core/Governance"
import * as Day from "@liulinhui/core/Day"
import * as Problem from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import { ActorId, CaseId, DistrictId, RuleId } from "@liulinhui/core/Id"
import { Ledger, type LedgerUnavailable, type Receipt } from "@liulinhui/core/Ledger"
import { Announcer, type Pumped } from "@liulinhui/announcer/Announcer"
import { DeadLetters, type LetterUnknown } from "@liulinhui/announcer/DeadLetters"
import { DueClock, type Round } from "@liulinhui/service/DueClock"
import {
  type Accepted,
  type CaseError,
  type DistrictUnknown,
  Governance,
  type GovernanceShape,
  ModelRefused,
  type Refused as ServiceRefused,
  type StoreError,
  type Submission as ServiceSubmission,
  type SubmitError as ServiceSubmitError
} from "@liulinhui/service/Governance"
import type { DeadLetter } from "@liulinhui/announcer/Outbox"
import { Names, Reason as ReasonWords, Texts } from "@liulinhui/texts"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { InvalidCall, Refused } from "./Errors.ts"
import type { Services } from "./Options.ts"

export { layer, layerOf, type OpenError, type Options, type Parts, type Services } from "./Options.ts"

/** A request as JSON: ids are texts, and days are texts such as `2026-03-02`. */
export type RequestJson = typeof Request.Encoded

/**
 * A request that an actor submits.
 *
 * @category models
 */
export interface Submission {
  /** An idempotency key that the caller chooses: the same for a retry, never the same for two different requests. */
  readonly id: string
  /** The id of the actor. */
  readonly by: string
  readonly request: RequestJson
}

/** How reading a district fails. */
export type ReadError = DistrictUnknown | StoreError

/** How submitting a request fails. */
export type SubmitError = Exclude<ServiceSubmitError, ServiceRefused> | Refused

/** How adopting a model document fails. */
export type AdoptError = Effect.Error<ReturnType<GovernanceShape["adopt"]>>

/**
 * What waking a district did: the cases that moved, and those that could not, which are tried again the next time.
 *
 * @category models
 */
export interface Woken {
  readonly moved: ReadonlyArray<string>
  readonly failed: ReadonlyArray<{
    readonly case: string
    readonly error: Exclude<CaseError, ServiceRefused> | Refused
  }>
}

/** A day as text, such as `2026-03-02`, instead of a number. */
type Dated<A, Keys extends string> = {
  readonly [Key in keyof A]: Key extends Keys ? Exclude<A[Key], Day.Day> | string : A[Key]
}

/**
 * The answer to a coverage rule on a day. Days are texts such as `2026-03-02`.
 *
 * @category models
 */
export interface CoverageAnswer extends Omit<
  Coverage.Coverage,
  "rule" | "asOf" | "window" | "gaps" | "reached"
> {
  readonly rule: string
  readonly asOf: string
  readonly window?: { readonly from: string; readonly until: string }
  readonly gaps: ReadonlyArray<Dated<Coverage.Missing, "last">>
  readonly reached: ReadonlyArray<Dated<Coverage.Reached, "lapses">>
}

/**
 * Which rules to answer, and for which day.
 *
 * @category models
 */
export interface CoverageOptions {
  /** Default: every rule of the model. */
  readonly rules?: ReadonlyArray<string>
  /** A day such as `2026-03-02`: the answer at its end. Default: today in the time zone of the district. */
  readonly on?: string
  readonly groupBy?: Grouping
}

/**
 * The operations of one district.
 *
 * @category models
 */
export interface Operations {
  readonly id: DistrictId
  readonly adopt: (document: Schema.Json) => Effect.Effect<void, AdoptError, Services>
  readonly submit: (submission: Submission) => Effect.Effect<Receipt | undefined, SubmitError, Services>
  readonly can: (by: string, on?: string) => Effect.Effect<Offers, ReadError, Services>
  readonly read: <A>(
    question: (district: District.District, today: Day.Day) => A
  ) => Effect.Effect<A, ReadError, Services>
  readonly coverage: (
    options?: CoverageOptions
  ) => Effect.Effect<ReadonlyArray<CoverageAnswer>, ReadError | InvalidCall, Services>
  readonly wake: Effect.Effect<Woken, ReadError, Services>
  readonly pump: Effect.Effect<Pumped, ReadError | InvalidCall>
  readonly letters: (options?: {
    readonly dropped?: boolean
  }) => Effect.Effect<ReadonlyArray<DeadLetter>, LedgerUnavailable | InvalidCall>
  readonly requeue: (key: string) => Effect.Effect<void, LetterUnknown | LedgerUnavailable | InvalidCall>
  readonly drop: (
    key: string,
    reason: string
  ) => Effect.Effect<void, LetterUnknown | LedgerUnavailable | InvalidCall>
}

// ------------------------------------------------------------------------------------------------------------- wording

/** The playbook that names the stages and steps of a request: that of its case, or the one that it names. */
const playbookFor = (district: District.District, request: Readonly<Record<string, unknown>>) => {
  const { case: id, playbook: named } = request
  const found = Schema.is(CaseId)(id) ? Option.getOrUndefined(District.findCase(district, id)) : undefined
  if (found !== undefined) return District.playbookOf(district, found)?.playbook
  return [...(district.model?.playbooks ?? [])].find(([name]) => name === named)?.[1].playbook
}

const word = (
  reasons: ReadonlyArray<Reason>,
  language: Language,
  playbook: ReturnType<typeof playbookFor>
): ReadonlyArray<string> =>
  reasons.map((reason) =>
    ReasonWords.say(
      Texts.words(Texts.builtIn, language),
      reason,
      playbook === undefined ? Names.none : Names.ofPlaybook(playbook)
    )
  )

/** A refusal with its reasons in words. If the district cannot be read, the words have no names of a playbook. */
const worded = (refused: ServiceRefused, by: string, request: Readonly<Record<string, unknown>>) =>
  Governance.use(({ read }) => read(refused.district, (district) => playbookFor(district, request))).pipe(
    Effect.catch(() => Effect.succeed(undefined)),
    Effect.map((playbook) => {
      const { district, id, kept, reasons } = refused
      const sentences = { zh: word(reasons, "zh", playbook), en: word(reasons, "en", playbook) }
      return new Refused({ district, id, by, request: refused.request, reasons, sentences, kept })
    })
  )

// ---------------------------------------------------------------------------------------------------------- operations

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {}

const submit = (district: DistrictId, submission: Submission) =>
  Governance.use((governance) =>
    // The cast is safe: the service reads any JSON strictly.
    governance.submit({ ...submission, district } as unknown as ServiceSubmission)
  ).pipe(
    Effect.map(({ receipt }: Accepted) => Option.getOrUndefined(receipt)),
    Effect.catchTag("Refused", (refused) =>
      Effect.flatMap(worded(refused, submission.by, asRecord(submission.request)), Effect.fail)
    )
  )

const nothing: Offers = { requests: [], steps: [], standard: [] }

const can = (district: DistrictId, by: string, on: string | undefined) =>
  // Nothing is offered to an actor, or on a case, that cannot exist.
  Schema.is(ActorId)(by) && (on === undefined || Schema.is(CaseId)(on))
    ? Governance.use((governance) => governance.can(district, by, on))
    : Effect.as(
        Governance.use((governance) => governance.read(district, () => undefined)),
        nothing
      )

const answerOf = ({ asOf, gaps, reached, window, ...figures }: Coverage.Coverage): CoverageAnswer => ({
  ...figures,
  asOf: Day.toIso(asOf),
  ...(window === undefined
    ? {}
    : { window: { from: Day.toIso(window.from), until: Day.toIso(window.until) } }),
  gaps: gaps.map(({ last, ...member }) =>
    last === undefined ? member : { ...member, last: Day.toIso(last) }
  ),
  reached: reached.map(({ lapses, ...member }) =>
    lapses === undefined ? member : { ...member, lapses: Day.toIso(lapses) }
  )
})

const isRule = Schema.is(RuleId)

const coverage = (
  district: DistrictId,
  { groupBy, on: text, rules: ids }: CoverageOptions
): Effect.Effect<ReadonlyArray<CoverageAnswer>, ReadError | InvalidCall, Governance> =>
  Governance.use((governance) =>
    governance.read(district, (state, today) => {
      const known = state.model?.coverage ?? new Map()
      const on = text === undefined ? Option.some(today) : Day.fromIso(text)
      const wanted =
        ids === undefined
          ? [...known.values()]
          : ids.flatMap((id) => (isRule(id) ? (known.get(id) ?? []) : []))
      const unknown = (ids ?? []).filter((id) => !isRule(id) || !known.has(id))
      const reasons = [
        ...(Option.isNone(on) ? [`"${text}" is not a date such as 2026-03-01`] : []),
        ...unknown.map((id) => `there is no coverage rule "${id}": use ${[...known.keys()].join(", ")}`)
      ]
      return Option.isNone(on) || reasons.length > 0
        ? new InvalidCall(reasons)
        : coverageOn(state, wanted, on.value, groupBy === undefined ? {} : { groupBy }).map(answerOf)
    })
  ).pipe(
    Effect.flatMap((answers) =>
      answers instanceof InvalidCall ? Effect.fail(answers) : Effect.succeed(answers)
    )
  )

type Failed = Woken["failed"][number]

const wake = (district: DistrictId): Effect.Effect<Woken, ReadError, Governance> =>
  Effect.flatMap(
    Governance.use((governance) => governance.wake(district)),
    ({ failed, moved }) =>
      Effect.map(
        Effect.forEach(failed, ({ case: id, error }): Effect.Effect<Failed, never, Governance> =>
          error._tag === "Refused"
            ? Effect.map(worded(error, "", { case: id }), (refused) => ({ case: id, error: refused }))
            : Effect.succeed({ case: id, error })
        ),
        (failures) => ({ moved, failed: failures })
      )
  )

/** Runs an operation of a service that is there only with a channel. */
const withService = <I, S, A, E>(
  service: Context.Key<I, S>,
  run: (found: S) => Effect.Effect<A, E>
): Effect.Effect<A, E | InvalidCall> =>
  Effect.flatMap(Effect.serviceOption(service), (found): Effect.Effect<A, E | InvalidCall> =>
    Option.isSome(found)
      ? run(found.value)
      : Effect.fail(new InvalidCall(["there is no channel: give `notifier` when you open the service"]))
  )

/** Refuses the document of another district: it would be adopted there. */
const adopt = (district: DistrictId, document: Schema.Json): Effect.Effect<void, AdoptError, Governance> => {
  const { id } = asRecord(document)
  return typeof id === "string" && id !== district
    ? Effect.fail(
        new ModelRefused({
          problems: [
            Problem.make(
              ["id"],
              "other-district",
              `the document is of district "${id}", but "${district}" is meant: adopt it there`
            )
          ]
        })
      )
    : Effect.asVoid(Governance.use((governance) => governance.adopt(document)))
}

/**
 * The operations of a district.
 *
 * @category constructors
 */
export const of = (id: DistrictId): Operations => ({
  id,
  adopt: (document) => adopt(id, document),
  submit: (submission) => submit(id, submission),
  can: (by, on) => can(id, by, on),
  read: (question) => Governance.use((governance) => governance.read(id, question)),
  coverage: (options = {}) => coverage(id, options),
  wake: wake(id),
  pump: withService(Announcer, (announcer) => announcer.pump(id)),
  letters: (options) => withService(DeadLetters, (letters) => letters.list(id, options)),
  requeue: (key) => withService(DeadLetters, (letters) => letters.requeue(id, key)),
  drop: (key, reason) => withService(DeadLetters, (letters) => letters.drop(id, key, reason))
})

// ------------------------------------------------------------------------------------------------------- the service

/** The districts that the ledger has. */
export const districts: Effect.Effect<ReadonlyArray<DistrictId>, LedgerUnavailable, Services> = Ledger.use(
  (ledger) => ledger.districts
)

/** One round of the due clock over every district. */
export const round: Effect.Effect<Round, LedgerUnavailable, Services> = DueClock.use((clock) => clock.round)

/**
 * Which district is meant.
 *
 * @category models
 */
export interface Which {
  /** The id of the district. Default: that of `model`, or the only district that the ledger has. */
  readonly district?: string
  /** A model document to adopt first. If it equals the model in force, nothing changes. */
  readonly model?: Schema.Json
}

const idOf = (text: string): Effect.Effect<DistrictId, InvalidCall> =>
  Schema.is(DistrictId)(text)
    ? Effect.succeed(text)
    : Effect.fail(new InvalidCall([`"${text}" is not the id of a district: 1–64 letters, digits and - _ .`]))

const onlyOne: Effect.Effect<DistrictId, LedgerUnavailable | InvalidCall, Services> = Effect.flatMap(
  districts,
  ([only, ...others]) =>
    only === undefined
      ? Effect.fail(new InvalidCall(["the ledger has no district yet: give `model`, or `district`"]))
      : others.length === 0
        ? Effect.succeed(only)
        : Effect.fail(
            new InvalidCall([
              `the ledger has several districts: give \`district\`: ${[only, ...others].join(", ")}`
            ])
          )
)

/**
 * The operations of the district that is meant, after adopting the model if one is given.
 *
 * @category constructors
 */
export const choose = ({
  district,
  model
}: Which): Effect.Effect<Operations, AdoptError | InvalidCall, Services> =>
  Effect.gen(function* () {
    if (model === undefined) return of(district === undefined ? yield* onlyOne : yield* idOf(district))
    if (district === undefined) return of((yield* Governance.use((all) => all.adopt(model))).id)
    const operations = of(yield* idOf(district))
    yield* operations.adopt(model)
    return operations
  })

/** The operations of a district by its id. Fails if the text is no id. */
export const at = (id: string): Effect.Effect<Operations, InvalidCall> => Effect.map(idOf(id), of)
