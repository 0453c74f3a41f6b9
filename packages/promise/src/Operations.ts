/**
 * The operations of one district, as effects with typed errors. `open` runs them as promises, and `@liulinhui/fp-ts`
 * runs them as tasks. So both packages behave in the same way.
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

/** A request as JSON. Ids are texts, and days are texts such as `2026-03-02`. */
export type RequestJson = typeof Request.Encoded

/**
 * A request that an actor submits.
 *
 * @category models
 */
export interface Submission {
  /** The idempotency key, which the caller chooses. Use the same id for a retry, and a new id for every new request. */
  readonly id: string
  /** The id of the actor who makes the request. */
  readonly by: string
  readonly request: RequestJson
}

/** The errors that can occur when a district is read. */
export type ReadError = DistrictUnknown | StoreError

/** The errors that can occur when a request is submitted. */
export type SubmitError = Exclude<ServiceSubmitError, ServiceRefused> | Refused

/** The errors that can occur when a model document is adopted. */
export type AdoptError = Effect.Error<ReturnType<GovernanceShape["adopt"]>>

/**
 * The result of the due clock's work (the steps of passed deadlines) on a district: the cases that changed, and the
 * cases that failed. Failed cases are tried again the next time.
 *
 * @category models
 */
export interface Woken {
  readonly moved: ReadonlyArray<string>
  readonly failed: ReadonlyArray<{
    readonly case: string
    readonly error: Exclude<CaseError, ServiceRefused> | Refused
  }>
  /**
   * If the clock is far ahead of the last entry: the day of this entry, the day that the clock shows, and the cases that
   * wait until somebody has confirmed the clock with the request `ConfirmClock`.
   */
  readonly jump?: { readonly last: string; readonly today: string; readonly waiting: ReadonlyArray<string> }
}

/** Replaces the types of some fields: days, which are numbers, become texts such as `2026-03-02`. */
type Dated<A, Keys extends string> = {
  readonly [Key in keyof A]: Key extends Keys ? Exclude<A[Key], Day.Day> | string : A[Key]
}

/**
 * The coverage of a rule on a day: who must be contacted, and who was. Days are texts such as `2026-03-02`.
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
 * The coverage rules to evaluate, and the day.
 *
 * @category models
 */
export interface CoverageOptions {
  /** The ids of the rules. Default: every rule of the model. */
  readonly rules?: ReadonlyArray<string>
  /**
   * A day such as `2026-03-02`. The coverage is computed for the end of this day. Default: today in the time zone of
   * the district.
   */
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

/**
 * Finds the playbook (the stages and steps of one kind of case) that a request is about: the playbook of its case, or
 * the playbook that the request itself names.
 */
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

/** Adds the texts of the reasons to a refusal. If the district cannot be read, the texts use ids instead of names. */
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
    // The cast is safe: the service checks any JSON strictly.
    governance.submit({ ...submission, district } as unknown as ServiceSubmission)
  ).pipe(
    Effect.map(({ receipt }: Accepted) => Option.getOrUndefined(receipt)),
    Effect.catchTag("Refused", (refused) =>
      Effect.flatMap(worded(refused, submission.by, asRecord(submission.request)), Effect.fail)
    )
  )

const nothing: Offers = { requests: [], steps: [], standard: [] }

const can = (district: DistrictId, by: string, on: string | undefined) =>
  // If the id of the actor or of the case is invalid, the actor may make no requests.
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
        ? new InvalidCall({ reasons })
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
    ({ failed, jump, moved }) =>
      Effect.map(
        Effect.forEach(failed, ({ case: id, error }): Effect.Effect<Failed, never, Governance> =>
          error._tag === "Refused"
            ? Effect.map(worded(error, "", { case: id }), (refused) => ({ case: id, error: refused }))
            : Effect.succeed({ case: id, error })
        ),
        (failures) => ({
          moved,
          failed: failures,
          ...(jump === undefined
            ? {}
            : { jump: { ...jump, last: Day.toIso(jump.last), today: Day.toIso(jump.today) } })
        })
      )
  )

/** Runs an operation of a service that exists only if a channel is configured. */
const withService = <I, S, A, E>(
  service: Context.Key<I, S>,
  run: (found: S) => Effect.Effect<A, E>
): Effect.Effect<A, E | InvalidCall> =>
  Effect.flatMap(Effect.serviceOption(service), (found): Effect.Effect<A, E | InvalidCall> =>
    Option.isSome(found)
      ? run(found.value)
      : Effect.fail(
          new InvalidCall({ reasons: ["there is no channel: give `notifier` when you open the service"] })
        )
  )

/** Refuses a model document of another district. Without this check, a call for one district could change another. */
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
 * Makes the operations of a district.
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

/** The ids of the districts in the ledger. */
export const districts: Effect.Effect<ReadonlyArray<DistrictId>, LedgerUnavailable, Services> = Ledger.use(
  (ledger) => ledger.districts
)

/** Runs one round of the due clock (it takes the steps of passed deadlines) over every district. */
export const round: Effect.Effect<Round, LedgerUnavailable, Services> = DueClock.use((clock) => clock.round)

/**
 * How to choose a district.
 *
 * @category models
 */
export interface Which {
  /** The id of the district. Default: the district of `model`, or the only district in the ledger. */
  readonly district?: string
  /** A model document to adopt first. If it equals the model in force, nothing changes. */
  readonly model?: Schema.Json
}

const idOf = (text: string): Effect.Effect<DistrictId, InvalidCall> =>
  Schema.is(DistrictId)(text)
    ? Effect.succeed(text)
    : Effect.fail(
        new InvalidCall({
          reasons: [`"${text}" is not the id of a district: 1–64 letters, digits and - _ .`]
        })
      )

const onlyOne: Effect.Effect<DistrictId, LedgerUnavailable | InvalidCall, Services> = Effect.flatMap(
  districts,
  ([only, ...others]) =>
    only === undefined
      ? Effect.fail(
          new InvalidCall({ reasons: ["the ledger has no district yet: give `model`, or `district`"] })
        )
      : others.length === 0
        ? Effect.succeed(only)
        : Effect.fail(
            new InvalidCall({
              reasons: [
                `the ledger has several districts: give \`district\`: ${[only, ...others].join(", ")}`
              ]
            })
          )
)

/**
 * Makes the operations of the chosen district. If a model is given, the model is adopted first.
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

/** Makes the operations of a district by its id. Fails if the text is not a valid id. */
export const at = (id: string): Effect.Effect<Operations, InvalidCall> => Effect.map(idOf(id), of)
