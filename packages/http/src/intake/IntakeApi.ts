/**
 * The contract of reports over HTTP: the bodies and the answers of its routes. The OpenAPI document describes them, and
 * the routes write with these schemas.
 */
import { PlaybookId } from "@liulinhui/core/Playbook"
import { BuildingId, DistrictId, ReportId } from "@liulinhui/core/Id"
import { Reported } from "@liulinhui/core/Intake"
import { CommandId } from "@liulinhui/core/Ledger"
import { DayFromIso } from "@liulinhui/core/Day"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { mediaType, Problem } from "../Problem.ts"
import { errorsExcept } from "../RouteErrors.ts"

const params = { district: DistrictId }

/** What a district takes in, in the language of the reader. */
export const Offered = Schema.Struct({
  name: Schema.String,
  categories: Schema.Array(
    Schema.Struct({ playbook: PlaybookId, name: Schema.String, ask: Schema.optionalKey(Schema.String) })
  ),
  buildings: Schema.Array(Schema.Struct({ building: BuildingId, label: Schema.String }))
}).annotate({ identifier: "Offered" })

/** The receipt of a report. `repeated`: the same report was taken in before under this idempotency key. */
export const GivenReceipt = Schema.Struct({
  number: Schema.String,
  pin: Schema.String,
  repeated: Schema.Boolean
}).annotate({ identifier: "GivenReceipt" })

const secret = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))

/** The receipt that a reporter enters. */
export const EnteredReceipt = Schema.Struct({ number: secret, pin: secret }).annotate({
  identifier: "EnteredReceipt"
})

/** How far a report is, in the language of the reader. */
export const ReportProgress = Schema.Struct({
  playbook: PlaybookId,
  category: Schema.String,
  received: DayFromIso,
  state: Schema.Literals(["received", "looked-at", "in-hand", "finished", "declined"]),
  since: DayFromIso,
  /** The state in words. */
  words: Schema.String,
  /** Whether the report was merged with another one, whose result counts. */
  merged: Schema.Boolean,
  /** Why the report was declined. */
  reason: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "ReportProgress" })

/** The texts of a report, for a keeper. */
export const ReportTexts = Schema.Struct({
  words: Schema.optionalKey(Schema.String),
  place: Schema.optionalKey(Schema.String),
  contact: Schema.optionalKey(Schema.String),
  reason: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "ReportTexts" })

/** The idempotency key of a report. It is long, so that two reporters do not choose the same one. */
export const ReportKey = CommandId.check(Schema.isMinLength(16))

const statusesOf = (...codes: ReadonlyArray<number>) =>
  codes.map((code) =>
    Problem.pipe(HttpApiSchema.status(code), HttpApiSchema.asJson({ contentType: mediaType }))
  )
const always = [404, 429, 500, 503]
const ofBody = [400, 413, 415, ...always]

const open = (summary: string, description?: string) =>
  OpenApi.annotations({
    summary,
    override: { security: [{}] },
    ...(description === undefined ? {} : { description })
  })

/** The routes of reports. All but the last require no caller. */
export const intake = HttpApiGroup.make("intake").add(
  HttpApiEndpoint.get("offered", "/v1/districts/:district/intake", {
    params,
    success: Offered,
    error: statusesOf(404, 500, 503)
  }).annotateMerge(open("What residents may report")),
  HttpApiEndpoint.post("report", "/v1/districts/:district/intake/reports", {
    params,
    headers: Schema.Struct({ "idempotency-key": ReportKey }),
    payload: Reported.annotate({ identifier: "Reported" }),
    success: GivenReceipt.pipe(HttpApiSchema.status(201)),
    error: statusesOf(409, 422, ...ofBody)
  }).annotateMerge(
    open(
      "Report something",
      "The same idempotency key with the same report returns the same receipt; with another report it is refused (422)."
    )
  ),
  HttpApiEndpoint.post("progress", "/v1/districts/:district/intake/progress", {
    params,
    payload: EnteredReceipt,
    success: ReportProgress,
    error: statusesOf(403, ...ofBody)
  }).annotateMerge(open("How far a report is")),
  HttpApiEndpoint.post("look", "/v1/districts/:district/intake/reports/:report/look", {
    params: { district: DistrictId, report: ReportId },
    headers: Schema.Struct({ "idempotency-key": CommandId }),
    success: ReportTexts,
    error: errorsExcept(406, 429)
  }).annotateMerge(
    OpenApi.annotations({ summary: "Look at a report", description: "The look is recorded first." })
  )
)
