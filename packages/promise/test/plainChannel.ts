/** A channel that posts JSON with `fetch`, written only with plain async functions; and a receiver for its tests. */
import { httpReceiver } from "@liulinhui/testing/Receiver"
import { NoticeMarks, Texts } from "@liulinhui/texts"
import { DeliveryFailed, messages, type NotifierAdapter } from "../src/index.ts"

const secret = "5f4dcc3b5aa765d61d8327deb882cf99"
const limit = 500
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: "{}" })

/** The receiver of the channel. It accepts `{ key, text }` with at most 500 bytes. */
export const chatReceiver = httpReceiver({
  path: `/send?token=${secret}`,
  secrets: [secret],
  quiet: 3_000,
  took: () => ({ status: 200, body: '{"ok":true}' }),
  answers: {
    refuse: answer(400),
    "refuse-recipient": answer(404),
    busy: answer(503),
    limit: answer(429, { "retry-after": "3" })
  },
  hear: ({ body }) => {
    const { key, text } = JSON.parse(body) as { key: string; text: string }
    const bytes = Buffer.byteLength(text)
    return bytes > limit ? answer(413) : { key, text, bytes }
  }
})

/** Makes the channel that sends to a receiver. */
export const plainChannel = (address: string): NotifierAdapter => {
  const capabilities = {
    formats: ["text"],
    bytes: limit,
    rate: [],
    mentions: false,
    idempotent: true,
    audience: "one"
  } as const
  return {
    channel: "plain",
    capabilities,
    deliver: async (notice, signal) => {
      const failed = (kind: DeliveryFailed["kind"], reason: string, retryAfter?: number) =>
        new DeliveryFailed({
          channel: "plain",
          key: notice.key,
          kind,
          reason,
          ...(retryAfter === undefined ? {} : { retryAfter })
        })
      for (const text of messages(notice, capabilities, NoticeMarks.of(Texts.builtIn, notice.language))) {
        const response = await fetch(address, {
          method: "POST",
          body: JSON.stringify({ key: notice.key, text }),
          redirect: "manual",
          signal: AbortSignal.any([signal, AbortSignal.timeout(1_500)])
        })
        const body = await response.text()
        if (response.status === 404)
          throw failed("refused-recipient", "the receiver does not know the recipient")
        if (response.status === 429) {
          throw failed("transient", "too many messages", Number(response.headers.get("retry-after")) * 1_000)
        }
        if (response.status === 503) throw failed("transient", "the receiver is busy")
        if (response.status === 502) throw failed("transient", "a proxy answered")
        if (response.status !== 200 || !body.includes("ok"))
          throw failed("permanent", `status ${response.status}`)
      }
    }
  }
}
