import { describe, expect, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { difference, reports, undocumented } from "../src/api.ts"
import { knownTypes, report } from "../src/apiReport.ts"

/**
 * Writes declaration files, and returns the API report of a package that exports all of them, except those in `hidden`.
 */
const planted = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "declarations-"))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const doors = Object.keys(files)
      .filter((name) => !name.includes("hidden"))
      .map((name) => ({ specifier: `pack/${name.replace(".d.ts", "")}`, file: join(folder, name) }))
    return report("pack", doors, knownTypes(doors))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe("the public face", () => {
  const current = reports().map((each) => [each.file, each] as const)
  it.each(current)("is equal to the report in %s", (_, each) => {
    expect(difference(each) ?? "up to date").toBe("up to date")
  })

  it.each(current)("has a docstring for every name in %s", (_, each) => {
    expect(undocumented(each)).toEqual([])
  })

  it("is compared with the report: a missing report or a changed line is shown as a difference", () => {
    const folder = mkdtempSync(join(tmpdir(), "api-"))
    try {
      const each = { file: "api.md", text: "const a: number\n" }
      expect(difference(each, folder)).toContain("+const a: number")
      writeFileSync(join(folder, "api.md"), "const a: string\n")
      expect(difference(each, folder)).toMatch(
        /api\.md is out of date.*\n[^]*-const a: string\n\+const a: number/
      )
      writeFileSync(join(folder, "api.md"), each.text)
      expect(difference(each, folder)).toBeUndefined()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe("an API report", () => {
  it("lists the names of a door in alphabetical order", () => {
    const one = "/** b */\nexport declare const b: number;\n"
    const other = "/** a */\nexport declare function a(x: string): void;\n"
    expect(planted({ "X.d.ts": one + other })).toBe(planted({ "X.d.ts": other + one }))
  })

  it("does not depend on comments, the order of imports, or the folder of a module", () => {
    const before = planted({ "X.d.ts": `/** Old. */\nexport declare const x: import("./deep/Id.ts").Id;\n` })
    const after = planted({ "X.d.ts": `/** New. */\nexport declare const x: import("../Id.ts").Id;\n` })
    expect(after).toBe(before)
    expect(after).toContain("const x: Id.Id")
  })

  it("does not depend on the order of the members of a union, at any depth", () => {
    const one = planted({ "X.d.ts": "export declare const x: { a: string | Array<2 | 1> | 3 };\n" })
    const other = planted({ "X.d.ts": "export declare const x: { a: 3 | Array<1 | 2> | string };\n" })
    expect(other).toBe(one)
  })

  it("counts names without a docstring, and marks experimental names", () => {
    const text = planted({
      "X.d.ts": "export declare const a: 1;\n/** Soon. @experimental */\nexport declare const b: 2;\n"
    })
    expect(text).toContain("1 door, 2 names, 1 without a docstring, 1 experimental.")
    expect(text).toContain("// undocumented\nconst a: 1")
    expect(text).toContain("// @experimental\nconst b: 2")
    expect(undocumented({ text })).toEqual(["const a: 1"])
  })

  it("shows a re-exported name under its new name", () => {
    const text = planted({
      "X.d.ts": 'export * from "./hidden/A.ts";\nexport { b as c } from "./hidden/B.ts";\n',
      "hidden/A.d.ts": "/** a */\nexport declare const a: 1;\n",
      "hidden/B.d.ts": "/** b */\nexport declare const b: 2;\n"
    })
    expect(text).toContain("const a: 1")
    expect(text).toContain("// exported as c\nconst b: 2")
  })

  it("shows a namespace by the name of its door, or in full if it has no door", () => {
    const text = planted({
      "A.d.ts": "/** a */\nexport declare const a: 1;\n",
      "X.d.ts": 'import * as B from "./hidden/B.ts";\nexport * as A from "./A.ts";\nexport { B };\n',
      "hidden/B.d.ts": "/** b */\nexport declare const b: 2;\n"
    })
    expect(text).toContain('export * as A from "pack/A"')
    expect(text).toContain("### namespace `B`\n\n```typescript\nconst b: 2")
  })

  it("shows an unexported type that a signature names, and the types that this type names", () => {
    const text = planted({
      "X.d.ts":
        'import type { Far } from "./hidden/F.ts";\ninterface Near { far: Far }\n/** x */\nexport declare const x: Near;\n',
      "hidden/F.d.ts": "export interface Far { deep: 1 }\nexport interface Unused { no: 1 }\n"
    })
    const [, hidden] = text.split("## Named by the signatures above, and not exported")
    expect(hidden).toContain("interface Near")
    expect(hidden).toContain("interface Far")
    expect(hidden).not.toContain("Unused")
  })

  it("leaves out private members", () => {
    const text = planted({
      "X.d.ts": "/** C */\nexport declare class C { private secret; #hard; open: 1; }\n"
    })
    expect(text).toContain("open: 1")
    expect(text).not.toMatch(/secret|hard/)
  })

  it("shows a type that is equal to the type of a constant by the name of the constant", () => {
    const day = 'S.brand<S.String, "AVeryLongNameOfADay">'
    const text = planted({
      "X.d.ts": `/** d */\nexport declare const Day: ${day};\n/** o */\nexport declare const on: S.Struct<{ day: ${day} }>;\n`
    })
    expect(text).toContain(`const Day: ${day}`)
    expect(text).toContain("day: typeof Day")
  })

  it("folds a very long type, and changes if the folded part changes", () => {
    const long = (last: string): string =>
      planted({
        "X.d.ts": `/** x */\nexport declare const x: { a: {\n${Array.from({ length: 200 }, (_, i) => `f${i}: 1;`).join("\n")}\n${last}: 1; } };\n`
      })
    expect(long("g").split("\n").length).toBeLessThan(30)
    expect(long("g")).toMatch(/a: \{ …203 lines, [0-9a-f]{8} \}/)
    expect(long("h")).not.toBe(long("g"))
  })
})
