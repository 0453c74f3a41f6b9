/**
 * Tests the packages in the form in which users install them. It builds and packs all packages, checks each tarball,
 * and installs the tarballs in a folder outside the workspace. There it type checks and imports every module that may
 * be imported, runs the examples of the READMEs, and runs the command `liulinhui`. The packages that have Effect 4 as their own
 * dependency are also tested in a project with Effect 3. It prints each step, and stops at the first failure.
 */
import { spawnSync } from "node:child_process"
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import process from "node:process"
import { all, doorsOf, type Package, root } from "./packages.ts"
import * as Snippets from "./snippets.ts"

interface Packed {
  readonly folder: string
  readonly name: string
  readonly tarball: string
  /**
   * The specifiers of all modules that others may import, such as `@liulinhui/core/place/Id`. Wildcards are expanded.
   */
  readonly doors: ReadonlyArray<string>
}

const tools = join(import.meta.dirname, "../node_modules/.bin")
const home = mkdtempSync(join(tmpdir(), "liulinhui-pack-"))

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const fail = (what: string): never => {
  say(`\nFAILED: ${what}\nThe folder is kept: ${home}`)
  process.exit(1)
}

/** Runs a program. Shows the output only if the program fails. */
const run = (program: string, args: ReadonlyArray<string>, cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8" })
  if (status === 0) return stdout
  say(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`)
  return fail(`${program} ${args.join(" ")}`)
}

const pack = ({ folder: at, manifest }: Package): Packed => {
  const folder = join(root, at)
  const opened = doorsOf({ name: manifest.name, folder }, manifest.publishConfig?.exports ?? {})
  const doors = opened.map(({ specifier }) => specifier)
  const packed = run("pnpm", ["pack", "--json", "--pack-destination", home], folder)
  const { filename: tarball }: { filename: string } = JSON.parse(packed)
  run(join(tools, "publint"), ["run", tarball, "--strict"], folder)
  if (doors.length > 0) {
    // The tool `attw`, which checks the types of a package, ignores wildcards in `exports`. So each module is passed by
    // name.
    const entrypoints = doors.map((door) => `.${door.slice(manifest.name.length)}`)
    run(join(tools, "attw"), [tarball, "--profile", "esm-only", "--entrypoints", ...entrypoints], folder)
  }
  say(`  ${manifest.name}: clean, ${doors.length} doors`)
  return { folder, name: manifest.name, tarball, doors }
}

/** The version of a third-party package in the workspace. The test installs the same version. */
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version

const install = (packages: ReadonlyArray<Packed>): void => {
  const beside = ["effect", "typescript", "@types/node"]
  const dependencies = Object.fromEntries([
    ...packages.map(({ name, tarball }) => [name, `file:${tarball}`]),
    ...beside.map((name) => [name, versionOf(name)])
  ])
  writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  run("npm", ["install", "--no-audit", "--no-fund"], home)
  // This step checks that each package was installed from its tarball, and not from the workspace.
  for (const { name } of packages) {
    const lock = JSON.parse(readFileSync(join(home, "package-lock.json"), "utf8"))
    const { link, resolved } = lock.packages[`node_modules/${name}`]
    if (link === true || !String(resolved).startsWith("file:")) fail(`${name} came from ${resolved}`)
  }
}

const typeCheck = (doors: ReadonlyArray<string>): void => {
  writeFileSync(
    join(home, "doors.ts"),
    doors.map((door, i) => `export * as door${i} from "${door}"\n`).join("")
  )
  writeFileSync(
    join(home, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "ES2024",
        module: "NodeNext",
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: true,
        types: ["node"]
      },
      include: ["*.ts"]
    })
  )
  run(join(home, "node_modules/.bin/tsc"), [], home)
}

const importAll = (doors: ReadonlyArray<string>): void => {
  writeFileSync(join(home, "doors.mjs"), doors.map((door) => `await import("${door}")\n`).join(""))
  run("node", ["doors.mjs"], home)
}

const example = (): void => {
  const examples = Snippets.all().filter(({ file }) => file === "README.md")
  if (examples.length === 0) fail("README.md has no example")
  for (const { line, code } of examples) writeFileSync(join(home, `readme-${line}.ts`), code)
}

/**
 * Tests the packages that have Effect 4 as their own dependency: installs them in a project that has Effect 3 at its
 * root, and runs the examples of their READMEs there. The other packages of this workspace come from their tarballs
 * too, as they would from the registry.
 */
const besideEffect3 = (packages: ReadonlyArray<Packed>): void => {
  const beside = join(home, "effect-3")
  mkdirSync(beside)
  const files = new Map(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const faces = ["liulinhui", "@liulinhui/fp-ts"]
  const dependencies = {
    ...Object.fromEntries(faces.map((name) => [name, files.get(name)])),
    effect: "~3.22.0",
    "fp-ts": "2.16.11",
    typescript: versionOf("typescript"),
    "@types/node": versionOf("@types/node")
  }
  const overrides = Object.fromEntries([...files].filter(([name]) => !faces.includes(name)))
  writeFileSync(
    join(beside, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies, overrides })
  )
  copyFileSync(join(home, "tsconfig.json"), join(beside, "tsconfig.json"))
  run("npm", ["install", "--no-audit", "--no-fund"], beside)
  const { version } = JSON.parse(readFileSync(join(beside, "node_modules/effect/package.json"), "utf8"))
  if (!version.startsWith("3.")) fail(`the project beside Effect 3 has effect ${version} at its root`)
  const examples = Snippets.all().filter(({ file }) => /^packages\/(liulinhui|fp-ts)\/README\.md$/.test(file))
  if (examples.length < faces.length) fail("a README has no example to run beside Effect 3")
  for (const { code, file, line } of examples) {
    const name = `${file.split("/")[1]}-${line}.ts`
    // The first import loads Effect 3, so that both versions of Effect are in one process.
    writeFileSync(join(beside, name), `import "effect"\n${code}`)
    run("node", [name], beside)
    say(`  ${file}:${line} runs beside effect ${version}`)
  }
  run(join(beside, "node_modules/.bin/tsc"), [], beside)
}

const command = (): void => {
  const began = performance.now()
  const help = run("npx", ["--no-install", "liulinhui", "--help"], home)
  if (!help.includes("USAGE")) fail(`liulinhui --help said ${help}`)
  const direct = performance.now()
  run("node", ["node_modules/@liulinhui/cli/dist/main.js", "--help"], home)
  say(
    `  liulinhui --help: ${Math.round(performance.now() - direct)} ms, through npx ${Math.round(direct - began)} ms`
  )
  const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"))
  const printed = run("npx", ["--no-install", "liulinhui", "--version"], home)
  if (!printed.includes(version)) fail(`liulinhui --version said ${printed}, the package is ${version}`)
  for (const file of ["district.yaml", "registry.csv"]) {
    copyFileSync(join(root, "examples/01-wan-liu", file), join(home, file))
  }
  say(run("npx", ["--no-install", "liulinhui", "check", "district.yaml", "registry.csv"], home))
}

say("building")
run("pnpm", ["run", "build"], root)

say("packing and linting the tarballs")
const packages = all()
  .filter(({ manifest }) => manifest.private !== true)
  .map(pack)
const doors = packages.flatMap((each) => each.doors)

say(`installing ${packages.length} tarballs into ${home}`)
install(packages)

say("writing the examples of the README, and type checking them with every door")
example()
typeCheck(doors)

say("importing every door")
importAll(doors)

for (const file of globSync("readme-*.ts", { cwd: home })) {
  say(`running ${relative(home, join(home, file))}`)
  run("node", [file], home)
}

say("running what brings Effect 4 in a project with Effect 3")
besideEffect3(packages)

say("running the command")
command()

rmSync(home, { recursive: true })
say(`${packages.length} packages with ${doors.length} doors can be published`)
