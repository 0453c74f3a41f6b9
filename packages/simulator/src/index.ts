/**
 * A simulator: a small neighbourhood lives through months on the real service. People report, work on cases, visit, forget
 * evidence, are refused, move, die, and hand in papers late. Invariants are watched all the time.
 *
 * Chance comes from a seed, so the same seed has the same course. If an invariant does not hold, the report has the
 * shortest course that ends in the failure.
 *
 * @example
 * ```ts
 * import { apply } from "@liulinhui/core/Model"
 * import * as Governance from "@liulinhui/service/Governance"
 * import { simulate } from "@liulinhui/simulator"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import * as StorageMemory from "@liulinhui/storage-memory"
 * import * as Vault from "@liulinhui/vault"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import { strict as assert } from "node:assert"
 *
 * const document = apply(sixHearts, {
 *   id: "elsewhere",
 *   name: { zh: "别处", en: "Elsewhere" },
 *   timeZone: "Asia/Shanghai",
 *   branches: {},
 *   pairing: { criteria: { strengths: 1 } }
 * })
 * // New stores in memory each time the services are built.
 * const services = Governance.layer().pipe(
 *   Layer.provideMerge(Layer.fresh(Layer.mergeAll(StorageMemory.layer, Vault.layerMemory)))
 * )
 * const report = await Effect.runPromise(simulate({ document, seed: 7, days: 5, services }))
 * assert.equal(report.failure, undefined)
 * assert.equal(report.days, 5)
 * ```
 */
import * as Calendar from "@liulinhui/core/Calendar"
import { isOpen } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import { type Model, read } from "@liulinhui/core/Model"
import * as Governance from "@liulinhui/service/Governance"
import * as Neighbourhood from "@liulinhui/testing/Neighbourhood"
import * as SettableClock from "@liulinhui/testing/SettableClock"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import { Broken, check, type Course, type Done, liveDay, settle } from "./Course.ts"
import type { DeedKind } from "./Deeds.ts"
import { fromSeed } from "./Draw.ts"
import { type Invariant, invariants, type Services } from "./Invariants.ts"

export { type Done, NobodyEnters } from "./Course.ts"
export type { DeedKind } from "./Deeds.ts"
export { type Invariant, invariants, type Services } from "./Invariants.ts"

/** An invariant that does not hold, and the shortest course that ends with it. */
export interface Failure {
  /** The id of the invariant. */
  readonly invariant: string
  /** The invariant as a sentence. */
  readonly name: string
  /** What was found against the invariant. */
  readonly found: ReadonlyArray<string>
  readonly on: Day.Day
  /** Everything that people did until the failure, in order. Without the last deed, the invariant holds. */
  readonly course: ReadonlyArray<Done>
}

/** What has happened until the end of a day. */
export interface Progress {
  /** The number of days that have passed. */
  readonly days: number
  readonly on: Day.Day
  /** The number of requests that were accepted, and of those that were refused. */
  readonly accepted: number
  readonly refused: number
  readonly cases: { readonly open: number; readonly all: number }
  /** The number of entries of the ledger. */
  readonly entries: number
}

/** How many requests of one kind were accepted, and how many were refused. */
export interface Answers {
  readonly accepted: number
  readonly refused: number
}

/**
 * The result of a simulation.
 *
 * @category models
 */
export interface Report extends Progress {
  readonly seed: number
  /** For each kind of deed that people tried: how often it was accepted and refused. */
  readonly deeds: Readonly<Partial<Record<DeedKind, Answers>>>
  /** `undefined` if no invariant was broken. */
  readonly failure: Failure | undefined
}

/** What is simulated. */
export interface Options<E> {
  /** The document of the model, as it is written in YAML or JSON (after `extends` was applied). */
  readonly document: Schema.Json
  /** The same seed has the same course. */
  readonly seed: number
  /** Default: 90. */
  readonly days?: number
  /** The first day. Default: 2 March 2026, a Monday. */
  readonly on?: Day.Day
  /** The services on which the neighbourhood lives. Each time they are built, their stores must be empty. */
  readonly services: Layer.Layer<Services, E>
  /** The invariants that are watched. Default: {@link invariants}. */
  readonly watched?: ReadonlyArray<Invariant>
  /** Called at the end of every thirtieth day, and of the last day. */
  readonly progress?: (progress: Progress) => Effect.Effect<void>
}

const hour = 3_600_000

/** After how many days the invariants that take long are checked. */
const month = 30

/** How a course ended: at its last day, or with an invariant that does not hold. */
interface Lived {
  readonly course: Course
  readonly progress: Progress
  readonly broken: Broken | undefined
  /** The number of deeds after which all invariants were found to hold. */
  readonly sound: number
}

