/** The twenty jobs of a district in the documents: each part of a job is a command, and a guide runs it. */
import { describe, expect, it } from "@effect/vitest"
import type * as Command from "effect/cli/Command"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { whole } from "../../src/liulinhui.ts"
import { argumentsOf, blocksOf } from "../pages.ts"

const docs = join(import.meta.dirname, "../../../../docs")

const suffixes = { en: ".md", zh: ".zh-CN.md" } as const

/** The commands of each row of the table with the jobs. */
const jobsOf = (language: keyof typeof suffixes): ReadonlyArray<ReadonlyArray<string>> => {
  const page = readFileSync(join(docs, `commands${suffixes[language]}`), "utf8")
  const [, section = ""] = page.split(language === "en" ? "\n## Twenty jobs\n" : "\n## 二十件事\n")
  const [table = ""] = section.split("\n## ")
  const rows = table.split("\n").filter((line) => /^\| (?!---)/u.test(line))
  return rows.slice(1).map((row) => [...row.matchAll(/`([^`]+)`/gu)].map(([, command = ""]) => command))
}

const names = (command: Command.Command.Any, path: ReadonlyArray<string> = []): ReadonlyArray<string> => [
  path.join(" "),
  ...command.subcommands.flatMap(({ commands }) => commands.flatMap((one) => names(one, [...path, one.name])))
]

/** The lines that the pages run, without the name of the program. */
const runLines = (language: keyof typeof suffixes): ReadonlyArray<ReadonlyArray<string>> =>
  globSync(["commands.md", "guide/*.md", "commands.zh-CN.md", "guide/*.zh-CN.md"], { cwd: docs })
    .filter((file) => file.endsWith(".zh-CN.md") === (language === "zh"))
    .flatMap((file) => blocksOf(readFileSync(join(docs, file), "utf8")))
    .filter(({ words: [kind, mode] }) => kind === "sh" && mode === "run")
    .flatMap(({ text }) => text.trimEnd().split("\n"))
    .map((line) => argumentsOf(line).slice(1))

describe.each(["zh", "en"] as const)("the twenty jobs of a district (%s)", (language) => {
  it("each have commands that exist", async () => {
    const known = names(await whole())
    const jobs = jobsOf(language)
    expect(jobs).toHaveLength(20)
    expect(jobs.filter((commands) => commands.length === 0)).toEqual([])
    expect(jobs.flat().filter((command) => !known.includes(command))).toEqual([])
  })

  it("are run by the pages, with each command", () => {
    const lines = runLines(language)
    const isRun = (command: string): boolean => {
      const words = command.split(" ")
      return lines.some((line) => words.every((word, n) => line[n] === word))
    }
    expect(
      jobsOf(language)
        .flat()
        .filter((command) => !isRun(command))
    ).toEqual([])
  })

  it("are the same in both languages", () => {
    expect(jobsOf(language)).toEqual(jobsOf("en"))
  })
})

/** The commands that a page shows in its code, such as `case step`, each once. */
const shownBy = (file: string, known: ReadonlyArray<string>): ReadonlyArray<string> => {
  const lines = blocksOf(readFileSync(join(docs, file), "utf8"))
    .filter(({ words: [kind] }) => kind === "sh" || kind === "console")
    .flatMap(({ text }) => text.split("\n"))
  const shown = lines.flatMap((line) => {
    const words = argumentsOf(line.replace(/^(?:\$ |npx -y pnpm@\S+ )/u, ""))
    if (words[0] !== "liulinhui") return []
    // The longest name of a command with which the line begins.
    const [name] = known
      .filter((one) => one.split(" ").every((word, n) => words[n + 1] === word))
      .toSorted((a, b) => b.length - a.length)
    return name === undefined ? [] : [name]
  })
  return [...new Set(shown)].toSorted()
}

describe("a page in Chinese", () => {
  const pages = globSync(["*.zh-CN.md", "guide/*.zh-CN.md"], { cwd: docs })

  it.each(pages)("%s shows the commands of the page in English", async (file) => {
    const known = names(await whole())
    expect(shownBy(file, known)).toEqual(shownBy(file.replace(".zh-CN.md", ".md"), known))
  })
})
