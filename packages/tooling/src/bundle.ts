/**
 * Bundles a command with everything that it imports, so that it starts fast and needs no installed packages. Also bundles
 * the scripts of pages for browsers.
 */
import { readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { build, type Options } from "tsup"

/**
 * Names what `@effect/platform-node` exports again from undici. In files that are split, esbuild loses names that are
 * exported again with `*` from CommonJS.
 */
const namesOfUndici: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "names-of-undici",
  setup: (plugin) =>
    plugin.onLoad({ filter: /platform-node[/\\]dist[/\\]Undici\.js$/ }, ({ path }) => {
      const names = Object.keys(createRequire(path)("undici") as object)
      return {
        contents: `import undici from "undici"\nexport default undici\nexport const { ${names.join(", ")} } = undici`,
        resolveDir: dirname(path)
      }
    })
}

/**
 * Bundles each entry into a file `<name>.js`, and what is loaded later or by several entries into separate files.
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
    // A subcommand and what only it needs are in separate files, which are loaded only with it.
    splitting: true,
    esbuildPlugins: [namesOfUndici],
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

/**
 * Bundles each script for browsers into a file `<name>.js`: without names for other scripts, and as small as possible.
 *
 * @param entries the source of each script, by name
 */
export const bundleForBrowsers = (entries: Readonly<Record<string, string>>, outDir: string): Promise<void> =>
  build({
    entry: { ...entries },
    outDir,
    config: false,
    format: "iife",
    outExtension: () => ({ js: ".js" }),
    platform: "browser",
    // The web views of telephones that are five years old.
    target: "es2020",
    minify: true,
    splitting: false,
    treeshake: false,
    silent: true
  })
