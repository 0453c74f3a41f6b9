/**
 * The routes of files of evidence: uploads in parts, and looking at a file. An actor who may not do it gets the same answer
 * whether the case, the upload or the file exists or not.
 */
import { BlobAddress, type BlobDamaged, type BlobsUnavailable } from "@liulinhui/core/Blobs"
import type { Caller, Identity, IdentityUnavailable, NotSignedIn } from "@liulinhui/core/Identity"
import { CaseId } from "@liulinhui/core/Id"
import {
  endings,
  type FileGone,
  type FileRefused,
  type FileUnknown,
  type MediaType
} from "@liulinhui/service/EvidenceFiles"
import type { Governance, SubmitError } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Access from "../Access.ts"
import * as Answering from "../Answering.ts"
import * as Body from "../Body.ts"
import type { TooManyAttempts } from "../identity/SignInError.ts"
import type { Limits } from "../Limits.ts"
import type { Kind, Problem } from "../Problem.ts"
import { RequestUnfit, unfit } from "../RequestUnfit.ts"
import { keyOf } from "../Routes.ts"
import * as Api from "./EvidenceApi.ts"
import type { OffsetDiffers, UploadsShape } from "./Uploads.ts"

type Response = HttpServerResponse.HttpServerResponse
type Request = HttpServerRequest.HttpServerRequest

/** What the routes need besides the service. */
export interface Options {
  readonly uploads: UploadsShape
  readonly limits: Limits
  readonly words: (request: Request) => Effect.Effect<Texts.Words>
  readonly services: Context.Context<Governance | Identity>
}

/** What can prevent an answer about a file. */
export type FileFailure =
  | BlobDamaged
  | BlobsUnavailable
  | FileGone
  | FileRefused
  | FileUnknown
  | OffsetDiffers

type Failure = FileFailure | IdentityUnavailable | NotSignedIn | RequestUnfit | SubmitError | TooManyAttempts

/** The kind of the problem of a file. */
const kindOf = (failure: FileFailure): Kind => {
  switch (failure._tag) {
    case "BlobDamaged":
      return "broken"
    case "BlobsUnavailable":
      return "unavailable"
    case "FileGone":
      return failure.why === "erased" ? "file-erased" : "file-missing"
    case "FileRefused":
      return failure.fault === "type-unknown"
        ? "file-type"
        : failure.fault === "damaged"
          ? "file-damaged"
          : "too-large"
    case "FileUnknown":
      return "not-found"
    case "OffsetDiffers":
      return "upload-offset"
  }
}

/** The problem document of a file, as data. */
export const fileProblemOf = (failure: FileFailure, words: Texts.Words): Problem =>
  Answering.documentOf(kindOf(failure), words)

const failed = (failure: Failure, words: Texts.Words): Response => {
  switch (failure._tag) {
    case "BlobDamaged":
    case "BlobsUnavailable":
    case "FileGone":
    case "FileRefused":
    case "FileUnknown":
      return Answering.problem(kindOf(failure), words)
    case "OffsetDiffers":
      return HttpServerResponse.setHeader(
        Answering.problem(kindOf(failure), words),
        "upload-offset",
        String(failure.expected)
      )
    default:
      return Answering.failed(failure, { words, names: Names.none })
  }
}

/** A file is shown alone, without scripts and without anything else, and nobody stores it. A document is not opened in the browser. */
export const shown = (
  { bytes, type }: { readonly bytes: Uint8Array; readonly type: MediaType },
  file: BlobAddress
): Response =>
  HttpServerResponse.uint8Array(bytes, {
    contentType: type,
    headers: {
      "cache-control": "no-store",
      "content-disposition": `${type === "application/pdf" ? "attachment" : "inline"}; filename="evidence-${file.slice(0, 8)}.${endings[type]}"`,
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox"
    }
  })

const progressAs = Answering.written(Api.UploadProgress)

/** A request of a caller to a route of a case. */
interface Asked {
  readonly caller: Caller
  readonly request: Request
  readonly params: Readonly<Record<string, string | undefined>>
}

