/**
 * Generated stories: for a step of a playbook, the shortest story in which a case takes this step. The search uses the
 * real decider of cases. The story enters the building, the flats and the people that it needs, so it runs on a new
 * ledger with the model alone. The people of the model act if they may. For a role that nobody has, the story first grants
 * a mandate to a stand-in.
 */
import { dayAt, startOf } from "@liulinhui/core/Calendar"
import * as Day from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { Request } from "@liulinhui/core/Governance"
import type { ActorId } from "@liulinhui/core/Id"
import type { PlaybookId, StepId } from "@liulinhui/core/Playbook"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { live, type Life, playbookOf, prepare } from "./living/Living.ts"
import * as Neighbourhood from "./living/Neighbourhood.ts"
import { type Act, askAsFirst, begin, fork } from "./living/Trial.ts"

/**
 * A generated story.
 *
 * @category models
 */
export interface StoryPath {
  readonly playbook: PlaybookId
  /** The step for which the story was made: the last one that it takes. */
  readonly step: StepId
  /** All steps that the story takes on its case, in order. */
  readonly takes: ReadonlyArray<StepId>
  /** The story in the form in which it is written in YAML or JSON. */
  readonly story: Schema.JsonObject
}

/**
 * A step for which there is no story, and the tags of the reasons.
 *
 * @category models
 */
export interface NoPath {
  readonly playbook: PlaybookId
  readonly step: StepId
  readonly reasons: ReadonlyArray<string>
}

/**
 * The generated stories of a model.
 *
 * @category models
 */
export interface StoryPaths {
  /**
   * The shortest story that takes a step of a playbook, or the reasons why there is none. Throws a `RangeError` if the
   * model has no such playbook.
   */
  readonly to: (playbook: PlaybookId, step: StepId) => Result.Result<StoryPath, NoPath>
  /**
   * Stories that together take all of these steps of a playbook, if that is possible. A step that an earlier story takes
   * on its way gets no separate story.
   */
  readonly through: (
    playbook: PlaybookId,
    steps: ReadonlyArray<StepId>
  ) => { readonly paths: ReadonlyArray<StoryPath>; readonly without: ReadonlyArray<NoPath> }
}

const minute = 60_000
const day = 24 * 60 * minute

/** An instant as text with the offset of a time zone, such as `2026-03-02T09:00:00+08:00`. */
const instantText = (instant: number, timeZone: string): string => {
  const on = dayAt(instant, timeZone)
  const offset = Math.round((on * day - startOf(on, timeZone)) / minute)
  const twoDigits = (number: number): string => String(number).padStart(2, "0")
  const since = Math.floor((instant - startOf(on, timeZone)) / 1000)
  const time = [Math.floor(since / 3600), Math.floor(since / 60) % 60, since % 60].map(twoDigits).join(":")
  const ahead = Math.abs(offset)
  const zone = `${offset < 0 ? "-" : "+"}${twoDigits(Math.floor(ahead / 60))}:${twoDigits(ahead % 60)}`
  return `${Day.toIso(on)}T${time}${zone}`
}

/** The smallest neighbourhood in which the first place of another one is: one building with its flats and people. */
const firstPlaceOf = (of: Neighbourhood.Neighbourhood): Neighbourhood.Neighbourhood => {
  const buildings = of.registry.buildings.slice(0, 1)
  const households = of.registry.households.filter(({ building }) =>
    buildings.some(({ id }) => id === building)
  )
  const residents = of.registry.residents.filter(({ household }) =>
    households.some(({ id }) => id === household)
  )
  return { ...of, registry: { ...of.registry, buildings, households, residents } }
}

const encode = Schema.encodeSync(Request)

/** One request of a story, before it is written. */
interface Asked {
  readonly at: number
  readonly by: ActorId
  readonly request: Request
}

const eventOf = ({ at, by, request }: Asked, timeZone: string): Schema.JsonObject => ({
  at: instantText(at, timeZone),
  by,
  // The cast is safe: an encoded request is plain data that can be written as JSON.
  do: encode(request) as unknown as Schema.JsonObject
})

const askedIn = ({ acts }: { readonly acts: ReadonlyArray<Act> }): ReadonlyArray<Asked> =>
  acts.flatMap((act) => (act._tag === "Asked" && act.reasons.length === 0 ? [act] : []))

