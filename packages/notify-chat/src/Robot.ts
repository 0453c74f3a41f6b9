/**
 * What the group robots have in common: a webhook that takes one JSON message at a time and answers in JSON whether it
 * took it. The body decides: these robots say no with HTTP 200.
 *
 * A robot keeps to its vendor's rate by itself, message by message, and keeps the messages of one notice together. When
 * it fails in the middle of a long notice, the next attempt goes on where it failed.
 */
import { messages, type Measure } from "@liulinhui/core/ports/Messages"
import {
  type Capabilities,
  DeliveryFailed,
  type Notice,
  type NotifierShape,
  type Rate,
  spacing
} from "@liulinhui/core/ports/Notifier"
import { broken, noAnswer, type Refusal, retryAfter } from "@liulinhui/core/ports/Refusal"
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

/** What every robot is set up with. */
export interface RobotOptions {
  /** The robot's address as its group shows it, key included: whoever has it can speak in the group. */
  readonly webhook: Redacted.Redacted
  /** The channel's name, where a district has several robots of one kind. */
  readonly channel?: string
  /** Rolling caps, where they are not the vendor's. */
  readonly rate?: ReadonlyArray<Rate>
  /** How long one message may take; 10 seconds where it is not said. */
  readonly patience?: Duration.Input
  /** How many messages one notice may become; 20 where it is not said. A longer one is refused whole. */
  readonly most?: number
}

/** One vendor's wire format. */
export interface Vendor<Reply> {
  readonly channel: string
  readonly capabilities: Capabilities
  readonly measure: Measure
  /** Where a message goes and what is sent, at an instant: signatures carry the time. */
  readonly request: (
    message: string,
    notice: Notice,
    at: number
  ) => { readonly url: string; readonly body: Schema.Json }
  /** The answer, from its JSON text. */
  readonly reply: Schema.Codec<Reply, string>
  /** What the answer means: nothing where the message was taken. */
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

/** What is told by an answer that the vendor did not write: a proxy's page, a redirect, nothing at all. */
const strange = ({ headers, status }: HttpClientResponse.HttpClientResponse, now: number): Refusal => {
  const passing = status < 300 || status >= 500 || [408, 425, 429].includes(status)
  return {
    kind: passing ? "transient" : "permanent",
    reason: `HTTP ${status} with an answer that is not the robot's: check the webhook's address and what stands in between`,
    ...(passing ? retryAfter(headers["retry-after"], now) : {})
  }
}

/** A robot of a vendor, over the HTTP client that is there. */
export const make = <Reply>(
  vendor: Vendor<Reply>,
  { channel = vendor.channel, most = 20, patience = "10 seconds" }: RobotOptions
): Effect.Effect<NotifierShape, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const turn = yield* Semaphore.make(1)
    const { capabilities } = vendor
    const apart = spacing(capabilities.rate)
    // The other side counts from when it hears a message, at the latest when it answers: counted from when a message
    // sets out, two would arrive together after one that was slow.
    const free = yield* Ref.make(0)
    const decode = Schema.decodeUnknownOption(vendor.reply)
    // The messages that were taken of a notice that failed in the middle.
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
              ? { kind: "permanent", reason: "the webhook is not an address: copy it again from the group" }
              : broken(reason)
          )
        ),
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () => Effect.succeed(noAnswer(patience))
        }),
        // The address is the secret: no span tells it, and no redirect is given it.
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
          const parts = messages(notice, capabilities, vendor.measure)
          if (parts.length > most) {
            return yield* failed(notice, {
              kind: "permanent",
              reason: `it would take ${parts.length} messages, and ${most} are the most: say it shorter`
            })
          }
          // Worded anew in between, it is sent from its first message on.
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
