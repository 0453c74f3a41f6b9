/** Makes the declarations (`.d.ts`) of every library with `tsc`. They are made again only if a source has changed. */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { all, isLibrary, root } from "./packages.ts"

const cache = join(root, "node_modules/.cache/declarations")

/** A hash of everything that the declarations depend on: all sources, the compiler options, and the lock file. */
const key = (folders: ReadonlyArray<string>): string => {
  const hash = createHash("sha256")
  const sources = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }).toSorted())
  for (const file of [...sources, "tsconfig.base.json", "pnpm-lock.yaml"]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest("hex")
}

const compile = (include: ReadonlyArray<string>, outDir: string): void => {
  const compilerOptions = {
    rootDir: root,
    outDir,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true
  }
  writeFileSync(
    join(cache, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include })
  )
  const tsc = join(root, "node_modules/.bin/tsc")
  const { status, stdout, stderr } = spawnSync(tsc, ["-p", cache], { encoding: "utf8" })
  if (status !== 0) throw new Error(`tsc wrote no declarations:\n${stdout}${stderr}`)
}

/**
 * Makes the declarations (`.d.ts`) of all libraries if they are out of date, and returns their folder. The folder has
 * the same layout as the workspace, such as `packages/core/src/place/Id.d.ts`. Types are not checked here; the type
 * check does that.
 *
 * @throws with the messages of the compiler if it failed.
 */
export const declarations = (): string => {
  const libraries = all().filter(isLibrary)
  const folders = libraries.map(({ folder }) => `${folder}/src`)
  const wanted = key(folders)
  const keyFile = join(cache, "key")
  const output = join(cache, "output")
  if (existsSync(keyFile) && readFileSync(keyFile, "utf8") === wanted) return output
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  // Packages that have Effect as their own dependency ("faces") export some of its names again. In the declarations of
  // other packages, the compiler would then import these names from a face. So the compiler makes the declarations of
  // the other packages in a separate run, in which it does not see the faces.
  const [others = [], faces = []] = [false, true].map((isFace) =>
    libraries
      .filter(({ manifest }) => (manifest.dependencies?.["effect"] !== undefined) === isFace)
      .map(({ folder }) => join(root, folder, "src"))
  )
  for (const include of [faces, others]) if (include.length > 0) compile(include, output)
  writeFileSync(keyFile, wanted)
  return output
}
