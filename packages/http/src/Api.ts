/**
 * The contract of the API: its routes, parameters, bodies and answers. The routes of questions and the body of a
 * submission are derived from the questions and the requests of core, so that a new question has a route at once. The
 * OpenAPI document and the routes of the server are made from this contract.
 */
import { Request } from "@liulinhui/core/Governance"
import { DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { answerSchema, inquiries, Question } from "@liulinhui/core/Question"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { evidence } from "./evidence/EvidenceApi.ts"
import { intake } from "./intake/IntakeApi.ts"
import { signIn } from "./identity/SignInApi.ts"
import { listsOf } from "./Lists.ts"
import { open311 } from "./open311/Open311Api.ts"
import * as Paging from "./Paging.ts"
import { errorsExcept } from "./RouteErrors.ts"

const base = "/v1/districts/:district"
const params = { district: DistrictId }
// Only reports and attempts to sign in are limited (429), and only answers to questions have several formats (406).
const errors = errorsExcept(406, 429)

/**
 * The result of an accepted submission: the positions of the first and the last of its entries. `written` is `null` if
 * the request changed nothing. `repeated` is true if the idempotency key was used before for the same request: then
 * nothing was written now.
 *
 * @category models
 */
export const Accepted = Schema.Struct({
  id: CommandId,
  repeated: Schema.Boolean,
  written: Schema.NullOr(Schema.Struct({ first: Schema.Int, last: Schema.Int }))
}).annotate({ identifier: "Accepted" })

/**
 * What a submission would write: the type and the stream of each entry. `repeated` is true if the idempotency key was
 * used before for the same request.
 *
 * @category models
 */
export const Preview = Schema.Struct({
  repeated: Schema.Boolean,
  entries: Schema.Array(Schema.Struct({ stream: Schema.String, type: Schema.String }))
}).annotate({ identifier: "Preview" })

/** The header with the idempotency key, which is the command id of the submission. */
export const IdempotencyKey = Schema.Struct({ "idempotency-key": CommandId })

const payload = Request.annotate({ identifier: "Request" })

const submissions = HttpApiGroup.make("submissions").add(
  HttpApiEndpoint.post("submit", `${base}/submissions`, {
    params,
    headers: IdempotencyKey,
    payload,
    success: Accepted,
    error: errors
  }).annotateMerge(
    OpenApi.annotations({
      summary: "Submit a request",
      description:
        "The actor of the request is the caller. The same idempotency key with the same request returns the first result; with another request it is refused (422)."
    })
  ),
  HttpApiEndpoint.post("dryRun", `${base}/submissions/dry-run`, {
    params,
    headers: IdempotencyKey,
    payload,
    success: Preview,
    error: errors
  }).annotateMerge(
    OpenApi.annotations({
      summary: "Preview a request",
      description: "Answers as the submission would, and writes nothing."
    })
  )
)

/** The tags of all questions. */
export const questionTags: ReadonlyArray<Question["_tag"]> = inquiries.flatMap(
  // The cast is safe: the keys are the tags of the questions.
  ({ fields }) => Object.keys(fields) as Array<Question["_tag"]>
)

/** The last part of the address of a question: `AskNextRound` becomes `next-round`. */
export const pathOf = (tag: Question["_tag"]): string =>
  tag
    .replace(/^Ask/u, "")
    .replaceAll(/\B[A-Z]/gu, "-$&")
    .toLowerCase()

const queryOf = (tag: Question["_tag"]): Schema.Struct.Fields => {
  const { _tag, ...fields } = Question.cases[tag].fields
  return fields
}

/** The route of a question. The fields of the question are its query parameters, and those of a page if it has lists. */
const question = (tag: Question["_tag"]) =>
  HttpApiEndpoint.get(tag, `${base}/${pathOf(tag)}`, {
    params,
    query: { ...queryOf(tag), ...Paging.fieldsFor(listsOf(answerSchema(tag), pathOf(tag))) },
    success: answerSchema(tag),
    error: errorsExcept(429)
  })

const [first, ...others] = questionTags.map(question)
if (first === undefined) throw new RangeError("there are no questions")
const questions = HttpApiGroup.make("questions").add(first, ...others)

/**
 * The data of an event on the stream of changes: the position of the last entry of the district. It says only that
 * something has changed.
 *
 * @category models
 */
export const Changed = Schema.Struct({ position: Schema.Int }).annotate({ identifier: "Changed" })

const changes = HttpApiGroup.make("changes").add(
  HttpApiEndpoint.get("changes", `${base}/changes`, {
    params,
    headers: Schema.Struct({ "last-event-id": Schema.optionalKey(Schema.String) }),
    success: HttpApiSchema.StreamSse({ data: Changed }),
    error: errors
  }).annotateMerge(
    OpenApi.annotations({
      summary: "Wait for changes",
      description:
        "Server-sent events. The id of an event is the position of the last entry of the district. An event follows if the district has entries after `Last-Event-ID`."
    })
  )
)

/** The contract of the API. */
export const api = HttpApi.make("liulinhui")
  .add(submissions)
  .add(questions)
  .add(changes)
  .annotateMerge(OpenApi.annotations({ title: "liulinhui 六邻汇", version: "1" }))

/** The contract of the API with the routes of signing in. */
export const apiWithSignIn = api.add(signIn)

/** The contract of the API with the routes of reports, and those of Open311 on top of them. */
export const apiWithReports = api.add(intake).add(open311)

/** The contract of the API with all routes: those of signing in, of reports, of Open311, and of files of evidence. */
export const wholeApi = apiWithSignIn.add(intake).add(open311).add(evidence)
