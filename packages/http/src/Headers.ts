/**
 * The headers that protect every answer in a browser. An answer of the API is data: it loads nothing, and no page may
 * show it in a frame.
 */
import * as HttpServerResponse from "effect/http/HttpServerResponse"

const always = {
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY"
} as const

// Over plain HTTP, browsers ignore this header.
const overTls = { "strict-transport-security": "max-age=31536000; includeSubDomains" } as const

/** Adds the headers to an answer. An answer that has set one of them, such as a page, keeps it. */
export const protect = (
  response: HttpServerResponse.HttpServerResponse,
  isTls: boolean
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setHeaders(response, {
    ...always,
    ...(isTls ? overTls : {}),
    ...response.headers
  })
