/**
 * Builds the package it is run in, for publishing: JavaScript by tsup from the entries that `exports` names, and types
 * by tsc. The sources stay the only truth: `exports` points at them in the workspace and at `dist` when published.
 */
import { spawnSync } from "node:child_process"
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { build } from "tsup"

const folder = process.cwd()
const manifest: { exports: Record<string, string | null> } = JSON.parse(
  readFileSync(join(folder, "package.json"), "utf8")
)
const entries = Object.values(manifest.exports).flatMap((target) =>
  target === null ? [] : globSync(target, { cwd: folder })
)

rmSync(join(folder, "dist"), { recursive: true, force: true })
await build({
  entry: Object.fromEntries(entries.map((file) => [file.replace(/^(\.\/)?src\/|\.ts$/g, ""), file])),
  outDir: "dist",
  format: "esm",
  target: "node22",
  sourcemap: true,
  splitting: true,
  silent: true
})

const config = join(folder, "dist", "tsconfig.json")
writeFileSync(
  config,
  JSON.stringify({
    extends: "../../../tsconfig.base.json",
    compilerOptions: { rootDir: "../src", outDir: ".", declaration: true, emitDeclarationOnly: true },
    include: ["../src"]
  })
)
const { status } = spawnSync("tsc", ["-p", config], { stdio: "inherit" })
rmSync(config)
process.exit(status ?? 1)
