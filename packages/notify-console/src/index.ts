/**
 * Prints notices on a terminal, one line for each. Use it for demos, for development, and in districts that read
 * notices on a screen.
 */
import { seenBy, type Capabilities, Notifier, type Notice } from "@liulinhui/core/Notifier"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** What a terminal can deliver: it has one reader, the person who runs the program, and no limit on length or rate. */
export const capabilities: Capabilities = {
  formats: ["text"],
  bytes: Number.POSITIVE_INFINITY,
  rate: [],
  mentions: false,
  idempotent: false,
  audience: "one"
}

// Control characters are removed, because they could move the cursor or change colours.
const oneLine = (text: string): string => seenBy("one", text).replaceAll("\n", " ")

/** Formats a notice as one line of text. Urgent notices are marked by a word, never only by colour. */
export const line = (
  { body, language, recipient, title, urgent }: Notice,
  texts: Texts.Texts = Texts.builtIn
): string => {
  const { say } = Texts.words(texts, language)
  const mark = urgent ? say("notice.urgent") : ""
  return `${mark}${say("notice.line", {
    recipient: oneLine(recipient),
    title: oneLine(title),
    body: body === "" ? undefined : oneLine(body)
  })}`
}

/**
 * Provides a channel that passes each line to `write`. Default: writes to the standard output of the process.
 *
 * @example
 * ```ts
 * import { Notice, Notifier } from "@liulinhui/core/Notifier"
 * import * as NotifyConsole from "@liulinhui/notify-console"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const lines: Array<string> = []
 * const notice = Schema.decodeUnknownSync(Notice)({
 *   key: "wan-liu/7/case-opened/office/console",
 *   district: "wan-liu",
 *   rule: "case-opened",
 *   to: "office",
 *   recipient: "居委会",
 *   language: "zh",
 *   urgent: false,
 *   at: Date.UTC(2026, 2, 2),
 *   title: "新案件",
 *   body: "7号楼301室"
 * })
 * await Effect.runPromise(
 *   Notifier.use((notifier) => notifier.deliver(notice)).pipe(
 *     Effect.provide(NotifyConsole.layer({ write: (text) => lines.push(text) }))
 *   )
 * )
 * assert.deepEqual(lines, ["→ 居委会｜新案件：7号楼301室"])
 * ```
 */
export const layer = (
  options: { readonly write?: (line: string) => unknown } = {}
): Layer.Layer<Notifier> => {
  const write = options.write ?? ((text: string) => process.stdout.write(`${text}\n`))
  return Layer.effect(
    Notifier,
    Effect.map(Texts.Current, (texts) => ({
      channel: "console",
      capabilities,
      deliver: (notice) =>
        Effect.sync(() => {
          write(line(notice, texts))
        })
    }))
  )
}
