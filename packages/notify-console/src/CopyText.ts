/**
 * Makes texts from notices, to copy and paste into a chat. Use it for WeChat: a WeChat group has no robot, so a member
 * of the residents' committee pastes the text there.
 *
 * All notices for one recipient become one text. Urgent notices come first. Personal data in the text are masked,
 * because everybody in the group can read it.
 */
import type { ActorId } from "@liulinhui/core/Id"
import { messages, type Capabilities, type Notice } from "@liulinhui/core/Notifier"
import { NoticeMarks, Texts } from "@liulinhui/texts"

/** All notices for one recipient, as texts to paste one after another. Usually there is only one text. */
export interface CopyText {
  readonly to: ActorId
  readonly recipient: string
  readonly texts: readonly [string, ...ReadonlyArray<string>]
}

/** What a pasted text can deliver: it is short enough to be pasted at once, and everybody in the group sees it. */
export const capabilities: Capabilities = {
  formats: ["text"],
  bytes: 4_096,
  rate: [],
  mentions: false,
  idempotent: false,
  audience: "group"
}

const together = (texts: Texts.Texts, notices: readonly [Notice, ...ReadonlyArray<Notice>]): Notice => {
  const [first, ...rest] = notices
  if (rest.length === 0) return first
  const { say } = Texts.words(texts, first.language)
  const mark = say("notice.urgent")
  return {
    ...first,
    urgent: notices.some(({ urgent }) => urgent),
    title: say("notice.several", { n: notices.length }),
    body: notices
      .map(
        ({ body, title, urgent }, at) =>
          `${at + 1}. ${urgent ? mark : ""}${title}${body === "" ? "" : `\n${body}`}`
      )
      .join("\n\n")
  }
}

/**
 * Makes texts to paste from notices. Recipients are in the order in which they first appear.
 *
 * @example
 * ```ts
 * import { Notice } from "@liulinhui/core/Notifier"
 * import { copyTexts } from "@liulinhui/notify-console/CopyText"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const notice = (title: string, urgent: boolean) =>
 *   Schema.decodeUnknownSync(Notice)({
 *     key: `wan-liu/7/${title}/lou-7/copy`,
 *     district: "wan-liu",
 *     rule: "relapse",
 *     to: "lou-7",
 *     recipient: "楼组长 lou-7",
 *     language: "zh",
 *     urgent,
 *     at: 0,
 *     title,
 *     body: "7号楼"
 *   })
 * const [text] = copyTexts([notice("今日巡查", false), notice("楼道返潮", true)])
 * assert.equal(
 *   text?.texts[0],
 *   "【急】2条通知\n致：楼组长 lou-7\n1. 【急】楼道返潮\n7号楼\n\n2. 今日巡查\n7号楼"
 * )
 * ```
 * @category constructors
 */
export const copyTexts = (
  notices: Iterable<Notice>,
  texts: Texts.Texts = Texts.builtIn
): ReadonlyArray<CopyText> => {
  const groups = new Map<string, [Notice, ...Array<Notice>]>()
  for (const notice of notices) {
    const group = `${notice.to} ${notice.language}`
    const known = groups.get(group)
    if (known === undefined) groups.set(group, [notice])
    else known.push(notice)
  }
  return [...groups.values()].map((group) => {
    const [first, ...rest] = group.toSorted((a, b) => Number(b.urgent) - Number(a.urgent) || a.at - b.at)
    const all: readonly [Notice, ...ReadonlyArray<Notice>] = [first ?? group[0], ...rest]
    const marks = NoticeMarks.of(texts, group[0].language)
    return {
      to: group[0].to,
      recipient: group[0].recipient,
      texts: messages(together(texts, all), capabilities, marks)
    }
  })
}
