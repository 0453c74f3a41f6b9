/** Writes the reference of all public names. It takes about a minute. */
import { afterAll, describe, expect, it } from "@effect/vitest"
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { all, doorsOf, isLibrary, root } from "../src/packages.ts"
import { write } from "../src/reference.ts"

const folder = mkdtempSync(join(tmpdir(), "reference-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("the reference", () => {
  it("has a page for each door, named as it is imported, with its names by category", async () => {
    const doors = all()
      .filter(isLibrary)
      .flatMap(({ folder: at, manifest: { exports = {}, name } }) =>
        doorsOf({ name, folder: join(root, at) }, exports).map(({ specifier }) => specifier)
      )
    expect((await write(folder)).toSorted()).toEqual(doors.toSorted())
    const pages = globSync("modules/**/*.html", { cwd: folder }).map((page) =>
      readFileSync(join(folder, page), "utf8")
    )
    const page = pages.find((text) => text.includes("<title>@liulinhui/core/Pairing | liulinhui</title>"))
    expect(page).toContain("constructors")
    expect(page).toContain("problem")
  })
})
