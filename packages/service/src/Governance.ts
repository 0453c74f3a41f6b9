/**
 * The door of the library: submit what somebody asks, read how a district stands. A command is decided by the core on
 * the district as folded from its ledger, appended with the versions that the decision saw, and decided again where
 * somebody else was faster.
 *
 * - The same command id again returns its first result and writes nothing, whatever has happened since.
 * - Who may not ask learns that, and nothing else; whoever may gets every reason at once.
 * - Districts are read from the ledger on demand and kept; the least recently used ones are let go.
 */
import { stream as caseStream } from "@liulinhui/core/casework/Case"
import { moves } from "@liulinhui/core/casework/CaseDecider"
import * as Transfer from "@liulinhui/core/casework/Transfer"
import type { Day } from "@liulinhui/core/kernel/Day"
import { formatPath, make as problem, type Problem } from "@liulinhui/core/kernel/Problem"
import type { Reasons } from "@liulinhui/core/kernel/Rule"
import * as District from "@liulinhui/core/district/District"
import * as Journal from "@liulinhui/core/district/Journal"
import { type Model, read as readModel } from "@liulinhui/core/model/Model"
import * as Sealing from "@liulinhui/core/district/Sealing"
import { argumentsOf } from "@liulinhui/core/model/NoticeRule"
import { clock } from "@liulinhui/core/place/Actor"
import type { ActorId, CaseId, DistrictId } from "@liulinhui/core/place/Id"
import {
  type Append,
  type AppendRejected,
  CommandId,
  Ledger,
  type LedgerUnavailable,
  limits,
  type Receipt,
  type VersionConflict
} from "@liulinhui/core/ports/Ledger"
import { ofResident } from "@liulinhui/core/place/Sealed"
import { type OwnerErased, type SealBroken, Vault, type VaultUnavailable } from "@liulinhui/core/ports/Vault"
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { mayAsk } from "@liulinhui/core/governance/Authority"
import * as Decide from "@liulinhui/core/governance/Decide"
import type { Change, Reason } from "@liulinhui/core/governance/Decision"
import { type Offers, offers } from "@liulinhui/core/governance/Offers"
import type { Request } from "@liulinhui/core/governance/Request"
import * as NoticeTexts from "./NoticeTexts.ts"
import * as Seals from "./Seals.ts"
import { isTimeZone, remembering } from "@liulinhui/core/kernel/TimeZone"
import {
  type Awaited,
  commandId as transferId,
  declined,
  noteId,
  obstacles,
  onItsWay,
  type OnItsWay,
  outstanding,
  type Reception
} from "@liulinhui/core/governance/Reception"

/**
 * Somebody asks something of a district.
 *
 * @category models
 */
