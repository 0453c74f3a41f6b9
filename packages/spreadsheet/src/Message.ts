/** Formats messages of this package: ICU patterns with named arguments. */
import type { Language } from "@liulinhui/core/kernel/Text"
import { IntlMessageFormat } from "intl-messageformat"
import { messages } from "./messages.ts"

/** The name of a message. */
export type MessageId = keyof typeof messages

const [firstId, ...otherIds] = Object.keys(messages) as [MessageId, ...Array<MessageId>] // the keys of a literal table

/** The names of all messages. */
export const messageIds: readonly [MessageId, ...ReadonlyArray<MessageId>] = [firstId, ...otherIds]

export type Args = Readonly<Record<string, string | number>>

const locales: Record<Language, string> = { zh: "zh-CN", en: "en-GB" }

const compiled = new Map<string, IntlMessageFormat>()

const compile = (language: Language, id: MessageId): IntlMessageFormat => {
  const key = `${language} ${id}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const made = new IntlMessageFormat(messages[id][language], locales[language])
  compiled.set(key, made)
  return made
}

/** Formats a message in a language. */
export const format = (language: Language, id: MessageId, args: Args = {}): string =>
  String(compile(language, id).format(args))
