/**
 * A receiver stands in for the other side of a channel: a real server on this machine that speaks the vendor's wire
 * format, as strictly as the vendor, and can be told to be difficult. What each vendor does is in `docs/channels.md`,
 * with its source.
 */
import type { Rate } from "@liulinhui/core/ports/Notifier"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"

/** A message that the receiver took. */
export interface Message {
  /** The words, as a reader sees them. */
  readonly text: string
  /** Bytes, as the vendor counts them. */
  readonly bytes: number
  /** When it was there whole: milliseconds of a clock that only goes forward. */
  readonly at: number
  /** The notice's key, where the wire format carries it. */
  readonly key?: string
}

/**
 * How a receiver can answer a request, other than by taking what is right:
 *
 * - `refuse`: it will never take it, and says so;
 * - `refuse-recipient`: it does not know whom it is for;
 * - `busy`: it does not take it now;
 * - `limit`: it was asked too often;
 * - `slow`: it hears the request a while later, then does as it should;
 * - `stall`: it hears the request and never answers;
 * - `reset`: it hears the request, then breaks the connection;
 * - `redirect`: it sends the request elsewhere;
 * - `gibberish`: it answers with a page that is not its own, as a proxy does.
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
  /** Where the channel is pointed to. */
  readonly address: string
  /** What must never be seen in a log, a span or an error. */
  readonly secrets: ReadonlyArray<string>
  /** How it can be difficult; cases that need another way are skipped. */
  readonly moods: ReadonlyArray<Mood>
  /** How long a `limit` answer asks to be left alone, in milliseconds. */
  readonly quiet: number
  /** The messages that it took, in order. */
  readonly taken: Effect.Effect<ReadonlyArray<Message>>
  /** How many requests it heard, taken or not. */
  readonly heard: Effect.Effect<number>
  /** How many requests came to where a redirect leads. */
  readonly strayed: Effect.Effect<number>
  /** How it answers the next requests, one each; after them as it should. */
  readonly next: (...moods: ReadonlyArray<Mood>) => Effect.Effect<void>
  /** Answers with `limit` from now on whenever a rolling cap is exceeded. */
  readonly enforce: (rate: ReadonlyArray<Rate>) => Effect.Effect<void>
}

/** A request over HTTP, read whole. */
export interface Heard {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An answer over HTTP. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** A vendor's wire format over HTTP, from the vendor's side. */
export interface Wire {
  readonly path: string
  readonly secrets: ReadonlyArray<string>
  readonly quiet: number
  /** What a request says, or the answer of a vendor that finds it wrong. */
  readonly hear: (heard: Heard) => Omit<Message, "at"> | Answer
  readonly took: () => Answer
  readonly answers: Readonly<Partial<Record<Mood, Answer>>>
}

const page: Answer = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html><body>Bad gateway</body></html>"
}

/** How much later a receiver hears when it is `slow`, in milliseconds. */
export const slowness = 300

/** Whether one more at an instant is one too many for a rolling cap. */
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

/** Answers a request that was read whole; `undefined` breaks the connection, and `"stall"` leaves it open. */
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
 * A receiver that speaks a wire format over HTTP on a port of this machine, until its scope closes.
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
