/** Bundles a command with everything that it imports, so that it starts fast and needs no installed packages. */
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { build } from "tsup"

/**
 * Bundles each entry into a file `<name>.js`, and returns all files that were written.
 *
 * @param entries the source of each entry, by name
 * @returns the bundled files, relative to the current folder
 */
export const bundle = async (
  entries: Readonly<Record<string, string>>,
  outDir: string
): Promise<ReadonlyArray<string>> => {
  await build({
    entry: { ...entries },
    outDir,
    config: false,
    format: "esm",
    platform: "node",
    target: "node22",
    noExternal: [/.*/],
    // Code splitting is off, because it loses names that `@effect/platform-node` re-exports from undici (CommonJS).
    splitting: false,
    // The prefix `node:` is kept, because the module `node:sqlite` cannot be imported without it.
    removeNodeProtocol: false,
    // Bundled CommonJS modules load Node's modules by `require`, so the bundle defines `require`.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'
    },
    metafile: true,
    silent: true
  })
  const metafile = join(outDir, "metafile-esm.json")
  const { inputs }: { inputs: Record<string, unknown> } = JSON.parse(readFileSync(metafile, "utf8"))
  rmSync(metafile)
  return Object.keys(inputs)
}
