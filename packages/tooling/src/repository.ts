/**
 * Writes where the repository is into the `package.json` of every published package: `repository`, `homepage` and `bugs`.
 * The release does it just before it publishes, because npm accepts a statement of provenance only if `repository` is the
 * repository in which the release runs.
 *
 *     node packages/tooling/src/repository.ts https://github.com/owner/name
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { all, root } from "./packages.ts"

/**
 * The fields for a package.
 *
 * @param address the address of the repository, such as `https://github.com/owner/name`
 * @param folder the folder of the package in the repository, such as `packages/core`
 */
export const fieldsFor = (address: string, folder: string) => {
  const { hash, origin, pathname, protocol, search } = new URL(address)
  const path = pathname.replace(/\.git$/, "")
  if (protocol !== "https:" || !/^(?:\/[\w.-]+){2,}$/.test(path) || search !== "" || hash !== "") {
    throw new RangeError(
      `"${address}" is not the address of a repository, such as https://github.com/owner/name`
    )
  }
  const home = `${origin}${path}`
  return {
    homepage: `${home}/tree/main/${folder}#readme`,
    bugs: `${home}/issues`,
    repository: { type: "git", url: `git+${home}.git`, directory: folder }
  }
}

if (import.meta.main) {
  const [address] = process.argv.slice(2)
  if (address === undefined) throw new RangeError("state the address of the repository")
  for (const { folder, manifest } of all()) {
    if (manifest.private === true) continue
    const file = join(root, folder, "package.json")
    const fields = { ...JSON.parse(readFileSync(file, "utf8")), ...fieldsFor(address, folder) }
    writeFileSync(file, `${JSON.stringify(fields, null, 2)}\n`)
  }
}
