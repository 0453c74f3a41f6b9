/**
 * The routes of reports. Three of them require no caller: what may be reported, a report, and how far it is. They are
 * limited by network address, and answer nothing about other reports.
 */
import type { Identity } from "@liulinhui/core/Identity"
import { DistrictId, ReportId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import type { Texts } from "@liulinhui/texts"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Access from "../Access.ts"
import * as Answering from "../Answering.ts"
import * as Body from "../Body.ts"
import * as Handling from "../Handling.ts"
import type { Limits } from "../Limits.ts"
import { RequestUnfit } from "../RequestUnfit.ts"
import { keyOf } from "../Routes.ts"
import * as Api from "./IntakeApi.ts"
import { sayProgress } from "./ProgressWords.ts"
import type { ReportsShape } from "./Reports.ts"

type Response = HttpServerResponse.HttpServerResponse
type Request = HttpServerRequest.HttpServerRequest

/** What the routes need besides the service. */
export interface Options {
  readonly reports: ReportsShape
  readonly limits: Limits
  readonly address: (request: Request) => string
  readonly words: (request: Request) => Effect.Effect<Texts.Words>
  readonly services: Context.Context<Governance | Identity>
}

type Failure = Answering.Failure

const notFound = new RequestUnfit({ kind: "not-found", reasons: [] })

const readDistrict = Schema.decodeUnknownOption(DistrictId)
const readReport = Schema.decodeUnknownOption(ReportId)
const readReceipt = Schema.decodeUnknownEffect(Api.EnteredReceipt)
const isReportKey = Schema.is(Api.ReportKey)

/** The largest report, in bytes: a few short texts. */
const largest = 16 * 1024

const offeredAs = Answering.written(Api.Offered)
const receiptAs = Answering.written(Api.GivenReceipt)
const progressAs = Answering.written(Api.ReportProgress)
const textsAs = Answering.written(Api.ReportTexts)

type Handler = (asked: Handling.Asked) => Effect.Effect<Response, Failure, Governance | Identity>

const districtOf = ({ params }: Handling.Asked): Effect.Effect<DistrictId, RequestUnfit> =>
  Effect.mapError(Effect.fromOption(readDistrict(params["district"])), () => notFound)

/** The routes of reports. */
export const routes = ({ address, limits, reports, services, words: wordsOf }: Options) => {
  const small = { ...limits, body: Math.min(limits.body, largest) }

  const route = Handling.make<Failure>({
    words: wordsOf,
    failed: (failure, asked) => Answering.publiclyFailed(failure, asked.words),
    // A report uses no cookie, and the caller of a look is checked with its origin.
    foreign: "accepted"
  })
  const to = (method: "GET" | "POST", path: `/${string}`, handler: Handler) =>
    route(method, path, (asked) => Effect.provideContext(handler(asked), services))

  const offered: Handler = (asked) =>
    Effect.gen(function* () {
      const { buildings, categories, name } = yield* reports.offered(yield* districtOf(asked))
      const { text } = asked.words
      return offeredAs(
        {
          name: text(name),
          categories: categories.map(({ ask, name: category, playbook }) => ({
            playbook,
            name: text(category),
            ...(ask === undefined ? {} : { ask: text(ask) })
          })),
          buildings
        },
        { headers: { "cache-control": "no-cache", vary: "Accept-Language" } }
      )
    })

  const report: Handler = (asked) =>
    Effect.gen(function* () {
      const { request } = asked
      const district = yield* districtOf(asked)
      const key = yield* keyOf(request)
      if (!isReportKey(key)) {
        const message = "Expected an idempotency key of at least 16 characters"
        const path = "Idempotency-Key"
        return yield* new RequestUnfit({
          kind: "malformed",
          reasons: [{ _tag: "ValueMalformed", path, message }]
        })
      }
      const reported = yield* Body.json(request, small)
      const arriving = { district, key, reported }
      const { number, pin, repeated } = yield* reports.receive(arriving, { address: address(request) })
      const given = { number: Redacted.value(number), pin: Redacted.value(pin), repeated }
      return receiptAs(given, { status: 201 })
    })

  const progress: Handler = (asked) =>
    Effect.gen(function* () {
      const { request, words } = asked
      const district = yield* districtOf(asked)
      // The failure does not quote the body, because it contains a PIN.
      const { number, pin } = yield* Effect.flatMap(Body.json(request, small), (body) =>
        Effect.mapError(readReceipt(body), () => new RequestUnfit({ kind: "malformed", reasons: [] }))
      )
      const receipt = { number: Redacted.make(number), pin: Redacted.make(pin) }
      const found = yield* reports.progress(district, receipt, { address: address(request) })
      const { merged, playbook, reason, received, since, state } = found
      const said = yield* Governance.use(({ read }) =>
        read(district, ({ model }) => sayProgress(words, model, found))
      )
      return progressAs({
        playbook,
        category: said.category,
        received,
        state,
        since,
        words: said.state,
        merged,
        ...(reason === undefined ? {} : { reason })
      })
    })

  const look: Handler = ({ params, request }) =>
    Effect.gen(function* () {
      const { actor, district } = yield* Access.callerOf(request, params["district"])
      const found = Option.getOrUndefined(readReport(params["report"]))
      if (found === undefined) return yield* notFound
      const id = yield* keyOf(request)
      return textsAs(yield* reports.look({ district, id, by: actor, report: found }))
    })

  const base = "/v1/districts/:district/intake" as const
  return [
    to("GET", base, offered),
    to("POST", `${base}/reports`, report),
    to("POST", `${base}/progress`, progress),
    to("POST", `${base}/reports/:report/look`, look)
  ]
}
