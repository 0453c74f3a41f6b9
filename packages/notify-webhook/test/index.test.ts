import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Notifier } from "@liulinhui/core/Notifier"
import * as NotifyWebhook from "@liulinhui/notify-webhook"
import * as NoticeEvent from "../src/NoticeEvent.ts"
import * as PublicAddress from "../src/PublicAddress.ts"
import * as Signature from "../src/Signature.ts"
import { aNotice } from "@liulinhui/testing/NotifierCases"
import { notifierSuite } from "@liulinhui/testing/NotifierSuite"
import { httpReceiver } from "@liulinhui/testing/Receiver"
import { testSuite } from "@liulinhui/testing/Suite"
import { CloudEvent, HTTP } from "cloudevents"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import type { IncomingHttpHeaders } from "node:http"
import { Webhook } from "standardwebhooks"
import { onTestFinished, vi } from "vitest"

const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
const older = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

const json = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: "{}" })

/** A test endpoint that checks each request with two reference libraries: first the signature, then the event. */
const endpoint = (knows = secret) =>
  httpReceiver({
    path: "/hooks/liulinhui?token=1f0e2d3c4b5a69788796a5b4c3d2e1f0",
    secrets: [secret, older, "1f0e2d3c4b5a69788796a5b4c3d2e1f0"],
    quiet: 7_000,
    took: () => ({ status: 204, body: "" }),
    answers: {
      refuse: json(400),
      "refuse-recipient": json(410),
      busy: json(503),
      limit: json(429, { "retry-after": "7" })
    },
    hear: ({ body, headers }) => {
      const sent = headers as Record<string, string>
      try {
        new Webhook(knows).verify(body, sent)
        const event = HTTP.toEvent({ headers: sent, body })
        if (!(event instanceof CloudEvent) || !event.validate()) return json(422)
        const { body: text, recipient, title, urgent } = event.data as Record<string, string>
        return {
          key: event.id,
          bytes: Buffer.byteLength(body),
          text: `${urgent ? "urgent 急 " : ""}${title}\n${recipient}\n${text}`
        }
      } catch {
        return json(401)
      }
    }
  })

const options = (address: string, more: Partial<NotifyWebhook.Options> = {}): NotifyWebhook.Options => ({
  endpoint: { url: Redacted.make(address), secrets: [Redacted.make(secret)] },
  allowPrivate: true,
  patience: "3 seconds",
  ...more
})

const deliver = (all: NotifyWebhook.Options, notice = aNotice()) =>
  Notifier.use((notifier) => notifier.deliver(notice)).pipe(Effect.provide(NotifyWebhook.layer(all)))

testSuite(
  vitest,
  notifierSuite("webhook", ({ address }) => NotifyWebhook.layer(options(address)), endpoint())
)

