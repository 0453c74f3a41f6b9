/** A project outside the workspace, in which the packages are installed from their tarballs as a user installs them. */
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../packages.ts"
import { fail, home, run, say } from "./run.ts"
import type { Packed } from "./tarballs.ts"

/** The package managers. */
export type Manager = "npm" | "pnpm"

/** The compilers with which the types are checked: the oldest one that is supported, and the newest. */
const compilers = { "typescript-5.8": "npm:typescript@~5.8.3", typescript: versionOf("typescript") }

/** How TypeScript resolves modules. */
const resolutions = {
  nodenext: { module: "NodeNext" },
  bundler: { module: "ESNext", moduleResolution: "bundler" }
} as const

/** The version of a third-party package in the workspace. The test installs the same version. */
export function versionOf(name: string): string {
  const tooling = join(import.meta.dirname, "../..")
  // The root is first, because this package has an older TypeScript for TypeDoc.
  const found = [root, tooling].map((folder) => join(folder, "node_modules", name, "package.json"))
  for (const file of found) {
    try {
      return JSON.parse(readFileSync(file, "utf8")).version
    } catch {}
  }
  return fail(`${name} is not installed in the workspace`)
}

const third = ["effect", "fast-check", "fp-ts", "@types/node"]

/**
 * Makes a project, and installs all packages and what a program needs beside them. No script of a package runs during
 * the installation.
 */
export const install = (manager: Manager, packages: ReadonlyArray<Packed>): string => {
  const folder = join(home, manager)
  mkdirSync(folder)
  const files = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const dependencies = {
    ...files,
    ...compilers,
    ...Object.fromEntries(third.map((name) => [name, versionOf(name)]))
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  if (manager === "npm") {
    run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
  } else {
    // pnpm would look for our packages in the registry where one of them names another one.
    const overrides = Object.entries(files).map(([name, file]) => `  "${name}": "${file}"\n`)
    writeFileSync(join(folder, "pnpm-workspace.yaml"), `overrides:\n${overrides.join("")}`)
    run("pnpm", ["install", "--ignore-scripts", "--no-frozen-lockfile"], folder)
  }
  for (const { name } of packages) {
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"))
    if (realpathSync(join(folder, "node_modules", name)).startsWith(join(root, "packages"))) {
      fail(`${name} ${version} is a link into the workspace`)
    }
  }
  return folder
}

/** Writes files into a project. */
export const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** Checks the types of all files of a project, with each compiler and each way to resolve modules. */
export const typeCheck = (folder: string, include: ReadonlyArray<string> = ["*.ts"]): void => {
  for (const [resolution, options] of Object.entries(resolutions)) {
    const config = `tsconfig.${resolution}.json`
    const compilerOptions = {
      target: "ES2024",
      ...options,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"]
    }
    write(folder, { [config]: JSON.stringify({ compilerOptions, include }) })
    for (const compiler of Object.keys(compilers)) {
      const { version } = JSON.parse(
        readFileSync(join(folder, "node_modules", compiler, "package.json"), "utf8")
      )
      run("node", [join("node_modules", compiler, "bin/tsc"), "-p", config], folder)
      say(`  the types are right for TypeScript ${version} with ${resolution}`)
    }
  }
}

/** Installs the oldest version of Node.js that is supported. Returns the path of the program. */
export const oldestNode = (): string => {
  const folder = join(home, "oldest-node")
  const system = process.platform === "win32" ? "win" : process.platform
  const name = `node-${system}-${process.arch}`
  write(folder, { "package.json": JSON.stringify({ private: true, dependencies: { [name]: "22.19.0" } }) })
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
  return join(folder, "node_modules", name, system === "win" ? "node.exe" : "bin/node")
}
