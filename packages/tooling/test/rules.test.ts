import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/packages.ts"
import { documents } from "../src/rules.ts"

describe("the documents that list the rules", () => {
  it.each(documents.map(({ file, text }) => [file, text] as const))(
    "%s is up to date (if it is not, run `pnpm run rules`)",
    (file, text) => {
      expect(readFileSync(join(root, file), "utf8")).toBe(text)
    }
  )
})
