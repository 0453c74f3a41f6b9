/**
 * Turns a notice into the messages that a channel sends: in the preferred format of the channel, masked if a group sees
 * them, and split into several messages if the notice is too long for one message. All this is computed from the
 * channel's capabilities, so that a channel does not have to implement it.
 *
 * A notice is split at the end of a sentence. A sentence that is too long for a message is split between two visible
 * characters. A character that is too long for a message is split between two code points. No text is lost: the
 * messages without their numbers (`(1/3) `) are the whole notice, in order.
 */
import { mask } from "./Masking.ts"
import type { Capabilities, Format, Notice } from "./Notifier.ts"

/** Measures the size of a message in bytes. Most channels count the bytes of the UTF-8 text. */
export type Measure = (text: string) => number

const encoder = new TextEncoder()

/** The number of bytes of a text in UTF-8. */
export const utf8: Measure = (text) => encoder.encode(text).length

/** The number of bytes of a text in UTF-8 when the text is written inside a JSON string. */
export const json: Measure = (text) => utf8(JSON.stringify(text)) - 2

// ------------------------------------------------------------------------------------------------------------- format

interface Style {
  readonly escape: (text: string) => string
  readonly title: readonly [string, string]
  readonly page: readonly [string, string]
}

// Characters with a meaning in Markdown are replaced by full-width characters, which look similar and have no meaning
// in Markdown. (Escaping does not work: chat programs escape in different ways, and a backslash would be visible.) So a
// text that a person wrote cannot become a link, a mention or a heading.
const inMarkdown: Readonly<Record<string, string>> = {
  "*": "＊",
  _: "＿",
  "`": "｀",
  "[": "［",
  "]": "］",
  "<": "＜",
  ">": "＞",
  "#": "＃",
  "~": "～",
  "|": "｜"
}

const inHtml: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\n": "<br>"
}

const replacing =
  (marks: Readonly<Record<string, string>>) =>
  (text: string): string =>
    text.replace(/[^\p{L}\p{N} ]/gu, (mark) => marks[mark] ?? mark)

const styles: Record<Format, Style> = {
  text: { escape: (text) => text, title: ["", ""], page: ["", ""] },
  markdown: { escape: replacing(inMarkdown), title: ["**", "**"], page: ["", ""] },
  html: { escape: replacing(inHtml), title: ["<strong>", "</strong>"], page: ["<p>", "</p>"] }
}

// Removes control characters except line ends from a text, and repairs broken surrogate pairs.
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/gu, "\n")
    .replace(/[^\P{Cc}\n]+/gu, " ")
    // These characters change the order in which a text is shown.
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/[\u2028\u2029]/gu, "\n")

/**
 * Returns a text as the audience of a channel may see it: without control characters, and masked if the audience is a
 * group.
 */
export const seenBy = (audience: Capabilities["audience"], text: string): string =>
  audience === "group" ? mask(clean(text)) : clean(text)

/** Words in the language of the notice: those before the title of an urgent notice, and those before the recipient. */
export interface Marks {
  readonly urgent: string
  readonly to: string
}

// ------------------------------------------------------------------------------------------------------------- cutting

const sentences = new Intl.Segmenter("zh", { granularity: "sentence" })
const characters = new Intl.Segmenter("zh", { granularity: "grapheme" })

const segments = (segmenter: Intl.Segmenter, text: string): ReadonlyArray<string> =>
  [...segmenter.segment(text)].map(({ segment }) => segment)

/** A part of a notice's text that is not split: the text as it is sent, and its size. */
interface Piece {
  readonly sent: string
  readonly size: number
}

