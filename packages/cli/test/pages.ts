/**
 * Runs a documentation page as a reader would: writes the files that the page shows, runs its commands in order, and
 * compares their output with the output that the page shows.
 *
 * The first line of a code block says what to do with the block:
 *
 * - `yaml district.yaml`: write the file `district.yaml`. If the name ends with `.xlsx`, the block is the table of a
 *   workbook, with commas between the cells.
 * - `yaml district.yaml parts`: change the file. Each part of the block begins with a key at the start of a line. It
 *   replaces the part of the file with the same key. If the file has no such part, it is added to the end.
 * - `sh run`: run each line. `sh run 1`: the last command must end with exit code 1.
 * - `text shown`: the commands of the block above must print these lines, in this order, with other lines between them. In
 *   a line, `…` stands for any text.
 */
import { en, sheet, toXlsx, zh } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { main } from "./command.ts"
import { type Ran, run } from "./running.ts"

/** A code block of a page: the words after the fence, the text, and the line on which the text begins. */
export interface Block {
  readonly line: number
  readonly words: ReadonlyArray<string>
  readonly text: string
}

/** Returns the code blocks of a page. */
export const blocksOf = (page: string): ReadonlyArray<Block> =>
  [...page.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(({ index, 1: info = "", 2: text = "" }) => ({
    line: page.slice(0, index).split("\n").length + 1,
    words: info.trim().split(/\s+/),
    text
  }))

/** Splits a command line into arguments. */
export const argumentsOf = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([found]) => found.replaceAll('"', ""))

// -------------------------------------------------------------------------------------------------------------- files

/** The parts of a YAML text: each begins at a line with a key, or at the comment above it. */
const partsOf = (
  text: string
): ReadonlyArray<{ readonly key: string; readonly lines: ReadonlyArray<string> }> => {
  const parts: Array<{ key: string; lines: Array<string> }> = []
  let comment: Array<string> = []
  for (const line of text.trimEnd().split("\n")) {
    const [, key] = /^([\w-]+):/.exec(line) ?? []
    if (line.startsWith("#")) comment.push(line)
    else if (key === undefined) parts.at(-1)?.lines.push(line)
    else {
      parts.push({ key, lines: [...comment, line] })
      comment = []
    }
  }
  return parts
}

/** Returns a YAML file in which each part of `change` replaces the part with the same key, or is added to the end. */
export const withParts = (file: string, change: string): string => {
  let lines = file.trimEnd().split("\n")
  for (const { key, lines: part } of partsOf(change)) {
    const first = lines.findIndex((line) => line.startsWith(`${key}:`))
    const next = lines.findIndex((line, at) => at > first && /^\S/.test(line))
    const end = next < 0 ? lines.length : next
    // The empty lines before the next part stay.
    const last = lines.findLastIndex((line, at) => at < end && line !== "")
    lines =
      first < 0
        ? [...lines, "", ...part]
        : [...lines.slice(0, first), ...part.filter((line) => line !== ""), ...lines.slice(last + 1)]
  }
  return `${lines.join("\n")}\n`
}

const workbook = (table: string, language: "zh" | "en") => {
  const [headings = [], ...rows] = table
    .trim()
    .split("\n")
    .map((line) => line.split(","))
  const columns = headings.map((heading, at) => ({
    heading: { zh: heading, en: heading },
    value: (row: ReadonlyArray<string>) => row[at]
  }))
  const words = language === "zh" ? zh : en
  return toXlsx([sheet(language === "zh" ? "居民" : "Residents", columns, rows, words)])
}

const write = async (path: string, text: string, language: "zh" | "en") =>
  writeFileSync(path, path.endsWith(".xlsx") ? await Effect.runPromise(workbook(text, language)) : text)

// ----------------------------------------------------------------------------------------------------------- commands

/** Runs a command line in this process, which is fast. */
const inProcess = async (args: ReadonlyArray<string>, folder: string, now: string): Promise<Ran> => {
  const before = process.cwd()
  process.chdir(folder)
  return run(args, { env: { LIULINHUI_NOW: now } }).finally(() => process.chdir(before))
}

