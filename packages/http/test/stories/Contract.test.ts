/**
 * The OpenAPI document is a promise. Requests are generated from it, valid ones and ones that are wrong in one place, and
 * each answer must be one that the document describes, and never an error of the server.
 */
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { inquiries } from "@liulinhui/core/Question"
import { runs } from "../../../tooling/src/runs.ts"
import { pathOf, questionTags } from "../../src/Api.ts"
import { openApi } from "../../src/Document.ts"
import { generated, type Operation, operations as all, route, undescribed } from "../contract.ts"
import { handlerOf, openCase, openToResidents, position, requestOf, served, type Send } from "../served.ts"

/** The routes that an API without signing in has as well. */
const operations = all.filter(({ tags }) => !tags.includes("signIn"))

const actors = [
  "committee",
  "general-branch",
  "lead-unity",
  "head-b1",
  "volunteer-warmth",
  "property"
] as const

/** The values of the parameters in an address, apart from the district and those of Open311. */
const values = { report: "r1", case: "campaign", upload: "u".repeat(43), file: "f".repeat(64) }

const places = {
  district: ["small", "small", "small", "elsewhere", "-"],
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value, value, "-"]])),
  jurisdiction_id: ["small", "small", "small", "elsewhere", "-", ""],
  service_code: [openToResidents, openToResidents, "building-clutter", ""],
  service: [`${openToResidents}.json`, `${openToResidents}.xml`, "no-such.json", "-"],
  request: ["0000-0000-0000-0000.json", "x.xml", "-"],
  token: ["x.json", "x.xml", "-"]
}

const open311 = [
  ...["json", "xml"].flatMap((format) => [
    `GET /open311/discovery.${format}`,
    `GET /open311/v2/services.${format}`,
    `POST /open311/v2/requests.${format}`,
    `GET /open311/v2/requests.${format}`
  ]),
  "GET /open311/v2/services/{service}",
  "GET /open311/v2/requests/{request}",
  "GET /open311/v2/tokens/{token}"
]

/** The address of a route, with values for its parameters. */
const addressOf = (path: string, district: string): string =>
  Object.entries({ ...values, district }).reduce(
    (address, [name, value]) => address.replace(`{${name}}`, value),
    path.replaceAll(/\{(?:service|request|token)\}/gu, "x.json")
  )

describe("the OpenAPI document", () => {
  it("has a route for each question, for submissions, changes, reports, Open311 and files, and nothing else", () => {
    const base = "/v1/districts/{district}"
    const tags = inquiries.flatMap(({ fields }) => Object.keys(fields))
    expect(questionTags).toEqual(tags)
    expect(operations.map(route).toSorted()).toEqual(
      [
        `POST ${base}/submissions`,
        `POST ${base}/submissions/dry-run`,
        `GET ${base}/changes`,
        `GET ${base}/intake`,
        `POST ${base}/intake/reports`,
        `POST ${base}/intake/progress`,
        `POST ${base}/intake/reports/{report}/look`,
        ...open311,
        `POST ${base}/cases/{case}/uploads`,
        `GET ${base}/cases/{case}/uploads/{upload}`,
        `POST ${base}/cases/{case}/uploads/{upload}`,
        `POST ${base}/cases/{case}/files/{file}/look`,
        ...questionTags.map((tag) => `GET ${base}/${pathOf(tag)}`)
      ].toSorted()
    )
    expect(openApi().openapi).toBe("3.1.0")
  })

  it.effect("is at its address, also for somebody who is not signed in", () =>
    served((send) =>
      Effect.gen(function* () {
        const got = yield* send("/openapi.json")
        expect(got.json).toEqual(JSON.parse(JSON.stringify(openApi({ reports: true, evidence: true }))))
      })
    )
  )

  it.effect.each(operations)("describes the answer to every generated request: $method $path", (operation) =>
    served(() =>
      Effect.gen(function* () {
        const handler = yield* handlerOf()
        const found = new Set<number>()
        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(generated(operation, places), fc.constantFrom(...actors), async (one, as) => {
              const { address, body, headers, method } = one
              const sent = { as, method, headers, ...(body === undefined ? {} : { body }) }
              const response = await handler(requestOf(address, sent))
              found.add(response.status)
              expect(await undescribed(operation, response)).toEqual([])
            }),
            { numRuns: operation.method === "post" ? runs(60, 1_000) : runs(20, 200) }
          )
        )
        // Otherwise the requests were all alike. A route that anybody may read without parameters has one status only.
        if (operation.isOpen && operation.parameters.length === 0 && operation.body === undefined) {
          expect([...found]).toEqual([200])
        } else expect(found.size).toBeGreaterThan(1)
      })
    )
  )
})

