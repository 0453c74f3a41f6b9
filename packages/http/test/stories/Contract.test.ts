/**
 * The OpenAPI document is a promise. Requests are generated from it, valid ones and ones that are wrong in one place, and
 * each answer must be one that the document describes, and never an error of the server.
 */
import { describe, expect, it } from "@effect/vitest"
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { inquiries } from "@liulinhui/core/Question"
import { runs } from "../../../tooling/src/runs.ts"
import { pathOf, questionTags } from "../../src/Api.ts"
import { openApi } from "../../src/Document.ts"
import { handlerOf, openCase, position, requestOf, type Sent, served, type Send } from "../served.ts"
import { type Components, type JsonSchema, valueOf, wrongOf } from "../fromSchema.ts"

interface Operation {
  readonly path: string
  readonly method: "get" | "post"
  readonly parameters: ReadonlyArray<{
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: JsonSchema
  }>
  readonly body: JsonSchema | undefined
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >
}

const spec = openApi()
const components = spec.components.schemas as Components
const operations: ReadonlyArray<Operation> = Object.entries(spec.paths).flatMap(([path, item]) =>
  (["get", "post"] as const).flatMap((method) => {
    const operation = item[method]
    if (operation === undefined) return []
    const { parameters, requestBody, responses } = operation
    const body = requestBody?.content["application/json"]?.schema
    return [{ path, method, parameters, responses, body } as unknown as Operation]
  })
)
const route = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`

/** A generated request: the address, the parameters, the headers and the body. */
interface Generated {
  readonly district: string
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const parametersOf = ({ parameters }: Operation, place: string) => {
  const found = parameters.filter((one) => one.in === place && one.name !== "last-event-id")
  return fc.record(Object.fromEntries(found.map(({ name, schema }) => [name, valueOf(schema, components)])), {
    requiredKeys: found.filter(({ required }) => required).map(({ name }) => name)
  })
}

const asHeaders = (record: Readonly<Record<string, unknown>>): Record<string, string> =>
  // A header is in Latin letters.
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, String(value).replaceAll(/[^ -~]/gu, "x")])
  )

const generated = (operation: Operation): fc.Arbitrary<Generated> =>
  fc
    .record({
      district: fc.constantFrom("small", "small", "small", "elsewhere", "-"),
      query: parametersOf(operation, "query"),
      headers: parametersOf(operation, "header").map(asHeaders),
      body: operation.body === undefined ? fc.constant(undefined) : valueOf(operation.body, components)
    })
    .chain((right) =>
      fc.oneof(
        fc.constant<Generated>(right),
        operation.body === undefined
          ? wrongOf(right.query).map((query) => ({ ...right, query: Object(query) }))
          : wrongOf(right.body).map((body) => ({ ...right, body })),
        fc.constant({ ...right, headers: {} })
      )
    )

const addressOf = ({ path }: Operation, { district, query }: Generated): string => {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)])
    )
  )
  return `${path.replace("{district}", encodeURIComponent(district))}?${search}`
}

const sentOf = (operation: Operation, { body, headers }: Generated, as: string): Sent => ({
  as,
  method: operation.method.toUpperCase(),
  headers,
  ...(body === undefined ? {} : { body: JSON.stringify(body) })
})

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema({ $id: "api", components: spec.components })
const validators = new Map<JsonSchema, ValidateFunction>()
const validatorOf = (schema: JsonSchema): ValidateFunction => {
  const validate =
    validators.get(schema) ??
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')))
  validators.set(schema, validate)
  return validate
}

/** What is wrong with an answer: it is not described, or its body is not what the document says. */
const undescribed = async ({ responses }: Operation, response: Response): Promise<ReadonlyArray<unknown>> => {
  const described = responses[response.status]
  if (described === undefined || response.status >= 500) return [response.status, await response.text()]
  const type = response.headers.get("content-type")?.split(";")[0] ?? ""
  if (described.content === undefined) return (await response.text()) === "" ? [] : ["a body"]
  const content = described.content[type]
  if (content === undefined) return [response.status, type]
  if (type === "text/event-stream") {
    await response.body?.cancel()
    return []
  }
  const validate = validatorOf(content.schema)
  return validate(await response.json()) ? [] : [response.status, validate.errors]
}

const actors = [
  "committee",
  "general-branch",
  "lead-unity",
  "head-b1",
  "volunteer-warmth",
  "property"
] as const

describe("the OpenAPI document", () => {
  it("has a route for each question, for submissions and for changes, and nothing else", () => {
    const base = "/v1/districts/{district}"
    const tags = inquiries.flatMap(({ fields }) => Object.keys(fields))
    expect(questionTags).toEqual(tags)
    expect(operations.map(route).toSorted()).toEqual(
      [
        `POST ${base}/submissions`,
        `POST ${base}/submissions/dry-run`,
        `GET ${base}/changes`,
        ...questionTags.map((tag) => `GET ${base}/${pathOf(tag)}`)
      ].toSorted()
    )
    expect(spec.openapi).toBe("3.1.0")
  })

  it.effect("is at its address, also for somebody who is not signed in", () =>
    served((send) =>
      Effect.gen(function* () {
        const got = yield* send("/openapi.json")
        expect(got.json).toEqual(JSON.parse(JSON.stringify(spec)))
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
            fc.asyncProperty(generated(operation), fc.constantFrom(...actors), async (one, as) => {
              const response = await handler(requestOf(addressOf(operation, one), sentOf(operation, one, as)))
              found.add(response.status)
              expect(await undescribed(operation, response)).toEqual([])
            }),
            { numRuns: operation.method === "post" ? runs(60, 1_000) : runs(20, 200) }
          )
        )
        // Otherwise the requests were all alike.
        expect(found.size).toBeGreaterThan(1)
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
  return send(`${path.replace("{district}", district)}${valid[name] ?? ""}`, {
    ...(as === undefined ? {} : { as }),
    ...(method === "post" ? { body: openCase("c1"), headers: { "idempotency-key": "k" } } : {})
  })
}

describe("each route", () => {
  it.effect.each(operations)(
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
