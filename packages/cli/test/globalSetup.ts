import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { bundle } from "../../tooling/src/bundle.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** The path of the bundled command. */
    readonly command: string
    readonly sender: string
  }
}

/**
 * Bundles the programs that the tests start as processes, in the same way as for publishing. This is done once for all
 * test files.
 */
export default async (project: TestProject): Promise<() => void> => {
  const folder = mkdtempSync(join(tmpdir(), "liulinhui-command-"))
  const source = (name: string) => join(import.meta.dirname, `../src/${name}.ts`)
  await bundle(
    { main: source("main"), run: source("run"), sender: join(import.meta.dirname, "sender.ts") },
    folder
  )
  project.provide("command", join(folder, "main.js"))
  project.provide("sender", join(folder, "sender.js"))
  return () => rmSync(folder, { recursive: true, force: true })
}
