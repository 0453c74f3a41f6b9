/**
 * Writes the reference of all public names into the site of the documents: one page for each door (a module that others
 * may import), with the names in their categories (`@category`). TypeDoc reads the sources. It needs TypeScript 6, which
 * only it uses.
 *
 *     node packages/tooling/src/reference.ts FOLDER
 */
import { join, resolve } from "node:path"
import process from "node:process"
import { Application, type ProjectReflection, ReflectionKind } from "typedoc"
import { all, doorsOf, isLibrary, root } from "./packages.ts"

/** The order of the categories on a page. A category that is not listed comes after these, in alphabetical order. */
const order = [
  "models",
  "schemas",
  "constructors",
  "layers",
  "services",
  "operations",
  "errors",
  "*",
  "Other"
]

/** The files of all doors, and the specifiers by which others import them. */
const specifiers = (): ReadonlyMap<string, string> =>
  new Map(
    all()
      .filter(isLibrary)
      .flatMap(({ folder, manifest: { exports = {}, name } }) =>
        doorsOf({ name, folder: join(root, folder) }, exports).map(
          ({ file, specifier }) => [join(root, folder, file), specifier] as const
        )
      )
  )

/** Names each page after the specifier of its door. TypeDoc names it after the path of its file, such as `core/src/Day`. */
const nameDoors = (project: ProjectReflection, names: ReadonlyMap<string, string>): void => {
  for (const one of project.getReflectionsByKind(ReflectionKind.Module)) {
    const file = join(root, "packages", one.name)
    const specifier = [`${file}.ts`, join(file, "index.ts")].flatMap((path) => names.get(path) ?? [])[0]
    if (specifier !== undefined) one.name = specifier
  }
}

/** The address of the repository's files, if they are published: see `docs/.vitepress/config.ts`. */
const source = process.env["LIULINHUI_SOURCE"]

/** Writes the reference into a folder. Returns the specifiers of the doors that it describes. */
export const write = async (folder: string): Promise<ReadonlyArray<string>> => {
  const names = specifiers()
  const app = await Application.bootstrap({
    name: "liulinhui",
    entryPoints: [...names.keys()],
    tsconfig: join(root, "tsconfig.json"),
    // `check` finds mistakes in types, with another version of TypeScript.
    skipErrorChecking: true,
    categorizeByGroup: false,
    categoryOrder: order,
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    readme: "none",
    // Without the address of the repository, there is nothing to link to.
    ...(source === undefined
      ? { disableSources: true }
      : { disableGit: true, sourceLinkTemplate: `${source}/{path}#L{line}` }),
    githubPages: false,
    logLevel: "Error",
    // Links to names that no door exports are left as text.
    validation: false
  })
  const project = await app.convert()
  if (project === undefined) throw new Error("the sources could not be read")
  nameDoors(project, names)
  await app.generateDocs(project, folder)
  if (app.logger.hasErrors()) throw new Error("the reference could not be written")
  return project.getReflectionsByKind(ReflectionKind.Module).map(({ name }) => name)
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new RangeError("state the folder for the reference")
  const doors = await write(resolve(folder))
  process.stdout.write(`${folder}: ${doors.length} doors\n`)
}
