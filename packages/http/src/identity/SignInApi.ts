/**
 * The contract of signing in over HTTP: the bodies and the answers of its routes. The OpenAPI document describes them, and
 * the routes read and write with these schemas.
 */
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { calendars } from "../calendar/CalendarApi.ts"
import { errorsExcept } from "../RouteErrors.ts"
import { Place } from "./Records.ts"

const secret = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200))

/** What a person enters on a device that is bound. */
export const EnteredPin = Schema.Struct({ pin: secret }).annotate({ identifier: "EnteredPin" })

/** What a person enters to use an invitation. */
export const UsedInvitation = Schema.Struct({
  invitation: secret,
  pin: secret,
  /** How the person calls the device. */
  name: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(60)),
  /** Whether the actor is added to the device that sends the request. Then `pin` is the PIN of this device. */
  add: Schema.optionalKey(Schema.Boolean)
}).annotate({ identifier: "UsedInvitation" })

/** Who is invited. */
export const Invitee = Schema.Struct({ actor: ActorId }).annotate({ identifier: "Invitee" })

/** An invitation for a person. Its token is shown once. Times are in milliseconds since 1970. */
export const NewInvitation = Schema.Struct({
  ...Place.fields,
  invitation: Schema.String,
  expires: Schema.Int
}).annotate({ identifier: "NewInvitation" })

/** The person who is signed in: the device, and the actors that the person can act as today. */
export const Person = Schema.Struct({
  device: Schema.Struct({ id: Schema.String, name: Schema.String }),
  actors: Schema.Array(Place)
}).annotate({ identifier: "Person" })

const device = { id: Schema.String, name: Schema.String, since: Schema.Int, used: Schema.Int }

/** The devices of the person who asks. */
export const OwnDevices = Schema.Struct({
  devices: Schema.Array(Schema.Struct({ ...device, isThis: Schema.Boolean, actors: Schema.Array(Place) }))
}).annotate({ identifier: "OwnDevices" })

/** The devices that an actor can sign in with. */
export const Devices = Schema.Struct({ devices: Schema.Array(Schema.Struct(device)) }).annotate({
  identifier: "Devices"
})

/** Whether a device may still sign in as an actor. */
export const KnownDevice = Schema.Struct({ known: Schema.Boolean }).annotate({ identifier: "KnownDevice" })

const created = HttpApiSchema.status(201)
const error = errorsExcept(406)
const ofDistrict = { district: DistrictId }
const ofActor = { district: DistrictId, actor: Schema.String }
const devicesOfActor = "/v1/districts/:district/actors/:actor/devices"

/** Describes a route. `open`: it requires no session, which OpenAPI writes as an empty requirement. */
const described = (summary: string, open = false) =>
  OpenApi.annotations({ summary, ...(open ? { override: { security: [{}] } } : {}) })

/** The routes of signing in. */
export const signIn = HttpApiGroup.make("signIn").add(
  HttpApiEndpoint.post("signIn", "/v1/session", {
    payload: EnteredPin,
    success: Person.pipe(created),
    error
  }).annotateMerge(described("Sign in on a device that is bound", true)),
  HttpApiEndpoint.post("useInvitation", "/v1/session/invitation", {
    payload: UsedInvitation,
    success: Person.pipe(created),
    error
  }).annotateMerge(described("Bind a device with an invitation, and sign in", true)),
  HttpApiEndpoint.get("me", "/v1/session", { success: Person, error }).annotateMerge(
    described("Who is signed in")
  ),
  HttpApiEndpoint.delete("signOut", "/v1/session", {
    success: HttpApiSchema.NoContent,
    error
  }).annotateMerge(described("Sign out", true)),
  HttpApiEndpoint.get("knows", "/v1/session/device/:district/:actor", {
    params: ofActor,
    success: KnownDevice,
    error
  }).annotateMerge(described("Whether the device that asks may still sign in as an actor", true)),
  HttpApiEndpoint.get("myDevices", "/v1/session/devices", { success: OwnDevices, error }).annotateMerge(
    described("The devices of the person who is signed in")
  ),
  HttpApiEndpoint.delete("endMyDevice", "/v1/session/devices/:device", {
    params: { device: Schema.String },
    success: HttpApiSchema.NoContent,
    error
  }).annotateMerge(described("End the access of one of these devices")),
  HttpApiEndpoint.post("invite", "/v1/districts/:district/invitations", {
    params: ofDistrict,
    payload: Invitee,
    success: NewInvitation.pipe(created),
    error
  }).annotateMerge(described("Invite a person")),
  HttpApiEndpoint.get("devicesOf", devicesOfActor, {
    params: ofActor,
    success: Devices,
    error
  }).annotateMerge(described("The devices of an actor")),
  HttpApiEndpoint.delete("endAccess", devicesOfActor, {
    params: ofActor,
    success: HttpApiSchema.NoContent,
    error
  }).annotateMerge(described("End the access of an actor on all devices")),
  HttpApiEndpoint.delete("endDevice", `${devicesOfActor}/:device`, {
    params: { ...ofActor, device: Schema.String },
    success: HttpApiSchema.NoContent,
    error
  }).annotateMerge(described("End the access of an actor on one device")),
  ...calendars
)
