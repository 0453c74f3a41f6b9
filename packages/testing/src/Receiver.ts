/**
 * Receivers for tests of channels. A receiver imitates the service to which a channel sends, such as a mail server. It
 * is a real server on this machine, uses the vendor's wire format, and is as strict as the vendor. A test can make the
 * receiver misbehave. `docs/channels.md` describes what each vendor does, with sources.
 */
import type { Rate } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"

/** A message of a channel that the receiver accepted. */
export interface Message {
  /** The text of the message, as its reader sees it. */
  readonly text: string
  /** The size of the message in bytes, as the vendor counts it. */
  readonly bytes: number
  /** The time when the message had arrived completely, in milliseconds of a monotonic clock. */
  readonly at: number
  /** The key of the notice, if the wire format contains the key. */
  readonly key?: string
}

/**
 * How a receiver answers the next request, if it does not simply accept a valid one:
 *
 * - `accept`: it accepts a valid request, for example before it refuses the next one;
 * - `refuse`: it refuses the request permanently, and says so;
 * - `refuse-recipient`: it does not know the recipient;
 * - `busy`: it cannot accept the request at the moment;
 * - `limit`: it says that there were too many requests;
 * - `slow`: it reads the request after a delay, then accepts it;
 * - `stall`: it reads the request and never answers;
 * - `reset`: it reads the request, then closes the connection without an answer;
 * - `redirect`: it redirects the caller to another address;
 * - `gibberish`: it answers with an HTML page of another program, as a proxy does.
 */
export type Mood =
  | "accept"
  | "refuse"
  | "refuse-recipient"
  | "busy"
  | "limit"
  | "slow"
  | "stall"
  | "reset"
  | "redirect"
  | "gibberish"

/**
 * A server to which a channel under test sends its messages, with control over its answers.
 *
 * @category models
 */
export interface Receiver {
  /** The address of the receiver, to which the channel sends. */
  readonly address: string
  /** Texts that must never appear in a log, a span or an error. */
  readonly secrets: ReadonlyArray<string>
  /** The kinds of answers that the receiver supports. A case that needs another kind is skipped. */
  readonly moods: ReadonlyArray<Mood>
  /** How long a caller must wait according to a `limit` answer, in milliseconds. */
  readonly quiet: number
  /** The messages that were accepted so far, in order. */
  readonly taken: Effect.Effect<ReadonlyArray<Message>>
  /** The number of requests so far, whether accepted or not. */
  readonly heard: Effect.Effect<number>
  /** The number of requests that arrived at another address because the channel followed a redirect. It must be 0. */
  readonly strayed: Effect.Effect<number>
  /**
   * Sets the kinds of answers for the next requests, one for each request. Afterwards the receiver accepts valid
   * requests again.
   */
  readonly next: (...moods: ReadonlyArray<Mood>) => Effect.Effect<void>
  /** Sets a rate limit: from now on, the receiver answers `limit` to a request that exceeds the limit. */
  readonly enforce: (rate: ReadonlyArray<Rate>) => Effect.Effect<void>
}

/** An HTTP request that has arrived completely. */
export interface Heard {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The receiver's answer to an HTTP request. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** The part of a receiver that depends on the vendor of the channel: its wire format over HTTP. */
export interface Wire {
  readonly path: string
  readonly secrets: ReadonlyArray<string>
  readonly quiet: number
  /** Returns the message in a valid request, or the vendor's answer to an invalid request. */
  readonly hear: (heard: Heard) => Omit<Message, "at"> | Answer
  readonly took: () => Answer
  readonly answers: Readonly<Partial<Record<Mood, Answer>>>
}

const page: Answer = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html><body>Bad gateway</body></html>"
}

/** The delay of a `slow` receiver, in milliseconds. */
export const slowness = 300

/**
 * Returns whether one more request at this moment exceeds the rate limit. The limit counts requests in a sliding window
 * of time.
 */
export const exceeds = (times: ReadonlyArray<number>, rate: ReadonlyArray<Rate>, at: number): boolean =>
  rate.some(({ limit, window }) => times.filter((time) => at - time < window).length >= limit)

const reply = (response: ServerResponse, { body, headers, status }: Answer): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(body)
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

/**
 * Answers a complete request. The result `undefined` closes the connection without an answer. The result `"stall"`
 * leaves the connection open without an answer.
 */
type Serve = (heard: Heard) => Promise<Answer | "stall" | undefined>

const listening = (serve: Serve) =>
  Effect.acquireRelease(
    Effect.promise(
      () =>
        new Promise<{ readonly address: string; readonly close: () => Promise<void> }>((resolve) => {
          const server = createServer((request, response) => {
            read(request)
              .then((body) =>
                serve({
                  method: request.method ?? "",
                  url: new URL(request.url ?? "/", "http://localhost"),
                  headers: request.headers,
                  body
                })
              )
              .then(
                (answer) => {
                  if (answer === undefined) request.socket.resetAndDestroy()
                  else if (answer !== "stall") reply(response, answer)
                },
                () => request.socket.destroy()
              )
          })
          const close = () =>
            new Promise<void>((closed) => {
              server.close(() => closed())
              server.closeAllConnections()
            })
          server.listen(0, "127.0.0.1", () => {
            const { port } = server.address() as AddressInfo
            resolve({ address: `http://127.0.0.1:${port}`, close })
          })
        })
    ),
    ({ close }) => Effect.promise(close)
  ).pipe(Effect.map(({ address }) => address))

/**
 * Starts a receiver that uses a wire format over HTTP, on a port of this machine. The receiver stops when its scope
 * closes.
 *
 * @category constructors
 */
export const httpReceiver = (wire: Wire): Effect.Effect<Receiver, never, Scope.Scope> =>
  Effect.gen(function* () {
    const taken: Array<Message> = []
    const moods: Array<Mood> = []
    const times: Array<number> = []
    let rate: ReadonlyArray<Rate> = []
    let heard = 0
    let strayed = 0

    const elsewhere = yield* listening(async () => {
      strayed += 1
      return wire.took()
    })

    const answers: Partial<Record<Mood, Answer>> = {
      gibberish: page,
      redirect: { status: 307, headers: { location: `${elsewhere}${wire.path}` }, body: "" },
      ...wire.answers
    }

    const address = yield* listening(async (request) => {
      heard += 1
      const mood = moods.shift()
      if (mood === "slow") await setTimeout(slowness)
      const at = performance.now()
      if (mood === "stall") return "stall"
      if (mood === "reset") return undefined
      if (mood !== undefined && mood !== "slow" && mood !== "accept") return answers[mood]
      if (exceeds(times, rate, at)) return answers.limit
      times.push(at)
      const message = wire.hear(request)
      if ("status" in message) return message
      taken.push({ ...message, at })
      return wire.took()
    })

    return {
      address: `${address}${wire.path}`,
      secrets: wire.secrets,
      moods: [
        ...(["accept", "slow", "stall", "reset", "redirect", "gibberish"] as const),
        ...Object.keys(wire.answers).map((mood) => mood as Mood)
      ],
      quiet: wire.quiet,
      taken: Effect.sync(() => [...taken]),
      heard: Effect.sync(() => heard),
      strayed: Effect.sync(() => strayed),
      next: (...next) => Effect.sync(() => void moods.push(...next)),
      enforce: (caps) =>
        Effect.sync(() => {
          rate = caps
        })
    }
  })
