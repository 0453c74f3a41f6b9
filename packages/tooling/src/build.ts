/**
 * Builds the package in the current folder for publishing. In the workspace, the `exports` of a package point at the
 * sources. In the published package, they point at `dist`.
 *
 * A library is built by `tsc`: one JavaScript file and one declaration file for each source. So every module that
 * `exports` names exists, and no code is in two files.
 *
 * A command (a package that publishes a `bin`) is bundled by `tsup`, together with everything that it imports. It
 * starts several times faster from a few files than from a thousand, and no dependency has to be resolved after the
 * installation. A file next to the bundle contains the licences of the bundled packages.
 */
import { spawnSync } from "node:child_process"
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import process from "node:process"
import { bundle } from "./bundle.ts"

interface Manifest {
  readonly name: string
  readonly license?: string
  readonly author?: string | { readonly name: string }
  readonly publishConfig?: { readonly bin?: Record<string, string> }
}

const folder = process.cwd()
const dist = join(folder, "dist")
const manifestOf = (at: string): Manifest => JSON.parse(readFileSync(join(at, "package.json"), "utf8"))

/** Changes the imports in declarations from `.ts` to `.js`, because the published package contains only `.js` files. */
const nameJavaScript = (declarations: string): string =>
  declarations.replace(/\b(from |import |import\()"(\.{1,2}\/[^"]+)\.ts"/g, '$1"$2.js"')

const library = (): void => {
  const config = join(folder, "tsconfig.build.json")
  writeFileSync(
    config,
    JSON.stringify({
      extends: "../../tsconfig.base.json",
      compilerOptions: {
        rootDir: "src",
        outDir: "dist",
        declaration: true,
        declarationMap: true,
        sourceMap: true
      },
      include: ["src"]
    })
  )
  const { status } = spawnSync("tsc", ["-p", config], { stdio: "inherit" })
  rmSync(config)
  if (status !== 0) process.exit(status ?? 1)
  for (const file of globSync("**/*.d.ts", { cwd: dist })) {
    const path = join(dist, file)
    writeFileSync(path, nameJavaScript(readFileSync(path, "utf8")))
  }
}

/**
 * The folder of the third-party package that a bundled file belongs to. `undefined` if the file belongs to this
 * workspace.
 */
const packageOf = (file: string): string | undefined =>
  /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll("\\", "/"))?.[0]

/**
 * The licence of a package: its licence file, or else the licence that its manifest declares. Fails if the package has
 * neither.
 */
const licenceOf = (at: string): string => {
  const [file] = globSync("{LICENSE,LICENCE,License,license}*", { cwd: at })
  if (file !== undefined) return readFileSync(join(at, file), "utf8").trim()
  const { author, license } = manifestOf(at)
  const holder = typeof author === "object" ? author.name : author
  if (license === undefined || holder === undefined) {
    throw new Error(`${relative(folder, at)} has no licence to pass on`)
  }
  return `Licence: ${license}\nCopyright: ${holder}`
}

const licences = (inputs: ReadonlyArray<string>): string =>
  [...new Set(inputs.flatMap((file) => packageOf(join(folder, file)) ?? []))]
    .map((at) => `${manifestOf(at).name}\n\n${licenceOf(at)}\n`)
    .toSorted()
    .join(`\n${"-".repeat(80)}\n\n`)

const command = async (bins: ReadonlyArray<string>): Promise<void> => {
  // The entry of a command checks the version of Node, then loads the program beside it.
  const sources = [...bins.map((bin) => basename(bin, ".js")), "run"]
  const inputs = await bundle(Object.fromEntries(sources.map((name) => [name, `src/${name}.ts`])), dist)
  writeFileSync(join(dist, "LICENCES.txt"), licences(inputs))
}

const bins = Object.values(manifestOf(folder).publishConfig?.bin ?? {})
rmSync(dist, { recursive: true, force: true })
if (bins.length === 0) library()
else await command(bins)
