/** One course of a neighbourhood on the real service: its days, and what people do on each of them. */
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import type { Actor } from "@liulinhui/core/Actor"
import * as Calendar from "@liulinhui/core/Calendar"
import type * as Day from "@liulinhui/core/Day"
import { TaggedError } from "@liulinhui/core/Failure"
import type { Request } from "@liulinhui/core/Governance"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import type { Model } from "@liulinhui/core/Model"
import * as Governance from "@liulinhui/service/Governance"
import type * as Neighbourhood from "@liulinhui/testing/Neighbourhood"
import type * as SettableClock from "@liulinhui/testing/SettableClock"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { choose, type DeedKind } from "./Deeds.ts"
import type { Draw } from "./Draw.ts"
import type { Invariant } from "./Invariants.ts"

/** What was done: a request, and all reasons if it was refused. */
export interface Done {
  readonly on: Day.Day
  readonly kind: DeedKind
  readonly by: ActorId
  readonly request: Request
  /** The tags of the reasons for which the request was refused. Empty if it was accepted. */
  readonly refused: ReadonlyArray<string>
}

const hour = 3_600_000
const minute = 60_000

/** The invariants that are checked after every deed, because they are about a single request. */
const ofRequests = {
  answers: {
    id: "service-answers",
    name: "the service answers every request: it accepts it, or refuses it with reasons"
  },
  refusals: {
    id: "refusal-writes-nothing",
    name: "a refused request writes nothing, apart from the record of a refused step"
  },
  repeats: {
    id: "repeat-writes-nothing",
    name: "the same request under the same command id is answered with the first result, and writes nothing"
  }
} as const

/**
 * An invariant does not hold.
 *
 * @category errors
 */
export class Broken extends TaggedError<Broken>()(
  "Broken",
  {
    invariant: Schema.Struct({ id: Schema.String, name: Schema.String }),
    found: Schema.Array(Schema.String)
  },
  ({ found, invariant }) => `${invariant.name}: it does not hold (${found.join("; ")})`
) {}

/**
 * Nobody in the model may enter the people of the neighbourhood.
 *
 * @category errors
 */
export class NobodyEnters extends TaggedError<NobodyEnters>()(
  "NobodyEnters",
  { model: Schema.String },
  ({ model }) => `nobody in the model "${model}" may keep the registry: give a role the authority "registry"`
) {}

/** A neighbourhood that lives on a service. */
export interface Course {
  readonly district: DistrictId
  readonly model: Model
  readonly neighbourhood: Neighbourhood.Neighbourhood
  readonly draw: Draw
  readonly clock: SettableClock.SettableClock
  readonly done: Array<Done>
  on: Day.Day
}

/** Checks an invariant. Fails if it does not hold. */
export const check = (invariant: Invariant, { district }: Pick<Course, "district">) =>
  Effect.matchCauseEffect(invariant.check(district), {
    onFailure: (cause) => Effect.fail(new Broken({ invariant: invariant, found: [Cause.pretty(cause)] })),
    onSuccess: (found) =>
      found.length === 0 ? Effect.void : Effect.fail(new Broken({ invariant: invariant, found: found }))
  })

/** Submits a request. Returns the tags of the reasons if it is refused. Any other failure breaks an invariant. */
const submit = Effect.fnUntraced(function* (course: Course, by: ActorId, id: CommandId, request: Request) {
  const { district } = course
  const governance = yield* Governance.Governance
  return yield* governance.submit({ district, id, by, request }).pipe(
    Effect.map(({ receipt }) => ({
      receipt: Option.getOrUndefined(receipt),
      refused: [] as ReadonlyArray<string>
    })),
    Effect.catchTag("Refused", ({ reasons }) =>
      Effect.succeed({ receipt: undefined, refused: reasons.map(({ _tag }) => _tag) })
    ),
    Effect.catchTag("NotAllowed", ({ _tag }) => Effect.succeed({ receipt: undefined, refused: [_tag] })),
    Effect.catchCause((cause) =>
      Effect.fail(new Broken({ invariant: ofRequests.answers, found: [Cause.pretty(cause)] }))
    )
  )
})