describe("a webhook", () => {
  it("has a signature that the reference library accepts, for any content", () => {
    // The reference library for signatures refuses old signatures, and reads the system clock. So the clock is set to
    // the time of the test.
    vi.useFakeTimers({ now: 1_772_413_200_000, toFake: ["Date"] })
    onTestFinished(() => void vi.useRealTimers())
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        (words, key) => {
          const own = `whsec_${Buffer.from(key).toString("base64")}`
          const body = JSON.stringify({ words })
          const seconds = 1_772_413_200
          const headers = Signature.headers([Redacted.make(own)], { id: "msg_1", seconds, body })
          expect(new Webhook(own).verify(body, headers)).toEqual({ words })
        }
      )
    )
  })

  it("is a CloudEvent that the reference library finds valid, with the key of the notice as its id", () => {
    const notice = aNotice({ title: "楼道返潮", body: "请今天去看一看。" })
    const event = NoticeEvent.ofNotice(notice, "one")
    const read = new CloudEvent(event)
    expect(read.validate()).toBe(true)
    expect([read.id, read.source, read.type, read.subject]).toEqual([
      notice.key,
      "/districts/suite",
      "liulinhui.notice.v1",
      "relapse"
    ])
    expect(new Date(String(read.time)).getTime()).toBe(notice.at)
  })

  it.live("is accepted by a receiver that knows the old or the new secret, while both are in force", () =>
    Effect.gen(function* () {
      for (const knows of [secret, older]) {
        const receiver = yield* endpoint(knows)
        yield* deliver(
          options("", {
            endpoint: {
              url: Redacted.make(receiver.address),
              secrets: [Redacted.make(secret), Redacted.make(older)]
            }
          })
        )
        expect(yield* receiver.taken).toHaveLength(1)
      }
    }).pipe(Effect.scoped)
  )

  it.live("goes to the endpoint of its recipient, else to the common endpoint, else fails", () =>
    Effect.gen(function* () {
      const [own, common] = [yield* endpoint(), yield* endpoint()]
      const at = ({ address }: { address: string }) => ({
        url: Redacted.make(address),
        secrets: [Redacted.make(secret)] as const
      })
      const office = new Map([[ActorId.make("office"), at(own)]])
      yield* deliver({ allowPrivate: true, endpoints: office, endpoint: at(common) })
      yield* deliver({ allowPrivate: true, endpoints: new Map(), endpoint: at(common) })
      const failed = yield* Effect.flip(deliver({ allowPrivate: true, endpoints: new Map() }))
      expect([(yield* own.taken).length, (yield* common.taken).length, failed.kind]).toEqual([
        1,
        1,
        "refused-recipient"
      ])
    }).pipe(Effect.scoped)
  )

  it.live("has the same headers whatever control characters are in its texts, its names and its key", () =>
    Effect.gen(function* () {
      const seen: Array<IncomingHttpHeaders> = []
      const receiver = yield* httpReceiver({
        path: "/",
        secrets: [],
        quiet: 0,
        took: () => ({ status: 204, body: "" }),
        answers: {},
        hear: ({ body, headers }) => {
          seen.push(headers)
          return { text: body, bytes: Buffer.byteLength(body) }
        }
      })
      const lineEnds = [
        "\r\n",
        "\n",
        "\r",
        "\r\n ",
        "\u0000",
        "\u001b",
        "\u007f",
        "\u0085",
        "\u2028",
        "\u202e"
      ]
      yield* deliver(options(receiver.address))
      for (const end of lineEnds) {
        const planted = `x${end}X-Evil: 1${end}${end}`
        yield* deliver(options(receiver.address), {
          ...aNotice({ title: planted, body: planted, key: `key/${planted}` }),
          recipient: planted
        })
      }
      const [plain = {}, ...others] = seen
      expect(others).toHaveLength(lineEnds.length)
      for (const headers of others) {
        expect(Object.keys(headers)).toEqual(Object.keys(plain))
        expect(headers["webhook-id"]).toMatch(/^[\x21-\x7e]+$/u)
      }
    }).pipe(Effect.scoped)
  )

  it.live.each(["\r\nX-Evil: 1", "\n", "\t", "\u0000", "\u001b", "\u0085", "\u202e"])(
    "is not sent to an address with a control or invisible character: %j",
    (planted) =>
      Effect.gen(function* () {
        const receiver = yield* endpoint()
        const failed = yield* Effect.flip(deliver(options(`${receiver.address}${planted}`)))
        expect([failed.kind, failed.reason, yield* receiver.heard]).toEqual([
          "permanent",
          "the URL of the endpoint is invalid",
          0
        ])
      }).pipe(Effect.scoped)
  )

  it.live("is not sent with an invalid secret, or to an invalid address", () =>
    Effect.gen(function* () {
      const receiver = yield* endpoint()
      const bad = (url: string, own: string) =>
        Effect.flip(
          deliver(options("", { endpoint: { url: Redacted.make(url), secrets: [Redacted.make(own)] } }))
        )
      for (const own of ["whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]) {
        expect((yield* bad(receiver.address, own)).kind).toBe("permanent")
      }
      for (const url of ["", "hooks", "ftp://127.0.0.1/", "file:///etc/passwd"]) {
        expect((yield* bad(url, secret)).kind).toBe("permanent")
      }
      expect(yield* receiver.heard).toBe(0)
    }).pipe(Effect.scoped)
  )
})

