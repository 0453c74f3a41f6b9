import { describe, expect, it } from "@effect/vitest"
import type * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import type * as Outbox from "@liulinhui/announcer/Outbox"
import { ActorId, RuleId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import { district, fieldsIn, type Visit, visited } from "../served.ts"

const path = `/d/${district}/admin/letters`
const as = "committee"
const hostile = "<img src=x onerror=alert(1)>"

const letter = (key: string): Outbox.DeadLetter => ({
  notice: {
    key,
    district,
    rule: RuleId.make("stage-overdue"),
    to: ActorId.make("head-b1"),
    recipient: "楼组长 head-b1",
    language: "zh",
    urgent: false,
    at: 0,
    title: `${hostile} ${key}`,
    body: "正文"
  },
  channel: "email",
  reason: `没有这个邮箱 ${hostile}`,
  kind: "permanent",
  attempts: 3,
  at: Date.UTC(2026, 2, 1)
})

/** Runs a test with two letters in a real outbox in memory. */
const withLetters = <A, E>(test: (visit: Visit, dead: DeadLetters.DeadLettersShape) => Effect.Effect<A, E>) =>
  visited((visit, { letters: dead, outbox }) =>
    Effect.gen(function* () {
      for (const key of ["one", "two"]) yield* outbox.bury(letter(key))
      return yield* test(visit, dead)
    })
  )

describe("a notice that could not be delivered", () => {
  it.effect("is shown with its reason, and is put back or dropped with a reason", () =>
    withLetters((visit, dead) =>
      Effect.gen(function* () {
        const page = yield* visit(path, { as })
        expect(page.text).toContain(`没有这个邮箱 ${hostile}`)
        expect(page.elements.filter(({ tag }) => tag === "img")).toEqual([])
        const empty = yield* visit(path, { as, form: { ...fieldsIn(page, "drop"), reason: " " } })
        expect(empty.status).toBe(400)
        const requeued = yield* visit(path, { as, form: fieldsIn(page, "requeue") })
        expect(requeued.location).toBe(`${path}?done=requeue`)
        const rest = yield* visit(path, { as })
        expect(rest.elements.filter(({ tag }) => tag === "h2")).toHaveLength(1)
        yield* visit(path, { as, form: { ...fieldsIn(rest, "drop"), reason: "已当面告知" } })
        expect(yield* dead.list(district)).toEqual([])
        const [dropped] = yield* dead.list(district, { dropped: true })
        expect(dropped?.dropped?.reason).toBe("已当面告知")
        // Somebody else has decided meanwhile: nothing happens, and the page shows what is left.
        expect((yield* visit(path, { as, form: fieldsIn(page, "requeue") })).status).toBe(303)
      })
    )
  )

  it.effect("is not shown without the mandate", () =>
    withLetters((visit, dead) =>
      Effect.gen(function* () {
        const form = fieldsIn(yield* visit(path, { as }), "requeue")
        for (const other of ["lead-unity", "head-b1", "general-branch"]) {
          const [page, sent] = [yield* visit(path, { as: other }), yield* visit(path, { as: other, form })]
          expect([other, page.status, sent.status]).toEqual([other, 404, 404])
          expect(page.text).not.toContain("没有这个邮箱")
        }
        expect(yield* dead.list(district)).toHaveLength(2)
      })
    )
  )
})
