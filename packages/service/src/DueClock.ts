/**
 * The due clock: takes the steps of deadlines as they pass, in every district of a ledger, and has people told. It stores
 * nothing. What lapses next is derived from the ledger, so that a clock that is stopped, restarted or run twice takes each
 * step once, and one whose time jumps catches up with what has passed, or waits.
 *
 * Of each district it keeps the position at which it has looked and the day on which something lapses there next. A
 * district is folded again only when it has grown or that day has come: of the others only the head is read, round by
 * round.
 */
import { wakeDay } from "@liulinhui/core/casework/CaseView"
import type { Day } from "@liulinhui/core/kernel/Day"
import * as District from "@liulinhui/core/district/District"
import type { CaseId, DistrictId } from "@liulinhui/core/place/Id"
import { Ledger, type LedgerUnavailable } from "@liulinhui/core/ports/Ledger"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import { Announcer } from "./Announcer.ts"
import { type DistrictUnknown, Governance, type StoreError } from "./Governance.ts"
import { dayAt } from "@liulinhui/core/kernel/TimeZone"

/**
 * Something that failed in a district. It stopped nothing else, and the next round tries again.
 *
 * @category models
 */
export interface Failure {
  readonly district: DistrictId
  /** What was being done: a case moved, a transfer settled, notices sent, or the district read at all. */
  readonly at: "case" | "transfer" | "notices" | "district"
  /** The case that it is about, if it is about one. */
  readonly case?: CaseId
  readonly reason: string
}

/** What to do about a failure, besides waiting for the next round. */
const todo: Readonly<Record<Failure["at"], string>> = {
  case: "a keeper of the case should look at it; the other cases go on",
  transfer: "see whether the district that it goes to can be read; the other transfers go on",
  notices: "see whether the channel and its queue can be reached; cases go on",
  district: "see whether its ledger can be read, by this version; the other districts go on"
}

/** A failure in words: where, what failed, what to do. */
export const sayFailure = ({ at, case: id, district, reason }: Failure): string =>
  `${district}${id === undefined ? "" : `, case ${id}`}: ${reason} (${todo[at]})`

/**
 * What a round did.
 *
 * @category models
 */
export interface Round {
  /** When it began, in milliseconds since 1970. */
  readonly at: number
  readonly districts: number
  /** The districts that had to be folded; of the others only the head was read. */
  readonly looked: number
  readonly moved: ReadonlyArray<{ readonly district: DistrictId; readonly case: CaseId }>
  readonly failed: ReadonlyArray<Failure>
}

/**
 * @category models
 */
export interface DueClockShape {
  /** Looks at every district once. What fails stops nothing else: no other district, no other case, no notice. */
  readonly round: Effect.Effect<Round, LedgerUnavailable>
  /** The last round that was done, if any. */
  readonly last: Effect.Effect<Option.Option<Round>>
}

/**
 * @category services
 */
export class DueClock extends Context.Service<DueClock, DueClockShape>()("@liulinhui/service/DueClock") {}

/**
 * @category models
 */
export interface Options {
  /** Between two rounds; a minute where it is not said. A deadline lapses so much later than its day ends at most. */
  readonly every?: Duration.Input
  /** After how long an announcer is called where nothing has happened, for digests and for what was put off; 15 minutes. */
  readonly tellEvery?: Duration.Input
}

interface Known {
  readonly position: number
  readonly timeZone: string
  /** The day on which there will be reason to wake a case, if nobody acts before. */
  readonly next: Day | undefined
  /** Whether something failed, so that the next round tries again. */
  readonly retry: boolean
}

const lookAt = (state: District.District): Omit<Known, "retry"> => {
  const days = District.openCases(state).flatMap((opened) => {
    const playbook = District.playbookOf(state, opened)
    return playbook === undefined ? [] : Option.toArray(wakeDay(opened, playbook))
  })
  return {
    position: state.position,
    timeZone: state.model?.timeZone ?? "UTC",
    next: days.reduce<Day | undefined>(
      (first, day) => (first === undefined || day < first ? day : first),
      undefined
    )
  }
}

