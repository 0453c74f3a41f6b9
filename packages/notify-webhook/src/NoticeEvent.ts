/** A notice as a CloudEvents 1.0 event, in JSON. */
import { seenBy, type Capabilities, type Notice } from "@liulinhui/core/Notifier"

/** The type of the event. The shape of its `data` never changes under this name. */
const type = "liulinhui.notice.v1"

/**
 * Makes the event for a notice. Its `id` is the key of the notice, the same in every attempt. A receiver detects a
 * repeat by `id` and `source`.
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
