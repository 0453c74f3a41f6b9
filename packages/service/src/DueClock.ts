/**
 * The due clock acts when a deadline has passed: it takes the step that the playbook of the case prescribes. It does so
 * in every district of a ledger. It also does other regular duties, such as delivering notices. The clock stores
 * nothing, because the ledger shows which deadlines pass next. So a clock that is stopped, restarted or run twice takes
 * each step once. If the time jumps back, the clock waits. If the time jumps forward, the clock catches up, but only
 * after a person has confirmed the time if it is further ahead of the last entry than the model allows (`clockJump`).
 *
 * For each district, the clock remembers the last position that it has read, and the next day on which a deadline
 * passes, and the next instant at which a deadline in hours passes. It folds a district again only if the district has new
 * entries or if this day or instant has come. Otherwise it reads only the head of the district's ledger.
 */
import { wakeDay, wakeInstant } from "@liulinhui/core/Case"
import { type Day, toIso } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { TaggedError } from "@liulinhui/core/Failure"
import type { CaseId, DistrictId } from "@liulinhui/core/Id"
import { Ledger, type LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import { type DistrictUnknown, Governance, type StoreError, type Woken } from "./Governance.ts"
import { dayAt } from "@liulinhui/core/Calendar"

/**
 * A duty has failed, for example because a file cannot be written or a service cannot be reached. The clock tries again
 * in the next round.
 *
 * @category errors
 */
export class DutyFailed extends TaggedError<DutyFailed>()(
  "DutyFailed",
  { duty: Schema.String, reason: Schema.String },
  ({ duty, reason }) => `the duty "${duty}" could not be done: ${reason}`
) {}

/**
 * A duty: another task that the due clock does for each district in each round, such as delivering notices.
 *
 * @category models
 */
export interface Duty {
  /** The name of the duty, such as `notices`. Reports of failures contain it. */
  readonly name: string
  readonly run: (district: DistrictId) => Effect.Effect<unknown, DistrictUnknown | DutyFailed | StoreError>
}

/**
 * The duties (tasks) of all due clocks that are made in this context. Default: empty.
 *
 * @category services
 */
export const Duties = Context.Reference<ReadonlyArray<Duty>>("@liulinhui/service/DueClock/Duties", {
  defaultValue: () => []
})

/**
 * A failure during a round of the due clock. The rest of the round was done, and the next round tries the failed part
 * again.
 *
 * @category models
 */
export interface Failure {
  readonly district: DistrictId
  /**
   * The part of the round that failed: work on a case, a transfer of a case between districts, a duty (another task),
   * or reading the district. `clock`: the clock has jumped, so nothing was done in the district.
   */
  readonly at: "case" | "transfer" | "duty" | "district" | "clock"
  /** The id of the case on which work failed. Absent if the failure does not concern a case. */
  readonly case?: CaseId
  /** The name of the duty (task) that failed. Absent if the failure does not concern a duty. */
  readonly duty?: string
  readonly reason: string
}

/** What a person should do about each kind of failure of the due clock. */
const advice: Readonly<Record<Failure["at"], string>> = {
  case: "a keeper of the case should look at it; the other cases go on",
  transfer: "check that the receiving district can be read; the other transfers go on",
  duty: "check that what it needs, such as a channel and its queue, can be reached; cases go on",
  district: "check that this version can read its ledger; the other districts go on",
  clock:
    "if the clock of this machine is right, confirm the day with the request ConfirmClock; else set the clock"
}

const sayJump = ({ last, today, waiting }: NonNullable<Woken["jump"]>): string =>
  `the clock shows ${toIso(today)}, but the last entry is of ${toIso(last)}, and ${waiting.length} cases wait`

/** Describes a failure of the due clock in a sentence: where it happened, what failed, and what to do. */
export const sayFailure = ({ at, case: id, district, duty, reason }: Failure): string => {
  const about = id === undefined ? (duty === undefined ? "" : `, ${duty}`) : `, case ${id}`
  return `${district}${about}: ${reason} (${advice[at]})`
}

/**
 * What a due clock has done in one round. A round goes through all districts.
 *
 * @category models
 */
export interface Round {
  /** When the round of the due clock started, in milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  readonly districts: number
  /**
   * The number of districts whose entries were read and folded in this round. For all other districts, only the
   * position of the last entry was read.
   */
  readonly looked: number
  readonly moved: ReadonlyArray<{ readonly district: DistrictId; readonly case: CaseId }>
  readonly failed: ReadonlyArray<Failure>
}

/**
 * The operations of a due clock.
 *
 * @category models
 */
export interface DueClockShape {
  /**
   * Does the work of one round of the due clock: for each district once. A failure in one district, case or duty (other
   * task) does not stop the others.
   */
  readonly round: Effect.Effect<Round, LedgerUnavailable>
  /** The result of the last round of the due clock. `none` if there was no round yet. */
  readonly last: Effect.Effect<Option.Option<Round>>
}

/**
 * The due clock as an Effect service. {@link layer} or {@link layerRunning} provides it.
 *
 * @category services
 */
export class DueClock extends Context.Service<DueClock, DueClockShape>()("@liulinhui/service/DueClock") {}

/**
 * The options of a due clock: how often it does a round, and how often it does its duties (other tasks).
 *
 * @category models
 */
export interface Options {
  /**
   * The time between two rounds of the due clock. Default: 1 minute. After the last day of a deadline ends, it takes at
   * most this time until the clock acts.
   */
  readonly every?: Duration.Input
  /**
   * How often the duties (other tasks of the clock) are done in a district without new entries. Default: 15 minutes.
   * Digests (several notices that are sent as one) need this, because they are sent at a fixed time of day.
   */
  readonly dutiesEvery?: Duration.Input
}

interface Known {
  readonly position: number
  readonly timeZone: string
  /** The next day on which the clock has to act on a case of the district, if nobody changes a case before. */
  readonly next: Day | undefined
  /** The next instant at which the clock has to act on a case whose deadline is counted in hours. */
  readonly nextAt: number | undefined
  /** Whether a part of the last round failed, so that the next round must try again. */
  readonly retry: boolean
}

const earliest = <A extends number>(times: ReadonlyArray<A>): A | undefined =>
  times.reduce<A | undefined>(
    (first, time) => (first === undefined || time < first ? time : first),
    undefined
  )

const lookAt = (state: District.District): Omit<Known, "retry"> => {
  const days: Array<Day> = []
  const instants: Array<number> = []
  for (const opened of District.openCases(state)) {
    const playbook = District.playbookOf(state, opened)
    if (playbook === undefined) continue
    days.push(...Option.toArray(wakeDay(opened, playbook)))
    instants.push(...Option.toArray(wakeInstant(opened, playbook)))
  }
  return {
    position: state.position,
    timeZone: state.model?.timeZone ?? "UTC",
    next: earliest(days),
    nextAt: earliest(instants)
  }
}

const make = ({ dutiesEvery = "15 minutes" }: Options) =>
  Effect.gen(function* () {
    const duties = yield* Duties
    const governance = yield* Governance
    const ledger = yield* Ledger
    const pause = Duration.toMillis(Duration.fromInputUnsafe(dutiesEvery))
    const known = new Map<DistrictId, Known>()
    const done = new Map<string, number>()
    let last: Option.Option<Round> = Option.none()

    /**
     * Finds out whether a district has new entries since the last round, and whether its state must be computed again.
     * It must be computed again if there are new entries, if the next day with work has come, or if the last round
     * failed.
     */
    const newsOf = Effect.fnUntraced(function* (district: DistrictId, now: number) {
      const before = known.get(district)
      const { position } = yield* ledger.head(district)
      const hasGrown = before?.position !== position
      const isDue =
        before === undefined ||
        before.retry ||
        (before.nextAt !== undefined && now >= before.nextAt) ||
        (before.next !== undefined && dayAt(now, before.timeZone) >= before.next)
      return { hasGrown, isDue: hasGrown || isDue }
    })

    const warn = (district: DistrictId, at: string, outcome: string) =>
      Effect.annotateLogs(Effect.logWarning("the due clock could not serve a district"), {
        "liulinhui.district": district,
        "liulinhui.part": at,
        "liulinhui.outcome": outcome
      })

    /**
     * Runs one part of a round of the clock. If the part fails, adds the failure to the list of failures and returns
     * `undefined`.
     */
    const part = <A>(
      failed: Array<Failure>,
      district: DistrictId,
      about: Pick<Failure, "at" | "duty">,
      effect: Effect.Effect<A, DistrictUnknown | DutyFailed | StoreError>
    ): Effect.Effect<A | undefined> =>
      effect.pipe(
        // In a district without a model, no deadline exists and nobody can be notified.
        Effect.catchTag("DistrictUnknown", () => Effect.succeed(undefined)),
        Effect.catchDefect((defect) => Effect.fail({ _tag: "Defect", message: String(defect) } as const)),
        Effect.catch(({ _tag, message: reason }) => {
          failed.push({ district, ...about, reason })
          return Effect.as(warn(district, about.duty ?? about.at, _tag), undefined)
        })
      )

    /**
     * Does the work of the clock on the cases of a district, and continues the transfers of its cases to other
     * districts. Returns `undefined` if the state of the district cannot be computed.
     */
    const look = Effect.fnUntraced(function* (district: DistrictId, failed: Array<Failure>) {
      known.delete(district)
      const woken = yield* part(failed, district, { at: "district" }, governance.wake(district))
      if (woken === undefined) return undefined
      for (const { case: id, error } of woken.failed) {
        failed.push({ district, at: "case", case: id, reason: error.message })
        yield* warn(district, "case", error._tag)
      }
      if (woken.jump !== undefined) {
        failed.push({ district, at: "clock", reason: sayJump(woken.jump) })
        yield* warn(district, "clock", "ClockJumped")
        return []
      }
      // After a case was sent to another district, a process may have ended before the arrival of the case was
      // recorded.
      const awaited = yield* part(failed, district, { at: "transfer" }, governance.settle(district))
      for (const { case: id, failed: reason } of awaited ?? []) {
        if (reason !== undefined) failed.push({ district, at: "transfer", case: id, reason })
      }
      const seen = yield* part(failed, district, { at: "district" }, governance.read(district, lookAt))
      if (seen !== undefined) known.set(district, { ...seen, retry: failed.length > 0 })
      return woken.moved
    })

    /**
     * Does the duties (other tasks of the clock) of a district: immediately if the district has new entries, otherwise
     * at the interval of `dutiesEvery`.
     */
    const doDuties = Effect.fnUntraced(function* (
      district: DistrictId,
      now: number,
      isNews: boolean,
      failed: Array<Failure>
    ) {
      for (const { name, run } of duties) {
        const key = `${name}/${district}`
        const since = done.get(key)
        if (!isNews && since !== undefined && now >= since && now - since < pause) continue
        const before = failed.length
        yield* part(failed, district, { at: "duty", duty: name }, run(district))
        if (failed.length === before) done.set(key, now)
      }
    })

    /** Does the work of one round for one district. If one part fails, the other parts are still done. */
    const one = Effect.fnUntraced(function* (district: DistrictId, now: number) {
      const failed: Array<Failure> = []
      const news = yield* part(failed, district, { at: "district" }, newsOf(district, now))
      const moved = news?.isDue === true ? yield* look(district, failed) : undefined
      yield* doDuties(district, now, news?.hasGrown === true || (moved?.length ?? 0) > 0, failed)
      return { moved, failed }
    })

    const round = Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      const districts = yield* ledger.districts
      let looked = 0
      const moved: Array<Round["moved"][number]> = []
      const failed: Array<Failure> = []
      for (const district of districts) {
        const outcome = yield* one(district, at)
        if (outcome.moved !== undefined) looked += 1
        moved.push(...(outcome.moved ?? []).map((id) => ({ district, case: id })))
        failed.push(...outcome.failed)
      }
      const finished: Round = { at, districts: districts.length, looked, moved, failed }
      last = Option.some(finished)
      return finished
    }).pipe(Effect.withSpan("DueClock.round"))

    return DueClock.of({ round, last: Effect.sync(() => last) })
  })

/**
 * Provides a due clock that does a round only when the caller runs `round`.
 *
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<DueClock, never, Governance | Ledger> =>
  Layer.effect(DueClock, make(options))

/**
 * Provides a due clock that works by itself as long as the layer is open. The first round starts immediately. The next
 * rounds follow each minute, or at the interval of `every`. If the ledger is unavailable during a round, this is
 * logged, and the next round catches up.
 *
 * @category layers
 */
export const layerRunning = (options: Options = {}): Layer.Layer<DueClock, never, Governance | Ledger> =>
  Layer.effect(
    DueClock,
    Effect.tap(make(options), ({ round }) =>
      round.pipe(
        Effect.catch((error) => Effect.logWarning(error.message)),
        Effect.repeat(Schedule.spaced(options.every ?? "1 minute")),
        Effect.forkScoped
      )
    )
  )
