/** Converts a notice to a CloudEvents 1.0 event, in JSON. */
import { seenBy, type Capabilities, type Notice } from "@liulinhui/core/Notifier"

/** The type name of the event. If the fields of `data` change, the event gets another type name. */
const type = "liulinhui.notice.v1"

/**
 * Makes the event for a notice. The `id` of the event is the key of the notice, which is the same in every attempt. So
 * a receiver can detect a repeated event by `id` and `source`.
 *
 * @category constructors
 */
export const ofNotice = (
  { at, body, district, key, language, recipient, rule, title, to, urgent }: Notice,
  audience: Capabilities["audience"]
) => ({
  specversion: "1.0",
  id: key,
  source: `/districts/${encodeURIComponent(district)}`,
  type,
  subject: rule,
  time: new Date(at).toISOString(),
  datacontenttype: "application/json",
  data: {
    rule,
    to,
    recipient: seenBy(audience, recipient),
    language,
    urgent,
    title: seenBy(audience, title),
    body: seenBy(audience, body)
  }
})
