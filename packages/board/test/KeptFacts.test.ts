import { describe, expect, it } from "@effect/vitest"
import { RoleId } from "@liulinhui/core/Id"
import { factsOf } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Day from "@liulinhui/core/Day"
import { ask, submission } from "../../service/test/wanLiu.ts"
import { factsNow } from "../src/KeptFacts.ts"
import { district, visited } from "./served.ts"

const texts = Texts.builtIn
const readers = [
  "hall",
  RoleId.make("committee"),
  RoleId.make("stairwell-head"),
  RoleId.make("no-such")
] as const

/** For each of the readers: the kept facts, and whether they are the same as facts that are computed anew. */
const compared = Governance.use(({ read }) =>
  read(district, (state, on) =>
    readers.map((one) => {
      const kept = factsNow(state, on, one, texts)
      const anew = factsOf(state, { from: state.began ?? on, asOf: on, readers: one, texts })
      return { kept, isSame: JSON.stringify(kept) === JSON.stringify(anew) }
    })
  )
)

const exclude = submission(
  "committee",
  "exclude",
  ask({ _tag: "RecordContacts", contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }] })
)

describe("the facts of a state", () => {
  it.effect("are computed once, and are those that are computed anew, also after the next entry", () =>
    visited(() =>
      Effect.gen(function* () {
        const first = yield* compared
        expect(first.map(({ isSame }) => isSame)).toEqual([true, true, true, true])
        expect(first.map(({ kept }) => kept === undefined)).toEqual([false, false, false, true])
        const second = yield* compared
        for (const [n, { kept }] of second.entries()) expect(kept).toBe(first[n]?.kept)

        yield* Governance.use(({ submit }) => submit(exclude))
        const third = yield* compared
        expect(third.map(({ isSame }) => isSame)).toEqual([true, true, true, true])
        expect(third[1]?.kept).not.toBe(first[1]?.kept)
        expect(JSON.stringify(third[1]?.kept)).not.toBe(JSON.stringify(first[1]?.kept))
      })
    )
  )

  it.effect("are computed again on another day, and for other words", () =>
    visited(() =>
      Governance.use(({ read }) =>
        read(district, (state, on) => {
          const today = factsNow(state, on, "hall", texts)
          expect(factsNow(state, Day.add(on, 1), "hall", texts)?.asOf).toEqual(Day.add(on, 1))
          expect(today?.asOf).toEqual(on)
          const others = Texts.extend(texts, { zh: { "report.title": "别的" } })
          expect(factsNow(state, on, "hall", others)).not.toBe(factsNow(state, on, "hall", texts))
        })
      )
    )
  )
})
