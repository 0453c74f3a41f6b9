/** Packs the packages, and checks each tarball. */
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { doorsOf, isLibrary, type Package, root } from "../packages.ts"
import { fail, home, run, say, tools } from "./run.ts"

/** A package in the form in which users install it. */
export interface Packed {
  readonly name: string
  readonly tarball: string
  readonly isLibrary: boolean
  /** The specifiers of all modules that others may import, such as `@liulinhui/core/Day`. */
  readonly doors: ReadonlyArray<string>
}

/** Packs a package, and checks its tarball with `publint` and `attw`. */
export const pack = (one: Package): Packed => {
  const { folder: at, manifest } = one
  const folder = join(root, at)
  const doors = doorsOf({ name: manifest.name, folder }, manifest.publishConfig?.exports ?? {}).map(
    ({ specifier }) => specifier
  )
  const packed = run("pnpm", ["pack", "--json", "--pack-destination", home], folder)
  const { filename: tarball }: { filename: string } = JSON.parse(packed)
  run(join(tools, "publint"), ["run", tarball, "--strict"], folder)
  if (doors.length > 0) {
    // The tool `attw`, which checks the types of a package, ignores wildcards in `exports`. So each module is passed by
    // name.
    const entrypoints = doors.map((door) => `.${door.slice(manifest.name.length)}`)
    run(join(tools, "attw"), [tarball, "--profile", "esm-only", "--entrypoints", ...entrypoints], folder)
  }
  say(`  ${manifest.name}: clean, ${doors.length} doors`)
  return { name: manifest.name, tarball, isLibrary: isLibrary(one), doors }
}

/**
 * Checks that a debugger and an editor find the sources of an installed library: each JavaScript file and each
 * declaration has a source map, and its sources are in the package.
 */
export const checkMaps = (name: string, folder: string): void => {
  const files = globSync("dist/**/*.{js,d.ts}", { cwd: folder })
  if (files.length === 0) fail(`${name} has no file in dist`)
  for (const file of files) {
    const map = join(folder, `${file}.map`)
    if (!existsSync(map)) fail(`${name}/${file} has no source map`)
    const { sources }: { sources: ReadonlyArray<string> } = JSON.parse(readFileSync(map, "utf8"))
    const lost = sources.filter((source) => !existsSync(join(dirname(map), source)))
    if (sources.length === 0 || lost.length > 0)
      fail(`${name}/${file}.map leads to no source: ${lost.join(", ")}`)
  }
}