/**
 * Makes the generated stories of a model document, in the form in which it is written in YAML or JSON (after `extends` was
 * applied). `on` is the day on which the stories begin.
 *
 * Throws `DocumentRefused` with every mistake if the document is no valid model.
 *
 * @example
 * ```ts
 * import { apply } from "@liulinhui/core/Model"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import { read } from "@liulinhui/testing/Story"
 * import * as StoryPaths from "@liulinhui/testing/StoryPaths"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const office = { mandates: [{ role: "committee", scope: { district: true } }] }
 * const paths = StoryPaths.make(
 *   apply(sixHearts, {
 *     id: "elsewhere",
 *     name: { zh: "别处", en: "Elsewhere" },
 *     timeZone: "Asia/Shanghai",
 *     branches: {},
 *     pairing: { criteria: { strengths: 1 } },
 *     actors: { office }
 *   })
 * )
 * const { story, takes } = Result.getOrThrow(paths.to("corridor-clutter", "serve-notice"))
 * assert.deepEqual(takes, ["survey", "file", "serve-notice"])
 * assert.ok(Result.isSuccess(read(story)))
 * ```
 * @category constructors
 */
export const make = (document: Schema.Json, on: Day.Day = Neighbourhood.firstDay): StoryPaths => {
  const neighbourhood = firstPlaceOf(Neighbourhood.make(document))
  const setting = prepare(neighbourhood, on)
  const { actors, timeZone } = neighbourhood.model

  /** The district with the people of the model alone, after one of them has entered the neighbourhood. */
  const entered = (() => {
    const nothing = { buildings: [], households: [], residents: [] }
    const trial = begin({ document, registry: nothing }, on)
    // The stories begin at eight o'clock, and the people of a life act from nine o'clock on.
    trial.dawn -= 60 * minute
    const reasons = askAsFirst(trial, [...actors.values()], {
      _tag: "ImportRegistry",
      ...neighbourhood.registry
    })
    return { trial, reasons }
  })()

  /** The requests before a life: the neighbourhood is entered, and stand-ins get their mandates. */
  const beginningOf = (life: Life): Result.Result<ReadonlyArray<Asked>, ReadonlyArray<string>> => {
    if (entered.reasons.length > 0) return Result.fail(entered.reasons.map(({ _tag }) => _tag))
    const trial = fork(entered.trial)
    const others = new Set(askedIn(life).map(({ by }) => by))
    for (const by of others) {
      if (actors.has(by)) continue
      const role = neighbourhood.standIns.get(by)
      const reasons =
        role === undefined
          ? [{ _tag: "NotAllowed" }]
          : askAsFirst(trial, [...actors.values()], {
              _tag: "GrantMandate",
              actor: by,
              role,
              scope: { district: true },
              reason: "a stand-in for this story"
            })
      if (reasons.length > 0) return Result.fail(reasons.map(({ _tag }) => `${_tag} (${role ?? by})`))
    }
    return Result.succeed([...askedIn(entered.trial), ...askedIn(trial)])
  }

  /** What the story expects at its end: where the case is after the last request, or after the last deadline. */
  const endOf = (life: Life): Schema.JsonObject => {
    const last = askedIn(life).at(-1)?.at ?? 0
    const morning = startOf(life.on, timeZone) + 9 * 60 * minute
    const state = Option.getOrUndefined(District.findCase(life.district, life.case))
    const outcome = state?.ending?.outcome
    return {
      at: instantText(Math.max(last + minute, morning), timeZone),
      expect: {
        case: {
          [life.case]: {
            stage: state?.stage ?? "",
            open: state?.ending === undefined,
            ...(outcome === undefined ? {} : { outcome })
          }
        }
      }
    }
  }

  const to: StoryPaths["to"] = (id, step) => {
    const { id: playbook } = playbookOf({ model: neighbourhood.model }, id)
    const goal = [...setting.ways(playbook).steps.keys()].indexOf(step)
    if (goal < 0) return Result.fail({ playbook, step, reasons: ["NoWay"] })
    const life = live(setting, { playbook, goal, place: 0, detours: [] })
    if (life.stuck !== undefined) return Result.fail({ playbook, step, reasons: life.stuck.reasons })
    return Result.mapBoth(beginningOf(life), {
      onFailure: (reasons) => ({ playbook, step, reasons }),
      onSuccess: (beginning) => ({
        playbook,
        step,
        takes: life.steps,
        story: {
          events: [...[...beginning, ...askedIn(life)].map((asked) => eventOf(asked, timeZone)), endOf(life)]
        }
      })
    })
  }

  return {
    to,
    through: (playbook, steps) => {
      const order = [...setting.ways(playbookOf({ model: neighbourhood.model }, playbook).id).steps.keys()]
      const left = new Set(steps)
      const paths: Array<StoryPath> = []
      const without: Array<NoPath> = []
      // The longest story first: it takes the most steps on its way.
      for (const step of steps.toSorted((a, b) => order.indexOf(b) - order.indexOf(a))) {
        if (!left.has(step)) continue
        const found = to(playbook, step)
        if (Result.isFailure(found)) without.push(found.failure)
        else {
          paths.push(found.success)
          for (const taken of found.success.takes) left.delete(taken)
        }
        left.delete(step)
      }
      return { paths: paths.toReversed(), without: without.toReversed() }
    }
  }
}
