import { afterEach, describe, expect, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isAllowed, review, reviewAll } from "../src/dependencies.ts"

const folders: Array<string> = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** Makes a project with packages in `node_modules`, and reviews it. */
const reviewed = (
  packages: Readonly<Record<string, object>>,
  own: object,
  extra: Readonly<Record<string, string>> = {}
) => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "review-")))
  folders.push(home)
  const write = (file: string, text: string) => {
    mkdirSync(join(home, file, ".."), { recursive: true })
    writeFileSync(join(home, file), text)
  }
  write("package.json", JSON.stringify({ name: "ours", ...own }))
  for (const [name, manifest] of Object.entries(packages)) {
    const whole = { name, version: "1.0.0", license: "MIT", ...manifest }
    write(`node_modules/${name}/package.json`, JSON.stringify(whole))
  }
  for (const [file, text] of Object.entries(extra)) write(file, text)
  return review([home], (name) => name === "ours")
}

describe("what users install with the packages", () => {
  it("has licences that permit its use, and runs no script", () => {
    const { flaws, packages } = reviewAll()
    expect(flaws).toEqual([])
    expect(packages).toBeGreaterThan(20)
  })
})

describe("the review of dependencies", () => {
  it("finds a licence that is not in the list, also of an indirect dependency", () => {
    const { flaws, packages } = reviewed(
      { direct: { dependencies: { indirect: "1" } }, indirect: { license: "GPL-3.0-only" } },
      { dependencies: { direct: "1" } }
    )
    expect(packages).toBe(2)
    expect(flaws).toEqual([expect.stringContaining('indirect@1.0.0 has the licence "GPL-3.0-only"')])
  })

  it("finds a package without a licence", () => {
    const { flaws } = reviewed({ bare: { license: undefined } }, { dependencies: { bare: "1" } })
    expect(flaws).toEqual([expect.stringContaining("bare@1.0.0 has the licence undefined")])
  })

  it.each(["preinstall", "install", "postinstall"])("finds a script %s", (script) => {
    const { flaws } = reviewed(
      { loud: { scripts: { [script]: "node x.js", test: "x" } } },
      { dependencies: { loud: "1" } }
    )
    expect(flaws).toEqual([`loud@1.0.0 runs scripts when it is installed: ${script}. Use another package`])
  })

  it("finds native code that is built during the installation", () => {
    const { flaws } = reviewed(
      { native: {} },
      { peerDependencies: { native: "1" } },
      { "node_modules/native/binding.gyp": "" }
    )
    expect(flaws).toEqual([expect.stringContaining("binding.gyp")])
  })

  it("reports a package that is needed and not installed, but not one for another platform or an optional peer", () => {
    const { flaws } = reviewed(
      {},
      {
        dependencies: { missing: "1" },
        optionalDependencies: { "other-platform": "1" },
        peerDependencies: { "on-purpose": "1" },
        peerDependenciesMeta: { "on-purpose": { optional: true } }
      }
    )
    expect(flaws).toEqual(["ours needs missing, which is not installed: it cannot be reviewed"])
  })

  it("reads licence expressions", () => {
    expect(isAllowed("(MIT OR GPL-3.0)")).toBe(true)
    expect(isAllowed("MIT AND GPL-3.0")).toBe(false)
    expect(isAllowed("(MIT AND Zlib) OR Apache-2.0")).toBe(true)
    expect(isAllowed("SEE LICENSE IN FILE")).toBe(false)
  })
})