type Handler = (asked: Asked) => Effect.Effect<Response, Failure, Governance | Identity>

const notFound = new RequestUnfit({ kind: "not-found", reasons: [] })

const isFile = Schema.is(BlobAddress)
const isUpload = Schema.is(Api.UploadId)
const readCase = Schema.decodeUnknownOption(CaseId)
const readNew = Schema.decodeUnknownOption(Api.NewUpload)
const readPurpose = Schema.decodeUnknownOption(Api.FilePurpose)

/** Reads a body. A body of another form is refused. */
const bodyAs = <A>(
  request: Request,
  limits: Limits,
  read: (input: unknown) => Option.Option<A>,
  expected: string
): Effect.Effect<A, RequestUnfit> =>
  Effect.flatMap(Body.json(request, limits), (body) =>
    Effect.mapError(Effect.fromOption(read(body)), () => unfit("malformed", `Expected ${expected}`))
  )

/** The actor and the case of a request. */
const addingOf = ({ caller: { actor, district }, params }: Asked) =>
  Effect.map(
    Effect.mapError(Effect.fromOption(readCase(params["case"])), () => notFound),
    (id) => ({ district, by: actor, case: id })
  )

/** The upload of a request. */
const knownOf = (asked: Asked) =>
  Effect.flatMap(addingOf(asked), (adding) => {
    const upload = asked.params["upload"]
    return isUpload(upload) ? Effect.succeed({ ...adding, upload }) : Effect.fail(notFound)
  })

/** The place of a part, from the header. */
const offsetOf = ({ headers }: Request): Effect.Effect<number, RequestUnfit> => {
  const text = headers["upload-offset"] ?? ""
  return /^\d{1,12}$/u.test(text)
    ? Effect.succeed(Number(text))
    : Effect.fail(unfit("malformed", "Expected the header Upload-Offset: a number of bytes"))
}

/** The routes of files of evidence. */
export const routes = ({ limits, services, uploads, words: wordsOf }: Options) => {
  const to = (method: "GET" | "POST", path: string, handler: Handler) =>
    HttpRouter.route(
      method,
      `/v1/districts/:district/cases/:case/${path}`,
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { params } = yield* HttpRouter.RouteContext
        const words = yield* wordsOf(request)
        return yield* Access.callerOf(request, params["district"]).pipe(
          Effect.flatMap((caller) => handler({ caller, request, params })),
          Effect.provideContext(services),
          Effect.catch((failure: Failure) => Effect.succeed(failed(failure, words)))
        )
      })
    )

  const begin: Handler = (asked) =>
    Effect.gen(function* () {
      const adding = yield* addingOf(asked)
      const key = yield* keyOf(asked.request)
      const { size } = yield* bodyAs(asked.request, limits, readNew, "the size of the file in bytes")
      return progressAs(yield* uploads.begin({ ...adding, key, size }), { status: 201 })
    })

  const progress: Handler = (asked) =>
    Effect.gen(function* () {
      return progressAs(yield* uploads.progress(yield* knownOf(asked)))
    })

  const part: Handler = (asked) =>
    Effect.gen(function* () {
      const known = yield* knownOf(asked)
      const offset = yield* offsetOf(asked.request)
      const bytes = yield* Body.bytes(asked.request, { ...limits, body: uploads.settings.largestPart })
      return progressAs(yield* uploads.append({ ...known, offset, bytes }))
    })

  const look: Handler = (asked) =>
    Effect.gen(function* () {
      const adding = yield* addingOf(asked)
      const { file } = asked.params
      const id = yield* keyOf(asked.request)
      const purpose = yield* bodyAs(asked.request, limits, readPurpose, "a purpose, or an empty object")
      if (!isFile(file)) return yield* notFound
      return shown(yield* uploads.files.look({ ...adding, ...purpose, id, file }), file)
    })

  return [
    to("POST", "uploads", begin),
    to("GET", "uploads/:upload", progress),
    to("POST", "uploads/:upload", part),
    to("POST", "files/:file/look", look)
  ]
}
