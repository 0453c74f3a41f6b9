import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { answerSchema } from "@liulinhui/core/Question"
import * as Schema from "effect/Schema"
import { questionTags, pathOf } from "../src/Api.ts"
import { make } from "../src/WebHandler.ts"
import { district } from "../../service/test/wanLiu.ts"
import { openCase, openToResidents, position, requestOf, type Send, served } from "./served.ts"

const submit = (send: Send, key: string, body: unknown, as = "lead-unity", headers = {}) =>
  send("submissions", { as, body, headers: { "idempotency-key": key, ...headers } })

const codes = (json: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  (json["reasons"] as ReadonlyArray<{ readonly code: string }>).map(({ code }) => code)

const unity = "lead-unity"

describe("a submission over HTTP", () => {
  it.effect("is written once, and its key returns the first result again", () =>
    served((send) =>
      Effect.gen(function* () {
        const before = yield* position
        const first = yield* submit(send, "k1", openCase("c1"))
        expect(first.json).toEqual({
          id: "k1",
          repeated: false,
          written: { first: before + 1, last: yield* position }
        })
        const again = yield* submit(send, '"k1"', openCase("c1"))
        expect([again.status, again.json]).toEqual([200, { ...first.json, repeated: true }])
        const other = yield* submit(send, "k1", openCase("c2"))
        expect([other.status, codes(other.json)]).toEqual([422, ["CommandIdReused"]])
        expect(yield* position).toBe((first.json["written"] as { readonly last: number }).last)
      })
    )
  )

  it.effect("of a key that was refused may be submitted again with another body", () =>
    served((send) =>
      Effect.gen(function* () {
        const refused = yield* submit(send, "k1", { ...openCase("c1"), subjects: ["building:b9"] })
        expect(refused.status).toBe(422)
        expect((yield* submit(send, "k1", openCase("c1"))).status).toBe(200)
      })
    )
  )

  it.effect("can be previewed, and then nothing is written", () =>
    served((send) =>
      Effect.gen(function* () {
        const before = yield* position
        const headers = { "idempotency-key": "k1" }
        const dry = yield* send("submissions/dry-run", { as: unity, body: openCase("c1"), headers })
        expect(dry.json).toEqual({ repeated: false, entries: [{ stream: "case-c1", type: "CaseOpened" }] })
        const refused = yield* send("submissions/dry-run", {
          as: unity,
          body: openCase("c1", "building:b9"),
          headers
        })
        expect([refused.status, yield* position]).toEqual([422, before])
      })
    )
  )

  it.effect("is refused with every reason, its rule and its words, in the language of the reader", () =>
    served((send) =>
      Effect.gen(function* () {
        const body = {
          _tag: "ImportRegistry",
          buildings: [{ id: "b3", label: "1号楼", floors: 2 }],
          households: [{ id: "b8-1", building: "b8", unit: "1", floor: 1, tags: [] }],
          residents: []
        }
        const [en, zh] = [
          yield* submit(send, "k", body, "committee", { "accept-language": "en-GB, zh;q=0.5" }),
          yield* submit(send, "k", body, "committee", { "accept-language": "zh-CN" })
        ]
        expect(en.headers.get("content-type")).toBe("application/problem+json")
        expect([en.headers.get("content-language"), zh.headers.get("content-language")]).toEqual([
          "en-GB",
          "zh-CN"
        ])
        expect(en.json).toMatchObject({ type: "urn:liulinhui:problem:refused", status: 422 })
        expect(codes(en.json).length).toBeGreaterThan(1)
        expect(codes(zh.json)).toEqual(codes(en.json))
        for (const reason of en.json["reasons"] as ReadonlyArray<Record<string, unknown>>) {
          expect((reason["rule"] as { readonly name: string }).name).not.toMatch(/\p{Script=Han}/u)
        }
        for (const reason of zh.json["reasons"] as ReadonlyArray<Record<string, unknown>>) {
          expect(reason["words"]).toMatch(/\p{Script=Han}/u)
          expect((reason["rule"] as { readonly name: string }).name).toMatch(/\p{Script=Han}/u)
        }
      })
    )
  )

  it.effect(
    "that is malformed is refused with every mistake and its path, never as an error of the server",
    () =>
      served((send) =>
        Effect.gen(function* () {
          const before = yield* position
          const wrong = yield* submit(send, "k", { _tag: "OpenCase", case: 3, subject: [] })
          expect([wrong.status, codes(wrong.json).toSorted()]).toEqual([
            400,
            ["KeyMissing", "KeyMissing", "KeyUnknown", "ValueMalformed"]
          ])
          for (const body of ["", "{", "null", "[]", "3", '"text"', '{"_tag":"No"}', "{}", '{"_tag":3}']) {
            expect([body, (yield* submit(send, "k", body)).status]).toEqual([body, 400])
          }
          for (const key of ["", "~mine", "ü ü", "x".repeat(300)]) {
            expect([key, (yield* submit(send, key === "ü ü" ? "a b" : key, openCase("c1"))).status]).toEqual([
              key,
              400
            ])
          }
          const none = yield* send("submissions", { as: unity, body: openCase("c1") })
          expect(none.json).toMatchObject({ type: "urn:liulinhui:problem:key-missing", status: 400 })
          expect(yield* position).toBe(before)
        })
      )
  )

  it.effect("that is too large, too deep, or not JSON is refused before it is parsed", () =>
    served(
      (send) =>
        Effect.gen(function* () {
          const status = (body: string, headers = {}) =>
            Effect.map(submit(send, "k", body, unity, headers), (got) => got.status)
          expect(yield* status(JSON.stringify({ a: "x".repeat(3_000) }))).toBe(413)
          expect(yield* status("[".repeat(9) + "]".repeat(9))).toBe(413)
          // Brackets in a text do not count.
          expect(yield* status(JSON.stringify("[".repeat(900)))).toBe(400)
          expect(yield* status("{}", { "content-type": "text/plain" })).toBe(415)
          expect(yield* status("{}", { "content-encoding": "gzip" })).toBe(415)
        }),
      { limits: { body: 2_000, depth: 8 } }
    )
  )

  it.effect("is refused to an actor without authority, who learns no more than that", () =>
    served((send) =>
      Effect.gen(function* () {
        const refused = yield* submit(send, "k", { _tag: "ProposePairing", proposal: "spring" }, "head-b2", {
          "accept-language": "en"
        })
        expect(refused.json).toEqual({
          type: "urn:liulinhui:problem:not-allowed",
          title: "This is not permitted",
          status: 403,
          reasons: [
            {
              code: "NotAllowed",
              words: expect.any(String),
              rule: { id: expect.any(String), name: expect.any(String) },
              data: {}
            }
          ]
        })
      })
    )
  )

  it.effect("by a cookie is accepted from the same site only", () =>
    served((send) =>
      Effect.gen(function* () {
        const by = (headers: Readonly<Record<string, string>>) =>
          Effect.map(
            send("submissions", {
              body: openCase("c1"),
              headers: { cookie: "liulinhui=token-lead-unity", "idempotency-key": "k", ...headers }
            }),
            ({ status }) => status
          )
        expect(yield* by({})).toBe(403)
        expect(yield* by({ host: "district.example", origin: "http://evil.example" })).toBe(403)
        expect(yield* by({ host: "district.example", origin: "http://district.example" })).toBe(200)
      })
    )
  )
})

describe("a question over HTTP", () => {
  it.effect("is answered in the form of its schema, every question", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* send("submissions", {
          as: "general-branch",
          body: { _tag: "ProposePairing", proposal: "spring" },
          headers: { "idempotency-key": "p" }
        })
        const given = yield* send("intake/reports", {
          body: { playbook: openToResidents, words: "x" },
          headers: { "idempotency-key": "a-report-of-a-resident" }
        })
        expect(given.status).toBe(201)
        const report = yield* Governance.use(({ read }) =>
          read(district, ({ reports }) => [...reports.keys()].join())
        )
        const parameters: Readonly<Record<string, string>> = {
          AskReport: `?report=${report}`,
          AskCase: "?case=campaign",
          AskForecast: "?rule=elders-reached",
          AskNextRound: "?rule=elders-reached&capacity=3",
          AskRound: "?capacity=3",
          AskWhyNot: "?branch=one&group=unity",
          AskWhyNotCompanion: "?proposal=spring&volunteer=volunteer-warmth&elder=b1-101-1",
          AskWhyNotTalent: "?proposal=spring&talent=volunteer-warmth&task=unity",
          AskCoverage: "?rules=elders-reached"
        }
        for (const tag of questionTags) {
          const got = yield* send(`${pathOf(tag)}${parameters[tag] ?? ""}`, { as: "committee" })
          // There is no poll in this district.
          if (tag === "AskPoll" || tag === "AskElectorate") continue
          expect([tag, got.status]).toEqual([tag, 200])
          const read = Schema.decodeUnknownSync(Schema.toCodecJson(answerSchema(tag)), {
            onExcessProperty: "error"
          })
          read(JSON.parse(got.text))
        }
      })
    )
  )

  it.effect("with wrong parameters is refused with every mistake", () =>
    served((send) =>
      Effect.gen(function* () {
        const got = yield* send("next-round?capcity=3&rule=elders-reached", { as: "committee" })
        expect([got.status, got.json["reasons"]]).toEqual([
          400,
          [
            expect.objectContaining({
              code: "KeyUnknown",
              data: { path: "query.capcity", near: ["capacity"] }
            }),
            expect.objectContaining({ code: "KeyMissing", data: { path: "query.capacity" } })
          ]
        ])
        expect((yield* send("next-round?capacity=none&rule=x", { as: "committee" })).status).toBe(400)
        expect((yield* send("coverage?on=2026-02-30", { as: "committee" })).status).toBe(400)
      })
    )
  )

  it.effect("about a thing out of reach has the answer of a thing that does not exist", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* submit(send, "k1", openCase("c1"))
        const [hidden, none] = [
          yield* send("case?case=c1", { as: "head-b2" }),
          yield* send("case?case=c9", { as: "head-b2" })
        ]
        expect(hidden.status).toBe(404)
        expect(hidden.text.replaceAll("c1", "c9")).toBe(none.text)
      })
    )
  )

  it.effect("is not answered again if nothing has changed for this reader", () =>
    served((send) =>
      Effect.gen(function* () {
        const get = (as: string, tag?: string | null, language = "zh") =>
          send("today", {
            as,
            headers: {
              "accept-language": language,
              ...(typeof tag === "string" ? { "if-none-match": `W/"x", ${tag}` } : {})
            }
          })
        const first = yield* get(unity)
        const tag = first.headers.get("etag")
        expect([first.status, first.headers.get("cache-control")]).toEqual([200, "private, no-cache"])
        const unchanged = yield* get(unity, tag)
        expect([unchanged.status, unchanged.text, unchanged.headers.get("etag")]).toEqual([304, "", tag])
        expect((yield* get("committee", tag)).status).toBe(200)
        expect((yield* get(unity, tag, "en")).status).toBe(200)
        yield* submit(send, "k1", openCase("c1"))
        expect((yield* get(unity, tag)).status).toBe(200)
      })
    )
  )
})

