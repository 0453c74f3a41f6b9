/**
 * A channel that posts notices into a group chat, through the robot of the group. The robot has the format of WeCom: it
 * takes JSON, and answers with an error code. With Effect, use the ready channels of `@liulinhui/notify-chat`.
 */
import {
  type Capabilities,
  DeliveryFailed,
  messages,
  type Notice,
  type NotifierAdapter,
  Texts
} from "liulinhui"

const channel = "robot"

/** The pace of the vendor: 20 messages a minute. */
const pace: Capabilities["rate"] = [{ limit: 20, window: 60_000 }]

const capabilitiesAt = (rate: Capabilities["rate"]): Capabilities => ({
  formats: ["text"],
  bytes: 2048,
  rate,
  mentions: false,
  idempotent: false,
  // Everybody in the group reads a message, so names and numbers are masked.
  audience: "group"
})

/** What the error codes of the robot mean. Any other code is permanent. */
const failures: Readonly<Record<number, Pick<DeliveryFailed, "kind" | "retryAfter" | "reason">>> = {
  [-1]: { kind: "transient", reason: "the chat is busy" },
  45_009: { kind: "transient", reason: "too many messages in a minute", retryAfter: 60_000 }
}

const codeOf = (reply: unknown): number =>
  typeof reply === "object" && reply !== null && "errcode" in reply ? Number(reply.errcode) : Number.NaN

const failureOf = (notice: Notice, code: number): DeliveryFailed =>
  new DeliveryFailed({
    channel,
    key: notice.key,
    ...(failures[code] ?? { kind: "permanent", reason: `the robot refused the message (${code})` })
  })

/** Makes the channel. The webhook is a secret: who knows it can post into the group. */
export const robot = (webhook: string, rate: Capabilities["rate"] = pace): NotifierAdapter => {
  const capabilities = capabilitiesAt(rate)
  const deliver: NotifierAdapter["deliver"] = async (notice, signal) => {
    const marks = Texts.NoticeMarks.of(Texts.Texts.builtIn, notice.language)
    for (const content of messages(notice, capabilities, marks)) {
      const answer = await fetch(webhook, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ msgtype: "text", text: { content } }),
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)])
      })
      // A proxy that answers in place of the robot has no JSON: the error of the parser counts as transient.
      const code = codeOf(await answer.json())
      if (code !== 0) throw failureOf(notice, code)
    }
  }
  return { channel, capabilities, deliver }
}