export interface Submission {
  readonly district: DistrictId
  /** Given once by whoever submits, so that a retry is known. */
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/** What a command did: the entries that it wrote, none where there was nothing to change. */
export interface Accepted {
  readonly receipt: Option.Option<Receipt>
}

/**
 * The request is refused, with every reason; nothing was done of it.
 *
 * @category errors
 */
export class Refused extends Data.TaggedError("Refused")<{
  readonly district: DistrictId
  readonly id: CommandId
  readonly request: Request["_tag"]
  readonly reasons: Reasons<Reason>
  /** Whether the attempt is kept on the case, because the playbook says so of the step. */
  readonly kept: boolean
}> {
  override get message(): string {
    return `${this.request} (${this.id}) is refused: ${this.reasons.map((reason) => JSON.stringify(reason)).join("; ")}`
  }
}

/**
 * The actor holds no mandate for what is asked. It says no more than that, whatever the district looks like.
 *
 * @category errors
 */
export class NotAllowed extends Data.TaggedError("NotAllowed")<{
  readonly district: DistrictId
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request["_tag"]
}> {
  override get message(): string {
    return `"${this.by}" may not ask for ${this.request} in district "${this.district}"`
  }
}

/**
 * The district has adopted no model, so that nobody has a mandate in it.
 *
 * @category errors
 */
export class DistrictUnknown extends Data.TaggedError("DistrictUnknown")<{ readonly district: DistrictId }> {
  override get message(): string {
    return `district "${this.district}" has adopted no model: adopt one first`
  }
}

/**
 * A model document is refused, with every problem and its path; the district stays with the model it has.
 *
 * @category errors
 */
export class ModelRefused extends Data.TaggedError("ModelRefused")<{
  readonly problems: ReadonlyArray<Problem>
}> {
  override get message(): string {
    return this.problems.map(({ message, path }) => `${formatPath(path)}: ${message}`).join("\n")
  }
}

/**
 * The library itself failed on a case: a mistake in it, not in the district.
 *
 * @category errors
 */
export class CaseDied extends Data.TaggedError("CaseDied")<{
  readonly case: CaseId
  readonly cause: unknown
}> {
  override get message(): string {
    return `case ${this.case} could not be decided: ${String(this.cause)}. Report it with the version of the library`
  }
}

/** What can go wrong with the ledger and the vault under any operation. */
export type StoreError = LedgerUnavailable | Journal.EntryUnreadable | VaultUnavailable | SealBroken

/**
 * @category models
 */
export interface GovernanceShape {
  /**
   * Lives by a model document from now on. One that equals the model in force changes nothing. It is an operator's act:
   * nobody holds a mandate before there is a model.
   */
  readonly adopt: (
    document: Schema.Json
  ) => Effect.Effect<Model, ModelRefused | VersionConflict | AppendRejected | OwnerErased | StoreError>
  readonly submit: (
    submission: Submission
  ) => Effect.Effect<
    Accepted,
    Refused | NotAllowed | DistrictUnknown | VersionConflict | AppendRejected | OwnerErased | StoreError
  >
  /** What an actor may do today, in the district and on a case; nothing for whoever is unknown. */
  readonly can: (
    district: DistrictId,
    by: ActorId,
    on?: CaseId
  ) => Effect.Effect<Offers, DistrictUnknown | StoreError>
  /** Reads a district as it stands, on the day that it is there. The district must not be kept. */
  readonly read: <A>(
    district: DistrictId,
    question: (district: District.District, today: Day) => A
  ) => Effect.Effect<A, DistrictUnknown | StoreError>
  /**
   * Takes in a case that another district sent here, with its history. Doing it again does nothing; where the case cannot
   * live here, that is recorded, and its sender goes on with it.
   */
  readonly receive: (reception: Reception) => Effect.Effect<Accepted, SubmitError>
  /**
   * Goes on with what a district has sent and not heard of: notes what was taken in, has declined what cannot be, and
   * returns what still waits. A transfer that fails, for instance because the other district cannot be read, stops no
   * other. Nothing is lost where a process died in between: call it again.
   */
  readonly settle: (from: DistrictId) => Effect.Effect<ReadonlyArray<Awaited>, DistrictUnknown | StoreError>
  /**
   * Does what is due for the clock on every case by today, each once: takes the steps of deadlines that have passed, and
   * counts provisional days again if the calendar has more data. A case that fails stops no other case.
   */
  readonly wake: (district: DistrictId) => Effect.Effect<Woken, DistrictUnknown | StoreError>
}

/**
 * What waking a district did: the cases that moved, and those that could not, each with the reason. They are tried again
 * the next time.
 *
 * @category models
 */
export interface Woken {
  readonly moved: ReadonlyArray<CaseId>
  readonly failed: ReadonlyArray<{ readonly case: CaseId; readonly error: CaseError }>
}

/**
 * @category services
 */
export class Governance extends Context.Service<Governance, GovernanceShape>()(
  "@liulinhui/service/Governance"
) {}

/** Why a case could not be moved. */
export type CaseError = Refused | VersionConflict | AppendRejected | OwnerErased | CaseDied

type SubmitError =
  | Refused
  | NotAllowed
  | DistrictUnknown
  | VersionConflict
  | AppendRejected
  | OwnerErased
  | StoreError

/** A submission whose turn has not come; with its outcome as soon as that stands. */
interface Waiting {
  readonly submission: Submission
  outcome: Exit.Exit<Accepted, SubmitError> | undefined
}

/** A district in memory, and the lock under which it is read, decided on and folded further. */
interface Cell {
  draft: District.Draft
  readonly lock: Semaphore.Semaphore
  /** In the order in which they came. */
  readonly waiting: Set<Waiting>
  /** How many turns it is since somebody else was found to write to the district, too. */
  calm: number
}

/** What a submission comes to: an outcome already, or entries to append and the outcome once they are. */
type Prepared =
  | { readonly outcome: Exit.Exit<Accepted, SubmitError> }
  | {
      readonly changes: ReadonlyArray<Change>
      readonly outcomeOf: (receipt: Receipt) => Exit.Exit<Accepted, Refused>
    }

const attempts = 5

/** Submissions that share an append at most. */
const together = 256

/** Turns without another writer, after which submissions share appends again. */
const calmAgain = 16

const erases = (changes: ReadonlyArray<Change>): boolean =>
  changes.some(({ events }) => events.some(({ _tag }) => _tag === "ResidentErased"))

/** What is wrong with a document besides what its own reading tells: time zone, texts, versions that must rise. */
const problemsOfAdoption = (model: Model, draft: District.District): ReadonlyArray<Problem> => [
  ...(isTimeZone(model.timeZone)
    ? []
    : [
        problem(
          ["timeZone"],
          "unknown-time-zone",
          `"${model.timeZone}" is no time zone: use a name such as Asia/Shanghai`
        )
      ]),
  ...[...model.notices].flatMap(([id, rule]) =>
    (["zh", "en"] as const).flatMap((language) => {
      const wrong = NoticeTexts.problem(rule, language)
      return wrong === undefined
        ? []
        : [
            problem(
              ["notices", id, "text", language],
              "bad-message",
              `${wrong}: use only ${argumentsOf[rule.on].map((name) => `{${name}}`).join(" ")}`
            )
          ]
    })
  ),
  ...[...model.playbooks].flatMap(([id, { playbook }]) => {
    const before = draft.playbooks.get(District.versionKey(id, playbook.version))?.playbook
    return before === undefined || JSON.stringify(before) === JSON.stringify(playbook)
      ? []
      : [
          problem(
            ["playbooks", id, "version"],
            "version-not-raised",
            `the playbook has changed but is still version ${playbook.version}, under which cases may be open: ` +
              `raise it to ${playbook.version + 1}`
          )
        ]
  })
]

const make = (options: { readonly districtsInMemory: number }) =>
  Effect.gen(function* () {
    const ledger = yield* Ledger
    const vault = yield* Vault
    const cells = yield* Cache.make({
      capacity: options.districtsInMemory,
      lookup: (_: DistrictId) =>
        Effect.sync((): Cell => ({
          draft: District.draft(),
          lock: Semaphore.makeUnsafe(1),
          waiting: new Set(),
          calm: calmAgain
        }))
    })

    /** Folds what has been appended since, by anybody: all there is, or up to a position that is known to be there. */
    const catchUp = Effect.fnUntraced(function* (
      district: DistrictId,
      draft: District.Draft,
      until = Number.POSITIVE_INFINITY
    ) {
      while (draft.position < until) {
        const page = yield* ledger.read(district, draft.position, limits.page)
        // Entries that are large make a page short: only one without any is the last.
        if (page.length === 0) return
        const readable = yield* Seals.open(vault, district, page)
        for (const entry of readable) {
          const { event } = yield* Effect.fromResult(District.apply(draft, entry))
          // Whoever reads that somebody was erased sees to it that the key is gone: also after a crash in between.
          if (event._tag === "ResidentErased") yield* vault.destroy(district, ofResident(event.resident))
        }
      }
    })

    /** Folds what others have appended, and takes notice that there are others. */
    const refresh = Effect.fnUntraced(function* (district: DistrictId, cell: Cell) {
      const before = cell.draft.position
      yield* catchUp(district, cell.draft)
      cell.calm = before > 0 && cell.draft.position > before ? 0 : cell.calm + 1
    })

    /** Runs under the district's lock, with the district folded up to now. */
    const withDistrict = <A, E>(
      district: DistrictId,
      run: (draft: District.Draft) => Effect.Effect<A, E>
    ): Effect.Effect<A, E | StoreError> =>
      Effect.flatMap(Cache.get(cells, district), (cell) =>
        cell.lock.withPermits(1)(Effect.flatMap(refresh(district, cell), () => run(cell.draft)))
      )

    const modelOf = (district: DistrictId, { model }: District.District) =>
      model === undefined ? Effect.fail(new DistrictUnknown({ district })) : Effect.succeed(model)

    const day = remembering()
    const todayIn = ({ timeZone }: Model) =>
      Effect.map(Clock.currentTimeMillis, (instant) => day(instant, timeZone))

    /** Changes as the ledger takes them, sealed. */
    const toAppend = Effect.fnUntraced(function* (
      district: DistrictId,
      draft: District.District,
      commandId: CommandId,
      changes: ReadonlyArray<Change>
    ) {
      const at = yield* Clock.currentTimeMillis
      const sealed = yield* Seals.seal(vault, district, draft, changes)
      const streams = changes.map(({ expected, stream }, n) => ({
        stream,
        expected,
        events: sealed[n] ?? []
      }))
      return { district, commandId, at, streams } satisfies Append
    })

    /** Folds an append as it is read back, or will be if nobody else writes before it. */
    const foresee = Effect.fnUntraced(function* (draft: District.Draft, { district, streams }: Append) {
      let { position } = draft
      const lines = streams.flatMap(({ events, stream }) => {
        const before = draft.versions.get(stream) ?? 0
        return events.map(({ data, type }, n) => {
          position += 1
          return { district, stream, position, version: before + n + 1, type, data }
        })
      })
      for (const line of yield* Seals.open(vault, district, lines)) {
        yield* Effect.fromResult(District.apply(draft, line))
      }
    })

    const append = Effect.fnUntraced(function* (
      district: DistrictId,
      draft: District.Draft,
      commandId: CommandId,
      changes: ReadonlyArray<Change>
    ) {
      const one = yield* toAppend(district, draft, commandId, changes)
      // No command has a fingerprint, so that there is none to differ.
      const receipt = yield* Effect.catchTag(ledger.append(one), "CommandIdReused", Effect.die)
      // What was just written need not be read where it comes next. A key is destroyed for what is read only.
      if (!receipt.repeated && receipt.first === draft.position + 1 && !erases(changes))
        yield* foresee(draft, one)
      yield* catchUp(district, draft, receipt.last)
      return receipt
    }, Effect.withSpan("Governance.append"))

    /** The first result of a command that was submitted before. */
    const firstResult = Effect.fnUntraced(function* (
      { district, id, request }: Submission,
      receipt: Receipt
    ) {
      // A refused attempt stands last: before it may stand the deadlines that had passed by then.
      const [entry] = yield* ledger.read(district, receipt.last - 1, 1)
      if (entry !== undefined) {
        const { event } = yield* Effect.fromResult(Sealing.decodeClear(entry))
        if (event._tag === "StepRefused") {
          return yield* new Refused({
            district,
            id,
            request: request._tag,
            reasons: event.reasons,
            kept: true
          })
        }
      }
      return { receipt: Option.some(receipt) }
    })

    /** Who asks what of which district and on which day, or that this actor may not ask it at all. */
    const questionOf = Effect.fnUntraced(function* (
      { by, district, id, request }: Submission,
      draft: District.Draft
    ) {
      const model = yield* modelOf(district, draft)
      const on = yield* todayIn(model)
      const actor = model.actors.get(by)
      return actor !== undefined && mayAsk(request, { actor, model, on })
        ? { district: draft, model, actor, on }
        : yield* new NotAllowed({ district, id, by, request: request._tag })
    })

    /**
     * Decides what a submission comes to in a district as it stands. Before anything is told, even that a command was there
     * before, comes whether this actor may ask.
     */
    const prepare = Effect.fnUntraced(function* (submission: Submission, draft: District.Draft) {
      const { district, id, request } = submission
      const question = yield* questionOf(submission, draft)
      const decision = Decide.decide(question, request)
      if (Result.isFailure(decision)) {
        const reasons = decision.failure
        const changes = Decide.keptRefusal(question, request, reasons)
        const refused = Exit.fail(
          new Refused({ district, id, request: request._tag, reasons, kept: changes.length > 0 })
        )
        return (
          changes.length > 0 ? { changes, outcomeOf: () => refused } : { outcome: refused }
        ) satisfies Prepared
      }
      if (request._tag === "TransferCase" && typeof request.to !== "string") {
        const to = request.to.district
        if ((yield* ledger.head(to)).position === 0) {
          const reasons = [{ _tag: "DistrictNotThere" as const, district: to }] as const
          const refused = new Refused({ district, id, request: request._tag, reasons, kept: false })
          return { outcome: Exit.fail(refused) } satisfies Prepared
        }
      }
      const changes = decision.success
      return (
        changes.length === 0
          ? { outcome: Exit.succeed({ receipt: Option.none<Receipt>() }) }
          : {
              changes,
              outcomeOf: (receipt: Receipt) => Exit.succeed({ receipt: Option.some(receipt) })
            }
      ) satisfies Prepared
    })

    const serveOne = Effect.fnUntraced(function* (submission: Submission, draft: District.Draft) {
      const { district, id } = submission
      // Whether a command was there before, the ledger says of what is appended; it is asked where nothing is.
      const unlessBefore = (outcome: Effect.Effect<Accepted, SubmitError>) =>
        Effect.flatMap(ledger.receipt(district, id), (before): Effect.Effect<Accepted, SubmitError> =>
          Option.isSome(before) ? firstResult(submission, before.value) : outcome
        )
      const prepared: Prepared = yield* prepare(submission, draft)
      if ("outcome" in prepared) return yield* unlessBefore(prepared.outcome)
      return yield* append(district, draft, id, prepared.changes).pipe(
        Effect.flatMap((receipt) =>
          receipt.repeated ? firstResult(submission, receipt) : prepared.outcomeOf(receipt)
        ),
        // What was sealed the first time cannot be any more.
        Effect.catchTag("OwnerErased", (error) => unlessBefore(Effect.fail(error)))
      )
    })

    /** Decides again on what somebody else has written meanwhile, a few times. */
    const retrying = <A, E>(
      district: DistrictId,
      draft: District.Draft,
      attempt: Effect.Effect<A, E | VersionConflict>
    ): Effect.Effect<A, E | VersionConflict | StoreError> =>
      Effect.retry(
        Effect.suspend(() => attempt),
        {
          times: attempts - 1,
          while: (error) => isConflict(error) && Effect.as(catchUp(district, draft), true)
        }
      )

    /**
     * Decides on several submissions, each on what those before it will have done, and appends what comes of them at
     * once. Nobody hears of an outcome before all of it is durable: if it cannot be appended so, nothing was said, and
     * the district is folded again. Gives how many have their outcome, from the first on.
     */
    const serveTogether = Effect.fnUntraced(function* (
      district: DistrictId,
      cell: Cell,
      batch: ReadonlyArray<Waiting>
    ) {
      const { draft } = cell
      const before = yield* ledger.receipts(
        district,
        batch.map(({ submission }) => submission.id)
      )
      const known = new Set<CommandId>()
      const appends: Array<Append> = []
      const outcomes: Array<(receipts: ReadonlyArray<Receipt>) => Waiting["outcome"]> = []
      for (const { submission } of batch) {
        // The same command twice: the second hears what has become of the first.
        if (known.has(submission.id)) break
        known.add(submission.id)
        const prepared = yield* Effect.exit(
          Effect.gen(function* () {
            const found: Prepared = yield* prepare(submission, draft)
            const first = before.get(submission.id)
            if (first !== undefined) return { outcome: yield* Effect.exit(firstResult(submission, first)) }
            return "outcome" in found
              ? found
              : { ...found, append: yield* toAppend(district, draft, submission.id, found.changes) }
          })
        )
        if (Exit.isFailure(prepared)) {
          const outcome = Exit.failCause(prepared.cause)
          outcomes.push(() => outcome)
        } else if ("outcome" in prepared.value) {
          const { outcome } = prepared.value
          outcomes.push(() => outcome)
        } else {
          const { append: one, changes, outcomeOf } = prepared.value
          // A key is destroyed for what is in the ledger only.
          if (erases(changes)) break
          const n = appends.push(one) - 1
          yield* foresee(draft, one)
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
        cell.draft = District.draft()
        cell.calm = 0
        yield* catchUp(district, cell.draft)
        return 0
      }
      const receipts = appended.value
      const isForeseen =
        receipts.every(({ repeated }) => !repeated) &&
        (receipts.at(-1)?.last ?? draft.position) === draft.position
      if (!isForeseen) {
        cell.draft = District.draft()
        cell.calm = 0
      }
      outcomes.forEach((outcome, n) => {
        const one = batch[n]
        if (one !== undefined) one.outcome = outcome(receipts)
      })
      return outcomes.length
    })

    /** Serves those who wait for a district, until this one has its outcome. */
    const serve = Effect.fnUntraced(function* (district: DistrictId, cell: Cell, mine: Waiting) {
      for (;;) {
        if (mine.outcome !== undefined) return mine.outcome
        yield* refresh(district, cell)
        const batch = [...cell.waiting].filter(({ outcome }) => outcome === undefined).slice(0, together)
        const served =
          batch.length > 1 && cell.calm >= calmAgain
            ? yield* Effect.onExit(serveTogether(district, cell, batch), (exit) =>
                Effect.sync(() => {
                  // What was foreseen may never come.
                  if (Exit.isFailure(exit)) cell.draft = District.draft()
                })
              )
            : 0
        const [next] = served > 0 ? [] : batch
        if (next !== undefined) {
          const { draft } = cell
          next.outcome = yield* Effect.exit(retrying(district, draft, serveOne(next.submission, draft)))
        }
      }
    })

    const submit = Effect.fn("Governance.submit")(
      function* (submission: Submission) {
        const { district } = submission
        const cell = yield* Cache.get(cells, district)
        const mine: Waiting = { submission, outcome: undefined }
        cell.waiting.add(mine)
        // One of those who wait serves all of them, in the order in which they came.
        const outcome = yield* Effect.ensuring(
          cell.lock.withPermits(1)(serve(district, cell, mine)),
          Effect.sync(() => cell.waiting.delete(mine))
        )
        return yield* outcome
      },
      (effect, submission) => observed(submission, effect)
    )

    const adopt = Effect.fn("Governance.adopt")(function* (document: Schema.Json) {
      const model = yield* Effect.mapError(
        Effect.fromResult(readModel(document)),
        (problems) => new ModelRefused({ problems })
      )
      const district = model.id
      return yield* withDistrict(district, (draft) =>
        Effect.gen(function* () {
          const text = JSON.stringify(document)
          if (JSON.stringify(draft.document) === text) return model
          const problems = problemsOfAdoption(model, draft)
          if (problems.length > 0) return yield* new ModelRefused({ problems })
          const on = yield* todayIn(model)
          // The same document may come again after another: the position tells the two adoptions apart.
          const id = CommandId.make(`model/${draft.position}/${ledger.hash(text)}`)
          yield* append(district, draft, id, [
            {
              stream: Journal.modelStream,
              expected: draft.versions.get(Journal.modelStream) ?? 0,
              events: [{ _tag: "ModelAdopted", on, document }]
            }
          ])
          return model
        })
      )
    })

    const read: GovernanceShape["read"] = (district, question) =>
      withDistrict(district, (draft) =>
        Effect.flatMap(modelOf(district, draft), (model) =>
          Effect.map(todayIn(model), (today) => question(draft, today))
        )
      )

    const can: GovernanceShape["can"] = (district, by, on) =>
      read(district, (state, today) => offers(state, today, by, Option.fromUndefinedOr(on)))

    /** The cases on which there is something for the clock to do by a day. */
    const due = (draft: District.District, { calendar }: Model, on: Day): ReadonlyArray<CaseId> =>
      District.openCases(draft).flatMap((state) => {
        const playbook = District.playbookOf(draft, state)
        return playbook !== undefined && moves(playbook, calendar, state, on) ? [state.id] : []
      })

    const lapseOne = Effect.fnUntraced(function* (district: DistrictId, draft: District.Draft, id: CaseId) {
      const model = yield* modelOf(district, draft)
      const on = yield* todayIn(model)
      const decision = Decide.lapse({ district: draft, model, actor: clock, on }, id)
      // The version makes the id: whoever wakes the case again after a crash does it once.
      const commandId = CommandId.make(`lapse/${id}/${draft.versions.get(caseStream(id)) ?? 0}`)
      if (Result.isFailure(decision)) {
        return yield* new Refused({
          district,
          id: commandId,
          request: "TakeStep",
          reasons: decision.failure,
          kept: false
        })
      }
      yield* append(district, draft, commandId, decision.success)
    })

    /** What went wrong with a case, as a value; what is wrong with the stores concerns every case, and fails. */
    const ofCase = (
      id: CaseId,
      effect: Effect.Effect<unknown, CaseError | DistrictUnknown | StoreError>
    ): Effect.Effect<CaseError | undefined, DistrictUnknown | StoreError> =>
      effect.pipe(
        Effect.as(undefined),
        Effect.catchDefect((cause) => Effect.fail(new CaseDied({ case: id, cause }))),
        Effect.catchTag(
          ["Refused", "VersionConflict", "AppendRejected", "OwnerErased", "CaseDied"],
          (error) => Effect.succeed(error)
        )
      )

    const wake = Effect.fn("Governance.wake")(function* (district: DistrictId) {
      return yield* withDistrict(district, (draft) =>
        Effect.gen(function* () {
          const model = yield* modelOf(district, draft)
          const on = yield* todayIn(model)
          const moved: Array<CaseId> = []
          const failed = new Map<CaseId, CaseError>()
          const left = () => due(draft, model, on).filter((id) => !failed.has(id))
          // A lapse may lead into a stage whose own deadline has passed already: go on until nothing moves.
          for (let cases = left(); cases.length > 0; cases = left()) {
            for (const id of cases) {
              const error = yield* ofCase(id, retrying(district, draft, lapseOne(district, draft, id)))
              if (error === undefined) moved.push(id)
              else failed.set(id, error)
            }
          }
          return { moved, failed: [...failed].map(([id, error]) => ({ case: id, error })) }
        })
      )
    })

    /** Where a case of another district is on its way to. */
    const sentBy = (from: DistrictId, id: CaseId) =>
      withDistrict(from, (draft) => Effect.succeed(onItsWay(draft, from, id)))

    /** Has the receiving district declare that a case cannot live in it, where that is so. */
    const declineWhatCannot = (sent: OnItsWay) =>
      withDistrict(sent.to, (draft) =>
        Effect.gen(function* () {
          const [first, ...others] = obstacles(draft, sent)
          // A district without a model may yet adopt one.
          if (draft.model === undefined || first === undefined) return
          const on = yield* todayIn(draft.model)
          const events = [declined(sent, on, [first, ...others])]
          yield* append(sent.to, draft, transferId(sent), [
            { stream: Transfer.stream, expected: "any", events }
          ])
        })
      )

    /** What became of a case in the district that it was sent to; nothing yet where neither stands in its ledger. */
    const fateOf = Effect.fnUntraced(function* (sent: OnItsWay) {
      const receipt = yield* ledger.receipt(sent.to, transferId(sent))
      if (Option.isNone(receipt)) return undefined
      const [entry] = yield* ledger.read(sent.to, receipt.value.last - 1, 1)
      if (entry === undefined) return undefined
      const { event } = yield* Effect.fromResult(Sealing.decodeClear(entry))
      return event._tag === "CaseReceived" || event._tag === "TransferDeclined"
        ? { event, receipt: receipt.value }
        : undefined
    })

    /** Has the sender note what became of a case, once. Says whether anything had become of it. */
    const noteFate = Effect.fnUntraced(function* (sent: OnItsWay) {
      const fate = yield* fateOf(sent)
      if (fate === undefined || sent.isNoted) return fate
      const { event } = fate
      const { from, state, to: district } = sent
      yield* withDistrict(from, (draft) => {
        const note = Effect.gen(function* () {
          const on = yield* todayIn(yield* modelOf(from, draft))
          const noted = { by: event.by, on, district }
          const stream = caseStream(state.id)
          yield* append(from, draft, noteId(sent), [
            {
              stream,
              expected: draft.versions.get(stream) ?? 0,
              events: [
                event._tag === "CaseReceived"
                  ? { _tag: "CaseArrived", ...noted, as: event.id }
                  : { _tag: "CaseReturned", ...noted, reasons: event.reasons }
              ]
            }
          ])
        })
        return retrying(from, draft, note)
      })
      return fate
    })

    const receive: GovernanceShape["receive"] = Effect.fn("Governance.receive")(function* (reception) {
      const { by, case: id, district, from } = reception
      const asked = { district, by, request: "TransferCase" as const }
      const actorIn = Effect.fnUntraced(function* (draft: District.Draft, command: CommandId) {
        const model = yield* modelOf(district, draft)
        const on = yield* todayIn(model)
        const actor = model.actors.get(by)
        return actor !== undefined && mayAsk({ _tag: "TransferCase" }, { actor, model, on })
          ? { district: draft, model, actor, on }
          : yield* new NotAllowed({ ...asked, id: command })
      })
      const first = CommandId.make(`transfer/${from}`)
      yield* withDistrict(district, (draft) => actorIn(draft, first))
      const sent = yield* sentBy(from, id)
      const refuse = (command: CommandId, reasons: Reasons<Reason>) =>
        new Refused({ district, id: command, request: asked.request, reasons, kept: false })
      // A case that was sent elsewhere, or to nobody, is unknown here.
      if (sent?.to !== district) return yield* refuse(first, [{ _tag: "CaseUnknown", case: id }])
      const command = transferId(sent)
      yield* declineWhatCannot(sent)
      const receipt = yield* withDistrict(district, (draft) => {
        const take = Effect.gen(function* () {
          const question = yield* actorIn(draft, command)
          const before = yield* ledger.receipt(district, command)
          if (Option.isSome(before)) return before.value
          const decision = Decide.receive(question, sent, reception)
          return Result.isFailure(decision)
            ? yield* refuse(command, decision.failure)
            : yield* append(district, draft, command, decision.success)
        })
        return retrying(district, draft, take)
      })
      const fate = yield* noteFate(sent)
      return fate?.event._tag === "TransferDeclined"
        ? yield* refuse(command, fate.event.reasons)
        : { receipt: Option.some(receipt) }
    })

    const settle: GovernanceShape["settle"] = Effect.fn("Governance.settle")(function* (from) {
      const sent = yield* withDistrict(from, (draft) =>
        Effect.map(modelOf(from, draft), () => outstanding(draft, from))
      )
      const awaited: Array<Awaited> = []
      for (const one of sent) {
        const fate = yield* Effect.result(Effect.andThen(declineWhatCannot(one), noteFate(one)))
        const waits = { case: one.state.id, to: one.to }
        if (Result.isFailure(fate)) awaited.push({ ...waits, failed: fate.failure.message })
        else if (fate.success === undefined) awaited.push(waits)
      }
      return awaited
    })

    return Governance.of({ adopt, submit, can, read, wake, receive, settle })
  })

/** Tells traces and logs what has become of a submission: never what was in it. */
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

const isConflict = (error: unknown): error is VersionConflict =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "VersionConflict"

/**
 * Governance over a ledger and the vault that seals what is personal in it. `districtsInMemory` bounds how many districts are kept folded; 64 where it is not said.
 *
 * @category layers
 */
export const layer = (
  options: { readonly districtsInMemory?: number } = {}
): Layer.Layer<Governance, never, Ledger | Vault> =>
  Layer.effect(Governance, make({ districtsInMemory: options.districtsInMemory ?? 64 }))
