import { describe, expect, it } from "@effect/vitest"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, submission } from "../../../service/test/wanLiu.ts"
import { type Got, openToResidents as playbook, position, type Send, served } from "../served.ts"

const key = (name: string) => ({ "idempotency-key": `report-of-resident-${name}` })
const reported = {
  playbook,
  building: "b1",
  words: "五楼门口堆满纸箱",
  place: "五楼",
  contact: "13800000000"
}
/** The API, with the address of the client in a header. */
const open = <A, E, R>(test: (send: Send) => Effect.Effect<A, E, R>) =>
  served((send) => test(send) as Effect.Effect<A, E>, {
    address: (request) => request.headers.get("x-address") ?? undefined
  })
const report = (send: Send, name: string, body: unknown = reported, address = "") =>
  send("intake/reports", {
    body,
    headers: { ...key(name), ...(address === "" ? {} : { "x-address": address }) }
  })
const progress = (send: Send, body: unknown, address = "") =>
  send("intake/progress", { body, ...(address === "" ? {} : { headers: { "x-address": address } }) })
const codesOf = ({ json }: Got) =>
  (json["reasons"] as ReadonlyArray<{ readonly code: string }>).map(({ code }) => code)
const idOf = Governance.use(({ read }) => read(district, (state) => [...state.reports.keys()].at(-1) ?? ""))
const submit = (id: string, request: object) =>
  Governance.use((governance) => governance.submit(submission("committee", id, ask(request))))

describe("what residents may report", () => {
  it.effect(
    "is public: the open categories and the buildings, in the language of the reader, and nothing else",
    () =>
      open((send) =>
        Effect.gen(function* () {
          const got = yield* send("intake", { headers: { "accept-language": "zh" } })
          expect(got.json).toEqual({
            name: "小区",
            categories: [{ playbook, name: "困难及囤积户帮扶" }],
            buildings: [
              { building: "b1", label: "1号楼" },
              { building: "b2", label: "2号楼" }
            ]
          })
        })
      )
  )

  it.effect(
    "is answered in the same way by a district that takes in nothing, and by one that does not exist",
    () =>
      open((send) =>
        Effect.gen(function* () {
          yield* Governance.use(({ adopt, read }) =>
            Effect.flatMap(
              read(district, ({ document }) => document),
              (document) => adopt({ ...(document as object), intake: { playbooks: {} } })
            )
          )
          const here = yield* send("intake")
          const elsewhere = yield* send("/v1/districts/elsewhere/intake")
          const odd = yield* send("/v1/districts/-/intake")
          expect(here.status).toBe(404)
          expect([elsewhere.text, odd.text]).toEqual([here.text, here.text])
          expect((yield* report(send, "1")).text).toBe(here.text)
        })
      )
  )
})

describe("a report", () => {
  it.effect(
    "is taken in without an account, looked at by a keeper, and followed with number and PIN to its end",
    () =>
      open((send) =>
        Effect.gen(function* () {
          const given = yield* report(send, "1")
          expect([given.status, given.headers.get("cache-control")]).toEqual([201, "no-store"])
          const { number, pin } = given.json
          const state = Effect.map(progress(send, { number, pin }), ({ json }) => json)
          expect(yield* state).toMatchObject({ state: "received", received: "2026-03-02", merged: false })

          const id = yield* idOf
          const look = (as: string) =>
            send(`intake/reports/${id}/look`, {
              as,
              method: "POST",
              headers: { "idempotency-key": `l-${as}` }
            })
          const { building: _, playbook: __, ...texts } = reported
          expect((yield* look("lead-warmth")).json).toEqual(texts)
          const stranger = yield* look("lead-unity")
          expect([stranger.status, codesOf(stranger)]).toEqual([422, ["ReportUnknown"]])
          expect(yield* state).toMatchObject({ state: "looked-at" })

          const lines = yield* send("reports", { as: "lead-warmth" })
          expect(lines.json["reports"]).toMatchObject([{ report: id, state: "looked-at" }])
          expect((yield* send("reports", { as: "lead-unity" })).json["reports"]).toEqual([])
          yield* submit("d", { _tag: "DeclineReport", report: id, reason: "请联系物业" })
          expect(yield* state).toMatchObject({ state: "declined", reason: "请联系物业" })
        })
      )
  )

  it.effect("that is sent again has the same receipt, and another one under its key is refused", () =>
    open((send) =>
      Effect.gen(function* () {
        const first = yield* report(send, "1")
        const before = yield* position
        const again = yield* report(send, "1")
        expect(again.json).toEqual({ ...first.json, repeated: true })
        const other = yield* report(send, "1", { ...reported, words: "别的事" })
        expect([other.status, codesOf(other)]).toEqual([422, ["CommandIdReused"]])
        expect(yield* position).toBe(before)
        expect((yield* report(send, "2")).json["number"]).not.toBe(first.json["number"])
      })
    )
  )

  it.effect(
    "is refused with every reason and writes nothing if it is not plain, too long, too large, or without a key",
    () =>
      open((send) =>
        Effect.gen(function* () {
          const before = yield* position
          const wrong = yield* report(send, "1", {
            ...reported,
            words: "<script>",
            place: "\u0007",
            building: "b9"
          })
          expect([wrong.status, codesOf(wrong)]).toEqual([
            422,
            ["ReportedPlaceUnknown", "NotPlainText", "NotPlainText"]
          ])
          const answers = [
            yield* report(send, "2", { ...reported, words: "长".repeat(2_001) }),
            yield* report(send, "3", { ...reported, words: "长".repeat(6_000) }),
            yield* report(send, "4", { ...reported, by: "committee" }),
            yield* send("intake/reports", { body: reported, headers: { "idempotency-key": "short" } }),
            yield* send("intake/reports", { body: reported }),
            yield* send("intake/reports", {
              body: "words=x",
              headers: { ...key("5"), "content-type": "application/x-www-form-urlencoded" }
            })
          ]
          expect(answers.map(({ status }) => status)).toEqual([400, 413, 400, 400, 400, 415])
          expect(yield* position).toBe(before)
        })
      )
  )

  it.effect(
    "is limited by address, whatever the addresses of others do, and by the day of the district",
    () =>
      open((send) =>
        Effect.gen(function* () {
          for (let n = 1; n <= 10; n++) {
            expect((yield* report(send, `${n}`, reported, "192.0.2.7")).status).toBe(201)
          }
          const before = yield* position
          const limited = yield* report(send, "11", reported, "192.0.2.7")
          expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "900"])
          expect(yield* position).toBe(before)
          expect((yield* report(send, "11", reported, "192.0.2.8")).status).toBe(201)
          yield* TestClock.adjust("16 minutes")
          expect((yield* report(send, "12", reported, "192.0.2.7")).status).toBe(201)
        })
      )
  )

  it.effect(
    "is not taken in while the clock has jumped, and the public does not learn when the last entry was written",
    () =>
      open((send) =>
        Effect.gen(function* () {
          yield* TestClock.setTime(nine(400))
          const got = yield* report(send, "1")
          expect([got.status, got.json["reasons"]]).toEqual([503, []])
        })
      )
  )

  it.effect("leaves no word, number or PIN in clear in the ledger", () =>
    open((send) =>
      Effect.gen(function* () {
        const { json } = yield* report(send, "1")
        const entries = yield* Ledger.use((ledger) => ledger.read(district, 0, 100))
        const text = JSON.stringify(entries)
        for (const secret of [reported.words, "五楼", "13800000000", json["number"], json["pin"]]) {
          expect(text).not.toContain(`${String(secret)}`)
        }
      })
    )
  )
})

