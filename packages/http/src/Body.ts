/**
 * Reads the body of a request as JSON, or as the fields of a form. The size and the depth are checked before anything is
 * parsed, so that no body can exhaust the memory or the stack.
 */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Stream from "effect/Stream"
import type { Limits } from "./Limits.ts"
import { type RequestUnfit, unfit } from "./RequestUnfit.ts"

const isJson = (contentType: string | undefined): boolean =>
  /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/iu.test(contentType ?? "")

/** The bytes of a body, up to a limit. Reading stops as soon as the body is larger. */
const bytesOf = (request: HttpServerRequest, limit: number): Effect.Effect<Uint8Array, RequestUnfit> =>
  Stream.runFoldEffect(
    request.stream,
    (): { readonly size: number; readonly parts: Array<Uint8Array> } => ({ size: 0, parts: [] }),
    ({ parts, size }, part) => {
      const total = size + part.byteLength
      if (total > limit) return Effect.fail(unfit("too-large"))
      parts.push(part)
      return Effect.succeed({ size: total, parts })
    }
  ).pipe(
    Effect.map(({ parts, size }) => {
      const all = new Uint8Array(size)
      let at = 0
      for (const part of parts) {
        all.set(part, at)
        at += part.byteLength
      }
      return all
    }),
    // The sender stopped in the middle of the body, or the server in front cut it off.
    Effect.catchTag("HttpServerError", () => Effect.fail(unfit("malformed", "Expected a complete body")))
  )

/** How deeply the arrays and objects of a JSON text are nested. Brackets inside texts do not count. */
const depthOf = (json: string): number => {
  let [depth, deepest, isInText] = [0, 0, false]
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at]
    if (isInText) {
      if (sign === "\\") at += 1
      else if (sign === '"') isInText = false
    } else if (sign === '"') isInText = true
    else if (sign === "{" || sign === "[") deepest = Math.max(deepest, (depth += 1))
    else if (sign === "}" || sign === "]") depth -= 1
  }
  return deepest
}

const textOf = (bytes: Uint8Array): Effect.Effect<string, RequestUnfit> =>
  Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => unfit("malformed", "Expected UTF-8")
  })

const parse = (bytes: Uint8Array, { depth }: Limits): Effect.Effect<unknown, RequestUnfit> =>
  textOf(bytes).pipe(
    Effect.filterOrFail(
      (text) => depthOf(text) <= depth,
      () => unfit("too-large")
    ),
    Effect.flatMap((text) =>
      Effect.try({
        try: (): unknown => JSON.parse(text),
        catch: () => unfit("malformed", "Expected JSON")
      })
    )
  )

/** The bytes of a body of a known media type, within the limits. */
const bodyOf = (
  request: HttpServerRequest,
  limits: Limits,
  isKnown: (contentType: string | undefined) => boolean
): Effect.Effect<Uint8Array, RequestUnfit> => {
  const { headers } = request
  if (!isKnown(headers["content-type"]) || headers["content-encoding"] !== undefined) {
    return Effect.fail(unfit("media-type"))
  }
  if (Number(headers["content-length"] ?? 0) > limits.body) return Effect.fail(unfit("too-large"))
  return bytesOf(request, limits.body)
}

/** The body of a request, parsed. Fails if it is not JSON in UTF-8, or is beyond a limit. */
export const json = (request: HttpServerRequest, limits: Limits): Effect.Effect<unknown, RequestUnfit> =>
  Effect.flatMap(bodyOf(request, limits, isJson), (bytes) => parse(bytes, limits))

const isBytes = (contentType: string | undefined): boolean =>
  contentType?.toLowerCase() === "application/octet-stream"

/** The bytes of a body, such as a part of a file. */
export const bytes = (request: HttpServerRequest, limits: Limits): Effect.Effect<Uint8Array, RequestUnfit> =>
  bodyOf(request, limits, isBytes)

/** The largest form of signing in, in bytes: a few short fields. */
const largestForm = 16 * 1024

const isForm = (contentType: string | undefined): boolean =>
  /^application\/x-www-form-urlencoded(?:\s*;\s*charset="?utf-8"?)?$/iu.test(contentType ?? "")

/**
 * The fields of a form that a browser has sent.
 *
 * @param largest the largest size of the form, in bytes
 */
export const form = (
  request: HttpServerRequest,
  limits: Limits,
  largest = largestForm
): Effect.Effect<URLSearchParams, RequestUnfit> =>
  Effect.map(
    Effect.flatMap(bodyOf(request, { ...limits, body: Math.min(limits.body, largest) }, isForm), textOf),
    (text) => new URLSearchParams(text)
  )

const isMultipart = (contentType: string | undefined): boolean =>
  /^multipart\/form-data\s*;\s*boundary=/iu.test(contentType ?? "")

/**
 * The fields and the files of a form that a browser has sent. The files are in memory, so the limit is for the whole form.
 *
 * @param largest the largest size of the form with its files, in bytes
 */
export const formWithFiles = (
  request: HttpServerRequest,
  limits: Limits,
  largest: number
): Effect.Effect<FormData, RequestUnfit> =>
  Effect.flatMap(bodyOf(request, { ...limits, body: largest }, isMultipart), (bytes) =>
    Effect.tryPromise({
      try: () =>
        new Response(bytes.slice().buffer, {
          headers: { "content-type": request.headers["content-type"] ?? "" }
        }).formData(),
      catch: () => unfit("malformed", "Expected a form")
    })
  )
