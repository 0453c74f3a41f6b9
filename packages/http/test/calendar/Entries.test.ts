import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, nine, submission } from "../../../service/test/wanLiu.ts"
import { calendarOf } from "../../src/calendar/Entries.ts"
import { openCase, served } from "../served.ts"

const words = Texts.words(Texts.builtIn, "en")

/** The entries of an actor, in short form. */
const entriesOf = (actor: string) =>
  Governance.use(({ read }) =>
    read(district, (state, on, now) => calendarOf(state, { by: ActorId.make(actor), on, now }, words))
  )
const shownTo = (actor: string) =>
  Effect.map(entriesOf(actor), (calendar) =>
    (calendar?.events ?? []).map(({ at, summary }) =>
      "from" in at ? `${Day.toIso(at.from)} ${Day.toIso(at.until)} ${summary}` : `${at.instant} ${summary}`
    )
  )
const submit = (by: string, id: string, request: object) =>
  Governance.use((governance) => governance.submit(submission(by, id, ask(request))))

describe("the calendar of an actor", () => {
  it.effect("has the deadlines of the cases on which the actor can act, and of no others", () =>
    served(() =>
      Effect.gen(function* () {
        yield* submit("lead-unity", "c1", openCase("c1"))
        const own = yield* shownTo("lead-unity")
        expect(own.filter((line) => line.includes("1号楼"))).not.toEqual([])
        expect((yield* shownTo("head-b2")).filter((line) => line.includes("1号楼"))).toEqual([])
        expect(yield* shownTo("former")).toEqual([])
      })
    )
  )

  it.effect(
    "has the visits that an actor still has to make, under each rule, and those that were agreed",
    () =>
      served(() =>
        Effect.gen(function* () {
          const visits = (lines: ReadonlyArray<string>) => lines.filter((line) => line.includes("isit"))
          const before = visits(yield* shownTo("volunteer-warmth"))
          expect(before).not.toEqual([])
          expect(visits(yield* shownTo("property"))).toEqual([])
          yield* submit("volunteer-warmth", "again", {
            _tag: "RecordAttempts",
            on: "2026-03-02",
            attempts: [
              { kind: "home-visit", subject: "resident:b2-101-1", outcome: "next-time", again: "2026-03-05" }
            ]
          })
          expect(visits(yield* shownTo("volunteer-warmth"))).toContain(
            `2026-03-05 2026-03-05 ${words.say("calendar.agreed", { place: "2号楼" })}`
          )
        })
      )
  )

  it.effect("names nobody, no flat and no case, also in the ids of entries", () =>
    served(() =>
      Effect.gen(function* () {
        yield* submit("lead-unity", "c1", openCase("c1-b1-101"))
        for (const actor of ["committee", "lead-unity", "lead-warmth", "volunteer-warmth", "head-b1"]) {
          const text = JSON.stringify((yield* entriesOf(actor))?.events)
          expect([actor, text.match(/居民|b\d-\d|101|c1/u)]).toEqual([actor, null])
        }
      })
    )
  )

  it.effect("keeps the ids of its entries from day to day, and they differ between entries", () =>
    served(() =>
      Effect.gen(function* () {
        yield* submit("lead-unity", "c1", openCase("c1"))
        const ids = Effect.map(entriesOf("lead-unity"), (calendar) =>
          (calendar?.events ?? []).map(({ uid }) => uid)
        )
        const before = yield* ids
        expect(new Set(before).size).toBe(before.length)
        expect(before.length).toBeGreaterThan(0)
        yield* TestClock.setTime(nine(1))
        expect(yield* ids).toEqual(before)
      })
    )
  )
})