const make = ({ tellEvery = "15 minutes" }: Options) =>
  Effect.gen(function* () {
    const announcer = yield* Effect.serviceOption(Announcer)
    const governance = yield* Governance
    const ledger = yield* Ledger
    const pause = Duration.toMillis(Duration.fromInputUnsafe(tellEvery))
    const known = new Map<DistrictId, Known>()
    const told = new Map<DistrictId, number>()
    let last: Option.Option<Round> = Option.none()

    /** Whether a district has to be folded: it has grown, a day has come, or something failed the last time. */
    const newsOf = Effect.fnUntraced(function* (district: DistrictId, now: number) {
      const before = known.get(district)
      const { position } = yield* ledger.head(district)
      const hasGrown = before?.position !== position
      const isDue =
        before === undefined ||
        before.retry ||
        (before.next !== undefined && dayAt(now, before.timeZone) >= before.next)
      return { hasGrown, isDue: hasGrown || isDue }
    })

    const warn = (district: DistrictId, at: Failure["at"], outcome: string) =>
      Effect.annotateLogs(Effect.logWarning("the due clock could not serve a district"), {
        "liulinhui.district": district,
        "liulinhui.part": at,
        "liulinhui.outcome": outcome
      })

    /** What a part of a district's turn returns, or `undefined` and its failure on the list. */
    const part = <A>(
      failed: Array<Failure>,
      district: DistrictId,
      at: Failure["at"],
      effect: Effect.Effect<A, DistrictUnknown | StoreError>
    ): Effect.Effect<A | undefined> =>
      effect.pipe(
        // Without a model nothing is due, and nobody is there to be told.
        Effect.catchTag("DistrictUnknown", () => Effect.succeed(undefined)),
        Effect.catchDefect((defect) => Effect.fail({ _tag: "Defect", message: String(defect) } as const)),
        Effect.catch(({ _tag, message: reason }) => {
          failed.push({ district, at, reason })
          return Effect.as(warn(district, at, _tag), undefined)
        })
      )

    /** Wakes the cases of a district and settles its transfers. `undefined` if the district cannot be folded. */
    const look = Effect.fnUntraced(function* (district: DistrictId, failed: Array<Failure>) {
      known.delete(district)
      const woken = yield* part(failed, district, "district", governance.wake(district))
      if (woken === undefined) return undefined
      for (const { case: id, error } of woken.failed) {
        failed.push({ district, at: "case", case: id, reason: error.message })
        yield* warn(district, "case", error._tag)
      }
      // What was sent to another district is heard of, also where a process died in between.
      const awaited = yield* part(failed, district, "transfer", governance.settle(district))
      for (const { case: id, failed: reason } of awaited ?? []) {
        if (reason !== undefined) failed.push({ district, at: "transfer", case: id, reason })
      }
      const seen = yield* part(failed, district, "district", governance.read(district, lookAt))
      if (seen !== undefined) known.set(district, { ...seen, retry: failed.length > 0 })
      return woken.moved
    })

    const tell = Effect.fnUntraced(function* (
      district: DistrictId,
      now: number,
      isNews: boolean,
      failed: Array<Failure>
    ) {
      if (Option.isNone(announcer)) return
      const since = told.get(district)
      if (!isNews && since !== undefined && now >= since && now - since < pause) return
      const pumped = yield* part(failed, district, "notices", announcer.value.pump(district))
      if (pumped !== undefined) told.set(district, now)
    })

    /** A district's turn. Whatever fails in one part, the others are done. */
    const one = Effect.fnUntraced(function* (district: DistrictId, now: number) {
      const failed: Array<Failure> = []
      const news = yield* part(failed, district, "district", newsOf(district, now))
      const moved = news?.isDue === true ? yield* look(district, failed) : undefined
      yield* tell(district, now, news?.hasGrown === true || (moved?.length ?? 0) > 0, failed)
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
      const done: Round = { at, districts: districts.length, looked, moved, failed }
      last = Option.some(done)
      return done
    }).pipe(Effect.withSpan("DueClock.round"))

    return DueClock.of({ round, last: Effect.sync(() => last) })
  })

/**
 * A due clock whose rounds are called for by whoever wants one. An announcer in the context is called, too.
 *
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<DueClock, never, Governance | Ledger> =>
  Layer.effect(DueClock, make(options))

/**
 * A due clock that goes as long as the layer lives: a round at once, and then one each minute, or as `every` says. A round
 * for which the ledger is not there is told in the log and made up for by the next.
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
