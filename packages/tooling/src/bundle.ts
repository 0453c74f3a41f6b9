/** Bundles a command with everything that it imports, so that it starts fast and needs no packages beside it. */
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { build } from "tsup"

/**
 * Writes one bundle for each entry, `<name>.js`, and the chunks that they share.
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
    // In chunks, what `@effect/platform-node` exports again from undici (CommonJS) would be lost.
    splitting: false,
    // The module `node:sqlite` cannot be imported without the prefix `node:`.
    removeNodeProtocol: false,
    // Bundled CommonJS modules load the modules of Node with `require`.
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