describe("addresses that are not public", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "0x7f.1",
    "2130706433",
    "localhost",
    ""
  ])("%s is refused", (address) => {
    expect(PublicAddress.isPublic(address)).toBe(false)
  })

  it.each(["1.1.1.1", "8.8.8.8", "114.114.114.114", "2606:4700:4700::1111", "240e::1"])(
    "%s is public",
    (address) => {
      expect(PublicAddress.isPublic(address)).toBe(true)
    }
  )

  const port = (address: string) => new URL(address).port

  it.live.each([
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0x7f000001",
    "2130706433",
    "127.1",
    "0",
    "017700000001"
  ])("are not connected to, in any notation: %s", (host) =>
    Effect.gen(function* () {
      const receiver = yield* endpoint()
      const failed = yield* Effect.flip(
        deliver(options(`https://${host}:${port(receiver.address)}/hooks`, { allowPrivate: false }))
      )
      expect([failed.kind, failed.reason]).toEqual(["permanent", expect.stringContaining("private network")])
      expect(yield* receiver.heard).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("are not connected to through a name that resolves to another address each time", () =>
    Effect.gen(function* () {
      const receiver = yield* endpoint()
      let asked = 0
      const resolve: PublicAddress.Resolve = (_, _options, callback) => {
        asked += 1
        callback(null, [{ address: asked % 2 === 0 ? "1.1.1.1" : "127.0.0.1", family: 4 }])
      }
      const failed = yield* Effect.flip(
        deliver(
          options(`https://rebound.example:${port(receiver.address)}/`, { allowPrivate: false, resolve })
        )
      )
      expect([failed.kind, asked]).toEqual(["permanent", 1])
      expect(yield* receiver.heard).toBe(0)
    }).pipe(Effect.scoped)
  )

  it.live("are not connected to if a name also has a public address", () =>
    Effect.gen(function* () {
      const receiver = yield* endpoint()
      const resolve: PublicAddress.Resolve = (_, _options, callback) =>
        callback(null, [
          { address: "1.1.1.1", family: 4 },
          { address: "127.0.0.1", family: 4 }
        ])
      const failed = yield* Effect.flip(
        deliver(options(`https://mixed.example:${port(receiver.address)}/`, { allowPrivate: false, resolve }))
      )
      expect([failed.kind, yield* receiver.heard]).toEqual(["permanent", 0])
    }).pipe(Effect.scoped)
  )

  it.live("are not sent to over plain HTTP, and neither are public ones", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(deliver(options("http://1.1.1.1/", { allowPrivate: false })))
      expect(failed.reason).toContain("https")
    })
  )
})

describe("the configuration", () => {
  it.live("makes a channel that delivers, with every secret in force", () =>
    Effect.gen(function* () {
      const receiver = yield* endpoint(older)
      const provider = ConfigProvider.fromUnknown({
        LIULINHUI_WEBHOOK_URL: "https://elsewhere.example/",
        LIULINHUI_WEBHOOK_DIRECTORY: JSON.stringify({ office: receiver.address }),
        LIULINHUI_WEBHOOK_SECRETS: `${secret} ${older}`,
        LIULINHUI_WEBHOOK_ALLOW_PRIVATE: "true"
      })
      yield* Notifier.use((notifier) => notifier.deliver(aNotice())).pipe(
        Effect.provide(NotifyWebhook.layerConfig),
        Effect.provideService(ConfigProvider.ConfigProvider, provider)
      )
      expect(yield* receiver.taken).toHaveLength(1)
    }).pipe(Effect.scoped)
  )
})
