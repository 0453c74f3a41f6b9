/**
 * Receivers that imitate the group-chat robots of WeCom, DingTalk and Feishu. They require the same of a request as the
 * real services, and they accept and refuse requests with the same answers. `docs/channels.md` names the sources. Their
 * answers contain the address of the request, as some real answers do, so that a test finds leaked secrets.
 */
import { createHmac, timingSafeEqual } from "node:crypto"
import { type Answer, type Heard, httpReceiver, type Message, type Wire } from "./Receiver.ts"

const hour = 3_600_000

const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64")

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const ok = (body: unknown): Answer => ({ status: 200, body: JSON.stringify(body) })

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? { ...value } : {}

const parsed = ({ body, headers, method }: Heard): Readonly<Record<string, unknown>> | undefined => {
  if (method !== "POST" || !String(headers["content-type"]).startsWith("application/json")) return undefined
  try {
    return object(JSON.parse(body))
  } catch {
    return undefined
  }
}

const size = (text: string): number => Buffer.byteLength(text)

const plainText = (text: string): string => text.replaceAll("**", "")

/** The key of the imitated WeCom robot. */
export const weComKey = "693a91f6-7f3e-4bc4-97a0-0ec2a1fa5aaa"

const weCom = (): Wire => {
  const says = (errcode: number): Answer => ok({ errcode, errmsg: `no, hint: [${weComKey}]` })
  const tooLong = says(40_058)
  return {
    path: `/cgi-bin/webhook/send?key=${weComKey}`,
    secrets: [weComKey],
    quiet: 60_000,
    took: () => ok({ errcode: 0, errmsg: "ok" }),
    answers: { refuse: says(93_000), busy: says(-1), limit: says(45_009) },
    hear: (heard) => {
      const body = parsed(heard)
      if (heard.url.pathname !== "/cgi-bin/webhook/send" || heard.url.searchParams.get("key") !== weComKey)
        return says(93_000)
      if (body === undefined) return says(40_035)
      const kind = body["msgtype"]
      if (kind !== "text" && kind !== "markdown") return says(40_008)
      const { content } = object(body[kind])
      if (typeof content !== "string" || content === "") return says(44_004)
      const bytes = size(content)
      if (bytes > (kind === "text" ? 2_048 : 4_096)) return tooLong
      return { text: kind === "text" ? content : plainText(content), bytes }
    }
  }
}

/** The token of the imitated DingTalk robot. */
export const dingTalkToken = "566cc69da782ec33e42542c6a1b2"
/** The secret of the imitated DingTalk robot, with which messages are signed. */
export const dingTalkSecret = "SECa1b2c3d4e5f60718293a4b5c6d7e8f90"

const dingTalk = (): Wire => {
  const says = (errcode: number): Answer =>
    ok({ errcode, errmsg: `no, access_token=${dingTalkToken} secret=${dingTalkSecret}` })
  return {
    path: `/robot/send?access_token=${dingTalkToken}`,
    secrets: [dingTalkToken, dingTalkSecret],
    quiet: 600_000,
    took: () => ok({ errcode: 0, errmsg: "ok" }),
    answers: { refuse: says(300_005), busy: says(-1), limit: says(130_101) },
    hear: (heard) => {
      const { pathname, searchParams } = heard.url
      if (pathname !== "/robot/send" || searchParams.get("access_token") !== dingTalkToken)
        return says(300_005)
      const timestamp = searchParams.get("timestamp") ?? ""
      const signature = searchParams.get("sign") ?? ""
      if (
        !/^\d{13}$/.test(timestamp) ||
        Math.abs(Date.now() - Number(timestamp)) > hour ||
        !same(signature, hmac(dingTalkSecret, `${timestamp}\n${dingTalkSecret}`))
      )
        return says(310_000)
      const bytes = size(heard.body)
      const body = parsed(heard)
      if (body === undefined || bytes > 20_000) return says(40_035)
      const kind = body["msgtype"]
      const { content, text, title } = object(body[String(kind)])
      if (kind === "text" && typeof content === "string" && content !== "") return { text: content, bytes }
      if (kind === "markdown" && typeof text === "string" && typeof title === "string" && title !== "")
        return { text: plainText(text), bytes }
      return says(40_035)
    }
  }
}

/** The last part of the address of the imitated Feishu robot. */
export const feishuHook = "7a1b2c3d-4e5f-4061-8293-a4b5c6d7e8f9"
/** The secret of the imitated Feishu robot, with which messages are signed. */
export const feishuSecret = "tGdVZ8mQ2sLrX4nB7kPw"

const feishu = (): Wire => {
  const says = (code: number): Answer => ok({ code, data: {}, msg: `no, hook ${feishuHook} ${feishuSecret}` })
  let times = 0
  return {
    path: `/open-apis/bot/v2/hook/${feishuHook}`,
    secrets: [feishuHook, feishuSecret],
    quiet: 60_000,
    // Feishu uses two forms of a positive answer. This receiver alternates between them.
    took: () => {
      times += 1
      return times % 2 === 0
        ? ok({ code: 0, msg: "success", data: {} })
        : ok({ StatusCode: 0, StatusMessage: "success", Extra: null })
    },
    answers: { refuse: says(19_001), busy: says(10_000), limit: says(11_232) },
    hear: (heard) => {
      if (heard.url.pathname !== `/open-apis/bot/v2/hook/${feishuHook}`) return says(19_001)
      const bytes = size(heard.body)
      const body = parsed(heard)
      if (body === undefined || bytes > 20_480) return says(9_499)
      const timestamp = String(body["timestamp"])
      if (
        !/^\d{10}$/.test(timestamp) ||
        Math.abs(Date.now() / 1_000 - Number(timestamp)) > hour / 1_000 ||
        !same(String(body["sign"]), hmac(`${timestamp}\n${feishuSecret}`, ""))
      )
        return says(19_021)
      const { text } = object(body["content"])
      return body["msg_type"] === "text" && typeof text === "string" && text !== ""
        ? ({ text, bytes } satisfies Omit<Message, "at">)
        : says(9_499)
    }
  }
}

/** A receiver that imitates a WeCom group robot. */
export const weComReceiver = httpReceiver(weCom())

/** A receiver that imitates a DingTalk robot with signed requests. */
export const dingTalkReceiver = httpReceiver(dingTalk())

/** A receiver that imitates a Feishu robot with signed requests. */
export const feishuReceiver = httpReceiver(feishu())
