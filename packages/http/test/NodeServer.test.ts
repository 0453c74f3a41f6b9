import { describe, expect, it } from "@effect/vitest"
import { SignIn, usual } from "@liulinhui/http/SignIn"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { generateKeyPairSync } from "node:crypto"
import { once } from "node:events"
import { get } from "node:https"
import { connect } from "node:net"
import { serve } from "../src/NodeServer.ts"
import { make } from "../src/WebHandler.ts"
import { chain, key } from "./certificate.ts"
import { one, opened } from "./identity/hub.ts"
import { handlerOf, openCase, requestOf, type Sent, served } from "./served.ts"

const sent = (address: string, path: string, more: Sent = {}) =>
  Effect.promise(async () => {
    const request = requestOf(path, more)
    const { pathname, search } = new URL(request.url)
    return fetch(new Request(`${address}${pathname}${search}`, request))
  })

/** What a server sends to a client that writes a text and then waits, until the server ends the connection. */
const raw = (address: string, text: string) =>
  Effect.promise(
    () =>
      new Promise<string>((resolve) => {
        const { hostname, port } = new URL(address)
        const socket = connect(Number(port), hostname, () => socket.write(text))
        let received = ""
        socket.on("data", (data) => (received += data.toString()))
        socket.on("close", () => resolve(received))
        socket.on("error", () => undefined)
      })
  )

describe("the server", () => {
  it.effect("answers over a socket, cuts off a slow client, and stops without losing what it has begun", () =>
    served(() =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const address = yield* serve(handlerOf(), { headersWithin: 50, requestWithin: 50 }).pipe(
          Scope.provide(scope)
        )
        const today = yield* sent(address, "today", { as: "lead-unity" })
        expect([today.status, today.headers.get("x-frame-options")]).toEqual([200, "DENY"])

        const submitted = yield* sent(address, "submissions", {
          as: "lead-unity",
          body: openCase("c1"),
          headers: { "idempotency-key": "k" }
        })
        expect(submitted.status).toBe(200)
        expect(yield* raw(address, "GET / HTTP/1.1\r\nhost: x\r\nslow: ")).toContain("408")
        expect(yield* raw(address, `GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}`)).toContain("431")

        const changes = yield* sent(address, "changes", { as: "lead-unity" })
        expect(changes.headers.get("content-type")).toBe("text/event-stream")
        const listener = Effect.promise(() => changes.text())
        const [heard] = yield* Effect.all([listener, Scope.close(scope, Exit.void)], { concurrency: 2 })
        expect(heard).toContain("event: change")
        const refused = yield* Effect.exit(Effect.tryPromise(() => fetch(address)))
        expect(Exit.isFailure(refused)).toBe(true)
      })
    )
  )

  it.effect("knows the address of a client, and believes only a proxy that states another", () =>
    Effect.gen(function* () {
      yield* opened
      const handler = make({ signIn: yield* SignIn })
      const guessAt = (address: string) => (forwarded: string) =>
        Effect.promise(async () => {
          const { status } = await fetch(`${address}/v1/session`, {
            method: "POST",
            headers: { "content-type": "application/json", "x-forwarded-for": forwarded },
            body: JSON.stringify({ pin: "831047" })
          })
          return status
        })
      const direct = guessAt(yield* serve(handler))
      expect([yield* direct("192.0.2.1"), yield* direct("192.0.2.2")]).toEqual([403, 429])
      const behindProxy = guessAt(yield* serve(handler, { proxies: "loopback" }))
      expect(
        yield* Effect.forEach(["192.0.2.7", "192.0.2.7", "192.0.2.8", "192.0.2.9, 192.0.2.7"], (forwarded) =>
          behindProxy(forwarded)
        )
      ).toEqual([403, 429, 403, 429])
    }).pipe(Effect.scoped, Effect.provide(Layer.merge(one({ ...usual, attemptsOfAddress: 1 }), Memory.layer)))
  )

  it.effect("speaks HTTPS with a certificate, and nothing else", () =>
    served(() =>
      Effect.gen(function* () {
        const certificate = { chain, key: Redacted.make(key) }
        const address = yield* serve(handlerOf({ tls: true }), { certificate })
        expect(address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/u)
        const got = yield* Effect.promise(async () => {
          const [response] = await once(get(`${address}/health`, { ca: chain }), "response")
          response.resume()
          return [response.statusCode, response.headers["strict-transport-security"]]
        })
        expect(got).toEqual([200, expect.stringContaining("max-age")])
        // A client that does not trust the certificate, and one that speaks HTTP, get no answer.
        for (const url of [address, address.replace("https", "http")]) {
          expect(Exit.isFailure(yield* Effect.exit(Effect.tryPromise(() => fetch(url))))).toBe(true)
        }
      })
    )
  )

  it.effect("reports a certificate that cannot be used, without quoting its key", () =>
    served(() =>
      Effect.gen(function* () {
        const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
        const other = privateKey.export({ type: "pkcs8", format: "pem" }).toString()
        const unusable = [
          ["", chain, "key-unreadable"],
          ["not a key", chain, "key-unreadable"],
          [key.replace("MIG", "MIH"), chain, "key-unreadable"],
          [other, chain, "key-of-another"],
          [key, "not a certificate", "certificate-unreadable"]
        ] as const
        for (const [wrong, of, reason] of unusable) {
          const certificate = { chain: of, key: Redacted.make(wrong) }
          const failed = yield* Effect.flip(serve(handlerOf(), { certificate }))
          expect(failed).toMatchObject({ _tag: "CertificateUnusable", reason })
          expect(String(failed)).not.toContain(key.slice(40, 80))
        }
      })
    )
  )

  it.effect("reports an address that is in use", () =>
    served(() =>
      Effect.gen(function* () {
        const address = yield* serve(handlerOf())
        const again = yield* Effect.flip(serve(handlerOf(), { port: Number(new URL(address).port) }))
        expect(again).toMatchObject({ _tag: "AddressUnusable" })
      })
    )
  )
})
