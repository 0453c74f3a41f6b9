/** The models that the tests of this package try: the shipped playbooks, and the model of another district. */
import { apply } from "@liulinhui/core/Model"
import { readModelFile } from "@liulinhui/model-file"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** The Six-Heart working method in a district without branches and people. */
export const elsewhere: Schema.Json = apply(sixHearts, {
  id: "elsewhere",
  name: { zh: "别处", en: "Elsewhere" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } }
})

/** The model of `examples/02-another-district`. */
export const anotherDistrict = (): Schema.Json => {
  const file = join(import.meta.dirname, "../../../examples/02-another-district/en/district.yaml")
  const read = readModelFile(readFileSync(file, "utf8"), { file, bases: { "six-hearts": sixHearts } })
  return Result.getOrThrow(read).document
}
