import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { stringify } from "yaml"
import { readSections } from "../src/Sections.ts"
import { readYaml } from "../src/Yaml.ts"

const read = (text: string) => readSections(text, readYaml(text))

describe("a text of which one section is not YAML", () => {
  it("is read without this section, and every other value keeps its line", () => {
    const text = "id: small\nroles:\n  visitor: { may: [contact }\n# remark\ngroups:\n  north: { ledBy: 1 }\n"
    const found = read(text)
    expect(found?.value).toEqual({ id: "small", groups: { north: { ledBy: 1 } } })
    expect(found?.unread).toContain("roles")
    expect(found?.problems.map(({ offset }) => found.position(offset).line)).toEqual([3])
    const groups = found?.place.children.get("groups")?.offset ?? -1
    expect(found?.position(groups)).toEqual({ line: 5, column: 1 })
  })

  it("is not read at all if its base is unclear, or if nothing else is in it", () => {
    expect(read("extends: [six-hearts\nid: small\n")).toBeUndefined()
    expect(read("id: [small\n")).toBeUndefined()
    expect(read('{ "id": [1, "name": 2 }')).toBeUndefined()
  })

  it("loses no other section, wherever the broken one is", () => {
    const name = fc.stringMatching(/^[a-m]{1,5}$/u)
    const value = fc.dictionary(name, fc.oneof(fc.nat(9), fc.array(fc.nat(9)), name), {
      noNullPrototype: true
    })
    const sections = fc.dictionary(name, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true })
    fc.assert(
      fc.property(
        sections,
        fc.nat(4),
        fc.constantFrom("  x: [1", '  x: "one', "  x: { a: 1"),
        (document, at, mistake) => {
          const parts = Object.entries(document).map(([key, of]) => stringify({ [key]: of }))
          const text = parts.toSpliced(at, 0, `zz:\n${mistake}\n`).join("")
          const found = read(text)
          expect(found?.value).toEqual(document)
          expect(found?.unread).toContain("zz")
          expect(found?.problems.length).toBeGreaterThan(0)
        }
      )
    )
  })
})
