/**
 * The routes of Open311 GeoReport v2, on top of reports of residents. A service is a category of reports, and the id of a
 * service request is the number of a receipt. Who has a number learns how far its report is, and nothing that the reporter has
 * written. Reports are not public, so a list contains only requests whose numbers are named.
 */
import { DistrictId } from "@liulinhui/core/Id"
import type { IdentityUnavailable } from "@liulinhui/core/Identity"
import type { Category } from "@liulinhui/core/Intake"
import type { StoreError, SubmitError } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { hash, timingSafeEqual } from "node:crypto"
import * as Answering from "../Answering.ts"
import * as Body from "../Body.ts"
import * as Handling from "../Handling.ts"
import type { TooManyAttempts } from "../identity/SignInError.ts"
import { ReportKey } from "../intake/IntakeApi.ts"
import type { NoIntake, Offered, ReceiptRefused, ReportsShape, Status } from "../intake/Reports.ts"
import type { Limits } from "../Limits.ts"
import { statuses } from "../Problem.ts"
import type { RequestUnfit } from "../RequestUnfit.ts"
import { base, type Format, mediaTypes } from "./Open311Api.ts"
import * as ServiceRequest from "./ServiceRequest.ts"
import * as Xml from "./Xml.ts"

type Response = HttpServerResponse.HttpServerResponse

/** What the routes need besides the service. */
export interface Options {
  readonly reports: ReportsShape
  readonly limits: Limits
  readonly address: (request: HttpServerRequest) => string
  readonly words: (request: HttpServerRequest) => Effect.Effect<Texts.Words>
  /** The keys of which a new service request must have one. Empty: no key is required. */
  readonly apiKeys: ReadonlyArray<Redacted.Redacted>
  readonly tls: boolean
}

/** A request that is not answered as expected: the status, and the reasons in words. */
interface Unmet {
  readonly _tag: "Open311Unmet"
  readonly status: 400 | 403 | 404
  readonly words: ReadonlyArray<string>
}

const unmet = (status: Unmet["status"], ...words: ReadonlyArray<string>): Effect.Effect<never, Unmet> =>
  Effect.fail({ _tag: "Open311Unmet", status, words })

type Failure =
  | IdentityUnavailable
  | NoIntake
  | ReceiptRefused
  | RequestUnfit
  | StoreError
  | SubmitError
  | TooManyAttempts
  | Unmet

type Handler = (asked: Handling.Asked) => Effect.Effect<Response, Failure>

/** How many service requests one list may name. */
const mostNamed = 20

/** The largest form of a service request, in bytes. */
const largest = 32 * 1024

/** The version of these routes, as the specification writes it. */
const changeset = "2026-11-30T00:00:00Z"

const urlOf = ({ request }: Handling.Asked): URL => new URL(request.url, "http://localhost")

/** The format in the address of a request. Default: XML, which the specification requires of every server. */
const formatOf = (asked: Handling.Asked): Format => (urlOf(asked).pathname.endsWith(".json") ? "json" : "xml")

/** The root elements of answers. */
type Root = "discovery" | "errors" | "service_definition" | "service_requests" | "services"

const written = (
  asked: Handling.Asked,
  root: Root,
  value: Xml.Value,
  { cache = "no-store", headers = {}, status = 200 } = {}
): Response => {
  const format = formatOf(asked)
  return HttpServerResponse.text(format === "json" ? JSON.stringify(value) : Xml.write(root, value), {
    status,
    contentType: `${mediaTypes[format]}; charset=utf-8`,
    headers: {
      "cache-control": cache,
      "content-language": asked.words.locale,
      vary: "Accept-Language",
      ...headers
    }
  })
}

