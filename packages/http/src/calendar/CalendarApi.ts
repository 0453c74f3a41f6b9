/** The contract of calendars over HTTP: their addresses, and the calendars themselves. */
import { DistrictId } from "@liulinhui/core/Id"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { errorsExcept } from "../RouteErrors.ts"

/** The media type of iCalendar. */
export const mediaType = "text/calendar"

/** A new address of a calendar: its id, and its path on this server. The path is secret, and is shown once. */
export const NewCalendar = Schema.Struct({ id: Schema.String, path: Schema.String }).annotate({
  identifier: "NewCalendar"
})

/** The addresses of the calendar of an actor. Times are in milliseconds since 1970. */
export const Calendars = Schema.Struct({
  calendars: Schema.Array(Schema.Struct({ id: Schema.String, since: Schema.Int, used: Schema.Int }))
}).annotate({ identifier: "Calendars" })

const error = errorsExcept(406)
const ofActor = { district: DistrictId, actor: Schema.String }
const base = "/v1/districts/:district/actors/:actor/calendars"

/** The routes of calendars. Only the calendar itself requires no session, because its address is a secret. */
export const calendars = [
  HttpApiEndpoint.post("giveCalendar", "/v1/districts/:district/calendars", {
    params: { district: DistrictId },
    success: NewCalendar.pipe(HttpApiSchema.status(201)),
    error
  }).annotateMerge(OpenApi.annotations({ summary: "Make an address for one's own calendar" })),
  HttpApiEndpoint.get("calendarsOf", base, { params: ofActor, success: Calendars, error }).annotateMerge(
    OpenApi.annotations({ summary: "The addresses of the calendar of an actor" })
  ),
  HttpApiEndpoint.delete("endCalendars", base, {
    params: ofActor,
    success: HttpApiSchema.NoContent,
    error
  }).annotateMerge(OpenApi.annotations({ summary: "End all addresses of the calendar of an actor" })),
  HttpApiEndpoint.delete("endCalendar", `${base}/:calendar`, {
    params: { ...ofActor, calendar: Schema.String },
    success: HttpApiSchema.NoContent,
    error
  }).annotateMerge(OpenApi.annotations({ summary: "End one address of the calendar of an actor" })),
  HttpApiEndpoint.get("calendar", "/v1/calendars/:calendar", {
    params: { calendar: Schema.String },
    success: Schema.String.pipe(HttpApiSchema.asText({ contentType: mediaType })),
    error
  }).annotateMerge(
    OpenApi.annotations({
      summary: "A calendar (iCalendar), for an app that subscribes to it",
      override: { security: [{}] }
    })
  )
] as const
