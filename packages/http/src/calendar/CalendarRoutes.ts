/** The routes of calendars: an actor makes an address, and a calendar app reads the calendar there without signing in. */
import { ActorId } from "@liulinhui/core/Id"
import { type Caller, NotSignedIn } from "@liulinhui/core/Identity"
import type { GovernanceShape, StoreError } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { hash } from "node:crypto"
import { credentialsOf, districtIn } from "../Access.ts"
import * as Answering from "../Answering.ts"
import * as Handling from "../Handling.ts"
import type { SignInShape } from "../identity/SignIn.ts"
import { AccessNotYours } from "../identity/SignInError.ts"
import { wordsFor } from "../Routes.ts"
import { unfit } from "../RequestUnfit.ts"
import * as Stamp from "../Stamp.ts"
import * as Api from "./CalendarApi.ts"
import { calendarOf } from "./Entries.ts"
import * as ICalendar from "./ICalendar.ts"

/** What the routes need. */
export interface Options {
  readonly signIn: Pick<SignInShape, "calendars" | "whoIs">
  readonly read: GovernanceShape["read"]
  readonly words: (request: HttpServerRequest) => Effect.Effect<Texts.Words>
}

type Failure = Answering.SignInFailure | StoreError

const given = Answering.written(Api.NewCalendar)
const listed = Answering.written(Api.Calendars)
const done = HttpServerResponse.empty({ status: 204, headers: { "cache-control": "no-store" } })
const readActor = Schema.decodeUnknownEffect(ActorId)

/** The routes. */
export const routes = ({ read, signIn, words }: Options) => {
  const { calendars, whoIs } = signIn
  const to = Handling.make<Failure>({
    words,
    failed: (failure, asked) => Answering.failed(failure, { words: asked.words, names: Names.none }),
    foreign: "refused"
  })

  const callerOf = ({ params, request }: Handling.Asked) =>
    Effect.gen(function* () {
      const credentials = credentialsOf(request)
      if (credentials === undefined) return yield* new NotSignedIn()
      return yield* whoIs(credentials.token, yield* districtIn(params["district"]))
    })

  /** The actor in the address. Fails as if the caller had no authority if the id is invalid. */
  const placeIn = ({ district }: Caller, { params }: Handling.Asked) =>
    Effect.mapBoth(readActor(params["actor"]), {
      onFailure: () => new AccessNotYours(),
      onSuccess: (actor) => ({ district, actor })
    })

  const give = (asked: Handling.Asked) =>
    Effect.gen(function* () {
      const { actor, district } = yield* callerOf(asked)
      const { id, token } = yield* calendars.give({ district, actor }, asked.words.language)
      return given({ id, path: `/v1/calendars/${Redacted.value(token)}.ics` }, { status: 201 })
    })

  const list = (asked: Handling.Asked) =>
    Effect.gen(function* () {
      const caller = yield* callerOf(asked)
      const place = yield* placeIn(caller, asked)
      return listed({ calendars: yield* calendars.of(caller.actor, place) })
    })

  const end = (asked: Handling.Asked) =>
    Effect.gen(function* () {
      const caller = yield* callerOf(asked)
      const place = yield* placeIn(caller, asked)
      yield* calendars.end(caller.actor, place, asked.params["calendar"])
      return done
    })

  const show = ({ params, request }: Handling.Asked) =>
    Effect.gen(function* () {
      const token = Redacted.make((params["calendar"] ?? "").replace(/\.ics$/u, ""))
      const shown = yield* calendars.shownBy(token)
      if (shown === undefined) return yield* unfit("not-found")
      const { language, place } = shown
      const of = yield* wordsFor(request, language)
      const calendar = yield* read(place.district, (state, on, now) =>
        calendarOf(state, { by: place.actor, on, now }, of)
      ).pipe(Effect.catchTag("DistrictUnknown", () => Effect.undefined))
      if (calendar === undefined) return yield* unfit("not-found")
      const text = ICalendar.write(calendar)
      const etag = `"${hash("sha256", text, "base64url")}"`
      const headers = { etag, "cache-control": "private, no-cache", "content-language": of.locale }
      return Stamp.matches(request.headers["if-none-match"], etag)
        ? HttpServerResponse.empty({ status: 304, headers })
        : HttpServerResponse.text(text, { contentType: `${Api.mediaType}; charset=utf-8`, headers })
    })

  const ofActor = "/v1/districts/:district/actors/:actor/calendars" as const
  return [
    to("POST", "/v1/districts/:district/calendars", give),
    to("GET", ofActor, list),
    to("DELETE", ofActor, end),
    to("DELETE", `${ofActor}/:calendar`, end),
    to("GET", "/v1/calendars/:calendar", show)
  ]
}