/** The statuses of failures and their reasons, in words for people. */
const reasonsOf = (
  failure: Failure,
  words: Texts.Words
): { readonly status: number; readonly reasons: ReadonlyArray<string> } => {
  const { say } = words
  switch (failure._tag) {
    case "Open311Unmet":
      return { status: failure.status, reasons: failure.words }
    case "NoIntake":
      return { status: 404, reasons: [say("open311.noJurisdiction")] }
    case "ReceiptRefused":
      return { status: 404, reasons: [say("open311.noRequest")] }
    case "RequestUnfit":
      return failure.kind === "media-type"
        ? { status: 400, reasons: [say("open311.form")] }
        : { status: 400, reasons: [Answering.problemOf(failure, { words, names: Names.none }).title] }
    case "VersionConflict":
      return { status: statuses.unavailable, reasons: [say("http.unavailable")] }
    default: {
      const { reasons, status, title } = Answering.problemOf(failure, { words, names: Names.none })
      // The public does not learn when the last entry was written.
      if (reasons.some(({ code }) => code === "ClockJumped")) {
        return { status: statuses.unavailable, reasons: [say("http.unavailable")] }
      }
      // The specification has 400 for everything else that cannot be done.
      const known = [statuses["too-many-attempts"], statuses.broken, statuses.unavailable] as const
      return {
        status: known.find((one) => one === status) ?? 400,
        reasons: reasons.length === 0 ? [title] : reasons.map((reason) => reason.words)
      }
    }
  }
}

const failed = (failure: Failure, asked: Handling.Asked): Response => {
  const { reasons, status } = reasonsOf(failure, asked.words)
  const headers: Record<string, string> =
    failure._tag === "TooManyAttempts" ? { "retry-after": String(failure.retryAfter) } : {}
  return written(
    asked,
    "errors",
    reasons.map((description) => ({ code: status, description })),
    { status, headers }
  )
}

const readDistrict = Schema.decodeUnknownOption(DistrictId)
const isReportKey = Schema.is(ReportKey)

/** The district that is named by `jurisdiction_id`. An empty parameter is the same as a missing one. */
const districtOf = (fields: URLSearchParams, { words }: Handling.Asked): Effect.Effect<DistrictId, Unmet> => {
  const named = fields.get("jurisdiction_id") ?? ""
  if (named === "") return unmet(400, words.say("open311.missing", { field: "jurisdiction_id" }))
  return Option.match(readDistrict(named), {
    onNone: () => unmet(404, words.say("open311.noJurisdiction")),
    onSome: (district) => Effect.succeed(district)
  })
}

/** The id in the address of a request, without the name of the format. */
const idIn = ({ params, words }: Handling.Asked, name: string): Effect.Effect<string, Unmet> => {
  const [, id] = /^(.+)\.(?:json|xml)$/u.exec(params[name] ?? "") ?? []
  return id === undefined ? unmet(404, words.say("open311.noFormat")) : Effect.succeed(id)
}

const itemsIn = (fields: URLSearchParams, name: string): ReadonlyArray<string> =>
  fields
    .getAll(name)
    .flatMap((list) => list.split(","))
    .map((one) => one.trim())
    .filter((one) => one !== "")

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/u
const longest = 90 * 86_400_000

/** What is wrong with the filters of a list. They find nothing, because only named requests are shown. */
const mistakesIn = (fields: URLSearchParams, { say }: Texts.Words): ReadonlyArray<string> => {
  const dates = ["start_date", "end_date"].map((name) => ({ name, value: fields.get(name) ?? "" }))
  const wrong = dates.filter(
    ({ value }) => value !== "" && !(moment.test(value) && !Number.isNaN(Date.parse(value)))
  )
  const [start = Number.NaN, end = Number.NaN] = dates.map(({ value }) => Date.parse(value))
  const isStatus = (one: string): boolean => one === "open" || one === "closed"
  return [
    ...wrong.map(({ name }) => say("open311.date", { field: name })),
    ...(end < start || end - start > longest ? [say("open311.range")] : []),
    ...(itemsIn(fields, "status").every(isStatus) ? [] : [say("open311.status")])
  ]
}

const digest = (key: string): Uint8Array => hash("sha256", key, "buffer")

/** Whether a key is one of the known keys. All are compared, so the time of an answer does not show which one is nearly right. */
const isKnown = (apiKeys: Options["apiKeys"], key: string): boolean =>
  apiKeys.filter((one) => timingSafeEqual(digest(Redacted.value(one)), digest(key))).length > 0

