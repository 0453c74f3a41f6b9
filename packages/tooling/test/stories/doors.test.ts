import { describe, expect, it } from "@effect/vitest"
import { all, doorFlaws, type Manifest } from "../../src/packages.ts"

const flawsOf = (
  exports: Manifest["exports"],
  published: Manifest["exports"] = exports
): ReadonlyArray<string> =>
  doorFlaws({
    folder: "packages/a",
    manifest: {
      name: "a",
      version: "0.0.0",
      exports: exports ?? {},
      publishConfig: { exports: published ?? {} }
    }
  })

describe("the doors of a package", () => {
  it.each(all().map((each) => [each.manifest.name, each] as const))(
    "of %s are named one by one",
    (_, each) => {
      expect(doorFlaws(each)).toEqual([])
    }
  )

  it("that are wildcards are refused", () => {
    expect(flawsOf({ "./*": "./src/*.ts" })).toEqual(["a: the door ./* is a wildcard; name each module"])
  })

  it.each([
    { "./internal/X": "./src/internal/X.ts" },
    { "./X": "./src/kernel/internal/X.ts" },
    { "./X": { types: "./dist/internal/X.d.ts", default: "./dist/internal/X.js" } }
  ])("to internal modules are refused: %o", (exports) => {
    expect(flawsOf(exports)).toEqual([expect.stringContaining("opens an internal module")])
  })

  it("are the same when published as in the workspace", () => {
    const target = { types: "./dist/X.d.ts", default: "./dist/X.js" }
    expect(flawsOf({ "./X": "./src/X.ts" }, { "./X": target })).toEqual([])
    expect(flawsOf({ "./X": "./src/X.ts", "./Y": "./src/Y.ts" }, { "./X": target })).toEqual([
      "a: exports are ./X ./Y; publishConfig.exports are ./X"
    ])
  })
})
