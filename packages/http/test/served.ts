/** The API over a small district in memory, for tests: a function from a request to an answer. */
import type { Blobs } from "@liulinhui/core/Blobs"
import type { Identity } from "@liulinhui/core/Identity"
import { ActorId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as StorageMemory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { district, document, nine, registry, submission, ask } from "../../service/test/wanLiu.ts"
import { SecureRandom } from "effect/crypto"
import * as Intake from "@liulinhui/service/Intake"
import * as EvidenceFiles from "@liulinhui/service/EvidenceFiles"
import * as DevelopmentTokens from "../src/DevelopmentTokens.ts"
import * as Uploads from "../src/evidence/Uploads.ts"
import * as Reports from "../src/intake/Reports.ts"
import { make, type Options } from "../src/WebHandler.ts"

// The token of an actor is `token-` and the id of the actor. One of the actors has no mandate any more.
const actors = [
  "committee",
  "general-branch",
  "lead-unity",
  "lead-warmth",
  "volunteer-warmth",
  "head-b1",
  "head-b2",
  "property",
  "former"
]
/** The tokens of the actors. */
export const tokens = new Map(
  actors.map((actor) => [`token-${actor}`, { district, actor: ActorId.make(actor) }] as const)
)

/** The playbook that the model opens to residents. Its cases belong to the group `warmth`. */
export const openToResidents = "hardship-and-hoarding"

const reports = Layer.provide(Reports.layer({ cost: { N: 2, r: 1, p: 1 } }), [
  Intake.layer,
  StorageMemory.identity,
  SecureRandom.layerWebCrypto
])

// Small parts, so that a small file has several.
const uploads = Uploads.layer({ ...Uploads.usual, smallestPart: 4 }).pipe(
  Layer.provideMerge(EvidenceFiles.layer()),
  Layer.provideMerge(Layer.merge(StorageMemory.identity, StorageMemory.blobs))
)

/** The services of a district in memory, with the tokens. */
export const services = Layer.mergeAll(DevelopmentTokens.layer(tokens), reports, uploads).pipe(
  Layer.provideMerge(
    layer().pipe(Layer.provideMerge(Layer.mergeAll(StorageMemory.layer, VaultOf.layerMemory)))
  )
)

/** A request to the API. The body is sent as JSON, unless it is a text or bytes. */
export interface Sent {
  readonly method?: string
  readonly as?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An answer of the API, with its body as JSON if it is JSON. */
export interface Got {
  readonly status: number
  readonly headers: Headers
  readonly json: Readonly<Record<string, unknown>>
  readonly text: string
  readonly bytes: Uint8Array
}

/** Sends a request to a path of the API, and returns the answer. */
export type Send = (path: string, sent?: Sent) => Effect.Effect<Got>

/** The address of the server. */
export const origin = "http://district.example"

const typeOf = (body: unknown): string =>
  body instanceof Uint8Array ? "application/octet-stream" : "application/json"

const bodyOf = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" ? body : body instanceof Uint8Array ? body.slice() : JSON.stringify(body)

/** The web-standard request that {@link Send} sends. */
export const requestOf = (path: string, { as, body, headers, method }: Sent = {}): Request =>
  new Request(`${origin}${path.startsWith("/") ? path : `/v1/districts/${district}/${path}`}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer token-${as}` }),
      ...(body === undefined ? {} : { "content-type": typeOf(body) }),
      ...headers
    },
    ...(body === undefined ? {} : { body: bodyOf(body) })
  })

const read = async (response: Response): Promise<Got> => {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(bytes)
  const isJson = response.headers.get("content-type")?.includes("json") === true
  const { headers, status } = response
  return { status, headers, bytes, text, json: isJson ? JSON.parse(text) : {} }
}

/**
 * The handler over a district with a registry, on the morning of its first day.
 *
 * @param keepsFiles whether files of evidence are kept; default: they are
 */
export const handlerOf = (options: Options = {}, { keepsFiles = true } = {}) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(nine())
    const governance = yield* Governance
    yield* governance.adopt(document({ intake: { playbooks: { [openToResidents]: {} }, most: 1_000 } }))
    yield* governance.submit(submission("committee", "registry", registry))
    yield* governance.submit(
      submission(
        "lead-unity",
        "campaign",
        ask({
          _tag: "OpenCase",
          case: "campaign",
          playbook: "clutter-campaign",
          subjects: ["district:small"]
        })
      )
    )
    const kept = keepsFiles ? { uploads: yield* Uploads.Uploads } : {}
    return yield* make({ reports: yield* Reports.Reports, ...kept, ...options })
  })

/** Runs a test with the API. */
export const served = <A, E>(
  test: (
    send: Send
  ) => Effect.Effect<
    A,
    E,
    | Blobs
    | EvidenceFiles.EvidenceFiles
    | Governance
    | Identity
    | Ledger
    | Reports.Reports
    | Scope.Scope
    | Uploads.Uploads
  >,
  options?: Options
) =>
  Effect.gen(function* () {
    const handler = yield* handlerOf(options)
    const send: Send = (path, sent) => Effect.promise(async () => read(await handler(requestOf(path, sent))))
    return yield* test(send)
  }).pipe(Effect.scoped, Effect.provide(services))

/** The position of the last entry of the district. */
export const position = Effect.map(
  Ledger.use((ledger) => ledger.head(district)),
  (head) => head.position
)

/** A request to open a case about a building, as JSON. */
export const openCase = (id: string, subject = "building:b1") => ({
  _tag: "OpenCase",
  case: id,
  playbook: "building-clutter",
  parent: "campaign",
  subjects: [subject]
})
