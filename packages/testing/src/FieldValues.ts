/** Values that evidence fields accept, such as a photo or a date. Each field has one value, so that examples are short. */
import type { Evidence, Value } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import type { Field } from "@liulinhui/core/Playbook"

const hash = "0".repeat(64)

/** Returns a value that a field of evidence accepts. The value of a date field is the given day. */
export const fitting = ({ choices, least = 0, most = 100, type }: Field, on: Day.Day): Value => {
  switch (type) {
    case "text":
      return "seen"
    case "number":
    case "amount":
      return Math.ceil(Math.max(least, Math.min(most, 1)))
    case "date":
      return Day.toIso(on)
    case "photo":
      return { photo: "photos/1", sha256: hash }
    case "signature":
      return { signer: "household:b01-301", sha256: hash }
    case "choice":
      return Object.keys(choices ?? {})[0] ?? ""
    case "list":
      return Array.from({ length: Math.max(least, 1) }, () => "item")
  }
}

/** Evidence with a valid value for each of the given fields. */
export const filled = (asked: ReadonlyMap<string, Field>, on: Day.Day): Evidence =>
  Object.fromEntries([...asked].map(([id, field]) => [id, fitting(field, on)]))