const piecesOf = (
  text: string,
  { measure, room, style }: { readonly measure: Measure; readonly room: number; readonly style: Style }
): ReadonlyArray<Piece> => {
  const piece = (part: string): Piece => {
    const sent = style.escape(part)
    return { sent, size: measure(sent) }
  }
  const within = (
    part: string,
    finer: ReadonlyArray<(text: string) => ReadonlyArray<string>>
  ): ReadonlyArray<Piece> => {
    const whole = piece(part)
    const [cut, ...rest] = finer
    return whole.size <= room || cut === undefined
      ? [whole]
      : cut(part).flatMap((smaller) => within(smaller, rest))
  }
  return segments(sentences, text).flatMap((sentence) =>
    within(sentence, [(part) => segments(characters, part), (part) => [...part]])
  )
}

/** Joins parts of a notice's text into messages. Each message contains as many parts as fit. */
const filled = (pieces: ReadonlyArray<Piece>, room: number): ReadonlyArray<string> => {
  const full: Array<string> = []
  let open: Array<string> = []
  let left = room
  for (const { sent, size } of pieces) {
    if (size > left && open.length > 0) {
      full.push(open.join(""))
      open = []
      left = room
    }
    open.push(sent)
    left -= size
  }
  return [...full, open.join("")]
}

const markOf = (at: number, of: number): string => `(${at}/${of}) `

/**
 * Returns the messages of a notice for a channel.
 *
 * `marks` are words in the language of the notice. `measure` says how the channel counts the bytes of a text. Use
 * {@link json} if the limit applies to a JSON body. Default: the bytes of the text in UTF-8.
 *
 * @example
 * ```ts
 * import { messages, Notice } from "@liulinhui/core/Notifier"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const notice = Schema.decodeUnknownSync(Notice)({
 *   key: "wan-liu/7/relapse/office/wecom",
 *   district: "wan-liu",
 *   rule: "relapse",
 *   to: "office",
 *   recipient: "居委会 office",
 *   language: "zh",
 *   urgent: true,
 *   at: Date.UTC(2026, 2, 2),
 *   title: "楼道返潮",
 *   body: "12号楼又堆上了。请今天去看一看。"
 * })
 * const group = { formats: ["text"], bytes: 64, rate: [], mentions: false, idempotent: false, audience: "group" } as const
 * assert.deepEqual(messages(notice, group, { urgent: "【急】", to: "致：" }), [
 *   "(1/2) 【急】楼道返潮\n致：居委会 office\n",
 *   "(2/2) 12号楼又堆上了。请今天去看一看。"
 * ])
 * ```
 * @category constructors
 */
export const messages = (
  { body, recipient, title, urgent }: Notice,
  { audience, bytes, formats }: Capabilities,
  marks: Marks,
  measure: Measure = utf8
): readonly [string, ...ReadonlyArray<string>] => {
  const style = styles[formats[0]]
  const seen = (text: string): string => seenBy(audience, text)
  const head = `${urgent ? marks.urgent : ""}${seen(title).replaceAll("\n", " ")}`
  const text = `${marks.to}${seen(recipient).replaceAll("\n", " ")}${body === "" ? "" : `\n${seen(body)}`}`
  const [before, after] = style.page
  const heading = `${style.title[0]}${style.escape(head)}${style.title[1]}${style.escape("\n")}`
  const whole = `${before}${heading}${style.escape(text)}${after}`
  if (measure(whole) <= bytes) return [whole]

  for (let digits = 1; ; digits++) {
    const most = 10 ** digits - 1
    const room = bytes - measure(`${before}${markOf(most, most)}${after}`)
    const cutting = { measure, room, style }
    const top: ReadonlyArray<Piece> =
      measure(heading) <= room ? [{ sent: heading, size: measure(heading) }] : piecesOf(`${head}\n`, cutting)
    const [first = "", ...rest] = filled([...top, ...piecesOf(text, cutting)], room)
    if (rest.length + 1 <= most) {
      const marked = (part: string, at: number): string =>
        `${before}${markOf(at + 1, rest.length + 1)}${part}${after}`
      return [marked(first, 0), ...rest.map((part, at) => marked(part, at + 1))]
    }
  }
}
