import { describe, expect, it } from "@effect/vitest"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { ask, district, document, nine, submission } from "../../../service/test/wanLiu.ts"
import type { Options } from "../../src/WebHandler.ts"
import { type Got, openToResidents as service, position, type Send, served } from "../served.ts"
import { asTexts, readXml } from "./readXml.ts"
import { wrongIn } from "./schemas.ts"

const base = "/open311/v2"
const here = `jurisdiction_id=${district}`
const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }
const fields = {
  jurisdiction_id: district,
  service_code: service,
  description: "五楼门口堆满纸箱",
  "attribute[building]": "b1",
  address_string: "五楼东侧",
  phone: "13800000000"
}

const open = <A, E, R>(test: (send: Send) => Effect.Effect<A, E, R>, options: Options = {}) =>
  served((send) => test(send) as Effect.Effect<A, E>, {
    ...options,
    address: (request) => request.headers.get("x-address") ?? undefined
  })

/** An answer as JSON, after the answer in XML was found to be the same. */
const both = (send: Send, path: (format: string) => string, headers = {}) =>
  Effect.gen(function* () {
    const json = yield* send(path("json"), { headers })
    const xml = yield* send(path("xml"), { headers })
    expect(json.headers.get("content-type")).toBe("application/json; charset=utf-8")
    expect(xml.headers.get("content-type")).toBe("text/xml; charset=utf-8")
    expect(xml.status).toBe(json.status)
    const { root, value } = readXml(xml.text)
    expect(value).toEqual(asTexts(json.json))
    return { status: json.status, root, value: json.json as unknown, headers: json.headers }
  })

const post = (send: Send, more: object = {}, headers: object = {}, format = "json") =>
  send(`${base}/requests.${format}`, {
    body: new URLSearchParams({ ...fields, ...more }).toString(),
    headers: { ...form, ...headers }
  })

const listed = ({ json }: Got) => json as unknown as ReadonlyArray<Readonly<Record<string, unknown>>>
const idIn = (got: Got): string => String(listed(got)[0]?.["service_request_id"])
const request = (send: Send, id: string, address = "") =>
  send(`${base}/requests/${id}.json?${here}`, { headers: { "x-address": address } })

const submit = (id: string, asking: object) =>
  Governance.use((governance) => governance.submit(submission("committee", id, ask(asking))))
const reportIn = Governance.use(({ read }) =>
  read(district, (state) => [...state.reports.keys()].at(-1) ?? "")
)

describe("the services of Open311", () => {
  it.effect("are the categories that the model opens to residents, as JSON and as XML", () =>
    open((send) =>
      Effect.gen(function* () {
        const zh = { "accept-language": "zh" }
        const { root, value } = yield* both(send, (format) => `${base}/services.${format}?${here}`, zh)
        expect([root, wrongIn("services", value)]).toEqual(["services", []])
        expect(value).toEqual([
          {
            service_code: service,
            service_name: "困难及囤积户帮扶",
            description: null,
            metadata: true,
            type: "realtime",
            keywords: null,
            group: null
          }
        ])
      })
    )
  )

  it.effect("define what a reporter should write and which building it is about", () =>
    open((send) =>
      Effect.gen(function* () {
        yield* Governance.use(({ adopt }) =>
          adopt(
            document({
              intake: { playbooks: { [service]: { ask: { zh: "在几层？", en: "Which floor?" } } } }
            })
          )
        )
        const path = (format: string) => `${base}/services/${service}.${format}?${here}`
        const { root, value } = yield* both(send, path, { "accept-language": "en" })
        expect([root, wrongIn("service_definition", value)]).toEqual(["service_definition", []])
        expect(value).toMatchObject({
          service_code: service,
          attributes: [
            { variable: false, code: "hint", order: 1, description: "Which floor?" },
            {
              variable: true,
              code: "building",
              datatype: "singlevaluelist",
              required: false,
              order: 2,
              values: [
                { key: "b1", name: "1号楼" },
                { key: "b2", name: "2号楼" }
              ]
            }
          ]
        })
      })
    )
  )

  it.effect("are found by a program through the discovery file, at the host that it has asked", () =>
    open(
      (send) =>
        Effect.gen(function* () {
          const host = { host: "hub.example" }
          const { root, value } = yield* both(send, (format) => `/open311/discovery.${format}`, host)
          expect([root, value]).toMatchObject([
            "discovery",
            { endpoints: [{ url: `https://hub.example${base}`, formats: ["text/xml", "application/json"] }] }
          ])
        }),
      { tls: true }
    )
  )
})

