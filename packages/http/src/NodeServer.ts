/**
 * Serves the API on a port with the HTTP server of Node. A slow or silent client is cut off. A stop is graceful: the
 * server accepts no new connection, ends the streams of changes, and lets the requests that it has begun finish.
 */
import { TaggedError } from "@liulinhui/core/Failure"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { createPrivateKey, X509Certificate } from "node:crypto"
import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createSecureServer } from "node:https"
import { toNodeHandler } from "srvx/node"
import type { WebHandler } from "./WebHandler.ts"

/**
 * The server cannot use its address.
 *
 * @category errors
 */
export class AddressUnusable extends TaggedError<AddressUnusable>()(
  "AddressUnusable",
  { host: Schema.String, port: Schema.Int, reason: Schema.String },
  ({ host, port, reason }) => `the server cannot use ${host}:${port}: ${reason}. Choose another port`
) {}

const flaws = {
  "certificate-unreadable": "it cannot be read",
  "key-unreadable": "its private key cannot be read",
  "key-of-another": "the private key belongs to another certificate"
} as const

/**
 * The certificate or its private key cannot be used. `detail` is what Node reports, in English. It never quotes the key.
 *
 * @category errors
 */
export class CertificateUnusable extends TaggedError<CertificateUnusable>()(
  "CertificateUnusable",
  {
    reason: Schema.Literals(["certificate-unreadable", "key-unreadable", "key-of-another"]),
    detail: Schema.optionalKey(Schema.String)
  },
  ({ detail, reason }) =>
    `the certificate cannot be used: ${flaws[reason]}${detail === undefined ? "" : ` (${detail})`}. Use the certificate with its chain and its private key without a passphrase, both in PEM`
) {}

/**
 * The certificate of a server: the certificate with its chain, and the private key of the certificate, both in PEM.
 *
 * @category models
 */
export interface Certificate {
  readonly chain: string
  readonly key: Redacted.Redacted
}

/**
 * The options of the server.
 *
 * @category models
 */
export interface Options {
  /** The address to listen on. Default: 127.0.0.1, which other machines cannot reach. */
  readonly host?: string
  /** The port. Default: 0, a free port. */
  readonly port?: number
  /** How long a client may take to send the headers. Default: 10 seconds. */
  readonly headersWithin?: Duration.Input
  /** How long a client may take to send a whole request. Default: 60 seconds. */
  readonly requestWithin?: Duration.Input
  /** How long a connection may be silent while an answer is sent. Default: 60 seconds. */
  readonly silentFor?: Duration.Input
  /** How long a stop waits for the requests that have begun. Default: 10 seconds. */
  readonly stopWithin?: Duration.Input
  /**
   * The network addresses of the proxies in front of the server, or `loopback` for this machine. Only a request from one of
   * them may state the address of its client in `X-Forwarded-For`. Default: none, the client is the sender of the request.
   */
  readonly proxies?: "loopback" | ReadonlyArray<string>
  /** The certificate with which the server speaks HTTPS and nothing else. Default: the server speaks HTTP. */
  readonly certificate?: Certificate
}

const maxHeaderSize = 16 * 1024

/** Reads a part of a certificate. The message of Node does not quote the key. */
const reading = <A>(
  reason: CertificateUnusable["reason"],
  read: () => A
): Effect.Effect<A, CertificateUnusable> =>
  Effect.try({
    try: read,
    catch: (error) =>
      new CertificateUnusable({ reason, detail: error instanceof Error ? error.message : String(error) })
  })

/** Makes the server, which does not listen yet. */
const made = ({
  certificate,
  headersWithin = "10 seconds",
  requestWithin = "60 seconds"
}: Options): Effect.Effect<Server, CertificateUnusable> => {
  const limits = {
    maxHeaderSize,
    headersTimeout: Duration.toMillis(headersWithin),
    requestTimeout: Duration.toMillis(requestWithin),
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: 5000
  }
  if (certificate === undefined) return Effect.sync(() => createServer(limits))
  const { chain } = certificate
  const key = Redacted.value(certificate.key)
  return Effect.gen(function* () {
    const leaf = yield* reading("certificate-unreadable", () => new X509Certificate(chain))
    const own = yield* reading("key-unreadable", () => createPrivateKey(key))
    // Node starts a server without a key or with the key of another certificate, and then no client can connect.
    if (!leaf.checkPrivateKey(own)) return yield* new CertificateUnusable({ reason: "key-of-another" })
    // A client that does not finish the handshake is cut off, as one that does not send its headers.
    const options = { ...limits, handshakeTimeout: limits.headersTimeout, cert: chain, key }
    return yield* reading("certificate-unreadable", () => createSecureServer(options))
  })
}

const listening = (server: Server, host: string, port: number): Effect.Effect<number, AddressUnusable> =>
  Effect.callback((resume) => {
    const failed = (error: Error) =>
      resume(Effect.fail(new AddressUnusable({ host, port, reason: error.message })))
    server.once("error", failed)
    server.listen(port, host, () => {
      server.off("error", failed)
      const address = server.address()
      resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : port))
    })
  })

/**
 * Stops a server: it closes each connection as soon as its request is answered, and after a time all connections. The
 * timers are of Node, as the server is, and do not use the clock of a district, which may be set by hand.
 */
const stopped = (server: Server, within: Duration.Input): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 20)
    const force = setTimeout(() => server.closeAllConnections(), Duration.toMillis(within))
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(force)
      resume(Effect.void)
    })
  })

/**
 * Starts a server, and stops it when the scope is closed. Returns its address, such as `http://127.0.0.1:8080`. With a
 * certificate, make the API with `tls: true`.
 *
 * @param handler makes the API in the scope of the server, so that its streams of changes end before the server waits for
 *   its requests
 * @category constructors
 */
export const serve = <E, R>(
  handler: Effect.Effect<WebHandler, E, R>,
  options: Options = {}
): Effect.Effect<string, E | AddressUnusable | CertificateUnusable, R | Scope.Scope> =>
  Effect.gen(function* () {
    const { certificate, host = "127.0.0.1", port = 0, proxies } = options
    const { silentFor = "60 seconds", stopWithin = "10 seconds" } = options
    const server = yield* Effect.acquireRelease(made(options), (one) => stopped(one, stopWithin))
    server.setTimeout(Duration.toMillis(silentFor))
    // It is made after the server, so that it is closed before it: the streams of changes end first.
    const answer = yield* handler
    // The cast is safe: the handler accepts a request of HTTP/1 as well as one of HTTP/2.
    const trusted =
      proxies === undefined ? {} : { trustProxy: typeof proxies === "string" ? proxies : [...proxies] }
    server.on("request", toNodeHandler(answer, trusted) as RequestListener)
    const used = yield* listening(server, host, port)
    return `${certificate === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${used}`
  })
