/**
 * Runs only the tests that a change can affect. `pnpm test:quick` calls it after the type check and the linter.
 *
 *     pnpm test:quick                   the packages that differ from main, and the packages that use them
 *     pnpm test:quick --own             only the packages that differ
 *     pnpm test:quick --base HEAD       compared with another commit; what is not committed always counts
 */
import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { parseArgs } from "node:util"
import { all, type Package, root } from "./packages.ts"

/** Files on which every package depends. If one of these files changes, every package is tested. */
const everywhere = /^(package\.json|pnpm-(lock|workspace)\.yaml|tsconfig[^/]*\.json|vitest\.config\.ts)$/

/** The package whose tests also cover documents and all files that belong to no package. */
const fallback = "packages/tooling"

/** The folders of the packages that a package imports: in its sources, and in its tests. */
export interface Uses {
  readonly sources: ReadonlySet<string>
  readonly tests: ReadonlySet<string>
}

/**
 * The folders of the packages that must be tested. If a package imports a changed package in its sources, it counts as
 * changed itself. If a package imports a changed package only in its tests, it is tested, but does not count as
 * changed.
 *
 * @param changed the changed files, relative to the root
 * @param uses what each package uses, by folder
 * @param own whether the packages that use a changed package are left out
 */
export const affected = (
  changed: ReadonlyArray<string>,
  uses: ReadonlyMap<string, Uses>,
  own = false
): ReadonlyArray<string> => {
  if (changed.some((file) => everywhere.test(file))) return [...uses.keys()]
  const tested = new Set<string>()
  const spread = new Set<string>()
  const visit = (folder: string): void => {
    if (spread.has(folder)) return
    spread.add(folder)
    tested.add(folder)
    for (const [user, { sources, tests }] of uses) {
      if (sources.has(folder)) visit(user)
      else if (tests.has(folder)) tested.add(user)
    }
  }
  for (const file of changed) {
    const folder = file.split("/").slice(0, 2).join("/")
    const known = uses.has(folder) ? folder : fallback
    // Other packages never import the tests and benchmarks of a package.
    if (own || /^[^/]+\/[^/]+\/(test|bench)\//.test(file)) tested.add(known)
    else visit(known)
  }
  return [...uses.keys()].filter((folder) => tested.has(folder))
}

/** The packages that a text names by specifier or by path, or that are in the list of its dependencies. */
const namedIn = (
  text: string,
  dependencies: Readonly<Record<string, string>>,
  others: ReadonlyArray<Package>
): ReadonlySet<string> =>
  new Set(
    others
      .filter(({ folder, manifest: { name } }) => {
        if (name in dependencies) return true
        const [kind = "", last = ""] = folder.split("/")
        return [`"${name}`, `../${last}/`, folder, `"${kind}", "${last}"`].some((mention) =>
          text.includes(mention)
        )
      })
      .map(({ folder }) => folder)
  )

const usesOf = ({ folder, manifest }: Package, packages: ReadonlyArray<Package>): Uses => {
  const others = packages.filter((other) => other.folder !== folder)
  // Imports in comments are ignored, because they belong to examples, and the tests of `tooling` run the examples.
  const text = (part: string): string =>
    globSync(`${part}/**/*.ts`, { cwd: join(root, folder) })
      .map((file) => readFileSync(join(root, folder, file), "utf8").replace(/^\s*(\*|\/\/).*$/gm, ""))
      .join("\n")
  return {
    sources: namedIn(text("src"), { ...manifest.dependencies, ...manifest.peerDependencies }, others),
    tests: namedIn(text("test"), manifest.devDependencies ?? {}, others)
  }
}

const git = (...args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" })
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`)
  return stdout.split("\n").filter(Boolean)
}

const main = (): void => {
  const { values } = parseArgs({
    options: { own: { type: "boolean", default: false }, base: { type: "string", default: "main" } }
  })
  const [since = "HEAD"] = git("merge-base", values.base, "HEAD")
  const changed = [...git("diff", "--name-only", since), ...git("ls-files", "--others", "--exclude-standard")]
  const packages = all()
  const uses = new Map(packages.map((each) => [each.folder, usesOf(each, packages)]))
  const folders = affected(changed, uses, values.own)
  if (folders.length === 0) {
    process.stdout.write(`nothing differs from ${values.base}\n`)
    return
  }
  process.stdout.write(`${changed.length} files differ from ${values.base}: testing ${folders.join(", ")}\n`)
  const vitest = join(root, "node_modules/.bin/vitest")
  const { status } = spawnSync(vitest, ["run", ...folders.map((folder) => `${folder}/test/`)], {
    cwd: root,
    stdio: "inherit"
  })
  process.exitCode = status ?? 1
}

if (import.meta.main) main()