const stateOf = (state: Status["state"]): "open" | "closed" =>
  state === "finished" || state === "declined" ? "closed" : "open"

/** The names of the states in the message `intake.state`. */
const names = {
  received: "received",
  "looked-at": "seen",
  "in-hand": "hand",
  finished: "finished",
  declined: "declined"
} as const

const instant = (ms: number): string => DateTime.formatIso(DateTime.makeUnsafe(ms))

/** How far a service request is. Fields that would show what a reporter has written, or who the reporter is, are empty. */
const shown = (number: string, status: Status, { say, text }: Texts.Words): Xml.Value => ({
  service_request_id: number,
  status: stateOf(status.state),
  status_notes: say("intake.state", {
    state: names[status.state],
    merged: status.merged ? "yes" : "no",
    since: status.since
  }),
  service_name: text(status.category),
  service_code: status.playbook,
  description: null,
  agency_responsible: text(status.district),
  service_notice: null,
  requested_datetime: instant(status.requestedAt),
  updated_datetime: instant(status.updatedAt),
  expected_datetime: null,
  address: null,
  address_id: null,
  zipcode: null,
  lat: null,
  long: null,
  media_url: null
})

const definitionOf = (
  { ask, playbook }: Category,
  { buildings }: Offered,
  { say, text }: Texts.Words
): Xml.Value => {
  const hint = {
    variable: false,
    code: ServiceRequest.hintAttribute,
    datatype: "text",
    required: false,
    datatype_description: null,
    description: ask === undefined ? "" : text(ask)
  }
  const building = {
    variable: true,
    code: ServiceRequest.buildingAttribute,
    datatype: "singlevaluelist",
    required: false,
    datatype_description: null,
    description: say("open311.building"),
    values: buildings.map((one) => ({ key: one.building, name: one.label }))
  }
  const attributes = [...(ask === undefined ? [] : [hint]), ...(buildings.length === 0 ? [] : [building])]
  return {
    service_code: playbook,
    attributes: attributes.map((one, at) => ({ ...one, order: at + 1 }))
  }
}

