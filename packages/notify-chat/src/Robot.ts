/**
 * What all group robots have in common. A robot has a webhook that takes one JSON message at a time. The JSON answer
 * says whether the message was accepted. The HTTP status does not: robots also refuse messages with HTTP 200.
 *
 * Each robot keeps the rate limit of its vendor. It sends the messages of one notice one after another, without another
 * notice in between. If sending fails in the middle of a long notice, the next attempt continues with the message that
 * failed.
 */
import {
  messages,
  type Measure,
  type Capabilities,
  DeliveryFailed,
  type Notice,
  type NotifierShape,
  type Rate,
  spacing,
  broken,
  noAnswer,
  type Refusal,
  retryAfter
} from "@liulinhui/core/Notifier"
import { NoticeMarks, Texts } from "@liulinhui/texts"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"

/** Settings that all robots have. */
export interface RobotOptions {
  /**
   * The address of the robot's webhook, as the settings of the group show it. It contains a key: everybody who has it
   * can post into the group.
   */
  readonly webhook: Redacted.Redacted
  /** The name of the channel. Set it if a district has several robots of one vendor. */
  readonly channel?: string
  /** The rate limit: how many messages the robot may send in which time. Default: the limits of the vendor. */
  readonly rate?: ReadonlyArray<Rate>
  /** The time limit for one message. Default: 10 seconds. */
  readonly patience?: Duration.Input
  /**
   * How many messages one notice may have. If a notice needs more messages, the whole notice is refused. Default: 20.
   */
  readonly most?: number
}

/** The part of a robot that differs between vendors: the form of requests and answers. */
export interface Vendor<Reply> {
  readonly channel: string
  readonly capabilities: Capabilities
  readonly measure: Measure
  /** Makes the request for a message: its URL and its body. `at` is the current time, because signatures contain it. */
  readonly request: (
    message: string,
    notice: Notice,
    at: number
  ) => { readonly url: string; readonly body: Schema.Json }
  /** The schema that reads the vendor's answer from its JSON text. */
  readonly reply: Schema.Codec<Reply, string>
  /** Returns the reason why the vendor refused the message. `undefined` if it was accepted. */
  readonly judge: (reply: Reply) => Refusal | undefined
}

const replyBytes = 65_536

const textOf = (response: HttpClientResponse.HttpClientResponse) =>
  Stream.runFold(
    response.stream,
    () => ({ bytes: 0, chunks: [] as Array<Uint8Array> }),
    (read, chunk) => {
      if (read.bytes < replyBytes) read.chunks.push(chunk)
      return { bytes: read.bytes + chunk.length, chunks: read.chunks }
    }
  ).pipe(Effect.map(({ chunks }) => new TextDecoder().decode(Buffer.concat(chunks))))

/** The refusal if an answer is not from the vendor, for example the page of a proxy, a redirect or an empty body. */
const strange = ({ headers, status }: HttpClientResponse.HttpClientResponse, now: number): Refusal => {
  const passing = status < 300 || status >= 500 || [408, 425, 429].includes(status)
  return {
    kind: passing ? "transient" : "permanent",
    reason: `HTTP ${status} with an answer that is not from the robot: check the address of the webhook, and any proxy on the way`,
    ...(passing ? retryAfter(headers["retry-after"], now) : {})
  }
}

/** Makes a robot for a vendor. It uses the HTTP client in the context. */
export const make = <Reply>(
  vendor: Vendor<Reply>,
  { channel = vendor.channel, most = 20, patience = "10 seconds" }: RobotOptions
): Effect.Effect<NotifierShape, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const texts = yield* Texts.Current
    const turn = yield* Semaphore.make(1)
    const { capabilities } = vendor
    const apart = spacing(capabilities.rate)
    // The time at which the next message may be sent. It is counted from the answer to the last message, not from its
    // sending. The vendor counts from the arrival of a message, and a slow message and the next message could arrive
    // together.
    const free = yield* Ref.make(0)
    const decode = Schema.decodeUnknownOption(vendor.reply)
    // For each notice whose sending failed in the middle, by its key: the messages that the vendor has accepted.
    const begun = new Map<string, ReadonlyArray<string>>()

    const failed = (notice: Notice, refusal: Refusal): DeliveryFailed =>
      new DeliveryFailed({ channel, key: notice.key, ...refusal })

    const answered = Effect.fnUntraced(function* (response: HttpClientResponse.HttpClientResponse) {
      const reply = decode(yield* textOf(response))
      return Option.isSome(reply)
        ? vendor.judge(reply.value)
        : strange(response, yield* Clock.currentTimeMillis)
    })

    const send = Effect.fnUntraced(function* (message: string, notice: Notice) {
      const { body, url } = vendor.request(message, notice, yield* Clock.currentTimeMillis)
      const request = HttpClientRequest.post(url).pipe(
        HttpClientRequest.bodyText(JSON.stringify(body), "application/json; charset=utf-8")
      )
      const refusal = yield* client.execute(request).pipe(
        Effect.flatMap(answered),
        Effect.catch(({ reason }) =>
          Effect.succeed<Refusal>(
            reason._tag === "InvalidUrlError"
              ? {
                  kind: "permanent",
                  reason: "the webhook is not a valid address: copy it again from the group"
                }
              : broken(reason)
          )
        ),
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () => Effect.succeed(noAnswer(patience))
        }),
        // The address is secret. So tracing is disabled for the request, and redirects are not followed.
        Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" })
      )
      if (refusal !== undefined) return yield* failed(notice, refusal)
    })

    const paced = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      Effect.gen(function* () {
        const wait = (yield* Ref.get(free)) - (yield* Clock.currentTimeMillis)
        if (wait > 0) yield* Effect.sleep(wait)
        return yield* effect
      }).pipe(Effect.ensuring(Effect.flatMap(Clock.currentTimeMillis, (now) => Ref.set(free, now + apart))))

    return {
      channel,
      capabilities,
      deliver: (notice) =>
        Effect.gen(function* () {
          const parts = messages(notice, capabilities, NoticeMarks.of(texts, notice.language), vendor.measure)
          if (parts.length > most) {
            return yield* failed(notice, {
              kind: "permanent",
              reason: `the notice needs ${parts.length} messages, but at most ${most} are allowed: make the text shorter`
            })
          }
          // If the notice has another text now than in the last attempt, it is sent again from its first message.
          const taken = begun.get(notice.key) ?? []
          const first = taken.every((part, at) => part === parts[at]) ? taken.length : 0
          for (const [at, part] of parts.entries()) {
            if (at < first) continue
            yield* paced(send(part, notice))
            begun.set(notice.key, parts.slice(0, at + 1))
          }
          begun.delete(notice.key)
        }).pipe(
          Effect.tapError(({ kind }) =>
            Effect.sync(() => {
              if (kind !== "transient") begun.delete(notice.key)
            })
          ),
          turn.withPermits(1)
        )
    }
  })
