/**
 * The routes for the system that runs the process: whether the process answers, and whether it can answer requests of
 * people. They require no caller, and reveal nothing else.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"

const answer = (isReady: boolean): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe(
    { status: isReady ? "up" : "down" },
    { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } }
  )

// It need not exist: the head of a district is one short read, also in a ledger with many districts.
const probe = DistrictId.make("readiness")

/** Whether the ledger answers in time. */
const isReady = Ledger.use(({ head }) => head(probe)).pipe(
  Effect.timeout("2 seconds"),
  Effect.match({ onFailure: () => false, onSuccess: () => true })
)

/** The routes. */
export const routes = (services: Context.Context<Ledger>) => [
  HttpRouter.route("GET", "/health", Effect.succeed(answer(true))),
  HttpRouter.route("GET", "/ready", Effect.provideContext(Effect.map(isReady, answer), services))
]
