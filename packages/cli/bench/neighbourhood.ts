/**
 * Makes the ledger of a real district for benchmarks: the model and the registry of Wan-Liu (3,700 residents, sealed),
 * the first twelve weeks of its story with all cases, and then visits on every day of two years, until the ledger has
 * the wanted number of entries.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Day from "@liulinhui/core/Day"
import { ActorId, ContactKind, type DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Registry from "@liulinhui/core/Registry"
import { Governance } from "@liulinhui/service/Governance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import * as DistrictFiles from "../src/DistrictFiles.ts"
import { services } from "../src/Ledgers.ts"
import * as Vaults from "../src/Vaults.ts"
import { storyBegins } from "../../../examples/01-wan-liu/src/generate.ts"
import * as StoryClock from "../../../examples/01-wan-liu/src/StoryClock.ts"
import * as Story from "../../../examples/01-wan-liu/src/story.ts"

const example = join(import.meta.dirname, "../../../examples/01-wan-liu")
/** The files of Wan-Liu. */
export const files = {
  model: join(example, "district.yaml"),
  registry: join(example, "registry.csv"),
  on: storyBegins
}

/** The number of days after the story on which visits are recorded. */
const visitDays = 730

/** The last day of the ledger. */
const lastDay: Day.Day = Day.add(storyBegins, Story.length + visitDays - 1)

/** The time at nine in the morning in Shanghai on the last day, as `LIULINHUI_NOW` takes it. */
export const lastMorning = `${Day.toIso(lastDay)}T09:00:00+08:00`

/** The time at nine in the morning in Shanghai on the first day of the story. */
export const firstMorning = `${Day.toIso(storyBegins)}T09:00:00+08:00`

/** The kinds of contact that the visits have, one after another. */
const kinds = ["companion-visit", "home-visit", "outreach-visit"]

/** The largest number of visits in one request. */
const most = 1000

/**
 * Writes the ledger to a new file, which needs a master key in the file beside it. Returns the district.
 *
 * @param entries the number of entries; the ledger has a few more than a smaller number, because of the story
 */
export const write = Effect.fn("neighbourhood.write")(function* (filename: string, entries: number) {
  yield* Vaults.initialise(filename, "bench")
  const hands = StoryClock.make(storyBegins)
  const { file, sheet } = yield* DistrictFiles.read(files)
  const visits = sheet.data.residents.map(({ id }, at) => ({
    kind: ContactKind.make(kinds[at % kinds.length] ?? "home-visit"),
    subject: Registry.resident(id)
  }))
  const play = Effect.gen(function* () {
    const governance = yield* Governance
    const { id: district } = yield* governance.adopt(file.document)
    for (const { deeds, on } of Story.story(sheet.data, district)) {
      yield* hands.turnTo(on)
      yield* governance.wake(district)
      for (const { by, id, request } of deeds) {
        yield* Effect.ignore(governance.submit({ district, id, by, request }))
      }
    }
    let last = yield* governance.read(district, ({ position }) => position)
    for (let day = 0; day < visitDays; day++) {
      yield* hands.turnTo(Day.add(storyBegins, Story.length + day))
      const until = Math.round(((entries - last) * (day + 1)) / visitDays)
      for (let at = Math.round(((entries - last) * day) / visitDays); at < until; at += most) {
        const [first, ...others] = Array.from(
          { length: Math.min(most, until - at) },
          (_, n) => visits[((at + n) * 7919) % visits.length]
        ).filter((visit) => visit !== undefined)
        if (first === undefined) continue
        yield* governance.submit({
          district,
          id: CommandId.make(`visits/${at}`),
          by: ActorId.make("committee"),
          request: { _tag: "RecordContacts", contacts: [first, ...others] }
        })
      }
    }
    last = yield* governance.read(district, ({ position }) => position)
    return { district, entries: last } satisfies { readonly district: DistrictId; readonly entries: number }
  })
  return yield* Effect.provideService(
    Effect.provide(play, services(filename, "writes")),
    Clock.Clock,
    hands.clock
  )
}, Effect.provide(NodeServices.layer))