describe("a service request", () => {
  it.effect("becomes a report, which a keeper reads, and its id is the number of the receipt", () =>
    open((send) =>
      Effect.gen(function* () {
        const created = yield* post(send)
        expect([created.status, wrongIn("created", created.json)]).toEqual([200, []])
        expect(created.headers.get("cache-control")).toBe("no-store")
        const report = yield* reportIn
        const look = yield* send(`intake/reports/${report}/look`, {
          as: "lead-warmth",
          method: "POST",
          headers: { "idempotency-key": "look" }
        })
        expect(look.json).toEqual({
          words: fields.description,
          place: fields.address_string,
          contact: fields.phone
        })
        // With the PIN of the notice, the reporter learns as much as with any receipt.
        const [, pin] = /PIN码 (\d{6})/u.exec(String(listed(created)[0]?.["service_notice"])) ?? []
        const progress = yield* send("intake/progress", { body: { number: idIn(created), pin } })
        expect([progress.status, progress.json["state"]]).toEqual([200, "looked-at"])
        const xml = readXml((yield* post(send, {}, {}, "xml")).text)
        expect([xml.root, xml.value]).toMatchObject(["service_requests", [{ account_id: "" }]])
      })
    )
  )

  it.effect(
    "is open until its report is finished or declined, and never shows what was written or why it was declined",
    () =>
      open((send) =>
        Effect.gen(function* () {
          const id = idIn(yield* post(send))
          const report = yield* reportIn
          const found: Array<unknown> = []
          const seen = Effect.gen(function* () {
            const path = (format: string) => `${base}/requests/${id}.${format}?${here}`
            const { root, value } = yield* both(send, path, { "accept-language": "en" })
            expect([root, wrongIn("service_requests", value)]).toEqual(["service_requests", []])
            const [one] = value as ReadonlyArray<Readonly<Record<string, unknown>>>
            found.push([one?.["status"], one?.["status_notes"], one?.["updated_datetime"]])
            expect(one).toMatchObject({
              service_request_id: id,
              service_code: service,
              agency_responsible: "Small",
              requested_datetime: "2026-03-02T01:00:00.000Z"
            })
            for (const secret of [
              fields.description,
              fields.address_string,
              fields.phone,
              "b1",
              "1号楼",
              "物业"
            ]) {
              expect(JSON.stringify(value)).not.toContain(secret)
            }
          })
          yield* seen
          yield* submit("look", { _tag: "LookAtReport", report })
          yield* seen
          yield* TestClock.setTime(nine(1))
          yield* submit("decline", { _tag: "DeclineReport", report, reason: "请联系物业" })
          yield* seen
          expect(found).toEqual([
            ["open", expect.stringContaining("nobody has looked at it yet"), "2026-03-02T01:00:00.000Z"],
            ["open", expect.stringContaining("looked at"), "2026-03-02T01:00:00.000Z"],
            // The beginning of the day in Shanghai.
            ["closed", expect.stringContaining("declined"), "2026-03-02T16:00:00.000Z"]
          ])
        })
      )
  )

  it.effect("is in a list only if it is named: a list without names is empty, whatever it filters", () =>
    open((send) =>
      Effect.gen(function* () {
        const [one, other] = [idIn(yield* post(send)), idIn(yield* post(send))]
        expect(other).not.toBe(one)
        const list = (query: string) => both(send, (format) => `${base}/requests.${format}?${here}${query}`)
        for (const query of [
          "",
          "&status=open",
          `&service_code=${service}&status=open,closed`,
          "&start_date=2026-03-01T00:00:00Z&end_date=2026-03-03T00:00:00%2B08:00",
          "&service_request_id=0000-0000-0000-0000"
        ]) {
          expect(yield* list(query)).toMatchObject({ status: 200, root: "service_requests", value: [] })
        }
        const { value } = yield* list(`&service_request_id=${one},${other.toLowerCase()},x&status=closed`)
        expect(wrongIn("service_requests", value)).toEqual([])
        expect(value).toMatchObject([{ service_request_id: one }, { status: "open" }])
      })
    )
  )

  it.effect("that is sent again under its idempotency key is the same one", () =>
    open((send) =>
      Effect.gen(function* () {
        const key = { "idempotency-key": "0123456789abcdef" }
        const first = yield* post(send, {}, key)
        const before = yield* position
        expect((yield* post(send, {}, key)).text).toBe(first.text)
        expect((yield* post(send, { description: "别的事" }, key)).status).toBe(400)
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("leaves no word in clear in the ledger, and no id of the device anywhere", () =>
    open((send) =>
      Effect.gen(function* () {
        const id = idIn(yield* post(send, { device_id: "device-7", account_id: "account-7" }))
        const text = JSON.stringify(yield* Ledger.use((ledger) => ledger.read(district, 0, 100)))
        for (const secret of [id, fields.description, fields.phone, "五楼", "device-7", "account-7"]) {
          expect(text).not.toContain(secret)
        }
      })
    )
  )
})

describe("a mistake", () => {
  it.effect("is answered with the statuses of the specification and writes nothing", () =>
    open((send) =>
      Effect.gen(function* () {
        const before = yield* position
        const errors = (path: string) =>
          Effect.map(
            both(send, (format) => path.replace("FORMAT", format)),
            ({ root, status, value }) => {
              expect([path, root, wrongIn("errors", value)]).toEqual([path, "errors", []])
              return status
            }
          )
        expect(yield* errors(`${base}/services.FORMAT`)).toBe(400)
        expect(yield* errors(`${base}/services.FORMAT?jurisdiction_id=`)).toBe(400)
        expect(yield* errors(`${base}/services.FORMAT?jurisdiction_id=elsewhere`)).toBe(404)
        expect(yield* errors(`${base}/services/no-such.FORMAT?${here}`)).toBe(404)
        expect(yield* errors(`${base}/requests/0000-0000-0000-0000.FORMAT?${here}`)).toBe(404)
        expect(yield* errors(`${base}/tokens/1.FORMAT?${here}`)).toBe(404)
        expect(yield* errors(`${base}/tokens/1.FORMAT`)).toBe(400)
        const filters = [
          "start_date=2026-03-01",
          "status=done",
          "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
          `service_request_id=${Array.from({ length: 21 }, (_, n) => n).join(",")}`
        ]
        for (const filter of filters) {
          expect([filter, yield* errors(`${base}/requests.FORMAT?${here}&${filter}`)]).toEqual([filter, 400])
        }

        const posts = [
          yield* post(send, { jurisdiction_id: "" }),
          yield* post(send, { jurisdiction_id: "elsewhere" }),
          yield* post(send, { service_code: "" }),
          yield* post(send, { service_code: "building-clutter" }),
          yield* post(send, { "attribute[building]": "b9" }),
          yield* post(send, { description: "<script>" }),
          yield* post(send, { description: "长".repeat(2_001) }),
          yield* post(send, {}, { "content-type": "application/json" }),
          yield* post(send, {}, { "idempotency-key": "short" })
        ]
        expect(posts.map(({ status }) => status)).toEqual([400, 404, 400, 404, 400, 400, 400, 400, 400])
        for (const { json } of posts) expect(wrongIn("errors", json)).toEqual([])
        expect(yield* position).toBe(before)
      })
    )
  )

  it.effect("in a number has the same answer whether the number is unknown or of another district", () =>
    open((send) =>
      Effect.gen(function* () {
        const model = document({ id: "next", intake: { playbooks: { [service]: {} } } })
        yield* Governance.use(({ adopt }) => adopt(model))
        const there = idIn(yield* post(send, { jurisdiction_id: "next", "attribute[building]": "" }))
        const [other, unknown] = [yield* request(send, there), yield* request(send, "0000-0000-0000-0000")]
        expect(other.status).toBe(404)
        expect([unknown.status, unknown.text, [...unknown.headers]]).toEqual([
          other.status,
          other.text,
          [...other.headers]
        ])
      })
    )
  )

  it.effect("is limited by address, while the right number may be read as often as a program likes", () =>
    open((send) =>
      Effect.gen(function* () {
        const id = idIn(yield* post(send))
        const address = "192.0.2.7"
        for (let n = 0; n < 25; n++) expect((yield* request(send, id, address)).status).toBe(200)
        for (let n = 0; n < 20; n++) {
          expect((yield* request(send, `0000-0000-0000-00${n + 10}`, address)).status).toBe(404)
        }
        const limited = yield* request(send, id, address)
        expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "900"])
        expect(wrongIn("errors", limited.json)).toEqual([])
        expect((yield* request(send, id, "192.0.2.8")).status).toBe(200)
      })
    )
  )

  it.effect("of the clock reveals nothing about the last entry", () =>
    open((send) =>
      Effect.gen(function* () {
        yield* TestClock.setTime(nine(400))
        const { json, status } = yield* post(send, {}, { "accept-language": "en" })
        expect([status, json]).toEqual([
          503,
          [{ code: 503, description: "The server is not available now: try again later" }]
        ])
      })
    )
  )
})

describe("an API key", () => {
  const apiKeys = ["first-key", "second-key"].map((key) => Redacted.make(key))

  it.effect("is required of a new service request if the server has keys, and of nothing else", () =>
    open(
      (send) =>
        Effect.gen(function* () {
          const before = yield* position
          for (const api_key of ["", "first", "first-key,second-key"]) {
            const got = yield* post(send, { api_key })
            expect([got.status, wrongIn("errors", got.json)]).toEqual([403, []])
          }
          expect((yield* post(send)).status).toBe(403)
          expect(yield* position).toBe(before)
          const id = idIn(yield* post(send, { api_key: "second-key" }))
          expect((yield* request(send, id)).status).toBe(200)
          expect((yield* send(`${base}/services.json?${here}`)).status).toBe(200)
        }),
      { apiKeys }
    )
  )

  it.effect("is not read if the server has none", () =>
    open((send) =>
      Effect.gen(function* () {
        expect((yield* post(send, { api_key: "any" })).status).toBe(200)
      })
    )
  )
})
