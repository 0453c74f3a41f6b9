/** Reads the OpenAPI document as tests need it: generates requests from it, and checks answers against it. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import fc from "fast-check"
import { openApi } from "../src/Document.ts"
import { type Components, type JsonSchema, valueOf, wrongOf } from "./fromSchema.ts"

const methods = ["get", "post", "delete"] as const

/** A route of the document, with one method. */
export interface Operation {
  readonly path: string
  readonly method: (typeof methods)[number]
  readonly tags: ReadonlyArray<string>
  readonly parameters: ReadonlyArray<{
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: JsonSchema
  }>
  readonly body: JsonSchema | undefined
  /** Whether the body is a form, and not JSON. */
  readonly isForm: boolean
  /** Whether the route requires no caller. */
  readonly isOpen: boolean
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >
}

/** The document, with all routes. */
const spec = openApi({ signIn: true, reports: true, evidence: true })
const components = spec.components.schemas as Components

/** All routes of the document. */
export const operations: ReadonlyArray<Operation> = Object.entries(spec.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = item[method]
    if (operation === undefined) return []
    const { parameters, requestBody, responses, security, tags } = operation
    const { "application/json": json, "application/x-www-form-urlencoded": form } = requestBody?.content ?? {}
    const body = (json ?? form)?.schema
    // In OpenAPI, an empty requirement among the others says that no sign-in is required.
    const isOpen = security.some((one) => Object.keys(one).length === 0)
    return [
      {
        path,
        method,
        parameters,
        responses,
        body,
        isForm: form !== undefined,
        isOpen,
        tags
      } as unknown as Operation
    ]
  })
)

/** A route in words, such as `GET /v1/session`. */
export const route = ({ method, path }: Pick<Operation, "method" | "path">): string =>
  `${method.toUpperCase()} ${path}`

/** A generated request: the address, the headers and the body as JSON. `undefined` if it has none. */
export interface Generated {
  readonly address: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Puts known values in the place of generated ones with the same name, so that some requests are accepted. */
const withKnown = (value: unknown, known: Readonly<Record<string, string>>): unknown =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, known[name] ?? one]))
    : value

/** A body as it is sent. */
const sentBody = (value: unknown, { isForm }: Operation): string =>
  isForm && isRecord(value)
    ? new URLSearchParams(
        Object.entries(value).map(([name, one]): [string, string] => [name, String(one)])
      ).toString()
    : JSON.stringify(value)

/** Generates headers that name a format: each that the route has, one that it lacks, or none. */
const formatsOf = ({ responses }: Operation): fc.Arbitrary<Readonly<Record<string, string>>> => {
  const types = Object.keys(responses["200"]?.content ?? {})
  const named = [...types, "text/html", ...types.map((type) => `text/html, ${type};q=0.5`)]
  return responses["406"] === undefined
    ? fc.constant({})
    : fc.oneof(
        fc.constant({}),
        fc.constantFrom(...named).map((accept) => ({ accept }))
      )
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

const addressOf = (
  path: string,
  places: Readonly<Record<string, string>>,
  query: Readonly<Record<string, unknown>>
): string => {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)])
    )
  )
  return `${path.replaceAll(/\{(\w+)\}/gu, (_, name) => encodeURIComponent(places[name] ?? ""))}?${search}`
}

/**
 * Generates requests of a route: ones that the document describes, and ones that are wrong in one place.
 *
 * @param places the values of each parameter in a path, and of some parameters and fields of a form
 */
export const generated = (
  operation: Operation,
  places: Readonly<Record<string, ReadonlyArray<string>>>
): fc.Arbitrary<Generated> => {
  const { body, method, path } = operation
  const hasQuery = operation.parameters.some((one) => one.in === "query")
  return fc
    .record({
      places: fc.record(
        Object.fromEntries(Object.entries(places).map(([name, all]) => [name, fc.constantFrom(...all)]))
      ),
      query: parametersOf(operation, "query"),
      headers: fc
        .tuple(parametersOf(operation, "header").map(asHeaders), formatsOf(operation))
        .map(([named, format]) => ({ ...named, ...format })),
      body: body === undefined ? fc.constant(undefined) : valueOf(body, components)
    })
    .map(({ body: sent, query, ...rest }) => ({
      ...rest,
      query: Object(withKnown(query, rest.places)),
      body: operation.isForm ? withKnown(sent, rest.places) : sent
    }))
    .chain((right) =>
      fc.oneof(
        fc.constant(right),
        body === undefined
          ? hasQuery
            ? wrongOf(right.query).map((query) => ({ ...right, query: Object(query) }))
            : fc.constant(right)
          : wrongOf(right.body).map((wrong) => ({ ...right, body: wrong })),
        fc.constant({ ...right, headers: {} })
      )
    )
    .map(({ body: sent, headers, places: at, query }) => ({
      address: addressOf(path, at, query),
      method: method.toUpperCase(),
      headers: operation.isForm
        ? { ...headers, "content-type": "application/x-www-form-urlencoded" }
        : headers,
      body: sent === undefined ? undefined : sentBody(sent, operation)
    }))
}

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
export const undescribed = async (
  { responses }: Operation,
  response: Response
): Promise<ReadonlyArray<unknown>> => {
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
  const text = await response.text()
  return validate(type.endsWith("json") ? JSON.parse(text) : text) ? [] : [response.status, validate.errors]
}
