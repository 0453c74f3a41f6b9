/** Tries out the release in a copy of the repository: what `changeset version` would publish. */
import { existsSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { all, root } from "../packages.ts"
import { fail, home, run, say } from "./run.ts"

/**
 * Runs `changeset version` in a clone of the last commit. All published packages must have the same new version and a
 * change log, and private packages must keep their version.
 */
export const rehearse = (): void => {
  const clone = join(home, "release")
  run("git", ["clone", "--quiet", "--shared", root, clone], home)
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"))
  run(join(root, "node_modules/.bin/changeset"), ["version"], clone)
  const versionIn = (base: string, folder: string): string =>
    JSON.parse(readFileSync(join(base, folder, "package.json"), "utf8")).version
  const published = all().filter(({ manifest }) => manifest.private !== true)
  const versions = new Set(published.map(({ folder }) => versionIn(clone, folder)))
  const [version = "", ...others] = versions
  if (others.length > 0) fail(`the packages would have different versions: ${[...versions].join(", ")}`)
  for (const { folder, manifest } of all()) {
    const next = versionIn(clone, folder)
    if (manifest.private === true && next !== manifest.version)
      fail(`${manifest.name} is private, and would be ${next}`)
    if (manifest.private === true) continue
    if (next === manifest.version) fail(`${manifest.name} would keep version ${next}: write a changeset`)
    const log = join(clone, folder, "CHANGELOG.md")
    if (!existsSync(log) || !readFileSync(log, "utf8").includes(`## ${version}`)) {
      fail(`${manifest.name} would have no change log for ${version}`)
    }
  }
  say(`  ${published.length} packages would be published as ${version}`)
}
