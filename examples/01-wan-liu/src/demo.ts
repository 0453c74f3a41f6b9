/**
 * Wan-Liu's three stories told through the services that anybody embeds: the files are read and checked, the model is
 * adopted, the days go by, people submit what they do, deadlines lapse because days pass, notices go out, and at the end
 * the district is asked how it stands.
 *
 * Told again on the same file, it takes up where it was interrupted; when everything has been told, it writes nothing.
 */
import * as DistrictFiles from "@liulinhui/cli/DistrictFiles"
import * as Day from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import type { DistrictId } from "@liulinhui/core/place/Id"
import { Bookmarks } from "@liulinhui/core/ports/Bookmarks"
import { type Facts, factsOf } from "@liulinhui/report"
import { Announcer } from "@liulinhui/service/Announcer"
import { Governance, type Refused } from "@liulinhui/service/Governance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { storyBegins } from "./generate.ts"
import * as Story from "./story.ts"
import * as StoryClock from "./StoryClock.ts"

/** What the demo is run with. */
export interface DemoOptions {
  readonly model: string
  readonly registry: string
  readonly language: Language
  /** Hears which day is being told, and how many there are. */
  readonly progress: (day: number, days: number) => void
}

/** What the demo found out. */
export interface Telling {
  readonly facts: Facts
  /** Deeds of the story that were refused in this run, besides those that the ledger keeps. */
  readonly refused: ReadonlyArray<Refused>
}

/** Days after which it is told who was still missing. */
const onTheWay = [Day.add(storyBegins, 7), Day.add(storyBegins, 17)]

const reader = "story"

const tellDay = Effect.fnUntraced(function* (
  district: DistrictId,
  { deeds }: Story.StoryDay,
  refused: Array<Refused>
) {
  const governance = yield* Governance
  yield* governance.wake(district)
  for (const { by, id, request } of deeds) {
    // A story is written before it is known what the model makes of it: what is refused is told at the end.
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
 * Tells the story on the ledger that is provided, and gives the facts of its last day.
 *
 * @category demo
 */
export const demo = Effect.fn("demo")(function* ({ language, model, progress, registry }: DemoOptions) {
  const { file, sheet } = yield* DistrictFiles.read({ model, registry, on: storyBegins, language })
  const bookmarks = yield* Bookmarks
  const governance = yield* Governance
  const announcer = yield* Announcer
  const hands = StoryClock.make(storyBegins)
  const refused: Array<Refused> = []

  const telling = Effect.gen(function* () {
    const { id: district } = yield* governance
      .adopt(file.document)
      .pipe(Effect.catchTag("ModelRefused", (error) => Effect.fail(DistrictFiles.refused(file, error))))
    const days = Story.story(sheet.data, district)
    const told = yield* bookmarks.get(district, reader)
    for (const [at, day] of days.entries()) {
      yield* hands.turnTo(day.on)
      if (day.on <= told) continue
      progress(at + 1, days.length)
      yield* tellDay(district, day, refused)
      yield* announcer.pump(district)
      yield* bookmarks.advance(district, reader, day.on)
    }
    const notices = yield* announcer.queued(district)
    return yield* governance.read(district, (state, asOf) =>
      factsOf(state, {
        from: storyBegins,
        asOf,
        onTheWay,
        timelines: [Story.hoardingCase],
        notices
      })
    )
  })

  const facts = yield* Effect.provideService(telling, Clock.Clock, hands.clock)
  // A model was adopted before, so that there are facts.
  return { facts: facts as Facts, refused } satisfies Telling
})
