/**
 * The contract of Open311 GeoReport v2: its routes, and its answers as JSON and as XML. The names of fields are those of the
 * specification (https://wiki.open311.org/GeoReport_v2/).
 */
import { BuildingId, DistrictId } from "@liulinhui/core/Id"
import { PlaybookId } from "@liulinhui/core/Playbook"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"

/** The formats of answers, with their media types. */
export const mediaTypes = { json: "application/json", xml: "text/xml" } as const

/** A format of an answer. */
export type Format = keyof typeof mediaTypes

/** The path below which the routes are. */
export const base = "/open311/v2"

const text = Schema.NullOr(Schema.String)

/** The services of a district: the categories that its model opens to residents. */
const Services = Schema.Array(
  Schema.Struct({
    service_code: PlaybookId,
    service_name: Schema.String,
    description: text,
    metadata: Schema.Boolean,
    type: Schema.Literal("realtime"),
    keywords: text,
    group: text
  })
).annotate({ identifier: "Open311Services" })

/** What a reporter may enter besides the description of a service request. */
const Definition = Schema.Struct({
  service_code: PlaybookId,
  attributes: Schema.Array(
    Schema.Struct({
      variable: Schema.Boolean,
      code: Schema.String,
      datatype: Schema.Literals(["text", "singlevaluelist"]),
      required: Schema.Boolean,
      datatype_description: text,
      order: Schema.Int,
      description: Schema.String,
      values: Schema.optionalKey(Schema.Array(Schema.Struct({ key: BuildingId, name: Schema.String })))
    })
  )
}).annotate({ identifier: "Open311Definition" })

/** The answer to a new service request. */
const Created = Schema.Array(
  Schema.Struct({ service_request_id: Schema.String, service_notice: Schema.String, account_id: Schema.Null })
).annotate({ identifier: "Open311Created" })

/** How far service requests are. Whatever a reporter has written is never shown. */
const Requests = Schema.Array(
  Schema.Struct({
    service_request_id: Schema.String,
    status: Schema.Literals(["open", "closed"]),
    status_notes: Schema.String,
    service_name: Schema.String,
    service_code: PlaybookId,
    description: Schema.Null,
    agency_responsible: Schema.String,
    service_notice: Schema.Null,
    requested_datetime: Schema.String,
    updated_datetime: Schema.String,
    expected_datetime: Schema.Null,
    address: Schema.Null,
    address_id: Schema.Null,
    zipcode: Schema.Null,
    lat: Schema.Null,
    long: Schema.Null,
    media_url: Schema.Null
  })
).annotate({ identifier: "Open311Requests" })

/** The mistakes of a request, in words for people. */
const Errors = Schema.Array(Schema.Struct({ code: Schema.Int, description: Schema.String })).annotate({
  identifier: "Open311Errors"
})

/** The address of the service for programs that look for it. */
const Discovery = Schema.Struct({
  changeset: Schema.String,
  contact: Schema.String,
  key_service: Schema.String,
  endpoints: Schema.Array(
    Schema.Struct({
      specification: Schema.String,
      url: Schema.String,
      changeset: Schema.String,
      type: Schema.Literal("production"),
      formats: Schema.Array(Schema.String)
    })
  )
}).annotate({ identifier: "Open311Discovery" })

/** The form of a service request. */
const Form = Schema.Struct({
  jurisdiction_id: DistrictId,
  service_code: PlaybookId,
  ...Object.fromEntries(
    [
      "api_key",
      "address_id",
      "address_string",
      "lat",
      "long",
      "attribute[building]",
      "description",
      "first_name",
      "last_name",
      "phone",
      "email",
      "media_url"
    ].map((name) => [name, Schema.optionalKey(Schema.String)])
  )
})
  .annotate({ identifier: "Open311Form" })
  .pipe(HttpApiSchema.asFormUrlEncoded())

const isJson = HttpApiSchema.asJson({ contentType: mediaTypes.json })
const xml = (code: number) =>
  Schema.String.pipe(HttpApiSchema.status(code), HttpApiSchema.asText({ contentType: mediaTypes.xml }))

const answersAs = (format: Format | undefined, schema: Schema.Top, code = 200) => [
  ...(format === "xml" ? [] : [schema.pipe(HttpApiSchema.status(code), isJson)]),
  ...(format === "json" ? [] : [xml(code)])
]
const errorsAs = (format: Format | undefined, ...codes: ReadonlyArray<number>) =>
  [...codes, 500, 503].flatMap((code) => answersAs(format, Errors, code))

const open = (summary: string) => OpenApi.annotations({ summary, override: { security: [{}] } })
const jurisdiction = { jurisdiction_id: DistrictId }
const optional = Schema.optionalKey(Schema.String)
const filters = {
  ...jurisdiction,
  service_request_id: optional,
  service_code: optional,
  start_date: optional,
  end_date: optional,
  status: optional
}

/** A part of an address that ends with the name of a format. */
const named = Schema.String.check(Schema.isPattern(/^.+\.(?:json|xml)$/u))

/** The routes whose address has no parameter, in one format. */
const plain = (format: Format) =>
  [
    HttpApiEndpoint.get(`open311Discovery_${format}`, `/open311/discovery.${format}`, {
      success: answersAs(format, Discovery),
      error: errorsAs(format)
    }).annotateMerge(open("Where the service of Open311 is")),
    HttpApiEndpoint.get(`open311Services_${format}`, `${base}/services.${format}`, {
      query: jurisdiction,
      success: answersAs(format, Services),
      error: errorsAs(format, 400, 404)
    }).annotateMerge(open("The services of a district")),
    HttpApiEndpoint.post(`open311Report_${format}`, `${base}/requests.${format}`, {
      payload: Form,
      success: answersAs(format, Created),
      error: errorsAs(format, 400, 403, 404, 429)
    }).annotateMerge(open("Send a service request")),
    HttpApiEndpoint.get(`open311Requests_${format}`, `${base}/requests.${format}`, {
      query: filters,
      success: answersAs(format, Requests),
      error: errorsAs(format, 400, 404, 429)
    }).annotateMerge(open("How far the named service requests are"))
  ] as const

/** In both formats: the address ends with the name of the wanted one. */
const both = undefined
const [jsonDiscovery, ...jsonRoutes] = plain("json")

/** The routes of Open311. They require no caller. */
export const open311 = HttpApiGroup.make("open311").add(
  jsonDiscovery,
  ...jsonRoutes,
  ...plain("xml"),
  HttpApiEndpoint.get("open311Definition", `${base}/services/:service`, {
    params: { service: named },
    query: jurisdiction,
    success: answersAs(both, Definition),
    error: errorsAs(both, 400, 404)
  }).annotateMerge(open("What a service requires")),
  HttpApiEndpoint.get("open311Request", `${base}/requests/:request`, {
    params: { request: named },
    query: jurisdiction,
    success: answersAs(both, Requests),
    error: errorsAs(both, 400, 404, 429)
  }).annotateMerge(open("How far a service request is")),
  HttpApiEndpoint.get("open311Token", `${base}/tokens/:token`, {
    params: { token: named },
    query: jurisdiction,
    success: answersAs(both, Requests),
    error: errorsAs(both, 400, 404)
  }).annotateMerge(open("The service request of a token; no service of this server has tokens"))
)
