import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Notifier } from "@liulinhui/core/Notifier"
import * as DingTalk from "@liulinhui/notify-chat/DingTalk"
import * as Feishu from "@liulinhui/notify-chat/Feishu"
import * as WeCom from "@liulinhui/notify-chat/WeCom"
import { aNotice } from "@liulinhui/testing/NotifierCases"
import { weComReceiver } from "@liulinhui/testing/RobotReceivers"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { inspect } from "node:util"

const secret = Redacted.make("SEC7f3a")
const webhook = Redacted.make("http://robot.example/send?key=abc")

/** An HTTP client that answers each request with the next given text, and records the requests. */
const answering = (...texts: ReadonlyArray<string>) => {
  const sent: Array<{ readonly at: number; readonly url: string; readonly body: unknown }> = []
  const client = HttpClient.make((request, url) =>
    Effect.map(Clock.currentTimeMillis, (at) => {
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : "{}"
      sent.push({ at, url: url.toString(), body: JSON.parse(body) })
      return HttpClientResponse.fromWeb(
        request,
        new Response(texts[Math.min(sent.length, texts.length) - 1] ?? "{}")
      )
    })
  )
  return { sent, layer: Layer.succeed(HttpClient.HttpClient, client) }
}

const turns = Effect.promise(async () => {
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve))
})

const failureOf = (channel: Layer.Layer<Notifier, never, HttpClient.HttpClient>, answer: string) =>
  Notifier.use(({ deliver }) => deliver(aNotice())).pipe(
    Effect.flip,
    Effect.provide(channel.pipe(Layer.provide(answering(answer).layer)))
  )

describe("signatures", () => {
  // The expected signatures were computed with Python's hmac and base64, following the documentation of the vendors.
  it("of DingTalk use the secret as key, over the time in milliseconds, a line feed and the secret", () => {
    expect(DingTalk.sign(secret, 1_772_413_200_000)).toBe("pQRjdlB75QtRoBYepSD+Ova8BduGNNGbTSbI6licSPw=")
  })

  it("of Feishu use the time in seconds, a line feed and the secret as key, over the empty text", () => {
    expect(Feishu.sign(secret, 1_772_413_200)).toBe("7vX0fRFC3v9fbYGDx+hSh9/mNm4FoCR32sBQtNDJ8jc=")
  })

  it.effect("of DingTalk are in the address, percent-encoded", () => {
    const { layer, sent } = answering('{"errcode":0}')
    return Effect.gen(function* () {
      yield* TestClock.setTime(1_772_413_200_000)
      yield* Notifier.use(({ deliver }) => deliver(aNotice()))
      expect(sent[0]?.url).toBe(
        `http://robot.example/send?key=abc&timestamp=1772413200000&sign=${encodeURIComponent("pQRjdlB75QtRoBYepSD+Ova8BduGNNGbTSbI6licSPw=")}`
      )
    }).pipe(Effect.provide(DingTalk.layer({ webhook, secret }).pipe(Layer.provide(layer))))
  })
})

describe("[16] an answer of a robot", () => {
  it.effect.each([
    ["WeCom", 45_009, "transient", 60_000],
    ["WeCom", 93_000, "permanent", undefined],
    ["WeCom", 40_058, "permanent", undefined],
    ["WeCom", -1, "transient", undefined],
    ["WeCom", 12_345, "transient", undefined],
    ["DingTalk", 130_101, "transient", 600_000],
    ["DingTalk", 310_000, "permanent", undefined],
    ["DingTalk", 300_005, "permanent", undefined]
  ] as const)("%s errcode %d is %s", ([vendor, errcode, kind, retryAfter]) =>
    Effect.gen(function* () {
      const channel = vendor === "WeCom" ? WeCom.layer({ webhook }) : DingTalk.layer({ webhook })
      const failed = yield* failureOf(channel, JSON.stringify({ errcode, errmsg: "no" }))
      expect([failed.kind, failed.retryAfter]).toEqual([kind, retryAfter])
      expect(failed.reason).toMatch(/\d|DingTalk|WeCom/u)
    })
  )

  it.effect.each([
    ['{"code":19021,"msg":"sign match fail"}', "permanent"],
    ['{"StatusCode":19001}', "permanent"],
    ['{"code":11232,"data":{},"msg":"frequency limited"}', "transient"],
    ['{"StatusCode":0,"code":19024}', "permanent"],
    ['{"msg":"neither"}', "transient"],
    ["", "transient"]
  ] as const)("Feishu's %s is %s", ([answer, kind]) =>
    Effect.gen(function* () {
      expect((yield* failureOf(Feishu.layer({ webhook }), answer)).kind).toBe(kind)
    })
  )

  it.effect.each(['{"code":0,"msg":"success"}', '{"StatusCode":0,"StatusMessage":"success"}'])(
    "Feishu's %s is success",
    (answer) =>
      Effect.gen(function* () {
        yield* Notifier.use(({ deliver }) => deliver(aNotice())).pipe(
          Effect.provide(Feishu.layer({ webhook }).pipe(Layer.provide(answering(answer).layer)))
        )
      })
  )
})

