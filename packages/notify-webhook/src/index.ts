/**
 * Notices to other programs: a CloudEvents 1.0 event, signed as Standard Webhooks asks, by POST to the endpoint of
 * whoever it is for. Any answer of the 200s takes it; redirects are not followed; addresses that are not public are
 * refused unless they are allowed.
 *
 * Sources are in `docs/channels.md`.
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import type { ActorId } from "@liulinhui/core/place/Id"
import * as Directory from "@liulinhui/core/ports/Directory"
import {
  type Capabilities,
  DeliveryFailed,
  Notifier,
  type NotifierShape
} from "@liulinhui/core/ports/Notifier"
import { broken, codeOf, noAnswer, type Refusal, retryAfter } from "@liulinhui/core/ports/Refusal"
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

/** Where notices are sent, and what they are signed by. */
export interface Endpoint {
  readonly url: Redacted.Redacted
  /** Every secret in force, the newest first: `whsec_` and 24 to 64 bytes in base64. */
  readonly secrets: readonly [Redacted.Redacted, ...ReadonlyArray<Redacted.Redacted>]
}

/** How webhooks are set up. */
export interface Options {
  /** Endpoints by actor. */
  readonly endpoints?: ReadonlyMap<ActorId, Endpoint>
  /** The endpoint for everybody who has none of their own. */
  readonly endpoint?: Endpoint
  /** The channel's name, where a district has several. */
  readonly channel?: string
  /** Who reads what the endpoint gets: names and numbers are masked for a group, which it is where it is not said. */
  readonly audience?: Capabilities["audience"]
  /** Allows private addresses and plain HTTP, for an endpoint in one's own network. */
  readonly allowPrivate?: boolean
  /** How long one attempt may take; 15 seconds where it is not said. */
  readonly patience?: Duration.Input
  /** How names are looked up; the system's way where it is not said. */
  readonly resolve?: PublicAddress.Resolve
}

/** What a webhook can take. */
export const capabilities = ({ audience = "group" }: Pick<Options, "audience"> = {}): Capabilities => ({
  formats: ["text"],
  bytes: Number.POSITIVE_INFINITY,
  rate: [],
  mentions: false,
  idempotent: true,
  audience
})

/** How much of an answer is read at most before its connection is given up. */
const chunks = 16

const permanent = (reason: string): Refusal => ({ kind: "permanent", reason })

const judge = (
  { headers, status }: HttpClientResponse.HttpClientResponse,
  now: number
): Refusal | undefined => {
  if (status >= 200 && status < 300) return undefined
  if (status === 410)
    return { kind: "refused-recipient", reason: "the endpoint is gone (HTTP 410): take it out" }
  if (status >= 300 && status < 400)
    return permanent(
      `the endpoint sends elsewhere (HTTP ${status}), where nothing is sent: write its new address down`
    )
  return status >= 500 || [408, 425, 429].includes(status)
    ? {
        kind: "transient",
        reason: `the endpoint answers HTTP ${status}`,
        ...retryAfter(headers["retry-after"], now)
      }
    : permanent(`the endpoint refuses it (HTTP ${status})`)
}

const flawOf = ({ secrets, url }: Endpoint, allowPrivate: boolean): string | undefined => {
  if (!URL.canParse(Redacted.value(url))) return "the endpoint's URL is none"
  const { protocol } = new URL(Redacted.value(url))
  if (protocol !== "https:" && !(allowPrivate && protocol === "http:"))
    return "the endpoint has to be an https address"
  return secrets.every(Signature.isSecret)
    ? undefined
    : "each secret has to be whsec_ and 24 to 64 bytes in base64"
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
        // What the answer says besides does not count, but an answer that is left unread keeps its connection.
        Effect.tap((response) => Effect.ignore(Stream.runDrain(Stream.take(response.stream, chunks)))),
        Effect.flatMap((response) => Effect.map(Clock.currentTimeMillis, (now) => judge(response, now))),
        Effect.catch(({ reason }) =>
          Effect.succeed(
            codeOf(reason) === PublicAddress.refusedCode
              ? permanent(
                  "the endpoint lies in a private network, where nothing is sent unless it is allowed"
                )
              : broken(reason)
          )
        ),
        Effect.timeoutOrElse({
          duration: patience,
          orElse: () => Effect.succeed(noAnswer(patience))
        }),
        // The address may hold a key: no span tells it.
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
        // The id goes into a header and stands before a full stop in what is signed.
        const id = encodeURIComponent(notice.key).replaceAll(".", "%2E")
        const seconds = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
        const headers = Signature.headers(target.secrets, { id, seconds, body })
        const refusal = yield* post(Redacted.value(target.url), body, headers)
        if (refusal !== undefined) return yield* failed(refusal)
      })
    }
  })

/**
 * A channel to endpoints of other programs.
 *
 * @example
 * ```ts
 * import * as NotifyWebhook from "@liulinhui/notify-webhook"
 * import * as Layer from "effect/Layer"
 * import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
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
 * How webhooks are set up, from configuration: `LIULINHUI_WEBHOOK_SECRETS` (one or more, with a blank in between, the
 * newest first), `LIULINHUI_WEBHOOK_URL` for everybody, `LIULINHUI_WEBHOOK_DIRECTORY` (a JSON object of addresses by
 * actor) for some, and `LIULINHUI_WEBHOOK_ALLOW_PRIVATE`.
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
 * A channel to endpoints of other programs, set up by {@link config}.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Notifier, Config.ConfigError> = Layer.unwrap(Effect.map(config, layer))
