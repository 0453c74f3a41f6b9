/**
 * Tests the packages that have Effect 4 as their own dependency: installs them in a project that has Effect 3 at its
 * root, and runs the examples of their READMEs there. The other packages of this workspace come from their tarballs
 * too, as they would from the registry.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { programs, runAll, writeAll } from "./programs.ts"
import { typeCheck, versionOf } from "./project.ts"
import { fail, home, run } from "./run.ts"
import type { Packed } from "./tarballs.ts"

const faces = ["liulinhui", "@liulinhui/fp-ts"]
const documents = ["packages/liulinhui/README.md", "packages/fp-ts/README.md"]

export const besideEffect3 = (packages: ReadonlyArray<Packed>): void => {
  const folder = join(home, "effect-3")
  mkdirSync(folder)
  const files = new Map(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const dependencies = {
    ...Object.fromEntries(faces.map((name) => [name, files.get(name)])),
    effect: "~3.22.0",
    "fp-ts": versionOf("fp-ts"),
    "typescript-5.8": "npm:typescript@~5.8.3",
    typescript: versionOf("typescript"),
    "@types/node": versionOf("@types/node")
  }
  const overrides = Object.fromEntries([...files].filter(([name]) => !faces.includes(name)))
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies, overrides })
  )
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/effect/package.json"), "utf8"))
  if (!version.startsWith("3.")) fail(`the project beside Effect 3 has effect ${version} at its root`)
  // The first import loads Effect 3, so that both versions of Effect are in one process.
  const beside = programs(documents).map((program) => ({
    ...program,
    code: `import "effect"\n${program.code}`
  }))
  writeAll(folder, beside)
  runAll("node", folder, beside)
  typeCheck(folder)
}
