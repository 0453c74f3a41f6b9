/**
 * The OpenAPI 3.1 document of the API. It is made from the contract, and completed with what the contract does not say:
 * how a caller signs in, and the validators of answers.
 */
import type * as HttpApi from "effect/http-api/HttpApi"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { plainCookie } from "./Access.ts"
import { api, apiWithReports, apiWithSignIn } from "./Api.ts"
import { evidence as evidenceGroup } from "./evidence/EvidenceApi.ts"
import { mediaTypes } from "./Formats.ts"
import { intake } from "./intake/IntakeApi.ts"
import { open311 } from "./open311/Open311Api.ts"

type Operation = OpenApi.OpenAPISpecOperation
type Item = OpenApi.OpenAPISpecPathItem

const etag = {
  description: "Changes whenever the answer may change.",
  schema: { type: "string" },
  required: true
} as const

const link = {
  description: "The address of the next page, if there is one.",
  schema: { type: "string" },
  required: false
} as const

/** The other formats of an answer that has lists. */
const tables = {
  [mediaTypes.csv]: { schema: { type: "string" } },
  [mediaTypes.xlsx]: { schema: { type: "string", contentMediaType: mediaTypes.xlsx } }
} as const

/**
 * Adds to the route of a question what every question has: the validator, and the answer to an unchanged one. If the answer
 * has lists, it also has other formats, and pages.
 */
const withValidator = (operation: Operation): Operation => {
  const ok = operation.responses[200]
  const hasLists = operation.parameters.some(({ name }) => name === "list")
  const headers = hasLists ? { etag, link } : { etag }
  const content = { ...ok?.content, ...(hasLists ? tables : {}) }
  return {
    ...operation,
    parameters: [
      ...operation.parameters,
      { name: "if-none-match", in: "header", required: false, schema: { type: "string" } }
    ],
    responses: {
      ...operation.responses,
      ...(ok === undefined ? {} : { 200: { ...ok, headers, content } }),
      304: { description: "Not modified" }
    }
  }
}

const security = [{ bearer: [] }, { cookie: [] }]

/** Adds to a route how a caller signs in, unless the contract says that it requires no session. */
const completedOperation = (operation: Operation): Operation => ({
  ...(operation.tags.includes("questions") ? withValidator(operation) : operation),
  security: operation.security.length === 0 ? security : operation.security
})

const completedItem = (item: Item): Item => ({
  ...item,
  ...(item.get === undefined ? {} : { get: completedOperation(item.get) }),
  ...(item.post === undefined ? {} : { post: completedOperation(item.post) }),
  ...(item.delete === undefined ? {} : { delete: completedOperation(item.delete) })
})

// Each status has its own copy of the schema of a problem document. The copies are equal, so one is enough. The schemas
// of a failed stream are left out: the stream of changes ends without an event of failure.
const withoutCopies = (spec: OpenApi.OpenAPISpec): OpenApi.OpenAPISpec =>
  JSON.parse(JSON.stringify(spec), function (this: object, key: string, value: unknown) {
    if (/^Problem_\d+$/u.test(key) || key === "x-effect-stream") return undefined
    return key === "$ref" && typeof value === "string" ? value.replace(/(Problem)_\d+$/u, "$1") : value
  })

/** The parts of the API that a service need not have. */
export interface Parts {
  /** Whether it has the routes of signing in, as an API with the option `signIn` has. Default: false. */
  readonly signIn?: boolean
  /** Whether it has the routes of reports, as an API with the option `reports` has. Default: false. */
  readonly reports?: boolean
  /** Whether it has the routes of files of evidence, as an API with the option `uploads` has. Default: false. */
  readonly evidence?: boolean
}

/** The document of a contract, with the routes of files of evidence if the service has them. */
const withEvidence = <Groups extends HttpApiGroup.Constraint>(
  contract: HttpApi.HttpApi<"liulinhui", Groups>,
  has: boolean
): OpenApi.OpenAPISpec => (has ? OpenApi.fromApi(contract.add(evidenceGroup)) : OpenApi.fromApi(contract))

const specOf = ({ evidence = false, reports = false, signIn = false }: Parts): OpenApi.OpenAPISpec => {
  if (signIn && reports) return withEvidence(apiWithSignIn.add(intake).add(open311), evidence)
  if (signIn) return withEvidence(apiWithSignIn, evidence)
  return reports ? withEvidence(apiWithReports, evidence) : withEvidence(api, evidence)
}

/**
 * The OpenAPI 3.1 document of the API.
 *
 * @category documents
 */
export const openApi = (parts: Parts = {}): OpenApi.OpenAPISpec => {
  const spec = withoutCopies(specOf(parts))
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
