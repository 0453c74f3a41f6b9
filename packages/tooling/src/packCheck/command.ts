/** Runs the command `liulinhui` as it is installed. */
import { copyFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../packages.ts"
import { fail, run, say } from "./run.ts"

/** Runs the command in a project: its help, its version, and a check of the example district. */
export const command = (folder: string): void => {
  const began = performance.now()
  const help = run("npx", ["--no-install", "liulinhui", "--help"], folder)
  // The help is in the language of the user, the names of the subcommands are not.
  if (!/^ +audit /m.test(help)) fail(`liulinhui --help said ${help}`)
  const direct = performance.now()
  run("node", ["node_modules/@liulinhui/cli/dist/main.js", "--help"], folder)
  say(
    `  liulinhui --help: ${Math.round(performance.now() - direct)} ms, through npx ${Math.round(direct - began)} ms`
  )
  const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"))
  const printed = run("npx", ["--no-install", "liulinhui", "--version"], folder)
  if (!printed.includes(version)) fail(`liulinhui --version said ${printed}, the package is ${version}`)
  for (const file of ["district.yaml", "registry.csv"]) {
    copyFileSync(join(root, "examples/01-wan-liu", file), join(folder, file))
  }
  say(run("npx", ["--no-install", "liulinhui", "check", "district.yaml", "registry.csv"], folder))
}
