/** Runs a story on a new ledger in memory, and collects what it meets. */
import type { Language } from "@liulinhui/core/Text"
import * as Governance from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import { millisOf } from "@liulinhui/testing/Story"
import * as StoryCoverage from "@liulinhui/testing/StoryCoverage"
import * as VaultOf from "@liulinhui/vault"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { playedLines } from "./PlayedWords.ts"
import * as Replaying from "./Replaying.ts"
import * as SettableClock from "@liulinhui/testing/SettableClock"
import { spoken } from "./Spoken.ts"
import type { StoryFile } from "./StoryFile.ts"
import { prepare, type StorySetting } from "./StorySetting.ts"

/** A difference between a story and what really happened. */
export interface StoryDifference {
  readonly file: string
  /** The number of the event in the story, from 0. */
  readonly event: number
  readonly line: number
  readonly difference: Replaying.Difference
  readonly text: string
}

/** The result of a story. */
export interface StoryTried {
  readonly file: string
  readonly events: number
  /** Empty if the story holds. */
  readonly differences: ReadonlyArray<StoryDifference>
  readonly met: StoryCoverage.Met
}

/** The services of one story: a new ledger and new keys, both in memory. */
const inMemory = () =>
  Governance.layer().pipe(
    Layer.provideMerge(Layer.fresh(VaultOf.layerMemory)),
    Layer.provideMerge(Layer.fresh(StorageMemory.layer))
  )

/**
 * Runs a story to its end, with the given model and roster. A story without an importer begins with an empty registry.
 */
export const tryStory = ({ file, lines, story }: StoryFile, setting: StorySetting, language: Language) => {
  const clock = SettableClock.make(millisOf(story.events[0]?.at ?? story.until))
  return Effect.gen(function* () {
    const governance = yield* Governance.Governance
    const differences: Array<StoryDifference> = []
    let met = StoryCoverage.none
    const district = yield* prepare(story, setting, Option.none(), language, () => Effect.void)
    yield* Replaying.run(district, story, clock, true, {
      lapsed: () => Effect.void,
      played: Effect.fnUntraced(function* (played, event) {
        const { event: told, outcome, reasons } = played
        if (told.asked !== undefined && outcome === "refused") {
          // A refusal without reasons is one for lack of authority.
          const all = reasons.length === 0 ? [{ _tag: "NotAllowed" }] : reasons
          met = StoryCoverage.both(met, StoryCoverage.metByRefusal(told.asked.request, all))
        }
        const texts = yield* governance.read(district, (state) => playedLines(played, state, language))
        differences.push(
          ...played.differences.map((difference, n) => ({
            file,
            event,
            line: lines[event] ?? 1,
            difference,
            text: texts[n] ?? ""
          }))
        )
      })
    })
    const byCases = yield* governance.read(district, StoryCoverage.metByCases)
    const result: StoryTried = {
      file,
      events: story.events.length,
      differences,
      met: StoryCoverage.both(met, byCases)
    }
    return result
  }).pipe(Effect.provide(inMemory()), Effect.provideService(Clock.Clock, clock.clock), spoken)
}
