/**
 * What all routes that are written by hand have in common: each reads the request and the words of its reader, is closed to
 * other sites if it changes something, and answers every failure.
 */
import type { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import { credentialsOf, isOurs, isRead } from "./Access.ts"
import { type RequestUnfit, unfit } from "./RequestUnfit.ts"

/** A request to a route, the parameters of its address, and the words of its reader. */
export interface Asked {
  readonly request: HttpServerRequest.HttpServerRequest
  readonly params: Readonly<Record<string, string | undefined>>
  readonly words: Texts.Words
}

/** How a group of routes begins and ends. */
export interface Options<E> {
  readonly words: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<Texts.Words>
  /** The answer to a request that failed. */
  readonly failed: (failure: E, asked: Asked) => HttpServerResponse
  /**
   * Whether requests that change something may come from other sites: only if they use no cookie. Then no page of another
   * site can act as its visitor.
   */
  readonly foreign: "accepted" | "refused"
}

/** A bearer token cannot be sent by a page of another site, so it needs no check of the origin. */
const isSafe = (request: HttpServerRequest.HttpServerRequest): boolean =>
  isRead(request.method) || credentialsOf(request)?._tag === "Bearer" || isOurs(request)

/** Makes the function that makes a route from its method, its path and its handler. */
export const make =
  <E>({ failed, foreign, words: wordsOf }: Options<E | RequestUnfit>) =>
  <R>(
    method: "GET" | "POST" | "DELETE",
    path: `/${string}`,
    handler: (asked: Asked) => Effect.Effect<HttpServerResponse, E, R>
  ) =>
    HttpRouter.route(
      method,
      path,
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { params } = yield* HttpRouter.RouteContext
        const asked = { request, params, words: yield* wordsOf(request) }
        const answer: Effect.Effect<HttpServerResponse, E | RequestUnfit, R> =
          foreign === "accepted" || isSafe(request) ? handler(asked) : Effect.fail(unfit("wrong-origin"))
        return yield* Effect.catch(answer, (failure) => Effect.succeed(failed(failure, asked)))
      })
    )
