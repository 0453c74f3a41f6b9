/** Wording a reason why something is refused. */
import type { Language } from "@liulinhui/core/kernel/Text"
import { format, type Param, type Params } from "./Message.ts"
import { type PlainReason, reasons } from "./reasons.ts"

// A field of a reason is a text, a number, a list of texts, or a list of small records whose first field names a thing.
const param = (value: unknown): Param => {
  if (typeof value === "number" || typeof value === "string") return value
  if (!Array.isArray(value)) return JSON.stringify(value)
  return value.length === 0
    ? "—"
    : value.map((item: unknown) =>
        typeof item === "object" && item !== null
          ? Object.values(item)
              .filter((part) => typeof part === "string")
              .join(" ")
          : String(item)
      )
}

const isPlain = (reason: { readonly _tag: string }): reason is PlainReason =>
  Object.hasOwn(reasons, reason._tag)

/**
 * A reason in words, without a full stop. One that the catalogue does not know stands there by its tag and fields, so
 * that nothing is ever told less than it is known.
 *
 * @example
 * ```ts
 * import { sayReason } from "@liulinhui/texts"
 * import { strict as assert } from "node:assert"
 *
 * const reason = { _tag: "ElderHasNoCompanion", elder: "b07-301-1" }
 * assert.equal(sayReason("en", reason), "elder b07-301-1 has no companion")
 * ```
 */
export const sayReason = (language: Language, reason: { readonly _tag: string }): string => {
  const { _tag, ...fields } = reason
  const params: Params = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, param(value)])
  )
  return isPlain(reason)
    ? format(language, reasons[reason._tag][language], params)
    : [_tag, ...Object.entries(fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`)].join(" ")
}
