/** The service as a device reaches it: the routes of the API, on the origin of the page and with its cookie. */
import type { CoverageNow, RoundNow } from "./Contest.ts"
import type { Answered, Service } from "./Drain.ts"
import type { TouchRequest } from "./Touch.ts"

/** Sends a request. It has the shape of `fetch`. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** The reasons of a problem document, in words. Without reasons: its title. */
const reasonsIn = (problem: unknown): ReadonlyArray<string> => {
  if (!isObject(problem)) return []
  const { reasons, title } = problem
  const words = (Array.isArray(reasons) ? reasons : []).flatMap((reason: unknown) =>
    isObject(reason) && typeof reason["words"] === "string" ? [reason["words"]] : []
  )
  return words.length > 0 || typeof title !== "string" ? words : [title]
}

/**
 * The answers that say for certain that nothing is recorded. After any other failure (such as a conflict, a proxy without
 * its server, or too many requests) it is not known, and the device tries again.
 */
const refusing: ReadonlySet<number> = new Set([400, 403, 404, 413, 415, 422])

/** How long the service may take to answer, in milliseconds. */
const within = 20_000

/** Ends a request that takes too long. Old web views have no `AbortSignal.timeout`. */
const inTime = (): AbortSignal => {
  const ending = new AbortController()
  setTimeout(() => ending.abort(), within)
  return ending.signal
}

const answerOf = async <A>(
  send: Promise<Response>,
  read: (json: unknown) => A | undefined
): Promise<Answered<A>> => {
  try {
    const response = await send
    if (response.status === 401) return { _tag: "SignedOut" }
    if (!response.ok && !refusing.has(response.status)) return { _tag: "Lost" }
    const json: unknown = await response.json()
    if (!response.ok) return { _tag: "Refused", reasons: reasonsIn(json) }
    const value = read(json)
    return value === undefined ? { _tag: "Lost" } : { _tag: "Answer", value }
  } catch {
    return { _tag: "Lost" }
  }
}

/**
 * The service behind the routes of a district, such as `/v1/districts/wan-liu`.
 *
 * @category constructors
 */
export const make = (base: string, capacity: number, language: string, fetch: Fetch): Service => {
  const headers = { accept: "application/json", "accept-language": language }
  const get = (path: string): Promise<Response> =>
    fetch(`${base}/${path}`, { headers, cache: "no-store", signal: inTime() })
  const post = (path: string, id: string, request: TouchRequest): Promise<Response> =>
    fetch(`${base}/${path}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "idempotency-key": id },
      body: JSON.stringify(request),
      signal: inTime()
    })
  return {
    submit: (id, request) => answerOf(post("submissions", id, request), () => null),
    isRecorded: (id, request) =>
      answerOf(post("submissions/dry-run", id, request), (json) =>
        isObject(json) ? json["repeated"] === true : undefined
      ),
    // The casts are safe enough: the service has made the answers from the schemas of these questions.
    round: () =>
      answerOf(get(`round?capacity=${capacity}`), (json) =>
        isObject(json) && Array.isArray(json["visits"]) && Array.isArray(json["later"])
          ? (json as unknown as RoundNow)
          : undefined
      ),
    coverage: (rules) =>
      answerOf(
        get(`coverage?${rules.map((rule) => `rules=${encodeURIComponent(rule)}`).join("&")}`),
        (json) => (Array.isArray(json) ? (json as CoverageNow) : undefined)
      )
  }
}
