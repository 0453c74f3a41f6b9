/**
 * Reviews what users install with our packages: all third-party packages, also indirect ones. A package must have a
 * licence of the list below, and must run no script when it is installed.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { dirname, join } from "node:path"
import { all, isLibrary, root } from "./packages.ts"

/** The licences that let everybody use, change and pass on the code if its notice is passed on too. */
const allowedLicences: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense"
])

/** The fields of a third-party `package.json` that the review reads. Files of others may have any value there. */
interface Manifest {
  readonly name?: unknown
  readonly version?: unknown
  readonly license?: unknown
  readonly scripts?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

/** Whether a licence expression of SPDX permits what the list permits: one side of `OR`, both sides of `AND`. */
export const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => allowedLicences.has(one.trim())))

/** The folder in which Node.js finds a package that a module in `from` imports. `undefined` if it is not installed. */
const resolve = (from: string, name: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name)
    if (existsSync(join(found, "package.json"))) return realpathSync(found)
    if (dirname(folder) === folder) return undefined
  }
}

/** The packages that are installed with a package: not the optional peers, which a user installs on purpose. */
const installedWith = (manifest: Manifest): ReadonlyArray<string> => [
  ...Object.keys(manifest.dependencies ?? {}),
  ...Object.keys(manifest.optionalDependencies ?? {}),
  ...Object.keys(manifest.peerDependencies ?? {}).filter(
    (name) => manifest.peerDependenciesMeta?.[name]?.optional !== true
  )
]

/** The scripts that a package manager runs when it installs a package. */
const installing = ["preinstall", "install", "postinstall"]

/** Finds what is wrong with a third-party package, in sentences. Empty if nothing is. */
const flawsOf = (folder: string): ReadonlyArray<string> => {
  const { license, name, scripts = {}, version } = manifestOf(folder)
  const which = `${String(name)}@${String(version)}`
  const scriptsRun = [
    ...installing.filter((script) => scripts[script] !== undefined),
    // npm runs `node-gyp rebuild` for a package with this file.
    ...(existsSync(join(folder, "binding.gyp")) ? ["binding.gyp"] : [])
  ]
  return [
    ...(typeof license === "string" && isAllowed(license)
      ? []
      : [
          `${which} has the licence ${JSON.stringify(license)}: use another package, or add the licence to the list`
        ]),
    ...(scriptsRun.length === 0
      ? []
      : [`${which} runs scripts when it is installed: ${scriptsRun.join(", ")}. Use another package`])
  ]
}

/** The result of a review: how many third-party packages were read, and what is wrong with them. */
export interface Review {
  readonly packages: number
  readonly flaws: ReadonlyArray<string>
}

/**
 * Reviews everything that is installed with some packages.
 *
 * @param folders the folders of the packages, which are not reviewed themselves
 * @param isOwn whether a package with this name is ours: it is followed, and not reviewed
 */
export const review = (folders: ReadonlyArray<string>, isOwn: (name: string) => boolean): Review => {
  const queue = folders.map((folder) => realpathSync(folder))
  const ours = new Set(queue)
  const known = new Set(queue)
  const flaws: Array<string> = []
  let packages = 0
  for (const folder of queue) {
    const manifest = manifestOf(folder)
    if (!ours.has(folder) && !isOwn(String(manifest.name))) {
      packages += 1
      flaws.push(...flawsOf(folder))
    }
    for (const name of installedWith(manifest)) {
      const found = resolve(folder, name)
      // A package for another platform is listed as optional, and is not installed.
      if (found === undefined && manifest.optionalDependencies?.[name] === undefined) {
        flaws.push(`${String(manifest.name)} needs ${name}, which is not installed: it cannot be reviewed`)
      }
      if (found === undefined || known.has(found)) continue
      known.add(found)
      queue.push(found)
    }
  }
  return { packages, flaws }
}

/** Reviews everything that is installed with the packages of this workspace. */
export const reviewAll = (): Review =>
  review(
    all()
      .filter(isLibrary)
      .map(({ folder }) => join(root, folder)),
    (name) => name === "liulinhui" || name.startsWith("@liulinhui/")
  )
