import { describe, expect, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { all, root } from "../../src/packages.ts"

const published = all().filter(({ folder, manifest }) => folder.startsWith("packages/") && !manifest.private)

const { catalogs }: { catalogs: { published: Readonly<Record<string, string>> } } = parse(
  readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")
)

/** The only third party of which one version is required. `pnpm-workspace.yaml` says why. */
const exact = "hucre"

const text = (folder: string, file: string): string => {
  const path = join(root, folder, file)
  return existsSync(path) ? readFileSync(path, "utf8") : ""
}

describe.each(published.map((one) => [one.folder, one] as const))(
  "the package in %s",
  (folder, { manifest }) => {
    it("has a README that begins with its name and says how to install it", () => {
      const readme = text(folder, "README.md")
      expect(readme.split("\n")[0]?.startsWith(`# ${manifest.name}`)).toBe(true)
      expect(readme).toMatch(/^npm install /m)
    })

    it("has an example in its README, which a test runs", () => {
      // The command-line package has no module to import, so its README has shell commands instead of TypeScript. Another
      // test runs the commands of docs/commands.md.
      const fence = manifest.name === "@liulinhui/cli" ? "```sh" : "```ts"
      expect(text(folder, "README.md").split("\n")).toContain(fence)
    })

    it("has a door to its package.json, and keywords for those who search", () => {
      const { exports, publishConfig, ...rest } = JSON.parse(text(folder, "package.json"))
      expect(exports["./package.json"]).toBe("./package.json")
      expect(publishConfig.exports["./package.json"]).toBe("./package.json")
      expect(rest).toMatchObject({ license: "MIT", description: expect.stringMatching(/\w{3}/) })
      expect(rest.keywords.length).toBeGreaterThan(2)
    })

    it("accepts every later compatible version of its neighbours", () => {
      const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
      const neighbours = ranges.filter(([name]) => name.startsWith("@liulinhui/"))
      expect(neighbours.filter(([, range]) => range !== "workspace:^")).toEqual([])
    })

    it("accepts every later compatible version of a third party", () => {
      const others = Object.keys(manifest.dependencies ?? {}).filter(
        (name) => !/^(@liulinhui\/|liulinhui$)/.test(name)
      )
      expect(others.map((name) => manifest.dependencies?.[name])).toEqual(
        others.map(() => "catalog:published")
      )
      const ranges = [
        ...others.map((name) => [name, catalogs.published[name] ?? ""] as const),
        ...Object.entries(manifest.peerDependencies ?? {}).filter(([, range]) => range !== "workspace:^")
      ]
      expect(ranges.filter(([name, range]) => !range.startsWith("^") && name !== exact)).toEqual([])
    })
  }
)
