/** What is true of every command: its help, its flags, and what it says of a wrong value. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { describe, expect, it } from "@effect/vitest"
import type { Language } from "@liulinhui/core/Text"
import type * as CliError from "effect/cli/CliError"
import type * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { mistake } from "../../src/Help.ts"
import { whole } from "../../src/liulinhui.ts"
import { run } from "../running.ts"

/** One flag or argument of a command. */
interface Parameter {
  readonly kind: "flag" | "argument"
  readonly name: string
  readonly parse: (given: {
    readonly flags: Readonly<Record<string, ReadonlyArray<string>>>
    readonly arguments: ReadonlyArray<string>
  }) => Effect.Effect<unknown, CliError.CliError, NodeServices.NodeServices>
}

interface Each {
  readonly path: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly isLeaf: boolean
}

/** The name of a parameter, through the wrappers that check and complete its value. */
const nameOf = (param: { readonly name?: string; readonly param?: object }): string =>
  param.name ?? (param.param === undefined ? "" : nameOf(param.param))

const visit = (command: Command.Command.Any, path: ReadonlyArray<string>): ReadonlyArray<Each> => {
  const below = command.subcommands.flatMap(({ commands }) => commands)
  // The cast is safe: each command has its parameters at this place. There is no public function that returns them.
  const { config } = command as unknown as {
    readonly config: { readonly orderedParams: ReadonlyArray<Parameter> }
  }
  const parameters = config.orderedParams.map((one) => ({
    kind: one.kind,
    name: nameOf(one),
    parse: one.parse
  }))
  return [
    { path: path.join(" "), parameters, isLeaf: below.length === 0 || parameters.length > 0 },
    ...below.flatMap((each) => visit(each, [...path, each.name]))
  ]
}

const root = await whole()
const commands = visit(root, [])
const leaves = commands.filter(({ isLeaf, path }) => isLeaf && path !== "")

/** What is written in the same way in each language: examples, and names of programs, formats and standards. */
const sameInBoth =
  /（[\w-]+(?:, [\w-]+)+）|`[^`]*`|--[\w-]+|[^\s（]*(?:[:/_=@]|\.\w)[^\s（]*|\{.*?\}|zh|en|JSON Lines|JSON Schema|YAML|JSON|Node|SQLite|PostgreSQL|SHA-256|PIPL|Ctrl\+C/gu

/** Names of commands of two words or more, such as `poll sheet`. */
const namesOfCommands = new RegExp(
  commands.flatMap(({ path }) => (path.includes(" ") ? [path] : [])).join("|"),
  "gu"
)

/** Two English words with a space between them. */
const english = /[a-z]{2,},? [a-z]{2,}/iu

describe.each<Language>(["zh", "en"])("the help in %s", (language) => {
  it("of every command is on standard output, and has no sentence of the other language", async () => {
    const other: Array<string> = []
    // All subcommands of `do` are made by one function, from texts that a test of `do` compares.
    for (const { path } of commands.filter((each) => !/^do [A-KM-Z]/u.test(each.path))) {
      const { status, stderr, stdout } = await run([
        ...path.split(" ").filter(Boolean),
        "--help",
        "--lang",
        language
      ])
      expect([path, status, stderr]).toEqual([path, 0, ""])
      // The line with the usage begins with the names of the commands.
      const lines = stdout.split("\n").filter((line) => !line.trim().startsWith("liulinhui "))
      for (const line of lines) {
        const words = line
          .replace(namesOfCommands, " | ")
          .replace(sameInBoth, " | ")
          .replace(/1号楼(?:101王伟)?/gu, "")
        const isOther = language === "zh" ? english.test(words) : /\p{Script=Han}/u.test(words)
        if (isOther) other.push(`${path}: ${line.trim()}`)
      }
    }
    expect(other).toEqual([])
  })
})

/** Commands without `--json`, and why. */
const withoutJson: Readonly<Record<string, string>> = {
  "cluster database": "runs until it is stopped",
  "cluster dev": "runs until it is stopped",
  completions: "prints a script for a shell",
  schema: "prints a JSON Schema, which editors read as it is",
  serve: "runs until it is stopped"
}

describe("--json", () => {
  it("is a flag of every command, except those whose output is another document", () => {
    const missing = leaves.filter(({ parameters, path }) => {
      const hasFlag = parameters.some(({ kind, name }) => kind === "flag" && name === "json")
      return hasFlag === Object.hasOwn(withoutJson, path)
    })
    expect(missing.map(({ path }) => path)).toEqual([])
    expect(leaves.length).toBeGreaterThan(150)
  })
})

/** Values that are wrong for most flags and arguments. */
const wrong = ["", "!!", "-1", "2026-02-30", "99999999999", "x".repeat(210), "/nowhere/at/all"]

describe("a wrong value", () => {
  it("of any flag or argument is reported in one language, and says what is expected", async () => {
    const reported = new Map<string, CliError.CliError>()
    for (const { parameters, path } of leaves) {
      for (const { kind, name, parse } of parameters) {
        for (const value of wrong) {
          const given =
            kind === "flag"
              ? { flags: { [name]: [value] }, arguments: [] }
              : { flags: {}, arguments: [value] }
          const parsed = await Effect.runPromise(
            parse(given).pipe(Effect.result, Effect.provide(NodeServices.layer))
          )
          if (Result.isFailure(parsed)) reported.set(`${path} ${name} ${value}`, parsed.failure)
        }
      }
    }
    expect(reported.size).toBeGreaterThan(500)
    const strange = [...reported].flatMap(([at, error]) => {
      if (error._tag !== "InvalidValue") return [`${at}: ${error._tag}`]
      const [zh, en] = [mistake("zh", error), mistake("en", error)]
      const [, expected = ""] = /不对：(.*)$/su.exec(zh) ?? []
      const isRight =
        /^(?:应为|没有|不是|只能|不带)/u.test(expected) &&
        !english.test(expected.replace(/应为以下之一：.*/u, "").replace(sameInBoth, " | ")) &&
        !/\p{Script=Han}/u.test(en) &&
        !/Schema validation/u.test(en)
      return isRight ? [] : [`${at}: ${zh} / ${en}`]
    })
    expect(strange).toEqual([])
  })
})
