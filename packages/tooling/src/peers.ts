/**
 * Loads the packages with which a benchmark compares our code. The workspace does not depend on them: they are in a
 * folder with a separate `package.json`, and are installed when they are first used.
 */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import process from "node:process"

/**
 * Loads a module of a package with which a benchmark compares our code. If it cannot be installed, prints a clear
 * message and returns `undefined`.
 */
export const load = async (folder: string, name: string): Promise<unknown> => {
  if (!existsSync(join(folder, "node_modules"))) {
    process.stdout.write(
      `installing the peers into ${folder}: if one of them has to be compiled, this takes about five minutes\n`
    )
    spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--legacy-peer-deps"], {
      cwd: folder,
      stdio: "inherit"
    })
  }
  try {
    return await import(createRequire(join(folder, "package.json")).resolve(name))
  } catch (cause) {
    process.stdout.write(
      `!!! ${name} is absent: nothing below says how we compare with it !!!\n${String(cause)}\n`
    )
    return undefined
  }
}
