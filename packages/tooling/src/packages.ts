/**
 * Reads the packages of the workspace from their `package.json` files: their names, dependencies and doors (the modules
 * that others may import). This file names no package, so a new package needs no change here.
 */
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The root folder of the workspace. */
export const root = join(import.meta.dirname, "../../..")

/** The target of a door in `exports`: a file, or one file for each condition such as `import` or `types`. */
export type Target = string | Readonly<Record<string, string>>

/** The fields of a `package.json` that the tools use. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, Target>>
  readonly publishConfig?: {
    readonly exports?: Readonly<Record<string, Target>>
    readonly bin?: Readonly<Record<string, string>>
  }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** A package of the workspace: its folder relative to the root, such as `packages/core`, and its `package.json`. */
export interface Package {
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * A door: a module that others may import, such as `@liulinhui/core/place/Id`, and its file relative to the package.
 */
export interface Door {
  readonly specifier: string
  readonly file: string
}

/** All packages and examples of the workspace, sorted by folder. */
export const all = (): ReadonlyArray<Package> =>
  globSync("{packages,examples}/*/package.json", { cwd: root })
    .map((path) => path.slice(0, -"/package.json".length))
    .toSorted()
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))
    }))

const fileOf = (target: Target): string | undefined =>
  typeof target === "string" ? target : target["default"]

/**
 * All doors in the `exports` of a package, with wildcards expanded, sorted by name. Data files, such as
 * `./package.json`, are left out.
 *
 * @throws if a door leads to no file.
 */
export const doorsOf = (
  { name, folder }: { readonly name: string; readonly folder: string },
  exports: Readonly<Record<string, Target>>
): ReadonlyArray<Door> =>
  Object.entries(exports)
    .flatMap(([door, target]) => {
      const pattern = fileOf(target)?.replace(/^\.\//, "")
      if (pattern === undefined || !/\.(tsx?|js)$/.test(pattern)) return []
      const files = globSync(pattern, { cwd: folder })
      if (files.length === 0) throw new Error(`${name} exports ${door}, but there is no ${pattern}`)
      const [before = "", after = ""] = pattern.split("*")
      return files.map((file) => ({
        specifier: join(name, door.replace("*", file.slice(before.length, file.length - after.length))),
        file
      }))
    })
    .toSorted((a, b) => (a.specifier < b.specifier ? -1 : 1))

/**
 * Whether a package is a library, so that others import its modules. Not a library: a private package, and a command
 * that publishes no module.
 */
export const isLibrary = ({ manifest }: Package): boolean =>
  manifest.private !== true &&
  Object.values(manifest.publishConfig?.exports ?? {}).some((target) => !fileOf(target)?.endsWith(".json"))

/**
 * Finds mistakes in the `exports` of a package, one sentence each: a wildcard (it publishes every file that is added
 * later), a module in an `internal` folder, or published modules that differ from those in the workspace.
 */
export const doorFlaws = ({ manifest }: Package): ReadonlyArray<string> => {
  const { name, exports = {}, publishConfig = {} } = manifest
  const published = publishConfig.exports ?? {}
  const each = [...Object.entries(exports), ...Object.entries(published)]
  const flaws = each.flatMap(([door, target]) => [
    ...(door.includes("*") ? [`${name}: the door ${door} is a wildcard; name each module`] : []),
    ...([door, fileOf(target) ?? ""].some((path) => path.split("/").includes("internal"))
      ? [`${name}: the door ${door} opens an internal module`]
      : [])
  ])
  const modules = (doors: object): string =>
    Object.keys(doors)
      .filter((door) => !door.endsWith(".json"))
      .toSorted()
      .join(" ")
  const differ = isLibrary({ folder: "", manifest }) && modules(exports) !== modules(published)
  return [
    ...new Set(flaws),
    ...(differ
      ? [`${name}: exports are ${modules(exports)}; publishConfig.exports are ${modules(published)}`]
      : [])
  ]
}
