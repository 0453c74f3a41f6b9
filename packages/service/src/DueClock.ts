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
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { Announcer } from "./Announcer.ts"
import { Governance } from "./Governance.ts"
import { dayAt } from "@liulinhui/core/kernel/TimeZone"

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
  /** Districts in which something failed, with what. The next round tries again. */
  readonly failed: ReadonlyArray<{ readonly district: DistrictId; readonly reason: string }>
}

/**
 * @category models
 */
export interface DueClockShape {
  /** Looks at every district once. A district in which something fails stops no other. */
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
}

const lookAt = (state: District.District): Known => {
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

    /** Wakes what has lapsed in a district where something may have, and gives what moved; nothing where nothing may. */
    const wake = Effect.fnUntraced(function* (district: DistrictId, now: number) {
      const before = known.get(district)
      const { position } = yield* ledger.head(district)
      const isDue =
        before === undefined ||
        before.position !== position ||
        (before.next !== undefined && dayAt(now, before.timeZone) >= before.next)
      if (!isDue) return undefined
      known.delete(district)
      const moved = yield* governance.wake(district)
      // What was sent to another district is heard of, also where a process died in between.
      yield* governance.settle(district)
      known.set(district, yield* governance.read(district, lookAt))
      return moved
    })

    const tell = Effect.fnUntraced(function* (district: DistrictId, now: number, isNews: boolean) {
      if (Option.isNone(announcer)) return
      const since = told.get(district)
      if (!isNews && since !== undefined && now >= since && now - since < pause) return
      yield* announcer.value.pump(district)
      told.set(district, now)
    })

    const one = (district: DistrictId, now: number) =>
      Effect.gen(function* () {
        const moved = yield* wake(district, now)
        yield* tell(district, now, moved !== undefined)
        return moved
      }).pipe(
        // Without a model nothing is due, and nobody is there to be told.
        Effect.catchTag("DistrictUnknown", () => Effect.succeed(undefined)),
        Effect.tapError((error) =>
          Effect.annotateLogs(Effect.logWarning("the due clock could not serve a district"), {
            "liulinhui.district": district,
            "liulinhui.outcome": error._tag
          })
        ),
        Effect.result
      )

    const round = Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      const districts = yield* ledger.districts
      let looked = 0
      const moved: Array<Round["moved"][number]> = []
      const failed: Array<Round["failed"][number]> = []
      for (const district of districts) {
        const outcome = yield* one(district, at)
        if (Result.isFailure(outcome)) {
          known.delete(district)
          failed.push({ district, reason: outcome.failure.message })
        } else if (outcome.success !== undefined) {
          looked += 1
          moved.push(...outcome.success.map((id) => ({ district, case: id })))
        }
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
