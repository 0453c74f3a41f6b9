/**
 * Builds the package in the current folder, for publishing. `exports` points at the sources in the workspace, and at
 * `dist` in the published package.
 *
 * `tsc` builds a library: one JavaScript file and one declaration file for each source. So every door of `exports`
 * exists, and no code is in two files.
 *
 * `tsup` bundles a command (a package that publishes a `bin`) together with everything that it imports. A few files
 * start several times faster than a thousand, and nothing has to be resolved after the installation. The licences of
 * the bundled packages are in a file beside the bundle.
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

/** Declarations import the `.ts` files that they were made from. The published package has only `.js` files. */
const nameJavaScript = (declarations: string): string =>
  declarations.replace(/\b(from |import |import\()"(\.{1,2}\/[^"]+)\.ts"/g, '$1"$2.js"')

const library = (): void => {
  const config = join(folder, "tsconfig.build.json")
  writeFileSync(
    config,
    JSON.stringify({
      extends: "../../tsconfig.base.json",
      compilerOptions: { rootDir: "src", outDir: "dist", declaration: true, sourceMap: true },
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

/** The folder of the third-party package that a bundled file is from. `undefined` if the file is ours. */
const packageOf = (file: string): string | undefined =>
  /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll("\\", "/"))?.[0]

/** The licence of a package: its file, or else what its manifest declares. Fails if it declares none. */
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
  const sources = bins.map((bin) => basename(bin, ".js"))
  const inputs = await bundle(Object.fromEntries(sources.map((name) => [name, `src/${name}.ts`])), dist)
  writeFileSync(join(dist, "LICENCES.txt"), licences(inputs))
}

const bins = Object.values(manifestOf(folder).publishConfig?.bin ?? {})
rmSync(dist, { recursive: true, force: true })
if (bins.length === 0) library()
else await command(bins)
