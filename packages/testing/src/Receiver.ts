/**
 * A receiver is the other side of a channel in tests: a real server on this machine that uses the vendor's wire
 * format, as strictly as the vendor. A test can make it difficult. `docs/channels.md` describes what each vendor
 * does, with sources.
 */
import type { Rate } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"

/** A message that the receiver accepted. */
export interface Message {
  /** The text, as a reader sees it. */
  readonly text: string
  /** The number of bytes, as the vendor counts them. */
  readonly bytes: number
  /** When the message was complete, in milliseconds of a monotonic clock. */
  readonly at: number
  /** The notice's key, if the wire format has it. */
  readonly key?: string
}

/**
 * How a receiver can answer a request, other than by accepting a valid request:
 *
 * - `refuse`: it refuses permanently, and reports it;
 * - `refuse-recipient`: it does not know the recipient;
 * - `busy`: it does not accept the request now;
 * - `limit`: it reports too many requests;
 * - `slow`: it reads the request later, then behaves normally;
 * - `stall`: it reads the request and never answers;
 * - `reset`: it reads the request, then breaks the connection;
 * - `redirect`: it sends the caller to another address;
 * - `gibberish`: it answers with an HTML page of somebody else, as a proxy does.
 */
export type Mood =
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
 * The other side of a channel.
 *
 * @category models
 */
export interface Receiver {
  /** The address that the channel sends to. */
  readonly address: string
  /** Texts that must never occur in a log, a span or an error. */
  readonly secrets: ReadonlyArray<string>
  /** The supported moods. Cases that need another mood are skipped. */
  readonly moods: ReadonlyArray<Mood>
  /** The time to wait in a `limit` answer, in milliseconds. */
  readonly quiet: number
  /** The accepted messages, in order. */
  readonly taken: Effect.Effect<ReadonlyArray<Message>>
  /** The number of requests, accepted or not. */
  readonly heard: Effect.Effect<number>
  /** The number of requests to the address of the redirect. */
  readonly strayed: Effect.Effect<number>
  /** Sets the moods for the next requests, one for each. After them, the receiver behaves normally. */
  readonly next: (...moods: ReadonlyArray<Mood>) => Effect.Effect<void>
  /** From now on, answers with `limit` if a rolling cap is exceeded. */
  readonly enforce: (rate: ReadonlyArray<Rate>) => Effect.Effect<void>
}

/** A complete HTTP request. */
export interface Heard {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An HTTP answer. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** The vendor's side of a wire format over HTTP. */
export interface Wire {
  readonly path: string
  readonly secrets: ReadonlyArray<string>
  readonly quiet: number
  /** Returns the message of a request, or the vendor's answer to an invalid request. */
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

/** Whether one more request at a moment exceeds a rolling cap. */
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

/** Answers a complete request. `undefined` breaks the connection, and `"stall"` leaves it open. */
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
 * A receiver that uses a wire format over HTTP, on a port of this machine, until its scope closes.
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
      if (mood !== undefined && mood !== "slow") return answers[mood]
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
        ...(["slow", "stall", "reset", "redirect", "gibberish"] as const),
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