/** An invariant that is checked after each deed, from a deed on. */
interface Closer {
  readonly invariant: Invariant
  readonly from: number
}

/** The part of the progress that the simulator itself knows. */
const answered = ({ done, on }: Course, days: number) => {
  const refused = done.filter((one) => one.refused.length > 0).length
  return { days, on, accepted: done.length - refused, refused }
}

const progressOf = (course: Course, days: number) =>
  Governance.Governance.use((governance) =>
    governance.read(course.district, ({ cases, position }): Progress => {
      const open = [...cases.values()].filter(({ state }) => state._tag === "Opened" && isOpen(state)).length
      return { ...answered(course, days), cases: { open, all: cases.size }, entries: position }
    })
  )

/** Lives from the first day to the last one, or until an invariant does not hold. */
const live = Effect.fnUntraced(function* <E>(
  {
    days = 90,
    document,
    on = Neighbourhood.firstDay,
    progress,
    seed,
    services,
    watched = invariants
  }: Options<E>,
  closer?: Closer
) {
  const neighbourhood = Neighbourhood.make(document)
  const clock = SettableClock.make(Calendar.startOf(on, neighbourhood.model.timeZone) + 8 * hour)
  const draw = yield* fromSeed(seed)
  const daily = watched.filter(({ every }) => every === "day")

  /** Lives a day, and checks what is due on it. Returns whether all invariants were checked. */
  const oneDay = Effect.fnUntraced(function* (course: Course, day: number) {
    course.on = Day.add(on, day)
    yield* liveDay(course, () =>
      closer !== undefined && course.done.length >= closer.from ? [closer.invariant] : []
    )
    if (closer !== undefined) return false
    const isMonthEnd = (day + 1) % month === 0 || day + 1 === days
    for (const invariant of isMonthEnd ? watched : daily) yield* check(invariant, course)
    return isMonthEnd
  })

  const lived = Effect.gen(function* () {
    const model: Model = yield* Governance.Governance.use(({ adopt }) => adopt(neighbourhood.document))
    const course: Course = { district: model.id, model, neighbourhood, draw, clock, done: [], on }
    yield* settle(course)
    let sound = 0
    let known = yield* progressOf(course, 0)
    /** The progress at the end of a day. If the district can no longer be read, its last known cases and entries. */
    const progressAt = (days: number) =>
      Effect.map(
        Effect.orElseSucceed(progressOf(course, days), () => ({ ...known, ...answered(course, days) })),
        (found) => (known = found)
      )
    for (let day = 0; day < days; day++) {
      const found = yield* Effect.catchTag(oneDay(course, day), "Broken", Effect.succeed)
      if (found instanceof Broken) {
        return { course, progress: yield* progressAt(day + 1), broken: found, sound }
      }
      if (found) sound = course.done.length
      if (found && progress !== undefined) yield* progress(yield* progressAt(day + 1))
    }
    return { course, progress: yield* progressAt(days), broken: undefined, sound }
  })
  const ended: Lived = yield* lived.pipe(
    Effect.provide(services, { local: true }),
    Effect.provideService(Clock.Clock, clock.clock)
  )
  return ended
})

const answersOf = (done: ReadonlyArray<Done>): Report["deeds"] =>
  Object.fromEntries(
    [...Map.groupBy(done, ({ kind }) => kind)].map(([kind, all]) => {
      const refused = all.filter((one) => one.refused.length > 0).length
      return [kind, { accepted: all.length - refused, refused }]
    })
  )

/**
 * Lets a neighbourhood live on services, and watches the invariants. A model that cannot be read fails with every mistake.
 *
 * If an invariant that is checked rarely does not hold, the same course is lived again, and the invariant is checked after
 * each deed. So the course of the failure is as short as possible.
 *
 * @category operations
 */
export const simulate = Effect.fn("Simulator.simulate")(function* <E>(options: Options<E>) {
  yield* Effect.fromResult(read(options.document))
  const { broken, course, progress, sound } = yield* live(options)
  const deeds = answersOf(course.done)
  if (broken === undefined) {
    const report: Report = { ...progress, seed: options.seed, deeds, failure: undefined }
    return report
  }
  const { watched = invariants } = options
  const invariant = watched.find(({ id }) => id === broken.invariant.id)
  const again =
    invariant === undefined
      ? undefined
      : yield* live({ ...options, days: progress.days }, { invariant, from: sound })
  const shortest =
    again?.broken === undefined ? { broken, course } : { broken: again.broken, course: again.course }
  const failure: Failure = {
    invariant: shortest.broken.invariant.id,
    name: shortest.broken.invariant.name,
    found: shortest.broken.found,
    on: shortest.course.on,
    course: shortest.course.done
  }
  const report: Report = { ...progress, seed: options.seed, deeds, failure }
  return report
})
