/**
 * The routes with which people sign in, see their devices, and give others access. An answer never contains a token of a
 * session or a device: both are in cookies that scripts cannot read.
 */
import {
  type Caller,
  type Credentials,
  type IdentityUnavailable,
  NotSignedIn
} from "@liulinhui/core/Identity"
import { ActorId } from "@liulinhui/core/Id"
import { Names, type Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { credentialsOf, districtIn } from "../Access.ts"
import * as Answering from "../Answering.ts"
import * as Body from "../Body.ts"
import * as Handling from "../Handling.ts"
import type { Limits } from "../Limits.ts"
import { type RequestUnfit, unfit } from "../RequestUnfit.ts"
import * as Cookies from "./Cookies.ts"
import * as Api from "./SignInApi.ts"
import { Place } from "./Records.ts"
import type { Entered, SignInShape } from "./SignIn.ts"
import { AccessNotYours } from "./SignInError.ts"

type Response = HttpServerResponse.HttpServerResponse
type Request = HttpServerRequest.HttpServerRequest

/** What the routes need besides the service. */
export interface Options {
  readonly signIn: SignInShape
  readonly limits: Limits
  readonly cookies: Cookies.Settings
  readonly address: (request: Request) => string
  readonly words: (request: Request) => Effect.Effect<Texts.Words>
}

const person = Answering.written(Api.Person)
const known = Answering.written(Api.KnownDevice)
const ownDevices = Answering.written(Api.OwnDevices)
const devices = Answering.written(Api.Devices)
const newInvitation = Answering.written(Api.NewInvitation)
const done = HttpServerResponse.empty({ status: 204, headers: { "cache-control": "no-store" } })
const created = { status: 201 } as const

/** A request, its credentials, and the parameters of its address. */
interface Asked {
  readonly request: Request
  readonly credentials: Credentials | undefined
  readonly params: Readonly<Record<string, string | undefined>>
}

type Handler = (asked: Asked) => Effect.Effect<Response, Answering.SignInFailure>

const tokenOf = ({ credentials }: Asked): Effect.Effect<Redacted.Redacted, NotSignedIn> =>
  credentials === undefined ? Effect.fail(new NotSignedIn()) : Effect.succeed(credentials.token)

/** Reads the body of a request. The failure does not quote it, because it may contain a PIN. */
const bodyOf = <A>(schema: Schema.Codec<A, unknown>, { limits }: Options) => {
  const decode = Schema.decodeUnknownEffect(schema)
  return (request: Request): Effect.Effect<A, RequestUnfit> =>
    Effect.flatMap(Body.json(request, limits), (body) =>
      Effect.mapError(decode(body), () => unfit("malformed"))
    )
}

const readPlace = Schema.decodeUnknownOption(Place)

const readActor = Schema.decodeUnknownEffect(ActorId)

/** The place of an actor in the district of a caller. Fails as if the caller had no authority if the id is invalid. */
const placeIn = ({ district }: Caller, actor: unknown): Effect.Effect<Place, AccessNotYours> =>
  Effect.mapBoth(readActor(actor), {
    onFailure: () => new AccessNotYours(),
    onSuccess: (id) => ({ district, actor: id })
  })

/** The routes of signing in. */
export const routes = (options: Options) => {
  const { address, cookies, signIn, words } = options

  const route = Handling.make<Answering.SignInFailure>({
    words,
    failed: (failure, asked) => Answering.failed(failure, { words: asked.words, names: Names.none }),
    foreign: "refused"
  })
  const to = (method: "GET" | "POST" | "DELETE", path: `/${string}`, handler: Handler) =>
    route(method, path, ({ params, request }) =>
      handler({ request, params, credentials: credentialsOf(request) })
    )

  /** The answer to a person who has signed in: who the person is, with the cookies. */
  const entered = (tokens: Entered): Effect.Effect<Response, NotSignedIn | IdentityUnavailable> =>
    Effect.map(signIn.me(tokens.session), ({ actors, device }) =>
      Cookies.withTokens(person({ device, actors }, created), tokens, cookies)
    )

  const fromOf = ({ credentials, request }: Asked) => ({
    address: address(request),
    earlier: credentials?.token
  })

  /** The actor of the district in the address who makes the request. */
  const callerOf = (asked: Asked) =>
    Effect.gen(function* () {
      const token = yield* tokenOf(asked)
      return yield* signIn.whoIs(token, yield* districtIn(asked.params["district"]))
    })

  const withPin: Handler = (asked) =>
    Effect.gen(function* () {
      const { pin } = yield* bodyOf(Api.EnteredPin, options)(asked.request)
      const proof = { device: Cookies.deviceOf(asked.request, cookies), pin: Redacted.make(pin) }
      return yield* entered(yield* signIn.withPin(proof, fromOf(asked)))
    })

  const withInvitation: Handler = (asked) =>
    Effect.gen(function* () {
      const { add, invitation, name, pin } = yield* bodyOf(Api.UsedInvitation, options)(asked.request)
      const accepting = {
        invitation: Redacted.make(invitation),
        pin: Redacted.make(pin),
        name,
        device: add === true ? Cookies.deviceOf(asked.request, cookies) : undefined
      }
      return yield* entered(yield* signIn.withInvitation(accepting, fromOf(asked)))
    })

  const me: Handler = (asked) =>
    Effect.gen(function* () {
      // A program that sends a bearer token keeps it, because it would not read the cookie with a new one.
      const rotates = asked.credentials?._tag === "Cookie"
      const { actors, device, token } = yield* signIn.me(yield* tokenOf(asked), { rotates })
      const response = person({ device, actors })
      return token === undefined ? response : Cookies.withTokens(response, { session: token }, cookies)
    })

  const signOut: Handler = (asked) =>
    Effect.gen(function* () {
      if (asked.credentials !== undefined) yield* signIn.signOut(asked.credentials.token)
      return Cookies.withoutSession(done, cookies)
    })

  /** Needs no session, because a device whose session has ended asks, too. Only the device itself has its token. */
  const knows: Handler = ({ params, request }) =>
    Effect.gen(function* () {
      const place = Option.getOrUndefined(readPlace(params))
      const device = Cookies.deviceOf(request, cookies)
      return known({ known: place !== undefined && (yield* signIn.knows(device, place)) })
    })

  const myDevices: Handler = (asked) =>
    Effect.gen(function* () {
      return ownDevices({ devices: yield* signIn.myDevices(yield* tokenOf(asked)) })
    })

  const revokeMine: Handler = (asked) =>
    Effect.gen(function* () {
      yield* signIn.revokeMine(yield* tokenOf(asked), asked.params["device"] ?? "")
      return done
    })

  const invite: Handler = (asked) =>
    Effect.gen(function* () {
      // The caller is found before the body is read.
      const caller = yield* callerOf(asked)
      const { actor } = yield* bodyOf(Api.Invitee, options)(asked.request)
      const place = { district: caller.district, actor }
      const { expires, token } = yield* signIn.invite(caller.actor, place)
      return newInvitation({ ...place, invitation: Redacted.value(token), expires }, created)
    })

  const devicesOf: Handler = (asked) =>
    Effect.gen(function* () {
      const caller = yield* callerOf(asked)
      const place = yield* placeIn(caller, asked.params["actor"])
      return devices({ devices: yield* signIn.devicesOf(caller.actor, place) })
    })

  const revoke: Handler = (asked) =>
    Effect.gen(function* () {
      const caller = yield* callerOf(asked)
      const place = yield* placeIn(caller, asked.params["actor"])
      yield* signIn.revoke(caller.actor, place, asked.params["device"])
      return done
    })

  const ofActor = "/v1/districts/:district/actors/:actor/devices" as const
  return [
    to("POST", "/v1/session", withPin),
    to("POST", "/v1/session/invitation", withInvitation),
    to("GET", "/v1/session", me),
    to("DELETE", "/v1/session", signOut),
    to("GET", "/v1/session/device/:district/:actor", knows),
    to("GET", "/v1/session/devices", myDevices),
    to("DELETE", "/v1/session/devices/:device", revokeMine),
    to("POST", "/v1/districts/:district/invitations", invite),
    to("GET", ofActor, devicesOf),
    to("DELETE", ofActor, revoke),
    to("DELETE", `${ofActor}/:device`, revoke)
  ]
}