/** The types of the entries after a position. */
const typesAfter = (course: Course, position: number) =>
  Effect.map(
    Ledger.use(({ read }) => read(course.district, position, 100)),
    (entries) => entries.map(({ type }) => type)
  )

/** One deed: somebody makes a request, and now and then makes it twice. */
const act = Effect.fnUntraced(function* (course: Course) {
  const { district, draw, model, neighbourhood, on } = course
  const governance = yield* Governance.Governance
  const count = course.done.length + 1
  const chosen = yield* governance.read(district, (state) =>
    choose({ district: state, model, neighbourhood, on, draw, count })
  )
  if (chosen === undefined) return
  const { by, request } = chosen.deed
  const id = CommandId.make(`deed-${count}`)
  const before = yield* Ledger.use(({ head }) => head(district))
  const { receipt, refused } = yield* submit(course, by, id, request)
  course.done.push({ on, kind: chosen.kind, by, request, refused })
  if (refused.length > 0) {
    const types = yield* typesAfter(course, before.position)
    const others = types.filter((type) => type !== "StepRefused")
    if (others.length > 0) return yield* new Broken({ invariant: ofRequests.refusals, found: others })
  } else if (receipt !== undefined && draw.chance(0.1)) {
    const again = yield* submit(course, by, id, request)
    const types = yield* typesAfter(course, receipt.last)
    const isSame = again.receipt?.first === receipt.first && again.receipt.last === receipt.last
    if (!isSame || types.length > 0) {
      return yield* new Broken({
        invariant: ofRequests.repeats,
        found: [`command ${id}`, ...again.refused, ...types]
      })
    }
  }
})

const setTime = ({ clock, model, on }: Course, minutes: number): Effect.Effect<void> =>
  clock.set(Calendar.startOf(on, model.timeZone) + 9 * hour + minutes * minute)

/** After a long time without entries, a person confirms the day, so that the district goes on. */
const confirmClock = Effect.fnUntraced(function* (course: Course) {
  const { district, model, on } = course
  const { read } = yield* Governance.Governance
  const actors = yield* read(district, (state): ReadonlyArray<Actor> =>
    Calendar.jumpOf(state, model, on) === undefined ? [] : [...state.actors.values()]
  )
  for (const { id } of actors) {
    const asked = { _tag: "ConfirmClock", day: on } as const
    const { refused } = yield* submit(course, id, CommandId.make(`clock-${on}-${id}`.slice(0, 200)), asked)
    if (refused.length === 0) return
  }
})

/** Lives one day. `checked` returns the invariants that are checked after a deed. */
export const liveDay = Effect.fnUntraced(function* (course: Course, checked: () => ReadonlyArray<Invariant>) {
  yield* setTime(course, 0)
  yield* Governance.Governance.use(({ wake }) => wake(course.district)).pipe(
    Effect.catchCause((cause) =>
      Effect.fail(new Broken({ invariant: ofRequests.answers, found: [Cause.pretty(cause)] }))
    )
  )
  yield* confirmClock(course)
  // On some days nothing happens, and on others much.
  const deeds = course.draw.below(9)
  for (let n = 0; n < deeds; n++) {
    yield* setTime(course, n + 1)
    yield* act(course)
    for (const invariant of checked()) yield* check(invariant, course)
  }
})

/** Enters the people of the neighbourhood. */
export const settle = Effect.fnUntraced(function* (course: Course) {
  const { neighbourhood, on } = course
  const { read } = yield* Governance.Governance
  const actors = yield* read(course.district, (state) => [...state.actors.keys()])
  const request: Request = { _tag: "ImportRegistry", ...neighbourhood.registry }
  for (const by of actors) {
    const { refused } = yield* submit(course, by, CommandId.make(`import-${on}-${by}`.slice(0, 200)), request)
    if (refused.length === 0) return
  }
  return yield* new NobodyEnters({ model: course.model.id })
})
