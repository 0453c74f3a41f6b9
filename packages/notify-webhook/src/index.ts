/**
 * Sends notices to other programs: a POST request with a CloudEvents 1.0 event, signed according to Standard Webhooks,
 * to the endpoint of the recipient.
 *
 * Any answer from 200 to 299 means that the event was accepted. Redirects are not followed. Addresses that are not
 * public are refused unless the settings allow them. The sources of these rules are in `docs/channels.md`.
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import type { ActorId } from "@liulinhui/core/Id"
import { Directory } from "@liulinhui/core/Views"
import {
  type Capabilities,
  DeliveryFailed,
  Notifier,
  type NotifierShape,
  broken,
  codeOf,
  noAnswer,
  type Refusal,
  retryAfter
} from "@liulinhui/core/Notifier"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as NoticeEvent from "./NoticeEvent.ts"
import * as PublicAddress from "./PublicAddress.ts"
import * as Signature from "./Signature.ts"

export { isPublic } from "./PublicAddress.ts"
export { headers, type Signed } from "./Signature.ts"

/** The address that notices are sent to, and the secrets for their signatures. */
export interface Endpoint {
  readonly url: Redacted.Redacted
  /** All valid secrets, the newest first. A secret is `whsec_` and 24 to 64 bytes in base64. */
  readonly secrets: readonly [Redacted.Redacted, ...ReadonlyArray<Redacted.Redacted>]
}

/** Settings for webhooks. */
export interface Options {
  /** The endpoint for each actor. */
  readonly endpoints?: ReadonlyMap<ActorId, Endpoint>
  /** The endpoint for all actors without an endpoint in `endpoints`. */
  readonly endpoint?: Endpoint
  /** The name of the channel. Set it if a district has several webhook channels. */
  readonly channel?: string
  /**
   * Who reads the notices at the endpoint: one person or a group. For a group, names and numbers are masked. Default: a
   * group.
   */
  readonly audience?: Capabilities["audience"]
  /** Allows private addresses and plain HTTP, for an endpoint in the local network. Default: both are refused. */
  readonly allowPrivate?: boolean
  /** The time limit for one attempt. Default: 15 seconds. */
  readonly patience?: Duration.Input
  /** A function that looks up host names. Default: the resolver of the system. */
  readonly resolve?: PublicAddress.Resolve
}

/** What a webhook can deliver: format, length and rate. */
export const capabilities = ({ audience = "group" }: Pick<Options, "audience"> = {}): Capabilities => ({
  formats: ["text"],
  bytes: Number.POSITIVE_INFINITY,
  rate: [],
  mentions: false,
  idempotent: true,
  audience
})

/** The largest number of chunks of an answer that are read. After that, the connection is closed. */
const chunks = 16

const permanent = (reason: string): Refusal => ({ kind: "permanent", reason })

const judge = (
  { headers, status }: HttpClientResponse.HttpClientResponse,
  now: number
): Refusal | undefined => {
  if (status >= 200 && status < 300) return undefined
  if (status === 410)
    return {
      kind: "refused-recipient",
      reason: "the endpoint is gone (HTTP 410): remove it from the configuration"
    }
  if (status >= 300 && status < 400)
    return permanent(
      `the endpoint redirects (HTTP ${status}), and redirects are not followed: configure its new address`
    )
  return status >= 500 || [408, 425, 429].includes(status)
    ? {
        kind: "transient",
        reason: `the endpoint answered with HTTP ${status}`,
        ...retryAfter(headers["retry-after"], now)
      }
    : permanent(`the endpoint refuses the notice (HTTP ${status})`)
}

const flawOf = ({ secrets, url }: Endpoint, allowPrivate: boolean): string | undefined => {
  // The parser of URLs removes line breaks silently. So they are refused before.
  if (/[\s\p{Cc}\p{Cf}]/u.test(Redacted.value(url)) || !URL.canParse(Redacted.value(url)))
    return "the URL of the endpoint is invalid"
  const { protocol } = new URL(Redacted.value(url))
  if (protocol !== "https:" && !(allowPrivate && protocol === "http:"))
    return "the endpoint must be an https address"
  return secrets.every(Signature.isSecret)
    ? undefined
    : "each secret must be whsec_ and 24 to 64 bytes in base64"
}

