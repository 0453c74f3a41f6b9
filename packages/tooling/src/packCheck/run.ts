/** What the steps of `pack-check` share: a folder outside the workspace, output, and programs that must succeed. */
import { spawnSync } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"

/** The folder for the tarballs and the projects. It is outside the workspace, so that nothing is found in the workspace. */
export const home = mkdtempSync(join(tmpdir(), "liulinhui-pack-"))

/** The programs of this package, such as `publint`. */
export const tools = join(import.meta.dirname, "../../node_modules/.bin")

/** Prints a line. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Ends the whole check as failed. The folder is kept. */
export const fail = (what: string): never => {
  say(`\nFAILED: ${what}\nThe folder is kept: ${home}`)
  process.exit(1)
}

/** Runs a program. Shows its output only if it fails; then the whole check has failed. */
export const run = (program: string, args: ReadonlyArray<string>, cwd: string): string => {
  const { error, status, stderr, stdout } = spawnSync(program, args, { cwd, encoding: "utf8" })
  if (status === 0) return stdout
  say(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`)
  return fail(`${program} ${args.join(" ")}`)
}

/** Runs one step of the check, and prints how long it took. */
export const step = async (title: string, work: () => unknown): Promise<void> => {
  say(title)
  const began = performance.now()
  await work()
  say(`  (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}
