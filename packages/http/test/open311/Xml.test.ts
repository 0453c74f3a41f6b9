import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import * as Xml from "../../src/open311/Xml.ts"
import { asTexts, readXml } from "./readXml.ts"

const leaf = fc.oneof(
  fc.constantFrom("<script>&amp;]]>", "\"quoted\" and 'quoted'", "字", "&#0;"),
  // Control characters and half characters cannot be written in XML.
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed().replaceAll(/[\p{C}\s]/gu, "")),
  fc.integer(),
  fc.boolean(),
  fc.constant(null)
)
const record = fc.dictionary(fc.constantFrom("code", "description", "lat"), leaf, { minKeys: 1 })
const answers = fc.oneof(
  fc.array(record).map((value) => ({ root: "errors", value })),
  fc.array(record).map((values) => ({ root: "service_definition", value: { service_code: "x", values } }))
)

describe("an answer as XML", () => {
  it("is read by another library as the JSON that the specification maps it to", () => {
    fc.assert(
      fc.property(answers, ({ root, value }) => {
        expect(readXml(Xml.write(root, value))).toEqual({ root, value: asTexts(value) })
      })
    )
  })

  it("leaves out characters that XML does not allow", () => {
    const { value } = readXml(Xml.write("errors", [{ code: 400, description: "a\u0000\uD800\u202Eb" }]))
    expect(value).toEqual([{ code: "400", description: "a \uFFFDb" }])
  })
})
