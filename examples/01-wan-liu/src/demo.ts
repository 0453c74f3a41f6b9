/**
 * Plays the three stories of the district Wan-Liu on the same services that any program can embed. It reads and checks
 * the files and adopts the model. Then it goes through the days of the story: people submit requests, deadlines pass,
 * notices are sent. At the end it computes the facts of the district.
 *
 * If the demo runs again on the same ledger, it continues after the last finished day. After the last day, it writes
 * nothing.
 */
import * as DistrictFiles from "../../../packages/cli/src/DistrictFiles.ts"
import * as Day from "@liulinhui/core/Day"
import type * as District from "@liulinhui/core/District"
import type { DistrictId, RoleId } from "@liulinhui/core/Id"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { type Facts, factsOf, type FactsOptions } from "@liulinhui/report"
import { Announcer } from "@liulinhui/announcer/Announcer"
import { Governance, type Refused } from "@liulinhui/service/Governance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { storyBegins } from "./generate.ts"
import * as Story from "./story.ts"
import * as StoryClock from "./StoryClock.ts"

/** Options of the demo: the files to read, who reads the facts, and a function that is called each day. */
export interface DemoOptions {
  readonly model: string
  readonly registry: string
  /** Who reads the facts: everybody with this role, or everybody in the hall. */
  readonly readers: RoleId | "hall"
  /** Is called at the start of each day, with its number (from 1) and the number of days. */
  readonly progress: (day: number, days: number) => void
}

/** The result of the demo: the facts of the district, and the refused requests. */
export interface Telling {
  /** `undefined` if nobody has the role of the readers. */
  readonly facts: Facts | undefined
  /** Deeds of the story that were refused in this run, except those that the ledger keeps. */
  readonly refused: ReadonlyArray<Refused>
}

/** The report also shows which residents were not yet reached on these days. */
const onTheWay = [Day.add(storyBegins, 7), Day.add(storyBegins, 17)]

const reader = "story"

/** The facts of the district for some readers. `notices` is the number of queued notices of each rule. */
export const figures = (
  district: District.District,
  shown: Pick<FactsOptions, "asOf" | "notices" | "readers">
): Facts | undefined =>
  factsOf(district, { ...shown, from: storyBegins, onTheWay, timelines: [Story.hoardingCase] })

const tellDay = Effect.fnUntraced(function* (
  district: DistrictId,
  { deeds }: Story.StoryDay,
  refused: Array<Refused>
) {
  const governance = yield* Governance
  yield* governance.wake(district)
  for (const { by, id, request } of deeds) {
    // The requests of the story do not depend on the model, so the rules of the model can refuse one. Refusals are
    // collected and reported at the end.
    yield* governance
      .submit({ district, id, by, request })
      .pipe(
        Effect.catchTag("Refused", (refusal) =>
          Effect.sync(() => void (refusal.kept || refused.push(refusal)))
        )
      )
  }
})

/**
 * Plays the story on the ledger in the context, and returns the facts of the last day.
 *
 * @category demo
 */
export const demo = Effect.fn("demo")(function* ({ model, progress, readers, registry }: DemoOptions) {
  const { file, sheet } = yield* DistrictFiles.read({ model, registry, on: storyBegins })
  const bookmarks = yield* Bookmarks
  const governance = yield* Governance
  const announcer = yield* Announcer
  const hands = StoryClock.make(storyBegins)
  const refused: Array<Refused> = []

  const telling = Effect.gen(function* () {
    const { id: district } = yield* governance
      .adopt(file.document)
      .pipe(Effect.catchTag("ModelRefused", (error) => DistrictFiles.refused(file, error)))
    const days = Story.story(sheet.data, district)
    const announced = yield* bookmarks.get(district, reader)
    for (const [at, day] of days.entries()) {
      yield* hands.turnTo(day.on)
      if (day.on <= announced) continue
      progress(at + 1, days.length)
      yield* tellDay(district, day, refused)
      yield* announcer.pump(district)
      yield* bookmarks.advance(district, reader, day.on)
    }
    const notices = yield* announcer.queued(district)
    return yield* governance.read(district, (state, asOf) => figures(state, { asOf, notices, readers }))
  })

  const facts = yield* Effect.provideService(telling, Clock.Clock, hands.clock)
  return { facts, refused } satisfies Telling
})