describe("a receipt", () => {
  it.effect(
    "that is unknown, of another district, or has another PIN has the same answer, also when it must wait",
    () =>
      open((send) =>
        Effect.gen(function* () {
          const { json } = yield* report(send, "1")
          const { number, pin } = json
          const wrong = pin === "000000" ? "000001" : "000000"
          const unknown = { number: "0000-0000-0000-0000", pin }
          for (let n = 0; n < 5; n++) {
            const [one, other] = [
              yield* progress(send, { number, pin: wrong }),
              yield* progress(send, unknown)
            ]
            expect(one.status).toBe(403)
            expect([other.status, other.text, [...other.headers]]).toEqual([
              one.status,
              one.text,
              [...one.headers]
            ])
          }
          const [one, other] = [yield* progress(send, { number, pin }), yield* progress(send, unknown)]
          expect([one.status, one.headers.get("retry-after")]).toEqual([429, "60"])
          expect([other.status, other.text, [...other.headers]]).toEqual([
            one.status,
            one.text,
            [...one.headers]
          ])
          yield* TestClock.adjust("61 seconds")
          expect((yield* progress(send, { number: String(number).toLowerCase(), pin })).status).toBe(200)
          // The right PIN has ended the wait.
          expect((yield* progress(send, { number, pin: wrong })).status).toBe(403)
        })
      )
  )

  it.effect("of a second district is refused as any wrong receipt, in both districts", () =>
    open((send) =>
      Effect.gen(function* () {
        const next = "/v1/districts/next/intake"
        const model = document({ id: "next", intake: { playbooks: { [playbook]: {} } } })
        yield* Governance.use(({ adopt }) => adopt(model))
        const { building: _, ...anywhere } = reported
        const here = yield* report(send, "1", anywhere)
        const there = yield* send(`${next}/reports`, { body: anywhere, headers: key("1") })
        expect([here.status, there.status]).toEqual([201, 201])
        expect(there.json["number"]).not.toBe(here.json["number"])

        const follow = (path: string, { json: { number, pin } }: Got) => send(path, { body: { number, pin } })
        const unknown = { ...here, json: { ...here.json, number: "0000-0000-0000-0000" } }
        const wrong = yield* follow("intake/progress", unknown)
        expect(wrong.status).toBe(403)
        for (const [path, receipt] of [
          ["intake/progress", there],
          [`${next}/progress`, here]
        ] as const) {
          const got = yield* follow(path, receipt)
          expect([got.status, got.text, [...got.headers]]).toEqual([
            wrong.status,
            wrong.text,
            [...wrong.headers]
          ])
        }
        expect((yield* follow("intake/progress", here)).status).toBe(200)
        expect((yield* follow(`${next}/progress`, there)).status).toBe(200)
      })
    )
  )

  it.effect("cannot be searched from one address: wrong numbers are counted together", () =>
    open((send) =>
      Effect.gen(function* () {
        const statuses: Array<number> = []
        for (let n = 0; n < 21; n++) {
          const number = `0000-0000-0000-${String(n).padStart(4, "0")}`
          statuses.push((yield* progress(send, { number, pin: "123456" }, "192.0.2.9")).status)
        }
        expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 403))
        expect(statuses[20]).toBe(429)
      })
    )
  )
})