describe("a robot", () => {
  it.effect("sends twenty messages a minute, 3.2 seconds apart, even if all are submitted at once", () => {
    const { layer, sent } = answering('{"errcode":0}')
    return Effect.gen(function* () {
      const { deliver } = yield* Notifier
      const all = yield* Effect.forkChild(
        Effect.forEach(
          Array.from({ length: 25 }, () => aNotice()),
          deliver,
          { concurrency: "unbounded" }
        )
      )
      // Answers are read in the real event loop. So the test lets it run several turns before the test clock moves on.
      while (sent.length < 25) yield* Effect.andThen(turns, TestClock.adjust("400 millis"))
      yield* turns
      yield* Fiber.join(all)
      const gaps = sent.slice(1).map(({ at }, n) => at - (sent[n]?.at ?? 0))
      expect(Math.min(...gaps)).toBe(3_200)
      expect(Math.max(...gaps)).toBeLessThan(5_000)
    }).pipe(Effect.provide(WeCom.layer({ webhook }).pipe(Layer.provide(layer))))
  })

  it.effect("continues a long notice with the message that failed", () => {
    const { layer, sent } = answering('{"errcode":0}', '{"errcode":-1}', '{"errcode":0}')
    return Effect.gen(function* () {
      const { deliver } = yield* Notifier
      const notice = aNotice({ body: "请自行清理。".repeat(300) })
      yield* Effect.flip(deliver(notice))
      yield* deliver(notice)
      const marks = sent.map(({ body }) => /\(\d+\/\d+\)/u.exec(JSON.stringify(body))?.[0])
      expect(marks).toEqual(["(1/3)", "(2/3)", "(2/3)", "(3/3)"])
    }).pipe(Effect.provide(WeCom.layer({ webhook, rate: [] }).pipe(Layer.provide(layer))))
  })

  it.effect("sends a notice from its first message if its words have changed since it failed", () => {
    const { layer, sent } = answering('{"errcode":0}', '{"errcode":-1}', '{"errcode":0}')
    return Effect.gen(function* () {
      const { deliver } = yield* Notifier
      const notice = aNotice({ body: "请自行清理。".repeat(300) })
      yield* Effect.flip(deliver(notice))
      yield* deliver({ ...notice, body: "已清理。" })
      expect(sent).toHaveLength(3)
      expect(JSON.stringify(sent[2]?.body)).toContain("已清理。")
    }).pipe(Effect.provide(WeCom.layer({ webhook, rate: [] }).pipe(Layer.provide(layer))))
  })

  it.effect("of WeCom mentions an actor by mobile number in text, and not in Markdown", () => {
    const text = answering('{"errcode":0}')
    const markdown = answering('{"errcode":0}')
    const mobiles = new Map([[ActorId.make("office"), Redacted.make("13800138000")]])
    const deliver = Notifier.use(({ deliver }) => deliver(aNotice()))
    return Effect.gen(function* () {
      yield* Effect.provide(deliver, WeCom.layer({ webhook, mobiles }).pipe(Layer.provide(text.layer)))
      yield* Effect.provide(
        deliver,
        WeCom.layer({ webhook, mobiles, format: "markdown" }).pipe(Layer.provide(markdown.layer))
      )
      expect(text.sent[0]?.body).toMatchObject({ text: { mentioned_mobile_list: ["13800138000"] } })
      expect(JSON.stringify(markdown.sent[0]?.body)).not.toContain("13800138000")
    })
  })

  it.effect("of Feishu lets no text mention all members", () => {
    const { layer, sent } = answering('{"code":0}')
    return Effect.gen(function* () {
      yield* Notifier.use(({ deliver }) => deliver(aNotice({ body: '<at user_id="all">所有人</at>' })))
      expect(JSON.stringify(sent[0]?.body)).not.toContain("<at")
    }).pipe(Effect.provide(Feishu.layer({ webhook }).pipe(Layer.provide(layer))))
  })

  it.effect("reports an invalid webhook without showing it", () =>
    Effect.gen(function* () {
      const failed = yield* failureOf(WeCom.layer({ webhook: Redacted.make("no address k3y") }), "{}")
      expect(failed.kind).toBe("permanent")
      expect(inspect(failed, { depth: 9 })).not.toContain("k3y")
    })
  )
})

describe("the configuration", () => {
  const provided = (env: Record<string, string>) =>
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(env))

  it.live("makes a robot that delivers", () =>
    Effect.gen(function* () {
      const receiver = yield* weComReceiver
      yield* Notifier.use(({ deliver }) => deliver(aNotice())).pipe(
        Effect.provide(WeCom.layerConfig.pipe(Layer.provide(NodeHttpClient.layerUndici))),
        provided({ LIULINHUI_WECOM_WEBHOOK: receiver.address })
      )
      expect(yield* receiver.taken).toHaveLength(1)
    }).pipe(Effect.scoped)
  )

  it.effect("reports an invalid variable by its name, without its value", () =>
    Effect.gen(function* () {
      const exit = yield* WeCom.config.pipe(
        provided({
          LIULINHUI_WECOM_WEBHOOK: "https://x/?key=k3y",
          LIULINHUI_WECOM_MOBILES: "13800138000,k3y"
        }),
        Effect.exit
      )
      expect(Exit.isFailure(exit)).toBe(true)
      const shown = `${inspect(exit, { depth: 9 })}${JSON.stringify(exit)}`
      expect(shown).toContain("LIULINHUI_WECOM_MOBILES")
      expect(shown).not.toMatch(/k3y|13800138000/u)
    })
  )
})
