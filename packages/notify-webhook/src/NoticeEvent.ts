/** A notice as an event of CloudEvents 1.0, in JSON. */
import { seenBy } from "@liulinhui/core/ports/Messages"
import type { Capabilities, Notice } from "@liulinhui/core/ports/Notifier"

/** The type of the event: what its `data` looks like stays as it is under this name. */
export const type = "liulinhui.notice.v1"

/**
 * The event that tells of a notice. Its `id` is the notice's key, the same in every attempt: with its `source` it is how
 * a receiver knows a repeat.
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
