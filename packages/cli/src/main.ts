#!/usr/bin/env node
/**
 * The entry of the `liulinhui` command. It first checks the version of Node, and then loads the command. An older Node
 * cannot even parse the code of the command, and would print a stack trace. So this file uses only what Node 18 can
 * parse, and its two messages are not in the catalogues of texts.
 */
import module from "node:module"
import process from "node:process"

/** The oldest version of Node in which the command works. */
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
  // The address is computed. If it were a constant, a bundle of this file would contain the whole command.
  const program = new URL(import.meta.url.endsWith(".ts") ? "run.ts" : "run.js", import.meta.url)
  await import(program.href)
}