describe("the district of a question", () => {
  it.effect("is read once, for the validator and the answer together", () =>
    served(() =>
      Effect.gen(function* () {
        const governance = yield* Governance
        let reads = 0
        // Callers are found with the service itself, so these reads do not count.
        const counted = Governance.of({
          ...governance,
          read: (...asked) => Effect.suspend(() => ((reads += 1), governance.read(...asked))),
          ask: (...asked) => Effect.suspend(() => ((reads += 1), governance.ask(...asked)))
        })
        const handler = yield* Effect.provideService(make(), Governance, counted)
        const statusOf = (as: string) =>
          Effect.promise(async () => (await handler(requestOf("poll?poll=no-such", { as }))).status)
        const today = yield* Effect.promise(() => handler(requestOf("today", { as: unity })))
        expect([today.status, reads]).toEqual([200, 1])
        expect([yield* statusOf(unity), reads]).toEqual([404, 2])
        expect([yield* statusOf("property"), reads]).toEqual([404, 3])
      })
    )
  )
})

describe("every answer", () => {
  it.effect("has the headers that protect it in a browser, and HSTS if it is sent over TLS", () =>
    Effect.gen(function* () {
      const protectedBy = (got: { readonly headers: Headers }) => {
        expect(got.headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
        expect(got.headers.get("referrer-policy")).toBe("no-referrer")
        expect(got.headers.get("x-content-type-options")).toBe("nosniff")
        return got.headers.get("strict-transport-security")
      }
      yield* served((send) =>
        Effect.gen(function* () {
          for (const path of ["today", "submissions", "/", "/openapi.json", "no-such"]) {
            expect(protectedBy(yield* send(path, { as: unity }))).toBe(null)
          }
        })
      )
      yield* served(
        (send) =>
          Effect.gen(function* () {
            expect(protectedBy(yield* send("today", { as: unity }))).toContain("max-age")
          }),
        { tls: true }
      )
    })
  )

  it.effect("to an unknown address is a problem document", () =>
    served((send) =>
      Effect.gen(function* () {
        for (const path of ["/", "/v1", "no-such", "/v1/districts"]) {
          const got = yield* send(path, { as: unity })
          expect([got.status, got.json["type"]]).toEqual([404, "urn:liulinhui:problem:not-found"])
        }
      })
    )
  )
})