/** The routes of Open311. */
export const routes = ({ address, apiKeys, limits, reports, tls, words }: Options) => {
  const route = Handling.make<Failure>({ words, failed, foreign: "accepted" })

  /** A service with what its district offers. */
  const serviceOf = (district: DistrictId, code: string, { words: { say } }: Handling.Asked) =>
    Effect.gen(function* () {
      const offered = yield* reports.offered(district)
      const category = offered.categories.find(({ playbook }) => playbook === code)
      if (category === undefined) return yield* unmet(404, say("open311.noService"))
      return { offered, category }
    })

  const discovery: Handler = (asked) => {
    const { headers } = asked.request
    const url = `${tls ? "https" : "http"}://${headers["host"] ?? "localhost"}${base}`
    return Effect.succeed(
      written(asked, "discovery", {
        changeset,
        contact: asked.words.say("open311.contact"),
        key_service: asked.words.say(apiKeys.length === 0 ? "open311.noKeyNeeded" : "open311.keyNeeded"),
        endpoints: [
          {
            specification: "http://wiki.open311.org/GeoReport_v2",
            url,
            changeset,
            type: "production",
            formats: [mediaTypes.xml, mediaTypes.json]
          }
        ]
      })
    )
  }

  const services: Handler = (asked) =>
    Effect.gen(function* () {
      const { buildings, categories } = yield* reports.offered(
        yield* districtOf(urlOf(asked).searchParams, asked)
      )
      const { text } = asked.words
      const all = categories.map(({ ask, name, playbook }) => ({
        service_code: playbook,
        service_name: text(name),
        description: ask === undefined ? null : text(ask),
        metadata: ask !== undefined || buildings.length > 0,
        type: "realtime",
        keywords: null,
        group: null
      }))
      return written(asked, "services", all, { cache: "no-cache" })
    })

  const definition: Handler = (asked) =>
    Effect.gen(function* () {
      const district = yield* districtOf(urlOf(asked).searchParams, asked)
      const { category, offered } = yield* serviceOf(district, yield* idIn(asked, "service"), asked)
      const value = definitionOf(category, offered, asked.words)
      return written(asked, "service_definition", value, { cache: "no-cache" })
    })

  const report: Handler = (asked) =>
    Effect.gen(function* () {
      const { request } = asked
      const { say } = asked.words
      const fields = yield* Body.form(request, limits, largest)
      for (const [name, value] of urlOf(asked).searchParams) if (!fields.has(name)) fields.set(name, value)
      if (apiKeys.length > 0 && !isKnown(apiKeys, fields.get("api_key") ?? "")) {
        return yield* unmet(403, say("open311.key"))
      }
      const district = yield* districtOf(fields, asked)
      const code = fields.get("service_code") ?? ""
      if (code === "") return yield* unmet(400, say("open311.missing", { field: "service_code" }))
      const { category, offered } = yield* serviceOf(district, code, asked)
      const key = request.headers["idempotency-key"]
      if (key !== undefined && !isReportKey(key)) return yield* unmet(400, say("open311.idempotency"))
      const reported = yield* Effect.catch(
        Effect.fromResult(
          ServiceRequest.read({ fields, category, buildings: offered.buildings }, asked.words)
        ),
        (mistakes) => unmet(400, ...mistakes)
      )
      const receipt = yield* reports.receive({ district, key, reported }, { address: address(request) })
      const [number, pin] = [Redacted.value(receipt.number), Redacted.value(receipt.pin)]
      const service_notice = say("open311.receipt", { number, pin })
      return written(asked, "service_requests", [
        { service_request_id: number, service_notice, account_id: null }
      ])
    })

  const statusOf = (district: DistrictId, number: string, { request, words: of }: Handling.Asked) =>
    Effect.map(reports.status(district, Redacted.make(number), { address: address(request) }), (status) =>
      shown(number, status, of)
    )

  const requests: Handler = (asked) =>
    Effect.gen(function* () {
      const fields = urlOf(asked).searchParams
      const district = yield* districtOf(fields, asked)
      yield* reports.offered(district)
      const named = [...new Set(itemsIn(fields, "service_request_id"))]
      const { words: of } = asked
      if (named.length > mostNamed) return yield* unmet(400, of.say("open311.many", { most: mostNamed }))
      const mistakes = named.length > 0 ? [] : mistakesIn(fields, of)
      if (mistakes.length > 0) return yield* unmet(400, ...mistakes)
      const found = yield* Effect.forEach(named, (number) =>
        Effect.map(statusOf(district, number, asked), (status) => [status]).pipe(
          Effect.catchTag("ReceiptRefused", () => Effect.succeed([]))
        )
      )
      return written(asked, "service_requests", found.flat())
    })

  const request: Handler = (asked) =>
    Effect.gen(function* () {
      const district = yield* districtOf(urlOf(asked).searchParams, asked)
      const status = yield* statusOf(district, yield* idIn(asked, "request"), asked)
      return written(asked, "service_requests", [status])
    })

  /** Every service returns the id of a service request at once, so no token is ever known. */
  const token: Handler = (asked) =>
    Effect.gen(function* () {
      yield* reports.offered(yield* districtOf(urlOf(asked).searchParams, asked))
      yield* idIn(asked, "token")
      return yield* unmet(404, asked.words.say("open311.noToken"))
    })

  return [
    ...(["json", "xml"] as const).flatMap((format) => [
      route("GET", `/open311/discovery.${format}`, discovery),
      route("GET", `${base}/services.${format}`, services),
      route("POST", `${base}/requests.${format}`, report),
      route("GET", `${base}/requests.${format}`, requests)
    ]),
    route("GET", `${base}/services/:service`, definition),
    route("GET", `${base}/requests/:request`, request),
    route("GET", `${base}/tokens/:token`, token)
  ]
}
