/**
 * The OpenAPI 3.1 document of the API. It is made from the contract, and completed with what the contract does not say:
 * how a caller signs in, and the validators of answers.
 */
import * as OpenApi from "effect/http-api/OpenApi"
import { plainCookie } from "./Access.ts"
import { api } from "./Api.ts"

type Operation = OpenApi.OpenAPISpecOperation
type Item = OpenApi.OpenAPISpecPathItem

const etag = {
  description: "Changes whenever the answer may change.",
  schema: { type: "string" },
  required: true
} as const

/** Adds to the route of a question what every question has: the validator, and the answer to an unchanged one. */
const withValidator = (operation: Operation): Operation => {
  const ok = operation.responses[200]
  return {
    ...operation,
    parameters: [
      ...operation.parameters,
      { name: "if-none-match", in: "header", required: false, schema: { type: "string" } }
    ],
    responses: {
      ...operation.responses,
      ...(ok === undefined ? {} : { 200: { ...ok, headers: { etag } } }),
      304: { description: "Not modified" }
    }
  }
}

const security = [{ bearer: [] }, { cookie: [] }]

const completedOperation = (operation: Operation): Operation => ({
  ...(operation.tags.includes("questions") ? withValidator(operation) : operation),
  security
})

const completedItem = (item: Item): Item => ({
  ...item,
  ...(item.get === undefined ? {} : { get: completedOperation(item.get) }),
  ...(item.post === undefined ? {} : { post: completedOperation(item.post) })
})

// Each status has its own copy of the schema of a problem document. The copies are equal, so one is enough. The schemas
// of a failed stream are left out: the stream of changes ends without an event of failure.
const withoutCopies = (spec: OpenApi.OpenAPISpec): OpenApi.OpenAPISpec =>
  JSON.parse(JSON.stringify(spec), function (this: object, key: string, value: unknown) {
    if (/^Problem_\d+$/u.test(key) || key === "x-effect-stream") return undefined
    return key === "$ref" && typeof value === "string" ? value.replace(/(Problem)_\d+$/u, "$1") : value
  })

/**
 * The OpenAPI 3.1 document of the API.
 *
 * @category documents
 */
export const openApi = (): OpenApi.OpenAPISpec => {
  const spec = withoutCopies(OpenApi.fromApi(api))
  return {
    ...spec,
    security,
    components: {
      ...spec.components,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: plainCookie }
      }
    },
    paths: Object.fromEntries(Object.entries(spec.paths).map(([path, item]) => [path, completedItem(item)]))
  }
}