describe("an address of the OpenAPI document", () => {
  it.effect("refuses every method that the document does not have, and names those that it has", () =>
    served((send) =>
      Effect.gen(function* () {
        for (const [path, methods] of Map.groupBy(operations, (one) => one.path)) {
          const known = methods.map(({ method }) => method.toUpperCase())
          const allow = [...known, ...(known.includes("GET") ? ["HEAD"] : [])].toSorted().join(", ")
          for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
            const isOpen = methods.some((one) => one.isOpen && one.method.toUpperCase() === method)
            const got = yield* send(addressOf(path, "small"), { method })
            if (isOpen) {
              expect([method, path, got.status === 405]).toEqual([method, path, false])
              continue
            }
            const refused = [405, allow, "urn:liulinhui:problem:method-not-allowed"]
            expect([method, path, got.status, got.headers.get("allow"), got.json["type"]]).toEqual([
              method,
              path,
              ...(known.includes(method) ? [401, null, "urn:liulinhui:problem:not-signed-in"] : refused)
            ])
          }
        }
      })
    )
  )
})

// ------------------------------------------------------------------------------------------------------- wrong actors

const valid: Readonly<Record<string, string>> = {
  case: "?case=campaign",
  "next-round": "?rule=elders-reached&capacity=3",
  round: "?capacity=3",
  "why-not": "?branch=one&group=unity",
  poll: "?poll=no-such"
}

/** Sends a request to a route that would be accepted from an actor of the district. */
const sendTo = (send: Send, { method, path }: Operation, district: string, as: string | undefined) => {
  const name = path.split("/").at(-1) ?? ""
  return send(`${addressOf(path, district)}${valid[name] ?? ""}`, {
    ...(as === undefined ? {} : { as }),
    ...(method === "post" ? { body: openCase("c1"), headers: { "idempotency-key": "k" } } : {})
  })
}

describe("each route", () => {
  it("requires a caller, apart from those of reports and of Open311", () => {
    const base = "/v1/districts/{district}/intake"
    expect(
      operations
        .filter(({ isOpen }) => isOpen)
        .map(route)
        .toSorted()
    ).toEqual([`GET ${base}`, `POST ${base}/reports`, `POST ${base}/progress`, ...open311].toSorted())
  })

  it.effect.each(operations.filter(({ isOpen }) => !isOpen))(
    "is closed to nobody, to a lapsed actor and to an actor of another district: $method $path",
    (operation) =>
      served((send) =>
        Effect.gen(function* () {
          const before = yield* position
          const answers = [
            yield* sendTo(send, operation, "small", undefined),
            yield* sendTo(send, operation, "small", "former"),
            yield* sendTo(send, operation, "small", "no-such-actor"),
            yield* sendTo(send, operation, "elsewhere", "committee"),
            yield* sendTo(send, operation, "elsewhere", undefined)
          ]
          const [first, ...others] = answers
          expect(first?.status).toBe(401)
          // The answer is the same whether the district, the actor or the session exists or not.
          for (const other of others) {
            expect([other.status, other.text, [...other.headers]]).toEqual([
              first?.status,
              first?.text,
              [...(first?.headers ?? [])]
            ])
          }
          expect(yield* position).toBe(before)
        })
      )
  )

  it.effect("writes nothing for an actor of another group or building, and reveals no case", () =>
    served((send) =>
      Effect.gen(function* () {
        yield* send("submissions", {
          as: "lead-unity",
          body: openCase("c1"),
          headers: { "idempotency-key": "k1" }
        })
        const before = yield* position
        const finite = operations.filter(({ path }) => !path.endsWith("/changes"))
        for (const operation of finite.filter(({ method }) => method === "post")) {
          for (const as of ["head-b2", "lead-warmth"]) {
            expect((yield* sendTo(send, operation, "small", as)).status).toBeGreaterThanOrEqual(400)
          }
        }
        /** The routes whose answers to an actor contain the id of the case, as JSON. */
        const revealing = (as: string) =>
          Effect.filter(finite, (operation) =>
            Effect.map(sendTo(send, operation, "small", as), ({ text }) => text.includes('"c1"'))
          )
        expect((yield* revealing("head-b2")).map(route)).toEqual([])
        // The same check finds the case in the answers to an actor who may see it.
        expect((yield* revealing("committee")).map(route)).toEqual(
          expect.arrayContaining(["GET /v1/districts/{district}/cases"])
        )
        expect(yield* position).toBe(before)
      })
    )
  )
})
