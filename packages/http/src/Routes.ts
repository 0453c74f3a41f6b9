/**
 * The routes of the API. Each route of a district begins in the same way: it finds the language and the caller, and only
 * then reads the rest of the request.
 */
import { type Caller, Identity } from "@liulinhui/core/Identity"
import type { Reason } from "@liulinhui/core/Governance"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { formatPath, StrictReader } from "@liulinhui/core/Problem"
import { answerSchema, ask as answerOf, type Question } from "@liulinhui/core/Question"
import {
  Governance,
  type Preview as Previewed,
  QuestionRefused,
  type Submission
} from "@liulinhui/service/Governance"
import { Names, Texts } from "@liulinhui/texts"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Access from "./Access.ts"
import * as Answering from "./Answering.ts"
import { Accepted, api, pathOf, Preview, questionTags } from "./Api.ts"
import * as Body from "./Body.ts"
import * as Changes from "./Changes.ts"
import { openApi, type Parts } from "./Document.ts"
import * as Formats from "./Formats.ts"
import { preferred } from "./Languages.ts"
import type { Limits } from "./Limits.ts"
import { listsOf } from "./Lists.ts"
import * as Paging from "./Paging.ts"
import * as Representation from "./Representation.ts"
import { RequestUnfit, unfit } from "./RequestUnfit.ts"
import * as Stamp from "./Stamp.ts"

type Response = HttpServerResponse.HttpServerResponse
type Services = Governance | Identity | Ledger

/**
 * The words of the language that a request prefers.
 *
 * @param wanted the languages that the reader wants, in the form of `Accept-Language`. Default: this header
 */
export const wordsFor = (
  { headers }: HttpServerRequest.HttpServerRequest,
  wanted: string | undefined = headers["accept-language"]
): Effect.Effect<Texts.Words> =>
  Effect.map(Texts.Current, (texts) => {
    const [first = "zh", ...others] = Texts.languages(texts)
    return Texts.words(texts, preferred(wanted, [first, ...others]))
  })

/** A request to a route of a district, with its caller. */
interface Asked {
  readonly caller: Caller
  readonly request: HttpServerRequest.HttpServerRequest
  readonly words: Texts.Words
}

type Handler = (
  asked: Asked
) => Effect.Effect<Response, Answering.Failure, Services | HttpServerRequest.ParsedSearchParams>

/** The names of the things in a district. Without a caller, there are none, because they would reveal the district. */
const namesFor = (
  caller: Caller | undefined,
  failure: Answering.Failure
): Effect.Effect<Names.Names, never, Governance> =>
  caller === undefined || failure._tag !== "Refused"
    ? Effect.succeed(Names.none)
    : Governance.use(({ read }) => read(caller.district, Names.ofDistrict)).pipe(
        Effect.catch(() => Effect.succeed(Names.none))
      )

/** Answers a request of a caller. A failure becomes a problem document. */
const answered = (handler: Handler) =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { params } = yield* HttpRouter.RouteContext
    const words = yield* wordsFor(request)
    const caller = yield* Effect.result(Access.callerOf(request, params["district"]))
    if (Result.isFailure(caller)) return Answering.failed(caller.failure, { words, names: Names.none })
    const known = caller.success
    return yield* Effect.catch(handler({ caller: known, request, words }), (failure) =>
      Effect.map(namesFor(known, failure), (names) => Answering.failed(failure, { words, names }))
    )
  })

const reasonOf = (within: string, { path, ...mistake }: StrictReader.Mistake): Reason => ({
  ...mistake,
  path: formatPath([within, ...path])
})

const isCommandId = Schema.is(CommandId)

/**
 * The idempotency key of a request. The draft standard writes it in quotation marks; they may be left out.
 */
export const keyOf = ({
  headers
}: HttpServerRequest.HttpServerRequest): Effect.Effect<CommandId, RequestUnfit> => {
  const key = headers["idempotency-key"]?.replace(/^"(.*)"$/u, "$1")
  const path = "Idempotency-Key"
  if (key === undefined || key === "") {
    return Effect.fail(new RequestUnfit({ kind: "key-missing", reasons: [{ _tag: "KeyMissing", path }] }))
  }
  if (isCommandId(key)) return Effect.succeed(key)
  const message = "Expected a command id of 1–200 letters, digits and - _ . : /"
  return Effect.fail(
    new RequestUnfit({ kind: "malformed", reasons: [{ _tag: "ValueMalformed", path, message }] })
  )
}

/** A submission of the caller: the key from the header, and the request from the body. The service reads it strictly. */
const submissionOf = ({ caller, request }: Asked, limits: Limits): Effect.Effect<Submission, RequestUnfit> =>
  Effect.gen(function* () {
    const id = yield* keyOf(request)
    const body = yield* Body.json(request, limits)
    // The cast is safe: the service accepts JSON from outside, and returns all mistakes in it.
    return { district: caller.district, by: caller.actor, id, request: body as Submission["request"] }
  })

const accepted = Answering.written(Accepted)
const previewed = Answering.written(Preview)

const submit =
  (limits: Limits): Handler =>
  (asked) =>
    Effect.gen(function* () {
      const submission = yield* submissionOf(asked, limits)
      const { receipt } = yield* Governance.use((governance) => governance.submit(submission))
      const { id } = submission
      return Option.match(receipt, {
        onNone: () => accepted({ id, repeated: false, written: null }),
        onSome: ({ first, last, repeated }) => accepted({ id, repeated, written: { first, last } })
      })
    })