/** Runs a command line with the published command, in a separate process. */
const asProcess = async (args: ReadonlyArray<string>, folder: string, now: string): Promise<Ran> => {
  const env = { ...process.env, LIULINHUI_NOW: now }
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: "utf8",
    env
  })
  return { status: status ?? -1, stderr, stdout }
}

/** Whether a line of a real output is as shown. In the shown line, `…` stands for any text. */
const isAsShown = (shown: string, line: string): boolean => {
  const [first = "", ...rest] = shown.split("…")
  const last = rest.at(-1)
  if (last === undefined) return line === shown
  let at = line.startsWith(first) ? first.length : -1
  for (const part of rest) {
    if (at < 0) return false
    const found = line.indexOf(part, at)
    at = found < 0 ? -1 : found + part.length
  }
  return at >= 0 && line.endsWith(last)
}

/** The lines of a shown output that are not in the real output, in order. Empty if all are. */
const notShown = (shown: string, output: string): ReadonlyArray<string> => {
  let rest = output.split("\n").map((line) => line.trimEnd())
  return shown
    .trimEnd()
    .split("\n")
    .filter((line) => {
      if (line.trim() === "…") return false
      const at = rest.findIndex((real) => isAsShown(line.trimEnd(), real))
      if (at >= 0) rest = rest.slice(at + 1)
      return at < 0
    })
}

/** What the run of a page found: mistakes, each with its line, and figures. */
export interface Walked {
  readonly folder: string
  readonly commands: number
  readonly outputs: number
  readonly mistakes: ReadonlyArray<string>
}

/**
 * Runs a page in a folder. Each command sees the clock at `now`. One in `separate` commands runs in a separate process, which
 * is slow, and the others run in this one.
 */
export const walk = async (
  text: string,
  {
    folder: start,
    language,
    now,
    separate
  }: {
    readonly folder: string
    readonly language: "zh" | "en"
    readonly now: string
    readonly separate: number
  }
): Promise<Walked> => {
  let folder = start
  let output = ""
  let commands = 0
  let outputs = 0
  const mistakes: Array<string> = []
  // A page names photos that a person would have taken.
  const photos = [...new Set(text.match(/[\p{L}\p{N}-]+\.jpg/gu))]
  const done = { status: 0, stdout: "", stderr: "" }
  const runLine = async (line: string) => {
    const [program = "", ...args] = argumentsOf(line)
    if (program === "cd") {
      folder = join(folder, args[0] ?? "")
      return existsSync(folder) ? done : { ...done, status: 1, stderr: `there is no folder ${folder}` }
    }
    if (program !== "liulinhui") return { ...done, status: 1, stderr: `this is no command: ${line}` }
    commands += 1
    return (commands % separate === 0 ? asProcess : inProcess)(args, folder, now)
  }
  for (const { line: at, text: content, words } of blocksOf(text)) {
    const [kind = "", name = "", more] = words
    if (kind === "sh" && name === "run") {
      output = ""
      for (const photo of photos) writeFileSync(join(folder, photo), photo)
      const lines = content.trimEnd().split("\n")
      for (const [n, line] of lines.entries()) {
        const expected = n === lines.length - 1 ? Number(more ?? 0) : 0
        const { status, stderr, stdout } = await runLine(line)
        output += stdout + stderr
        if (status !== expected)
          mistakes.push(`line ${at + n}: ${line}\nended with ${status}: ${stderr}${stdout}`)
      }
    } else if (kind === "text" && name === "shown") {
      outputs += 1
      const wrong = notShown(content, output)
      if (wrong.length > 0) mistakes.push(`line ${at}: not printed: ${wrong.join("\n")}\nbut:\n${output}`)
    } else if (more === "parts") {
      const path = join(folder, name)
      writeFileSync(path, withParts(readFileSync(path, "utf8"), content))
    } else if (name.includes(".")) {
      mkdirSync(folder, { recursive: true })
      await write(join(folder, name), content, language)
    }
  }
  return { folder, commands, outputs, mistakes }
}
