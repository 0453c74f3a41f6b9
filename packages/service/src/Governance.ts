/**
 * The door of the library: submit what somebody asks, read how a district stands. A command is decided by the core on
 * the district as folded from its ledger, appended with the versions that the decision saw, and decided again where
 * somebody else was faster.
 *
 * - The same command id again, from the same actor for the same request, returns its first result and writes nothing,
 *   whatever has happened since. For anything else it is refused.
 * - Who may not ask learns that, and nothing else; whoever may gets every reason at once.
 * - Districts are read from the ledger on demand and kept; the least recently used ones are let go.
 */
import { type CaseEvent, stream as caseStream } from "@liulinhui/core/casework/Case"
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
  AppendRejected,
  type CommandId,
  type Entry,
  Ledger,
  type LedgerUnavailable,
  limits,
  OwnCommandId,
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
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { mayAsk } from "@liulinhui/core/governance/Authority"
import * as Decide from "@liulinhui/core/governance/Decide"
import type { Change, Reason } from "@liulinhui/core/governance/Decision"
import { type Offers, offers } from "@liulinhui/core/governance/Offers"
import type { Request } from "@liulinhui/core/governance/Request"
import * as OwnCommands from "@liulinhui/core/governance/OwnCommands"
import * as Repeats from "@liulinhui/core/governance/Repeats"
import * as NoticeTexts from "./NoticeTexts.ts"
import * as Seals from "./Seals.ts"
import { isTimeZone, remembering } from "@liulinhui/core/kernel/TimeZone"
import {
  type Awaited,
  commandId as transferId,
  declined,
  fateIn,
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
  /** An idempotency key that the caller chooses: the same for a retry, never the same for two different requests. */
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
  /**
   * Switches a district to ledger format 1 (see decision 28). A district whose first model this version adopted has it
   * already. An operator calls it once no process of an earlier version serves the district any more.
   */
  readonly upgrade: (
    district: DistrictId
  ) => Effect.Effect<void, DistrictUnknown | VersionConflict | AppendRejected | OwnerErased | StoreError>
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

const isOwnId = Schema.is(OwnCommandId)

/** A receipt as callers get it: the fingerprint is between the service and its ledger. */
const shown = ({ first, last, repeated }: Receipt): Receipt => ({ first, last, repeated })

const erases = (changes: ReadonlyArray<Change>): boolean =>
  changes.some(({ events }) => events.some(({ _tag }) => _tag === "ResidentErased"))

const versionOf = ({ versions }: District.District, stream: string): number => versions.get(stream) ?? 0

/**
 * Whether the outcome of a submission holds also if its id is known: an opening that is refused today is not repeated because
 * it was allowed before.
 */
const isDecidedAnew = ({ request }: Submission, prepared: Prepared): boolean =>
  request._tag === "OpenPersonal" && "outcome" in prepared && Exit.isFailure(prepared.outcome)

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

    /** The fingerprint of a submission, given its entries: to be appended, or read from position `first` on. */
    const fingerprintOf = Effect.fnUntraced(function* (
      submission: Submission,
      draft: District.District,
      lines: ReadonlyArray<Repeats.Line>,
      first?: number
    ) {
      const owners = Repeats.ownersOf(draft, submission, lines, first)
      return yield* vault.mac(submission.district, owners, Repeats.textOf(submission))
    })

    /** Changes as the ledger takes them, sealed; in format 1 with the fingerprint of the submission that leads to them. */
    const toAppend = Effect.fnUntraced(function* (
      district: DistrictId,
      draft: District.District,
      commandId: CommandId,
      changes: ReadonlyArray<Change>,
      submission?: Submission
    ) {
      const at = yield* Clock.currentTimeMillis
      const sealed = yield* Seals.seal(vault, district, draft, changes)
      const streams = changes.map(({ expected, stream }, n) => ({
        stream,
        expected,
        events: sealed[n] ?? []
      }))
      const plain: Append = { district, commandId, at, streams }
      if (submission === undefined || draft.format === 0) return plain
      const lines = streams.flatMap(({ events, stream }) =>
        events.map((event) => ({ ...event, stream, position: 0 }))
      )
      return { ...plain, fingerprint: yield* fingerprintOf(submission, draft, lines) }
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
      changes: ReadonlyArray<Change>,
      submission?: Submission
    ) {
      const one = yield* toAppend(district, draft, commandId, changes, submission)
      const receipt = yield* ledger.append(one)
      // What was just written need not be read where it comes next. A key is destroyed for what is read only.
      if (!receipt.repeated && receipt.first === draft.position + 1 && !erases(changes))
        yield* foresee(draft, one)
      yield* catchUp(district, draft, receipt.last)
      return receipt
    }, Effect.withSpan("Governance.append"))

    /**
     * Appends a command of the library itself, once, also if several processes do so: see `OwnCommands`. If the id was used
     * before, `isDone` decides whether the command was done under it. When this succeeds, the command is done.
     */
    const appendOwn = Effect.fnUntraced(function* <E>(
      district: DistrictId,
      draft: District.Draft,
      { former, id }: OwnCommands.OwnCommand,
      changes: ReadonlyArray<Change>,
      isDone: Effect.Effect<boolean, E>,
      format: District.District["format"] = draft.format
    ) {
      // Without a fingerprint it cannot be refused for another one.
      const appendUnder = (commandId: CommandId) =>
        Effect.catchTag(append(district, draft, commandId, changes), "CommandIdReused", Effect.die)
      if (format === 0) {
        const receipt = yield* appendUnder(former)
        if (!receipt.repeated || (yield* isDone)) return receipt
      }
      const receipt = yield* appendUnder(id)
      if (!receipt.repeated || (yield* isDone)) return receipt
      // No caller can have such an id: the store was changed, or does not keep to the contract.
      const reason = `the command id "${id}" is in the ledger already, for something else`
      return yield* new AppendRejected({ district, reasons: [reason] })
    })

    /** Whether a stream has gone on since it was at a version. */
    const hasMoved = (draft: District.District, stream: string, version: number): Effect.Effect<boolean> =>
      Effect.sync(() => versionOf(draft, stream) > version)

    /** The entries that a command wrote, or the last of them. */
    const writtenBy = Effect.fnUntraced(function* (
      district: DistrictId,
      { first, last }: Receipt,
      which: "all" | "last"
    ) {
      const entries: Array<Entry> = []
      let after = which === "all" ? first - 1 : last - 1
      while (after < last) {
        const page = yield* ledger.read(district, after, Math.min(limits.page, last - after))
        if (page.length === 0) break
        entries.push(...page)
        after = page.at(-1)?.position ?? last
      }
      return entries
    })

    /** Whether the entries of a command were written for what is submitted under its id now. */
    const isSame = Effect.fnUntraced(function* (
      submission: Submission,
      draft: District.District,
      { fingerprint, first }: Receipt,
      entries: ReadonlyArray<Entry>
    ) {
      const isFitting = Effect.gen(function* () {
        return Repeats.fits(
          submission,
          yield* Effect.forEach(entries, (entry) => Effect.fromResult(Sealing.withoutSeals(entry)))
        )
      })
      if (fingerprint === undefined) return yield* isFitting
      return yield* fingerprintOf(submission, draft, entries, first).pipe(
        Effect.map((computed) => computed === fingerprint),
        // A resident whom it is about was erased, so that nobody can compute the fingerprint any more.
        Effect.catchTag("OwnerErased", () => isFitting)
      )
    })

    /**
     * The first result of a command that was submitted before; or a refusal, if its id was used for another command.
     * `isKnown`: the ledger has found that the fingerprints are the same.
     */
    const firstResult = Effect.fnUntraced(function* (
      submission: Submission,
      draft: District.District,
      receipt: Receipt,
      isKnown = false
    ) {
      const { district, id, request } = submission
      const refuse = (reasons: Reasons<Reason>, kept: boolean) =>
        new Refused({ district, id, request: request._tag, reasons, kept })
      const entries = yield* writtenBy(district, receipt, isKnown ? "last" : "all")
      if (!isKnown && !(yield* isSame(submission, draft, receipt, entries))) {
        return yield* refuse([{ _tag: "CommandIdReused", id }], false)
      }
      // A refused attempt stands last: before it may stand the deadlines that had passed by then.
      const entry = entries.at(-1)
      if (entry?.type === "StepRefused") {
        const { event } = yield* Effect.fromResult(Sealing.decodeClear(entry))
        if (event._tag === "StepRefused") return yield* refuse(event.reasons, true)
      }
      return { receipt: Option.some(shown(receipt)) }
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
              outcomeOf: (receipt: Receipt) => Exit.succeed({ receipt: Option.some(shown(receipt)) })
            }
      ) satisfies Prepared
    })

    const serveOne = Effect.fnUntraced(function* (submission: Submission, draft: District.Draft) {
      const { district, id } = submission
      // Whether a command was there before, the ledger says of what is appended; it is asked where nothing is.
      const unlessBefore = (outcome: Effect.Effect<Accepted, SubmitError>) =>
        Effect.flatMap(ledger.receipt(district, id), (before): Effect.Effect<Accepted, SubmitError> =>
          Option.isSome(before) ? firstResult(submission, draft, before.value) : outcome
        )
      const prepared: Prepared = yield* prepare(submission, draft)
      if ("outcome" in prepared) {
        return yield* isDecidedAnew(submission, prepared) ? prepared.outcome : unlessBefore(prepared.outcome)
      }
      // The ledger compares fingerprints where it gets one and has one.
      const isCompared = draft.format !== 0
      return yield* append(district, draft, id, prepared.changes, submission).pipe(
        Effect.flatMap((receipt): Effect.Effect<Accepted, SubmitError> =>
          receipt.repeated
            ? firstResult(submission, draft, receipt, isCompared && receipt.fingerprint !== undefined)
            : prepared.outcomeOf(receipt)
        ),
        // Another command; or the same one, if the case is about other people by now: then the keys are others.
        Effect.catchTag("CommandIdReused", (error) => unlessBefore(Effect.die(error))),
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
            if (first !== undefined && !isDecidedAnew(submission, found)) {
              return { outcome: yield* Effect.exit(firstResult(submission, draft, first)) }
            }
            return "outcome" in found
              ? found
              : {
                  ...found,
                  append: yield* toAppend(district, draft, submission.id, found.changes, submission)
                }
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
        const { district, id, request } = submission
        if (isOwnId(id)) {
          const reasons = [{ _tag: "CommandIdReserved" as const, id }] as const
          return yield* new Refused({ district, id, request: request._tag, reasons, kept: false })
        }
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

    /** Appends the adoption of a model. */
    const adoptIn = (
      district: DistrictId,
      draft: District.Draft,
      id: OwnCommands.OwnCommand,
      event: Journal.ModelEvent
    ) => {
      const expected = versionOf(draft, Journal.modelStream)
      const isDone = hasMoved(draft, Journal.modelStream, expected)
      const changes = [{ stream: Journal.modelStream, expected, events: [event] }]
      return appendOwn(district, draft, id, changes, isDone, event.format)
    }

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
          // A district begins with the format of the version that its first model is adopted by.
          const format = draft.model === undefined ? { format: Journal.format } : {}
          const id = OwnCommands.adoption(draft.position, ledger.hash(text))
          yield* adoptIn(district, draft, id, { _tag: "ModelAdopted", on, document, ...format })
          return model
        })
      )
    })

    const upgrade = Effect.fn("Governance.upgrade")(function* (district: DistrictId) {
      yield* withDistrict(district, (draft) =>
        Effect.gen(function* () {
          const model = yield* modelOf(district, draft)
          const { document, format } = draft
          if (format === Journal.format || document === undefined) return
          const on = yield* todayIn(model)
          const event = { _tag: "ModelAdopted" as const, on, document, format: Journal.format }
          yield* adoptIn(district, draft, OwnCommands.upgrade(Journal.format), event)
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
      const version = versionOf(draft, caseStream(id))
      const command = OwnCommands.lapse(id, version)
      if (Result.isFailure(decision)) {
        return yield* new Refused({
          district,
          id: command.id,
          request: "TakeStep",
          reasons: decision.failure,
          kept: false
        })
      }
      const isDone = hasMoved(draft, caseStream(id), version)
      yield* appendOwn(district, draft, command, decision.success, isDone)
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
          const unmoved = new Set<CaseId>()
          const left = () => due(draft, model, on).filter((id) => !failed.has(id) && !unmoved.has(id))
          // A lapse may lead into a stage whose own deadline has passed already: go on until nothing moves.
          for (let cases = left(); cases.length > 0; cases = left()) {
            for (const id of cases) {
              const before = versionOf(draft, caseStream(id))
              const error = yield* ofCase(id, retrying(district, draft, lapseOne(district, draft, id)))
              if (error !== undefined) failed.set(id, error)
              else if (versionOf(draft, caseStream(id)) > before) moved.push(id)
              else unmoved.add(id)
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
          if ((yield* fateOf(sent)) !== undefined) return
          const on = yield* todayIn(draft.model)
          const events = [declined(sent, on, [first, ...others])]
          yield* appendFate(draft, sent, [{ stream: Transfer.stream, expected: "any", events }])
        })
      )

    /** What became of a case in the district that it was sent to; nothing yet where neither stands in its ledger. */
    const fateOf = Effect.fnUntraced(function* (sent: OnItsWay) {
      const { former, id } = transferId(sent)
      const receipts = yield* ledger.receipts(sent.to, [id, former])
      for (const receipt of receipts.values()) {
        for (const entry of yield* writtenBy(sent.to, receipt, "last")) {
          const { event } = yield* Effect.fromResult(Sealing.decodeClear(entry))
          const fate = fateIn(event, sent)
          if (fate !== undefined) return { event: fate, receipt: shown(receipt) }
        }
      }
      return undefined
    })

    /** Appends, once, that the receiving district takes a case in or declines it. */
    const appendFate = (draft: District.Draft, sent: OnItsWay, changes: ReadonlyArray<Change>) => {
      const isDone = Effect.map(fateOf(sent), (fate) => fate !== undefined)
      return appendOwn(sent.to, draft, transferId(sent), changes, isDone)
    }

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
          const expected = versionOf(draft, stream)
          const note: CaseEvent =
            event._tag === "CaseReceived"
              ? { _tag: "CaseArrived", ...noted, as: event.id }
              : { _tag: "CaseReturned", ...noted, reasons: event.reasons }
          const isDone = hasMoved(draft, stream, expected)
          yield* appendOwn(from, draft, noteId(sent), [{ stream, expected, events: [note] }], isDone)
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
      // The position is not known before the sender's district is read.
      const first = OwnCommands.transfer(from, 0).id
      yield* withDistrict(district, (draft) => actorIn(draft, first))
      const sent = yield* sentBy(from, id)
      const refuse = (command: CommandId, reasons: Reasons<Reason>) =>
        new Refused({ district, id: command, request: asked.request, reasons, kept: false })
      // A case that was sent elsewhere, or to nobody, is unknown here.
      if (sent?.to !== district) return yield* refuse(first, [{ _tag: "CaseUnknown", case: id }])
      const command = transferId(sent).id
      yield* declineWhatCannot(sent)
      const receipt = yield* withDistrict(district, (draft) => {
        const take = Effect.gen(function* () {
          const question = yield* actorIn(draft, command)
          const before = yield* fateOf(sent)
          if (before !== undefined) return before.receipt
          const decision = Decide.receive(question, sent, reception)
          return Result.isFailure(decision)
            ? yield* refuse(command, decision.failure)
            : yield* appendFate(draft, sent, decision.success)
        })
        return retrying(district, draft, take)
      })
      const fate = yield* noteFate(sent)
      return fate?.event._tag === "TransferDeclined"
        ? yield* refuse(command, fate.event.reasons)
        : { receipt: Option.some(shown(receipt)) }
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

    return Governance.of({ adopt, upgrade, submit, can, read, wake, receive, settle })
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