const dryRun =
  (limits: Limits): Handler =>
  (asked) =>
    Effect.gen(function* () {
      const submission = yield* submissionOf(asked, limits)
      const { entries, receipt }: Previewed = yield* Governance.use((governance) =>
        governance.preview(submission)
      )
      return previewed({ repeated: Option.isSome(receipt), entries })
    })

const questionEndpoints: Readonly<Record<string, { readonly query: Schema.Top | undefined }>> =
  api.groups.questions.endpoints

/** Makes the function that reads a question from the parameters of an address, strictly. */
const questionReader = (tag: Question["_tag"]) => {
  const query = questionEndpoints[tag]?.query ?? Schema.Struct({})
  // The cast is safe: the fields of a question need no services.
  const read = StrictReader.mistakesReader(
    Schema.toCodecArrayFromSingle(query) as unknown as Schema.Codec<object, unknown>
  )
  return (
    parameters: unknown
  ): Effect.Effect<{ readonly question: Question; readonly wanted: Paging.Wanted }, RequestUnfit> =>
    Result.match(read(parameters), {
      onFailure: (mistakes) =>
        Effect.fail(
          new RequestUnfit({ kind: "malformed", reasons: mistakes.map((one) => reasonOf("query", one)) })
        ),
      onSuccess: (fields) => {
        // The cast is safe: these are the fields of a page. A test proves that no question has a field with such a name.
        const { after, limit, list, ...others } = fields as Paging.Wanted
        return Effect.succeed({
          // The cast is safe: these are the fields of the question with this tag.
          question: { ...others, _tag: tag } as Question,
          wanted: { after, limit, list }
        })
      }
    })
}

const ask = (tag: Question["_tag"]): Handler => {
  const questionIn = questionReader(tag)
  const json = Schema.encodeSync(Schema.toCodecJson<Schema.Codec<unknown, unknown>>(answerSchema(tag)))
  const lists = listsOf(answerSchema(tag), pathOf(tag))
  return ({ caller, request, words }) =>
    Effect.gen(function* () {
      const { question, wanted } = yield* questionIn(yield* HttpServerRequest.ParsedSearchParams)
      const format = Formats.preferred(request.headers["accept"], lists.length > 0)
      if (format === undefined) return yield* unfit("not-acceptable")
      const { actor, district } = caller
      const reader = { actor, language: words.language, format }
      const { read } = yield* Governance
      // One read, so that the validator and the answer are of the same state.
      const { answered, part, stamp, state } = yield* read(district, (known, on, now) => {
        const asOf = Stamp.stateOf(known, on, now)
        const validator = Stamp.of(asOf, reader)
        const isKnown = Stamp.matches(request.headers["if-none-match"], validator)
        const of = Paging.partOf(wanted, asOf)
        return {
          state: asOf,
          stamp: validator,
          part: of,
          answered:
            isKnown || of === undefined
              ? undefined
              : // The cast is safe: only the type of the answer depends on the type of the question.
                answerOf(known, { by: actor, on, now }, question as never)
        }
      })
      if (part === undefined) return yield* unfit("conflict")
      const headers = {
        etag: stamp,
        "cache-control": "private, no-cache",
        vary: "Accept, Accept-Language, Authorization, Cookie"
      }
      if (answered === undefined) return HttpServerResponse.empty({ status: 304, headers })
      if (Result.isFailure(answered)) {
        const { reasons } = answered.failure
        return yield* new QuestionRefused({ district, by: actor, question: tag, reasons })
      }
      return yield* Representation.write(json(answered.success), {
        format,
        lists: Paging.listsFor(lists, wanted),
        part,
        state,
        url: request.url,
        name: pathOf(tag),
        headers
      })
    })
}

const changes =
  (until: Effect.Effect<unknown>): Handler =>
  ({ caller, request }) =>
    Effect.gen(function* () {
      const [ledger, identity] = [yield* Ledger, yield* Identity]
      const credentials = Access.credentialsOf(request)
      const text = Changes.stream({
        ledger,
        district: caller.district,
        seen: Changes.positionIn(request.headers["last-event-id"]),
        check: credentials === undefined ? Effect.void : identity.whoIs(credentials, caller.district),
        every: "15 seconds",
        until
      })
      return HttpServerResponse.stream(Stream.encodeText(text), {
        contentType: "text/event-stream",
        headers: { "cache-control": "no-store", "x-accel-buffering": "no" }
      })
    })

/** What the routes need besides their services. */
export interface Options {
  readonly limits: Limits
  /** Ends the streams of changes. */
  readonly until: Effect.Effect<unknown>
  readonly services: Context.Context<Services>
  /** The further routes of the API, which its document then describes. */
  readonly parts: Parts
}

const base = "/v1/districts/:district"

/** The OpenAPI document as text. It is made at its first use, because that takes a third of a second. */
const documentText = (parts: Parts): (() => string) => {
  let text: string | undefined
  return () => (text ??= JSON.stringify(openApi(parts)))
}

/** All routes of the API. A test compares them with the OpenAPI document. */
export const routes = ({ limits, parts, services, until }: Options) => {
  const to = (method: "GET" | "POST", path: string, handler: Handler) =>
    HttpRouter.route(method, `${base}/${path}`, Effect.provideContext(answered(handler), services))
  const document = documentText(parts)
  return [
    to("POST", "submissions", submit(limits)),
    to("POST", "submissions/dry-run", dryRun(limits)),
    ...questionTags.map((tag) => to("GET", pathOf(tag), ask(tag))),
    to("GET", "changes", changes(until)),
    HttpRouter.route(
      "GET",
      "/openapi.json",
      Effect.sync(() => HttpServerResponse.text(document(), { contentType: "application/json" }))
    )
  ]
}
