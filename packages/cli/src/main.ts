#!/usr/bin/env node
/**
 * The entry of the `liulinhui` command. It checks the version of Node before it loads the command: an older Node cannot
 * even read the command, and would print a stack trace. So this file uses only what Node 18 can read, and its two
 * sentences are not in the catalogues.
 */
import module from "node:module"
import process from "node:process"

/** The oldest version that has everything that the command needs. */
const oldest = [22, 19] as const

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  const wanted = oldest.join(".")
  const inEnglish = process.argv.some(
    (arg, at, all) => arg === "--lang=en" || (all[at - 1] === "--lang" && arg === "en")
  )
  process.stderr.write(
    inEnglish
      ? `liulinhui needs Node ${wanted} or newer; this is Node ${process.versions.node}. Install a newer version from https://nodejs.org\n`
      : `liulinhui 需要 Node ${wanted} 或更新的版本，现在是 ${process.versions.node}。请从 https://nodejs.org 安装新版本。\n`
  )
  process.exitCode = 3
} else {
  // Node keeps the compiled command in a folder for temporary files, so that the next start is faster.
  module.enableCompileCache()
  // The address is computed, so that a bundle of this file does not contain the command.
  const program = new URL(import.meta.url.endsWith(".ts") ? "run.ts" : "run.js", import.meta.url)
  await import(program.href)
}