const make = ({
  allowPrivate = false,
  channel = "webhook",
  endpoint,
  endpoints,
  patience = "15 seconds",
  ...options
}: Options): Effect.Effect<NotifierShape, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const able = capabilities(options)

    const post = Effect.fnUntraced(function* (
      url: string,
      body: string,
      headers: Readonly<Record<string, string>>
    ): Effect.fn.Return<Refusal | undefined> {
      const request = HttpClientRequest.post(url).pipe(
        HttpClientRequest.bodyText(body, "application/cloudevents+json; charset=utf-8"),
        HttpClientRequest.setHeaders(headers)
      )
      return yield* client.execute(request).pipe(
        // The body of the answer is not used. But it must be read, because an unread body would keep the connection
        // open.
        Effect.tap((response) => Effect.ignore(Stream.runDrain(Stream.take(response.stream, chunks)))),
        Effect.flatMap((response) => Effect.map(Clock.currentTimeMillis, (now) => judge(response, now))),
        Effect.catch(({ reason }) =>
          Effect.succeed(
            codeOf(reason) === PublicAddress.refusedCode
              ? permanent("the endpoint is in a private network: allow private addresses if that is intended")
              : broken(reason)
          )
        ),
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () => Effect.succeed(noAnswer(patience))
        }),
        // The address may contain a key, so tracing is disabled for the request.
        Effect.provideService(HttpClient.TracerDisabledWhen, () => true)
      )
    })

    return {
      channel,
      capabilities: able,
      deliver: Effect.fnUntraced(function* (notice) {
        const failed = (refusal: Refusal) => new DeliveryFailed({ channel, key: notice.key, ...refusal })
        const target = endpoints?.get(notice.to) ?? endpoint
        if (target === undefined)
          return yield* failed({ kind: "refused-recipient", reason: `${notice.to} has no endpoint` })
        const flaw = flawOf(target, allowPrivate)
        if (flaw !== undefined) return yield* failed(permanent(flaw))
        const body = JSON.stringify(NoticeEvent.ofNotice(notice, able.audience))
        // The id of a message is sent in a header. In the signed text, a full stop follows the id, so the id must not
        // contain a full stop.
        const id = encodeURIComponent(notice.key).replaceAll(".", "%2E")
        const seconds = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
        const headers = Signature.headers(target.secrets, { id, seconds, body })
        const refusal = yield* post(Redacted.value(target.url), body, headers)
        if (refusal !== undefined) return yield* failed(refusal)
      })
    }
  })

/**
 * Provides a channel that sends notices to the endpoints of other programs.
 *
 * @example
 * ```ts
 * import * as NotifyWebhook from "@liulinhui/notify-webhook"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
 * import { strict as assert } from "node:assert"
 *
 * const channel = NotifyWebhook.layer({
 *   endpoint: {
 *     url: Redacted.make("https://subdistrict.example/hooks/liulinhui"),
 *     secrets: [Redacted.make("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
 *   }
 * })
 * assert.ok(Layer.isLayer(channel))
 * ```
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Notifier> =>
  Layer.effect(Notifier, make(options)).pipe(
    Layer.provide(
      NodeHttpClient.layerUndiciOptions(
        options.allowPrivate === true ? {} : { connect: PublicAddress.connector(options.resolve) }
      )
    )
  )

/**
 * Reads the settings for webhooks from configuration.
 *
 * - `LIULINHUI_WEBHOOK_SECRETS`: one or more secrets, separated by spaces, the newest first.
 * - `LIULINHUI_WEBHOOK_URL`: the endpoint for all actors that have no separate one.
 * - `LIULINHUI_WEBHOOK_DIRECTORY`: a JSON object of endpoints by actor.
 * - `LIULINHUI_WEBHOOK_ALLOW_PRIVATE`: `true` allows private addresses.
 *
 * @category configuration
 */
export const config: Config.Config<Options> = Config.all({
  secrets: Config.Redacted("LIULINHUI_WEBHOOK_SECRETS"),
  url: Config.option(Config.Redacted("LIULINHUI_WEBHOOK_URL")),
  directory: Directory.config("LIULINHUI_WEBHOOK_DIRECTORY"),
  allowPrivate: Config.Boolean("LIULINHUI_WEBHOOK_ALLOW_PRIVATE").pipe(Config.withDefault(false))
}).pipe(
  Config.map(({ allowPrivate, directory, secrets: written, url }) => {
    const [newest = "", ...others] = Redacted.value(written).trim().split(/\s+/u)
    const secrets: Endpoint["secrets"] = [
      Redacted.make(newest),
      ...others.map((secret) => Redacted.make(secret))
    ]
    return {
      allowPrivate,
      endpoints: new Map([...directory].map(([actor, at]) => [actor, { url: at, secrets }])),
      ...(Option.isNone(url) ? {} : { endpoint: { url: url.value, secrets } })
    }
  })
)

/**
 * Provides a channel that sends notices to the endpoints of other programs, with the settings that {@link config}
 * reads.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError> = Layer.unwrap(Effect.map(config, layer))
